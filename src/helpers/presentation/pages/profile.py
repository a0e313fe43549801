"""The organisation's own look: what lies in profile/, and what of it cannot be used.

Without a profile a page stays as it is, byte for byte.
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from helpers.core.errors import CodebookError, Problem
from helpers.presentation.pages.dress import PLAIN, Dress
from helpers.survey.codebook import Codebook
from helpers.survey.codebook.afterwards import HouseStyle
from helpers.survey.codebook.outward import ENDINGS

FOLDER = "profile"
LARGEST = 400_000  # bytes of a logo: it lies in every page
MOST_PIXELS = 4000  # on a side of a logo
HEADINGS = {"heading 1", "heading 2", "heading 3", "title"}
_ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "handler", "set"}


def read_dress(raw: Path, codebook: Codebook) -> Dress:
    """The profile of the survey whose folder is `raw`. Raises CodebookError with all
    that cannot be used."""
    style = codebook.profile
    if style is None:
        return PLAIN
    if problems := profile_problems(raw, style):
        raise CodebookError(problems)
    colours = style.colours
    paths = {key: raw / FOLDER / name for key, name in style.files.items()}
    return Dress(
        logo=_address(paths["logo"]) if "logo" in paths else "",
        logo_alt=style.logo_alt,
        main=colours.main.lower() if colours else "",
        accent=(colours.accent or "").lower() if colours else "",
        typeface=_font_face(paths["typeface"]) if "typeface" in paths else "",
        word=paths.get("word"),
        powerpoint=paths.get("powerpoint"),
    )


def _address(path: Path) -> str:
    kind = "svg+xml" if path.suffix.lower() == ".svg" else "png"
    content = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:image/{kind};base64,{content}"


# --- what can be wrong with the files


def profile_problems(raw: Path, style: HouseStyle) -> list[Problem]:
    """Every file of a profile that is missing or cannot be used."""
    checks = {
        ".svg": _svg_faults,
        ".png": _png_faults,
        ".ttf": _font_faults,
        ".otf": _font_faults,
        ".docx": _word_faults,
        ".pptx": _powerpoint_faults,
    }
    assert {end for ends in ENDINGS.values() for end in ends} == checks.keys()
    problems = []
    for name in style.files.values():
        path, where = raw / FOLDER / name, f"{FOLDER}/{name}"
        if not path.is_file():
            todo = f"Lägg den i mappen {FOLDER}/ bredvid survey.yml."
            problems.append(Problem("Filen finns inte.", todo, file=where))
            continue
        for found, todo in checks[path.suffix.lower()](path):
            problems.append(Problem(found, todo, file=where))
    return problems


Faults = Iterator[tuple[str, str]]
BY_DRAWING = "Spara om den ur ett ritprogram som vanlig svg, eller som png."


def _svg_faults(path: Path) -> Faults:
    """A logo is shapes: nothing that runs, moves or fetches."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if path.stat().st_size > LARGEST:
        yield _too_large(path)
        return
    try:
        root = fromstring(path.read_bytes())
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        yield "Filen är ingen svg som går att läsa.", BY_DRAWING
        return
    if _plain(root.tag) != "svg":
        yield "Filen är ingen svg.", BY_DRAWING
    for element in root.iter():
        if problem := _active(element):
            yield (
                f"Logotypen innehåller {problem}, som kan köras eller hämta.",
                BY_DRAWING,
            )
            return


def _active(element: Element) -> str:
    tag = _plain(element.tag)
    if tag in _ACTIVE or tag.startswith("animate"):
        return f"<{tag}>"
    for name, value in element.attrib.items():
        fetches = _plain(name) in ("href", "src") and not value.startswith("#")
        if fetches and value.startswith("data:image/png;base64,"):
            continue
        style = re.search(r"url\(\s*[\"']?(?!#)|@import", value, re.IGNORECASE)
        if _plain(name).startswith("on") or fetches or style:
            return f"attributet {_plain(name)}"
    if tag == "style" and re.search(r"url\(|@import", element.text or ""):
        return "en stil som hämtar"
    return ""


def _plain(name: object) -> str:
    return str(name).rpartition("}")[2].casefold()


def _png_faults(path: Path) -> Faults:
    from PIL import Image, UnidentifiedImageError

    if path.stat().st_size > LARGEST:
        yield _too_large(path)
        return
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            picture.verify()
            wide, high = picture.size
    except Image.DecompressionBombError:
        wide = high = MOST_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        yield "Filen är ingen png som går att läsa.", "Spara om bilden som png."
        return
    if max(wide, high) > MOST_PIXELS:
        yield (
            f"Logotypen är mer än {MOST_PIXELS} bildpunkter bred eller hög.",
            "Spara om den mindre: 1000 bildpunkter räcker.",
        )


def _too_large(path: Path) -> tuple[str, str]:
    size = path.stat().st_size // 1000
    return f"Logotypen är {size} kB och följer med i varje sida.", "Högst 400 kB."


def _font_faults(path: Path) -> Faults:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        allowed = TTFont(path)["OS/2"].fsType
    except (TTLibError, KeyError, OSError):
        yield "Filen är inget typsnitt.", "Lägg dit en ttf- eller otf-fil."
        return
    if allowed & 0x0002:
        yield (
            "Typsnittets licens tillåter inte att det bäddas in.",
            "Välj ett annat, eller fråga den som ni har licensen av.",
        )


def _word_faults(path: Path) -> Faults:
    """pandoc writes with the template's styles for headings."""
    import xml.etree.ElementTree as ET

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    try:
        styles = zipfile.ZipFile(path).read("word/styles.xml")
        names = {
            str(one.get(f"{space}val")).casefold()
            for one in ET.parse(BytesIO(styles)).iter(f"{space}name")
        }
    except (zipfile.BadZipFile, ParseError, LookupError, ValueError, OSError):
        yield "Filen är ingen Word-mall som går att läsa.", "Spara om den som docx."
        return
    if missing := sorted(HEADINGS - names):
        yield (
            f"Mallen saknar formatmallarna {', '.join(missing)}.",
            "Lägg till dem i Word (Format), eller utgå från en tom Word-fil.",
        )


def _powerpoint_faults(path: Path) -> Faults:
    from helpers.presentation.pages.pptx import template_faults

    yield from template_faults(path)


# --- what is put on a page


@cache
def _font_face(path: Path) -> str:
    from helpers.presentation.pages.typeface import subset_of

    return (
        '@font-face { font-family: "Profil"; font-weight: 400 700; font-style: normal; '
        f'src: url("data:font/woff2;base64,{subset_of(path)}") format("woff2"); }}\n'
        'html { font-family: "Profil", "Source Sans Pro", sans-serif; }'
    )

"""The organisation's own look: what is put on, what stays, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pptx
import pytest
from PIL import Image
from pptx.util import Inches
from support.estimate_rows import codebook, single
from support.specimen import export

from helpers.core.contrast import colour_of, contrast
from helpers.core.errors import CodebookError
from helpers.presentation.figures import look
from helpers.presentation.pages.docx import html_to_docx
from helpers.presentation.pages.dress import PLAIN, Dress, repainted, tint
from helpers.presentation.pages.pptx import html_to_pptx
from helpers.presentation.pages.profile import _png_faults, profile_problems, read_dress

GREEN, BROWN = "#1d5b3a", "#9a3412"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/>{}</svg>'
TITLE_ONLY = 5  # of python-pptx' own template


def book(**profile: object):
    return codebook(single("role", ["A", "B"]), profile=profile)


def put(raw: Path, name: str, content: str | bytes) -> None:
    (raw / "profile").mkdir(exist_ok=True)
    raw_bytes = content.encode() if isinstance(content, str) else content
    (raw / "profile" / name).write_bytes(raw_bytes)


def found(raw: Path, **profile: object) -> str:
    said = book(**profile).profile
    assert said is not None
    return "\n".join(str(problem) for problem in profile_problems(raw, said))


def test_a_page_without_a_profile_stays_as_it_is() -> None:
    page = export()
    assert repainted(page, "", "") is page
    assert "logotyp" not in page
    assert "theme-color" not in page


def test_a_page_has_the_logo_its_words_and_the_colours(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", LOGO.format(""))
    said = book(
        logo="logo.svg", logo_alt="Stadens vapen", colours={"main": GREEN.upper()}
    )
    dress = read_dress(tmp_path, said)
    page = export(logo=dress.logo, logo_alt=dress.logo_alt, main=dress.main)
    assert re.search(
        r'<p class="logotyp"><img [^>]*src="data:image/svg\+xml;base64,', page
    )
    assert 'alt="Stadens vapen"' in page
    assert look.DEEP not in page
    assert f"--accent: {GREEN}" in page


def test_a_tint_has_the_contrasts_that_the_blue_had() -> None:
    for blue in (look.BAR, look.shade(0.3), look.shade(0.7), "#93cbee"):
        made = colour_of(tint(GREEN, blue))
        for ground in ("#ffffff", "#14181b", "#1b1b1b"):
            one = contrast(made, colour_of(ground))
            assert one == pytest.approx(
                contrast(colour_of(blue), colour_of(ground)), rel=0.02
            )
        # A green that looks green: lighter by white alone it would be grey.
        red, green, blue_part = made
        assert green - max(red, blue_part) > 0.06
    assert tint(GREEN, look.BAR) != look.BAR


@pytest.mark.parametrize(
    ("colours", "said"),
    [
        ({"main": "#9fd8b4"}, r"main \(#9fd8b4\).*#ffffff, vitt papper.*1,6:1"),
        ({"main": GREEN, "accent": "#ff9900"}, r"accent \(#ff9900\).*#f4f2ec"),
        ({"main": "grön"}, "”grön” är ingen färg"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_by_its_pair(colours, said) -> None:
    with pytest.raises(CodebookError, match=said):
        book(colours=colours)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({"logo": "logo.svg"}, "saknar alternativtext"),
        ({"logo": "../svar.svg", "logo_alt": "x"}, "bara dess namn"),
        ({"word": "mall.doc"}, "slutar på .docx"),
        ({"typsnitt": "a.ttf"}, "typsnitt"),
    ],
)
def test_what_cannot_be_a_profile_is_refused(profile, said) -> None:
    with pytest.raises(CodebookError, match=said):
        book(**profile)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<path onload="x()"/>', "attributet onload"),
        ('<image href="https://a.example/b.png"/>', "attributet href"),
        ("<style>path{fill:url(https://a.example/b)}</style>", "stil som hämtar"),
        ("<foreignObject/>", "<foreignobject>"),
        ("<inte>slut", "ingen svg som går att läsa"),
    ],
)
def test_a_logo_that_is_a_script_is_refused(tmp_path: Path, inside, said) -> None:
    put(tmp_path, "logo.svg", LOGO.format(inside))
    told = found(tmp_path, logo="logo.svg", logo_alt="x")
    assert said in told
    assert "profile/logo.svg" in told


@pytest.mark.parametrize("size", [(15_000, 12_000), (4_001, 2)])
def test_a_logo_of_too_many_pixels_is_refused(tmp_path: Path, size) -> None:
    path = tmp_path / "stor.png"
    Image.new("1", size).save(path)
    [(found, _)] = _png_faults(path)
    assert "mer än 4000 bildpunkter" in found


def test_files_that_are_something_else_are_all_told_at_once(tmp_path: Path) -> None:
    for name in ("a.png", "b.ttf", "d.docx"):
        put(tmp_path, name, "något annat")
    told = found(
        tmp_path, logo="a.png", logo_alt="x", typeface="b.ttf", word="d.docx",
        powerpoint="borta.pptx",
    )  # fmt: skip
    for said in ("ingen png", "inget typsnitt", "ingen Word-mall", "finns inte"):
        assert said in told


def template(*, wide: float = 13.333, without_layout: bool = False) -> bytes:
    show = pptx.Presentation()
    show.slide_width, show.slide_height = Inches(wide), Inches(7.5)
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = "Så här gör du"
    if without_layout:
        show.slide_layouts.remove(show.slide_layouts[TITLE_ONLY])
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def test_slides_are_made_by_the_template_in_the_colours(tmp_path: Path) -> None:
    put(tmp_path, "mall.pptx", template())
    dress = Dress(
        main=GREEN, accent=BROWN, powerpoint=tmp_path / "profile" / "mall.pptx"
    )
    page = export(kind="sammanfattning")
    made = html_to_pptx(page, dress)
    assert made == html_to_pptx(page, dress)
    show = pptx.Presentation(io.BytesIO(made))
    titles = [slide.shapes.title.text for slide in show.slides]
    assert "Så här gör du" not in titles
    assert len(titles) == len(pptx.Presentation(io.BytesIO(html_to_pptx(page))).slides)
    text = b"".join(zipfile.ZipFile(io.BytesIO(made)).read(n) for n in names(made))
    assert b"1D5B3A" in text
    assert b"0B4A6F" not in text


def names(made: bytes) -> list[str]:
    listed = zipfile.ZipFile(io.BytesIO(made)).namelist()
    return [
        name for name in listed if re.match(r"ppt/(slides|charts)/[^/]+\.xml", name)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"without_layout": True}, "bara rubrik"), ({"wide": 10}, "inte i bredbild")],
)
def test_a_template_that_lacks_something_is_refused(tmp_path, changes, said) -> None:
    put(tmp_path, "mall.pptx", template(**changes))
    assert said in found(tmp_path, powerpoint="mall.pptx")


def test_word_has_the_styles_of_the_template(tmp_path: Path) -> None:
    page = export(kind="sammanfattning")
    with zipfile.ZipFile(io.BytesIO(html_to_docx(page))) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b"</w:styles>",
        b'<w:style w:type="paragraph" w:styleId="Mall"><w:name w:val="Stadens"/>'
        b"</w:style></w:styles>",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    put(tmp_path, "mall.docx", out.getvalue())
    assert found(tmp_path, word="mall.docx") == ""
    word = html_to_docx(page, tmp_path / "profile" / "mall.docx")
    with zipfile.ZipFile(io.BytesIO(word)) as made:
        assert b"Stadens" in made.read("word/styles.xml")
        assert made.read("word/document.xml").count(b"<w:headerReference") == 1
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"heading 2", b"h2")
    with zipfile.ZipFile(tmp_path / "profile" / "mall.docx", "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    assert "formatmallarna heading 2" in found(tmp_path, word="mall.docx").casefold()


def test_nothing_said_is_the_plain_look(tmp_path: Path) -> None:
    assert read_dress(tmp_path, codebook(single("role", ["A", "B"]))) == PLAIN

"""What is wrong with a finished page: the checks that no browser tool makes.

`kartlaggning audit` runs them on what lies in outputs/, and so do the tests. Each rule
looks at the whole page and says where it found what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, Tag

from helpers.audit import contrast
from helpers.survey.codebook import FICTITIOUS

LANGUAGE = "sv"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong on a page.

    >>> print(Finding("caption", "tabell-1", "Tabellen saknar rubrik."))
    tabell-1: Tabellen saknar rubrik. [caption]
    """

    rule: str
    where: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found} [{self.rule}]"


def check_page(
    html: str, *, fictitious: bool = False, folder: Path | None = None
) -> list[Finding]:
    """Everything that is wrong with the page `html`, in the order of the rules.

    With `fictitious`, the page must say so. With `folder` (where the page lies), links
    to files beside it must lead to a file.

    >>> [finding.rule for finding in check_page("<html lang='en'><h1>A</h1>")][:3]
    ['language', 'policy', 'title']
    """
    page = Parsed.of(html)
    findings = []
    for rule, check in RULES.items():
        findings += [Finding(rule, where, found) for where, found in check(page)]
    if fictitious:
        findings += [Finding("fictitious", *one) for one in _fictitious(page)]
    if folder is not None:
        findings += [Finding("dead-file", *one) for one in _dead_files(page, folder)]
    return findings


@dataclass(frozen=True)
class Parsed:
    """A page as its rules see it: all its elements, and those with an identity."""

    soup: BeautifulSoup
    tags: list[Tag]
    by_id: dict[str, Tag]

    @classmethod
    def of(cls, html: str) -> Parsed:
        soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
        tags = soup.find_all(True)
        return cls(soup, tags, {str(tag["id"]): tag for tag in tags if tag.get("id")})

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names, in the order of the page."""
        return [tag for tag in self.tags if tag.name in names]

    def select(self, selector: str) -> list[Tag]:
        return self.soup.select(selector)


Found = Iterator[tuple[str, str]]


def where(tag: Tag) -> str:
    """Where `tag` stands, for a person: the nearest identity, its name, its words."""
    named = tag if tag.get("id") else tag.find_parent(id=True)
    words = " ".join(tag.get_text().split())[:40]
    place = f"#{named['id']} " if named is not None else ""
    return f"{place}<{tag.name}>" + (f" ”{words}”" if words else "")


# --- language and title ----------------------------------------------------------


def _language(page: Parsed) -> Found:
    said = page.soup.html.get("lang") if page.soup.html else None
    if said != LANGUAGE:
        yield "<html>", f"Sidans språk är ”{said or ''}”; det ska vara ”{LANGUAGE}”."
    for tag in page.select("[lang]"):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(tag["lang"])):
            yield where(tag), f"”{tag['lang']}” är ingen språkkod."


def _title(page: Parsed) -> Found:
    title = page.soup.head.title if page.soup.head else None
    if title is None or not title.get_text(strip=True):
        yield "<head>", "Sidan saknar titel."


def _policy(page: Parsed) -> Found:
    policies = page.select("meta[http-equiv='Content-Security-Policy']")
    if not any("default-src 'none'" in str(one.get("content")) for one in policies):
        yield "<head>", "Sidan saknar sin säkerhetspolicy (CSP)."


# --- pictures --------------------------------------------------------------------

_PLACEHOLDER = re.compile(
    r"no description|has been provided|^(image|img|bild|figur|figure|diagram|plot|"
    r"chart|graf|foto|alt|alternativtext)\W*\d*$|\.(png|jpe?g|svg|gif|webp)$|^\W*$",
    re.IGNORECASE,
)


def _placeholder_alt(page: Parsed) -> Found:
    for picture in page.named("img"):
        alt = picture.get("alt")
        if alt is None:
            yield where(picture), "Bilden saknar alternativtext."
        elif _PLACEHOLDER.search(str(alt).strip()):
            yield where(picture), f"Bildens alternativtext ”{alt}” säger ingenting."


def _unnamed_svg(page: Parsed) -> Found:
    for svg in page.named("svg"):
        if svg.get("aria-hidden") == "true":
            continue
        name = _name(page, svg)
        if svg.get("role") != "img":
            yield where(svg), "Diagrammet saknar role=”img”."
        if not name or _PLACEHOLDER.search(name):
            yield where(svg), "Diagrammet saknar ett namn som säger något."
        if not _described(page, svg):
            yield where(svg), "Diagrammet saknar beskrivning (alternativtext)."


def _name(page: Parsed, tag: Tag) -> str:
    if tag.get("aria-labelledby"):
        return _pointed(page, str(tag["aria-labelledby"]))
    if tag.get("aria-label"):
        return str(tag["aria-label"]).strip()
    title = tag.find("title", recursive=False)
    return title.get_text(strip=True) if isinstance(title, Tag) else ""


def _described(page: Parsed, svg: Tag) -> str:
    if svg.get("aria-describedby"):
        return _pointed(page, str(svg["aria-describedby"]))
    description = svg.find("desc", recursive=False)
    return description.get_text(strip=True) if isinstance(description, Tag) else ""


def _pointed(page: Parsed, ids: str) -> str:
    targets = [page.by_id.get(one) for one in ids.split()]
    return " ".join(tag.get_text(" ", strip=True) for tag in targets if tag).strip()


def _figure(page: Parsed) -> Found:
    for figure in page.named("figure"):
        if figure.find("figcaption") is None:
            yield where(figure), "Figuren saknar rubrik."
        if figure.select_one(".diagram") and figure.find("table") is None:
            yield where(figure), "Figuren saknar sin tabell."
        if figure.select_one(".diagram") and not figure.select_one(".underlag"):
            yield where(figure), "Figuren saknar bas, period och källa."


def _svg_contrast(page: Parsed) -> Found:
    for svg in page.named("svg"):
        for reading in contrast.too_faint(svg):
            yield (
                where(svg),
                f"Texten ”{reading.text}” ({reading.ink} på {reading.ground}) har "
                f"kontrasten {_swedish(reading.ratio)}:1; minst "
                f"{_swedish(reading.needed)}:1 behövs.",
            )


def _swedish(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


# --- tables ----------------------------------------------------------------------


def _caption(page: Parsed) -> Found:
    for table in page.named("table"):
        caption = table.find("caption", recursive=False)
        if caption is None or not caption.get_text(strip=True):
            yield where(table), "Tabellen saknar rubrik (caption)."


def _scope(page: Parsed) -> Found:
    scopes = ("col", "row", "colgroup", "rowgroup")
    for table in page.named("table"):
        headers = table.select("th")
        if not headers:
            yield where(table), "Tabellen har inga rubrikceller (th)."
        for header in headers:
            if header.get("scope") not in scopes:
                yield where(header), "Rubrikcellen saknar scope."


def _empty_header(page: Parsed) -> Found:
    for header in page.named("th"):
        if not header.get_text(strip=True):
            yield where(header), "Rubrikcellen är tom."


def _table_region(page: Parsed) -> Found:
    seen: set[str] = set()
    for table in page.select("main table"):
        frame = table.find_parent(class_="tabell-ram")
        if frame is None:
            yield where(table), "Tabellen saknar en ram som kan rullas i sidled."
        elif frame.get("tabindex") != "0" or frame.get("role") != "region":
            yield where(table), "Tabellens ram kan inte nås med tangentbordet."
        elif not _name(page, frame):
            yield where(table), "Tabellens ram saknar namn."
        elif _name(page, frame) in seen:
            yield where(table), "Tabellens ram heter som en annan tabells."
        seen.add(_name(page, frame) if frame is not None else "")


# --- headings and links ----------------------------------------------------------

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def _one_h1(page: Parsed) -> Found:
    number = len(page.named("h1"))
    if number != 1:
        yield "<body>", f"Sidan har {number} huvudrubriker (h1); den ska ha en."


def _heading_jump(page: Parsed) -> Found:
    above = 0
    for heading in page.named(*_HEADINGS):
        level = int(heading.name[1])
        if level > above + 1:
            yield where(heading), f"Rubriknivån hoppar från {above} till {level}."
        if not heading.get_text(strip=True):
            yield where(heading), "Rubriken är tom."
        above = level


def _landmarks(page: Parsed) -> Found:
    for name in ("header", "main", "footer"):
        number = len(page.named(name))
        if number != 1:
            yield "<body>", f"Sidan har {number} {name}; den ska ha en."


def _duplicate_id(page: Parsed) -> Found:
    seen = set()
    for tag in page.tags:
        if not tag.get("id"):
            continue
        if tag["id"] in seen:
            yield where(tag), f"Identiteten ”{tag['id']}” finns flera gånger."
        seen.add(tag["id"])


_POINTERS = ("aria-labelledby", "aria-describedby", "headers", "for")


def _dead_anchor(page: Parsed) -> Found:
    known = page.by_id
    for tag in page.tags:
        for name, value in tag.attrs.items():
            for target in _targets(name, str(value)):
                if target not in known:
                    yield where(tag), f"”#{target}” ({name}) leder ingenstans."


def _targets(name: str, value: str) -> list[str]:
    if name in _POINTERS:
        return value.split()
    if name in ("href", "xlink:href") and value.startswith("#"):
        return [unquote(value[1:])]
    return re.findall(r"url\(\s*[\"']?#([^\"')]+)", value)


def _empty_link(page: Parsed) -> Found:
    for link in page.named("a"):
        if not link.get_text(strip=True) and not link.get("aria-label"):
            yield where(link), "Länken har ingen text."
        if not link.get("href"):
            yield where(link), "Länken leder ingenstans."


# --- what would run or be fetched ------------------------------------------------

_FETCHING = ("src", "srcset", "data", "poster", "background", "action", "formaction")
_CSS_FETCH = re.compile(r"@import|url\((?!\s*[\"']?(?:data:|#))[^)]*\)", re.IGNORECASE)


def _external(page: Parsed) -> Found:
    for tag in page.tags:
        for name, value in tag.attrs.items():
            if _fetches(tag, name, str(value).strip()):
                yield where(tag), f"Adressen ”{str(value)[:60]}” skulle hämtas utifrån."
    for style in page.named("style"):
        for found in _CSS_FETCH.finditer(style.get_text()):
            yield "<style>", f"Stilen hämtar något utifrån: {found[0][:60]}"


def _fetches(tag: Tag, name: str, value: str) -> bool:
    if name in _FETCHING:
        return not value.startswith("data:image/")
    if name in ("href", "xlink:href") and tag.name != "a":
        return not value.startswith(("#", "data:image/"))
    return "url(" in value.lower() and _CSS_FETCH.search(value) is not None


_RUNNING = ("javascript:", "vbscript:")


def _script(page: Parsed) -> Found:
    for tag in page.soup.find_all(
        ["script", "iframe", "object", "embed", "form", "base"]
    ):
        yield where(tag), f"<{tag.name}> får inte finnas i en rapport."
    for tag in page.tags:
        for name, value in tag.attrs.items():
            address = re.sub(r"[\s\x00-\x1f]", "", str(value)).lower()
            if name.startswith("on") or address.startswith(
                ("javascript:", "vbscript:")
            ):
                yield where(tag), f"Attributet {name} skulle köra något."
    for tag in page.select("meta[http-equiv=refresh i]"):
        yield where(tag), "Sidan får inte skicka läsaren vidare."


_NO_OUTLINE = re.compile(r"outline(?:-width|-style)?\s*:\s*(?:none|0(?![.\d]))", re.I)


def _focus(page: Parsed) -> Found:
    styles = [("<style>", style.get_text()) for style in page.named("style")]
    styles += [(where(tag), str(tag["style"])) for tag in page.select("[style]")]
    for place, style in styles:
        if _NO_OUTLINE.search(style):
            yield place, "Stilen tar bort markeringen av det som har fokus."


# --- words -----------------------------------------------------------------------

# Words that go before a number that is no decimal number: "avsnitt 2.1", "kl. 10.30".
_LABELLED = re.compile(
    r"(?:version|v\.?|kapitel|avsnitt|fråga|bilaga|tabell|figur|punkt|licens|licence|"
    r"license|BY|BY-SA|WCAG|kl\.?|klockan|dnr)[\s\u00a0]*$",
    re.IGNORECASE,
)
_DECIMAL_POINT = re.compile(r"(?<![\w.,/-])[-−]?\d+\.\d+(?![\w./]|-\d)")
_CHAPTER = re.compile(r"^\d+\.\d+ ")
_CONTENTS = re.compile(r"^innehall-")
_TEX = re.compile(
    r"\\[A-Za-z]+\{|\\[(\[]|\$\$|\\(?:frac|sum|alpha|beta|sigma|times|cdot|leq|geq|hat)\b"
    r"|\$[^$\s][^$]*[\\^_{}][^$]*\$"
)
# "None of the above" is what an option may be called; "None av 12" is not.
_MISSING = re.compile(
    r"(?<![\w-])(?:nan|NaN|NaT|undefined|<NA>|"
    r"(?:None|null|inf)(?=\W*$|\s+(?:av|procent)\b|\s*%))(?![\w-])"
)
_PROMPT = re.compile(
    r"\b(?:In|Out)\s?\[[\d* ]*\]:?|Traceback \(most recent|<[\w.]+ object at"
)
_SLOT = re.compile(
    r"\{[a-zåäö_][\wåäö.:]*\}|\b(?:TODO|XXX|FIXME)\b|lorem ipsum", re.IGNORECASE
)


_SILENT = ("style", "script", "code", "pre")
_OF_SURVEY = {"fraga", "citat"}


def _texts(tag: Tag, *, quoted: bool = False) -> Iterator[tuple[Tag, str, bool]]:
    """(element, text, whether it quotes the survey or a person) for each text that is
    in Swedish and no code."""
    if tag.name in _SILENT or _foreign(tag):
        return
    quoted = quoted or tag.name in ("q", "blockquote")
    quoted = quoted or not _OF_SURVEY.isdisjoint(str(tag.get("class", "")).split())
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _texts(child, quoted=quoted)
        elif type(child) is NavigableString and child.strip():
            yield tag, str(child), quoted


def _foreign(tag: Tag) -> bool:
    """Whether a part of the page says that it is in another language."""
    said = str(tag.get("lang", LANGUAGE))
    return tag.name != "html" and not said.startswith(LANGUAGE)


def _decimal_point(page: Parsed) -> Found:
    for tag, text, quoted in _texts(page.soup):
        numbered = str(tag.get("class")) == "kapitelnummer"
        if tag.find_parent("nav", class_=_CONTENTS):  # "12.1 Kultur" is a chapter
            text = _CHAPTER.sub("", text)
        for found in _DECIMAL_POINT.finditer("" if quoted or numbered else text):
            if not _LABELLED.search(text[: found.start()]):
                yield where(tag), f"”{found[0]}” har decimalpunkt; det ska vara komma."


def _pattern(said: str, pattern: re.Pattern[str], *, in_quotes: bool = True) -> Check:
    def check(page: Parsed) -> Found:
        for tag, text, quoted in _texts(page.soup):
            for found in pattern.finditer("" if quoted and not in_quotes else text):
                yield where(tag), f"”{found[0]}”: {said}"

    return check


def _chrome(page: Parsed) -> Found:
    names = re.compile(r"(?:^|\s)(?:jp-|prompt|ansi-|dataframe|output_|cell_)")
    for tag in page.tags:
        if names.search(str(tag.get("class", ""))):
            yield where(tag), f"Klassen ”{tag['class']}” hör till anteckningsboken."
    yield from _pattern("hör till anteckningsboken.", _PROMPT)(page)


# --- asked for by the caller -----------------------------------------------------


def _fictitious(page: Parsed) -> Found:
    said = page.soup.select_one(".markning")
    if said is None or FICTITIOUS not in (page.soup.header or page.soup).get_text():
        yield "<header>", f"Sidan säger inte ”{FICTITIOUS}”."
    if not any(FICTITIOUS in style.get_text() for style in page.named("style")):
        yield "<style>", f"Den utskrivna sidan säger inte ”{FICTITIOUS}”."


def _dead_files(page: Parsed, folder: Path) -> Found:
    for link in page.select("a[href]"):
        address = str(link["href"])
        if re.match(r"[a-z][a-z0-9+.-]*:|#|//", address, re.IGNORECASE):
            continue
        name = unquote(address.partition("#")[0].partition("?")[0])
        if name and not (folder / name).exists():
            yield where(link), f"Filen ”{name}” finns inte."


Check = Callable[[Parsed], Found]

RULES: dict[str, Check] = {
    "language": _language,
    "policy": _policy,
    "title": _title,
    "placeholder-alt": _placeholder_alt,
    "unnamed-svg": _unnamed_svg,
    "figure": _figure,
    "svg-contrast": _svg_contrast,
    "caption": _caption,
    "scope": _scope,
    "empty-header": _empty_header,
    "table-region": _table_region,
    "one-h1": _one_h1,
    "heading-jump": _heading_jump,
    "landmarks": _landmarks,
    "duplicate-id": _duplicate_id,
    "dead-anchor": _dead_anchor,
    "empty-link": _empty_link,
    "external": _external,
    "script": _script,
    "focus": _focus,
    "decimal-point": _decimal_point,
    "tex": _pattern("TeX som inte har blivit formel.", _TEX, in_quotes=False),
    "missing-value": _pattern("ett saknat värde har blivit text.", _MISSING),
    "slot": _pattern("text som inte har fyllts i.", _SLOT, in_quotes=False),
    "chrome": _chrome,
}
"""Each rule by its name, in the order in which findings are given."""

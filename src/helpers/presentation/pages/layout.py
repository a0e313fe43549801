"""One shape for every page: head, header, contents, footer.

`assemble` puts a page's parts into the template and then does what no template can,
because it needs the whole page: numbers, identities, the order of headings, the table
of contents, footnotes.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from helpers.presentation import text
from helpers.presentation.locale import message, phrase, speaking
from helpers.presentation.pages import page as pages
from helpers.presentation.pages.contents import (
    link_headings,
    list_contents,
    name_headings,
    number_chapters,
    order_headings,
)
from helpers.presentation.pages.languages import SWEDISH, mark
from helpers.presentation.pages.page import Page
from helpers.presentation.pages.sanitise import MIXED_CASE, is_safe_link
from helpers.presentation.pages.tree import (
    class_of_width,
    free_name,
    new_tag,
    tags_of_class,
    tags_under,
    tags_with_id,
)
from helpers.presentation.pages.typeface import font_faces
from helpers.survey.codebook import DRAFT, DRAFT_NOTE, FICTITIOUS

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
SWITCHES = ("download", "open", "reversed")
FEW_COLUMNS = 3
MANY_COLUMNS = 6  # more than this are set smaller on paper
# Attributes that point at an identity on the same page.
POINTERS = ("aria-labelledby", "aria-describedby", "headers")
_REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")


def assemble(page: Page, body: str) -> str:
    """The whole page, in its own language: `_assembled`."""
    with speaking(page.language):
        return _assembled(page, body)


def _assembled(page: Page, body: str) -> str:
    """The whole page, given its already cleaned contents.

    `body` holds one `<div class="del">` for each part; within a part, identities belong
    together. The same page and body give the same bytes.
    """
    soup = BeautifulSoup(
        _filled(page, body), "html.parser", multi_valued_attributes=None
    )
    main = soup.main
    assert main is not None
    _make_ids_unique(soup, main)
    for part in _parts(main):
        part.unwrap()
    _summary_first(main)
    order_headings(main)
    _number(soup, main)
    _gather_footnotes(soup, main)
    name_headings(main)
    if page.numbered:
        number_chapters(soup, main)
    link_headings(soup, main)
    if page.lists_contents:
        list_contents(soup, main)
    _make_scrollable(soup, main)
    if page.foreign:
        mark(soup, {phrase: language for language, phrase in page.foreign})
    _restore_case(soup)
    return _written(soup)


def _filled(page: Page, body: str) -> str:
    statement = page.accessibility_statement.startswith(("https://", "http://"))
    return template("page.html.j2").render(
        page=page,
        body=Markup(body),
        policy=POLICY,
        fonts=Markup(font_faces()),
        style=Markup(stylesheet()),
        running=Markup(running_headers(page)),
        typeface=Markup(page.typeface),
        draft=page.translate(DRAFT),
        draft_note=page.translate(DRAFT_NOTE),
        fictitious=page.translate(FICTITIOUS),
        fictitious_note=page.translate(pages.FICTITIOUS_NOTE),
        fictitious_more=page.translate(pages.FICTITIOUS_MORE),
        preliminary=page.translate(pages.PRELIMINARY),
        preliminary_note=page.translate(pages.PRELIMINARY_NOTE),
        preliminary_more=page.translate(pages.PRELIMINARY_MORE),
        statement_is_address=statement,
    )


def template(name: str) -> Template:
    """A template of this room; what is put into it is escaped."""
    return _templates().get_template(name)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("helpers.presentation.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.tests["safe_link"] = is_safe_link
    return environment


@cache
def stylesheet() -> str:
    return (files("helpers.presentation.pages") / "report.css").read_text(
        encoding="utf-8"
    )


def running_headers(page: Page) -> str:
    """What stands at the top and foot of every printed page.

    >>> print(running_headers(Page("Samverkan", fictitious=True)))
    @page {
      @top-left { content: "Samverkan"; }
      @top-right { content: "Fiktiva svar"; }
      @bottom-left { content: ""; }
    }
    """
    marks = [page.translate("Utkast")] if page.draft else []
    marks += [page.translate(FICTITIOUS)] if page.fictitious else []
    marks += [page.translate("Preliminär")] if page.preliminary else []
    foot = [page.organisation]
    foot.append(f"{page.translate('Dnr')} {page.dnr}" if page.dnr else "")
    foot.append(f"{page.translate('Version')} {page.version}" if page.version else "")
    boxes = {
        "top-left": page.title,
        "top-right": " · ".join(marks),
        "bottom-left": " · ".join(part for part in foot if part),
    }
    lines = [f"  @{box} {{ content: {_css(text)}; }}" for box, text in boxes.items()]
    if page.language != SWEDISH:  # the stylesheet has it in Swedish
        place = _css(f"{page.translate('Sida')} ")
        of = _css(f" {page.translate('av')} ")
        numbers = f"{place} counter(page) {of} counter(pages)"
        lines.append(f"  @bottom-right {{ content: {numbers}; }}")
    rules = "\n".join(["@page {", *lines, "}"])
    if page.language == SWEDISH:
        return rules
    folded = _css(page.translate("Tabellerna finns på webbsidan."))
    after = "details:not(.tryck) > summary::after"
    return f"{rules}\n@media print {{ {after} {{ content: {folded}; }} }}"


def _css(text: str) -> str:
    """`text` as a CSS string; every sign that could end it, or the style, is coded."""
    return (
        '"' + re.sub(r"[^\w .,:;·–-]", lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'
    )


def _written(soup: BeautifulSoup) -> str:
    formatter = HTMLFormatter(
        entity_substitution=_escaped, void_element_close_prefix="", indent=0
    )
    formatter.attributes = _attributes  # type: ignore[assignment, method-assign]
    return soup.decode(formatter=formatter).rstrip() + "\n"


def _attributes(tag: Tag) -> list[tuple[str, Any]]:
    """In the order in which they were written; a switch (`open`) is its name alone."""
    return [
        (name, None if name in SWITCHES and value == "" else value)
        for name, value in tag.attrs.items()
    ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(main: Tag) -> list[Tag]:
    return tags_of_class(main, "del", "div")


# --- identities ------------------------------------------------------------------


def _make_ids_unique(soup: BeautifulSoup, main: Tag) -> None:
    """Two parts may use the same identity; the later one gets another, and everything
    in that part that points at it follows."""
    inside = {id(tag) for tag in tags_with_id(main)}
    taken = {str(tag["id"]) for tag in tags_with_id(soup) if id(tag) not in inside}
    for part in _parts(main):
        renamed: dict[str, str] = {}
        for tag in tags_with_id(part):
            old = str(tag["id"])
            new = free_name(old, taken)
            tag["id"] = new
            taken.add(new)
            if new != old:
                renamed.setdefault(old, new)
        if renamed:
            _follow(part, renamed)


def _follow(part: Tag, renamed: dict[str, str]) -> None:
    for tag in part.find_all(True):
        for name, value in tag.attrs.items():
            if not isinstance(value, str) or name == "id":
                continue
            if name in POINTERS:
                words = [renamed.get(word, word) for word in value.split()]
                tag[name] = " ".join(words)
            elif name in ("href", "xlink:href") and value.startswith("#"):
                tag[name] = "#" + renamed.get(value[1:], value[1:])
            elif "url(" in value:
                tag[name] = _REFERENCE.sub(
                    lambda found: f"url(#{renamed.get(found[1], found[1])})", value
                )


# --- order and numbers -----------------------------------------------------------


def _summary_first(main: Tag) -> None:
    """The reader with two minutes meets the summary before anything else."""
    boxes = tags_of_class(main, "sammanfattning")
    if not boxes:
        return
    box = boxes[0]
    chapter = box.find_parent("section") or box
    main.insert(0, chapter.extract())


_FIGURE, _TABLE = message("Figur {number}."), message("Tabell {number}.")


def _number(soup: BeautifulSoup, main: Tag) -> None:
    """Figures and tables are numbered over the page; a figure's own table is part of
    the figure. A link without text to one of them says what it leads to."""
    called: dict[str, str] = {}
    counts = {_FIGURE: 0, _TABLE: 0}
    for place in tags_of_class(main, "nummer"):
        table = place.find_parent("caption") is not None
        if not table and place.find_parent("figcaption") is None:
            continue
        if table and place.find_parent("figure") is not None:
            place.decompose()
            continue
        kind = _TABLE if table else _FIGURE
        counts[kind] += 1
        place.string = phrase(kind, number=counts[kind])
        called_so = text.lower_first(phrase(kind, number=counts[kind])).rstrip(".")
        owner = place.find_parent("table" if table else "figure")
        if owner is not None and not table:
            _tell_whose(soup, owner, phrase("till {figure}", figure=called_so))
        if owner is not None and owner.get("id"):
            called[f"#{owner['id']}"] = called_so
    for link in main.find_all("a", href=True):
        if not link.get_text(strip=True) and link["href"] in called:
            link.string = called[str(link["href"])]


def _tell_whose(soup: BeautifulSoup, figure: Tag, whose: str) -> None:
    """In a list of a page's links and toggles those of forty figures are told from each
    other: "Ladda ner siffrorna (csv) till figur 3"."""
    for tag in (*figure.select(".underlag a"), *figure.select("details > summary")):
        hidden = new_tag(soup, "span")
        hidden["class"] = "dold"
        hidden.string = f" {whose}"
        tag.append(hidden)


def _gather_footnotes(soup: BeautifulSoup, main: Tag) -> None:
    """`<span class="fotnot">` becomes a number; its words stand last on the page."""
    notes = tags_of_class(main, "fotnot", "span")
    if not notes:
        return
    section = new_tag(
        soup, "section", role="doc-endnotes", **{"aria-labelledby": "fotnoter"}
    )
    section["class"] = "fotnoter"
    heading = new_tag(soup, "h2", id="fotnoter")
    heading.string = phrase("Fotnoter")
    listed = soup.new_tag("ol")
    section.extend([heading, listed])
    for number, note in enumerate(notes, start=1):
        mark = soup.new_tag("sup")
        to_note = new_tag(
            soup,
            "a",
            href=f"#fotnot-{number}",
            id=f"fotnot-{number}-i-texten",
            role="doc-noteref",
        )
        to_note["aria-label"] = phrase("Fotnot {number}", number=number)
        to_note.string = str(number)
        mark.append(to_note)
        note.replace_with(mark)
        item = new_tag(soup, "li", id=f"fotnot-{number}")
        item.extend(list(note.contents))
        back = new_tag(
            soup, "a", href=f"#fotnot-{number}-i-texten", role="doc-backlink"
        )
        back["aria-label"] = phrase(
            "Tillbaka till texten, fotnot {number}", number=number
        )
        back.string = "↑"
        item.extend([" ", back])
        listed.append(item)
    main.append(section)


# --- regions and spelling --------------------------------------------------------


def _make_scrollable(soup: BeautifulSoup, main: Tag) -> None:
    """What may be wider than the screen scrolls by itself, and can be reached with the
    keyboard."""
    for diagram in tags_of_class(main, "diagram"):
        if tags_of_class(diagram, "smal", "svg"):
            continue  # it has a narrow shape of its own and never scrolls
        diagram["role"] = "group"
        diagram["tabindex"] = "0"
        diagram["aria-label"] = phrase("Diagram som kan rullas i sidled")
    for table in main.find_all("table"):
        around = table.find_parent(class_="tabell-ram")
        if around is not None:
            _name_by_figure(around, table)
            continue
        caption = table.find("caption")
        frame = new_tag(soup, "div", tabindex="0", role="region")
        frame["class"] = "tabell-ram"
        frame["aria-label"] = (
            caption.get_text(strip=True) if caption else phrase("Tabell")
        )
        table.wrap(frame)
    for head in main.find_all("thead"):
        for header in head.find_all("th"):
            header.attrs.setdefault("scope", "col")
    for table in main.find_all("table"):
        if (
            sum(len(head.find_all("th")) for head in table.find_all("thead"))
            > MANY_COLUMNS
        ):
            table["class"] = f"{table.get('class', '')} manga-kolumner".strip()
    for frame in tags_of_class(main, "tabell-ram"):
        # No stop for the keyboard where nothing scrolls: three columns fit on a phone.
        if len(frame.select("thead th")) <= FEW_COLUMNS:
            for name in ("role", "tabindex", "aria-labelledby", "aria-label"):
                frame.attrs.pop(name, None)
            continue
        frame["role"] = "group"
        frame["class"] = f"tabell-ram {class_of_width(frame)}".strip()


def _name_by_figure(frame: Tag, table: Tag) -> None:
    """A figure's table may be called like another's: its region says whose it is."""
    number = table.find_previous(class_="nummer")
    if table.caption is None or number is None or table.find_parent("figure") is None:
        return
    frame.attrs.pop("aria-labelledby", None)
    whose = number.get_text(strip=True).lower().rstrip(".")
    frame["aria-label"] = phrase(
        "Tabell till {whose}: {caption}",
        whose=whose,
        caption=table.caption.get_text(strip=True),
    )


def _restore_case(soup: BeautifulSoup) -> None:
    """The parser writes all names in lower case; SVG has some in mixed case."""
    drawn = [tag for svg in soup.find_all("svg") for tag in (svg, *tags_under(svg))]
    for tag in drawn:
        tag.name = MIXED_CASE.get(tag.name, tag.name)
        # `xlink:href` is the old name of `href`.
        tag.attrs = {
            "href" if name == "xlink:href" else MIXED_CASE.get(name, name): value
            for name, value in tag.attrs.items()
        }

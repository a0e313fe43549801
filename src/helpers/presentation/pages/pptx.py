"""The summary as a presentation, to be shown to a board: findings, charts, proposals.

Made of the finished page, so that nothing is said that the page does not say. Numbers
are native charts and tables, each with its own workbook inside, so that they can be
edited; the base and the source stand in the slide's notes. Pages that are no summary
give slides too, by the same rules.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError
from helpers.presentation.pages.pdf import alt_text
from helpers.presentation.pages.plain_zip import packed

if TYPE_CHECKING:
    from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
    from pptx.presentation import Presentation
    from pptx.slide import Slide

MOST_ROWS, MOST_SERIES = 12, 4  # of a chart that can be read from the back of a room
MOST_LETTERS = 850  # of the text of a slide
MOST_POINTS = 5  # lines of a slide
LANGUAGE = "sv-SE"
WIDE, HIGH = 13.333, 7.5  # inches: 16:9
MARGIN, TOP = 0.7, 1.7
TITLE_ONLY = 5  # the place of that layout in the template
INK, BLUE, GREY = "1B1F23", "0B4A6F", "545D66"
SERIES = ("0B4A6F", "B3470B", "4A8FBF", "7A8790")  # those of the figures
_PERCENT = re.compile(r"(\d+(?:,\d+)?) ?%")
_CLOCK = re.compile(rb"<dcterms:(created|modified).*?</dcterms:\1>")


@dataclass(frozen=True)
class Content:
    """One slide: a title, and either lines of text or a table of numbers.

    `rows`: the table with its header first, all text as on the page. `alt`: what the
    figure's alternative text says. `notes`: base and source.
    """

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    alt: str = ""
    notes: tuple[str, ...] = ()
    small: str = ""
    figures: tuple[tuple[str, str], ...] = field(default=())  # (number, what it is)


def html_to_pptx(html: str) -> bytes:
    """The page `html` as a PowerPoint presentation in Swedish. The same page gives the
    same bytes. Raises RunError when python-pptx is missing."""
    try:
        import pptx
        from pptx.util import Inches
    except ImportError as error:
        raise RunError(
            "Presentationen kan inte göras, för paketet python-pptx saknas.",
            todo="HTML-rapporten är gjord. Installera paketet python-pptx.",
        ) from error
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    show = pptx.Presentation()
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    slides = contents(soup)
    for place, content in enumerate(slides):
        _add(show, content, first=place == 0, number=place + 1)
    show.core_properties.title = slides[0].title
    show.core_properties.author = ""
    show.core_properties.language = LANGUAGE
    out = io.BytesIO()
    show.save(out)
    return _without_clock(out.getvalue())


def contents(soup: BeautifulSoup) -> list[Content]:
    """The slides of a page, in the page's order; no two have the same title."""
    slides = [_opening(soup)]
    for section in soup.select("main section.kapitel"):
        slides += _of_section(section)
    return _told_apart(slides)


def _opening(soup: BeautifulSoup) -> Content:
    marks = [_text(tag) for tag in soup.select(".markning")]
    under = [_text(tag) for tag in soup.select(".ingress")]
    title = _text(soup.h1) if soup.h1 else ""
    return Content(title, (*under, *marks))


def _of_section(section: Tag) -> Iterator[Content]:
    title = _text(section.h2) if section.h2 else ""
    notes = tuple(_text(tag) for tag in section.find_all("p", class_="not"))
    for key in section.select("ul.nyckeltal"):
        told = [_key_figure(line) for line in key.find_all("li")]
        yield Content("Nyckeltal", figures=tuple(told), notes=notes)
        key.extract()
    figures = [figure.extract() for figure in section.find_all("figure")]
    lines = _lines(section)
    for part in _parts(lines):
        yield Content(title, part, notes=notes)
    for figure in figures:
        slide = _of_figure(figure)
        if slide is not None:
            yield slide


def _key_figure(line: Tag) -> tuple[str, str]:
    number = line.find("strong")
    if not isinstance(number, Tag):
        return "", _text(line)
    said, before = _text(number), line.find("span", class_="forr")
    then = _text(before) if isinstance(before, Tag) else ""
    words = _text(line).removeprefix(said).removesuffix(then).strip()
    return said, "\n".join(filter(None, [words, then]))


def _lines(section: Tag) -> list[str]:
    """The paragraphs, list items and terms of a section, one line each."""
    found: list[str] = []
    for tag in section.find_all(["p", "li", "dt", "dd", "h3"]):
        if tag.find_parent(["details", "table", "nav"]) or tag.find(["p", "li"]):
            continue
        if tag.get("class") == "not":
            continue
        words = _text(tag)
        if tag.name == "dd" and found:
            found[-1] = f"{found[-1]}: {words}"
        elif words:
            found.append(words)
    return found


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The lines in portions that each have room on a slide."""
    part: list[str] = []
    for line in lines:
        full = len(part) == MOST_POINTS
        if part and (full or sum(map(len, [*part, line])) > MOST_LETTERS):
            yield tuple(part)
            part = []
        part.append(line)
    if part:
        yield tuple(part)


def _of_figure(figure: Tag) -> Content | None:
    table, caption = figure.find("table"), figure.find("figcaption")
    if not isinstance(table, Tag) or not isinstance(caption, Tag):
        return None
    finding = caption.find("strong")
    asked = caption.find(class_="fraga")
    svg = figure.find("svg")
    rows = tuple(
        tuple(_text(cell) for cell in line(["th", "td"])) for line in table("tr")
    )
    notes = tuple(_text(tag) for tag in figure.find_all("p", class_="underlag"))
    return Content(
        _text(finding) if isinstance(finding, Tag) else _text(caption),
        rows=rows,
        alt=alt_text(svg) if isinstance(svg, Tag) else "",
        small=_text(asked) if isinstance(asked, Tag) else "",
        notes=notes,
    )


def _told_apart(slides: Sequence[Content]) -> list[Content]:
    """With "(2 av 3)" where several would have the same title: a title is what a slide
    is found by."""
    number = Counter(slide.title for slide in slides)
    seen: Counter[str] = Counter()
    made = []
    for slide in slides:
        seen[slide.title] += 1
        if number[slide.title] > 1:
            part = f"({seen[slide.title]} av {number[slide.title]})"
            slide = replace(slide, title=f"{slide.title} {part}")
        made.append(slide)
    return made


def _text(tag: Tag) -> str:
    unseen = {id(one) for one in tag.select("a[download], .hoppa")}
    words = [
        str(part)
        for part in tag.find_all(string=True)
        if not any(id(parent) in unseen for parent in part.parents)
    ]
    return " ".join("".join(words).split())


def chart_of(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[float]]]:
    """(the columns drawn, their shares row by row) of a table that a chart can show:
    every cell of some columns a percentage; ([], []) for another.

    >>> chart_of([("", "Svarande", "Ja"), ("Norr", "20", "50 %")])
    (['Ja'], [[0.5]])
    >>> chart_of([("", "Ja"), ("Norr", "2 av 9")])
    ([], [])
    """
    head, *body = rows
    if not 1 <= len(body) <= MOST_ROWS:
        return [], []
    drawn = [
        place
        for place in range(1, len(head))
        if all(len(row) > place and _PERCENT.fullmatch(row[place]) for row in body)
    ]
    rest = [row[place] for row in body for place in range(1, len(head))]
    said = sum("%" in cell for cell in rest)
    if not 1 <= len(drawn) <= MOST_SERIES or said > len(drawn) * len(body):
        return [], []
    shares = [[_share(row[place]) for place in drawn] for row in body]
    return [head[place] for place in drawn], shares


def _share(percent: str) -> float:
    return float(percent.rstrip("% \u00a0").replace(",", ".")) / 100


def _add(show: Presentation, content: Content, *, first: bool, number: int) -> None:
    layout = show.slide_layouts[TITLE_ONLY]
    slide = show.slides.add_slide(layout)
    _title(slide, content.title, first=first)
    if content.small:
        _box(slide, [content.small], top=TOP - 0.35, high=0.4, size=14, colour=GREY)
    if content.rows:
        names, shares = chart_of(content.rows)
        if names:
            _chart(slide, content, names, shares)
        else:
            _table(slide, content)
    elif content.figures:
        _key_figures(slide, content.figures)
    else:
        size = 20 if sum(map(len, content.lines)) < MOST_LETTERS // 2 else 18
        top = TOP + (1.6 if first else 0)
        _box(slide, content.lines, top=top, high=5, size=size, bullets=not first)
    if content.notes:
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = "\n".join(content.notes)
    _box(slide, [str(number)], top=HIGH - 0.5, high=0.3, size=10, colour=GREY)


def _title(slide: Slide, words: str, *, first: bool) -> None:
    """The slide's title, in the layout's own place for it: read aloud first."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    title = slide.shapes.title
    assert title is not None
    top, high = (1.6, 1.6) if first else (0.4, 1.0)
    title.left, title.top = Inches(MARGIN), Inches(top)
    title.width, title.height = Inches(WIDE - 2 * MARGIN), Inches(high)
    title.text_frame.text = words
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size = Pt(36 if first else 26 if len(words) < 70 else 22)
        run.font.bold = True
        run.font.color.rgb = RGBColor.from_string(BLUE)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _box(
    slide: Slide,
    lines: Sequence[str],
    *,
    top: float,
    high: float,
    size: float,
    colour: str = INK,
    left: float = MARGIN,
    wide: float = WIDE - 2 * MARGIN,
    bullets: bool = False,
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Inches, Pt

    place = (Inches(left), Inches(top), Inches(wide), Inches(high))
    box = slide.shapes.add_textbox(*place)
    frame = box.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for row, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if row == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(8)
        run = paragraph.add_run()
        run.text = f"• {words}" if bullets and len(lines) > 1 else words
        run.font.size = Pt(size)
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _key_figures(slide: Slide, figures: Sequence[tuple[str, str]]) -> None:
    """Large numbers with their words, three a row."""
    wide = (WIDE - 2 * MARGIN) / 3
    for place, (number, words) in enumerate(figures):
        left, top = MARGIN + place % 3 * wide, TOP + place // 3 * 2.6
        box = partial(_box, slide, left=left, wide=wide - 0.3)
        box([number], top=top, high=0.8, size=40, colour=BLUE)
        box(words.split("\n"), top=top + 0.85, high=1.6, size=14)


def _chart(
    slide: Slide, content: Content, names: list[str], shares: list[list[float]]
) -> None:
    """Lying bars, the first row at the top, each with its number."""
    from pptx.chart.data import ChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.util import Inches, Pt

    data = ChartData(number_format="0 %")
    data.categories = [row[0] for row in content.rows[1:]]
    for place, name in enumerate(names):
        data.add_series(name, [row[place] for row in shares])
    slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED,
        Inches(MARGIN),
        Inches(TOP),
        Inches(WIDE - 2 * MARGIN),
        Inches(HIGH - TOP - 0.7),
        data,
    )
    (frame,) = (one for one in slide.shapes if isinstance(one, GraphicFrame))
    _describe(frame._element, content.alt)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = len(names) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(14)
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(14)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = Pt(12)
    plot.data_labels.number_format = "0 %"
    plot.data_labels.number_format_is_linked = False
    for series, colour in zip(plot.series, SERIES, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _table(slide: Slide, content: Content) -> None:
    """A native table; the first row and the first column are its headers."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    rows = content.rows
    wide = WIDE - 2 * MARGIN
    high = min(0.36 * len(rows), HIGH - TOP - 0.9)
    place = (Inches(MARGIN), Inches(TOP), Inches(wide), Inches(high))
    columns = max(map(len, rows))
    frame = slide.shapes.add_table(len(rows), columns, *place)
    _describe(frame._element, content.alt)
    table = frame.table
    table.first_row, table.first_col = True, True
    first = wide * 0.34 if columns > 2 else wide / 2
    for number in range(columns):
        share = first if number == 0 else (wide - first) / max(columns - 1, 1)
        table.columns[number].width = Inches(share)
    size = 11 if len(rows) <= 14 else 9
    for down, row in enumerate(rows):
        for across, words in enumerate(row):
            cell = table.cell(down, across)
            cell.text = words
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            if down == 0 or across == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(BLUE)
            for paragraph in cell.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(size)
                    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _describe(element: CT_GraphicalObjectFrame, words: str) -> None:
    """Puts the alternative text where a screen reader looks for it."""
    element.nvGraphicFramePr.cNvPr.set("descr", words)


def _without_clock(content: bytes) -> bytes:
    """The presentation, and the workbooks inside its charts, without any moment."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    for name, part in parts.items():
        if name.endswith(".xlsx"):
            parts[name] = _without_clock(part)
        elif name.endswith("docProps/core.xml"):
            parts[name] = _CLOCK.sub(b"", part)
    return packed(parts, first="[Content_Types].xml")

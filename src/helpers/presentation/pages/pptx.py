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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from helpers.core.errors import RunError
from helpers.presentation.pages.dress import PLAIN, Dress, tint
from helpers.presentation.pages.plain_zip import packed
from helpers.presentation.pages.slides import (
    MOST_LETTERS,
    Content,
    chart_of,
    contents,
    in_words,
)

if TYPE_CHECKING:
    from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout


LANGUAGE = "sv-SE"
WIDE, HIGH = 13.333, 7.5  # inches: 16:9
MARGIN, TOP = 0.7, 1.7
INK, BLUE, GREY = "1B1F23", "0B4A6F", "545D66"
SERIES = ("0B4A6F", "B3470B", "4A8FBF", "7A8790")  # those of the figures
_CLOCK = re.compile(rb"<dcterms:(created|modified).*?</dcterms:\1>")


@dataclass(frozen=True)
class SlideLook:
    """The layout that slides are made by, and the colours of titles and of series."""

    layout: SlideLayout
    main: str = BLUE
    series: tuple[str, ...] = SERIES


def html_to_pptx(html: str, dress: Dress = PLAIN) -> bytes:
    """The page `html` as a PowerPoint presentation in Swedish, in the colours and by
    the template of `dress`. The same page gives the same bytes. Raises RunError when
    python-pptx is missing."""
    try:
        import pptx
        from pptx.util import Inches
    except ImportError as error:
        raise RunError(
            "Presentationen kan inte göras, för paketet python-pptx saknas.",
            todo="HTML-rapporten är gjord. Installera paketet python-pptx.",
        ) from error
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    if dress.powerpoint is None:
        show = pptx.Presentation()
        show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    else:
        show = pptx.Presentation(str(dress.powerpoint))
        _emptied(show)
    layout = _title_only(show)
    assert layout is not None  # or the template was refused
    series = (dress.main or SERIES[0], dress.accent or SERIES[1])
    tinted = tint(dress.main, f"#{SERIES[2]}") if dress.main else SERIES[2]
    named = [colour.removeprefix("#").upper() for colour in (*series, tinted)]
    look = SlideLook(layout, named[0], (*named, SERIES[3]))
    slides = contents(soup)
    for place, content in enumerate(slides):
        _add(show, content, look, first=place == 0, number=place + 1)
    show.core_properties.title = slides[0].title
    show.core_properties.author = ""
    show.core_properties.language = LANGUAGE
    out = io.BytesIO()
    show.save(out)
    return _without_clock(out.getvalue())


def _emptied(show: Presentation) -> None:
    """Without the slides that a template has to show how it is used."""
    listed = show.slides._sldIdLst
    for slide in list(listed):
        show.part.drop_rel(slide.rId)
        listed.remove(slide)


def _title_only(show: Presentation) -> SlideLayout | None:
    """The layout whose title is all that is written in."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    around = {KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER}
    for layout in show.slide_layouts:
        places = [shape for shape in layout.shapes if shape.is_placeholder]
        kinds = {one.placeholder_format.type for one in places} - around
        if kinds == {KIND.TITLE}:
            return layout
    return None


def template_faults(path: Path) -> Iterator[tuple[str, str]]:
    """Why no slides can be made by the template at `path`: (found, what to do)."""
    import pptx
    from pptx.exc import PackageNotFoundError
    from pptx.util import Inches

    try:
        show = pptx.Presentation(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        yield (
            "Filen är ingen PowerPoint-mall som går att läsa.",
            "Spara om den som pptx.",
        )
        return
    if _title_only(show) is None:
        yield (
            "Mallen saknar en layout med bara rubrik (”Endast rubrik”).",
            "Lägg till den i bildbakgrunden (Visa › Bildbakgrund).",
        )
    wide, high = Inches(WIDE), Inches(HIGH)
    size = (show.slide_width or 0, show.slide_height or 0)
    if abs(size[0] - wide) > 20_000 or abs(size[1] - high) > 20_000:
        yield (
            "Mallens bilder är inte i bredbild, 33,87 × 19,05 cm.",
            "Välj Design › Bildstorlek › Bredbild (16:9), och spara mallen.",
        )


def _add(
    show: Presentation, content: Content, look: SlideLook, *, first: bool, number: int
) -> None:
    slide = show.slides.add_slide(look.layout)
    _title(slide, content.title, look.main, first=first)
    if content.small:
        _box(slide, [content.small], top=TOP - 0.35, high=0.4, size=14, colour=GREY)
    if content.rows:
        names, shares = chart_of(content.rows)
        if names:
            _chart(slide, content, names, shares, look.series)
        else:
            _table(slide, content, look.main)
    elif content.figures:
        _key_figures(slide, content.figures, look.main)
    else:
        size = 20 if sum(map(len, content.lines)) < MOST_LETTERS // 2 else 18
        top = TOP + (1.6 if first else 0)
        _box(slide, content.lines, top=top, high=5, size=size, bullets=not first)
    if content.notes:
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = "\n".join(content.notes)
    _box(slide, [str(number)], top=HIGH - 0.5, high=0.3, size=10, colour=GREY)


def _title(slide: Slide, words: str, colour: str, *, first: bool) -> None:
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
        run.font.size = Pt(_title_size(len(words), first=first))
        run.font.bold = True
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _title_size(letters: int, *, first: bool) -> int:
    """So that a title of 200 letters stays above what stands under it."""
    large, middle, small = (36, 28, 20) if first else (26, 22, 18)
    return large if letters < 70 else middle if letters < 140 else small


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


def _key_figures(slide: Slide, figures: Sequence[tuple[str, str]], colour: str) -> None:
    """Large numbers with their words, three a row."""
    wide = (WIDE - 2 * MARGIN) / 3
    for place, (number, words) in enumerate(figures):
        left, top = MARGIN + place % 3 * wide, TOP + place // 3 * 2.6
        box = partial(_box, slide, left=left, wide=wide - 0.3)
        box([number], top=top, high=0.8, size=40, colour=colour)
        box(words.split("\n"), top=top + 0.85, high=1.6, size=14)


def _chart(
    slide: Slide,
    content: Content,
    names: list[str],
    shares: list[list[float]],
    colours: Sequence[str],
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
    _describe(frame._element, in_words(content))
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
    for series, colour in zip(plot.series, colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _table(slide: Slide, content: Content, colour: str) -> None:
    """A native table; the first row and the first column are its headers."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    rows = content.rows
    wide = WIDE - 2 * MARGIN
    high = min(0.36 * len(rows), HIGH - TOP - 0.9)
    place = (Inches(MARGIN), Inches(TOP), Inches(wide), Inches(high))
    columns = max(map(len, rows))
    frame = slide.shapes.add_table(len(rows), columns, *place)
    _describe(frame._element, in_words(content))
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
                cell.fill.fore_color.rgb = RGBColor.from_string(colour)
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

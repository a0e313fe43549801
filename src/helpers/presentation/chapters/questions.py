"""One question in a chapter: its figure, and its numbers by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE, STATISTICS, Row, named
from helpers.presentation import (
    figures,
    findings,
    prose,
    rank_tables,
    tables,
    tabulation,
    text,
)
from helpers.presentation.chapters.chapter import (
    Detailed,
    Fold,
    Note,
    Paragraph,
    Part,
)
from helpers.presentation.findings.wishes import most_wanted
from helpers.presentation.locale import phrase
from helpers.presentation.outputs import ALL_NUMBERS
from helpers.presentation.prose.caution import filter_words, whom_asked
from helpers.survey.codebook import TOTAL, AnyQuestion, Date, Grid, Number, RankOrder

MEASURES = named(kind="amount", is_printed=True)
"""What is told of answers in numbers: every amount that is declared, in its order."""
MOST_COLUMNS = 8
"""A table by group with more options than this is wider than a page."""


def question_parts(released: Released, question: AnyQuestion) -> list[Part]:
    """What a chapter shows of one question; nothing when it has no numbers."""
    rows = released.select(question=question.id, challenge=TOTAL, group=TOTAL)
    if not len(rows) or isinstance(question, Date):
        return []
    key = question.id.replace("_", "-")
    if isinstance(question, Number):
        return number_parts(rows, question)
    if isinstance(question, Grid):
        return grid_parts(rows, question, key)
    if isinstance(question, RankOrder):
        return ranking_parts(released, question, key)
    figure = figures.shares(rows.select(statistic=SHARE), key)
    fold = group_table(released, question, key)
    if fold is None:
        return [figure]
    if isinstance(figure, figures.Figure):
        return [Detailed(figure, fold)]
    return [figure, fold]


def group_table(released: Released, question: AnyQuestion, key: str) -> Fold | None:
    """The question against the groups, folded: for those who look something up."""
    codebook = released.codebook
    if codebook.group is None or question.id == codebook.group:
        return None
    rows = released.select(question=question.id, challenge=TOTAL, statistic=SHARE)
    if rows.values("group") in ([], [TOTAL]) or True not in rows.values("shown"):
        return None
    noun = text.groups(codebook)
    # The figure's own table has the name alone.
    caption = phrase(
        "{asked} per {one}", asked=tabulation.asked(question), one=noun.one
    )
    wide = len(rows.values("option")) > MOST_COLUMNS
    across, down = ("group", "option") if wide else ("option", "group")
    table = tabulation.crosstab(
        rows, f"{key}-grupp", rows=down, columns=across, caption=caption
    )
    if wide:  # a column for each group, its name turned and with its base
        table = tabulation.turned(rows, table)
    if any(text.has_interval(row) for row in rows if row.group != TOTAL):
        less = phrase(
            "Andelarna per {one} är osäkrare än andelarna för alla; intervallen "
            "finns i {file}.",
            one=noun.one,
            file=ALL_NUMBERS,
        )
        table = replace(table, note=f"{table.note} {less}".strip())
    return Fold(phrase("Visa svaren per {one}", one=noun.one), table)


def ranking_parts(released: Released, question: RankOrder, key: str) -> list[Part]:
    """A ranking: what was put first, with the mean place of each option."""
    rows = released.select(question=question.id, challenge=TOTAL)
    whole = rows.select(group=TOTAL)
    first, means = (whole.select(statistic=s) for s in (SHARE, "mean_rank"))
    figure = figures.shares(first, key, table=rank_tables.ranking(first, means, key))
    sentence = prose.say(
        findings.best_place(means) if len(means) else None, rows.codebook
    )
    parts: list[Part] = [Paragraph(f"{sentence}.")] if sentence else []
    fold = group_table(released, question, key)
    if fold is not None and isinstance(figure, figures.Figure):
        parts.append(Detailed(figure, fold))
    else:
        parts += [figure] if fold is None else [figure, fold]
    by_group = rows.select(statistic="mean_rank")
    if any(row.group != TOTAL for row in text.shown_rows(by_group)):
        noun = text.groups(released.codebook).one
        caption = phrase("{name}: medelplats per {noun}", name=question.name, noun=noun)
        places = rank_tables.mean_places(by_group, f"{key}-medelplats", caption=caption)
        parts.append(Fold(phrase("Visa medelplatserna per {noun}", noun=noun), places))
    return parts


def grid_parts(rows: Released, question: Grid, key: str) -> list[Part]:
    """A grid: its rows on one scale, or beside each other."""
    if question.cell == "number":
        return number_parts(rows, question)
    shares = rows.select(statistic=SHARE)
    if question.cell == "single" and question.scale_options:
        return [figures.scales(shares, key)]
    if question is rows.codebook.needs_question and (most := most_wanted(rows)):
        title = prose.say(most, rows.codebook, prose.Voice.SHORT)
        return [figures.stacked(shares, key, wanted=most.options, title=title)]
    return [figures.small_multiples(shares, key, panels="item", by="option")]


def number_parts(rows: Released, question: Number | Grid) -> list[Part]:
    """A number: its median and mean, each with its base, in words and a table."""
    wanted = rows.select(statistic=list(MEASURES))
    if True not in wanted.values("shown"):
        left = phrase(
            "Svaren på ”{name}” redovisas inte: för få har svarat.", name=question.name
        )
        return [Note(left)]
    unit = f" {question.unit}" if question.unit else ""
    cells = tabulation.by_keys(wanted, "item", "statistic")
    items = {item.row: item.label for item in rows.codebook.items(question)}
    body: list[list[tables.Value]] = []
    for row, label in items.items():
        if (row, "median") not in cells:
            continue
        found = [cells[row, statistic] for statistic in MEASURES]
        values = [value for cell in found for value in _amounts(cell)]
        body.append([label, _base(found[0]), *values])
    columns = [
        tables.Column(_rows_are(rows, items)),
        tables.Column(phrase("Svarande"), "count"),
        *(
            tables.Column(
                head, kind, decimals=_decimals([line[n] for line in body], unit)
            )
            for n, (head, kind) in enumerate(_heads(unit), start=2)
        ),
    ]
    key = question.id.replace("_", "-")
    routed = findings.routed(rows)
    through = filter_words(routed)
    notes = [_asked(question), through and f"{through}.", *_far_apart(rows)]
    note = " ".join(one for one in notes if one)
    table = tables.Table(key, question.name, columns, body, note=note)
    whom = text.lower_first(whom_asked(routed, rows.codebook))
    name = f"{question.name}, {whom}" if whom else question.name
    return [*_median_sentence(cells, name, unit), table]


FAR_APART = 100
"""A largest answer so many times the next decides the mean and the sum alone."""


def _far_apart(rows: Released) -> list[str]:
    found = text.shown_rows(rows.select(statistic="largest_times_next"))
    spread = [row for row in found if row.estimate >= FAR_APART]
    return [
        phrase(
            "Det största svaret{of_item} är {estimate} gånger så stort som det "
            "närmast mindre: medelvärdet och summan säger mest om det, medianen mer om "
            "de andra.",
            of_item=_of_item(rows, row.item),
            estimate=text.number(row.estimate),
        )
        for row in spread
    ]


def _of_item(rows: Released, item: str) -> str:
    if item == TOTAL:
        return ""
    return phrase(
        " om {label_of}", label_of=text.quoted(text.label_of(rows, "item", item))
    )


def _asked(question: AnyQuestion) -> str:
    return (
        ""
        if question.wording == question.name
        else phrase("Frågan: {wording}", wording=question.wording)
    )


def _rows_are(rows: Released, items: Mapping[str, str]) -> str:
    codebook = rows.codebook
    if set(items) <= set(codebook.challenge_labels):
        return text.upper_first(text.doing(codebook).area.one)
    return phrase("Fråga")


def _decimals(values: Sequence[tables.Value], unit: str) -> int:
    """None where all are whole (the median of a count), and none of large amounts."""
    known = [value for value in values if isinstance(value, int | float)]
    return 0 if unit or all(float(value).is_integer() for value in known) else 1


def _median_sentence(cells: dict, name: str, unit: str) -> list[Part]:
    cell = cells.get((TOTAL, "median"))
    if cell is None or text.state(cell) is not text.State.SHOWN:
        return []
    # With as many decimals as the table below it.
    sentence = f"{text.number(cell.estimate, _decimals([cell.estimate], unit))}{unit}"
    base = text.number(cell.answered)
    return [
        Paragraph(
            phrase(
                "{name}: medianen är {words} ({base} svar). Hälften har uppgett mer, "
                "eller lika mycket.",
                name=name,
                words=sentence,
                base=base,
            )
        )
    ]


def _base(cell: Row) -> tables.Value:
    found = text.state(cell)
    return cell.answered if found is text.State.SHOWN else found


def _heads(unit: str) -> Iterator[tuple[str, str]]:
    """The header and kind of each measure's column, and of its interval's."""
    of = f" ({unit.strip()})" if unit else ""
    for name in MEASURES:
        label = phrase(STATISTICS[name].label)
        yield f"{label}{of}", "number"
        if STATISTICS[name].intervals:
            yield f"{label}, {text.percent(0.95)}", "text"


def _amounts(cell: Row) -> Iterator[tables.Value]:
    """A measure, and its interval where it is declared to have one."""
    found = text.state(cell)
    is_shown = found is text.State.SHOWN
    yield cell.estimate if is_shown else found
    if STATISTICS[cell.statistic].intervals:
        ends = text.number(cell.low), text.number(cell.high)
        yield text.DASH.join(ends) if is_shown and text.has_interval(cell) else None

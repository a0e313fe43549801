"""The cuts that the secretary added (`extra:` in survey.yml), each as a figure.

The workbench draws a cut with the same function, so that what she adds is what comes.
"""

from __future__ import annotations

from typing import Any

from helpers.disclosure.released import Released
from helpers.estimation.schema import AGAINST, COLLABORATES, SHARE, STATISTICS, Row
from helpers.presentation import figures, tables, tabulation, text
from helpers.presentation.chapters.chapter import Note, Part, Subheading
from helpers.presentation.chapters.questions import MEASURES, grid_parts, number_parts
from helpers.presentation.locale import phrase
from helpers.survey.codebook import TOTAL, AnyQuestion, Extra, Grid, Item, Number


def extra_parts(released: Released, chapter: str) -> list[Part]:
    """The cuts of the chapter's questions, in the order that they were added."""
    codebook = released.codebook
    parts: list[Part] = []
    for cut in codebook.extra:
        if codebook.question(cut.question).chapter == chapter:
            made = cut_parts(released, cut)
            if made:
                parts += [Subheading(cut_name(released, cut)), *made]
    return parts


def cut_name(released: Released, cut: Extra) -> str:
    """What is asked, of whom, and divided by what."""
    codebook = released.codebook
    question = codebook.question(cut.question)
    name = question.name
    if cut.item is not None:
        name = f"{name}: {_items(released, cut)[0].label}"
    if cut.form is not None:
        name += f", {text.as_words(codebook.form_labels[cut.form])}"
    if cut.challenge is not None:
        label = text.quoted(codebook.challenge(cut.challenge).label)
        doing = text.doing(codebook).verb
        among = (
            ""
            if codebook.asks_of_forms(cut.question)
            else phrase("bland dem som {doing} ", doing=doing)
        )
        name += phrase(", {among}inom {label}", among=among, label=label)
    if cut.only is not None:
        name += phrase(", {only} och alla", only=cut.only)
    elif cut.group is not None:
        name += phrase(", per {one}", one=text.groups(codebook).one)
    return name


def cut_rows(released: Released, cut: Extra) -> Released:
    """The rows that a cut is made of; none where nobody was asked."""
    codebook = released.codebook
    question = codebook.question(cut.question)
    groups = _groups(released, cut)
    if codebook.asks_of_forms(question.id) and (cut.challenge or cut.form):
        if cut.challenge and cut.form and cut.group is not None and not cut.only:
            groups.append(TOTAL)  # the line that the groups are seen against
        return released.select(
            question=cut.question,
            statistic=COLLABORATES,
            challenge=cut.challenge or list(codebook.challenge_labels),
            form=cut.form or list(codebook.forms),
            group=groups,
        )
    numeric = question.answer_type == "number"
    rows = released.select(
        question=question.id,
        statistic=list(MEASURES) if numeric else SHARE,
        challenge=cut.challenge or TOTAL,
        group=groups,
    )
    return rows if cut.item is None else rows.select(item=cut.item)


def cut_parts(released: Released, cut: Extra, *, key: str = "") -> list[Part]:
    """The figures and tables of a cut; nothing where it has no numbers."""
    rows, key = cut_rows(released, cut), key or cut.key
    question = released.codebook.question(cut.question)
    if not len(rows):
        return []
    if COLLABORATES in rows.values("statistic"):
        return [_forms(released, rows, cut, key)]
    if isinstance(question, Number | Grid) and "median" in rows.values("statistic"):
        return _numbers(rows, question, cut, key)
    if not isinstance(question, Grid):
        return [_options(rows, question, cut, key)]
    if cut.group is None and cut.item is None:
        return grid_parts(rows, question, key)
    return [
        _options(
            rows.select(item=item.row),
            question,
            cut,
            key if cut.item else f"{key}-{item.row.replace('_', '-')}",
            title="" if cut.item else item.label,
        )
        for item in _items(released, cut)
    ]


def _items(released: Released, cut: Extra) -> list[Item]:
    items = released.codebook.items(cut.question)
    return [item for item in items if cut.item in (None, item.row)]


def _groups(released: Released, cut: Extra) -> list[str]:
    if cut.only is not None:
        return [cut.only, TOTAL]
    if cut.group is None:
        return [TOTAL]
    return [g for g in released.values("group") if g != TOTAL]


def _options(
    rows: Released,
    question: AnyQuestion,
    cut: Extra,
    key: str,
    *,
    title: str = "",
) -> Part:
    """One question with options, or one row of a grid."""
    title = cut.title or title
    if cut.only is not None:
        # Scales are merged by group only: all and one group share no options then.
        own, whole = (rows.select(group=group) for group in (cut.only, TOTAL))
        if {*own.values("option")} == {*whole.values("option")}:
            return figures.against(rows, key, group=cut.only, title=title)
        return figures.shares(own, key, title=title)
    if cut.group is None:
        return figures.shares(rows, key, title=title)
    # A protected scale is merged by group, and is then no scale of steps to stack.
    scale = question.scale_options
    if scale and {*scale} <= {*rows.values("option")}:
        return figures.scales(rows, key, by="group", title=title)
    return figures.matrix(rows, key, rows="group", columns="option", title=title)


def _forms(released: Released, rows: Released, cut: Extra, key: str) -> Part:
    """Who collaborates: within a challenge, in a form, or both."""
    by = "form" if cut.challenge else "challenge"
    if cut.only is not None:
        contrasts = None
        if by == "challenge" and cut.form is None:
            contrasts = released.select(statistic=AGAINST, form=TOTAL)
        return figures.against(
            rows, key, group=cut.only, by=by, contrasts=contrasts, title=cut.title
        )
    if cut.group is None:
        return figures.shares(rows, key, by=by, title=cut.title)
    if cut.challenge and cut.form:
        return figures.dots(rows, key, title=cut.title)
    return figures.matrix(rows, key, rows="group", columns=by, title=cut.title)


def _numbers(
    rows: Released, question: Number | Grid, cut: Extra, key: str
) -> list[Part]:
    """Numbers have a table: their spread is too wide for bars on one axis."""
    if cut.group is None:
        return number_parts(rows, question)[1:]  # the cut has its own heading
    measures = ["median", "mean"]
    wanted = rows.select(statistic=measures)
    if True not in wanted.values("shown"):
        return [
            Note(
                phrase(
                    "Svaren på ”{name}” redovisas inte: för få har svarat.",
                    name=question.name,
                )
            )
        ]
    unit = f" ({question.unit})" if question.unit else ""
    cells = tabulation.by_keys(wanted, "group", "item", "statistic")
    labels = {item.row: item.label for item in _items(rows, cut)}
    several = len(labels) > 1
    columns = [tables.Column(tabulation.heading(wanted, "group"))]
    columns += [tables.Column(phrase("Fråga"))] if several else []
    columns += [
        tables.Column(phrase("Svarande"), "count"),
        *(
            tables.Column(
                f"{phrase(STATISTICS[name].label)}{unit}",
                "number",
                decimals=0 if unit else 1,
            )
            for name in measures
        ),
    ]
    body: list[list] = []
    for group in tabulation.order(wanted, "group"):
        for item, label in labels.items():
            median, mean = (cells[group, item, name] for name in measures)
            line = [text.label_of(wanted, "group", group)] + [label] * several
            line += [_cell(median, median.answered)]
            body.append(
                [*line, _cell(median, median.estimate), _cell(mean, mean.estimate)]
            )
    caption = cut.title or question.name
    return [tables.Table(key, caption, columns, body)]


def _cell(row: Row, value: float) -> Any:
    found = text.state(row)
    return value if found is text.State.SHOWN else found

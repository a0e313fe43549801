"""Released numbers laid out as tables: a question, a question by groups, all in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from helpers.disclosure.released import Released, merged_options
from helpers.estimation.schema import COLLABORATES, Row
from helpers.presentation import text
from helpers.presentation.locale import phrase
from helpers.presentation.tables import SHARE, Column, Share, Span, Table, Value
from helpers.presentation.text import State, only_released, state
from helpers.survey.codebook import NO_GROUP, TOTAL, AnyQuestion, RankOrder

# --- tables of released numbers -----------------------------------------------------


def order(released: Released, column: str) -> list[str]:
    """The values of a key column that occur, in the codebook's order; what the codebook
    does not know follows as it comes, "Ej angivet" and totals last."""
    present = only_released(released).values(column)
    codebook = released.codebook
    known: list[str] = []
    if column == "challenge":
        known = list(codebook.challenge_labels)
    elif column == "form":
        known = list(codebook.form_labels)
    elif column == "group" and codebook.group:
        known = list(codebook.question(codebook.group).all_options)
    elif column in ("option", "item"):
        for id in released.values("question"):
            question = codebook.by_id.get(id)
            if question is None:
                continue
            known += (
                _options_in_order(question)
                if column == "option"
                else [item.row for item in codebook.items(question)]
            )
    place = {value: n for n, value in reversed(list(enumerate(known)))}
    last = {NO_GROUP: 1, TOTAL: 2}
    return sorted(
        present,
        key=lambda v: (last.get(v, 0), place.get(v, len(known)), present.index(v)),
    )


def _options_in_order(question: AnyQuestion) -> list[str]:
    """The questionnaire's options, those that stand for several before the first of
    them."""
    first = {
        parts[0]: label
        for label, parts in merged_options(question).items()
        if len(parts) > 1
    }
    known = list(question.all_options)
    return [o for option in known for o in (first.get(option), option) if o]


def by_keys(released: Released, *columns: str) -> dict[tuple[str, ...], Row]:
    """The rows as namedtuples under the values of `columns`.

    Raises ValueError when two rows have the same: then the subset says two things.
    """
    found: dict[tuple[str, ...], Row] = {}
    for row in only_released(released):
        key = tuple(row.key(column) for column in columns)
        if key in found:
            raise ValueError(f"Two rows for {key}: select one statistic and question.")
        found[key] = row
    return found


def share_of(released: Released, row: Row) -> Value:
    """One row as a table's value: a share, counts where few answered, or its state."""
    found = state(row)
    if found is not State.SHOWN:
        return found
    few = row.answered < released.codebook.disclosure.percent_from
    estimate = None if few or pd.isna(row.estimate) else row.estimate
    return Share(row.count, row.answered, estimate)


def topline(
    released: Released, key: str, *, by: str = "option", caption: str = ""
) -> Table:
    """One question's distribution: option, count, share, interval and bounds.

    `by` is the column whose values become rows; one row of `released` each. Columns
    that would be empty are left out.
    """
    rows = by_keys(released, by)
    few = released.codebook.disclosure.percent_from
    body: list[list[Value]] = []
    bases = set()
    for value in order(released, by):
        row = rows[(value,)]
        found = state(row)
        label = text.label_of(released, by, value)
        if found is not State.SHOWN:
            body.append([label, found, found, found, found, found])
            continue
        bases.add(row.answered)
        percent = row.answered >= few and pd.notna(row.estimate)
        spans = percent and text.has_interval(row)
        bounds = spans and pd.notna(row.certain_low)
        body.append(
            [
                label,
                row.count,
                row.answered,
                row.estimate if percent else None,
                Span(row.low, row.high) if spans else None,
                Span(row.certain_low, row.certain_high) if bounds else None,
            ]
        )
    columns = [
        Column(heading(released, by)),
        Column(phrase("Antal"), "count"),
        Column(phrase("Svarande"), "count"),
        Column(phrase("Andel"), "percent"),
        Column(phrase("Intervall"), "interval"),
        Column(phrase("Lägsta och högsta möjliga"), "interval"),
    ]
    one_base = len(bases) == 1
    keep = [
        n
        for n in range(len(columns))
        if n < 2
        or (n == 2 and not one_base)
        or (n > 2 and any(not isinstance(r[n], State | None) for r in body))
    ]
    return Table(
        key,
        caption or _caption(released, by),
        [columns[n] for n in keep],
        [[row[n] for n in keep] for row in body],
        note=_notes(_base_note(bases) if one_base else "", released),
    )


def crosstab(
    released: Released,
    key: str,
    *,
    rows: str = "group",
    columns: str = "option",
    caption: str = "",
    order_of: Sequence[str] | None = None,
) -> Table:
    """Two keys against each other, a share in each cell ("62 %", "3 av 7", "0 av 12"),
    with each row's number of answers, or from the lowest to the highest where it is not
    the same in the whole row. `order_of` gives the rows another order."""
    cells = by_keys(released, rows, columns)
    heads = order(released, columns)
    names = list(order_of or order(released, rows))
    if (rows, columns) == ("group", "option"):
        heads = _as_the_groups(released, cells, heads)
    bases = {
        name: {
            cell.answered
            for head in heads
            if (cell := cells.get((name, head))) is not None
            and state(cell) is State.SHOWN
        }
        for name in names
    }
    # Where the groups stand across, their bases stand in the headers: a row is of all
    # of them, even where only one of them is shown in it.
    named = columns != "group"
    same = named and all(len(base) <= 1 for base in bases.values())
    made = [Column(heading(released, rows))]
    made += [Column(phrase("Svarande"), "count" if same else "text")] if named else []
    made += [
        Column(text.label_of(released, columns, head), "share", with_base=not same)
        for head in heads
    ]
    body: list[list[Value]] = []
    for name in names:
        values: list[Value] = [
            share_of(released, cells[name, head]) if (name, head) in cells else None
            for head in heads
        ]
        if same:
            states = [value for value in values if isinstance(value, State)]
            base: Value = next(iter(bases[name]), states[0] if states else None)
            values.insert(0, 0 if base is State.NO_ANSWERS else base)
        elif named:
            found = sorted(bases[name])
            ends = dict.fromkeys([*found[:1], *found[-1:]])
            values.insert(0, text.DASH.join(map(text.number, ends)) or None)
        body.append([text.label_of(released, rows, name), *values])
    note = _notes("", released)
    return Table(key, caption or _caption(released, rows, columns), made, body, note)


def turned(released: Released, table: Table) -> Table:
    """A table with a column for each group, whose headers stand upright, short and with
    how many answered, so that ten of them fit on a screen."""
    bases: dict[str, set[float]] = {}
    agreed = released.codebook.short_names
    for row in text.shown_rows(released):
        label = text.label_of(released, "group", row.group)
        bases.setdefault(label, set()).add(row.answered)
    heads = tuple(
        _short_head(column.label, bases.get(column.label, set()), agreed)
        for column in table.columns
    )
    return replace(table, upright=heads)


def _short_head(label: str, bases: set[float], agreed: Mapping[str, str]) -> str:
    ends = sorted({min(bases), max(bases)}) if bases else []
    base = text.DASH.join(text.number(end) for end in ends)
    name = text.short_group(label, agreed)
    return f"{name} ({base})" if base else name


def _as_the_groups(
    released: Released, cells: dict[tuple[str, ...], Row], heads: list[str]
) -> list[str]:
    """The options as the groups have them. Where the ends of their scale are merged,
    `cells` get the sum of all who answered, and no column is for these alone. Of shares
    that are weighted it is the sum of those that are printed, as on other pages."""
    shown = {head for name, head in cells if name != TOTAL}
    ids = released.values("question")
    question = released.codebook.by_id.get(ids[0]) if len(ids) == 1 else None
    merged = merged_options(question) if question is not None else {}
    wide = [one for one, parts in merged.items() if len(parts) > 1 and one in shown]
    sums: dict[tuple[str, ...], Row] = {}
    for label in wide:
        if (TOTAL, label) in cells:
            continue
        found = [cells.get((TOTAL, part)) for part in merged[label]]
        parts = [part for part in found if part and state(part) is State.SHOWN]
        if len(parts) < len(found):
            return heads
        count = sum(part.count for part in parts)
        share = count / parts[0].answered
        if not all(map(_counted, parts)):
            share = sum(part.estimate for part in parts)
        sums[TOTAL, label] = parts[0]._replace(
            option=label, count=count, estimate=share
        )
    cells |= sums
    return [head for head in heads if head in shown] if wide else heads


def _counted(row: Row) -> bool:
    """Whether a row is shown, and its share nothing but its count of those who
    answered (half a percentage point is the rounding)."""
    return abs(row.estimate - row.count / row.answered) <= 0.0051


def long(
    released: Released, key: str, *, by: Sequence[str], caption: str = ""
) -> Table:
    """Several keys, a line for each row: challenge × department × form."""
    names = {column: order(released, column) for column in by}
    cells = by_keys(released, *by)
    place = {column: {v: n for n, v in enumerate(names[column])} for column in by}
    lines = sorted(
        cells, key=lambda k: [place[c][v] for c, v in zip(by, k, strict=True)]
    )
    columns = [Column(heading(released, column)) for column in by]
    body = [
        [
            *(text.label_of(released, c, v) for c, v in zip(by, line, strict=True)),
            share_of(released, cells[line]),
        ]
        for line in lines
    ]
    return Table(
        key,
        caption or _caption(released, *by),
        [*columns, Column(phrase(SHARE), "share", with_base=True)],
        body,
        note=_notes("", released),
    )


def heading(released: Released, column: str) -> str:
    """The header over a key column."""
    if column == "group":
        codebook, noun = released.codebook, text.groups(released.codebook)
        if text.unnamed(codebook) and codebook.group:
            return codebook.question(codebook.group).name  # "Antal anställda"
        return text.upper_first(noun.one)
    names = {
        "option": phrase("Svarsalternativ"),
        "item": phrase("Fråga"),
        "challenge": text.upper_first(text.doing(released.codebook).area.one),
        "form": phrase("Form"),
        "question": phrase("Fråga"),
        "survey": phrase("Omgång"),
    }
    return names.get(column, text.upper_first(column))


def _caption(released: Released, *keys: str) -> str:
    """The names of the questions in the table, by what they are told, and of which one
    challenge or group: no two tables of a page are called alike."""
    known = released.codebook.by_id
    names: Iterator[str] = (
        asked(known[id]) if id in known else text.label_of(released, "question", id)
        for id in released.values("question")
    )
    sentence = "; ".join(names)
    if released.values("statistic") == [COLLABORATES]:
        sentence = text.upper_first(text.doing(released.codebook).noun)
    by = [
        text.lower_first(heading(released, key))
        for key in ("challenge", "group", "form")
        if key in keys
    ]
    sentence += phrase(" per {by}", by=text.listed(by)) if by else ""
    for key in ("challenge", "group"):
        only = released.values(key)
        if key not in keys and len(only) == 1 and only != [TOTAL]:
            sentence += f": {text.label_of(released, key, only[0])}"
    return sentence


def asked(question: AnyQuestion) -> str:
    """What the shares of a question are of: its name, and of a ranking what was put
    first."""
    first = phrase(": satt först") if isinstance(question, RankOrder) else ""
    return f"{question.name}{first}"


def _notes(note: str, released: Released) -> str:
    notes = (note, text.weighting_note(released), text.rounding_note(released))
    return " ".join(part for part in notes if part)


def _base_note(bases: set[float]) -> str:
    answered = next(iter(bases))
    return phrase("Bas: {answered}\u00a0svarande.", answered=text.number(answered))

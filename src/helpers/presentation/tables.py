"""Tables of released numbers: accessible HTML, and CSV for Excel.

A `Table` holds values, not text: the same cell is written "62 %" in HTML, `62` in the
CSV and a true number in the workbook. What is suppressed is suppressed in all three.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from helpers.core.spreadsheets import neutral
from helpers.disclosure.released import Released, merged_options
from helpers.estimation.schema import DECIMALS, Row
from helpers.presentation import text
from helpers.presentation.text import NBSP, State, only_released, state
from helpers.survey.codebook import NO_GROUP, TOTAL, AnyQuestion

SUPPRESSED_SIGN = "·"
SHARE = "Andel"
NOTHING = "–"
SUPPRESSED_NOTE = f"{SUPPRESSED_SIGN} = redovisas inte, för att skydda de svarande."
_KEY = re.compile(r"[a-zåäö0-9][a-zåäö0-9_-]*")


@dataclass(frozen=True)
class Share:
    """A share that may be too small a base for a percentage: then only counts show."""

    count: float
    answered: float
    estimate: float | None

    def __str__(self) -> str:
        if self.estimate is None:
            return text.out_of(self.count, self.answered)
        return text.percent(self.estimate)


@dataclass(frozen=True)
class Span:
    """An interval of shares (0–1)."""

    low: float
    high: float

    def __str__(self) -> str:
        return text.interval(self.low, self.high)


@dataclass(frozen=True)
class ChangeSpan:
    """An interval of a difference of shares (−1 to 1)."""

    low: float
    high: float

    def __str__(self) -> str:
        return text.signed_interval(self.low, self.high)


Value = str | float | int | Share | Span | ChangeSpan | State | None


@dataclass(frozen=True)
class Column:
    """A column: its header, and what its cells are.

    `kind` is text, count, number, percent (a share 0–1), points (a difference of
    shares, printed with its sign), kr, interval (`Span`), change (`ChangeSpan`) or
    share (`Share`). An interval takes two columns in files, a share two, or three where
    the base differs between the columns of a row (`with_base`).
    """

    label: str
    kind: str = "text"
    decimals: int = 0
    with_base: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind != "text"

    def parts(self) -> list[Column]:
        """The plain columns that this one takes in a file.

        >>> [part.label for part in Column("Intervall", "interval").parts()]
        ['Intervall, lägst', 'Intervall, högst']
        """
        if self.kind in ("interval", "change"):
            ends = ("lägst", "högst")
            plain = "percent" if self.kind == "interval" else "points"
            return [Column(f"{self.label}, {end}", plain) for end in ends]
        if self.kind == "share":
            count, base, share = self._share_labels()
            return [
                Column(count, "count"),
                *([Column(base, "count")] if self.with_base else []),
                Column(share, "percent"),
            ]
        return [self]

    def _share_labels(self) -> tuple[str, ...]:
        """Under "Dialog" a share is "Dialog, antal" and so on; where the header says
        only that it is a share, nothing is said twice."""
        parts = ("antal", "svarande", "andel")
        if self.label == SHARE:
            return tuple(text.upper_first(part) for part in parts)
        return tuple(f"{self.label}, {part}" for part in parts)

    def values(self, value: Value) -> list[str | float | State | None]:
        """`value` as one plain value for each of `parts()`, at the report's decimals;
        percentages are shares (0–1) rounded to whole percent."""
        parts = self.parts()
        if value is None or isinstance(value, State):
            return [value] * len(parts)
        if isinstance(value, Span | ChangeSpan):
            return [_at(value.low, "down"), _at(value.high, "up")]
        if isinstance(value, Share):
            base = [value.answered] if self.with_base else []
            share = None if value.estimate is None else _at(value.estimate)
            return [value.count, *base, share]
        if isinstance(value, str):
            return [value]
        if self.kind in ("percent", "points"):
            return [_at(value)]
        return [float(text.rounded(value, self.decimals))]

    def written(self, value: Value) -> str:
        """`value` as it is printed."""
        if value is None:
            return NOTHING
        if value is State.SUPPRESSED:
            return SUPPRESSED_SIGN
        if isinstance(value, State):
            return value.value
        if isinstance(value, str | Share | Span | ChangeSpan):
            return str(value)
        if self.kind == "percent":
            return text.percent(value)
        if self.kind == "points":
            return text.signed(value)
        if self.kind == "kr":
            return text.kronor(value)
        return text.number(value, self.decimals)


def _at(share: float, towards: str = "nearest") -> float:
    """A share at the decimals that may be published."""
    return float(text.rounded(share * 100, DECIMALS, towards=towards) / 100)


@dataclass(frozen=True)
class Table:
    """A table that can be published. The first column names its rows.

    Headers that are alike are numbered. Raises ValueError for what no reader should
    meet: a missing caption, an empty header, a row that is too short, no row at all.

    >>> table = Table("antal", "Antal svar", ("Förvaltning", Column("Svar", "count")),
    ...               (("Kulturförvaltningen", 12), ("Miljöförvaltningen", 1234)))
    >>> table.to_csv().decode("utf-8-sig").splitlines()
    ['Förvaltning;Svar', 'Kulturförvaltningen;12', 'Miljöförvaltningen;1234']
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    upright: tuple[str, ...] = ()  # short headers that are written upwards

    def __init__(
        self,
        key: str,
        caption: str,
        columns: Iterable[Column | str],
        rows: Iterable[Sequence[Value]],
        note: str = "",
        upright: Sequence[str] = (),
    ) -> None:
        made = _told_apart([Column(c) if isinstance(c, str) else c for c in columns])
        body = tuple(tuple(_plain(value) for value in row) for row in rows)
        for name, value in (
            ("key", check_key(key)),
            ("caption", caption.strip()),
            ("columns", made),
            ("rows", body),
            ("note", note),
            ("upright", tuple(upright)),
        ):
            object.__setattr__(self, name, value)
        self._check()

    def _check(self) -> None:
        labels = [column.label.strip() for column in self.columns]
        if not self.caption:
            raise ValueError(f"The table {self.key} has no caption.")
        if not all(labels):
            raise ValueError(f"The table {self.key} has an empty header.")
        if not self.rows or any(len(row) != len(labels) for row in self.rows):
            raise ValueError(f"The table {self.key} has no rows, or rows cut short.")
        if any(not str(row[0]).strip() for row in self.rows):
            raise ValueError(f"The table {self.key} has a row without a name.")

    @property
    def suppressed(self) -> bool:
        return any(value is State.SUPPRESSED for row in self.rows for value in row)

    @property
    def full_note(self) -> str:
        """The note, and what the sign for a suppressed number means where it occurs."""
        signs = SUPPRESSED_NOTE if self.suppressed else ""
        return " ".join(part for part in (self.note, signs) if part)

    # --- HTML

    def to_html(self, *, numbered: bool = True) -> str:
        """The table as an HTML fragment. `numbered` leaves room for "Tabell 3."; the
        table inside a figure goes by the figure's number."""
        name = f"tabell-{self.key}"
        number = '<span class="nummer"></span> ' if numbered else ""
        short = self.upright or [""] * len(self.columns)
        head = "".join(map(self._header, self.columns, short))
        css = ' class="upprat"' if self.upright else ""
        body = "".join(f"<tr>{self._row(row)}</tr>\n" for row in self.rows)
        note = self.full_note
        below = f'<p class="not">{escape(note)}</p>\n' if note else ""
        return (
            f'<div class="tabell-ram" role="region" tabindex="0" '
            f'aria-labelledby="{name}-rubrik">\n'
            f'<table id="{name}"{css}>\n'
            f'<caption id="{name}-rubrik">{number}{escape(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
            f"</div>\n{below}"
        )

    def _header(self, column: Column, short: str = "") -> str:
        # A browser breaks "21–100" after its dash, so that it reads as two headers.
        whole = "–" in column.label and not re.search(r"\s", column.label)
        kinds = ["tal"] * column.numeric + ["hel"] * whole
        css = f' class="{" ".join(kinds)}"' if kinds else ""
        said = escape(column.label)
        if short and column is not self.columns[0]:
            # Who listens is told the whole name.
            said = (
                f'<span aria-hidden="true">{escape(short)}</span>'
                f'<span class="dold">{said}</span>'
            )
        return f'<th scope="col"{css}>{said}</th>'

    def _row(self, row: Sequence[Value]) -> str:
        cells = [f'<th scope="row">{escape(self.columns[0].written(row[0]))}</th>']
        for column, value in zip(self.columns[1:], row[1:], strict=True):
            align = ' class="tal"' if column.numeric else ""
            written = escape(column.written(value))
            if value is State.SUPPRESSED:
                # Screen readers pass over a lone dot.
                written = (
                    f'<span aria-hidden="true">{written}</span>'
                    f'<span class="dold">{State.SUPPRESSED.value}</span>'
                )
            cells.append(f"<td{align}>{written}</td>")
        return "".join(cells)

    def to_text(self) -> str:
        """The table in plain characters, for a terminal and for search."""
        lines = [[column.label for column in self.columns]]
        lines += [
            [c.written(v) for c, v in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        aligned = [
            "  ".join(
                value.rjust(width) if column.numeric else value.ljust(width)
                for value, width, column in zip(line, widths, self.columns, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.caption, *aligned, *filter(None, [self.full_note])])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": self.to_text()}

    # --- files

    def plain(self) -> tuple[list[Column], list[list[str | float | State | None]]]:
        """Columns and rows for a file: one plain value a cell."""
        columns = [part for column in self.columns for part in column.parts()]
        rows = [
            [
                plain
                for column, value in zip(self.columns, row, strict=True)
                for plain in column.values(value)
            ]
            for row in self.rows
        ]
        return columns, rows

    def to_csv(self) -> bytes:
        """The table as Swedish Excel opens it: UTF-8 with BOM, semicolons, decimal
        comma; percentages as percent; no cell that could be run as a formula."""
        columns, rows = self.plain()
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(neutral(f"{c.label}{_UNITS.get(c.kind, '')}") for c in columns)
        for row in rows:
            writer.writerow(
                _csv_cell(c, value) for c, value in zip(columns, row, strict=True)
            )
        return out.getvalue().encode("utf-8-sig")


_UNITS = {"percent": " (%)", "points": " (procentenheter)"}


def _csv_cell(column: Column, value: str | float | State | None) -> str:
    if value is None:
        return ""
    if value is State.SUPPRESSED:
        return SUPPRESSED_SIGN
    if isinstance(value, State):
        return value.value
    if isinstance(value, str):
        return neutral(value)
    if column.kind in _UNITS:
        return str(text.rounded(value * 100, DECIMALS)).replace(".", ",")
    return str(text.rounded(value, column.decimals)).replace(".", ",")


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, with a number after a header that was there before: an option may be
    called what we call a column."""
    seen: dict[str, int] = {}
    made = []
    for column in columns:
        words = " ".join(column.label.split())
        seen[words.casefold()] = seen.get(words.casefold(), 0) + 1
        place = seen[words.casefold()]
        made.append(replace(column, label=f"{words} ({place})" if place > 1 else words))
    return tuple(made)


def check_key(key: str) -> str:
    """A key that can stand in an id and a file name."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"The key {key!r} does not fit in an id or a file name.")
    return key


def _plain(value: Any) -> Value:
    """NumPy's numbers as Python's; what is missing as None."""
    if value is None or isinstance(value, str | Share | Span | ChangeSpan | State):
        return value
    if pd.isna(value):
        return None
    number = float(value)
    return int(number) if math.isfinite(number) and number.is_integer() else number


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
        Column("Antal", "count"),
        Column("Svarande", "count"),
        Column("Andel", "percent"),
        Column("Intervall", "interval"),
        Column("Lägsta och högsta möjliga", "interval"),
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
        caption or _caption(released),
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
    same = all(len(base) <= 1 for base in bases.values())
    made = [Column(heading(released, rows))]
    # Where the groups stand across, their bases stand in the headers.
    told = same or columns != "group"
    made += [Column("Svarande", "count" if same else "text")] if told else []
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
        elif told:
            found = sorted(bases[name])
            ends = dict.fromkeys([*found[:1], *found[-1:]])
            values.insert(0, text.DASH.join(map(text.number, ends)) or None)
        body.append([text.label_of(released, rows, name), *values])
    note = _notes("", released)
    return Table(key, caption or _caption(released), made, body, note)


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
    `cells` get the sum of all who answered, and no column is for these alone. Shares
    that are weighted are left: those that are printed, and so rounded, give no sum."""
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
        parts = [part for part in found if part is not None and _counted(part)]
        if len(parts) < len(found):
            return heads
        count = sum(part.count for part in parts)
        share = count / parts[0].answered
        sums[TOTAL, label] = parts[0]._replace(
            option=label, count=count, estimate=share
        )
    cells |= sums
    return [head for head in heads if head in shown] if wide else heads


def _counted(row: Row) -> bool:
    """Whether a row is shown, and its share nothing but its count of those who
    answered (half a percentage point is the rounding)."""
    shown = state(row) is State.SHOWN
    return shown and abs(row.estimate - row.count / row.answered) <= 0.0051


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
        caption or _caption(released),
        [*columns, Column(SHARE, "share", with_base=True)],
        body,
        note=_notes("", released),
    )


def heading(released: Released, column: str) -> str:
    """The header over a key column."""
    if column == "group":
        codebook, noun = released.codebook, text.groups(released.codebook)
        if noun is text.GROUP and codebook.group:
            return codebook.question(codebook.group).name  # "Antal anställda"
        return text.upper_first(noun.one)
    names = {
        "option": "Svarsalternativ",
        "item": "Fråga",
        "challenge": text.upper_first(text.doing(released.codebook).area.one),
        "form": "Form",
        "question": "Fråga",
        "survey": "Omgång",
    }
    return names.get(column, text.upper_first(column))


def _caption(released: Released) -> str:
    """The names of the questions in the table."""
    names: Iterator[str] = (
        text.label_of(released, "question", id) for id in released.values("question")
    )
    return "; ".join(names)


def _notes(note: str, released: Released) -> str:
    return " ".join(part for part in (note, text.weighting_note(released)) if part)


def _base_note(bases: set[float]) -> str:
    answered = next(iter(bases))
    return f"Bas: {text.number(answered)}{NBSP}svarande."

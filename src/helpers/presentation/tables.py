"""Tables of released numbers: accessible HTML, and CSV for Excel.

A `Table` holds values, not text: the same cell is written "62 %" in HTML, `62` in the
CSV and a true number in the workbook. What is suppressed is suppressed in all three.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from helpers.core.spreadsheets import neutral
from helpers.estimation.schema import DECIMALS
from helpers.presentation import text
from helpers.presentation.locale import message, phrase
from helpers.presentation.text import State

SUPPRESSED_SIGN = "·"
SHARE = message("Andel")
NOTHING = "–"
APART = {1: ("▲", message("större andel:")), -1: ("▼", message("mindre andel:"))}
"""The mark of a share that surely differs, and what it is for who listens."""
SUPPRESSED_NOTE = message(
    "{suppressed_sign} = redovisas inte, för att skydda de svarande."
)
_KEY = re.compile(r"[a-zåäö0-9][a-zåäö0-9_-]*")


@dataclass(frozen=True)
class Share:
    """A share that may be too small a base for a percentage: then only counts show."""

    count: float
    answered: float
    estimate: float | None
    apart: int = 0  # 1: surely more than what it is set against, -1: surely less

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
            ends = (phrase("lägst"), phrase("högst"))
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
        parts = phrase("antal"), phrase("svarande"), phrase("andel")
        if self.label == phrase(SHARE):
            return tuple(text.upper_first(part) for part in parts)
        return tuple(f"{self.label}, {part}" for part in parts)

    def values(self, value: Value) -> list[str | float | State | None]:
        """`value` as one plain value for each of `parts()`, at the report's decimals;
        percentages are shares (0–1) rounded to whole percent, but "< 1 %" and "> 99 %"
        are words here as on the page: a number would say nobody, or all."""
        parts = self.parts()
        if value is None or isinstance(value, State):
            return [value] * len(parts)
        if isinstance(value, Span | ChangeSpan):
            return [_at(value.low, "down"), _at(value.high, "up")]
        if isinstance(value, Share):
            base = [value.answered] if self.with_base else []
            share = None if value.estimate is None else _percentage(value.estimate)
            return [value.count, *base, share]
        if isinstance(value, str):
            return [value]
        if self.kind == "percent":
            return [_percentage(value)]
        if self.kind == "points":
            return [_at(value)]
        return [float(text.rounded(value, self.decimals))]

    def written(self, value: Value) -> str:
        """`value` as it is printed."""
        if value is None:
            return NOTHING
        if value is State.SUPPRESSED:
            return SUPPRESSED_SIGN
        if isinstance(value, State):
            return value.words
        if isinstance(value, str | Share | Span | ChangeSpan):
            return str(value)
        if self.kind == "percent":
            return text.percent(value)
        if self.kind == "points":
            return text.signed(value)
        if self.kind == "kr":
            return text.kronor(value)
        return text.number(value, self.decimals)


def _percentage(share: float) -> float | str:
    """A share at the decimals that may be published; near an end, in words.

    >>> _percentage(0.123), _percentage(0.002), _percentage(0.998), _percentage(1)
    (0.12, '< 1 %', '> 99 %', 1.0)
    """
    at = _at(share)
    near = at <= 0 < share or at >= 1 > share
    return text.percent(share).replace(text.NBSP, " ") if near else at


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
        made = _with_own_names(
            [Column(c) if isinstance(c, str) else c for c in columns]
        )
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

    def with_column(self, column: Column, values: Sequence[Value]) -> Table:
        """The table with one more column, last."""
        rows = [(*row, value) for row, value in zip(self.rows, values, strict=True)]
        return Table(self.key, self.caption, [*self.columns, column], rows, self.note)

    @property
    def suppressed(self) -> bool:
        return any(value is State.SUPPRESSED for row in self.rows for value in row)

    @property
    def full_note(self) -> str:
        """The note, and what the sign for a suppressed number means where it occurs."""
        signs = ""
        if self.suppressed:
            signs = phrase(SUPPRESSED_NOTE, suppressed_sign=SUPPRESSED_SIGN)
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
        sentence = escape(column.label)
        if short and column is not self.columns[0]:
            # Who listens is told the whole name.
            sentence = (
                f'<span aria-hidden="true">{escape(short)}</span>'
                f'<span class="dold">{sentence}</span>'
            )
        return f'<th scope="col"{css}>{sentence}</th>'

    def _row(self, row: Sequence[Value]) -> str:
        cells = [f'<th scope="row">{escape(self.columns[0].written(row[0]))}</th>']
        for column, value in zip(self.columns[1:], row[1:], strict=True):
            align = ' class="tal"' if column.numeric else ""
            written = escape(column.written(value))
            if value is State.SUPPRESSED:
                # Screen readers pass over a lone dot.
                written = (
                    f'<span aria-hidden="true">{written}</span>'
                    f'<span class="dold">{State.SUPPRESSED.words}</span>'
                )
            elif isinstance(value, Share) and value.apart:
                sign, words = APART[value.apart]
                written = (
                    f'<span class="dold">{phrase(words)} </span>'
                    f'<span aria-hidden="true">{sign} </span>{written}'
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
        return value.words
    if isinstance(value, str):
        return neutral(value.removesuffix(" %") if column.kind in _UNITS else value)
    if column.kind in _UNITS:
        return str(text.rounded(value * 100, DECIMALS)).replace(".", ",")
    return str(text.rounded(value, column.decimals)).replace(".", ",")


def _with_own_names(columns: Sequence[Column]) -> tuple[Column, ...]:
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

"""One item's cells → coded answers, with the states that never mix.

Every function here works on the *unique* texts of a column and spreads the result by
code, so that a million rows cost little more than their different answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.core.wording import fold
from helpers.survey.codebook import ANSWER_STATES

UNKNOWN_OPTION = "okänt svarsalternativ"
NOT_A_NUMBER = "inte ett tal"
NOT_A_DATE = "inte ett datum"
OUT_OF_RANGE = "orimligt värde"
YEARS = (1000, 2999)  # of a date; an association may be very old
CONTRADICTION = "motsäger de andra kryssen"
# What survey tools write where an option of its own column was offered, not ticked.
UNTICKED = frozenset({"0", "nej", "no", "n", "false", "falskt", "not checked"})

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
_UNITS = re.compile(r"(kronor|kr|sek|:-|%|procent|st|år)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Coded:
    """One item, coded.

    `values`: the columns for responses, by the name after the item's key ("" for the
    value itself, "=Option" for a tick, "~other" for other-text). `given`: where an
    answer stands. `dont_know`: where it is only "vet ej". `set_aside`: row label →
    (reason, text) for cells whose value cannot be used.
    """

    values: dict[str, pd.Series]
    given: pd.Series
    dont_know: pd.Series
    set_aside: list[tuple[object, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Cells:
    """A column's unique texts, blank cells apart."""

    index: pd.Index
    codes: np.ndarray
    texts: list[str]

    @classmethod
    def of(cls, raw: pd.Series, *, missing: Iterable[str] = ("",)) -> Cells:
        """`raw`: text as it stood, NaN where blank; `missing`: texts for blank."""
        codes, uniques = pd.factorize(raw)
        texts = [fold(str(text)) for text in uniques]
        blank = {fold(text) for text in missing} | {""}
        gone = np.array([text in blank for text in texts] + [True])
        codes = np.where(gone[codes], -1, codes)
        return cls(raw.index, codes, texts)

    @property
    def given(self) -> pd.Series:
        return pd.Series(self.codes >= 0, self.index)

    def used(self) -> list[int]:
        """The codes that occur, in order of first occurrence of the text."""
        return sorted(set(self.codes.tolist()) - {-1})

    def spread(self, per_text: Sequence[object], otherwise: object) -> np.ndarray:
        """One value a row: `per_text` by the row's text, `otherwise` where blank."""
        table = np.array([*per_text, otherwise])
        return table[self.codes]

    def rows(self, code: int) -> pd.Index:
        return self.index[self.codes == code]


class Options:
    """Finds the option a text means: as written, then whatever the case, then after
    `recode`."""

    def __init__(self, options: Sequence[str], recode: dict[str, str]) -> None:
        self.options = list(options)
        self.recode = recode
        self._exact = {option: option for option in self.options}
        self._folded = {option.casefold(): option for option in reversed(self.options)}
        self._recode = {text.casefold(): option for text, option in recode.items()}

    def find(self, text: str) -> str | None:
        if text.casefold() in self._recode:
            return self._recode[text.casefold()]
        return self._exact.get(text) or self._folded.get(text.casefold())

    def split(self, text: str, separator: str) -> list[tuple[str, str | None]]:
        """The parts of a multiple-choice cell, each with the option it means.

        Options may contain the separator: at each place the longest run of parts that
        is an option wins.

        >>> Options(["Råd, stöd", "Lokal"], {}).split("Lokal, Råd, stöd, Bil", ", ")
        [('Lokal', 'Lokal'), ('Råd, stöd', 'Råd, stöd'), ('Bil', None)]
        """
        joint = separator.strip() or separator
        parts = [part.strip() for part in text.split(joint)]
        glue = joint if separator == joint else separator
        found: list[tuple[str, str | None]] = []
        start = 0
        while start < len(parts):
            if not parts[start]:
                start += 1
                continue
            for stop in range(len(parts), start, -1):
                run = fold(glue.join(parts[start:stop]))
                option = self.find(run)
                if option is not None or stop == start + 1:
                    found.append((run, option))
                    start = stop
                    break
        return found


def code_single(
    cells: Cells,
    options: Options,
    *,
    other: str | None,
    other_column: Cells | None = None,
) -> Coded:
    """One option a cell. A text that is none counts as `other`, or is set aside; so
    does a text in the column beside it, where the cell is blank."""
    meant: list[str | None] = [options.find(text) for text in cells.texts]
    aside = []
    texts: list[str | None] = [None] * len(cells.texts)
    for code in cells.used():
        if meant[code] is None and other is not None:
            meant[code], texts[code] = other, cells.texts[code]
        elif meant[code] is None:
            aside += [(r, UNKNOWN_OPTION, cells.texts[code]) for r in cells.rows(code)]
    place = {option: number for number, option in enumerate(options.options)}
    codes = cells.spread([place.get(m or "", -1) for m in meant], -1).astype(int)
    own = _texts(cells, texts) if other is not None else None
    if own is not None and other_column is not None:
        said = [None if t.casefold() in UNTICKED else t for t in other_column.texts]
        beside = _texts(other_column, said)
        codes = np.where((codes < 0) & beside.notna(), place[str(other)], codes)
        own = own.fillna(beside)
    value = pd.Categorical.from_codes(
        codes.tolist(), pd.Index(options.options, dtype="str")
    )
    values = {"": pd.Series(value, cells.index)}
    if own is not None:
        values["~other"] = own
    given = pd.Series(codes >= 0, cells.index)
    return Coded(values, given, _none(cells.index), aside)


def code_joined(
    cells: Cells, options: Options, *, separator: str, other: str | None
) -> Coded:
    """Several options in one cell, joined by `separator`."""
    ticks = {option: [False] * len(cells.texts) for option in options.options}
    texts: list[str | None] = [None] * len(cells.texts)
    aside = []
    for code in cells.used():
        unknown = []
        for written, option in options.split(cells.texts[code], separator):
            if option is not None:
                if option in ticks:
                    ticks[option][code] = True
            else:
                unknown.append(written)
        if unknown and other is not None:
            ticks[other][code] = True
            texts[code] = "; ".join(unknown)
        else:
            aside += [
                (row, UNKNOWN_OPTION, written)
                for written in unknown
                for row in cells.rows(code)
            ]
    values = {
        f"={option}": pd.Series(cells.spread(marks, False).astype(bool), cells.index)
        for option, marks in ticks.items()
    }
    if other is not None:
        values["~other"] = _texts(cells, texts)
    given = pd.Series(np.any([values[f"={o}"] for o in ticks], axis=0), cells.index)
    return Coded(values, given, _none(cells.index), aside)


def code_ticks(
    columns: dict[str, Cells],
    *,
    options: Sequence[str],
    ticked: Iterable[str],
    other: str | None,
    other_column: Cells | None,
    unticked: Iterable[str] = (),
) -> Coded:
    """A column an option. A tick is one of `ticked` or the option's own label; in the
    other option's column any text that does not say no is a tick. `unticked` says no
    beside what always does."""
    yes = {fold(text).casefold() for text in ticked}
    says_no = UNTICKED | {fold(text).casefold() for text in unticked}
    index = next(iter(columns.values())).index
    values: dict[str, pd.Series] = {}
    aside: list[tuple[object, str, str]] = []
    for option, cells in columns.items():
        meanings = {text.casefold() for text in (option,)} | yes
        marks, texts = [], []
        for text in cells.texts:
            tick, no = text.casefold() in meanings, text.casefold() in says_no
            free = option == other and not tick and not no
            marks.append(tick or free)
            texts.append(text if free else None)
        for code in cells.used():
            text = cells.texts[code]
            if not marks[code] and text.casefold() not in says_no:
                aside += [(row, UNKNOWN_OPTION, text) for row in cells.rows(code)]
        values[f"={option}"] = pd.Series(cells.spread(marks, False).astype(bool), index)
        if option == other:
            values["~other"] = _texts(cells, texts)
    for option in options:
        values.setdefault(f"={option}", pd.Series(False, index))
    if other is not None and other_column is not None:
        said = [None if t.casefold() in UNTICKED else t for t in other_column.texts]
        written = [text is not None for text in said]
        values[f"={other}"] |= other_column.spread(written, False).astype(bool)
        values["~other"] = _texts(other_column, said)
    ticks = [values[f"={option}"] for option in options]
    return Coded(values, pd.Series(np.any(ticks, axis=0), index), _none(index), aside)


def one_of_ticks(coded: Coded, options: Sequence[str]) -> Coded:
    """Ticks in a column an option → the one that was ticked. Two ticks are no answer
    to a question with one: they are set aside."""
    table = np.array([coded.values[f"={option}"] for option in options])
    several = table.sum(axis=0) > 1
    codes = np.where(several | ~table.any(axis=0), -1, table.argmax(axis=0))
    index = coded.given.index
    value = pd.Categorical.from_codes(codes.tolist(), pd.Index(options, dtype="str"))
    values = {"": pd.Series(value, index)}
    if "~other" in coded.values:
        values["~other"] = coded.values["~other"]
    aside = list(coded.set_aside)
    for place in np.flatnonzero(several):
        chosen = [o for o, tick in zip(options, table[:, place], strict=True) if tick]
        aside.append((index[place], CONTRADICTION, "; ".join(chosen)))
    return Coded(values, pd.Series(codes >= 0, index), _none(index), aside)


def code_mentions(
    columns: Sequence[Cells], options: Options, *, other: str | None
) -> Coded:
    """What was mentioned first, second …, a column each: an option counts once for a
    response, wherever it stands."""
    index = columns[0].index
    ticks = {option: np.zeros(len(index), bool) for option in options.options}
    own = pd.Series(None, index, dtype="str")
    aside: list[tuple[object, str, str]] = []
    for cells in columns:
        meant = [options.find(text) for text in cells.texts]
        for code in cells.used():
            option = meant[code] or other
            if option is None:
                aside += [
                    (row, UNKNOWN_OPTION, cells.texts[code]) for row in cells.rows(code)
                ]
            else:
                ticks[option] |= cells.codes == code
        if other is not None:
            unknown = [
                text if option is None else None
                for text, option in zip(cells.texts, meant, strict=True)
            ]
            own = own.fillna(_texts(cells, unknown))
    values = {f"={option}": pd.Series(marks, index) for option, marks in ticks.items()}
    if other is not None:
        values["~other"] = own
    given = pd.Series(np.any([*ticks.values()], axis=0), index)
    return Coded(values, given, _none(index), aside)


def code_number(
    cells: Cells,
    *,
    between: tuple[float, float] | None,
    whole: bool,
    recode: dict[str, str],
    money: bool = False,
) -> Coded:
    """A number a cell, as Swedes and spreadsheets write them."""
    recoded = {text.casefold(): value for text, value in recode.items()}
    numbers: list[float] = []
    aside = []
    used = set(cells.used())
    for code, text in enumerate(cells.texts):
        meant = recoded.get(text.casefold(), text)
        number = parse_number(meant, money=money)
        reason = _why_not(number, between, whole) if meant else ""
        numbers.append(float("nan") if reason or number is None else number)
        if reason and code in used:
            aside += [(row, reason, text) for row in cells.rows(code)]
    value = pd.Series(cells.spread(numbers, float("nan")).astype(float), cells.index)
    return Coded({"": value}, value.notna(), _none(cells.index), aside)


def _why_not(
    number: float | None, between: tuple[float, float] | None, whole: bool
) -> str:
    if number is None:
        return NOT_A_NUMBER
    outside = between is not None and not between[0] <= number <= between[1]
    return OUT_OF_RANGE if outside or (whole and number != int(number)) else ""


def code_date(cells: Cells, *, format: str | None) -> Coded:
    """A date a cell; ISO unless `format` (strptime) says otherwise. A year that no
    survey asks about is set aside: "-1" reads as a date of the year before year 0."""
    parsed = pd.to_datetime(
        pd.Series(cells.texts, dtype=object),
        format=format or "ISO8601",
        errors="coerce",
    )
    # numpy's years: pandas has none for the years before 1.
    year = parsed.to_numpy("datetime64[Y]").astype(int) + 1970
    strange = parsed.isna().to_numpy(dtype=bool)
    outside = ~strange & ((year < YEARS[0]) | (year > YEARS[1]))
    aside = [
        (row, NOT_A_DATE if strange[code] else OUT_OF_RANGE, cells.texts[code])
        for code in cells.used()
        if strange[code] or outside[code]
        for row in cells.rows(code)
    ]
    days = np.append(parsed.to_numpy("datetime64[us]"), np.datetime64("NaT"))
    days[:-1][outside] = np.datetime64("NaT")
    value = pd.Series(days[cells.codes], cells.index)
    return Coded({"": value}, value.notna(), _none(cells.index), aside)


def code_text(cells: Cells) -> Coded:
    value = _texts(cells, cells.texts)
    return Coded({"": value}, value.notna(), _none(cells.index))


def parse_number(text: str, *, money: bool = False) -> float | None:
    """The number a cell says, or None. Decimal comma, spaces in thousands, units.

    With `money`, "1.250" is twelve hundred and fifty: kronor have no three decimals.

    >>> parse_number("1 250 000 kr"), parse_number("12,5 %"), parse_number("ca 10")
    (1250000.0, 12.5, None)
    >>> parse_number("1.250"), parse_number("1.250", money=True)
    (1.25, 1250.0)
    """
    text = _UNITS.sub("", fold(text).replace("−", "-")).strip()
    text = text.replace(" ", "").replace("'", "")
    several = text.count(".") > 1 or ("." in text and "," in text)
    if _THOUSANDS.fullmatch(text) and (money or several):
        text = text.replace(".", "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    elif "," in text and re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None


def without_contradictions(coded: Coded, exclusive: Sequence[str]) -> Coded:
    """Where one of `exclusive` ("Inga hinder", "Vet ej") is ticked beside another
    option it is set aside, and the other counts."""
    ticks = {n: v for n, v in coded.values.items() if n.startswith("=")}
    rest = [v for name, v in ticks.items() if name[1:] not in exclusive]
    if not rest:
        return coded
    more = np.any(rest, axis=0)
    values, aside = dict(coded.values), list(coded.set_aside)
    for option in dict.fromkeys(exclusive):
        name = f"={option}"
        if name in ticks and (both := values[name] & more).any():
            values[name] = values[name] & ~both
            aside += [(row, CONTRADICTION, option) for row in both[both].index]
    return Coded(values, coded.given, coded.dont_know, aside)


def with_dont_know(coded: Coded, options: Sequence[str]) -> Coded:
    """`coded`, with `dont_know` where the answer is nothing but one of `options`."""
    return Coded(coded.values, coded.given, only(coded, options), coded.set_aside)


def only(coded: Coded, options: Sequence[str]) -> pd.Series:
    """Where the answer is nothing but one or more of `options`."""
    if "" in coded.values:
        return coded.values[""].isin(list(options))
    chosen = [coded.values[f"={o}"] for o in options if f"={o}" in coded.values]
    rest = [
        ticks
        for name, ticks in coded.values.items()
        if name.startswith("=") and name[1:] not in options
    ]
    index = coded.given.index
    some = np.any(chosen, axis=0) if chosen else np.zeros(len(index), bool)
    more = np.any(rest, axis=0) if rest else np.zeros(len(index), bool)
    return pd.Series(some & ~more, index)


def states(
    given: pd.Series,
    dont_know: pd.Series,
    *,
    not_asked: pd.Series,
    implied_none: pd.Series,
) -> pd.Series:
    """answered, dont_know, blank, not_asked or implied_none; one of them a row."""
    code = np.select(
        [implied_none & ~given, not_asked & ~given, dont_know, given],
        [4, 3, 1, 0],
        default=2,
    )
    value = pd.Categorical.from_codes(
        code.tolist(), pd.Index(ANSWER_STATES, dtype="str")
    )
    return pd.Series(value, given.index)


def _texts(cells: Cells, texts: Sequence[str | None]) -> pd.Series:
    spread = cells.spread(list(texts), None) if texts else [None] * len(cells.codes)
    return pd.Series(spread, cells.index, dtype="str")


def _none(index: pd.Index) -> pd.Series:
    return pd.Series(False, index)

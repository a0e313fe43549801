"""Rows below the headers that are no responses, and tables that are no answers.

A totals row, the header once more, a note under the table ("Antal svar: 30"): each is
set aside with its reason. What is only suspected is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.core.wording import fold
from helpers.exports import metadata
from helpers.exports.contract import ExportColumn
from helpers.exports.sheet import counted, listed

REPEATED = "rubrikraden en gång till"
TOTALS = "en summarad"
NOTE = "en anteckning under tabellen"
TABLE = "en annan tabell under svaren"
MOST_NOTES = 10  # rows under a table
_TOTALS = re.compile(
    r"(del|slut|total)?summ?[ae]n?|sum|(grand |sub)?totalt?|totalsumma|samtliga|"
    r"(medel(värde)?|genomsnitt|average|mean|median|antal|count|i alt|yhteensä|"
    r"gesamt)( svar)?|[∑Σ]",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"(totalt )?antal (svar|svarande|respondenter)|(data )?(uttagen|uttaget|uttag|"
    r"utskriven|exporterad|hämtad|skapad|genererad|rapport)\b|källa\b|anm(ärkning)?\b|"
    r"(number of|total) (responses|respondents)|(exported|generated|created|source|"
    r"printed|downloaded) |powered by|©|\*",
    re.IGNORECASE,
)
_TOTALS_OF = re.compile(
    r"(del|slut)?summa( för)? (?P<of>.{1,80})|(sub)?totalt? (of |för )?(?P<of2>.{1,80})"
    r"|(?P<of3>.{1,80}) (summa|totalt?)",
    re.IGNORECASE,
)
_SUMS = "summa|total"  # what all of _TOTALS_OF hold
_NUMBER = re.compile(r"[-+]?\d[\d\s\u00a0]*([.,]\d+)?\s?%?")


def find_aside(
    cells: pd.DataFrame, headers: pd.DataFrame, declared: Mapping[int, str]
) -> dict[int, str]:
    """Row number → why it is no response. `cells`: the rows below `headers`."""
    found = {row: why for row, why in declared.items() if row in cells.index}
    for row in _repeated(cells, headers):
        found.setdefault(row, REPEATED)
    for row in _table_below(without(cells, found)):
        found[row] = TABLE
    for row, why in _below(without(cells, found)):
        found[row] = why
    return dict(sorted(found.items()))


def without(cells: pd.DataFrame, rows: Collection[int]) -> pd.DataFrame:
    """`cells` without these rows; themselves, and no copy, where there are none."""
    return cells.drop(index=list(rows)) if rows else cells


# ---------------------------------------------------------------- the header again


def _repeated(cells: pd.DataFrame, headers: pd.DataFrame) -> Iterator[int]:
    """Rows that say what a row of headers says, in nearly all of its columns."""
    for _, header in headers.iterrows():
        given = header.dropna()
        if len(given) < 2:
            continue
        first = [
            (cells[place] == given[place]).fillna(False) for place in given.index[:3]
        ]
        for row in cells.index[np.logical_or.reduce(first)]:
            there = cells.loc[row].dropna()
            same = sum(there.get(place) == text for place, text in given.items())
            if same >= max(2, 0.8 * len(given), 0.8 * len(there)):
                yield int(row)


# ---------------------------------------------------------------- under the table


def _below(cells: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Totals wherever they stand, and the notes after the last response."""
    if len(cells) < 4 or cells.shape[1] < 2:
        return
    filled = cells.notna()
    always = filled.columns[filled.iloc[:-3].mean() >= 0.95]
    lacks = ~filled[always].all(axis=1) if len(always) else pd.Series(True, cells.index)
    words = [cells.loc[lacks, p].dropna().map(_totals).any() for p in cells.columns[:4]]
    named = {
        row
        for row in cells.index[lacks]
        if any(words)
        and _totals(_first(cells.loc[row]))
        and _numbers_only(cells.loc[row])
    }
    parts = {*_parts(cells)}
    if parts:  # then what sums up them all says so as well
        parts |= {row for row in cells.index if _totals(_first(cells.loc[row]))}
    named |= {row for row in parts if _numbers_only(cells.loc[row])}
    for row in sorted(named):
        yield int(row), TOTALS
    rest = without(cells, named)
    usual = float(rest.notna().sum(axis=1).median())
    for place in range(len(rest) - 1, max(len(rest) - 1 - MOST_NOTES, 2), -1):
        row = rest.iloc[place]
        above = rest.iloc[:place]
        if _sums(row, above):
            yield int(rest.index[place]), TOTALS
        elif _is_note(row, above, rest.index, place, usual, always):
            yield int(rest.index[place]), NOTE
        else:
            return


def _parts(cells: pd.DataFrame) -> Iterator[int]:
    """Rows that sum up a group: "Summa Kultur", where Kultur stands in other rows."""
    for place in cells.columns[:4]:
        texts = cells[place].dropna()
        sums = texts[texts.str.contains(_SUMS, case=False)].map(fold)
        given = {fold(text) for text in texts.unique()} if len(sums) else set()
        for row, text in sums.items():
            match = _TOTALS_OF.fullmatch(text) if len(text) < 120 else None
            of = match and (match["of"] or match["of2"] or match["of3"])
            if of in given and of != text:
                yield int(str(row))


def _table_below(cells: pd.DataFrame) -> list[int]:
    """The rows after the last gap, where they use at most half of the columns that all
    responses above it fill: a summary that was put under the answers."""
    if len(cells) < 10 or cells.shape[1] < 3:
        return []
    numbers = [int(row) for row in cells.index]
    gaps = [n for n in range(1, len(numbers)) if numbers[n] > numbers[n - 1] + 1]
    if not gaps or gaps[-1] < len(numbers) / 2:
        return []
    above, below = cells.iloc[: gaps[-1]], cells.iloc[gaps[-1] :]
    always = above.columns[above.notna().mean() >= 0.95]
    used = below.columns[below.notna().any()]
    narrow = (
        len(below) > 1 and not {*always} <= {*used} and 2 * len(used) <= len(always)
    )
    return [int(row) for row in below.index] if narrow else []


def _first(row: pd.Series) -> str:
    given = row.dropna()
    return fold(given.iloc[0]) if len(given) else ""


def _totals(text: str) -> bool:
    return _TOTALS.fullmatch(text.strip().rstrip(": ")) is not None


def _numbers_only(row: pd.Series) -> bool:
    """Whether there are numbers after the row's first cell, and nothing else."""
    rest = [fold(text) for text in row.dropna().iloc[1:]]
    return bool(rest) and all(map(_NUMBER.fullmatch, rest))


def _sums(row: pd.Series, above: pd.DataFrame) -> bool:
    """Whether the row has blank cells where the others never have, and in each number
    the sum, the mean or the count of those above (a row without a name for it)."""
    given = row.dropna()
    always = above.columns[above.notna().mean() >= 0.95]
    if not len(given) or row[always].notna().mean() > 0.5 or len(above) < 5:
        return False
    if sum(_value(text) is None for text in given) > 1:
        return False  # one name for the row, and no answers
    made = 0
    for place, text in given.items():
        value = _value(text)
        values = [_value(one) for one in above[place].dropna()]
        numbers = np.array([one for one in values if one is not None])
        if value is None:
            continue
        if len(numbers) < 5 or not value:
            return False
        sums = (numbers.sum(), numbers.mean(), float(len(numbers)))
        if not any(abs(value - one) <= 0.005 * max(1, abs(one)) for one in sums):
            return False
        made += 1
    return made > 0


def _value(text: object) -> float | None:
    number = re.sub(r"[\s\u00a0]", "", str(text)).replace(",", ".").rstrip("%")
    try:
        return float(number)
    except ValueError:
        return None


def _is_note(
    row: pd.Series,
    above: pd.DataFrame,
    index: pd.Index,
    place: int,
    usual: float,
    always: pd.Index,
) -> bool:
    """One or two cells where responses have more, and the words of a note, or a text
    in a column of numbers, or a blank row before and a cell that is no response's."""
    given = row.dropna()
    if not 0 < len(given) <= 2 or usual < 2 or row[always].notna().all():
        return False
    if _NOTES.match(_first(row)):
        return True
    if len(always) > 2 and len(given) == 1:
        return True  # one number under the table, and no respondent's
    where, text = given.index[0], fold(given.iloc[0])
    column = above[where].dropna().map(fold)
    numbers = metadata.mostly(column, lambda one: _NUMBER.fullmatch(one) is not None)
    if numbers or metadata.moments(column):
        return not (_NUMBER.fullmatch(text) or metadata.is_moment(text))
    gap = int(index[place]) > int(index[place - 1]) + 1
    return gap and text not in set(column)


# ---------------------------------------------------------------- no table of answers


def doubts(responses: pd.DataFrame, columns: Sequence[ExportColumn]) -> Iterator[str]:
    """What makes the table look like something else than a row a response."""
    if sentence := _long(responses, columns):
        yield sentence
    if sentence := _turned(responses, columns):
        yield sentence
    if strange := _strangers(responses, columns):
        yield (
            f"Rad {listed(strange)} säger något annat än alla andra rader, i nästan "
            "varje kolumn. Är det en rubrik eller en anteckning? Ta då bort raden."
        )


_A_RESPONDENT = re.compile(
    r"(svar(ande)?|respondent|deltagare|person|enkät|response|participant|r|#)?\W?\d+",
    re.IGNORECASE,
)


def _turned(responses: pd.DataFrame, columns: Sequence[ExportColumn]) -> str:
    """A row a question, a column a respondent: "Svar 1", "Svar 2" … as headers."""
    numbered = [c for c in columns if _A_RESPONDENT.fullmatch(c.name.strip())]
    if len(numbered) < max(5, 0.8 * len(columns)) or len(responses) >= len(columns):
        return ""
    return (
        f"Tabellen ser ut att ligga på tvären: {len(numbered)} kolumner heter som "
        f"”{numbered[0].name}”, och rader är det {len(responses)}. Varje svarande ska "
        "vara en rad. Vänd tabellen (Klistra in special, Transponera) och börja om."
    )


FEWEST_STRANGE = 3  # cells of a row that fit no column
MOST_STRANGE = 3  # rows; more are no exception


def _strangers(responses: pd.DataFrame, columns: Sequence[ExportColumn]) -> list[int]:
    """Rows of which most cells are no answers of their columns: texts given once where
    all others recur, or words among numbers."""
    if len(responses) < 10:
        return []
    strange = np.zeros(len(responses), dtype=int)
    given = np.zeros(len(responses), dtype=int)
    for column in columns:
        codes, texts = pd.factorize(responses[column.name])
        times = np.bincount(codes[codes >= 0], minlength=len(texts))
        odd = times == 1
        numbers = np.array([_is_number(one) for one in texts], dtype=bool)
        if times[numbers].sum() >= 0.9 * times.sum():
            odd = ~numbers  # words among numbers
        elif odd.sum() > 0.1 * times.sum():
            continue  # texts of people's own
        # The last place is that of a blank cell.
        strange += np.append(odd, False)[codes]
        given += codes >= 0
    found = [
        int(row)
        for row in responses.index[
            (strange >= FEWEST_STRANGE) & (strange >= 0.6 * given)
        ]
    ]
    return found if len(found) <= MOST_STRANGE else []


def _is_number(text: object) -> bool:
    return _NUMBER.fullmatch(str(text)) is not None


def _long(responses: pd.DataFrame, columns: Sequence[ExportColumn]) -> str:
    """A row an answer: each respondent has one row for each of the same questions."""
    keys = [column for column in columns if column.meta in ("", "id", "token")]
    for who in keys[:6]:
        ids = responses[who.name]
        rows = ids.value_counts()
        if ids.isna().any() or len(rows) < 3 or rows.max() < 2:
            continue
        times = int(rows.mode().iloc[0])
        if times < 2 or (rows == times).mean() < 0.8:
            continue
        for asked in keys:
            if asked is who or responses[asked.name].nunique() != times:
                continue
            each = responses.groupby(ids)[asked.name].nunique()
            if (each == rows.reindex(each.index)).mean() >= 0.95:
                questions = listed(sorted(responses[asked.name].dropna().unique()))
                return (
                    f"Filen ser ut att ha en rad per svar och inte en per svarande: "
                    f"”{who.name}” har {len(rows)} olika värden med {times} rader var, "
                    f"en för varje ”{asked.name}” ({questions}). Då räknas varje "
                    "svarande flera gånger. Exportera så att varje svarande är en rad."
                )
    return ""


def in_sentences(aside: Mapping[int, str], cells: pd.DataFrame) -> list[str]:
    """A sentence for each reason, with the rows."""
    by_reason: dict[str, list[int]] = {}
    for row, why in aside.items():
        by_reason.setdefault(why, []).append(row)
    return [
        f"{counted(len(rows), 'rad', 'rader')} räknas inte som svar, för att det är "
        f"{why}: rad {listed(rows)} (”{_first(cells.loc[rows[0]])[:40]}”)."
        for why, rows in by_reason.items()
    ]

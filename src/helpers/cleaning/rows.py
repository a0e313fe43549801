"""Which rows count as responses, and why the others do not.

Every row read is kept or set aside with a reason. The order of the reasons is fixed,
since a row that is two things is counted once: replaced by a later file, a copy in the
same file, decided by hand, no response at all, test, duplicate, partial.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from helpers.cleaning import decided, units
from helpers.cleaning.net import HEADER, NO_RESPONSE, rows_that_fit_nothing
from helpers.cleaning.stack import Stacked, identified, stack
from helpers.core.errors import Problem
from helpers.core.wording import fold
from helpers.survey.codebook import Codebook
from helpers.survey.identity import At
from helpers.survey.sources import Source

REPLACED = "ersatt i en senare exportfil"
COPY = "samma svar en gång till i filen"
DECIDED = "uteslutet efter granskning"
TEST = "testsvar"
DUPLICATE = "enheten har svarat flera gånger"
PARTIAL = "ofullständigt svar"
REASONS = (REPLACED, COPY, DECIDED, HEADER, NO_RESPONSE, TEST, DUPLICATE, PARTIAL)


@dataclass(frozen=True)
class Rows:
    """The rows of all exports, corrected, and which of them count.

    `every`: a row a row of the files. `aside`: the reason why each does not count, ""
    for those that do. `notes`: what the log says of corrections, in Swedish. `lost`:
    decisions that hold for no response any longer.
    """

    stacked: Stacked
    every: pd.DataFrame
    aside: pd.Series
    notes: list[str] = field(default_factory=list)
    lost: list[Problem] = field(default_factory=list)

    @property
    def kept(self) -> pd.DataFrame:
        """The rows that count: a row a response."""
        return self.every[self.aside == ""]


def read_rows(source: Source) -> Rows:
    """The passes from exports to the responses that count.

    Raises CleaningError or DecisionError with all that is wrong.
    """
    stacked = stack(source.exports, source.codebook)
    corrected = decided.correct(identified(stacked, source.exports), source)
    aside = set_aside(corrected.rows, source)
    known = decided.Known(corrected.rows)
    lost = decided.outdated_lines("rows", source.decisions.rows, known)
    return Rows(stacked, corrected.rows, aside, corrected.notes, corrected.lost + lost)


def set_aside(rows: pd.DataFrame, source: Source) -> pd.Series:
    """The reason why each row is set aside, "" for the kept ones.

    A row that rows.csv keeps is no test and no partial answer, and the one that counts
    among duplicates. Raises DecisionError for rows.csv.
    """
    book = source.codebook
    aside = pd.Series("", rows.index)

    def mark(hit: pd.Series, reason: str) -> None:
        aside.loc[hit & (aside == "")] = reason

    by_decision = decided.decided_rows(rows, source.decisions)
    by_hand = by_decision == "ja"
    finished = finished_rows(rows, book)
    replaced, copies = _elsewhere(rows, source)
    mark(replaced, REPLACED)
    mark(copies, COPY)
    mark(by_decision == "nej", DECIDED)
    strange = rows_that_fit_nothing(rows, book)
    for reason in (HEADER, NO_RESPONSE):
        mark((strange == reason) & ~by_hand, reason)
    mark(_tests(rows, book) & ~by_hand, TEST)
    duplicates = _duplicates(rows[aside == ""], source, finished, by_hand)
    mark(duplicates.reindex(rows.index, fill_value=False), DUPLICATE)
    if book.complete and book.complete.partial == "set_aside":
        mark(~finished & ~by_hand, PARTIAL)
    return aside


def _elsewhere(rows: pd.DataFrame, source: Source) -> tuple[pd.Series, pd.Series]:
    """(rows whose response comes again in a later file, rows that another row of the
    same file repeats): one row of each response is left.

    In a file the row that rows.csv names is left, else the latest by time, else by
    place."""
    last = rows.groupby(At.RESPONSE)[At.EXPORT].transform("max")
    replaced = rows[At.EXPORT] < last
    rest = rows[~replaced]
    several = rest[rest[At.RESPONSE].duplicated(keep=False)]
    order = pd.DataFrame(
        {
            "response": several[At.RESPONSE],
            "picked": decided.picked_rows(several, source.decisions),
            "time": times(several),
        }
    ).sort_values(["response", "picked", "time"], kind="stable")
    copies = order["response"].duplicated(keep="last")
    return replaced, copies.reindex(rows.index, fill_value=False)


def times(rows: pd.DataFrame) -> pd.Series:
    """When each response was given, as numbers that sort: by the tool's time where all
    of `rows` have one, else by their place."""
    moments = pd.to_datetime(rows[At.MOMENT], format="ISO8601", errors="coerce")
    place = pd.Series(range(len(rows)), rows.index, dtype="int64")
    if moments.isna().any():
        return place
    return moments.rank(method="dense").astype("int64") * (len(rows) + 1) + place


def _tests(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    hit = pd.Series(False, rows.index)
    for column, values in book.tests.items():
        wanted = {fold(value).casefold() for value in values}
        texts = rows[column].fillna("").map(lambda text: fold(text).casefold())
        hit |= texts.isin(wanted)
    return hit


def finished_rows(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    """Which rows are finished answers, by `complete` of survey.yml; all without it."""
    rule = book.complete
    if rule is None:
        return pd.Series(True, rows.index)
    if rule.equals is None:
        return given(rows[rule.column], book)
    texts = rows[rule.column].fillna("").map(lambda text: fold(text).casefold())
    return texts.isin({value.casefold() for value in rule.equals})


def given(cells: pd.Series, book: Codebook) -> pd.Series:
    """Where something is written that the codebook does not call missing."""
    blank = {fold(text) for text in (*book.missing, *book.not_shown)} | {""}
    return ~cells.fillna("").map(fold).isin(blank)


def _duplicates(
    rows: pd.DataFrame, source: Source, finished: pd.Series, by_hand: pd.Series
) -> pd.Series:
    """All but one row of each unit that answered more than once."""
    order = _ranked(rows, source, finished, by_hand)
    worse = order["unit"].duplicated(keep="last")
    return worse.reindex(rows.index, fill_value=False)


def ties(
    rows: pd.DataFrame, aside: pd.Series, source: Source
) -> Iterator[tuple[str, pd.Index]]:
    """(unit, its rows) where a unit's best answers are as good, and nobody has said
    which one counts; only among rows that are not set aside for another reason."""
    book = source.codebook
    if book.unit is None or book.unit.duplicates != "most_complete":
        return
    by_decision = decided.decided_rows(rows, source.decisions)
    rows = rows[aside.isin(["", DUPLICATE])]
    order = _ranked(
        rows, source, finished_rows(rows, book), by_decision[rows.index] == "ja"
    )
    for unit, own in order.groupby("unit", sort=False):
        best = own.iloc[-1]
        equal = own[
            (own["finished"] == best["finished"]) & (own["answers"] == best["answers"])
        ]
        if len(equal) > 1 and not own["by_hand"].any():
            yield str(unit), equal.index


def _ranked(
    rows: pd.DataFrame, source: Source, finished: pd.Series, by_hand: pd.Series
) -> pd.DataFrame:
    """The rows of units that answered more than once, the one that counts last:
    `unit`, `by_hand`, `finished`, `answers`, `time`. What is latest is told by time."""
    book = source.codebook
    columns = ["unit", "by_hand", "finished", "answers", "time"]
    if book.unit is None:
        return pd.DataFrame(columns=columns)
    unit = units.match(units.typed(rows, book), source)["name"].str.casefold()
    ranked = (
        unit[unit != ""].duplicated(keep=False).reindex(rows.index, fill_value=False)
    )
    some = rows[ranked]  # only they need counting
    asked = [column for q in book.questions for column in q.columns_used]
    time = times(some)
    order = pd.DataFrame(
        {
            "unit": unit[ranked],
            "by_hand": by_hand[some.index],
            "finished": finished[some.index],
            "answers": sum(given(some[c], book).astype(int) for c in asked),
            "time": -time if book.unit.duplicates == "first" else time,
        }
    )
    best = ["finished", "answers"] if book.unit.duplicates == "most_complete" else []
    return order.sort_values(["by_hand", *best, "time"])

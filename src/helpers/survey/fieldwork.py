"""What happened while answers came in: forms that changed, late files, odd rows."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pandas as pd

from helpers.core.errors import Problem, nearest
from helpers.core.wording import fold
from helpers.exports import Export
from helpers.survey.codebook import Codebook, Multiple

MOST_LISTED = 8
UNLIKELY = (
    1e-6  # that nobody before a certain row answered, had the question been there
)
FEWEST = 10  # answers, for a question or an option to say anything of the form
NONSENSE = frozenset(
    {"test", "testar", "tst", "asdf", "asd", "qwerty", "xxx", "xx", "abc", "hej", "aaa"}
)
SAME_ALL_THROUGH = 12  # rows of grids answered alike look like a straight line
AS_LIKE = 12  # filled cells that two rows share
ROWS_AT_A_TIME = 20_000


def listed_rows(numbers: Iterable[int]) -> str:
    """ "3, 7, 12", cut short with how many more.

    >>> listed_rows(range(2, 13))
    '2, 3, 4, 5, 6, 7, 8, 9 och 3 till'
    """
    ordered = sorted(set(numbers))
    shown = ", ".join(map(str, ordered[:MOST_LISTED]))
    more = len(ordered) - MOST_LISTED
    return f"{shown} och {more} till" if more > 0 else shown


# ---------------------------------------------------------------- the form


def changed_form(
    exports: Sequence[Export], kept: pd.DataFrame, book: Codebook
) -> Iterator[Problem]:
    """Columns that came or went between files, questions and options inside one."""
    for earlier, later in pairwise(exports):
        before = {column.name: column for column in earlier.columns}
        after = {column.name: column for column in later.columns}
        for name in before.keys() - after.keys():
            yield _moved(name, before[name].letter, earlier, later, after)
        for name in after.keys() - before.keys():
            yield _moved(name, after[name].letter, later, earlier, before)
    for question in book.questions:
        if question.personal or question.type == "ties":
            continue
        told: set[Problem] = set()
        for item in book.items(question):
            columns = [item.column] if item.column else list(item.columns.values())
            given = kept[[c for c in columns if c in kept]].notna().any(axis=1)
            said = f"Frågan {question.id} är obesvarad"
            for problem in _came_or_went(kept, given, said):
                if problem not in told:  # rows of a grid come and go together
                    told.add(problem)
                    yield problem
        if isinstance(question, Multiple) and question.column:
            yield from _options_came(kept, question)


def _moved(
    name: str, letter: str, has: Export, lacks: Export, others: Iterable[str]
) -> Problem:
    return Problem(
        f"Kolumnen ”{name}” finns här men inte i ”{lacks.file}”: formuläret har "
        "ändrats.",
        nearest(name, others)
        or "Var frågan med hela tiden? Annars gäller svaren bara dem som fick den.",
        file=has.file,
        row=1,
        column=letter,
    )


def _options_came(kept: pd.DataFrame, question: Multiple) -> Iterator[Problem]:
    cells = kept[question.column].fillna("").map(lambda text: fold(text).casefold())
    answered = kept[cells != ""]
    for option in question.all_options:
        hit = cells[cells != ""].str.contains(option.casefold(), regex=False)
        said = f"Frågan {question.id}: ingen valde ”{option}”"
        yield from _came_or_went(answered, hit, said)


def _came_or_went(rows: pd.DataFrame, given: pd.Series, said: str) -> Iterator[Problem]:
    """Where nothing was given before, or after, a row, and chance cannot explain it."""
    if int(given.sum()) < FEWEST:
        return
    for file, part in rows.groupby("_file", sort=False):
        hits = given.loc[part.index].to_numpy()
        places = [place for place, hit in enumerate(hits) if hit]
        if len(places) < FEWEST:
            continue
        rate = len(places) / (places[-1] - places[0] + 1)
        for silent, place, word in (
            (places[0], places[0], "före"),
            (len(hits) - 1 - places[-1], places[-1], "efter"),
        ):
            # (1 - rate)^silent, the chance of so long a silence
            if silent and (
                rate >= 1 or silent * math.log1p(-rate) < math.log(UNLIKELY)
            ):
                yield Problem(
                    f"{said} i alla svar {word} rad {int(part['_row'].iloc[place])}: "
                    "formuläret har troligen ändrats under insamlingen.",
                    "Säg i metodkapitlet vilka som fick frågan.",
                    file=str(file),
                    row=int(part["_row"].iloc[place]),
                )


# ---------------------------------------------------------------- late answers


def gone_rows(exports: Sequence[Export]) -> Iterator[tuple[str, int, str]]:
    """(file, row, the tool's id) of answers that a later file passes over."""
    for earlier, later in pairwise(exports):
        before, after = _by_key(earlier), _by_key(later)
        if before is not None and after is not None:
            gone = before.loc[_gone(before, after), ["_row", "_id"]]
            for row, id in gone.itertuples(index=False):
                yield earlier.file, int(row), str(id)


def late_answers(exports: Sequence[Export]) -> Iterator[Problem]:
    """What each later file adds to, changes in and lacks of the one before it."""
    for earlier, later in pairwise(exports):
        before, after = _by_key(earlier), _by_key(later)
        if before is None or after is None:
            continue
        new = after.index.difference(before.index)
        both = after.index.intersection(before.index)
        there = before.columns.intersection(after.columns, sort=False)
        shared = there.drop(["_row", "_id"])
        one, other = before.loc[both, shared], after.loc[both, shared]
        changed = both[(one.fillna("") != other.fillna("")).any(axis=1).to_numpy()]
        gone = _gone(before, after)
        said = counted(len(new), len(changed), len(gone))
        rows = ""
        if len(changed):
            rows = f" Ändrade: rad {listed_rows(after.loc[changed, '_row'])}."
        if len(gone):
            rows += f" Borttagna: rad {listed_rows(before.loc[gone, '_row'])} i "
            rows += f"”{earlier.file}”."
        yield Problem(
            f"Svar jämfört med ”{earlier.file}”: {said}.{rows}",
            "Den senare filens svar gäller. Det som är borttaget där räknas ändå, om "
            "du inte avgör annat i decisions/rows.csv."
            if len(gone)
            else "Den senare filens svar gäller.",
            file=later.file,
        )


def _by_key(export: Export) -> pd.DataFrame | None:
    """The answers by the tool's own id and start, or None where they have none."""
    ids, starts = export.meta("id"), export.meta("start")
    if not ids:
        return None
    table = export.responses.copy()
    key = table[ids[0]].fillna("")
    if starts:
        key = key + "\x1f" + table[starts[0]].fillna("")
    table = table.drop(columns=[c.name for c in export.columns if c.meta])
    table["_row"], table["_id"] = table.index, export.responses[ids[0]]
    table.index = pd.Index(key)
    return table[~table.index.duplicated(keep="last")]


def _gone(before: pd.DataFrame, after: pd.DataFrame) -> pd.Index:
    """Answers of the earlier file that the later one passes over, by their ids."""
    ids = pd.to_numeric(after["_id"], errors="coerce")
    had = pd.to_numeric(before["_id"], errors="coerce")
    within = had.between(ids.min(), ids.max())
    return before.index[within.to_numpy()].difference(after.index)


def counted(new: int, changed: int, gone: int) -> str:
    """
    >>> counted(7, 2, 0)
    '7 nya, 2 ändrade, 0 borta'
    """
    return f"{new} nya, {changed} ändrade, {gone} borta"


def digests(exports: Sequence[Export]) -> pd.DataFrame:
    """A row a response of the exports: `key` (the tool's own id and start, else where
    it stands) and `digest` of all it says. Where several files have it, the last."""
    parts = []
    for export in exports:
        table, ids = export.responses, export.meta("id")
        own = [*ids[:1], *export.meta("start")[:1]]
        key = list(_joined(table[own])) if ids else list(map(str, table.index))
        digest = list(map(_digest, _joined(table)))
        parts.append(pd.DataFrame({"key": key, "digest": digest}, dtype="str"))
    if not parts:
        return pd.DataFrame({"key": [], "digest": []}, dtype="str")
    every = pd.concat(parts, ignore_index=True).astype("str")
    last = every.drop_duplicates("key", keep="last")
    return last.sort_values("key").reset_index(drop=True)


def _joined(table: pd.DataFrame) -> Iterator[str]:
    """The text of each row. Some rows at a time: a million as texts of their own would
    take ten times the memory of the table."""
    for start in range(0, len(table), ROWS_AT_A_TIME):
        part = table.iloc[start : start + ROWS_AT_A_TIME].fillna("")
        yield from map("\x1f".join, zip(*(part[name] for name in part), strict=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def since(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """What has come between two tables of `digests`: "7 nya, 2 ändrade, 0 borta", or ""
    when nothing has.

    >>> one = pd.DataFrame({"key": ["1", "2"], "digest": ["a", "b"]})
    >>> since(one, pd.DataFrame({"key": ["2", "3"], "digest": ["c", "d"]}))
    '1 nya, 1 ändrade, 1 borta'
    """
    then = dict(zip(before["key"], before["digest"], strict=True))
    here = dict(zip(now["key"], now["digest"], strict=True))
    both = then.keys() & here.keys()
    changed = sum(then[key] != here[key] for key in both)
    new, gone = len(here) - len(both), len(then) - len(both)
    return counted(new, changed, gone) if new or changed or gone else ""


# ---------------------------------------------------------------- odd rows


def suspicious(
    kept: pd.DataFrame, responses: pd.DataFrame, book: Codebook
) -> Iterator[Problem]:
    """Rows that look like tests, hold nothing, or say what another row says."""
    for said, hit in odd_rows(kept, responses, book):
        yield from _odd(kept, hit, said)


def odd_rows(
    kept: pd.DataFrame, responses: pd.DataFrame, book: Codebook
) -> Iterator[tuple[str, pd.Series]]:
    """(what is odd, the rows that are so), for a person to judge."""
    asked = [c for q in book.questions for c in q.columns_used if c in kept]
    asked = list(dict.fromkeys(asked))
    blank = {fold(text) for text in (*book.missing, *book.not_shown)} | {""}
    cells = kept[asked].fillna("").map(fold)
    cells = cells.mask(cells.isin(blank), "")
    filled = (cells != "").sum(axis=1)
    yield "har inga svar alls", filled == 0
    screen = _screening(book)
    others = [c for c in asked if c not in screen]
    if screen and others:
        nothing = (cells[others] == "").all(axis=1) & (filled > 0)
        share = float(nothing.mean())
        if 0 < share < 0.2:
            yield "har bara bakgrundsfrågorna besvarade", nothing
    nonsense = cells.map(str.casefold).isin(NONSENSE).any(axis=1)
    yield "ser ut som ett testsvar (test, asdf …)", nonsense
    yield "har samma svar på varje rad i alla rutnät", _straight(responses, book)
    alike = cells[filled >= AS_LIKE]
    twins = alike.duplicated(keep=False)
    yield (
        "är ordagrant lika en annan rad",
        twins.reindex(kept.index, fill_value=False),
    )


def _screening(book: Codebook) -> set[str]:
    """The columns of the background questions."""
    background = [q for q in book.questions if q.chapter == "background"]
    ids = {q.id for q in background} | ({book.group} if book.group else set())
    ids |= {book.unit.question} if book.unit else set()
    return {c for q in book.questions if q.id in ids for c in q.columns_used}


def _straight(responses: pd.DataFrame, book: Codebook) -> pd.Series:
    items = [
        item.key
        for question in book.questions
        if question.type == "grid" and not question.personal
        for item in book.items(question)
        if item.kind == "single" and item.key in responses
    ]
    none = pd.Series(False, responses.index)
    if len(items) < SAME_ALL_THROUGH:
        return none
    table = responses[items].astype(object)
    full = table.notna().sum(axis=1) >= SAME_ALL_THROUGH
    return full & (table.nunique(axis=1) == 1)


def _odd(kept: pd.DataFrame, hit: pd.Series, said: str) -> Iterator[Problem]:
    for file, part in kept[hit].groupby("_file", sort=False):
        numbers = [int(number) for number in part["_row"]]
        word = "Raden" if len(numbers) == 1 else f"{len(numbers)} rader"
        yield Problem(
            f"{word} {said}: rad {listed_rows(numbers)}.",
            "Är det testsvar eller dubbletter: ange tests i survey.yml, eller avgör i "
            "decisions/rows.csv.",
            file=str(file),
            row=numbers[0],
        )

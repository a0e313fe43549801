"""What happened while answers came in: forms that changed, late files, odd rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pandas as pd

from helpers.core.errors import Problem, nearest
from helpers.core.wording import fold
from helpers.exports import Export
from helpers.survey.codebook import Codebook, Multiple
from helpers.survey.identity import (
    At,
    contradicting_copies,
    listed_rows,
    unrecognised,
)

UNLIKELY = (
    1e-6  # that nobody before a certain row answered, had the question been there
)
FEWEST = 10  # answers, for a question or an option to say anything of the form
NONSENSE = frozenset(
    {"test", "testar", "tst", "asdf", "asd", "qwerty", "xxx", "xx", "abc", "hej", "aaa"}
)
SAME_ALL_THROUGH = 12  # rows of grids answered alike look like a straight line
AS_LIKE = 12  # filled cells that two rows share


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
        problems: set[Problem] = set()
        for item in book.items(question):
            columns = [item.column] if item.column else list(item.columns.values())
            given = kept[[c for c in columns if c in kept]].notna().any(axis=1)
            sentence = f"Frågan {question.id} är obesvarad"
            for problem in _came_or_went(kept, given, sentence):
                if problem not in problems:  # rows of a grid come and go together
                    problems.add(problem)
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
        sentence = f"Frågan {question.id}: ingen valde ”{option}”"
        yield from _came_or_went(answered, hit, sentence)


def _came_or_went(
    rows: pd.DataFrame, given: pd.Series, words: str
) -> Iterator[Problem]:
    """Where nothing was given before, or after, a row, and chance cannot explain it."""
    if int(given.sum()) < FEWEST:
        return
    for file, part in rows.groupby(At.FILE, sort=False):
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
                    f"{words} i alla svar {word} rad {int(part[At.ROW].iloc[place])}: "
                    "formuläret har troligen ändrats under insamlingen.",
                    "Säg i metodkapitlet vilka som fick frågan.",
                    file=str(file),
                    row=int(part[At.ROW].iloc[place]),
                )


# ---------------------------------------------------------------- late answers


def gone_rows(places: pd.DataFrame) -> pd.DataFrame:
    """The rows (of `identity.identify`) of responses that the next file passes over,
    although it has some that were given earlier and later."""
    files = [own for _, own in places.groupby(At.EXPORT, sort=True)]
    gone = [_gone(before, after) for before, after in pairwise(files)]
    return pd.concat(gone) if gone else places.iloc[:0]


def late_answers(exports: Sequence[Export], places: pd.DataFrame) -> Iterator[Problem]:
    """What each later file adds to, changes in and lacks of the one before it.

    `places`: `identity.identify` of the exports.
    """
    yield from unrecognised(exports, places)
    yield from contradicting_copies(exports, places)
    for number, (earlier, later) in enumerate(pairwise(exports)):
        before, after = (
            places[places[At.EXPORT] == n].drop_duplicates(At.RESPONSE, keep="last")
            for n in (number, number + 1)
        )
        both = after.merge(before, on=At.RESPONSE, suffixes=("", " before"))
        if both.empty and not any(map(later.meta, ("id", "start", "end"))):
            continue  # told by unrecognised
        changed = both[both[At.ANSWERS] != both[f"{At.ANSWERS} before"]]
        gone = _gone(before, after)
        count = counted(len(after) - len(both), len(changed), len(gone))
        rows = ""
        if len(changed):
            rows = f" Ändrade: rad {listed_rows(changed[At.ROW])}."
        if len(gone):
            rows += f" Borttagna: rad {listed_rows(gone[At.ROW])} i ”{earlier.file}”."
        yield Problem(
            f"Svar jämfört med ”{earlier.file}”: {count}.{rows}",
            "Den senare filens svar gäller. Det som är borttaget där räknas ändå, om "
            "du inte avgör annat i decisions/rows.csv."
            if len(gone)
            else "Den senare filens svar gäller.",
            file=later.file,
        )


def _gone(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Responses of the earlier file that the later one passes over: their numbers are
    within its numbers, or their times within its times."""
    lost = before[~before[At.RESPONSE].isin(after[At.RESPONSE])]
    numbers, had = (
        pd.to_numeric(table[At.ID], errors="coerce") for table in (after, lost)
    )
    if numbers.notna().any():
        return lost[had.between(numbers.min(), numbers.max())]
    times, had_times = (
        pd.to_datetime(table[At.MOMENT], format="ISO8601", errors="coerce")
        for table in (after, lost)
    )
    return lost[had_times.between(times.min(), times.max())]


def counted(new: int, changed: int, gone: int) -> str:
    """
    >>> counted(7, 2, 0)
    '7 nya, 2 ändrade, 0 borta'
    """
    return f"{new} nya, {changed} ändrade, {gone} borta"


def digests(places: pd.DataFrame) -> pd.DataFrame:
    """A row a response of `identity.identify`: `key` (its id and minute, else where it
    stands) and `digest` of its answers. Where several rows have it, the last."""
    last = places.drop_duplicates(At.RESPONSE, keep="last")
    keys = [
        f"{id}\x1f{moment[:16]}" if id else str(row)
        for id, moment, row in zip(
            last[At.ID], last[At.MOMENT], last[At.ROW], strict=True
        )
    ]
    digest = [f"{int(answers):016x}" for answers in last[At.ANSWERS]]
    table = pd.DataFrame({"key": keys, "digest": digest}, dtype="str")
    table = table.drop_duplicates("key", keep="last")
    return table.sort_values("key").reset_index(drop=True)


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
    for words, hit in odd_rows(kept, responses, book):
        yield from _odd(kept, hit, words)


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
    background = _background(book)
    others = [c for c in asked if c not in background]
    if background and others:
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


def _background(book: Codebook) -> set[str]:
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


def _odd(kept: pd.DataFrame, hit: pd.Series, words: str) -> Iterator[Problem]:
    for file, part in kept[hit].groupby(At.FILE, sort=False):
        numbers = [int(number) for number in part[At.ROW]]
        word = "Raden" if len(numbers) == 1 else f"{len(numbers)} rader"
        yield Problem(
            f"{word} {words}: rad {listed_rows(numbers)}.",
            "Är det testsvar eller dubbletter: ange tests i survey.yml, eller avgör i "
            "decisions/rows.csv.",
            file=str(file),
            row=numbers[0],
        )

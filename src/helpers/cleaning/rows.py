"""Exports → one table of rows, and which of them count.

Every row read is kept or set aside with a reason. The order of the reasons is fixed,
since a row that is two things is counted once: replaced by a later file, decided by
hand, test, duplicate, partial.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.cleaning import units
from helpers.core.errors import CleaningError, DecisionError, Problem, nearest
from helpers.core.wording import fold
from helpers.exports import META, Export
from helpers.survey.codebook import Codebook, FreeText
from helpers.survey.decisions import Decisions, yes
from helpers.survey.sources import Source

REPLACED = "ersatt i en senare exportfil"
DECIDED = "ställd åt sidan för hand"
TEST = "testsvar"
DUPLICATE = "enheten har svarat flera gånger"
PARTIAL = "ofullständigt svar"
REASONS = (REPLACED, DECIDED, TEST, DUPLICATE, PARTIAL)

# What the rules for rows need of a tool's own columns.
KEPT_META = ("id", "start")
# What a tool itself writes about the person who answers.
RESPONDENT_META = ("email", "name", "ip", "place", "token", "link")


@dataclass(frozen=True)
class Stacked:
    """The exports one after the other.

    `rows`: a row a response, columns named as in the codebook; `_file`, `_row` and
    `_export` say where each stands, `_id` and `_start` are the tool's own.
    `letters`: (file, column) → the column's letter in Excel. `metadata`: the columns
    that the tool itself filled in.
    """

    rows: pd.DataFrame
    letters: Mapping[tuple[str, str], str]
    metadata: frozenset[str]


def stack(exports: Iterable[Export], book: Codebook) -> Stacked:
    """Raises CleaningError naming every column that the codebook reads and an export
    lacks, and every question that reads the respondent's own name or address."""
    frames, letters, metadata = [], {}, set()
    problems: list[Problem] = []
    for number, export in enumerate(exports):
        renamed = _renamed(export, book, problems)
        problems += _respondents(export, renamed, book)
        frame = export.responses.rename(columns=renamed)
        place: dict[str, Any] = {
            "_file": export.file,
            "_row": frame.index,
            "_export": number,
        }
        for column in export.columns:
            name = renamed.get(column.name, column.name)
            letters[export.file, name] = column.letter
            if column.meta:
                metadata.add(name)
            if column.meta in KEPT_META:
                place.setdefault(f"_{column.meta}", frame[name].to_numpy())
        frames.append(frame.assign(**place))
    if problems:
        raise CleaningError(problems)
    return Stacked(pd.concat(frames, ignore_index=True), letters, frozenset(metadata))


def _renamed(export: Export, book: Codebook, problems: list[Problem]) -> dict[str, str]:
    """The export's headers → the codebook's, where only case or white space differ."""
    there = [column.name for column in export.columns]
    by_fold = {fold(name).casefold(): name for name in reversed(there)}
    renamed = {}
    for said, column in _needed(book):
        if column in there:
            continue
        found = by_fold.get(column.casefold())
        if found is not None:
            renamed[found] = column
            continue
        problems.append(
            Problem(
                f"Kolumnen ”{column}” ({said}) finns inte i filen.",
                f"{nearest(column, there)} Rätta rubriken i survey.yml, eller gör om "
                "exporten med alla frågor.".strip(),
                file=export.file,
                row=1,
            )
        )
    return renamed


def _needed(book: Codebook) -> Iterator[tuple[str, str]]:
    """(who needs it, header) for every column that the codebook reads."""
    for question in book.questions:
        for column in question.columns_used:
            yield f"frågan {question.id}", column
    for column in book.tests:
        yield "tests", column
    if book.complete:
        yield "complete", book.complete.column


def _respondents(
    export: Export, renamed: Mapping[str, str], book: Codebook
) -> Iterator[Problem]:
    """Questions that would carry the respondent's own name or address past cleaning."""
    kinds = {
        renamed.get(column.name, column.name): column.meta for column in export.columns
    }
    for question in book.questions:
        for column in question.columns_used:
            kind = kinds.get(column, "")
            if kind in RESPONDENT_META and not question.personal:
                yield Problem(
                    f"Frågan {question.id} läser kolumnen ”{column}”, som är den "
                    f"svarandes {META[kind]}.",
                    "Ta bort frågan ur survey.yml, eller ange personal: true.",
                    file=export.file,
                    row=1,
                )


# ---------------------------------------------------------------- corrections


def correct(rows: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[str]]:
    """Applies decisions/corrections.csv; returns the rows, and a note for each.

    Raises DecisionError with all the corrections that fit nothing.
    """
    corrections = source.decisions.corrections
    if corrections.empty:
        return rows, []
    rows = rows.copy()
    columns = _correctable(source.codebook)
    typed = units.typed(rows, source.codebook)
    matched = units.match(typed, source)["name"].str.casefold()
    problems, done = [], []
    for change in corrections.to_dict("records"):
        key = fold(change["unit"]).casefold()
        if key:
            of_unit = (typed == key) | (matched == key)
            of_unit &= located(rows, change) | (not told_apart(change))
        else:
            of_unit = located(rows, change)
        column = columns.get(change["question"])
        wrong = _misfit(rows, of_unit, column, change, columns)
        if wrong is not None or column is None:
            problems += [wrong] if wrong else []
            continue
        stands = rows[column].fillna("").map(fold) == change["from"]
        rows.loc[of_unit & stands, column] = change["to"] or None
        done.append(_note(source.codebook, change))
    if problems:
        raise DecisionError(problems)
    return rows, done


def _misfit(
    rows: pd.DataFrame,
    of_unit: pd.Series,
    column: str | None,
    change: Mapping[Any, Any],
    columns: Mapping[str, str],
) -> Problem | None:
    """Why a correction fits nothing, or None when it does."""
    file, line = "decisions/corrections.csv", int(change["line"])
    question, who = change["question"], _whose(change)
    if column is None:
        found = f"Det finns ingen fråga ”{question}” med en egen kolumn."
        return Problem(found, nearest(question, columns), file=file, row=line)
    todo = "Rätta raden eller ta bort den."
    if not who:
        found = "Raden säger inte vilket svar den rättar."
        todo = "Fyll i unit, eller id, eller file och row."
        return Problem(found, todo, file=file, row=line)
    if not of_unit.any():
        return Problem(f"Inget svar har {who}.", todo, file=file, row=line)
    stands = sorted(set(rows.loc[of_unit, column].fillna("").map(fold)))
    if change["from"] not in stands:
        there = ", ".join(f"”{one}”" for one in stands)
        found = f"Svaret med {who} har inte ”{change['from']}” på {question}"
        return Problem(f"{found}, utan {there}.", todo, file=file, row=line)
    return None


def _whose(change: Mapping[Any, Any]) -> str:
    """How a decision says which response it is about, in Swedish; "" if it does not."""
    if change.get("unit"):
        return f"enheten ”{change['unit']}”"
    if change["id"]:
        return f"id {change['id']}"
    return f"rad {change['row']} i ”{change['file']}”" if change["row"] else ""


def told_apart(choice: Mapping[Any, Any]) -> bool:
    """Whether a decision names a response by id, or by file and row."""
    return bool(choice["id"] or (choice["file"] and choice["row"]))


def ids(rows: pd.DataFrame) -> pd.Series:
    """The tool's own number of each response, "" where it has none."""
    if "_id" not in rows:
        return pd.Series("", rows.index)
    return rows["_id"].fillna("").map(fold)


def located(rows: pd.DataFrame, choice: Mapping[Any, Any]) -> pd.Series:
    """The rows that a decision is about: those with its `id` (in its `file`, where that
    one has it: two forms may number alike), else its `file` and `row`."""
    in_file = rows["_file"] == choice["file"]
    if choice["id"]:
        hit = ids(rows) == fold(choice["id"])
        return hit & in_file if (hit & in_file).any() else hit
    return in_file & (rows["_row"].astype(str) == choice["row"])


def _note(book: Codebook, change: Mapping[Any, Any]) -> str:
    reason = change["reason"] or "utan angiven orsak"
    begins = f"Rättat {change['question']} för {change['unit'] or _whose(change)}"
    question = book.by_id.get(change["question"])
    if isinstance(question, FreeText) and question.id != _unit_question(book):
        return f"{begins} (fritext): {reason}."
    return f"{begins}: ”{change['from']}” blev ”{change['to']}” ({reason})."


def _unit_question(book: Codebook) -> str:
    return book.unit.question if book.unit else ""


def _correctable(book: Codebook) -> dict[str, str]:
    """What corrections.csv may call a cell → its column: a question, a row of a grid
    (`ways/work`), or one option's column (`barriers=Tid`)."""
    columns: dict[str, str] = {}
    for item in book.all_items():
        if item.question.personal:
            continue
        if item.column is not None:
            columns[item.key] = item.column
        for option, column in item.columns.items():
            columns[item.tick(option)] = column
    return columns


# ---------------------------------------------------------------- setting aside


def set_aside(rows: pd.DataFrame, source: Source) -> pd.Series:
    """The reason why each row is set aside, "" for the kept ones.

    A row that rows.csv keeps is no test and no partial answer, and the one that counts
    among duplicates. Raises DecisionError for rows.csv.
    """
    book = source.codebook
    aside = pd.Series("", rows.index)

    def mark(hit: pd.Series, reason: str) -> None:
        aside.loc[hit & (aside == "")] = reason

    decided = _decided(rows, source.decisions)
    by_hand = decided == "ja"
    finished = finished_rows(rows, book)
    mark(_replaced(rows), REPLACED)
    mark(decided == "nej", DECIDED)
    mark(_tests(rows, book) & ~by_hand, TEST)
    again = _duplicates(rows[aside == ""], source, finished, by_hand)
    mark(again.reindex(rows.index, fill_value=False), DUPLICATE)
    if book.complete and book.complete.partial == "set_aside":
        mark(~finished & ~by_hand, PARTIAL)
    return aside


def _decided(rows: pd.DataFrame, decisions: Decisions) -> pd.Series:
    """ "ja" or "nej" where rows.csv keeps or drops a row, else ""."""
    decided = pd.Series("", rows.index)
    problems = []
    for choice in decisions.rows.to_dict("records"):
        hit = located(rows, choice)
        if not hit.any():
            where = f"id {choice['id']}" if choice["id"] else f"rad {choice['row']}"
            problems.append(
                Problem(
                    f"Det finns inget svar på {where} i ”{choice['file']}”.",
                    nearest(choice["file"], rows["_file"].unique())
                    or "Ange filen och raden som de står i Excel.",
                    file="decisions/rows.csv",
                    row=choice["line"],
                )
            )
        keep = yes(choice["keep"])
        if keep is not None:
            decided[hit] = "ja" if keep else "nej"
    if problems:
        raise DecisionError(problems)
    return decided


def _replaced(rows: pd.DataFrame) -> pd.Series:
    """Rows whose response comes again in a later file: the same id and start time."""
    if "_id" not in rows or rows["_export"].nunique() < 2:
        return pd.Series(False, rows.index)
    start = rows["_start"].fillna("") if "_start" in rows else ""
    key = rows["_id"].fillna("") + "\x1f" + start
    last = rows.groupby(key)["_export"].transform("max")
    return rows["_id"].notna() & (rows["_export"] < last)


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


def ties(rows: pd.DataFrame, source: Source) -> Iterator[tuple[str, pd.Index]]:
    """(unit, its rows) where a unit's best answers are as good, and nobody has said
    which one counts; only among rows that are not set aside for another reason."""
    book = source.codebook
    if book.unit is None or book.unit.duplicates != "most_complete":
        return
    decided = _decided(rows, source.decisions)
    aside = set_aside(rows, source)
    rows = rows[aside.isin(["", DUPLICATE])]
    order = _ranked(
        rows, source, finished_rows(rows, book), decided[rows.index] == "ja"
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
    `unit`, `by_hand`, `finished`, `answers`, `place`."""
    book = source.codebook
    columns = ["unit", "by_hand", "finished", "answers", "place"]
    if book.unit is None:
        return pd.DataFrame(columns=columns)
    unit = units.match(units.typed(rows, book), source)["name"].str.casefold()
    again = (
        unit[unit != ""].duplicated(keep=False).reindex(rows.index, fill_value=False)
    )
    some = rows[again]  # only they need counting
    asked = [column for q in book.questions for column in q.columns_used]
    place = pd.Series(range(len(some)), some.index)
    order = pd.DataFrame(
        {
            "unit": unit[again],
            "by_hand": by_hand[some.index],
            "finished": finished[some.index],
            "answers": sum(given(some[c], book).astype(int) for c in asked),
            "place": -place if book.unit.duplicates == "first" else place,
        }
    )
    best = ["finished", "answers"] if book.unit.duplicates == "most_complete" else []
    return order.sort_values(["by_hand", *best, "place"])

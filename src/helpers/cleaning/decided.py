"""What the secretary has decided, found again in the rows it is about.

A line of decisions/ names a response by the tool's id, or by a file and a row of it; it
holds for the response, in whichever file it comes again (`survey.identity`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from helpers.cleaning import units
from helpers.core.errors import DecisionError, Problem, nearest
from helpers.core.wording import fold
from helpers.survey.codebook import Codebook, FreeText
from helpers.survey.decisions import Decisions, Line, yes
from helpers.survey.identity import At
from helpers.survey.sources import Source

Found = dict[str, set[int]]
FoundAt = dict[tuple[str, str], set[int]]
TODO = "Rätta raden eller ta bort den."


class Known:
    """Finds the responses that lines of decisions/ are about, among `rows`."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows
        self.files = set(rows[At.FILE].unique())

    @cached_property
    def _places(self) -> tuple[Found, FoundAt, FoundAt]:
        """Responses by id, by file and id, by file and row: made when a line asks."""
        by_id: Found = defaultdict(set)
        by_file: FoundAt = defaultdict(set)
        by_place: FoundAt = defaultdict(set)
        columns = (At.FILE, At.ROW, At.ID, At.RESPONSE)
        of_each = zip(*(self.rows[c] for c in columns), strict=True)
        for file, row, id, response in of_each:
            by_place[file, str(row)].add(response)
            if id:
                by_id[id].add(response)
                by_file[file, id].add(response)
        return by_id, by_file, by_place

    def responses(self, line: Line) -> set[int]:
        """The responses with the line's `id` (in its `file`, where that one has it: two
        forms may number alike; at its `row`, where the file has several), else the one
        at its `file` and `row`."""
        by_id, by_file, by_place = self._places
        at = by_place.get((line["file"], line["row"]), set())
        if not line["id"]:
            return at
        id = fold(line["id"])
        found = by_file.get((line["file"], id)) or by_id.get(id, set())
        return found & at or found

    def hits(self, line: Line) -> pd.Series:
        """The rows of those responses, in every file."""
        return self.rows[At.RESPONSE].isin(self.responses(line))

    def ambiguous(self, line: Line, file: str) -> Problem | None:
        """What is wrong with a line of `file` that fits more than one response."""
        if not line["id"] or len(self.responses(line)) < 2:
            return None
        return Problem(
            f"Flera svar har id {line['id']}, i olika filer.",
            "Skriv i kolumnen file vilken fil du menar.",
            file=f"decisions/{file}",
            row=int(line["line"]),
        )

    def outdated(self, line: Line) -> bool:
        """Whether the line was made in an export that is listed no longer, and no other
        has its response: it may have been removed in the survey tool."""
        gone = line["file"] and line["file"] not in self.files
        return bool(line["id"] and gone) and not self.responses(line)


def names_response(line: Line) -> bool:
    """Whether a decision names a response by id, or by file and row."""
    return bool(line["id"] or (line["file"] and line["row"]))


def outdated_lines(name: str, table: pd.DataFrame, known: Known) -> list[Problem]:
    """What is told of lines whose response is in no export any longer."""
    return [
        Problem(
            f"Inget svar har längre id {line['id']}; beslutet gäller inget.",
            "Ta bort raden om den inte behövs.",
            file=f"decisions/{name}.csv",
            row=int(line["line"]),
        )
        for line in table.to_dict("records")
        if names_response(line) and known.outdated(line)
    ]


# ---------------------------------------------------------------- rows


def decided_rows(rows: pd.DataFrame, decisions: Decisions) -> pd.Series:
    """Per row of `rows` "ja" or "nej" where rows.csv keeps or drops its response, else
    "". Raises DecisionError with every line that fits nothing."""
    known = Known(rows)
    decided = pd.Series("", rows.index)
    problems = []
    for line in decisions.rows.to_dict("records"):
        if not known.responses(line) and not known.outdated(line):
            problems.append(_nowhere(line, known))
        elif wrong := known.ambiguous(line, "rows.csv"):
            problems.append(wrong)
        keep = yes(line["keep"])
        if keep is not None:
            decided[known.hits(line)] = "ja" if keep else "nej"
    if problems:
        raise DecisionError(problems)
    return decided


def _nowhere(line: Line, known: Known) -> Problem:
    where = f"id {line['id']}" if line["id"] else f"rad {line['row']}"
    return Problem(
        f"Det finns inget svar på {where} i ”{line['file']}”.",
        nearest(line["file"], known.files - {line["file"]})
        or "Ange filen och raden som de står i Excel.",
        file="decisions/rows.csv",
        row=int(line["line"]),
    )


def picked_rows(rows: pd.DataFrame, decisions: Decisions) -> pd.Series:
    """Where a line of rows.csv keeps this very row, by its file and row."""
    kept = {
        (line["file"], line["row"])
        for line in decisions.rows.to_dict("records")
        if yes(line["keep"])
    }
    places = zip(rows[At.FILE], rows[At.ROW].astype(str), strict=True)
    return pd.Series([place in kept for place in places], rows.index, dtype=bool)


# ---------------------------------------------------------------- corrections


@dataclass
class Corrected:
    """`rows`, with corrections.csv applied; what the log says of it, in Swedish; and
    the lines that hold for nothing any longer."""

    rows: pd.DataFrame
    notes: list[str] = field(default_factory=list)
    lost: list[Problem] = field(default_factory=list)


def correct(rows: pd.DataFrame, source: Source) -> Corrected:
    """Applies decisions/corrections.csv to every row of the responses it is about.

    Raises DecisionError with all the corrections that fit nothing.
    """
    corrections = source.decisions.corrections
    if corrections.empty:
        return Corrected(rows)
    done = Corrected(rows.copy())
    known = Known(rows)
    columns = correctable(source.codebook)
    typed = units.typed(rows, source.codebook)
    matched = units.match(typed, source)["name"].str.casefold()
    problems = []
    for line in corrections.to_dict("records"):
        key = fold(line["unit"]).casefold()
        of_unit = (typed == key) | (matched == key)
        hits = known.hits(line) if names_response(line) else of_unit & bool(key)
        if key and names_response(line):
            hits &= of_unit
        column = columns.get(line["question"])
        if column is None:
            problems.append(_unknown_question(line, columns))
        elif not key and known.outdated(line):
            continue  # told by outdated_lines
        elif (wrong := known.ambiguous(line, "corrections.csv")) or (
            wrong := _misfit(rows, done.rows, hits, column, line)
        ):
            problems.append(wrong)
        else:
            _apply(done, rows, hits, column, line, source.codebook)
    done.lost += outdated_lines("corrections", corrections, known)
    if problems:
        raise DecisionError(problems)
    return done


def _apply(
    done: Corrected,
    before: pd.DataFrame,
    hits: pd.Series,
    column: str,
    line: Line,
    book: Codebook,
) -> None:
    """Writes the correction into the rows, and tells of it. `before`: the rows as the
    files have them, whatever an earlier line has made of them: the last line holds."""
    rows = done.rows
    texts = rows[column].fillna("").map(fold)
    stood = before[column].fillna("").map(fold)
    stands = hits & ((texts == line["from"]) | (stood == line["from"]))
    latest = rows[At.EXPORT] == rows.loc[hits, At.EXPORT].max()
    newer = hits & latest & ~stands & (texts != line["to"])
    rows.loc[stands, column] = line["to"] or None
    if newer.any() and names_response(line):
        done.lost.append(
            Problem(
                f"Rättelsen gäller inte längre: i en senare fil har {_whose(line)} ett "
                f"annat svar på {line['question']}.",
                "Ta bort raden, eller rätta det nya svaret.",
                file="decisions/corrections.csv",
                row=int(line["line"]),
            )
        )
    elif stands.any():
        done.notes.append(_note(book, line))


def _unknown_question(line: Line, columns: Mapping[str, str]) -> Problem:
    return Problem(
        f"Det finns ingen fråga ”{line['question']}” med en egen kolumn.",
        nearest(line["question"], columns),
        file="decisions/corrections.csv",
        row=int(line["line"]),
    )


def _misfit(
    before: pd.DataFrame,
    rows: pd.DataFrame,
    hits: pd.Series,
    column: str,
    line: Line,
) -> Problem | None:
    """Why a correction fits nothing, or None when it does, or is made already."""
    place: dict[str, Any] = {"file": "decisions/corrections.csv", "row": line["line"]}
    question, who = line["question"], _whose(line)
    if not who:
        found = "Raden säger inte vilket svar den rättar."
        return Problem(found, "Fyll i unit, eller id, eller file och row.", **place)
    if not hits.any():
        return Problem(f"Inget svar har {who}.", TODO, **place)
    stands = sorted(set(rows.loc[hits, column].fillna("").map(fold)))
    stood = set(before.loc[hits, column].fillna("").map(fold))
    if line["from"] in {*stands, *stood} or stands == [line["to"]]:
        return None
    there = ", ".join(f"”{one}”" for one in stands)
    found = f"Svaret med {who} har inte ”{line['from']}” på {question}"
    return Problem(f"{found}, utan {there}.", TODO, **place)


def _whose(line: Line) -> str:
    """How a decision says which response it is about, in Swedish; "" if it does not."""
    if line.get("unit"):
        return f"enheten ”{line['unit']}”"
    if line["id"]:
        return f"id {line['id']}"
    return f"rad {line['row']} i ”{line['file']}”" if line["row"] else ""


def _note(book: Codebook, line: Line) -> str:
    reason = line["reason"] or "utan angiven orsak"
    begins = f"Rättat {line['question']} för {line['unit'] or _whose(line)}"
    question = book.by_id.get(line["question"])
    if isinstance(question, FreeText) and question.id != _unit_question(book):
        return f"{begins} (fritext): {reason}."
    return f"{begins}: ”{line['from']}” blev ”{line['to']}” ({reason})."


def _unit_question(book: Codebook) -> str:
    return book.unit.question if book.unit else ""


def correctable(book: Codebook) -> dict[str, str]:
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

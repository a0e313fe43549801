"""Columns cut into questions as the earlier wave cut them.

Microsoft Forms loses which rows are one grid, so that they are found by which options
somebody happened to choose: three singles one year, a grid the next. Where an earlier
wave has said which rows are one grid, or that they are questions of their own, the same
columns are so again; but a grid that the file itself binds together stays one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.drafting import scales
from helpers.drafting.recognition import Drafted
from helpers.drafting.recognition.profiles import Keys
from helpers.drafting.recognition.words import slugs
from helpers.drafting.rewording import options_of, row_labels, same_form
from helpers.exports import ExportColumn
from helpers.survey.codebook import Codebook, Grid, Single

FEWEST, MOST_GONE = 2, 0.5  # rows of a grid; the share that may be gone


@dataclass(frozen=True)
class _Row:
    """A column with one answer, alone or as a row of a grid."""

    label: str
    column: ExportColumn
    of: Drafted


def regrouped(questions: Sequence[Drafted], earlier: Codebook) -> list[Drafted]:
    """The questions, their columns with one answer grouped as in the earlier wave."""
    found = list(questions)
    for grid in earlier.questions:
        if isinstance(grid, Grid) and grid.cell == "single":
            found = _gathered(found, grid, earlier)
    alone = {
        same_form(question.wording)
        for question in earlier.questions
        if isinstance(question, Single)
    }
    return [one for drafted in found for one in _split(drafted, alone)]


def _rows(questions: Sequence[Drafted]) -> Iterator[_Row]:
    for drafted in questions:
        keys = drafted.keys
        if drafted.type == "single" and len(drafted.columns) == 1:
            yield _Row(drafted.wording, drafted.columns[0], drafted)
        elif _is_loose(drafted):
            labels = row_labels(keys)
            by_name = {column.name: column for column in drafted.columns}
            for id, where in keys["rows"].items():
                if isinstance(where, str):
                    yield _Row(labels[id], by_name[where], drafted)


def _is_loose(drafted: Drafted) -> bool:
    """Whether it is a grid that the file itself does not bind together."""
    bound = {column.group for column in drafted.columns}
    single = drafted.type == "grid" and drafted.keys.get("cell") == "single"
    return single and (len(bound) > 1 or "" in bound)


def _gathered(questions: list[Drafted], grid: Grid, earlier: Codebook) -> list[Drafted]:
    """The questions with the rows of an earlier grid in one grid again."""
    labels = {same_form(item.label) for item in earlier.items(grid)}
    rows = [row for row in _rows(questions) if same_form(row.label) in labels]
    one = {id(row.of) for row in rows}
    whole = len(one) == 1 and len([*_rows([rows[0].of])]) == len(rows)
    few = len(rows) < max(FEWEST, MOST_GONE * len(labels))
    if few or whole or not _alike(rows, grid):
        return questions
    taken = {row.column.name for row in rows}
    made = _grid(rows, grid)
    found: list[Drafted] = []
    for drafted in questions:
        if id(drafted) not in one:
            found.append(drafted)
            continue
        if made not in found:
            found.append(made)
        left = [row for row in _rows([drafted]) if row.column.name not in taken]
        found += [_single(row, drafted) for row in left]
    return found


def _alike(rows: Sequence[_Row], grid: Grid) -> bool:
    """Whether the options now are those of the earlier grid, but for a few."""
    known = {option.casefold() for option in grid.all_options}
    now = {option.casefold() for row in rows for option in options_of(row.of)}
    return len(now & known) >= 0.6 * len(now)


def _grid(rows: Sequence[_Row], grid: Grid) -> Drafted:
    ids = slugs(row.label for row in rows)
    keys: Keys = {
        "type": "grid",
        "cell": "single",
        "rows": {id: row.column.name for id, row in zip(ids, rows, strict=True)},
        "row_labels": {id: row.label for id, row in zip(ids, rows, strict=True)},
    }
    recodes = [row.of.keys.get("recode", {}) for row in rows]
    if recode := {code: label for one in recodes for code, label in one.items()}:
        keys["recode"] = recode
    drafted = Drafted(keys, [row.column for row in rows])
    options = list(dict.fromkeys([*grid.all_options, *_options(rows)]))
    drafted.ordered = scales.recognise(options)
    if drafted.ordered is None or not drafted.ordered.likert:
        keys["options"] = options
        keys |= (
            {"dont_know": list(grid.dont_know_options)}
            if grid.dont_know_options
            else {}
        )
    if other := next((r.of.keys["other"] for r in rows if "other" in r.of.keys), ""):
        keys["other"] = other
    drafted.todo = list(dict.fromkeys(t for row in rows for t in row.of.todo))
    return drafted


def _options(rows: Sequence[_Row]) -> list[str]:
    others = {row.of.keys.get("other") for row in rows}
    return [o for row in rows for o in options_of(row.of) if o not in others]


def _split(drafted: Drafted, alone: set[str]) -> Iterator[Drafted]:
    """A grid's rows that were questions of their own, as questions of their own."""
    rows = [*_rows([drafted])]
    out = [row for row in rows if same_form(row.label) in alone]
    if drafted.type != "grid" or len(out) < max(FEWEST, MOST_GONE * len(rows)):
        yield drafted
    else:
        yield from (_single(row, drafted) for row in rows)


def _single(row: _Row, of: Drafted) -> Drafted:
    """A row of a grid as a question of its own, with the grid's options."""
    keys = {key: value for key, value in of.keys.items() if key not in _OF_GRIDS}
    keys = {"type": "single", "column": row.column.name} | keys
    wording = f"{of.wording} {row.label}".strip() if not of.wordless else row.label
    return Drafted(keys, [row.column], wording, list(of.todo), of.ordered)


_OF_GRIDS = frozenset({"type", "cell", "rows", "row_labels", "column"})

"""Which rows of the exports are one and the same response.

Late answers come as a new export that has all the earlier ones too; a file saved by
Excel has lost the seconds; rows are pasted in once more. Whoever counts, compares or
decides asks `identify`, so that all parts of the suite agree.

Between two files a response is known, in turn, by

1. the tool's id and the minute when it began;
2. the id alone, when the answers show that the files number the same responses;
3. without an id: the minute when it was given, and the same answers;
4. as 3, of a minute that each file has once: nearly the same answers (one was changed);
5. without id and time: the same answers at the same place of the two files.

Evidence is weighed by file: two forms may number alike, and two persons may give the
same few answers in the same minute.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers.core.errors import Problem
from helpers.exports import Export
from helpers.survey.matching import ComparedFile, matched


class At:
    """The columns that say where a row stands and which response it belongs to, beside
    the survey's own. No header can be called so: folded texts hold no such sign."""

    FILE = "\x1ffile"
    ROW = "\x1frow"
    EXPORT = "\x1fexport"
    ID = "\x1fid"
    MOMENT = "\x1fmoment"
    RESPONSE = "\x1fresponse"
    ANSWERS = "\x1fanswers"


TELLING = {"second": 6, "minute": 12}  # filled cells that two persons hardly share
CHANCE = 1e-3  # that so long a run of rows would come again of itself


# ---------------------------------------------------------------- all files


def identify(exports: Sequence[Export]) -> pd.DataFrame:
    """A row a row of the exports, in their order, with the columns of `At`.

    EXPORT counts the files from 0. ID is the tool's own, else the minute and a part of
    the answers ("2026-02-01 09:05 3fa2b1"), which the same response has in a later
    export too; "" where there is neither. MOMENT: when it was last changed, sent in or
    begun, in ISO form or as it stood. RESPONSE: the same number for the rows of one
    response. ANSWERS: a number that is equal for equal answers to what all files ask.
    """
    files = [ComparedFile.of(export) for export in exports]
    shared = [n for n in files[0].texts if all(n in f.texts for f in files)]
    numbers: list[np.ndarray] = []
    parts, free = [], 0
    for place, (export, file) in enumerate(zip(exports, files, strict=True)):
        own = np.full(len(file.ids), -1)
        for earlier in range(place - 1, -1, -1):
            found = matched(files[earlier], file)
            new = (own < 0) & (found >= 0)
            own[new] = numbers[earlier][found[new]]
        for row, first in enumerate(_first_of_copies(file)):
            if own[row] < 0:
                own[row] = own[first] if first != row else free
                free += first == row
        numbers.append(own)
        parts.append(
            pd.DataFrame(
                {
                    At.FILE: export.file,
                    At.ROW: export.responses.index.to_numpy(dtype="int64"),
                    At.EXPORT: place,
                    At.ID: _named(file, file.answers()),
                    At.MOMENT: file.moments,
                    At.RESPONSE: own,
                    At.ANSWERS: file.answers(shared),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _named(file: ComparedFile, answers: np.ndarray) -> list[str]:
    """What a decision may call each response by."""
    return [
        id or (f"{minute} {int(number) % 16**6:06x}" if minute else "")
        for id, minute, number in zip(file.ids, file.minutes, answers, strict=True)
    ]


# ---------------------------------------------------------------- one file


def _first_of_copies(file: ComparedFile) -> list[int]:
    """The place of the first row of each row's response in the same file."""
    found = list(range(len(file.ids)))
    ids = pd.Series(file.ids, dtype=object)
    answers = file.answers()
    first: dict[Hashable, int] = {}
    for row in np.flatnonzero(ids.duplicated(keep=False) & ids.ne("")).tolist():
        id, minute = file.ids[row], file.minutes[row]
        key = (id, minute) if minute else (id, "", answers[row])
        found[row] = first.setdefault(key, row)
    if ids.eq("").any():
        pasted = _pasted(file, answers)
        for row in np.flatnonzero(ids.eq("")).tolist():
            found[row] = pasted.get(row, row)
    return found


def _pasted(file: ComparedFile, answers: np.ndarray) -> dict[int, int]:
    """Row → the row that it repeats, among those without an id: rows with the same time
    and answers, where so much was answered that two persons hardly give the same, or
    where a run of rows comes again in its order, longer than chance makes it; equal
    rows of a table whose rows are numbered."""
    exact = any(text[16:19] not in ("", ":00") for text in file.moments)
    times = pd.factorize(np.array(file.moments if exact else file.minutes, object))[0]
    keys = pd.factorize(times * np.int64(len(times)) + pd.factorize(answers)[0])[0]
    counts = np.bincount(keys)
    again = counts[keys] > 1
    found: dict[int, int] = {}
    first: dict[Hashable, int] = {}
    many = file.filled() >= TELLING["second" if exact else "minute"]
    for row in np.flatnonzero(again).tolist():
        same = first.setdefault(int(keys[row]), row)
        if same != row and (file.numbered or (many[row] and file.minutes[row])):
            found[row] = same
    length = _telling_run(counts)
    runs: dict[Hashable, int] = {}
    # Only where each row comes again can all of them.
    for row in np.flatnonzero(again[: len(keys) - length + 1]).tolist():
        window = slice(row, row + length)
        if not again[window].all() or not all(file.minutes[window]):
            continue
        same = runs.setdefault(tuple(keys[window].tolist()), row)
        if same + length <= row:
            found |= {row + step: same + step for step in range(length)}
    return {row: same for row, same in found.items() if same not in found}


def _telling_run(counts: np.ndarray) -> int:
    """How many rows in a row must come again for it to be no chance; `counts`: how
    often each row's key comes."""
    rows = int(counts.sum())
    alike = float((counts.astype(float) ** 2).sum()) / rows**2 if rows else 1.0
    if alike >= 1:
        return rows + 1
    pairs = rows**2 / 2
    return max(2, math.ceil(math.log(pairs / CHANCE) / -math.log(alike)))


# ---------------------------------------------------------------- what is told


def unrecognised(exports: Sequence[Export], places: pd.DataFrame) -> Iterator[Problem]:
    """Pairs of files where nothing tells whether the same responses are in both."""
    for number, (earlier, later) in enumerate(pairwise(exports)):
        known = any(map(later.meta, ("id", "start", "end")))
        before = places[places[At.EXPORT] == number]
        after = places[places[At.EXPORT] == number + 1]
        if known or after[At.RESPONSE].isin(before[At.RESPONSE]).any():
            continue
        same = after[At.ANSWERS].isin(before[At.ANSWERS]).sum()
        yield Problem(
            f"Varken id eller tidpunkt visar om svaren i ”{earlier.file}” finns med "
            f"här också. {same} av {len(after)} rader har samma svar som en rad där, "
            "och alla räknas.",
            "Är det samma svar: ta bort den tidigare filen under exports.",
            file=later.file,
        )


def contradicting_copies(
    exports: Sequence[Export], places: pd.DataFrame
) -> Iterator[Problem]:
    """Rows of one file with the same id and time but other answers: only the last one
    counts, and perhaps the id is a person's and not a response's."""
    for number, export in enumerate(exports):
        own = places[places[At.EXPORT] == number]
        several = own[own[At.RESPONSE].duplicated(keep=False)]
        kinds = several.groupby(At.RESPONSE)[At.ANSWERS].nunique()
        unlike = several[several[At.RESPONSE].isin(kinds.index[kinds > 1])]
        if len(unlike):
            rows = [int(row) for row in unlike[At.ROW]]
            yield Problem(
                f"{len(rows)} rader har samma id och tid som en annan rad men andra "
                f"svar (rad {listed_rows(rows)}). Bara den senaste av dem räknas.",
                "Är id svarets eget nummer? Annars: ta bort kolumnen ur filen.",
                file=export.file,
                row=rows[0],
            )


MOST_LISTED = 8


def listed_rows(numbers: Sequence[int]) -> str:
    """ "3, 7, 12", cut short with how many more.

    >>> listed_rows(range(2, 13))
    '2, 3, 4, 5, 6, 7, 8, 9 och 3 till'
    """
    ordered = sorted(set(numbers))
    shown = ", ".join(map(str, ordered[:MOST_LISTED]))
    more = len(ordered) - MOST_LISTED
    return f"{shown} och {more} till" if more > 0 else shown

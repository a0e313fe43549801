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
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers.core.errors import Problem
from helpers.core.wording import fold
from helpers.exports import Export


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


AGREE = 0.5  # of what chance leaves over: two files number the same responses
FOUND = 0.5  # of the rows in the time that both files cover
ALIKE = 0.5  # of the filled cells, for a response of which something was changed
IN_PLACE = 0.9  # of the rows, where nothing but the place and the answers is there
TELLING = {"second": 6, "minute": 12}  # filled cells that two persons hardly share
CHANCE = 1e-3  # that so long a run of rows would come again of itself
LONGEST_SHIFT = pd.Timedelta(hours=14)  # between two time zones

_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True)
class _File:
    """One export as it is compared: per row the tool's `ids` and the `minutes` of when
    it was given ("" where there is none), and the answers of each column as whole
    numbers (0: blank; equal numbers: equal answers)."""

    ids: np.ndarray
    minutes: np.ndarray
    moments: np.ndarray
    cells: dict[str, np.ndarray]

    @classmethod
    def of(cls, export: Export) -> _File:
        ids = _texts(export, "id")
        starts, ends = _texts(export, "start"), _texts(export, "end")
        began = starts if any(starts) else ends
        changed = _texts(export, "modified")
        cells = {
            fold(column.name).casefold(): _hashed(export.responses[column.name])
            for column in export.columns
            if not column.meta
        }
        return cls(
            ids,
            np.array([_minute(text) for text in began], dtype=object),
            np.where(changed != "", changed, np.where(ends != "", ends, starts)),
            cells,
        )

    def answers(self, names: Sequence[str] | None = None) -> np.ndarray:
        """All answers of a row as one number; a blank adds nothing, so that a column
        that came later changes no earlier response."""
        total = np.zeros(len(self.ids), dtype=np.uint64)
        for name in self.cells if names is None else names:
            cells = self.cells[name]
            salt = pd.util.hash_array(np.array([name], dtype=object))[0] | np.uint64(1)
            total += np.where(cells == 0, np.uint64(0), cells * salt)
        return total

    def filled(self) -> np.ndarray:
        """How many cells of each row hold an answer."""
        counts = [(cells != 0).astype(int) for cells in self.cells.values()]
        return np.sum(counts, axis=0) if counts else np.zeros(len(self.ids), int)


def _texts(export: Export, kind: str) -> np.ndarray:
    names = export.meta(kind)
    if not names:
        return np.full(len(export.responses), "", dtype=object)
    texts = export.responses[names[0]].fillna("")
    return texts.map(fold).to_numpy(dtype=object)


def _minute(text: str) -> str:
    """The minute of a time, "" for what is no time in ISO form.

    >>> _minute("2026-02-01 09:00:12"), _minute("1/2/26")
    ('2026-02-01 09:00', '')
    """
    found = _MINUTE.match(text)
    return found[0].replace("T", " ") if found else ""


def _hashed(texts: pd.Series) -> np.ndarray:
    codes, uniques = pd.factorize(texts)
    plain = np.array([_plain(str(text)) for text in uniques], dtype=object)
    hashes = pd.util.hash_array(plain) if len(plain) else np.zeros(0, np.uint64)
    hashes = np.where(plain == "", np.uint64(0), hashes)
    return np.append(hashes, np.uint64(0))[codes]


def _plain(text: str) -> str:
    """An answer as it is compared: a spreadsheet writes 1,50 for 1.5."""
    text = fold(text).casefold()
    if _NUMBER.fullmatch(text):
        return f"{float(text.replace(',', '.')):.12g}"
    return text


# ---------------------------------------------------------------- all files


def identify(exports: Sequence[Export]) -> pd.DataFrame:
    """A row a row of the exports, in their order, with the columns of `At`.

    EXPORT counts the files from 0. ID is the tool's own, else the minute and a part of
    the answers ("2026-02-01 09:05 3fa2b1"), which the same response has in a later
    export too; "" where there is neither. MOMENT: when it was last changed, sent in or
    begun, in ISO form or as it stood. RESPONSE: the same number for the rows of one
    response. ANSWERS: a number that is equal for equal answers to what all files ask.
    """
    files = [_File.of(export) for export in exports]
    shared = [n for n in files[0].cells if all(n in f.cells for f in files)]
    numbers: list[np.ndarray] = []
    parts, free = [], 0
    for place, (export, file) in enumerate(zip(exports, files, strict=True)):
        own = np.full(len(file.ids), -1)
        for earlier in range(place - 1, -1, -1):
            found = _matched(files[earlier], file)
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


def _named(file: _File, answers: np.ndarray) -> list[str]:
    """What a decision may call each response by."""
    return [
        id or (f"{minute} {int(number) % 16**6:06x}" if minute else "")
        for id, minute, number in zip(file.ids, file.minutes, answers, strict=True)
    ]


# ---------------------------------------------------------------- one file


def _first_of_copies(file: _File) -> list[int]:
    """The place of the first row of each row's response in the same file."""
    answers = file.answers()
    pasted = _pasted(file, answers)
    first: dict[Hashable, int] = {}
    found = []
    for row, (id, minute) in enumerate(zip(file.ids, file.minutes, strict=True)):
        if id:
            key = (id, minute) if minute else (id, "", answers[row])
            found.append(first.setdefault(key, row))
        else:
            found.append(pasted.get(row, row))
    return found


def _pasted(file: _File, answers: np.ndarray) -> dict[int, int]:
    """Row → the row that it repeats, among those without an id: rows with the same time
    and answers, where so much was answered that two persons hardly give the same, or
    where a run of rows comes again in its order, longer than chance makes it."""
    exact = any(text[16:19] not in ("", ":00") for text in file.moments)
    keys = list(zip(file.moments if exact else file.minutes, answers, strict=True))
    found: dict[int, int] = {}
    first: dict[Hashable, int] = {}
    many = file.filled() >= TELLING["second" if exact else "minute"]
    for row, key in enumerate(keys):
        same = first.setdefault(key, row)
        if same != row and many[row] and file.minutes[row]:
            found[row] = same
    length = _telling_run(keys)
    runs: dict[Hashable, int] = {}
    for row in range(len(keys) - length + 1):
        if not all(file.minutes[row : row + length]):
            continue
        same = runs.setdefault(tuple(keys[row : row + length]), row)
        if same + length <= row:
            found |= {row + step: same + step for step in range(length)}
    return {row: same for row, same in found.items() if same not in found}


def _telling_run(keys: Sequence[Hashable]) -> int:
    """How many rows in a row must come again for it to be no chance."""
    counts = np.array(list(Counter(keys).values()), dtype=float)
    alike = float((counts**2).sum()) / len(keys) ** 2 if len(keys) else 1.0
    if alike >= 1:
        return len(keys) + 1
    pairs = len(keys) ** 2 / 2
    return max(2, math.ceil(math.log(pairs / CHANCE) / -math.log(alike)))


# ---------------------------------------------------------------- two files


def _matched(before: _File, after: _File) -> np.ndarray:
    """Per row of `after`, the place of the same response in `before`, or -1."""
    found = np.full(len(after.ids), -1)
    shared = [name for name in before.cells if name in after.cells]
    _by_id(before, after, shared, found)
    if shared and not (before.ids != "").all() | (after.ids != "").all():
        _by_minute(before, after, shared, found)
    timeless = not any(before.minutes) or not any(after.minutes)
    if shared and timeless and not any(before.ids) and not any(after.ids):
        _by_place(before, after, shared, found)
    return found


def _by_id(
    before: _File, after: _File, shared: Sequence[str], found: np.ndarray
) -> None:
    """Steps 1 and 2, written into `found`."""
    exact = {
        (id, minute): place
        for place, (id, minute) in enumerate(
            zip(before.ids, before.minutes, strict=True)
        )
        if id
    }
    alone = {id: place for (id, _), place in exact.items()}
    pairs = []
    for row, (id, minute) in enumerate(zip(after.ids, after.minutes, strict=True)):
        if not id:
            continue
        if minute and (id, minute) in exact:
            found[row] = exact[id, minute]
        elif id in alone:
            pairs.append((row, alone[id]))
    if pairs and shared and _one_shift(before, after, pairs):
        rows, places = map(np.array, zip(*pairs, strict=True))
        if _agreement(before, after, shared, places, rows) >= AGREE:
            found[rows] = places


def _one_shift(before: _File, after: _File, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether the times of all pairs differ by the same hours (another time zone), or
    one of the files has no time: the same number at another time is another's."""
    shifts = {
        pd.Timestamp(after.minutes[row]) - pd.Timestamp(before.minutes[place])
        for row, place in pairs
        if after.minutes[row] and before.minutes[place]
    }
    if not shifts:
        return True
    one = len(shifts) == 1 and len(pairs) > 1
    return one and abs(next(iter(shifts))) <= LONGEST_SHIFT


def _agreement(
    before: _File,
    after: _File,
    shared: Sequence[str],
    places: np.ndarray,
    rows: np.ndarray,
) -> float:
    """How much more alike the pairs are than pairs by chance: 1 where every cell is
    equal, 0 where they are like strangers (Cohen's kappa over the cells)."""
    observed, expected = [], []
    for name in shared:
        one, other = before.cells[name][places], after.cells[name][rows]
        if not one.any() and not other.any():
            continue
        observed.append(float((one == other).mean()))
        counts = Counter(one.tolist())
        hits = sum(counts[cell] for cell in other.tolist())
        expected.append(hits / (len(one) * len(other)))
    if not observed:
        return 0.0
    by_chance = float(np.mean(expected))
    seen = float(np.mean(observed))
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else seen


def _by_minute(
    before: _File, after: _File, shared: Sequence[str], found: np.ndarray
) -> None:
    """Steps 3 and 4, written into `found`, for the rows without an id."""
    old, new = before.answers(shared), after.answers(shared)
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place, minute in enumerate(before.minutes):
        if minute and not before.ids[place]:
            waiting[minute, old[place]].append(place)
    rows = [
        row
        for row, minute in enumerate(after.minutes)
        if minute and not after.ids[row] and found[row] < 0
    ]
    hits = {
        row: places.pop(0)
        for row in rows
        if (places := waiting.get((after.minutes[row], new[row])))
    }
    span = sorted(after.minutes[row] for row in rows)
    covered = [m for m in before.minutes if m and span and span[0] <= m <= span[-1]]
    if not hits or len(hits) < FOUND * len(covered):
        return
    for row, place in hits.items():
        found[row] = place
    taken = set(hits.values())
    once = {m for m, n in Counter(before.minutes).items() if n == 1}
    once &= {m for m, n in Counter(after.minutes).items() if n == 1}
    there = {m: place for place, m in enumerate(before.minutes) if m in once}
    for row in rows:
        place = there.get(after.minutes[row], -1)
        free = found[row] < 0 <= place and place not in taken
        if free and _alike(before, after, shared, place, row) >= ALIKE:
            found[row] = place


def _alike(
    before: _File, after: _File, shared: Sequence[str], place: int, row: int
) -> float:
    """The share of equal cells among those that either row has filled."""
    pairs = [(before.cells[n][place], after.cells[n][row]) for n in shared]
    filled = [pair for pair in pairs if any(pair)]
    return sum(one == other for one, other in filled) / len(filled) if filled else 0.0


def _by_place(
    before: _File, after: _File, shared: Sequence[str], found: np.ndarray
) -> None:
    """Step 5, written into `found`: later answers stand last, or first."""
    old, new = before.answers(shared), after.answers(shared)
    size = len(old)
    if size > len(new):
        return
    for shift in dict.fromkeys((0, len(new) - size)):
        same = old == new[shift : shift + size]
        if same.mean() >= IN_PLACE and len(set(old.tolist())) > 1:
            found[shift : shift + size] = np.arange(size)
            return


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

"""Which rows of two exports are one response: by id, minute, answers or place.

Evidence is weighed by file: two forms may number alike, and two persons may give the
same few answers in the same minute. `identity` says in which order it is looked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.core.wording import fold
from helpers.exports import Export

AGREE = 0.5  # of what chance leaves over: two files number the same responses
FOUND = 0.5  # of the rows in the time that both files cover
ALIKE = 0.5  # of the filled cells, for a response of which something was changed
IN_PLACE = 0.9  # of the rows, where nothing but the place and the answers is there
OWN_NUMBERS = 0.75  # of the rows, in a column that numbers them: the rest are copies
LONGEST_SHIFT = pd.Timedelta(hours=14)  # between two time zones

_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
_NUMBERS_ROWS = re.compile(
    r"(löp|lop|serie|rad|svars|enkät)?(nr|nummer|number|no\.?)|#|(.*[ _])?id",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True)
class ComparedFile:
    """What responses are recognised by: per row the tool's `ids` and the `minutes` of
    when it was given ("" where there is none), and when it was last changed
    (`moments`). `texts`: the answers, a column each by its folded header. `numbered`:
    whether a column of the survey numbers the rows: then equal rows are copies."""

    ids: np.ndarray
    minutes: np.ndarray
    moments: np.ndarray
    texts: pd.DataFrame
    numbered: bool = False

    @classmethod
    def of(cls, export: Export) -> ComparedFile:
        ids = _texts(export, "id")
        starts, ends = _texts(export, "start"), _texts(export, "end")
        began = starts if any(starts) else ends
        changed = _texts(export, "modified")
        asked = {
            fold(column.name).casefold(): column.name
            for column in export.columns
            if not column.meta
        }
        texts = export.responses[[*asked.values()]].set_axis([*asked], axis="columns")
        return cls(
            ids,
            np.array([_minute(text) for text in began], dtype=object),
            np.where(changed != "", changed, np.where(ends != "", ends, starts)),
            texts,
            any(
                _NUMBERS_ROWS.fullmatch(name) and _numbers_rows(texts[name])
                for name in texts
            ),
        )

    @cached_property
    def cells(self) -> dict[str, np.ndarray]:
        """The answers of each column as whole numbers (0: blank; equal numbers: equal
        answers). Kept, since two files are compared column by column."""
        return {name: _hashed(self.texts[name]) for name in self.texts}

    @cached_property
    def _whole(self) -> tuple[np.ndarray, np.ndarray]:
        """`answers` and `filled` of all columns, one in memory at a time: of a million
        responses all of them take a gigabyte."""
        total = np.zeros(len(self.ids), dtype=np.uint64)
        filled = np.zeros(len(self.ids), dtype=int)
        for name in self.texts:
            cells = _hashed(self.texts[name])
            total += _salted(cells, name)
            filled += cells != 0
        return total, filled

    def answers(self, names: Sequence[str] | None = None) -> np.ndarray:
        """All answers of a row as one number; a blank adds nothing, so that a column
        that came later changes no earlier response."""
        if names is None or {*names} == {*self.texts}:
            return self._whole[0]
        total = np.zeros(len(self.ids), dtype=np.uint64)
        for name in names:
            total += _salted(self.cells[name], name)
        return total

    def filled(self) -> np.ndarray:
        """How many cells of each row hold an answer."""
        return self._whole[1]


def _salted(cells: np.ndarray, name: str) -> np.ndarray:
    salt = pd.util.hash_array(np.array([name], dtype=object))[0] | np.uint64(1)
    return np.where(cells == 0, np.uint64(0), cells * salt)


def _numbers_rows(texts: pd.Series) -> bool:
    """Whether every row has a whole number, and most have one of their own."""
    if len(texts) < 10 or not texts.str.fullmatch(r"\d+").eq(True).all():
        return False
    return texts.nunique() >= OWN_NUMBERS * len(texts)


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


# ---------------------------------------------------------------- two files


def matched(before: ComparedFile, after: ComparedFile) -> np.ndarray:
    """Per row of `after`, the place of the same response in `before`, or -1."""
    found = np.full(len(after.ids), -1)
    shared = [name for name in before.texts if name in after.texts]
    _by_id(before, after, shared, found)
    if shared and not (before.ids != "").all() | (after.ids != "").all():
        _by_minute(before, after, shared, found)
    timeless = not any(before.minutes) or not any(after.minutes)
    if shared and timeless and not any(before.ids) and not any(after.ids):
        _by_place(before, after, shared, found)
    return found


def _by_id(
    before: ComparedFile, after: ComparedFile, shared: Sequence[str], found: np.ndarray
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


def _one_shift(
    before: ComparedFile, after: ComparedFile, pairs: Sequence[tuple[int, int]]
) -> bool:
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
    before: ComparedFile,
    after: ComparedFile,
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
    before: ComparedFile, after: ComparedFile, shared: Sequence[str], found: np.ndarray
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
    before: ComparedFile,
    after: ComparedFile,
    shared: Sequence[str],
    place: int,
    row: int,
) -> float:
    """The share of equal cells among those that either row has filled."""
    pairs = [(before.cells[n][place], after.cells[n][row]) for n in shared]
    filled = [pair for pair in pairs if any(pair)]
    return sum(one == other for one, other in filled) / len(filled) if filled else 0.0


def _by_place(
    before: ComparedFile, after: ComparedFile, shared: Sequence[str], found: np.ndarray
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

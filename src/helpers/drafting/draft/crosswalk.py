"""What became of departments that are gone since the wave before: a draft.

Pairs of a name that is gone and one that has come, each with what speaks for it, in
crosswalk.csv.bak. Nothing reads that file: she reads it, and takes .bak away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from helpers.core.wording import called_before
from helpers.drafting.draft.asked import Asked
from helpers.drafting.rewording import options_of
from helpers.survey.codebook import Codebook
from helpers.survey.decisions import write_small_csv

FILE = "crosswalk.csv.bak"
COLUMNS = ("from", "to", "because")
ALIKE = 80  # of 100
SHORTEST = 3  # letters of a word that two names share
_KIND = re.compile(
    r"(s?(förvaltning|nämnd|kontor|avdelning|enhet|sektor|bolag)(en|et)?|department"
    r"|office|division|unit)$",
    re.IGNORECASE,
)
_SMALL = frozenset({"och", "för", "the", "and", "for", "med"})


@dataclass(frozen=True)
class LikelyPair:
    """`now`: what the department `before` probably became, "" where nothing says it."""

    before: str
    now: str
    because: str


def changed_departments(asked: Asked) -> tuple[list[str], list[str]]:
    """(departments of the earlier wave that are gone, those that have come)."""
    earlier: Codebook | None = asked.earlier
    by_id = dict(zip(asked.ids, asked.questions, strict=True))
    if earlier is None or earlier.group is None or earlier.group not in by_id:
        return [], []
    before = earlier.question(earlier.group).all_options
    now = [*options_of(by_id[earlier.group])]
    called = called_before(now, before)
    gone = [name for name in before if name not in called.values()]
    return gone, [name for name in now if name not in called]


def likely_pairs(gone: Sequence[str], new: Sequence[str]) -> list[LikelyPair]:
    """What each of the departments that are gone probably became.

    >>> [pair] = likely_pairs(["Kulturförvaltningen"], ["Kultur och fritid", "Teknik"])
    >>> pair.now, pair.because
    ('Kultur och fritid', '”kultur” står i båda namnen')
    >>> likely_pairs(["Hamnen"], ["Kultur och fritid", "Teknik"])[0].now
    ''
    """
    return [_likeliest(name, new, alone=len(gone) == len(new) == 1) for name in gone]


def _likeliest(name: str, new: Sequence[str], *, alone: bool) -> LikelyPair:
    shared = {other: _words(name) & _words(other) for other in new}
    most = max(new, key=lambda other: (sum(map(len, shared[other])), other), default="")
    if most and shared[most]:
        words = ", ".join(f"”{word}”" for word in sorted(shared[most]))
        return LikelyPair(name, most, f"{words} står i båda namnen")
    closest = max(new, key=lambda other: (fuzz.ratio(name, other), other), default="")
    score = round(fuzz.ratio(name, closest))
    if closest and score >= ALIKE:
        return LikelyPair(name, closest, f"namnen är lika ({score} av 100)")
    if alone:
        return LikelyPair(name, new[0], "den enda som är borta, och den enda nya")
    return LikelyPair(name, "", "inget i namnen säger vad den blev")


def _words(name: str) -> set[str]:
    """The words of a name that tell it: no kind of office, no small words."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    stems = (_KIND.sub("", word) for word in words)
    return {stem for stem in stems if len(stem) >= SHORTEST and stem not in _SMALL}


def write_draft(folder: Path, asked: Asked) -> str:
    """Writes the draft where departments are gone and others have come, and returns
    what to tell her; "" where there is nothing to draft."""
    gone, new = changed_departments(asked)
    if not (gone and new):
        return ""
    pairs = likely_pairs(gone, new)
    rows = [[pair.before, pair.now, pair.because] for pair in pairs]
    write_small_csv(folder / FILE, COLUMNS, rows)
    known = sum(bool(pair.now) for pair in pairs)
    return (
        f"vad förvaltningarna blev: ett förslag ligger i {FILE} ({known} av "
        f"{len(pairs)} har ett troligt nytt namn). Det används inte förrän du har läst "
        "det, rättat och tagit bort ändelsen .bak"
    )

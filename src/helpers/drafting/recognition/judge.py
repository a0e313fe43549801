"""What columns could be, what speaks for it, and which reading is taken.

A module of `hypotheses` gives one `Hypothesis` for each reading that nothing refutes.
`judge` takes the best, and asks where another is nearly as good: nothing is decided by
the order in which the readings were tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from helpers.drafting.recognition.profiles import Drafted, Profile
from helpers.exports import ExportColumn

CodesOf = Callable[[ExportColumn], Mapping[str, str]]
WHAT_IS_IT = "vad är det?"
MARGIN = 0.15  # of `fit`: two readings closer than this are for a person to choose


class Evidence(IntEnum):
    """What a reading stands on, the weakest first."""

    CELLS = 1  # how the cells look
    HEADER = 2  # the form and the words of the header
    TOOL = 3  # marks that the survey tool made
    FILE = 4  # the file's own labels, value codes and multiple-response sets


@dataclass(frozen=True)
class About:
    """What holds for the whole export: its `tool`, the word `other` for own words
    ("Annat"), `codes_of`, which gives a column's {code: label}, and `common`, the texts
    (case folded) that several respondents gave in some column."""

    tool: str
    other: str
    codes_of: CodesOf = lambda _: {}
    common: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hypothesis:
    """A reading of columns that nothing refutes.

    `fit` is how well the cells agree, 0 to 1, and compares readings with the same
    `evidence`. `says` is the reading in Swedish with its counts, for a question to her.
    `over` are columns that are no part of it, `ignored` those not to be read, with the
    reason.
    """

    kind: str
    drafted: Drafted
    evidence: Evidence
    fit: float
    says: str = ""
    over: Sequence[Profile] = ()
    ignored: Sequence[tuple[ExportColumn, str]] = ()

    @property
    def rank(self) -> tuple[int, float]:
        return (int(self.evidence), self.fit)


def judge(hypotheses: Iterable[Hypothesis]) -> Hypothesis | None:
    """The best reading; one that is not clearly the best asks about the others."""
    ranked = sorted(hypotheses, key=lambda one: one.rank, reverse=True)
    if not ranked:
        return None
    best = ranked[0]
    rivals = {
        other.kind: other.says
        for other in reversed(ranked[1:])
        if other.kind != best.kind
        and other.evidence == best.evidence
        and best.fit - other.fit < MARGIN
        and other.says
    }
    if rivals:
        readings = [best.says or best.kind, *reversed(rivals.values())]
        sentence = f"{WHAT_IS_IT} Läses som {', eller '.join(readings)}"
        best.drafted.todo.append(sentence)
    return best


def counts_said(counts: Mapping[str, int], most: int = 4) -> str:
    """The commonest texts with their counts.

    >>> counts_said({"Ja": 3, "Nej": 9})
    '”Nej” 9, ”Ja” 3'
    """
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listing = ", ".join(f"”{text}” {times}" for text, times in ranked[:most])
    return listing + (" …" if len(ranked) > most else "")

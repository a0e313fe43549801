"""Which statistics of a table of numbers the audit can judge, and the rules for those
that are no counts in a table (feasible.py takes those).

Written from docs/methods.md and not from `disclosure` or its declarations: a statistic
that stands in none of the lists below is refused, whatever disclosure control thinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from helpers.audit.claim import COLLABORATES, SHARE, Cell, Claim
from helpers.audit.ranks import PLACES, unsafe_places
from helpers.survey.codebook import TOTAL, Codebook

COUNTED = (SHARE, COLLABORATES, "combination", "transition", "started", "stopped",
           "change_matched")  # fmt: skip
"""Counts of units: the attack takes all of them together."""
AMOUNTS = ("mean", "median", "total")
"""Of what was answered in numbers."""
SUMS = ("total", "ties")
"""What the groups' numbers sum to that of all of."""
ENOUGH = (*AMOUNTS, "ties", "organisations", "ties_written")
"""Shown where at least k answers stand behind it, and behind what it leaves over."""
NEVER = (
    *("change_all", "change", "change_frame", "dominance", "organisations_shared"),
    *("departments_sharing", "density", "mean_degree", "mean_organisation_degree"),
    *("hhi", "gini", "cr3", "centralisation", "chao1", "pair"),
    *("sides_both", "sides_department", "sides_organisation", "sides_unknown"),
    *("sides_answered", "sides_elsewhere"),
    *("ties_new", "ties_kept", "ties_no_longer_named", "ties_jaccard"),
    *("fewest_at_place", "against_others", "wanted_outside", "largest_times_next"),
    "answer_against_others",
    *("organisations_unconfirmed", "organisations_fewest"),
    *(
        "trend",
        "change_first",
        "change_between",
        "trend_share",
        "shrunken",
        "tie_share",
        "responded",
        "collaborates_by_order",
        "reweighted",
        "theme_agreement",
        "by_weight",
        "by_propensity",
        "by_late",
    ),
)
"""Not shown of a protected question."""
ALONE = ("theme",)
"""Counts of units, each told by itself: enough who gave it, and who did not."""
FACTS = ("nonresponse", "frame_kept", "frame_new", "frame_gone", "frame_moved")
"""Tell who was asked and answered, and nothing of what."""
KNOWN = frozenset((*COUNTED, *ENOUGH, *ALONE, *NEVER, *PLACES, *FACTS))

UNKNOWN = "måttet är okänt för granskningen, som inte kan säga om det röjer någon"
ALWAYS_HIDDEN = "måttet visas aldrig för en skyddad fråga"
CROSSED = "svaren på en skyddad fråga delas inte upp så fint"


def judged(claims: Iterable[Claim], codebook: Codebook) -> Iterator[tuple[Cell, str]]:
    """(cell, why it may not be shown) for every number that breaks a rule, and the
    first of every statistic that no rule is known for."""
    shown, protected = [], []
    for claim in claims:
        if not claim.suppressed and not (claim.count is None and claim.share is None):
            shown.append(claim)
            if is_protected(codebook, claim.cell.question):
                protected.append(claim)
    unknown = {claim.cell.statistic: claim.cell for claim in reversed(shown)}
    for name in sorted(unknown.keys() - KNOWN - {"crossed"}):
        yield unknown[name], UNKNOWN
    k = codebook.disclosure.k
    for claim in protected:
        cell = claim.cell
        if cell.statistic == "crossed":
            if is_protected(codebook, cell.option):
                yield cell, CROSSED
        elif cell.statistic in NEVER:
            yield cell, ALWAYS_HIDDEN
        elif cell.statistic in ALONE:
            rest = (claim.base or 0.0) - (claim.count or 0.0)
            if TOTAL not in (cell.challenge, cell.group):
                yield cell, CROSSED
            elif 0 < (claim.count or 0.0) < k or rest < k:
                yield cell, "färre än k skrev om det, eller om annat"
        elif cell.statistic in ENOUGH:
            if TOTAL not in (cell.challenge, cell.group):
                yield cell, CROSSED
            elif claim.base is not None and 0 < claim.base < k:
                yield cell, f"bara {claim.base:.0f} har svarat"
    yield from unsafe_places(protected, codebook)
    yield from _left_over([c for c in protected if c.cell.statistic in SUMS], k)


def _left_over(sums: Iterable[Claim], k: int) -> Iterator[tuple[Cell, str]]:
    """What is left of a sum when the shown sums of some parts of it are taken away."""
    by_cell = {claim.cell: claim.base for claim in sums}
    for whole, base in sorted(by_cell.items(), key=lambda one: one[0]):
        if base is None:
            continue
        for rest in _rests(whole, base, by_cell):
            if 0 < rest < k:
                left = "det som blir över när de visade delarna dras ifrån"
                yield whole, f"{left} gäller bara {rest:.0f} svar"


def _rests(
    whole: Cell, base: float, by_cell: Mapping[Cell, float | None]
) -> Iterator[float]:
    """How many answers are behind it: without one challenge, without all the groups."""
    if whole.group == TOTAL:
        groups = [
            part
            for cell, part in by_cell.items()
            if cell != whole and cell._replace(group=TOTAL) == whole
        ]
        if groups and None not in groups:
            yield base - sum(part for part in groups if part is not None)
    if whole.challenge == TOTAL:
        for cell, part in by_cell.items():
            if cell != whole and cell._replace(challenge=TOTAL) == whole:
                yield base - part if part is not None else 0.0


def is_protected(codebook: Codebook, question: str) -> bool:
    """Whether the report promises anything about answers to the question."""
    known = question in codebook.by_id and question != codebook.group
    return known and codebook.protected(question)

"""What two versions tell of numbers that are no counts in a table: the difference of
two sums, means or mean places is what late answers say, or how one was corrected.

Written from docs/methods.md and not from `disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.audit.claim import Cell, Claim
from helpers.audit.judged import ALONE, ENOUGH, is_protected
from helpers.audit.puzzle import Version
from helpers.audit.ranks import PLACES
from helpers.audit.solver import needs_protection
from helpers.survey.codebook import Codebook

ADDED_UP = ("mean", "total", *PLACES)
"""What is added up from the answers, each as much as it will."""


def told_since(
    claims: Iterable[Claim], before: Sequence[Version], codebook: Codebook
) -> Iterator[tuple[Cell, str]]:
    """(cell, why) for each number that tells, beside an earlier version's, what few
    answers say; `claims`: those of the table of all numbers now."""
    now = [one for one in claims if is_protected(codebook, one.cell.question)]
    now = [one for one in now if not one.suppressed]
    for version in before:
        then = {one.cell: one for one in version.claims if not one.suppressed}
        for claim in now:
            earlier = then.get(_called_then(claim.cell, codebook))
            why = "" if earlier is None else _why(claim, earlier, codebook)
            if why:
                yield claim.cell, f"{version.name} sade något annat, och {why}"


def _called_then(cell: Cell, codebook: Codebook) -> Cell:
    renamed = codebook.renamed
    group = renamed.groups.get(cell.group, [cell.group])
    question = renamed.questions.get(cell.question, [cell.question])
    if len(group) == len(question) == 1:
        return cell._replace(question=question[0], group=group[0])
    return cell


def _why(now: Claim, then: Claim, codebook: Codebook) -> str:
    if now.base is None or then.base is None:
        return ""
    k, small_group = codebook.disclosure.k, codebook.disclosure.small_group
    late = abs(now.base - then.base)
    more = (now.count or 0.0) - (then.count or 0.0)
    moved = abs((now.share or 0.0) - (then.share or 0.0))
    other = late > 0 or more != 0 or moved > now.half + then.half
    statistic = now.cell.statistic
    if statistic in ALONE:
        few = 0 < late < k or 0 < abs(more) < k
        if few or needs_protection(more, late, k, small_group):
            return f"av {late:.0f} svar däremellan har {more:.0f} skrivit om det"
    elif statistic in ADDED_UP and other:
        return "skillnaden kan vara ett enda svar"
    elif statistic in ENOUGH and other and late < k:
        return f"bara {late:.0f} svar har kommit däremellan"
    return ""

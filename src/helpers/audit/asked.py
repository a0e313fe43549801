"""What tells who was asked a question that a protected one leads to, where that is told
nowhere.

Written from docs/methods.md and not from `disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import MOVES
from helpers.audit.ranks import PLACES
from helpers.survey.codebook import TOTAL, Codebook

BOTH_WAVES = (
    *MOVES,
    *("change", "change_all", "change_frame", "responded", "reweighted"),
    *("trend", "trend_share", "change_first", "change_between"),
    *("ties_new", "ties_kept", "ties_no_longer_named", "ties_jaccard"),
)
"""Of those who answered in two waves or more."""
WHO_DID = ("theme", "theme_agreement", "ties", "organisations", "ties_written",
           "tie_share", "mean_degree", "density")  # fmt: skip
"""Of those who wrote, or named: they were asked."""
IN_BOTH = "de som svarat båda gångerna gav båda gångerna svaret som leder dit"
WROTE = "de som svarat fick frågan, och hur många som fick den redovisas inte"
WEIGHED = "medelplatsen är vägd efter hur många som fick frågan"


def told_of_asked(
    claims: Iterable[Claim], codebook: Codebook
) -> Iterator[tuple[Cell, str]]:
    """(cell, why) for each shown number that tells of the answers to a protected filter
    question; `claims`: those of the table of all numbers."""
    claims = list(claims)
    suppressed = {
        (one.cell.question, one.cell.challenge, one.cell.group)
        for one in claims
        if one.suppressed and one.cell.statistic == SHARE
    }
    for claim in claims:
        cell = claim.cell
        if claim.suppressed or cell.question not in codebook.by_id:
            continue
        before = _before(cell.question, codebook)
        if not any(is_protected(codebook, one) for one in before):
            continue
        if cell.statistic in BOTH_WAVES:
            yield cell, IN_BOTH
        elif cell.statistic in WHO_DID and any(
            (one, cell.challenge, cell.group) in suppressed for one in before
        ):
            yield cell, WROTE
        elif cell.statistic in PLACES and cell.group == TOTAL and _is_weighed(claim):
            yield cell, WEIGHED


def _is_weighed(claim: Claim) -> bool:
    """A mean place has one decimal and no interval where it is not."""
    share = claim.share or 0.0
    return claim.ends is not None or abs(share - round(share, 1)) > 1e-9


def _before(question: str, codebook: Codebook) -> set[str]:
    """The filter questions that lead to a question, and those that lead to them."""
    found: set[str] = set()
    waiting = [question]
    while waiting:
        own = set(codebook.by_id[waiting.pop()].asked_if) - found
        found |= own
        waiting += sorted(own)
    return found

"""Which groups are in no challenge at all, and where that is known to be so."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.schema import COLLABORATES
from helpers.presentation import text
from helpers.presentation.findings.differences import presence
from helpers.presentation.findings.response import uncovered
from helpers.survey.codebook import TOTAL


@dataclass(frozen=True)
class Gap:
    """A group with answers where nobody is in these challenges, by their labels."""

    group: str
    answered: int
    challenges: tuple[str, ...]


@dataclass(frozen=True)
class Gaps:
    """Where nobody who answered is in a challenge, group by group, and the groups that
    nobody has answered for (`unknown`): the two are never one. `answered` is how many
    cells have answers, of which `suppressed` may be one more with nobody."""

    groups: tuple[Gap, ...]
    unknown: tuple[str, ...]
    answered: int
    suppressed: int

    @property
    def empty(self) -> tuple[tuple[str, str], ...]:
        """(group, challenge) of each cell with nobody."""
        return tuple((gap.group, one) for gap in self.groups for one in gap.challenges)


def find_gaps(released: Released) -> Gaps | None:
    """Where nobody who answered is in a challenge, and from where nothing is known."""
    labels = released.codebook.challenge_labels
    rows = released.select(statistic=COLLABORATES, form=TOTAL, challenge=list(labels))
    found = presence(rows)
    missing = uncovered(released)
    unknown = missing.groups if missing else ()
    if found is None:
        return Gaps((), unknown, 0, 0) if unknown else None
    if not (found.empty or unknown):
        return None
    bases = {row.group: int(row.answered) for row in text.shown_rows(rows)}
    groups = dict.fromkeys(group for group, _ in found.empty)
    return Gaps(
        tuple(
            Gap(
                group,
                bases[group],
                tuple(labels[one] for of, one in found.empty if of == group),
            )
            for group in groups
        ),
        unknown,
        found.answered,
        found.suppressed,
    )

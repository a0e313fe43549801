"""Two waves of a series → what changed, kept apart from who answered and who was asked.

Three differences are kept apart: among all, in the units that answered both waves, and
of the frame. `units` lays the waves beside each other, `comparable` says which
questions can be compared and what breaks it, `changes` and `ties` make the rows.
Formulas and sources at length in docs/methods.md.
"""

from helpers.estimation.facts import Break
from helpers.estimation.waves.changes import changes
from helpers.estimation.waves.comparison import (
    Earlier,
    breaks,
    comparison,
    read_earlier,
)
from helpers.estimation.waves.trends import trends

__all__ = [
    "Break",
    "Earlier",
    "breaks",
    "changes",
    "comparison",
    "read_earlier",
    "trends",
]

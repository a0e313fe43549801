"""Figures of released numbers: picture, finding, alt text, base, source and table."""

from helpers.presentation.figures.bars import counts, shares
from helpers.presentation.figures.combinations import combinations
from helpers.presentation.figures.dots import against, dots
from helpers.presentation.figures.figure import (
    Figure,
    LeftOut,
    caution_of,
    routed_note,
)
from helpers.presentation.figures.grids import matrix
from helpers.presentation.figures.lettering import LayoutError
from helpers.presentation.figures.likert import scales
from helpers.presentation.figures.network import named_by, network
from helpers.presentation.figures.panels import small_multiples
from helpers.presentation.figures.stacked import stacked
from helpers.presentation.figures.trends import slope, trend

__all__ = [
    "Figure",
    "LayoutError",
    "LeftOut",
    "against",
    "caution_of",
    "combinations",
    "counts",
    "dots",
    "matrix",
    "named_by",
    "network",
    "routed_note",
    "scales",
    "shares",
    "slope",
    "small_multiples",
    "stacked",
    "trend",
]

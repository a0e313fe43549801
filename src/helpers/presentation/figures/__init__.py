"""Figures of released numbers: picture, finding, alt text, base, source and table."""

from helpers.presentation.figures.bars import counts, shares, small_multiples
from helpers.presentation.figures.canvas import LayoutError
from helpers.presentation.figures.dots import against, dots, slope
from helpers.presentation.figures.figure import (
    Figure,
    LeftOut,
    caution_of,
    routed_note,
)
from helpers.presentation.figures.grids import combinations, matrix
from helpers.presentation.figures.likert import scales
from helpers.presentation.figures.network import network

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
    "network",
    "routed_note",
    "scales",
    "shares",
    "slope",
    "small_multiples",
]

"""Figures of released numbers: picture, finding, alt text, base, source and table."""

from helpers.figures.bars import counts, shares, small_multiples
from helpers.figures.canvas import LayoutError
from helpers.figures.dots import against, dots, slope
from helpers.figures.figure import Figure, LeftOut
from helpers.figures.grids import combinations, matrix
from helpers.figures.likert import scales
from helpers.figures.network import network

__all__ = [
    "Figure",
    "LayoutError",
    "LeftOut",
    "against",
    "combinations",
    "counts",
    "dots",
    "matrix",
    "network",
    "scales",
    "shares",
    "slope",
    "small_multiples",
]

"""The suite's look for pictures of her own, each marked internal."""

from __future__ import annotations

import re
import textwrap
from functools import partial
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import AutoLocator, ScalarFormatter
from pandas.io.formats.style import Styler

from helpers.presentation import text
from helpers.presentation.figures.canvas import STYLE
from helpers.presentation.figures.lettering import register_typeface
from helpers.presentation.figures.look import ACCENT, AXIS, BAR, DEEP, GRID, QUIET

MARK = "INTERNT"
CAPTION = "Internt: alla tal, även de som inte får publiceras"
LINE, MARGINS = 0.22, 1.2  # inches: a line of a label, and what stands above and below
DECIMAL = re.compile(r"^([-−]?\d+)\.(\d+)$")
COLOURS = (BAR, ACCENT, DEEP, QUIET, "#7a9a3a", "#8a5a9e")


def own_look() -> None:
    """Seaborn and matplotlib draw as the reports do, and mark every picture."""
    register_typeface()
    style = dict(mpl.rc_params_from_file(STYLE, use_default_template=False))
    colours = {"axes.edgecolor": AXIS, "grid.color": GRID, "text.color": "#1b1b1b"}
    sizes = {"figure.figsize": (8, 5), "figure.dpi": 100, "savefig.bbox": "tight"}
    rc: dict[str, Any] = style | colours | sizes
    rc["text.parse_math"] = False  # "$100 - $249" is no formula
    sns.set_theme(style="whitegrid", palette=list(COLOURS), rc=rc)
    mpl.rcParams["figure.hooks"] = [f"{__name__}:marked"]


def marked(figure: Figure) -> None:
    """Writes across a new picture that it is internal, so that a copied one tells."""
    figure.text(
        *(0.5, 0.5, MARK),
        ha="center",
        va="center",
        size=44,
        weight=600,
        color="#9b1c1c",
        alpha=0.13,
        rotation=18,
        zorder=1000,
    )


def wrapped(axes: Axes, width: int = 32) -> Axes:
    """The same picture, with long labels on several lines and room for them, and
    numbers as they are written in Swedish."""
    fill = partial(textwrap.fill, break_long_words=False)
    for axis in (axes.xaxis, axes.yaxis):
        labels = [label.get_text() for label in axis.get_ticklabels()]
        if any(len(label) > width for label in labels):
            axis.set_ticks(axis.get_ticklocs())
            axis.set_ticklabels([fill(label, width) for label in labels])
        _in_swedish(axis)
        axis.set_label_text(fill(axis.get_label_text(), 2 * width))
    axes.tick_params(axis="y", labelrotation=0)  # seaborn turns short ones
    axes.set_title(fill(axes.get_title(), 2 * width))
    for cell in axes.texts:  # of a heat map
        cell.set_text(DECIMAL.sub(r"\1,\2", cell.get_text()))
    for drawn in axes.collections:
        if drawn.colorbar is not None:
            _in_swedish(drawn.colorbar.ax.yaxis)
    lines = [label.get_text().count("\n") + 1 for label in axes.yaxis.get_ticklabels()]
    figure = axes.get_figure(root=True)
    if figure is not None and lines:  # the rows are equally high
        needed = LINE * max(lines) * len(lines) + MARGINS
        figure.set_figheight(max(figure.get_figheight(), needed))
    legend = axes.get_legend()
    for entry in legend.get_texts() if legend else ():
        entry.set_text(fill(entry.get_text(), width))
    return axes


def _in_swedish(axis: Axis) -> None:
    """Decimal comma, and no amounts so near zero that they stand on each other where an
    axis is drawn by powers of ten."""
    if axis.get_scale() == "symlog":
        near = getattr(axis.get_transform(), "linthresh", 0)
        if max(map(abs, axis.get_view_interval())) <= near:  # an ordinary axis so far
            axis.set_major_locator(AutoLocator())
        else:
            axis.set_ticks([at for at in axis.get_ticklocs() if not 0 < abs(at) < near])
    if "log" in axis.get_scale() or isinstance(
        axis.get_major_formatter(), ScalarFormatter
    ):
        axis.set_major_formatter(_written)


def _written(value: float, _: object = None) -> str:
    """
    >>> _written(0.25), _written(20.0), _written(-0.5)
    ('0,25', '20', '−0,5')
    """
    decimals = len(f"{value:.10g}".partition(".")[2])
    return text.number(value, decimals)


def internal(table: pd.DataFrame | pd.Series, form: str = "{:,.0f}") -> Styler:
    """A table as a notebook shows it, with a caption that says that it is internal."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    numbers = frame.select_dtypes("number").columns
    print_as = {"na_rep": "–", "decimal": ",", "thousands": text.NBSP}
    shown = frame.style.format(form, subset=numbers, **print_as)
    return shown.set_caption(CAPTION)

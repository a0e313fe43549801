"""Colours, sizes, and the one lay-out that most kinds of figure share: a label, a place
to draw and a value, row by row.

Every figure is laid out twice: `WIDE` for a page, `NARROW` for a phone, where labels
stand above the bars and nothing has to be scrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from helpers.core.contrast import contrast as contrast_of
from helpers.presentation.figures.canvas import INK, PAPER, Canvas
from helpers.presentation.figures.lettering import LINE, RISE, width_of, wrapped

WIDE, NARROW = 720.0, 340.0
SIZE, SMALL = 15.0, 13.5
BOLD = 600

QUIET = "#545d66"
GRID, AXIS = "#dfe3e6", "#7c858c"
BAR, DEEP = "#4a8fbf", "#0b4a6f"
UNSURE = "#8a9095"
FAINT = "#eef1f3"
ACCENT = "#b3470b"

# Passes for all three colour-blindnesses; neighbours differ by 3:1 or more.
LIKERT = {
    2: ("#df570b", "#001b4e"),
    3: ("#df570b", "#f0f0f0", "#1886ec"),
    4: ("#4b1700", "#df570b", "#d9eafa", "#001b4e"),
    5: ("#4b1700", "#df570b", "#f0f0f0", "#1886ec", "#001b4e"),
}

_RAMP = LinearSegmentedColormap.from_list("andel", ["#f3f7fa", "#86b4d2", DEEP])


def shade(share: float) -> str:
    """The colour of a share (0–1) in a heatmap: from nearly white to deep blue."""
    return str(to_hex(_RAMP(min(max(share, 0.0), 1.0))))


def contrast(one: str, other: str) -> float:
    """The contrast between two colours written as #rrggbb, 1–21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    return contrast_of(to_rgb(one), to_rgb(other))


def ink_on(background: str) -> str:
    """The ink for text on `background`: our own, white, or black where neither reaches
    4.5:1.

    >>> ink_on("#f0f0f0"), ink_on("#001b4e"), ink_on("#787878")
    ('#1b1b1b', '#ffffff', '#000000')
    """
    inks = (INK, PAPER, "#000000")
    return next(ink for ink in inks if contrast(ink, background) >= 4.5)


def nice_limit(share: float) -> float:
    """The end of an axis of shares that holds `share`.

    >>> nice_limit(0.19), nice_limit(0.31), nice_limit(0.8)
    (0.2, 0.4, 1.0)
    """
    return next(end for end in (0.1, 0.2, 0.4, 0.6, 1.0) if share <= end + 1e-9)


def nice_count(count: float) -> int:
    """The end of an axis of counts that holds `count` and divides in two.

    >>> nice_count(7), nice_count(31), nice_count(1)
    (8, 40, 2)
    """
    step = 1
    while True:
        for factor in (2, 4, 6, 8, 10):
            if count <= factor * step:
                return factor * step
        step *= 10


def spread(
    wanted: Sequence[float], least: float, low: float, high: float
) -> list[float]:
    """Places as near `wanted` as possible, `least` apart and within [low, high], in the
    same order. For labels beside points that lie close.

    >>> spread([10, 11, 50], 8, 0, 100)
    [6.5, 14.5, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    # Pool neighbours that collide; each pool sits centred on the mean of its wishes.
    pools: list[list[int]] = []
    for n in order:
        pools.append([n])
        while len(pools) > 1:
            upper, lower = pools[-2], pools[-1]
            gap = _start(lower, wanted, least, low, high) - _end(
                upper, wanted, least, low, high
            )
            if gap >= least - 1e-9:
                break
            pools[-2:] = [upper + lower]
    places = [0.0] * len(wanted)
    for pool in pools:
        start = _start(pool, wanted, least, low, high)
        for step, n in enumerate(pool):
            places[n] = start + step * least
    return places


def _start(
    pool: list[int], wanted: Sequence[float], least: float, low: float, high: float
) -> float:
    length = (len(pool) - 1) * least
    middle = sum(wanted[n] for n in pool) / len(pool)
    return max(low, min(middle - length / 2, high - length))


def _end(
    pool: list[int], wanted: Sequence[float], least: float, low: float, high: float
) -> float:
    return _start(pool, wanted, least, low, high) + (len(pool) - 1) * least


@dataclass
class RowLayout:
    """Rows of a chart: labels to the left and values to the right of the plot; on a
    narrow sheet the label stands above, with its value at the right edge.

    `gap_before` are rows that stand apart from the one before. `values` are widths in
    pixels of the columns to the right (wide sheets only; narrow ones show the first).
    `inset` keeps marks with a width of their own inside a narrow sheet.
    """

    labels: Sequence[str]
    narrow: bool
    values: Sequence[float] = ()
    gap_before: Sequence[int] = ()
    head: float = 0.0
    foot: float = 0.0
    mark: float = 20.0
    bold: Sequence[int] = ()
    inset: float = 1.0

    def __post_init__(self) -> None:
        self.width = NARROW if self.narrow else WIDE
        right = 0.0 if self.narrow else sum(self.values)
        room = self.width if self.narrow else 0.36 * self.width
        beside = self.values[0] + 10 if self.narrow and self.values else 0.0
        self.lines = [
            wrapped(label, room - beside, SIZE, self._weight(n))
            for n, label in enumerate(self.labels)
        ]
        widest = max(
            (
                width_of(line, SIZE, self._weight(n))
                for n, lines in enumerate(self.lines)
                for line in lines
            ),
            default=0.0,
        )
        # A letter may reach a little outside the width that its typeface tells.
        self.left = self.inset if self.narrow else widest + 15
        self.right = self.width - right - (self.inset if self.narrow else 10.0)
        self.tops: list[float] = []
        y = self.head
        for n, lines in enumerate(self.lines):
            y += 14.0 if n in self.gap_before else 0.0
            self.tops.append(y)
            y += self._height(lines)
        self.bottom = y
        self.height = y + self.foot + 2

    def _weight(self, n: int) -> int:
        return BOLD if n in self.bold else 400

    def _height(self, lines: Sequence[str]) -> float:
        text = len(lines) * LINE * SIZE
        if self.narrow:
            return text + self.mark + 14
        return max(text, self.mark) + 9

    def y(self, n: int) -> float:
        """The middle of row `n`'s marks."""
        if self.narrow:
            return self.tops[n] + len(self.lines[n]) * LINE * SIZE + 3 + self.mark / 2
        return self.tops[n] + (self._height(self.lines[n]) - 9) / 2

    def baseline(self, n: int) -> float:
        """The base line of row `n`'s values."""
        if self.narrow:
            return self.tops[n] + ((len(self.lines[n]) - 1) * LINE + 0.8) * SIZE
        return self.y(n) + RISE * SIZE

    def label(self, canvas: Canvas, n: int) -> None:
        lines = self.lines[n]
        if self.narrow:
            canvas.paragraph(
                0, self.tops[n], lines, size=SIZE, colour=INK, weight=self._weight(n)
            )
            return
        weight = self._weight(n)
        canvas.beside(
            self.left - 12,
            self.y(n),
            lines,
            size=SIZE,
            colour=INK,
            weight=weight,
            anchor="end",
        )

    def value(
        self, canvas: Canvas, n: int, column: int, words: str, *, quiet: bool = False
    ) -> None:
        """A value in one of the columns to the right; on a narrow sheet only the first
        is shown."""
        if self.narrow and column:
            return
        right = self.width
        if not self.narrow:
            right = self.width - sum(self.values[column + 1 :])
        canvas.text(
            right,
            self.baseline(n),
            words,
            size=SIZE,
            colour=QUIET if quiet else INK,
            weight=400 if quiet else BOLD,
            anchor="end",
        )

    def in_place(self, canvas: Canvas, n: int, words: str) -> None:
        """Why row `n` has no mark, where the mark would stand."""
        y = self.y(n) + RISE * SIZE
        canvas.text(self.left + 4, y, words, size=SMALL, colour=QUIET)

    def scale(self, limit: float) -> Callable[[float], float]:
        """From a value 0–`limit` to x."""
        return lambda value: self.left + value / limit * (self.right - self.left)

    def upright(
        self, canvas: Canvas, x: float, colour: str, width: float = 1.0
    ) -> None:
        """An upright line through all marks; on a narrow sheet it spares the labels."""
        if not self.narrow:
            ends = [(x, self.head - 2), (x, self.bottom)]
            canvas.line(ends, colour, width=width)
            return
        reach = self.mark / 2 + 4
        for n in range(len(self.labels)):
            ends = [(x, self.y(n) - reach), (x, self.y(n) + reach)]
            canvas.line(ends, colour, width=width)

    def grid(self, canvas: Canvas, ticks: Sequence[tuple[float, str]]) -> None:
        """Upright lines at the ticks (x, text), with the texts below."""
        for n, (x, words) in enumerate(ticks):
            self.upright(canvas, x, GRID)
            over = x + width_of(words, SMALL) / 2 > self.right
            anchor = "start" if n == 0 else "end" if over else "middle"
            canvas.text(
                x, self.bottom + 17, words, size=SMALL, colour=QUIET, anchor=anchor
            )

    def axis(self, canvas: Canvas) -> None:
        """The line that the bars stand on."""
        self.upright(canvas, self.left, AXIS)


def legend(
    canvas: Canvas | None,
    x: float,
    top: float,
    width: float,
    entries: Sequence[tuple[str, str]],
) -> float:
    """Swatches with their names, in as many lines as they need; returns where they end.
    A name that is longer than the sheet is cut: the caption has it whole.
    Without a canvas it only measures."""
    at, y = x, top
    for colour, label in entries:
        [name] = wrapped(label, width - 20, SMALL, lines=1)
        needed = 20 + width_of(name, SMALL) + 18
        if at > x and at + needed - 18 > x + width:
            at, y = x, y + 22
        if canvas is not None:
            edge = AXIS if contrast(colour, PAPER) < 3 else "none"
            canvas.rect(at, y + 2, 13, 13, colour, stroke=edge)
            canvas.text(at + 19, y + 13, name, size=SMALL, colour=INK)
        at += needed
    return y + 24

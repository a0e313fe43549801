"""The options of a question: counts, order and meaning, changed by buttons."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from helpers.app.describing.changes import DONT_KNOW, MEANINGS, NONE_OF, USUAL
from helpers.app.describing.taken import Option
from helpers.app.start.controls import button

Moved = Callable[[str, int], None]
Meant = Callable[[str, str], None]


class OptionRow(widgets.HBox):
    """One option. Rows are used again for other options, so that a keyboard stays on
    the button that it pressed."""

    def __init__(self, moved: Moved, meant: Meant, message: widgets.HTML) -> None:
        self.label = ""
        self.words = widgets.HTML(layout={"width": "min(100%, 15rem)"})
        self.up = button("Upp", lambda: moved(self.label, -1), message)
        self.down = button("Ned", lambda: moved(self.label, 1), message)
        self.meaning = widgets.Dropdown(
            options=list(MEANINGS),
            description="är",
            layout={"width": "10rem"},
            style={"description_width": "1.5rem"},
        )
        self._quiet = False
        self.meaning.observe(lambda _: self._mean(meant), names="value")
        super().__init__(
            [self.words, self.up, self.down, self.meaning],
            layout={"flex_flow": "row wrap", "align_items": "center"},
        )

    def show(self, option: Option, words: str, *, movable: tuple[bool, bool]) -> None:
        """`movable`: whether it can go up, and down."""
        self.label = option.label
        self.words.value = words
        self.up.disabled, self.down.disabled = (not one for one in movable)
        self.up.tooltip = f"Flytta upp {option.label}"
        self.down.tooltip = f"Flytta ned {option.label}"
        self.meaning.tooltip = f"Vad {option.label} betyder"
        self._quiet = True
        self.meaning.value = (
            DONT_KNOW if option.dont_know else NONE_OF if option.none_of else USUAL
        )
        self._quiet = False

    def _mean(self, meant: Meant) -> None:
        if not self._quiet:
            meant(self.label, str(self.meaning.value))

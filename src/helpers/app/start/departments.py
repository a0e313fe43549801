"""The departments of the wave before that are gone: what became of each."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from helpers.app.describing.departments import (
    became,
    departed,
    options_of,
    wave_before,
)
from helpers.app.describing.taken import Read
from helpers.app.start.controls import (
    chooser,
    guarded,
    heading,
    html,
    paragraph,
    status,
)
from helpers.core.project import Project

NAMES = "20rem"  # a department's whole name


class Departments(widgets.VBox):
    """Empty where none is gone, or there is no wave before."""

    def __init__(self, read: Callable[[], Read], project: Project) -> None:
        self.read, self.project, self.message = read, project, html()
        book = read().codebook
        earlier = wave_before(read().survey, project)
        gone = departed(read().survey, project, book, earlier) if earlier else []
        parts: list[widgets.Widget] = []
        if earlier and gone:
            parts = [
                heading(f"Sedan {earlier.wave}", 3),
                html(
                    paragraph(
                        "De här fanns då och finns inte nu. Har de bytt namn eller "
                        "gått upp i en annan: säg vilken, så jämförs de."
                    )
                ),
            ]
        now = [(one, one) for one in options_of(book, book.group)]
        for department in gone:
            control = chooser(
                department.name, [("finns inte längre", ""), *now], department.now
            )
            control.style.description_width = NAMES
            control.observe(self._hearing(department.name), names="value")
            parts.append(control)
            if department.likely and not department.now:
                parts.append(html(paragraph(f"Förslag: {department.likely}.")))
        super().__init__([*parts, self.message])

    def _hearing(self, name: str) -> Callable[[dict[str, object]], None]:
        def heard(change: dict[str, object]) -> None:
            def write() -> None:
                now = str(change["new"])
                became(self.read().survey, self.project, name, now)
                self.message.value = status(f"Sparat: {name} är nu {now or 'borta'}.")

            guarded(write, self.message)()

        return heard

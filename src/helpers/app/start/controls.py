"""The few kinds of control that the page is made of, all labelled and all alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

import ipywidgets as widgets

from helpers.batch.engine.plain import fault, problems_of
from helpers.core.errors import KartlaggningError, Problem

WIDE = {"width": "min(calc(100% - 4px), 46rem)"}
LABELS = {"description_width": "11rem"}
MOST_TOLD = 3
Act = Callable[[], None]


def html(content: str = "") -> widgets.HTML:
    return widgets.HTML(content)


def heading(words: str, level: int = 2) -> widgets.HTML:
    return widgets.HTML(f"<h{level}>{escape(words)}</h{level}>")


def paragraph(words: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f"<p{kind}>{escape(words)}</p>"


def listed(lines: Iterable[str], css: str = "") -> str:
    """A list in HTML; "" for no lines."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    kind = f' class="{css}"' if css else ""
    return f"<ul{kind}>{items}</ul>" if items else ""


def status(words: str) -> str:
    """What has just happened, read aloud by a screen reader."""
    return f'<p role="status">{escape(words)}</p>' if words else ""


def faults(error: KartlaggningError | Iterable[Problem]) -> str:
    """Every problem, a line each."""
    problems = error.problems if isinstance(error, KartlaggningError) else error
    lines = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return f'<ul class="fel" role="alert">{lines}</ul>' if lines else ""


def gathered(problems: Iterable[Problem]) -> list[str]:
    """A line for each thing to do: many of one kind are not told one by one."""
    alike: dict[str, list[str]] = {}
    for problem in problems:
        alike.setdefault(problem.todo, []).append(str(replace(problem, todo="")))
    lines = []
    for todo, found in alike.items():
        more = len(found) - MOST_TOLD
        sentences = [
            *found[:MOST_TOLD],
            *([f"Och {more} till av samma slag."] * (more > 0)),
        ]
        lines.append(" ".join([*sentences, todo]).strip())
    return lines


def plainly(error: Exception) -> str:
    """Whatever went wrong as one line in Swedish: a file open in Excel, a full disk, a
    fault of our own."""
    if isinstance(error, KartlaggningError):
        return faults(error)
    if isinstance(error, OSError):
        return faults(problems_of(type(error).__name__, str(error)))
    return faults([fault(error)])


def guarded(act: Act, message: widgets.HTML) -> Act:
    """`act`, its errors told in `message`: else a click that fails says nothing."""

    def acted() -> None:
        try:
            act()
        except Exception as error:
            message.value = plainly(error)

    return acted


def button(
    label: str, act: Act, message: widgets.HTML, *, main: bool = False
) -> widgets.Button:
    """A button; what goes wrong is told in `message`."""
    made = widgets.Button(
        description=label,
        button_style="primary" if main else "",
        layout={"width": "max-content", "max_width": "100%"},
    )
    safe = guarded(act, message)
    made.on_click(lambda _: safe())
    return made


def row(*parts: widgets.Widget) -> widgets.HBox:
    """Parts beside each other, on several lines where they do not fit."""
    return widgets.HBox(
        list(parts), layout={"flex_flow": "row wrap", "grid_gap": "0.5rem"}
    )


def text(label: str, value: str = "", hint: str = "") -> widgets.Text:
    """A line of text; it is heard of when she leaves it or presses Enter."""
    return widgets.Text(
        value=value,
        description=label,
        placeholder=hint,
        continuous_update=False,
        layout=WIDE,
        style=LABELS,
    )


def chooser(label: str, options: list[tuple[str, str]], value: str) -> widgets.Dropdown:
    known = [one for _, one in options]
    if value not in known:
        options = [*options, (value, value)]
    return widgets.Dropdown(
        description=label, options=options, value=value, layout=WIDE, style=LABELS
    )


def tick(label: str, value: bool) -> widgets.Checkbox:
    return widgets.Checkbox(
        description=label, value=value, indent=False, layout={"width": "auto"}
    )

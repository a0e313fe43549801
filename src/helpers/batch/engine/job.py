"""What is asked of the engine, in words that can cross a process or a network."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from helpers.core.errors import Problem

ENGINES = ("warm", "spawn", "kernel")
TIME_LIMIT = 30 * 60.0
Value = str | int | float | bool


class Message(TypedDict, total=False):
    """What a process answers (messages.py): one of these, `problems` beside `error`.
    `free`, from worker.py alone: whether it may be asked again."""

    cell: int
    outputs: dict[str, str]
    error: str
    problems: list[dict[str, Any]]
    exit: int | str
    free: bool


Tell = Callable[[Message], None]


def default_engine() -> str:
    """`warm` where processes can be forked safely, else `spawn`."""
    return "warm" if sys.platform == "linux" and hasattr(os, "fork") else "spawn"


@dataclass(frozen=True)
class Job:
    """One notebook to run, or one page to make a document of.

    `executed` is where the executed notebook is kept, also when it failed; `html`, when
    given, where its export goes. With a `document` nothing is run: the page in `html`
    becomes that PDF or Word file. `beside` are the kinds of document that the page
    links to. `limit` is in seconds. `crash`, set by the engine
    itself, asks only for the note that the process ended at this cell, for this reason.
    """

    notebook: Path
    project: Path
    executed: Path
    parameters: dict[str, Value] = field(default_factory=dict)
    html: Path | None = None
    document: Path | None = None
    beside: tuple[str, ...] = ()
    engine: str = field(default_factory=default_engine)
    limit: float = TIME_LIMIT
    crash: tuple[int, str] | None = None

    @property
    def name(self) -> str:
        """What the step is called: the executed notebook's name without its ending."""
        return self.executed.stem

    @property
    def to_open(self) -> str:
        """The executed notebook as seen from the project folder."""
        if self.executed.is_relative_to(self.project):
            return self.executed.relative_to(self.project).as_posix()
        return self.executed.name

    def stopped(self, cell: int | None) -> Problem:
        """Where it stopped, and the file to open."""
        if self.document:
            return Problem(f"Filen {self.document.name} kunde inte göras.")
        where = f"Notebooken {self.name} stannade i cell [{cell}]."
        return Problem(where, f"Öppna {self.to_open}.")

    @property
    def time_is_up(self) -> str:
        long = self.limit >= 120
        time = f"{self.limit / 60:.0f} minuter" if long else f"{self.limit:g} sekunder"
        return f"Tidsgränsen, {time}, är nådd."

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Job:
        content = json.loads(text)
        for name in ("notebook", "project", "executed", "html", "document"):
            content[name] = Path(content[name]) if content[name] else None
        return cls(**content | {"beside": tuple(content["beside"])})


def journal_of(executed: Path) -> Path:
    """The list of the files that a notebook has written so far. It stays until somebody
    has taken note of them; so what a killed notebook wrote can be told from hers."""
    return executed.with_name(f".{executed.stem}.written")

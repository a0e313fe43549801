"""One step of the batch: a notebook with its parameters, or a document of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

STAGES = {
    "clean": ("1_clean",),
    "analyse": ("2_analyse", "3_release"),
    "report": (
        *("4_report", "5_summary", "6_challenge", "7_department"),
        *("8_overview", "9_easy", "9_english"),
    ),
}


@dataclass(frozen=True)
class Step:
    """One notebook with its parameters, or one page that becomes a `document`.

    `shelf` and `label` say what its page is called in lists of pages.

    `name` is unique in its survey; `needs` are the ids of the steps before it, `reads`
    the files under data/raw that it depends on. An `optional` step was asked for once,
    but not now: what it made is kept while it is up to date, and removed after that.
    `beside` are the kinds of document that a page has links to: those made of it.
    """

    survey: str
    name: str
    notebook: Path
    parameters: Mapping[str, str] = field(hash=False)
    html: str = ""
    needs: tuple[str, ...] = ()
    reads: tuple[Path, ...] = ()
    shelf: str = ""
    label: str = ""
    document: str = ""
    optional: bool = False
    beside: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.survey}/{self.name}"

    @property
    def stage(self) -> str:
        """clean, analyse or report."""
        notebook = self.notebook.stem
        return next(name for name, books in STAGES.items() if notebook in books)

    @property
    def names(self) -> frozenset[str]:
        """What --only may call it: its stage (clean, analyse or report), its notebook,
        with its number or without, or itself."""
        notebook = self.notebook.stem
        return frozenset({self.stage, notebook, notebook.partition("_")[2], self.name})

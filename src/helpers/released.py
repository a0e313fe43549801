"""Released: the only numbers that figures, tables, sentences and chapters accept.

An unsafe number cannot be drawn by mistake, because a suppressed row has no numbers:
its `shown` is False, `reason` says why, and everything from `count` to `certain_high`
is empty. Only `disclosure.release` makes one; `Released.read` reads one back.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import project
from helpers.codebook import FILE as CODEBOOK_FILE
from helpers.codebook import Codebook, Question, read_codebook, round_trip
from helpers.errors import DisclosureError, Problem

KEYS = [
    "survey", "question", "item", "option", "challenge", "form", "group", "statistic",
]  # fmt: skip
NUMBERS = [
    "count", "answered", "asked", "population",
    "estimate", "low", "high", "certain_low", "certain_high",
]  # fmt: skip
COLUMNS = [*KEYS, *NUMBERS, "method", "shown", "reason"]

DECIMALS = 0
"""Decimals of a published percentage. One more, in one place, and suppressed cells can
be computed from a weighted total (methods.md): this is the only number of its kind."""

FEWEST_TO_MERGE = 4  # options of a scale, before it is merged by group

REASONS = {
    "few_answers": "för få har svarat",
    "small_cell": "för få i rutan eller utanför den",
    "complement": "annars kunde en annan siffra räknas ut",
    "few_changed": "för få svar skiljer sig från en tidigare version",
    "not_crossed": "svaren på en skyddad fråga delas inte upp så fint",
    "dominance": "en enda svarande står för för mycket av summan",
    "depends": "den bygger på siffror som inte redovisas",
}
"""Why a row is not shown: the code in `reason`, and what the reader is told."""


class Released:
    """Rows that may be published, with their codebook and the facts about the survey.

    `rows` has one number a row, in the order of the estimates: the estimates' columns,
    then `shown` (bool) and `reason` (a key of REASONS, "" when shown). Options stand in
    the questionnaire's order. Never changed in place: `rows` and `facts` are copies.
    """

    __slots__ = ("_bases", "_codebook", "_facts", "_rows")

    def __init__(self) -> None:
        raise TypeError("Released is made by disclosure.release() or Released.read()")

    @classmethod
    def _of(
        cls,
        rows: pd.DataFrame,
        codebook: Codebook,
        facts: Mapping[str, Any],
        bases: pd.Series | None = None,
    ) -> Released:
        """For disclosure.release and this module alone; a test holds it."""
        self = object.__new__(cls)
        _check_hidden(rows)
        self._rows = rows[COLUMNS].reset_index(drop=True)
        bases = self._rows["answered"] if bases is None else bases
        self._bases = bases.reset_index(drop=True)
        self._codebook = codebook
        self._facts = copy.deepcopy(dict(facts))
        return self

    @property
    def rows(self) -> pd.DataFrame:
        return self._rows.copy(deep=False)  # copy-on-write: theirs to change, not ours

    @property
    def codebook(self) -> Codebook:
        return self._codebook

    @property
    def facts(self) -> dict[str, Any]:
        return copy.deepcopy(self._facts)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        shown = int(self._rows["shown"].sum())
        return f"<Released: {len(self)} rader, {shown} redovisas>"

    def select(self, **keys: str | list[str]) -> Released:
        """The rows whose columns have these values; a list means any of them.

        >>> released.select(question="barriers", group=["A", "B"])  # doctest: +SKIP
        """
        wanted = pd.Series(True, index=self._rows.index)
        for name, value in keys.items():
            if name not in COLUMNS:
                raise KeyError(f"Released has no column {name!r}")
            values = [value] if isinstance(value, str | bool) else list(value)
            wanted &= self._rows[name].isin(values)
        # Some of what was checked when it was made; pages select hundreds of times.
        part: Released = object.__new__(Released)
        part._rows = self._rows[wanted].reset_index(drop=True)
        part._bases = self._bases[wanted].reset_index(drop=True)
        part._codebook, part._facts = self._codebook, self._facts
        return part

    def one(self, **keys: str) -> Any:
        """The one row with these values, as a named tuple.

        Raises LookupError unless there is exactly one.
        """
        found = self.select(**keys)
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows, not one, with {keys}")
        row: NamedTuple = next(found._rows.itertuples(index=False, name="Row"))
        return row

    def for_ledger(self) -> pd.DataFrame:
        """The rows, and in `base` how many answered, of hidden rows too.

        Later versions are judged by it. It is nothing to publish: it is written to the
        ledger alone, which stays in data/raw.
        """
        return self._rows.assign(base=self._bases)

    def write(self, folder: Path) -> None:
        """`estimates.parquet`, `facts.json`, the codebook (`survey.yml`), and the bases
        that only the ledger needs."""
        project.write_parquet(folder / "estimates.parquet", self._rows)
        project.write_parquet(folder / "bases.parquet", self._bases.to_frame("base"))
        project.write_json(folder / "facts.json", self._facts)
        project.write_text(folder / CODEBOOK_FILE, _as_yaml(self._codebook))

    @classmethod
    def read(cls, folder: Path) -> Released:
        """What `write` wrote. Raises ProjectError when there is nothing to read."""
        rows = project.read_parquet(folder / "estimates.parquet")
        bases = project.read_parquet(folder / "bases.parquet")["base"]
        facts = project.read_json(folder / "facts.json")
        return cls._of(rows, read_codebook(folder), facts, bases)


def merged_options(question: Question) -> dict[str, tuple[str, ...]]:
    """How a protected scale is shown by group: its low, middle and high options
    together, and "vet ej" apart; {} for what is no scale of four options or more.

    >>> merged_options(question)  # doctest: +SKIP
    {'1 eller 2': ('1', '2'), '3': ('3',), '4 eller 5': ('4', '5'), 'Vet ej': …}
    """
    scale = list(getattr(question, "scale_options", []))
    if len(scale) < FEWEST_TO_MERGE:
        return {}
    ends = len(scale) // 2 if len(scale) < 6 else len(scale) // 3
    parts = [scale[:ends], scale[ends : len(scale) - ends], scale[len(scale) - ends :]]
    others = [[o] for o in question.all_options if o not in scale]  # type: ignore[attr-defined]
    return {_either(part): tuple(part) for part in [*parts, *others] if part}


def _either(options: list[str]) -> str:
    first, *more = options
    if not more:
        return first
    more = [
        option if option[1:2].isupper() else option[:1].lower() + option[1:]
        for option in more
    ]
    return f"{', '.join([first, *more[:-1]])} eller {more[-1]}"


def _check_hidden(rows: pd.DataFrame) -> None:
    """The last line of defence: a hidden row has no number, a shown one no reason."""
    hidden = ~rows["shown"].astype(bool)
    leaks = rows[hidden & rows[NUMBERS].notna().any(axis=1)]
    if len(leaks) or (rows["reason"].eq("") == hidden).any():
        raise DisclosureError(
            [
                Problem(
                    f"Frågan {row.question}, {row.option}, {row.group}: raden ska "
                    "inte redovisas men har en siffra.",
                    "Kör steget 3_release igen. Blir det likadant är det ett fel i "
                    "programmet.",
                )
                for row in leaks.head(10).itertuples()
            ]
            or "En rad redovisas inte men saknar skäl, eller tvärtom."
        )


def _as_yaml(codebook: Codebook) -> str:
    content = codebook.model_dump(by_alias=True, exclude_unset=True)
    text = io.StringIO()
    round_trip().dump(content, text)
    return text.getvalue()

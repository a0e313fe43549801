"""Released: the only numbers that figures, tables, sentences and chapters accept.

An unsafe number cannot be drawn by mistake, because a suppressed row has no numbers:
its `shown` is False, `reason` says why, and everything from `count` to `certain_high`
is empty. Only `disclosure.release` makes one; `Released.read` reads one back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pyarrow.parquet import ParquetFile

from helpers.core import project
from helpers.core.errors import DisclosureError, Problem
from helpers.core.language import in_swedish
from helpers.core.wording import in_sentence
from helpers.estimation.facts import Facts, facts_as_json, facts_from_json
from helpers.estimation.schema import KEYS, NUMBERS, RELEASED, Row
from helpers.survey.codebook import Codebook, Question, read_parsed, write_parsed

WORDS = [*KEYS, "method", "reason"]  # the columns of few different texts

"""The fact that marks what the workbench shows before the run has decided."""

FEWEST_TO_MERGE = 4  # options of a scale, before it is merged by group

REASONS = {
    "few_answers": "för få har svarat",
    "small_cell": "för få i rutan eller utanför den",
    "secondary": "annars kunde en annan siffra räknas ut",
    "few_changed": "för få svar skiljer sig från en tidigare version",
    "regrouped": "gruppen eller svarsalternativen var andra i en tidigare version",
    "not_crossed": "svaren på en skyddad fråga delas inte upp så fint",
    "dominance": "en enda svarande står för för mycket av summan",
    "depends": "den bygger på siffror som inte redovisas",
}
"""Why a row is not shown: the code in `reason`, and what she is told."""

_ALIKE = ("small_cell", "secondary", "few_changed", "dominance")


PROTECTED = "protected"
TOLD_REASONS = REASONS | {PROTECTED: "siffrorna kunde visa vad enskilda har svarat"}
"""The same in what is published, by `told_reason`."""


def told_reason(reason: str) -> str:
    """What is published of why a row is not shown: the same for primary and secondary
    suppression, which together would tell more. Where both of two that are 8 together
    are primary and k is 5, each is 4.

    >>> told_reason("small_cell"), told_reason("few_answers")
    ('protected', 'few_answers')
    """
    return PROTECTED if reason in _ALIKE else reason


class _Table:
    """All rows of a release, by column. Its parts share it: a report looks up hundreds
    of small parts, and a DataFrame takes a thousandth of a second for each.

    `words` are the columns of text, each as the rows' places in a list and that list;
    `plain` the others; `bases` gives how many answered, of suppressed rows too.
    """

    def __init__(
        self,
        words: Mapping[str, tuple[np.ndarray, list[Any]]],
        plain: Mapping[str, np.ndarray],
        bases: Callable[[], pd.Series],
    ) -> None:
        self._words, self._plain, self.bases = words, plain, bases
        self._codes: dict[str, tuple[np.ndarray, dict[Any, int]]] = {}
        self._check_hidden()

    @classmethod
    def of(cls, rows: pd.DataFrame, bases: pd.Series) -> _Table:
        words = {}
        for name in WORDS:
            codes, values = pd.factorize(rows[name], use_na_sentinel=False)
            words[name] = codes, list(values)
        plain = {name: rows[name].to_numpy(float, copy=True) for name in NUMBERS}
        plain["shown"] = rows["shown"].to_numpy(bool, copy=True)
        bases = bases.reset_index(drop=True)
        return cls(words, plain, lambda: bases)

    @classmethod
    def read(cls, folder: Path) -> _Table:
        """Straight from parquet, which has the words so already: half of the time
        that it takes by way of a DataFrame, and every page does it."""
        file = project.existing(folder / "estimates.parquet")
        table = ParquetFile(file, read_dictionary=WORDS).read(use_threads=False)
        columns = {name: table.column(name).combine_chunks() for name in RELEASED}
        words = {}
        for name in WORDS:
            texts = columns[name].dictionary.tolist()
            codes = columns[name].indices.fill_null(len(texts)).to_numpy()
            words[name] = codes, [*texts, np.nan]
        plain = {
            name: columns[name].to_numpy(zero_copy_only=False)
            for name in [*NUMBERS, "shown"]
        }
        bases = project.existing(folder / "bases.parquet")
        return cls(words, plain, lambda: project.read_parquet(bases)["base"])

    def called(self, columns: Iterable[str], name: Callable[[str], str]) -> _Table:
        """The same rows, with other names in these columns of words."""
        words = dict(self._words)
        for column in columns:
            codes, values = self._words[column]
            names = [name(one) if isinstance(one, str) else one for one in values]
            place = {one: n for n, one in enumerate(dict.fromkeys(names))}
            words[column] = np.array([place[one] for one in names])[codes], list(place)
        return _Table(words, self._plain, self.bases)

    def _check_hidden(self) -> None:
        """The last line of defence: a suppressed row has no number, a shown one no
        reason. Raises DisclosureError."""
        suppressed = ~self._plain["shown"]
        has_number = [~np.isnan(self._plain[name]) for name in NUMBERS]
        leaks = np.flatnonzero(suppressed & np.any(has_number, axis=0))
        codes, reasons = self.codes("reason")
        if len(leaks) or ((codes == reasons.get("", -1)) == suppressed).any():
            raise DisclosureError(
                [
                    Problem(
                        f"Frågan {row.question}, {row.option}, {row.group}: raden ska "
                        "inte redovisas men har en siffra.",
                        "Kör steget 3_release igen. Blir det likadant är det ett fel i "
                        "programmet.",
                    )
                    for row in self.rows(leaks[:10])
                ]
                or "En rad redovisas inte men saknar skäl, eller tvärtom."
            )

    def __len__(self) -> int:
        return len(self._plain["shown"])

    def codes(self, column: str) -> tuple[np.ndarray, dict[Any, int]]:
        """Each row's value as a number, and the number of each value."""
        if column not in self._codes:
            codes, values = (
                self._words[column]
                if column in self._words
                else pd.factorize(self._plain[column], use_na_sentinel=False)
            )
            self._codes[column] = codes, {value: n for n, value in enumerate(values)}
        return self._codes[column]

    def rows(self, at: np.ndarray) -> Iterator[Row]:
        """The rows at these places, as named tuples of str, float and bool."""
        columns = (column[at].tolist() for column in self._columns)
        return map(Row._make, zip(*columns, strict=True))

    @cached_property
    def _columns(self) -> list[np.ndarray]:
        words = {
            name: np.array(values, dtype=object)[codes]
            for name, (codes, values) in self._words.items()
        }
        return [
            words[name] if name in words else self._plain[name] for name in RELEASED
        ]

    @cached_property
    def frame(self) -> pd.DataFrame:
        words = {
            name: pd.array(values, dtype="str").take(codes)
            for name, (codes, values) in self._words.items()
        }
        return pd.DataFrame({**words, **self._plain})[RELEASED]


class Released:
    """Rows that may be published, with their codebook and the facts about the survey.

    `rows` has one number a row, in the order of the estimates: the estimates' columns,
    then `shown` (bool) and `reason` (a key of REASONS, "" when shown). Options stand in
    the questionnaire's order. A loop over it gives every row as a named tuple. Never
    changed in place: `rows` is a copy, and `facts` can only be read.
    """

    __slots__ = ("_at", "_codebook", "_facts", "_table")
    _table: _Table
    _at: np.ndarray
    _codebook: Codebook
    _facts: Facts

    def __init__(self) -> None:
        raise TypeError("Released is made by disclosure.release() or Released.read()")

    @classmethod
    def _of(
        cls,
        rows: pd.DataFrame,
        codebook: Codebook,
        facts: Facts,
        bases: pd.Series | None = None,
    ) -> Released:
        """For disclosure.release and this module alone; a test holds it."""
        bases = rows["answered"] if bases is None else bases
        return cls._made(_Table.of(rows, bases), codebook, facts)

    @classmethod
    def _made(cls, table: _Table, codebook: Codebook, facts: Facts) -> Released:
        self = object.__new__(cls)
        self._table, self._at = table, np.arange(len(table))
        self._codebook, self._facts = codebook, facts
        return self

    @property
    def rows(self) -> pd.DataFrame:
        table = self._table.frame
        if len(self._at) == len(table):
            return table.copy(deep=False)  # copy-on-write: theirs to change, not ours
        return table.take(self._at).reset_index(drop=True)

    @property
    def codebook(self) -> Codebook:
        return self._codebook

    @property
    def facts(self) -> Facts:
        return self._facts

    def called(
        self, codebook: Codebook, facts: Facts, name: Callable[[str], str]
    ) -> Released:
        """The same numbers where survey.yml has other names: those of groups and
        options become `name` of what they were."""
        table = self._table.called(("group", "option"), name)
        return Released._made(table, codebook, facts)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[Row]:
        return self._table.rows(self._at)

    def __repr__(self) -> str:
        shown = len(self.select(shown=True))
        return f"<Released: {len(self)} rader, {shown} redovisas>"

    def select(self, **keys: str | bool | list[str]) -> Released:
        """The rows whose columns have these values; a list means any of them.

        >>> released.select(question="barriers", group=["A", "B"])  # doctest: +SKIP
        """
        at = self._at
        for name, value in keys.items():
            if name not in RELEASED:
                raise KeyError(f"Released has no column {name!r}")
            values = [value] if isinstance(value, str | bool) else list(value)
            codes, numbers = self._table.codes(name)
            wanted = [numbers[one] for one in values if one in numbers]
            at = at[np.isin(codes[at], wanted)]
        # Some of what was checked when it was made.
        part: Released = object.__new__(Released)
        part._table, part._at = self._table, at
        part._codebook, part._facts = self._codebook, self._facts
        return part

    def values(self, column: str) -> list[Any]:
        """The different values of a column, in the order of the rows."""
        codes, numbers = self._table.codes(column)
        known = list(numbers)
        return [known[code] for code in dict.fromkeys(codes[self._at].tolist())]

    def one(self, **keys: str) -> Row:
        """The one row with these values, as a named tuple.

        Raises LookupError unless there is exactly one.
        """
        found = self.select(**keys)
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows, not one, with {keys}")
        return next(iter(found))

    def for_ledger(self) -> pd.DataFrame:
        """The rows, and in `base` how many answered, of suppressed rows too.

        Later versions are judged by it. It is nothing to publish: it is written to the
        ledger alone, which stays in data/raw.
        """
        return self.rows.assign(base=self._bases)

    @property
    def _bases(self) -> pd.Series:
        return self._table.bases().take(self._at).reset_index(drop=True)

    def write(self, folder: Path) -> None:
        """`estimates.parquet`, `facts.json`, `codebook.json`, and the bases that only
        the ledger needs. Raises DisclosureError for a preliminary one."""
        if self._facts.preliminary:
            raise DisclosureError(
                "Preliminära siffror kan inte sparas för rapporterna.",
                todo="Kör kartlaggning run: körningen avgör vad som får publiceras.",
            )
        project.write_parquet(folder / "estimates.parquet", self.rows)
        project.write_parquet(folder / "bases.parquet", self._bases.to_frame("base"))
        project.write_json(folder / "facts.json", facts_as_json(self._facts))
        write_parsed(folder, self._codebook)

    @classmethod
    def read(cls, folder: Path) -> Released:
        """What `write` wrote. Raises ProjectError when there is nothing to read."""
        content = project.read_json(project.existing(folder / "facts.json"))
        facts = facts_from_json(content)
        return cls._made(_Table.read(folder), read_parsed(folder), facts)


def merged_options(question: Question) -> dict[str, tuple[str, ...]]:
    """How a protected scale is shown by group: its low, middle and high options
    together, and "vet ej" apart; {} for what is no scale of four options or more, or
    one whose ends are a guess: what is low or high of it is not known.

    >>> merged_options(question)  # doctest: +SKIP
    {'1 eller 2': ('1', '2'), '3': ('3',), '4 eller 5': ('4', '5'), 'Vet ej': …}
    """
    scale = list(question.scale_options)
    if len(scale) < FEWEST_TO_MERGE or question.guessed_steps:
        return {}
    ends = len(scale) // 2 if len(scale) < 6 else len(scale) // 3
    parts = [scale[:ends], scale[ends : len(scale) - ends], scale[len(scale) - ends :]]
    others = [[o] for o in question.all_options if o not in scale]
    merged = [part for part in [*parts, *others] if part]
    return {either(part, question.language): tuple(part) for part in merged}


def told_scale(question: Question, options: Iterable[str]) -> list[str]:
    """The steps of a question's scale, low to high, as `options` have them: each by
    itself, or merged; [] where it is no scale."""
    scale = list(question.scale_options)
    known = set(options)
    merged = [
        label
        for label, parts in merged_options(question).items()
        if set(parts) <= set(scale)
    ]
    only_merged = not known & {o for o in scale if o not in merged}
    return merged if known & set(merged) and only_merged else scale


def either(options: list[str], language: str) -> str:
    """The label of options that are shown as one.

    >>> either(["Bra", "Mycket bra"], "sv")
    'Bra eller mycket bra'
    """
    first, *more = options
    if not more:
        return first
    more = [in_sentence(option, language) for option in more]
    last = "eller" if in_swedish() else "or"
    return f"{', '.join([first, *more[:-1]])} {last} {more[-1]}"

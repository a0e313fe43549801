"""A column with what stands in it, and a question of the draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from helpers.cleaning.coding import UNTICKED
from helpers.drafting import scales
from helpers.exports import Column

MOST_OPTIONS = 24  # with "Annat" a chart of 25 bars
LONGEST_OPTION = 220  # characters; longer is somebody's own words
TICKS = frozenset(
    {"1", "ja", "yes", "y", "j", "x", "true", "sant", "checked", "selected", "vald"}
    | {"valt", "markerad", "quoted"}
)
NOT_TICKED = UNTICKED | {"not selected", "ej vald", "ej valt", "inte vald", "unchecked"}

NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,3})\.?[\s:)]+(?=\S)")
STEM = re.compile(r"(?P<stem>.{3,}?)\s*(?::\s|\s[-–—]\s|\[|\s/\s|\s\|\s|\.\s(?=\S))")
# "Bakgrund : Hur gammal är du?": a section of the form, and a question of its own.
SECTION = re.compile(r"[^:?]{2,80}\s:\s+(?=[^:]*(?:\?|\s[-–—]\s))")
CODED = re.compile(r"(?P<stem>[A-Za-zÅÄÖåäö]+[A-Za-z0-9ÅÄÖåäö]*?)[_.](?P<part>\w+)")


@dataclass(frozen=True)
class Profile:
    """A column and what stands in it: folded texts with how often, none `missing`."""

    column: Column
    counts: Counter[str]

    @cached_property
    def filled(self) -> int:
        return self.counts.total()

    @cached_property
    def texts(self) -> list[str]:
        """The different texts, the commonest first; writings that differ only in
        upper and lower case are one."""
        return most_common(self.counts)

    def count(self, text: str) -> int:
        return self._folded[text.casefold()]

    @cached_property
    def _folded(self) -> Counter[str]:
        folded: Counter[str] = Counter()
        for text, count in self.counts.items():
            folded[text.casefold()] += count
        return folded

    @property
    def wording(self) -> str:
        return self.column.question or self.column.name

    @property
    def category(self) -> bool:
        """Whether the answers repeat: no more than half of them are different."""
        return len(self.texts) * 2 <= self.filled

    def most(self, test: Callable[[str], object], share: float = 0.95) -> bool:
        """Whether so large a share of the filled cells pass the test."""
        hits = sum(count for text, count in self.counts.items() if test(text))
        return self.filled > 0 and hits >= share * self.filled

    @cached_property
    def tick(self) -> set[str] | None:
        """What means a tick, in a column of one option; None where it is no such
        column. Empty where the option's own label is the tick, or nobody ticked."""
        given = [text for text in self.texts if text.casefold() not in NOT_TICKED]
        if not given:
            return set()
        if len(given) > 1:
            return None
        said = given[0].casefold()
        if said in TICKS or re.fullmatch(r"\d{1,3}", said):
            return {given[0]}
        labels = (self.part, self.column.option or self.column.name)
        return set() if said in {label.casefold() for label in labels} else None

    @property
    def header(self) -> str:
        """Its name less the section of the form, where the rest is a question."""
        return self.column.name[len(section_of(self.column.name)) :]

    @cached_property
    def part(self) -> str:
        """The option or the row that the column is about: its header less the stem."""
        column = self.column
        if column.option:
            return column.option
        for pattern in (NUMBERED, STEM):
            if match := pattern.match(self.header):
                return self.header[match.end() :].strip(" ]") or column.name
        match = CODED.fullmatch(column.name)
        return match["part"] if match else column.name


def section_of(header: str) -> str:
    """
    >>> section_of("Bakgrund : Hur gammal är du?"), section_of("Stöd : Lokal")
    ('Bakgrund : ', '')
    """
    match = SECTION.match(header)
    return match[0] if match else ""


@dataclass
class Drafted:
    """A question of the draft: `keys` as in survey.yml, and what a person must judge.

    `wording` is what was asked; `columns` the export's columns that it reads; `ordered`
    the options in their own order; `later` the fields of ties that need challenges.
    """

    keys: dict[str, Any]
    columns: list[Column]
    wording: str = ""
    todo: list[str] = field(default_factory=list)
    ordered: scales.Ordered | None = None
    later: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return str(self.keys["type"])

    @property
    def wordless(self) -> bool:
        """Whether the export does not say what was asked."""
        return not self.wording or bool(re.fullmatch(r"Fråga \d+", self.wording))

    @property
    def scale(self) -> scales.Ordered | None:
        """The scale that it uses instead of options of its own."""
        uses = self.ordered is not None and self.ordered.likert
        return self.ordered if uses and "options" not in self.keys else None


def most_common(counts: Counter[str]) -> list[str]:
    """The texts, commonest first, each as it is mostly written."""
    merged = merged_case(counts)
    return sorted(merged, key=lambda text: (-merged[text], text))


def merged_case(counts: Counter[str]) -> Counter[str]:
    """The counts with writings that differ only in case counted as one."""
    groups: dict[str, Counter[str]] = {}
    for text, count in counts.items():
        groups.setdefault(text.casefold(), Counter())[text] += count
    return Counter(
        {
            max(group, key=lambda text: (group[text], text)): group.total()
            for group in groups.values()
        }
    )


def union(group: Iterable[Profile]) -> list[str]:
    """Every text of the columns, the commonest first."""
    counts: Counter[str] = Counter()
    for profile in group:
        counts.update(profile.counts)
    return most_common(counts)


def labels_of(group: Sequence[Profile]) -> list[str]:
    """What each column is about, all different."""
    labels: list[str] = []
    for profile in group:
        label = profile.part
        while label in labels:
            label = f"{label} ({profile.column.letter})"
        labels.append(label)
    return labels


def stem_of(group: Sequence[Profile]) -> str:
    """The question that the columns are parts of, where the export has its words."""
    column = group[0].column
    if column.option or column.question != column.name:
        # LimeSurvey: a grid without a question of its own is called by its code.
        return "" if column.question == column.code.split("[")[0] else column.question
    if match := NUMBERED.match(group[0].header):
        return f"Fråga {match['number'].split('.')[0]}"
    match = STEM.match(group[0].header)
    return match["stem"] if match else ""


def natural(text: str) -> tuple[bool, int, str]:
    """2 before 10, numbers before words."""
    return (not text.isdecimal(), int(text) if text.isdecimal() else 0, text)

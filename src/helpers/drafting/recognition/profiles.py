"""A column with what stands in it, and a question of the draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from helpers.cleaning.coding import UNTICKED
from helpers.drafting import scales
from helpers.exports import ExportColumn

MOST_OPTIONS = 24  # with "Annat" a chart of 25 bars
LONGEST_OPTION = 220  # characters; longer is somebody's own words
FEWEST_GAVE = 3  # so many respondents make a text an option that nothing declares
TICKS = frozenset(
    {"1", "ja", "yes", "y", "j", "x", "true", "sant", "checked", "selected", "vald"}
    | {"valt", "markerad", "markerat", "ikryssad", "quoted", "✓", "✔", "☑", "☒"}
    | {"on", "•", "●"}
    | {
        "ausgewählt",
        "gewählt",
        "genannt",
        "nämnt",
        "nämnd",
        "mentioned",
        "nevnt",
        "angekreuzt",
        "valgt",
        "valittu",
        "kyllä",
        "oui",
        "sí",
    }
    | {"si", "sì", "nævnt", "mainittu"}
)
NOT_TICKED = UNTICKED | (
    {"ej valt", "inte valt", "inte vald", "ej markerat", "inte markerat", "ikke valgt"}
    | {"nicht genannt", "ej nämnt", "inte nämnt", "ej nämnd", "not mentioned"}
    | {"ikke nevnt", "ikke nævnt", "ei mainittu"}
    | {"nicht ausgewählt", "nicht gewählt", "nicht angekreuzt", "not quoted"}
    | {"ei valittu", "ei", "non", "☐", "0.0", "none"}
)

# "Bakgrund : Hur gammal är du?": a section of the form, and a question of its own.
SECTION = re.compile(r"[^:?]{2,80}\s:\s+(?=[^:]*(?:\?|\s[-–—]\s))")


@dataclass(frozen=True)
class Profile:
    """A column and what stands in it.

    `counts`: folded text → how often, none that means missing. `place`: row → place in
    `distinct` of its text, -1 where blank. `lines`: folded text → its lines, where a
    cell has more than one.
    """

    column: ExportColumn
    counts: Counter[str]
    place: np.ndarray
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def distinct(self) -> list[str]:
        """The different texts, as `place` counts them."""
        return list(self.counts)

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

    def where(self, test: Callable[[str], object]) -> np.ndarray:
        """The rows (true or false each) whose text passes the test."""
        passed = np.array([bool(test(text)) for text in self.distinct] + [False])
        return passed[self.place]

    # ------------------------------------------------------------ ticks

    @cached_property
    def affirmed(self) -> list[str]:
        """The texts that do not say no, as written, the commonest first."""
        return [text for text in self.texts if text.casefold() not in self.says_no]

    @cached_property
    def says_no(self) -> frozenset[str]:
        """The texts, case folded, that say that the option was not ticked."""
        no_word = self.column.unticked.casefold()
        return NOT_TICKED | {no_word} if no_word else NOT_TICKED

    @cached_property
    def tick(self) -> set[str] | None:
        """What means a tick, in a column of one option; None where it is no such
        column. Empty where the option's own label is the tick, or nobody ticked."""
        if self.column.ticked:
            other = {*map(str.casefold, self.affirmed)} - {
                self.column.ticked.casefold()
            }
            return None if other else {self.column.ticked}
        if not self.affirmed:
            return set()
        if len(self.affirmed) > 1:
            return None
        word = self.affirmed[0].casefold()
        if word in TICKS or re.fullmatch(r"\d{1,3}(\.0)?", word):
            return {self.affirmed[0]}
        return set() if self.own_label else None

    @cached_property
    def ticked(self) -> np.ndarray:
        """The rows where something stands that does not say no."""
        yes = {text.casefold() for text in self.affirmed}
        return self.where(lambda text: text.casefold() in yes)

    @cached_property
    def own_label(self) -> str:
        """The one text of the column, where the header begins or ends with it."""
        if len(self.affirmed) != 1:
            return ""
        word = self.affirmed[0]
        headers = (self.column.option, self.header, self.column.name)
        return word if any(stands_at_an_end(word, text) for text in headers) else ""

    @property
    def header(self) -> str:
        """Its name less the section of the form, where the rest is a question."""
        return self.column.name[len(section_of(self.column.name)) :]


def stands_at_an_end(label: str, header: str) -> bool:
    """Whether the header is the label, or has it first or last, whole.

    >>> stands_at_an_end("R.", "3. R."), stands_at_an_end("Law", "Law19")
    (True, True)
    >>> stands_at_an_end("Dialog", "Dialog:Hur?"), stands_at_an_end("Bo", "Bostad")
    (True, False)
    """
    text, end = header.casefold().rstrip(" )]?"), label.casefold().rstrip(" )]?")
    if not end or not text:
        return False
    if text == end:
        return True
    before, after = text[: -len(end)], text[len(end) :]
    ends = text.endswith(end) and re.search(r"(^|[\s(\[.:/=–-]|__)$", before)
    starts = text.startswith(end) and re.match(r"\d{1,4}$|\s?[:\[(/]|\s[-–|]\s", after)
    return bool(ends or starts)


def section_of(header: str) -> str:
    """
    >>> section_of("Bakgrund : Hur gammal är du?"), section_of("Stöd : Lokal")
    ('Bakgrund : ', '')
    """
    match = SECTION.match(header)
    return match[0] if match else ""


Keys = dict[str, Any]
"""A question as survey.yml has it, key by key."""


@dataclass
class Drafted:
    """A question of the draft: `keys` as in survey.yml, what a person must judge
    (`todo`), and what was done that she need only know (`told`).

    `wording` is what was asked; `columns` the export's columns that it reads; `ordered`
    the options in their own order; `later` the fields of ties that need challenges.
    """

    keys: Keys
    columns: list[ExportColumn]
    wording: str = ""
    todo: list[str] = field(default_factory=list)
    ordered: scales.Ordered | None = None
    later: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

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


def summed(group: Iterable[Profile]) -> Counter[str]:
    """How often each text stands in any of the columns."""
    counts: Counter[str] = Counter()
    for profile in group:
        counts.update(profile.counts)
    return counts


def union(group: Iterable[Profile]) -> list[str]:
    """Every text of the columns, the commonest first."""
    return most_common(summed(group))


def distinct_labels(labels: Sequence[str], group: Sequence[Profile]) -> list[str]:
    """The labels, all different: a second one has its column's letter."""
    found: list[str] = []
    for label, profile in zip(labels, group, strict=True):
        while label in found:
            label = f"{label} ({profile.column.letter})"
        found.append(label)
    return found


def natural(text: str) -> tuple[bool, int, str]:
    """2 before 10, numbers before words."""
    return (not text.isdecimal(), int(text) if text.isdecimal() else 0, text)

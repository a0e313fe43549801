"""What else the columns of a question could be, and what speaks for each reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.core.wording import fold
from helpers.drafting.draft.safety import plain_keys
from helpers.drafting.hypotheses import readings
from helpers.drafting.recognition import profile_of
from helpers.drafting.recognition.grouping import alone, groups
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Keys
from helpers.drafting.scales import Ordered
from helpers.exports import Export
from helpers.survey.codebook import AnyQuestion, Codebook

STANDS_ON = {
    Evidence.CELLS: "svaren ser ut så",
    Evidence.HEADER: "rubriken säger det",
    Evidence.TOOL: "enkätverktyget har märkt kolumnen så",
    Evidence.FILE: "filen själv säger det",
}


@dataclass(frozen=True)
class Alternative:
    """One reading of a question's columns. `says`: the reading in Swedish with its
    counts; `why`: what it stands on. `keys`: those of survey.yml, options written out;
    `ordered`: where these are a scale."""

    says: str
    why: str
    keys: Keys
    ordered: Ordered | None = None

    @property
    def type(self) -> str:
        return str(self.keys["type"])


def alternatives(
    question: AnyQuestion, codebook: Codebook, exports: Sequence[Export]
) -> list[Alternative]:
    """Every reading of the question's columns that nothing refutes, the best first.

    Of the first export that has all of the columns; none where no export has."""
    wanted = [fold(header) for header in question.columns_used]
    for export in exports:
        named = {fold(column.name): column for column in export.columns}
        if wanted and all(header in named for header in wanted):
            found = _readings(
                [named[header].name for header in wanted], export, codebook
            )
            ranked = sorted(found, key=lambda one: one.rank, reverse=True)
            return [*_distinct(ranked)]
    return []


def _readings(
    headers: Sequence[str], export: Export, codebook: Codebook
) -> Iterator[Hypothesis]:
    columns = [one for one in export.columns if one.name in headers]
    gone = {*codebook.missing, *codebook.not_shown}
    profiles = [profile_of(one, export.responses[one.name], gone) for one in columns]
    other = "Other" if codebook.language == "en" else "Annat"
    about = About(export.tool, other)
    together = [alone(profiles[0])] if len(profiles) == 1 else [*groups(profiles)]
    for group in together:
        if len(group.profiles) == len(profiles):
            for one in readings(group, about):
                if not one.over and not one.ignored:
                    yield one


def _distinct(ranked: Sequence[Hypothesis]) -> Iterator[Alternative]:
    known: list[dict[str, Any]] = []
    for one in ranked:
        keys = plain_keys(one.drafted)
        if keys not in known:
            known.append(keys)
            says = one.says or one.kind
            yield Alternative(says, STANDS_ON[one.evidence], keys, one.drafted.scale)

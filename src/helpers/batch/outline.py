"""What the plan, and the list of all reports, need to know of a survey's codebook.

Reading YAML takes a tenth of a second a survey; a run with nothing to do must not read
any. So the outline is kept among the survey's internal files.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from helpers.batch.records import code_hash, sha256
from helpers.core.project import Project, read_sealed, write_sealed
from helpers.presentation.pages.siblings import Sibling, pages
from helpers.survey.series import wave_order

IN_ORDER = ("challenges", "groups")  # fields in the questionnaire's order


@dataclass(frozen=True)
class Outline:
    """What the plan, and the list of all reports, need to know of a codebook."""

    title: str = ""
    version: str = ""
    status: str = "open"
    period: str = ""
    fictitious: bool = False
    series: str | None = None
    wave: int | str | None = None
    challenges: Mapping[str, str] = field(default_factory=dict, hash=False)  # by id
    groups: Mapping[str, str] = field(default_factory=dict, hash=False)  # title by name
    sheet: str = "forvaltning"  # the kind of the groups' pages
    other_side: str | None = None

    @property
    def pages(self) -> list[Sibling]:
        return list(pages(self.challenges, self.groups, sheet=self.sheet))

    def comes_after(self, other: Outline) -> bool:
        """Whether `other` is an earlier wave of the same series."""
        return (
            self.series is not None
            and self.series == other.series
            and wave_order(other.wave) < wave_order(self.wave)
        )


def outline(project: Project, survey: str) -> Outline:
    """The outline of a survey's codebook, kept until survey.yml or our code changes.

    Raises CodebookError.
    """
    source = project.raw(survey) / "survey.yml"
    kept = project.processed(survey) / "outline.json"
    made_of = [sha256(source), code_hash()]
    said = read_sealed(kept)
    if said is not None and said.get("made_of") == made_of:
        ordered = {name: dict(said["outline"][name]) for name in IN_ORDER}
        return Outline(**said["outline"] | ordered)
    found = _read(project, survey)
    with suppress(OSError):  # a project that is only read can still be looked at
        # As pairs: a JSON object is written with its keys sorted, and the order of the
        # challenges is the questionnaire's, in the list of pages too.
        pairs = {name: list(getattr(found, name).items()) for name in IN_ORDER}
        write_sealed(kept, {"outline": asdict(found) | pairs, "made_of": made_of})
    return found


def _read(project: Project, survey: str) -> Outline:
    from helpers.presentation import swedish
    from helpers.survey.codebook import read_codebook

    codebook = read_codebook(project.raw(survey))
    fieldwork = codebook.fieldwork
    return Outline(
        title=codebook.title,
        version=codebook.version,
        status=codebook.status,
        period=swedish.period(fieldwork.start, fieldwork.end) if fieldwork else "",
        fictitious=codebook.fictitious,
        series=codebook.series,
        wave=codebook.wave,
        challenges=codebook.challenge_labels,
        groups=swedish.group_titles(codebook),
        sheet=swedish.group_sheet(codebook),
        other_side=codebook.other_side,
    )

"""What the plan, and the list of all reports, need to know of a survey's codebook.

Reading YAML takes a tenth of a second a survey; a run with nothing to do must not read
any. So the outline is kept among the survey's internal files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.batch.records import code_hash, sha256
from helpers.core.errors import KartlaggningError
from helpers.core.language import ENGLISH
from helpers.core.project import Project, read_sealed, write_sealed
from helpers.presentation.kinds import PageKind
from helpers.presentation.pages.siblings import Sibling, pages
from helpers.survey.series import wave_order

if TYPE_CHECKING:
    from helpers.survey.codebook import Codebook

IN_ORDER = ("challenges", "groups")  # fields in the questionnaire's order


@dataclass(frozen=True)
class Outline:
    """What the plan, and the list of all reports, need to know of a codebook."""

    title: str = ""
    version: str = ""
    status: str = "open"
    period: str = ""
    fictitious: bool = False
    draft: bool = True  # until every question has been seen
    series: str | None = None
    wave: int | str | None = None
    challenges: Mapping[str, str] = field(default_factory=dict, hash=False)  # by id
    groups: Mapping[str, str] = field(default_factory=dict, hash=False)  # title by name
    sheet: PageKind = PageKind.DEPARTMENT  # the kind of the groups' pages
    other_side: str | None = None
    english: bool = False  # whether its title has an English form
    indepth: bool = False  # whether it asks for the fördjupad report in English

    @property
    def pages(self) -> list[Sibling]:
        return list(
            pages(
                self.challenges,
                self.groups,
                sheet=self.sheet,
                english=self.english,
                indepth=self.indepth,
            )
        )

    def comes_after(self, other: Outline) -> bool:
        """Whether `other` is an earlier wave of the same series."""
        return (
            self.series is not None
            and self.series == other.series
            and wave_order(other.wave) < wave_order(self.wave)
        )


def outline(project: Project, survey: str) -> Outline:
    """The outline of a survey's codebook, kept until our code changes, or survey.yml,
    or the answers where the names of the groups rest on them.

    Raises CodebookError.
    """
    raw = project.raw(survey)
    kept = project.processed(survey) / "outline.json"
    record = read_sealed(kept)
    if record is not None and record.get("made_of") == _made_of(
        raw, record.get("files", [])
    ):
        parts = record["outline"]
        ordered = {name: dict(parts[name]) for name in IN_ORDER}
        return Outline(**parts | ordered | {"sheet": PageKind(parts["sheet"])})
    found, files = _read(project, survey)
    with suppress(OSError):  # a project that is only read can still be looked at
        # As pairs: a JSON object is written with its keys sorted, and the order of the
        # challenges is the questionnaire's, in the list of pages too.
        pairs = {name: list(getattr(found, name).items()) for name in IN_ORDER}
        content = {"outline": asdict(found) | pairs, "files": files}
        write_sealed(kept, content | {"made_of": _made_of(raw, files)})
    return found


def _made_of(raw: Path, files: Iterable[str]) -> list[str]:
    there = [raw / name for name in files if (raw / name).is_file()]
    return [sha256(raw / "survey.yml"), code_hash(), *map(sha256, there)]


def _read(project: Project, survey: str) -> tuple[Outline, list[str]]:
    """The outline, and the files of the survey that it rests on beside survey.yml."""
    from helpers.presentation import nouns, swedish
    from helpers.survey.codebook import read_codebook, unseen

    codebook, files = read_codebook(project.raw(survey)), list[str]()
    draft = bool(unseen(codebook))
    if safe := _settled(codebook, survey, project):
        codebook, files = safe, _read_by_cleaning(project.raw(survey))
    fieldwork = codebook.fieldwork
    found = Outline(
        title=codebook.title,
        version=codebook.version,
        status=codebook.status,
        period=swedish.period(fieldwork.start, fieldwork.end) if fieldwork else "",
        fictitious=codebook.fictitious,
        draft=draft,
        series=codebook.series,
        wave=codebook.wave,
        challenges=codebook.challenge_labels,
        groups=nouns.group_titles(codebook),
        sheet=nouns.group_sheet(codebook),
        other_side=codebook.other_side,
        english=codebook.title in codebook.english,
        indepth=ENGLISH in codebook.also_in,
    )
    return found, files


def _settled(codebook: Codebook, survey: str, project: Project) -> Codebook | None:
    """The codebook as 1_clean makes it safe, where what the groups are called rests on
    the answers; None where survey.yml alone says it, or 1_clean tells what is wrong."""
    from helpers.cleaning.responses import group_names_rest_on_answers, read_responses
    from helpers.survey.sources import read_source

    if not group_names_rest_on_answers(codebook):
        return None
    try:
        return read_responses(read_source(survey, project)).source.codebook
    except KartlaggningError:
        return None


def _read_by_cleaning(raw: Path) -> list[str]:
    """The files that say which responses count and what they answered."""
    found = [path for path in raw.iterdir() if path.is_file()]
    found += (raw / "decisions").glob("*.csv")
    return sorted(path.relative_to(raw).as_posix() for path in found)

"""The steps of every survey: which notebook, with what, after which others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from helpers.batch.outline import Outline, outline
from helpers.batch.records import read_record, record_path
from helpers.batch.step import STAGES, Step
from helpers.core.errors import KartlaggningError
from helpers.core.language import ENGLISH
from helpers.core.project import OWN, Project
from helpers.presentation.kinds import PageKind
from helpers.presentation.pages.siblings import Sibling
from helpers.survey.series import said_series, wave_order

DOCUMENTS = {
    "pdf": STAGES["report"],
    "docx": ("5_summary", "6_challenge"),
    "pptx": ("5_summary",),
    "zip": STAGES["report"],  # the diagrams as PNG
}
ALL = "all"
# Kind of page → its notebook, and the parameter that says what the page is about.
BOOKS = {
    PageKind.SUMMARY: ("5_summary", ""),
    PageKind.INDEPTH: ("4_report", ""),
    PageKind.OVERVIEW: ("8_overview", ""),
    PageKind.EASY: ("9_easy", ""),
    PageKind.ENGLISH: ("9_english", ""),
    PageKind.INDEPTH_ENGLISH: ("4_report", ""),
    PageKind.BRIEF: ("6_challenge", "challenge"),
    PageKind.DEPARTMENT: ("7_department", "department"),
    PageKind.GROUP: ("7_department", "department"),
}
Turn = tuple[int, int, int]
# Folders of data/raw/<survey> that only later steps read: her texts are put into the
# pages, and what was published earlier limits what may be released now.
LATER_FOLDERS = {
    "texts": "4_report",
    "published": "3_release",
    "profile": "4_report",
    "approval": "~",  # no step at all
}


@dataclass(frozen=True)
class Plan:
    """The steps, each after those it needs, and the surveys that cannot start."""

    steps: tuple[Step, ...] = ()
    broken: Mapping[str, KartlaggningError] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)

    @cached_property
    def by_survey(self) -> dict[str, list[Step]]:
        """The steps of each survey that has any, in order."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.survey, []).append(step)
        return found

    @cached_property
    def turns(self) -> dict[str, Turn]:
        """Which of the steps that could begin goes first, by id: the least.

        One series of surveys goes before the next, so that the first reports are there
        long before the last. Within it, the step with most steps after it, one after
        the other: a release that waited for pages would leave a core idle at the end.
        """
        after = dict.fromkeys((step.id for step in self.steps), 0)
        for step in reversed(self.steps):
            for need in after.keys() & {*step.needs}:
                after[need] = max(after[need], after[step.id] + 1)
        first: dict[str, int] = {}
        turns = {}
        for place, step in enumerate(self.steps):
            outline = self.outlines.get(step.survey)
            series = outline and outline.series
            group = f"series {series}" if series else step.survey
            turns[step.id] = (first.setdefault(group, place), -after[step.id], place)
        return turns


def plan(
    project: Project, surveys: Iterable[str] = (), *, documents: Iterable[str] = ()
) -> Plan:
    """The steps of `surveys` (none named: all), of their earlier waves and of the
    organisations' own surveys (other_side); with `documents`, of their pages as "pdf",
    "docx", "pptx" or "zip" too.

    A survey whose codebook has problems is in `broken` and has no steps; so are the
    surveys that compare themselves with it. Raises ProjectError for an unknown survey.
    """
    chosen = list(dict.fromkeys(surveys)) or project.surveys()
    for survey in chosen:
        project.raw(survey)
    outlines: dict[str, Outline] = {}
    broken: dict[str, KartlaggningError] = {}
    for survey in chosen:
        _outline_into(outlines, broken, project, survey)
    _add_other_sides(outlines, project)
    if any(outline.series is not None for outline in outlines.values()):
        _add_other_waves(outlines, broken, project)
        _add_other_sides(outlines, project)
    earlier = {
        survey: sorted(
            (
                other
                for other in outlines
                if outlines[survey].comes_after(outlines[other])
            ),
            key=lambda other: (wave_order(outlines[other].wave), other),
        )
        for survey in outlines
    }
    sides = {
        survey: [one.other_side] if one.other_side in outlines else []
        for survey, one in outlines.items()
    }
    wanted = _with_needed(
        [survey for survey in chosen if survey in outlines],
        {survey: [*earlier[survey], *sides[survey]] for survey in outlines},
    )
    steps = [
        step
        for survey in wanted
        for step in survey_steps(
            project, survey, outlines[survey], earlier[survey], sides[survey]
        )
    ]
    made = _documents(project, steps, set(documents))
    steps = [*(_with_links(step, made) for step in steps), *made]
    return Plan(tuple(steps), broken, {survey: outlines[survey] for survey in wanted})


def _with_needed(
    surveys: Iterable[str], needed: Mapping[str, Iterable[str]]
) -> list[str]:
    """`surveys` and all that they need, each after what it needs itself."""
    found: list[str] = []
    seen: set[str] = set()

    def visit(survey: str) -> None:
        if survey not in seen:
            seen.add(survey)
            for other in needed[survey]:
                visit(other)
            found.append(survey)

    for survey in surveys:
        visit(survey)
    return found


def _documents(project: Project, steps: list[Step], asked: set[str]) -> list[Step]:
    """The steps that make documents of pages: those asked for, and those that were
    asked for before. Where a kind is new the page is made again, with a link to it, and
    then so are its other documents."""
    found = []
    for page in steps:
        kinds = [
            kind for kind, books in DOCUMENTS.items() if page.notebook.stem in books
        ]
        steps_of = {kind: _document(page, kind) for kind in kinds}
        had = {kind for kind in kinds if read_record(project, steps_of[kind])}
        is_new = bool(asked & {*kinds} - had)
        for kind, step in steps_of.items():
            if kind in asked or (kind in had and is_new):
                found.append(step)
            elif kind in had:
                found.append(replace(step, optional=True))
            elif record_path(project, page.survey, step.name).exists():
                found.append(step)  # it was asked for, and is damaged
    return found


def _document(page: Step, kind: str) -> Step:
    """Its template is not in the page, so it reads the profile itself."""
    profile = tuple(path for path in page.reads if path.parent.name == "profile")
    return Step(
        page.survey,
        f"{page.name}-{kind}",
        page.notebook,
        {},
        page.html,
        needs=(page.id,),
        reads=profile,
        document=str(Path(page.html).with_suffix(f".{kind}")),
    )


def _with_links(page: Step, documents: Iterable[Step]) -> Step:
    """The page with links to what is made of it."""
    of = [one for one in documents if page.id in one.needs]
    return replace(page, beside=tuple(Path(one.document).suffix[1:] for one in of))


def survey_steps(
    project: Project,
    survey: str,
    outline: Outline,
    earlier: Iterable[str] = (),
    sides: Iterable[str] = (),
) -> list[Step]:
    """The steps of one survey, for the notebooks that exist."""
    raw = project.raw(survey)
    files = raw_files(raw)
    waves, mirrors = tuple(earlier), tuple(sides)

    def step(
        book: str,
        needs: Iterable[str] = (),
        *,
        suffix: str = "",
        page: Sibling | None = None,
        **parameters: str,
    ) -> list[Step]:
        notebook = project.notebooks / f"{book}.ipynb"
        if not notebook.is_file():
            return []
        skipped = [name for name, first in LATER_FOLDERS.items() if book < first]
        reads = [
            file for file in files if file.relative_to(raw).parts[0] not in skipped
        ]
        if "2" <= book < "4":
            reads += [project.raw(wave) / "survey.yml" for wave in waves]
        if book < "2":
            reads += [project.raw(side) / "survey.yml" for side in mirrors]
        name = f"{book}-{suffix}" if suffix else book
        given = {"survey": survey, **parameters}
        made = Step(survey, name, notebook, given, "", tuple(needs), tuple(reads))
        if page is not None:
            made = replace(made, html=page.file, shelf=page.shelf, label=page.label)
        return [made]

    def ids(steps: Iterable[Step]) -> list[str]:
        return [one.id for one in steps]

    clean = step("1_clean")
    # The wave before: its answers are followed unit by unit, its released numbers stand
    # beside this wave's in the report and limit what may be released of it.
    then = [f"{wave}/1_clean" for wave in waves]
    releases = [f"{wave}/3_release" for wave in waves]
    theirs = [f"{side}/1_clean" for side in mirrors]
    analyses = [
        one
        for challenge in (ALL, *outline.challenges)
        for one in step(
            "2_analyse",
            [*ids(clean), *then, *theirs],
            suffix=challenge,
            challenge=challenge,
        )
    ]
    release = step("3_release", [*ids(analyses), *then, *releases])
    released = ids(release) + releases
    reports = []
    for page in outline.pages:
        book, about = BOOKS[page.kind]
        given = {about: page.about} if about else {}
        suffix = page.name if about else ""
        if page.kind is PageKind.INDEPTH_ENGLISH:  # by the Swedish report's notebook
            given, suffix = {"language": ENGLISH}, ENGLISH
        reports += step(book, released, suffix=suffix, page=page, **given)
    return [*clean, *analyses, *release, *reports]


def raw_files(folder: Path) -> list[Path]:
    """Every file of data/raw/<survey>, sorted, but not what Excel and LibreOffice leave
    there while a file is open, nothing hidden, and not her own analyses."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.relative_to(folder).parts[0] != OWN
        and not any(
            part.startswith((".", "~$")) for part in path.relative_to(folder).parts
        )
    )


def _outline_into(
    outlines: dict[str, Outline],
    broken: dict[str, KartlaggningError],
    project: Project,
    survey: str,
) -> None:
    try:
        project.needs_answers(survey)
        outlines[survey] = outline(project, survey)
    except KartlaggningError as error:
        broken[survey] = error


def _add_other_waves(
    outlines: dict[str, Outline],
    broken: dict[str, KartlaggningError],
    project: Project,
) -> None:
    """A wave that cannot be read would leave its comparison out without a word; another
    survey that is being written must not stop this one."""
    series = {str(one.series) for one in outlines.values() if one.series is not None}
    unreadable: dict[str, KartlaggningError] = {}
    for survey in project.surveys():
        if survey not in outlines and survey not in broken:
            _outline_into(outlines, unreadable, project, survey)
    for survey, error in unreadable.items():
        if said_series(survey, project) in series:
            broken[survey] = error


def _add_other_sides(outlines: dict[str, Outline], project: Project) -> None:
    """One that is not there or cannot be read is told of by 1_clean, with the rest that
    is wrong."""
    for one in list(outlines.values()):
        if one.other_side and one.other_side not in outlines:
            _outline_into(outlines, {}, project, one.other_side)

"""Files of outputs/ → what is wrong with publishing them, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import pandas as pd

from helpers.audit.agreement import disagreements
from helpers.audit.asked import told_of_asked
from helpers.audit.claim import ALL_NUMBERS, EARLIER, SHARE, Cell, Claim
from helpers.audit.claims import (
    names_of,
    read_claims,
    read_zip_claims,
    tidy_rows,
    tidy_tables,
)
from helpers.audit.existence import existence_problems
from helpers.audit.feasible import attack
from helpers.audit.files import file_problems, in_order, page_problems
from helpers.audit.intervals import Sizes, intervals_of_more
from helpers.audit.judged import is_protected, judged
from helpers.audit.later import told_since
from helpers.audit.marks import REPORT, mark_problems
from helpers.audit.names import Names, named
from helpers.audit.puzzle import Version
from helpers.audit.reading import READERS, files_in, page_of
from helpers.audit.solver import CONTRADICTION, Found
from helpers.audit.suppressed_rows import suppressed_row_problems
from helpers.audit.words import word_problems
from helpers.core.errors import Problem, ProjectError
from helpers.core.project import PUBLISHED, Project
from helpers.core.wording import called_before
from helpers.survey.codebook import (
    TOTAL,
    AnyQuestion,
    Codebook,
    read_codebook,
    read_parsed,
)
from helpers.survey.decisions import FILES
from helpers.survey.series import earlier_waves
from helpers.survey.sources import read_source

NOW = "nu"
NEAR = 1e-6
HELD = "går att räkna ut"


def audit(survey: str, project: Project | None = None) -> list[Problem]:
    """Everything that speaks against publishing outputs/<survey>; none: it is safe.

    Its files must be the last run's, its pages faultless, and nothing protected may be
    computed. Reads outputs/, the ledger in data/raw/<survey>/published/ and the outputs
    of the other waves. Words are compared with the answers where these are still there.
    Raises ProjectError when there is no such survey.
    """
    project = project or Project.find()
    raw = project.raw(survey)
    written, codebook = read_codebook(raw), of_last_run(survey, project)
    folder = project.outputs(survey)
    attacked = audit_files(
        folder,
        codebook,
        ledger=in_order(raw / "published"),
        zips=sorted((project.outputs() / PUBLISHED).glob(f"{survey}-*.zip")),
        survey=survey,
        bases=_bases(project.processed(survey) / "released" / "bases.parquet"),
        reasons=_reasons(project.processed(survey) / "released" / "estimates.parquet"),
        sizes=_sizes(project.processed(survey) / "estimates" / f"{TOTAL}.parquet"),
        waves=[
            _wave(other, codebook, project)
            for other in earlier_waves(survey, project, disposed=True)
        ],
    )
    words: list[Problem] = []
    if not project.is_disposed(survey):
        source = read_source(survey, project)
        words = word_problems(files_in(folder), source, _texts(raw))
    return [
        *file_problems(folder),
        *_less_protected(codebook, written),
        *page_problems(
            folder,
            fictitious=codebook.fictitious,
            options={one for q in codebook.questions for one in q.all_options},
        ),
        *words,
        *attacked,
    ]


def of_last_run(survey: str, project: Project) -> Codebook:
    """The codebook that the files were made by: a run gives what survey.yml lets be
    misread a name of its own, as a group called "Alla". survey.yml, where nothing has
    been run."""
    try:
        return read_parsed(project.processed(survey))
    except (ProjectError, ValueError):  # none, or a damaged one
        return read_codebook(project.raw(survey))


def _less_protected(run: Codebook, written: Codebook) -> Iterator[Problem]:
    """Where survey.yml now protects more than the last run did."""
    opened = [
        question.id
        for question in written.questions
        if is_protected(written, question.id) and not is_protected(run, question.id)
    ]
    if opened or run.disclosure != written.disclosure:
        what = f" (frågan {', '.join(opened)})" if opened else ""
        yield Problem(
            f"survey.yml skyddar svaren på ett annat sätt än den senaste körningen"
            f"{what}.",
            "Kör om med kartlaggning run.",
            file="survey.yml",
        )


def _texts(raw: Path) -> str:
    """All that she has written to be published."""
    files = sorted((raw / "texts").glob("*.md"))
    return "\n".join(path.read_text("utf-8", errors="replace") for path in files)


def _bases(path: Path) -> list[float]:
    """How many answered, row by row of the table of all numbers, also where they are
    suppressed. An outsider may know it from elsewhere, so the attacker is told."""
    return list(pd.read_parquet(path)["base"]) if path.is_file() else []


def _reasons(path: Path) -> list[str]:
    """Why each row of the same table is not shown: which of them were promised to be
    kept, and which only keep others. Nobody outside knows; it is to judge by."""
    return list(pd.read_parquet(path)["reason"]) if path.is_file() else []


def _sizes(path: Path) -> dict[str, tuple[float, float]]:
    """How many answered and were asked in each department, which is printed."""
    if not path.is_file():
        return {}
    rows = pd.read_parquet(path, columns=["group", "statistic", "asked", "population"])
    sizes = rows[rows["statistic"].eq(SHARE)].groupby("group").max(numeric_only=True)
    return {str(row.Index): (row.asked, row.population) for row in sizes.itertuples()}


def _wave(survey: str, now: Codebook, project: Project) -> Version:
    """What an earlier wave says of all who answered, in the words of `now`."""
    path = project.outputs(survey) / ALL_NUMBERS
    published = in_order(project.raw(survey) / "published")
    if path.is_file():
        bases = _bases(project.processed(survey) / "released" / "bases.parquet")
        claims = _with_bases(tidy_rows(path), bases, file=path.name)
    else:
        claims = tidy_rows(published[-1]) if published else []
    then = of_last_run(survey, project)
    asked: dict[str, list[AnyQuestion]] = {}
    for question in now.questions:
        named = {str(wave): id for wave, id in question.compares_with.items()}
        asked.setdefault(named.get(str(then.wave), question.id), []).append(question)
    of_all = [c for c in claims if c.cell.challenge == c.cell.group == TOTAL]
    return Version(
        f"enkäten {survey}",
        [
            replace(claim, cell=_renamed(claim.cell, then, question))
            for claim in of_all
            if claim.cell.statistic == SHARE and claim.cell.question in then.by_id
            for question in asked.get(claim.cell.question, [])
        ],
    )


def _renamed(cell: Cell, then: Codebook, question: AnyQuestion) -> Cell:
    """A cell of an earlier wave as this one calls it: options written in another way by
    their new names, a turned scale turned back."""
    both = then.question(cell.question), question
    before, options = (list(one.all_options) for one in both)
    steps, now = (list(one.scale_options) for one in both)
    named = {old: new for new, old in called_before(options, before).items()}
    steps = [named.get(step, step) for step in steps]
    option = named.get(cell.option, cell.option)
    if steps == now[::-1] and option in steps:
        option = now[steps.index(option)]
    return cell._replace(question=question.id, option=option)


def audit_files(
    folder: Path,
    codebook: Codebook,
    *,
    ledger: Sequence[Path] = (),
    zips: Sequence[Path] = (),
    survey: str = "",
    bases: Sequence[float] = (),
    reasons: Sequence[str] = (),
    sizes: Sizes = MappingProxyType({}),
    waves: Sequence[Version] = (),
) -> list[Problem]:
    """The same, of files lying anywhere."""
    files = files_in(folder)
    tidy = tidy_tables(files)
    names = names_of(tidy, codebook)
    claims = _with_bases(read_claims(files, tidy, names), bases, reasons)
    earlier = [claim for claim in claims if claim.cell.statistic == EARLIER]
    claims = [claim for claim in claims if claim.cell.statistic != EARLIER]
    if not claims and not any(name.endswith(".html") for name in files):
        return [
            Problem(
                "Här finns inga sidor att granska.",
                "Kör först: kartlaggning run.",
                file=folder.name,
            )
        ]
    problems = [
        *_against_rules(claims, codebook, sizes),
        *disagreements(claims, codebook),
        *_of_earlier_waves(earlier, waves, codebook),
        *suppressed_row_problems(files),
        *existence_problems(files, codebook),
        *_unread(files),
        *_drawn(files, tidy, names),
    ]
    versions = [Version(f"version {p.stem}", tidy_rows(p)) for p in ledger]
    for path in zips:
        version = path.stem.removeprefix(f"{survey}-")
        if version not in {entry.stem for entry in ledger}:
            problems.append(
                Problem(
                    f"Version {version} är publicerad men står inte i liggaren.",
                    "Lägg tillbaka filen i published/, eller ta bort zip-filen om den "
                    "aldrig lämnats ut.",
                    file=path.name,
                )
            )
            try:
                versions.append(Version(f"version {version}", read_zip_claims(path)))
            except BadZipFile:
                problems.append(
                    Problem(
                        "Den publicerade filen är skadad och går inte att läsa.",
                        "Lägg tillbaka den från en säkerhetskopia.",
                        file=path.name,
                    )
                )
    rows = [claim for claim in claims if claim.file == ALL_NUMBERS]
    problems += [
        _not_allowed(cell, why, codebook)
        for cell, why in told_since(rows, versions, codebook)
    ]
    found = attack([*versions, Version(NOW, claims)], codebook, waves)
    problems += [_problem(one, codebook, first=not versions) for one in found]
    return list(dict.fromkeys(problems))


def _unread(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Files of a kind that nothing here can read, which may hold anything."""
    for name in files:
        if Path(name).suffix.lower() not in READERS:
            yield Problem(
                "Filen är av ett slag som granskningen inte kan läsa.",
                "Ta bort den ur outputs/, och kör om med kartlaggning run.",
                file=name,
            )


def _of_earlier_waves(
    claims: Iterable[Claim], waves: Sequence[Version], codebook: Codebook
) -> Iterator[Problem]:
    """Protected shares that are said of an earlier wave and that it does not show."""
    shown: dict[Cell, list[float]] = {}
    for wave in waves:
        for claim in wave.claims:
            if not claim.suppressed and claim.share is not None:
                shown.setdefault(claim.cell, []).append(claim.share)
    for claim in claims:
        cell = claim.cell._replace(statistic=SHARE)
        known = shown.get(cell, [])
        published = claim.share or 0
        if is_protected(codebook, cell.question) and not any(
            abs(share - published) <= claim.half + NEAR for share in known
        ):
            yield Problem(
                f"{named(cell, codebook)} sägs ha varit {published:.0%} i en tidigare "
                f"omgång ({claim.where}), men det redovisas inte där.",
                "Kör om med kartlaggning run, först den tidigare omgången.",
                file=claim.file,
            )


def _with_bases(
    claims: list[Claim],
    bases: Sequence[float],
    reasons: Sequence[str] = (),
    *,
    file: str = ALL_NUMBERS,
) -> list[Claim]:
    tidy = [claim for claim in claims if claim.file == file]
    if len(tidy) != len(bases):
        return claims
    why = reasons if len(reasons) == len(tidy) else [one.reason for one in tidy]
    pairs = zip(bases, why, strict=True)
    return [
        _based(claim, *next(pairs)) if claim.file == file else claim for claim in claims
    ]


def _based(claim: Claim, base: float, reason: str) -> Claim:
    return replace(claim, base=base, reason=reason)


def _against_rules(
    claims: Iterable[Claim], codebook: Codebook, sizes: Sizes
) -> Iterator[Problem]:
    rows = [
        claim
        for claim in claims
        if claim.file == ALL_NUMBERS or claim.cell.statistic == "crossed"
    ]
    for cell, why in [*judged(rows, codebook), *told_of_asked(rows, codebook)]:
        yield _not_allowed(cell, why, codebook)
    for cell in intervals_of_more(rows, codebook, sizes):
        yield Problem(
            f"{named(cell, codebook)}: osäkerhetsintervallet är inte gjort av de tal "
            "som visas, och kan röja dem som inte gör det.",
            REPORT,
            file=ALL_NUMBERS,
        )


def _not_allowed(cell: Cell, why: str, codebook: Codebook) -> Problem:
    return Problem(
        f"{named(cell, codebook)} ({cell.statistic}) får inte visas: {why}.",
        REPORT,
        file=ALL_NUMBERS,
    )


def _drawn(
    files: Mapping[str, bytes], tidy: Mapping[str, Sequence[Claim]], names: Names
) -> Iterator[Problem]:
    """What pictures and orders tell."""
    group = str(names.codebook.group)
    answered = [
        (claim.cell.option, claim.count)
        for claims in tidy.values()
        for claim in claims
        if claim.count is not None
        and claim.cell == Cell(group, option=claim.cell.option)
    ]
    for name, content in files.items():
        if name.endswith(".html"):
            yield from mark_problems(page_of(content), name, names, dict(answered))


def _problem(found: Found, codebook: Codebook, *, first: bool) -> Problem:
    if found.what == CONTRADICTION:
        return Problem(
            f"Talen om {named(found.cell, codebook)} motsäger varandra, så det går "
            "inte att pröva vad som kan räknas ut ur dem.",
            f"Kör om med kartlaggning run. {_way_out(found, first=first)}",
        )
    low, high = found.low, found.high
    value = f"{low:.0f}" if high - low < NEAR else f"{low:.0f}–{high:.0f}"
    base = "" if math.isnan(found.base) else f" av {found.base:.0f}"
    return Problem(
        f"{named(found.cell, codebook)} {HELD} ur det som visas: {value}{base} "
        f"({found.what}).",
        f"Kör om 3_release. {_way_out(found, first=first)}",
    )


def _way_out(found: Found, *, first: bool) -> str:
    """What always helps, whatever is wrong: nobody is left without a way on."""
    question = (
        f"ta bort frågan {found.cell.question} ur questions i survey.yml och skriv "
        "dess kolumner under ignore, så att allt annat kan publiceras"
    )
    if first:
        return f"Blir det likadant: {question}. Rapportera felet."
    return (
        f"Blir det likadant: lämna de sena svaren utanför ({FILES['rows']}) och "
        f"rättelserna ({FILES['corrections']}), så att talen blir som i den förra "
        f"versionen, eller vänta tills fler svar har kommit. Annars: {question}."
    )

"""What lies in data/raw and is no survey. Every command looks, so nothing heavy is
imported here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from helpers.core.errors import Problem, nearest
from helpers.core.project import FILE, HEADS, Project, can_be_name
from helpers.core.slugs import slug
from helpers.core.suffixes import TEXTS, WORKBOOKS
from helpers.survey.series import said_series, said_wave

_LEFT_ALONE = re.compile(
    r"\..*|~\$.*|thumbs\.db|desktop\.ini|.*\.(bak|tmp|part)", re.IGNORECASE
)
# A backup made in Windows, on a Mac, or by hand.
_COPY = re.compile(r" - kopia| kopia| copy|kopia av |copy of ", re.IGNORECASE)


def misplaced(project: Project) -> Iterator[Problem]:
    """What lies in data/raw and is no survey: it stops nothing, and is told."""
    raw, surveys = project.root / "data" / "raw", project.surveys()
    for path in files_in(raw):
        place = f"data/raw/{path.name}"
        if path.is_file():
            if path.name != HEADS:
                yield Problem(
                    "Filen ligger utanför enkäternas mappar och läses inte.",
                    f'Är det en export: kartlaggning new "{place}". '
                    "Annars: flytta den.",
                    file=place,
                )
        elif not (path / FILE).is_file():
            found = f"Mappen har ingen {FILE} och läses inte."
            yield Problem(found, _meant(path), file=f"{place}/")
        elif not can_be_name(path.name):
            todo = f"Byt namn på den, till exempel till ”{slug(path.name)}”."
            if _COPY.search(path.name):
                todo = "Är det en säkerhetskopia: flytta den ut ur data/raw."
            found = "Mappen läses inte: så kan en enkät inte heta."
            yield Problem(found, todo, file=f"{place}/")
    yield from _same_waves(project, surveys)
    for survey in surveys:
        if twins := [other for other in project.twins(survey) if other < survey]:
            yield Problem(
                f"”{survey}” och ”{twins[0]}” skiljs bara åt av stora och små "
                "bokstäver, och är samma mapp i Windows och på en Mac.",
                "Byt namn på den ena.",
                file=f"data/raw/{survey}/",
            )


def _same_waves(project: Project, surveys: Collection[str]) -> Iterator[Problem]:
    """Surveys that say that they are the same wave of the same series: a copy, perhaps,
    that the next wave would be compared with."""
    seen: dict[tuple[str, str], str] = {}
    for survey in surveys:
        series, wave = said_series(survey, project), said_wave(survey, project)
        if not series or not wave:
            continue
        if first := seen.get((series, wave)):
            yield Problem(
                f"Enkäten säger sig vara samma omgång ({series}, {wave}) som "
                f"”{first}”. Nästa omgång jämförs med en av dem.",
                "Är det en kopia: flytta den ut ur data/raw. Annars: ändra wave.",
                file=f"data/raw/{survey}/",
            )
        seen.setdefault((series, wave), survey)


def _meant(folder: Path) -> str:
    """What to do with a folder of data/raw without survey.yml."""
    found = [path.name for path in files_in(folder) if path.is_file()]
    for name in found:
        if name.lower().startswith(("survey.yml", "survey.yaml")):
            return f"Menade du ”{name}”? Byt dess namn till {FILE}."
    if likeliest := nearest(FILE, found):
        return f"{likeliest} Byt dess namn till {FILE}."
    exports = [n for n in found if Path(n).suffix.lower() in TEXTS | WORKBOOKS]
    if exports:
        return (
            f'Gör ett utkast: kartlaggning new "data/raw/{folder.name}/{exports[0]}".'
        )
    return "Hör den inte hit: flytta den."


def files_in(folder: Path) -> list[Path]:
    """What she has put in a folder, sorted; not what a system leaves there."""
    if not folder.is_dir():
        return []
    return [p for p in sorted(folder.iterdir()) if not _LEFT_ALONE.fullmatch(p.name)]

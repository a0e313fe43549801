"""Which surveys are waves of one series, and in which order."""

from __future__ import annotations

import re

from helpers.core.project import FILE, Project

_SAID = re.compile(r"^(series|wave):\s*[\"']?([^\"'#\r\n]+)", re.MULTILINE)

EMPTY = ("null", "~")


def wave_order(wave: int | str | None) -> tuple[int, int, str]:
    """Waves by number where they are numbers, else by name; no wave comes first.

    >>> sorted(["2024", 2022, "höst", None], key=wave_order)
    [None, 2022, '2024', 'höst']
    """
    text = "" if wave is None else str(wave)
    number = re.match(r"\d+", text)
    return (
        0 if wave is None else 1 if number else 2,
        int(number[0]) if number else 0,
        text,
    )


def said_series(survey: str, project: Project) -> str:
    """The series that survey.yml says it is of, "" where it says none."""
    return _series_and_wave(survey, project).get("series", "")


def said_wave(survey: str, project: Project) -> str:
    """The wave that survey.yml says it is, "" where it says none."""
    return _series_and_wave(survey, project).get("wave", "")


def _series_and_wave(survey: str, project: Project) -> dict[str, str]:
    """series and wave, read without understanding the rest: a survey that is being
    written must not stop those that have nothing to do with it."""
    source = project.raw(survey) / FILE
    found = _SAID.findall(source.read_bytes().decode(errors="replace"))
    return {key: value.strip() for key, value in found if value.strip() not in EMPTY}


def earlier_waves(
    survey: str, project: Project, *, disposed: bool = False
) -> list[str]:
    """The earlier waves of the survey's series, the nearest last; with `disposed` also
    those whose answers are gone: what was published of them is still known."""
    own = _series_and_wave(survey, project)
    if "series" not in own:
        return []
    found = []
    gone = project.disposed() if disposed else []
    for other in [*project.surveys(), *gone]:
        head = _series_and_wave(other, project)
        if other != survey and head.get("series") == own["series"]:
            order = wave_order(head.get("wave"))
            if order < wave_order(own.get("wave")):
                found.append((order, other))
    return [other for _, other in sorted(found)]

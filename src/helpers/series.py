"""Which surveys are waves of one series, and in which order."""

from __future__ import annotations

import re

from helpers.project import Project

_SERIES = re.compile(r"^series:\s*[\"']?([^\"'#\r\n]+)", re.MULTILINE)


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
    """The series that survey.yml says it is of, read without understanding the rest: a
    survey that is being written must not stop those that have nothing to do with it."""
    source = project.raw(survey) / "survey.yml"
    said = _SERIES.search(source.read_bytes().decode(errors="replace"))
    return said[1].strip() if said else ""


def earlier_waves(survey: str, project: Project) -> list[str]:
    """The earlier waves of the survey's series, the nearest last.

    Raises CodebookError for a wave of the series that cannot be read.
    """
    from helpers.codebook import read_codebook

    book = read_codebook(project.raw(survey))
    if book.series is None:
        return []
    series, own = str(book.series), wave_order(book.wave)
    found = []
    for other in project.surveys():
        if other != survey and said_series(other, project) == series:
            order = wave_order(read_codebook(project.raw(other)).wave)
            if order < own:
                found.append((order, other))
    return [other for _, other in sorted(found)]

"""What a survey is called, of which series and wave, by the name of its file."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.core.project import Project, check_name
from helpers.core.slugs import slug
from helpers.core.wording import fold

_GENERIC = {"results", "svar", "rawdata", "data", "export", "survey", "enkat", "enkät"}
_NUMBERS = re.compile(r"\(\s*\d+\s*-\s*\d+\s*\)")  # Microsoft Forms: (1-174)
_EXTENSIONS = re.compile(r"(\.(csv|xlsx|xlsm|xls|ods|sav|tsv|txt|gz))+$", re.IGNORECASE)


def series_and_wave(name: str) -> tuple[str, str]:
    """What a survey's name says of its series and wave, or ("", "").

    >>> series_and_wave("samverkan-2024"), series_and_wave("svar-2024")
    (('samverkan', '2024'), ('', ''))
    """
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    series = name.replace(year[0], "").strip("-_ ").replace("--", "-") if year else ""
    if year is None or not series or series.casefold() in _GENERIC:
        return "", ""
    return series, year[0]


def name_of(file: Path, project: Project) -> str:
    """A survey's name from its file's, or its folder's when that lies in data/raw.

    >>> name_of(Path("Samverkan 2024(1-174).xlsx"), Project(Path("somewhere")))
    'samverkan-2024'
    """
    raw = (project.root / "data" / "raw").resolve()
    parent = file.resolve().parent
    stem = parent.name if parent.parent == raw else file.name.split(".")[0]
    return check_name(slug(_NUMBERS.sub("", stem), empty="enkat"))


def title_of(file: str, survey: str) -> str:
    """
    >>> title_of("samverkan_2024 (1-3).xlsx", "x")
    'Samverkan 2024'
    """
    stem = _EXTENSIONS.sub("", _NUMBERS.sub("", file))
    title = fold(stem.replace("_", " ")) or survey
    return title[0].upper() + title[1:]

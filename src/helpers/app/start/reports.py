"""The pages of a survey, and how a browser gets to them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote

from helpers.cleaning.cleaned import read_cleaned
from helpers.core.errors import KartlaggningError
from helpers.core.outputs import outputs_of
from helpers.core.project import Project
from helpers.disclosure.ledger import read_ledger
from helpers.survey.codebook import Change, Codebook

REPORTS = "KARTLAGGNING_REPORTS"
"""The variable with the address where `outputs/` is served; none: by path alone."""
KINDS = {
    "fordjupad.html": "Fördjupad rapport",
    "sammanfattning.html": "Sammanfattning",
    "oversikt.html": "Översikt",
    "tabeller.xlsx": "Svaren i tabeller (Excel)",
}


@dataclass(frozen=True)
class Page:
    """`address`: where a browser finds it; "" where nothing serves it."""

    label: str
    file: str
    address: str


def pages(survey: str, project: Project) -> list[Page]:
    """What the last run made to be read, the whole reports first."""
    made = outputs_of(project.outputs(survey)) or {}
    named = [name for name in KINDS if name in made]
    named += sorted(n for n in made if n.endswith(".html") and n not in named)
    return [Page(KINDS.get(name, _said(name)), name, address(survey, name))
            for name in named]  # fmt: skip


def address(survey: str, name: str) -> str:
    home = os.environ.get(REPORTS, "")
    return f"{home}/{quote(survey)}/{quote(name)}" if home else ""


def _said(name: str) -> str:
    kind, _, about = name.removesuffix(".html").partition("-")
    words = about.replace("-", " ")
    kinds = {"underlag": "Underlag", "forvaltning": "Förvaltning", "grupp": "Grupp"}
    return f"{kinds.get(kind, kind.capitalize())}: {words}" if words else kind


def set_aside(survey: str, project: Project) -> tuple[str, str]:
    """What 1_clean set aside: (in one sentence, as an HTML table). ("", "") where the
    survey has not been run."""
    try:
        cleaned = read_cleaned(survey, project)
    except (KartlaggningError, OSError):
        return "", ""
    rows = sum(cleaned.set_aside.values())
    values = sum(cleaned.values_set_aside.values())
    said = (
        f"{cleaned.read} rader lästes: {cleaned.kept} är kvar som svar. {rows} rader "
        f"och {values} värden är ställda åt sidan."
    )
    table = cleaned.set_aside_table()
    return said, "" if table.empty else str(table.to_html(index=False, border=0))


def next_version(codebook: Codebook, survey: str, project: Project) -> list[Change]:
    """A version that has not been published: the number after the last."""
    published = {entry.version for entry in read_ledger(survey, project)}
    if codebook.version not in published:
        return []
    number = 2
    while str(number) in published:
        number += 1
    return [Change(("version",), str(number))]

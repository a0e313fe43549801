"""The pages of a survey, and how a browser gets to them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote

from helpers.cleaning.cleaned import read_cleaned
from helpers.cleaning.rows import REPLACED
from helpers.core.errors import KartlaggningError
from helpers.core.outputs import MANIFEST
from helpers.core.project import Project, read_own
from helpers.disclosure.ledger import read_ledger
from helpers.exports.sheet import counted
from helpers.survey.codebook import Codebook, Edit

REPORTS = "KARTLAGGNING_REPORTS"
"""The variable with the address where `outputs/` is served; none: by path alone."""
HOME = "/rapporter"
"""Where the app serves them; JupyterLab has an address of its own."""
TABLES = "tabeller.xlsx"


@dataclass(frozen=True)
class ReportLink:
    """`address`: where a browser finds it; "" where nothing serves it."""

    label: str
    file: str
    address: str


def pages(survey: str, project: Project) -> list[ReportLink]:
    """What the last run made to be read, in the order of the list of all reports."""
    manifest = read_own(project.outputs(survey) / MANIFEST) or {}
    listed = [
        (" ".join(part for part in (one["shelf"], one["label"]) if part), one["file"])
        for one in manifest.get("pages", [])
    ]
    if TABLES in manifest.get("outputs", {}):
        listed.append(("Svaren i tabeller (Excel)", TABLES))
    return [ReportLink(label, file, address(survey, file)) for label, file in listed]


def address(survey: str, name: str) -> str:
    home = os.environ.get(REPORTS, "")
    return f"{home}/{quote(survey)}/{quote(name)}" if home else ""


def set_aside(survey: str, project: Project) -> tuple[str, str]:
    """What 1_clean set aside: (in one sentence, as an HTML table). ("", "") where the
    survey has not been run."""
    try:
        cleaned = read_cleaned(survey, project)
    except (KartlaggningError, OSError):
        return "", ""
    replaced = cleaned.set_aside.get(REPLACED, 0)
    rows = sum(cleaned.set_aside.values()) - replaced
    values = sum(cleaned.values_set_aside.values())
    sentence = (
        f"{cleaned.read} rader lästes: {cleaned.kept} är kvar som svar. Åt sidan är "
        f"{counted(rows, 'rad', 'rader')} och {counted(values, 'värde', 'värden')}."
    )
    if replaced:
        sentence += f" {counted(replaced, 'rad', 'rader')} finns även i en senare fil."
    table = cleaned.set_aside_table()
    table = table[table["Skäl"] != REPLACED]
    table["Fråga"] = table["Fråga"].replace(_called(cleaned.codebook))
    return sentence, "" if table.empty else str(table.to_html(index=False, border=0))


def _called(codebook: Codebook) -> dict[str, str]:
    """What a question, or a row of it, is called where a person reads."""
    ties = {question.id: question.name for question in codebook.ties}
    return ties | {
        item.key: item.question.name
        if item.label == item.question.name
        else f"{item.question.name}: {item.label}"
        for item in codebook.all_items()
    }


def next_version(codebook: Codebook, survey: str, project: Project) -> list[Edit]:
    """A version that has not been published: the number after the last."""
    published = {entry.version for entry in read_ledger(survey, project)}
    if codebook.version not in published:
        return []
    number = 2
    while str(number) in published:
        number += 1
    return [Edit(("version",), str(number))]

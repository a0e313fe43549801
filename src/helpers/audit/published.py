"""What versions that are published already give away: nobody can take it back, but a
person must know of it and decide what to do."""

from __future__ import annotations

from helpers.audit.attack import NOW, of_last_run
from helpers.audit.claim import ALL_NUMBERS
from helpers.audit.claims import tidy_rows
from helpers.audit.feasible import told_already
from helpers.audit.files import in_order
from helpers.audit.names import named
from helpers.audit.puzzle import Version
from helpers.core.project import Project

MOST_NAMED = 4


def already_told(survey: str, project: Project | None = None) -> str:
    """One passage in Swedish, "" where the published versions tell nothing that is
    promised to be kept."""
    project = project or Project.find()
    ledger = in_order(project.raw(survey) / "published")
    path = project.outputs(survey) / ALL_NUMBERS
    if len(ledger) < 2 or not path.is_file():
        return ""
    codebook = of_last_run(survey, project)
    versions = [Version(f"version {one.stem}", tidy_rows(one)) for one in ledger]
    found = told_already([*versions, Version(NOW, tidy_rows(path))], codebook)
    if not found:
        return ""
    disclosed = [
        f"{named(one.cell, codebook)}: {one.low:.0f} av {one.base:.0f} ({one.what})"
        for one in found[:MOST_NAMED]
        if one.low == one.high
    ]
    more = len(found) - len(disclosed)
    rest = f" och {more} tal till" if more > 0 else ""
    versions_told = ", ".join(one.stem for one in ledger)
    return (
        "De versioner som redan är publicerade "
        f"({versions_told}) visar tillsammans vad som skulle skyddas: "
        f"{'; '.join(disclosed)}{rest}. Det kan ingen körning ta tillbaka, och den här "
        f"versionen säger inte mer. Ta bort version {ledger[-1].stem} där den ligger "
        "ute, och tala med dataskyddsombudet: det kan vara en personuppgiftsincident, "
        "som anmäls till Integritetsskyddsmyndigheten inom 72 timmar. Liggaren ska stå "
        "kvar som den är."
    )

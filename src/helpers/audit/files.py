"""The files of outputs/: are they the last run's, and are its pages fit to hand out?"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from helpers.audit.pages import Defect, check_page
from helpers.core.errors import Problem
from helpers.core.outputs import MANIFEST, outputs_of
from helpers.core.placing import inside

RUN_AGAIN = "Kör om: kartlaggning run."
MANY = 6  # pages from which it pays to start processes
NAMED = 3  # pages named in a problem that several have


def file_problems(folder: Path) -> Iterator[Problem]:
    """Files that are missing, that were changed after the run, or that no step made."""
    outputs = outputs_of(folder)
    if outputs is None:
        yield Problem("Rapporterna är inte klara.", "Kör: kartlaggning run.")
        return
    for name, digest in sorted(outputs.items()):
        path = inside(folder, name)
        if path is None:
            found = "Förteckningen över filer leder ut ur mappen."
            yield Problem(found, RUN_AGAIN, file=MANIFEST)
        elif not path.is_file():
            yield Problem("Filen saknas.", RUN_AGAIN, file=name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found = "Filen är ändrad sedan den senaste körningen."
            yield Problem(found, RUN_AGAIN, file=name)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in {*outputs, MANIFEST}:
            yield Problem(
                "Filen hör inte till den senaste körningen.",
                "Ta bort den, eller kör om med kartlaggning run.",
                file=name,
            )


def page_problems(
    folder: Path, *, fictitious: bool = False, options: Collection[str] = ()
) -> list[Problem]:
    """What is wrong with the pages of `folder` (`pages.check_page`), each thing told
    once, however many pages have it. A word that is one of the survey's `options`
    ("None") is no missing value."""
    pages = sorted(folder.rglob("*.html"))
    check = partial(_defects, fictitious=fictitious)
    if len(pages) < MANY:
        found = [check(page) for page in pages]
    else:
        with ProcessPoolExecutor(mp_context=_context()) as processes:
            found = list(processes.map(check, pages))
    on: dict[tuple[str, str], list[str]] = {}
    for path, defects in zip(pages, found, strict=True):
        for defect in defects:
            quoted = defect.found.partition("”")[2].partition("”")[0]
            if defect.rule == "missing-value" and quoted in options:
                continue
            names = on.setdefault((defect.found, defect.where), [])
            names.append(path.relative_to(folder).as_posix())
    return [
        Problem(
            f"{found} Det står i {where}.",
            "Kommer det av en egen text eller av survey.yml: rätta där och kör om med "
            "kartlaggning run. Annars: rapportera felet.",
            file=_listed(names),
        )
        for (found, where), names in on.items()
    ]


def _context() -> multiprocessing.context.BaseContext:
    """Forked processes have imported everything already."""
    way = "fork" if sys.platform == "linux" else "spawn"
    return multiprocessing.get_context(way)


def _defects(path: Path, *, fictitious: bool) -> list[Defect]:
    html = path.read_text(encoding="utf-8", errors="replace")
    return check_page(html, fictitious=fictitious, folder=path.parent)


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return f"{shown} och {more} till" if more > 0 else shown


def in_order(folder: Path) -> list[Path]:
    """The ledger's tables, each after the version that it says it follows."""
    heads = {}
    for path in sorted(folder.glob("*.csv")):
        line = path.read_bytes().partition(b"\n")[0].decode("utf-8", errors="replace")
        try:
            head = json.loads(line.removeprefix("# "))
        except (ValueError, RecursionError):
            head = {}
        # Whoever changed it, what it shows is public.
        heads[path] = head if isinstance(head, dict) else {}
    ordered = [path for path, head in heads.items() if not head.get("before")]
    for path in ordered:
        own = heads[path].get("checksum")
        ordered += [
            other
            for other, head in heads.items()
            if own and head.get("before") == own and other not in ordered
        ]
    return [*ordered, *(path for path in heads if path not in ordered)]

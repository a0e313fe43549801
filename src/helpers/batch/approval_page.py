"""What an output checker reads before approving: internal, in data/processed/.

Every document, the rules, every suppressed number with its reason, what a person should
know, and what has changed since the version that was published last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

import pandas as pd

from helpers.batch.approval import digest_of, read_verdicts
from helpers.batch.before_publishing import lost, to_know
from helpers.core.outputs import outputs_of
from helpers.core.project import Project, write_text
from helpers.disclosure.ledger import read_ledger
from helpers.disclosure.released import REASONS, Released
from helpers.estimation.schema import KEYS, STATISTICS
from helpers.presentation.pages.layout import stylesheet
from helpers.survey.codebook import TOTAL, Codebook

PAGE = "granskning/granskning.html"
INTERNAL = (
    "Intern: här står varför tal inte redovisas, vilket inte får lämnas ut. Läs de "
    "färdiga rapporterna bredvid."
)
_HEADINGS = ("Fråga", "Rad", "Svar", "Utmaning", "Form", "Grupp", "Mått")


def write_approval_page(survey: str, project: Project | None = None) -> Path:
    """The page; returns its path. Raises DisclosureError where nothing has been run."""
    project = project or Project.find()
    released = Released.read(project.processed(survey) / "released")
    parts = [
        f"<h1>Granskning före publicering: {escape(released.codebook.title)}</h1>",
        f'<p class="markning"><strong>{INTERNAL}</strong></p>',
        f"<p>Version {escape(released.codebook.version)}. Filernas kontrollsumma: "
        f"<code>{digest_of(survey, project)[:16]}</code>.</p>",
        *_said(survey, project),
        *_list("Det här bör du veta", to_know(survey, project)),
        *_rules(released.codebook),
        *_documents(survey, project),
        *_changed(survey, project, released),
        *_suppressed(released),
    ]
    html = (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">'
        f"<title>Granskning: {escape(survey)}</title><style>{stylesheet()}</style>"
        f"</head><body><main>{''.join(parts)}</main></body></html>\n"
    )
    path = project.processed(survey) / PAGE
    write_text(path, html)
    return path


def _said(survey: str, project: Project) -> Iterator[str]:
    lines = [
        f"Version {one.version}: {one.said}. {one.words}"
        for one in read_verdicts(project.raw(survey))
    ]
    yield from _list("Tidigare granskningar", lines)


def _rules(codebook: Codebook) -> Iterator[str]:
    said = codebook.disclosure
    protected = [q.name for q in codebook.questions if codebook.protected(q.id)]
    yield from _list(
        "Reglerna för vad som redovisas",
        [
            f"Minst {said.k} i rutan och utanför den (disclosure → k).",
            f"Grupper under {said.small_group} delas inte upp (small_group).",
            f"Procent från {said.percent_from} svarande (percent_from).",
            f"Skyddade frågor: {', '.join(protected) or 'inga'}.",
        ],
    )


def _documents(survey: str, project: Project) -> Iterator[str]:
    rows = [
        (name, f"{(project.outputs(survey) / name).stat().st_size}", digest[:16])
        for name, digest in sorted((outputs_of(project.outputs(survey)) or {}).items())
    ]
    yield from _table("Filerna som lämnas ut", ("Fil", "Byte", "Kontrollsumma"), rows)


def _changed(survey: str, project: Project, released: Released) -> Iterator[str]:
    ledger = read_ledger(survey, project)
    if not ledger:
        yield "<h2>Ändrat sedan förra versionen</h2><p>Det här är den första.</p>"
        return
    before, now = ledger[-1].table, released.for_ledger()
    version = ledger[-1].version
    yield from _table(
        f"Visades i version {version} men inte nu",
        _HEADINGS,
        _named(lost(before, now)),
    )
    yield from _table(
        f"Visas nu men inte i version {version}", _HEADINGS, _named(lost(now, before))
    )
    yield from _table(
        f"Ändrat tal sedan version {version}",
        (*_HEADINGS, "Förut", "Nu"),
        _moved(before, now),
    )


def _moved(before: pd.DataFrame, now: pd.DataFrame) -> list[tuple[str, ...]]:
    keys = list(KEYS)
    then, new = (
        table[table["shown"].astype(bool)].astype(dict.fromkeys(keys, str))
        for table in (before, now)
    )
    both = then.merge(new, on=keys, suffixes=("_then", "_now"))
    changed = both[
        both["estimate_then"].round(6).ne(both["estimate_now"].round(6))
        & ~(both["estimate_then"].isna() & both["estimate_now"].isna())
    ]
    numbers = zip(changed["estimate_then"], changed["estimate_now"], strict=True)
    told = [(f"{then:.4g}", f"{now:.4g}") for then, now in numbers]
    named = _named(changed)
    return [(*keys, *pair) for keys, pair in zip(named, told, strict=True)]


def _suppressed(released: Released) -> Iterator[str]:
    rows = released.for_ledger()
    left_out = rows[~rows["shown"].astype(bool)]
    reasons = [REASONS.get(str(code), str(code)) for code in left_out["reason"]]
    lines = [
        (*keys, reason) for keys, reason in zip(_named(left_out), reasons, strict=True)
    ]
    yield from _table("Tal som inte redovisas, och varför", (*_HEADINGS, "Skäl"), lines)


def _named(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """What each row is about, in words."""
    parts = [[*rows[name].astype(str)] for name in KEYS[1:]]
    return [
        tuple(
            STATISTICS[value].label if value in STATISTICS else _word(value)
            for value in line
        )
        for line in zip(*parts, strict=True)
    ]


def _word(value: str) -> str:
    return "alla" if value == TOTAL else value


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    yield f"<h2>{escape(heading)}</h2>"
    yield f"<ul>{items}</ul>" if items else "<p>Inget.</p>"


def _table(
    heading: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    yield f"<h2>{escape(heading)} ({len(rows)})</h2>"
    if not rows:
        yield "<p>Inget.</p>"
        return
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"

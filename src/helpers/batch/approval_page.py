"""What an output checker reads before approving: internal, in data/processed/.

Every document, the rules, every suppressed number with its reason, what a person should
know, and what has changed since the version that was published last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pandas as pd

from helpers.batch.approval import digest_of, read_verdicts
from helpers.batch.before_publishing import lost, to_know
from helpers.core.outputs import outputs_of
from helpers.core.project import Project, write_text
from helpers.disclosure.ledger import Published, read_ledger
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


@dataclass(frozen=True)
class Section:
    """A heading, how many lines stand under it (None: not counted), and the HTML."""

    heading: str
    count: int | None
    html: str

    @property
    def title(self) -> str:
        return self.heading if self.count is None else f"{self.heading} ({self.count})"


def write_approval_page(survey: str, project: Project | None = None) -> Path:
    """The page; returns its path. Raises DisclosureError where nothing has been run."""
    project = project or Project.find()
    project.needs_answers(survey)
    released = Released.read(project.processed(survey) / "released")
    sections = list(enumerate(to_approve(survey, project, released)))
    links = "".join(
        f'<li><a href="#del-{place}">{escape(one.title)}</a></li>'
        for place, one in sections
    )
    parts = [
        f"<h1>Granskning före publicering: {escape(released.codebook.title)}</h1>",
        f'<p class="markning"><strong>{INTERNAL}</strong></p>',
        f"<p>Version {escape(released.codebook.version)}. Filernas kontrollsumma: "
        f"<code>{digest_of(survey, project)[:16]}</code>.</p>",
        f'<nav aria-label="Innehåll"><ul>{links}</ul></nav>',
        *(
            f'<h2 id="del-{place}">{escape(one.title)}</h2>{one.html}'
            for place, one in sections
        ),
    ]
    html = (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Granskning: {escape(survey)}</title><style>{stylesheet()}</style>"
        f"</head><body><main>{''.join(parts)}</main></body></html>\n"
    )
    path = project.processed(survey) / PAGE
    write_text(path, html)
    return path


def to_approve(
    survey: str, project: Project, released: Released | None = None
) -> list[Section]:
    """What there is to read before one approves: in short, earlier verdicts, what to
    know, the rules, the files, what has changed, and every suppressed number with its
    reason.
    Raises DisclosureError where nothing has been run."""
    digest_of(survey, project)
    released = released or Released.read(project.processed(survey) / "released")
    verdicts = [
        f"Version {one.version}: {one.in_words}. {one.words}".strip()
        for one in read_verdicts(project.raw(survey))
    ]
    ledger = read_ledger(survey, project)
    last = ledger[-1] if ledger else None
    return [
        _in_short(released.for_ledger(), last),
        _list("Tidigare granskningar", verdicts),
        _list("Det här bör du veta", to_know(survey, project)),
        _rules(released.codebook),
        _documents(survey, project),
        *_changed(last, released),
        _suppressed(released),
    ]


def _in_short(now: pd.DataFrame, last: Published | None) -> Section:
    """How many numbers are shown, and how many are not by each reason; and how many of
    each were shown or not there in the version before."""
    shown = now["shown"].astype(bool)
    left_out = now[~shown].reset_index(drop=True)
    new = pd.Series(data=False, index=left_out.index)
    headings = ["Skäl", "Tal"]
    if last is not None:
        headings.append(f"Nya sedan version {last.version}")
        hidden = last.table[~last.table["shown"].astype(bool)]
        new = pd.Series(~_at(left_out).isin(_at(hidden)))
    words = left_out["reason"].map(lambda code: REASONS.get(str(code), str(code)))
    counts = new.groupby(words).agg(["size", "sum"]).sort_values("size")[::-1]
    rows = [
        (f"Redovisas inte: {reason}", f"{size}", f"{added}")
        for reason, size, added in counts.itertuples(name=None)
    ]
    rows.append(("Redovisas inte, alla skäl", f"{len(left_out)}", f"{new.sum()}"))
    added = 0 if last is None else len(lost(now, last.table))
    rows.append(("Redovisas", f"{shown.sum()}", f"{added}"))
    cut = [row[: len(headings)] for row in rows]
    return replace(_table("Kort sagt", headings, cut), count=None)


def _at(rows: pd.DataFrame) -> pd.Index:
    return pd.MultiIndex.from_frame(rows[list(KEYS)].fillna("").astype(str))


def _rules(codebook: Codebook) -> Section:
    settings = codebook.disclosure
    protected = [q.name for q in codebook.questions if codebook.protected(q.id)]
    return _list(
        "Reglerna för vad som redovisas",
        [
            f"Minst {settings.k} i rutan och utanför den (disclosure → k).",
            f"Grupper under {settings.small_group} delas inte upp (small_group).",
            f"Procent från {settings.percent_from} svarande (percent_from).",
            f"Skyddade frågor: {', '.join(protected) or 'inga'}.",
        ],
    )


def _documents(survey: str, project: Project) -> Section:
    rows = [
        (name, f"{(project.outputs(survey) / name).stat().st_size}", digest[:16])
        for name, digest in sorted((outputs_of(project.outputs(survey)) or {}).items())
    ]
    return _table("Filerna som lämnas ut", ("Fil", "Byte", "Kontrollsumma"), rows)


def _changed(last: Published | None, released: Released) -> Iterator[Section]:
    if last is None:
        first = "<p>Det här är den första.</p>"
        yield Section("Ändrat sedan förra versionen", None, first)
        return
    before, now = last.table, released.for_ledger()
    version, book = last.version, released.codebook
    yield _table(
        f"Visades i version {version} men inte nu",
        _HEADINGS,
        _named(lost(before, now), book),
    )
    yield _table(
        f"Visas nu men inte i version {version}",
        _HEADINGS,
        _named(lost(now, before), book),
    )
    yield _table(
        f"Ändrat tal sedan version {version}",
        (*_HEADINGS, "Förut", "Nu"),
        _moved(before, now, book),
    )


def _moved(
    before: pd.DataFrame, now: pd.DataFrame, book: Codebook
) -> list[tuple[str, ...]]:
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
    pairs = [(_written(then), _written(now)) for then, now in numbers]
    named = _named(changed, book)
    return [(*keys, *pair) for keys, pair in zip(named, pairs, strict=True)]


def _written(value: float) -> str:
    """
    >>> _written(0.25), _written(1200.0)
    ('0,25', '1200')
    """
    return f"{value:.4g}".replace(".", ",") if abs(value) < 1e4 else f"{value:.0f}"


def _suppressed(released: Released) -> Section:
    rows = released.for_ledger()
    left_out = rows[~rows["shown"].astype(bool)]
    reasons = [REASONS.get(str(code), str(code)) for code in left_out["reason"]]
    named = _named(left_out, released.codebook)
    lines = [(*keys, reason) for keys, reason in zip(named, reasons, strict=True)]
    return _table("Tal som inte redovisas, och varför", (*_HEADINGS, "Skäl"), lines)


def _named(rows: pd.DataFrame, book: Codebook) -> list[tuple[str, ...]]:
    """What each row is about, in the words of the reports."""
    items = {(item.question.id, item.row): item.label for item in book.all_items()}
    challenges, forms = book.challenge_labels, book.form_labels
    found: list[tuple[str, ...]] = []
    for line in rows[KEYS[1:]].astype(str).itertuples(index=False, name=None):
        question, item, option, challenge, form, group, statistic = line
        asked = book.by_id.get(question)
        found.append(
            (
                asked.name if asked else _word(question),
                items.get((question, item), item) if item != TOTAL else "",
                _word(option),
                challenges.get(challenge, _word(challenge)),
                forms.get(form, _word(form)),
                _word(group),
                STATISTICS[statistic].label if statistic in STATISTICS else statistic,
            )
        )
    return found


def _word(value: str) -> str:
    return "alla" if value == TOTAL else value


def _list(heading: str, lines: Iterable[str]) -> Section:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return Section(heading, None, f"<ul>{items}</ul>" if items else "<p>Inget.</p>")


def _table(
    heading: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Section:
    if not rows:
        return Section(heading, 0, "<p>Inget.</p>")
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    name = f'role="region" tabindex="0" aria-label="{escape(heading)}"'
    return Section(heading, len(rows), f'<div class="tabell-ram" {name}>{html}</div>')

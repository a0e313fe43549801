"""Papers that a municipality needs around a survey, filled from what is known of it.

Drafts, in Markdown: what only a person knows stands in [brackets]. The office note is
HTML, which becomes Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from bs4 import BeautifulSoup

from helpers.estimation.facts import Facts
from helpers.presentation import text
from helpers.survey.codebook import Codebook

MOST_FINDINGS = 4  # the note is one page
FILL_IN = "[fyll i]"


def office_note(codebook: Codebook, facts: Facts, summary: str) -> str:
    """A draft of the note to the board (tjänsteskrivelse): the summary's first findings
    between what was asked and what is proposed. `summary` is the finished page."""
    page = BeautifulSoup(summary, "lxml")
    found = [
        line.get_text(" ", strip=True) for line in page.select(".sammanfattning li")
    ]
    findings = "".join(f"<li>{escape(one)}</li>" for one in found[:MOST_FINDINGS])
    words = [mark.get_text(" ", strip=True) for mark in page.select(".markning strong")]
    marks = "".join(
        f'<p class="markning"><strong>{escape(one)}</strong></p>' for one in words
    )
    head = [
        f"Ärende: {codebook.title}",
        codebook.contact.organisation or FILL_IN,
        f"Diarienummer: {codebook.contact.dnr or FILL_IN}",
        f"Datum: {FILL_IN}",
        f"Handläggare: {codebook.contact.name or FILL_IN}",
    ]
    about = f"{codebook.title}, version {codebook.version}"
    return (
        f'<html lang="sv"><body><header>{marks}'
        "<h1>Tjänsteskrivelse (utkast)</h1></header><main>"
        f"<p>{'<br>'.join(escape(line) for line in head)}</p>"
        f"<h2>Förslag till beslut</h2><p>[Nämnden] godkänner rapporten "
        f"{escape(text.quoted(about))} och lägger den till handlingarna.</p>"
        f"<h2>Sammanfattning</h2><ul>{findings}</ul>"
        f"<h2>Bakgrund</h2><p>{escape(_background(codebook, facts))}</p>"
        f"<h2>Förvaltningens bedömning</h2><p>{FILL_IN}</p>"
        f"<h2>Ekonomiska konsekvenser</h2><p>{FILL_IN}</p></main></body></html>"
    )


def _background(codebook: Codebook, facts: Facts) -> str:
    response = facts.response
    came = f"Enkäten besvarades {facts.period}." if facts.period else ""
    if response.asked is None:
        who = f"{text.number(response.answered)} har svarat."
    else:
        asked, answered = text.number(response.asked), text.number(response.answered)
        who = f"{answered} av {asked} tillfrågade har svarat."
    fictitious = "Svaren är påhittade." if codebook.fictitious else ""
    return " ".join(part for part in (came, who, fictitious) if part)


def register_entry(codebook: Codebook) -> str:
    """For the register of processing activities (article 30 of the GDPR)."""
    personal = [q.name for q in codebook.questions if q.personal]
    rows = (
        ("Behandling", codebook.title),
        ("Personuppgiftsansvarig", codebook.contact.organisation or FILL_IN),
        ("Kontakt", codebook.contact.name or FILL_IN),
        ("Ändamål", FILL_IN),
        ("Rättslig grund", FILL_IN),
        ("Registrerade", _registered(codebook)),
        (
            "Personuppgifter",
            ", ".join(personal)
            if personal
            else "Inga frågor är personuppgifter enligt "
            "kodboken; fritext kan ändå innehålla sådana.",
        ),
        ("Mottagare", f"{FILL_IN} (rapporterna prövas så att svarande inte pekas ut)"),
        ("Gallring", _retention(codebook)),
        (
            "Säkerhet",
            f"Tal under {codebook.disclosure.k} i skyddade frågor redovisas inte. "
            "Svaren ligger åtskilda från det som publiceras.",
        ),
    )
    lines = "".join(f"- **{name}:** {words}\n" for name, words in rows)
    return f"# Registerförteckning (utkast)\n\n{lines}"


def _registered(codebook: Codebook) -> str:
    answering = {
        "public_unit": "De som svarar för sin verksamhet",
        "organisation": "De som svarar för sin organisation",
        "person": "De som svarar",
    }
    return answering[codebook.respondent]


def _retention(codebook: Codebook) -> str:
    retention = codebook.retention
    if retention is None:
        return f"{FILL_IN} (beslut om gallring saknas i survey.yml: retention)"
    return (
        f"Svaren gallras {retention.date:%Y-%m-%d} enligt beslut {retention.decision}."
    )


def information(codebook: Codebook) -> str:
    """For those who answer: what is done with the answers (artikel 13)."""
    contact = codebook.contact
    shown = (
        "Svaren redovisas bara sammanlagt."
        if codebook.disclosure.promised == "aggregate_only"
        or codebook.respondent == "person"
        else "Svar om vad verksamheten gör kan redovisas per grupp; svar på skyddade "
        f"frågor redovisas inte där färre än {codebook.disclosure.k} kan urskiljas."
    )
    return (
        "# Information till den som svarar (utkast)\n\n"
        f"{contact.organisation or FILL_IN} gör enkäten ”{codebook.title}”. "
        f"Syftet är {FILL_IN}. [Det är frivilligt att svara.]\n\n"
        f"{shown} {_retention(codebook)}\n\n"
        "Svaren är allmänna handlingar och kan begäras ut efter sekretessprövning. "
        "Skriv därför inga namn i fritext.\n\n"
        f"Frågor: {contact.name or FILL_IN}, {contact.email or FILL_IN}. "
        f"Rättslig grund: {FILL_IN}. Dataskyddsombud: {FILL_IN}. Du kan klaga hos "
        "Integritetsskyddsmyndigheten.\n"
    )


TRIED = (
    ("html", "HTML", "axe, HTML_CodeSniffer, vnu och html-validate, i Chromium"),
    ("pdf", "PDF", "alla maskinella regler i PDF/UA-1 (page-validation)"),
    ("docx", "Word", "rubriker, språk, alternativtexter och tabellhuvuden, i filen"),
    ("xlsx", "Excel", "tabellhuvuden och inga sammanslagna celler, i filen"),
    ("pptx", "PowerPoint", "titlar, alternativtexter och läsordning, i filen"),
)


def accessibility(kinds: set[str]) -> str:
    """The statement's paragraph of what was tested and how, of the kinds of file that
    there are. What a machine cannot try is said too."""
    lines = "".join(f"- {name}: {how}.\n" for end, name, how in TRIED if end in kinds)
    return (
        "# Tillgänglighetsredogörelsen: så har rapporterna prövats (utkast)\n\n"
        "Filerna görs av ett program vars utdata prövas automatiskt varje gång "
        "programmet ändras:\n\n"
        f"{lines}\nProverna är gjorda på programmets exempel. Med hjälpmedel har just "
        f"de här filerna prövats av: {FILL_IN}.\n"
    )


Tells = Callable[[Codebook, Facts, BeautifulSoup], bool]


def _section(name: str) -> Tells:
    return lambda book, facts, page: page.find(id=name) is not None


ITEMS: tuple[tuple[str, Tells], ...] = (
    ("Hur svaren samlades in (strategi)", _section("metod")),
    (
        "Vem som står bakom och vem som gjort den",
        lambda book, facts, page: bool(book.contact.organisation),
    ),
    ("Frågornas ordalydelse och svarsalternativ", _section("frågor-och-kodbok")),
    ("Vilka undersökningen gäller", _section("uppdrag")),
    ("Hur de tillfrågade valdes ut", lambda book, facts, page: facts.response.known),
    (
        "Insamlingssätt och språk",
        lambda book, facts, page: bool(book.language) and _has(page, "metod"),
    ),
    ("När svaren samlades in", lambda book, facts, page: bool(facts.period)),
    (
        "Antal svar och osäkerhet",
        lambda book, facts, page: facts.kept > 0 and _has(page, "ordlista"),
    ),
    ("Om och hur siffrorna är vägda", _section("metod")),
    ("Hur svaren bearbetats och kontrollerats", _section("granskningslogg")),
    ("Begränsningar", _section("kvalitetsdeklaration")),
)
"""AAPOR's items of immediate disclosure, and how each is found in the report."""


def _has(page: BeautifulSoup, name: str) -> bool:
    return page.find(id=name) is not None


def transparency(
    codebook: Codebook, facts: Facts, indepth: str
) -> list[tuple[str, bool]]:
    """(item, whether the in-depth report tells it), for each of AAPOR's eleven."""
    page = BeautifulSoup(indepth, "lxml")
    return [(item, tells(codebook, facts, page)) for item, tells in ITEMS]


def checklist(items: list[tuple[str, bool]]) -> str:
    lines = "".join(f"- [{'x' if there else ' '}] {item}\n" for item, there in items)
    missing = [item for item, there in items if not there]
    after = f"\nSaknas: {text.listed(missing)}.\n" if missing else ""
    count = sum(there for _, there in items)
    return (
        "# AAPOR:s öppenhetspunkter\n\nDen fördjupade rapporten redovisar "
        f"{count} av {len(items)}.\n\n{lines}{after}"
    )


def endings(names: Iterator[str]) -> set[str]:
    """The kinds of file, by how their names end.

    >>> sorted(endings(iter(["a.html", "b/c.pdf", "d"])))
    ['html', 'pdf']
    """
    found = (re.search(r"\.([a-z]+)$", name) for name in names)
    return {one[1] for one in found if one}

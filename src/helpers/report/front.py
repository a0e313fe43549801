"""A report's front: its Page, from what was released."""

from __future__ import annotations

from helpers import text
from helpers.manuscript import Report
from helpers.report.page import Page

LICENCE = "Siffror och texter får spridas vidare om källan anges."


def front_page(report: Report, kind: str = "fordjupad", *, about: str = "") -> Page:
    """The page of a report of this kind; `about` is the challenge or the group that it
    is on, where it is on one."""
    released = report.released
    codebook, facts = released.codebook, released.facts
    contact = codebook.contact
    label = codebook.challenge_labels.get(about, about)
    title = label if about else codebook.title
    cited = f"{label}. {codebook.title}" if about else codebook.title
    publisher = contact.organisation or "Kartläggningen"
    version = f"version {codebook.version}"
    return Page(
        title=title,
        subtitle=codebook.title if about else codebook.subtitle,
        kind=kind,
        survey=facts["survey"],
        fictitious=codebook.fictitious,
        status=codebook.status,
        period=facts["period"],
        version=codebook.version,
        dnr=contact.dnr,
        organisation=contact.organisation,
        contact_name=contact.name,
        contact_email=contact.email,
        accessibility_statement=contact.accessibility_statement,
        citation=f"{publisher}: {text.quoted(cited)}, {version}.",
        licence=LICENCE,
        source=codebook.source,
    )

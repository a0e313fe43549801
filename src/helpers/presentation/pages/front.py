"""A report's front: its Page, from what was released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from helpers.presentation import english, locale, text
from helpers.presentation.kinds import PageKind
from helpers.presentation.manuscript import Report
from helpers.presentation.pages.languages import IN_ENGLISH, foreign
from helpers.presentation.pages.page import Page
from helpers.presentation.pages.siblings import INDEX, Sibling, pages
from helpers.survey.codebook import Codebook, english_name, unseen

_ENGLISH = (PageKind.ENGLISH, PageKind.INDEPTH_ENGLISH)
LICENCE = "Siffror och texter får spridas vidare om källan anges."


def front_page(
    report: Report, kind: str = PageKind.INDEPTH, *, about: str = ""
) -> Page:
    """The page of a report of this kind (a PageKind, or its value); `about` is the
    challenge or the group that it is on, where it is on one."""
    released = report.swedish or report.released  # its names are those of the files
    if report.language != locale.SWEDISH:
        kind = PageKind.INDEPTH_ENGLISH
    codebook, facts = released.codebook, released.facts
    contact = codebook.contact
    sheet, titles = text.group_sheet(codebook), text.group_titles(codebook)
    if kind == PageKind.DEPARTMENT:
        kind = sheet
    label = (codebook.challenge_labels | titles).get(about, about)
    made = codebook.title in codebook.english
    everyone = list(
        pages(
            codebook.challenge_labels,
            titles,
            sheet=sheet,
            english=made,
            indepth=locale.ENGLISH in codebook.also_in,
        )
    )
    page = Page(
        title=label if about else codebook.title,
        subtitle=codebook.title if about else codebook.subtitle,
        kind=PageKind(kind),
        survey=facts.survey,
        file=next((p.file for p in everyone if (p.kind, p.about) == (kind, about)), ""),
        draft=bool(unseen(codebook)),
        fictitious=codebook.fictitious,
        status=codebook.status,
        period=facts.period or facts.wave,
        version=codebook.version,
        dnr=contact.dnr,
        published=_decided(codebook),
        next_wave=text.upper_first(codebook.next_wave),
        organisation=contact.organisation,
        contact_name=contact.name,
        contact_email=contact.email,
        accessibility_statement=contact.accessibility_statement,
        citation=_citation(codebook, label if about else "", kind),
        licence=LICENCE,
        source=codebook.source,
        foreign=(*foreign(codebook), *IN_ENGLISH),
        logo=report.dress.logo,
        logo_alt=report.dress.logo_alt,
        main=report.dress.main,
        accent=report.dress.accent,
        typeface=report.dress.typeface,
        links=(*map(_link, everyone), ("", "Alla kartläggningar", INDEX)),
    )
    if kind not in _ENGLISH:
        return page
    listed = facts.organisations.listed if codebook.language == locale.SWEDISH else ()
    return in_english(page, codebook, [one.name for one in listed])


def in_english(page: Page, codebook: Codebook, names: Iterable[str] = ()) -> Page:
    """The front of the page in English: what survey.yml says in Swedish and has no
    English for is left out. Raises NoEnglish without a title."""
    translate = partial(locale.translate, locale.ENGLISH)
    # A survey that was asked in English may have its title in English already.
    own = codebook.language == locale.ENGLISH
    title = codebook.english.get(codebook.title) or (
        codebook.title if own else english_name(codebook.title, codebook)
    )
    fieldwork = codebook.fieldwork
    period = ""
    if fieldwork is not None:
        ends = fieldwork.start, fieldwork.end
        period = "–".join(english.date(day) for day in ends if day is not None)
    statement = page.accessibility_statement
    decided = codebook.decided
    cited = translate(
        "{title}, fördjupad rapport på engelska, version {version}"
        if page.kind is PageKind.INDEPTH_ENGLISH
        else "{title}, sammanfattning på engelska, version {version}",
        title=english.quoted(title),
        version=page.version,
    )
    known = codebook.english
    organisation = known.get(page.organisation, page.organisation)
    return replace(
        page,
        language=locale.ENGLISH,
        organisation=organisation,
        logo_alt=known.get(page.logo_alt, organisation),
        contact_name=known.get(page.contact_name, page.contact_name),
        dnr=known.get(page.dnr, page.dnr),
        title=title,
        subtitle=known.get(codebook.subtitle, codebook.subtitle if own else ""),
        period=period or str(codebook.wave or ""),
        published=english.date(decided.date) if decided is not None else "",
        next_wave=known.get(str(codebook.next_wave), ""),
        accessibility_statement=statement if "://" in statement else "",
        citation=": ".join(part for part in (organisation, f"{cited}.") if part),
        licence=translate(LICENCE),
        source=known.get(codebook.source, codebook.source if own else ""),
        foreign=tuple(("sv", name) for name in names),
        links=tuple(
            (
                "",
                label
                if label in {kind.label for kind in _ENGLISH}
                else translate(f"{label} (på svenska)"),
                address,
            )
            for shelf, label, address in page.links
            if not shelf
        ),
    )


def _link(page: Sibling) -> tuple[str, str, str]:
    return page.shelf, page.label, page.file


def _decided(codebook: Codebook) -> str:
    """When and by whom, as after "beslutad"."""
    decided = codebook.decided
    if decided is None:
        return ""
    by = f" av {decided.by}" if decided.by else ""
    return f"{text.date(decided.date)}{by}"


def _citation(codebook: Codebook, label: str, kind: str) -> str:
    contact = codebook.contact
    cited = f"{label}. {codebook.title}" if label else codebook.title
    parts = [
        f"{contact.organisation or 'Kartläggningen'}: {text.quoted(cited)}",
        text.lower_first(PageKind(kind).label),
        f"version{text.NBSP}{codebook.version}",
        f"beslutad {_decided(codebook)}" if codebook.decided else "",
        f"dnr {contact.dnr}" if contact.dnr else "",
    ]
    return f"{', '.join(part for part in parts if part)}."

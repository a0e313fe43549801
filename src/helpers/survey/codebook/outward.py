"""What survey.yml says of the time after the reports that cannot be carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.core.contrast import colour_of, contrast
from helpers.core.errors import Problem
from helpers.survey.codebook.afterwards import HouseStyle, OpenData
from helpers.survey.codebook.faults import line_of
from helpers.survey.codebook.model import FILE, Codebook
from helpers.survey.codebook.parts import Contact

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~%/-]*)?")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ENDINGS = {
    "logo": (".svg", ".png"),
    "typeface": (".ttf", ".otf"),
    "word": (".docx",),
    "powerpoint": (".pptx",),
}
LEAST = 4.5
"""The contrast of text and its ground that WCAG asks for: each of the two colours is
the colour of some text."""
GROUNDS = {
    "#ffffff": "vitt papper och vit text i bildernas tabeller",
    "#f4f2ec": "rutornas ljusa botten",
}


def outward_faults(codebook: Codebook, content: object) -> Iterator[Problem]:
    if codebook.open_data is not None:
        row = line_of(content, ["open_data"])
        for found, todo in _open_data(codebook.open_data, codebook.contact):
            yield Problem(found, todo, file=FILE, row=row)
    if codebook.profile is not None:
        row = line_of(content, ["profile"])
        for found, todo in _profile(codebook.profile):
            yield Problem(found, todo, file=FILE, row=row)
    period, retention = codebook.fieldwork, codebook.retention
    if period is not None and retention is not None and retention.date <= period.end:
        yield Problem(
            f"Svaren ska gallras {retention.date}, men de samlades in till och med "
            f"{period.end}.",
            "Skriv dagen i beslutet (retention → date), eller rätta fieldwork.",
            file=FILE,
            row=line_of(content, ["retention"]),
        )


def _profile(style: HouseStyle) -> Iterator[tuple[str, str]]:
    if style.logo and not style.logo_alt:
        yield (
            "Logotypen saknar alternativtext (profile → logo_alt).",
            "Skriv vad den föreställer, till exempel ”Kommunens vapen”.",
        )
    for key, name in style.files.items():
        if not name.casefold().endswith(ENDINGS[key]) or set(name) & set("/\\"):
            yield (
                f"”{name}” går inte som profile → {key}.",
                f"Lägg filen i mappen profile/ och skriv bara dess namn, som slutar "
                f"på {' eller '.join(ENDINGS[key])}.",
            )
    if style.colours is not None:
        yield from _colour("main", style.colours.main)
        if style.colours.accent is not None:
            yield from _colour("accent", style.colours.accent)


def _colour(name: str, colour: str) -> Iterator[tuple[str, str]]:
    """Every use of a colour in which it could not be read."""
    if not _COLOUR.fullmatch(colour):
        yield f"”{colour}” är ingen färg (profile → {name}).", "Skriv den som #1d5b3a."
        return
    for ground, where in GROUNDS.items():
        found = contrast(colour_of(colour), colour_of(ground))
        if found < LEAST:
            ratio = f"{found:.1f}".replace(".", ",")
            yield (
                f"Färgen {name} ({colour}) går inte att läsa mot {ground}, {where}: "
                f"kontrasten är {ratio}:1 och ska vara minst 4,5:1.",
                "Välj en mörkare nyans av färgen.",
            )


def _open_data(settings: OpenData, contact: Contact) -> Iterator[tuple[str, str]]:
    """What a portal could not use: (what was found, what to do)."""
    if not _ADDRESS.fullmatch(settings.base_url):
        yield (
            f"”{settings.base_url}” är ingen adress som öppna data kan ligga på "
            "(open_data → base_url).",
            "Skriv adressen till mappen, till exempel "
            "https://data.kommunen.se/samverkan-2024/.",
        )
    if not _MAIL.fullmatch(settings.contact):
        yield (
            f"”{settings.contact}” är ingen e-postadress (open_data → contact).",
            "Skriv den adress som den som hämtar siffrorna kan fråga, helst en "
            "funktionsbrevlåda.",
        )
    if not contact.organisation.strip():
        yield (
            "open_data saknar utgivare: contact → organisation är tomt.",
            "Skriv organisationens namn under contact → organisation.",
        )

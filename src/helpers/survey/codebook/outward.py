"""What survey.yml says of the time after the reports that cannot be carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.core.errors import Problem
from helpers.survey.codebook.afterwards import OpenData
from helpers.survey.codebook.faults import line_of
from helpers.survey.codebook.model import FILE, Codebook
from helpers.survey.codebook.parts import Contact

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~%/-]*)?")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


def outward_faults(codebook: Codebook, content: object) -> Iterator[Problem]:
    if codebook.open_data is not None:
        row = line_of(content, ["open_data"])
        for found, todo in _open_data(codebook.open_data, codebook.contact):
            yield Problem(found, todo, file=FILE, row=row)


def _open_data(said: OpenData, contact: Contact) -> Iterator[tuple[str, str]]:
    """What a portal could not use: (what was found, what to do)."""
    if not _ADDRESS.fullmatch(said.base_url):
        yield (
            f"”{said.base_url}” är ingen adress som öppna data kan ligga på "
            "(open_data → base_url).",
            "Skriv adressen till mappen, till exempel "
            "https://data.kommunen.se/samverkan-2024/.",
        )
    if not _MAIL.fullmatch(said.contact):
        yield (
            f"”{said.contact}” är ingen e-postadress (open_data → contact).",
            "Skriv den adress som den som hämtar siffrorna kan fråga, helst en "
            "funktionsbrevlåda.",
        )
    if not contact.organisation.strip():
        yield (
            "open_data saknar utgivare: contact → organisation är tomt.",
            "Skriv organisationens namn under contact → organisation.",
        )

"""The licences that open data may have here, by the key of survey.yml."""

from __future__ import annotations

from typing import NamedTuple


class Licence(NamedTuple):
    code: str
    title: str
    address: str


LICENCES = {
    one.code: one
    for one in (
        Licence(
            "CC0-1.0",
            "Creative Commons CC0 1.0",
            "http://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Licence(
            "CC-BY-4.0",
            "Creative Commons Erkännande 4.0",
            "http://creativecommons.org/licenses/by/4.0/",
        ),
    )
}

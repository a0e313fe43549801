"""Makes helpers/cleaning/privacy/first_names_of_many.txt: names of many languages.

The names are those of Faker's person providers (MIT licence); which of them are also
ordinary words in Swedish or English is asked of the spelling dictionaries of the system
(hunspell), whose word lists are not copied. Neither is a package of the project. Run by
hand when the list is to be renewed:

    uv run --no-project --with faker --with spylls python tests/make_first_names.py

Needs the dictionaries sv_SE (Debian's hunspell-sv) and en_US (within spylls).
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src/helpers/cleaning/privacy"
TARGET = FOLDER / "first_names_of_many.txt"
SWEDISH = "/usr/share/hunspell/sv_SE"
# In Latin letters: the Nordic countries, Europe, and where people here come from.
_LOCALES = """
sv_SE da_DK no_NO fi_FI is_IS de_DE de_AT en_GB en_US en_IE fr_FR fr_DZ nl_NL it_IT
es_ES es_MX es_CL pt_PT pt_BR pl_PL cs_CZ sk_SK sl_SI hr_HR hu_HU ro_RO et_EE lt_LT
lv_LV tr_TR az_AZ uz_UZ en_PK en_IN id_ID vi_VN ha_NG ig_NG yo_NG sw zu_ZA tw_GH en_KE
en_NG
"""
LOCALES = _LOCALES.split()
# Known first of all as something else.
_PLACES = """
paris london israel jordan georgia india china asia italia florida kenya malta lund
america africa europa france ireland holland chelsea brooklyn austin dallas houston
"""
PLACES = _PLACES.split()


_ATTRIBUTE = r"first_names(_\w+)?|.*_first_names?|first_name_\w+"
_LATIN = r"[a-zà-öø-ÿāăąćčďđēęěğīįıłńňōőŕřśşšťūůűųźżžșțəẓẹọạ-ỹ]{3,}"


def names_of(locale: str) -> set[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: set[str] = set()
    for attribute in dir(provider):
        if re.fullmatch(_ATTRIBUTE, attribute):
            listed = getattr(provider, attribute)
            if isinstance(listed, (tuple, list, dict)):
                found |= {str(name) for name in listed}
    return found


_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "ö", "æ": "ä", "đ": "d"})


def plain(name: str) -> str:
    """As people write it who leave out accents: małgorzata, malgorzata."""
    return "".join(
        sign if sign in "åäö" else unicodedata.normalize("NFKD", sign)[0]
        for sign in name.translate(_PLAIN)
    )


def main() -> None:
    Dictionary = importlib.import_module("spylls.hunspell").Dictionary
    swedish = Dictionary.from_files(SWEDISH)
    english = Dictionary.from_files("en_US")
    names = {
        part
        for locale in LOCALES
        for name in names_of(locale)
        for part in re.split(r"[\s-]", unicodedata.normalize("NFC", name).casefold())
        if re.fullmatch(_LATIN, part)
    }
    names |= {plain(name) for name in names}
    words = {
        name
        for name in names
        if name in PLACES or swedish.lookup(name) or english.lookup(name)
    }
    lines = [
        f"# First names of Faker {version('faker')} (person providers of",
        "# " + " ".join(LOCALES[:22]),
        "# " + " ".join(LOCALES[22:]) + "),",
        "# copyright Daniele Faraglia and contributors, MIT licence. A name after * is",
        "# also a word or a place. Made by tests/make_first_names.py; do not edit.",
        *sorted(names - words),
        *(f"* {name}" for name in sorted(words)),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(names)} names, {len(words)} of them words")


if __name__ == "__main__":
    main()

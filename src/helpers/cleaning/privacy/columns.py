"""Columns of personal data, by their headers and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from helpers.cleaning.privacy.texts import KINDS, find_personal
from helpers.core.wording import fold

_SAID_OF_A_PERSON = (
    (
        "email",
        r"(din|er|your|kontakt\w*|contact|recipient)\W*(e-?post\w*|e-?mail\w*)"
        r"|(e-?post|e-?mail)s?\W?(adress|address)?",
    ),
    (
        "phone",
        r"(din|ditt|your|kontakt\w*|contact)?\W*"
        r"(tele?fon|mobil|(tele)?phone|mobile|cell ?phone|tel)\.?\W?"
        r"(nummer|nr|number)?",
    ),
    ("ip", r"ip\W?(adress|address|addr)?|ipaddr(ess)?"),
    ("place", r"(location)?\W?(latitude|longitude|latitud|longitud)"),
    ("personnummer", r"(svenskt )?(person|samordnings)(nummer|nr)|födelsedatum|ssn"),
    (
        "name",
        r"(för|efter)?namn|för- och efternamn|(fullständigt|ditt|hela) namn"
        r"|vad heter du"
        r"|(first|last|full|sur|your|user|recipient|recipient first|recipient last)"
        r"[ _]?name|name|användarnamn|username|kontaktperson\w*|contact person"
        r"|(ditt|respondentens|uppgiftslämnarens|kontaktpersonens) namn|uppgiftslämnare"
        r"|(namn på )?(svarande|respondent(en)?|uppgiftslämnaren?|kontaktpersonen?)"
        r"|recipient(first|last)name",
    ),
    ("link", r"token|access ?code|external(data)?reference|(svars|respondent)l[äi]nk"),
)
_HEADERS = [
    (kind, re.compile(rf"(?:{pattern})\W*", re.IGNORECASE))
    for kind, pattern in _SAID_OF_A_PERSON
]
_YOURS = re.compile(
    r"\b(din|er|ditt|your)\s+(e-?post|e-?mail|namn|name|tele?fon|mobil|phone)"
    r"|\bvad heter du\b|\bkontaktperson",
    re.IGNORECASE,
)
_KIND_OF_YOURS = (
    ("email", re.compile("e-?post|e-?mail", re.I)),
    ("phone", re.compile("fon|mobil", re.I)),
    ("name", re.compile("", re.I)),
)
_IP = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}|(?=.*:.*:.*:|.*::)[0-9a-f:]+[0-9a-f:.]*", re.I
)
LONGEST = 300  # characters that are looked at
FEWEST_VALUES = 3  # fewer say nothing of what a column holds
# Words of a header that is several words joined: "Telefon_arbete", "ZIPCODE_RESIDENT".
_WORDS = {
    word: kind
    for kind, words in {
        "phone": """telefon telefonnummer telefonnr tel tfn mobil mobilnummer mobilnr
            mobiltelefon phone phonenumber mobile cellphone tlf telephone""",
        "personnummer": """personnummer personnr persnr pnr samordningsnummer ssn
            fødselsnummer cpr""",
        "email": "epost epostadress email emailaddress mejl mejladress mailadress",
        "postcode": """postnr postnummer postkod zip zipcode postcode postalcode
            postadress""",
        "address": """adress gatuadress hemadress bostadsadress address streetaddress
            homeaddress""",
        "iban": "iban kontonummer kontonr bankkonto",
        "name": "förnamn efternamn firstname lastname surname",
    }.items()
    for word in words.split()
}
# What may stand beside such a word where the header alone is judged.
_WHERE = frozenset(
    word
    for words in (
        "arbete arbetet jobb jobbet hem hemma privat mobil kontor direkt alternativ",
        "work home office private business resident residence barn vårdnadshavare",
        "kontakt kontaktperson din ditt er ert your respondent svarande",
    )
    for word in words.split()
)
_CELLS = {  # what most cells of such a column are
    "phone": re.compile(r"\+?[\d][\d ()./-]{4,18}\d"),
    "personnummer": re.compile(r"(?:\d{2})?\d{6}[-+ ]?(?:\d{4}|[A-Za-z]{1,2}\d{2,3})?"),
    "email": re.compile(r"\S+ ?(?:@|\(at\)|\[at\]) ?\S+"),
    "postcode": re.compile(r"(?:[A-Za-z]{1,2}-? ?)?\d{3,4} ?\d{1,2}(?:[ ,].{2,30})?"),
    "address": re.compile(r"[^\W\d].{2,60} \d{1,4} ?[A-Za-z]?(?:[ ,].*)?"),
    "iban": re.compile(r"[A-Za-z]{2}\d{2}[\w ]{10,32}|\d[\d -]{6,16}\d"),
    "name": re.compile(r"[^\W\d_][^\d?!]{1,40}"),
}
MOST = 0.8  # of the filled cells


def likely_personal(header: str, values: Iterable[object] = ()) -> str:
    """The kind of personal data that a column seems to hold (a key of KINDS), or "".

    Judged by the header as survey tools and people write it, Swedish or English, by a
    word of a joined header and the look of the cells ("Telefon_arbete"), and else by
    the content: most values being an e-mail address, a personnummer, a telephone
    number, an IP address or a person's name. An organisation's or a unit's name is
    not a person's, and a text that mentions a person is no such column.

    >>> likely_personal("E-postadress"), likely_personal("Partner 1: namn")
    ('email', '')
    >>> likely_personal("ZIPCODE_RESIDENT", ["21120", "21435", "23400"])
    'postcode'
    """
    title, written = _short(header), _written(values)
    for part in (title, re.sub(r"^[\w.]{1,12}[.:)]\s+", "", title)):
        for kind, pattern in _HEADERS:
            if pattern.fullmatch(part):
                numbered = kind == "name" and written and all(map(_is_number, written))
                return "" if numbered else kind  # "Respondent": 18, 19, 20
    if _YOURS.search(title):
        kind = next(kind for kind, word in _KIND_OF_YOURS if word.search(title))
        # "May we write to your e-mail address?" is answered by yes and no.
        if not written or len(set(written)) > len(written) / 2:
            return kind
    return _kind_of_words(title, written) or _kind_of_most(written)


def personal_columns(table: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """Header → kind of personal data, of the columns that seem to hold any.

    Judges the whole table: columns whose headers are one with another ending are one
    thing ("Personnummer_1", "Personnummer_2"), so that one of them with few answers is
    what its neighbours are. A DataFrame is such a table.

    >>> personal_columns({"Telefon_hem": ["040123456"], "Telefon_2": [], "Ort": ["Ö"]})
    {'Telefon_hem': 'phone', 'Telefon_2': 'phone'}
    """
    found = {header: likely_personal(header, table[header]) for header in table}
    stems: dict[str, str] = {}
    for header, kind in found.items():
        if kind and (stem := _stem(header)):
            stems.setdefault(stem, kind)
    for header, kind in found.items():
        stem = _stem(header)
        if not kind and stem in stems and _fits(stems[stem], _written(table[header])):
            found[header] = stems[stem]
    return {header: kind for header, kind in found.items() if kind}


_ENDING = re.compile(r"[\s_.:\[(/-]+(?:[^\W\d_]{1,12}|\d{1,2})[\])]?$")


def _stem(header: str) -> str:
    """A header less its ending, where it has one: "Telefon_hem", "Telefon [2]"."""
    title = _short(header)
    stem = _ENDING.sub("", title).casefold()
    return stem if stem != title.casefold() else ""


_IN_TWO = re.compile(
    r"\b(zip|post|postal|phone|street|first|last) (code|number|address|name)", re.I
)


def _parts(title: str) -> list[str]:
    """The words of a header, those joined by signs or capitals apart."""
    parts = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", title)
    parts = re.sub(r"(?i)\be-(post|mail)", r"e\1", parts)
    parts = re.sub(
        r"(?i)\b(zip|post|postal|phone|street|first|last) (code|number|address|name)",
        r"\1\2",
        parts,
    )
    return [word.casefold() for word in re.findall(r"[^\W_]+", parts)]


def _kind_of_words(title: str, written: list[str]) -> str:
    """The kind that a word of the header names, where the cells look like it; where
    there are none, only if nothing else stands in the header."""
    words = _parts(title)
    for word in words:
        kind = _WORDS.get(word, "")
        if not kind:
            continue
        others = {other for other in words if other != word and not other.isdecimal()}
        short = others <= _WHERE
        if _fits(kind, written) if written else short:
            return kind
    return ""


def _fits(kind: str, written: list[str]) -> bool:
    """Whether most cells look like the kind, and are not a few answers again and again;
    an empty column fits."""
    if not written:
        return True
    look = _CELLS[kind].fullmatch if kind in _CELLS else None
    texts = [value.removesuffix(".0") for value in written]
    alike = look is None or sum(bool(look(text)) for text in texts) >= MOST * len(texts)
    few = len(texts) > 5 and len({*texts}) <= 0.2 * len(texts)
    return alike and not (few and kind in ("name", "address"))


def _short(text: str) -> str:
    """The beginning of a text, which says what kind of thing it is."""
    return fold(text[: 2 * LONGEST])[:LONGEST]


def _written(values: Iterable[object]) -> list[str]:
    folded = [_short(str(value)) for value in values if value is not None]
    return [value for value in folded if value and value != "nan"]


def _is_number(value: str) -> bool:
    return value.replace(".", "").isdigit()


def _kind_of_most(written: list[str]) -> str:
    if len(written) < FEWEST_VALUES:
        return ""
    kinds = [_whole(value) for value in written]
    for kind in KINDS:
        if kinds.count(kind) * 2 > len(kinds):
            return kind
    return ""


def _whole(value: str) -> str:
    """The kind of a value that is personal data from end to end."""
    if _IP.fullmatch(value):
        return "ip"
    if re.fullmatch(r"https?://\S+", value) or len(value) > 80:
        return ""
    found = find_personal(value)
    covers = len(found) == 1 and found[0].end - found[0].start >= 0.8 * len(value)
    return found[0].kind if covers else ""

"""Personal data: found in free text and in columns, and names made into pseudonyms.

A screen helps a person who reads the texts before they are published; it does not
replace her. It is made to find too much rather than too little.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

import phonenumbers
from personnummer import personnummer

from helpers.core.wording import fold

KINDS = {
    "personnummer": "personnummer",
    "email": "e-postadress",
    "phone": "telefonnummer",
    "name": "möjligt personnamn",
    "ip": "ip-adress",
    "place": "plats (koordinater)",
    "link": "personlig svarslänk",
}
"""What each kind of finding is called in Swedish."""


def _first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names, and names that are also words (first_names.txt says where from)."""
    text = (
        resources.files("helpers.cleaning")
        .joinpath("first_names.txt")
        .read_text("utf-8")
    )
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = frozenset(line[2:] for line in lines if line.startswith("* "))
    return frozenset(lines) - words, words


FIRST_NAMES, NAMES_THAT_ARE_WORDS = _first_names()
SHORTEST_KEY = 16  # bytes: 128 bits, what HMAC-SHA256 needs not to be guessed


@dataclass(frozen=True)
class Finding:
    """`text[start:end]` looks like personal data of `kind` (a key of KINDS)."""

    kind: str
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} ”{self.text}”"


# --- in free text ----------------------------------------------------------------

# Century, year, month, day (from 61 to 91: samordningsnummer), and four digits or what
# people write instead of them.
_PERSONNUMMER = re.compile(
    r"(?<![0-9])(?:(?:18|19|20)[0-9]{2}|[0-9]{2})"
    r"[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
    r"(?P<rest> ?[-+–−/]? ?(?:[0-9]{4}|[Xx*]{4}))(?![0-9])"
)
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+"
    r"(?:@|\s?[(\[](?:at|a|snabel-?a)[)\]]\s?)"
    r"[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*:[0-9a-f]*:[0-9a-f:.]+", re.I)


def find_personal(text: str) -> list[Finding]:
    """What in `text` looks like personal data, in the order it stands.

    Personnummer and samordningsnummer (with a wrong checksum too: a slip of the pen
    still points at somebody), e-mail, telephone (Swedish unless it begins with +), and
    common first names, which are only possible names.

    >>> [str(found) for found in find_personal("Ring Fatima, 040-34 10 00")]
    ['möjligt personnamn ”Fatima”', 'telefonnummer ”040-34 10 00”']
    """
    taken: list[Finding] = []
    for kind, start, end in _all_matches(text):
        if not any(start < other.end and other.start < end for other in taken):
            taken.append(Finding(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda found: found.start)


def _all_matches(text: str) -> Iterator[tuple[str, int, int]]:
    """Matches, the surest first: the first one to claim a stretch of text keeps it."""
    numbers = [(*m.span(), m.group()) for m in _PERSONNUMMER.finditer(text)]
    yield from (("email", *match.span()) for match in _EMAIL.finditer(text))
    yield from (("personnummer", s, e) for s, e, found in numbers if _checks(found))
    phones = phonenumbers.PhoneNumberMatcher(
        text, "SE", leniency=phonenumbers.Leniency.VALID
    )
    yield from (("phone", match.start, match.end) for match in phones)
    # Ten digits with a wrong checksum that are a telephone number are that.
    yield from (("personnummer", s, e) for s, e, _ in numbers)
    yield from (("name", start, end) for start, end in _names(text))


def _checks(found: str) -> bool:
    digits = re.sub(r"[^0-9+]", "", found)
    return personnummer.valid(digits)


def _names(text: str) -> Iterator[tuple[int, int]]:
    words = list(re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
    for number, match in enumerate(words):
        first = match.group().split("-")[0].casefold().removesuffix("s")
        whole = match.group().split("-")[0].casefold()
        if not match.group()[0].isupper():
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        surname = (
            following is not None
            and following.group()[0].isupper()
            and text[match.end() : following.start()] == " "
        )
        if {first, whole} & FIRST_NAMES or (surname and whole in NAMES_THAT_ARE_WORDS):
            last = following if surname and following else match
            yield match.start(), last.end()


# --- in columns ------------------------------------------------------------------

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
FEWEST_VALUES = 3  # fewer say nothing of what a column holds


def likely_personal(header: str, values: Iterable[object] = ()) -> str:
    """The kind of personal data that a column seems to hold (a key of KINDS), or "".

    Judged by the header as survey tools and people write it, Swedish or English, and
    else by the content: most values being an e-mail address, a personnummer, a
    telephone number, an IP address or a person's name. An organisation's or a unit's
    name is not a person's, and a text that mentions a person is no such column.

    >>> likely_personal("E-postadress"), likely_personal("Partner 1: namn")
    ('email', '')
    """
    title, written = fold(header), _written(values)
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
    return _kind_of_most(written)


def _written(values: Iterable[object]) -> list[str]:
    folded = [fold(str(value)) for value in values if value is not None]
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


# --- pseudonyms ------------------------------------------------------------------


def pseudonym(value: str, key: bytes) -> str:
    """The same 16 characters for the same `value`, which cannot be told from them.

    HMAC-SHA256 (RFC 2104), the first 64 bits. Spaces and capitals make no difference.
    The key lies outside the repository: who has it can try every name in a list.
    Raises ValueError for a key shorter than 16 bytes.

    >>> pseudonym(" Anna  Ek", b"0" * 16) == pseudonym("anna ek", b"0" * 16)
    True
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key must have at least {SHORTEST_KEY} bytes")
    message = fold(value).casefold().encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:16]

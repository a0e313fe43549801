"""Personal data in a text: numbers, addresses and names, in every writing of them.

Every pattern is bounded, so that the time grows with the length of the text: this runs
on each cell of a survey.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import phonenumbers
from personnummer import personnummer

from helpers.cleaning.privacy.names import FIRST_NAMES, find_names

KINDS = {
    "personnummer": "personnummer",
    "email": "e-postadress",
    "phone": "telefonnummer",
    "iban": "kontonummer (IBAN)",
    "account": "konto- eller kortnummer",
    "birthday": "födelsedag",
    "profile": "personlig profil på nätet",
    "address": "gatuadress",
    "postcode": "postnummer och ort",
    "sole_trader": "enskild firma",
    "name": "möjligt personnamn",
    "ip": "ip-adress",
    "place": "plats (koordinater)",
    "link": "personlig svarslänk",
}
"""What each kind of finding is called in Swedish; the last three are of columns."""


@dataclass(frozen=True)
class PersonalData:
    """`text[start:end]` looks like personal data of `kind` (a key of KINDS)."""

    kind: str
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} ”{self.text}”"


def find_personal(text: str) -> list[PersonalData]:
    """What in `text` looks like personal data, in the order it stands.

    Personnummer, samordningsnummer and TF-nummer (with a wrong checksum too: a slip of
    the pen still points at somebody), e-mail also in disguise, telephone (Swedish
    unless it begins with +; local numbers where the text says that they are), IBAN,
    accounts and birthdays where the text says that they are, cards, street addresses,
    postcodes with a town, profiles, sole traders, and common first
    names, which are only possible names.

    >>> [str(found) for found in find_personal("Ring Fatima, 040-34 10 00")]
    ['möjligt personnamn ”Fatima”', 'telefonnummer ”040-34 10 00”']
    >>> [found.kind for found in find_personal("karin.ek [at] exempel [punkt] se")]
    ['email']
    """
    taken: list[PersonalData] = []
    places = [at for at, sign in enumerate(text) if not _is_unseen(sign)]
    seen = text if len(places) == len(text) else "".join(text[at] for at in places)
    for kind, first, last in _all_matches(_readable(seen)):
        start, end = places[first], places[last - 1] + 1
        if not any(start < other.end and other.start < end for other in taken):
            taken.append(PersonalData(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda found: found.start)


Match = tuple[str, int, int]


def _all_matches(text: str) -> Iterator[Match]:
    """Matches, the surest first: the first one to claim a stretch of text keeps it."""
    digits = sum(map(str.isdigit, text))
    yield from _emails(text)
    yield from (("profile", *match.span()) for match in _PROFILE.finditer(text))
    if digits:
        yield from _numbers(text, digits)
        yield from _addresses(text)
    yield from (("address", *m.span("street")) for m in _HOME.finditer(text))
    yield from _sole_traders(text)
    yield from (("name", start, end) for start, end in find_names(text))


def _readable(text: str) -> str:
    """The text with digits, dashes, spaces and @ of every writing as the plain ones,
    every sign in its place."""
    return text if text.isascii() else "".join(map(_plain_sign, text))


@cache
def _is_unseen(sign: str) -> bool:
    """Soft hyphens and signs without width, which part nothing that is read."""
    return unicodedata.category(sign) == "Cf"


@cache
def _plain_sign(sign: str) -> str:
    if unicodedata.decimal(sign, None) is not None:
        return str(unicodedata.decimal(sign))
    kind = unicodedata.category(sign)
    if kind == "Pd" or sign == "−":
        return "-"
    if kind in ("Zs", "Cc"):
        return " "
    if "\uff01" <= sign <= "\uff5e":  # the full-width forms
        return unicodedata.normalize("NFKC", sign)
    return sign


# ---------------------------------------------------------------- numbers

_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
# T, TF: asylum seekers; not the hour of a moment, 2022-06-15T00:00.
_LAST = r"(?:\d{4}|[A-Za-z]{1,2}\d{2,3}(?!:\d\d)|[Xx*]{4})"
# Century, year, month, day (from 61 to 91: samordningsnummer), and the last four.
_PERSONNUMMER = re.compile(
    rf"(?<![\d.,])(?:(?:18|19|20)\d\d|\d\d)[-./]?{_MONTH}[-./]?{_DAY}"
    rf"(?: ?[-+/.] ?| )?{_LAST}(?![\d\w])"
)
# Split anywhere: "19 12 12 12 12 12". Only with a right checksum.
_SPLIT = re.compile(
    rf"(?<!\d)(?:(?:18|19|20)[-./ ]?)?\d\d[-./ ]{{0,3}}{_MONTH}[-./ ]{{0,3}}{_DAY}"
    r"[-+./ ]{0,3}\d\d[-./ ]?\d\d(?!\d)"
)
# Each digit by itself: "1 2 1 2 1 2 - 1 2 1 2". Only with a right checksum.
_SPACED = re.compile(r"(?<!\d)(?<!\d[-./ ])(?:\d[-+./ ]{1,3}){9,11}\d(?!\d)")
_IBAN = re.compile(
    r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,4})?\b"
)
_LOCAL_NUMBER = re.compile(
    r"\b(?:tel|telefon|telefonnummer|telnr|tfn|tlf|mobil|mobilnummer|mobilnr|mob|ring"
    r"|ringa|nås på|sms|sms:a|smsa|numret|nummer|nr|växeln?|phone|call)\b[\s.:]{1,3}"
    r"(?:[^\W\d]{1,12}\s){0,3}(?P<number>\d{2,3}(?:[ -]?\d{2,3}){1,3})"
    r"(?!\d|[ -]\d|\s?(?:kr|personer|barn|st\b|elever|medlemmar|gånger|procent|%))",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d.,-])\d{4}(?:[ -]?\d{4}){3}(?![\d])")
# A bankgiro is mostly an organisation's.
_ACCOUNT = re.compile(
    r"\b(?:kontonr|kontonummer|clearing|clearingnummer|clearingnr|swish)\b[\s.:]{1,3}"
    r"(?:(?:nr|nummer|är)[\s.:]{1,3})?(?P<number>\d(?:[ -]?\d){5,15})(?!\d)",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    r"\b(?:född|fyller år|födelsedag(?:en)?|födelsedatum|born)\b[\s:]{1,3}"
    r"(?:(?:är|den|on)\s){0,2}(?P<day>\d{1,2}(?::[ae])? "
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}(?: \d{4})?"
    r"|(?:19|20)\d\d-?\d\d-?\d\d|\d{1,2}/\d{1,2}(?:[- ]\d{2,4})?)(?!\w)",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d\d[.:]\d\d ?- ?\d\d[.:]\d\d")  # 09.00-16.30
FEWEST_DIGITS = 7  # of a telephone number with its area code


def _numbers(text: str, digits: int) -> Iterator[Match]:
    for match in _IBAN.finditer(text):
        if length := _length_of_iban(match[0]):
            yield "iban", match.start(), match.start() + length
    yield from (("birthday", *m.span("day")) for m in _BIRTHDAY.finditer(text))
    for match in _CARD.finditer(text):
        if _is_card(match[0]):
            yield "account", *match.span()
    yield from (("account", *m.span("number")) for m in _ACCOUNT.finditer(text))
    if digits >= FEWEST_DIGITS - 1:
        written = [(*m.span(), m[0]) for m in _PERSONNUMMER.finditer(text)]
        ways = (_SPLIT, _SPACED)
        split = [(*m.span(), m[0]) for way in ways for m in way.finditer(text)]
        yield from (
            ("personnummer", s, e) for s, e, w in (*written, *split) if _checks(w)
        )
        if digits >= FEWEST_DIGITS:
            yield from _phones(text)
        # Ten digits with a wrong checksum that are a telephone number are that.
        yield from (("personnummer", s, e) for s, e, _ in written)
    for match in _LOCAL_NUMBER.finditer(text):
        yield "phone", *match.span("number")


def _phones(text: str) -> Iterator[Match]:
    matcher = phonenumbers.PhoneNumberMatcher(
        text, "SE", leniency=phonenumbers.Leniency.VALID
    )
    for match in matcher:
        if not _HOURS.fullmatch(match.raw_string):
            yield "phone", match.start, match.end


def _checks(found: str) -> bool:
    digits = re.sub(r"[^0-9+]", "", found)
    return personnummer.valid(digits)


def _is_card(found: str) -> bool:
    """ISO/IEC 7812: every other digit doubled, the digits of all sum to tens."""
    digits = [int(sign) for sign in found if sign.isdigit()]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0 and digits[0] > 0


def _length_of_iban(found: str) -> int:
    """How much of what looks like an IBAN is one: a word may come after it. 0: none."""
    while found and not _is_iban(found):
        found = found[: max(found.rfind(" "), found.rfind("-"), 0)]
    return len(found)


def _is_iban(found: str) -> bool:
    """ISO 13616: the number with its first four signs last leaves 1 divided by 97."""
    plain = found.replace(" ", "").replace("-", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(s, 36)) for s in plain[4:] + plain[:4])) % 97 == 1


# ---------------------------------------------------------------- addresses

_AT = r"(?:@|[(\[{<] ?(?:at|a|ät|snabel-? ?a) ?[)\]}>]|\bsnabel-? ?a\b|\bat\b)"
_DOT = r"(?: ?\. ?| ?[(\[{<] ?(?:punkt|dot|\.) ?[)\]}>] ?| (?:punkt|dot) )"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?: punkt [\w-]{1,30})?"
    rf" {{0,2}}(?P<at>{_AT}) {{0,2}}"
    rf"(?P<domain>[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,4}})",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"\W(?:se|nu|com|org|net|eu|fi|no|dk|de|io|info|edu|gov|uk|pl)$", re.I
)
_DISGUISED = re.compile(r"@|snabel|\bat\b|[(\[{<] ?(?:a|ät) ?[)\]}>]", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?(?:facebook|instagram|linkedin|tiktok|twitter"
    r"|snapchat|threads|github|youtube|t|wa|fb|x)\.(?:com|me|net)/(?!company/|groups/|events/|sharer)"
    r"[\w@.?=/%-]{1,80}[\w/]"
    r"|(?<![\w@.])@[A-Za-z_][\w.]{1,28}\w(?![\w@])",
    re.IGNORECASE,
)
_STREET = (
    r"gatan|gata|vägen|väg|gränd|gränden|torget|torg|stigen|stig|allén|allé|backen"
    r"|kajen|esplanaden|slingan|rundeln|liden|stråket|brinken|terrassen|veien|gaten"
    r"|gade|straße|strasse|katu"
)
# As a word of its own after a name; joined they are mostly something else: omgång 2.
_PLACE = rf"{_STREET}|plats|platsen|plan|gång|gård|gården|park|strand|led|vei|vej|gate"
_NO_NUMBER = (
    r"(?! ?(?:km|m\b|meter|mil\b|kr|år|%|procent|st\b|barn|personer|gånger|elever"
    r"|timmar|minuter|dagar|deltagare|möten))"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:[^\W\d_]{{2,25}}(?:{_STREET})|(?:[A-ZÅÄÖ][^\W\d_]{{1,20}} ){{1,3}}"
    rf"(?i:{_PLACE})) {{1,2}}\d{{1,3}}(?: ?[A-Ha-h](?!\w))?(?![\d\w]){_NO_NUMBER}"
    r"(?:,? lgh\.? ?\d{1,4}\b)?"
    r"|(?<!\w)\d{1,4} (?:[A-Z][a-z]{2,15} ){1,2}(?:Street|Road|Avenue|Lane|Drive)\b",
)
# Without a number a street is somebody's where it says who lives there.
_HOME = re.compile(
    r"\b(?:bor|bodde|bosatt|boende|hemma|flyttat?) (?:på|vid|i) "
    rf"(?P<street>(?:[A-ZÅÄÖ][^\W\d_]{{1,20}} ){{0,2}}[A-ZÅÄÖ][^\W\d_]{{1,25}}"
    rf"(?:{_STREET}))(?!\w)"
)
_TOWNS = """
stockholm göteborg malmö uppsala linköping örebro västerås norrköping helsingborg
jönköping umeå lund borås sundsvall gävle eskilstuna södertälje karlstad växjö
halmstad kalmar kristianstad skövde uddevalla landskrona trelleborg ystad falun luleå
visby motala nyköping
"""
_POSTCODE = re.compile(
    r"(?<![\d-])(?:SE?-? ?)?[1-9]\d{2} ?\d{2},? {1,2}"
    r"(?!Kr|KR|SEK|EUR|Euro|Elever|Personer)"
    rf"(?:[A-ZÅÄÖ][a-zåäöé]{{2,20}}|[A-ZÅÄÖ]{{3,20}}|(?:{'|'.join(_TOWNS.split())}))\b"
)
_SOLE_TRADER = re.compile(
    r"(?<!\w)(?P<names>(?:[^\W\d_][\w'’-]{1,20},? ){1,3})"
    r"\(?(?:enskild firma|enskild näringsidkare|e\. ?f\.|ef\b)\)?",
    re.IGNORECASE,
)
_FIRM_OF = re.compile(
    r"\b(?P<kind>(?:enskild )?firman?|enskild näringsidkare):? "
    r"(?P<names>[^\W\d_][\w'’-]{1,20} [^\W\d_][\w'’-]{1,20})",
    re.IGNORECASE,
)


def _emails(text: str) -> Iterator[Match]:
    if not _DISGUISED.search(text):
        return
    for match in _EMAIL.finditer(text):
        sure = "@" in match["at"] and " " not in match[0]
        sentence = match["at"].isalpha() and ". " in match["domain"]
        if sure or (_TOP.search(match["domain"]) and not sentence):
            yield "email", *match.span()


def _addresses(text: str) -> Iterator[Match]:
    yield from (("address", *match.span()) for match in _ADDRESS.finditer(text))
    yield from (("postcode", *match.span()) for match in _POSTCODE.finditer(text))


def _sole_traders(text: str) -> Iterator[Match]:
    """A person's name with the word for a firm of one's own after it."""
    for match in _SOLE_TRADER.finditer(text):
        words = match["names"].split()[-2:]
        if _may_be_called(words):
            yield "sole_trader", text.index(" ".join(words), match.start()), match.end()
    for match in _FIRM_OF.finditer(text):
        sure = match["kind"].casefold().startswith("enskild")
        if _may_be_called(match["names"].split(), sure=sure):
            yield "sole_trader", *match.span()


def _may_be_called(words: list[str], *, sure: bool = True) -> bool:
    """Whether somebody may have that name; `sure`: any two words with capitals are."""
    two = sure and len(words) == 2 and all(word[0].isupper() for word in words)
    folded = {word.casefold().rstrip(",").removesuffix("s") for word in words}
    return two or bool(folded & FIRST_NAMES)

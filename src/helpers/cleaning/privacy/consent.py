"""Whether a question is about taking part at all: consent is no result of a survey."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.core.wording import fold
from helpers.survey.apart import NO, YES

_AGREES = (
    r"(samtyck\w*|godkän\w*|accepter\w*|medger|consents?|agrees? to|accept"
    r"|give (my|our) (consent|permission)|ger (mitt|vårt) (samtycke|medgivande)"
    r"|samtykke\w*|godtar|aksepterer|suostun\w*|hyväksyn|willige\w*|einverstanden)"
)
_I = r"(jag|vi|i|we|jeg|vi|minä|me|ich|wir)"
_DATA = (
    r"(gdpr|dsgvo|personuppgift\w*|personopplysning\w*|personoplysning\w*"
    r"|personal (data|information)|dataskydd\w*|data protection|privacy|tietosuoja\w*"
    r"|datenschutz\w*|integritetspolicy)"
)
_PART = (
    r"(delta\b|deltar\b|deltaga|medverka\w*|participa\w*|take part|taking part"
    r"|osallistu\w*|teilnehm\w*|teilnahme|villkor\w*|terms|conditions)"
)
_ASKED = re.compile(
    rf"\b{_I} (hereby |härmed )?{_AGREES}( (till|to|that|att|i at|til|å)\b|\W*$)"
    r"|\b(samtycker|godkänner|accepterar|samtykker) (du|ni|dere|de)\b|\bstimme zu\b"
    rf"|\bdo you (consent|(agree|accept)( to)?\b.{{0,60}}({_DATA}|{_PART}))"
    rf"|\b{_AGREES}\b.{{0,80}}({_DATA}|{_PART})"
    rf"|{_DATA}.{{0,80}}\b{_AGREES}"
    r"|\binformed consent\b|\binformerat samtycke\b"
    rf"|(samtycke|consent( form)?|gdpr|suostumus|einwilligung|{_DATA})\W*",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"((ja|yes|kyllä|nej|no|nei|nein|ei)\b\W*)?{_I} ((do not|don['’]?t|inte) )?"
    rf"{_AGREES}(?! (med|with))\b.*"
    rf"|{_AGREES}(\W.*({_DATA}|{_PART}).*)?|(ej|inte|do not|don['’]?t) {_AGREES}",
    re.IGNORECASE | re.DOTALL,
)
_SHORT = re.compile(
    r"(i (do not |don['’]?t )?(agree|accept|consent)|agree|disagree|accept(ed)?"
    r"|decline[ds]?|jag (godkänner|samtycker)( inte| ej)?|ok|okej|x|1|0|true|false"
    r"|checked|unchecked)\W*",
    re.IGNORECASE,
)
MOST_ANSWERS = 3  # consent is given or not; "later" is as far as it goes


def is_consent(wording: str, answers: Iterable[str]) -> bool:
    """Whether a question asks for consent: by what is asked, answered with yes or no,
    or by what is answered. A question on how consent or GDPR is handled is not one.

    >>> is_consent("Samtycker ni till att svaren sparas?", ["Ja", "Nej"])
    True
    >>> is_consent("GDPR", ["I agree to the terms"]), is_consent("GDPR", ["Svårt"])
    (True, False)
    >>> is_consent("Hur svårt är GDPR?", ["Lätt", "Svårt"])
    False
    >>> is_consent("Samverkan fungerar", ["I agree", "I disagree"])
    False
    """
    texts = [fold(answer) for answer in answers]
    if not texts or len(texts) > MOST_ANSWERS:
        return False
    if all(_SAID.fullmatch(one) or _short(one) for one in texts):
        if any(_SAID.fullmatch(one) for one in texts):
            return True
        return _ASKED.search(fold(wording)) is not None and _whole(fold(wording))
    return False


def _short(answer: str) -> bool:
    first = re.match(r"\w+", answer.casefold())
    plain = answer.casefold().strip(" .!")
    yes_no = plain in YES | NO or (first is not None and first[0] in YES | NO)
    return yes_no or _SHORT.fullmatch(answer) is not None


def _whole(wording: str) -> bool:
    """Whether the word alone (GDPR, Samtycke) is all that is asked, or there is more
    than the word."""
    found = _ASKED.search(wording)
    if found is None:
        return False
    bare = re.fullmatch(
        rf"(samtycke|consent( form)?|gdpr|suostumus|einwilligung|{_DATA})\W*",
        found[0],
        re.IGNORECASE,
    )
    return bare is None or found[0] == wording

"""Personal data: asked for column by column, before any are taken for one question."""

from __future__ import annotations

import re

from helpers.cleaning.privacy import likely_personal
from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.profiles import MOST_OPTIONS, Drafted, Profile

_WHO = re.compile(
    r"(ange|please provide|skriv|your|ditt|er).{0,30}\b(agency|organisation(ens)?"
    r"|förening(ens)?|company)('s)? (name|namn)"
    r"|namnet på (er|din) (organisation|förening)",
    re.IGNORECASE,
)
# Headers that are words joined by "_" or by capitals: Telefon_mobil, ZIPCODE_RESIDENT.
_WHERE = re.compile(
    r"(?<![a-zåäö])(post(al)? ?codes?|zip ?codes?|postnr|postnummer|postadress"
    r"|hemadress|gatuadress|street address)(?![a-zåäö])",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(?<![a-zåäö])(tele(fon|phone)|mobil(nummer|nr)?|phone|cell ?phone|personnummer"
    r"|person ?nr|pnr|ssn|e-?post(adress)?|e-?mail|efternamn|förnamn|first ?name"
    r"|last ?name|surname)(?![a-zåäö])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+\d][\d\s()./-]{3,}\d")
TODO = "troligen personuppgift: läses inte in. Stämmer det?"


def drafted(profile: Profile) -> Drafted | None:
    """The column as personal data, or None where it seems to hold none."""
    wording = profile.wording
    sample = [t for t in profile.texts[:200] for _ in range(min(3, profile.count(t)))]
    apart = wording.replace("_", " ")
    who = bool(_WHO.search(wording)) and len(profile.texts) > MOST_OPTIONS
    where = bool(_WHERE.search(apart)) and (
        len(profile.texts) > MOST_OPTIONS or profile.most(_DIGITS.fullmatch, 0.8)
    )
    if not (likely_personal(wording, sample) or who or where or _part(profile, apart)):
        return None
    found = text.drafted(profile, TODO)
    found.keys["personal"] = True
    return found


def _part(profile: Profile, wording: str) -> bool:
    """Whether a header has the word for a personal number or address in it, and most
    cells are digits or have an @: "Telefon_arbete", not "Får vi ringa din telefon?"."""
    if not _PARTS.search(wording):
        return False
    different = len(profile.texts) > 0.5 * profile.filled
    digits = profile.most(lambda t: _DIGITS.fullmatch(t) or "@" in t, 0.8)
    words = re.search(r"namn|name", wording, re.IGNORECASE) is not None
    return digits or (different and words and "?" not in wording)

"""Options that name no content: don't know, not applicable, none of them, other.

Recognised by their words, in the languages that the suite reads. What survey.yml
declares (`dont_know`, `none_of`, `other`) goes before; these are for what it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from helpers.core.wording import fold

_UNSURE = (
    r"(jag |vi |i |we |jeg |ich )?(vet (ej|inte)( säkert)?|minns (ej|inte)"
    r"|veit ikke|vet ikke|ved ikke"
    r"|don['’´]?t know|do not know|not sure|unsure|not certain|en osaa sanoa|en tiedä"
    r"|ei osaa sanoa|ei tietoa|weiß nicht|weiss nicht|keine (angabe|meinung|ahnung)"
    r"|kann ich nicht (sagen|beurteilen)|osäkert?|usikker|unsicher|unknown|okänt"
    r"|kan (ej|inte) (svara|bedöma|ta ställning|avgöra|säga)( på frågan| det)?"
    r"|kan ikke (svare|vurdere|ta stilling|tage stilling|bedømme)"
    r"|can['’´]?t (say|choose|judge)|cannot (say|choose|judge)|no answer|refused?"
    r"|svårt att (säga|bedöma|avgöra)|hard to say|har ingen (åsikt|uppfattning)"
    r"|ingen (åsikt|uppfattning|mening|formening|holdning)( i frågan)?|no opinion"
    r"|(vill|önskar) (ej|inte) (svara|uppge|ange)|ønsker ikke (å|at) (svare|oppgi)"
    r"|vil (ikke|ikkje) svare|prefer not to (say|answer|disclose)|rather not say"
    r"|decline[sd]? to (answer|say)|en halua (vastata|sanoa)|uppgift saknas"
    r"|möchte ich nicht sagen|inget svar|ubesvart|ubesvaret|ej svar)"
)
_NO_MATTER = (
    r"(not applicable|n/?a|n\.a\.?|does not apply|doesn['’´]?t apply|ej tillämpbart"
    r"|(ej|inte|icke|ikke|ikkje) (aktuellt?|relevant|relevante|tillämpligt|tillämpbart"
    r"|applicerbart|aktuelt)( för (oss|mig|min enhet|vår verksamhet|enheten))?"
    r"|(stämmer inte|gäller (ej|inte))( för)? (oss|mig)|trifft auf mich nicht zu"
    r"|nicht (zutreffend|relevant)|entfällt|ei koske (minua|meitä)|ei sovellu"
    r"|irrelevant|ikke aktuelt for (meg|oss)|inget av alternativen)"
)
UNKNOWN = re.compile(
    rf"{_UNSURE}([ ,]*(/|,|or|eller|och|oder|tai)?[ ,]*({_UNSURE}|{_NO_MATTER}))*\.?"
    r"|(i )?(don['’´]?t know|do not know|vet (ej|inte)) ?(or|eller|/) ?.{1,25}\.?",
    re.IGNORECASE,
)
NOT_APPLICABLE = re.compile(rf"{_NO_MATTER}\.?", re.IGNORECASE)
NONE_OF = re.compile(
    r"(ingen|inget|inga)( (av|dialog|stöd|hinder|samverkan|former?|bidrag|ovanstående"
    r"|dessa|alternativ|åtgärder?)\b.*)?|samverkar (inte|ej)|none( of (the|these).*)?"
    r"|nothing|no barriers|no obstacles|not involved.*|none at all|inget särskilt"
    r"|no processes.*|nothing of the above|(vi )?har inga?.*",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"(annat|annan|annet|andra|övrigt|övriga|other|others|something else|något annat"
    r"|andet|muu|anderes|sonstiges)"
    r"\b\W*(\(?(ange|specify|please|vad|nämligen|vilken|vilket|skriv|beskriv|explain"
    r"|define|describe|text).*)?"
    # "Annat: vi träffas hos Lotta" is what somebody wrote, and no option.
    r"|-oth-|\[?other\]?|(other|annat)\W*(\(?(write|fri(text)?|egen|eget|own|free)\b.*)?"
    r"|(other|annat) \(\w+( \w+)?\)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[^\W\d_]{0,4}[ _.]?\d{1,4}(_\d{1,4})?[a-z]?|\d{4,6}|[^\W\d_]"
    r"|(kod|code|alternativ|alt|option|opt|choice|val|svar|answer|item|value|värde)"
    r"[ _.-]?\d{1,4}",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]{1,4}")
_YEAR = re.compile(r"(19|20)\d\d")
YES = frozenset(
    {"ja", "yes", "true", "sant", "y", "j", "kyllä", "oui", "sí", "si", "sì"}
)
NO = frozenset({"nej", "no", "false", "falskt", "n", "nei", "nein", "ei", "non"})


@lru_cache(maxsize=65536)
def is_dont_know(option: str) -> bool:
    """Whether an option says that one cannot or will not answer.

    >>> is_dont_know("Vet ej"), is_dont_know("I don't know"), is_dont_know("Aldrig")
    (True, True, False)
    """
    return UNKNOWN.fullmatch(fold(option)) is not None


def unsure_among(options: Iterable[str]) -> list[str]:
    """The options that say so, but no step of a scale that others say with a word more.

    >>> unsure_among(["Säker", "Osäker", "Vet ej"])
    ['Osäker', 'Vet ej']
    >>> unsure_among(["Säker", "Osäker", "Mycket osäker", "Vet ej"])
    ['Vet ej']
    """
    listed = list(options)
    steps = [fold(o).casefold() for o in listed if not is_dont_know(o)]
    return [
        option
        for option in listed
        if is_dont_know(option)
        and not any(step.endswith(f" {fold(option).casefold()}") for step in steps)
    ]


@lru_cache(maxsize=65536)
def is_not_applicable(option: str) -> bool:
    """Whether an option says that the question does not concern the respondent.

    >>> is_not_applicable("Inte aktuellt"), is_not_applicable("Vet ej")
    (True, False)
    """
    return NOT_APPLICABLE.fullmatch(fold(option)) is not None


@lru_cache(maxsize=65536)
def is_other(option: str) -> bool:
    """
    >>> is_other("Other (please specify)"), is_other("Annat, nämligen")
    (True, True)
    >>> is_other("Andra kommuner"), is_other("Annat: vi träffas hos Lotta")
    (False, False)
    """
    return OTHER.fullmatch(fold(option)) is not None


@lru_cache(maxsize=65536)
def is_none(option: str) -> bool:
    """
    >>> is_none("Inga hinder"), is_none("Ingen dialog"), is_none("Ingenjör")
    (True, True, False)
    """
    return NONE_OF.fullmatch(fold(option)) is not None


@lru_cache(maxsize=65536)
def is_code(option: str) -> bool:
    """Whether an option is a number, a letter or an internal code, and says nothing to
    who has not its list. A year, a band and an abbreviation are none.

    >>> is_code("1"), is_code("AO01"), is_code("b)"), is_code("Kod 7"), is_code("A1_2")
    (True, True, True, True, True)
    >>> is_code("IV"), is_code("IX")
    (True, True)
    >>> is_code("2012"), is_code("1–5"), is_code("IT"), is_code("Ja"), is_code("2 år")
    (False, False, False, False, False)
    """
    plain = fold(option).strip("()[].: ")
    coded = _CODE.fullmatch(plain) or _ROMAN.fullmatch(plain)
    return bool(coded) and not _YEAR.fullmatch(plain)

"""Nouns and the words around them in Swedish: number, gender, lists and fractions.

Of a survey it knows only what the codebook calls things: its respondents, departments
and what the collaboration is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.core.wording import in_sentence
from helpers.presentation.swedish import NBSP, number

if TYPE_CHECKING:
    from helpers.survey.codebook import Codebook
    from helpers.survey.codebook.parts import Words


_WORDS = [
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
]


# --- words -----------------------------------------------------------------------


@dataclass(frozen=True)
class Noun:
    """A Swedish noun in the forms that sentences need."""

    one: str
    many: str
    the_many: str
    neuter: bool = False


UNIT = Noun("verksamhet", "verksamheter", "verksamheterna")
ORGANISATION = Noun("organisation", "organisationer", "organisationerna")
PERSON = Noun("person", "personer", "personerna")
DEPARTMENT = Noun("förvaltning", "förvaltningar", "förvaltningarna")
GROUP = Noun("grupp", "grupper", "grupperna")
CHALLENGE = Noun("utmaning", "utmaningar", "utmaningarna")
AREA = Noun("område", "områden", "områdena", neuter=True)
TIE = Noun("samarbete", "samarbeten", "samarbetena", neuter=True)
ANSWER = Noun("svar", "svar", "svaren", neuter=True)

_NOUNS = {
    noun.one: noun
    for noun in (
        UNIT,
        ORGANISATION,
        PERSON,
        DEPARTMENT,
        GROUP,
        Noun("enhet", "enheter", "enheterna"),
        Noun("nämnd", "nämnder", "nämnderna"),
        Noun("kommun", "kommuner", "kommunerna"),
        Noun("stadsdel", "stadsdelar", "stadsdelarna"),
        Noun("bolag", "bolag", "bolagen", neuter=True),
        Noun("region", "regioner", "regionerna"),
        Noun("sektor", "sektorer", "sektorerna"),
    )
}


def _own(words: Words | None) -> Noun | None:
    """A noun that survey.yml gives."""
    if words is None:
        return None
    return Noun(words.one, words.many, words.the_many, neuter=words.neuter)


def respondents(codebook: Codebook) -> Noun:
    """What the survey's respondents are called: `nouns: unit` of the codebook, else a
    word for its `respondent`."""
    if own := _own(codebook.nouns.unit):
        return own
    kinds = {"organisation": ORGANISATION, "person": PERSON}
    return kinds.get(codebook.respondent, UNIT)


_ASKED_FOR = re.compile(r"(?:\w+ )?vilke[nt] (\w+)\b")
"""In "Vilken förvaltning arbetar du inom?": förvaltning."""


def groups(codebook: Codebook) -> Noun:
    """What the groups that divide the report are called: `nouns: group` of the
    codebook, else the label of `group`, or what it asks for, when that is a word whose
    plural we know, else "grupp"."""
    if own := _own(codebook.nouns.group):
        return own
    if not codebook.group:
        return GROUP
    name = codebook.question(codebook.group).name.casefold()
    asked = _ASKED_FOR.match(name)
    return _NOUNS.get(name) or _NOUNS.get(asked[1] if asked else "", GROUP)


def group_titles(codebook: Codebook) -> dict[str, str]:
    """The groups that a page is made for, each with a title that can stand alone: a
    department's own name, but "Antal anställda: 1–5". "Vet ej" is no group."""
    if not codebook.group:
        return {}
    question = codebook.question(codebook.group)
    unsure = set(question.dont_know_options)
    names = [name for name in question.all_options if name not in unsure]
    named = groups(codebook) is not GROUP
    return {name: name if named else f"{question.name}: {name}" for name in names}


def group_sheet(codebook: Codebook) -> str:
    """The kind of the groups' pages: departments have a name of their own for it."""
    return "forvaltning" if groups(codebook) is DEPARTMENT else "grupp"


def the_group(codebook: Codebook, name: str) -> str:
    """A group in a sentence: its name, or 'gruppen ”1–5”' where that says little. A
    name that ends in a common noun has a small letter: serviceförvaltningen."""
    if groups(codebook) is GROUP:
        return f"gruppen {quoted(name)}"
    described = codebook.language == "sv" and _COMMON.search(name)
    return in_sentence(name) if described else name


def short_group(name: str, agreed: Mapping[str, str]) -> str:
    """A group's name where room is scarce: as `short_names` of survey.yml has it, else
    shortened by rule. The page has it whole elsewhere.

    >>> short_group("Arbetsmarknads- och socialförvaltningen", {})
    'Arbetsmarknads- och socialförv.'
    >>> short_group("Kulturförvaltningen", {"Kulturförvaltningen": "Kultur"})
    'Kultur'
    """
    return agreed.get(name) or re.sub(r"förvaltningen$", "förv.", name)


def short_groups(names: Iterable[str], agreed: Mapping[str, str]) -> str:
    """Several groups in a cell of a table: some names have "och" in them, which would
    not part them.

    >>> short_groups(["Kulturförvaltningen", "Stadskontoret"], {})
    'Kulturförv.; Stadskontoret'
    """
    return "; ".join(short_group(name, agreed) for name in names)


_COMMON = re.compile(
    "(förvaltningen|kontoret|nämnden|enheten|avdelningen|sektorn|verksamheten|byrån)$"
)


@dataclass(frozen=True)
class Doing:
    """What respondents do within an area: `verb` in a sentence, `noun` by itself, and
    what the areas are called."""

    verb: str
    noun: str
    area: Noun

    @property
    def infinitive(self) -> str:
        """
        >>> Doing("samverkar", "samverkan", CHALLENGE).infinitive
        'samverka'
        """
        return self.verb.removesuffix("r")


def doing(codebook: Codebook) -> Doing:
    """Units of a city collaborate within challenges. Where organisations have only said
    which areas they are in, nothing is known of collaboration and nothing is claimed.
    """
    challenges = codebook.challenges
    by_area = challenges is not None and bool(challenges.source.options)
    if by_area and codebook.respondent == "organisation":
        return Doing("arbetar", "verksamhet", AREA)
    return Doing("samverkar", "samverkan", CHALLENGE)


def word(count: int, *, neuter: bool = False) -> str:
    """A whole number as a word up to twelve, then in figures.

    >>> word(1), word(1, neuter=True), word(12), word(13)
    ('en', 'ett', 'tolv', '13')
    """
    if count == 1 and neuter:
        return "ett"
    return _WORDS[count] if 0 <= count <= 12 else number(count)


def each(*, neuter: bool = False) -> str:
    """What is said of every one by itself: "alla" could mean all of them at once.

    >>> each(), each(neuter=True)
    ('var och en', 'vart och ett')
    """
    return "vart och ett" if neuter else "var och en"


def counted(count: int, noun: Noun) -> str:
    """A number of things, right in number and gender.

    >>> counted(1, UNIT), counted(2, UNIT), counted(1, TIE), counted(0, UNIT)
    ('en verksamhet', 'två verksamheter', 'ett samarbete', 'ingen verksamhet')
    >>> counted(13, UNIT).replace(NBSP, " ")
    '13 verksamheter'
    """
    count = int(count)
    if count == 0:
        return f"{'inget' if noun.neuter else 'ingen'} {noun.one}"
    if count == 1:
        return f"{word(1, neuter=noun.neuter)} {noun.one}"
    gap = " " if count <= 12 else NBSP
    return f"{word(count)}{gap}{noun.many}"


def counted_of(count: int, of: int) -> str:
    """A number of a number in a sentence, both in words or both in figures.

    >>> counted_of(4, 12), counted_of(4, 55)
    ('fyra av tolv', '4 av 55')
    """
    if max(count, of) <= 12:
        return f"{word(count)} av {word(of)}"
    return f"{number(count)} av {number(of)}"


def out_of(count: float, answered: float) -> str:
    """
    >>> out_of(3, 12).replace(NBSP, "_")
    '3_av_12'
    """
    return f"{number(count)}{NBSP}av{NBSP}{number(answered)}"


_QUOTED, _OWN_AND = re.compile("”[^”]*”"), re.compile(r"(?<!-) och ")


def listed(parts: Sequence[str], last: str = "och") -> str:
    """The parts as one phrase: with "samt" where a part has an "och" of its own, which
    neither a hyphen nor quotation marks keep together.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a och b', 'a, b och c')
    >>> listed(["tid", "juridik och avtal"]), listed(["kultur- och fritid", "vård"])
    ('tid samt juridik och avtal', 'kultur- och fritid och vård')
    """
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    if last == "och" and any(_OWN_AND.search(_QUOTED.sub("", one)) for one in parts):
        last = "samt"
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def quoted(words: str) -> str:
    """
    >>> quoted("Tid")
    '”Tid”'
    """
    return f"”{words}”"


def upper_first(sentence: str) -> str:
    """
    >>> upper_first("drygt hälften")
    'Drygt hälften'
    """
    return sentence[:1].upper() + sentence[1:]


def lower_first(label: str) -> str:
    """A label inside a sentence; an abbreviation stays as it is.

    >>> lower_first("Bidrag och stöd"), lower_first("IOP")
    ('bidrag och stöd', 'IOP')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


_PARTS = (
    (1, 20, "var tjugonde {one}"),
    (1, 10, "var tionde {one}"),
    (1, 5, "var femte {one}"),
    (1, 4, "var fjärde {one}"),
    (3, 10, "tre av tio {many}"),
    (1, 3, "var tredje {one}"),
    (2, 5, "två av fem {many}"),
    (1, 2, "hälften av {the_many}"),
    (3, 5, "tre av fem {many}"),
    (2, 3, "två av tre {many}"),
    (7, 10, "sju av tio {many}"),
    (3, 4, "tre av fyra {many}"),
    (4, 5, "fyra av fem {many}"),
    (9, 10, "nio av tio {many}"),
)


def fraction(share: float, noun: Noun, *, certain: bool = False) -> str:
    """A share in everyday words, where the sentence also gives the number.

    `certain` says that the share is no estimate: only then may it be "alla" or "ingen".

    >>> fraction(1 / 3, UNIT), fraction(0.36, UNIT)
    ('var tredje verksamhet', 'drygt var tredje verksamhet')
    >>> fraction(0.52, UNIT)
    'drygt hälften av verksamheterna'
    >>> fraction(0.65, UNIT), fraction(0.96, UNIT), fraction(1, UNIT, certain=True)
    ('knappt två av tre verksamheter', 'nästan alla verksamheter', 'alla verksamheter')
    """
    if share <= 0.04:
        none = "inget" if noun.neuter else "ingen"
        return f"{none} {noun.one}" if certain and share == 0 else f"få {noun.many}"
    if share >= 0.95:
        return f"{'' if certain and share == 1 else 'nästan '}alla {noun.many}"
    top, bottom, phrase = min(_PARTS, key=lambda part: abs(share - part[0] / part[1]))
    away = share - top / bottom
    about = "" if abs(away) < 0.005 else "drygt " if away > 0 else "knappt "
    return about + phrase.format(one=noun.one, many=noun.many, the_many=noun.the_many)

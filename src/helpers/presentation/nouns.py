"""Nouns and the words around them: number, gender, lists and fractions, in the
language that is written (`locale.speaking`).

Of a survey it knows only what the codebook calls things: its respondents, departments
and what the collaboration is called.

Long: how words agree with numbers and with each other, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.core.wording import in_sentence
from helpers.presentation.kinds import PageKind
from helpers.presentation.locale import SWEDISH, message, phrase, spoken
from helpers.presentation.swedish import NBSP, number

if TYPE_CHECKING:
    from helpers.survey.codebook import Codebook
    from helpers.survey.codebook.parts import Words


_WORDS = [
    message("noll"),
    message("en"),
    message("två"),
    message("tre"),
    message("fyra"),
    message("fem"),
    message("sex"),
    message("sju"),
    message("åtta"),
    message("nio"),
    message("tio"),
    message("elva"),
    message("tolv"),
]


# --- words -----------------------------------------------------------------------


@dataclass(frozen=True)
class Noun:
    """A noun in the forms that sentences need; in Swedish, or `spoken` already."""

    one: str
    many: str
    the_many: str
    neuter: bool = False
    language: str = SWEDISH

    @property
    def spoken(self) -> Noun:
        """The noun in the language that is written.

        >>> from helpers.presentation.locale import speaking
        >>> with speaking("en"):
        ...     UNIT.spoken.many
        'units'
        """
        if self.language == spoken():
            return self
        alike = "flera" if self.many == self.one else ""  # svar, svar
        many = phrase(self.many, context=alike)
        return Noun(phrase(self.one), many, phrase(self.the_many), language=spoken())


UNIT = Noun(message("verksamhet"), message("verksamheter"), message("verksamheterna"))
ORGANISATION = Noun(
    message("organisation"), message("organisationer"), message("organisationerna")
)
PERSON = Noun(message("person"), message("personer"), message("personerna"))
DEPARTMENT = Noun(
    message("förvaltning"), message("förvaltningar"), message("förvaltningarna")
)
GROUP = Noun(message("grupp"), message("grupper"), message("grupperna"))
CHALLENGE = Noun(message("utmaning"), message("utmaningar"), message("utmaningarna"))
AREA = Noun(message("område"), message("områden"), message("områdena"), neuter=True)
TIE = Noun(
    message("samarbete"), message("samarbeten"), message("samarbetena"), neuter=True
)
ANSWER = Noun(message("svar"), message("svar"), message("svaren"), neuter=True)

_NOUNS = {
    noun.one: noun
    for noun in (
        UNIT,
        ORGANISATION,
        PERSON,
        DEPARTMENT,
        GROUP,
        Noun(message("enhet"), message("enheter"), message("enheterna")),
        Noun(message("nämnd"), message("nämnder"), message("nämnderna")),
        Noun(message("kommun"), message("kommuner"), message("kommunerna")),
        Noun(message("stadsdel"), message("stadsdelar"), message("stadsdelarna")),
        Noun(message("bolag"), message("bolag"), message("bolagen"), neuter=True),
        Noun(message("region"), message("regioner"), message("regionerna")),
        Noun(message("sektor"), message("sektorer"), message("sektorerna")),
    )
}


def _own(words: Words | None) -> Noun | None:
    """A noun that survey.yml gives."""
    if words is None:
        return None
    if spoken() == SWEDISH:
        return Noun(words.one, words.many, words.the_many, neuter=words.neuter)
    # Translated with the rest of survey.yml; the definite form needs no key of its own.
    the_many = phrase("de {many}", many=words.many)
    return Noun(words.one, words.many, the_many, language=spoken())


def respondents(codebook: Codebook) -> Noun:
    """What the survey's respondents are called: `nouns: unit` of the codebook, else a
    word for its `respondent`."""
    if own := _own(codebook.nouns.unit):
        return own
    kinds = {"organisation": ORGANISATION, "person": PERSON}
    return kinds.get(codebook.respondent, UNIT).spoken


_ASKED_FOR = re.compile(r"(?:\w+ )?vilke[nt] (\w+)\b")
"""In "Vilken förvaltning arbetar du inom?": förvaltning."""


def groups(codebook: Codebook) -> Noun:
    """What the groups that divide the report are called: `nouns: group` of the
    codebook, else the label of `group`, or what it asks for, when that is a word whose
    plural we know, else "grupp"."""
    if own := _own(codebook.nouns.group):
        return own
    return _known_group(codebook).spoken


def _known_group(codebook: Codebook) -> Noun:
    if not codebook.group:
        return GROUP
    name = codebook.question(codebook.group).name.casefold()
    for noun in _NOUNS.values():  # its label may be translated already
        if name in (noun.one, noun.spoken.one):
            return noun
    asked = _ASKED_FOR.match(name)
    return _NOUNS.get(asked[1] if asked else "", GROUP)


def unnamed(codebook: Codebook) -> bool:
    """Whether the groups are called nothing better than groups: then their names say
    little by themselves ("1–5")."""
    return codebook.nouns.group is None and _known_group(codebook) is GROUP


def group_titles(codebook: Codebook) -> dict[str, str]:
    """The groups that a page is made for, each with a title that can stand alone: a
    department's own name, but "Antal anställda: 1–5". "Vet ej" is no group."""
    if not codebook.group:
        return {}
    question = codebook.question(codebook.group)
    unsure = set(question.dont_know_options)
    names = [name for name in question.all_options if name not in unsure]
    named = not unnamed(codebook)
    return {name: name if named else f"{question.name}: {name}" for name in names}


def group_sheet(codebook: Codebook) -> PageKind:
    """The kind of the groups' pages: departments have a name of their own for it."""
    plain = codebook.nouns.group is None
    if plain and _known_group(codebook) is DEPARTMENT:
        return PageKind.DEPARTMENT
    return PageKind.GROUP


def the_group(codebook: Codebook, name: str) -> str:
    """A group in a sentence: its name, or 'gruppen ”1–5”' where that says little. A
    name that ends in a common noun has a small letter: serviceförvaltningen."""
    if unnamed(codebook):
        return phrase("gruppen {name}", name=quoted(name))
    if spoken() != SWEDISH:
        # "the Services Department", but "Malmö"
        return f"the {name}" if _COMMON_IN_ENGLISH.search(name) else name
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

_COMMON_IN_ENGLISH = re.compile(
    "(Department|Office|Administration|Division|Unit|Agency|Committee|Board|Bureau"
    "|Authority|Service|Services)$"
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
        """English verbs are given in the plural, which is the infinitive.

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
        noun = phrase("verksamhet", context="det som görs")
        return Doing(phrase("arbetar"), noun, AREA.spoken)
    return Doing(phrase("samverkar"), phrase("samverkan"), CHALLENGE.spoken)


def word(count: int, *, neuter: bool = False) -> str:
    """A whole number as a word up to twelve, then in figures.

    >>> word(1), word(1, neuter=True), word(12), word(13)
    ('en', 'ett', 'tolv', '13')
    """
    if count == 1 and neuter:
        return phrase("ett")
    return phrase(_WORDS[count]) if 0 <= count <= 12 else number(count)


def each(*, neuter: bool = False) -> str:
    """What is said of every one by itself: "alla" could mean all of them at once.

    >>> each(), each(neuter=True)
    ('var och en', 'vart och ett')
    """
    return phrase("vart och ett") if neuter else phrase("var och en")


def counted(count: int, noun: Noun) -> str:
    """A number of things, right in number and gender.

    >>> counted(1, UNIT), counted(2, UNIT), counted(1, TIE), counted(0, UNIT)
    ('en verksamhet', 'två verksamheter', 'ett samarbete', 'ingen verksamhet')
    >>> counted(13, UNIT).replace(NBSP, " ")
    '13 verksamheter'
    """
    count, noun = int(count), noun.spoken
    if count == 0:
        return f"{no(noun)} {noun.one}"
    if count == 1:
        return f"{word(1, neuter=noun.neuter)} {noun.one}"
    gap = " " if count <= 12 else NBSP
    return f"{word(count)}{gap}{noun.many}"


def no(noun: Noun) -> str:
    """ "ingen", "inget": before a noun in the singular."""
    return phrase("inget") if noun.neuter else phrase("ingen")


def any_of(noun: Noun) -> str:
    """ "någon utmaning", "något område"."""
    which = phrase("något") if noun.neuter else phrase("någon")
    return f"{which} {noun.spoken.one}"


def counted_of(count: int, of: int) -> str:
    """A number of a number in a sentence, both in words or both in figures.

    >>> counted_of(4, 12), counted_of(4, 55)
    ('fyra av tolv', '4 av 55')
    """
    if max(count, of) <= 12:
        return phrase("{count} av {of}", count=word(count), of=word(of))
    return phrase("{count} av {of}", count=number(count), of=number(of))


def out_of(count: float, answered: float) -> str:
    """
    >>> out_of(3, 12).replace(NBSP, "_")
    '3_av_12'
    """
    return phrase(
        "{count}\u00a0av\u00a0{answered}",
        count=number(count),
        answered=number(answered),
    )


_QUOTED, _OWN_AND = re.compile("[”“][^”]*”"), re.compile(r"(?<!-) (och|and) ")


def listed(parts: Sequence[str], last: str = "och") -> str:
    """The parts as one phrase: with "samt" where a part has an "och" of its own, which
    neither a hyphen nor quotation marks keep together. `last` is "och" or "eller".

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
    return f"{', '.join(parts[:-1])}{phrase(_LAST[last])}{parts[-1]}"


_LAST = {
    one.strip(): one
    for one in (message(" och "), message(" eller "), message(" samt "))
}


def quoted(words: str) -> str:
    """
    >>> quoted("Tid")
    '”Tid”'
    """
    return phrase("”{words}”", words=words)


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


def as_words(label: str) -> str:
    """A label as words of a sentence: with a small letter, or in quotation marks where
    the sentence is not in Swedish."""
    return lower_first(label) if spoken() == SWEDISH else quoted(label)


def called(label: str) -> str:
    """A label as it is; in quotation marks where the sentence is not in Swedish."""
    return label if spoken() == SWEDISH else quoted(label)


_PARTS = (
    (1, 20, message("var tjugonde {one}")),
    (1, 10, message("var tionde {one}")),
    (1, 5, message("var femte {one}")),
    (1, 4, message("var fjärde {one}")),
    (3, 10, message("tre av tio {many}")),
    (1, 3, message("var tredje {one}")),
    (2, 5, message("två av fem {many}")),
    (1, 2, message("hälften av {the_many}")),
    (3, 5, message("tre av fem {many}")),
    (2, 3, message("två av tre {many}")),
    (7, 10, message("sju av tio {many}")),
    (3, 4, message("tre av fyra {many}")),
    (4, 5, message("fyra av fem {many}")),
    (9, 10, message("nio av tio {many}")),
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
    noun = noun.spoken
    if share <= 0.04:
        if certain and share == 0:
            return f"{no(noun)} {noun.one}"
        return phrase("få {many}", many=noun.many)
    if share >= 0.95:
        if certain and share == 1:
            return phrase("alla {many}", many=noun.many)
        return phrase("nästan alla {many}", many=noun.many)
    top, bottom, part = min(_PARTS, key=lambda part: abs(share - part[0] / part[1]))
    away = share - top / bottom
    sentence = phrase(part, one=noun.one, many=noun.many, the_many=noun.the_many)
    if abs(away) < 0.005:
        return sentence
    if away > 0:
        return phrase("drygt {part}", part=sentence)
    return phrase("knappt {part}", part=sentence)

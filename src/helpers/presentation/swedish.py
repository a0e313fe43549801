"""Swedish in print and in plain words: numbers, shares, dates, and the number and
gender of nouns. Of a survey it knows only what the codebook calls things.

Numbers are written as in Swedish print (Babel, `sv_SE`): `1 234` with a no-break space,
`12 %` in tables and pictures, "12 procent" in prose, a difference in "procentenheter".
One rule for decimals holds everywhere (`DECIMALS`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import babel.dates
import babel.numbers

from helpers.core.wording import in_sentence
from helpers.estimation.schema import DECIMALS

if TYPE_CHECKING:
    from helpers.survey.codebook import Codebook
    from helpers.survey.codebook.parts import Words

LOCALE = "sv_SE"
NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"


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


# --- numbers ---------------------------------------------------------------------


def rounded(
    value: float | Decimal, decimals: int = 0, *, towards: str = "nearest"
) -> Decimal:
    """`value` at `decimals`, halves away from zero as in Excel and on paper.

    `towards` is "nearest", "down" or "up"; the last two are for the ends of an
    interval, which must still hold what it held before it was rounded.

    >>> rounded(2.5), rounded(0.145, 2), rounded(28.9999999999999, towards="down")
    (Decimal('3'), Decimal('0.15'), Decimal('29'))
    """
    step = Decimal(1).scaleb(-decimals)
    # Twelve significant digits: what is written to the estimates; the rest is noise.
    exact = Decimal(f"{value:.12g}") if isinstance(value, float) else Decimal(value)
    mode = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
    return exact.quantize(step, rounding=mode[towards])


def number(value: float | Decimal, decimals: int = 0) -> str:
    """A number in Swedish print.

    >>> number(1234567).replace(NBSP, "_"), number(2.5, 1), number(-3)
    ('1_234_567', '2,5', '−3')
    """
    return _printed(str(rounded(value, decimals)), decimals)


@lru_cache(maxsize=20_000)  # a report writes the same few hundred numbers many times
def _printed(value: str, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = babel.numbers.format_decimal(
        Decimal(value), format=pattern, locale=LOCALE
    )
    return written.replace("-", MINUS)


def percent(share: float, decimals: int = DECIMALS) -> str:
    """A share (0–1) as percent with the sign, for tables and pictures.

    A share that is neither nothing nor everything never rounds to it.

    >>> [percent(x).replace(NBSP, "_") for x in (0.123, 0.002, 0, 0.998, 1)]
    ['12_%', '<_1_%', '0_%', '>_99_%', '100_%']
    """
    return _percent(share, decimals, f"{NBSP}%", (f"<{NBSP}", f">{NBSP}"))


def percent_words(share: float, decimals: int = DECIMALS) -> str:
    """A share (0–1) as percent for prose.

    >>> [percent_words(x).replace(NBSP, " ") for x in (0.123, 0.002, 0.998)]
    ['12 procent', 'under 1 procent', 'över 99 procent']
    """
    return _percent(share, decimals, f"{NBSP}procent", ("under ", "över "))


def _percent(share: float, decimals: int, sign: str, near_ends: tuple[str, str]) -> str:
    value, step = rounded(share * 100, decimals), Decimal(1).scaleb(-decimals)
    if value <= 0 < share:
        return f"{near_ends[0]}{number(step, decimals)}{sign}"
    if value >= 100 and share < 1:
        return f"{near_ends[1]}{number(100 - step, decimals)}{sign}"
    return f"{number(value, decimals)}{sign}"


def outward(low: float, high: float, decimals: int = DECIMALS) -> tuple[str, str]:
    """The ends of an interval of shares in percent, rounded outwards, without sign.

    >>> outward(0.294, 0.421)
    ('29', '43')

    Where everybody has answered the share is exact, and rounded as any share:

    >>> outward(1 / 3, 1 / 3)
    ('33', '33')
    """
    if f"{low:.12g}" == f"{high:.12g}":
        exact = number(rounded(low * 100, decimals), decimals)
        return exact, exact
    down = rounded(low * 100, decimals, towards="down")
    up = rounded(high * 100, decimals, towards="up")
    return number(down, decimals), number(up, decimals)


def interval(low: float, high: float, decimals: int = DECIMALS) -> str:
    """An interval of shares for tables and pictures.

    >>> interval(0.294, 0.421).replace(NBSP, "_")
    '29–43_%'
    """
    low_text, high_text = outward(low, high, decimals)
    if low_text == high_text:
        return f"{low_text}{NBSP}%"
    return f"{low_text}{DASH}{high_text}{NBSP}%"


def interval_in_prose(low: float, high: float) -> str:
    """An interval of shares in a sentence.

    >>> interval_in_prose(0.634, 0.705).replace(NBSP, " ")
    '63 till 71 procent'
    """
    ends = f"{NBSP}till{NBSP}".join(dict.fromkeys(outward(low, high)))
    return f"{ends}{NBSP}procent"


def interval_words(low: float, high: float, decimals: int = DECIMALS) -> str:
    """An interval of shares for prose.

    >>> interval_words(0.294, 0.421).replace(NBSP, " ")
    'mellan 29 och 43 procent'
    """
    low_text, high_text = outward(low, high, decimals)
    if low_text == high_text:
        return f"{low_text}{NBSP}procent"
    return f"mellan {low_text} och {high_text}{NBSP}procent"


def points(difference: float, decimals: int = DECIMALS) -> str:
    """The size of a difference between two shares; the sign is for the words around.

    >>> points(-0.08).replace(NBSP, " "), points(0.01).replace(NBSP, " ")
    ('8 procentenheter', '1 procentenhet')
    """
    value = abs(rounded(difference * 100, decimals))
    if value == 0 and difference:
        return "mindre än 1" + NBSP + "procentenhet"
    unit = "procentenhet" if value == 1 else "procentenheter"
    return f"{number(value, decimals)}{NBSP}{unit}"


def signed(difference: float, decimals: int = DECIMALS) -> str:
    """A difference between two shares (−1 to 1) in percentage points with its sign, for
    tables whose header has the unit.

    >>> signed(0.071), signed(-0.08), signed(0.004), signed(-0.001)
    ('+7', '−8', '0', '0')
    """
    value = rounded(difference * 100, decimals)
    if value == 0:
        return number(0, decimals)
    return f"{'+' if value > 0 else ''}{number(value, decimals)}"


def signed_interval(low: float, high: float, decimals: int = DECIMALS) -> str:
    """The interval of such a difference, rounded outwards.

    >>> signed_interval(-0.021, 0.104)
    '−3 till +11'
    """
    down = rounded(low * 100, decimals, towards="down") / 100
    up = rounded(high * 100, decimals, towards="up") / 100
    return f"{signed(float(down))} till {signed(float(up))}"


def kronor(amount: float) -> str:
    """
    >>> kronor(1250000).replace(NBSP, " ")
    '1 250 000 kr'
    """
    return f"{number(amount)}{NBSP}kr"


# --- dates -----------------------------------------------------------------------


def _date(day: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(day[:10]) if isinstance(day, str) else day


def date(day: dt.date | str) -> str:
    """The day stays with its month where a line breaks.

    >>> date("2024-02-05").replace(NBSP, "_")
    '5_februari 2024'
    """
    return babel.dates.format_date(_date(day), f"d{NBSP}MMMM y", locale=LOCALE)


def period(first: dt.date | str, last: dt.date | str) -> str:
    """Two days as a period, without saying the month or the year twice.

    >>> period("2024-02-05", "2024-03-15").replace(NBSP, "_")
    '5_februari–15_mars 2024'
    >>> period("2024-02-05", "2024-02-23").replace(NBSP, "_")
    '5–23_februari 2024'
    >>> period("2023-12-01", "2024-01-12").replace(NBSP, "_")
    '1_december 2023–12_januari 2024'
    """
    first, last = _date(first), _date(last)
    if first == last:
        return date(last)
    shape = f"d{NBSP}MMMM y"
    if first.year == last.year:
        shape = "d" if first.month == last.month else f"d{NBSP}MMMM"
    start = babel.dates.format_date(first, shape, locale=LOCALE)
    return f"{start}{DASH}{date(last)}"


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


def groups(codebook: Codebook) -> Noun:
    """What the groups that divide the report are called: `nouns: group` of the
    codebook, else the label of `group` when it is a word whose plural we know, else
    "grupp"."""
    if own := _own(codebook.nouns.group):
        return own
    if not codebook.group:
        return GROUP
    return _NOUNS.get(codebook.question(codebook.group).name.casefold(), GROUP)


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

"""What a number of the estimates is, declared in one place.

The estimates are one tidy table, a row a number. Its columns are the fields of `Row`;
what the numbers are, and what may be done with them, is said by `STATISTICS`, a name in
the column `statistic` → its declaration. Counting, intervals, disclosure control,
tables and the workbench read it; the attacker (`audit`) deliberately keeps lists of its
own. A statistic that is not declared here cannot be counted (`table`) nor released.

Long: it is one table of declarations, looked up by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NamedTuple

import pandas as pd

DECIMALS = 0
"""Decimals of a published percentage. One more, in one place, and suppressed cells can
be computed from a weighted total (docs/methods.md): this is the only number of its
kind."""


class Row(NamedTuple):
    """One number, as figures and sentences read it.

    The first eight fields say which number it is ("all" where it is of all); `count` to
    `certain_high` are numbers, NaN where there is none; shares are 0-1. `method` says
    how the interval was made. `shown` and `reason` are added by disclosure control.
    """

    survey: str
    question: str
    item: str
    option: str
    challenge: str
    form: str
    group: str
    statistic: str
    count: float  # type: ignore[assignment] # the method of tuples is not missed
    answered: float
    asked: float
    population: float
    estimate: float
    low: float
    high: float
    certain_low: float
    certain_high: float
    method: str
    shown: bool
    reason: str

    def key(self, column: str) -> str:
        """One of the eight that say which number it is, by its name."""
        value: str = getattr(self, column)
        return value


Values = dict[str, Any]
"""A row while it is made: some of its fields by name; the others are empty."""

KEYS = list(Row._fields[:8])
"""Which number a row is: no two rows have all of them alike."""
NUMBERS = list(Row._fields[8:17])
COLUMNS = list(Row._fields[:18])
"""The columns of the estimates."""
RELEASED = list(Row._fields)
"""The columns of what is released."""

SHARE, COLLABORATES = "share", "collaborates"
"""The two statistics that nearly all is about: of an option, and within a challenge."""

Kind = Literal["share", "amount", "count", "difference", "index"]
Subject = Literal[
    "answers",
    "contrast",
    "ties",
    "network",
    "pair",
    "sides",
    "change",
    "trend",
    "frame",
    "tie_change",
]


class Protection(Enum):
    """What decides whether a number of a protected question may be shown."""

    NONE = "never protected: it tells who was asked and answered, not what"
    CELL = "enough units in the cell and outside it; secondary suppression"
    BASE = "enough answers behind it"
    AMOUNT = "enough answers, and no respondent stands for almost all of it"
    MOVE = "enough matched units that changed, and that did not; never by group"
    CHANGE = "only of matched units, where no few changes follow from it"
    PLACES = "of all together, where nobody's place of an option stands almost alone"
    ALONE = "enough who gave it and who did not; tied to no other number"
    NEVER = "not shown of a protected question"
    INTERNAL = "never shown: disclosure control's own"


@dataclass(frozen=True)
class Statistic:
    """What a `statistic` of the estimates is.

    `kind`: what `estimate` is: a share (0-1), an amount in the question's own unit, a
    count, the difference of two shares, or an index of its own scale. `unit`: what is
    counted ("" for an amount: the question says). `label`: in Swedish, as a heading.
    `subject`: what it is about. `adds_up`: the groups' numbers sum to that of all (of a
    share its `count`, else its `estimate`).
    `intervals`: the values of `method` that may come with an interval. `is_printed`:
    some page prints it, not `alla-tal.csv` alone.
    """

    kind: Kind
    unit: str
    label: str
    subject: Subject
    protection: Protection
    adds_up: bool = False
    intervals: tuple[str, ...] = ()
    is_printed: bool = True


EXACT_SHARE, DOMAIN, CITY = "hypergeometric", "domain", "poststratified"
"""Methods of a share: of a whole department, of a part of one, of the whole city."""
UNWEIGHTED = "unweighted"
"""The method of a share of those who answered, where weights would tell too much, or
nobody knows whom they should stand for."""
OVERLAP, OVERLAP_SURE, EXACT_CHANGE = "overlap", "overlap_sure", "exact"
"""Methods of a change: with an interval; one that stands when corrected for how many
were looked at; all answered both times."""
MOVER, MOVER_SURE = "mover", "mover_sure"
"""Methods of a difference between groups: with an interval; one that stands when
corrected for how many were looked at."""
SURE = (OVERLAP_SURE, EXACT_CHANGE, MOVER_SURE)
"""Methods of a difference that may be called one, where its interval excludes 0."""
MEAN_PLACE = "mean_place"
"""Method of a mean rank: weighted by department, with Student's t."""
BINOMIAL = "binomial"
"""Method of a theme's share: of those who wrote, as if drawn from many."""
AGAINST, ANSWER_AGAINST = "against_others", "answer_against_others"

METHODS: Mapping[str, tuple[str, str]] = {
    EXACT_SHARE: ("exakt, av hela gruppen", "exact (hypergeometric), a whole group"),
    DOMAIN: ("en del av en grupp", "a domain of a group"),
    CITY: ("vägd efter grupp", "weighted by group (poststratified)"),
    f"{CITY}_N": ("vägd, avrundad till N procent", "weighted, rounded to N per cent"),
    OVERLAP: ("förändring mellan två mätningar", "change between two waves"),
    OVERLAP_SURE: ("säkerställd förändring", "change, significant when corrected"),
    EXACT_CHANGE: ("alla svarade båda gångerna", "everyone answered both times"),
    MOVER: ("skillnad mot övriga", "difference from the others"),
    MOVER_SURE: ("säkerställd skillnad", "difference, significant when corrected"),
    BINOMIAL: ("av dem som skrev, oviktat", "of those who wrote, unweighted"),
    MEAN_PLACE: ("medelplats, vägd efter grupp", "mean rank, weighted by group"),
}
"""What each method is, in Swedish and English."""

_OF_ALL, _OF_SOME = (EXACT_SHARE, CITY), (EXACT_SHARE, DOMAIN, CITY)
_CHANGE = (OVERLAP, OVERLAP_SURE, EXACT_CHANGE)
_P = Protection

STATISTICS: Mapping[str, Statistic] = {
    # Of the answers to a question.
    SHARE: Statistic(
        "share", "units", "Andel", "answers", _P.CELL, adds_up=True, intervals=_OF_SOME
    ),
    COLLABORATES: Statistic(
        "share", "units", "Andel som samverkar", "answers", _P.CELL, adds_up=True,
        intervals=_OF_ALL,
    ),
    "combination": Statistic(
        "share", "units", "Andel i just dessa former", "answers", _P.CELL, adds_up=True,
        intervals=_OF_ALL,
    ),
    "shrunken": Statistic(
        "share", "units", "Utjämnad andel", "answers", _P.NEVER
    ),
    "responded": Statistic(
        "share", "units", "Svarade, efter svaret förra gången", "answers", _P.NEVER
    ),
    "collaborates_by_order": Statistic(
        "share", "units", "Andel som samverkar, efter svarens ordning", "answers",
        _P.NEVER,
    ),
    "reweighted": Statistic(
        "share", "units", "Andel som samverkar, vägd också efter svaret förra gången",
        "answers", _P.NEVER,
    ),
    "by_weight": Statistic(
        "share", "units", "Andel som samverkar, vägd med exportens vikter", "answers",
        _P.NEVER,
    ),
    "by_propensity": Statistic(
        "share", "units", "Andel som samverkar, vägd efter benägenheten att svara",
        "answers", _P.NEVER,
    ),
    "by_late": Statistic(
        "share", "units", "Andel som samverkar, om bortfallet liknar sena svar",
        "answers", _P.NEVER,
    ),
    "wanted_outside": Statistic(
        "share", "units", "Vill ha mer, och samverkar inte", "answers", _P.NEVER
    ),
    AGAINST: Statistic(
        "difference", "units", "Skillnad mot de andra", "contrast", _P.NEVER,
        intervals=(MOVER, MOVER_SURE),
    ),
    ANSWER_AGAINST: Statistic(
        "difference", "units", "Skillnad mot de andra, per svar", "contrast", _P.NEVER,
        intervals=(MOVER, MOVER_SURE),
    ),
    "largest_times_next": Statistic(
        "index", "", "Största svaret, i antal gånger det näst största", "answers",
        _P.NEVER,
    ),
    "median": Statistic("amount", "", "Median", "answers", _P.BASE),
    "mean": Statistic("amount", "", "Medelvärde", "answers", _P.AMOUNT),
    "total": Statistic("amount", "", "Summa", "answers", _P.AMOUNT, adds_up=True),
    "dominance": Statistic(
        "index", "", "Dominans (p %)", "answers", _P.INTERNAL, is_printed=False
    ),
    "mean_rank": Statistic(
        "index", "", "Medelplats", "answers", _P.PLACES, intervals=(MEAN_PLACE,)
    ),
    "fewest_at_place": Statistic(
        "index", "", "Minsta antal på en plats", "answers", _P.INTERNAL,
        is_printed=False,
    ),
    "nonresponse": Statistic(
        "share", "units", "Partiellt bortfall", "answers", _P.NONE
    ),
    # Of what was written in own words.
    "theme": Statistic(
        "share", "units", "Skrev om temat", "answers", _P.ALONE, intervals=(BINOMIAL,)
    ),
    "theme_agreement": Statistic(
        "index", "", "Samstämmighet mellan två som kodat (kappa)", "answers", _P.NEVER
    ),
    # Of the organisations named.
    "ties": Statistic(
        "count", "ties", "Namngivna samarbeten", "ties", _P.BASE, adds_up=True
    ),
    "organisations": Statistic(
        "count", "organisations", "Organisationer", "ties", _P.BASE
    ),
    "organisations_unconfirmed": Statistic(
        "count", "names", "Namn som ingen har bekräftat", "ties", _P.NEVER
    ),
    "organisations_fewest": Statistic(
        "count", "organisations", "Organisationer, om alla lika namn är samma", "ties",
        _P.NEVER,
    ),
    "organisations_shared": Statistic(
        "count", "organisations", "Organisationer som flera nämner", "ties", _P.NEVER
    ),
    "ties_written": Statistic(
        "share", "ties", "Samarbeten med skriftlig överenskommelse", "ties", _P.BASE,
        adds_up=True,
    ),
    "tie_share": Statistic(
        "share", "ties", "Andel av samarbetena", "ties", _P.NEVER, adds_up=True
    ),
    # Of the network as a whole.
    "departments_sharing": Statistic(
        "count", "departments", "Grupper som nämner någon som också en annan nämner",
        "network", _P.NEVER,
    ),
    "density": Statistic("share", "ties", "Täthet", "network", _P.NEVER),
    "mean_degree": Statistic(
        "index", "organisations", "Organisationer per svarande", "network", _P.NEVER
    ),
    "mean_organisation_degree": Statistic(
        "index", "units", "Svarande per organisation", "network", _P.NEVER
    ),
    "hhi": Statistic("index", "ties", "Koncentration (HHI)", "network", _P.NEVER),
    "gini": Statistic("index", "ties", "Ojämnhet (Gini)", "network", _P.NEVER),
    "cr3": Statistic(
        "share", "ties", "De tre mest nämndas andel", "network", _P.NEVER
    ),
    "centralisation": Statistic(
        "index", "ties", "Centralisering", "network", _P.NEVER
    ),
    "chao1": Statistic(
        "index", "organisations", "Minst så många hade nämnts", "network", _P.NEVER
    ),
    "pair": Statistic(
        "count", "organisations", "Gemensamma organisationer", "pair", _P.NEVER
    ),
    # Pairs of a department and an organisation, seen from both sides.
    "sides_both": Statistic(
        "share", "pairs", "Nämns av båda", "sides", _P.NEVER, adds_up=True
    ),
    "sides_department": Statistic(
        "share", "pairs", "Nämns bara av de svarande", "sides", _P.NEVER, adds_up=True
    ),
    "sides_organisation": Statistic(
        "share", "pairs", "Nämns bara av organisationen", "sides", _P.NEVER,
        adds_up=True,
    ),
    "sides_unknown": Statistic(
        "share", "pairs", "Ena sidan har inte svarat", "sides", _P.NEVER, adds_up=True
    ),
    "sides_answered": Statistic(
        "share", "organisations", "Nämnda organisationer som har svarat", "sides",
        _P.NEVER,
    ),
    "sides_elsewhere": Statistic(
        "count", "names", "Namn som inte är någon enhet här", "sides", _P.NEVER
    ),
    # Of two waves.
    "change_all": Statistic(
        "difference", "units", "Skillnad mellan alla", "change", _P.CHANGE
    ),
    "change": Statistic(
        "difference", "units", "Förändring bland dem i båda listorna", "change",
        _P.CHANGE, intervals=_CHANGE,
    ),
    "change_matched": Statistic(
        "difference", "units", "Förändring bland dem som svarade båda gångerna",
        "change", _P.CHANGE, is_printed=False,
    ),
    "change_frame": Statistic(
        "difference", "units", "Skillnad som beror på vilka som frågats", "change",
        _P.CHANGE, is_printed=False,
    ),
    "trend": Statistic(
        "difference", "units", "Förändring per år över alla omgångar", "trend",
        _P.NEVER, intervals=_CHANGE,
    ),
    "change_first": Statistic(
        "difference", "units", "Förändring sedan den första omgången", "trend",
        _P.NEVER, intervals=_CHANGE,
    ),
    "change_between": Statistic(
        "difference", "units", "Förändring mellan två av omgångarna", "trend",
        _P.NEVER, intervals=_CHANGE,
    ),
    "trend_share": Statistic(
        "share", "units", "Andel bland dem som fanns i alla listorna", "trend", _P.NEVER
    ),
    "transition": Statistic("share", "units", "Från → till", "change", _P.MOVE),
    "started": Statistic(
        "share", "units", "Har börjat", "change", _P.MOVE, adds_up=True
    ),
    "stopped": Statistic(
        "share", "units", "Har slutat", "change", _P.MOVE, adds_up=True
    ),
    "frame_kept": Statistic(
        "count", "units", "I båda listorna", "frame", _P.NONE, adds_up=True
    ),
    "frame_new": Statistic("count", "units", "Nya", "frame", _P.NONE, adds_up=True),
    "frame_gone": Statistic("count", "units", "Borta", "frame", _P.NONE),
    "frame_moved": Statistic(
        "count", "units", "Har bytt grupp", "frame", _P.NONE, adds_up=True
    ),
    "ties_new": Statistic(
        "count", "ties", "Nya", "tie_change", _P.NEVER, adds_up=True
    ),
    "ties_kept": Statistic(
        "count", "ties", "Nämns båda gångerna", "tie_change", _P.NEVER, adds_up=True
    ),
    "ties_no_longer_named": Statistic(
        "count", "ties", "Nämns inte längre", "tie_change", _P.NEVER, adds_up=True
    ),
    "ties_jaccard": Statistic(
        "share", "ties", "Andel som nämns båda gångerna (Jaccard)", "tie_change",
        _P.NEVER, adds_up=True, is_printed=False,
    ),
}  # fmt: skip


def named(**wanted: object) -> tuple[str, ...]:
    """The statistics whose declaration has these values, in the order declared.

    >>> named(kind="amount", adds_up=True)
    ('total',)
    """
    return tuple(
        name
        for name, one in STATISTICS.items()
        if all(getattr(one, field) == value for field, value in wanted.items())
    )


def protected_by(*how: Protection) -> tuple[str, ...]:
    """The statistics that are protected in one of these ways.

    >>> protected_by(Protection.AMOUNT)
    ('mean', 'total')
    """
    return tuple(name for name, one in STATISTICS.items() if one.protection in how)


SHARES = protected_by(Protection.CELL)
"""Statistics whose `count` is a number of units among `answered`."""


def undeclared(names: Iterable[str]) -> list[str]:
    """Those of `names` that `STATISTICS` does not have, each once."""
    return [name for name in dict.fromkeys(names) if name not in STATISTICS]


def table(
    rows: pd.DataFrame | Iterable[Mapping[str, Any]], survey: str
) -> pd.DataFrame:
    """`rows` as estimates of `survey`: `COLUMNS` with their types, NaN and "" where a
    row says nothing.

    Raises LookupError for a statistic that is not declared.
    """
    given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    made = given.reindex(columns=COLUMNS)
    made["survey"] = survey
    made["method"] = made["method"].astype(object).where(made["method"].notna(), "")
    if unknown := undeclared(made["statistic"].unique()):
        raise LookupError(
            f"{', '.join(unknown)}: declare it in STATISTICS, "
            "helpers/estimation/schema.py"
        )
    kinds = dict.fromkeys(KEYS, "str") | dict.fromkeys(NUMBERS, "float64")
    return made.astype(kinds | {"method": "str"})

"""The organisations, all invented, and the many ways in which people write a name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from examples.city import PLACES
from examples.dice import Dice
from examples.questionnaire import CHALLENGES

HIDDEN = "Kvinnojouren Lyktan i Exempelstad"

# type: (how many, names, challenges it works with, most at home first)
KINDS = {
    "idrottsförening": (
        62,
        ("{place}s IF", "{place}s BK", "{place}s SK", "Simklubben {place}"),
        ("youth_health", "leisure_culture", "city_life"),
    ),
    "kulturförening": (
        44,
        (
            "Kulturföreningen {place}",
            "{place}s Teaterförening",
            "{place}s Musiksällskap",
        ),
        ("leisure_culture", "city_life", "participation"),
    ),
    "församling": (
        22,
        ("{place}s församling", "{place}s frikyrka"),
        ("participation", "youth_health", "work"),
    ),
    "stiftelse": (
        20,
        ("Stiftelsen {place}", "Stiftelsen {place}s framtid"),
        ("work", "youth_health", "participation"),
    ),
    "studieförbund": (
        14,
        ("Studieförbundet {place}", "{place}s bildningsförbund"),
        ("leisure_culture", "participation", "work"),
    ),
    "kooperativ": (
        20,
        ("{place}s arbetskooperativ", "Kooperativet {place}"),
        ("work", "city_life"),
    ),
    "nätverk": (
        34,
        ("Nätverket {place}", "{place}s grannsamverkan", "{place}s odlarnätverk"),
        ("city_life", "participation", "leisure_culture"),
    ),
    "lokalavdelning": (
        64,
        (
            "Hjälpkåren {place}",
            "Föräldrarösten {place}",
            "Seniorringen {place}",
            "Funktionsrättsringen {place}",
            "Ungdomskraften {place}",
        ),
        ("participation", "youth_health", "work"),
    ),
}
# names that a careless matching confuses, and one address that must not be shown
BY_HAND = (
    ("FC Gripkullen", "idrottsförening", ("youth_health", "leisure_culture")),
    ("Gripkullen FF", "idrottsförening", ("youth_health", "leisure_culture")),
    ("RKSL Exempelstad", "lokalavdelning", ("participation", "youth_health")),
    ("RKSU Exempelstad", "lokalavdelning", ("youth_health", "participation")),
    (HIDDEN, "kvinnojour", ("participation",)),
    ("Kvinnojouren Fyren i Exempelstad", "kvinnojour", ("participation",)),
    ("Föreningarnas Hus i Exempelstad", "nätverk", ("city_life", "participation")),
    ("Idrottsalliansen Exempelstad", "nätverk", ("youth_health", "leisure_culture")),
    ("Exempelstads Stadsmission", "stiftelse", ("work", "participation")),
    ("Läxhjälpen Exempelstad", "nätverk", ("youth_health", "participation")),
)
UNREGISTERED = 34  # named by units, unknown to the register
NOT_PUBLISHED = 6  # besides the kvinnojourer: they have said no


@dataclass(frozen=True)
class Organisation:
    """`weight` is how well known it is before anybody has named it."""

    name: str
    kind: str
    challenges: tuple[str, ...]
    place: str
    weight: float
    registered: bool = True
    publish: bool = True


def organisations() -> list[Organisation]:
    """Every organisation, sorted by name."""
    found = [*_by_hand(), *_by_kind()]
    dice = Dice("register")
    common = [one.name for one in found if one.place != "Centrum"]
    unknown = set(dice.sample(common, UNREGISTERED))
    shy = set(
        dice.sample([name for name in common if name not in unknown], NOT_PUBLISHED)
    )
    return sorted(
        (
            Organisation(
                one.name,
                one.kind,
                one.challenges,
                one.place,
                one.weight,
                registered=one.name not in unknown,
                publish=one.name not in shy and one.kind != "kvinnojour",
            )
            for one in found
        ),
        key=lambda one: one.name,
    )


def aliases(organisation: Organisation) -> list[str]:
    """What the register itself lists as other names."""
    name = organisation.name
    found = []
    if organisation.kind == "idrottsförening" and name.endswith(" IF"):
        found.append(f"{name[:-3]} idrottsförening")
    if organisation.kind == "idrottsförening" and name.endswith(" BK"):
        found.append(f"{name[:-3]} bollklubb")
    if name.startswith("Kulturföreningen "):
        found.append(f"KF {name.removeprefix('Kulturföreningen ')}")
    if name.endswith(" i Exempelstad"):
        found.append(name.removesuffix(" i Exempelstad"))
    return found


WAYS_OF_WRITING = {
    "exact": 66,
    "lower": 7,
    "alias": 9,
    "legal": 5,
    "spaces": 4,
    "dots": 3,
    "upper": 2,
    "typo": 4,
}


def as_written(name: str, other_names: list[str], dice: Dice) -> tuple[str, str]:
    """`name` as a hurried person writes it, and in which way it is written."""
    way = dice.weighted(WAYS_OF_WRITING)
    if way == "alias":
        return (dice.pick(other_names), way) if other_names else (name, "exact")
    if way == "typo":
        return _with_typo(name, dice), way
    written = {
        "lower": name.lower(),
        "upper": name.upper(),
        "legal": f"{name} (ideell förening)",
        "spaces": f" {name.replace(' ', '  ', 1)} ",
        "dots": name.replace(" IF", " I.F.").replace(" BK", " B.K."),
    }
    return written.get(way, name), way


def decomposed(text: str) -> str:
    """å ä ö as a letter and an accent (NFD), as some Macs write them."""
    return unicodedata.normalize("NFD", text)


def _with_typo(name: str, dice: Dice) -> str:
    """One letter in the middle is lost."""
    at = dice.between(3, len(name) - 4)
    while not (name[at].isalpha() and name[at - 1].isalpha()):
        at -= 1
    return name[:at] + name[at + 1 :]


def _by_hand() -> list[Organisation]:
    return [
        Organisation(name, kind, challenges, "Centrum", 3.0)
        for name, kind, challenges in BY_HAND
    ]


def _by_kind() -> list[Organisation]:
    found = []
    for kind, (number, names, challenges) in KINDS.items():
        dice = Dice("organisations", kind)
        candidates = [
            (name.format(place=place), place) for name in names for place in PLACES
        ]
        for name, place in dice.sample(candidates, number):
            second = dice.pick(challenges[1:])
            fields = (challenges[0], second) if dice.chance(0.95) else (challenges[0],)
            weight = 1 + 1.6 * dice.number() ** 4
            found.append(Organisation(name, kind, fields, place, weight))
    return found


def label_of(challenges: tuple[str, ...]) -> str:
    """Challenges as the register writes them: labels joined by a semicolon."""
    return "; ".join(CHALLENGES[challenge] for challenge in challenges)

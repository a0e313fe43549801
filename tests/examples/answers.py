"""What each unit would say if asked: the truth behind both surveys.

Everything follows from a few traits: how open the unit is, how large, where it lies,
and how near each challenge is to its department. The same traits speak in both waves,
so that a panel unit resembles itself; between the waves collaboration grows somewhat.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from examples import questionnaire as q
from examples.city import Unit, frame
from examples.civil_society import Organisation, organisations
from examples.dice import Dice, likelihood
from examples.texts import example_text, helping_text, other_text

Answers = dict[str, Any]  # question id → answer; None is blank, NOT_ASKED routed past

# department: (collaborates at all, answers in 2022, answers in 2024)
HABITS = {
    "stadskontoret": (0.80, 0.82, 0.86),
    "asf": (0.82, 0.58, 0.64),
    "funktionsstod": (0.62, 0.56, 0.58),
    "hvo": (0.58, 0.48, 0.52),
    "forskola": (0.46, 0.50, 0.56),
    "grundskola": (0.74, 0.56, 0.60),
    "gymnasie": (0.74, 0.62, 0.66),
    "fritid": (0.94, 0.78, 0.82),
    "kultur": (0.93, 0.80, 0.84),
    "miljo": (0.55, 0.75, 1.20),  # a small department, and all of it answers in 2024
    "gatukontoret": (0.62, 0.60, 0.66),
    "stadsbyggnad": (0.66, 0.66, 0.0),  # reorganised in 2024: nobody answers
    "service": (0.30, 0.36, 0.40),
}
# how near each challenge lies: youth_health, leisure_culture, city_life,
# participation, work
AFFINITY = {
    "stadskontoret": (0.35, 0.35, 0.45, 0.85, 0.45),
    "asf": (0.62, 0.20, 0.15, 0.55, 0.88),
    "funktionsstod": (0.18, 0.58, 0.12, 0.48, 0.52),
    "hvo": (0.06, 0.48, 0.22, 0.60, 0.10),
    "forskola": (0.42, 0.38, 0.10, 0.34, 0.04),
    "grundskola": (0.80, 0.60, 0.14, 0.42, 0.12),
    "gymnasie": (0.74, 0.30, 0.10, 0.44, 0.62),
    "fritid": (0.90, 0.95, 0.50, 0.50, 0.12),
    "kultur": (0.40, 0.96, 0.55, 0.62, 0.10),
    "miljo": (0.10, 0.05, 0.55, 0.30, 0.04),
    "gatukontoret": (0.08, 0.24, 0.85, 0.42, 0.12),
    "stadsbyggnad": (0.05, 0.10, 0.85, 0.55, 0.02),
    "service": (0.04, 0.10, 0.25, 0.10, 0.55),
}
CONFIDENTIAL = ("asf", "funktionsstod", "hvo")
PAYING = ("stadskontoret", "asf", "fritid", "kultur", "funktionsstod")
TURNS = 0.2  # how often a unit's luck turns between the waves
GROWTH = {2022: 0.0, 2024: 0.3}  # what another two years of Malmöandan are worth
TARGETS = {
    "asf": {"Vuxna": 0.6, "Unga": 0.5, "Arbetssökande": 0.6, "Nyanlända": 0.5},
    "funktionsstod": {"Personer med funktionsnedsättning": 0.95, "Vuxna": 0.5},
    "hvo": {"Äldre": 0.95, "Personer med funktionsnedsättning": 0.2},
    "forskola": {"Barn": 0.95, "Föräldrar och familjer": 0.75, "Nyanlända": 0.25},
    "grundskola": {"Barn": 0.8, "Unga": 0.65, "Föräldrar och familjer": 0.4},
    "gymnasie": {"Unga": 0.85, "Vuxna": 0.45, "Nyanlända": 0.4, "Arbetssökande": 0.3},
    "fritid": {"Unga": 0.9, "Barn": 0.75, "Föräldrar och familjer": 0.25},
    "kultur": {"Barn": 0.55, "Unga": 0.5, "Alla invånare": 0.6, "Äldre": 0.25},
}
ANYONE = {"Alla invånare": 0.75, "Vuxna": 0.25, "Unga": 0.15}


@dataclass
class Response:
    """One unit's submitted form, as meant."""

    unit: Unit
    wave: int
    answers: Answers
    partners: list[Answers] = field(default_factory=list)


def responses(wave: int) -> list[Response]:
    """One response from each unit that answers, in the order of the frame."""
    circle = Circle()
    if wave != 2022:
        for unit in answering(2022):  # who knew whom before
            circle.meet(response_of(unit, 2022, circle))
        circle.named.clear()
    return [response_of(unit, wave, circle) for unit in answering(wave)]


def answering(wave: int) -> list[Unit]:
    """The units of the frame that submit the form."""
    return [unit for unit in frame(wave) if _answers(unit, wave)]


def _answers(unit: Unit, wave: int) -> bool:
    if unit.disposition(wave):
        return False
    rate = HABITS[unit.department][1 if wave == 2022 else 2]
    # those who have something to tell answer more gladly
    told = 1.12 if _collaborates(unit, wave) in q.YES else 0.88
    return Dice("answers at all", wave, unit.name).chance(min(1.0, rate * told))


def response_of(unit: Unit, wave: int, circle: Circle) -> Response:
    """What the unit would say, whether it says it or not."""
    collaborates = _collaborates(unit, wave)
    response = Response(unit, wave, _background(unit, wave, collaborates))
    if collaborates in q.YES:
        _collaboration(response, circle)
    else:
        response.answers |= dict.fromkeys(ROUTED, q.NOT_ASKED)
    _assessment(response)
    return response


class Circle:
    """Who is named by whom: the known become better known (preferential attachment)."""

    def __init__(self) -> None:
        self.known: list[Organisation] = organisations()
        self.named: Counter[str] = Counter()
        self.friends: dict[str, list[str]] = {}

    def meet(self, response: Response) -> None:
        names = [partner["name"] for partner in response.partners]
        self.friends[response.unit.name] = names

    def choose(self, unit: Unit, challenges: list[str], dice: Dice) -> list[str]:
        """Up to three names: old friends first, then by fame, field and place."""
        number = 1 + dice.chance(0.97) + dice.chance(0.93)
        kept = [name for name in self.friends.get(unit.name, []) if dice.chance(0.6)]
        chosen = kept[:number]
        while len(chosen) < number:
            name = dice.weighted(self._weights(unit, challenges))
            if name not in chosen:
                chosen.append(name)
        self.named.update(chosen)
        return chosen

    def _weights(self, unit: Unit, challenges: list[str]) -> dict[str, float]:
        return {
            one.name: (one.weight + 0.25 * self.named[one.name])
            * (1 + 5 * len(set(one.challenges) & set(challenges)))
            * (5 if one.place == unit.place else 1)
            for one in self.known
        }


ROUTED = (
    "organisations",
    "ways",
    "dialog_kinds",
    "dialog_frequency",
    "dialog_stage",
    "support_kinds",
    "purchases",
    "paid",
    "support_length",
    "followup",
    "projects",
    "target_groups",
)


def _collaborates(unit: Unit, wave: int) -> str:
    dice = Dice("collaborates", wave, unit.name)
    base = HABITS[unit.department][0]
    score = 4 * (base - 0.5) + 0.9 * unit.openness + GROWTH[wave]
    lot = _luck(wave, "collaborates", unit.name)
    if lot < likelihood(score) * 0.62:
        return q.COLLABORATES[0]
    if lot < likelihood(score):
        return q.COLLABORATES[1]
    return dice.weighted({"Nej, men det planeras": 0.26, "Nej": 0.62, "Vet ej": 0.12})


def _luck(wave: int, *about: object) -> float:
    """From 0 to 1, and mostly the same in every wave, so that some begin, some stop."""
    anew = Dice("turn", wave, *about)
    return anew.number() if anew.chance(TURNS) else Dice("luck", *about).number()


def _background(unit: Unit, wave: int, collaborates: str) -> Answers:
    dice = Dice("background", wave, unit.name)
    roles = dict(zip(q.ROLES, (0.62, 0.10, 0.24, 0.04), strict=True))
    return {
        "department": unit.department_in(wave),
        "unit": unit.name,
        "role": dice.weighted(roles),
        "collaborates": collaborates,
    }


# ------------------------------------------------------------ those who collaborate


def _collaboration(response: Response, circle: Circle) -> None:
    unit, wave, answers = response.unit, response.wave, response.answers
    ways = _ways(response)
    here = [id for id, chosen in ways.items() if _some_form(chosen)]
    regular = answers["collaborates"] == q.YES[0]
    answers["organisations"] = _band(unit, regular, len(here), wave)
    answers["ways"] = ways
    answers |= _dialog(response) | _support(response) | _joint(response)
    response.partners = _partners(response, here, circle)


def _some_form(chosen: tuple[str, ...] | None) -> bool:
    return bool(set(chosen or ()) & set(q.FORMS.values()))


def _ways(response: Response) -> dict[str, tuple[str, ...] | None]:
    unit, wave = response.unit, response.wave
    found: dict[str, tuple[str, ...] | None] = {}
    affinities = zip(q.CHALLENGES, AFFINITY[unit.department], strict=True)
    for challenge, affinity in affinities:
        traits = Dice("near", unit.name, challenge)  # lasting
        score = 4.2 * (affinity - 0.5) + 0.6 * unit.openness + 0.7 * traits.normal()
        luck = _luck(wave, "near", unit.name, challenge)
        near = luck < likelihood(score + GROWTH[wave] - 0.2)
        found[challenge] = _forms(unit, wave, challenge, near)
    return found


def _forms(unit: Unit, wave: int, challenge: str, near: bool) -> tuple[str, ...] | None:
    dice = Dice("forms", wave, unit.name, challenge)
    if dice.chance(0.02):
        return None
    if not near:
        return (q.DONT_KNOW,) if dice.chance(0.07) else (q.NO_FORM,)
    pays = 0.52 if unit.department in PAYING else 0.16
    likely = {
        q.FORMS["dialog"]: likelihood(1.1 + 0.4 * unit.openness),
        q.FORMS["support"]: pays,
        q.FORMS["joint"]: likelihood(-0.4 + 0.7 * unit.openness + GROWTH[wave]),
    }
    return dice.some(likely) or (q.FORMS["dialog"],)


def _band(unit: Unit, regular: bool, challenges: int, wave: int) -> str | None:
    dice = Dice("how many", wave, unit.name)
    if dice.chance(0.06):
        return q.DONT_KNOW if dice.chance(0.6) else None
    level = 0.5 + 0.5 * challenges + 0.7 * regular + 0.5 * unit.openness
    level += 0.6 * dice.normal() + (
        0.8 if unit.department in ("fritid", "kultur") else 0
    )
    return q.ORGANISATION_BANDS[min(max(int(level), 0), 4)]


def _has(response: Response, form: str) -> bool:
    label = q.FORMS[form]
    ways = response.answers["ways"]
    return any(label in (chosen or ()) for chosen in ways.values())


def _dialog(response: Response) -> Answers:
    unit = response.unit
    dice = Dice("dialog", response.wave, unit.name)
    if not _has(response, "dialog"):
        return {
            "dialog_kinds": (q.NO_DIALOG,),
            "dialog_frequency": q.NOT_ASKED,
            "dialog_stage": q.NOT_ASKED,
        }
    strategic = unit.department in ("stadskontoret", "stadsbyggnad", "gatukontoret")
    kinds = dice.some(
        {
            "Referensgrupp": 0.45 if strategic else 0.18,
            "Samråd eller remiss": 0.6 if strategic else 0.12,
            "Nätverk": 0.5,
            "Stormöte": 0.12,
            "Enskilda möten": 0.62,
            "Medskapande workshop": likelihood(-1.6 + GROWTH[response.wave]),
            q.OTHER: 0.05,
        }
    ) or ("Enskilda möten",)
    regular = response.answers["collaborates"] == q.YES[0]
    often = (
        (0.12, 0.34, 0.32, 0.17, 0.05) if regular else (0.01, 0.08, 0.24, 0.44, 0.23)
    )
    stages = (0.14, 0.24, 0.3, 0.07, 0.25)
    frequency = dice.weighted(dict(zip(q.FREQUENCIES, often, strict=True)))
    stage = dice.weighted(dict(zip(q.STAGES, stages, strict=True)))
    return {
        "dialog_kinds": kinds,
        "dialog_kinds_other": other_text("dialog", dice) if q.OTHER in kinds else None,
        "dialog_frequency": None if dice.chance(0.03) else frequency,
        "dialog_stage": None if dice.chance(0.03) else stage,
    }


def _support(response: Response) -> Answers:
    unit = response.unit
    dice = Dice("support", response.wave, unit.name)
    purchases = dice.weighted(dict(zip(q.PURCHASES, (0.2, 0.7, 0.1), strict=True)))
    if not _has(response, "support"):
        routed = ("paid", "support_length", "followup")
        return {
            "support_kinds": (q.NO_SUPPORT,),
            "purchases": purchases,
        } | dict.fromkeys(routed, q.NOT_ASKED)
    pays = unit.department in PAYING
    kinds = dice.some(
        {
            "Organisationsbidrag": 0.4 if unit.department == "fritid" else 0.08,
            "Verksamhetsbidrag": 0.5 if pays else 0.1,
            "Projektbidrag": 0.5 if pays else 0.14,
            q.PARTNERSHIP: 0.24 if unit.department in CONFIDENTIAL else 0.06,
            "Lokal eller mark": 0.5,
            "Rådgivning": 0.42,
            "Kommunikationsstöd": 0.25,
            "Utbildning": 0.18,
            q.OTHER: 0.05,
        }
    ) or ("Rådgivning",)
    lengths = (0.12, 0.34, 0.18, 0.08, 0.18, 0.08, 0.02)
    length = dice.weighted(dict(zip(q.SUPPORT_LENGTHS, lengths, strict=True)))
    money = bool(set(kinds) & set(q.MONEY_KINDS))
    return {
        "support_kinds": kinds,
        "support_kinds_other": other_text("support", dice)
        if q.OTHER in kinds
        else None,
        "purchases": purchases,
        "paid": _paid(response, money, dice),
        "support_length": length,
        "support_length_other": "Så länge avtalet gäller"
        if length == q.OTHER
        else None,
        "followup": _followup(money, dice),
    }


def _paid(response: Response, money: bool, dice: Dice) -> int | None:
    """Kronor, whole thousands; skewed as grants are."""
    if dice.chance(0.12):
        return None
    if not money:
        return 0
    median = 220_000 if response.unit.department in ("fritid", "kultur") else 90_000
    drawn = median * 2.718281828 ** (1.1 * dice.normal())
    return max(2_000, int(round(drawn, -3 if drawn < 1_000_000 else -4)))


def _followup(money: bool, dice: Dice) -> tuple[str, ...]:
    kinds = dice.some(
        {
            "Skriftlig redovisning": 0.75 if money else 0.2,
            "Uppföljningsmöte": 0.5,
            "Verksamhetsbesök": 0.3,
            "Ekonomisk granskning": 0.35 if money else 0.02,
        }
    )
    return kinds or ("Ingen uppföljning",)


def _joint(response: Response) -> Answers:
    unit = response.unit
    dice = Dice("joint", response.wave, unit.name)
    targets = dice.some(TARGETS.get(unit.department, ANYONE)) or ("Alla invånare",)
    if dice.chance(0.03):
        targets = (*targets, q.OTHER)
    joint = q.FORMS["joint"]
    ways = response.answers["ways"]
    projects = {
        id: (1 + int(3 * dice.number() ** 2) if joint in (chosen or ()) else 0)
        for id, chosen in ways.items()
    }
    blank = dice.chance(0.05)
    return {
        "projects": dict.fromkeys(projects) if blank else projects,
        "target_groups": targets,
        "target_groups_other": other_text("target", dice)
        if q.OTHER in targets
        else None,
    }


def _partners(response: Response, here: list[str], circle: Circle) -> list[Answers]:
    unit, wave = response.unit, response.wave
    dice = Dice("partners", wave, unit.name)
    if dice.chance(0.03) or not here:
        return []
    field_of = {one.name: one.challenges for one in circle.known}
    found = []
    for name in circle.choose(unit, here, dice):
        shared = [id for id in here if id in field_of[name]] or [dice.pick(here)]
        found.append(_partner(unit, wave, name, shared[:2], response.answers["ways"]))
    return found


def _partner(
    unit: Unit, wave: int, name: str, challenges: list[str], ways: Answers
) -> Answers:
    lasting = Dice("tie", unit.name, name)
    dice = Dice("tie", wave, unit.name, name)
    used = [label for label in q.FORMS.values() if label in (ways[challenges[0]] or ())]
    forms = tuple(label for label in used if dice.chance(0.7)) or tuple(used[:1])
    joint = q.FORMS["joint"] in forms
    close = int(1.0 + 1.1 * joint + 0.8 * dice.normal() + GROWTH[wave])
    intensity = q.INTENSITIES[min(max(close, 0), 3)]
    firm = (0.14, 0.2, 0.36, 0.12, 0.18) if joint else (0.36, 0.32, 0.2, 0.03, 0.09)
    agreement = dice.weighted(dict(zip(q.AGREEMENTS, firm, strict=True)))
    return {
        "name": name,
        "challenge": tuple(challenges),
        "form": forms,
        "intensity": None if dice.chance(0.02) else intensity,
        "agreement": None if dice.chance(0.04) else agreement,
        "since": None if dice.chance(0.1) else 2022 - int(14 * lasting.number() ** 2),
    }


# ------------------------------------------------------------------------- everyone


def _assessment(response: Response) -> None:
    unit, wave, answers = response.unit, response.wave, response.answers
    collaborates = answers["collaborates"] in q.YES
    answers["barriers"] = _barriers(unit, wave, collaborates)
    dice = Dice("words", wave, unit.name)
    if q.OTHER in (answers["barriers"] or ()):
        answers["barriers_other"] = other_text("barrier", dice)
    likely = 0.5 if collaborates else 0.16
    answers["helps"] = helping_text(dice) if dice.chance(likely) else None
    answers["principles"] = _principles(unit, wave, collaborates)
    answers["effect"] = _effect(unit, wave, collaborates)
    answers["malmoandan"] = _familiarity(unit, wave)
    answers["needs"] = _needs(response)
    answers["example"] = answers["publish"] = answers["other"] = None
    if collaborates and dice.chance(0.16):
        answers["example"] = example_text(dice)
        answers["publish"] = "Ja" if dice.chance(0.65) else "Nej"
    if dice.chance(0.05):
        answers["other"] = other_text("closing", dice)


def _barriers(unit: Unit, wave: int, collaborates: bool) -> tuple[str, ...] | None:
    """At most three: small units lack time, large ones meet law and unclear duties."""
    dice = Dice("barriers", wave, unit.name)
    if dice.chance(0.03):
        return None
    if dice.chance(0.10 if collaborates else 0.04):
        return (q.NO_BARRIER,)
    large = min(unit.employees, 60) / 60
    culture = unit.department in ("fritid", "kultur")
    weights = {
        "Tid": 1.5 - 0.8 * large,
        "Ekonomi": 0.9 - 0.4 * large + 0.2 * culture,
        "Juridik och upphandling": 0.15 + 1.1 * large,
        "Otydligt ansvar": 0.3 + 0.6 * large,
        "Svårt att hitta rätt part": 0.25 if collaborates else 1.0,
        "Kortsiktighet": 0.55 if collaborates else 0.15,
        "Sekretess": 0.9 if unit.department in CONFIDENTIAL else 0.12,
        "Olika förväntningar": 0.35,
        "Lokalbrist": 0.8 if culture else 0.2,
        q.OTHER: 0.06,
    }
    number = 1 + dice.chance(0.75) + dice.chance(0.6)
    chosen: set[str] = set()
    while len(chosen) < number:
        chosen.add(dice.weighted(weights))
    return tuple(barrier for barrier in q.BARRIERS if barrier in chosen)


def _principles(unit: Unit, wave: int, collaborates: bool) -> dict[str, str | None]:
    dice = Dice("principles", wave, unit.name)
    unsure = 0.07 if collaborates else 0.6
    level = {"long_term": 2.7, "diversity": 3.1, "quality": 3.7}
    mood = 0.5 * unit.openness + GROWTH[wave]
    found: dict[str, str | None] = {}
    for row in q.PRINCIPLES:
        degree = level.get(row, 3.4) + mood + 0.8 * dice.normal()
        said = str(min(max(int(degree + 0.5), 1), 5))
        found[row] = q.DONT_KNOW if dice.chance(unsure) else said
    if dice.chance(0.03):  # the last lines of a grid are the ones people leave
        found["diversity"] = None
    return found


def _effect(unit: Unit, wave: int, collaborates: bool) -> str | None:
    dice = Dice("effect", wave, unit.name)
    if dice.chance(0.05 if collaborates else 0.55):
        return q.DONT_KNOW
    if dice.chance(0.02):
        return None
    level = 3.3 + 0.4 * unit.openness + GROWTH[wave] + 0.7 * dice.normal()
    return q.EFFECTS[min(max(int(level), 0), 4)]


def _familiarity(unit: Unit, wave: int) -> str:
    dice = Dice("malmoandan", wave, unit.name)
    central = 1.2 if unit.department in ("stadskontoret", "kultur", "fritid") else 0
    level = 1.1 + central + 0.3 * unit.openness + GROWTH[wave] + 0.8 * dice.normal()
    return q.FAMILIARITY[min(max(int(level), 0), 3)]


def _needs(response: Response) -> dict[str, str | None]:
    unit, answers = response.unit, response.answers
    dice = Dice("needs", response.wave, unit.name)
    ways = answers["ways"] if isinstance(answers["ways"], dict) else {}
    found: dict[str, str | None] = {}
    affinities = zip(q.CHALLENGES, AFFINITY[unit.department], strict=True)
    for challenge, affinity in affinities:
        if _some_form(ways.get(challenge)):
            weights = {"Minska": 0.04, "Oförändrat": 0.5, "Öka": 0.46}
        else:
            weights = {"Inte aktuellt": 1.1 - affinity, "Starta nytt": 0.5 * affinity}
            weights["Oförändrat"] = 0.25
        found[challenge] = dice.weighted(weights)
    return dict.fromkeys(found) if dice.chance(0.03) else found

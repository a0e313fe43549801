"""The units that are asked: the frame of each wave. All invented, as are the places."""

from __future__ import annotations

from dataclasses import dataclass

from examples.dice import Dice
from examples.questionnaire import DEPARTMENTS

STEMS = ("Vätte", "Lindorms", "Grip", "Älve", "Näck", "Drak", "Fenix", "Alrune")
LANDS = (
    "vången",
    "dalen",
    "backen",
    "hagen",
    "hamnen",
    "kullen",
    "lyckan",
    "holmen",
)
PLACES = tuple(f"{stem}{land}" for land in LANDS for stem in STEMS)

# department: units asked in both waves, in 2022 only, in 2024 only
SIZES = {
    "stadskontoret": (12, 2, 3),
    "asf": (54, 20, 24),
    "funktionsstod": (50, 16, 18),
    "hvo": (58, 20, 18),
    "forskola": (70, 22, 20),
    "grundskola": (68, 18, 20),
    "gymnasie": (27, 7, 7),
    "fritid": (23, 7, 7),
    "kultur": (22, 6, 8),
    "miljo": (8, 2, 1),
    "gatukontoret": (22, 6, 6),
    "stadsbyggnad": (12, 2, 2),
    "service": (24, 8, 10),
}

# department: what its units are called, "{place}" being a part of the city
NAMES = {
    "stadskontoret": (
        "Enheten för demokrati och dialog",
        "Enheten för hållbar utveckling",
        "Enheten för kommunikation",
        "Enheten för trygghet och säkerhet",
        "Enheten för statistik och analys",
        "Enheten för mänskliga rättigheter",
        "Enheten för omvärld och internationella frågor",
        "Näringslivsenheten",
        "Juridiska enheten",
        "Kontaktcenter",
        "Enheten för digitalisering",
        "Ekonomistyrningsenheten",
        "Enheten för strategisk planering",
        "Nämndsekretariatet",
        "Enheten för folkhälsa",
        "Enheten för inköpsstrategi",
        "Beredskapsenheten",
    ),
    "asf": (
        "Enheten för ekonomiskt bistånd {place}",
        "Enheten för barn och familj {place}",
        "Enheten för vuxenstöd {place}",
        "Arbetsmarknadsenheten {place}",
        "Enheten för boende {place}",
        "Ungdomsteamet {place}",
        "Enheten för förebyggande arbete {place}",
    ),
    "funktionsstod": (
        "Gruppbostaden {place}",
        "Daglig verksamhet {place}",
        "Boendestödet {place}",
        "Korttidshemmet {place}",
        "Enheten för ledsagning {place}",
        "Träffpunkten {place}",
    ),
    "hvo": (
        "Hemtjänsten {place}",
        "Särskilt boende {place}",
        "Mötesplatsen {place}",
        "Rehabenheten {place}",
        "Hemsjukvården {place}",
        "Dagverksamheten {place}",
    ),
    "forskola": (
        "{place}s förskoleområde Norr",
        "{place}s förskoleområde Söder",
        "Öppna förskolan {place}",
        "Förskolan {place}",
    ),
    "grundskola": (
        "{place}s skola F–6",
        "{place}s skola 7–9",
        "{place}s fritidshem",
        "Elevhälsan {place}",
    ),
    "gymnasie": (
        "{place}s gymnasium",
        "{place}s vuxenutbildning",
        "Sfi {place}",
        "Lärcentrum {place}",
    ),
    "fritid": (
        "{place}s fritidsgård",
        "Idrottshallen {place}",
        "{place}s badhus",
        "Enheten för föreningsbidrag",
        "Enheten för lovverksamhet",
        "Enheten för idrottsplatser",
    ),
    "kultur": (
        "{place}s bibliotek",
        "Kulturskolan {place}",
        "Konsthallen {place}",
        "Enheten för kulturstöd",
        "Stadsarkivets publika enhet",
        "Museets pedagogiska enhet",
    ),
    "miljo": (
        "Enheten för livsmedelskontroll",
        "Enheten för hälsoskydd",
        "Enheten för klimat och energi",
        "Enheten för naturvård",
        "Enheten för miljöstrategi",
        "Enheten för konsumentvägledning",
        "Enheten för miljötillsyn",
        "Enheten för luft och buller",
        "Enheten för vattenvård",
        "Enheten för förorenad mark",
        "Enheten för hållbara evenemang",
    ),
    "gatukontoret": (
        "Gatuenheten {place}",
        "Parkenheten {place}",
        "Enheten för mark och arrende {place}",
        "Torg- och platsenheten {place}",
        "Enheten för lokalförsörjning",
        "Enheten för trafiksäkerhet",
    ),
    "stadsbyggnad": (
        "Detaljplaneenheten Norr",
        "Detaljplaneenheten Söder",
        "Bygglovsenheten Norr",
        "Bygglovsenheten Söder",
        "Enheten för översiktsplanering",
        "Enheten för arkitektur och gestaltning",
        "Enheten för stadsmätning",
        "Enheten för medborgardialog i planering",
        "Bostadsanpassningsenheten",
        "Enheten för kulturmiljö",
        "Enheten för trafikplanering",
        "Enheten för planekonomi",
        "Enheten för geodata",
        "Enheten för byggtillsyn",
        "Enheten för landskap",
        "Enheten för namnsättning",
    ),
    "service": (
        "Måltidsenheten {place}",
        "Lokalvårdsenheten {place}",
        "Fastighetsdriften {place}",
        "Transportenheten",
        "Hantverksenheten",
        "Lagercentralen",
    ),
}

# what became of the units that cannot or will not answer, a thousand of the frame
DISPOSITIONS = {"ineligible": 10, "refused": 15, "noncontact": 8, "unknown": 7}


@dataclass(frozen=True)
class Unit:
    """One verksamhet: `department` is the 2022 id, which never changes."""

    name: str
    department: str
    waves: tuple[int, ...]
    place: str
    openness: float  # how much it works with others at all, a standard normal
    employees: int

    def department_in(self, wave: int) -> str:
        return DEPARTMENTS[wave][self.department]

    def disposition(self, wave: int) -> str:
        """Blank for a unit that could answer."""
        lot = Dice("disposition", wave, self.name).number() * 1000
        for disposition, thousandths in DISPOSITIONS.items():
            lot -= thousandths
            if lot < 0:
                return disposition
        return ""


def units() -> list[Unit]:
    """Every unit of either wave, by department."""
    return [unit for department in SIZES for unit in _of_department(department)]


def frame(wave: int) -> list[Unit]:
    return [unit for unit in units() if wave in unit.waves]


def contact(unit: Unit) -> str:
    """An address that cannot exist: .invalid is reserved for that."""
    plain = unit.name.lower().translate(str.maketrans("åäö–", "aao-"))
    letters = "".join(sign if sign.isalnum() else "." for sign in plain)
    return f"{'.'.join(filter(None, letters.split('.')))}@exempel.invalid"


def _of_department(department: str) -> list[Unit]:
    both, first_only, second_only = SIZES[department]
    waves = [(2022, 2024)] * both + [(2022,)] * first_only + [(2024,)] * second_only
    dice = Dice("units", department)
    candidates = list(_candidates(department))
    drawn = dice.sample(candidates, len(waves))
    return [
        Unit(
            name=name,
            department=department,
            waves=when,
            place=place,
            openness=dice.normal(),
            employees=8 + int(10 ** (1 + 0.3 * dice.normal())),
        )
        for (name, place), when in zip(drawn, waves, strict=True)
    ]


def _candidates(department: str) -> list[tuple[str, str]]:
    """Names and places to draw from: a name without a place belongs to the centre."""
    found = []
    for number, name in enumerate(NAMES[department]):
        if "{place}" not in name:
            found.append((name, "Centrum"))
        else:
            # every kind of unit is found in two thirds of the places
            here = [place for at, place in enumerate(PLACES) if (at + number) % 3]
            found += [(name.format(place=place), place) for place in here]
    return found

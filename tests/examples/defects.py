"""What goes wrong on the way: hurried spelling, and each known defect planted once.

A plant changes a cell of a row that is otherwise sound, and notes what stood there,
what was meant, and where it is. `meant` is what the row's answers say afterwards, so
that the truth follows from the answers alone.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from examples import forms, limesurvey
from examples import questionnaire as q
from examples.civil_society import aliases, as_written, decomposed, organisations
from examples.dice import Dice
from examples.fieldwork import DECIDED, KEPT, REPLACED, Cell, Row

NBSP = "\u00a0"
BOM = "\ufeff"
# Officially fictitious: numbers set aside for films, and the tax agency's Tolvan
PHONE = "070-174 06 05"
E_MAIL = "fia.fiktivsson@exempel.invalid"
PERSONNUMMER = "19121212-1212"
PERSON = "Fia Fiktivsson, tfn 070-174 06 06"
OWN_LENGTH = "Så länge avtalet gäller"
TYPED_UNITS = {"exact": 84, "lower": 7, "spaces": 6, "typo": 3}


@dataclass
class Plant:
    """One defect: where it stands, what stands there, what was meant."""

    defect: str
    row: Row
    header: str
    question: str
    raw: Cell
    meant: Any


@dataclass
class Planter:
    """Finds sound rows to spoil, never the same one twice."""

    rows: Sequence[Row]
    plants: list[Plant] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        times = Counter(row.response.unit.name for row in self.rows)
        sound = [
            row
            for row in self.rows
            if row.fate == KEPT
            and row.reached == 5
            and not row.late
            and not row.typed_unit
            and times[row.response.unit.name] == 1
        ]
        self.sound = sorted(
            sound, key=lambda row: zlib.crc32(row.response.unit.name.encode())
        )

    def take(self, fits: Callable[[Row], bool]) -> Row:
        row = next(one for one in self.sound if one.id not in self.used and fits(one))
        self.used.add(row.id)
        return row

    def spoil(
        self,
        defect: str,
        question: str,
        header: str,
        raw: Cell,
        *,
        fits: Callable[[Row], bool],
        meant: Callable[[Row], Any],
    ) -> None:
        """Puts `raw` under `header` in one row; `meant` corrects its answers."""
        row = self.take(fits)
        said = meant(row)
        row.cells[header] = raw
        self.plants.append(Plant(defect, row, header, question, raw, said))


# --------------------------------------------------------------------- handwriting


def write_names(rows: Sequence[Row], *, units_too: bool) -> None:
    """How each partner's name was written; in Forms the unit's own name too."""
    # an alias is known only where the register has one
    register = {
        one.name: aliases(one) if one.registered else [] for one in organisations()
    }
    for row in rows:
        response = row.response
        for partner in response.partners:
            dice = Dice("written", response.wave, response.unit.name, partner["name"])
            known = register[partner["name"]]
            written, way = as_written(partner["name"], known, dice)
            partner |= {"written": written, "way": way}
        if units_too and row.fate == KEPT:
            row.typed_unit = _typed(response.unit.name, response.wave)


def _typed(name: str, wave: int) -> str:
    """The unit's name as typed, or nothing where it is right."""
    dice = Dice("typed", wave, name)
    way = dice.weighted(TYPED_UNITS)
    if way == "typo":
        at = dice.between(4, len(name) - 3)
        return name[:at] + name[at + 1 :] if name[at].isalpha() else ""
    spaced = f" {name.replace(' ', '  ', 1)}"
    return {"lower": name.lower(), "spaces": spaced}.get(way, "")


# ------------------------------------------------------------------ LimeSurvey, 2022


def plant_2022(rows: Sequence[Row]) -> list[Plant]:
    planter = Planter(rows)
    header = limesurvey.header
    for text, band, times in (("05-mar", "3–5", 3), ("10-jun", "6–10", 2)):
        for _ in range(times):
            planter.spoil(
                "excel_date",
                "organisations",
                header("organisations"),
                text,
                fits=_says("organisations", band),
                meant=_still("organisations"),
            )
    planter.spoil(
        "decimal_comma",
        "paid",
        header("paid"),
        "37500,50",
        fits=_paid,
        meant=_now("paid", 37500.5),
    )
    planter.spoil(
        "byte_order_mark_in_cell",
        "role",
        header("role"),
        f"{BOM}Handläggare",
        fits=_says("role", "Handläggare"),
        meant=_still("role"),
    )
    for defect, raw, meant in (
        ("masked_formula", "'=> bättre lokaler", "=> bättre lokaler"),
        ("newline_in_cell", "Tid\noch en kontaktperson", "Tid och en kontaktperson"),
    ):
        planter.spoil(
            defect,
            "helps",
            header("helps"),
            raw,
            fits=_wrote("helps"),
            meant=_now("helps", meant),
        )
    planter.spoil(
        "personal_data_phone",
        "other",
        header("other"),
        f"Ring mig gärna på {PHONE}.",
        fits=lambda row: True,
        meant=_now("other", f"Ring mig gärna på {PHONE}."),
    )
    planter.spoil(
        "wrong_answer_corrected_by_hand",
        "organisations",
        header("organisations"),
        "Fler än 25",
        fits=_says("organisations", "6–10"),
        meant=_still("organisations"),
    )
    planter.spoil(
        "own_words_beside_the_list",
        "support_length",
        header("support_length"),
        "-oth-",
        fits=_says("support_length", "Tills vidare"),
        meant=_own_length,
    )
    _decompose_a_partner(planter, limesurvey.partner_header(1, "name"))
    return planter.plants


# ------------------------------------------------------------- Microsoft Forms, 2024


def plant_2024(rows: Sequence[Row]) -> list[Plant]:
    planter = Planter(rows)
    _plant_money(planter)
    _plant_words(planter)
    _plant_choices(planter)
    _plant_numbers(planter)
    _decompose_a_partner(planter, forms.partner_header(1, "name"))
    planter.spoil(
        "person_as_organisation",
        "partner",
        forms.partner_header(3, "name"),
        PERSON,
        fits=lambda row: len(row.response.partners) == 3,
        meant=_a_person,
    )
    return planter.plants


def _plant_money(planter: Planter) -> None:
    for defect, raw, meant in (
        ("decimal_comma", "87500,50", 87500.5),
        ("thousands_and_kr", "1 250 000 kr", 1_250_000),
        ("no_break_space", f"75{NBSP}000", 75_000),
        ("not_a_number_corrected_by_hand", "cirka 40 000", 40_000),
    ):
        planter.spoil(
            defect,
            "paid",
            forms.ONE_CELL["paid"],
            raw,
            fits=_paid,
            meant=_now("paid", meant),
        )


def _plant_words(planter: Planter) -> None:
    for defect, question, raw, meant in (
        ("name_error", "helps", "#NAME?", None),
        ("newline_in_cell", "helps", "Tydliga mål\noch tid", "Tydliga mål och tid"),
        ("personal_data_e_mail", "helps", f"Fråga {E_MAIL}.", f"Fråga {E_MAIL}."),
        ("personal_data_phone", "other", f"Ring {PHONE}.", f"Ring {PHONE}."),
    ):
        planter.spoil(
            defect,
            question,
            forms.ONE_CELL[question],
            raw,
            fits=_wrote("helps"),
            meant=_now(question, meant),
        )
    words = f"Deltagaren {PERSONNUMMER} fick anställning efter sommarjobbet."
    planter.spoil(
        "personal_data_personnummer",
        "example",
        forms.ONE_CELL["example"],
        words,
        fits=lambda row: row.response.answers["publish"] == "Ja",
        meant=_now("example", words),
    )


def _plant_choices(planter: Planter) -> None:
    planter.spoil(
        "own_words_in_the_cell",
        "support_length",
        forms.SINGLE_OR_OWN_WORDS["support_length"],
        OWN_LENGTH,
        fits=_says("support_length", "Tills vidare"),
        meant=_now("support_length", q.OTHER),
    )
    for _ in range(2):
        planter.spoil(
            "excel_date",
            "organisations",
            forms.ONE_CELL["organisations"],
            dt.datetime(2024, 3, 5),
            fits=_says("organisations", "3–5"),
            meant=_still("organisations"),
        )
    department = q.DEPARTMENTS_2024["forskola"]
    planter.spoil(
        "decomposed_letters",
        "department",
        forms.ONE_CELL["department"],
        decomposed(department),
        fits=_says("department", department),
        meant=_still("department"),
    )
    planter.spoil(
        "wrong_answer_corrected_by_hand",
        "department",
        forms.ONE_CELL["department"],
        q.DEPARTMENTS_2024["stadskontoret"],
        fits=_says("department", q.MERGED),
        meant=_still("department"),
    )
    planter.spoil(
        "option_never_offered",
        "role",
        forms.ONE_CELL["role"],
        "Konsult",
        fits=_says("role", "Handläggare"),
        meant=_now("role", "Annan"),  # survey.yml recodes it
    )
    kinds = ("Nätverk", "Enskilda möten")
    planter.spoil(
        "space_before_separator",
        "dialog_kinds",
        forms.JOINED["dialog_kinds"],
        "Nätverk ;Enskilda möten ;",
        fits=_says("dialog_kinds", kinds),
        meant=_still("dialog_kinds"),
    )
    planter.spoil(
        "contradiction",
        "barriers",
        forms.JOINED["barriers"],
        f"Tid;{q.NO_BARRIER};",
        fits=_says("barriers", ("Tid",)),
        meant=_still("barriers"),
    )


def _plant_numbers(planter: Planter) -> None:
    def no_project(row: Row) -> None:
        row.response.answers["projects"]["work"] = None

    planter.spoil(
        "impossible_negative",
        "projects/work",
        forms.ROWS["projects"]["work"],
        -2,
        fits=lambda row: isinstance(row.response.answers["projects"], dict),
        meant=no_project,
    )

    def no_year(row: Row) -> None:
        row.response.partners[0]["since"] = None

    planter.spoil(
        "impossible_year",
        "partner",
        forms.partner_header(1, "since"),
        "2204",
        fits=lambda row: bool(row.response.partners),
        meant=no_year,
    )


# ------------------------------------------------------- the late file of Forms, 2024

OVERLAP = 12  # the late file begins this many answers before the end of the main one


def split_files(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The main export, and a later one of the last answers, some of them edited.

    A row that comes again is `replaced` in the main file. The second of the kept ones
    has been deleted in between, so that it stands in the main file only and a person
    must decide; the third and the fourth have been changed.
    """
    main = [row for row in rows if not row.late]
    late = [row for row in rows if row.late]
    again = main[-OVERLAP:]
    _, deleted, *edited = [row for row in again if row.fate == KEPT][:4]
    deleted.fate = DECIDED
    copies = []
    for row in again:
        if row is not deleted:
            copy = deepcopy(row)
            copy.late = True
            if row in edited:
                _edit(copy)
            row.fate = REPLACED
            copies.append(copy)
    return main, copies + late


def _edit(row: Row) -> None:
    """The respondent opened the form again and thought better of one answer."""
    now = row.response.answers["malmoandan"]
    place = (q.FAMILIARITY.index(now) + 1) % len(q.FAMILIARITY) if now else 0
    row.response.answers["malmoandan"] = q.FAMILIARITY[place]
    row.changed = dt.datetime(2024, 3, 19, 10, 30)


# ------------------------------------------------------------------- what rows fit


def _says(question: str, answer: object) -> Callable[[Row], bool]:
    return lambda row: row.response.answers[question] == answer


def _wrote(question: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.response.answers[question])


def _paid(row: Row) -> bool:
    paid = row.response.answers["paid"]
    return isinstance(paid, int) and paid > 0


def _still(question: str) -> Callable[[Row], Any]:
    """The defect hides the answer; it is what it was."""
    return lambda row: row.response.answers[question]


def _now(question: str, answer: Any) -> Callable[[Row], Any]:
    """The defect comes with another answer than the one that was drawn."""

    def change(row: Row) -> Any:
        row.response.answers[question] = answer
        return answer

    return change


def _own_length(row: Row) -> str:
    row.response.answers["support_length"] = q.OTHER
    row.cells[limesurvey.length_other_header()] = OWN_LENGTH
    return q.OTHER


def _a_person(row: Row) -> str:
    row.response.partners[2] |= {"name": PERSON, "written": PERSON, "way": "exact"}
    return PERSON


def _decompose_a_partner(planter: Planter, header: str) -> None:
    def has_an_accent(row: Row) -> bool:
        names = [partner["name"] for partner in row.response.partners[:1]]
        return any(decomposed(name) != name for name in names)

    row = planter.take(has_an_accent)
    partner = row.response.partners[0]
    raw = decomposed(partner["name"])
    partner |= {"written": raw, "way": "decomposed"}
    row.cells[header] = raw
    planter.plants.append(
        Plant("decomposed_letters", row, header, "partner", raw, partner["name"])
    )

"""Small odd surveys by code, and every share of them counted a second time.

Answers to questions that were not asked, filter questions in two steps, blanks and
"vet ej" at each, units that answered twice or are in no frame, departments of one or
without an answer. The second count uses the csv module and the formulas of
docs/methods.md, written anew, and nothing of `helpers`.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

YAML = """\
unit: {{question: unit, duplicates: last}}
group: department
challenges:
  items: {{a: {{label: Alfa}}, b: {{label: Beta}}}}
  from: {{question: ways}}
forms:
  dialog: {{label: Dialog, option: Dialog}}
  support: {{label: Stöd, option: Stöd}}
questions:
  - {{id: department, type: single, column: Avd, disclosure: open, options: [{all}]}}
  - {{id: unit, type: text, column: Enhet, disclosure: open}}
  - id: screen
    type: single
    column: Samverkar
    disclosure: open
    options: [Ja, Nej, Vet ej]
    dont_know: [Vet ej]
  - id: ways
    type: grid
    cell: multiple
    disclosure: open
    rows: {{a: Alfa, b: Beta}}
    separator: ";"
    options: [Dialog, Stöd, Inte, Vet ej]
    none_of: [Inte]
    dont_know: [Vet ej]
    asked_if: {{screen: [Ja]}}
    implied_none: {{screen: [Nej]}}
  - id: kinds
    type: multiple
    column: Slag
    separator: ";"
    disclosure: open
    options: [Möten, Nätverk, Inga]
    none_of: [Inga]
    asked_if: {{screen: [Ja]}}
  - id: often
    type: single
    column: Ofta
    disclosure: open
    options: [Sällan, Ofta]
    asked_if: {{kinds: [Möten, Nätverk]}}
  - {{id: money, type: number, column: Kronor, unit: kr, disclosure: open,
     asked_if: {{screen: [Ja]}}}}
"""
HEADERS = ("Avd", "Enhet", "Samverkar", "Alfa", "Beta", "Slag", "Ofta", "Kronor")
OPTIONS = {
    "screen": ("Ja", "Nej", "Vet ej"),
    "ways": ("Dialog", "Stöd", "Inte", "Vet ej"),
    "kinds": ("Möten", "Nätverk", "Inga"),
    "often": ("Sällan", "Ofta"),
}
OF_ALL = ("screen", "ways")
FORMS = {"all": None, "dialog": "Dialog", "support": "Stöd"}
AMOUNTS = {"0": 0, "1 250": 1250, "1.250": 1250, "2,5": 2.5, "7e3": 7000, "-500": -500,
           "1000000000000": 1e12, "12 000 kr": 12000, "många": None}  # fmt: skip
ANSWERED = ("given", "implied", "dont_know")


class Odd(NamedTuple):
    """`sizes`: units of each department; `silent`: those without an answer."""

    seed: int
    sizes: Mapping[str, int]
    screen: tuple[float, ...] = (6, 3, 1, 1)
    silent: tuple[str, ...] = ()
    rate: float = 0.7
    ticked: float = 0.5
    frame: bool = True


SIZES = {"A-enheten": 20, "B-enheten": 15, "C-enheten": 12}
ODD = {
    "mixed": Odd(1, SIZES),
    "screen often unknown": Odd(2, SIZES, screen=(3, 2, 3, 3)),
    "a department silent": Odd(3, SIZES, silent=("C-enheten",)),
    "all but one silent": Odd(4, SIZES, silent=("A-enheten", "B-enheten")),
    "everybody ticks all": Odd(5, SIZES, screen=(1, 0, 0, 0), ticked=1.0),
    "nobody ticks any": Odd(6, SIZES, screen=(1, 0, 0, 0), ticked=0.0),
    "nobody does": Odd(7, SIZES, screen=(0, 1, 0, 0)),
    "all vet ej": Odd(8, SIZES, screen=(0, 0, 1, 0)),
    "one department": Odd(9, {"Enda enheten": 40}),
    "departments of one": Odd(10, {f"{n:02}-enheten": 1 for n in range(20)}),
    "66 departments": Odd(11, {f"{n:02}-enheten": n % 6 + 2 for n in range(66)}),
    "everybody answers": Odd(12, SIZES, rate=1.0),
    "no frame": Odd(13, SIZES, frame=False),
    "few answer": Odd(14, {"A-enheten": 90, "B-enheten": 70}, rate=0.15),
}


def units_of(odd: Odd) -> dict[str, str]:
    return {
        f"{name} {n}": name for name, size in odd.sizes.items() for n in range(size)
    }


def rows_of(odd: Odd) -> list[dict[str, str]]:
    """The rows of the export: a tenth stray past their filter, some answer twice, two
    are in no frame."""
    draw = random.Random(odd.seed)
    units = units_of(odd)
    answering = [u for u, d in units.items() if d not in odd.silent]
    answering = [u for u in answering if draw.random() < odd.rate] or answering[:1]
    again = [u.upper() for u in answering if draw.random() < 0.1]
    extra = ["Utanför 1", "Utanför 2"] if odd.frame else []
    rows = []
    for unit in (*answering, *again, *extra):
        said = draw.choices(("Ja", "Nej", "Vet ej", ""), odd.screen)[0]
        known = {u.upper(): d for u, d in units.items()}
        row = dict.fromkeys(HEADERS, "")
        row |= {"Avd": known.get(unit.upper(), next(iter(odd.sizes)))}
        row |= {"Enhet": unit, "Samverkar": said}
        if said == "Ja" or draw.random() < 0.1:
            row |= _answers(draw, odd.ticked)
        rows.append(row)
    return rows


def _answers(draw: random.Random, ticked: float) -> dict[str, str]:
    def several(options: Sequence[str], none: str) -> str:
        some = [one for one in options if draw.random() < ticked]
        return ";".join(some) or (none if draw.random() < 0.8 else "")

    return {
        "Alfa": several(("Dialog", "Stöd"), draw.choice(("Inte", "Vet ej"))),
        "Beta": several(("Dialog", "Stöd"), draw.choice(("Inte", "Vet ej"))),
        "Slag": several(("Möten", "Nätverk"), "Inga"),
        "Ofta": draw.choice(("Sällan", "Ofta", "")),
        "Kronor": draw.choice((*AMOUNTS, "")),
    }


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADERS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# --- counted again --------------------------------------------------------------------

Key = tuple[str, ...]
"""question, item, option, challenge, form, group, statistic"""
Number = tuple[float, float, float]
"""count, answered, estimate"""


class Unit:
    """One unit's answers: per question and item its state and options."""

    def __init__(self, row: Mapping[str, str], department: str) -> None:
        self.department, self.screen = department, row["Samverkar"]
        self.ticks = {name: set(row[name].split(";")) - {""} for name in HEADERS}
        self.amount = AMOUNTS.get(row["Kronor"])
        # A blank filter question routes nobody past: an answer after it counts.
        self.inside = self.screen == "Ja"
        self.open = self.screen == ""

    def state(self, question: str, item: str) -> tuple[str, set[str]]:
        if question == "screen":
            said = {self.screen} - {""}
            unsure = self.screen == "Vet ej"
            return ("blank" if not said else "dont_know" if unsure else "given"), said
        if question == "ways":
            implied = {"Nej": "implied", "Vet ej": "dont_know"}.get(self.screen)
            if implied:
                return implied, set()
            ticks = self.ticks[{"a": "Alfa", "b": "Beta"}[item]]
            state, ticks = self._routed(self.inside, ticks)
            return ("dont_know" if ticks == {"Vet ej"} else state), ticks
        if question == "kinds":
            return self._routed(self.inside, self.ticks["Slag"])
        state, kinds = self.state("kinds", "all")
        known = state == "given"
        if known and not kinds & {"Möten", "Nätverk"}:
            return "past", set()
        return self._routed(known, self.ticks["Ofta"], past=state == "past")

    def _routed(
        self, asked: bool, ticks: set[str], past: bool | None = None
    ) -> tuple[str, set[str]]:
        past = not self.inside and not self.open if past is None else past
        if past or not (asked or ticks):
            return "past" if past else "unknown", set()
        return ("given" if ticks else "blank"), ticks

    def past(self, question: str) -> bool:
        """Whether its answers say that it is not what the question is about."""
        if question != "often":
            return self.screen == "Nej"
        state, kinds = self.state("kinds", "all")
        no = state == "given" and not kinds & {"Möten", "Nätverk"}
        return no or self.screen == "Nej"

    def does(self, challenge: str, form: str | None) -> bool:
        items = "ab" if challenge == "all" else challenge
        found = [self.state("ways", item)[1] & {"Dialog", "Stöd"} for item in items]
        return any(form in one if form else one for one in found)

    def told(self, challenge: str) -> bool:
        items = "ab" if challenge == "all" else challenge
        return any(self.state("ways", item)[0] in ANSWERED for item in items)


class Recount:
    """Every share, and the sums and means of the amount, of all and by department."""

    def __init__(self, odd: Odd, rows: Sequence[Mapping[str, str]]) -> None:
        frame = {unit.upper(): name for unit, name in units_of(odd).items()}
        last = {row["Enhet"].upper(): row for row in rows}
        self.units = [
            Unit(row, frame[name]) for name, row in last.items() if name in frame
        ]
        self.sizes = dict(odd.sizes) if odd.frame else {}
        self.departments = list(odd.sizes)

    def numbers(self) -> dict[Key, Number]:
        return dict(self._numbers())

    def _numbers(self) -> Iterator[tuple[Key, Number]]:
        for challenge in ("all", "a", "b"):
            for question, options in OPTIONS.items():
                for item in ("a", "b") if question == "ways" else ("all",):
                    for option in options:
                        yield from self._share(question, item, option, challenge)
            yield from self._amounts(challenge)
            for form, option in FORMS.items():
                key = ("ways", "all", "all", challenge, form)
                told = [unit for unit in self.units if unit.told(challenge)]
                does = [unit for unit in told if unit.does(challenge, option)]
                yield from self._by_group(key, "collaborates", does, told, told)

    def _share(
        self, question: str, item: str, option: str, challenge: str
    ) -> Iterator[tuple[Key, Number]]:
        members = [u for u in self.units if self._member(u, challenge)]
        given = [u for u in members if u.state(question, item)[0] in ANSWERED]
        has = [u for u in given if option in u.state(question, item)[1]]
        if challenge == "all" and question in OF_ALL:
            known = given
        else:
            sure = [u for u in self.units if self._outside(u, question, challenge)]
            known = [*given, *(u for u in sure if u not in given)]
        key = (question, item, option, challenge, "all")
        yield from self._by_group(key, "share", has, given, known)

    def _member(self, unit: Unit, challenge: str) -> bool:
        return challenge == "all" or unit.does(challenge, None)

    def _outside(self, unit: Unit, question: str, challenge: str) -> bool:
        """Known to be outside what the table is about."""
        if challenge != "all":
            if unit.state("ways", challenge)[0] not in ("given", "implied"):
                return False
            if not unit.does(challenge, None):
                return True
        return unit.past(question)

    def _by_group(
        self,
        key: tuple[str, ...],
        statistic: str,
        has: Sequence[Unit],
        given: Sequence[Unit],
        known: Sequence[Unit],
    ) -> Iterator[tuple[Key, Number]]:
        def of(units: Sequence[Unit], name: str) -> int:
            return sum(unit.department == name for unit in units)

        top = bottom = 0.0
        for name in self.departments:
            x, d, n = of(has, name), of(given, name), of(known, name)
            weight = self.sizes[name] / n if self.sizes and n else 1.0
            top, bottom = top + weight * x, bottom + weight * d
            share = x / d if d else math.nan
            yield (*key, name, statistic), (x, d, share)
        whole = top / bottom if bottom else math.nan
        yield (*key, "all", statistic), (len(has), len(given), whole)

    def _amounts(self, challenge: str) -> Iterator[tuple[Key, Number]]:
        for name in ("all", *self.departments):
            found = sorted(
                unit.amount
                for unit in self.units
                if unit.amount is not None
                and (unit.inside or unit.open)
                and self._member(unit, challenge)
                and name in ("all", unit.department)
            )
            if not found:
                continue
            n = len(found)
            middle = (found[(n - 1) // 2] + found[n // 2]) / 2
            for statistic, value in (
                ("mean", math.fsum(found) / n),
                ("total", math.fsum(found)),
                ("median", middle),
            ):
                key = ("money", "all", "all", challenge, "all", name, statistic)
                yield key, (n, n, value)


def describe(odd: Odd) -> dict[str, Any]:
    """What `surveys.cleaned` takes: the rest of survey.yml, and the files."""
    named = ", ".join(odd.sizes)
    files = {}
    if odd.frame:
        lines = [f"{unit};{name}" for unit, name in units_of(odd).items()]
        files["population.csv"] = "\n".join(["unit;department", *lines]) + "\n"
    return {"yaml": YAML.format(all=named), "files": files}

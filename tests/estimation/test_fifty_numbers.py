"""Fifty numbers of the printed report, drawn by a fixed seed, and counted again.

The report is read as a reader does, from its HTML; the numbers are computed anew by
`second_count` from the raw files. What is compared is the text of the cell.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from support import second_count
from support.second_count import (
    CHALLENGES,
    FORMS,
    MULTIPLE,
    SINGLE,
    Change,
    Shares,
    Wave,
    Yes,
    does,
    has,
    key_of_both,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
SEED = 20241124
WANTED = {"interval": 12, "crosstab": 14, "network": 8, "change": 10, "other": 6}
PERCENT_FROM = 10
ANY = "Minst en utmaning"
QUESTIONS = (*SINGLE, *MULTIPLE)


class Cell(NamedTuple):
    kind: str
    table: str
    row: str
    column: str
    text: str


# --- the report as printed -----------------------------------------------------------


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").strip()


def tables(html: str) -> dict[str, list[dict[str, str]]]:
    """By id, the rows of every table: header → cell; the first column is ""."""
    found = {}
    for table in BeautifulSoup(html, "html.parser").find_all("table"):
        for short in table.select("thead [aria-hidden=true]"):
            short.decompose()  # the whole name stands beside it
        heads = [plain(one.get_text()) for one in table.thead.find_all("th")]
        heads[0] = ""
        found[table["id"].removeprefix("tabell-")] = [
            dict(
                zip(
                    heads,
                    [plain(cell.get_text(" ")) for cell in row.find_all(["th", "td"])],
                    strict=True,
                )
            )
            for row in table.tbody.find_all("tr")
        ]
    return found


def candidates(printed: dict[str, list[dict[str, str]]]) -> Iterator[Cell]:
    """Every number that `expected` knows how to count again."""
    for name, rows in printed.items():
        kind = kind_of(name)
        for row in rows if kind else []:
            for column, text in row.items():
                if not column or not re.search(r"\d", text) or not known(name, column):
                    continue
                what = (
                    "interval"
                    if column in ("Intervall", "Lägsta och högsta möjliga")
                    else kind
                )
                label = row[""]
                if kind == "crosstab" and "Svarsalternativ" in row:
                    label = f"{label}|{row['Svarsalternativ']}"
                if name == "natverk-par":
                    label = f"{label}|{row['Annan förvaltning']}"
                yield Cell(what, name, label, column, text)


def kind_of(name: str) -> str:
    if name.startswith("natverk-") or name == "organisationer":
        return "network"
    if name.startswith("forandring-"):
        question = name.removeprefix("forandring-").removesuffix("-samma")
        own = ("utmaningar-tal", "former-tal", "samma", "needs", "listan", "samarbeten")
        return "change" if question in (*own, *QUESTIONS, "forandring") else ""
    if name.startswith("utmaning-") and name.endswith("-form"):
        return "crosstab"
    if name == "omfattning-grupp" or name.removesuffix("-grupp") in QUESTIONS != name:
        return "crosstab" if name.endswith("-grupp") else "other"
    return "other" if name == "omfattning-utmaning" else ""


def known(name: str, column: str) -> bool:
    if name == "natverk-matt":
        return column == "Värde"
    if name == "organisationer":
        return column not in (*CHALLENGES, "Slag", "Förvaltningar")
    if name == "omfattning-grupp" and column == "Svarande":
        return False  # where they differ, from the fewest to the most
    texts = (
        "Säkerställd",
        "Fler än slumpen ger",
        "Svaren räcker till",
        "Slag",
        "Former",
    )
    return column not in (
        *texts,
        "Förvaltningar",
        "Annan förvaltning",
        "Svarsalternativ",
    )


# --- as the report writes numbers ----------------------------------------------------


def rounded(value: float, mode: str) -> int:
    exact = Decimal(f"{value:.12g}") * 100
    return int(exact.quantize(Decimal(1), rounding=mode))


def percent(share: float) -> str:
    value = rounded(share, ROUND_HALF_UP)
    if value == 0 and share > 0:
        return "< 1 %"
    if value == 100 and share < 1:
        return "> 99 %"
    return f"{value} %"


def span(low: float, high: float) -> str:
    ends = rounded(low, ROUND_FLOOR), rounded(high, ROUND_CEILING)
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]} %"


def signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def change_span(low: float, high: float) -> str:
    least, most = rounded(low, ROUND_FLOOR), rounded(high, ROUND_CEILING)
    return f"{signed(least)} till {signed(most)}"


def share_of(count: float, answered: int, estimate: float) -> str:
    if not answered:
        return "inga svar"
    return (
        percent(estimate) if answered >= PERCENT_FROM else f"{count:.0f} av {answered}"
    )


# --- counted again -------------------------------------------------------------------


class Recount:
    def __init__(self) -> None:
        self.now = Wave(RAW / "exempel-2024", 2024)
        self.then = Wave(RAW / "exempel-2022", 2022)

    def expected(self, cell: Cell) -> str:
        if cell.table.startswith("forandring-"):
            return self.changed(cell, cell.table.removeprefix("forandring-"))
        if kind_of(cell.table) == "network":
            return self.network(cell)
        if kind_of(cell.table) == "crosstab":
            return self.crossed(cell)
        return self.told(
            cell, Shares(self.now, self.yes(cell.table, cell.row, self.now))
        )

    def yes(self, table: str, row: str, wave: Wave) -> Yes:
        if table in ("omfattning-utmaning", "utmaningar-tal"):
            return does(wave, "all" if row == ANY else row, "all")
        if table == "former-tal":
            return does(wave, "all", row)
        if table == "needs":
            challenge, _, option = row.partition(": ")
            return has(wave, f"needs:{challenge}", option)
        return has(wave, table, row)

    @staticmethod
    def told(cell: Cell, shares: Shares) -> str:
        return {
            "Antal": lambda: str(shares.count),
            "Svarande": lambda: str(shares.answered),
            "Andel": lambda: percent(shares.estimate),
            "Intervall": lambda: span(*shares.interval),
            "Lägsta och högsta möjliga": lambda: span(*shares.certain),
        }[cell.column]()

    def crossed(self, cell: Cell) -> str:
        group, _, option = cell.row.partition("|")
        if cell.column in {"Alla", *self.now.sizes}:  # options down, groups across
            group, option = cell.column, cell.row
        if cell.table == "omfattning-grupp":
            yes = does(self.now, cell.column, "all")
        elif cell.table.startswith("utmaning-"):
            challenge = self.challenge(cell.table)
            yes = does(
                self.now,
                challenge,
                FORMS[0] if cell.column == "Svarande" else cell.column,
            )
        else:
            question = cell.table.removesuffix("-grupp")
            some = option or cell.column
            yes = has(self.now, question, some if some != "Svarande" else "")
        shares = Shares(self.now, yes)
        if group == "Alla":
            count, answered, estimate = shares.count, shares.answered, shares.estimate
        else:
            count, answered = shares.x[group], shares.d[group]
            estimate = count / answered if answered else 0.0
        if cell.column == "Svarande":
            return str(answered)
        return share_of(count, answered, estimate)

    @staticmethod
    def challenge(table: str) -> str:
        keys = ("youth-health", "leisure-culture", "city-life", "participation", "work")
        return dict(zip(keys, CHALLENGES, strict=True))[
            table.removeprefix("utmaning-").removesuffix("-form")
        ]

    # --- who is named

    def network(self, cell: Cell) -> str:
        now = self.now
        by_department: dict[str, set[str]] = defaultdict(set)
        sure: dict[str, set[str]] = defaultdict(set)
        ties: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for unit, organisation in now.ties:
            department = now.department(unit)
            by_department[department].add(organisation)
            if organisation in now.confirmed:
                sure[department].add(organisation)
            ties[department] += 1
            named[organisation] += 1
        if cell.table == "natverk-par":
            one, other = cell.row.split("|")
            return str(len(by_department[one] & by_department[other]))
        if cell.table == "organisationer":
            return str(named[cell.row])
        if cell.table == "natverk-grupp":
            answered = sum(now.department(unit) == cell.row for unit in now.units)
            return {
                "Namngivna samarbeten": str(ties[cell.row]),
                "Organisationer": str(len(sure[cell.row])),
                "Svarsandel": percent(answered / now.sizes[cell.row]),
            }[cell.column]
        return self.measure(cell.row, len({unit for unit, _ in now.ties}), named)

    @staticmethod
    def measure(name: str, units: int, named: Counter[str]) -> str:
        d = sorted(named.values())
        total, m = sum(d), len(d)

        def written(value: float, decimals: int) -> str:
            return f"{value:.{decimals}f}".replace(".", ",")

        spread = sum((2 * i - m - 1) * one for i, one in enumerate(d, 1))
        most = max(d) / units
        away = sum(most - one / units for one in d)
        return {
            "Täthet": lambda: percent(total / (units * m)),
            "Organisationer per svarande": lambda: written(total / units, 1),
            "Svarande per organisation": lambda: written(total / m, 1),
            "De tre mest nämndas andel": lambda: percent(sum(d[-3:]) / total),
            "Koncentration (HHI)": lambda: written(sum((x / total) ** 2 for x in d), 2),
            "Ojämnhet (Gini)": lambda: written(spread / (m * total), 2),
            "Centralisering": lambda: written(away / ((m - 1) * (1 - 1 / units)), 2),
        }[name]()

    # --- what has changed

    def changed(self, cell: Cell, table: str) -> str:
        if table == "listan":
            return str(self.listed(cell))
        if table == "samarbeten":
            return str(self.ties(cell))
        if table == "samma":
            row = CHALLENGES if cell.row == ANY else [cell.row]
            yes = [
                does(w, "all" if cell.row == ANY else row[0], "all") for w in self.waves
            ]
            found = Change(self.then, self.now, *yes)
            return {
                "Svarade båda gångerna": str(len(found.both)),
                "Har börjat sedan 2022": str(found.started),
                "Har slutat sedan 2022": str(found.stopped),
            }[cell.column]
        if table.endswith("-samma"):
            return str(self.moved(cell, table.removesuffix("-samma")))
        yes = [self.yes(table, cell.row, wave) for wave in self.waves]
        found = Change(self.then, self.now, *yes)
        if cell.column in ("2022", "2024"):
            shares = found.shares[cell.column == "2024"]
            return share_of(shares.count, shares.answered, shares.estimate)
        return {
            "Skillnad, alla svarande": lambda: signed(
                rounded(found.of_all, ROUND_HALF_UP)
            ),
            "Förändring, båda listorna": lambda: signed(
                rounded(found.estimate, ROUND_HALF_UP)
            ),
            "Intervall": lambda: change_span(*found.interval),
        }[cell.column]()

    @property
    def waves(self) -> tuple[Wave, Wave]:
        return self.then, self.now

    def moved(self, cell: Cell, question: str) -> int:
        both = [unit for unit in key_of_both(*self.waves) if self._answered(unit)]
        return sum(
            cell.row in (self.then.answer(self.then.units[unit], question) or ())
            and cell.column in (self.now.answer(self.now.units[unit], question) or ())
            for unit in both
        )

    def _answered(self, unit: str) -> bool:
        return unit in self.then.units and unit in self.now.units

    def listed(self, cell: Cell) -> int:
        then, now = self.then.frame, self.now.frame
        if cell.column == "Borta":
            gone = [then[unit] for unit in then if unit not in now]
            return sum(cell.row in ("Alla", BECAME.get(one, one)) for one in gone)
        here = [unit for unit in now if cell.row in ("Alla", now[unit])]
        kept = [unit for unit in here if unit in then]
        return {
            "I båda listorna": len(kept),
            "Nya": len(here) - len(kept),
            "Har bytt förvaltning": sum(
                BECAME.get(then[unit], then[unit]) != now[unit] for unit in kept
            ),
        }[cell.column]

    def ties(self, cell: Cell) -> int:
        units = {
            unit
            for unit in key_of_both(*self.waves)
            if self._answered(unit) and cell.row in ("Alla", self.now.department(unit))
        }
        old, new = (
            {tie for tie in wave.ties if tie[0] in units} for wave in self.waves
        )
        return {
            "Nämns båda gångerna": len(old & new),
            "Nya": len(new - old),
            "Nämns inte längre": len(old - new),
        }[cell.column]


BECAME = {
    "Fritidsförvaltningen": "Kultur- och fritidsförvaltningen",
    "Kulturförvaltningen": "Kultur- och fritidsförvaltningen",
    "Stadsbyggnadskontoret": "Stadsbyggnadsförvaltningen",
}


# --- the test ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recount() -> Recount:
    return Recount()


@pytest.fixture(scope="module")
def printed(example_report: Path) -> list[Cell]:
    return list(candidates(tables(example_report.read_text(encoding="utf-8"))))


def drawn(printed: list[Cell]) -> list[Cell]:
    dice = random.Random(SEED)
    by_kind = {
        kind: sorted(cell for cell in printed if cell.kind == kind) for kind in WANTED
    }
    # Of change, numbers that are differences between the waves.
    by_kind["change"] = [
        cell
        for cell in by_kind["change"]
        if cell.column.startswith(("Skillnad", "Förändring"))
    ]
    return [
        cell
        for kind, many in WANTED.items()
        for cell in dice.sample(by_kind[kind], many)
    ]


def test_fifty_printed_numbers_are_those_of_the_raw_files(
    printed: list[Cell], recount: Recount
) -> None:
    fifty = drawn(printed)
    assert len(set(fifty)) == 50
    wrong = {
        cell: again for cell in fifty if (again := recount.expected(cell)) != cell.text
    }
    assert wrong == {}


def test_the_count_sees_a_number_that_is_one_off(
    printed: list[Cell], recount: Recount
) -> None:
    for cell in drawn(printed):
        number = re.search(r"\d+", cell.text)
        assert number
        off = cell.text.replace(number[0], str(int(number[0]) + 1), 1)
        assert recount.expected(cell._replace(text=off)) != off


def test_there_is_enough_to_draw_from(printed: list[Cell]) -> None:
    kinds = Counter(cell.kind for cell in printed)
    assert all(kinds[kind] >= 5 * many for kind, many in WANTED.items())


def test_the_second_count_uses_nothing_of_the_first() -> None:
    source = Path(second_count.__file__).read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE))
    assert not imported & {"helpers", "numpy", "scipy", "pandas", "statsmodels"}


def test_every_kind_of_number_is_explained(example_report: Path) -> None:
    """What is published, and docs/methods.md."""
    table = second_count.table(example_report.parent / "data" / "alla-tal.csv")
    published = {row["statistic"] for row in table}
    assert len(published) > 25
    methods = Path(__file__).parents[2] / "docs" / "methods.md"
    told = set(re.findall(r"`(\w+)`", methods.read_text(encoding="utf-8")))
    assert published - told == set()

"""Fifty claims of the sentences of Toronto's report, drawn by a fixed seed, counted
again with the csv module alone."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from support.shared_data import shared

SEED = 2020
BLANK = ("", "NA", "#NAME?")
QUESTIONS = {  # the picture's key → its number in the file
    "services": "14",
    "impact": "1",
    "recovery": "5",
    "second-wave": "6",
    "vulnerable": "8",
    "target-groups": "16",
}
SINGLE = {"targeted": "myLabel", "budget": "18."}
AREAS = {
    "Kultur, fritid och miljö": (1, 4, 15),
    "Barn, unga och äldre": (2, 17, 18),
    "Hälsa, boende och socialt stöd": (9, 10, 11, 16, 23),
    "Lärande, arbete och etablering": (3, 5, 12),
    "Delaktighet och lika villkor": (6, 7, 8, 13, 14, 19, 20, 21, 22, 24),
}
SIZES = {"05-Jan": "1–5", "10-Jun": "6–10", "20-Nov": "11–20"}  # as Excel spoilt them

Row = dict[str, str]


class Claim(NamedTuple):
    about: str
    said: str
    again: str


class Answers:
    def __init__(self) -> None:
        file = shared(
            "data", "toronto-agency-survey", "agency_survey_rawdata.csv"
        ).open(encoding="cp1252", newline="")
        with file:
            self.read = list(csv.DictReader(file))
        self.rows = [
            row
            for row in self.read
            if row["Reached end"] == "1" and row["Respondent"] not in ("18", "21")
        ]

    def column(self, number: str) -> str:
        [found] = [name for name in self.read[0] if name.startswith(number)]
        return found

    def ticked(self, number: str, option: str) -> tuple[int, int]:
        """How many ticked, of how many that ticked or wrote anything."""
        columns = [n for n in self.read[0] if re.match(rf"{number}\.\d+\. ", n)]
        [own] = [name for name in columns if name.split(" ", 1)[1] == option]
        some = [r for r in self.rows if any(r[name] not in BLANK for name in columns)]
        if number == "16":
            some = [row for row in some if row["myLabel"] == "Yes"]
        return sum(row[own] not in BLANK for row in some), len(some)

    def chosen(self, number: str, option: str) -> tuple[int, int]:
        cells = [row[self.column(number)] for row in self.rows]
        told = [cell for cell in cells if cell not in BLANK]
        return told.count(option), len(told)

    def within(self, area: str) -> tuple[Counter[str], Counter[str]]:
        """By size: organisations in the area, and those that answered."""
        columns = [n for n in self.read[0] if n.startswith("14.")]
        own = [self.column(f"14.{number}. ") for number in AREAS[area]]
        inside: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for row in self.rows:
            size = row[self.column("17.")]
            size = SIZES.get(size, size.replace("-", "–"))
            if any(row[name] not in BLANK for name in columns):
                every[size] += 1
                inside[size] += any(row[name] not in BLANK for name in own)
        return inside, every


def percent(count: int, base: int) -> str:
    return str(int(100 * count / base + 0.5))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def of_titles(page: str, answers: Answers) -> Iterator[Claim]:
    found = re.finditer(
        r'<figure class="figur" id="figur-([^"]*)".*?<strong>(.*?)</strong>'
        r'.*?<p class="underlag">Bas: ([^ <]*)',
        page,
        re.DOTALL,
    )
    for one in found:
        key, title, base = one[1], plain(one[2]), plain(one[3])
        if key not in {*QUESTIONS, *SINGLE}:
            continue
        told = re.findall(r"”([^”]+)” \((\d+) procent\)", title)
        assert told, key
        for option, said in told:
            count = answers.ticked if key in QUESTIONS else answers.chosen
            x, n = count({**QUESTIONS, **SINGLE}[key], option)
            yield Claim(f"{key}: {option}", said, percent(x, n))
            yield Claim(f"{key}: base", base, str(n))
        whom = "bland dem som svarat ”Yes” på" in title
        yield Claim(f"{key}: whom", str(whom), str(key == "target-groups"))


def of_areas(text: str, answers: Answers) -> Iterator[Claim]:
    for area in AREAS:
        inside, every = answers.within(area)
        x, n = sum(inside.values()), sum(every.values())
        at = re.search(
            rf"arbetar inom ”{area}”: (\d+) procent \((\d+) av (\d+) svarande\)", text
        )
        assert at, area
        again = percent(x, n), str(x), str(n)
        for name, said, own in zip(
            ("share", "count", "base"), at.groups(), again, strict=True
        ):
            yield Claim(f"{area}: {name}", said, own)
        rest = text[at.end() :]
        most = re.search(
            r"(\d+) av de (\d+) svarande organisationer som arbetar här finns i någon "
            r"av grupperna ”([^”]+)” eller ”([^”]+)”",
            rest,
        )
        assert most, area
        two = inside[most[3]] + inside[most[4]]
        yield Claim(f"{area}: two groups", most[1], str(two))
        yield Claim(f"{area}: of", most[2], str(x))
        first = sum(sorted(inside.values(), reverse=True)[:2])
        yield Claim(f"{area}: largest two", str(two), str(first))
        ends = re.search(
            rf"varierar andelen som arbetar inom ”{area}” från (\d+) procent \(gruppen "
            r"”([^”]+)”\) till (\d+) procent \(gruppen ”([^”]+)”\)",
            rest,
        )
        assert ends, area
        shares = {g: inside[g] / n for g, n in every.items() if n >= 10}
        for name, said, group, choose in (
            ("least", ends[1], ends[2], min),
            ("most", ends[3], ends[4], max),
        ):
            yield Claim(f"{area}: {name}", said, percent(inside[group], every[group]))
            own = choose(shares, key=shares.__getitem__)
            yield Claim(f"{area}: {name}, which", group, own)


def of_the_whole(text: str, answers: Answers) -> Iterator[Claim]:
    read = re.search(
        r"Exporten innehöll (\d+) svar\. (\d+) ingår i rapporten och (\d+) har ställts",
        text,
    )
    assert read
    kept, every = len(answers.rows), len(answers.read)
    for name, said, own in zip(
        ("read", "kept", "set aside"),
        read.groups(),
        (every, kept, every - kept),
        strict=True,
    ):
        yield Claim(name, said, str(own))
    any_area = re.search(r"arbetar inom minst ett av områdena \((\d+) procent\)", text)
    assert any_area
    own = [answers.column(f"14.{n}. ") for area in AREAS.values() for n in area]
    some = sum(any(row[name] not in BLANK for name in own) for row in answers.rows)
    base = sum(answers.within("Barn, unga och äldre")[1].values())
    yield Claim("any area", any_area[1], percent(some, base))


@pytest.fixture(scope="module")
def claims(all_reports: Path) -> list[Claim]:
    answers = Answers()
    file = all_reports / "outputs" / "toronto" / "fordjupad.html"
    html = file.read_text(encoding="utf-8")
    page = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    text = plain(page)
    return [
        *of_titles(page, answers),
        *of_areas(text, answers),
        *of_the_whole(text, answers),
    ]


def test_fifty_claims_of_sentences_are_those_of_the_raw_file(
    claims: list[Claim],
) -> None:
    fifty = random.Random(SEED).sample(claims, 50)
    assert [one for one in fifty if one.said != one.again] == []

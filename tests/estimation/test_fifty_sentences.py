"""Fifty claims of the sentences of the report, drawn by a fixed seed, counted again.

A sentence is taken apart into what it claims: a share, a count, its base, whom it is
about, its hedge. Each is computed anew by `second_count` from the raw files.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from support.second_count import (
    AFTER,
    CHALLENGES,
    FORMS,
    MULTIPLE,
    NONE,
    SINGLE,
    Shares,
    Wave,
    does,
    has,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
SEED = 20241129
WANTS_MORE = ("Öka", "Starta nytt")
LISTED = (
    r"((?:”[^”]+”(?:, | och | eller | samt )?)+) "
    r"\((?:ungefär )?([\d, ]+(?:respektive \d+ )?)procent"
)


class Claim(NamedTuple):
    about: str
    said: str
    again: str


@pytest.fixture(scope="module")
def wave() -> Wave:
    return Wave(RAW / "exempel-2024", 2024)


@pytest.fixture(scope="module")
def page(example_report: Path) -> str:
    html = example_report.read_text(encoding="utf-8")
    return re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def percent(share: float) -> str:
    return str(int(100 * share + 0.5 + 1e-9))


def outward(low: float, high: float) -> tuple[str, str]:
    return str(math.floor(100 * low + 1e-9)), str(math.ceil(100 * high - 1e-9))


# --- titles of pictures --------------------------------------------------------------


def titles(page: str) -> dict[str, tuple[str, str]]:
    """Key of each picture → its title, and how many its numbers rest on. Answers that
    the title names without quotation marks get them, as its table writes them."""
    found = re.finditer(
        r'<figure class="figur" id="figur-([^"]*)".*?<strong>(.*?)</strong>'
        r'.*?<p class="underlag">Bas: ([^ <]*)(.*?)</figure>',
        page,
        re.DOTALL,
    )
    made = {}
    for one in found:
        title = plain(one[2])
        labels = map(plain, re.findall(r'<th scope="row"[^>]*>(.*?)</th>', one[4]))
        for label in sorted(labels, key=len, reverse=True):
            small = label[:1].lower() + label[1:]
            named = rf"(?<= ){re.escape(small)}(?=,? (?:\(|och |samt |\w))"
            title = re.sub(named, f"”{label}”", title)
        made[one[1]] = (title, plain(one[3]))
    return made


def of_titles(page: str, wave: Wave) -> Iterator[Claim]:
    for key, (title, base) in titles(page).items():
        if key not in (*SINGLE, *MULTIPLE):
            continue
        options: list[tuple[list[str], str]] = []
        for names, numbers in re.findall(LISTED, title):
            own = re.findall(r"”([^”]+)”", names)
            said = re.findall(r"\d+", numbers)
            options += (
                [(own, said[0])]
                if len(said) == 1
                else [([one], number) for one, number in zip(own, said, strict=True)]
            )
        for number, name in re.findall(r"(\d+) procent svarar ”([^”]+)”", title):
            options.append(([name], number))
        for names, number in options:
            share = sum(Shares(wave, has(wave, key, one)).estimate for one in names)
            yield Claim(f"{key}: {names}", number, percent(share))
        some = Shares(wave, has(wave, key, names[0]))
        yield Claim(f"{key}: base", base, str(some.answered))
        whom = re.search(r"bland dem som (samverkar|fick frågan)", title.lower())
        asked = "fick frågan" if key in AFTER else "samverkar"
        asked = "alla" if key == "collaborates" else asked
        yield Claim(f"{key}: whom", whom[1] if whom else "alla", asked)


# --- the challenges ------------------------------------------------------------------


def wanting(wave: Wave, challenge: str) -> tuple[int, int, int]:
    """Who want more, of how many, and how many of them say that they do not do it."""
    said = {u: wave.answer(r, f"needs:{challenge}") for u, r in wave.units.items()}
    more = [unit for unit, one in said.items() if one and one & set(WANTS_MORE)]
    outside = 0
    for unit in more:
        ways = wave.answer(wave.units[unit], challenge) or set()
        outside += bool(ways) and not ways & set(FORMS) and ways != {"Vet ej"}
    return len(more), sum(bool(one) for one in said.values()), outside


def by_department(wave: Wave, challenge: str) -> list[tuple[int, str]]:
    shares = Shares(wave, does(wave, challenge, "all"))
    return sorted(((n, name) for name, n in shares.x.items()), reverse=True)


def of_challenges(page: str, wave: Wave) -> Iterator[Claim]:
    text = plain(page)
    before = [wave.answer(row, "collaborates") or set() for row in wave.units.values()]
    implied = sum(bool(one & set(NONE)) for one in before)
    unsure = sum(one == {"Vet ej"} for one in before)
    for challenge in CHALLENGES:
        shares = Shares(wave, does(wave, challenge, "all"))
        at = re.search(
            rf"samverkar inom ”{re.escape(challenge)}”: (\d+) procent \((\d+) av (\d+) "
            r"svarande; .*? konfidensintervall (\d+) till (\d+) procent; av dem "
            r"svarade (\d+) att de inte samverkar och (\d+) ”vet ej”",
            text,
        )
        assert at, challenge
        low, high = shares.interval
        again = (
            percent(shares.estimate),
            str(shares.count),
            str(shares.answered),
            *outward(low, high),
            str(implied),
            str(unsure),
        )
        names = ("share", "count", "base", "low", "high", "implied", "unsure")
        for name, said, own in zip(names, at.groups(), again, strict=True):
            yield Claim(f"{challenge}: {name}", said, own)
        rest = text[at.end() :]
        wants = re.search(
            r"(\d+) av (\d+) verksamheter vill samverka mer här .*?\. Av dem svarar "
            r"(\d+) att de inte samverkar här",
            rest,
        )
        assert wants, challenge
        for name, said, own in zip(
            ("want", "asked", "outside"),
            wants.groups(),
            wanting(wave, challenge),
            strict=True,
        ):
            yield Claim(f"{challenge}: {name}", said, str(own))
        most = re.search(r"(\d+) av de (\d+) svarande verksamheter som samverkar", rest)
        assert most, challenge
        two = by_department(wave, challenge)[:2]
        yield Claim(f"{challenge}: two", most[1], str(two[0][0] + two[1][0]))
        yield Claim(f"{challenge}: of", most[2], str(shares.count))


# --- the whole -----------------------------------------------------------------------


def of_the_whole(page: str, wave: Wave) -> Iterator[Claim]:
    text = plain(page)
    city = Shares(wave, does(wave, "all", "all"))
    asked, answered = sum(wave.sizes.values()), len(wave.units)
    silent = set(wave.sizes) - {wave.department(unit) for unit in wave.units}
    said = re.search(
        r"verksamheter i de förvaltningar som svarat samverkar inom minst en av "
        r"utmaningarna \((\d+) procent; utan antagande om dem som inte svarat mellan "
        r"(\d+) och (\d+) procent\)",
        text,
    )
    assert said
    low, high = city.certain
    own = percent(city.estimate), *outward(low, high)
    names = ("share", "least", "most")
    for name, one, again in zip(names, said.groups(), own, strict=True):
        yield Claim(f"all: {name}", one, again)
    told = re.search(r"Från (\S+) \((\d+) av (\d+) verksamheter\) saknas svar", text)
    assert told
    yield Claim("nobody answered", told[1], " ".join(silent).lower())
    yield Claim("nobody answered: units", told[2], str(wave.sizes[next(iter(silent))]))
    yield Claim("asked", told[3], str(asked))
    rate = re.search(r"[Ss]varsandelen är låg \((\d+) procent\)", text)
    assert rate
    yield Claim("response rate", rate[1], percent(answered / asked))
    named = {organisation for _, organisation in wave.ties}
    both = re.search(r"(\d+) organisationer nämns, (\d+) av minst två", text)
    assert both
    sure = named & wave.confirmed
    groups = {
        one: {wave.department(unit) for unit, name in wave.ties if name == one}
        for one in sure
    }
    yield Claim("organisations", both[1], str(len(sure)))
    yield Claim("shared", both[2], str(sum(len(g) > 1 for g in groups.values())))
    most = re.search(r"Flest samverkar inom (.*?); skillnaderna", text)
    assert most
    each = {one: Shares(wave, does(wave, one, "all")) for one in CHALLENGES}
    top = max(each.values(), key=lambda shares: shares.estimate)
    near = [
        one for one, shares in each.items() if shares.interval[1] >= top.interval[0]
    ]
    told_of = re.findall(r"”([^”]+)” \((\d+) procent\)", most[1])
    yield Claim("most: who", str(sorted(n for n, _ in told_of)), str(sorted(near)))
    for name, number in told_of:
        yield Claim(f"most: {name}", number, percent(each[name].estimate))


# --- the test ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def claims(page: str, wave: Wave) -> list[Claim]:
    found = (of_titles, of_challenges, of_the_whole)
    return [claim for part in found for claim in part(page, wave)]


def test_fifty_claims_of_sentences_are_those_of_the_raw_files(
    claims: list[Claim],
) -> None:
    fifty = random.Random(SEED).sample(claims, 50)
    assert [one for one in fifty if one.said != one.again] == []


def test_there_are_claims_of_every_kind(claims: list[Claim]) -> None:
    assert len(claims) > 90
    about = " ".join(one.about for one in claims)
    assert all(kind in about for kind in ("base", "whom", "outside", "most: who"))

"""Fifty claims of the sentences of each example's report, drawn by a fixed seed,
counted again.

A sentence is taken apart into what it claims: a share, a count, its base, whom it is
about, its hedge. Each is computed anew by `second_count` from the raw files. Toronto's
report: tests/real/test_toronto_sentences.py.
"""

from __future__ import annotations

import math
import random
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from support.projects import made_once, ran
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
    r"\((?:ungefär )?([\d, ]+(?:respektive \d+ )?)procent( vardera)?"
)


class Claim(NamedTuple):
    about: str
    said: str
    again: str


@pytest.fixture(scope="module", params=[2024, 2022, 2020])
def wave(request: pytest.FixtureRequest) -> Wave:
    return Wave(RAW / f"exempel-{request.param}", request.param)


@pytest.fixture(scope="module")
def page(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    wave: Wave,
) -> str:
    name = f"exempel-{wave.number}"
    if wave.number == 2020:  # alone: the other tests do without it
        root = made_once(tmp_path_factory, name, first_wave)
    else:
        root = request.getfixturevalue("all_reports")
    html = (root / "outputs" / name / "fordjupad.html").read_text(encoding="utf-8")
    return re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


def first_wave(root: Path) -> None:
    shutil.copytree(RAW / "exempel-2020", root / "data" / "raw" / "exempel-2020")
    ran(root, "exempel-2020", until="exempel-2020/4_report")


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
        for names, numbers, alike in re.findall(LISTED, title):
            own = re.findall(r"”([^”]+)”", names)
            said = re.findall(r"\d+", numbers) * (len(own) if alike else 1)
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
    earlier = re.search(
        r"[Aa]v de svarande uppgav (\d+) att de inte samverkar och (\d+) ”vet ej” "
        r"på en tidigare fråga",
        text,
    )
    assert earlier
    yield Claim("implied", earlier[1], str(implied))
    yield Claim("unsure", earlier[2], str(unsure))
    for challenge in CHALLENGES:
        shares = Shares(wave, does(wave, challenge, "all"))
        at = re.search(
            rf"samverkar inom ”{re.escape(challenge)}”: (\d+) procent \((\d+) av (\d+) "
            r"svarande; .*? konfidensintervall (\d+) till (\d+) procent",
            text,
        )
        assert at, challenge
        low, high = shares.interval
        again = (
            percent(shares.estimate),
            str(shares.count),
            str(shares.answered),
            *outward(low, high),
        )
        names = ("share", "count", "base", "low", "high")
        for name, said, own in zip(names, at.groups(), again, strict=True):
            yield Claim(f"{challenge}: {name}", said, own)
        rest = text[at.end() :]
        rest = rest[: rest.find("Figur")]
        ways = re.search(
            r"(\d+) uppger dialog, (\d+) bidrag och stöd samt (\d+) gemensamma projekt "
            r"och verksamheter; (\d+|ingen) uppger alla tre",
            rest,
        )
        assert ways, challenge
        each = [Shares(wave, does(wave, challenge, form)).count for form in FORMS]
        said_all = wave.units.values()
        every = sum(
            (wave.answer(one, challenge) or set()) >= {*FORMS} for one in said_all
        )
        again = *map(str, each), str(every or "ingen")
        for name, said, own in zip(
            (*FORMS, "all three"), ways.groups(), again, strict=True
        ):
            yield Claim(f"{challenge}: {name}", said, own)
        wants = re.search(
            r"(\d+) av (\d+) verksamheter vill samverka mer här .*?\. Av dem svarar "
            r"(\d+) att de inte samverkar här",
            rest,
        )
        assert wants or wave.number == 2020, challenge
        if wants:
            own_three = map(str, wanting(wave, challenge))
            names = ("want", "asked", "outside")
            for name, said, own in zip(names, wants.groups(), own_three, strict=True):
                yield Claim(f"{challenge}: {name}", said, own)
        most = re.search(r"(\d+) av de (\d+) svarande verksamheter som samverkar", rest)
        assert most or wave.number == 2020, challenge
        if most:
            two = by_department(wave, challenge)[:2]
            yield Claim(f"{challenge}: two", most[1], str(two[0][0] + two[1][0]))
            yield Claim(f"{challenge}: of", most[2], str(shares.count))


# --- the whole -----------------------------------------------------------------------


def of_the_whole(page: str, wave: Wave) -> Iterator[Claim]:
    text = plain(page)
    city = Shares(wave, does(wave, "all", "all"))
    asked, answered = sum(wave.sizes.values()), len(wave.units)
    silent = set(wave.sizes) - {wave.department(unit) for unit in wave.units}
    low, high = city.certain
    said = re.search(
        r"samverkar inom minst en av utmaningarna \((\d+) procent(?:; utan antagande "
        r"om dem som inte svarat mellan (\d+) och (\d+) procent)?\)",
        text,
    )
    assert said
    is_low = answered < 0.65 * asked or silent
    own = percent(city.estimate), *(outward(low, high) if is_low else ("None", "None"))
    names = ("share", "least", "most")
    for name, one, again in zip(names, map(str, said.groups()), own, strict=True):
        yield Claim(f"all: {name}", one, again)
    told = re.search(r"Från (\S+) \((\d+) av (\d+) verksamheter\) saknas svar", text)
    assert bool(told) == bool(silent)
    if told:
        name = next(iter(silent))
        yield Claim("nobody answered", told[1], name.lower())
        yield Claim("nobody answered: units", told[2], str(wave.sizes[name]))
        yield Claim("asked", told[3], str(asked))
    rate = re.search(r"svar från (\d+) av (\d+) verksamheter \((\d+) procent\)", text)
    assert rate
    own = str(answered), str(asked), percent(answered / asked)
    for name, one, again in zip(
        ("units", "asked", "rate"), rate.groups(), own, strict=True
    ):
        yield Claim(f"answers: {name}", one, again)
    caution = re.search(r"[Ss]varsandelen är låg \((\d+) procent\)", text)
    yield Claim("told to be low", str(bool(caution)), str(answered < 0.65 * asked))
    form = re.search(r"Den vanligaste formen är dialog \((\d+) procent\)", text)
    assert form
    each = {one: Shares(wave, does(wave, "all", one)).estimate for one in FORMS}
    yield Claim("form", form[1], percent(each["Dialog"]))
    yield Claim("form: which", "Dialog", max(each, key=each.__getitem__))
    if_half = re.search(
        r"Om de (\d+) verksamheter som inte svarat på frågan samverkar hälften så "
        r"ofta som de svarande är andelen av alla (\d+) procent",
        text,
    )
    assert if_half
    rest = asked - city.answered
    half = city.count / city.answered / 2
    again = str(rest), percent((city.count + rest * half) / asked)
    for name, one, own_ in zip(
        ("silent", "share"), if_half.groups(), again, strict=True
    ):
        yield Claim(f"if half: {name}", one, own_)
    yield from of_organisations(text, wave)
    most = re.search(r"Flest samverkar inom (.*?); skillnaderna", text)
    assert most
    shares = {one: Shares(wave, does(wave, one, "all")) for one in CHALLENGES}
    top = max(shares.values(), key=lambda one: one.estimate)
    near = [one for one, s in shares.items() if s.interval[1] >= top.interval[0]]
    told_of = re.findall(r"”([^”]+)” \((\d+) procent\)", most[1])
    yield Claim("most: who", str(sorted(n for n, _ in told_of)), str(sorted(near)))
    for name, number in told_of:
        yield Claim(f"most: {name}", number, percent(shares[name].estimate))


def of_organisations(text: str, wave: Wave) -> Iterator[Claim]:
    if wave.number == 2020:  # asked nobody whom they work with
        return
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
    beside = re.search(r"Därtill nämns (\d+) namn som ingen har bekräftat", text)
    assert beside
    yield Claim("unconfirmed", beside[1], str(len(named - sure)))


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


def test_there_are_claims_of_every_kind(claims: list[Claim], wave: Wave) -> None:
    few = wave.number == 2020  # three questions, and all of them asked of everybody
    assert len(claims) > (65 if few else 110)
    about = " ".join(one.about for one in claims)
    kinds = ("base", "whom", "most: who", "all three", *(() if few else ("outside",)))
    assert all(kind in about for kind in kinds)

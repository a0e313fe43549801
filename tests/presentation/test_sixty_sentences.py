"""Sixty sentences and thirty pictures, drawn by a fixed seed from all pages of the
examples, counted again from the released rows by pandas alone.

`test_fifty_sentences` counts the fördjupad report again from the raw files. Here every
page is read: what a sentence claims, its base, hedge, order and label must be those of
the rows that the page was made of.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from helpers.disclosure.released import Released
from helpers.presentation.swedish import percent, rounded

SEED = 20261130
SURVEYS = ("exempel-2022", "exempel-2024")
ALL = "all"
KEYS = ("question", "item", "option", "challenge", "form", "group", "statistic")


@dataclass(frozen=True)
class Survey:
    """The released rows of a survey, and the names that a page gives its keys."""

    name: str
    released: Released

    @cached_property
    def rows(self) -> pd.DataFrame:
        return self.released.rows[self.released.rows["shown"]]

    def one(self, **keys: str) -> pd.Series:
        """The one row with these keys; those not named are "all"."""
        wanted = {key: ALL for key in KEYS if key not in ("question", "statistic")}
        found = self.rows
        for key, value in (wanted | keys).items():
            found = found[found[key] == value]
        assert len(found) == 1, (self.name, keys, len(found))
        return found.iloc[0]

    @cached_property
    def challenges(self) -> dict[str, str]:
        return {
            label: id for id, label in self.released.codebook.challenge_labels.items()
        }

    @cached_property
    def forms(self) -> dict[str, str]:
        labels = self.released.codebook.form_labels
        return {label.lower(): id for id, label in labels.items()}

    @cached_property
    def groups(self) -> dict[str, str]:
        return {one.lower(): one for one in self.rows["group"].unique() if one != ALL}

    @property
    def source(self) -> str:
        return self.released.codebook.challenges.source.question

    def does(
        self, challenge: str = ALL, form: str = ALL, group: str = ALL
    ) -> pd.Series:
        keys = {"challenge": challenge, "form": form, "group": group}
        return self.one(question=self.source, statistic="collaborates", **keys)


@dataclass(frozen=True)
class Sentence:
    """A sentence, of which page, and about which challenge or group (or neither)."""

    survey: Survey
    page: str
    text: str
    challenge: str = ALL
    group: str = ALL


def whole(share: float) -> str:
    return str(rounded(100 * share))


def outward(low: float, high: float) -> tuple[str, str]:
    down = rounded(100 * low, towards="down")
    return str(down), str(rounded(100 * high, towards="up"))


Check = Callable[[Sentence, re.Match[str]], list[tuple[str, str]]]
"""What a sentence says, and what the rows say: pairs that must be the same."""
CHECKS: list[tuple[re.Pattern[str], Check]] = []


def says(pattern: str) -> Callable[[Check], Check]:
    def kept(check: Check) -> Check:
        CHECKS.append((re.compile(pattern), check))
        return check

    return kept


@says(
    r"samverkar inom ”(.+?)”: (\d+) procent \((\d+) av (\d+) svarande; .*?"
    r"konfidensintervall (\d+) till (\d+) procent; "
    r"utan antagande om dem som inte svarat mellan (\d+) och (\d+) procent"
)
def _extent(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    row = one.survey.does(one.survey.challenges[at[1]])
    again = (
        *(whole(row.estimate), f"{row['count']:.0f}", f"{row.answered:.0f}"),
        *outward(row.low, row.high),
        *outward(row.certain_low, row.certain_high),
    )
    return list(zip(at.groups()[1:], again, strict=True))


@says(r"^(\d+) av (\d+) verksamheter samverkar inom ”(.+?)”\.$")
def _engaged(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    row = one.survey.does(one.survey.challenges[at[3]])
    return [(at[1], f"{row['count']:.0f}"), (at[2], f"{row.answered:.0f}")]


@says(r"samverkar inom ”([^”]+)” \((\d+) procent\)\.")
def _extent_in_short(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    return [(at[2], whole(one.survey.does(one.survey.challenges[at[1]]).estimate))]


@says(r"samverkar inom minst en av utmaningarna \((\d+) procent; .*?(\d+) och (\d+) pr")
def _extent_of_all(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    row = one.survey.does()
    again = whole(row.estimate), *outward(row.certain_low, row.certain_high)
    return list(zip(at.groups(), again, strict=True))


@says(r"^(\w+) uppger ([\w ]+), (\w+) ([\w ]+?) samt (\w+) ([\w ]+); (\w+) uppger alla")
def _in_forms(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    said = [(at[2], at[1]), (at[4], at[3]), (at[6], at[5])]
    rows = [one.survey.does(one.challenge, one.survey.forms[form]) for form, _ in said]
    again = [f"{row['count']:.0f}" if row["count"] else "ingen" for row in rows]
    return list(zip([n.lower() for _, n in said], again, strict=True))


@says(
    r"Flest samverkar inom (.+?); skillnad\w+ mellan (?:de \w+|dem) är inte statistiskt"
)
def _most(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    told = re.findall(r"”([^”]+)” \((\d+) procent\)", at[1])
    each = {n: one.survey.does(id) for n, id in one.survey.challenges.items()}
    ranked = sorted(each, key=lambda n: -each[n].estimate)
    top = each[ranked[0]]
    near = [n for n in ranked if each[n].high >= top.low]
    again = [(n, whole(each[n].estimate)) for n in near]
    return [(str(told), str(again))]


@says(r"^(\d+) av (\d+) verksamheter vill samverka mer här.*Av dem svarar (\d+) att")
def _wanting(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    question = one.survey.released.codebook.needs_question
    keys = {"question": question.id, "item": one.challenge}
    rows = [
        one.survey.one(statistic="share", option=option, **keys)
        for option in question.wants_more
    ]
    outside = one.survey.one(
        statistic="wanted_outside", challenge=one.challenge, **keys
    )
    again = sum(row["count"] for row in rows), rows[0].answered, outside["count"]
    return [(said, f"{n:.0f}") for said, n in zip(at.groups(), again, strict=True)]


@says(r"^Bland (\d+) verksamheter .* har (\w+) börjat samverka .* och (\w+) slutat")
def _switched(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    keys = {"question": one.survey.source, "challenge": one.challenge}
    began = one.survey.one(statistic="started", **keys)
    stopped = one.survey.one(statistic="stopped", **keys)
    again = began.answered, began["count"], stopped["count"]
    said = [word.replace("ingen", "0") for word in at.groups()]
    return [(word, f"{n:.0f}") for word, n in zip(said, again, strict=True)]


@says(
    r"^I (.+?) har (\d+) av (\d+) verksamheter svarat\. "
    r"Ingen av dem uppger att den samverkar här"
)
def _absent(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    row = one.survey.does(one.challenge, group=one.survey.groups[at[1]])
    again = ("0", f"{row.answered:.0f}", f"{row.population:.0f}")
    return list(zip((f"{row['count']:.0f}", at[2], at[3]), again, strict=True))


@says(
    r"^(\d+) av de (\d+) svarande verksamheter som samverkar här finns i (.+?) eller "
    r"(.+)\."
)
def _concentration(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    groups = {
        n: one.survey.does(one.challenge, group=g) for n, g in one.survey.groups.items()
    }
    counts = {n: row["count"] for n, row in groups.items()}
    largest = sorted(counts.values(), reverse=True)[:2]
    said = sorted((counts[at[3]], counts[at[4]]), reverse=True)
    of = one.survey.does(one.challenge)["count"]
    return [
        (at[1], f"{sum(largest):.0f}"),
        (at[2], f"{of:.0f}"),
        (str(said), str(largest)),
    ]


@says(
    r"^Tid är det vanligaste hindret \((\d+) procent\), följt av (.+?)(?:\. Fler|\.$)"
)
def _hindrances(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    question = one.survey.released.codebook.hindrance_question
    apart = {*question.none_options, *question.dont_know_options}
    rows = one.survey.rows
    rows = rows[(rows["question"] == question.id) & (rows["statistic"] == "share")]
    rows = rows[(rows["group"] == ALL) & (rows["challenge"] == ALL)]
    rows = rows[~rows["option"].isin(apart)].sort_values("estimate", ascending=False)
    told = re.findall(
        r"([\w ]+?) \((\d+) procent\)", re.sub(r"\) (och|samt) ", "), ", at[2])
    )
    again = [
        (o[0].lower() + o[1:], whole(e))
        for o, e in zip(rows.option, rows.estimate, strict=True)
    ]
    said = [("tid", at[1]), *((name.strip(), n) for name, n in told)]
    lead = rows.iloc[0].low > rows.iloc[1].high
    return [(str(said), str(again[: len(said)])), ("True", str(lead))]


@says(
    r"([\w ]+?): [^.:]+? svarar ”([^”]+)” eller ”([^”]+)” \((ungefär )?(\d+) procent\)"
)
def _half(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    [question] = [
        q for q in one.survey.released.codebook.counted if q.name == at[1].strip()
    ]
    parts = [
        one.survey.one(question=question.id, statistic="share", option=option)
        for option in (at[2], at[3])
    ]
    coarse = any("_" in part.method for part in parts)
    share = sum(part.estimate for part in parts)
    return [(at[5], whole(share)), (str(bool(at[4])), str(coarse))]


@says(
    r"^Andelen som svarar ”([^”]+)” om ”([^”]+)” på frågan om behov framåt har "
    r"(ökat|minskat) med (\d+) procentenheter.*?"
    r"(?:intervall (\S+) till (\S+?)\)|statistiskt)"
)
def _shift(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    question = one.survey.released.codebook.needs_question.id
    row = one.survey.one(
        question=question,
        item=one.survey.challenges[at[2]],
        option=at[1],
        statistic="change",
    )
    way = "ökat" if row.estimate > 0 else "minskat"
    sure = row.method.endswith("_sure") and row.low * row.high > 0
    pairs = [(at[3], way), (at[4], whole(abs(row.estimate))), ("True", str(sure))]
    if at[5]:
        low, high = outward(row.low, row.high)
        said = [part.replace("\u2212", "-").lstrip("+") for part in (at[5], at[6])]
        pairs.append((str(said), str([low, high])))
    return pairs


@says(
    r"^(\d+) av (\d+) svarande verksamheter i (.+?) samverkar inom minst en av "
    r"utmaningarna: (\d+) procent, mot (\d+) procent i de andra .*?\. "
    r"Skillnaden (?:\(intervall (\S+) till (\S+)\) )?är (inte )?"
)
def _own_share(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    group = one.survey.groups[at[3]]
    row = one.survey.does(group=group)
    keys = {"question": one.survey.source, "group": group}
    apart = one.survey.one(statistic="against_others", **keys)
    sure = apart.method.endswith("_sure") and apart.low * apart.high > 0
    others = float(row.estimate - apart.estimate)
    pairs = [
        (at[1], f"{row['count']:.0f}"),
        (at[2], f"{row.answered:.0f}"),
        (at[4], whole(row.estimate)),
        (at[5], whole(others)),
        (str(not at[8]), str(sure)),
    ]
    if at[6]:
        said = [end.replace("\u2212", "-").lstrip("+") for end in (at[6], at[7])]
        pairs.append((str(said), str([*outward(apart.low, apart.high)])))
    return pairs


@says(r"^Samverkan inom .+ är (?:van|ovan)ligare i (.+?) än i de andra")
def _against(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    rows = one.survey.rows
    rows = rows[(rows["statistic"] == "against_others") & (rows["form"] == ALL)]
    rows = rows[rows["group"] == one.survey.groups[at[1]]]
    rows = rows[rows["method"].str.endswith("_sure") & (rows["challenge"] != ALL)]
    rows = rows[rows["low"] * rows["high"] > 0]
    parts = re.findall(r"amverkan inom (.+?) är (van|ovan)ligare", one.text)
    said = {
        (way, one.survey.challenges[label], int(size.replace("−", "-")))
        for labels, way in parts
        for label, size in re.findall(r"”([^”]+)” \(([+−]\d+)\)", labels)
    }
    again = {
        (
            "van" if row.estimate > 0 else "ovan",
            row.challenge,
            int(math.copysign(int(100 * abs(row.estimate) + 0.5), row.estimate)),
        )
        for row in rows.itertuples()
    }
    return [(str(sorted(said)), str(sorted(again)))]


@says(r"^Verksamheterna nämner (\d+) organisationer; (\w+) av dem nämns av minst två")
def _named(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    rows = one.survey.rows[one.survey.rows["challenge"] == one.challenge]
    rows = rows[(rows["form"] == ALL) & (rows["group"] == ALL)].set_index("statistic")
    again = (
        rows.loc["organisations", "count"],
        rows.loc["organisations_shared", "count"],
    )
    return [(said, f"{n:.0f}") for said, n in zip(at.groups(), again, strict=True)]


@says(r"^Störst andel bland de svarande: (.+?) i (.+?) \((\d+) procent av (\d+)\)$")
def _peak(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    survey = one.survey
    if at[1].lower() in survey.forms:
        row = survey.does(
            one.challenge, survey.forms[at[1].lower()], survey.groups[at[2]]
        )
        near = {"challenge": one.challenge}
        others = [f for f in survey.forms.values() if f != ALL]
        rows = survey.rows[survey.rows["form"].isin(others)]
    else:
        row = survey.does(survey.challenges[at[1]], group=survey.groups[at[2]])
        near = {"form": ALL}
        rows = survey.rows[survey.rows["challenge"] != ALL]
    rows = rows[(rows["statistic"] == "collaborates") & (rows["group"] != ALL)]
    for key, value in near.items():
        rows = rows[rows[key] == value]
    most = rows[rows["answered"] >= 10]["estimate"].max()
    return [
        (at[3], whole(row.estimate)),
        (at[4], f"{row.answered:.0f}"),
        (whole(row.estimate), whole(most)),
    ]


# --- sentences -----------------------------------------------------------------------


@says(
    r"^(\d+)% of the units (?:that answered|in groups that answered) "
    r"\((\d+) of (\d+)(?:, weighted by group)?\) collaborate within at least "
    r"one of (\d+) challenges\. 95 per cent confidence interval: (\d+)–(\d+)%"
)
def _in_english(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    row = one.survey.does()
    again = (
        *(whole(row.estimate), f"{row['count']:.0f}", f"{row.answered:.0f}"),
        str(len(one.survey.challenges)),
        *outward(row.low, row.high),
    )
    return list(zip(at.groups(), again, strict=True))


@says(r"^“([^”]+)”, the most common: “([^”]+)” \((\d+)%, (\d+) of (\d+)\)")
def _hindrance_in_english(one: Sentence, at: re.Match[str]) -> list[tuple[str, str]]:
    book = one.survey.released.codebook
    swedish = {name: label for label, name in book.english.items()}
    question = book.hindrance_question
    row = one.survey.one(question=question.id, statistic="share", option=swedish[at[2]])
    again = whole(row.estimate), f"{row['count']:.0f}", f"{row.answered:.0f}"
    return [
        (at[1], book.english[question.name]),
        *zip(at.groups()[2:], again, strict=True),
    ]


def surveys(root: Path) -> dict[str, Survey]:
    folder = root / "data" / "processed"
    return {
        name: Survey(name, Released.read(folder / name / "released"))
        for name in SURVEYS
    }


def pages(root: Path, survey: str) -> Iterator[tuple[str, BeautifulSoup]]:
    for path in sorted((root / "outputs" / survey).glob("*.html")):
        yield path.name, BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def about(tag: Tag, page: str, survey: Survey) -> tuple[str, str]:
    """The challenge and the group that a sentence is about, by where it stands."""
    places = [str(one.get("id", "")) for one in tag.parents if one.name == "section"]
    term = tag.find_previous("dt") if tag.name == "dd" else None
    for label, id in survey.challenges.items():
        written = id.replace("_", "-")
        if f"underlag-{id}.html" == page or f"utmaning-{written}" in places:
            return id, ALL
        if term is not None and term.get_text(strip=True) == label:
            return id, ALL
    return ALL, ALL


def sentences(survey: Survey, page: str, soup: BeautifulSoup) -> Iterator[Sentence]:
    for tag in soup.select("main :is(p, li, dd, figcaption strong)"):
        if tag.find(["p", "li", "dd"]):
            continue
        challenge, group = about(tag, page, survey)
        text = " ".join(tag.get_text(" ").split())
        yield Sentence(survey, page, text, challenge, group)
        for part in re.split(r"(?<=\.) (?=[A-ZÅÄÖ\d])", text)[1:]:
            yield Sentence(survey, page, part, challenge, group)


def claims(said: list[Sentence]) -> list[tuple[Sentence, re.Match[str], Check]]:
    return [
        (one, at, check)
        for one in said
        for pattern, check in CHECKS
        if (at := pattern.search(one.text))
    ]


def untrue(found: list[tuple[Sentence, re.Match[str], Check]]) -> list[object]:
    wrong: list[object] = []
    for one, at, check in found:
        pairs = check(one, at)
        wrong += [(one.page, one.text, pair) for pair in pairs if pair[0] != pair[1]]
    return wrong


@pytest.fixture(scope="module")
def told(all_reports: Path) -> list[Sentence]:
    return [
        sentence
        for survey in surveys(all_reports).values()
        for page, soup in pages(all_reports, survey.name)
        for sentence in sentences(survey, page, soup)
    ]


def test_sixty_sentences_say_what_the_released_rows_say(told: list[Sentence]) -> None:
    found = claims(told)
    assert {check for _, _, check in found} == {check for _, check in CHECKS}
    sixty = random.Random(SEED).sample(found, 60)
    assert untrue(sixty) == []


PLANTED = (
    (_extent, r"(\d+)( procent \(\d+ av)", "99\\2"),  # the share
    (_extent, r"(av )\d+( svarande)", "\\g<1>999\\2"),  # the base
    (_most, r"”(.+?)” \((\d+) procent\), ”(.+?)” \(", "”\\3” (\\2 procent), ”\\1” ("),
    (_against, "är vanligare i", "är ovanligare i"),
    (_own_share, "är inte ", "är "),  # the hedge
    (_shift, "har minskat", "har ökat"),
    (_half, "ungefär ", ""),
    (_concentration, r" eller .+\.", " eller serviceförvaltningen."),  # the label
    (_peak, r"\((\d+) procent av \d+\)", "(\\1 procent av 999)"),
    (_in_english, r"^\d+%", "99%"),
    (_hindrance_in_english, r"of \d+\)", "of 999)"),
)


@pytest.mark.parametrize(("check", "what", "lie"), PLANTED)
def test_an_untruth_in_any_of_them_would_be_seen(
    told: list[Sentence], check: Check, what: str, lie: str
) -> None:
    seen = []
    for one, at, _ in (claim for claim in claims(told) if claim[2] is check):
        changed = one.text.replace(at[0], re.sub(what, lie, at[0], count=1))
        if changed != one.text:
            false = Sentence(one.survey, one.page, changed, one.challenge, one.group)
            seen.append(any(untrue([c]) for c in claims([false]) if c[2] is check))
    assert seen
    assert all(seen)


# --- pictures ------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    survey: Survey
    page: str
    figure: Tag

    @property
    def name(self) -> str:
        return f"{self.survey.name}/{self.page} {self.figure['id']}"

    @cached_property
    def table(self) -> list[list[str]]:
        """The cells of its table as they are seen."""
        table = self.figure.select_one("table")
        for hidden in table.select(".dold"):
            hidden.decompose()
        return [
            [" ".join(cell.get_text(" ").split()) for cell in line.select("th, td")]
            for line in table.select("tr")
        ]


def pictures(root: Path) -> list[Picture]:
    return [
        Picture(survey, page, figure)
        for survey in surveys(root).values()
        for page, soup in pages(root, survey.name)
        for figure in soup.select("figure.figur")
    ]


def shares_of(one: Picture) -> pd.DataFrame:
    """The released shares of the question that the picture names."""
    asked = one.figure.select_one(".fraga").get_text(strip=True)
    book = one.survey.released.codebook
    ids = [q.id for q in book.questions if " ".join(q.wording.split()) == asked]
    rows = one.survey.rows[one.survey.rows["question"].isin(ids)]
    return rows[rows["statistic"].isin(["share", "collaborates", "combination"])]


def keys_of(one: Picture, label: str) -> list[tuple[str, str]]:
    """What a label of its table can mean: (column, key)."""
    book = one.survey.released.codebook
    plain = label.removeprefix("Alla, ")
    found = [("group", plain)] if plain in one.survey.groups.values() else []
    found += [
        ("challenge", id) for text, id in one.survey.challenges.items() if text == plain
    ]
    found += [("form", id) for id, text in book.form_labels.items() if text == plain]
    found += [
        ("item", item.row)
        for question in book.questions
        for item in (book.items(question) if question.counted else [])
        if item.label == plain
    ]
    return [*found, ("option", plain)]


def share_of_the_others(one: Picture, group: str, challenge: str) -> str:
    """The group's own share less its released difference."""
    keys = {"question": one.survey.released.codebook.challenges.source.question}
    keys |= {"challenge": one.survey.challenges[challenge], "group": group}
    own = one.survey.one(statistic="collaborates", **keys)
    apart = one.survey.one(statistic="against_others", **keys)
    return " ".join(percent(own.estimate - apart.estimate).split())


def false_cells(one: Picture) -> list[str]:
    """Cells with a share that no released row with these labels has."""
    head, *lines = one.table
    rows = shares_of(one)
    wrong = []
    for line in lines:
        for column, cell in zip(head[1:], line[1:], strict=True):
            if not re.fullmatch(r"[<>]?\s?\d+ %", cell):
                continue
            if column.isdigit() and column != one.survey.released.codebook.wave:
                continue  # the wave before has rows of its own
            if column.startswith("De andra "):
                if cell != share_of_the_others(one, head[1], line[0]):
                    wrong.append(f"{one.name}: {line[0]}, {column}: {cell}")
                continue
            fitting = rows
            for label in (line[0], column):
                near = pd.Series(False, index=fitting.index)
                for key, value in keys_of(one, label):
                    near |= fitting[key] == value
                fitting = fitting[near] if near.any() else fitting
            said = {" ".join(percent(x).split()) for x in fitting["estimate"].dropna()}
            if cell not in said:
                wrong.append(f"{one.name}: {line[0]}, {column}: {cell}")
    return wrong


def false_marks(one: Picture) -> list[str]:
    """Percentages in the drawing that its table has not, and bars out of order."""
    written = {cell for line in one.table for cell in line}
    svg = one.figure.select_one("svg")
    texts = [" ".join(t.get_text(" ").split()) for t in svg.select("text")]
    ends = {"0 %", "5 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %", "100 %"}
    sums = re.findall(r"\d+ %", svg.find("desc").get_text().replace("\u00a0", " "))
    known = {*written, *ends, *sums}
    told = [t for t in texts if re.fullmatch(r"[<>]?\s?\d+ %", t)]
    return [f"{one.name}: {t} is in no cell" for t in told if t not in known]


def false_base(one: Picture) -> list[str]:
    said = one.figure.select_one(".underlag").get_text()
    at = re.match(
        r"Bas: (?:mellan (\d+) och )?(\d+) svarande", said.replace("\u00a0", "")
    )
    if at is None:
        return []
    bases = {f"{n:.0f}" for n in shares_of(one)["answered"]}
    return [f"{one.name}: {n}" for n in at.groups() if n and n not in bases]


@pytest.fixture(scope="module")
def drawn(all_reports: Path) -> list[Picture]:
    return pictures(all_reports)


def test_thirty_pictures_show_what_the_released_rows_say(drawn: list[Picture]) -> None:
    compared = [one for one in drawn if len(shares_of(one))]
    thirty = random.Random(SEED).sample(compared, 30)
    wrong = [
        fault
        for one in thirty
        for fault in (*false_cells(one), *false_marks(one), *false_base(one))
    ]
    assert wrong == []


def test_a_false_cell_label_or_base_would_be_seen(drawn: list[Picture]) -> None:
    one = next(p for p in drawn if p.figure["id"] == "figur-omfattning-utmaning")
    html = str(one.figure)
    cell = next(c for line in one.table[1:] for c in line if c.endswith(" %"))
    number = cell.removesuffix(" %")
    for old, new, fault in (
        (rf">{number}(\s)%</td>", r">98\1%</td>", false_cells),
        (rf">{number}(\s)%</text>", r">98\1%</text>", false_marks),
        (r"Bas: mellan (\d+) och", "Bas: mellan 9999 och", false_base),
    ):
        changed = re.sub(old, new, html)
        assert changed != html, old
        figure = BeautifulSoup(changed, "html.parser").figure
        assert fault(Picture(one.survey, one.page, figure))

"""Who was asked a question that a protected one leads to is told by nothing beside its
own tables: no change between waves, no weighted mean, nobody who wrote or named.

The surveys are made and run from their files, and what is shown is read here alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.analysis import analyse
from helpers.estimation.facts import ComparisonFacts, Facts
from helpers.estimation.waves import Earlier, comparison
from helpers.survey.sources import read_source

GROUPS = {"Norr": 20, "Soder": 15}
SURVEY = """\
title: Liten enkät
fictitious: true
series: liten
wave: {wave}
exports: [{{file: svar.csv}}]
group: grp
unit: {{question: unit}}
disclosure: {{k: 5, small_group: 10, percent_from: 1}}
questions:
- {{id: grp, chapter: background, disclosure: open, column: Grupp, type: single,
   options: [Norr, Soder]}}
- {{id: unit, chapter: background, disclosure: open, column: Enhet, type: text}}
- {{id: hot, column: hot, type: single, options: [Ja, Nej], disclosure: {hot}}}
- {{id: anm, column: anm, type: single, options: [Ja, Nej], disclosure: open,
   asked_if: {{hot: [Ja]}}}}
- {{id: hur, column: hur, type: multiple, separator: ",", options: [A, B],
   disclosure: open, asked_if: {{hot: [Ja]}}}}
- {{id: antal, column: antal, type: number, disclosure: open,
   asked_if: {{hot: [Ja]}}{implied}}}
- {{id: rang, column: rang, type: ranking, separator: ",", options: [A, B, C],
   disclosure: open, asked_if: {{hot: [Ja]}}}}
- {{id: ord, column: ord, type: text, disclosure: open, asked_if: {{hot: [Ja]}}}}
"""
Answers = list[str]
NO = ["Nej", "", "", "", "", ""]


def answers(random: np.random.Generator, yes: float) -> Answers:
    if random.random() > yes:
        return NO
    order = ",".join(random.permutation(["A", "B", "C"]))
    return [
        "Ja",
        str(random.choice(["Ja", "Nej"])),
        str(random.choice(["A", "B", '"A,B"'])),
        str(random.integers(1, 9)),
        f'"{order}"',
        str(random.choice(["tid saknas", "oro finns", ""])),
    ]


def wave(
    folder: Path, name: str, people: Sequence[tuple[str, str, Answers]], **more: str
) -> Cleaned:
    raw = folder / "data" / "raw" / name
    (raw / "decisions").mkdir(parents=True)
    told = {"wave": name[-4:], "hot": "protected", "implied": ""} | more
    lines = ["Enhet;Grupp;hot;anm;hur;antal;rang;ord"]
    lines += [";".join([unit, group, *said]) for unit, group, said in people]
    frame = [f"{group} {n};{group}" for group in GROUPS for n in range(40)]
    texts = {
        "survey.yml": SURVEY.format(**told),
        "svar.csv": "\n".join(lines),
        "population.csv": "\n".join(["unit;department", *frame]),
        "decisions/themes.csv": "theme;words;question\nTid;tid*;ord\nOro;oro*;ord",
    }
    for file, text in texts.items():
        (raw / file).write_text(text + "\n", "utf-8")
    return clean(read_source(name, Project(folder)))


def people(random: np.random.Generator, yes: float) -> list[tuple[str, str, Answers]]:
    return [
        (f"{group} {n}", group, answers(random, yes))
        for group, size in GROUPS.items()
        for n in range(size)
    ]


def both(folder: Path, seed: int, *yes: float) -> tuple[Released, ...]:
    """Two waves of the same units, of which the shares `yes` say yes."""
    random = np.random.default_rng(seed)
    before = wave(folder, "liten-2022", people(random, yes[0]))
    now = wave(folder, "liten-2024", people(random, yes[1]))
    old = release(analyse(before), before.codebook)
    earlier = Earlier(before, pd.DataFrame(columns=["from", "to"]))
    facts = Facts(comparison=comparison(earlier, now))
    new = release(
        analyse(now, earlier=earlier), now.codebook, facts=facts,
        earlier=[old.for_ledger()],
    )  # fmt: skip
    return old, new


def shown(released: Released, *questions: str) -> pd.DataFrame:
    rows = released.rows
    return rows[rows["shown"] & rows["question"].isin(list(questions))]


FOLLOWING = ("anm", "hur", "antal", "rang", "ord")
CHANGES = {"change", "change_all", "change_matched", "change_frame", "transition",
           "started", "stopped"}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_no_change_tells_who_said_yes_in_both_waves(tmp_path: Path, seed: int) -> None:
    """`anm` Ja → Ja and Nej of 17 told that 17 said yes to `hot` both times."""
    _, now = both(tmp_path, seed, 0.5, 0.6)
    rows = now.rows
    assert CHANGES & set(rows.loc[rows["question"].eq("anm"), "statistic"])
    assert not CHANGES & set(shown(now, *FOLLOWING)["statistic"])


def test_changes_are_shown_where_nobody_is_protected(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    waves = [
        wave(tmp_path, f"liten-{year}", people(random, 0.5), hot="open")
        for year in (2022, 2024)
    ]
    earlier = Earlier(waves[0], pd.DataFrame(columns=["from", "to"]))
    found = release(analyse(waves[1], earlier=earlier), waves[1].codebook)
    assert set(shown(found, "anm")["statistic"]) >= {"change_all", "transition"}


@pytest.mark.parametrize("yes", [(0.9, 0.1), (0.1, 0.12)], ids=["fewer", "few"])
def test_how_many_were_asked_before_switches_nothing_off(
    tmp_path: Path, yes: tuple[float, float]
) -> None:
    """`change_all` has those asked in the other wave in `asked`: taken for those asked
    now, the numbers contradicted each other, and nothing was held of who was asked."""
    _, now = both(tmp_path, 4, *yes)
    assert shown(now, "hot").query("statistic == 'share'").empty
    assert shown(now, *FOLLOWING).empty


@pytest.mark.parametrize("seed", range(3))
def test_a_mean_place_is_not_weighted(tmp_path: Path, seed: int) -> None:
    """The weights are of those who were asked in each department."""
    random = np.random.default_rng(seed)
    found = people(random, 0.5)
    cleaned = wave(tmp_path, "liten-2024", found)
    rows = shown(release(analyse(cleaned), cleaned.codebook), "rang")
    means = rows.query("statistic == 'mean_rank' and group == 'all'")
    assert len(means) == 3
    assert means["low"].isna().all()
    assert set(means["method"]) == {""}
    places = [said[4].strip('"').split(",") for *_, said in found if said[0] == "Ja"]
    for option, mean in zip(means["option"], means["estimate"], strict=True):
        plain = np.mean([order.index(option) + 1 for order in places])
        assert mean == pytest.approx(np.floor(plain * 10 + 0.5) / 10)


def test_who_wrote_is_not_told_where_who_was_asked_is_not(tmp_path: Path) -> None:
    """Some left the text blank: those who wrote are not those who were asked."""
    random = np.random.default_rng(5)
    few = [(*one[:2], answers(random, 1.0)) for one in people(random, 0)[:4]]
    rest = people(random, 0)[4:]
    cleaned = wave(tmp_path, "liten-2024", few + rest)
    found = release(analyse(cleaned), cleaned.codebook)
    assert "theme" in set(found.rows["statistic"])
    assert shown(found, "ord").empty


def test_a_sum_does_not_tell_who_said_yes_where_no_is_a_zero(tmp_path: Path) -> None:
    """The one of Norr who said yes gave a number; the others' no was a 0."""
    random = np.random.default_rng(6)
    some = [(u, g, answers(random, 0.5 if g == "Soder" else 0)) for u, g, _ in
            people(random, 0)]  # fmt: skip
    some[0] = (*some[0][:2], answers(random, 1.0))
    cleaned = wave(tmp_path, "liten-2024", some, implied=", implied_none: {hot: [Nej]}")
    found = release(analyse(cleaned), cleaned.codebook)
    told = shown(found, "antal")
    hidden = found.rows.query("question == 'hot' and group == 'Norr' and not shown")
    assert len(hidden)
    assert set(told["group"]) <= {"all"}


def test_what_of_another_wave_was_protected_there_alone() -> None:
    """A question that followed a protected one then, and follows none now."""
    book = codebook(single("anm", ["Ja", "Nej"], disclosure="open"))
    row = share("anm", "Ja", 3, 17) | {"statistic": "change_matched"}
    assert release(pd.DataFrame([row]), book).rows["shown"].all()
    told = Facts(comparison=ComparisonFacts(followed=("anm",)))
    assert not release(pd.DataFrame([row]), book, facts=told).rows["shown"].any()

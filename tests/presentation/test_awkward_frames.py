"""Frames as they come: one department silent, one of a single unit, one where all have
answered; units listed twice; an earlier wave with other departments. Each gives a
defined result that the report explains, or an error that says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import NAME, cleaned
from support.surveys import survey as one_survey

from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.net import notices
from helpers.cleaning.responses import read_responses
from helpers.cleaning.step import clean
from helpers.core.errors import KartlaggningError
from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.estimation.network import UNTESTED, network_estimates
from helpers.estimation.population import survey_population
from helpers.estimation.waves import Earlier, breaks
from helpers.presentation import chapters
from helpers.presentation.chapters.annex import quality
from helpers.presentation.chapters.breaks import break_text
from helpers.presentation.facts import survey_facts
from helpers.presentation.manuscript import Report
from helpers.survey.sources import read_source

HEAD = """\
title: "Samverkan {wave}"
series: prov
wave: {wave}
exports:
  - {{file: svar.csv}}
unit: {{question: unit}}
group: department
disclosure: {{percent_from: 2}}
"""
QUESTIONS = """\
questions:
  - {{id: department, type: single, column: Förvaltning, label: Förvaltning,
     disclosure: open, options: [{departments}]}}
  - {{id: unit, type: text, column: Enhet, disclosure: open}}
  - {{id: does, type: single, column: Samverkar, label: Samverkar, chapter: extent,
     disclosure: open, options: ["Ja", "Nej"]}}
"""
NO_REGISTER = pd.DataFrame({name: [] for name in ("name", "type", "publish")})


def survey(
    folder: Path,
    frame: dict[str, list[str]],
    answers: dict[str, str],
    *,
    wave: int = 2024,
) -> Cleaned:
    """`frame`: department → its units; `answers`: unit → Ja or Nej."""
    of = {unit: name for name, units in frame.items() for unit in units}
    rows = [f"{of[unit]};{unit};{said}" for unit, said in answers.items()]
    listed = [f"{unit};{name}" for name, units in frame.items() for unit in units]
    return cleaned(
        folder / str(wave),
        QUESTIONS.format(departments=", ".join(frame)),
        "\n".join(["Förvaltning;Enhet;Samverkar", *rows]) + "\n",
        head=HEAD.format(wave=wave),
        files={"population.csv": "\n".join(["unit;department", *listed]) + "\n"},
    )


def units(letter: str, many: int) -> list[str]:
    return [f"{letter}{n:02}" for n in range(many)]


FRAME = {
    "Hel": units("h", 6),
    "Delvis": units("d", 9),
    "Ensam": ["e"],
    "Tyst": ["t", "u"],
}
ANSWERS = {
    **{unit: "Ja" if n < 4 else "Nej" for n, unit in enumerate(FRAME["Hel"])},
    **{unit: "Ja" if n < 2 else "Nej" for n, unit in enumerate(FRAME["Delvis"][:5])},
    "e": "Ja",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    return survey(tmp_path_factory.mktemp("awkward"), FRAME, ANSWERS)


@pytest.fixture(scope="module")
def table(found: Cleaned) -> pd.DataFrame:
    rows = analyse(found)
    keys = rows["question"].eq("does") & rows["option"].eq("Ja")
    return rows[keys & rows["statistic"].eq("share")].set_index("group")


def report(survey: Cleaned, earlier: Earlier | None = None) -> Report:
    facts = survey_facts(survey, NO_REGISTER, earlier=earlier)
    rows = analyse(survey, earlier=earlier)
    released = release(rows, survey.codebook, facts=facts)
    then = None
    if earlier is not None:
        own = survey_facts(earlier.cleaned, NO_REGISTER)
        book = earlier.cleaned.codebook
        then = release(analyse(earlier.cleaned), book, facts=own)
    return Report(released, {}, earlier=then)


def test_where_all_answered_the_share_is_exact(table: pd.DataFrame) -> None:
    row = table.loc["Hel"]
    assert row["estimate"] == 4 / 6
    for end in ("low", "high", "certain_low", "certain_high"):
        assert row[end] == pytest.approx(4 / 6)


def test_a_department_of_one_unit_is_a_count(table: pd.DataFrame) -> None:
    row = table.loc["Ensam"]
    assert (row["count"], row["answered"], row["population"]) == (1, 1, 1)
    assert np.isnan(row["low"])  # below percent_from: a count, no interval


def test_a_silent_department_has_no_estimate_and_is_told(
    table: pd.DataFrame, found: Cleaned
) -> None:
    row = table.loc["Tyst"]
    assert row["answered"] == 0
    assert np.isnan(row["estimate"])
    assert np.isnan(row["low"])
    said = chapters.conclusions(report(found)).to_html()
    assert "Från Tyst saknas svar." in said
    crossed = chapters.extent(report(found)).to_html()
    assert "inga svar" in crossed


def test_the_city_covers_those_who_answered_and_is_certain_of_all(
    table: pd.DataFrame,
) -> None:
    row = table.loc["all"]
    # Weighted: Hel 4/6 of 6, Delvis 2/5 of 9, Ensam 1 of 1; Tyst is not covered.
    assert row["estimate"] == pytest.approx((4 + 9 * 2 / 5 + 1) / 16)
    assert row["low"] < row["estimate"] < row["high"]
    assert row["certain_low"] == pytest.approx(7 / 18)
    assert row["certain_high"] == pytest.approx((7 + 18 - 12) / 18)


def test_one_answer_of_several_borrows_the_spread_of_its_like(tmp_path: Path) -> None:
    frame = {"Stor": units("s", 12), "Liten": units("l", 4)}
    said = {unit: "Ja" if n % 2 else "Nej" for n, unit in enumerate(frame["Stor"][:8])}
    found = survey(tmp_path, frame, said | {"l00": "Ja"})
    told = " ".join(part for _, part in quality(report(found).released))
    assert "Från Liten kom ett enda svar av flera" in told
    assert "förs det ihop med Stor" in told
    rows = analyse(found)
    rows = rows[rows["question"].eq("does") & rows["option"].eq("Ja")]
    city = rows[rows["group"].eq("all") & rows["statistic"].eq("share")].iloc[0]
    assert city["estimate"] == pytest.approx((12 / 2 + 4) / 16)
    assert 0 < city["low"] < city["estimate"] < city["high"] <= 1


def test_when_everybody_everywhere_answered_nothing_is_uncertain(
    tmp_path: Path,
) -> None:
    frame = {"A": units("a", 5), "B": units("b", 7)}
    said = dict.fromkeys(frame["A"], "Ja") | dict.fromkeys(frame["B"], "Nej")
    rows = analyse(survey(tmp_path, frame, said))
    rows = rows[rows["question"].eq("does") & rows["option"].eq("Ja")]
    city = rows[rows["group"].eq("all") & rows["statistic"].eq("share")].iloc[0]
    assert city["low"] == city["high"] == city["estimate"] == pytest.approx(5 / 12)


def test_the_question_that_divides_has_no_interval(found: Cleaned) -> None:
    """How many units a department has is known; weighted by department, its share of
    the answers would be its share of the frame, with an interval around it."""
    table = analyse(found)
    rows = table[table["question"].eq("department") & table["statistic"].eq("share")]
    assert len(rows) > 4
    assert rows[["low", "high", "certain_low", "certain_high"]].isna().all(axis=None)
    of_all = rows[rows["group"].eq("all")]
    assert of_all["estimate"].tolist() == pytest.approx(
        (of_all["count"] / of_all["answered"]).tolist()
    )


def test_unfinished_answers_that_are_kept_are_partial(tmp_path: Path) -> None:
    head = HEAD.format(wave=2024)
    rule = 'complete: {{column: Klar, equals: ["ja"], partial: {0}}}\n'
    answers = "Förvaltning;Enhet;Samverkar;Klar\nA;a0;Ja;ja\nA;a1;Nej;\nA;a2;Ja;ja\n"
    frame = "unit;department\n" + "".join(f"a{n};A\n" for n in range(5))
    rates = {}
    for what in ("keep", "set_aside"):
        found = cleaned(
            tmp_path / what,
            QUESTIONS.format(departments="A"),
            answers,
            head=head + rule.format(what),
            files={"population.csv": frame},
        )
        rates[what] = survey_population(found).rates
    assert (rates["keep"].rr1, rates["keep"].rr2) == (2 / 5, 3 / 5)
    assert (rates["set_aside"].rr1, rates["set_aside"].rr2) == (2 / 5, 2 / 5)


def test_when_nobody_answered_at_all_it_is_said(tmp_path: Path) -> None:
    frame = {"A": units("a", 3), "B": units("b", 3)}
    with pytest.raises(KartlaggningError) as error:
        analyse(survey(tmp_path, frame, {}))
    assert "svar" in str(error.value)


def test_units_listed_twice_are_an_error_with_their_rows(tmp_path: Path) -> None:
    frame = {"A": ["a1", "a2", "A1 "], "B": ["b1", "b2", "b1"]}
    with pytest.raises(KartlaggningError) as error:
        analyse(survey(tmp_path, frame, {"a1": "Ja", "a2": "Nej"}))
    said = str(error.value)
    assert "population.csv" in said
    assert "a1" in said
    assert "b1" in said
    assert "2 och 4" in said
    assert "5 och 7" in said


def test_an_earlier_wave_with_other_departments_is_compared_where_it_can_be(
    tmp_path: Path,
) -> None:
    then = {"Gammal": units("g", 12), "Kvar": units("k", 12)}
    now = {"Ny": units("n", 12), "Kvar": units("k", 12)}
    first, second = (
        survey(
            tmp_path,
            frame,
            {
                unit: "Ja" if n % step else "Nej"
                for members in frame.values()
                for n, unit in enumerate(members)
            },
            wave=wave,
        )
        for wave, frame, step in ((2022, then, 2), (2024, now, 3))
    )
    earlier = Earlier(first, pd.DataFrame({"from": [], "to": []}))
    rows = analyse(second, earlier=earlier).set_index(["statistic", "option", "group"])
    # All units of both frames are in Kvar, and all answered: the change is exact.
    change = rows.loc[("change", "Ja", "all")]
    assert change["population"] == 12
    assert change["estimate"] == pytest.approx(8 / 12 - 6 / 12)
    assert change["method"] == "exact"
    assert change["low"] == change["high"] == pytest.approx(2 / 12)
    new = rows.loc[("change_all", "Ja", "Ny")]
    assert np.isnan(new["estimate"])
    said = [break_text(one) for one in breaks(first, second)]
    assert any("Gammal" in text and "jämförs inte" in text for text in said)
    assert any("Ny har ingen motsvarighet" in text for text in said)
    page = chapters.comparison(report(second, earlier)).to_html()
    assert "Ny har ingen motsvarighet" in page


def test_two_waves_with_nobody_in_common_are_compared_as_wholes(tmp_path: Path) -> None:
    first = survey(
        tmp_path,
        {"A": units("a", 12), "B": units("b", 12)},
        dict.fromkeys([*units("a", 8), *units("b", 6)], "Ja"),
        wave=2022,
    )
    second = survey(
        tmp_path,
        {"A": units("x", 12), "B": units("y", 12)},
        dict.fromkeys([*units("x", 7), *units("y", 9)], "Nej"),
    )
    earlier = Earlier(first, pd.DataFrame({"from": [], "to": []}))
    made = report(second, earlier)
    html = chapters.comparison(made).to_html()
    assert "Ingen enhet kan följas mellan mätningarna" in html
    changes = made.released.select(statistic="change", shown=True)
    assert not len(changes)


def test_one_department_is_not_said_to_answer_unlike_others(tmp_path: Path) -> None:
    found = survey(tmp_path, {"A": units("a", 20)}, dict.fromkeys(units("a", 15), "Ja"))
    html = chapters.method(report(found)).to_html()
    assert "skiljer sig mellan" not in html
    assert found.kept == 15


def test_one_answer_of_a_trillion_is_told_to_her_and_to_readers(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: paid, column: Kronor, type: number, label: Utbetalt, chapter: support,
     disclosure: open, unit: kr}
"""
    cells = [*(str(1000 + n) for n in range(14)), "1000000000000"]
    project = one_survey(tmp_path, yaml, "Kronor\n" + "\n".join(cells) + "\n")
    source = read_source(NAME, project)
    said = [
        str(one) for one in notices(read_responses(source).answers, source.codebook)
    ]
    assert any("minst 100 gånger större än det näst största, 1 013" in s for s in said)
    found = clean(source)
    facts = survey_facts(found, NO_REGISTER)
    released = release(analyse(found), found.codebook, facts=facts)
    html = chapters.questions(Report(released, {}), "support").to_html()
    assert "gånger så stort som det närmast mindre" in html


def test_so_many_departments_that_no_pair_can_be_tested(tmp_path: Path) -> None:
    ties = pd.DataFrame(
        {
            "response": range(132),
            "unit": [f"u{n}" for n in range(132)],
            "group": [f"F{n // 2:02}" for n in range(132)],
            "organisation": [f"o{n % 5}" for n in range(132)],
            "how": "exact",
            "question": "partner",
        }
    )
    yaml = """\
questions:
  - {id: partner, type: ties, blocks: 1, fields: {name: P}, disclosure: open}
"""
    found = cleaned(tmp_path, yaml, "P\nx\n")
    rows = network_estimates(replace(found, ties=ties))
    pairs = rows[rows["statistic"] == "pair"]
    assert set(pairs["method"]) == {UNTESTED}

"""From a cleaned survey to estimates with their uncertainty, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.core.errors import CodebookError
from helpers.estimation.analysis import analyse
from helpers.estimation.population import survey_population

YAML = """\
group: department
unit: {question: unit}
disclosure: {percent_from: 2}
challenges:
  items: {youth: {label: "Unga"}}
  from: {question: ways}
forms: {dialog: {label: "Dialog", option: "Dialog"}}
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola, Miljö]}
  - {id: unit, type: text, column: Enhet}
  - {id: does, type: single, column: Samverkar, options: ["Ja", "Nej"]}
  - id: often
    type: single
    column: Ofta
    options: ["Ja", "Nej"]
    asked_if: {does: Ja}
  - id: ways
    type: grid
    cell: multiple
    rows: {youth: Unga}
    options: [Dialog, Inget]
    none_of: [Inget]
    separator: ","
"""
# Kultur: 4 of 4 answered. Skola: 2 of 6. Miljö: nobody of 3. One unit is not in the
# frame.
ANSWERS = """\
Förvaltning;Enhet;Samverkar;Ofta;Unga
Kultur;Badet;Ja;Ja;Dialog
Kultur;Museet;Ja;Nej;Dialog
Kultur;Teatern;Nej;;Inget
Kultur;Scenen;Nej;;
Skola;Ettan;Ja;Ja;Dialog
Skola;Tvåan;Nej;;Inget
Skola;Främmande;Ja;Ja;Dialog
"""
FRAME = "unit;department\n" + "".join(
    f"{unit};{department}\n"
    for department, units in {
        "Kultur": ["Badet", "Museet", "Teatern", "Scenen"],
        "Skola": ["Ettan", "Tvåan", "Trean", "Fyran", "Femman", "Sexan"],
        "Miljö": ["Vatten", "Luft", "Jord"],
    }.items()
    for unit in units
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("framed")
    return cleaned(folder, YAML, ANSWERS, files={"population.csv": FRAME})


@pytest.fixture(scope="module")
def table(found) -> pd.DataFrame:
    return analyse(found)


def one(table: pd.DataFrame, **keys: str) -> pd.Series:
    whole = {"item": "all", "form": "all", "group": "all", "statistic": "share"}
    for key, value in (whole | keys).items():
        table = table[table[key] == value]
    assert len(table) == 1, keys
    return table.iloc[0]


def test_a_unit_outside_the_frame_is_in_no_estimate(found, table: pd.DataFrame) -> None:
    assert survey_population(found).outside == ("Främmande",)
    row = one(table, question="does", option="Ja")
    assert (row["count"], row["answered"]) == (3, 6)


def test_where_all_answered_nothing_is_uncertain(table: pd.DataFrame) -> None:
    row = one(table, question="does", option="Ja", group="Kultur")
    assert (row["estimate"], row["low"], row["high"]) == (0.5, 0.5, 0.5)
    assert (row["certain_low"], row["certain_high"], row["population"]) == (0.5, 0.5, 4)


def test_certain_bounds_give_the_silent_every_answer(table: pd.DataFrame) -> None:
    row = one(table, question="does", option="Ja", group="Skola")
    # 1 of 2 said yes; the other 4 of 6 may all have said no, or all yes.
    assert row["certain_low"] == pytest.approx(1 / 6)
    assert row["certain_high"] == pytest.approx(5 / 6)
    assert row["certain_low"] <= row["low"] <= 0.5 <= row["high"] <= row["certain_high"]


def test_the_city_weighs_each_department_by_its_size(table: pd.DataFrame) -> None:
    row = one(table, question="does", option="Ja")
    # Kultur 2/4 of 4 units, Skola 1/2 of 6 units; Miljö is not covered.
    assert row["estimate"] == pytest.approx((4 * 2 / 4 + 6 * 1 / 2) / (4 + 6))
    assert row["method"] == "poststratified"
    collaborating = one(table, question="ways", statistic="collaborates")
    # Kultur 2 of 3 that answered, Skola 1 of 2.
    weighted = (4 * 2 / 3 + 6 * 1 / 2) / (4 + 6)
    assert collaborating["estimate"] == pytest.approx(weighted)


def test_a_routed_question_is_about_those_who_were_asked(table: pd.DataFrame) -> None:
    row = one(table, question="often", option="Ja", group="Kultur")
    assert (row["count"], row["answered"], row["asked"]) == (1, 2, 2)
    # All of Kultur answered, so who belongs is known, and so is the share.
    assert row["method"] == "domain"
    assert (row["certain_low"], row["certain_high"]) == (0.5, 0.5)


FILTERED = """\
group: department
unit: {question: unit}
disclosure: {percent_from: 2}
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - {id: unit, type: text, column: Enhet}
  - id: does
    type: single
    column: Samverkar
    options: ["Ja", "Nej", "Vet ej"]
    dont_know: ["Vet ej"]
  - {id: often, type: single, column: Ofta, options: [Ja, Nej], asked_if: {does: Ja}}
  - {id: why, type: single, column: Varför, options: [A, B], asked_if: {often: Ja}}
"""


@pytest.mark.parametrize(("skipped", "known"), [("Nej", 8), ("", 4), ("Vet ej", 4)])
def test_a_filter_question_without_an_answer_is_unknown(
    tmp_path: Path, skipped: str, known: int
) -> None:
    """All 8 of Kultur answered. 4 got the next question, and 2 of them said yes; the
    others are outside it, or nobody knows: then 2 to 6 of 4 to 8 would have."""
    units = [f"k{n}" for n in range(8)]
    asked = ["Ja;Ja;A", "Ja;Ja;B", "Ja;Nej;", "Ja;Nej;"]
    answers = [*asked, *[f"{skipped};;"] * 4]
    rows = [f"Kultur;{u};{said}" for u, said in zip(units, answers, strict=True)]
    found = cleaned(
        tmp_path,
        FILTERED,
        "\n".join(["Förvaltning;Enhet;Samverkar;Ofta;Varför", *rows]) + "\n",
        files={"population.csv": "unit;department\n" + "".join(
            f"{unit};Kultur\n" for unit in units
        ) + "s1;Skola\n"},
    )  # fmt: skip
    table = analyse(found)
    often = one(table, question="often", option="Ja", group="Kultur")
    of_all = one(table, question="often", option="Ja")
    unknown = 8 - known
    assert (often["count"], often["answered"], often["estimate"]) == (2, 4, 0.5)
    assert often["certain_low"] == pytest.approx(2 / (4 + unknown))
    assert often["certain_high"] == pytest.approx((2 + unknown) / (4 + unknown))
    # Of Skola's one unit nothing is known, whatever the filter.
    assert of_all["certain_low"] == pytest.approx(2 / (5 + unknown))
    assert (often["low"] < often["high"]) == bool(unknown)
    # The question after it: those of whom it is unknown are so here too.
    why = one(table, question="why", option="A", group="Kultur")
    assert why["answered"] == 2
    assert why["certain_low"] == pytest.approx(1 / (2 + unknown))


def test_a_silent_department_is_in_the_table_without_an_estimate(
    table: pd.DataFrame,
) -> None:
    row = one(table, question="does", option="Ja", group="Miljö")
    assert row["answered"] == 0
    assert pd.isna(row["estimate"])
    assert pd.isna(row["low"])


def test_below_the_threshold_there_is_no_interval(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    yaml = YAML.replace("percent_from: 2", "percent_from: 3")
    folder = tmp_path_factory.mktemp("few")
    table = analyse(cleaned(folder, yaml, ANSWERS, files={"population.csv": FRAME}))
    row = one(table, question="does", option="Ja", group="Skola")
    assert pd.isna(row["low"])
    assert not pd.isna(row["certain_low"])


def test_without_a_frame_nothing_is_said_of_others(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    table = analyse(cleaned(tmp_path_factory.mktemp("frameless"), YAML, ANSWERS))
    assert table[["low", "high", "certain_low", "population"]].isna().all(axis=None)
    row = one(table, question="does", option="Ja")
    assert (row["count"], row["answered"]) == (4, 7)


def test_a_challenge_has_its_own_members(found) -> None:
    row = one(
        analyse(found, challenge="youth"), question="does", option="Ja", group="Kultur"
    )
    # Two of Kultur's four collaborate; one did not say.
    assert (row["count"], row["answered"]) == (2, 2)
    with pytest.raises(CodebookError, match="youth"):
        analyse(found, challenge="yuoth")


def test_the_frame_is_read_from_the_survey(found, tmp_path: Path) -> None:
    population = survey_population(found)
    assert dict(zip(population.departments, population.sizes, strict=True)) == {
        "Kultur": 4,
        "Miljö": 3,
        "Skola": 6,
    }


def test_a_survey_of_free_text_alone_has_nothing_to_count(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: a, type: text, column: Vad}\n"
    found = analyse(cleaned(tmp_path, yaml, "Vad\nMer tid\n"))
    assert len(found) == 0
    assert "statistic" in found


def test_filter_questions_in_a_circle_end(tmp_path: Path) -> None:
    yaml = FILTERED.replace(
        "    dont_know:", "    asked_if: {why: A}\n    dont_know:", 1
    )
    answers = "Förvaltning;Enhet;Samverkar;Ofta;Varför\nKultur;k0;Ja;Ja;A\n"
    frame = {"population.csv": "unit;department\nk0;Kultur\nk1;Kultur\n"}
    row = one(
        analyse(cleaned(tmp_path, yaml, answers, files=frame)),
        question="often",
        option="Ja",
    )
    assert (row["count"], row["answered"]) == (1, 1)

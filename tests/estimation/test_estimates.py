from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from support.surveys import NAME, cleaned, survey

from helpers.cleaning.cleaned import Cleaned, write_cleaned
from helpers.cleaning.step import clean
from helpers.core.errors import CodebookError, ProjectError
from helpers.estimation.estimates import estimate, read_estimates, write_estimates
from helpers.estimation.schema import COLUMNS, KEYS, NUMBERS
from helpers.survey.sources import read_source

YAML = """\
group: department
challenges:
  items: {youth: {label: "Unga"}, work: {label: "Arbete"}}
  from: {question: ways}
forms:
  dialog: {label: "Dialog", option: "Dialog"}
  support: {label: "Stöd", option: "Stöd"}
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - {id: does, type: single, column: Samverkar, options: ["Ja", "Nej"]}
  - id: ways
    type: grid
    cell: multiple
    rows: {youth: Unga, work: Arbete}
    options: [Dialog, Stöd, Inget, Vet ej]
    separator: ","
    none_of: [Inget]
    dont_know: [Vet ej]
    asked_if: {does: Ja}
    implied_none: {does: Nej}
  - {id: paid, type: number, column: Kronor, asked_if: {does: Ja}}
  - id: partner
    type: ties
    blocks: 2
    separator: ","
    fields: {name: "P{n}", challenge: "U{n}", form: "F{n}", agreement: "A{n}"}
    written: ["Skriftlig"]
"""
ANSWERS = """\
Förvaltning;Samverkar;Unga;Arbete;Kronor;P1;U1;F1;A1;P2;U2;F2;A2
Kultur;Ja;Dialog,Stöd;Inget;10;Eken;Unga,Arbete;Dialog;Skriftlig;Alen;Unga;Stöd;
Kultur;Ja;Dialog;;30;Eken;Unga;Dialog,Stöd;Muntlig;;;;
Kultur;Nej;;;;;;;;;;;
Skola;Ja;Vet ej;Stöd;;Eken;Arbete;Stöd;;;;;
Skola;;;;;;;;;;;;
;Nej;;;;;;;;;;;
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    return cleaned(tmp_path_factory.mktemp("tiny"), YAML, ANSWERS)


@pytest.fixture(scope="module")
def table(found: Cleaned) -> pd.DataFrame:
    return estimate(found)


def one(table: pd.DataFrame, **keys: str) -> pd.Series:
    whole = {"item": "all", "option": "all", "form": "all", "group": "all"}
    for key, value in (whole | keys).items():
        table = table[table[key] == value]
    assert len(table) == 1, keys
    return table.iloc[0]


def base(row: pd.Series) -> tuple[float, float, float]:
    return row["count"], row["answered"], row["asked"]


# ---------------------------------------------------------------- shares


def test_a_share_is_count_by_answered(table: pd.DataFrame) -> None:
    row = one(table, question="does", option="Ja", statistic="share")
    assert base(row) == (3, 5, 6)  # one was asked and left it blank
    assert row["estimate"] == 3 / 5


def test_vet_ej_is_an_answer_and_never_a_blank(table: pd.DataFrame) -> None:
    row = one(table, question="ways", item="youth", option="Vet ej", statistic="share")
    # Three were asked and two are implied to do nothing; all five are answered.
    assert base(row) == (1, 5, 5)


def test_a_multiple_choice_share_never_divides_by_ticks(table: pd.DataFrame) -> None:
    row = one(table, question="ways", item="youth", option="Dialog", statistic="share")
    assert base(row) == (2, 5, 5)


def test_blank_is_asked_and_not_answered(table: pd.DataFrame) -> None:
    row = one(table, question="ways", item="work", option="Stöd", statistic="share")
    assert base(row) == (1, 4, 5)
    gone = one(table, question="ways", item="work", statistic="nonresponse")
    assert base(gone) == (1, 5, 5)
    assert gone["estimate"] == 1 / 5


def test_who_was_routed_past_is_no_zero(table: pd.DataFrame) -> None:
    row = one(table, question="paid", statistic="mean")
    assert base(row) == (2, 2, 3)
    assert row["estimate"] == 20


def test_numbers_give_mean_median_and_total(table: pd.DataFrame) -> None:
    found = {
        statistic: one(table, question="paid", statistic=statistic)["estimate"]
        for statistic in ("mean", "median", "total")
    }
    assert found == {"mean": 20, "median": 20, "total": 40}


# ---------------------------------------------------------------- groups


def test_by_group_in_the_questionnaires_order(table: pd.DataFrame) -> None:
    rows = table[(table["question"] == "does") & (table["option"] == "Ja")]
    assert list(rows["group"]) == ["all", "Kultur", "Skola", "Ej angivet"]
    assert list(rows["count"]) == [3, 2, 1, 0]
    assert list(rows["answered"]) == [5, 3, 1, 1]


def test_an_empty_group_gives_no_estimate(table: pd.DataFrame) -> None:
    row = one(table, question="paid", group="Skola", statistic="mean")
    assert base(row) == (0, 0, 1)
    assert pd.isna(row["estimate"])


def test_a_survey_without_groups_has_only_all(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: a, type: single, column: A, options: [Ja, Nej]}\n"
    table = estimate(cleaned(tmp_path, yaml, "A;B\nJa;1\n"))
    assert set(table["group"]) == {"all"}


# ---------------------------------------------------------------- challenges


def test_collaboration_within_any_challenge(table: pd.DataFrame) -> None:
    row = one(table, question="ways", statistic="collaborates")
    assert base(row) == (3, 5, 5)
    dialog = one(table, question="ways", statistic="collaborates", form="dialog")
    assert base(dialog) == (2, 5, 5)


def test_every_unit_is_in_one_combination_of_forms(table: pd.DataFrame) -> None:
    rows = table[(table["statistic"] == "combination") & (table["group"] == "all")]
    counts = dict(zip(rows["form"], rows["count"], strict=True))
    assert counts == {"none": 2, "dialog": 1, "support": 1, "dialog+support": 1}
    assert set(rows["answered"]) == {sum(counts.values())}


def test_a_challenge_asks_the_same_among_those_who_collaborate_in_it(
    found: Cleaned,
) -> None:
    work = estimate(found, challenge="work")
    assert set(work["challenge"]) == {"work"}
    row = one(work, question="does", option="Ja", statistic="share")
    assert base(row) == (1, 1, 1)
    # How many they are is said of all who were asked.
    row = one(work, question="ways", statistic="collaborates")
    assert base(row) == (1, 4, 5)


def test_several_options_may_make_a_challenge(tmp_path: Path) -> None:
    yaml = """\
challenges:
  items: {a: {label: A}}
  from: {question: m, options: {a: ["X", "Y"]}}
questions:
  - {id: m, type: multiple, column: M, options: [X, Y, Z], separator: ","}
"""
    some = cleaned(tmp_path, yaml, "M;N\nX,Y;1\nZ;2\nY;3\n;4\n")
    row = one(estimate(some, challenge="a"), question="m", statistic="collaborates")
    assert base(row) == (2, 3, 4)


def test_a_misspelt_challenge_gets_the_nearest(found: Cleaned) -> None:
    with pytest.raises(CodebookError, match="Menade du ”youth”"):
        estimate(found, challenge="yuoth")


# ---------------------------------------------------------------- ties


def test_a_tie_is_a_unit_and_an_organisation_however_many_challenges(
    table: pd.DataFrame,
) -> None:
    row = one(table, question="partner", statistic="ties")
    assert base(row) == (4, 3, 3)  # three units name somebody
    named = one(table, question="partner", statistic="organisations")
    assert named["count"] == 2
    shared = one(table, question="partner", statistic="organisations_shared")
    assert shared["count"] == 1  # Eken, by both departments


def test_ties_by_form_and_challenge(table: pd.DataFrame, found: Cleaned) -> None:
    support = one(table, question="partner", statistic="ties", form="support")
    assert support["count"] == 3
    work = one(estimate(found, challenge="work"), question="partner", statistic="ties")
    assert work["count"] == 2


def test_agreements_in_writing_are_a_share_of_the_ties(table: pd.DataFrame) -> None:
    row = one(table, question="partner", statistic="ties_written")
    assert base(row)[:2] == (1, 2)  # two of the four ties say how they are agreed
    assert row["estimate"] == 1 / 2


# ---------------------------------------------------------------- the table


def test_the_table_has_its_columns_and_types(table: pd.DataFrame) -> None:
    assert list(table.columns) == COLUMNS
    assert set(table["survey"]) == {NAME}
    assert {str(kind) for kind in table[KEYS].dtypes} == {"str"}
    assert {str(kind) for kind in table[NUMBERS].dtypes} == {"float64"}
    assert not table.duplicated(KEYS).any()


def test_neither_names_nor_words_become_numbers(tmp_path: Path) -> None:
    yaml = """\
unit: {question: u}
questions:
  - {id: u, type: text, column: U}
  - {id: w, type: text, column: W}
  - {id: p, type: single, column: P, options: [A], personal: true}
  - {id: a, type: single, column: A, options: [Ja, Nej]}
"""
    table = estimate(cleaned(tmp_path, yaml, "U;W;P;A\nu;w;A;Ja\n"))
    assert set(table["question"]) == {"a"}


def test_leave_to_quote_is_no_question_left_out(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: does, type: single, column: Gör, options: ["Ja", "Nej"]}
  - {id: told, type: text, column: Berätta, quote_if: {may: ["Ja"]}}
  - {id: may, type: single, column: Får vi, options: ["Ja", "Nej"]}
"""
    answers = "Gör;Berätta;Får vi\nJa;Något;Ja\nNej;;\n;Annat;Nej\n"
    table = estimate(cleaned(tmp_path, yaml, answers))
    gone = table[table["statistic"].eq("nonresponse")]
    assert gone["question"].tolist() == ["does"]
    assert gone["count"].tolist() == [1]
    assert table["question"].eq("may").sum() == 2


def test_estimates_are_read_back_all_first(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, ANSWERS)
    found = clean(read_source(NAME, project))
    write_cleaned(found, project)
    tables = {one: estimate(found, challenge=one) for one in ("work", "all", "youth")}
    for challenge, table in tables.items():
        with pytest.raises(ProjectError, match="finns inte än"):
            read_estimates(NAME, project)
        write_estimates(table, NAME, challenge, project)
    expected = pd.concat([tables["all"], tables["youth"], tables["work"]])
    read = read_estimates(NAME, project)
    assert_frame_equal(read, expected.reset_index(drop=True), rtol=1e-11)


def test_no_response_at_all_gives_no_estimate(tmp_path: Path) -> None:
    yaml = "tests: {A: [x]}\n" + YAML.replace("Förvaltning", "A")
    header = ANSWERS.splitlines()[0].replace("Förvaltning", "A")
    table = estimate(cleaned(tmp_path, yaml, f"{header}\nx{';' * 12}\n"))
    assert table["estimate"].fillna(0).eq(0).all()
    # Departments that nobody answered for stay, so that they can be said to be silent.
    assert list(table["group"].unique()) == ["all", "Kultur", "Skola"]
    assert set(table["answered"]) == {0}

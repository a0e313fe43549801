"""The City of Toronto's agency survey: real answers, counted twice.

What the suite says is compared with a count made here with the csv module alone, which
knows nothing of codebooks: a header, a tick, a row that reached the end.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from support.shared_data import shared

from helpers.cleaning import step as cleaning
from helpers.cleaning.step import Cleaned, clean
from helpers.core.project import Project
from helpers.core.wording import fold
from helpers.estimation.estimates import estimate
from helpers.survey.codebook import Codebook, FreeText, Grid, Multiple, read_codebook
from helpers.survey.sources import read_source

HERE = Path(__file__).parent / "toronto"
FOLDER = ("data", "toronto-agency-survey")
ANSWERS = "agency_survey_rawdata.csv"
TESTS = ("18", "21")
HEALTH = "health_housing"
HEALTH_COLUMNS = ("14.9.", "14.10.", "14.11.", "14.16.", "14.23.")

Row = dict[str, str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """survey.yml copied alone beside the csv, and nothing else."""
    root = tmp_path_factory.mktemp("real")
    folder = root / "data" / "raw" / "toronto"
    folder.mkdir(parents=True)
    shutil.copy(shared(*FOLDER, ANSWERS), folder)
    shutil.copy(HERE / "survey.yml", folder)
    return Project(root)


@pytest.fixture(scope="module")
def cleaned(project: Project) -> Cleaned:
    return clean(read_source("toronto", project))


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(HERE)


@pytest.fixture(scope="module")
def finished() -> list[Row]:
    """The rows that count, read with the csv module alone."""
    with shared(*FOLDER, ANSWERS).open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if row["Reached end"] == "1" and row["Respondent"] not in TESTS
    ]


def column(rows: list[Row], number: str) -> str:
    [found] = [name for name in rows[0] if name.startswith(f"{number} ")]
    return found


def ticked(row: Row, name: str) -> bool:
    return row[name] not in ("", "NA", "#NAME?")


def in_health(rows: list[Row]) -> list[Row]:
    names = [column(rows, number) for number in HEALTH_COLUMNS]
    return [row for row in rows if any(ticked(row, name) for name in names)]


def asked_anything(rows: list[Row], numbers: str) -> int:
    """How many ticked or wrote something in any column whose number starts so."""
    names = [name for name in rows[0] if re.match(numbers, name)]
    return sum(any(ticked(row, name) for name in names) for row in rows)


def one(table: pd.DataFrame, **keys: str) -> pd.Series:
    wanted = {"item": "all", "group": "all", "statistic": "share"} | keys
    hit = table
    for key, value in wanted.items():
        hit = hit[hit[key] == value]
    assert len(hit) == 1, wanted
    return hit.iloc[0]


def test_every_row_is_kept_or_set_aside_with_its_reason(cleaned: Cleaned) -> None:
    assert cleaned.read == 346
    assert cleaned.kept == 243
    assert cleaned.set_aside == {cleaning.TEST: 2, cleaning.PARTIAL: 101}


def test_the_two_test_rows_are_respondents_18_and_21(cleaned: Cleaned) -> None:
    table = cleaned.quarantined
    lines = set(table.loc[table["reason"] == cleaning.TEST, "row"])
    with shared(*FOLDER, ANSWERS).open(encoding="cp1252", newline="") as file:
        rows = enumerate(csv.DictReader(file), start=2)
        expected = {line for line, row in rows if row["Respondent"] in TESTS}
    assert lines == expected


def test_the_size_bands_are_what_they_were_before_excel(
    cleaned: Cleaned, finished: list[Row]
) -> None:
    name = column(finished, "17.")
    spoilt = {"1–5": "05-Jan", "6–10": "10-Jun", "11–20": "20-Nov"}
    groups = cleaned.responses["group"]
    for band, written in spoilt.items():
        assert (groups == band).sum() == sum(row[name] == written for row in finished)
    assert not set(groups) & set(spoilt.values())
    order = ["0", "1–5", "6–10", "11–20", "21–100", "Over 100"]
    assert list(groups.cat.categories[:6]) == order


def test_developed_new_partnerships_is_100_of_243(cleaned: Cleaned) -> None:
    table = estimate(cleaned)
    option = "Developed new partnerships to continue to deliver programs and services"
    row = one(table, question="impact", option=option)
    assert (row["count"], row["answered"], row["asked"]) == (100, 243, 243)
    assert row["estimate"] == 100 / 243


CELLS = {
    "1.2": ("1.2.", r"1\.\d+\.", "impact", "all"),
    "1.13": ("1.13.", r"1\.\d+\.", "impact", "all"),
    "5.1": ("5.1.", r"5\.\d+\.", "recovery", "all"),
    "8.3": ("8.3.", r"8\.\d+\.", "vulnerable", "all"),
    "14.9": ("14.9.", r"14\.\d+\.", "services", "all"),
    "3.5.3": ("3.5.3.", r"3\.5\.\d\.", "supports", "stable_funding"),
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(
    ("challenge", "inside"), [("all", list), (HEALTH, in_health)], ids=["all", HEALTH]
)
def test_figures_equal_a_count_with_the_csv_module_alone(
    cleaned: Cleaned,
    finished: list[Row],
    cell: str,
    challenge: str,
    inside: Callable[[list[Row]], list[Row]],
) -> None:
    number, siblings, question, item = CELLS[cell]
    rows = inside(finished)
    name = column(finished, number)
    option = name.removeprefix(f"{number} ")
    if item != "all":
        option = option.rsplit(" - ", 1)[1]
    table = estimate(cleaned, challenge=challenge)
    row = one(table, question=question, item=item, option=option, challenge=challenge)
    assert row["count"] == sum(ticked(answer, name) for answer in rows)
    assert row["answered"] == asked_anything(rows, siblings)
    assert row["asked"] == len(rows)


def test_a_group_equals_a_count_with_the_csv_module_alone(
    cleaned: Cleaned, finished: list[Row]
) -> None:
    table = estimate(cleaned)
    size, name = column(finished, "17."), column(finished, "8.3.")
    rows = [row for row in finished if row[size] == "05-Jan"]
    option = "Low-income individuals and families"
    row = one(table, question="vulnerable", option=option, group="1–5")
    assert row["count"] == sum(ticked(answer, name) for answer in rows)
    assert row["answered"] == len(rows)


def test_target_groups_are_asked_only_of_those_that_have_one(
    cleaned: Cleaned, finished: list[Row]
) -> None:
    table = estimate(cleaned)
    row = one(table, question="target_groups", option="Women")
    assert row["asked"] == sum(answer["myLabel"] == "Yes" for answer in finished)


def test_collaboration_within_an_area_counts_each_organisation_once(
    cleaned: Cleaned, finished: list[Row]
) -> None:
    table = estimate(cleaned, challenge=HEALTH)
    row = one(table, question="services", statistic="collaborates", form="all")
    assert row["count"] == len(in_health(finished))


def worded(book: Codebook) -> Iterator[tuple[str, str]]:
    """(header, question) for every column that the codebook reads."""
    for question in book.questions:
        for name in question.columns_used:
            yield name, question.text or ""
        if isinstance(question, Grid):
            assert all(isinstance(where, dict) for where in question.rows.values())


def test_question_texts_are_those_of_the_publishers_codebook(book: Codebook) -> None:
    path = shared(*FOLDER, "codebook_readme.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        published = {
            fold(row["Field Name"]): fold(row["Question"])
            for row in csv.DictReader(file)
        }
    grid = book.question("supports")
    assert isinstance(grid, Grid)
    label = {
        name: grid.row_labels[row]
        for row, where in grid.rows.items()
        for name in (where.values() if isinstance(where, dict) else [])
    }
    compared = 0
    for name, text in worded(book):
        if name not in published:
            continue  # the publisher describes all fields but questions 10 and 11
        expected = published[name]
        if name in label:  # the publisher repeats the question with each row's number
            expected = re.sub(r"^3\.\d+\.", "3.", expected)
            text = f"{text} {label[name]}"
        assert text == expected, name
        compared += 1
    system = {"Respondent", "Reached end", "3.11. Other"}
    assert compared == len(set(published) - system)


def test_options_are_the_headers_without_their_numbers(book: Codebook) -> None:
    for question in book.questions:
        if isinstance(question, Multiple):
            for option, name in question.columns.items():
                assert name.split(" ", 1)[1] == option


def test_names_and_postal_codes_stop_at_cleaning(
    cleaned: Cleaned, book: Codebook, finished: list[Row]
) -> None:
    personal = {q.id for q in book.questions if q.personal}
    assert personal == {"postal_code", "agency"}
    assert not personal & {str(name) for name in cleaned.responses.columns}
    name = column(finished, "19.")
    agencies = {fold(row[name]) for row in finished if len(row[name]) > 12}
    assert len(agencies) > 50
    free = {q.id for q in book.questions if isinstance(q, FreeText)}
    for written in cleaned.responses.columns.difference(list(free)):
        if not written.endswith("~other"):
            assert not agencies & set(cleaned.responses[written].astype(str)), written


def test_every_column_is_described(cleaned: Cleaned) -> None:
    table = cleaned.columns
    assert list(table.loc[table["part"] == "obeskriven", "column"]) == []


def test_every_free_text_is_on_the_workbench(
    project: Project, finished: list[Row]
) -> None:
    """Twelve questions of one's own words: seven, and five beside the options. And two
    that say who answers."""
    from helpers.app.workbench import Reader

    reader = Reader("toronto", project)
    texts = [id for _, id in reader.question.options]
    assert len(texts) == 12 + 2
    for number, id in (("7.", "lessons"), ("1.16.", "impact (annat)")):
        header = column(finished, number)
        written = [fold(row[header]) for row in finished]
        written = [text for text in written if text not in ("", "NA", "#NAME?")]
        reader.question.value = id
        assert list(reader.own["text"]) == written
        reader.search.value = "fund*"
        hits = sum(len(re.findall(r"\bfund\w*", text, re.I)) for text in written)
        assert f"{hits} träffar" in reader.hits.value
        assert hits

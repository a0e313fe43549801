"""The attacker over what the shipped surveys and Toronto's really publish."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from support.shared_data import shared

from helpers.audit import audit, audit_files
from helpers.cleaning.cleaned import Cleaned, read_cleaned
from helpers.core.project import Project
from helpers.disclosure.ledger import already_public, write_entry
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.disclosure.rules import is_protected
from helpers.estimation.analysis import analyse
from helpers.estimation.estimates import read_estimates
from helpers.presentation.figures.look import QUIET
from helpers.presentation.outputs import numbers_csv

EXAMPLES = ("exempel-2022", "exempel-2024")


@pytest.fixture(scope="session")
def reported(all_reports: Path) -> Project:
    """To be read, never changed."""
    return Project(all_reports)


def released(project: Project, survey: str) -> Released:
    return Released.read(project.processed(survey) / "released")


@pytest.mark.parametrize("survey", EXAMPLES)
def test_nothing_can_be_computed_from_the_examples(reported, survey):
    assert audit(survey, reported) == []


def test_nothing_can_be_computed_from_toronto(reported):
    shared("data", "toronto-agency-survey", "agency_survey_rawdata.csv")
    assert audit("toronto", reported) == []


@pytest.fixture
def outputs(reported: Project, tmp_path: Path) -> Path:
    """The report of exempel-2024 with the table of all numbers, to plant leaks in."""
    folder, made = tmp_path / "outputs", reported.outputs("exempel-2024")
    for name in ("fordjupad.html", "data/alla-tal.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made / name, folder / name)
    return folder


def suppressed_share(project: Project, **keys: str) -> pd.Series:
    """A hidden share of a group in exempel-2024, with its true count."""
    survey = "exempel-2024"
    rows = released(project, survey).select(statistic="share", challenge="all", **keys)
    hidden = rows.rows[lambda table: table["reason"].eq("small_cell")]
    true = read_estimates(survey, project)
    same = ["question", "item", "option", "challenge", "group", "statistic"]
    found = hidden[same].merge(true, on=same)
    return found[found["count"].gt(0)].iloc[0]


def test_the_attacker_reads_the_sentences_and_tables_of_the_real_pages(
    reported, outputs
):
    """A sentence with a suppressed number, and every such number of one table as if the
    sign for it had been forgotten."""
    cell = suppressed_share(reported, question="barriers")
    page = outputs / "fordjupad.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
    table = next(
        table
        for table in soup.find_all("table")
        if "Hinder för samverkan per" in table.caption.get_text()
    )
    for sign in table.select("td .dold"):
        sign.replace_with("3")
    said = (
        f"<section><h2>Hinder för samverkan</h2><p>I {cell['group']} anger "
        f"{cell['count']:.0f} av {cell['answered']:.0f} ”{cell['option']}”.</p>"
        "</section></main>"
    )
    page.write_text(str(soup).replace("</main>", said), encoding="utf-8")
    book = released(reported, "exempel-2024").codebook
    found = [str(problem) for problem in audit_files(outputs, book)]
    told = f"”{cell['option']}”, {cell['group']} står här (meningen"
    assert any(told in one for one in found)
    assert any("Hinder för samverkan" in one and told not in one for one in found)


# --- a second version, with one late answer ---------------------------------------


def without(cleaned: Cleaned, row: int) -> Cleaned:
    """The survey before its `row`th answer came."""
    gone = cleaned.responses.index[row]
    return replace(
        cleaned,
        responses=cleaned.responses.drop(gone),
        ties=cleaned.ties[cleaned.ties["response"] != gone],
    )


def test_a_late_answer_is_not_told_by_the_second_version(reported, tmp_path):
    survey = "exempel-2024"
    project = Project(tmp_path)
    for one in EXAMPLES:
        shutil.copytree(reported.raw(one), tmp_path / "data" / "raw" / one)
        shutil.copytree(reported.processed(one), project.processed(one))
    shutil.copytree(reported.outputs("exempel-2022"), project.outputs("exempel-2022"))
    cleaned = read_cleaned(survey, project)
    waves = already_public(survey, project)
    first = release(analyse(without(cleaned, 100)), cleaned.codebook, earlier=waves)
    write_entry(project.raw(survey) / "published", first)
    table = analyse(cleaned)
    (project.outputs(survey) / "data").mkdir(parents=True)

    def told(second: Released) -> str:
        second.write(project.processed(survey) / "released")
        path = project.outputs(survey) / "data" / "alla-tal.csv"
        path.write_bytes(numbers_csv(second))
        made = {"data/alla-tal.csv": hashlib.sha256(path.read_bytes()).hexdigest()}
        manifest = project.outputs(survey) / "manifest.json"
        manifest.write_text(json.dumps({"outputs": made}))
        return "\n".join(map(str, audit(survey, project)))

    earlier = already_public(survey, project)
    careful = release(table, cleaned.codebook, earlier=earlier)
    assert careful.rows["reason"].eq("few_changed").any()
    assert told(careful) == ""
    careless = release(table, cleaned.codebook, earlier=waves)
    assert "svaren som kom till sist" in told(careless)


# --- what is open is published whole ----------------------------------------------


def test_no_open_number_of_the_examples_is_suppressed(reported):
    for survey in EXAMPLES:
        got = released(reported, survey)
        rows = got.rows
        protected = {id: is_protected(got.codebook, id) for id in set(rows["question"])}
        own = rows[~rows["question"].map(protected).astype(bool)]
        assert own["shown"].all()
        # Nor has any gone missing on the way.
        estimated = read_estimates(survey, reported)
        kept = ~estimated["question"].map(protected).astype(bool)
        kept &= estimated["statistic"].ne("dominance")
        assert len(own) == kept.sum()


def test_department_by_challenge_by_form_is_all_there(reported):
    got = released(reported, "exempel-2024")
    book = got.codebook
    departments = book.question(book.group).all_options
    rows = got.select(statistic="collaborates").rows
    crossed = rows[
        rows["group"].isin(departments)
        & rows["challenge"].isin(list(book.challenge_labels))
        & rows["form"].isin(list(book.forms))
    ]
    wanted = len(departments) * len(book.challenge_labels) * len(book.forms)
    assert len(crossed) == wanted
    assert crossed["count"].notna().all()
    for statistic in ("ties", "organisations"):
        assert got.select(statistic=statistic).rows["estimate"].notna().all()
    gaps = got.select(question="needs", statistic="share").rows
    assert len(gaps)
    assert gaps["shown"].all()


# --- what is drawn is what is released (the marks themselves: test_marks) -------------


def pictures(reported: Project, survey: str) -> dict[str, Tag]:
    """The figures of the in-depth report that have a table, by id."""
    page = (reported.outputs(survey) / "fordjupad.html").read_text(encoding="utf-8")
    figures = BeautifulSoup(page, "lxml").find_all("figure")
    return {figure["id"]: figure for figure in figures if figure.table}


def wanting_more(got: Released) -> set[str]:
    """What stands beside each bar of the needs, as the note below them says: the shares
    of the table that want more, added."""
    needs = got.codebook.needs_question
    assert needs is not None
    keys = {"question": needs.id, "challenge": "all", "group": "all"}
    rows = got.select(statistic="share", **keys).rows
    sums = rows[rows["option"].isin(needs.wants_more)].groupby("item")["estimate"].sum()
    return {f"{100 * share:.0f} %" for share in sums}


@pytest.mark.parametrize("survey", EXAMPLES)
def test_every_percentage_in_a_picture_stands_in_its_table(reported, survey):
    found, got = 0, released(reported, survey)
    for key, figure in pictures(reported, survey).items():
        cells = [cell.get_text(" ", strip=True) for cell in figure.table.find_all("td")]
        told = set(re.findall(r"\d+ %", " | ".join(cells).replace("\xa0", " ")))
        if key == f"figur-{got.codebook.needs_question.id}":
            told |= wanting_more(got)
        for label in figure.select("svg text"):
            words = label.get_text().replace("\xa0", " ")
            if re.fullmatch(r"\d+ %", words) and label.get("fill") != QUIET:  # an axis
                assert words in told, (key, words)
                found += 1
    assert found > 100

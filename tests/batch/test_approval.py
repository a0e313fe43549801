"""Nothing is published that no other person has approved, where survey.yml says so."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from batch.test_publishing import make
from bs4 import BeautifulSoup

from helpers.batch.approval import LOG, approve, read_verdicts
from helpers.batch.approval_page import _in_short, write_approval_page
from helpers.batch.publishing import publish, refusals
from helpers.core.errors import DisclosureError
from helpers.core.project import Project
from helpers.disclosure.ledger import Published
from helpers.estimation.schema import KEYS
from helpers.survey.codebook import read_codebook, write_parsed

DAY = dt.date(2026, 3, 2)
ANN, BO = "Ann Ek", "Bo Al"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    made(project)
    return project


def made(project: Project, *args: object, **more: object) -> None:
    """What a run leaves behind, of a survey that asks for two persons."""
    make(project, *args, **more)
    yml = project.raw("prov") / "survey.yml"
    yml.write_text(yml.read_text("utf-8") + "approval: two\n", "utf-8")
    write_parsed(project.processed("prov") / "released", read_codebook(yml.parent))


def told(project: Project, by: str) -> str:
    problems = refusals("prov", project, note="Rättat.", by=by)
    return " ".join(str(one) for one in problems)


def test_another_person_approves_and_the_ledger_says_who(project):
    assert "inte vem som publicerar" in told(project, "")
    assert "Ingen annan än Ann Ek har godkänt" in told(project, ANN)
    approve("prov", project, who=BO, today=DAY)
    assert told(project, ANN) == ""
    publish("prov", project, by=ANN)
    ledger = (project.raw("prov") / "published" / "1.csv").read_text("utf-8")
    assert "Publicerad av Ann Ek, godkänd av Bo Al 2026-03-02." in ledger


def test_the_same_person_twice_is_refused(project):
    approve("prov", project, who=ANN, today=DAY)
    assert "Ingen annan än ann ek" in told(project, "ann ek")
    with pytest.raises(DisclosureError, match="redan godkänt"):
        approve("prov", project, who="ANN EK", today=DAY)
    assert len(read_verdicts(project.raw("prov"))) == 1


def test_a_page_that_no_run_made_is_not_approved(project):
    page = next(project.outputs("prov").glob("*.html"))
    page.write_text(page.read_text("utf-8") + "<p>Tillagt.</p>", "utf-8")
    with pytest.raises(DisclosureError, match="ändrad sedan den senaste körningen"):
        approve("prov", project, who=BO, today=DAY)
    approve("prov", project, who=BO, refused="Ändrad för hand", today=DAY)


def test_a_refusal_has_words_and_stops_it(project):
    with pytest.raises(DisclosureError, match="varför du nekar"):
        approve("prov", project, who=BO, refused=" ")
    approve("prov", project, who=BO, refused="=Fel grupp i tabell 3", today=DAY)
    assert "nekad av Bo Al 2026-03-02: ”=Fel grupp i tabell 3”" in told(project, ANN)
    assert "'=Fel" in (project.raw("prov") / LOG).read_text("utf-8-sig")
    approve("prov", project, who=BO, today=DAY)
    assert told(project, ANN) == ""


@pytest.mark.parametrize("again", ["ANN EK", " ann  ek", "Ek, Ann", "Ann\u00a0Ek"])
def test_nobody_approves_what_the_same_person_publishes(project, again):
    approve("prov", project, who=ANN, today=DAY)
    assert "Ingen annan än" in told(project, again)


def test_nobody_is_asked_past_a_refusal(project):
    approve("prov", project, who=BO, refused="Fel grupp i tabell 3", today=DAY)
    approve("prov", project, who="Cia Bo", today=DAY)
    assert "nekad av Bo Al" in told(project, ANN)
    approve("prov", project, who="bo al", today=DAY)
    assert told(project, ANN) == ""


def test_an_approval_is_of_the_files_that_were_read(project):
    approve("prov", project, who=BO, today=DAY)
    made(project, (20, 25, 40))
    assert "Ingen annan" in told(project, ANN)


def test_nobody_and_nothing_cannot_be_approved(project):
    with pytest.raises(DisclosureError, match="vem som har granskat"):
        approve("prov", project, who=" ")
    (project.outputs("prov") / "manifest.json").unlink()
    with pytest.raises(DisclosureError, match="inga färdiga rapporter"):
        approve("prov", project, who=BO)


def test_the_page_tells_files_rules_reasons_and_changes(project):
    page = write_approval_page("prov", project)
    assert page.is_relative_to(project.processed("prov"))
    first = page.read_text("utf-8")
    for said in ("fordjupad.html", "disclosure → k", "Det här är den första"):
        assert said in first
    approve("prov", project, who=BO, today=DAY)
    publish("prov", project, by=ANN)
    made(project, (20, 25, 40), "2", careful=False)
    second = write_approval_page("prov", project).read_text("utf-8")
    assert "Ändrat tal sedan version 1" in second
    assert "godkänd av Bo Al" in second
    assert re.findall(r'href="#(del-\d+)"', second) == re.findall(r'id="(.*?)"', second)
    assert "Kort sagt" in first


def ledger_rows(*reasons: str) -> pd.DataFrame:
    """A number an option, shown where it has no reason not to be."""
    return pd.DataFrame(
        [
            dict.fromkeys(KEYS, "x")
            | {"option": str(place), "reason": reason, "shown": not reason}
            for place, reason in enumerate(reasons)
        ]
    )


def test_the_page_begins_with_counts_by_reason_and_what_is_new() -> None:
    now = ledger_rows("small_cell", "small_cell", "few_answers", "", "")
    before = ledger_rows("small_cell", "", "few_answers", "few_answers")
    last = Published("1", "", before, "")
    assert in_short(now, last) == [
        ["Skäl", "Tal", "Nya sedan version 1"],
        ["Redovisas inte: för få i rutan eller utanför den", "2", "1"],
        ["Redovisas inte: för få har svarat", "1", "0"],
        ["Redovisas inte, alla skäl", "3", "1"],
        ["Redovisas", "2", "2"],
    ]
    assert in_short(now, None)[0] == ["Skäl", "Tal"]
    assert in_short(ledger_rows(""), last)[1:] == [
        ["Redovisas inte, alla skäl", "0", "0"],
        ["Redovisas", "1", "1"],
    ]


def in_short(now: pd.DataFrame, last: Published | None) -> list[list[str]]:
    table = BeautifulSoup(_in_short(now, last).html, "html.parser")
    return [[c.text for c in row.find_all(["th", "td"])] for row in table("tr")]

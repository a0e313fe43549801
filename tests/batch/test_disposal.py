"""Deleting the answers by decision: what goes, what stays, what still works."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import shutil
from pathlib import Path

import pytest
from support.surveys import NAME, survey

from helpers.audit import audit
from helpers.audit.files import file_problems
from helpers.batch.approval_page import write_approval_page
from helpers.batch.disposal import dispose, reminders
from helpers.batch.handout import write_handout
from helpers.batch.papers import write_papers
from helpers.batch.publishing import refusals
from helpers.batch.steps import plan
from helpers.core.errors import DisclosureError, ProjectError
from helpers.core.project import DISPOSED, Project
from helpers.disclosure.ledger import read_ledger
from helpers.survey.series import earlier_waves

DAY = dt.date(2027, 1, 31)
YAML = """\
retention: {decision: KS 2026-14, date: 2027-01-31}
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - {id: said, type: text, column: Vad hindrar?}
"""
ANSWERS = """\
Förvaltning;Vad hindrar?
Kultur;Ring Fatima på 040-34 10 00
Skola;Tiden räcker inte
"""
FILES = {
    "population.csv": "unit;department;contact\nBadet;Kultur;bo@exempel.invalid\n",
    "organisations.csv": "name;aliases\nIF Ettan;\n",
    "texts/mission.md": "Vi samverkar.\n",
    "decisions/corrections.csv": "question;from;to\nsaid;Ring Fatima;Ring\n",
    "egna/utdrag.txt": "Ring Fatima på 040-34 10 00\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = survey(tmp_path, YAML, ANSWERS, files=FILES)
    answers = made.processed(NAME)
    answers.mkdir(parents=True)
    (answers / "cleaned.csv").write_text("Ring Fatima på 040-34 10 00")
    return made


def test_nothing_of_the_answers_is_left_on_disk(project: Project) -> None:
    protocol = dispose(NAME, project, who="Eva Ek", today=DAY)
    left = {path for path in project.root.rglob("*") if path.is_file()}
    for path in left:
        content = path.read_bytes()
        assert not [said for said in (b"Fatima", b"bo@exempel") if said in content]
    raw = project.raw(NAME)
    names = {path.relative_to(raw).as_posix() for path in left if raw in path.parents}
    assert names == {
        "survey.yml",
        "organisations.csv",
        "texts/mission.md",
        protocol.name,
    }


def test_the_protocol_names_each_file_with_its_checksum(project: Project) -> None:
    protocol = dispose(NAME, project, who="Eva Ek", today=DAY)
    text = protocol.read_text("utf-8-sig")
    rows = {
        row["file"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")
    }
    answers = rows["svar.csv"]
    assert answers["sha256"] == hashlib.sha256(ANSWERS.encode()).hexdigest()
    assert (answers["who"], answers["decision"]) == ("Eva Ek", "KS 2026-14")
    assert answers["date"] == "2027-01-31"
    assert f"data/processed/{NAME}/ (1 filer)" in rows


def test_before_its_day_and_without_a_name_nothing_goes(project: Project) -> None:
    with pytest.raises(DisclosureError, match="dit är det 1 dag\\."):
        dispose(NAME, project, who="Eva", today=DAY - dt.timedelta(days=1))
    with pytest.raises(DisclosureError, match="vem"):
        dispose(NAME, project, who=" ", today=DAY)
    assert (project.raw(NAME) / "svar.csv").is_file()
    assert project.surveys() == [NAME]


def test_without_a_decision_nothing_goes(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML.partition("\n")[2], ANSWERS)
    with pytest.raises(DisclosureError, match="inget beslut om gallring"):
        dispose(NAME, project, who="Eva", today=DAY)


def test_personal_data_in_what_stays_is_told_with_its_line(project: Project) -> None:
    text = project.raw(NAME) / "texts" / "mission.md"
    text.write_text("Vi samverkar.\nRing Fatima på 040-34 10 00\n", encoding="utf-8")
    with pytest.raises(DisclosureError) as raised:
        dispose(NAME, project, who="Eva", today=DAY)
    (problem,) = raised.value.problems
    assert (problem.file, problem.row) == ("texts/mission.md", 2)
    assert (project.raw(NAME) / "svar.csv").is_file()


def test_a_disposal_that_was_interrupted_is_finished_by_the_next(
    project: Project,
) -> None:
    protocol = dispose(NAME, project, who="Eva", today=DAY)
    first = protocol.read_bytes()
    late = project.raw(NAME) / "decisions" / "rows.csv"
    late.parent.mkdir()
    late.write_text("Ring Fatima", encoding="utf-8")  # as if it had not come to that
    dispose(NAME, project, who="Bo", today=DAY + dt.timedelta(days=3))
    assert not late.exists()
    assert protocol.read_bytes() == first


def test_status_reminds_and_a_run_leaves_it_alone(project: Project) -> None:
    soon = DAY - dt.timedelta(days=10)
    told = f"{NAME}: svaren ska gallras om 10 dagar."
    assert reminders(project, today=soon) == [told]
    assert "kartlaggning dispose" in reminders(project, today=DAY)[0]
    assert reminders(project, today=DAY - dt.timedelta(days=60)) == []
    dispose(NAME, project, who="Eva", today=DAY)
    assert "är gallrade" in reminders(project, today=DAY)[0]
    assert plan(project).steps == ()
    named = plan(project, [NAME])
    assert named.steps == ()
    assert "gallrade" in str(named.broken[NAME])
    for command in (write_handout, write_approval_page, write_papers, refusals):
        with pytest.raises(ProjectError, match="är gallrade"):
            command(NAME, project)


def test_reports_stand_and_are_audited_when_the_answers_are_gone(
    all_reports: Path, tmp_path: Path
) -> None:
    """The earlier wave of the examples, disposed of after its reports were made."""
    for part in ("data/raw", "outputs"):
        one = f"{part}/exempel-2022"
        shutil.copytree(all_reports / one, tmp_path / one)
    shutil.copy(all_reports / "outputs" / "index.html", tmp_path / "outputs")
    later = tmp_path / "data" / "raw" / "exempel-2024"
    later.mkdir()
    shutil.copy(all_reports / "data" / "raw" / "exempel-2024" / "survey.yml", later)
    project = Project(tmp_path)
    book = project.raw("exempel-2022") / "survey.yml"
    decided = "retention: {decision: KS 1, date: 2027-01-31}\n"
    book.write_text(book.read_text("utf-8") + decided, encoding="utf-8")
    protocol = dispose("exempel-2022", project, who="Eva", today=DAY)
    assert protocol.name == DISPOSED
    assert read_ledger("exempel-2022", project) == []
    assert earlier_waves("exempel-2024", project) == []
    assert earlier_waves("exempel-2024", project, disposed=True) == ["exempel-2022"]
    assert audit("exempel-2022", project) == []
    page = project.outputs("exempel-2022") / "fordjupad.html"
    page.write_text(page.read_text("utf-8").replace("<h1", "<h1 ", 1), "utf-8")
    (changed,) = file_problems(project.outputs("exempel-2022"))
    assert "ändrad" in str(changed)

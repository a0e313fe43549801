"""`new` asks who was asked a question where the blanks leave it open; pages say that it
is not known until she has answered. All claims are counted from made answers."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from support.drafted import Columns, as_csv, project_in
from support.made_exports import text

from helpers import method
from helpers.app.describing.history import doubts_of
from helpers.app.describing.taken import read_survey
from helpers.core.project import Project
from helpers.drafting.draft import NewSurvey, new_survey
from helpers.presentation import chapters
from helpers.survey.codebook import Codebook, read_codebook

ROWS = 90
ASKED = "Vad handlade samverkan om?"


def columns(seed: int = 1) -> Columns:
    dice = random.Random(seed)
    does = [dice.choice(["Ja", "Ja", "Nej", "Vet ej"]) for _ in range(ROWS)]
    about = [
        dice.choice(["Bidrag", "Dialog", "Lokal"]) if one == "Ja" else ""
        for one in does
    ]
    about[does.index("Ja")] = ""  # one skipped it
    wants = [dice.choice(["Mer", "Mindre", "Lika"]) for _ in range(ROWS)]
    wants[3] = ""
    return {"Samverkar ni?": does, ASKED: about, "Vad vill ni?": wants}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


def made(project: Project, name: str, against: str | None = None) -> NewSurvey:
    file = text(project.root / f"{name}.csv", as_csv(columns()))
    return new_survey(project, file, name, against)


def changed(folder: Path, old: str, new: str) -> Codebook:
    path = folder / "survey.yml"
    content = path.read_text("utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), "utf-8")
    return read_codebook(folder)


def test_the_draft_proposes_with_counts_and_decides_nothing(project):
    found = made(project, "prov")
    book = read_codebook(found.folder)
    first, about, last = book.questions
    assert [first.asked, about.asked, last.asked] == [None, "unknown", None]
    assert about.asked_if == {}
    yes = columns()["Samverkar ni?"].count("Ja")
    answered = sum(map(bool, columns()[ASKED]))
    [said] = [one for one in found.doubts if "fick alla frågan?" in one]
    assert f"{about.id}: fick alla frågan? {answered} av {ROWS} har svarat" in said
    others = ROWS - yes
    led = f"av {answered} av {yes} som svarat ”Ja” på {first.id}"
    assert f"{led}, och av 0 av {others} andra" in said
    assert f'asked_if: {{{first.id}: ["Ja"]}}' in said
    written = (found.folder / "survey.yml").read_text("utf-8")
    shown = "".join(doubts_of(written, about.id))
    assert shown.endswith("Svara under ”Fick alla frågan?”")


def test_the_form_offers_the_proposal_for_the_question_and_those_like_it(project):
    made(project, "prov")
    read = read_survey("prov", project)
    [one] = read.unasked(read.codebook.questions[1].id)
    assert [dict(route.asked_if) for route in one.clear] == [
        {read.codebook.questions[0].id: ("Ja",)}
    ]
    assert read.unasked(read.codebook.questions[2].id) == []
    [taken] = [one for one in read.taken() if one.question.asked == "unknown"]
    assert any("inte känt vilka som fick frågan" in line for line in taken.in_words)


def test_pages_do_not_say_how_many_got_it_until_she_has_said(project):
    found = made(project, "prov")
    about = read_codebook(found.folder).questions[1]
    answered = sum(map(bool, columns()[ASKED]))
    yes = columns()["Samverkar ni?"].count("Ja")
    rows, said = pages(project)
    own = rows[rows["question"].eq(about.id)]
    assert own["asked"].isna().all()
    assert set(own["statistic"]) == {"share"}
    assert set(own["answered"].dropna()) == {answered}
    assert f"{answered} av {ROWS} svarade på frågan" in said
    assert "Det är inte känt hur många som fick den" in said
    assert "Bland dem som svarat på frågan: " in said
    assert "För en fråga är det inte känt hur många som fick den" in said
    of_all = rows[rows["statistic"].eq("nonresponse")].set_index("question")
    last = read_codebook(found.folder).questions[2].id  # asked of all; one skipped it
    assert of_all.loc[last, ["count", "asked"]].tolist() == [1, ROWS]

    changed(
        found.folder, "    asked: unknown", f'    asked_if: {{{first(found)}: ["Ja"]}}'
    )
    rows, said = pages(project)
    own = rows[rows["question"].eq(about.id)]
    assert set(own["asked"].dropna()) == {yes}
    [skipped] = own.loc[own["statistic"].eq("nonresponse"), "count"]
    assert skipped == yes - answered == 1
    assert "svarat ”Ja” på ”Samverkar ni?”" in said
    assert "inte känt" not in said


def first(found: NewSurvey) -> str:
    return read_codebook(found.folder).questions[0].id


def pages(project: Project) -> tuple[pd.DataFrame, str]:
    """The released numbers, and what the in-depth report's chapters say."""
    report = method.report("prov", project)
    used = {question.chapter for question in report.released.codebook.questions}
    made = [chapters.questions(report, chapter) for chapter in sorted(used)]
    made.append(chapters.appendix(report))
    return report.released.rows, "\n".join(map(str, made)).replace("\u00a0", " ")


def test_the_next_wave_keeps_what_she_had_said(project):
    before = made(project, "samverkan-2024")
    said = f'    asked_if: {{{first(before)}: ["Ja"]}}'
    changed(before.folder, "    asked: unknown", said)
    after = made(project, "samverkan-2026", against="samverkan-2024")
    about = read_codebook(after.folder).questions[1]
    assert about.asked_if == {first(before): ["Ja"]}
    assert about.asked is None
    assert not [one for one in after.doubts if "fick alla frågan?" in one]

"""The page without a browser: its values, and its widgets moved by hand."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch.test_approval import made as make_for_two
from batch.test_publishing import make
from ipywidgets import Button, Dropdown, Widget
from support.seen import all_seen
from support.surveys import NAME, survey

from helpers.app.describing import changes
from helpers.app.start import board, reports
from helpers.app.start.approving import Approving
from helpers.app.start.form import DescribingForm
from helpers.app.start.incoming import plain_name, take_in, take_in_late
from helpers.app.start.options import OptionRow
from helpers.app.start.outcome import Publishing
from helpers.app.start.page import Start, start
from helpers.app.start.running import Progress
from helpers.app.start.serving import _free_port
from helpers.batch.runner import NOT_CHOSEN, Result
from helpers.batch.step import Step
from helpers.core.errors import ExportError, ProjectError, RunError
from helpers.core.project import Project
from helpers.survey.codebook import Single, read_codebook, unseen
from helpers.survey.sources import read_crosswalk


def controls(part: Widget) -> Iterator[Widget]:
    """A part of the page and all that is in it."""
    yield part
    for child in getattr(part, "children", ()):
        yield from controls(child)


def label_of(part: Widget) -> str:
    return str(getattr(part, "description", ""))


YML = """\
questions:
  - {id: role, column: "Roll", type: single, options: ["Chef", "Annan"]}

  # TODO: är beloppen i tusental eller miljoner? Skriv det i unit
  - {id: paid, column: "Kronor", type: number}
"""
ANSWERS = "Roll;Kronor\nChef;10\nAnnan;20\nChef;tjugo\n"
LATER = "Roll;Kronor\nAnnan;30\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return survey(tmp_path, YML, ANSWERS)


def rows_of(form: DescribingForm) -> list[OptionRow]:
    """The options that are shown."""
    assert form.asked is not None
    return form.asked.rows


@pytest.fixture
def page(project: Project) -> Start:
    page = start(NAME, project)
    assert isinstance(page, Start)
    return page


# ---------------------------------------------------------------- which surveys


def test_the_board_says_what_waits_and_which_step_is_next(project: Project) -> None:
    [card] = board.cards(project)
    assert card.next == board.DESCRIBE
    assert card.waits[0] == "2 frågor att gå igenom"
    all_seen(project.raw(NAME))
    [card] = board.cards(project)
    assert card.next == board.RUN


def test_what_is_only_published_waits_for_no_run() -> None:
    release = Step("s", "3_release", Path("3_release.ipynb"), {})
    ledger = "data/raw/s/published/1.csv är ny"
    assert board._only_published([Result(release, NOT_CHOSEN, why=(ledger,))])
    late = "data/raw/s/sena.csv är ny"
    assert not board._only_published([Result(release, NOT_CHOSEN, why=(ledger, late))])
    assert not board._only_published([Result(release, NOT_CHOSEN)])


def test_a_survey_that_cannot_be_read_is_told_and_stops_no_other(
    project: Project,
) -> None:
    other = project.root / "data" / "raw" / "trasig"
    other.mkdir()
    (other / "survey.yml").write_text("title: [", encoding="utf-8")
    cards = {card.survey: card for card in board.cards(project)}
    assert "survey.yml" in cards["trasig"].broken
    assert not cards[NAME].broken


# ---------------------------------------------------------------- a file


def test_a_dropped_file_becomes_a_survey_and_says_how_it_was_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    rows = "Roll;Hur många?\n" + "Chef;3\nAnnan;4\n" * 6
    came = take_in(project, "C:\\Hämtat\\Svar 2026.csv", rows.encode(), survey="ny")
    assert came.survey == "ny"
    assert came.told["Så tolkades filen"]
    assert (project.raw("ny") / "Svar 2026.csv").read_text("utf-8") == rows
    assert len(unseen(read_codebook(project.raw("ny")))) == 2
    with pytest.raises(ProjectError, match="finns redan"):
        take_in(project, "Svar 2026.csv", rows.encode(), survey="ny")


def test_a_list_of_codes_beside_the_file_says_what_they_mean(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    rows = "Q1\n" + "1\n2\n" * 6
    codes = "variable;code;label\nQ1;1;Ja\nQ1;2;Nej\n"
    take_in(
        project, "svar.csv", rows.encode(), survey="ny",
        codes=("koder.csv", codes.encode()),
    )  # fmt: skip
    [question] = read_codebook(project.raw("ny")).questions
    assert question.all_options == ["Ja", "Nej"]


def test_late_answers_are_listed_after_the_first(project: Project) -> None:
    came = take_in_late(project, NAME, "sena.csv", LATER.encode())
    files = [one.file for one in read_codebook(project.raw(NAME)).exports]
    assert files == ["svar.csv", "sena.csv"]
    assert "1 svar lästes ur sena.csv" in came.told["Sena svar"][0]
    assert came.next == board.DESCRIBE  # nobody has seen the questions
    take_in_late(project, NAME, "sena.csv", LATER.encode())  # once more: no matter
    assert [one.file for one in read_codebook(project.raw(NAME)).exports] == files


def test_late_answers_are_compared_with_those_before(tmp_path: Path) -> None:
    rows = "ID;Roll;Kronor\n1;Chef;10\n2;Annan;20\n"
    yml = f"status: final\nignore: [ID]\n{YML}"
    project = survey(tmp_path, yml, rows)
    all_seen(project.raw(NAME))
    came = take_in_late(project, NAME, "sena.csv", f"{rows}3;Chef;5\n".encode())
    assert any("1 nya, 0 ändrade, 0 borta" in line for line in came.told["Sena svar"])
    assert any("slutlig" in line for line in came.told["Nästa steg"])
    assert came.next == board.RUN


def test_a_file_of_something_else_is_no_late_answer(project: Project) -> None:
    before = (project.raw(NAME) / "survey.yml").read_bytes()
    with pytest.raises(ExportError, match="0 av de 2 kolumner"):
        take_in_late(project, NAME, "annat.csv", b"Namn;Ort\nA;B\n")
    assert (project.raw(NAME) / "survey.yml").read_bytes() == before
    assert not (project.raw(NAME) / "annat.csv").exists()


def test_what_became_of_a_department_is_said_in_a_list(tmp_path: Path) -> None:
    def wave(name: str, number: int, *groups: str) -> None:
        folder = tmp_path / "data" / "raw" / name
        folder.mkdir(parents=True)
        head = f"title: T\nseries: s\nwave: {number}\nexports: [{{file: a.csv}}]\n"
        options = ", ".join(groups)
        (folder / "survey.yml").write_text(
            f"{head}group: g\nquestions:\n  - {{id: g, column: G, type: single, "
            f"options: [{options}]}}\n",
            encoding="utf-8",
        )
        (folder / "a.csv").write_text("G\n" + "\n".join(groups), encoding="utf-8")

    wave("s-1", 1, "Skola", "Vård")
    wave("s-2", 2, "Utbildning", "Vård")
    project = Project(tmp_path)
    page = start("s-2", project)
    assert isinstance(page, Start)
    page.go_to(board.DESCRIBE)
    _, departments = page.forms["s-2"].body.children[0].children
    [chosen] = [w for w in departments.children if isinstance(w, Dropdown)]
    assert chosen.description == "Skola"
    chosen.value = "Utbildning"
    said = read_crosswalk("s-2", project)[["from", "to"]].to_dict("records")
    assert said == [{"from": "Skola", "to": "Utbildning"}]
    chosen.value = ""
    assert read_crosswalk("s-2", project).empty


def test_a_file_that_is_there_is_never_overwritten(project: Project) -> None:
    with pytest.raises(ProjectError, match="redan en annan fil"):
        take_in_late(project, NAME, "svar.csv", LATER.encode())
    assert (project.raw(NAME) / "svar.csv").read_text("utf-8") == ANSWERS


@pytest.mark.parametrize("name", ["../../etc/svar.csv", "a\\b\\svar.csv", "svar.csv"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    assert plain_name(name) == "svar.csv"


# ---------------------------------------------------------------- describing


def test_she_goes_through_the_questions_one_by_one(page: Start) -> None:
    page.name.value = "Ulla Ek"
    form = page.forms[NAME]
    form.at.value = "role"
    assert [row.words.value for row in rows_of(form)] == ["Chef: 2", "Annan: 1"]
    form.agree()
    assert form.at.value == "paid"
    assert "En fråga väntar" in form.message.value
    form.agree()
    assert "Alla frågor är genomgångna" in form.message.value
    book = read_codebook(page.project.raw(NAME))
    assert unseen(book) == []
    assert {question.seen.by for question in book.questions if question.seen} == {
        "Ulla Ek"
    }


def test_all_at_once_leaves_what_the_draft_asks_about(page: Start) -> None:
    page.name.value = "Ulla Ek"
    form = page.forms[NAME]
    form.at.value = "*"
    form.agree()
    waiting = [one.question.id for one in unseen(read_codebook(page.project.raw(NAME)))]
    assert waiting == ["paid"]
    assert form.at.value == "paid"


def test_nobody_sees_without_a_name(page: Start) -> None:
    form = page.forms[NAME]
    form.at.value = "role"
    form.agree()
    assert "Skriv ditt namn" in form.message.value
    assert len(unseen(read_codebook(page.project.raw(NAME)))) == 2


def test_a_button_moves_an_option_and_another_takes_it_back(page: Start) -> None:
    form = page.forms[NAME]
    form.at.value = "role"
    path = page.project.raw(NAME) / "survey.yml"
    before = path.read_bytes()
    rows_of(form)[1].up.click()
    assert [row.words.value for row in rows_of(form)] == ["Annan: 1", "Chef: 2"]
    assert form.undo.description == "Ångra: ordning"
    form.undo.click()
    assert path.read_bytes() == before
    assert [row.words.value for row in rows_of(form)] == ["Chef: 2", "Annan: 1"]


def test_steps_wait_for_a_survey(project: Project) -> None:
    page = start(project=project)
    assert isinstance(page, Start)
    assert [one.disabled for one in page.steps] == [False, *[True] * 5]
    page.choose(NAME)
    assert not any(one.disabled for one in page.steps)
    page.go_to(board.READ)
    shown = [one.value for one in page.panel.children[0].children]
    assert any("Inga rapporter än" in str(value) for value in shown)
    assert page.where.value == f"<p>Steg 5 av 6. Enkät: {NAME}</p>"


def test_without_a_project_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KARTLAGGNING_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    shown = start()
    assert not isinstance(shown, Start)
    assert "data/raw" in shown.value  # type: ignore[attr-defined]


# ---------------------------------------------------------------- running, reading


def test_a_run_is_heard_line_by_line() -> None:
    progress = Progress(3)
    step = {"event": "step", "step": "1_clean", "problems": []}
    progress.hear(json.dumps(step))
    assert progress.in_words == "1 av 3 steg: rensar svaren"
    progress.hear(
        json.dumps({**step, "step": "4_report", "problems": ["Fel i filen."]})
    )
    progress.hear(
        json.dumps({**step, "step": "5_summary", "problems": ["Fel i filen."]})
    )
    progress.hear("En annan körning pågår redan.")
    assert progress.outcome(0) == []
    assert progress.outcome(1) == ["Fel i filen."]
    assert Progress(3).outcome(1)[0].startswith("Körningen avbröts")


def test_what_is_no_json_is_told_where_there_is_nothing_else() -> None:
    progress = Progress(3)
    progress.hear("Fel: En annan körning pågår redan.")
    assert progress.outcome(3) == ["Fel: En annan körning pågår redan."]


def test_reports_are_found_where_they_are_served(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reports.pages(NAME, project) == []
    folder = project.outputs(NAME)
    folder.mkdir(parents=True)
    pages = [{"file": "fordjupad.html", "shelf": "", "label": "Fördjupad rapport"}]
    said = {"pages": pages, "outputs": {"tabeller.xlsx": ""}}
    (folder / "manifest.json").write_text(json.dumps(said))
    monkeypatch.delenv(reports.REPORTS, raising=False)
    assert [one.address for one in reports.pages(NAME, project)] == ["", ""]
    monkeypatch.setenv(reports.REPORTS, "/rapporter")
    first = reports.pages(NAME, project)[0]
    assert first.address == f"/rapporter/{NAME}/fordjupad.html"


def test_a_click_that_fails_says_so_in_swedish(
    page: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = page.forms[NAME]
    form.at.value = "role"

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "survey.yml")

    monkeypatch.setattr(form.history, "change", locked)
    rows_of(form)[1].up.click()
    assert 'role="alert"' in form.message.value
    assert "Excel" in form.message.value
    assert "Traceback" not in form.message.value


def test_controls_stay_where_only_order_changes_and_go_with_another_kind(
    page: Start,
) -> None:
    """A keyboard would lose the button that it pressed."""
    form = page.forms[NAME]
    form.at.value = "role"
    before = form.asked
    rows_of(form)[1].up.click()
    assert form.asked is before
    rows_of(form)[0].meaning.value = "vet ej"
    assert form.asked is before
    assert "Sparat: vad svaret betyder" in form.message.value
    form.at.value = "paid"
    assert form.asked is not before


# ---------------------------------------------------------------- publishing


def test_she_publishes_reads_what_to_know_and_goes_on_to_the_next_version(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    make(project)
    panel = Publishing("prov", project, Button(), Button())
    assert panel.go.disabled
    assert "Enkäten är öppen" in panel.know.value
    panel.read.value = True
    panel.go.click()
    assert "Publicerat:" in panel.message.value
    first = (project.raw("prov") / "published" / "1.csv").read_text("utf-8")
    assert "Godkänt i appen" in first.splitlines()[0]
    assert "Version 1 är publicerad" in panel.know.value
    assert panel.go.layout.display == "none"
    panel.newer.click()
    assert read_codebook(project.raw("prov")).version == "2"
    assert "Publicera version 2" in panel.title.value
    assert "Kör igen" in panel.message.value
    assert panel.again.layout.display == ""
    said = panel.know.value
    assert "Skriv det under ”Vad är ändrat”" in said
    assert "--note" not in said
    assert "kartlaggning run" not in said


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(RunError, match="används redan"):
            _free_port(taken.getsockname()[1])
    assert _free_port(0) > 0


def test_a_second_person_approves_in_the_app_and_never_the_same(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    make_for_two(project)
    panel = Publishing("prov", project, Button(), Button(), lambda: "Ann Ek")
    [page] = panel.checker.children
    assert isinstance(page, Approving)
    assert "Ingen annan än Ann Ek har godkänt" in panel.know.value
    shown = " ".join(str(getattr(one, "value", "")) for one in controls(page))
    assert "fordjupad.html" in shown  # the files
    assert "Minst 5 i rutan" in shown  # the rules
    assert "Det här är den första" in shown  # what has changed
    page.approve()
    assert "Skriv vem som har granskat" in page.message.value
    assert "--by" not in page.message.value
    page.who.value = "ann ek"
    page.approve()
    assert "ann ek står överst som den som publicerar" in page.message.value
    page.who.value = "Bo Al"
    page.refuse()
    assert "Skriv varför du nekar" in page.message.value
    page.words.value = "Fel grupp i tabell 3"
    page.refuse()
    assert "nekad av Bo Al" in panel.message.value
    assert "Fel grupp i tabell 3" in panel.know.value
    assert panel.go.disabled
    [page] = panel.checker.children
    page.who.value = "Bo Al"
    page.approve()
    assert "godkänd av Bo Al" in panel.message.value
    [page] = panel.checker.children
    page.who.value = "Bo Al"
    page.approve()
    assert "har redan godkänt" in page.message.value
    panel.read.value = True
    panel.go.click()
    assert "Publicerat:" in panel.message.value
    assert panel.checker.children == ()
    ledger = (project.raw("prov") / "published" / "1.csv").read_text("utf-8")
    assert "Publicerad av Ann Ek, godkänd av Bo Al" in ledger


def test_an_answer_that_is_no_option_is_said_what_it_counts_as(tmp_path: Path) -> None:
    project = survey(tmp_path, YML, ANSWERS + "Chefen;5\nBas;6\n")
    page = start(NAME, project)
    assert isinstance(page, Start)
    page.name.value = "Ulla Ek"
    form = page.forms[NAME]
    form.at.value = "role"
    [chefen, bas] = [one for one in controls(form) if ") räknas som" in label_of(one)]
    assert "”Chefen” (1)" in chefen.description
    form.agree()
    assert "Välj först vad svaren räknas som" in form.message.value
    chefen.value = "Chef"
    assert [row.words.value for row in rows_of(form)] == ["Chef: 3", "Annan: 1"]
    [bas] = [one for one in controls(form) if ") räknas som" in label_of(one)]
    bas.value = changes.NEW
    role = read_codebook(project.raw(NAME)).question("role")
    assert isinstance(role, Single)
    assert role.recode == {"Chefen": "Chef"}
    assert role.all_options == ["Chef", "Annan", "Bas"]
    assert "recode" not in form.message.value

"""`kartlaggning new FILE`: the draft runs as it stands, on files nobody has seen."""

import csv
from pathlib import Path

import openpyxl
import pytest
from support.made_exports import text, workbook

from helpers.batch import runner, steps
from helpers.cleaning.checks import check_survey
from helpers.cleaning.step import Cleaned, clean
from helpers.core.errors import ExportError, ProjectError
from helpers.core.project import Project
from helpers.drafting.draft import new_survey, series_and_wave
from helpers.survey.codebook import Grid, read_codebook
from helpers.survey.sources import read_crosswalk, read_source


@pytest.fixture
def project(tmp_path) -> Project:
    (tmp_path / "project" / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path / "project")


def drafted(project: Project, file: Path, *args: object, **more: object) -> Cleaned:
    """The survey that `new` made, cleaned by what it drafted; check finds no error."""
    made = new_survey(project, file, *args, **more)
    errors, _ = check_survey(project, made.survey)
    assert errors == []
    return clean(read_source(made.survey, project))


ANSWERS = [
    ["Vilken förvaltning?", "Hur ofta?", "Vilka former?", "Hur många möten?", "Övrigt"],
    *[
        [
            ("Kultur", "Fritid")[n % 2],
            ("Ofta", "Aldrig", "Ibland")[n % 3],
            ("Dialog;Råd;", "Dialog;", "Råd;")[n % 3],
            str(n % 17),
            f"egna ord {n}",
        ]
        for n in range(40)
    ],
]


def test_a_draft_is_a_codebook_that_cleans_every_answer(project, tmp_path):
    file = workbook(tmp_path / "Samverkan 2024(1-40).xlsx", {"Svar": ANSWERS})
    cleaned = drafted(project, file)
    book = cleaned.codebook
    assert cleaned.survey == "samverkan-2024"
    assert [question.type for question in book.questions] == [
        *("single", "single", "multiple", "number", "text")
    ]
    assert book.group == "forvaltning"
    assert (book.series, book.wave) == ("samverkan", 2024)
    assert cleaned.kept == 40
    assert cleaned.values_set_aside == {}
    assert (project.raw("samverkan-2024") / file.name).read_bytes() == file.read_bytes()


def test_the_same_file_gives_the_same_draft(project, tmp_path):
    file = workbook(tmp_path / "svar.xlsx", {"Svar": ANSWERS})
    for name in ("ett", "tva"):
        new_survey(project, file, name)
    one, two = (project.raw(name) / "survey.yml" for name in ("ett", "tva"))
    assert one.read_bytes() == two.read_bytes()


def test_what_only_she_can_say_is_marked_in_the_file_and_told(project, tmp_path):
    file = workbook(tmp_path / "svar.xlsx", {"Svar": ANSWERS})
    made = new_survey(project, file)
    _, warnings = check_survey(project, made.survey)
    left = [problem for problem in warnings if "Kvar att avgöra" in problem.found]
    assert len(left) >= 3
    assert any("fieldwork" in said for said in made.to_decide)
    assert any("40 svar och 5 frågor" in said for said in made.understood)


def test_a_survey_that_is_there_is_never_written_over(project, tmp_path):
    file = workbook(tmp_path / "svar.xlsx", {"Svar": ANSWERS})
    new_survey(project, file)
    before = (project.raw("svar") / "survey.yml").read_bytes()
    with pytest.raises(ProjectError, match="finns redan"):
        new_survey(project, file)
    assert (project.raw("svar") / "survey.yml").read_bytes() == before


def test_a_file_in_the_surveys_own_folder_is_not_copied(project):
    folder = project.root / "data" / "raw" / "samverkan"
    folder.mkdir()
    file = workbook(folder / "Svar (1-40).xlsx", {"Svar": ANSWERS})
    assert new_survey(project, file).survey == "samverkan"
    assert {path.name for path in folder.iterdir()} == {file.name, "survey.yml"}


@pytest.mark.parametrize("name", ["../x", "a/b", "", "å"])
def test_a_survey_never_leaves_its_folder(project, tmp_path, name):
    file = workbook(tmp_path / "svar.xlsx", {"Svar": ANSWERS})
    if name:
        with pytest.raises(ProjectError):
            new_survey(project, file, name)
    assert project.surveys() == []


def test_nothing_is_written_for_a_file_that_cannot_be_read(project, tmp_path):
    with pytest.raises(ExportError):
        new_survey(project, text(tmp_path / "svar.csv", "a,b\n1,2,3\n"))
    assert list((project.root / "data" / "raw").iterdir()) == []


HOSTILE = [
    'Vad menas med "detta": {a}? # inte',
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "- !!python/object/apply:os.system [ls]",
    "nej: ja, *alias &ankare",
    "\\u0041\\n%YAML 1.2 ---",
    "../../etc/passwd",
    "yes",
]


def test_hostile_headers_and_answers_are_only_text(project, tmp_path):
    answers = [HOSTILE[::-1], [*HOSTILE[1:], HOSTILE[0]]]
    rows = [HOSTILE, *answers * 4]
    cleaned = drafted(project, workbook(tmp_path / "svar.xlsx", {"S": rows}), "prov")
    read = {c for question in cleaned.codebook.questions for c in question.columns_used}
    assert read | {*cleaned.codebook.ignore} == {*HOSTILE}
    assert cleaned.kept == len(rows) - 1


def test_a_file_in_which_nothing_is_answered_is_refused(project, tmp_path):
    content = "Respondent ID;Start Date;Vad?\n;;Response\n1;43290.5;\n2;43290.5;\n"
    with pytest.raises(ExportError, match="Ingen kolumn har svar på en fråga"):
        new_survey(project, text(tmp_path / "svar.csv", content))


def test_headers_that_are_words_of_yaml_are_texts(project, tmp_path):
    headers = ["FALSE", "null", "Yes", "on", "Antal [true]", "Antal [no]"]
    said = [["Lokal", "Råd"], ["Ofta", "Aldrig"], ["Chef", "Annan"], ["Ett", "Två"]]
    said += [["0", "7", "12"]] * 2
    rows = [headers, *[[cells[n % len(cells)] for cells in said] for n in range(12)]]
    cleaned = drafted(project, workbook(tmp_path / "svar.xlsx", {"S": rows}), "prov")
    ids = {question.id for question in cleaned.codebook.questions}
    assert {"q_false", "q_null", "q_yes", "q_on"} <= ids
    (grid,) = (q for q in cleaned.codebook.questions if isinstance(q, Grid))
    assert set(grid.rows) == {"q_true", "q_no"}


def test_another_file_with_the_same_name_is_never_written_over(project, tmp_path):
    folder = project.root / "data" / "raw" / "prov"
    folder.mkdir()
    there = text(folder / "svar.csv", "a;b\n1;2\n")
    with pytest.raises(ProjectError, match=r"annan fil som heter ”svar\.csv”"):
        new_survey(project, text(tmp_path / "svar.csv", "a;b\n3;4\n"), "prov")
    assert there.read_text() == "a;b\n1;2\n"
    assert not (folder / "survey.yml").exists()


def test_what_was_detected_can_be_overridden_and_stays_so(project, tmp_path):
    sheets = {"Info": [["Om", "Filen"], ["x", "y"]], "Svar": ANSWERS}
    file = workbook(tmp_path / "svar.xlsx", sheets)
    cleaned = drafted(project, file, "prov", tool="google forms", sheet="Svar")
    assert (cleaned.kept, cleaned.codebook.exports[0].tool) == (40, "google_forms")
    with pytest.raises(ExportError, match="Enkätverktyget ”gogle” är okänt"):
        new_survey(project, file, "annan", tool="gogle")


def test_hostile_texts_are_harmless_in_all_that_is_published(project, tmp_path):
    """Through the notebooks: no page runs a script, no table a formula."""
    cells = [["=cmd|' /C calc'!A0", "<script>alert(1)</script>"], ["@SUM(A1)", "+1+1"]]
    headers = ["<img src=x onerror=alert(1)>?", "=HYPERLINK(A1)"]
    rows = [headers, *[[c[n % 2] for c in cells] for n in range(40)]]
    new_survey(project, workbook(tmp_path / "svar.xlsx", {"S": rows}), "prov")
    results = runner.run(project, steps.plan(project, ["prov"]))
    assert not any(result.bad for result in results.values())
    outputs = project.root / "outputs" / "prov"
    for page in outputs.glob("*.html"):
        said = page.read_text("utf-8")
        assert "<script>alert" not in said
        assert "<img src=x" not in said
    assert "&lt;script&gt;alert(1)" in (outputs / "fordjupad.html").read_text("utf-8")
    cells = []
    for path in outputs.glob("data/*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells += [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert [cell for cell in cells if "=cmd" in cell]
    assert not [cell for cell in cells if cell[:1] in "=@+\t" and cell[1:2]]
    for sheet in openpyxl.load_workbook(outputs / "tabeller.xlsx"):
        assert not [c for row in sheet for c in row if c.data_type == "f"]


def test_a_code_list_on_another_sheet_is_used(project, tmp_path):
    sheets = {
        "Data": [["q1", "q2"], *[[str(n % 3 + 1), "x"] for n in range(12)]],
        "Koder": [
            ["Variabel", "Fråga", "Kod", "Etikett"],
            *[["q1", "Hur ofta?", str(c), e] for c, e in enumerate(WORDS, 1)],
        ],
    }
    cleaned = drafted(project, workbook(tmp_path / "svar.xlsx", sheets))
    assert set(cleaned.responses["q1"].dropna()) == set(WORDS)


WORDS = ["Aldrig", "Ibland", "Ofta"]


def test_a_code_list_of_its_own_file_is_used(project, tmp_path):
    content = "Variabel;Kod;Etikett\n" + "".join(
        f"q1;{c};{e}\n" for c, e in enumerate(WORDS, 1)
    )
    codes = text(tmp_path / "koder.csv", content)
    rows = "q1;q2\n" + "".join(f"{n % 3 + 1};x\n" for n in range(12))
    cleaned = drafted(project, text(tmp_path / "svar.csv", rows), codes=codes)
    assert set(cleaned.responses["q1"].dropna()) == set(WORDS)


def test_broken_off_answers_are_set_aside_where_the_tool_tells(project, tmp_path):
    rows = "id,submitdate,lastpage,startlanguage,Q1\n" + "".join(
        f"{n},{'2024-02-05 10:00:00' if n % 3 else ''},2,sv,{('Ja', 'Nej')[n % 2]}\n"
        for n in range(30)
    )
    cleaned = drafted(project, text(tmp_path / "svar.csv", rows))
    assert cleaned.kept == 20
    assert cleaned.codebook.fieldwork is not None


def test_a_year_in_the_name_is_the_wave():
    assert series_and_wave("ospo-2018") == ("ospo", "2018")
    assert series_and_wave("2024-samverkan") == ("samverkan", "2024")
    assert series_and_wave("svar-2024") == ("", "")
    assert series_and_wave("samverkan") == ("", "")


def test_an_impossible_time_says_nothing_of_the_fieldwork(project, tmp_path):
    times = [["-1"], *[[f"2024-02-{day:02} 10:00:00"] for day in range(5, 25)]]
    rows = [[*time, ["Ja", "Nej"][n % 2]] for n, time in enumerate(times)]
    headers = ["Starttid", "Samverkar ni?"]
    new_survey(project, workbook(tmp_path / "svar.xlsx", {"S": [headers, *rows]}), "e")
    text = (project.raw("e") / "survey.yml").read_text(encoding="utf-8")
    assert "fieldwork: {from: 2024-02-05, to: 2024-02-24}" in text


# ---------------------------------------------------------------- the next wave


def wave(tmp_path: Path, name: str, headers: list[str]) -> Path:
    cells = (["Ofta", "Aldrig", "Ibland"], ["Chef", "Annan"], ["Lokal;", "Råd;Lokal;"])
    rows = [[some[n % len(some)] for some in cells] for n in range(30)]
    return workbook(tmp_path / name, {"S": [headers, *rows]})


def test_a_reversed_item_stays_reversed_in_the_next_wave(project, tmp_path):
    headers = ["Hur ofta samverkar ni?", "Vilken roll har du?", "Vilka stöd ger ni?"]
    drafted(project, wave(tmp_path, "a.xlsx", headers), "samverkan-2022")
    path = project.raw("samverkan-2022") / "survey.yml"
    written = path.read_text("utf-8")
    turned = written.replace(
        "    scale: frequency", "    scale: frequency\n    reversed: true"
    )
    assert turned != written
    path.write_text(turned, "utf-8")
    again = wave(tmp_path, "b.xlsx", headers)
    made = new_survey(project, again, "samverkan-2024", "samverkan-2022")
    before, after = read_codebook(path), read_codebook(made.folder)
    assert after.questions[0].reversed
    assert after.questions[0].scale_options == before.questions[0].scale_options
    assert [said for said in made.changed if "ofta" in said] == []


def test_the_next_wave_keeps_the_ids_of_what_is_asked_as_before(project, tmp_path):
    first = ["Hur ofta samverkar ni?", "Vilken roll har du?", "Vilka stöd ger ni?"]
    second = [
        "Hur ofta samverkar ni?",
        "Vilken roll har du som svarar?",
        "Helt ny fråga om lokaler?",
    ]
    drafted(project, wave(tmp_path, "a.xlsx", first), "samverkan-2022")
    folder = project.raw("samverkan-2022") / "survey.yml"
    made = new_survey(
        project, wave(tmp_path, "b.xlsx", second), "samverkan-2024", "samverkan-2022"
    )
    before, after = read_codebook(folder), read_codebook(made.folder)
    assert after.series == before.series == "samverkan"
    assert after.questions[0].id == before.questions[0].id
    assert after.questions[1].id not in before.by_id
    assert after.questions[1].compares_with == {"2022": before.questions[1].id}
    assert after.questions[2].compares_with == {}
    said = "\n".join(made.changed)
    assert "frågan löd ”Vilken roll har du?”" in said
    assert "ny fråga: ”Helt ny fråga om lokaler?”" in said
    assert "ställs inte längre: ”Vilka stöd ger ni?”" in said


def departments(tmp_path: Path, name: str, groups: list[str]) -> Path:
    rows = [[groups[n % len(groups)], ("Ja", "Nej")[n % 2]] for n in range(36)]
    headers = ["Vilken förvaltning?", "Samverkar ni?"]
    return workbook(tmp_path / name, {"S": [headers, *rows]})


def test_her_texts_come_along_unread_and_merged_departments_are_asked_about(
    project, tmp_path
):
    before = departments(tmp_path, "a.xlsx", ["Kultur", "Fritid", "Skola"])
    drafted(project, before, "samverkan-2022")
    folder = project.raw("samverkan-2022")
    (folder / "texts").mkdir()
    (folder / "texts" / "conclusions.md").write_text("Så var det då.", "utf-8")
    after = departments(tmp_path, "b.xlsx", ["Kultur och fritid", "Skola"])
    made = new_survey(project, after, "samverkan-2024", "samverkan-2022")
    copied = [path.name for path in (made.folder / "texts").iterdir()]
    assert copied == ["conclusions.md.bak"]
    errors, warnings = check_survey(project, "samverkan-2024")
    assert errors == []
    assert not [problem for problem in warnings if "texts" in problem.file]
    said = "\n".join(made.to_decide)
    assert "från samverkan-2022 ligger i texts/" in said
    assert "”Fritid”, ”Kultur” finns inte längre, ”Kultur och fritid” är nya" in said
    draft = (made.folder / "crosswalk.csv.bak").read_text("utf-8-sig").splitlines()
    assert draft[0] == "from;to;because"
    assert draft[1:] == [
        f"{old};Kultur och fritid;”{old.lower()}” står i båda namnen"
        for old in ("Fritid", "Kultur")
    ]
    assert read_crosswalk("samverkan-2024", project).empty
    same = departments(tmp_path, "c.xlsx", ["Kultur", "Fritid", "Skola"])
    again = new_survey(project, same, "samverkan-2026", "samverkan-2022")
    assert "crosswalk" not in "\n".join(again.to_decide)


def test_names_that_would_be_the_same_are_not_shortened(project, tmp_path):
    start = (
        "Jämfört med andra ämnen som du har lärt dig i skolan och på arbetet, hur svårt"
    )
    heads = [f"{start} tror du att det blir", f"{start} har det varit", "Din ort:"]
    rows = [
        [str(n % 5 + 1), str(n % 4 + 1), ("Norr", "Söder")[n % 2]] for n in range(40)
    ]
    file = workbook(tmp_path / "svar.xlsx", {"Svar": [heads, *rows]})
    names = [q.name for q in drafted(project, file).codebook.questions]
    assert names == [heads[0], heads[1], "Din ort"]

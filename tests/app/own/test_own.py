"""Her own analyses: tidy tables that say what the answers say, and marked pictures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
import seaborn as sns
from support.surveys import NAME, survey

from helpers.app.own import internal, own_look, own_notebook, read_answers, wrapped
from helpers.app.own.look import MARK
from helpers.batch import steps
from helpers.cleaning.checks import check_survey
from helpers.core.errors import ProjectError
from helpers.core.project import Project

YAML = """\
group: place
unit: {question: unit}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: place, type: single, label: Plats, column: Var, options: [Norr, Syd]}
  - {id: often, type: single, label: Hur ofta, column: Ofta, scale: often}
  - {id: kr, type: number, label: Kronor, unit: kr, column: Kr}
  - {id: what, type: multiple, label: Vad, column: Vad, options: [Råd, Lokal, Pengar]}
  - id: fits
    type: grid
    label: Stämmer
    scale: often
    rows: {open: "Öppet", long: "Långsiktigt"}
  - {id: more, type: text, label: Mer, column: Mer}
  - {id: mail, type: text, column: Epost, personal: true}
scales:
  often: {options: [Sällan, Ibland, Ofta]}
"""
TOP = "Enhet,Var,Ofta,Kr,Vad,Öppet,Långsiktigt,Mer,Epost\n"
ROWS = (
    "Badet,Syd,Ofta,100,Råd;Pengar,Ofta,Sällan,Lokalen är bra,a@b.se\n"
    "Parken,Norr,Sällan,,Lokal,Ibland,,,c@d.se\n"
    "Torget,Norr,,300,,,,Tid och lokal,e@f.se\n"
)
FRAME = "unit;department\nBadet;Syd\nParken;Norr\nTorget;Norr\nTrappan;Norr\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    files = {"population.csv": FRAME}
    return survey(tmp_path_factory.mktemp("own"), YAML, TOP + ROWS, files=files)


def test_one_row_a_response_in_swedish_with_ordered_categories(
    project: Project,
) -> None:
    answers = read_answers(NAME, project)
    table = answers.responses
    assert list(table) == ["Svar", "Enhet", "Plats", "Hur ofta", "Kronor", "Vikt"]
    assert table["Hur ofta"].cat.ordered
    assert list(table["Hur ofta"].cat.categories) == ["Sällan", "Ibland", "Ofta"]
    assert (table["Hur ofta"] > "Ibland").tolist() == [True, False, False]
    assert table["Kronor"].sum() == 400
    # Three units in the north of whom two have answered; one of one in the south.
    assert table["Vikt"].tolist() == [1, 1.5, 1.5]


def test_ticks_and_grids_are_long_and_have_those_who_answered(project: Project) -> None:
    answers = read_answers(NAME, project)
    ticks = answers.table("Vad")
    assert len(ticks) == 2 * 3
    shares = ticks.groupby("Alternativ", observed=True)["Vald"].mean()
    assert shares.to_dict() == {"Råd": 0.5, "Lokal": 0.5, "Pengar": 0.5}
    grid = answers.table("Stämmer")
    wide = grid.pivot(index="Svar", columns="Rad", values="Steg")
    assert wide["Öppet"].tolist() == [3, 2]
    assert grid["Svarade"].tolist() == ["Ofta", "Ibland", "Sällan"]


def test_texts_are_counted_by_theme_and_nothing_personal_is_there(
    project: Project,
) -> None:
    answers = read_answers(NAME, project)
    counted = answers.by_theme({"Lokaler": "lokal*", "Tid": "tid"})
    assert counted["Texter"].tolist() == [2, 1]
    tables = (answers.responses, answers.ticks, answers.grids, answers.ties)
    everything = "".join(table.to_csv() for table in tables)
    assert "@" not in everything


def test_it_says_itself_shortly_and_finds_questions(project: Project) -> None:
    answers = read_answers(NAME, project)
    assert len(repr(answers)) < 250
    assert answers.some("ett val", 2) == ["Hur ofta"]
    assert answers.some("samarbeten") == []
    assert answers.name("ofta") == "Hur ofta"
    with pytest.raises(ProjectError, match="Menade du ”Kronor”"):
        answers.name("Kroner")
    with pytest.raises(ProjectError, match="har ingen egen tabell"):
        answers.table("Kronor")


def test_a_survey_that_nothing_divides_has_one_group_of_all(tmp_path: Path) -> None:
    words = "Vilka av de här sakerna hjälper er mest i vardagen med föreningarna?"
    yaml = f"""\
questions:
  - {{id: long, type: single, label: "{words}", column: Var, options: [Norr, Syd]}}
"""
    answers = read_answers(NAME, survey(tmp_path, yaml, "Var\nNorr\nSyd\nNorr\n"))
    table = answers.responses
    assert set(table[answers.group]) == {"Alla"}
    [name] = [one for one in table if one.startswith("Vilka")]
    assert name == "Vilka av de här sakerna hjälper er mest i vardagen med …"


def test_every_picture_is_marked_and_labels_have_room() -> None:
    before = mpl.rcParams.copy()
    try:
        own_look()
        figure, axes = plt.subplots()
        assert [text.get_text() for text in figure.texts] == [MARK]
        axes.barh(["$1 - $2", "ord " * 40], [1, 2])
        wrapped(axes)
        assert "\n" in axes.get_yticklabels()[1].get_text()
        assert not axes.get_yticklabels()[0].get_parse_math()  # no formula of two $
        assert figure.get_figheight() > 2
        heat = sns.heatmap([[0.25, 1], [0, 0.5]], annot=True, ax=plt.subplots()[1])
        drawn = wrapped(heat).collections[0].colorbar
        assert drawn is not None
        ticks = [label.get_text() for label in drawn.ax.get_yticklabels()]
        assert "0,5" in ticks or "0,4" in ticks
        assert {text.get_text() for text in heat.texts} == {"0,25", "1", "0", "0,5"}
        assert {label.get_rotation() for label in heat.get_yticklabels()} == {0}
        money = sns.boxplot(x=[0, 40, 5e3, 2e6], ax=plt.subplots()[1])
        money.set_xscale("symlog", linthresh=1000)
        amounts = [one.get_text() for one in wrapped(money).get_xticklabels()]
        assert "0" in amounts
        assert "100" not in amounts  # it would stand on the zero
        few = sns.boxplot(x=[0, 2, 9], ax=plt.subplots()[1])
        few.set_xscale("symlog", linthresh=1000)
        counts = {one.get_text() for one in wrapped(few).get_xticklabels()}
        assert {"2", "4", "6", "8"} <= counts
        html = internal(pd.Series([1.5], name="a")).to_html()
        assert "Internt" in html
        thousands = internal(pd.Series([1234.5]), "{:,.1f}").to_html()
        assert "1\N{NO-BREAK SPACE}234,5" in thousands
    finally:
        plt.close("all")
        mpl.rcParams.update(before)
        mpl.rcParams["figure.hooks"] = []


def test_a_copy_lies_in_her_folder_and_makes_nothing_stale(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, TOP + ROWS)
    before = steps.raw_files(project.raw(NAME))
    path = own_notebook(NAME, project)
    assert path == project.raw(NAME) / "own" / "own_analysis.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    [line] = cells[1]["source"]
    assert line.startswith(f'survey: str = "{NAME}"')
    assert steps.raw_files(project.raw(NAME)) == before
    assert not any("own" in one.file for one in check_survey(project, NAME)[1])
    path.write_text("mitt eget")
    assert own_notebook(NAME, project).read_text() == "mitt eget"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["exempel-2024", "toronto", "ospo-2022"])
def test_it_runs_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbclient import NotebookClient
    from nbformat import read
    from support.shared_data import shared

    from helpers.drafting.draft import new_survey

    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    home = Path(__file__).parents[3]
    if name == "exempel-2024":
        shutil.copytree(home / "data" / "raw" / name, raw / name)
    elif name == "toronto":
        (raw / name).mkdir()
        for path in (
            shared("data", "toronto-agency-survey", "agency_survey_rawdata.csv"),
            home / "tests" / "real" / name / "survey.yml",
        ):
            shutil.copy(path, raw / name)
    else:
        new_survey(
            Project(tmp_path),
            shared("data", "ospo-surveymonkey", "2022_RawData.csv"),
            name,
        )
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(tmp_path))
    notebook = read(own_notebook(name, Project(tmp_path)), 4)
    NotebookClient(notebook, timeout=300).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    pictures = [one for one in outputs if "image/png" in one.get("data", {})]
    assert len(pictures) >= 3
    assert not [one for one in outputs if one.get("name") == "stderr"]

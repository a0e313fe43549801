"""The workbench of exempel-2024, moved as a hand would move it."""

from __future__ import annotations

import math
import re
import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path
from time import process_time

import pandas as pd
import pytest

from helpers.app.workbench import Explorer, Reader, Reviewer
from helpers.app.workbench.bench import is_counted
from helpers.app.workbench.freetext import marked, pattern
from helpers.app.workbench.preview import verdict, watermarked
from helpers.batch import steps
from helpers.core.errors import DisclosureError
from helpers.core.project import CHECKOUT, Project
from helpers.presentation.chapters.extra import cut_parts
from helpers.survey.codebook import Extra, read_codebook
from helpers.survey.decisions import read_decisions

SURVEY, EARLIER = "exempel-2024", "exempel-2022"
CITY = "Kultur- och fritidsförvaltningen"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("bank")
    for survey in (SURVEY, EARLIER):
        shutil.copytree(CHECKOUT / "data/raw" / survey, root / "data/raw" / survey)
    return Project(root)


@pytest.fixture(scope="module")
def bench(project: Project) -> Explorer:
    return Explorer(SURVEY, project)


@pytest.fixture
def explorer(bench: Explorer) -> Explorer:
    """The same one for all tests, everything chosen as when it was opened."""
    bench.wave.value = (SURVEY, "")
    bench.question.value = "collaborates"
    for chooser in (bench.item, bench.group, bench.challenge, bench.form):
        chooser.value = ""
    bench.title.value = ""
    return bench


def table_of(explorer: Explorer) -> pd.DataFrame:
    html = explorer.picture.value.replace("\xa0", " ")
    return pd.read_html(StringIO(html))[-1]


def test_it_counts_what_no_run_has_counted(project: Project, bench: Explorer) -> None:
    assert not is_counted(SURVEY, project)
    assert bench.bench.survey == SURVEY
    assert not list(project.root.glob("data/processed/*/estimates"))


def test_every_change_is_seen_in_the_picture(explorer: Explorer) -> None:
    seen = [explorer.picture.value]
    for chooser, value in (
        (explorer.question, "barriers"),
        (explorer.group, "*"),
        (explorer.group, CITY),
        (explorer.challenge, "work"),
        (explorer.question, "ways"),
        (explorer.form, "dialog"),
        (explorer.wave, (SURVEY, EARLIER)),
        (explorer.wave, (EARLIER, "")),
    ):
        chooser.value = value
        seen.append(explorer.picture.value)
        assert "<figure" in seen[-1] or "visas inte" in seen[-1]
    assert len(set(seen)) == len(seen)


def test_a_change_takes_less_than_the_blink_of_an_eye(
    explorer: Explorer, record_property: pytest.RecordProperty
) -> None:
    """Printed, and no gate: the machine of a test may be busy with others."""
    took = {}
    for _, question in explorer.question.options:
        for group in ("", "*", CITY):
            explorer.question.value, before = question, process_time()
            explorer.group.value = group
            took[question, group] = process_time() - before
    explorer.group.value = ""
    slowest = max(took, key=lambda place: took[place])
    said = f"{len(took)} changes, the slowest {took[slowest]:.2f} s: {slowest}"
    record_property("changes", said)
    print(said)


def test_the_picture_is_marked_and_says_what_may_be_published(
    explorer: Explorer,
) -> None:
    explorer.question.value = "role"
    explorer.group.value = "*"
    html = explorer.picture.value
    assert html.count("PRELIMINÄRT") == html.count("<svg") > 0
    assert "Preliminärt: får publiceras, utom" in html
    assert "nej: för få i rutan eller utanför den" in html
    explorer.question.value = "collaborates"
    assert "Preliminärt: får publiceras (frågan är öppen)" in explorer.picture.value


def test_what_the_primary_rule_holds_back_is_in_no_picture(explorer: Explorer) -> None:
    """In the table, which is hers, but not in what can be copied as a figure."""
    explorer.question.value = "role"
    explorer.group.value = "*"
    bench = explorer.bench
    rows = bench.rows(explorer.cut)
    held = rows[~rows["shown"]]
    assert held["count"].notna().all()
    judged = bench.released.select(question="role", statistic="share", challenge="all")
    assert judged.rows.loc[~judged.rows["shown"], "count"].isna().all()


def test_the_table_has_the_internal_numbers(explorer: Explorer) -> None:
    explorer.question.value = "barriers"
    table = table_of(explorer)
    rows = explorer.bench.rows(explorer.cut)
    assert list(table["Antal"]) == list(rows["count"])
    assert set(table["Svarande"]) == set(rows["answered"])
    assert table["Lägsta och högsta möjliga"].notna().all()
    assert set(table["Får publiceras, preliminärt"]) == {"ja"}


def test_the_earlier_wave_stands_beside(explorer: Explorer) -> None:
    explorer.wave.value = (SURVEY, EARLIER)
    table = table_of(explorer)
    assert "Andel 2022" in table
    shares = explorer._bench(EARLIER).rows(Extra(question="collaborates"))["estimate"]
    assert table["Andel 2022"].iloc[0] == f"{shares.iloc[0]:.0%}".replace("%", " %")


def test_a_grid_divided_by_group_shows_a_row_at_a_time(explorer: Explorer) -> None:
    explorer.question.value = "principles"
    assert explorer.cut.item is None
    explorer.group.value = "*"
    assert explorer.cut.item == "independence"


def test_preliminary_numbers_cannot_become_a_report(
    explorer: Explorer, tmp_path: Path
) -> None:
    with pytest.raises(DisclosureError, match="Preliminära siffror"):
        explorer.bench.released.write(tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_added_is_the_picture_of_the_report(
    explorer: Explorer, project: Project
) -> None:
    explorer.question.value, explorer.challenge.value = "barriers", "work"
    explorer.title.value = "Hinder inom arbete"
    explorer.add.click()
    assert "Tillagt sist i data/raw/exempel-2024/survey.yml" in explorer.message.value
    assert "Hinder och framgångsfaktorer" in explorer.message.value
    [cut] = read_codebook(project.raw(SURVEY)).extra
    assert cut == explorer.cut
    explorer.add.click()
    assert "finns redan" in explorer.message.value
    [figure] = cut_parts(explorer.bench.released, cut)
    assert figure.title == "Hinder inom arbete"


# ---------------------------------------------------------------- free text


@pytest.fixture(scope="module")
def reader(project: Project) -> Reader:
    return Reader(SURVEY, project)


def test_a_word_is_found_in_its_context(reader: Reader) -> None:
    reader.question.value = "helps"
    reader.search.value = "kontakt*"
    found = re.search(r"(\d+) träffar i (\d+) svar", reader.hits.value)
    assert found
    assert int(found[1]) >= int(found[2]) > 0
    assert "<mark class='traff'>kontaktperson</mark>" in reader.hits.value
    reader.search.value = "kontakt"
    assert "0 träffar" in reader.hits.value


def test_themes_are_counted_and_kept(reader: Reader, project: Project) -> None:
    reader.question.value = "helps"
    reader.search.value = ""
    reader.themes.value = "Kontakt: kontaktperson\nFinns inte: xyzzy"
    own = reader.own["text"]
    count = own.str.contains("kontaktperson", case=False).sum()
    assert f"<td>Kontakt</td><td>{count}</td>" in reader.counts.value
    assert "<td>Finns inte</td><td>0</td>" in reader.counts.value
    reader.keep_themes.click()
    assert Reader(SURVEY, project).themes.value == reader.themes.value


def test_personal_data_is_marked_and_markup_is_text() -> None:
    html = marked("Ring Fatima på 070-174 06 05 <b>", pattern("ring"))
    assert '<mark class="personuppgift" title="telefonnummer">070-174 06 05' in html
    assert '<mark class="traff">Ring</mark>' in html
    assert "&lt;b&gt;" in html


def test_a_quote_needs_its_writer_and_its_own_words(
    reader: Reader, project: Project
) -> None:
    reader.question.value = "helps"
    reader.search.value = ""
    assert reader.approve.disabled  # nobody was asked for leave
    reader.question.value = "example"
    allowed = reader.own[reader.own["allowed"].astype(bool)]
    reader.answer.value = allowed.index[0]
    assert not reader.approve.disabled
    before = len(read_decisions(project.raw(SURVEY)).quotes)
    reader.quote.value = "något annat"
    reader.approve.click()
    assert "egna ord" in reader.message.value
    reader.quote.value = allowed["text"].iloc[0]
    reader.approve.click()
    quotes = read_decisions(project.raw(SURVEY)).quotes
    assert len(quotes) == before + 1
    assert quotes["publish"].iloc[-1] == "ja"


# ---------------------------------------------------------------- decisions


def test_the_open_decisions_are_walked_through(project: Project) -> None:
    reviewer = Reviewer(SURVEY, project)
    reviewer.kind.value = "names"
    names = len(read_decisions(project.raw(SURVEY)).names)
    many = len(reviewer.shown)
    assert f"1 av {many}" in reviewer.asked.value
    reviewer.who.value = "Ulla"
    [proposed] = [b for b in reviewer.buttons.children if b.tooltip == "Förslag"]
    assert proposed.button_style == "primary"
    first = reviewer.current
    proposed.click()
    assert len(reviewer.shown) < many
    assert reviewer.current is not first
    reviewer.buttons.children[-1].click()  # not now
    assert f"2 av {len(reviewer.shown)}" in reviewer.asked.value
    table = read_decisions(project.raw(SURVEY)).names
    assert len(table) == names + 1
    assert table["who"].iloc[-1] == "Ulla"
    assert len(Reviewer(SURVEY, project).waiting) == len(reviewer.waiting)


def test_nothing_of_the_workbench_is_a_step_of_the_batch(project: Project) -> None:
    books = {step.notebook.stem for step in steps.plan(project).steps}
    assert not books & {"explore", "review"}


# ---------------------------------------------------------------- taken back, decided


def test_an_added_cut_is_taken_back(project: Project, explorer: Explorer) -> None:
    path = project.raw(SURVEY) / "survey.yml"
    before, many = path.read_bytes(), len(explorer.added)
    explorer.question.value = "effect"
    explorer.title.value = "Min rubrik"
    explorer.add.click()
    assert "Min rubrik" in path.read_text("utf-8")
    explorer.undo.click()
    assert path.read_bytes() == before
    assert len(explorer.added) == many
    assert explorer.undo.disabled == (many == 0)
    explorer.add.click()
    path.write_bytes(path.read_bytes() + b"# mer\n")
    explorer.undo.click()  # what somebody wrote since must not go
    assert path.read_bytes().endswith(b"# mer\n")
    assert "har ändrats sedan dess" in explorer.message.value
    path.write_bytes(before)
    explorer.added.clear()
    explorer.undo.disabled = True


def test_what_the_last_run_decided_is_what_is_said(explorer: Explorer) -> None:
    explorer.question.value = "barriers"
    explorer.group.value = "*"
    rows = explorer.bench.rows(explorer.cut)
    assert verdict(rows, explorer.bench).startswith("Preliminärt")
    decided = replace(explorer.bench, decided=True)
    said = verdict(rows, decided)
    assert said.startswith("Så avgjorde senaste körningen: ")
    held = (~rows["shown"]).sum()
    assert f"utom {held} av {len(rows)} siffror" in said


@pytest.mark.parametrize(("width", "height"), [(680.0, 90.0), (680.0, 900.0)])
def test_the_mark_is_whole_within_low_figures_too(width: float, height: float) -> None:
    html = watermarked(f'<svg viewBox="0 0 {width:g} {height:g}"></svg>')
    [size] = [float(one) for one in re.findall(r'font-size="(\d+)"', html)]
    turned = math.radians(18)
    wide = 0.75 * size * len("PRELIMINÄRT")  # bold capitals, at most so wide each
    assert wide * math.sin(turned) + size * math.cos(turned) <= height
    assert wide * math.cos(turned) + size * math.sin(turned) <= width + size

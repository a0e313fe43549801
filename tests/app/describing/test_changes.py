"""The form's answers as changes of survey.yml, each written and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.surveys import NAME, survey

from helpers.app.describing import changes, joining, survey_keys
from helpers.app.describing.history import History, doubts_of
from helpers.app.describing.taken import read_survey
from helpers.core.errors import CodebookError
from helpers.core.project import Project
from helpers.drafting.alternatives import alternatives
from helpers.survey.codebook import Codebook, Edit, Grid, Number, Ties

YML = """\
scales:
  often: {options: ["Sällan", "Ibland", "Ofta"], dont_know: ["Vet ej"]}
questions:
  # TODO: är detta en skala?
  - id: role
    column: "Roll"
    type: single
    options: ["Chef", "Annan", "Vet ej"]   # i ordning

  - {id: often, column: "Hur ofta?", type: single, scale: often}
  - {id: seldom, column: "Hur sällan?", type: single, scale: often}
  - id: ways
    type: grid
    cell: multiple
    separator: ";"
    rows: {work: "Arbete", health: "Hälsa"}
    options: ["Dialog", "Stöd", "Inget"]
    none_of: ["Inget"]

  - {id: paid, column: "Kronor", type: number}
  - {id: first, column: "Partner 1", type: text}
  - {id: second, column: "Partner 2", type: text}
  - {id: mail, column: "E-post", type: text, personal: true}
"""
ANSWERS = """\
Roll;Hur ofta?;Hur sällan?;Arbete;Hälsa;Kronor;Partner 1;Partner 2;E-post
Chef;Ofta;Ofta;Dialog;Inget;10;IFK;;a@b.se
Chef;Ibland;Vet ej;"Dialog;Stöd";;ca 20;PRO;IFK;
Annan;Vet ej;Sällan;;Stöd;30;;;
"""
Make = Callable[[Codebook], list[Edit]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return survey(tmp_path, YML, ANSWERS)


@pytest.fixture
def history(project: Project) -> History:
    return History(project.raw(NAME))


def after(history: History, make: Make) -> Codebook:
    """The codebook after a change, which is then taken back and leaves no trace."""
    path = history.folder / "survey.yml"
    before = path.read_bytes()
    book = history.codebook
    assert history.change("prov", make(book), of=book)
    changed = history.codebook
    assert history.undo() == "prov"
    assert path.read_bytes() == before
    return changed


def test_an_option_goes_up_and_no_further_than_the_top(history: History) -> None:
    up = after(history, lambda book: changes.moved(book, "role", "Annan", -1))
    assert up.question("role").all_options == ["Annan", "Chef", "Vet ej"]
    assert changes.moved(history.codebook, "role", "Chef", -1) == []


def test_the_order_of_a_shared_scale_changes_for_one_question_only(
    history: History,
) -> None:
    down = after(history, lambda book: changes.moved(book, "often", "Sällan", 1))
    assert down.question("often").scale_options == ["Ibland", "Sällan", "Ofta"]
    assert down.question("seldom").scale_options == ["Sällan", "Ibland", "Ofta"]


def test_plain_options_become_a_scale_and_plain_again(history: History) -> None:
    scaled = after(history, lambda book: changes.ordered(book, "role", True))
    assert scaled.question("role").scale_options == ["Chef", "Annan", "Vet ej"]
    plain = after(history, lambda book: changes.ordered(book, "often", False))
    assert plain.question("often").scale_options == []
    assert plain.question("often").all_options == ["Sällan", "Ibland", "Ofta", "Vet ej"]


@pytest.mark.parametrize("id", ["role", "often"])
def test_an_option_can_mean_dont_know(history: History, id: str) -> None:
    label = {"role": "Vet ej", "often": "Ibland"}[id]
    known = after(history, lambda book: changes.meaning(book, id, label, "vet ej"))
    question = known.question(id)
    assert label in question.dont_know_options
    assert label not in question.scale_options
    assert known.question("seldom").dont_know_options == ["Vet ej"]


def test_none_of_the_others_and_a_usual_answer_again(history: History) -> None:
    usual = after(history, lambda book: changes.meaning(book, "ways", "Inget", "svar"))
    assert usual.question("ways").none_options == []


def test_questions_of_one_column_become_rows_of_one(history: History) -> None:
    assert [q.id for q in joining.alike(history.codebook, "often")] == ["seldom"]
    made = after(history, lambda book: joining.together(book, ["often", "seldom"]))
    grid = made.question("often")
    assert isinstance(grid, Grid)
    assert [*grid.rows.values()] == ["Hur ofta?", "Hur sällan?"]
    assert (grid.scale, grid.dont_know_options) == ("often", ["Vet ej"])
    assert "seldom" not in made.by_id


def test_numbered_texts_become_partners_and_others_are_refused(
    history: History,
) -> None:
    assert [q.id for q in joining.alike(history.codebook, "first")] == ["second"]
    made = after(history, lambda book: joining.together(book, ["first", "second"]))
    assert isinstance(made.question("first"), Ties)
    with pytest.raises(CodebookError, match="Bara en fråga"):
        joining.together(history.codebook, ["first"])


def test_a_question_that_others_depend_on_is_joined_with_none(
    history: History,
) -> None:
    route = {"seldom": ["Sällan"]}
    book = after(history, lambda b: changes.one_key(b, "paid", "implied_none", route))
    assert book.question("paid").implied_none == route
    assert joining.alike(book, "often") == []


def test_what_is_usual_is_not_written(history: History) -> None:
    book = history.codebook
    assert changes.one_key(book, "role", "disclosure", "protected") == []
    opened = after(history, lambda b: changes.one_key(b, "role", "disclosure", "open"))
    assert opened.question("role").disclosure == "open"
    [hidden] = changes.one_key(book, "mail", "personal", False)
    assert hidden.value is None  # the key goes


def test_rows_of_a_grid_become_challenges_and_its_options_forms(
    history: History,
) -> None:
    made = after(history, lambda book: changes.challenges_of(book, "ways"))
    assert list(made.challenge_labels) == ["work", "health"]
    assert list(made.form_labels.values()) == ["Dialog", "Stöd"]


def test_options_of_a_multiple_response_question_become_challenges(
    tmp_path: Path,
) -> None:
    yml = """\
questions:
  - id: within
    column: "Inom vad?"
    type: multiple
    separator: ";"
    options: ["Ungas hälsa", "Kultur", "Inget"]
    none_of: ["Inget"]
"""
    answers = "Inom vad?\nKultur\nUngas hälsa;Kultur\n"
    history = History(survey(tmp_path, yml, answers).raw(NAME))
    made = after(history, lambda book: changes.challenges_of(book, "within"))
    assert made.challenge_labels == {"ungas_halsa": "Ungas hälsa", "kultur": "Kultur"}
    assert made.challenges is not None
    assert made.challenges.source.options["kultur"] == ["Kultur"]


def test_numbered_columns_become_one_question_of_partners(history: History) -> None:
    made = after(history, lambda b: changes.partners_of(b, ["first", "second"]))
    partners = made.question("first")
    assert isinstance(partners, Ties)
    assert partners.columns_used == ["Partner 1", "Partner 2"]
    assert "second" not in made.by_id


def test_amounts_are_read_as_one_writes_them(history: History) -> None:
    made = after(history, lambda b: changes.amounts(b, "paid", "0", "1 500 000"))
    paid = made.question("paid")
    assert isinstance(paid, Number)
    assert paid.between == (0, 1500000)


def test_an_amount_that_is_no_number_is_told(history: History) -> None:
    with pytest.raises(CodebookError, match="”tusen” är inget tal"):
        changes.amounts(history.codebook, "paid", "0", "tusen")


def test_a_column_that_is_not_read_is_listed_as_such(history: History) -> None:
    made = after(history, lambda book: changes.left_out(book, "paid"))
    assert made.ignore == ["Kronor"]
    assert "paid" not in made.by_id


def test_another_reading_keeps_what_is_hers_and_privacy(project: Project) -> None:
    history = History(project.raw(NAME))
    for key, value in (("label", "Stöd"), ("personal", True)):
        book = history.codebook
        history.change("prov", changes.one_key(book, "paid", key, value), of=book)
    made = after(history, lambda book: changes.as_text(book, "paid")).question("paid")
    assert (made.type, made.label, made.personal) == ("text", "Stöd", True)


def test_alternatives_say_what_they_stand_on(project: Project) -> None:
    read = read_survey(NAME, project)
    book = read.codebook
    found = alternatives(book.question("role"), book, read.source.exports)
    assert "text" in [one.type for one in found]
    assert all(one.says and one.why for one in found)
    assert alternatives(book.question("ways"), book, []) == []


def test_a_change_that_would_contradict_itself_is_refused(history: History) -> None:
    path = history.folder / "survey.yml"
    before = path.read_bytes()
    with pytest.raises(CodebookError):
        history.change("prov", [Edit(("group",), "x")], of=history.codebook)
    assert path.read_bytes() == before
    assert history.last == ""


def test_what_somebody_else_wrote_meanwhile_is_not_undone(history: History) -> None:
    book = history.codebook
    history.change("rubrik", survey_keys.of_survey(book, "title", "Min"), of=book)
    path = history.folder / "survey.yml"
    path.write_text(path.read_text("utf-8") + "# hennes\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="ändrats någon annanstans"):
        history.undo()
    assert path.read_text("utf-8").endswith("# hennes\n")


def test_the_form_counts_what_stands_in_the_file(project: Project) -> None:
    taken = {one.question.id: one for one in read_survey(NAME, project).taken()}
    role = taken["role"]
    assert [(o.label, o.count) for o in role.options] == [
        ("Chef", 2), ("Annan", 1), ("Vet ej", 0)
    ]  # fmt: skip
    assert role.waits
    ways = {o.label: o.count for o in taken["ways"].options}
    assert ways == {"Dialog": 2, "Stöd": 2, "Inget": 1}
    assert isinstance(taken["ways"].question, Grid)
    assert taken["paid"].aside == (("ca 20", "inte ett tal"),)
    assert taken["mail"].in_words == ("Personuppgift: läses inte in.",)


def test_doubts_are_those_of_the_question() -> None:
    assert doubts_of(YML, "role") == ["är detta en skala?"]
    assert doubts_of(YML, "often") == []
    assert doubts_of(f"title: x  # TODO: rubriken\n{YML}", "role") == [
        "är detta en skala?"
    ]


def test_an_answer_to_what_is_no_longer_there_is_refused(history: History) -> None:
    """Else the fourth question gets what was said of the fourth before."""
    shown = history.codebook
    path = history.folder / "survey.yml"
    moved = path.read_text("utf-8").replace("  - {id: seldom", "  - {id: rarely")
    path.write_text(moved, encoding="utf-8")
    with pytest.raises(CodebookError, match="ändrats medan du läste"):
        history.change("prov", changes.moved(shown, "role", "Annan", -1), of=shown)
    assert path.read_text("utf-8") == moved


def test_days_and_words_on_one_line_are_written_read_and_taken_away(
    history: History,
) -> None:
    def change(said: str, make: Make) -> Codebook:
        history.change(said, make(history.codebook), of=history.codebook)
        return history.codebook

    book = change("dagar", lambda b: survey_keys.days(b, "2026-09-01 – 2026-10-15"))
    assert book.fieldwork is not None
    assert (book.fieldwork.start.month, book.fieldwork.end.day) == (9, 15)
    assert survey_keys.days(book, survey_keys.period_line(book)) == []
    said = "2028-01-31, KS 2026-14"
    book = change("g", lambda b: survey_keys.dated(b, "retention", "decision", said))
    assert survey_keys.dated_line(book, "retention", "decision") == said
    book = change("två", lambda b: survey_keys.of_survey(b, "approval", "two"))
    assert book.approval == "two"
    book = change("en", lambda b: survey_keys.of_survey(b, "approval", "one"))
    assert "approval" not in book.model_fields_set
    book = change("omgång", lambda b: survey_keys.wave(b, "2026"))
    assert book.wave == 2026
    book = change("inga dagar", lambda b: survey_keys.days(b, ""))
    assert book.fieldwork is None


@pytest.mark.parametrize(
    "written",
    ["2026-09-01", "i höst", "2026-13-01 – 2026-13-02", "2026-10-15 – 2026-09-01"],
)
def test_what_is_no_two_days_is_told(history: History, written: str) -> None:
    with pytest.raises(CodebookError, match=r"dagar|almanackan|före"):
        survey_keys.days(history.codebook, written)


def test_a_scale_is_read_from_the_other_end_and_rows_get_names(
    history: History,
) -> None:
    turned = after(history, lambda book: changes.reversed_scale(book, "often", True))
    assert turned.question("often").scale_options == ["Ofta", "Ibland", "Sällan"]
    assert turned.question("seldom").scale_options == ["Sällan", "Ibland", "Ofta"]
    assert changes.reversed_scale(history.codebook, "often", False) == []
    named = after(history, lambda book: changes.row_label(book, "ways", "work", "Jobb"))
    assert [item.label for item in named.items("ways")] == ["Jobb", "Hälsa"]


def test_what_cannot_be_counted_is_not_told_as_left_blank(tmp_path: Path) -> None:
    rows = """
  - {id: sums, type: grid, cell: number, rows: {a: "Nu", b: "Då"}}
  - {id: put, type: ranking, column: "Ordna", options: ["Tid", "Hus"]}
"""
    answers = """\
Roll;Hur ofta?;Hur sällan?;Arbete;Hälsa;Kronor;Partner 1;Partner 2;E-post;Nu;Då;Ordna
Chef;Ofta;Ofta;Dialog;Inget;10;IFK;;a@b.se;5;5 tkr;"Tid;Hus"
Chef;Ibland;Ofta;Dialog;Stöd;ca 20;PRO;IFK;;;nog;"Tid;Hus"
Annan;Ofta;Sällan;;Stöd;;;;;7;;"Hus;Tid"
"""
    project = survey(tmp_path, YML + rows.lstrip("\n"), answers)
    taken = {one.question.id: one for one in read_survey(NAME, project).taken()}
    assert taken["paid"].in_words[0] == (
        "1 har svarat, 1 har svarat så att det inte går att räkna, 1 har lämnat tomt."
    )
    assert [found for found, _ in taken["sums"].aside] == ["5 tkr", "nog"]
    assert taken["sums"].in_words[1] == (
        "2 har svarat, 2 har svarat så att det inte går att räkna, "
        "2 har lämnat tomt (alla rader)."
    )
    assert {one.label: one.count for one in taken["put"].options} == {
        "Tid": 2,
        "Hus": 1,
    }

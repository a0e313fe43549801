"""`kartlaggning check`: everything that is wrong or odd, at once."""

from pathlib import Path

import pytest

from helpers.cleaning.checks import check_survey
from helpers.core.errors import Problem
from helpers.core.project import Project

HEAD = """\
title: "Prov"
exports: [{file: svar.csv}]
"""
ENTER = "Samverkar ni?"
QUESTIONS = """\
questions:
  - {id: works, column: "Samverkar ni?", type: single, options: ["Ja", "Nej"]}
  - {id: how, column: "Hur?", type: multiple, separator: ";",
     options: ["Dialog", "Stöd"], asked_if: {works: ["Ja"]}}
"""
ROWS = ["Samverkar ni?,Hur?", "Ja,Dialog;", "Nej,", "Ja,Stöd;Dialog;"]


def check(
    tmp_path: Path,
    rows: list[str] | dict[str, list[str]] = ROWS,
    *,
    head: str = HEAD,
    questions: str = QUESTIONS,
    **files: str,
) -> tuple[list[Problem], list[Problem]]:
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    for name, lines in (rows if isinstance(rows, dict) else {"svar.csv": rows}).items():
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "survey.yml").write_text(head + questions, "utf-8")
    (folder / "decisions").mkdir()
    for name, content in files.items():
        (folder / f"{name.replace('__', '/')}.csv").write_text(content, "utf-8")
    return check_survey(Project(tmp_path), "prov")


def said(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_a_survey_in_order_has_nothing_to_tell(tmp_path):
    assert check(tmp_path) == ([], [])


def test_everything_is_told_at_once(tmp_path):
    errors, warnings = check(
        tmp_path,
        ["Samverkar ni,Hur?,Övrigt", "Ja,Dialog;,x", "Ja,Bidrag;,", "Nej,,y"],
        head=HEAD + 'ignore: ["Gammal"]\n',
        questions=QUESTIONS + "  # TODO: avgör enheten\n",
    )
    assert "Kolumnen ”Samverkar ni?” (frågan works) finns inte" in said(errors)
    assert "Menade du ”Samverkar ni”?" in said(errors)
    assert "”Bidrag” på frågan how" in said(errors)
    for part in (
        "kolumn A: Kolumnen ”Samverkar ni”",
        "kolumn C: Kolumnen ”Övrigt” (2 ifyllda celler)",
        "ignore nämner kolumnen ”Gammal”",
        "ingen har valt ”Stöd”",
        "rad 8: Kvar att avgöra: avgör enheten.",
    ):
        assert part in said(warnings)


def test_weights_are_looked_at_before_a_run(tmp_path):
    head = HEAD + "weight: {column: Vikt}\n"
    rows = [
        ROWS[0] + ",Vikt",
        *(f"{row},{w}" for row, w in zip(ROWS[1:], "102", strict=True)),
    ]
    errors, warnings = check(tmp_path, rows, head=head)
    assert not errors
    assert "1 svar har vikten 0" in said(warnings)
    errors, _ = check(tmp_path / "b", [*rows[:2], rows[2][:-1]], head=head)
    assert "svar.csv, rad 3, kolumn C: Vikten saknas" in said(errors)


def test_a_broken_codebook_is_told_and_nothing_else(tmp_path):
    errors, _ = check(tmp_path, questions="questions: [{id: A, type: singel}]\n")
    assert {problem.file for problem in errors} == {"survey.yml"}


def test_a_threshold_that_no_group_reaches_is_told(tmp_path):
    rows = ["G,H", *["Norr,Ja"] * 6, *["Vard,Nej"] * 4]
    questions = (
        "questions: [{id: g, column: G, type: single, disclosure: open, "
        "options: [Norr, Vard]}, {id: h, column: H, type: single, options: [Ja, Nej]}]"
    )
    for k, is_told in ((7, True), (6, False)):
        _, warnings = check(
            tmp_path / str(k),
            rows,
            head=HEAD + f"group: g\ndisclosure: {{k: {k}}}\n",
            questions=questions,
        )
        told = f"k är {k}, men den största gruppen, ”Norr”, har 6 svar"
        assert (told in said(warnings)) == is_told


def test_a_protected_tick_with_one_option_is_told_unless_it_is_a_leave(tmp_path):
    text = "{id: t, column: T, type: text, quote_if: {leave: [Ja]}}"
    ticks = [
        f"{{id: {id}, column: {column}, type: single, options: [Ja]}}"
        for id, column in (("threat", "H"), ("leave", "L"))
    ]
    _, warnings = check(
        tmp_path,
        ["H,L,T", "Ja,Ja,Bra"],
        questions=f"questions: [{', '.join([text, *ticks])}]\n",
    )
    assert "Frågan threat är skyddad men har bara ett alternativ" in said(warnings)
    assert "Frågan leave är skyddad" not in said(warnings)


def test_a_missing_file_does_not_hide_what_is_wrong_in_the_other(tmp_path):
    errors, _ = check(
        tmp_path,
        {"svar.csv": ["Samverkar ni?,Hur?", "Kanske,"]},
        head='title: "Prov"\nexports: [{file: svar.csv}, {file: sena.csv}]\n',
    )
    assert "sena.csv" in said(errors)
    assert "”Kanske” på frågan works" in said(errors)


def test_answers_to_what_was_not_asked_are_counted(tmp_path):
    _, warnings = check(tmp_path, [*ROWS, "Nej,Dialog;", "Nej,Stöd;"])
    assert "asked_if på frågan how motsägs av 2 svar (rad 5, 6)" in said(warnings)


def test_options_that_begin_alike_in_a_joined_cell_are_told(tmp_path):
    _, warnings = check(
        tmp_path,
        ["Vilka?", '"Råd, stöd"', '"Råd, Lokal"'],
        questions='questions: [{id: which, column: "Vilka?", type: multiple, '
        'separator: ", ", options: ["Råd", "Råd, stöd", "Lokal"]}]\n',
    )
    assert "”Råd” är början på ”Råd, stöd”" in said(warnings)


def test_many_blanks_are_told_as_a_share_of_those_asked(tmp_path):
    rows = [ENTER + ",Hur?", *["Ja,"] * 3, "Ja,Dialog;", *["Nej,"] * 6]
    _, warnings = check(tmp_path, rows)
    assert "how: 1 av 4 som fick frågan har svarat; 75 %" in said(warnings)


# ---------------------------------------------------------------- the fieldwork


def test_a_question_added_in_the_middle_is_seen(tmp_path):
    rows = [ENTER + ",Hur?", *["Ja,"] * 40, *["Ja,Dialog;", "Ja,Stöd;"] * 20]
    _, warnings = check(tmp_path, rows)
    assert "Frågan how är obesvarad i alla svar före rad 42" in said(warnings)


def test_an_option_added_in_the_middle_is_seen(tmp_path):
    rows = [ENTER + ",Hur?", *["Ja,Dialog;"] * 60, *["Ja,Stöd;"] * 30]
    _, warnings = check(tmp_path, rows)
    assert "ingen valde ”Stöd” i alla svar före rad 62" in said(warnings)


def test_a_question_that_few_answer_is_no_change_of_the_form(tmp_path):
    few = [f"Ja,{'Dialog;' if n % 9 == 7 else ''}" for n in range(120)]
    _, warnings = check(tmp_path, [ENTER + ",Hur?", *few])
    assert "ändrats" not in said(warnings)


LATER = {
    "svar.csv": [
        "ID,Start time,Completion time,Samverkar ni?,Hur?,Bort?",
        "1,2024-02-05 09:00:00,2024-02-05 09:09:00,Ja,Dialog;,x",
        "2,2024-02-06 09:00:00,2024-02-06 09:09:00,Nej,,x",
        "3,2024-02-07 09:00:00,2024-02-07 09:09:00,Ja,Stöd;,x",
        "4,2024-02-08 09:00:00,2024-02-08 09:09:00,Ja,Stöd;,x",
    ],
    "sena.csv": [
        "ID,Start time,Completion time,Samverkar ni?,Hur?,Bortt?",
        "2,2024-02-06 09:00:00,2024-02-06 09:09:00,Ja,Dialog;,x",
        "4,2024-02-08 09:00:00,2024-02-08 09:09:00,Ja,Stöd;,x",
        "5,2024-03-08 09:00:00,2024-03-08 09:09:00,Ja,Stöd;,x",
    ],
}


def test_late_answers_are_new_changed_or_gone(tmp_path):
    _, warnings = check(
        tmp_path,
        LATER,
        head='title: "Prov"\nexports: [{file: svar.csv}, {file: sena.csv}]\n'
        'ignore: ["Bort?", "Bortt?"]\n',
    )
    text = said(warnings)
    assert "1 nya, 1 ändrade, 1 borta" in text
    assert "Ändrade: rad 2." in text
    assert "Borttagna: rad 4 i ”svar.csv”" in text
    assert "Kolumnen ”Bort?” finns här men inte i ”sena.csv”" in text
    assert "Menade du ”Bortt?”?" in text


# ---------------------------------------------------------------- odd rows


def test_odd_rows_are_pointed_out(tmp_path):
    rows = [ENTER + ",Hur?,Text", "Ja,Dialog;,Test", "Nej,,", ",,", "Ja,Stöd;,bra"]
    _, warnings = check(
        tmp_path,
        rows,
        questions=QUESTIONS + '  - {id: text, column: "Text", type: text}\n',
    )
    assert "ser ut som ett testsvar (test, asdf …): rad 2" in said(warnings)
    assert "rad 4" not in said(warnings)  # a blank row is no row


def test_rows_word_for_word_alike_are_pointed_out(tmp_path):
    names = [f"q{n}" for n in range(14)]
    rows = [",".join(names)]
    rows += [",".join(f"{n}{row}" for n in range(14)) for row in (1, 2, 2, 3)]
    questions = "questions:\n" + "".join(
        f'  - {{id: {name}, column: "{name}", type: text}}\n' for name in names
    )
    _, warnings = check(tmp_path, rows, questions=questions)
    assert "2 rader är ordagrant lika en annan rad: rad 3, 4" in said(warnings)


@pytest.mark.parametrize(("last", "told"), [("3", True), ("4", False)])
def test_a_straight_line_through_every_grid_is_pointed_out(tmp_path, last, told):
    names = [f"q{n}" for n in range(12)]
    rows = [",".join(names), ",".join(["3"] * 11 + [last]), ",".join("123451234512")]
    listed = ", ".join(f'r{name}: "{name}"' for name in names)
    questions = (
        f"questions: [{{id: g, type: grid, rows: {{{listed}}}, "
        'options: ["1", "2", "3", "4", "5"]}]\n'
    )
    _, warnings = check(tmp_path, rows, questions=questions)
    assert ("samma svar på varje rad" in said(warnings)) is told


# ---------------------------------------------------------------- names


def test_names_that_lead_nowhere_or_ought_to_be_kept_back(tmp_path):
    _, warnings = check(
        tmp_path,
        organisations="name;type;publish\nMalmö FF;idrott;ja\nLyktan;kvinnojour;ja\n",
        decisions__names="kind;written;name;same\norganisation;MFF;Malmo FF;ja\n",
    )
    assert "”Malmo FF” finns inte i organisations.csv" in said(warnings)
    assert "Menade du ”Malmö FF”?" in said(warnings)
    assert "”Lyktan” får publiceras" in said(warnings)


def test_the_frame_is_checked_before_anything_runs(tmp_path):
    frame = "unit;department\nBadet;Kultur\nParken;Kultr\nbadet;Kultur\nSimhallen;\n"
    errors, _ = check(
        tmp_path,
        ["Samverkar ni?,Hur?,Var?", "Ja,Dialog;,Kultur"],
        head=HEAD + "group: place\n",
        questions=QUESTIONS
        + "  - {id: place, column: Var?, type: single, options: [Kultur, Teknik]}\n",
        population=frame,
    )
    assert "”Badet” finns på flera rader (2 och 4)" in said(errors)
    assert "rad 5: Raden saknar förvaltning" in said(errors)


def test_a_department_that_is_no_answer_is_told(tmp_path):
    _, warnings = check(
        tmp_path,
        ["Samverkar ni?,Hur?,Var?", "Ja,Dialog;,Kultur"],
        head=HEAD + "group: place\n",
        questions=QUESTIONS
        + "  - {id: place, column: Var?, type: single, options: [Kultur, Teknik]}\n",
        population="unit;department\nBadet;Kultur\nParken;Kultr\nRingen;Kultr\n",
    )
    told = [one for one in warnings if "Kultr" in str(one)]
    assert [(one.file, one.row) for one in told] == [("population.csv", 3)]
    assert "Kultur" in told[0].todo


def test_numbers_below_zero_are_told_unless_expected(tmp_path):
    rows = ["Samverkar ni?,Hur?,Kronor", "Ja,Dialog;,-500", "Ja,Stöd;,700"]
    money = "  - {id: kr, column: Kronor, type: number%s}\n"
    _, warnings = check(tmp_path / "a", rows, questions=QUESTIONS + money % "")
    assert "Frågan kr: 1 svar är mindre än noll" in said(warnings)
    expected = money % ", between: [-1000, 1000]"
    _, warnings = check(tmp_path / "b", rows, questions=QUESTIONS + expected)
    assert "Frågan kr" not in said(warnings)

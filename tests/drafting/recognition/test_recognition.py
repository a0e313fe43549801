"""What columns ask, by what stands in them: every kind, in small exports made here."""

import pytest
from support.made_exports import text

from helpers.drafting.recognition import Drafted, recognise
from helpers.exports import Export, read_export


def export(tmp_path, columns: dict[str, list[str]], rows: int = 12) -> Export:
    """The columns, each with its cells over and over."""
    table = [list(columns)]
    for n in range(rows):
        table.append([cells[n % len(cells)] for cells in columns.values()])
    lines = ["\t".join(f'"{cell}"' for cell in row) for row in table]
    return read_export(text(tmp_path / "svar.csv", "\r\n".join(lines) + "\r\n"))


def asked(tmp_path, columns: dict[str, list[str]], rows: int = 12) -> list[Drafted]:
    return recognise(export(tmp_path, columns, rows)).questions


def one(tmp_path, header: str, cells: list[str]) -> Drafted:
    """The question of a column beside one that is nothing in particular."""
    columns = {header: cells, "Ort": ["Malmö", "Lund", "Ystad"]}
    found = asked(tmp_path, columns, len(cells))
    return next(d for d in found if header in [c.name for c in d.columns])


# ---------------------------------------------------------------- one column


def test_a_few_options_are_a_single_choice(tmp_path):
    found = one(tmp_path, "Roll", ["Chef", "Handläggare", "Chef", "Annan"] * 5)
    assert found.keys["type"] == "single"
    assert found.keys["options"] == ["Chef", "Handläggare", "Annan"]
    assert found.keys["other"] == "Annan"


def test_rare_answers_beside_the_options_are_other_text(tmp_path):
    own = [f"egna ord {n}" for n in range(13)]
    found = one(tmp_path, "Roll", ["Chef", "Handläggare"] * 60 + own)
    assert found.keys["options"] == ["Chef", "Handläggare"]
    assert found.keys["other"] == "Annat"
    assert "13 ovanliga svar" in found.todo[0]


def test_more_than_half_different_is_a_text(tmp_path):
    assert one(tmp_path, "Förening", [f"F{n}" for n in range(9)]).type == "text"
    assert one(tmp_path, "Stad", ["A", "B", "C", "A", "D"]).type == "text"


def test_the_same_sentences_over_again_are_still_a_text(tmp_path):
    said = ["Enkäten var lite lång.", "Bra att ni frågar.", "Vi vill ha återkoppling."]
    assert one(tmp_path, "Övrigt", said * 8).type == "text"


def test_sentences_that_the_form_offered_are_options(tmp_path):
    said = ["I wanted to learn.", "I was told to.", "My friends did."]
    assert one(tmp_path, "Which statement?", said * 10).type == "single"


def test_a_section_before_a_question_makes_no_grid_of_its_questions(tmp_path):
    found = asked(
        tmp_path,
        {
            "Bakgrund : Vilken ort?": ["Malmö", "Lund", "Ystad"],
            "Bakgrund : Hur många anställda?": ["1–5", "6–10", "Fler än 10"],
            "Stöd : I vilken grad bidrar det till - Kvalitet": ["Inte alls", "Helt"],
            "Stöd : I vilken grad bidrar det till - Tillit": ["Helt", "Inte alls"],
            "Stöd : Vilket stöd? - Lokal": ["Ja", ""],
            "Stöd : Vilket stöd? - Råd": ["", "Ja"],
            "Stöd : Vilket stöd? - Annat": ["", "", "Ja", ""],
            "Stöd : Vilket stöd? - Annat, ange": ["", "", "båt", ""],
        },
    )
    kinds = [drafted.type for drafted in found]
    assert kinds == ["single", "single", "grid", "multiple"]
    assert found[2].wording == "I vilken grad bidrar det till"
    assert list(found[3].keys["columns"]) == ["Lokal", "Råd", "Annat"]
    assert (found[3].wording, found[3].keys["other"]) == ("Vilket stöd?", "Annat")


def test_columns_that_share_no_answer_are_no_grid(tmp_path):
    columns = {
        "Om er: roll": ["Chef", "Annan"],
        "Om er: ort": ["Malmö", "Lund"],
        "Om er: slag": ["Skola", "Förening"],
    }
    assert [drafted.type for drafted in asked(tmp_path, columns)] == ["single"] * 3


def test_nine_beside_a_scale_that_the_question_names_may_be_dont_know(tmp_path):
    found = one(tmp_path, "Hur nöjd? (1-5)", ["1", "2", "3", "4", "5", "9"] * 5)
    assert found.ordered is not None
    assert found.ordered.options == ("1", "2", "3", "4", "5")
    assert found.ordered.dont_know == ("9",)
    assert "9 står utanför skalan" in found.todo[0]
    assert one(tmp_path, "Vad?", ["1", "2", "3", "9"] * 6).scale is None


def test_a_lone_dash_is_no_answer(tmp_path):
    columns = {"Vilken?": ["Malmö", "-", "Lund"], "Ort": ["A", "B"]}
    assert recognise(export(tmp_path, columns)).missing == ["-"]


def test_no_telephone_number_becomes_an_option(tmp_path):
    said = ["Ring 070-174 06 05", "Allt bra"]
    assert one(tmp_path, "Vad mer", said * 8).type == "text"


def test_a_scale_is_known_and_ordered(tmp_path):
    found = one(tmp_path, "Hur ofta?", ["Ofta", "Aldrig", "Ibland", "Vet ej"] * 4)
    assert found.scale is not None
    assert found.scale.options == ("Aldrig", "Ibland", "Ofta")
    assert found.scale.dont_know == ("Vet ej",)


def test_one_to_five_is_a_scale_and_how_many_is_a_number(tmp_path):
    cells = ["1", "2", "3", "4", "5"] * 4
    assert one(tmp_path, "Hur nöjda är ni?", cells).scale is not None
    assert one(tmp_path, "Hur många anställda?", cells).type == "number"


@pytest.mark.parametrize(
    ("header", "cells", "unit"),
    [
        ("Utbetalt stöd, kronor", ["1 250 000 kr", "40 000", "12,5", "0"] * 3, "kr"),
        ("Andel i procent", ["10", "12,5", "80", "100"] * 3, "%"),
        ("Antal projekt", ["0", "3", "12", "4", "7"] * 3, ""),
    ],
)
def test_numbers_have_their_unit(tmp_path, header, cells, unit):
    found = one(tmp_path, header, cells)
    assert found.type == "number"
    assert found.keys.get("unit", "") == unit


def test_an_id_is_neither_a_number_nor_a_question(tmp_path):
    found = recognise(export(tmp_path, {"Rad": [str(n) for n in range(100, 140)]}, 40))
    assert [(column.name, why) for column, why in found.ignore] == [
        ("Rad", "löpnummer")
    ]
    assert found.questions == []


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["2024-02-05", "2023-11-30", "2022-01-01"], None),
        (["31/12/2023", "05/02/2024", "20/06/2024"], "%d/%m/%Y"),
    ],
)
def test_dates_are_dates(tmp_path, cells, form):
    found = one(tmp_path, "När började det?", cells * 4)
    assert found.type == "date"
    assert found.keys.get("format") == form


def test_bare_codes_are_a_single_choice_that_asks_what_they_mean(tmp_path):
    found = one(tmp_path, "Sektor", ["1", "2", "3", "1"] * 6)
    assert found.keys["options"] == ["1", "2", "3"]
    assert "vad betyder siffrorna" in found.todo[0]


def test_what_an_e_mail_column_holds_is_personal(tmp_path):
    found = one(tmp_path, "Kontakt", [f"p{n}@exempel.invalid" for n in range(9)])
    assert found.keys == {"type": "text", "column": "Kontakt", "personal": True}


def test_personal_data_in_pairs_of_columns_are_no_grid_of_numbers(tmp_path):
    cells = {
        "Telefon_arbete": [f"070408262{n}" for n in range(6)],
        "Telefon_mobil": [f"073977601{n}" for n in range(6)],
        "Personnummer_1": [f"19840122170{n}" for n in range(6)],
        "Personnummer_2": [f"19900414159{n}" for n in range(6)],
        "Postnr_hem": ["11660", "92584", "21120", "21435", "23400", "41101"],
        "ZIPCODE_RESIDENT": ["11660", "92584", "21120", "21435", "23400", "41101"],
        "Möten_hem": ["1", "2", "14", "3", "12", "7"],
    }
    found = recognise(export(tmp_path, cells)).questions
    personal = {q.keys["column"] for q in found if q.keys.get("personal")}
    assert personal == {*cells} - {"Möten_hem"}


def test_columns_without_answers_are_left_and_told(tmp_path):
    found = recognise(export(tmp_path, {"A": ["x"], "Tom": [""], "B": ["y"]}))
    assert ("Tom", "inga svar") in [(c.name, why) for c, why in found.ignore]


def test_excels_errors_mean_nothing(tmp_path):
    found = recognise(export(tmp_path, {"A": ["x", "#NAME?"], "B": ["y", "y"]}))
    assert found.missing == ["#NAME?"]


# ---------------------------------------------------------------- many in a cell


def test_options_joined_by_semicolons(tmp_path):
    found = one(tmp_path, "Vilka?", ["Råd;Lokal;", "Lokal;", "Råd;Inget stöd;"] * 4)
    assert found.keys["separator"] == ";"
    assert found.keys["options"] == ["Lokal", "Råd", "Inget stöd"]
    assert found.keys["none_of"] == ["Inget stöd"]


def test_options_with_commas_of_their_own_are_put_together(tmp_path):
    course = "Kurs (till exempel Coursera, edX)"
    advice = "Råd, stöd och tips"
    cells = [course, f"{course}, Bok", f"Bok, {advice}", advice, f"{advice}, {course}"]
    cells += ["Bok", f"Vänner, {advice}", f"Bok, Vänner, {course}"]
    found = one(tmp_path, "Hur lärde ni er? Kryssa alla som stämmer", cells * 5)
    assert found.keys["separator"] == ", "
    assert set(found.keys["options"]) == {course, advice, "Bok", "Vänner"}


def test_options_with_commas_do_not_make_a_single_choice_multiple(tmp_path):
    cells = ["Ja, regelbundet", "Ja, vid enstaka tillfällen", "Nej"] * 10
    found = one(tmp_path, "Har ni samverkat?", [*cells, *["Nej, men det planeras"] * 3])
    assert found.type == "single"
    assert found.keys["options"][-2:] == ["Nej", "Nej, men det planeras"]


def test_a_stray_semicolon_is_no_separator(tmp_path):
    cells = ["Kultur, Fritid", "Fritid", "Kultur, Skola, Fritid", "Skola"] * 10
    found = one(tmp_path, "Vilka? (check all that apply)", [*cells, "båt; bil; buss"])
    assert found.keys["separator"] == ", "
    assert set(found.keys["options"]) == {"Kultur", "Fritid", "Skola"}


def test_what_people_wrote_themselves_is_no_option_of_the_form(tmp_path):
    """They spell in their own ways; a form does so in one, or has been changed."""
    cells = ["Excel, Word"] * 80 + ["Excel, Stata", "Word, STATA", "Word, stata"] * 2
    found = one(tmp_path, "Vilka? (välj alla som stämmer)", cells)
    assert sorted(found.keys["options"]) == ["Excel", "Word"]
    assert found.keys["other"] == "Annat"
    cells += ["Excel, WORD"] * 30
    found = one(tmp_path, "Vilka? (välj alla som stämmer)", cells)
    assert sorted(found.keys["options"]) == ["Excel", "Word"]


def test_how_many_one_may_choose_is_read_in_the_question(tmp_path):
    cells = ["Tid;Pengar;", "Tid;", "Ansvar;Pengar;"] * 5
    assert one(tmp_path, "Vad hindrar? Välj högst tre.", cells).keys["max"] == 3


# ---------------------------------------------------------------- columns together


def test_ticks_with_a_number_in_common_are_one_question(tmp_path):
    found = asked(
        tmp_path,
        {
            "4.1. Lokal": ["1", "NA"],
            "4.2. Råd": ["NA", "1"],
            "4.3. Inget av dem": ["NA", "NA", "1"],
            "4.4. Annat, nämligen": ["NA", "båt", "NA", "bil"],
            "5. Hur ofta?": ["Ofta", "Aldrig", "Ibland"],
        },
    )
    assert [drafted.type for drafted in found] == ["multiple", "single"]
    keys = found[0].keys
    assert keys["columns"] == {
        "Lokal": "4.1. Lokal",
        "Råd": "4.2. Råd",
        "Inget av dem": "4.3. Inget av dem",
    }
    assert (keys["other"], keys["other_column"]) == (
        "Annat, nämligen",
        "4.4. Annat, nämligen",
    )
    assert keys["none_of"] == ["Inget av dem"]


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        *(("Ja", "Nej"), ("1", "0"), ("X", "")),
        *(("Selected", "Not Selected"), ("Vald", "Ej valt")),
    ],
)
def test_a_tick_may_be_written_in_many_ways(tmp_path, yes, no):
    columns = {f"Stöd: {name}": [yes, no] * 4 for name in ("lokal", "råd", "lån")}
    found = recognise(export(tmp_path, {**columns, "Ort": ["A", "B"]}))
    assert found.questions[0].type == "multiple"
    assert found.questions[0].keys["ticked"] == [yes]
    unticked = found.questions[0].keys.get("unticked")
    assert unticked == (["Ej valt"] if no == "Ej valt" else None)  # cleaning knows not


SURVEYMONKEY = """\
Respondent ID,Collector ID,Vad?,,,Roll?,,Verktyg?,,,
,,Vet ej,Lokal,Råd,Response,"Annat, ange",Git - Fritt,Git - Köpt,Lab - Fritt,Lab - Köpt
"""


def from_surveymonkey(tmp_path, rows: list[str]) -> list[Drafted]:
    made = [f"{n},1,{row}" for n, row in enumerate(rows * 5)]
    content = SURVEYMONKEY + "\n".join(made) + "\n"
    return recognise(read_export(text(tmp_path / "sm.csv", content))).questions


def test_zero_is_a_tick_where_each_option_has_a_code_of_its_own(tmp_path):
    found = from_surveymonkey(
        tmp_path, ["0,,,Chef,,1,,,2", ",1,,Chef,,,2,1,", ",1,2,,Präst,1,,1,"]
    )
    assert found[0].keys["ticked"] == ["0", "1", "2"]
    dummies = {f"Stöd: {name}": ["0", "1"] * 4 for name in ("lokal", "råd")}
    none = {"Stöd: lån": ["0"], "Ort": ["A", "B"]}
    assert asked(tmp_path, dummies | none)[0].keys["ticked"] == ["1"]


def test_what_is_written_beside_one_answer_is_a_part_of_the_question(tmp_path):
    found = from_surveymonkey(
        tmp_path, ["0,,,Chef,,1,,,2", ",1,,Chef,,,2,1,", ",1,2,,Präst,1,,1,"]
    )
    assert [drafted.type for drafted in found] == ["multiple", "single", "grid"]
    assert found[1].keys["other"] == "Annat, ange"
    assert found[1].keys["other_column"] == "Roll? [Annat, ange]"


def test_each_row_with_each_option_is_a_grid(tmp_path):
    found = from_surveymonkey(
        tmp_path, ["0,,,Chef,,1,,,2", ",1,,Chef,,,2,1,", ",1,2,,Präst,1,,1,"]
    )
    assert (found[2].keys["cell"], found[2].keys["options"]) == (
        "multiple",
        ["Fritt", "Köpt"],
    )
    assert [*found[2].keys["row_labels"].values()] == ["Git", "Lab"]


def test_other_that_has_two_columns_is_one_option(tmp_path):
    columns = {
        "4.1. Lokal": ["1", ""],
        "4.2. Annat": ["", ""],
        "4.3. Annat": ["", "båt", "", "bil"],
        "Ort": ["A", "B"],
    }
    keys = asked(tmp_path, columns)[0].keys
    assert (list(keys["columns"]), keys["other"]) == (["Lokal", "Annat"], "Annat")
    assert keys["other_column"] == "4.3. Annat"


def test_a_list_in_a_cell_of_limesurvey_is_somebodys_words(tmp_path):
    header = '"id","submitdate","q1. Vilka verktyg?","q2[SQ1]. Vad? [A]"'
    rows = ['"git"', '"Git, Zenodo"', '"git, Zenodo"', '"Git"', '"zenodo"', '"Git"'] * 4
    lines = [f'"{n}","2024-01-01",{row},"Yes"' for n, row in enumerate(rows)]
    file = text(tmp_path / "ls.csv", "\n".join([header, *lines]) + "\n")
    found = recognise(read_export(file, tool="limesurvey")).questions
    assert found[0].type == "text"


def test_a_grid_of_ticks_has_rows_and_options(tmp_path):
    found = asked(
        tmp_path,
        {
            f"3.{row}.{number}. {what} - {when}": ["1", "NA"]
            for row, what in ((1, "Lokal"), (2, "Råd (till exempel - juridik)"))
            for number, when in ((1, "Nu"), (2, "Sedan"), (3, "Aldrig"))
        },
    )
    assert len(found) == 1
    assert found[0].keys["cell"] == "multiple"
    assert list(found[0].keys["row_labels"].values()) == [
        "Lokal",
        "Råd (till exempel - juridik)",
    ]
    assert found[0].keys["options"] == ["Nu", "Sedan", "Aldrig"]


def test_questions_of_yes_or_no_under_one_heading_are_not_options(tmp_path):
    found = asked(
        tmp_path,
        {
            "Bakgrund : Har ni avtal?": ["Ja", "Nej"] * 4,
            "Bakgrund : Har ni lokal?": ["Nej", "Ja"] * 4,
        },
    )
    assert {drafted.type for drafted in found} == {"single"}


def test_a_doubled_column_of_a_grid_of_ticks_is_not_lost(tmp_path):
    headers = [
        f"Q6[SQ00{r}_SQ00{o}]. På vilka sätt? [{row}][{option}]"
        for r, row in enumerate(("Arbete", "Bostad"), 1)
        for o, option in enumerate(("Dialog", "Bidrag"), 1)
    ]
    headers = ["id", "submitdate", *headers, headers[0]]
    rows = [["1" if n % 2 else ""] * 7 for n in range(12)]
    lines = [";".join(row) for row in [headers, *rows]]
    read = read_export(text(tmp_path / "dubbel.csv", "\n".join(lines) + "\n"))
    recognised = recognise(read)
    found = recognised.questions
    assert found[0].keys["type"] == "grid"
    used = [column.name for drafted in found for column in drafted.columns]
    used += [column.name for column, _ in recognised.ignore]
    answers = [column.name for column in read.columns if not column.meta]
    assert sorted(used) == sorted(answers)


def test_columns_on_one_scale_are_a_grid_whose_question_is_what_they_share(tmp_path):
    found = asked(
        tmp_path,
        {
            f"Hur ofta samverkar ni om {what}?": ["Ofta", "Aldrig", "Ibland", "Vet ej"]
            for what in ("kultur", "fritid", "skola")
        },
    )
    assert len(found) == 1
    assert found[0].wording == "Hur ofta samverkar ni om …"
    assert list(found[0].keys["row_labels"].values()) == ["kultur", "fritid", "skola"]
    assert found[0].scale is not None


def test_a_row_that_lacks_an_end_of_the_scale_is_in_the_grid_all_the_same(tmp_path):
    found = asked(
        tmp_path,
        {
            "Öppenhet": ["1", "2", "3", "4", "5"] * 3,
            "Kvalitet": ["2", "3", "4", "5"] * 4,
            "Dialog": ["1", "2", "3", "4", "5"] * 3,
        },
    )
    assert len(found) == 1
    assert list(found[0].keys["rows"].values()) == ["Öppenhet", "Kvalitet", "Dialog"]
    assert found[0].wordless


def test_yes_and_no_beside_each_other_are_questions_of_their_own(tmp_path):
    columns = {
        f"Har ni {what}?": ["Ja", "Nej"] * 4 for what in ("avtal", "lokal", "mål")
    }
    assert [d.type for d in asked(tmp_path, columns)] == ["single"] * 3


def test_joined_choices_with_the_same_options_are_a_grid(tmp_path):
    found = asked(
        tmp_path,
        {
            f"På vilka sätt samverkar ni inom {what}?": [
                "Dialog;Bidrag;",
                "Dialog;",
                "Bidrag;",
                "Samverkar inte;",
            ]
            for what in ("kultur", "fritid", "skola")
        },
    )
    assert len(found) == 1
    assert found[0].keys["cell"] == "multiple"
    assert found[0].keys["separator"] == ";"
    assert found[0].keys["none_of"] == ["Samverkar inte"]


def test_amounts_in_rows_are_a_grid_of_numbers(tmp_path):
    found = asked(
        tmp_path,
        {f"Antal projekt: {what}": ["0", "3", "1"] for what in ("kultur", "fritid")},
    )
    assert found[0].keys["cell"] == "number"


def test_forms_digit_after_a_repeated_name_is_no_part_of_it(tmp_path):
    found = asked(
        tmp_path,
        {
            f"{what}2": ["Öka", "Minska", "Oförändrat"]
            for what in ("Kultur", "Fritid", "Skola")
        },
    )
    assert list(found[0].keys["row_labels"].values()) == ["Kultur", "Fritid", "Skola"]


def test_partners_in_blocks_are_ties(tmp_path):
    columns = {}
    for n in (1, 2):
        columns[f"Partner {n}: organisationens namn"] = ["FF", "BK", "IF", "SK"]
        columns[f"Partner {n}: utmaning"] = ["Kultur", "Fritid"]
        columns[f"Partner {n}: överenskommelse"] = ["Skriftlig", "Ingen"]
        columns[f"Partner {n}: startår"] = ["1998", "2015"]
    found = asked(tmp_path, columns)
    assert [drafted.type for drafted in found] == ["ties"]
    assert found[0].keys["blocks"] == 2
    assert found[0].keys["fields"] == {
        "name": "Partner {n}: organisationens namn",
        "agreement": "Partner {n}: överenskommelse",
        "since": "Partner {n}: startår",
    }
    assert found[0].later == {"challenge": "Partner {n}: utmaning"}
    assert found[0].keys["options"] == {"agreement": ["Ingen", "Skriftlig"]}


def test_questions_come_in_the_order_of_the_export(tmp_path):
    columns = {"Roll": ["Chef", "Annan"] * 4}
    for n in (1, 2):
        columns[f"Partner {n}: namn"] = ["FF", "BK", "IF"]
        columns[f"Partner {n}: startår"] = ["1998", "2015"]
    columns["Hur ofta?"] = ["Ofta", "Aldrig"] * 4
    assert [d.type for d in asked(tmp_path, columns)] == ["single", "ties", "single"]


def test_a_check_against_robots_is_no_question(tmp_path):
    header = "Visa att du inte är en robot: skriv åtta"
    found = recognise(export(tmp_path, {header: ["8", "åtta"], "Ort": ["A", "B"]}))
    assert [(c.name, why) for c, why in found.ignore] == [
        (header, "kontroll mot robotar")
    ]

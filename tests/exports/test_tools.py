"""Every survey tool's own habits, each in a small export made here."""

import datetime as dt
import struct

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from support.made_exports import Cell, text, workbook

from helpers.core.errors import ExportError
from helpers.exports import TOOLS, read_export
from helpers.exports.codelist import read_code_list
from helpers.exports.contract import ExportColumn

MOMENT = dt.datetime(2024, 2, 5, 9, 30)


def made(tmp_path, *rows: list[Cell], file: str = "svar.xlsx"):
    return read_export(workbook(tmp_path / file, {"Sheet1": list(rows)}))


def from_text(tmp_path, content: str):
    return read_export(text(tmp_path / "svar.csv", content))


def metas(export) -> dict[str, str]:
    return {column.name: column.meta for column in export.columns if column.meta}


# ---------------------------------------------------------------- Microsoft Forms


FORMS = {
    "engelska": ["ID", "Start time", "Completion time", "Email", "Name"],
    "svenska": ["ID", "Starttid", "Slutförandetid", "E-post", "Namn"],
    "finska": ["ID", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi"],
    "utan ID": ["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi"],
}


@pytest.mark.parametrize("header", FORMS.values(), ids=FORMS)
def test_forms_is_known_in_any_language(tmp_path, header):
    rows = [[n, MOMENT, MOMENT, "anonymous", "", "Ja;"] for n in range(18, 40)]
    export = made(tmp_path, [*header, "Samverkar ni?"], *rows)
    assert export.tool == "microsoft_forms"
    assert list(metas(export).values()) == ["id", "start", "end", "email", "name"]
    assert export.responses["Samverkar ni?"].iloc[0] == "Ja;"


def test_forms_headers_lose_new_lines_and_hard_spaces(tmp_path):
    header = [*FORMS["svenska"], "Hur\u00a0ofta\n samverkar  ni?"]
    export = made(tmp_path, header, [1, MOMENT, MOMENT, "a@b.se", "A", "Ibland"])
    assert export.columns[5].name == "Hur ofta samverkar ni?"


def test_forms_own_columns_end_where_the_questions_begin(tmp_path):
    header = [
        *FORMS["engelska"],
        "Last modified time",
        "Förvaltning",
        "Name",
        "Language",
    ]
    row = [1, MOMENT, MOMENT, "a@b.se", "A B", MOMENT, "Miljö", "Föreningen", "Svenska"]
    assert metas(made(tmp_path, header, row)) == {
        "ID": "id",
        "Start time": "start",
        "Completion time": "end",
        "Email": "email",
        "Name": "name",
        "Last modified time": "modified",
    }


def test_forms_quiz_columns_are_its_own(tmp_path):
    header = [*FORMS["engelska"], "Vad?", "Points - Vad?", "Feedback - Vad?"]
    export = made(tmp_path, header, [1, MOMENT, MOMENT, "x", "", "A", 1, ""])
    assert metas(export)["Points - Vad?"] == "technical"
    assert "Vad?" not in metas(export)


# ---------------------------------------------------------------- Google Forms


def test_google_forms_has_a_stamp_and_grids_in_brackets(tmp_path):
    export = from_text(
        tmp_path,
        '\ufeff"Tidstämpel","Hur ofta [Dialog]","Hur ofta [Stöd]",'
        '"Hur ofta [Stöd]","Vad\nannars?"\r\n'
        '"2024/02/05 9:30:00 fm CET","Ofta","Aldrig","Ofta","Ett, två\nTre"\r\n'
        '"2024/02/05 1:05:09 em CET","Ofta","","","Fyra"\r\n',
    )
    assert export.tool == "google_forms"
    assert metas(export) == {"Tidstämpel": "end"}
    assert [(c.question, c.option) for c in export.columns[1:]] == [
        ("Hur ofta", "Dialog"),
        ("Hur ofta", "Stöd"),
        ("Hur ofta", "Stöd"),
        ("Vad annars?", ""),
    ]
    assert export.columns[3].name == "Hur ofta [Stöd] (2)"
    assert export.responses["Tidstämpel"].tolist() == [
        "2024-02-05 09:30:00",
        "2024-02-05 13:05:09",
    ]
    assert export.responses["Vad annars?"].iloc[0] == "Ett, två\nTre"


# ---------------------------------------------------------------- LimeSurvey


LIME = {
    "koder": "id,submitdate,lastpage,startlanguage,seed,Q1,Q2[SQ001],Q2[SQ002],"
    "Q2[other]",
    "koder med understreck": "id,submitdate,lastpage,startlanguage,seed,Q1,Q2_SQ001,"
    "Q2_SQ002,Q2_other",
    "kod och text": "id. Svars-ID,submitdate. Datum,lastpage. Sista sida,"
    "startlanguage. Språk,seed. Frö,Q1. Samverkar ni?,Q2[SQ001]. Hur? [Dialog],"
    "Q2[SQ002]. Hur? [Stöd],Q2[other]. Hur? [Annat]",
    "text": "Svars-ID,Datum för inskickat svar,Sista sida,Startspråk,Seed,"
    "Samverkar ni?,Hur? [Dialog],Hur? [Stöd],Hur? [Annat]",
}


@pytest.mark.parametrize("header", LIME.values(), ids=LIME)
def test_limesurvey_is_known_by_any_style_of_headers(tmp_path, header):
    row = "1,2024-02-05 09:30:00,3,sv,77,Ja,Y,,'=egna ord"
    export = from_text(tmp_path, f"\ufeff{header}\r\n{row}\r\n\r\n")
    assert export.tool == "limesurvey"
    assert list(metas(export).values()) == [
        *("id", "end", "status", "language", "technical")
    ]
    assert export.responses.iloc[0, 8] == "=egna ord"


def test_limesurvey_headers_are_taken_apart(tmp_path):
    header = "Q6[SQ001_SQ002]. På vilka sätt [i dag]? [Arbete][Dialog]"
    rows = f'id,submitdate,lastpage,startlanguage,"{header}"\r\n1,,2,sv,1\r\n'
    column = from_text(tmp_path, rows).columns[4]
    assert column.code == "Q6[SQ001_SQ002]"
    assert column.question == "På vilka sätt [i dag]?"
    assert column.option == "Arbete | Dialog"


def test_limesurvey_dual_scales_and_comments_keep_their_own_columns(tmp_path):
    headers = [
        "Q7[SQ001][1]. Hur viktigt? [Dialog][Nu]",
        "Q7[SQ001][2]. Hur viktigt? [Dialog][Sedan]",
        "Q8[SQ001]. Stöd? [Lokal]",
        "Q8[SQ001comment]. Stöd? [Lokal][Kommentar]",
    ]
    rows = "id,submitdate,lastpage,startlanguage," + ",".join(f'"{h}"' for h in headers)
    export = from_text(tmp_path, f"{rows}\r\n1,,2,sv,A,B,Y,bra\r\n")
    columns = [(c.code, c.question, c.option) for c in export.columns[4:]]
    assert columns == [
        ("Q7[SQ001][1]", "Hur viktigt?", "Dialog | Nu"),
        ("Q7[SQ001][2]", "Hur viktigt?", "Dialog | Sedan"),
        ("Q8[SQ001]", "Stöd?", "Lokal"),
        ("Q8[SQ001comment]", "Stöd?", "Lokal | Kommentar"),
    ]


def test_limesurvey_keeps_not_shown_apart_from_not_ticked(tmp_path):
    content = "id,submitdate,lastpage,startlanguage,Q1[SQ001]\r\n"
    export = from_text(tmp_path, content + "1,,1,sv,N/A\r\n2,,1,sv,\r\n3,,1,sv,Y\r\n")
    given = export.responses["Q1[SQ001]"]
    assert given.fillna("").tolist() == ["N/A", "", "Y"]


# ---------------------------------------------------------------- SurveyMonkey


ABOUT = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
MONKEY = [
    [*ABOUT, "Vilket stöd?", "", "", "Hur ofta?", "Vad mer?"],
    ["", "", "", "", "", "Bidrag", "Lokal", "Annat", "Response", "Open-Ended Response"],
]
ANSWERS = [
    [
        "101",
        "7",
        "43290.5",
        "43290.75",
        "192.0.2.1",
        "Bidrag",
        "",
        "båt",
        "Ofta",
        "Nej",
    ],
    ["102", "7", "43291.5", "43291.75", "192.0.2.2", "", "Lokal", "", "Sällan", ""],
]


def monkey_file(tmp_path, *rows):
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    return from_text(tmp_path, "\ufeff" + "\r\n".join(lines) + "\r\n")


@pytest.mark.parametrize("layout", ["två", "titel", "kod över", "kod under"])
def test_surveymonkey_header_rows_are_understood(tmp_path, layout):
    codes = ["", "", "", "", "", "Q1_1", "Q1_2", "Q1_other", "Q2", "Q3"]
    title = ["Enkät om samverkan", *[""] * 9]
    above = {"titel": [title], "kod över": [codes]}.get(layout, [])
    below = [codes] if layout == "kod under" else []
    export = monkey_file(tmp_path, *above, *MONKEY, *below, *ANSWERS)
    assert export.tool == "surveymonkey"
    assert [column.name for column in export.columns[5:]] == [
        "Vilket stöd? [Bidrag]",
        "Vilket stöd? [Lokal]",
        "Vilket stöd? [Annat]",
        "Hur ofta?",
        "Vad mer?",
    ]
    assert len(export.responses) == 2
    assert export.responses.index[0] == 3 + len(above) + len(below)
    assert export.responses["Start Date"].iloc[0] == "2018-07-09 12:00:00"
    assert [c.meta for c in export.columns[:5]] == [
        *("id", "collector", "start", "end", "ip")
    ]
    if layout.startswith("kod"):
        assert [c.code for c in export.columns[5:]] == codes[5:]


def test_surveymonkeys_own_columns_about_people_are_known(tmp_path):
    own = ["Respondent ID", "Email Address", "First Name", "Last Name", "Custom Data 1"]
    top = [[*own, "Hur ofta?"], ["", "", "", "", "", "Response"]]
    answer = ["7", "a@example.org", "Ulla", "Ek", "x", "Ofta"]
    export = monkey_file(tmp_path, *top, answer)
    assert [c.meta for c in export.columns] == [
        *("id", "email", "name", "name", "token", "")
    ]


def test_surveymonkey_twelve_hour_dates_need_no_guess(tmp_path):
    rows = [[*row] for row in ANSWERS]
    rows[0][2], rows[1][2] = "01/31/2024 07:05:00 PM", "02/01/2024 12:10:00 AM"
    rows[0][3], rows[1][3] = "02/01/2024 07:05:00 PM", "02/02/2024 08:00:00 AM"
    export = monkey_file(tmp_path, *MONKEY, *rows)
    assert export.responses["Start Date"].tolist() == [
        "2024-01-31 19:05:00",
        "2024-02-01 00:10:00",
    ]
    # The second of January or the first of February? Nobody can tell, so it stands.
    assert export.responses["End Date"].iloc[0] == "02/01/2024 07:05:00 PM"


def test_surveymonkey_with_one_row_of_headers(tmp_path):
    header = [*ABOUT, "Ort", "Samverkar ni?"]
    export = monkey_file(tmp_path, header, ["1", "7", "", "", "", "Malmö", "Ja"])
    assert export.tool == "surveymonkey"
    assert export.responses["Ort"].tolist() == ["Malmö"]


# ---------------------------------------------------------------- Qualtrics


def qualtrics(tmp_path):
    ids = [
        "StartDate",
        "Status",
        "Finished",
        "ResponseId",
        "Q1",
        "Q2_1",
        "Q2_4",
        "Q2_4_TEXT",
    ]
    texts = [
        *("Start Date", "Response Type", "Finished", "Response ID", "Var bor\nni?"),
        "Vilket stöd? - Selected Choice - Lokal",
        "Vilket stöd? - Selected Choice - Annat",
        "Vilket stöd? - Annat - Text",
    ]
    imports = [f'{{""ImportId"":""{name}""}}' for name in ids]
    answer = [
        "2024-02-05 09:30:00",
        "IP Address",
        "True",
        "R_1a",
        "Lund",
        "Lokal",
        "",
        "",
    ]
    preview = ["2024-02-05 09:31:00", "Survey Preview", "True", "R_2b", "x", "", "", ""]
    rows = [
        ",".join(f'"{c}"' for c in row)
        for row in (ids, texts, imports, answer, preview)
    ]
    return from_text(tmp_path, "\r\n".join(rows))


def test_qualtrics_three_rows_are_headers(tmp_path):
    export = qualtrics(tmp_path)
    assert export.tool == "qualtrics"
    assert export.responses.index.tolist() == [4, 5]
    assert [c.name for c in export.columns[4:]] == ["Q1", "Q2_1", "Q2_4", "Q2_4_TEXT"]
    assert export.column("Q1").question == "Var bor ni?"
    assert export.column("Q2_1").question == "Vilket stöd?"
    assert export.column("Q2_1").option.endswith("Lokal")
    assert metas(export) == {
        "StartDate": "start",
        "Status": "status",
        "Finished": "status",
        "ResponseId": "id",
    }


def test_qualtrics_previews_are_kept_for_the_codebook_to_judge(tmp_path):
    assert qualtrics(tmp_path).responses["Status"].tolist()[1] == "Survey Preview"


# ---------------------------------------------------------------- SPSS


def sav(tmp_path, **more: object):
    table = pd.DataFrame(
        {
            "kon": [1.0, 2.0, 9.0, np.nan],
            "antal": [3.0, 99.0, 4.5, 0.0],
            "ort": ["Malmö", "Växjö", "", "Lund"],
            "nar": [dt.date(2024, 2, 5)] * 4,
        }
    )
    path = tmp_path / "svar.sav"
    pyreadstat.write_sav(
        table,
        str(path),
        column_labels=["Ditt kön?", "Hur många?", "Ort", "När"],
        variable_value_labels={"kon": {1.0: "Kvinna", 2.0: "Man", 9.0: "Vet ej"}},
        missing_ranges={"kon": [9], "antal": [99]},
        variable_format={"nar": "DATE11"},
        **more,
    )
    return path


def test_spss_labels_are_the_answers_and_user_missing_is_one(tmp_path):
    export = read_export(sav(tmp_path))
    assert export.tool == "spss"
    assert export.responses["kon"].fillna("").tolist() == [
        "Kvinna",
        "Man",
        "Vet ej",
        "",
    ]
    assert export.column("kon").scale == ("Kvinna", "Man", "Vet ej")
    assert export.column("kon").question == "Ditt kön?"
    antal = export.responses["antal"]
    assert antal.fillna("").tolist() == ["3", "", "4.5", "0"]
    assert any("antal: ”99”" in n and "1 cell" in n for n in export.notes)
    assert export.responses["ort"].fillna("").tolist() == ["Malmö", "Växjö", "", "Lund"]
    assert export.responses["nar"].iloc[0] == "2024-02-05"
    assert export.responses.index.tolist() == [1, 2, 3, 4]


def test_spss_multiple_response_sets_are_one_question(tmp_path):
    """pyreadstat writes no sets: the record (type 7, subtype 7) is put in by hand,
    as the specification of the system file tells, before the dictionary's end."""
    path = tmp_path / "svar.sav"
    table = pd.DataFrame({"s1": [1.0, 2.0], "s2": [None, 1.0], "k": [1.0, 2.0]})
    table["c1"], table["c2"] = [1.0, 2.0], [2.0, None]
    yes = {1.0: "Ja", 2.0: "Nej"}
    hinders = {1.0: "Tid", 2.0: "Pengar"}
    pyreadstat.write_sav(
        table,
        str(path),
        column_labels=["Bidrag", "Lokal", "Kod", "Första", "Andra"],
        variable_value_labels={"s1": yes, "s2": yes, "c1": hinders, "c2": hinders},
    )
    stod, hinder = "Vilket stöd?".encode(), b"Hinder"
    said = b"$stod=D1 1 %d %s s1 s2\n" % (len(stod), stod)
    said += b"$hinder=C %d %s c1 c2\n" % (len(hinder), hinder)
    record = struct.pack("<iiii", 7, 7, 1, len(said)) + said
    before, end, after = path.read_bytes().partition(struct.pack("<ii", 999, 0))
    path.write_bytes(before + record + end + after)
    export = read_export(path)
    assert [(c.question, c.option, c.group, c.role) for c in export.columns] == [
        ("Vilket stöd?", "Bidrag", "stod", "option"),
        ("Vilket stöd?", "Lokal", "stod", "option"),
        ("Kod", "", "", ""),
        ("Hinder", "Första", "hinder", "mention"),
        ("Hinder", "Andra", "hinder", "mention"),
    ]
    assert (export.columns[0].ticked, export.columns[0].unticked) == ("Ja", "Nej")
    assert export.columns[3].values == (("1", "Tid"), ("2", "Pengar"))


def test_spss_codes_give_the_order_of_a_scale_labelled_at_its_ends(tmp_path):
    path = tmp_path / "svar.sav"
    table = pd.DataFrame(
        {"nojd": [5.0, 2.0, -9.0, 1.0, 98.0], "lon": [1e4, 2e4, 0, 1, 2]}
    )
    table["andel"] = [10.0, 20.0, 30.0, 40.0, 50.0]
    labels = {1.0: "Missnöjd", 5.0: "Nöjd", 98.0: "Vet ej", 99.0: "Ej svar"}
    pyreadstat.write_sav(
        table,
        str(path),
        variable_value_labels={"nojd": labels, "lon": {0.0: "Ingen"}},
        missing_ranges={"nojd": [-9, {"lo": 98, "hi": 99}]},
        variable_format={"andel": "PCT5.1"},
    )
    export = read_export(path)
    nojd = export.column("nojd")
    assert nojd.values == (
        *(("-9", ""), ("1", "Missnöjd"), ("2", ""), ("3", ""), ("4", "")),
        *(("5", "Nöjd"), ("98", "Vet ej"), ("99", "Ej svar")),
    )
    assert nojd.missing == ("-9", "Ej svar")  # Vet ej is an answer
    given = export.responses["nojd"].fillna("").tolist()
    assert given == ["Nöjd", "2", "", "Missnöjd", "Vet ej"]
    assert export.responses["andel"].iloc[0] == "10%"
    assert export.column("andel").format == "percent"


def test_a_cut_sav_is_refused(tmp_path):
    path = sav(tmp_path)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ExportError, match="SPSS"):
        read_export(path)


# ---------------------------------------------------------------- code lists


@pytest.mark.parametrize(
    "content",
    [
        "Variabel;Fråga;Kod;Etikett\nq1;Hur ofta?;1;Sällan\nq1;Hur ofta?;2;Ofta\n",
        "Enkät 2024\n\nQ#;R#;Questions and Responses\n"
        "1;;Hur ofta?\n;1;Sällan\n;2;Ofta\n",
        'Field name;Question;Values\nq1;Hur ofta?;"1 = Sällan\n2 = Ofta"\n',
    ],
    ids=["en rad per kod", "frågan och dess koder", "koderna i en cell"],
)
def test_code_lists_of_three_shapes_say_the_same(tmp_path, content):
    codes = read_code_list(text(tmp_path / "koder.csv", content))
    export = from_text(tmp_path, "q1,ort\n1,Malmö\n2,Lund\n")
    assert codes.of(export.column("q1")) == {"1": "Sällan", "2": "Ofta"}
    assert codes.of(export.column("ort")) == {}


def test_a_code_with_two_labels_makes_none_of_them_known(tmp_path):
    """One of the numbers is wrong, and nobody can say which."""
    content = "variabel;kod;etikett\nq1;1;0\n;2;1-5\n;2;6-10\nq2;1;Ja\n;2;Nej\n"
    codes = read_code_list(text(tmp_path / "koder.csv", content))
    assert codes.labels["q1"] == {"1": "Kod 1", "2": "Kod 2"}
    assert codes.labels["q2"] == {"1": "Ja", "2": "Nej"}


def test_a_grids_scale_in_brackets_is_what_its_cells_mean(tmp_path):
    content = (
        "variabel;kod;fråga\nq1;;Hur ofta? [Aldrig, Ofta, Vet ej]\n;1;Möten\n;2;Brev\n"
    )
    codes = read_code_list(text(tmp_path / "koder.csv", content))
    of_cells = codes.of(ExportColumn("Q1 [Möten]", "A", code="Q1_1", option="Möten"))
    assert of_cells == {"1": "Aldrig", "2": "Ofta", "3": "Vet ej"}


def test_what_is_no_code_list_is_refused(tmp_path):
    with pytest.raises(ExportError, match="kodlista"):
        read_code_list(text(tmp_path / "svar.csv", "Ort,Antal\nMalmö,3\n"))


# ---------------------------------------------------------------- telling which


def test_what_was_detected_is_said_and_can_be_overridden(tmp_path):
    path = text(
        tmp_path / "svar.csv", "id,submitdate,lastpage,startlanguage\n1,,2,sv\n"
    )
    assert "Verktyg: LimeSurvey, för att" in read_export(path).notes[0]
    assert read_export(path, tool="plain").tool == "plain"
    assert read_export(path, tool="Google Forms").tool == "google_forms"


def test_an_unknown_tool_names_the_known(tmp_path):
    path = text(tmp_path / "svar.csv", "a,b\n1,2\n")
    with pytest.raises(ExportError, match=r"Menade du ”limesurvey”"):
        read_export(path, tool="lime survey")


def test_a_plain_table_of_any_of_them_loses_no_column(tmp_path):
    assert list(TOOLS)[-1] == "plain"
    export = from_text(tmp_path, "Respondent,E-post,Status\n1,a@b.se,Pågår\n")
    assert metas(export) == {"E-post": "email"}
    assert export.responses.shape == (1, 3)


# ---------------------------------------------------------------- Sunet Survey


def test_sunets_variable_view_says_what_the_codes_are(tmp_path):
    yes = "1 = Ja\r\n2 = Nej"
    view: list[list[Cell]] = [
        ["Variable Name", "Label", "Type", "Data Type", "Value Codes", "Missing Code"],
        ["VAR01", "Roll?", "One-Choice", "Numeric", "1 = Chef\r\n2 = Annat", "-9"],
        ["VAR02_1", "Stöd? - Lån", "Multiple-Choice - Check Boxes", "", yes, ""],
        ["VAR02_2", "Stöd? - Råd", "Multiple-Choice - Check Boxes", "", yes, ""],
        ["VAR03_1", "Håll med - Mål", "Matrix", "", "1 = Nej, inte\r\n2 = Jo", ""],
        ["VAR03_2", "Håll med - Tid", "Matrix", "", "1 = Nej, inte\r\n2 = Jo", ""],
    ]
    data: list[list[Cell]] = [["VAR01", "VAR02_1", "VAR02_2", "VAR03_1", "VAR03_2"]]
    data += [[1, 1, 2, 2, 1], [2, 2, 1, 1, 1], [-9, 1, 1, 2, 2]]
    path = workbook(tmp_path / "svar.xlsx", {"VariableView": view, "Data": data})
    export = read_export(path)
    assert (export.tool, export.sheet, export.doubts) == ("sunet", "Data", [])
    roll, loan, _, goal, _ = export.columns
    assert list(export.responses[roll.name].dropna()) == ["Chef", "Annat"]
    assert list(export.responses[loan.name]) == ["Ja", "Nej", "Ja"]
    assert (loan.question, loan.option, loan.role) == ("Stöd?", "Lån", "option")
    assert (goal.option, goal.role) == ("Mål", "row")
    assert goal.values == (("1", "Nej, inte"), ("2", "Jo"))

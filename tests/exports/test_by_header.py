"""Tools known by the headers of their own columns, each in a file as it writes them."""

import csv
import io
from itertools import product

import pytest
from support.made_exports import text, workbook

from helpers.exports import read_export

DAY = "2026-02-01"
FORMS = [*product(("Dialog", ""), ("Bidrag", ""), ("Lokal", ""))] * 4
ASKED = "På vilka sätt samverkar ni?"


def made(tmp_path, header, rows, quoting=csv.QUOTE_MINIMAL):
    content = io.StringIO()
    csv.writer(content, quoting=quoting).writerows([header, *rows])
    return read_export(text(tmp_path / "svar.csv", content.getvalue()))


def metas(export) -> dict[str, str]:
    return {column.name: column.meta for column in export.columns if column.meta}


def options(export) -> list[tuple[str, str, str, str]]:
    return [
        (c.question, c.option, c.ticked, c.unticked)
        for c in export.columns
        if c.role == "option"
    ]


def ticks(ticked: str = "", unticked: str = "") -> list[list[str]]:
    return [[(ticked or o) if o else unticked for o in form] for form in FORMS]


KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "__version__"]


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("True", "False")])
@pytest.mark.parametrize("stem", [ASKED, "stod", "grupp/stod"])
def test_kobos_columns_of_options_beside_the_joined_one(tmp_path, stem, yes, no):
    names = ["Dialog", "Bidrag", "Lokal"]
    header = ["start", "end", stem, *(f"{stem}/{name}" for name in names), *KOBO]
    rows = [
        [DAY, DAY, " ".join(filter(None, form)), *row, str(n), f"u-{n}", DAY, "", "v1"]
        for n, (form, row) in enumerate(zip(FORMS, ticks(yes, no), strict=True))
    ]
    export = made(tmp_path, header, rows)
    assert export.tool == "kobo"
    assert options(export) == [(stem, name, yes, no) for name in names]
    assert export.column(stem).role == "copy"
    assert len({c.group for c in export.columns if c.group}) == 1


def test_kobo_joins_names_by_a_space_and_not_words_of_an_answer(tmp_path):
    """Ticks without columns beside them, and the labels of two single choices."""
    names = ["dialog bidrag", "dialog", "bidrag", "lokal", "dialog lokal"]
    agree = ["Helt enig", "Delvis enig", "Helt uenig", "Delvis uenig", "Enig"]
    low = ["ja", "ja delvis", "nej", "nej delvis", "vet ej"]
    rows = [
        [names[n % 5], agree[n % 5], low[n % 5], str(n), f"u-{n}", DAY, "", "v1"]
        for n in range(40)
    ]
    export = made(tmp_path, ["stod", "enig", "plan", *KOBO], rows)
    assert export.tool == "kobo"
    assert [c.separator for c in export.columns[:3]] == [" ", "", ""]


def test_a_section_of_kobos_form_is_no_question(tmp_path):
    header = ["Bakgrund/Ort", "Bakgrund/Roll", *KOBO]
    rows = [["Lund", "Chef", str(n), f"u-{n}", DAY, "", "v1"] for n in range(20)]
    export = made(tmp_path, header, rows)
    assert [c.group for c in export.columns[:2]] == ["", ""]
    assert export.columns[0].question == "Bakgrund/Ort"


def test_odk_central_is_the_same_tool(tmp_path):
    header = ["SubmissionDate", "ort", "meta-instanceID", "KEY", "ReviewState"]
    rows = [[DAY, "Lund", f"uuid:{n}", f"uuid:{n}", ""] for n in range(9)]
    export = made(tmp_path, header, rows)
    assert (export.tool, export.column("ort").meta) == ("kobo", "")


@pytest.mark.parametrize(
    ("form", "yes", "no", "question"),
    [
        (f"{ASKED} (choice=%s)", "Checked", "Unchecked", ASKED),
        ("satt___%s", "1", "0", "satt"),
    ],
)
def test_redcaps_checkboxes(tmp_path, form, yes, no, question):
    names = ["Dialog", "Bidrag", "Lokal"]
    names = names if "choice" in form else ["1", "2", "99"]
    header = ["record_id", *(form % name for name in names), "enkat_complete"]
    rows = [[str(n), *row, "2"] for n, row in enumerate(ticks(yes, no))]
    export = made(tmp_path, header, rows)
    assert export.tool == "redcap"
    assert options(export) == [(question, name, yes, no) for name in names]
    assert metas(export)["record_id"] == "id"


ALCHEMER = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID"]
ALCHEMER += ["Legacy Comments", "SessionID", "City", "State/Region", "Postal"]


def test_alchemers_option_comes_before_the_question(tmp_path):
    header = [
        *ALCHEMER,
        "Ort",
        *(f"{o}:{ASKED}" for o in ("Dialog", "Bidrag", "Lokal")),
        f"Annat - Write In:{ASKED}",
        "Möten:Hur ofta?",
        "Brev:Hur ofta?",
    ]
    own = ["1", DAY, DAY, "Complete", "", "", "x_1", "Malmö", "M", "211 20"]
    grid = ["Ofta", "Aldrig"]
    rows = [
        [*own, "Lund", *row, "egna ord" if n == 3 else "", *grid[:: (-1) ** n]]
        for n, row in enumerate(ticks())
    ]
    export = made(tmp_path, header, rows)
    assert export.tool == "alchemer"
    assert options(export) == [(ASKED, o, o, "") for o in ("Dialog", "Bidrag", "Lokal")]
    roles = {c.option: c.role for c in export.columns if c.option}
    assert roles["Annat - Write In"] == "other"
    assert roles["Möten"] == roles["Brev"] == "row"
    assert set(metas(export)) == {*ALCHEMER}


def test_typeforms_own_columns_are_no_questions(tmp_path):
    own = ["Response Type", "Start Date (UTC)", "Stage Date (UTC)"]
    own += ["Submit Date (UTC)", "Network ID", "Tags", "Ending"]
    header = ["#", "Ort", "Dialog", "Bidrag", "Lokal", "Other", *own]
    rows = [
        [f"{n:032}", "Lund", *row, "", "completed", DAY, "", DAY, "ab12", "", ""]
        for n, row in enumerate(ticks())
    ]
    export = made(tmp_path, header, rows)
    assert export.tool == "typeform"
    assert set(metas(export)) == {"#", *own}


@pytest.mark.parametrize(
    ("tool", "own", "separator"),
    [
        ("jotform", {"Submission Date": DAY, "Submission ID": "5"}, "\n"),
        ("sharepoint", {"ID": "1", "Skapad": DAY, "Skapad av": "Testkonto"}, ";#"),
        (
            "formbricks",
            {"No.": "1", "Response ID": "r", "Timestamp": DAY, "Survey ID": "s"}
            | {"Formbricks ID (internal)": "", "Finished": "Yes"},
            ";",
        ),
    ],
)
def test_what_a_tool_puts_between_ticks_is_told(tmp_path, tool, own, separator):
    joint = "; " if separator == ";" else separator
    header = [*own, "Ort", ASKED, "Berätta"]
    rows = [
        [*own.values(), "Lund", joint.join(filter(None, form)), f"text {n}; mer {n}\nx"]
        for n, form in enumerate(FORMS)
    ]
    export = made(tmp_path, header, rows, csv.QUOTE_ALL)
    assert export.tool == tool
    assert {c.name: c.separator for c in export.columns if not c.meta} == {
        "Ort": "",
        ASKED: separator,
        "Berätta": "",
    }
    assert set(metas(export)) == {*own}


def test_netigate_knows_who_answered_and_they_are_no_answers(tmp_path):
    header = ["Respondent name", "Respondent unique ID", "Answer created", "Ort"]
    export = made(tmp_path, header, [["A B", str(n), DAY, "Lund"] for n in range(9)])
    assert export.tool == "netigate"
    assert list(metas(export).values()) == ["name", "id", "end"]


def test_sosci_says_one_for_not_ticked_and_two_for_ticked(tmp_path):
    names = ["CASE", "QUESTNNR", "STARTED", "A101", "B201", "B201_01", "B201_02"]
    names += ["B202_01", "TIME001", "LASTDATA", "Q_VIEWER", "MAXPAGE"]
    labels = ["Interview-Nummer", "Fragebogen", "Zeitpunkt", "Vilken förvaltning?"]
    labels += ["Sätt: Residualoption (negativ) oder Anzahl ausgewählter Optionen"]
    labels += ["Sätt: Dialog", "Sätt: Bidrag", "Nöjd: Lokal", "Verweildauer"]
    labels += ["Zuletzt", "Nur angesehen", "Letzte Seite"]
    last = ["-9", "30", DAY, "0", "3"]
    rows = [
        [str(100 + n), "base", DAY, "1", "1", "12"[n % 2], "12"[n % 3 > 0], *last]
        for n in range(20)
    ]
    lines = "\r\n".join("\t".join(row) for row in [names, labels, *rows])
    export = read_export(text(tmp_path / "svar.csv", lines + "\r\n", "utf-16"))
    assert (export.tool, len(export.responses)) == ("sosci", 20)
    assert options(export) == [
        ("Sätt", "Dialog", "2", "1"),
        ("Sätt", "Bidrag", "2", "1"),
    ]
    assert {c.code for c in export.columns if not c.meta} == {
        *("A101", "B201_01", "B201_02", "B202_01")
    }
    assert export.columns[3].missing == ("-9",)


def test_google_forms_swedish_time(tmp_path):
    rows = [[f"2026-02-{n:02} kl. 09.30.00", "Lund"] for n in range(1, 20)]
    export = made(tmp_path, ["Tidsstämpel", "Ort"], rows)
    assert export.tool == "google_forms"
    assert export.responses["Tidsstämpel"].iloc[0] == "2026-02-01 09:30:00"


def test_headers_lose_their_html_and_piped_answers_are_told(tmp_path):
    header = ["Ort", "<p><b>Hur ofta</b> träffas&nbsp;ni?</p>", "Råd &amp; stöd < 5"]
    header += ["Varför ${q://QID1/ChoiceText}?"]
    export = made(tmp_path, header, [["Lund", "Ofta", "Ja", "x"]] * 9)
    assert list(export.responses.columns)[:3] == [
        *("Ort", "Hur ofta träffas ni?", "Råd & stöd < 5")
    ]
    (doubt,) = export.doubts
    assert "kolumn D" in doubt
    assert "${q://QID1/ChoiceText}" in doubt


@pytest.mark.parametrize("dated", ["43475", "2019-01-10", "2019-10-01"])
def test_bands_that_excel_made_dates_of_are_bands_again_and_told(tmp_path, dated):
    answers = [dated, "0", "11-50", "Fler än 50"]
    rows = [[f"E{n}", answers[n % 4]] for n in range(40)]
    export = made(tmp_path, ["Enhet", "Hur många?"], rows)
    assert set(export.responses["Hur många?"]) == {"0", "1-10", "11-50", "Fler än 50"}
    (doubt,) = export.doubts
    assert f"”{dated}” lästes som ”1-10”" in doubt


def test_years_and_sums_beside_a_band_are_no_dates(tmp_path):
    sums = [f"{41_000 + 500 * n}" for n in range(6)]
    rows = [[f"E{n}", [*sums, "1-2"][n % 7]] for n in range(40)]
    export = made(tmp_path, ["Enhet", "Stöd?"], rows)
    assert export.responses["Stöd?"].iloc[0] == "41000"
    assert export.doubts == []


def test_a_workbook_is_known_by_its_headers_too(tmp_path):
    header = ["ID", "Nämnd", "Sätt", "Created", "Created By"]
    lists = [";#".join(filter(None, form)) for form in FORMS]
    rows = [[n, "Nord", said, DAY, "T"] for n, said in enumerate(lists)]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"owssvr": [header, *rows]}))
    assert (export.tool, export.column("Sätt").separator) == ("sharepoint", ";#")

import datetime as dt
import zipfile

import numpy as np
import pytest
import xlsxwriter
from support.made_exports import ods, part, repacked, text, workbook, xls

from helpers.core.errors import ExportError
from helpers.exports import archive, read_export
from helpers.exports.files import _content

ROWS = [["Ort", "Antal", "När"], ["Malmö", 5, dt.datetime(2024, 2, 5, 9, 30)]]


def values(export) -> list[list]:
    return [
        [None if cell is np.nan else cell for cell in row]
        for row in export.responses.astype(object).to_numpy()
    ]


def test_numbers_and_dates_are_text(tmp_path):
    rows = [
        ["a", "b", "c", "d", "e", "f"],
        [5.0, 0.1 + 0.2, 1250000, dt.datetime(2024, 2, 5), True, " x "],
        [5.5, -3, 1e-7, dt.datetime(2024, 2, 5, 9, 30), False, "05"],
    ]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"S": rows}))
    assert values(export) == [
        ["5", "0.3", "1250000", "2024-02-05", "TRUE", " x "],
        ["5.5", "-3", "1e-07", "2024-02-05 09:30:00", "FALSE", "05"],
    ]


def test_rows_and_letters_are_excels(tmp_path):
    rows = [[], ["", "Ort", "Antal"], [], ["", "Malmö", 3], [], ["", "Lund", 4]]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"S": rows}))
    assert export.responses.index.tolist() == [4, 6]
    assert [(c.name, c.letter) for c in export.columns] == [
        ("Ort", "B"),
        ("Antal", "C"),
    ]


def test_phantom_columns_are_dropped_and_told_but_unanswered_ones_stay(tmp_path):
    rows = [["Ort", "Ingen svarade", "", "Kolumn4"], ["Malmö", "", "", ""]]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"S": rows}))
    assert list(export.responses.columns) == ["Ort", "Ingen svarade"]


def test_a_column_without_a_header_keeps_its_cells(tmp_path):
    rows = [["Ort", ""], ["Malmö", "kvar"]]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"S": rows}))
    assert export.responses["Kolumn B"].tolist() == ["kvar"]


def test_headers_that_occur_twice_are_numbered(tmp_path):
    rows = [["Ort", "Ort ", "Ort\u00a0"], ["a", "b", "c"]]
    export = read_export(workbook(tmp_path / "svar.xlsx", {"S": rows}))
    assert list(export.responses.columns) == ["Ort", "Ort (2)", "Ort (3)"]


def test_the_first_sheet_with_cells_that_is_shown_is_read_and_the_rest_named(tmp_path):
    path = workbook(
        tmp_path / "svar.xlsx",
        {"Dold": ROWS, "Tom": [], "Svar": ROWS, "Kodlista": [["x"]]},
        hidden=["Dold"],
    )
    export = read_export(path)
    assert export.sheet == "Svar"
    assert any("Kodlista" in note and "Dold" in note for note in export.notes)


def test_a_sheet_is_found_whatever_the_case(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"A": [["x"], ["1"]], "Svar ": ROWS})
    assert read_export(path, sheet="svar").responses.shape == (1, 3)


def test_a_wrong_sheet_names_those_that_are_there(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"Blad1": ROWS, "Data": ROWS})
    with pytest.raises(ExportError, match=r"inget blad ”Bald1”.*”Blad1”, ”Data”"):
        read_export(path, sheet="Bald1")


def test_an_empty_sheet_is_refused(tmp_path):
    with pytest.raises(ExportError, match="tomt"):
        read_export(workbook(tmp_path / "svar.xlsx", {"S": []}))


def test_formulas_are_read_as_their_values_and_told(tmp_path):
    path = workbook(
        tmp_path / "svar.xlsx", {"S": ROWS}, formula={("S", "D2"): ("=1+1", 2)}
    )
    export = read_export(path)
    assert export.responses["Kolumn D"].tolist() == ["2"]
    assert any("1 cell är en formel" in note for note in export.notes)


def test_a_formula_without_a_value_is_refused_with_its_cell(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    changed = sheet.replace(b'<c r="B2"><v>5</v></c>', b'<c r="B2"><f>A1+1</f></c>')
    assert changed != sheet
    with pytest.raises(ExportError, match=r"rad 2, kolumn B.*formel utan uträknat"):
        read_export(repacked(path, {"xl/worksheets/sheet1.xml": changed}))


def test_excels_errors_stand_as_they_stood(tmp_path):
    path = workbook(
        tmp_path / "svar.xlsx",
        {"S": ROWS},
        formula={("S", "B2"): ("=nope()", "#NAME?")},
    )
    export = read_export(path)
    assert export.responses["Antal"].tolist() == ["#NAME?"]
    assert any("B2 (#NAME?)" in note for note in export.notes)


def test_a_csv_named_xlsx_and_an_xlsx_named_csv_are_read_by_content(tmp_path):
    false_book = read_export(text(tmp_path / "svar.xlsx", "a;b\n1;2\n"))
    assert false_book.responses.shape == (1, 2)
    assert any("är text" in note for note in false_book.notes)
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS}).rename(tmp_path / "svar.csv")
    false_text = read_export(path)
    assert false_text.responses.shape == (1, 3)
    assert any("är en arbetsbok" in note for note in false_text.notes)


def test_ods_is_read(tmp_path):
    export = read_export(ods(tmp_path / "svar.ods", [["Ort", "Svar"], ["Malmö", "Ja"]]))
    assert values(export) == [["Malmö", "Ja"]]


def test_xls_is_read(tmp_path):
    export = read_export(xls(tmp_path / "svar.xls", [["Ort", "Antal"], ["Malmö", 5]]))
    assert values(export) == [["Malmö", "5"]]
    assert export.sheet == "Svar"


# ---------------------------------------------------------------- broken and hostile


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_cut_workbook_is_refused(tmp_path, share):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS * 50})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


def test_a_damaged_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS * 50})
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = b"?" * 40
    path.write_bytes(content)
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


def test_a_workbook_that_has_lost_bytes_inside_is_refused(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS * 50})
    content = path.read_bytes()
    path.write_bytes(content[:30] + content[67:])
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    repacked(path, {"xl/media/image1.bin": b"\0" * (64 << 20)})
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ExportError, match="zipbomb"):
        read_export(path)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    bomb = sheet.replace(b"</sheetData>", b" " * 5_000_000 + b"</sheetData>")
    repacked(path, {"xl/worksheets/sheet1.xml": bomb})
    said = len(bomb).to_bytes(4, "little")
    assert path.read_bytes().count(said) == 2
    path.write_bytes(path.read_bytes().replace(said, (900).to_bytes(4, "little")))
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


def test_a_cell_at_the_far_corner_is_refused_and_not_allocated(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    repacked(path, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)})
    with pytest.raises(ExportError, match=r"rad 1048576, kolumn XFD"):
        read_export(path)


def test_a_row_repeated_a_million_times_in_ods_is_refused(tmp_path):
    many = (
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    with pytest.raises(ExportError, match="sträcker sig"):
        read_export(ods(tmp_path / "svar.ods", [["a", "b"]], more=many))


def test_a_document_type_is_refused(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    repacked(
        path,
        {"xl/worksheets/sheet1.xml": sheet.replace(b"<worksheet", laughs, 1)},
    )
    with pytest.raises(ExportError, match="DOCTYPE"):
        read_export(path)


@pytest.mark.parametrize(
    ("stood", "stands"),
    [
        (b'encoding="UTF-8"', b'encoding="UTF-9"'),
        (b'encoding="UTF-8"', b'encoding="GB2312"'),
        (b'r="B2"', b'r="waysB2"'),  # read as column 12 million
    ],
)
def test_a_sheet_in_no_encoding_or_at_no_place_is_damaged(tmp_path, stood, stands):
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert stood in sheet
    repacked(path, {"xl/worksheets/sheet1.xml": sheet.replace(stood, stands, 1)})
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


def test_a_folder_is_called_a_folder(tmp_path):
    with pytest.raises(ExportError, match="en mapp och ingen fil"):
        read_export(tmp_path)


def test_a_file_that_is_cut_while_it_is_read_ends_nothing(tmp_path):
    """Had it been mapped, the process would end without a word."""
    path = workbook(tmp_path / "svar.xlsx", {"S": ROWS})
    assert isinstance(_content(path), bytes)


def test_macros_and_links_to_other_files_are_told_and_not_followed(tmp_path):
    path = workbook(tmp_path / "svar.xlsm", {"S": ROWS})
    repacked(
        path,
        {
            "xl/vbaProject.bin": b"not run",
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        },
    )
    notes = " ".join(read_export(path).notes)
    assert "makron" in notes
    assert "länkar till andra filer" in notes


def test_a_locked_workbook_says_how_to_unlock_it(tmp_path):
    path = tmp_path / "svar.xlsx"
    path.write_bytes(archive.OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ExportError, match="låst med lösenord"):
        read_export(path)


@pytest.mark.parametrize(
    ("name", "said"), [("word/document.xml", "Word"), ("svar.csv", "svar.csv")]
)
def test_other_archives_are_named(tmp_path, name, said):
    path = tmp_path / "svar.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, "a;b")
    with pytest.raises(ExportError, match=said):
        read_export(path)


# ---------------------------------------------------------------- no responses

PEOPLE = [["Enhet", "Ort", "Stöd (kr)"]] + [
    [f"Enhet {n}", ["Malmö", "Lund"][n % 2], n * 1000] for n in range(1, 31)
]


def test_a_cover_sheet_before_the_answers_is_passed_and_told(tmp_path):
    cover = [["Rapport", "Samverkan"], ["Antal svar", 30], ["Uttagen", "2026-03-01"]]
    path = workbook(tmp_path / "svar.xlsx", {"Omslag": cover, "Rådata": PEOPLE})
    export = read_export(path)
    assert (export.sheet, len(export.responses)) == ("Rådata", 30)
    assert any("Omslag" in doubt for doubt in export.doubts)


def test_a_second_sheet_with_the_same_headers_is_a_doubt(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"Kultur": PEOPLE, "Skola": PEOPLE})
    export = read_export(path)
    assert export.sheet == "Kultur"
    assert any("Skola" in doubt for doubt in export.doubts)


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    path = workbook(tmp_path / "svar.xlsx", {"S": PEOPLE})
    sheet = part(path, "xl/worksheets/sheet1.xml")
    changed = sheet.replace(b'<row r="7"', b'<row r="7" hidden="1"').replace(
        b"<sheetData>", b'<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
    )
    export = read_export(repacked(path, {"xl/worksheets/sheet1.xml": changed}))
    assert len(export.responses) == 30
    assert [d for d in export.doubts if "rad 7" in d and "kolumn (C)" in d]


def test_the_totals_row_of_an_excel_table_is_set_aside(tmp_path):
    """As the workbook declares it, whatever stands in it."""
    path = tmp_path / "svar.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    columns = [
        {"header": "Enhet", "total_string": "Alla tillsammans"},
        {"header": "Ort", "total_string": "Malmö"},
        {"header": "Stöd (kr)", "total_function": "sum", "total_value": 465_000},
    ]
    table = {"data": PEOPLE[1:], "columns": columns, "total_row": True}
    sheet.add_table("A1:C32", table)
    book.close()
    export = read_export(path)
    assert len(export.responses) == 30
    assert list(export.set_aside) == [32]
    assert any("rad 32" in doubt for doubt in export.doubts)


@pytest.mark.parametrize(
    "below",
    [
        [["Summa", "", 465_000]],
        [["", "", 465_000]],
        [["", "", 15_500]],
        [["Medelvärde:", "", 15_500]],
        [[], ["Antal svar: 30"]],
        [["Uttagen 2026-03-01 av testkonto"], ["Källa: Forms"]],
        [[], ["", "", "Kronor, avrundat"]],
    ],
    ids=["ord", "summa utan ord", "medel utan ord", "medel", "antal", "källa", "not"],
)
def test_totals_and_notes_under_the_table_are_no_responses(tmp_path, below):
    path = workbook(tmp_path / "svar.xlsx", {"S": [*PEOPLE, *below]})
    export = read_export(path)
    rows = [32 + i for i, row in enumerate(below) if row]
    assert (len(export.responses), list(export.set_aside)) == (30, rows)
    assert any("räknas inte som svar" in doubt for doubt in export.doubts)


def test_the_last_respondents_stay_though_they_answered_little(tmp_path):
    last = [["Enhet 31", "", ""], ["Enhet 32", "Lund", ""], ["Enhet 33", "", 500]]
    last += [["", "Lund", 15_500], ["", "", 0]]
    path = workbook(tmp_path / "svar.xlsx", {"S": [*PEOPLE, *last]})
    export = read_export(path)
    assert (len(export.responses), export.set_aside) == (35, {})


def test_percent_and_duration_are_what_excel_shows(tmp_path):
    path = tmp_path / "svar.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0.0%"})
    hours = book.add_format({"num_format": "[h]:mm"})
    money = book.add_format({"num_format": '#,##0 "kr"'})
    sheet.write_row(0, 0, ["Ort", "Andel", "Tid", "Stöd"])
    for row in range(1, 6):
        sheet.write(row, 0, "Lund")
        sheet.write(row, 1, row / 8, percent)
        sheet.write(row, 2, dt.timedelta(days=1, minutes=30 * row), hours)
        sheet.write(row, 3, 1000, money)
    book.close()
    export = read_export(path)
    assert values(export)[0] == ["Lund", "12.5%", "24.5", "1000"]
    assert [c.format for c in export.columns] == ["", "percent", "duration", "money"]

import codecs
import gzip

import numpy as np
import pytest
from support.made_exports import text

from helpers.core.errors import ExportError
from helpers.exports import delimited, read_export
from helpers.exports.delimited import detect_delimiter

TABLE = "Fråga;Svar;Ort\r\nHur ofta?;Ja, ibland;Malmö\r\nNär?;Nej;Örebro\r\n"


def table(export) -> list[list]:
    return [
        [None if cell is np.nan else cell for cell in row]
        for row in export.responses.astype(object).to_numpy()
    ]


@pytest.mark.parametrize(
    ("encoding", "mark", "detected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
        ("cp850", b"", "cp850"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_the_encoding_is_known_by_the_bytes(tmp_path, encoding, mark, detected):
    path = tmp_path / "svar.csv"
    path.write_bytes(mark + TABLE.encode(encoding))
    export = read_export(path)
    assert export.encoding == detected
    assert list(export.responses.columns) == ["Fråga", "Svar", "Ort"]
    assert table(export)[1] == ["När?", "Nej", "Örebro"]


def test_two_encodings_in_one_file_are_read_and_told(tmp_path):
    path = tmp_path / "svar.csv"
    path.write_bytes("a;Fråga\r\n1;Malmö\r\n".encode() + "2;Växjö\r\n".encode("cp1252"))
    export = read_export(path)
    assert table(export) == [["1", "Malmö"], ["2", "Växjö"]]
    assert any("två teckenkodningar" in n and "rad 3" in n for n in export.notes)


def test_the_encoding_can_be_told(tmp_path):
    path = text(tmp_path / "svar.csv", TABLE, "mac_roman")
    assert read_export(path, encoding="mac_roman").responses.iloc[1, 2] == "Örebro"


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf8x", "okänd"), ("utf-8", "inte i teckenkodningen")]
)
def test_a_wrong_encoding_is_refused(tmp_path, encoding, said):
    path = text(tmp_path / "svar.csv", TABLE, "cp1252")
    with pytest.raises(ExportError, match=said):
        read_export(path, encoding=encoding)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_what_makes_most_rows_equal(delimiter):
    rows = [["Namn", "Hur?", "Varför, då?"], ["A", "1,5; 2", "x|y"], ["B", "", "a,b"]]
    sample = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert detect_delimiter(sample) == delimiter


def test_decimal_commas_do_not_pass_for_delimiters():
    assert detect_delimiter("a;b\n1,5;2,5\n3,5;4,25\n") == ";"


def test_commas_inside_quoted_answers_are_no_delimiters():
    assert detect_delimiter('"Hur?";"Vad?"\n' + '"Nej";"Bok, Kurs (a, b)"\n' * 5) == ";"


def test_excels_hint_of_the_delimiter_is_no_row(tmp_path):
    export = read_export(text(tmp_path / "svar.csv", "sep=;\r\na;b\r\n1;2,5\r\n"))
    assert table(export) == [["1", "2,5"]]
    assert export.responses.index.tolist() == [2]


def test_rows_are_numbered_as_in_excel(tmp_path):
    content = 'a,b\r\n1,"två\nrader"\r\n\r\n,\r\n2,x\r\n\r\n'
    export = read_export(text(tmp_path / "svar.csv", content))
    assert export.responses.index.tolist() == [2, 5]
    assert export.responses.index.name == "row"
    assert table(export) == [["1", "två\nrader"], ["2", "x"]]
    assert any("2 tomma rader" in note for note in export.notes)


def test_a_cell_of_white_space_is_blank(tmp_path):
    content = "a,b,c\n1, ,\u00a0\u200b\n2,x,\ufeff\n"
    export = read_export(text(tmp_path / "svar.csv", content))
    assert table(export) == [["1", None, None], ["2", "x", None]]


def test_every_row_with_another_number_of_cells_is_told_at_once(tmp_path):
    content = "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,\n"
    with pytest.raises(ExportError) as caught:
        read_export(text(tmp_path / "svar.csv", content))
    assert [(p.row, p.column) for p in caught.value.problems] == [(3, "B"), (4, "D")]
    assert "2 celler" in str(caught.value)


def test_a_thousand_ragged_rows_are_told_as_twenty(tmp_path):
    content = "a,b\n" + "1,\n" * 1500 + "1,2,3\n" * 1000
    with pytest.raises(ExportError, match="980 rader har samma fel") as caught:
        read_export(text(tmp_path / "svar.csv", content))
    assert len(caught.value.problems) == 21


def test_headers_fewer_than_the_columns_are_refused(tmp_path):
    with pytest.raises(ExportError, match=r"rad 1.*2 celler"):
        read_export(text(tmp_path / "svar.csv", "a,b\n1,2,3\n4,5,6\n7,8,9\n"))


def test_cells_that_a_tool_trims_at_the_end_are_blank(tmp_path):
    content = "a,b,c\n1,2,3\n4,5\n6\n7,8,9\n"
    export = read_export(text(tmp_path / "svar.csv", content))
    assert table(export)[1:3] == [["4", "5", None], ["6", None, None]]
    assert any("2 rader" in note for note in export.notes)


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"rad 3.*avklippt"):
        read_export(text(tmp_path / "svar.csv", "a,b,c\n1,2,3\n4,5"))


def test_delimiters_too_many_at_the_end_do_no_harm(tmp_path):
    export = read_export(text(tmp_path / "svar.csv", "a,b\n1,2,,\n3,4\n"))
    assert table(export) == [["1", "2"], ["3", "4"]]


def test_a_title_above_the_headers_is_stepped_over(tmp_path):
    content = "Enkät om samverkan\n\na,b,c\n1,2,3\n4,5,6\n"
    export = read_export(text(tmp_path / "svar.csv", content))
    assert list(export.responses.columns) == ["a", "b", "c"]
    assert export.responses.index.tolist() == [4, 5]
    assert any("ovanför rubrikraden" in note for note in export.notes)


def test_a_quotation_mark_that_is_never_closed_is_found(tmp_path):
    rows = "".join(f"{i},a,b,c,d,e,f\n" for i in range(20))
    content = 'id,q1,q2,q3,q4,q5,q6\n1,"aldrig stängd,b,c,d,e,f\n' + rows
    with pytest.raises(ExportError, match=r"citattecken") as caught:
        read_export(text(tmp_path / "svar.csv", content))
    assert caught.value.problems[0].row == 2


def test_a_cell_of_ten_megabytes_is_refused(tmp_path):
    content = "a,b,c\n1," + "x" * 10_000_000 + ",3\n"
    with pytest.raises(ExportError, match="kolumn B"):
        read_export(text(tmp_path / "svar.csv", content))


@pytest.mark.parametrize(
    "content", [b"a,b\n1,\x002\n", b"a,b\n" + b"1,2\n" * 9 + b"\0"]
)
def test_nul_bytes_are_refused_with_their_row(tmp_path, content):
    path = tmp_path / "svar.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match="NUL") as caught:
        read_export(path)
    assert caught.value.problems[0].row == content[: content.index(0)].count(10) + 1


def test_a_million_columns_are_refused(tmp_path):
    with pytest.raises(ExportError, match="gränsen är 16384"):
        read_export(text(tmp_path / "svar.csv", "a," * 999_999 + "a\n"))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"  \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "svar.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match="tom"):
        read_export(path)


def test_headers_without_answers_are_refused(tmp_path):
    with pytest.raises(ExportError, match="inga svar"):
        read_export(text(tmp_path / "svar.csv", "a,b,c\n"))


def test_gzip_is_unpacked(tmp_path):
    path = tmp_path / "svar.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    export = read_export(path)
    assert export.responses.shape == (2, 3)
    assert any("gzip" in note for note in export.notes)


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "svar.csv.gz"
    path.write_bytes(gzip.compress(b"a" * (1 << 28), compresslevel=9))
    with pytest.raises(ExportError, match="zipbomb"):
        read_export(path)


def test_a_cut_gzip_is_refused(tmp_path):
    path = tmp_path / "svar.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode() * 100)[:-40])
    with pytest.raises(ExportError, match="skadad"):
        read_export(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"<html><table></table></html>", "webbsida"),
        (b"\n<!DOCTYPE html><p>", "webbsida"),
        (b"{\\rtf1 hej}", "RTF"),
    ],
)
def test_other_kinds_of_file_are_named(tmp_path, content, kind):
    path = tmp_path / "svar.xls"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=kind):
        read_export(path)


# ---------------------------------------------------------------- quotation marks


def people(count: int, width: int, delimiter: str = ";") -> list[str]:
    given = ["Kultur", "Ja", "Ibland", "Nej", "Chef", "Aldrig"]
    rows = [
        [str(n), *(given[(n + i) % 6] for i in range(width - 2)), f"text {n}"]
        for n in range(count)
    ]
    header = ["Nr", *(f"Fråga {i}?" for i in range(width - 2)), "Kommentar"]
    return [delimiter.join(row) for row in [header, *rows]]


@pytest.mark.parametrize("width", [3, 4, 5, 8])
@pytest.mark.parametrize("closed", ["i nästa rad", "fem rader ned", "aldrig"])
def test_a_quotation_mark_opened_in_a_table_of_any_width_is_refused(
    tmp_path, width, closed
):
    lines = people(40, width)
    lines[21] = lines[21].replace("text 20", '"Vi är med')
    end = {"i nästa rad": 22, "fem rader ned": 26}.get(closed)
    if end:
        lines[end] = lines[end].replace("text", '"Bra" text')
    with pytest.raises(ExportError, match="citattecken") as caught:
        read_export(text(tmp_path / "svar.csv", "\n".join(lines) + "\n"))
    assert [(p.row, p.column) for p in caught.value.problems] == [
        (22, "ABCDEFGH"[width - 1])
    ]


def test_comments_of_several_lines_with_commas_are_one_cell(tmp_path):
    lines = people(30, 4, ",")
    lines[5] = lines[5].replace(
        "text 4", '"Vi vill, kan och bör\nmen, när, hur, var\n3"'
    )
    lines[6] = lines[6].replace(
        "text 5", '"Ett, två, tre, fyra\n\nfem, sex, sju, åtta"'
    )
    export = read_export(text(tmp_path / "svar.csv", "\n".join(lines) + "\n"))
    assert (len(export.responses), export.doubts) == (30, [])


def test_another_reader_with_another_number_of_rows_is_a_doubt(tmp_path, monkeypatch):
    """What none of our own tests finds: a row lost for whatever reason."""
    lines = people(30, 4)
    path = text(tmp_path / "svar.csv", "\n".join(lines) + "\n")
    assert read_export(path).doubts == []
    whole = delimited.parse
    monkeypatch.setattr(delimited, "parse", lambda *given: whole(*given).iloc[:-2])
    (doubt,) = read_export(path).doubts
    assert "29 rader och 4 kolumner" in doubt
    assert "31 rader" in doubt


def test_lines_that_end_in_a_carriage_return_alone_are_rows(tmp_path):
    export = read_export(text(tmp_path / "svar.csv", "\r".join(people(30, 4)) + "\r"))
    assert (len(export.responses), export.responses.index[-1]) == (30, 31)
    assert export.doubts == []


def test_quotation_marks_after_a_backslash_are_read(tmp_path):
    rows = [f'"{n}","Ja","De sa \\"hej, du\\" till oss"' for n in range(20)]
    export = read_export(text(tmp_path / "svar.csv", "\n".join(['"a","b","c"', *rows])))
    assert table(export)[3] == ["3", "Ja", 'De sa "hej, du" till oss']
    assert any("omvänt snedstreck" in note for note in export.notes)


def test_cells_that_end_with_a_backslash_stay(tmp_path):
    rows = [f'"{n}","C:\\mapp\\","x"' for n in range(20)]
    export = read_export(text(tmp_path / "svar.csv", "\n".join(['"a","b","c"', *rows])))
    assert table(export)[3] == ["3", "C:\\mapp\\", "x"]


def test_letters_that_were_misread_are_put_right_and_told(tmp_path):
    content = "Löpnr;Förvaltning\n1;Miljö – nord\n2;Kultur\n"
    misread = content.encode().decode("cp1252")
    export = read_export(text(tmp_path / "svar.csv", misread))
    assert list(export.responses.columns) == ["Löpnr", "Förvaltning"]
    assert table(export)[0] == ["1", "Miljö – nord"]
    assert any("fel teckenkodning" in doubt for doubt in export.doubts)
    assert read_export(text(tmp_path / "rätt.csv", content)).doubts == []


def test_letters_that_are_lost_are_told_with_their_cells(tmp_path):
    export = read_export(text(tmp_path / "svar.csv", "Nr;Ort\n1;V�xj�\n2;Lund\n"))
    assert any("B2" in doubt for doubt in export.doubts)

"""The real exports in ../shared/data: what a person counted in them by hand."""

import csv
import io

import pytest
from support.shared_data import shared

from helpers.exports import read_export

# file: (tool, encoding, first row of answers, responses, columns)
FACTS = {
    "toronto-agency-survey/agency_survey_rawdata.csv": ("plain", "cp1252", 2, 346, 160),
    "ospo-surveymonkey/2018_results.csv": ("surveymonkey", "utf-8", 3, 748, 173),
    "ospo-surveymonkey/2022_RawData.csv": ("surveymonkey", "utf-8", 4, 1048, 257),
    "rcommunity-googleforms/2019_english_responses.csv": (
        *("google_forms", "utf-8", 2, 1838, 52),
    ),
    "rse-limesurvey/2017_de_public_data.csv": ("limesurvey", "utf-8", 2, 325, 248),
}


@pytest.mark.parametrize("name", FACTS)
def test_real_exports_are_known_and_counted(name):
    tool, encoding, first, responses, columns = FACTS[name]
    export = read_export(shared("data", *name.split("/")))
    assert (export.tool, export.encoding) == (tool, encoding)
    assert export.responses.shape == (responses, columns)
    assert export.responses.index[0] == first


@pytest.mark.parametrize("name", FACTS)
def test_no_cell_of_a_real_export_is_lost(name):
    """Against the csv module alone: the same cells, in the same rows and columns."""
    path = shared("data", *name.split("/"))
    export = read_export(path)
    content = path.read_bytes().decode(
        "utf-8-sig" if export.encoding == "utf-8" else export.encoding
    )
    rows = list(csv.reader(io.StringIO(content, newline="")))
    letters = {column.letter: column.name for column in export.columns}
    found = 0
    for number, row in enumerate(rows[FACTS[name][2] - 1 :], start=FACTS[name][2]):
        found += sum(bool(cell.strip(" \n\t\r\u00a0\u200b\ufeff")) for cell in row)
        if number % 50 == 0:  # cell by cell, in some of the rows
            for place, cell in enumerate(row):
                name_of = letters.get(_letter(place))
                if name_of and export.column(name_of).meta not in ("start", "end"):
                    kept = export.responses.loc[number, name_of]
                    assert (kept if isinstance(kept, str) else "") == cell or (
                        not cell.strip(" \n\u00a0\u200b\ufeff")
                    )
    assert int(export.responses.notna().sum().sum()) == found


def _letter(place: int) -> str:
    """Excel's letters, counted another way than the readers do."""
    letters = [chr(65 + i) for i in range(26)]
    letters += [a + b for a in letters[:26] for b in letters[:26]]
    return letters[place]


def test_surveymonkey_2022_has_a_row_of_codes():
    export = read_export(shared("data", "ospo-surveymonkey", "2022_RawData.csv"))
    by_code = {column.code: column for column in export.columns}
    assert by_code["Q4_1"].option == "Contribute code upstream"
    assert by_code["Q4_1"].question == by_code["Q4_7"].question
    assert by_code["Q10_other"].option == "Other (please specify)"
    assert by_code["Q2"].option == ""


def test_limesurvey_2017_is_taken_apart():
    export = read_export(shared("data", "rse-limesurvey", "2017_de_public_data.csv"))
    column = next(c for c in export.columns if c.code == "currentEmp13[1]")
    assert column.option == "Accounting & Finance"
    assert column.question.startswith("In which disciplines do you work")

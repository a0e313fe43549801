from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.cleaning import coding
from helpers.cleaning.coding import Cells, Coded, Options

INDEX = pd.Index([10, 11, 12, 13])


def cells(*texts: str | None, missing: tuple[str, ...] = ("",)) -> Cells:
    index = INDEX[: len(texts)]
    return Cells.of(pd.Series(list(texts), index, dtype="str"), missing=missing)


def listed(values: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in values]


# ---------------------------------------------------------------- cells


def test_blank_is_nothing_white_space_or_a_text_for_missing() -> None:
    found = cells(None, " ", "NA", "Ja", missing=("", "NA"))
    assert listed(found.given) == [False, False, False, True]


def test_texts_are_folded_once_a_text() -> None:
    found = cells("Ja ", "Ja\u00a0", "Ja ", None)
    assert found.texts == ["Ja", "Ja"]
    assert list(found.codes) == [0, 1, 0, -1]
    assert list(found.rows(0)) == [10, 12]


# ---------------------------------------------------------------- one option


def test_an_option_is_found_as_written_in_any_case_and_by_recode() -> None:
    options = Options(["Ja", "Nej"], {"Jo": "Ja"})
    coded = coding.code_single(cells("Ja", "NEJ", "jo", None), options, other=None)
    assert listed(coded.values[""]) == ["Ja", "Nej", "Ja", None]
    assert listed(coded.given) == [True, True, True, False]
    assert coded.set_aside == []


def test_recode_goes_before_an_option_that_looks_the_same() -> None:
    options = Options(["3–5", "05-Jan"], {"05-Jan": "3–5"})
    coded = coding.code_single(cells("05-Jan"), options, other=None)
    assert listed(coded.values[""]) == ["3–5"]


def test_recode_to_nothing_makes_a_blank_and_no_fuss() -> None:
    coded = coding.code_single(cells("-", "Ja"), Options(["Ja"], {"-": ""}), other=None)
    assert listed(coded.given) == [False, True]
    assert coded.set_aside == []


def test_an_option_never_seen_is_set_aside_row_by_row() -> None:
    coded = coding.code_single(
        cells("Kanske", "Ja", "Kanske"), Options(["Ja"], {}), other=None
    )
    reason = coding.UNKNOWN_OPTION
    assert coded.set_aside == [(10, reason, "Kanske"), (12, reason, "Kanske")]
    assert listed(coded.given) == [False, True, False]


def test_other_text_counts_as_the_other_option_and_is_kept_apart() -> None:
    options = Options(["Ja", "Annat"], {})
    coded = coding.code_single(cells("Ja", "Ibland", "Annat"), options, other="Annat")
    assert listed(coded.values[""]) == ["Ja", "Annat", "Annat"]
    assert listed(coded.values["~other"]) == [None, "Ibland", None]


# ---------------------------------------------------------------- several options


def test_joined_options_are_split_by_the_longest_option() -> None:
    options = Options(["Råd, stöd", "Råd", "Lokal"], {})
    coded = coding.code_joined(
        cells("Råd, stöd, Lokal", "Råd", None), options, separator=", ", other=None
    )
    assert listed(coded.values["=Råd, stöd"]) == [True, False, False]
    assert listed(coded.values["=Råd"]) == [False, True, False]
    assert listed(coded.values["=Lokal"]) == [True, False, False]
    assert listed(coded.given) == [True, True, False]


def test_a_last_separator_and_spaces_mean_nothing() -> None:
    options = Options(["A", "B"], {})
    coded = coding.code_joined(cells("A ; B;", ";"), options, separator=";", other=None)
    assert listed(coded.values["=A"]) == [True, False]
    assert listed(coded.given) == [True, False]


def test_one_unknown_part_does_not_spoil_the_others() -> None:
    coded = coding.code_joined(
        cells("A;X;Y"), Options(["A"], {}), separator=";", other=None
    )
    assert listed(coded.values["=A"]) == [True]
    assert [text for _, _, text in coded.set_aside] == ["X", "Y"]


def test_other_text_beside_options() -> None:
    options = Options(["A", "Annat"], {})
    coded = coding.code_joined(cells("A;X; Y"), options, separator=";", other="Annat")
    assert listed(coded.values["=Annat"]) == [True]
    assert listed(coded.values["~other"]) == ["X; Y"]


def test_ticks_in_columns_of_their_own() -> None:
    coded = coding.code_ticks(
        {"A": cells("1", "0", None, "A"), "B": cells(None, "Nej", "1", "1")},
        options=["A", "B"],
        ticked=["1"],
        other=None,
        other_column=None,
    )
    assert listed(coded.values["=A"]) == [True, False, False, True]
    assert listed(coded.values["=B"]) == [False, False, True, True]
    # Where nothing is ticked nothing is answered: no zero is made of silence.
    assert listed(coded.given) == [True, False, True, True]


def test_what_is_neither_a_tick_nor_a_no_is_set_aside() -> None:
    coded = coding.code_ticks(
        {"A": cells("kanske", "1")},
        options=["A"],
        ticked=["1"],
        other=None,
        other_column=None,
    )
    assert coded.set_aside == [(10, coding.UNKNOWN_OPTION, "kanske")]
    assert listed(coded.values["=A"]) == [False, True]


def test_text_in_the_other_options_own_column_is_a_tick() -> None:
    coded = coding.code_ticks(
        {"A": cells("1", None, None), "Annat": cells("Nej", "1", "en cykel")},
        options=["A", "Annat"],
        ticked=["1"],
        other="Annat",
        other_column=None,
    )
    assert listed(coded.values["=Annat"]) == [False, True, True]
    assert listed(coded.values["~other"]) == [None, None, "en cykel"]


def test_text_in_a_column_beside_ticks_the_other_option() -> None:
    coded = coding.code_ticks(
        {"A": cells("1", None, None)},
        options=["A", "Annat"],
        ticked=["1"],
        other="Annat",
        other_column=cells("nej", "en cykel", None),
    )
    assert listed(coded.values["=Annat"]) == [False, True, False]
    assert listed(coded.values["~other"]) == [None, "en cykel", None]
    assert listed(coded.given) == [True, True, False]


# ---------------------------------------------------------------- contradictions


def ticks(**columns: list[bool]) -> Coded:
    values = {f"={name}": pd.Series(marks) for name, marks in columns.items()}
    given = pd.Series(np.any(list(values.values()), axis=0))
    return Coded(values, given, pd.Series(False, given.index))


def test_none_beside_something_is_set_aside_and_the_something_counts() -> None:
    coded = ticks(Tid=[True, False], Inga=[True, True])
    mended = coding.without_contradictions(coded, ["Inga"])
    assert listed(mended.values["=Inga"]) == [False, True]
    assert listed(mended.values["=Tid"]) == [True, False]
    assert mended.set_aside == [(0, coding.CONTRADICTION, "Inga")]
    assert listed(coded.values["=Inga"]) == [True, True]  # the given one is untouched


def test_two_ways_of_saying_nothing_do_not_contradict_each_other() -> None:
    coded = ticks(Tid=[False], Inga=[True], Vet=[True])
    mended = coding.without_contradictions(coded, ["Inga", "Vet"])
    assert mended.set_aside == []


def test_dont_know_is_where_nothing_else_is_said() -> None:
    coded = coding.with_dont_know(
        ticks(Tid=[True, False, False], Vet=[True, True, False]), ["Vet"]
    )
    assert listed(coded.dont_know) == [False, True, False]


# ---------------------------------------------------------------- numbers and dates


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-3", -3),
        ("−3", -3),
        ("12,5", 12.5),
        ("12.5", 12.5),
        (",5", 0.5),
        ("1 250 000 kr", 1_250_000),
        ("1\u00a0250\u202f000", 1_250_000),
        ("1'250", 1250),
        ("1.250.000", 1_250_000),
        ("1.250,50", 1250.5),
        ("1,250,000", 1_250_000),
        ("1,250.50", 1250.5),
        ("40 %", 40),
        ("3 st", 3),
        ("1e3", 1000),
        ("", None),
        ("ca 10", None),
        ("10-20", None),
        ("1e999", None),
        ("nan", None),
        ("tio", None),
        ("1 250 kr 500", None),
    ],
)
def test_numbers_as_swedes_and_spreadsheets_write_them(
    text: str, number: float | None
) -> None:
    assert coding.parse_number(text) == number


def test_three_decimals_are_thousands_only_in_money() -> None:
    assert coding.parse_number("1.250") == 1.25
    assert coding.parse_number("1.250", money=True) == 1250


def test_impossible_numbers_are_set_aside_with_their_reason() -> None:
    coded = coding.code_number(
        cells("-1", "101", "2,5", "7"), between=(0, 100), whole=True, recode={}
    )
    assert listed(coded.values[""]) == [None, None, None, 7]
    assert [reason for _, reason, _ in coded.set_aside] == [coding.OUT_OF_RANGE] * 3


def test_the_limits_themselves_are_possible() -> None:
    coded = coding.code_number(
        cells("0", "100"), between=(0, 100), whole=False, recode={}
    )
    assert listed(coded.values[""]) == [0, 100]


def test_a_text_that_is_no_number_may_be_recoded_or_blanked() -> None:
    coded = coding.code_number(
        cells("inget", "?", "tio"),
        between=None,
        whole=False,
        recode={"Inget": "0", "?": ""},
    )
    assert listed(coded.values[""]) == [0, None, None]
    assert coded.set_aside == [(12, coding.NOT_A_NUMBER, "tio")]


def test_dates_are_iso_unless_a_format_says_otherwise() -> None:
    coded = coding.code_date(cells("2024-02-05", "5 feb", None), format=None)
    assert listed(coded.values[""]) == [pd.Timestamp(2024, 2, 5), None, None]
    assert coded.set_aside == [(11, coding.NOT_A_DATE, "5 feb")]
    swedish = coding.code_date(cells("05/02/2024"), format="%d/%m/%Y")
    assert listed(swedish.values[""]) == [pd.Timestamp(2024, 2, 5)]


@pytest.mark.parametrize("written", ["-1", "0001-01-01", "9999-12-31", "-0044-03-15"])
def test_a_year_that_no_survey_asks_about_is_set_aside(written: str) -> None:
    coded = coding.code_date(cells(written, "1477-10-07"), format=None)
    assert listed(coded.values[""]) == [None, pd.Timestamp(1477, 10, 7)]
    assert listed(coded.given) == [False, True]
    assert coded.set_aside == [(10, coding.OUT_OF_RANGE, written)]


def test_a_text_beside_a_blank_cell_is_the_other_option() -> None:
    coded = coding.code_single(
        cells("Chef", None, None, "Präst"),
        Options(["Chef", "Annat"], {}),
        other="Annat",
        other_column=cells("fast ny", "konsult", None, None),
    )
    assert listed(coded.values[""]) == ["Chef", "Annat", None, "Annat"]
    assert listed(coded.values["~other"]) == ["fast ny", "konsult", None, "Präst"]
    assert listed(coded.given) == [True, True, False, True]


# ---------------------------------------------------------------- states


def test_the_states_never_mix() -> None:
    yes, no = [True], [False]
    cases = {
        # given, dont_know, not_asked, implied → state
        "answered": (yes, no, no, no),
        "dont_know": (yes, yes, no, no),
        "blank": (no, no, no, no),
        "not_asked": (no, no, yes, no),
        "implied_none": (no, no, yes, yes),
    }
    for expected, marks in cases.items():
        given, dont_know, not_asked, implied = map(pd.Series, marks)
        found = coding.states(
            given, dont_know, not_asked=not_asked, implied_none=implied
        )
        assert listed(found) == [expected]


def test_an_answer_goes_before_what_was_implied() -> None:
    yes, no = pd.Series([True]), pd.Series([False])
    found = coding.states(yes, no, not_asked=no, implied_none=yes)
    assert listed(found) == ["answered"]


# ---------------------------------------------------------------- joined in many ways


@pytest.mark.parametrize(
    ("separator", "text"),
    [
        (",", "A boat, kayak, or canoe,Bicycle"),
        (";", "A boat, kayak, or canoe;Bicycle;"),
        (";#", ";#A boat, kayak, or canoe;#Bicycle;#"),
        ("\n", "A boat, kayak, or canoe\nBicycle"),
        (",", '["A boat, kayak, or canoe", "Bicycle"]'),
        ("|", "A boat, kayak, or canoe | Bicycle"),
    ],
)
def test_an_option_may_contain_what_joins_them(separator: str, text: str) -> None:
    options = Options(["Bicycle", "A boat, kayak, or canoe", "Train"], {})
    found = cells(text)
    raw = pd.Series([text], INDEX[:1], dtype="str")
    found = Cells.of(raw, by_line="\n" in separator)
    coded = coding.code_joined(found, options, separator=separator, other="Other")
    ticked = [name for name, ticks in coded.values.items() if ticks.dtype == bool]
    ticked = [name for name in ticked if coded.values[name].iloc[0]]
    assert ticked == ["=Bicycle", "=A boat, kayak, or canoe"]


def test_an_option_with_a_semicolon_is_one_option() -> None:
    options = Options(["Lokal", "Bidrag; pengar"], {})
    assert options.split("Bidrag; pengar;Lokal;", ";") == [
        ("Bidrag; pengar", "Bidrag; pengar"),
        ("Lokal", "Lokal"),
    ]


def test_other_dashes_and_full_stops_are_the_same_option() -> None:
    options = Options(["1–2", "Ja", "C", "C++"], {})
    assert [options.find(t) for t in ("1-2", "Ja.", "C", "C++", "C#")] == [
        *("1–2", "Ja", "C", "C++"),
        None,
    ]


def test_thousands_of_kronor_in_english() -> None:
    assert coding.parse_number("12,500", money=True) == 12500
    assert coding.parse_number("12,5", money=True) == 12.5
    assert coding.parse_number("12,500") == 12.5

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning import coding
from helpers.cleaning.answers import FREE_TEXT, NOT_ASKED, PERSONAL
from helpers.cleaning.step import Cleaned
from helpers.core.errors import CleaningError

ROUTED = """\
questions:
  - {id: many, type: single, column: Antal, options: [1–2, 3–5], asked_if: {does: Ja}}
  - id: does
    type: single
    column: Samverkar
    options: ["Ja", "Nej", "Vet ej"]
    dont_know: ["Vet ej"]
  - id: ways
    type: multiple
    column: Sätt
    options: ["Dialog", "Stöd", "Inget"]
    none_of: ["Inget"]
    asked_if: {does: Ja}
    implied_none: {does: Nej}
  - {id: words, type: text, column: Ord, asked_if: {does: Ja}}
"""


def values(found: Cleaned) -> list[tuple[str, str, str, str]]:
    table = found.quarantined[found.quarantined["kind"] == "value"]
    columns = ["column", "reason", "question", "found"]
    return [tuple(row) for row in table[columns].to_numpy()]


def listed(column: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in column]


def test_the_states_of_a_routed_question(tmp_path: Path) -> None:
    answers = """\
Samverkar;Antal;Sätt;Ord;X
Ja;1–2;Dialog;x;1
Ja;;;;2
Nej;;;;3
Vet ej;;;;4
;;;;5
"""
    found = cleaned(tmp_path, ROUTED, answers).responses
    assert listed(found["does#state"]) == [*["answered"] * 3, "dont_know", "blank"]
    many = ["answered", "blank", *["not_asked"] * 3]
    assert listed(found["many#state"]) == many
    # Who does not collaborate has no ways: a zero that nobody had to type.
    # And its "vet ej" is one here too: all answers there are answers here.
    ways = ["answered", "blank", "implied_none", "dont_know", "not_asked"]
    assert listed(found["ways#state"]) == ways


def test_answers_to_questions_not_asked_are_set_aside(tmp_path: Path) -> None:
    answers = "Samverkar;Antal;Sätt;Ord\nNej;3–5;Dialog;hemligheter\n"
    found = cleaned(tmp_path, ROUTED, answers)
    assert values(found) == [
        ("B", NOT_ASKED, "many", "3–5"),
        ("C", NOT_ASKED, "ways", "Dialog"),
        ("D", NOT_ASKED, "words", FREE_TEXT),
    ]
    [row] = found.responses.to_dict("records")
    assert row["many#state"] == "not_asked"
    assert row["ways=Dialog"] is False
    assert row["ways#state"] == "implied_none"
    assert pd.isna(row["words"])


def test_an_answer_after_a_blank_screen_counts(tmp_path: Path) -> None:
    answers = "Samverkar;Antal;Sätt;Ord\n;3–5;Stöd;x\n"
    found = cleaned(tmp_path, ROUTED, answers)
    assert values(found) == []
    assert listed(found.responses["many"]) == ["3–5"]
    assert listed(found.responses["many#state"]) == ["answered"]


def test_an_answer_set_aside_leads_nowhere(tmp_path: Path) -> None:
    """Does not, and yet told how: that is set aside, and so is what came after it."""
    yaml = (
        ROUTED
        + "  - {id: stage, type: single, column: När, options: [Före, Efter], "
        + "asked_if: {ways: [Dialog]}}\n"
    )
    answers = "Samverkar;Antal;Sätt;Ord;När\nNej;;Dialog;;Före\nJa;;Dialog;;Efter\n"
    found = cleaned(tmp_path, yaml, answers)
    assert [value[2] for value in values(found)] == ["ways", "stage"]
    assert listed(found.responses["stage#state"]) == ["not_asked", "answered"]


def test_what_the_tool_says_was_not_shown_is_not_blank(tmp_path: Path) -> None:
    yaml = """\
not_shown: ["N/A"]
questions:
  - {id: a, type: single, column: A, options: ["Ja"]}
  - {id: m, type: multiple, columns: {"X": X, "Y": Y}}
"""
    found = cleaned(
        tmp_path, yaml, "A;X;Y;Z\nN/A;N/A;N/A;1\n;;;2\nJa;1;N/A;3\n"
    ).responses
    assert listed(found["a#state"]) == ["not_asked", "blank", "answered"]
    assert listed(found["m#state"]) == ["not_asked", "blank", "answered"]


def test_every_kind_of_question_and_its_columns(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: n, type: number, column: N}
  - {id: d, type: date, column: D}
  - {id: t, type: text, column: T}
  - {id: g, type: grid, rows: {a: GA, b: GB}, options: ["1", "2"]}
  - {id: k, type: grid, cell: number, rows: {a: KA}, between: [0, 9]}
  - {id: h, type: grid, cell: multiple, rows: {a: {"Kort": HK, "Lång": HL}}}
"""
    answers = "N;D;T;GA;GB;KA;HK;HL\n1,5;2024-02-05;å;1;;3;1;0\n"
    [row] = cleaned(tmp_path, yaml, answers).responses.to_dict("records")
    assert (row["n"], row["d"], row["t"]) == (1.5, pd.Timestamp(2024, 2, 5), "å")
    assert (row["g/a"], row["g/b#state"], row["k/a"]) == ("1", "blank", 3.0)
    assert (row["h/a=Kort"], row["h/a=Lång"]) == (True, False)


def test_impossible_values_with_their_place_in_excel(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: n, type: number, column: N, between: [0, 10]}
  - {id: d, type: date, column: D}
  - {id: m, type: multiple, columns: {"Tid": M1, "Inga": M2}, none_of: ["Inga"]}
"""
    answers = "X;N;D;M1;M2\n1;11;i går;1;1\n2;ring 070-174 06 05;;;\n"
    found = cleaned(tmp_path, yaml, answers)
    assert values(found) == [
        ("B", coding.OUT_OF_RANGE, "n", "11"),
        ("C", coding.NOT_A_DATE, "d", "i går"),
        ("E", coding.CONTRADICTION, "m", "Inga"),
        ("B", coding.NOT_A_NUMBER, "n", PERSONAL),
    ]
    assert list(found.quarantined["row"]) == [2, 2, 2, 3]


def test_an_option_never_seen_stops_with_its_rows_and_the_nearest(
    tmp_path: Path,
) -> None:
    yaml = (
        'questions:\n  - {id: a, type: single, column: A, options: ["Regelbundet"]}\n'
    )
    cells = "".join(f"{n};Regelbundetr\n" for n in range(7))
    with pytest.raises(CleaningError) as caught:
        cleaned(tmp_path, yaml, f"X;A\n{cells}8;Nä\n")
    first, second = map(str, caught.value.problems)
    assert first.startswith("svar.csv, rad 2: Svaret ”Regelbundetr” på frågan a (”A”)")
    assert "(rad 2, 3, 4, 5, 6 med flera, 7 rader)" in first
    assert "Menade du ”Regelbundet”?" in first
    assert "rad 9: Svaret ”Nä”" in second
    for way in ("options", "recode", "other: true"):
        assert way in first


def test_an_unknown_option_is_not_quoted_when_it_is_somebodys_address(
    tmp_path: Path,
) -> None:
    yaml = 'questions:\n  - {id: a, type: single, column: A, options: ["Ja"]}\n'
    with pytest.raises(CleaningError) as caught:
        cleaned(tmp_path, yaml, "X;A\n1;eva@exempel.invalid\n")
    assert "eva@" not in str(caught.value)


def test_personal_answers_are_not_kept_in_any_column(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: who, type: text, column: Namn på dig, personal: true}
  - {id: born, type: number, column: Född, personal: true}
  - {id: a, type: text, column: A}
"""
    answers = "Namn på dig;Född;A\nEva Sagoman;nittonhundra;x\n"
    found = cleaned(tmp_path, yaml, answers)
    assert list(found.responses)[7:] == ["a", "a#state"]
    assert values(found) == []


def test_more_ticks_than_the_form_allowed_are_noted_and_counted(tmp_path: Path) -> None:
    yaml = """\
questions:
  - {id: m, type: multiple, column: M, separator: ";", options: [A, B, C], max: 2}
"""
    found = cleaned(tmp_path, yaml, "X,M\n1,A;B;C\n2,A;B\n")
    assert "1 svar på m har fler än 2 kryss; alla räknas." in found.notes
    assert found.responses["m=C"].tolist() == [True, False]


@pytest.mark.parametrize(("largest", "told"), [("2000000", True), ("1999999", False)])
def test_a_number_a_hundred_times_the_next_is_pointed_out(
    tmp_path: Path, largest: str, told: bool
) -> None:
    yaml = "questions:\n  - {id: kr, type: number, column: Kr, unit: kr}\n"
    found = cleaned(tmp_path, yaml, f"X;Kr\n1;500\n2;{largest}\n3;20000\n4;\n")
    said = [note for note in found.notes if "gånger det näst största" in note]
    assert len(said) == told
    if told:
        assert "svar.csv, rad 3: svaret på ”Kr” är 2 000 000" in said[0]
        assert "decisions/corrections.csv" in said[0]
    assert found.responses["kr"].max() == float(largest)

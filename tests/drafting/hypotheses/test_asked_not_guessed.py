"""What a file made by hand or an unusual tool holds is read right, or asked about."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from support.drafted import BESIDE, asked
from support.estimate_rows import codebook
from support.made_exports import text

from helpers.drafting import scales
from helpers.exports import read_export

STEPS = ["Mycket osäker", "Osäker", "Säker", "Mycket säker"]
CODE_RUNS = ["1", "12", "134", "24", "124", "1234", "3", "23"]


def todos(tmp_path, header, cells):
    [found, *_] = asked(tmp_path, {header: cells} | BESIDE)
    return found.type, " ".join(found.todo)


@pytest.mark.parametrize(
    ("header", "cells", "says"),
    [
        ("hinder", CODE_RUNS * 5, "koder i följd"),
        ("Andel unga (%)", ["0.25", "25", "0.5", "50", "0.75"] * 8, "delar av 1"),
        ("Summa", [f"{n}.500" for n in range(101, 141)], "tusental eller decimaler"),
        ("Antal ledare", ["2026-05-01", "2026-10-06"] * 20, "har Excel gjort om"),
        ("Hyra", [f"SEK {n},000" for n in range(11, 51)], "läses som text"),
        ("Bildades", [f"år {n}" for n in range(1950, 1990)], "läses som text"),
        ("Nås på", [f"70{n}23456" for n in range(10, 50)], "läses som text"),
        ("Hur nöjd är du?", ["1", "2", "3", "4", "5", "97", "98", "99"] * 5, "97"),
        ("Ändring", ["--", "-", "0", "+", "++"] * 8, "ordningen är inte känd"),
        ("Läget", ["😀", "😐", "😡", "🙂"] * 10, "ordningen är inte känd"),
        ("Klass", ["I", "II", "III", "IV"] * 10, "vad betyder koderna?"),
        (
            "Kontakt",
            [json.dumps({"Mejl": a, "Brev": b}) for a in (True, False) for b in (1, 0)]
            * 10,
            "ett dataformats tecken",
        ),
        (
            "Organisation",
            ["Scouterna", "Korpen", "Rädda Barnen", "Röda Korset"] * 10,
            "namn på organisationer",
        ),
    ],
)
def test_what_may_be_something_else_is_asked_about(tmp_path, header, cells, says):
    assert says in todos(tmp_path, header, cells)[1]


@pytest.mark.parametrize(
    ("header", "cells", "type_"),
    [
        ("pw", [f"{n / 37:.4f}" for n in range(20, 60)], None),
        ("Design_w", [f"{n / 37:.4f}" for n in range(20, 60)], None),
        ("Nås på", [f"70{n}23456" for n in range(10, 50)], "text"),
        ("Till organisation", [f"{n} GK" for n in ("Nord", "Öst", "Syd")] * 13, "ties"),
    ],
)
def test_what_is_no_answer_to_count_is_not_counted(tmp_path, header, cells, type_):
    if type_ == "ties":
        cells = [*cells, "Väst GK"] + ["Mitt GK", "Gävle GK"] * 2
        cells = cells[-40:]
    found = asked(tmp_path, {header: cells} | BESIDE)
    assert [q.type for q in found[:-1]] == ([type_] if type_ else [])


def test_unsure_is_a_step_where_very_unsure_is(tmp_path):
    """It was taken for "don't know", and left out of the base."""
    [found, *_] = asked(tmp_path, {"Hur säker är du?": STEPS * 10} | BESIDE)
    assert found.ordered is not None
    assert found.ordered.options == tuple(STEPS)
    assert found.ordered.dont_know == ()
    assert scales.unsure_among(["Säker", "Osäker"]) == ["Osäker"]


def test_unsure_is_in_the_base_where_very_unsure_is_an_option():
    book = codebook(
        {"id": "q", "type": "single", "column": "q", "options": [*STEPS, "Vet ej"]}
    )
    assert book.questions[1].unsure_options == ["Vet ej"]


def test_numbers_with_codes_of_their_own_are_no_grid(tmp_path):
    """The recode of one row was lost, though the draft said that it held."""
    plain = [str(n * 7 % 31 + 1) for n in range(40)]
    found = asked(
        tmp_path, {"Antal träffar": ["999"] * 3 + plain[3:]} | {"Antal A": plain,
        "Antal B": plain[::-1], "Antal C": plain}
    )  # fmt: skip
    assert [q.type for q in found] == ["number", "grid"]
    assert found[0].keys["recode"] == {"999": ""}


def test_a_header_explains_its_codes(tmp_path):
    [found, *_] = asked(
        tmp_path, {"Roll (1=Chef, 2=Handläggare, 3=Annan)": ["1", "2", "3", "2"] * 10}
    )
    assert found.keys["options"] == ["Chef", "Handläggare", "Annan"]


def test_the_full_stops_of_r_name_the_ends_of_a_scale(tmp_path):
    [found, *_] = asked(tmp_path, {"X..0.10.": ["0", "3", "8", "9"] * 10} | BESIDE)
    assert found.ordered is not None
    assert found.ordered.options == tuple(map(str, range(11)))


def test_places_in_words_are_a_ranking(tmp_path):
    places = ["Förstaval", "Andraval", "Tredjeval"]
    columns = {
        f"Rangordna [{o}]": [places[(n + i) % 3] for n in range(40)]
        for i, o in enumerate(("Tid", "Pengar", "Lokaler"))
    }
    assert asked(tmp_path, columns)[0].type == "ranking"


def test_ticks_numbered_by_place_are_asked_about(tmp_path):
    orders = [*permutations(("Tid", "Lön", "Hjälp", "Lokal"))] * 2
    cells = ["\n".join(f"{n}. {o}" for n, o in enumerate(x, 1)) for x in orders]
    _, said = todos(tmp_path, "Vad är viktigt?", cells[:40])
    assert "rangordning" in said


def test_mentioned_or_not_in_german_is_a_tick(tmp_path):
    columns = {
        f"Wie? [{o}]": ["genannt", "nicht genannt"] * 20 for o in ("Geld", "Zeit")
    }
    assert asked(tmp_path, columns)[0].type == "multiple"


def aside_of(tmp_path, rows):
    file = text(tmp_path / "a.csv", "\n".join(";".join(row) for row in rows))
    return read_export(file)


BODY = [["Grupp", "Antal", "Möten"]] + [
    [("Kultur", "Skola")[n % 2], str(n), str(n + 7)] for n in range(1, 31)
]


@pytest.mark.parametrize(
    "last",
    [
        [["Summa Kultur", "225", "330"], ["Summa Skola", "240", "345"]],
        [["Σ", "9", "12"]],
        [["", "", "48 %"]],
    ],
)
def test_rows_that_sum_up_are_no_responses(tmp_path, last):
    if last[0][0] == "Σ":
        body = [[*row, str(n)] for n, row in enumerate(BODY)]
        last = [[*last[0], ""]]
        assert len(aside_of(tmp_path, [*body, *last]).responses) == 30
    else:
        assert len(aside_of(tmp_path, [*BODY, *last]).responses) == 30


def test_a_table_on_its_side_is_told(tmp_path):
    rows = [["Fråga", *(f"Svar {n}" for n in range(1, 31))]]
    rows += [[q, *(["Ja", "Nej"] * 15)] for q in ("Avtal?", "Plan?", "Mål?")]
    assert any("på tvären" in said for said in aside_of(tmp_path, rows).doubts)

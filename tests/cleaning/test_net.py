"""The net holds where survey.yml believed wrongly: each rule with a draft that did."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned, codebook

from helpers.cleaning.answers import NO_OPTION
from helpers.cleaning.net import HEADER, NO_RESPONSE, words_of_few
from helpers.cleaning.step import Cleaned
from helpers.survey.codebook import TOTAL

OWN = ("timvikarie", "ensam kurator på Enhet Syd", "vikarie för rektorn")


def roles(count: int = 40) -> list[str]:
    """What people answered: three roles, and OWN once each."""
    return [*(("Handläggare", "Chef", "Samordnare")[n % 3] for n in range(count)), *OWN]


def table(**columns: list[str]) -> str:
    rows = [";".join(columns), *map(";".join, zip(*columns.values(), strict=True))]
    return "\n".join(rows) + "\n"


def question(options: list[str], more: str, id: str = "role") -> str:
    listed = ", ".join(f'"{option}"' for option in options)
    return f"  - {{id: {id}, type: single, column: A, options: [{listed}]{more}}}\n"


EVERY = ["Handläggare", "Chef", "Samordnare", *OWN]


def told(found: Cleaned, word: str) -> list[str]:
    return [note for note in found.notes if word in note]


# ---------------------------------------------------------------- personal data


def test_a_counted_column_of_telephone_numbers_is_told(tmp_path: Path) -> None:
    """A draft, or she, took them for a number."""
    yaml = (
        "questions:\n"
        "  - {id: tel, type: number, column: Telefon_arbete}\n"
        "  - {id: antal, type: number, column: Antal}\n"
    )
    phones = [f"040{n:07}" for n in range(1_234_567, 1_234_607)]
    answers = table(Telefon_arbete=phones, Antal=[str(n % 9) for n in range(40)])
    found = cleaned(tmp_path, yaml, answers)
    [note] = told(found, "men räknas i rapporten")
    assert "kolumnen ”Telefon_arbete” ser ut att hålla telefonnummer" in note


# ---------------------------------------------------------------- own words


def test_what_one_person_wrote_counts_as_other(tmp_path: Path) -> None:
    """A draft took every text of the cells for an option of the form."""
    yaml = "questions:\n" + question(EVERY, ", declared: cells")
    found = cleaned(tmp_path, yaml, table(A=roles(), B=["x"] * 43))
    assert found.responses["role"].value_counts()["Annat"] == len(OWN)
    role = found.codebook.question("role")
    assert role.all_options == ["Handläggare", "Chef", "Samordnare", "Annat"]
    assert not any(words in found.codebook.model_dump_json() for words in OWN)
    [note] = told(found, "högst 2")
    assert "Det räknas som ”Annat” och trycks inte" in note


def test_what_the_form_or_an_earlier_wave_has_stays(tmp_path: Path) -> None:
    answers = table(A=roles(), B=["x"] * 43)
    form = cleaned(tmp_path / "1", "questions:\n" + question(EVERY, ""), answers)
    assert form.codebook.question("role").all_options == EVERY
    known = f', declared: ["{OWN[0]}"]'
    some = cleaned(tmp_path / "2", "questions:\n" + question(EVERY, known), answers)
    assert some.codebook.question("role").all_options == [*EVERY[:4], "Annat"]


def test_a_plain_no_or_a_band_is_nobodys_own_words(tmp_path: Path) -> None:
    texts = ["Ja"] * 30 + ["Nej"] * 2 + ["10–19"]
    yaml = "questions:\n" + question(["Ja", "Nej", "10–19"], ", declared: cells")
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 33))
    assert found.codebook.question("role").all_options == ["Ja", "Nej", "10–19"]


def test_ticks_that_few_gave_count_as_other(tmp_path: Path) -> None:
    texts = ["Dialog,Bidrag"] * 20 + ["Dialog,Vi mejlar hem till Berit"] + ["Bidrag"]
    yaml = (
        'questions:\n  - {id: how, type: multiple, column: A, separator: ",", declared:'
        ' cells, options: ["Dialog", "Bidrag", "Vi mejlar hem till Berit"]}\n'
    )
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 22))
    assert int(found.responses["how=Annat"].sum()) == 1
    assert "how=Vi mejlar hem till Berit" not in found.responses


def test_a_group_that_one_person_wrote_is_no_group(tmp_path: Path) -> None:
    yaml = "group: role\nquestions:\n" + question(EVERY, ", declared: cells")
    found = cleaned(tmp_path, yaml, table(A=roles(), B=["x"] * 43))
    assert set(found.responses["group"].astype(str)) == {*EVERY[:3], "Annat"}
    assert not set(OWN) & set(found.responses["group"].cat.categories)


def test_a_department_of_the_frame_is_declared(tmp_path: Path) -> None:
    yaml = "group: role\nquestions:\n" + question(EVERY, ", declared: cells")
    frame = f"unit;department\nEtt;{OWN[0]}\n"
    found = cleaned(
        tmp_path,
        yaml,
        table(A=roles(), B=["x"] * 43),
        files={"population.csv": frame},
    )
    assert found.codebook.question("role").all_options == [*EVERY[:4], "Annat"]


def test_a_route_by_own_words_leads_by_other(tmp_path: Path) -> None:
    yaml = (
        "questions:\n"
        + question(EVERY, ", declared: cells")
        + f'  - {{id: b, type: single, column: B, options: ["x", "y"], asked_if: '
        f'{{role: ["Chef", "{OWN[0]}"]}}}}\n'
    )
    found = cleaned(tmp_path, yaml, table(A=roles(), B=["x"] * 43))
    assert found.codebook.question("b").asked_if == {"role": ["Chef", "Annat"]}


# ---------------------------------------------------------------- writings, steps


@pytest.mark.parametrize(
    ("one", "other"), [("1-2", "1–2"), ("Ja", "Ja."), ("Vård", "VÅRD")]
)
def test_two_writings_of_one_option_are_one(
    one: str, other: str, tmp_path: Path
) -> None:
    texts = [one] * 12 + [other] * 9 + ["Nej"] * 9
    yaml = "questions:\n" + question([one, other, "Nej"], "")
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 30))
    counts = found.responses["role"].value_counts()
    assert (counts[one], counts["Nej"]) == (21, 9)
    assert len(found.codebook.question("role").all_options) == 2
    assert told(found, "skrivet på två sätt")


def test_a_soft_hyphen_makes_no_second_department(tmp_path: Path) -> None:
    texts = ["Kulturförvaltningen"] * 12 + ["Kultur\u00adförvaltningen"] * 9
    yaml = "group: role\nquestions:\n" + question(["Kulturförvaltningen", "Annan"], "")
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 21))
    assert set(found.responses["group"].astype(str)) == {"Kulturförvaltningen"}


def test_a_scale_from_cells_has_every_step_between_its_ends(tmp_path: Path) -> None:
    texts = ["1"] + ["5"] * 12 + ["6"] * 26 + ["7"] * 21
    yaml = "questions:\n" + question(["1", "5", "6", "7"], ", declared: cells")
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 60))
    assert found.codebook.question("role").all_options == list("1234567")
    assert told(found, "ingen valde 2, 3, 4")


# ---------------------------------------------------------------- no, and nothing

TICKS = (
    "questions:\n  - {id: how, type: multiple, ticked: [Ja], "
    "columns: {Dialog: D, Bidrag: B}}\n"
)


def test_a_no_to_every_option_is_an_answer_and_a_blank_is_not(tmp_path: Path) -> None:
    dialog = ["Ja"] * 30 + ["Nej"] * 10 + [""] * 5 + ["Nej"] * 3
    support = ["Nej"] * 30 + ["Nej"] * 10 + [""] * 5 + [""] * 3
    found = cleaned(tmp_path, TICKS, table(D=dialog, B=support, X=["x"] * 48))
    states = found.responses["how#state"].value_counts()
    assert (states["answered"], states["blank"]) == (40, 8)
    assert int(found.responses["how=Dialog"].sum()) == 30
    assert int(found.responses[f"how={NO_OPTION}"].sum()) == 10


def test_nought_in_every_column_is_no_answer(tmp_path: Path) -> None:
    yaml = TICKS.replace("[Ja]", "['1']")
    found = cleaned(
        tmp_path, yaml, table(D=["1", "0", "0"], B=["0", "1", "0"], X=["x"] * 3)
    )
    assert list(found.responses["how#state"]) == ["answered", "answered", "blank"]
    assert f"how={NO_OPTION}" not in found.responses


# ---------------------------------------------------------------- rows


def test_rows_that_are_no_responses_are_set_aside(tmp_path: Path) -> None:
    yaml = "questions:\n" + "".join(
        f"  - {{id: {c.lower()}, type: single, column: {c}, options: [Ja, Nej]}}\n"
        for c in "ABC"
    )
    rows = ["A;B;C", "Ja;Nej;Ja", *["Nej;Ja;"] * 20, "A;B;C", "Ja;Ja;Nej"]
    rows += ["Klart: 24;Summa;", "Antal svar: 22;;"]
    found = cleaned(tmp_path, yaml, "\n".join(rows) + "\n")
    # The file's reader finds some of them before, by their form.
    assert found.kept == 22
    assert set(found.set_aside) & {HEADER, NO_RESPONSE} or found.read == 25


def test_a_tick_by_the_options_own_label_is_no_header(tmp_path: Path) -> None:
    rows = [["Norr", "Lån", ""], ["Söder", "Lån", "Råd"], ["Norr", "", "Råd"]] * 8
    text = "\n".join(["Var;Lån;Råd", *map(";".join, rows)]) + "\n"
    yaml = (
        "questions:\n  - {id: var, type: single, column: Var, options: [Norr, Söder]}\n"
        "  - {id: stod, type: multiple, columns: {Lån: Lån, Råd: Råd}, "
        "ticked: [Lån, Råd]}\n"
    )
    assert cleaned(tmp_path, yaml, text).kept == 24


def test_a_row_with_a_new_answer_is_asked_about_and_not_set_aside(
    tmp_path: Path,
) -> None:
    yaml = (
        "questions:\n"
        + question(["Ja", "Nej"], "")
        + '  - {id: b, type: single, column: B, options: ["x", "y"]}\n'
    )
    with pytest.raises(Exception, match="”Kanske” på frågan role"):
        cleaned(tmp_path, yaml, table(A=["Ja"] * 9 + ["Kanske"], B=["x"] * 9 + ["y"]))


# ---------------------------------------------------------------- what is told


def test_a_question_with_one_option_is_told_and_has_no_share(tmp_path: Path) -> None:
    yaml = "questions:\n" + question(["Lokal"], "")
    found = cleaned(tmp_path, yaml, table(A=["Lokal"] * 24, B=["x"] * 24))
    assert found.codebook.counted == []
    assert told(found, "har bara ett svarsalternativ, ”Lokal” (24 svar)")


def test_more_than_a_third_other_is_told(tmp_path: Path) -> None:
    texts = ["Ja"] * 12 + [f"Något nummer {n}" for n in range(8)]
    yaml = "questions:\n" + question(["Ja", "Nej"], ", other: true")
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 20))
    assert told(found, "8 av 20 svar (40 %) räknas som ”Annat”")


def test_rows_that_use_a_part_of_the_scale_are_told(tmp_path: Path) -> None:
    steps = ", ".join(f'"{n}"' for n in range(1, 11))
    yaml = (
        f"scales: {{ten: {{options: [{steps}]}}}}\nquestions:\n"
        "  - {id: g, type: grid, scale: ten, rows: {long: A, short: B}}\n"
    )
    found = cleaned(
        tmp_path,
        yaml,
        table(
            A=[str(1 + n % 10) for n in range(30)],
            B=[str(1 + n % 5) for n in range(30)],
        ),
    )
    assert told(found, "g/short (högst 5)")


def test_a_small_base_and_values_set_aside_are_told(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: n, type: number, column: A}\n"
    texts = ["5"] * 12 + ["ungefär tio"] * 2 + [""] * 6
    found = cleaned(tmp_path, yaml, table(A=texts, B=["x"] * 20))
    assert told(found, "2 av 14 värden (14 %) är ställda åt sidan: inte ett tal")
    assert told(found, "14 av 20 som fick frågan har svarat; 30 % lämnade den tom")


def test_words_of_few_are_found_before_release() -> None:
    book = codebook("questions:\n" + question(EVERY, ", declared: cells"))
    rows = pd.DataFrame(
        {
            "question": "role",
            "option": ["Chef", OWN[0], "Samordnare"],
            "statistic": "share",
            "group": TOTAL,
            "challenge": TOTAL,
            "count": [20, 1, 9],
        }
    )
    found = [problem.found for problem in words_of_few(rows, book)]
    assert [OWN[0] in one for one in found] == [True]
    assert not words_of_few(rows.iloc[:1], book)


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize("said", ["", ", consent: false"])
def test_consent_that_survey_yml_does_not_know_of_is_not_counted(
    tmp_path: Path, said: str
) -> None:
    header = "Jag samtycker till att delta"
    yaml = (
        "questions:\n"
        f'  - {{id: ok, type: single, column: "{header}", options: [Ja, Nej]{said}}}\n'
        "  - {id: typ, type: single, column: Typ, options: [Skola, Vård]}\n"
    )
    rows = {"Typ": ["Skola", "Vård"] * 20, header: ["Ja"] * 37 + ["Nej"] * 3}
    found = cleaned(tmp_path, yaml, table(**rows))
    assert found.codebook.question("ok").counted is bool(said)
    assert bool(told(found, "ser ut att gälla samtycke")) is not bool(said)

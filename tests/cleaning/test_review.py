"""What waits is asked once, with a proposal, and the answer lasts."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import surveys as tiny

from helpers.cleaning.checks import check_survey
from helpers.cleaning.choices import NOT_NOW, Choice, Open, left, settle
from helpers.cleaning.likely import likely_number
from helpers.cleaning.review import open_decisions
from helpers.cleaning.step import clean
from helpers.core.errors import DecisionError
from helpers.core.project import Project
from helpers.survey.decisions import decide, read_decisions, take_back
from helpers.survey.sources import read_source

YAML = """\
unit: {question: unit}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: n, type: number, column: Antal, between: [0, 50]}
  - {id: t, type: text, column: T, quote_if: {ok: ["Ja"]}, personal: true}
  - {id: ok, type: single, column: Ok, options: ["Ja", "Nej"]}
"""
HEAD = 'title: "Prov"\nexports: [{file: svar.csv}]\nignore: [ID, Start time]\n'
TOP = "ID,Start time,Completion time,Enhet,Antal,T,Ok\n"
ROWS = [
    "1,2024-02-05 09:00:00,2024-02-05 09:09:00,Badhuset,cirka 12,Bra samarbete,Ja\n",
    "2,2024-02-06 09:00:00,2024-02-06 09:09:00,Biblioteket,900,,Nej\n",
    "3,2024-02-07 09:00:00,2024-02-07 09:09:00,Muséet,3,asdf,Nej\n",
    "4,2024-02-08 09:00:00,2024-02-08 09:09:00,Parken,3,,Ja\n",
    "5,2024-02-09 09:00:00,2024-02-09 09:09:00,Parken,4,,Ja\n",
]
POPULATION = "unit;department\nBadhuset;A\nBibliotekett;A\nMuséet;A\nParken;B\n"


def survey(folder: Path, rows: list[str] = ROWS) -> Project:
    files = {"population.csv": POPULATION}
    return tiny.survey(folder, YAML, TOP + "".join(rows), head=HEAD, files=files)


def waiting(project: Project) -> dict[str, list[Open]]:
    found: dict[str, list[Open]] = {}
    for one in open_decisions(read_source(tiny.NAME, project)):
        found.setdefault(one.file, []).append(one)
    return found


def test_everything_that_waits_has_a_proposal(tmp_path: Path) -> None:
    found = waiting(survey(tmp_path))
    twice, odd = found["rows"]
    assert "”parken” har svarat flera gånger" in twice.asked
    assert twice.choices[twice.proposal].decision["row"] == 6
    assert "testsvar" in odd.asked
    assert odd.choices[odd.proposal].decision["keep"] == "nej"
    [name] = found["names"]
    assert name.choices[name.proposal].decision["same"] == "ja"
    number, outside = found["corrections"]
    assert number.choices[0].decision["to"] == "12"
    assert outside.choices[outside.proposal].label == "Låt det stå åt sidan"
    [quote] = found["quotes"]
    assert quote.choices[quote.proposal].decision["publish"] == "ja"


def test_what_is_settled_is_not_asked_again_and_counts(tmp_path: Path) -> None:
    project = survey(tmp_path)
    for ones in waiting(project).values():
        for one in ones:
            assert settle(
                project.raw(tiny.NAME), one, one.choices[one.proposal], who="Ulla"
            )
    assert waiting(project) == {}
    cleaned = clean(read_source(tiny.NAME, project))
    assert cleaned.set_aside == {
        "uteslutet efter granskning": 1,
        "enheten har svarat flera gånger": 1,
    }
    assert list(cleaned.responses["unit"]) == ["Badhuset", "Bibliotekett", "Parken"]
    assert cleaned.responses["n"].iloc[0] == 12
    assert list(cleaned.quotes["text"]) == ["Bra samarbete"]
    log = cleaned.decisions_table()
    assert set(log["Fil"]) == {"rows.csv", "names.csv", "corrections.csv", "quotes.csv"}
    assert set(log["Vem"]) == {"Ulla"}


def test_decisions_survive_an_export_in_another_order(tmp_path: Path) -> None:
    project = survey(tmp_path)
    for ones in waiting(project).values():
        for one in ones:
            settle(project.raw(tiny.NAME), one, one.choices[one.proposal])
    late = "6,2024-03-08 09:00:00,2024-03-08 09:09:00,Torget,1,,Ja\n"
    survey(tmp_path, [late, *reversed(ROWS)])
    assert waiting(project) == {}
    cleaned = clean(read_source(tiny.NAME, project))
    numbers = dict(zip(cleaned.responses["unit"], cleaned.responses["n"], strict=True))
    assert numbers["Badhuset"] == 12
    assert numbers["Parken"] == 4
    assert list(cleaned.quotes["text"]) == ["Bra samarbete"]


def test_a_name_that_is_the_same_as_one_is_asked_of_no_other() -> None:
    def pair(name: str) -> Open:
        line = {"kind": "unit", "written": "Badet", "name": name}
        choices = (Choice("Ja", line | {"same": "ja"}), Choice("Nej", line))
        return Open("names", name, choices)

    one, other = pair("Badhuset"), pair("Badhotellet")
    assert left([one, other], one, one.choices[0]) == []
    assert left([one, other], one, one.choices[1]) == [other]


def test_not_now_writes_nothing(tmp_path: Path) -> None:
    project = survey(tmp_path)
    one = waiting(project)["names"][0]
    assert settle(project.raw(tiny.NAME), one, NOT_NOW) is None
    assert not (project.raw(tiny.NAME) / "decisions").exists()


def test_a_quote_of_other_words_is_refused(tmp_path: Path) -> None:
    project = survey(tmp_path)
    [one] = waiting(project)["quotes"]
    with pytest.raises(DecisionError, match="egna ord"):
        settle(project.raw(tiny.NAME), one, one.choices[0], typed="Dåligt samarbete")


def test_a_response_without_a_unit_is_corrected_by_its_row(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: n, type: number, column: Antal}\n"
    files = {
        "decisions/corrections.csv": "file;row;question;from;to;reason\n"
        "svar.csv;3;n;tio;10;ringde\n"
    }
    found = tiny.cleaned(tmp_path, yaml, "Antal\n5\ntio\n", files=files)
    assert list(found.responses["n"]) == [5, 10]
    assert "Rättat n för rad 3 i ”svar.csv”: ”tio” blev ”10” (ringde)." in found.notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";;n;tio;10\n", "vilket svar den rättar"),
        ("svar.csv;9;n;tio;10\n", "Inget svar har rad 9 i ”svar.csv”"),
        ("svar.csv;2;n;tio;10\n", "har inte ”tio” på n, utan ”5”"),
    ],
)
def test_a_correction_that_fits_no_row_is_named(
    tmp_path: Path, line: str, said: str
) -> None:
    yaml = "questions:\n  - {id: n, type: number, column: Antal}\n"
    text = f"file;row;question;from;to\n{line}"
    files = {"decisions/corrections.csv": text}
    with pytest.raises(DecisionError, match=said):
        tiny.cleaned(tmp_path, yaml, "Antal\n5\n", files=files)


def test_a_decision_is_added_last_and_her_own_columns_stay(tmp_path: Path) -> None:
    path = tmp_path / "decisions" / "rows.csv"
    path.parent.mkdir()
    path.write_text(
        "file;row;keep;anteckning\na.csv;2;ja;å, minns\n", encoding="cp1252"
    )
    decide(tmp_path, "rows", {"file": "a.csv", "row": 3, "keep": "nej"})
    table = read_decisions(tmp_path).rows
    assert list(table["row"]) == ["2", "3"]
    assert list(table["anteckning"]) == ["å, minns", ""]
    assert path.read_bytes().startswith(b"\xef\xbb\xbffile;row;keep;anteckning;id")


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("5 tkr", "5000"),
        ("12 tusen", "12000"),
        ("2,5 mkr", "2500000"),
        ("1,2 miljoner", "1200000"),
        ("1,2 miljoner kronor", "1200000"),
        ("40k", "40000"),
        ("ca 40'", ""),
        ("ca 12 500:-", "12500"),
        ("ca 12.500 kr", "12500"),
        ("1,500 mkr", ""),
        ("EUR 500", ""),
        ("500 €", ""),
        ("$500", ""),
        ("500 NOK", ""),
        ("25 000 kr per månad", ""),
        ("25 000 kr/mån", ""),
        ("minst 500", ""),
        ("100-200 tkr", ""),
        ("50 %", ""),
        ("500+", ""),
        ("-500", ""),
        ("2 tusen tkr", ""),
    ],
)
def test_an_amount_is_proposed_rightly_or_not_at_all(written: str, right: str) -> None:
    asked = "Hur mycket stöd betalade ni ut 2025?"
    assert likely_number(written, asked=asked, unit="kr") == right


def test_an_amount_of_a_question_in_thousands_is_not_guessed() -> None:
    assert likely_number("5 tkr", asked="Hur mycket, i tkr?", unit="tkr") == ""
    assert likely_number("ca 5", asked="Hur mycket, i tkr?", unit="tkr") == "5"
    assert likely_number("ca 1,500", asked="Hur många?") == ""


ALIKE = TOP + "".join(
    f"{n},2024-02-05 09:0{n}:00,2024-02-05 09:09:0{n},E{n},{many},,Nej\n"
    for n, many in enumerate(["cirka 12", "några", "cirka 12", "cirka 12"], 1)
)


def test_equal_values_are_one_question_named_by_its_text(tmp_path: Path) -> None:
    yaml = 'questions:\n  - {id: n, type: number, column: Antal, text: "Hur många?"}\n'
    project = tiny.survey(tmp_path, yaml, ALIKE, head=HEAD)
    twelve, some = waiting(project)["corrections"]
    assert (
        "På frågan ”Hur många?” står ”cirka 12” i 3 svar (rad 2, 4, 5)" in twelve.asked
    )
    settle(project.raw(tiny.NAME), twelve, twelve.choices[0], typed="13")
    found = clean(read_source(tiny.NAME, project)).responses["n"]
    assert found.dropna().tolist() == [13, 13, 13]
    [left_over] = waiting(project)["corrections"]
    assert left_over.asked == some.asked


def test_check_tells_what_is_set_aside_and_what_waits(tmp_path: Path) -> None:
    project = survey(tmp_path)
    _, warnings = check_survey(project, tiny.NAME)
    said = [str(one) for one in warnings]
    aside = "survey.yml: Frågan n: 2 av 4 värden (50 %) är ställda åt sidan: inte ett "
    assert any(one.startswith(aside) for one in said), said
    assert not any("lämnade den tom" in one for one in said)  # they were not blank
    waits = "Väntar på beslut: 2 rader, 2 värden, 1 namn, 1 citat. Avgör det: "
    assert any(one.startswith(waits) for one in said), said


# ---------------------------------------------------------------- names

TIED = """questions:
  - {id: with, type: ties, blocks: 1, fields: {name: "Partner {n}"}}
"""
REGISTER = "name\nNorrviks IF\nPRO\nRöda Korset\n"


def test_a_cell_that_names_several_becomes_several(tmp_path: Path) -> None:
    project = tiny.survey(
        tmp_path,
        TIED,
        'Partner 1\n"Norrviks IF, PRO och Röda Korset"\nPRO\n',
        files={"organisations.csv": REGISTER},
    )
    [one] = waiting(project)["names"]
    assert one.choices[one.proposal].label == "Ja: Norrviks IF; PRO; Röda Korset"
    before = clean(read_source(tiny.NAME, project))
    assert any("nämna flera organisationer" in note for note in before.notes)
    settle(project.raw(tiny.NAME), one, one.choices[0])
    after = clean(read_source(tiny.NAME, project))
    assert after.ties["organisation"].tolist() == [
        *("Norrviks IF", "PRO", "Röda Korset"),
        "PRO",
    ]
    assert after.ties["response"].nunique() == 2
    assert "names" not in waiting(project)


def test_two_misspellings_are_not_asked_of_each_other(tmp_path: Path) -> None:
    written = "Partner 1\nNorviks IF\nNorviks IF\nNorrviks iff\n"
    files = {"organisations.csv": REGISTER}
    project = tiny.survey(tmp_path, TIED, written, files=files)
    asked = [one.asked for one in waiting(project)["names"]]
    assert asked == [
        "Är ”Norviks IF” (skrivet 2 gånger) samma som organisationen ”Norrviks IF”?",
        "Är ”Norrviks iff” samma som organisationen ”Norrviks IF”?",
    ]


def test_a_name_with_a_comma_may_be_one(tmp_path: Path) -> None:
    text = 'Partner 1\n"Hand; Hjärta och PRO"\n'
    files = {"organisations.csv": REGISTER}
    project = tiny.survey(tmp_path, TIED, text, files=files)
    [one] = waiting(project)["names"]
    settle(project.raw(tiny.NAME), one, one.choices[1])
    ties = clean(read_source(tiny.NAME, project)).ties
    assert ties["organisation"].tolist() == ["Hand; Hjärta och PRO"]
    assert "names" not in waiting(project)


# ---------------------------------------------------------------- taken back


@pytest.mark.parametrize("file", ["rows", "names", "corrections", "quotes"])
def test_every_kind_of_decision_can_be_taken_back(file: str, tmp_path: Path) -> None:
    project = survey(tmp_path)
    before = waiting(project)
    one = before[file][0]
    made = settle(project.raw(tiny.NAME), one, one.choices[0], who="Ulla")
    assert made is not None
    assert waiting(project) != before
    take_back(made)
    assert waiting(project) == before
    assert not made.path.exists()


def test_what_is_written_since_is_not_taken_back(tmp_path: Path) -> None:
    project = survey(tmp_path)
    one, other = waiting(project)["rows"]
    first = settle(project.raw(tiny.NAME), one, one.choices[0])
    second = settle(project.raw(tiny.NAME), other, other.choices[0])
    assert first is not None
    assert second is not None
    with pytest.raises(DecisionError, match="ändrats sedan"):
        take_back(first)
    take_back(second)
    take_back(first)
    assert not first.path.exists()

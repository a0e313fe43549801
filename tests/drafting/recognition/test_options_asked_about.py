"""What `new` asks of options: several writings of one, codes without words, consent."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drafted import BESIDE, Columns, as_csv, asked, project_in
from support.made_exports import text

from helpers.cleaning.privacy import is_consent
from helpers.disclosure.released import merged_options
from helpers.drafting.draft import new_survey
from helpers.drafting.recognition.spellings import groups
from helpers.survey.codebook import read_codebook


def column(**counts: int) -> list[str]:
    """Forty cells or so, in an order that says nothing."""
    cells = [label for label, count in counts.items() for _ in range(count)]
    return [cells[(7 * n) % len(cells)] for n in range(len(cells))]


def one_of(tmp_path: Path, header: str, cells: list[str]):
    rows = {header: cells, "Ort": (BESIDE["Ort"] * 3)[: len(cells)]}
    return next(q for q in asked(tmp_path, rows) if q.columns[0].name == header)


# --- several writings ----------------------------------------------------------------

WRITINGS = [
    ({"Male": 20, "M": 6, "Man": 3, "Kvinna": 12}, ["Male", "M", "Man"]),
    ({"ja": 17, "Yes": 14, "Nej": 10}, ["ja", "Yes"]),
    ({"Bra": 17, "N/A": 14, "Vet ej": 10}, ["N/A", "Vet ej"]),
    ({"Förening": 17, "Föreningar": 4, "Bolag": 20}, ["Förening", "Föreningar"]),
    ({"Kulturförvaltningen": 20, "Kulturförvaltnigen": 1, "Skola": 20}, None),
    ({"Administration": 20, "Adm.": 5, "Skola": 16}, ["Administration", "Adm."]),
    ({"Annat": 20, "Other": 5, "Skola": 16}, ["Annat", "Other"]),
]


@pytest.mark.parametrize(("counts", "same"), WRITINGS)
def test_what_may_be_one_option_is_asked_about_with_its_counts(
    tmp_path: Path, counts: dict[str, int], same: list[str] | None
) -> None:
    found = one_of(tmp_path, "Vad är det?", column(**counts))
    same = same or [*counts][:2]
    said = [f"”{label}” ({counts[label]})" for label in same]
    [todo] = [todo for todo in found.todo if "samma svar" in todo]
    assert all(part in todo for part in said)
    # Never merged in silence.
    assert not {*same} & {*found.keys.get("recode", {})}


def test_case_spaces_and_punctuation_are_counted_as_one_and_told(
    tmp_path: Path,
) -> None:
    cells = column(**{"Ja": 20, "ja": 4, "Nej": 12, "Nej.": 4})
    found = one_of(tmp_path, "Samverkar ni?", cells)
    assert not [todo for todo in found.todo if "samma svar" in todo]
    assert [said[: said.index(" räknas")] for said in found.told] == [
        "”Ja” (20) och ”ja” (4)",
        "”Nej” (12) och ”Nej.” (4)",
    ]
    file = text(tmp_path / "prov.csv", as_csv({"Samverkar ni?": cells}))
    made = new_survey(project_in(tmp_path / "p"), file, "prov")
    assert any("”ja” (4) räknas som ett" in said for said in made.understood)
    assert "”ja” (4) räknas som ett" in (made.folder / "survey.yml").read_text("utf-8")


def test_options_that_differ_are_not_asked_about() -> None:
    for apart in (
        ("Norra", "Södra"), ("Enhet 1", "Enhet 2"), ("Förskola", "Grundskola"),
        ("Vet ej", "Ej aktuellt"), ("Öka", "Minska"), ("Intern", "Extern"),
        ("IT", "HR"), ("Kultur", "Kultur och fritid"), ("1–5", "6–10"),
    ):  # fmt: skip
        assert groups(dict.fromkeys(apart, 9)) == [], apart


def test_steps_of_a_scale_are_no_writings_of_one(tmp_path: Path) -> None:
    cells = column(**{"Aldrig": 9, "Sällan": 9, "Ofta": 12, "Oftast": 9})
    found = one_of(tmp_path, "Hur ofta?", cells)
    assert not [todo for todo in found.todo if "samma svar" in todo]


# --- the ends of scales --------------------------------------------------------------


def test_scales_asked_alike_are_one_and_their_guessed_ends_are_asked_about(
    tmp_path: Path,
) -> None:
    """Nobody gave 0 or 1 of the first, nor 0 of the second: both go from 0 to 10."""
    columns = {
        "Hur nöjd är ni med samarbetet?": [str(2 + n % 9) for n in range(45)],
        "Hur bra var lokalerna?": ["Bra", "Dåliga", "Usla"] * 15,
        "Hur nöjd är ni med stödet?": [str(n % 11) for n in range(45)],
        "Ort": (BESIDE["Ort"] * 2)[:45],
    }
    file = text(tmp_path / "svar.csv", as_csv(columns))
    made = new_survey(project_in(tmp_path / "p"), file, "prov")
    book = read_codebook(made.folder)
    first, second = (
        next(q for q in book.questions if name in q.wording)
        for name in ("samarbetet", "stödet")
    )
    assert first.scale_options == second.scale_options == [str(n) for n in range(11)]
    # She is asked about the one that nobody gave both ends of, and nothing is merged
    # or told of it until then; the other is known.
    assert any(d.startswith(f"{first.id}: vilka steg har") for d in made.doubts)
    assert first.guessed_steps
    assert first.unexplained
    assert merged_options(first) == {}
    assert not second.unexplained
    assert next(iter(merged_options(second))) == "0, 1 eller 2"


# --- codes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "codes", [("1", "2", "3"), ("AO01", "AO02", "AO03"), ("A", "B", "C"), ("x1", "x2")]
)
def test_codes_without_words_are_asked_about(
    tmp_path: Path, codes: tuple[str, ...]
) -> None:
    cells = [codes[n % len(codes)] for n in range(42)]
    found = one_of(tmp_path, "Vilken typ är ni? (välj ett alternativ)", cells)
    assert any(todo.startswith("vad betyder") for todo in found.todo)


# --- consent -------------------------------------------------------------------------

CONSENTS: list[tuple[str, list[str]]] = [
    ("Jag samtycker till att mina svar behandlas", ["Ja"] * 40),
    ("Samtycke", ["Jag samtycker"] * 36 + ["Jag samtycker inte"] * 4),
    ("I agree to take part in this survey", ["Yes"] * 37 + ["No"] * 3),
    ("GDPR", ["I agree to the terms"] * 40),
    ("Do you consent to the processing of your personal data?", ["Yes", "No"] * 20),
]


@pytest.mark.parametrize(("header", "cells"), CONSENTS)
def test_consent_is_asked_about_and_never_counted(
    tmp_path: Path, header: str, cells: list[str]
) -> None:
    columns: Columns = {header: cells, "Ort": BESIDE["Ort"], "Typ": ["A", "B"] * 20}
    file = text(tmp_path / "svar.csv", as_csv(columns))
    made = new_survey(project_in(tmp_path / "p"), file, "prov")
    book = read_codebook(made.folder)
    read = [one for one in book.questions if header in one.columns_used]
    assert all(one.consent and not one.counted for one in read)
    ignored = f"{header}" not in {c for q in book.questions for c in q.columns_used}
    assert ignored or any("samtycke: räknas och visas inte" in d for d in made.doubts)
    refused = sum(cell.startswith(("No", "Jag samtycker inte")) for cell in cells)
    if refused:
        assert any(f" {refused}. Ska bara de som" in said for said in made.doubts)


def test_what_is_about_consent_but_is_no_consent_is_counted() -> None:
    for wording, answers in (
        ("Har ni rutiner för GDPR?", ["Ja", "Nej"]),
        ("Är personuppgifter ett hinder?", ["Ja", "Nej"]),
        ("Samverkan fungerar bra", ["I agree", "I disagree"]),
        ("Behöver ni samtycke från vårdnadshavare?", ["Ja", "Nej"]),
        ("Does your organisation have a privacy policy?", ["Yes", "No"]),
        ("Vi godkänner föreningar för bidrag", ["Ja", "Nej"]),
        ("Vilka hinder finns?", ["GDPR", "Tid", "Pengar", "Annat"]),
    ):
        assert not is_consent(wording, answers), wording

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning.answers import NOT_ASKED
from helpers.cleaning.partners import NO_NAME
from helpers.cleaning.step import Cleaned
from helpers.core.errors import CleaningError

YAML = """\
challenges:
  items: {youth: {label: "Unga"}, work: {label: "Arbete"}}
  from: {question: does, options: {youth: ["Ja"], work: ["Ja"]}}
forms:
  dialog: {label: "Dialog", option: "Dialog"}
  support: {label: "Stöd", option: "Stöd"}
questions:
  - {id: does, type: single, column: Samverkar, options: ["Ja", "Nej"]}
  - id: partner
    type: ties
    blocks: 2
    separator: ","
    asked_if: {does: Ja}
    fields:
      name: "P{n}"
      challenge: "U{n}"
      form: "F{n}"
      agreement: "A{n}"
      since: "S{n}"
    options: {agreement: ["Muntlig", "Skriftlig"]}
    written: ["Skriftlig"]
    dont_know: ["Vet ej"]
    since_between: [1900, 2024]
"""
HEADER = "Samverkar;P1;U1;F1;A1;S1;P2;U2;F2;A2;S2\n"


def ties(folder: Path, answers: str, **files: str) -> Cleaned:
    named = {f"{name.replace('__', '/')}.csv": text for name, text in files.items()}
    return cleaned(folder, YAML, HEADER + answers, files=named)


def test_a_tie_is_a_response_an_organisation_and_a_challenge(tmp_path: Path) -> None:
    found = ties(
        tmp_path,
        "Ja;Alrunan;Unga, Arbete;Dialog;Skriftlig;2019;Eken;;Stöd,Dialog;Vet ej;\n",
    ).ties
    columns = ["organisation", "block", "challenge", "dialog", "support", "agreement"]
    rows = found[columns].astype(object).where(found[columns].notna(), None)
    assert rows.to_numpy().tolist() == [
        ["Alrunan", 1, "youth", True, False, "Skriftlig"],
        ["Alrunan", 1, "work", True, False, "Skriftlig"],
        ["Eken", 2, "", True, True, "Vet ej"],
    ]
    assert found["since"].fillna(0).tolist() == [2019, 2019, 0]
    assert found["response"].tolist() == [1, 1, 1]


def test_names_are_the_registers_or_as_most_wrote_them(tmp_path: Path) -> None:
    found = ties(
        tmp_path,
        "Ja;bk alrunan;;;;;Eken;;;;\nJa;Ekan;;;;;eken;;;;\nJa;Asken;;;;;;;;;\n",
        organisations="name;aliases\nAlrunan;BK Alrunan\n",
        decisions__names="kind;written;name;same\norganisation;Ekan;Eken;ja\n",
    )
    assert found.ties["organisation"].tolist() == ["Alrunan", *["Eken"] * 3, "Asken"]
    how = [
        "alias",
        *["decision"] * 3,
        "unmatched",
    ]  # a person has said that Eken is one
    assert found.ties["how"].tolist() == how
    assert any("1 organisationsnamn finns inte" in note for note in found.notes)


def test_a_partner_without_a_name_is_set_aside(tmp_path: Path) -> None:
    found = ties(tmp_path, "Ja;;Unga;Dialog;;;Eken;;;;\n")
    [row] = found.quarantined.to_dict("records")
    assert (row["column"], row["reason"], row["question"]) == ("B", NO_NAME, "partner")
    assert found.ties["organisation"].tolist() == ["Eken"]


def test_a_partner_of_somebody_who_was_not_asked_is_set_aside(tmp_path: Path) -> None:
    found = ties(tmp_path, "Nej;Alrunan;Unga;Dialog;;;;;;;\nJa;Eken;;;;;;;;;\n")
    assert found.values_set_aside == {NOT_ASKED: 1}
    assert found.ties["organisation"].tolist() == ["Eken"]
    assert found.ties["response"].tolist() == [2]


def test_an_impossible_year_is_set_aside_and_the_tie_stays(tmp_path: Path) -> None:
    found = ties(tmp_path, "Ja;Eken;;;;2204;;;;;\n")
    [row] = found.quarantined.to_dict("records")
    assert (row["column"], row["found"]) == ("F", "2204")
    assert pd.isna(found.ties.loc[0, "since"])


def test_every_text_that_the_codebook_does_not_know_is_named(tmp_path: Path) -> None:
    with pytest.raises(CleaningError) as caught:
        ties(tmp_path, "Ja;Eken;Ungaa;Dialogg;Skriftlik;;;;;;\n")
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 3
    assert "rad 2: ”Ungaa” i kolumnen ”U1”" in said[0]
    assert "Menade du ”Unga”?" in said[0]
    assert "Menade du ”Dialog”?" in said[1]
    assert "Menade du ”Skriftlig”?" in said[2]


def test_nobody_named_is_an_empty_table_of_the_same_shape(tmp_path: Path) -> None:
    some = ties(tmp_path / "a", "Ja;Eken;Unga;Dialog;;;;;;;\n").ties
    none = ties(tmp_path / "b", "Ja;;;;;;;;;;\n").ties
    assert none.empty
    assert list(none.dtypes.drop("group")) == list(some.dtypes.drop("group"))
    assert list(none) == list(some)

from __future__ import annotations

from pathlib import Path

import pytest
from support.surveys import cleaned

from helpers.cleaning import step as cleaning
from helpers.core.errors import CleaningError

YAML = """\
tests: {A: [test]}
questions:
  - {id: a, type: single, column: A, options: ["Ja"], other: true}
  - {id: n, type: number, column: N}
  - {id: p, type: ties, blocks: 1, fields: {name: P, challenge: C}}
"""


def test_nothing_is_lost(tmp_path: Path) -> None:
    answers = "A;N;P;C\nJa;1;Eken;\ntest;2;;\nNej;x;;\n"
    found = cleaned(tmp_path, YAML, answers)
    assert (found.read, found.kept) == (3, 2)
    assert found.set_aside == {cleaning.TEST: 1}
    assert list(found.responses["response"]) == [1, 2]
    assert list(found.responses["row"]) == [2, 4]
    # A value that cannot be used takes no other value of its row with it.
    assert list(found.responses["a"]) == ["Ja", "Annat"]
    assert found.responses["n"].isna().tolist() == [False, True]


def test_the_account_must_add_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(*_: object) -> object:
        table = keep(*_)
        return table[table["kind"] == "value"]

    keep = cleaning._quarantined
    monkeypatch.setattr(cleaning, "_quarantined", forgetful)
    with pytest.raises(AssertionError, match="3 rows read, but 2 kept and 0 set aside"):
        cleaned(tmp_path, YAML, "A;N;P;C\nJa;1;;\ntest;2;;\nNej;3;;\n")


def test_problems_of_answers_and_of_partners_come_together(tmp_path: Path) -> None:
    yaml = YAML.replace(", other: true", "")
    with pytest.raises(CleaningError) as caught:
        cleaned(tmp_path, yaml, "A;N;P;C\nNej;1;Eken;Arbete\n")
    said = [problem.found for problem in caught.value.problems]
    assert len(said) == 2
    assert "”Nej”" in said[0]
    assert "”Arbete”" in said[1]


def test_every_row_set_aside_leaves_an_empty_survey_standing(tmp_path: Path) -> None:
    found = cleaned(tmp_path, YAML, "A;N;P;C\ntest;1;;\n")
    assert (found.read, found.kept) == (1, 0)
    assert found.responses.empty
    assert "a#state" in found.responses

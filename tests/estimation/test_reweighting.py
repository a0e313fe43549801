"""Other weights than the departments', by hand, and what is told of wrong ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned, codebook

from helpers.cleaning.cleaned import ORDER, WEIGHT, Cleaned
from helpers.core.errors import CleaningError, CodebookError
from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.estimation.nonresponse import nonresponse_estimates
from helpers.estimation.population import survey_population
from helpers.presentation.chapters.reweighted import reweighted_parts

HEAD = """\
title: "Liten enkät"
exports:
  - {file: svar.csv}
unit: {question: unit}
group: department
"""
YAML = """\
challenges:
  items: {a: {label: Alfa}}
  from: {question: works, options: {a: [Ja]}}
questions:
  - {id: department, type: single, column: F, options: [A, B], disclosure: open}
  - {id: unit, type: text, column: Enhet, disclosure: open}
  - {id: works, type: single, column: S, options: [Ja, Nej], disclosure: open}
"""
WEIGHTED = "weight: {column: Vikt}\n"
ANSWERS = """\
F;Enhet;S;Vikt
A;a1;Ja;1
A;a2;Nej;3
B;b1;Ja;"0,5"
B;b2;Nej;"0,5"
"""
FRAME = "unit;department;size\n" + "".join(
    f"{unit};{unit[0].upper()};{size}\n"
    for unit, size in zip(
        ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"),
        ("stor", "liten", "liten", "liten", "stor", "stor", "liten", "liten"),
        strict=True,
    )
)


def survey(folder: Path, more: str = WEIGHTED, answers: str = ANSWERS) -> Cleaned:
    return cleaned(
        folder, YAML, answers, head=HEAD + more, files={"population.csv": FRAME}
    )


def told(one: Cleaned) -> pd.Series:
    found = nonresponse_estimates(one, survey_population(one), None)
    return found[found["challenge"] == "a"].set_index("statistic")["estimate"]


def test_the_exports_weights_are_calibrated_to_the_frame(tmp_path: Path) -> None:
    """A: 1 of 4 by weight, B: a half; four units each."""
    one = survey(tmp_path)
    assert one.responses[WEIGHT].tolist() == [1, 3, 0.5, 0.5]
    assert told(one)["by_weight"] == pytest.approx((0.25 + 0.5) / 2)
    assert one.undescribed() == []


def test_propensities_by_size(tmp_path: Path) -> None:
    """All three large units answered, and one of three small ones in A: that one
    weighs for three. A: 1 of 4, B: a half."""
    one = survey(tmp_path, "propensity: [size]\n")
    assert told(one)["by_propensity"] == pytest.approx(0.375, abs=1e-6)


def test_late_answers_stand_for_those_that_are_silent(tmp_path: Path) -> None:
    """The last of four answers is late: b2, a no, stands for b3 and b4 too. B: 1 of 4;
    in A nobody is late, and all weigh alike: 1 of 2."""
    one = survey(tmp_path, "propensity: [time]\n")
    assert "by_late" not in told(one)  # a plain table does not say when
    timed = replace(one, responses=one.responses.assign(**{ORDER: np.arange(4.0)}))
    assert told(timed)["by_late"] == pytest.approx((0.5 + 0.25) / 2)


def test_without_a_frame_weights_are_taken_as_they_are(tmp_path: Path) -> None:
    one = cleaned(tmp_path, YAML, ANSWERS, head=HEAD + WEIGHTED)
    assert told(one)["by_weight"] == pytest.approx(1.5 / 5)


@pytest.mark.parametrize(
    ("weight", "said"),
    [("-1", "Vikten -1 är mindre än 0"), ("", "Vikten saknas"), ("x", "inget tal")],
)
def test_a_weight_that_is_none_stops_with_its_place(
    tmp_path: Path, weight: str, said: str
) -> None:
    with pytest.raises(CleaningError, match=said) as found:
        survey(tmp_path, answers=ANSWERS.replace("Nej;3", f"Nej;{weight}"))
    [problem] = found.value.problems
    assert (problem.file, problem.row, problem.column) == ("svar.csv", 3, "D")


def test_all_weights_zero_and_odd_ones_are_told(tmp_path: Path) -> None:
    with pytest.raises(CleaningError, match="är 0"):
        survey(tmp_path, answers=re.sub(r';"?[\d,]+"?\n', ";0\n", ANSWERS))
    one = survey(
        tmp_path, answers=ANSWERS.replace("Ja;1", "Ja;0").replace("Nej;3", "Nej;30")
    )
    notes = " ".join(one.notes)
    assert "1 svar har vikten 0" in notes
    assert "mer än 10 gånger så mycket" in notes


def test_what_nothing_can_be_made_of_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="hör inte till någon serie"):
        codebook(YAML, HEAD + "propensity: [earlier]\n")
    with pytest.raises(CodebookError, match="både vikt"):
        codebook(YAML, HEAD + "weight: {column: S}\n")
    notes = " ".join(survey(tmp_path, "propensity: [size, time]\n").notes)
    assert "exporten säger inte när" in notes
    without = cleaned(tmp_path / "b", YAML, ANSWERS, head=HEAD + "propensity: [size]\n")
    assert "ingen population.csv" in " ".join(without.notes)


def test_what_they_change_stands_on_the_page_of_open_questions_only(
    tmp_path: Path,
) -> None:
    one = survey(tmp_path)
    shown = release(analyse(one), one.codebook)
    html = "".join(part.to_html() for part in reweighted_parts(shown))
    assert "Med exportens vikter" in html
    assert "38" in html
    assert "−13" in html  # 37,5 of 50
    secret = YAML.replace("options: [Ja, Nej], disclosure: open", "options: [Ja, Nej]")
    kept = cleaned(
        tmp_path / "b",
        secret,
        ANSWERS,
        head=HEAD + WEIGHTED,
        files={"population.csv": FRAME},
    )
    assert reweighted_parts(release(analyse(kept), kept.codebook)) == []

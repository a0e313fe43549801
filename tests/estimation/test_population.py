"""The frame: who was asked, what became of them, and errors she can act on."""

import numpy as np
import pandas as pd
import pytest

from helpers.core.errors import PopulationError
from helpers.estimation.inference import hypergeometric_interval
from helpers.estimation.population import Population, response_rates

FRAME = pd.DataFrame(
    [
        ("Badhuset", "Fritid", "", "anna@example.org"),
        ("Ishallen", "Fritid", "refused", "bo@example.org"),
        ("Gården", "Fritid", "", ""),
        ("Parken", "Gatan", None, "cia@example.org"),
        ("Torget", "Gatan", "", ""),
        ("Museet", "Kultur", "", "dan@example.org"),
        ("Scenen", "Kultur", "", ""),
        ("Arkivet", "Kultur", "utanför målgruppen", ""),
        ("Skolan", "Skola", "Okänt", ""),
    ],
    columns=["unit", "department", "disposition", "contact"],
)


def population(answered=("Badhuset", "Parken", "Torget", "Museet"), **options):
    return Population.from_frame(FRAME, answered, **options)


def test_strata_sizes_and_weights():
    asked = population()
    assert asked.departments == ("Fritid", "Gatan", "Kultur", "Skola")
    assert asked.sizes.tolist() == [3, 2, 2, 1]  # the ineligible one is not counted
    assert asked.answered.tolist() == [1, 2, 1, 0]
    np.testing.assert_array_equal(asked.weights, [3, 1, 2, np.nan])
    assert asked.not_covered == ("Skola",)
    assert asked.certain == ("Gatan",)
    assert asked.collapsed == {"Kultur": "Fritid"}


def test_departments_come_in_the_order_of_the_codebook():
    order = ["Skola", "Kultur", "Tomma", "Gatan", "Fritid"]
    asked = population(departments=order)
    assert asked.departments == ("Skola", "Kultur", "Gatan", "Fritid")
    assert asked.sizes.tolist() == [1, 2, 2, 3]


def test_by_department():
    rows = population(partial=["Scenen"]).by_department().set_index("department")
    assert rows["status"].to_dict() == {
        "Fritid": "covered",
        "Gatan": "certain",
        "Kultur": "collapsed",
        "Skola": "not_covered",
    }
    assert rows.loc["Kultur", ["complete", "partial", "ineligible"]].tolist() == [
        1,
        1,
        1,
    ]
    # Scenen's answers were set aside: it counts in the rate, not in the weight
    assert rows.loc["Kultur", "response_rate"] == 1
    assert rows.loc["Kultur", "weight"] == 2
    assert rows.loc["Fritid", "response_rate"] == pytest.approx(1 / 3)


def test_response_rate_counts_partial_and_every_eligible_unit():
    # 4 complete and 1 partial of 8: the ineligible one is out, the unknown one in
    asked = population(partial=["Scenen"])
    assert asked.response_rate == 5 / 8
    assert asked.rates.rr1 == 4 / 8
    assert asked.rates.rr6 == 5 / 7
    assert asked.rates.e == 7 / 8
    assert asked.rates.rr4 == 5 / (7 + 7 / 8)


@pytest.mark.parametrize(
    ("counts", "rates"),
    [
        ((300, 40, 60, 80, 10, 10, 0.8),
         (0.6, 0.68, 0.602409638554217, 0.682730923694779, 0.612244897959184,
          0.693877551020408)),
        ((0, 0, 5, 5, 0, 0, 1), (0, 0, 0, 0, 0, 0)),
    ],
)  # fmt: skip
def test_response_rates_agree_with_r(counts, rates):
    names = ("complete", "partial", "refused", "noncontact", "other", "unknown", "e")
    found = response_rates(**dict(zip(names, counts, strict=True)))
    got = [found.rr1, found.rr2, found.rr3, found.rr4, found.rr5, found.rr6]
    np.testing.assert_allclose(got, rates, rtol=1e-8)


def test_units_outside_the_frame_are_listed_and_weigh_nothing():
    asked = population(["Badhuset", "Okända huset", "Alla hus"])
    assert asked.outside == ("Alla hus", "Okända huset")
    assert asked.answered.sum() == 1
    assert asked.weights[0] == 3


def test_unit_names_are_found_whatever_their_case_and_spacing():
    asked = population([" BADHUSET", "Ga\u030arden"])  # å as a and a ring
    assert asked.answered.tolist() == [2, 0, 0, 0]
    assert asked.outside == ()


def test_a_refusal_that_answered_after_all_counts_as_an_answer():
    asked = population(["Ishallen"])
    assert asked.rates.rr1 == 1 / 8


def test_missing_units_by_department_with_contact():
    rows = population(partial=["Scenen"]).missing()
    assert rows.to_dict("records") == [
        {"department": "Fritid", "unit": "Gården", "contact": "",
         "outcome": "noncontact"},
        {"department": "Fritid", "unit": "Ishallen", "contact": "bo@example.org",
         "outcome": "refused"},
        {"department": "Kultur", "unit": "Scenen", "contact": "", "outcome": "partial"},
        {"department": "Skola", "unit": "Skolan", "contact": "", "outcome": "unknown"},
    ]  # fmt: skip


# --- no frame -------------------------------------------------------------------------


def test_without_a_frame_nothing_is_claimed_about_others():
    asked = Population.without_frame(["A", "B"])
    assert not asked.known
    assert np.isnan(asked.sizes).all()
    assert np.isnan(asked.response_rate)
    assert np.isnan(hypergeometric_interval([3, 4], [10, 12], asked.sizes)).all()
    assert (asked.outside, asked.not_covered, asked.certain) == ((), (), ())
    assert asked.collapsed == {}
    assert len(asked.missing()) == 0
    assert asked.by_department()["department"].tolist() == ["A", "B"]


# --- what is wrong with a frame -------------------------------------------------------


def problems(rows, answered=(), **options):
    columns = ["unit", "department", "disposition", "contact"]
    frame = pd.DataFrame(rows, columns=columns)
    with pytest.raises(PopulationError) as caught:
        Population.from_frame(frame, answered, **options)
    return caught.value.problems


def test_every_problem_is_told_at_once_with_its_row():
    found = problems(
        [
            ("Badhuset", "Fritid", "", ""),
            ("badhuset ", "Kultur", "", ""),
            ("", "Fritid", "", ""),
            ("Torget", "", "", ""),
            ("Museet", "Kultr", "refusd", ""),
            ("Scenen", "Kultur", "ineligible", ""),
        ],
        ["Scenen"],
        departments=["Fritid", "Kultur"],
    )
    assert [one.row for one in found] == [2, 4, 5, 6, 6, 7]
    said = "\n".join(str(one) for one in found)
    assert (
        "population.csv, rad 2: Enheten ”Badhuset” finns på flera rader (2 och 3)"
        in said
    )
    assert "skilj namnen åt" in said
    assert "Menade du ”refused”?" in said
    assert "Menade du ”Kultur”?" in said
    assert "”Scenen” står som utanför målgruppen men har svarat" in said


def test_the_same_unit_twice_in_one_department_should_be_kept_once():
    (found,) = problems([("A", "X", "", ""), ("A", "X", "", ""), ("A", "X", "", "")])
    assert "rader (2, 3 och 4)" in str(found)
    assert "Behåll en av raderna." in str(found)


def test_missing_columns_are_named():
    with pytest.raises(PopulationError) as caught:
        Population.from_frame(pd.DataFrame({"Unit": ["A"]}), [], file="lista.csv")
    said = str(caught.value)
    assert "lista.csv, rad 1: Kolumnen ”unit” saknas. Menade du ”Unit”?" in said
    assert "Kolumnen ”department” saknas." in said


def test_a_frame_without_units_is_an_error_and_empty_rows_are_not():
    assert "inga enheter" in str(problems([("", "", "", "")])[0])
    frame = pd.concat([FRAME, pd.DataFrame([{"unit": None}])])
    assert len(Population.from_frame(frame, []).units) == len(FRAME)


def test_two_columns_are_enough():
    asked = Population.from_frame(FRAME[["unit", "department"]], ["Badhuset"])
    assert asked.sizes.tolist() == [3, 2, 3, 1]

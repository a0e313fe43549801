"""What with_intervals adds to counts that are already there. The whole way from answers
is in test_analysis."""

from __future__ import annotations

import pandas as pd
import pytest
from support.surveys import codebook

from helpers.estimation.intervals import with_intervals
from helpers.estimation.population import Population
from helpers.estimation.schema import CITY, EXACT_SHARE

BOOK = codebook(
    """\
group: department
disclosure: {percent_from: 3}
questions:
  - {id: department, type: single, column: F, options: [A, B]}
  - {id: does, type: single, column: S, options: ["Ja", "Nej"]}
"""
)


def counted(cells: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Group → (said yes, answered), as estimates counts them."""
    return pd.DataFrame(
        [
            {
                "question": "does",
                "item": "all",
                "option": "Ja",
                "challenge": "all",
                "form": "all",
                "group": group,
                "statistic": "share",
                "count": float(count),
                "answered": float(answered),
                "asked": float(answered),
                "estimate": count / answered if answered else float("nan"),
                "low": float("nan"),
                "high": float("nan"),
                "certain_low": float("nan"),
                "certain_high": float("nan"),
                "population": float("nan"),
                "method": "",
            }
            for group, (count, answered) in cells.items()
        ]
    )


def population(answered: dict[str, int], sizes: dict[str, int]) -> Population:
    frame = pd.DataFrame(
        [
            {"unit": f"{name}{number}", "department": name}
            for name, size in sizes.items()
            for number in range(size)
        ]
    )
    units = [f"{name}{n}" for name, many in answered.items() for n in range(many)]
    return Population.from_frame(frame, units)


def test_a_department_by_counting_every_possible_truth() -> None:
    table = with_intervals(
        counted({"all": (3, 7), "A": (1, 4), "B": (2, 3)}),
        BOOK,
        population({"A": 4, "B": 3}, {"A": 5, "B": 3}),
    ).set_index("group")
    # A: 1 yes of 4, one silent: the truth is 1 or 2 of 5, and neither is unlikely.
    assert table.loc["A", ["low", "high"]].tolist() == pytest.approx([0.2, 0.4])
    assert table.loc["A", ["certain_low", "certain_high"]].tolist() == pytest.approx(
        [0.2, 0.4]
    )
    assert table.loc["A", "method"] == EXACT_SHARE
    # B: all three answered.
    assert table.loc["B", "low"] == table.loc["B", "high"] == pytest.approx(2 / 3)
    # Both: (5 * 1/4 + 3 * 2/3) / 8.
    assert table.loc["all", "estimate"] == pytest.approx(3.25 / 8)
    assert table.loc["all", ["method", "population"]].tolist() == [CITY, 8]


def test_a_department_nobody_answered_for_has_nothing() -> None:
    table = with_intervals(
        counted({"all": (1, 4), "A": (1, 4), "B": (0, 0)}),
        BOOK,
        population({"A": 4}, {"A": 5, "B": 3}),
    ).set_index("group")
    assert table.loc["B", ["estimate", "low", "high"]].isna().all()
    # What the whole city may be: A's one silent and B's three can say anything.
    assert table.loc["all", ["certain_low", "certain_high"]].tolist() == pytest.approx(
        [1 / 8, 5 / 8]
    )


def test_without_a_frame_nothing_is_added() -> None:
    counts = counted({"all": (3, 7), "A": (1, 4), "B": (2, 3)})
    same = with_intervals(counts, BOOK, Population.without_frame(["A", "B"]))
    pd.testing.assert_frame_equal(same, counts)

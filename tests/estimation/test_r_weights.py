"""Weights, three waves and shrunken shares against R, to 1e-8.

The numbers of `r_weights.json` were made once with R 4.2.2 and survey 4.1-1 by
`r_weights.R`, which says how. Debian has no package `sae`, and nothing here is
Fay-Herriot's: small departments are beta-binomial, held against R's own arithmetic.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.estimation.differences import change_with_overlap
from helpers.estimation.population import Population
from helpers.estimation.reweighting import calibrated, propensities
from helpers.estimation.shrinkage import shrunken_shares
from helpers.estimation.trend import Trend, trend_with_overlap
from helpers.estimation.waves.units import crossed_strata

SAME = {"rel": 1e-8}


@pytest.fixture(scope="module")
def made() -> tuple[dict[str, Any], dict[str, Any]]:
    file = Path(__file__).with_name("r_weights.json")
    both = json.loads(file.read_text("utf-8"))
    return both["data"], both["found"]


def answers(data: dict[str, Any]) -> np.ndarray:
    return np.array(data["y"], float).T


def share(data: dict[str, Any], weights: np.ndarray) -> float:
    """The last wave's share by `weights` of the units, calibrated to departments."""
    y, then = answers(data)[:, 2], np.array(data["then"], object)
    given = ~np.isnan(y)
    frame = Population.from_frame(
        pd.DataFrame({"unit": map(str, range(len(y))), "department": then}),
        map(str, np.flatnonzero(given)),
    )
    own = calibrated(weights[given], then[given], frame)
    return float((own * y[given]).sum() / own.sum())


def test_the_exports_weights_calibrated(made: tuple) -> None:
    data, found = made
    assert share(data, np.array(data["weight"])) == pytest.approx(
        found["by_weight"], **SAME
    )


def test_response_propensities(made: tuple) -> None:
    data, found = made
    y = answers(data)
    said = np.where(np.isnan(y[:, 0]), "nothing", np.where(y[:, 0] == 1, "yes", "no"))
    labels = [pd.Series(one) for one in (data["then"], data["size"], said)]
    p = propensities(labels, ~np.isnan(y[:, 2]))
    assert p == pytest.approx(found["propensities"], **SAME)
    assert share(data, 1 / p) == pytest.approx(found["by_propensity"], **SAME)


def strata(data: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    codes = crossed_strata(pd.Series(data["then"]), pd.Series(data["now"]))
    return codes, np.bincount(codes).astype(float)


def compared(got: Any, slope: float, told: dict[str, float]) -> None:
    assert slope == pytest.approx(told["estimate"], **SAME)
    for name in ("variance", "low", "high", "p"):
        assert getattr(got, name) == pytest.approx(told[name], **SAME), name


def test_change_in_strata_of_earlier_and_later_departments(made: tuple) -> None:
    data, found = made
    y = answers(data)
    got = change_with_overlap(y[:, 0], y[:, 1], *strata(data))
    compared(got, got.estimate, found["change"])


def test_the_slope_over_three_waves(made: tuple) -> None:
    data, found = made
    got = trend_with_overlap(answers(data), *strata(data), data["years"])
    assert isinstance(got, Trend)
    assert got.shares == pytest.approx(found["shares"], **SAME)
    compared(got, got.slope, found["trend"])


def test_shrunken_shares(made: tuple) -> None:
    data, found = made
    got = shrunken_shares(data["x"], data["n"], data["N"])
    assert got == pytest.approx(found["shrunken"], **SAME)

"""How a weighted share is rounded, and what a rounded share tells."""

from __future__ import annotations

import numpy as np

from helpers.estimation.schema import CITY, DECIMALS

EXACT = 1e-6  # estimates are written at 12 digits
SAME = 1e-9  # a weighted share may be this near an unweighted one, and tell as much
STEP = 10.0 ** -(2 + DECIMALS)
"""The least difference between two printed shares."""
STEPS: tuple[float, ...] = (STEP, 0.02, 0.05, 0.10, 0.20)
"""The steps that shares are rounded to, the finest that protects."""


def is_weighted(count: float, answered: float, estimate: float) -> bool:
    """Whether a share is another number than count/answered."""
    if not answered > 0 or np.isnan(estimate):
        return False
    return bool(abs(estimate - count / answered) > SAME)


def rounding(share: float, step: float = STEP) -> tuple[float, float]:
    """The shares that are printed as this one is: the nearest step, halves up; what is
    neither nothing nor everything is never printed as that.

    >>> rounding(0.123), rounding(0.002), rounding(0.123, 0.05)
    ((0.115, 0.125), (0.0, 0.005), (0.075, 0.125))
    """
    middle = np.floor(share / step + 0.5 + 1e-9) * step
    low, high = max(middle - step / 2, 0.0), min(middle + step / 2, 1.0)
    return round(float(low), 9), round(float(high), 9)


def printed_share(share: float, step: float = STEP) -> float:
    """A weighted share as it is printed, which is all that may be published of it.

    >>> printed_share(0.12345), printed_share(0.002), printed_share(1.0)
    (0.12, 0.004, 1.0)
    >>> printed_share(0.314, 0.05)
    0.3
    """
    if np.isnan(share) or share in (0.0, 1.0):
        return share
    low, high = rounding(share, step)
    if low == 0:
        return 0.8 * high  # under the smallest that is printed, but not nothing
    if high == 1:
        return 1 - 0.8 * (1 - low)
    return round((low + high) / 2, 2 + DECIMALS)


def printed_median(value: float) -> float:
    """A median as it is printed: it is one respondent's answer.

    >>> printed_median(1234.0), printed_median(3.25)
    (1200.0, 3.2)
    """
    return float(f"{value:.2g}")


def method_of(step: float) -> str:
    """The `method` of a weighted share rounded to `step`.

    >>> method_of(0.01), method_of(0.05)
    ('poststratified', 'poststratified_5')
    """
    return CITY if step <= STEP else f"{CITY}_{step * 100:g}"


def step_of(method: str) -> float:
    """The step that a weighted share of this `method` was rounded to.

    >>> step_of("poststratified_5"), step_of("poststratified")
    (0.05, 0.01)
    """
    percent = str(method).removeprefix(CITY).removeprefix("_")
    return float(percent) / 100 if percent.isdigit() else STEP

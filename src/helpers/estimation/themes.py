"""Themes of free text → how many wrote of each, and how far two coders agree.

Of those who wrote anything: nothing is said of the others. Formulas in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.schema import BINOMIAL, KEYS, Values, table
from helpers.survey.codebook import TOTAL

THEME, AGREEMENT = "theme", "theme_agreement"
LEVEL = 0.95


def theme_estimates(cleaned: Cleaned) -> pd.DataFrame:
    """`THEME`: of the texts read, those on a theme (`option`), by the first coder; with
    Clopper and Pearson's limits, as if those who wrote had been drawn from many.
    `AGREEMENT`: Cohen's kappa of the first two coders (`count`: texts they agree on,
    `answered`: texts both have read). `cleaned`: only units of the frame."""
    inside = cleaned.responses["response"]
    themes = cleaned.themes[cleaned.themes["response"].isin(inside)]
    rows = [
        row
        for question, own in themes.groupby("question", sort=False)
        for row in _of_question(str(question), own, cleaned)
    ]
    return table(rows, cleaned.survey)


def _of_question(
    question: str, own: pd.DataFrame, cleaned: Cleaned
) -> Iterator[Values]:
    first, *others = dict.fromkeys(own["who"])
    mine = own[own["who"] == first]
    theirs = own[own["who"] == others[0]] if others else own.iloc[:0]
    few = cleaned.codebook.disclosure.percent_from
    read = mine["response"].nunique()
    for theme in _in_order(own):
        key = dict.fromkeys(KEYS, TOTAL) | {"question": question, "option": theme}
        base = {"answered": float(read), "asked": float(read)}
        x = mine.loc[mine["theme"] == theme, "response"].nunique()
        low, high = limits(x, read) if read >= few else (np.nan, np.nan)
        yield (
            key
            | base
            | {
                "statistic": THEME,
                "count": float(x),
                "estimate": x / read,
                "low": low,
                "high": high,
                "method": BINOMIAL if read >= few else "",
            }
        )
        if len(theirs):
            agreed, both, kappa = agreement(mine, theirs, theme)
            yield key | {
                "statistic": AGREEMENT,
                "count": float(agreed),
                "answered": float(both),
                "asked": float(both),
                "estimate": kappa,
            }


def _in_order(own: pd.DataFrame) -> list[str]:
    return [theme for theme in dict.fromkeys(own["theme"]) if theme]


def limits(x: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's limits of a share.

    >>> [round(end, 3) for end in limits(3, 10)]
    [0.067, 0.652]
    """
    tail = (1 - LEVEL) / 2
    low = stats.beta.ppf(tail, x, n - x + 1) if x else 0.0
    high = stats.beta.ppf(1 - tail, x + 1, n - x) if x < n else 1.0
    return float(low), float(high)


def agreement(
    mine: pd.DataFrame, theirs: pd.DataFrame, theme: str
) -> tuple[int, int, float]:
    """(texts agreed on, texts that both have read, Cohen's kappa) of one theme; NaN
    where all say the same of all, or both have read nothing.

    Source: Cohen (1960), Educational and Psychological Measurement 20.
    """
    both = sorted(set(mine["response"]) & set(theirs["response"]))
    if not both:
        return 0, 0, float("nan")
    a, b = (
        np.isin(both, one.loc[one["theme"] == theme, "response"])
        for one in (mine, theirs)
    )
    agreed, n = int((a == b).sum()), len(both)
    chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    kappa = (agreed / n - chance) / (1 - chance) if chance < 1 else float("nan")
    return agreed, n, float(kappa)

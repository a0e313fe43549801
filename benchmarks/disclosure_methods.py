"""How four ways of protecting small counts compare on a survey.

    python benchmarks/disclosure_methods.py exempel-2024

Of every protected question's table (options × groups, and all): how many numbers are
lost, how far the printed ones are from the true, and what risk is left.

- *suppression*: ours, with weighted shares rounded coarser before a count is lost;
- *suppression, whole percent*: the same optimum with a price on totals, but every
  weighted share in whole percent;
- *rounding*: controlled rounding to base 3, the nearest that adds up to the totals
  (Cox 1987), by an integer programme; no cell is lost;
- *cell key*: noise of variance 0.8 on every cell, the same for the same respondents
  (Fraser & Wooton 2005); no cell is lost and nothing adds up.

Risk left: cells that the rule protects (fewer than k on either side, all, none of a
small group) of which an outsider knows the count better than to k - 1 answers, and how
often the best guess of such a cell is right. Of suppression both are promised, and
proved by the release itself; the attack in `audit` is the judge.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.constraints import weights
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.disclosure.rounding import STEP
from helpers.disclosure.rules import Rule, is_protected
from helpers.estimation.analysis import analyse
from helpers.survey.codebook import TOTAL, Codebook
from helpers.survey.sources import read_source

BASE = 3
NOISE = np.array([-2, -1, 0, 1, 2])
CHANCES = np.array([0.05, 0.2, 0.5, 0.2, 0.05])


def tables(rows: pd.DataFrame, book: Codebook) -> Iterator[pd.DataFrame]:
    """Each protected item's shares of all and by group, not within challenges."""
    shares = rows[rows["statistic"].eq("share") & rows["challenge"].eq(TOTAL)]
    for (question, _), table in shares.groupby(["question", "item"], sort=False):
        if is_protected(book, str(question)) and table["group"].nunique() > 1:
            yield table


def needs(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    rule = Rule.of(book)
    cells = zip(table["count"], table["answered"], strict=True)
    return np.array([bool(rule.reason(*cell)) for cell in cells])


def rounded(table: pd.DataFrame) -> np.ndarray:
    """The counts as multiples of 3, each the one below or above, so that the groups add
    up to all, and as near as can be."""
    count = table["count"].to_numpy(float)
    low = np.floor(count / BASE)
    up = count > low * BASE
    whole = table["group"].eq(TOTAL).to_numpy()
    options = table["option"].to_numpy()
    rows = np.array([np.where(whole, -1.0, 1.0) * (options == o) for o in set(options)])
    # x: whether a cell is rounded up.
    found = milp(
        np.where(up, BASE - 2 * (count - low * BASE), 0.0),
        integrality=np.ones(len(count)),
        bounds=Bounds(0, up.astype(float)),
        constraints=LinearConstraint(sparse.csr_array(rows), *[-(rows @ low)] * 2),
    )
    if found.x is None:  # not within one step of each: all by itself
        return np.round(count / BASE) * BASE
    return (low + np.round(found.x)) * BASE


def line(name: str, lost: tuple[int, int], error: str, risk: str) -> None:
    cells, totals = lost
    print(f"{name:28} {cells:6} {totals:7}   {error:34} {risk}")


def suppressed(made: Released, book: Codebook) -> tuple[int, int]:
    """Cells, and totals with k or more on both sides, that are not shown."""
    hidden = totals = 0
    for table in tables(made.rows, book):
        lost = ~table["shown"].to_numpy(bool)
        hidden += int(lost.sum())
        of_all = table["group"].eq(TOTAL) & table["reason"].eq("secondary")
        totals += int((of_all & lost).sum())
    return hidden, totals


def perturbed(all_tables: list[pd.DataFrame], book: Codebook) -> None:
    k, random = book.disclosure.k, np.random.default_rng(1)
    errors: dict[str, list[float]] = {"rounding": [], "cell key": []}
    apart: dict[str, list[float]] = {"rounding": [], "cell key": []}
    narrow, small, right = 0, 0, 0
    for table in all_tables:
        count, base = (table[name].to_numpy(float) for name in ("count", "answered"))
        at_risk, whole = needs(table, book), table["group"].eq(TOTAL).to_numpy()
        noise = random.choice(NOISE, len(count), p=CHANCES)
        made = {"rounding": rounded(table), "cell key": np.maximum(count + noise, 0)}
        for name, told in made.items():
            errors[name] += list(np.abs(told - count))
            for option in table["option"].unique():
                mine = table["option"].eq(option).to_numpy()
                apart[name].append(
                    abs(told[mine & ~whole].sum() - told[mine & whole].sum())
                )
        told = made["rounding"]
        low, high = np.maximum(told - 2, 0), np.minimum(told + 2, base)
        narrow += int((at_risk & (high - low < np.minimum(k - 1, base))).sum())
        small += int(at_risk.sum())
        right += int((at_risk & (told == count)).sum())
    for name in errors:
        error = (
            f"mean {np.mean(errors[name]):.2f}, sums off by {np.mean(apart[name]):.1f}"
        )
        risk = f"{narrow} of {small} known better than to k - 1"
        guess = right / small if name == "rounding" else CHANCES[2]
        if name == "cell key":
            risk = f"0 of {small} known better"
        line(name, (0, 0), error, f"{risk}; best guess right {guess:.0%}")


def compare(rows: pd.DataFrame, book: Codebook) -> None:
    print(f"{'':28} {'cells':>6} {'totals':>7}   {'error':34} risk left")
    ours, steps = release(rows, book), weights.STEPS
    line("suppression", suppressed(ours, book), "share rounded, counts exact", "0")
    weights.STEPS = (STEP,)
    finest = release(rows, book)
    weights.STEPS = steps
    line("suppression, whole percent", suppressed(finest, book), "none", "0")
    perturbed(list(tables(rows, book)), book)


def main() -> None:
    project = Project.find()
    for survey in sys.argv[1:] or ["exempel-2024"]:
        cleaned = clean(read_source(survey, project))
        challenges = (TOTAL, *cleaned.codebook.challenge_labels)
        rows = [analyse(cleaned, challenge=one) for one in challenges]
        print(survey)
        compare(pd.concat(rows, ignore_index=True), cleaned.codebook)


if __name__ == "__main__":
    main()

"""Agreement with R, number by number, where the reference files are at hand.

Every number in survey_R.json and misc_R.json is either compared to 1e-8 relative or
listed below with the reason why it is not; a number that is neither fails the test.
The tests of the modules carry their own reference numbers and run everywhere.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.estimation import differences, inference, population

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
SURVEY, MISC = "survey_R.json", "misc_R.json"

# What is not ours to reproduce, and why.
OUT_OF_SCOPE = {
    r"^meta/|/meta/|^paired_change/note": "text about the files",
    r"^population_truth/": "needs the whole population, which is not in the folder",
    r"^\w+_nofpc/|^poststrat/": "designs that no survey here has",
    r"/(mean|total|ratio|quantile|subpop|prop_stype|by_stype_api00)": "no report "
    "estimates a mean, total or quantile of a population",
    r"/N_hat$|/ci_(t|norm)/": "intervals and sums no report prints",
    r"/ciprop_\w+/(mean|logit|likelihood|asin|xlogit)/": "intervals no report prints",
    r"^strat/ciprop_rare_api00_gt_900/": "p = 0: R degenerates, not copied",
    r"^srs/ciprop_rare_api00_gt_900/beta/ci": "few have it: ours is wider",
    r"/(chisq|table)_|/contrast_|/by_stype_awards/raw/": "tests we do not make",
    r"^p_adjust/(bonferroni|BY)/": "corrections we do not make",
    r"^(fisher|mcnemar|newcombe|ordinal|cramers_v|cronbach)": "not in any report",
    r"^hypergeometric_exact/\d+/wilson": "an interval no report prints",
    r"^paired_change/srs/(ci_norm|df|name)": "normal limits no report prints",
}


@pytest.fixture(scope="module")
def reference() -> Path:
    if not (REFERENCE / SURVEY).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("the reference files must be there when CI=true")
        pytest.skip("the reference files (../shared/reference) are not here")
    return REFERENCE


def leaves(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}/{key}" if path else key)
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from leaves(value, f"{path}/{at}")
    else:
        yield path, node


class Ledger:
    """The reference numbers, and which of them have been compared."""

    def __init__(self, file: Path) -> None:
        self.content = json.loads(file.read_text(encoding="utf-8"))
        self.checked: set[str] = set()

    def at(self, path: str) -> object:
        node = self.content
        for key in path.split("/"):
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def agree(self, path: str, got: object) -> None:
        wanted = dict(leaves(self.at(path), path))
        ours = np.ravel(np.asarray(got, float))
        theirs = np.array([float(value) for value in wanted.values()])
        # The weights of this file are rounded to single precision.
        rtol = 1e-7 if path.startswith("strat/") else 1e-8
        np.testing.assert_allclose(ours, theirs, rtol=rtol, err_msg=path)
        self.checked |= set(wanted)

    def remaining(self) -> list[str]:
        return [
            path
            for path, value in leaves(self.content)
            if path not in self.checked
            and isinstance(value, (int, float))
            and not any(re.search(pattern, path) for pattern in OUT_OF_SCOPE)
        ]


def schools(folder: Path, name: str) -> tuple[pd.DataFrame, np.ndarray, list[int]]:
    """The file, and its strata: which school is in which, and their sizes."""
    table = pd.read_csv(folder / f"api{name}.csv")
    if name == "srs":
        return table, np.zeros((len(table), 1), int) == 0, [6194]
    return table, indicators(table, "stype", "EHM") == 1, [4421, 755, 1018]


def indicators(table: pd.DataFrame, column: str, values: str) -> np.ndarray:
    return np.stack([(table[column] == v).to_numpy(float) for v in values], axis=-1)


def test_survey_agrees_number_by_number(reference: Path) -> None:
    ledger = Ledger(reference / SURVEY)
    for name in ("srs", "strat"):
        compare_shares(ledger, name, *schools(reference, name))
    table, _, sizes = schools(reference, "srs")
    found = differences.change_with_overlap(
        table["api99"], table["api00"], np.zeros(len(table), int), sizes
    )
    ledger.agree("paired_change/srs/estimate", found.estimate)
    ledger.agree("paired_change/srs/se", np.sqrt(found.variance))
    ledger.agree("paired_change/srs/ci_t", [found.low, found.high])
    assert ledger.remaining() == []


def compare_shares(
    ledger: Ledger, at: str, table: pd.DataFrame, strata: np.ndarray, sizes: list[int]
) -> None:
    n = strata.sum(0)

    def share(has: np.ndarray, domain: np.ndarray | None = None):
        x = (strata & (has if domain is None else has & domain)[:, None]).sum(0)
        d = None if domain is None else (strata & domain[:, None]).sum(0)
        return inference.stratified_proportion(x, n, sizes, domain=d, by_strata=False)

    awarded = (table["awards"] == "Yes").to_numpy()
    both = [share(~awarded), share(awarded)]
    ledger.agree(f"{at}/n", n.sum())
    ledger.agree(f"{at}/degf", both[0].df)
    ledger.agree(f"{at}/prop_awards/estimate", [one.estimate for one in both])
    ledger.agree(f"{at}/prop_awards/se", np.sqrt([one.variance for one in both]))
    ledger.agree(f"{at}/prop_awards/df", both[0].df)
    shares = {
        "awards_yes": awarded,
        "schwideNo": (table["sch.wide"] == "No").to_numpy(),
        "rare_api00_gt_900": (table["api00"] > 900).to_numpy(),
    }
    for path, has in shares.items():
        if not has.any():
            continue
        found, here = share(has), f"{at}/ciprop_{path}/beta"
        ledger.agree(f"{here}/p", found.estimate)
        ledger.agree(f"{here}/se", np.sqrt(found.variance))
        few = min(has.sum(), (~has).sum()) < inference.FEW
        if not few:  # there ours is wider: methods.md
            ledger.agree(f"{here}/ci", [found.low, found.high])
    types = indicators(table, "stype", "EHM") == 1
    by_type = [share(awarded, one) for one in types.T]
    ledger.agree(f"{at}/by_stype_awards/p", [one.estimate for one in by_type])
    ledger.agree(f"{at}/by_stype_awards/se", np.sqrt([one.variance for one in by_type]))


def test_misc_agrees_number_by_number(reference: Path) -> None:
    ledger = Ledger(reference / MISC)
    compare_counts(ledger)
    compare_groups(ledger)
    for at, given in enumerate(ledger.at("aapor")):
        rates = population.response_rates(
            complete=given["I"],
            partial=given["P"],
            refused=given["R"],
            noncontact=given["NC"],
            other=given["O"],
            unknown=given["U"],
            e=given["e"],
        )
        for rate in ("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"):
            ledger.agree(f"aapor/{at}/{rate}", getattr(rates, rate.lower()))
        ledger.checked |= {
            f"aapor/{at}/{key}" for key in ["I", "P", "R", "NC", "O", "U", "e"]
        }
    assert ledger.remaining() == []


def compare_counts(ledger: Ledger) -> None:
    for at, given in enumerate(ledger.at("hypergeometric_exact")):
        x, n, N = given["x"], given["n"], given["N"]
        here = f"hypergeometric_exact/{at}"
        ledger.agree(f"{here}/p", x / n)
        ledger.agree(f"{here}/ci", inference.hypergeometric_interval(x, n, N))
        ledger.agree(f"{here}/manski", inference.no_assumption_bounds(x, n, N))
        # With no design, Korn and Graubard's interval is Clopper and Pearson's.
        ledger.agree(
            f"{here}/clopper_pearson",
            inference.korn_graubard(x / n, x / n * (1 - x / n) / n, n, n - 1),
        )
        ledger.checked |= {f"{here}/{key}" for key in ("x", "n", "N")}
    given = ledger.at("change_overlap/example")
    ledger.agree(
        "change_overlap/example/var",
        differences.change_variance(
            *(given[key] for key in ("n1", "n2", "n12", "N", "v1", "v2", "c12"))
        ),
    )
    ledger.checked |= {f"change_overlap/example/{key}" for key in given}


def compare_groups(ledger: Ledger) -> None:
    p = ledger.at("p_adjust/p")
    ledger.agree("p_adjust/p", p)
    ledger.agree("p_adjust/holm", differences.adjust_p_values(p, method="holm"))
    ledger.agree("p_adjust/BH", differences.adjust_p_values(p, method="bh"))

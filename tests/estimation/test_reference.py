"""Agreement with R, number by number, where the reference files are at hand.

Every number in survey_R.json and misc_R.json is either compared to 1e-8 relative or
listed below with the reason why it is not; a number that is neither fails the test.
The tests of the modules carry their own reference numbers and run everywhere.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.estimation import association, design, inference, population
from helpers.estimation.design import Design

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
SURVEY, MISC = "survey_R.json", "misc_R.json"

# What is not ours to reproduce, and why.
OUT_OF_SCOPE = {
    r"^meta/|/meta/|^paired_change/note": "text about the files",
    r"^population_truth/": "needs the whole population, which is not in the folder",
    r"/ciprop_\w+/(logit|likelihood|asin|xlogit)/": "intervals no report prints",
    r"^strat(_nofpc)?/ciprop_rare_api00_gt_900/": "p = 0: R degenerates, not copied",
    r"/(Wald|adjWald|lincom|saddlepoint)/": "tests we do not offer; F is the one",
    r"/by_stype_awards/raw/": "the same numbers once more",
    r"^p_adjust/(bonferroni|BY)/": "corrections we do not offer",
    r"^fisher|^mcnemar/chi2": "tests we do not offer",
    r"^ordinal/(kendall_tau_b|spearman)$": "correlations we do not offer",
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
        # The strata's own sizes do not vary: R's variance, like ours, is rounding.
        nil = 1e-11 if re.search(r"(total|prop)_stype/se$", path) else 0.0
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=nil, err_msg=path)
        self.checked |= set(wanted)

    def remaining(self) -> list[str]:
        return [
            path
            for path, value in leaves(self.content)
            if path not in self.checked
            and isinstance(value, (int, float))
            and not any(re.search(pattern, path) for pattern in OUT_OF_SCOPE)
        ]


def agree_estimates(ledger: Ledger, path: str, found: design.Estimates) -> None:
    wanted = ledger.at(path)
    ledger.agree(f"{path}/estimate", found.values)
    ledger.agree(f"{path}/se", found.se)
    if "df" in wanted:
        ledger.agree(f"{path}/df", found.df)
        ledger.agree(f"{path}/ci_t", np.transpose(found.interval()))
        normal = replace(found, df=np.inf)
        ledger.agree(f"{path}/ci_norm", np.transpose(normal.interval()))


def agree_share(ledger: Ledger, path: str, y: np.ndarray, sample: Design) -> None:
    found, interval = design.proportion_interval(y, sample)
    for method, limits in (("beta", interval), ("mean", found.interval())):
        ledger.agree(f"{path}/{method}/p", found.values)
        ledger.agree(f"{path}/{method}/se", found.se)
        ledger.agree(f"{path}/{method}/ci", limits)


def schools(folder: Path, name: str, *, fpc: bool) -> tuple[pd.DataFrame, Design]:
    table = pd.read_csv(folder / f"api{name}.csv")
    stratified = name == "strat"
    strata = table["stype"].map({"E": 0, "H": 1, "M": 2}) * stratified
    sizes = [4421.0, 755.0, 1018.0] if stratified else [6194.0]
    if not fpc:
        sizes = [np.inf] * len(sizes)
    sample = Design(
        strata.to_numpy(np.intp), table["pw"].to_numpy(float), np.array(sizes)
    )
    return table, sample


def indicators(table: pd.DataFrame, column: str, values: str) -> np.ndarray:
    return np.stack([(table[column] == v).to_numpy(float) for v in values], axis=-1)


def test_survey_agrees_number_by_number(reference: Path) -> None:
    ledger = Ledger(reference / SURVEY)
    for name in ("srs", "strat"):
        for fpc in (True, False):
            at = name if fpc else f"{name}_nofpc"
            compare_sample(ledger, at, *schools(reference, name, fpc=fpc))
    for fpc in (True, False):
        at = f"poststrat/srs{'' if fpc else '_nofpc'}_stype"
        compare_post_stratified(ledger, at, *schools(reference, "srs", fpc=fpc))
    table, sample = schools(reference, "srs", fpc=True)
    change = design.mean(table["api00"] - table["api99"], sample)
    agree_estimates(ledger, "paired_change/srs", change)
    overlapping = inference.change_with_overlap(
        table["api99"], table["api00"], sample.strata, sample.population
    )
    ledger.agree("paired_change/srs/se", np.sqrt(overlapping.variance))
    ledger.agree("paired_change/srs/ci_t", [overlapping.low, overlapping.high])
    assert ledger.remaining() == []


def compare_sample(
    ledger: Ledger, at: str, table: pd.DataFrame, sample: Design
) -> None:
    types = indicators(table, "stype", "EHM")
    awarded = (table["awards"] == "Yes").to_numpy(float)
    ledger.agree(f"{at}/n", sample.strata.size)
    ledger.agree(f"{at}/N_hat", sample.weights.sum())
    ledger.agree(f"{at}/degf", sample.df)
    api00 = table["api00"].to_numpy(float)
    found = {
        "mean_api00": design.mean(api00, sample),
        "mean_api00_enroll": design.mean(table[["api00", "enroll"]], sample),
        "total_enroll": design.total(table["enroll"], sample),
        "total_stype": design.total(types, sample),
        "prop_stype": design.mean(types, sample),
        "prop_awards": design.mean(np.c_[1 - awarded, awarded], sample),
        "ratio_api.stu_enroll": design.ratio(table["api.stu"], table["enroll"], sample),
        # R's file calls it "yr"; the numbers are those of sch.wide = "Yes".
        "subpop_mean_api00_yr": design.mean(
            api00, sample, domain=table["sch.wide"] == "Yes"
        ),
    }
    for path, estimates in found.items():
        agree_estimates(ledger, f"{at}/{path}", estimates)
    ledger.agree(f"{at}/mean_deff_api00", design.design_effect(api00, sample))
    shares = {
        "awards_yes": awarded,
        "schwideNo": (table["sch.wide"] == "No").to_numpy(float),
        "rare_api00_gt_900": (api00 > 900).astype(float),
    }
    for path, y in shares.items():
        if y.any():
            agree_share(ledger, f"{at}/ciprop_{path}", y, sample)
    by_type = design.mean(np.tile(awarded, (3, 1)).T, sample, domain=types)
    ledger.agree(f"{at}/by_stype_awards/p", by_type.values)
    ledger.agree(f"{at}/by_stype_awards/se", by_type.se)
    contrast = by_type.contrast([1, -1, 0])
    ledger.agree(
        f"{at}/by_stype_awards/contrast_E_minus_H", [contrast.values[0], contrast.se[0]]
    )
    by_type = design.mean(np.tile(api00, (3, 1)).T, sample, domain=types)
    ledger.agree(f"{at}/by_stype_api00/mean", by_type.values)
    ledger.agree(f"{at}/by_stype_api00/se", by_type.se)
    cells = (types[:, :, None] * np.c_[1 - awarded, awarded][:, None, :]).reshape(-1, 6)
    weighted = design.total(cells, sample).values
    ledger.agree(f"{at}/table_stype_awards/w", weighted)
    middle, limits = design.quantiles(api00, [0.25, 0.5, 0.75], sample)
    ledger.agree(f"{at}/quantile_api00/q", [0.25, 0.5, 0.75])
    ledger.agree(f"{at}/quantile_api00/est", middle)
    ledger.agree(f"{at}/quantile_api00/ci", np.transpose(limits))
    # R's file calls it "yrrnd"; the numbers are those of awards.
    for path, rows in (
        ("stype_awards", types.argmax(1)),
        ("schwide_yrrnd", table["sch.wide"] == "Yes"),
    ):
        F, chi2 = design.rao_scott(rows, awarded, sample)
        for key, test in (("F", F), ("Chisq", chi2)):
            here = f"{at}/chisq_{path}/{key}"
            ledger.agree(f"{here}/statistic", test.statistic)
            ledger.agree(f"{here}/parameter", test.df)
            ledger.agree(f"{here}/p", test.p)


def compare_post_stratified(
    ledger: Ledger, at: str, table: pd.DataFrame, sample: Design
) -> None:
    types = indicators(table, "stype", "EHM")
    awarded = (table["awards"] == "Yes").to_numpy(float)
    weighted = design.post_stratify(sample, types.argmax(1), [4421, 755, 1018])
    found = {
        "mean_api00": design.mean(table["api00"], weighted),
        "total_enroll": design.total(table["enroll"], weighted),
        "total_stype": design.total(types, weighted),
        "prop_awards": design.mean(np.c_[1 - awarded, awarded], weighted),
    }
    for path, estimates in found.items():
        agree_estimates(ledger, f"{at}/{path}", estimates)
    agree_share(ledger, f"{at}/ciprop_awards_yes", awarded, weighted)
    w = weighted.weights
    ledger.agree(f"{at}/weights_first10", w[:10])
    ledger.agree(f"{at}/weights_sum", w.sum())
    ledger.agree(f"{at}/weights_min", w.min())
    ledger.agree(f"{at}/weights_max", w.max())
    ledger.agree(f"{at}/kish_deff", design.kish_design_effect(w))
    # Raking to one margin is post-stratification, variance included.
    raked = design.rake(sample, [(types.argmax(1), [4421, 755, 1018])])
    agree_estimates(ledger, f"{at}/mean_api00", design.mean(table["api00"], raked))


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
        ledger.agree(f"{here}/manski", inference.certain_bounds(x, n, N))
        ledger.agree(f"{here}/wilson", association.wilson_interval(x, n))
        # With no design, Korn and Graubard's interval is Clopper and Pearson's.
        ledger.agree(
            f"{here}/clopper_pearson",
            inference.korn_graubard(x / n, x / n * (1 - x / n) / n, n, n - 1),
        )
        ledger.checked |= {f"{here}/{key}" for key in ("x", "n", "N")}
    for at, given in enumerate(ledger.at("newcombe")):
        a, m, b, n = (given[key] for key in "ambn")
        ledger.agree(f"newcombe/{at}/diff", a / m - b / n)
        ledger.agree(f"newcombe/{at}/ci", association.newcombe_interval(a, m, b, n))
        ledger.checked |= {f"newcombe/{at}/{key}" for key in "ambn"}
    given = ledger.at("change_overlap/example")
    ledger.agree(
        "change_overlap/example/var",
        inference.change_variance(
            *(given[key] for key in ("n1", "n2", "n12", "N", "v1", "v2", "c12"))
        ),
    )
    ledger.checked |= {f"change_overlap/example/{key}" for key in given}


def compare_groups(ledger: Ledger) -> None:
    p = ledger.at("p_adjust/p")
    ledger.agree("p_adjust/p", p)
    ledger.agree("p_adjust/holm", association.adjust_p_values(p, method="holm"))
    ledger.agree("p_adjust/BH", association.adjust_p_values(p, method="bh"))
    mcnemar = ledger.at("mcnemar")
    ledger.agree(
        "mcnemar/exact_p", association.paired_change_p(mcnemar["b"], mcnemar["c"])
    )
    ledger.checked |= {"mcnemar/b", "mcnemar/c"}
    given = ledger.at("ordinal")
    contrast = association.ordinal_contrast(given["x"], given["y"])
    ledger.agree("ordinal/cliffs_delta", contrast.cliffs_delta)
    ledger.agree("ordinal/wilcox_W", contrast.w)
    ledger.agree("ordinal/p_cc", contrast.p)
    table = ledger.at("cramers_v/table")
    found = association.table_association(table)
    ledger.agree("cramers_v/chi2", found.chi2)
    ledger.agree("cramers_v/p", found.p)
    ledger.agree("cramers_v/V", found.cramers_v)
    ledger.agree("cramers_v/V_bias_corrected", found.cramers_v_corrected)
    ledger.agree("cramers_v/stdres", found.residuals)
    items = ledger.at("cronbach/items")
    ledger.agree("cronbach/alpha", association.cronbachs_alpha(items))
    given_too = ("ordinal/x", "ordinal/y", "cramers_v/table", "cronbach/items")
    for path in given_too:
        ledger.checked |= {leaf for leaf, _ in leaves(ledger.at(path), path)}

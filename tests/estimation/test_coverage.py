"""The simulation of the intervals: its record is sound, and it runs."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from helpers.estimation.schema import STATISTICS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def coverage():
    place = ROOT / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_benchmark", place)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def recorded(coverage):
    """What was simulated: the fixed settings, and each kind over all settings."""
    file = ROOT / "benchmarks" / "coverage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["repeats"] >= 2000
    rows = [coverage.Row(**row) for row in content["rows"]]
    return rows, [coverage.Spread(**kind) for kind in content["kinds"]]


def test_every_printed_kind_covers_in_the_record(coverage, recorded):
    assert coverage.failures(*recorded) == []
    kinds = {one.kind for one in recorded[1] if coverage.is_printed(one.kind)}
    apart = kinds ^ {kind for kind in coverage.KINDS if "bounds" not in kind}
    assert not apart, f"{apart}: run benchmarks/coverage.py, which records them"


def test_every_kind_is_simulated_in_random_frames(recorded):
    settings = {one.kind: one.settings for one in recorded[1]}
    of_one_wave = ("city", "city, domain", "department", "department, domain")
    assert all(settings[kind] >= 180 for kind in of_one_wave)
    assert settings["change, city"] >= 20


def test_every_interval_that_a_report_prints_is_simulated(coverage):
    simulated = {method for _, method in coverage.KINDS.values()}
    printed = {
        method
        for one in STATISTICS.values()
        for method in one.intervals
        if one.is_printed
    }
    # An interval that is called sure is no other, and an exact one is a point.
    apart = simulated ^ (printed - {"overlap_sure", "exact", "mover_sure"})
    assert not apart, f"{apart}: simulate just these in benchmarks/coverage.py, KINDS"


def test_the_documentation_shows_the_record(coverage, recorded):
    text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    assert "\n".join(coverage.table(*recorded)) in text


def test_random_frames_cover_when_run_anew(coverage):
    """Where Korn and Graubard's interval alone does not."""
    rng = coverage.np.random.default_rng(3)
    kinds = {
        one.kind: one for one in coverage.spreads([], coverage.in_frames(rng, 250, 30))
    }
    printed = [one for one in kinds.values() if coverage.is_printed(one.kind)]
    assert len(printed) == 5
    assert min(one.tenth for one in printed) > 0.93
    assert kinds["(city, Korn and Graubard alone)"].tenth < 0.93


def test_informative_response_defeats_the_interval_and_not_what_is_certain(coverage):
    rng = coverage.np.random.default_rng(1)
    rows = {row.kind: row for row in coverage.informative(rng, 200)}
    assert rows["city"].covers < 0.3
    assert rows["city, no-assumption bounds"].covers == 1


def test_shares_and_differences_cover_when_run_anew(coverage):
    rng = coverage.np.random.default_rng(2)
    rows = [row for row in coverage.shares(rng, 400) if row is not None]
    # 400 repeats: three standard errors below 0.94
    assert min(row.covers for row in rows if coverage.is_printed(row.kind)) > 0.905
    # what a naive analysis prints does not hold
    assert min(row.covers for row in rows if not coverage.is_printed(row.kind)) < 0.9


def test_a_kind_that_falls_short_is_reported(coverage):
    row = coverage.Row("city", "x", True, 0.93, 0.93, 0.1, 1.0)
    kind = coverage.Spread("city", 9, 0.9, 0.93, 0.95, 0.1)
    assert coverage.failures([row], [kind]) == [row, kind]

"""The simulation of the intervals: its record is sound, and it runs."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import pytest

from helpers.estimation.schema import STATISTICS

ROOT = Path(__file__).parents[2]
METHODS = ROOT / "docs" / "methods.md"


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
    content = json.loads(coverage.RECORD.read_text(encoding="utf-8"))
    assert content["repeats"] >= 2000
    return coverage.read_record(coverage.RECORD)


def test_every_printed_kind_covers_in_the_record(coverage, recorded):
    assert coverage.failures(*recorded) == []
    kinds = {one.kind for one in recorded[1] if coverage.is_printed(one.kind)}
    apart = kinds ^ {kind for kind in coverage.KINDS if "bounds" not in kind}
    assert not apart, (
        f"{apart}: python benchmarks/coverage.py --only SCENARIO records what was added"
    )


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
    assert not apart, f"{apart}: benchmarks/coverage.py simulates others, KINDS"


def test_the_documentation_shows_the_record(coverage, recorded):
    text = coverage.METHODS.read_text(encoding="utf-8")
    assert coverage.with_table(text, coverage.table(*recorded)) == text, (
        "docs/methods.md: python benchmarks/coverage.py --only SCENARIO writes it"
    )


@pytest.fixture
def copied(coverage, monkeypatch, tmp_path):
    """A record and a table of their own, and few repeats."""
    monkeypatch.setattr(coverage, "REPEATS", 200)
    for name in ("RECORD", "METHODS"):
        file = getattr(coverage, name)
        shutil.copy(file, tmp_path)
        monkeypatch.setattr(coverage, name, tmp_path / file.name)
    return coverage


def test_one_scenario_is_recorded_alone_beside_the_others(copied, recorded):
    assert copied.main(["--only", "themes"]) == 0
    rows, kinds = copied.read_record(copied.RECORD)
    was = [row for row in recorded[0] if row.kind != "theme"]
    assert [row for row in rows if row.kind != "theme"] == was
    assert [one.kind for one in kinds] == [one.kind for one in recorded[1]]
    assert set(rows) - set(recorded[0]), "the themes are simulated anew"
    text = copied.METHODS.read_text(encoding="utf-8")
    assert "\n".join(copied.table(rows, kinds)) in text
    after = METHODS.read_text(encoding="utf-8").rpartition("|\n\n")[2]
    assert text.endswith("|\n\n" + after)


def test_a_new_scenario_comes_last_and_moves_no_number_of_the_others(
    copied, recorded, monkeypatch
):
    def made_up(rng, repeats):
        yield copied.Row("(made up)", "x", True, 0.95, 0.95, 0.1, 1.0)

    monkeypatch.setattr(copied, "SCENARIOS", (*copied.SCENARIOS, made_up))
    assert copied.main(["--only", "made_up"]) == 0
    rows, kinds = copied.read_record(copied.RECORD)
    assert [rows[:-1], kinds[:-1]] == [*recorded]
    assert [rows[-1].kind, kinds[-1].kind] == ["(made up)"] * 2


def test_a_kind_that_is_simulated_elsewhere_too_is_not_recorded_alone(copied, capsys):
    with pytest.raises(SystemExit):
        copied.main(["--only", "domains"])
    assert "city, domain is simulated elsewhere too" in capsys.readouterr().err


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

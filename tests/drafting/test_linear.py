"""`new` on many columns: nothing is done for every pair of them.

Counted in calls, which are the same on a busy machine.
"""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from pathlib import Path

from helpers.core.project import Project
from helpers.drafting.draft import new_survey

FEW, MANY, MOST = 8, 32, 1.6  # times as many calls for each column


def test_no_function_is_called_for_every_pair_of_columns(tmp_path: Path) -> None:
    called_for(tmp_path / "first", 4)  # what is imported and compiled once
    few, many = called_for(tmp_path / "few", FEW), called_for(tmp_path / "many", MANY)
    squared = {
        name: (few[name], count)
        for name, count in many.items()
        if count > 10 * MANY and count > MOST * MANY / FEW * few[name]
    }
    assert not squared


def called_for(folder: Path, columns: int) -> Counter[str]:
    """How often each function of ours was called for a survey of so many columns."""
    (folder / "data" / "raw").mkdir(parents=True)
    file = folder / "svar.csv"
    cells = (("Ja", "Nej", "Vet ej"), ("Ofta", "Ibland", "Aldrig"), ("1", "2", "3"))
    rows = [[f"Fråga {n} om område {n % 7}?" for n in range(columns)]]
    rows += [[cells[n % 3][(n + row) % 3] for n in range(columns)] for row in range(12)]
    file.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    profile = cProfile.Profile()
    profile.runcall(new_survey, Project(folder), file)
    found: Counter[str] = Counter()
    for (path, line, name), (_, calls, *_) in pstats.Stats(profile).stats.items():
        if "helpers" in Path(path).parts:
            found[f"{Path(path).stem}.{name}:{line}"] += calls
    return found

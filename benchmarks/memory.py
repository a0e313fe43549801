"""What reading a large export costs, beside pandas' own reading of the same file.

    python benchmarks/memory.py [--responses 1000000] [--keep FOLDER]

A csv of 60 questions (surveys.py) is read by `pandas.read_csv` as it comes, by pandas
with every cell as text (what we must do: a code is no number, "05" is not 5), by our
reader, and by our reader and cleaning. Each in a process of its own, whose peak memory
is told. Reading and cleaning a million responses may take 4 GB. Writes
benchmarks/memory.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from surveys import make_survey

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "memory.json"
NAME = "stor"
LIMIT = 4_000  # MB, for a million responses read and cleaned
WAYS = {
    "pandas": "import pandas as pd; n = len(pd.read_csv(path, sep=';'))",
    "pandas, text": (
        "import pandas as pd; n = len(pd.read_csv(path, sep=';', dtype=str))"
    ),
    "read": (
        "from helpers.exports import read_export; n = len(read_export(path).responses)"
    ),
    "read and clean": (
        "from helpers.cleaning.step import clean; "
        "from helpers.core.project import Project; "
        "from helpers.survey.sources import read_source; "
        f"n = clean(read_source('{NAME}', Project(path.parents[3]))).read"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="keep the made-up csv here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = given.keep or Path(made)
        path = root / "data" / "raw" / NAME / "svar.csv"
        if not path.is_file():
            make_survey(root, NAME, given.responses)
        found = {
            name: measure(code, path, given.responses) for name, code in WAYS.items()
        }
        size = path.stat().st_size / 1e6
    result = {
        "responses": given.responses,
        "columns": 60,
        "MB": round(size),
        "cores": len(os.sched_getaffinity(0)),
        "ways": found,
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(f"{given.responses:,} responses, 60 columns, {size:.0f} MB")
    for name, cost in found.items():
        print(f"{name:>16}: {cost['seconds']:6.1f} s, {cost['MB']:6.0f} MB")
    peak = found["read and clean"]["MB"]
    if peak > LIMIT * max(1.0, given.responses / 1_000_000):
        sys.exit(f"Reading and cleaning took {peak:.0f} MB; the limit is {LIMIT} MB.")


def measure(code: str, path: Path, responses: int) -> dict[str, float]:
    """Seconds and peak resident memory of `code` in a fresh process. Raises
    RuntimeError when it has not read every response."""
    program = f"import sys, pathlib; path = pathlib.Path(sys.argv[1]); {code}; print(n)"
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    )
    watched, peak = psutil.Process(process.pid), 0.0
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss / 1e6)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    said = process.communicate()[0].strip()
    if process.returncode or int(said) != responses:
        raise RuntimeError(f"{code}: read {said!r} of {responses}")
    return {"seconds": round(seconds, 1), "MB": round(peak)}


if __name__ == "__main__":
    main()

"""How files are read, held against what they are known to hold.

    PYTHONPATH=tests python benchmarks/recognition.py [--all] [FILE …]

For every labelled file of ../shared/cases each question is right, asked about or
silently wrong, and the number of responses right or not. `--all` tells each question
that is not right. Writes benchmarks/recognition.json. Exits 1 where a question is
silently wrong, or a number of responses is.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from support.labelled_cases import CASES
from support.reading_truth import score, summed, told

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "recognition.json"
CASES_AT = HERE.parents[1] / "shared" / "cases" / "reading"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", help="only cases with this in their name")
    parser.add_argument("--all", action="store_true", help="tell what is not right")
    given = parser.parse_args()
    chosen = [
        case
        for case in CASES
        if not given.files or any(part in case.file for part in given.files)
    ]
    scores = [score(CASES_AT / case.file, case) for case in chosen]
    result = summed(scores)
    if not given.files:
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if given.all:
        print("\n".join(told(scores)))
    for name, value in result.items():
        print(
            f"{name:>16}: {value:.0%}"
            if isinstance(value, float)
            else f"{name:>16}: {value}"
        )
    sys.exit(bool(result["silently wrong"] or result["responses wrong"]))


if __name__ == "__main__":
    main()

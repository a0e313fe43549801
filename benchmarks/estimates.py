"""Counting against bare pandas: 200,000 responses × 100 questions × 3 groupings.

    python benchmarks/estimates.py [--responses N]

What `estimates.estimate` takes, over what `groupby` takes to count the same cells and
nothing else: no shares, no bases, no state of an answer; its columns are made
categorical beforehand, which costs it nothing here. Rounds are interleaved and the
median of their ratios is told. Exits with 1 above MOST.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.estimation.estimates import estimate
from helpers.survey.codebook import TOTAL, Item
from helpers.survey.sources import read_source

MOST = 5.0
SEED = 20240205
SINGLE, SEVERAL, GROUPINGS = 70, 30, 3
OPTIONS = ["Inte alls", "I liten grad", "Delvis", "I hög grad", "Helt"]
CAUSES = ["Tid", "Pengar", "Lokaler", "Kunskap", "Regler", "Annat"]
GROUPS = [f"Grupp {n}" for n in range(1, 13)]
SMALL = 2_000


def survey(root: Path) -> Cleaned:
    """A survey of 100 questions and `SMALL` answers, read and cleaned as any other."""
    folder = root / "data" / "raw" / "stor"
    folder.mkdir(parents=True)
    random = np.random.default_rng(SEED)
    lines = ['title: "Stor enkät"', 'exports: [{file: "svar.csv"}]', "group: g1"]
    lines += ["questions:"]
    answers: dict[str, Any] = {}
    for n in range(1, GROUPINGS + 1):
        lines.append(_question(f"g{n}", "single", GROUPS))
        answers[f"g{n}"] = random.choice(GROUPS, SMALL)
    for n in range(SINGLE):
        lines.append(_question(f"q{n}", "single", OPTIONS))
        answers[f"q{n}"] = random.choice([*OPTIONS, ""], SMALL)
    for n in range(SEVERAL):
        lines.append(_question(f"m{n}", "multiple", CAUSES, ', separator: ","'))
        ticked = random.random((SMALL, len(CAUSES))) < 0.3
        answers[f"m{n}"] = [",".join(np.array(CAUSES)[row]) for row in ticked]
    (folder / "survey.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pd.DataFrame(answers).to_csv(folder / "svar.csv", sep=";", index=False)
    return clean(read_source("stor", Project(root)))


def _question(id: str, kind: str, options: list[str], more: str = "") -> str:
    listed = ", ".join(f'"{option}"' for option in options)
    return f"  - {{id: {id}, column: {id}, type: {kind}, options: [{listed}]{more}}}"


def grown(small: Cleaned, responses: int) -> Cleaned:
    """So many answers, drawn from those that were cleaned: of the same types."""
    rows = np.random.default_rng(SEED).integers(0, len(small.responses), responses)
    table = small.responses.take(rows).reset_index(drop=True)
    return replace(small, responses=table.assign(response=np.arange(responses)))


def grouped(survey: Cleaned, question: str) -> Cleaned:
    table = survey.responses
    book = survey.codebook.model_copy(update={"group": question})
    groups = table[question].astype(table["group"].dtype)
    return replace(survey, codebook=book, responses=table.assign(group=groups))


def ours(surveys: list[Cleaned]) -> list[pd.DataFrame]:
    return [estimate(one) for one in surveys]


def categorical(survey: Cleaned) -> Cleaned:
    """What pandas counts fastest."""
    singles = [item.key for item in _items(survey) if item.kind == "single"]
    table = survey.responses
    kinds = dict.fromkeys(singles, "category")
    return replace(survey, responses=table.astype(kinds))


def bare(surveys: list[Cleaned]) -> list[dict[tuple[str, str], pd.Series]]:
    """The counts of every option in every group, and of all."""
    found = []
    for one in surveys:
        table, counts = one.responses, {}
        groups = table["group"]
        for item in _items(one):
            if item.kind == "single":
                cells = table.groupby([groups, item.key], observed=True).size()
                for option, of_option in cells.groupby(level=1, observed=True):
                    counts[item.question.id, option] = of_option.droplevel(1)
                continue
            for option in item.question.all_options:  # type: ignore[union-attr]
                ticks = table[item.tick(option)].groupby(groups, observed=True)
                counts[item.question.id, option] = ticks.sum()
        found.append(counts)
    return found


def _items(survey: Cleaned) -> list[Item]:
    book = survey.codebook
    return [item for question in book.counted for item in book.items(question)]


def agree(tables: list[pd.DataFrame], counts: list[dict]) -> None:
    """Both count the same: a faster wrong count is no benchmark."""
    for table, cells in zip(tables, counts, strict=True):
        shares = table[table["statistic"].eq("share") & table["group"].ne(TOTAL)]
        ours = shares.set_index(["question", "option", "group"])["count"].sort_index()
        for (question, option), by_group in cells.items():
            theirs = by_group.astype(float)
            same = ours.loc[question, option].reindex(theirs.index.astype(str))
            assert (same.to_numpy() == theirs.to_numpy()).all(), (question, option)


def main(responses: int, rounds: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        whole = grown(survey(Path(folder)), responses)
    surveys = [grouped(whole, f"g{n}") for n in range(1, GROUPINGS + 1)]
    fast = [categorical(one) for one in surveys]
    agree(ours(surveys), bare(fast))
    times = []
    for _ in range(rounds):
        start = perf_counter()
        ours(surveys)
        middle = perf_counter()
        bare(fast)
        times.append((middle - start, perf_counter() - middle))
    ratio = statistics.median(one / other for one, other in times)
    told = {
        "responses": responses,
        "questions": len(_items(surveys[0])),
        "groupings": GROUPINGS,
        "seconds": round(statistics.median(one for one, _ in times), 2),
        "pandas_seconds": round(statistics.median(other for _, other in times), 2),
        "ratio": round(ratio, 2),
    }
    print(json.dumps(told))
    return int(ratio > MOST)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sys.exit(main(given.responses, given.rounds))

"""How long a large survey takes to protect: 300 questions, 20 groups, every answer
protected, groups of 3 to 30.

    python benchmarks/disclosure.py [questions] [groups] [--weighted]
    python benchmarks/disclosure.py --example

The limit is 60 s. Weighted: with a frame, so that the city's shares are weighted and
limit what may vary; that is harder. The example: exempel-2024 as its last run counted
it, as it is and with every question protected.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.estimation.estimates import read_estimates
from helpers.survey.codebook import parse_codebook, read_parsed

OPTIONS, SEED = 6, 2024


def estimates(questions: int, groups: int, *, weighted: bool) -> pd.DataFrame:
    """Toplines and crosstabs by group of single choices, answered with taste."""
    random = np.random.default_rng(SEED)
    answered = random.integers(3, 31, groups)
    population = np.ceil(answered / random.uniform(0.4, 0.8, groups))
    weight = population / answered
    parts = []
    for number in range(questions):
        taste = random.dirichlet(np.full(OPTIONS, 2.0))
        table = np.array([random.multinomial(n, taste) for n in answered])
        share = table / answered[:, None]
        city = table.sum(axis=0) / answered.sum()
        if weighted:
            city = weight @ table / (weight @ answered)
        parts.append(
            pd.DataFrame(
                {
                    "question": f"q{number}",
                    "option": np.tile(
                        [f"svar {o}" for o in range(OPTIONS)], groups + 1
                    ),
                    "group": np.repeat(
                        ["all", *(f"grupp {g}" for g in range(groups))], OPTIONS
                    ),
                    "count": np.concatenate([table.sum(axis=0), table.ravel()]),
                    "answered": np.repeat([answered.sum(), *answered], OPTIONS),
                    "population": np.repeat([population.sum(), *population], OPTIONS)
                    if weighted
                    else np.nan,
                    "estimate": np.concatenate([city, share.ravel()]),
                }
            )
        )
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(
        survey="stor",
        item="all",
        challenge="all",
        form="all",
        statistic="share",
        asked=rows["answered"],
        method="",
        **dict.fromkeys(["low", "high", "certain_low", "certain_high"], np.nan),
    )


def codebook(questions: int):
    options = [f"svar {o}" for o in range(OPTIONS)]
    return parse_codebook(
        {
            "title": "Stor",
            "exports": [{"file": "stor.csv"}],
            "questions": [
                {
                    "id": f"q{number}",
                    "column": f"Fråga {number}",
                    "type": "single",
                    "options": options,
                }
                for number in range(questions)
            ],
        }
    )


def example(survey: str = "exempel-2024") -> None:
    rows, book = read_estimates(survey), read_parsed(Project.find().processed(survey))
    every = [
        one
        if one.id == book.group
        else one.model_copy(update={"disclosure": "protected"})
        for one in book.questions
    ]
    seconds = []
    for own in (book, book.model_copy(update={"questions": every})):
        start = time.process_time()
        release(rows, own)
        seconds.append(time.process_time() - start)
    print(f"cpu {seconds[0]:.1f} s, all protected {seconds[1]:.1f} s", end="")
    print(f": {seconds[1] / seconds[0]:.1f} times")


def main(questions: int = 300, groups: int = 20, *, weighted: bool = False) -> None:
    rows = estimates(questions, groups, weighted=weighted)
    start, cpu = time.perf_counter(), time.process_time()
    released = release(rows, codebook(questions))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    why = released.rows["reason"].replace("", "shown").value_counts()
    print(f"{questions} questions, {len(rows)} rows: {seconds:.1f} s (cpu {cpu:.1f} s)")
    print(why.to_string())


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if "--example" in sys.argv:
        example()
    else:
        main(*numbers, weighted="--weighted" in sys.argv)

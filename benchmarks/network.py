"""How long the network takes on 100,000 ties, apart from the null, and with it.

    python benchmarks/network.py [--ties 100000] [--draws 2000]

Exit status 1 when the measures, pairs and graph take 10 s or more.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
import pandas as pd

from helpers.estimation.chance import share_more_than_chance
from helpers.estimation.network import Network, measures

LIMIT = 10.0
DEPARTMENTS = 13


def ties(number: int, rng: np.random.Generator) -> pd.DataFrame:
    """Five ties a unit on average; organisations as skewly named as in real surveys."""
    units = rng.integers(number // 5, size=number)
    organisations = np.minimum(rng.zipf(1.6, size=number), number // 20)
    return pd.DataFrame(
        {
            "response": units,
            "unit": pd.Series(units).map("enhet {}".format),
            "group": pd.Series(units % DEPARTMENTS).map("förvaltning {}".format),
            "organisation": pd.Series(organisations).map("förening {}".format),
        }
    )


def main() -> int:
    """Times each part and prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ties", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=2_000)
    options = parser.parse_args()
    rng = np.random.default_rng(20)
    table = ties(options.ties, rng)
    start = time.perf_counter()
    found = measures(table)
    measured = time.perf_counter()
    network = Network.of(table, by="group")
    network.pairs()
    Network.of(table).graph()
    end = time.perf_counter()
    incidence = network.incidence.toarray().astype(bool)
    share_more_than_chance(incidence, network.actors, rng, draws=options.draws)
    null = time.perf_counter() - end
    print(f"{options.ties} ties, {found['ties']} different")
    print(f"measures           {measured - start:6.2f} s")
    print(f"pairs and graph    {end - measured:6.2f} s")
    print(f"null, {options.draws} draws {null:8.2f} s")
    return int(end - start >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())

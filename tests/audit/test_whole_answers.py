"""What ties the answers of one question to those of another gives counts away: the
audit finds it when release has not looked at that tie, and else says nothing.

The surveys are those that the attacker by respondents (disclosure/test_worlds.py) found
narrowed when the tie was taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from disclosure import test_worlds as worlds
from support.worlds import Names, World

from helpers.audit import audit_files
from helpers.disclosure.constraints import collaboration, implied, routing, within
from helpers.disclosure.constraints.cells import Knowledge
from helpers.presentation.outputs import numbers_csv

Kind = Callable[[np.random.Generator, bool], World]
TIES = {
    "answers that another implies": (implied, worlds.implied, (0,)),
    "who was asked behind a filter": (routing, worlds.routed, (0,)),
    "who was asked behind a tick": (routing, worlds.ticked, (0, 2)),
    "who was asked behind two filters": (routing, worlds.chained, (0,)),
    "a group's answers within a challenge": (within, worlds.challenged, (1,)),
    "challenges that are secret": (collaboration, worlds.secret_challenges, (0,)),
}


def said(kind: Kind, seed: int, folder: Path) -> list[str]:
    """What the audit says of one version of a made survey."""
    random = np.random.default_rng(seed)
    world = kind(random, bool(random.random() < 0.3))
    people = worlds.people_of(random, world)
    version = worlds.Version(frozenset(one.unit for one in people), Names())
    [released] = worlds.released_versions(folder, world, people, [version])
    data = folder / "outputs" / "data"
    data.mkdir(parents=True)
    (data / "alla-tal.csv").write_bytes(numbers_csv(released))
    found = audit_files(
        data.parent,
        released.codebook,
        bases=list(released.for_ledger()["base"]),
        reasons=list(released.rows["reason"]),
    )
    return [str(one) for one in found if "går att räkna ut" in str(one)]


@pytest.mark.parametrize("tie", TIES)
def test_what_a_tie_tells_is_found(tie: str, tmp_path: Path, monkeypatch) -> None:
    module, kind, seeds = TIES[tie]
    for seed in seeds:
        assert said(kind, seed, tmp_path / f"held {seed}") == []
    for name in ("of_table", "of_source", "late"):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, lambda *_, **__: Knowledge())
    for seed in seeds:
        assert said(kind, seed, tmp_path / f"told {seed}")

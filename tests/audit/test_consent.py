"""A tick with one option ("Ja, ni får citera oss") does not stop publishing: everybody
who answered it has ticked it, which tells nobody anything."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from audit.test_attack import write
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.disclosure.release import release

GROUPS = {"Norr": 20, "Vard": 3, "Soder": 14}


@pytest.mark.parametrize("kind", ["single", "multiple"])
@pytest.mark.parametrize("ticked", [(7, 0, 1), (7, 2, 6), (20, 3, 14)])
def test_it_is_released_and_audited_clean(
    tmp_path: Path, kind: str, ticked: tuple[int, ...]
) -> None:
    book = codebook(
        single("department", list(GROUPS), disclosure="open"),
        single("quote", ["Ja"]) | {"type": kind},
        group="department",
    )
    rows = [
        share("quote", "Ja", count, count, asked=size, group=group)
        for (group, size), count in zip(GROUPS.items(), ticked, strict=True)
    ]
    everyone = sum(GROUPS.values())
    rows.append(share("quote", "Ja", sum(ticked), sum(ticked), asked=everyone))
    for group, size in GROUPS.items():
        rows.append(share("department", group, size, everyone))
    released = release(pd.DataFrame(rows), book)
    write(tmp_path, released)
    bases = list(released.for_ledger()["base"])
    assert [str(one) for one in audit_files(tmp_path, book, bases=bases)] == []

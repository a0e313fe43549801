"""What takes too long is stopped, in any thread, and told."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from helpers.core.errors import ExportError
from helpers.core.project import Project
from helpers.core.watch import within
from helpers.drafting.draft import new_survey

SHORT = 0.05 / 60


def linger() -> None:
    with within(SHORT, "svar.csv"):
        for _ in range(6000):
            time.sleep(0.01)


def test_a_block_that_takes_too_long_is_stopped_and_told() -> None:
    with pytest.raises(ExportError, match="inte färdigläst efter"):
        linger()


def test_another_thread_is_stopped_and_not_this_one() -> None:
    told: list[ExportError] = []

    def run() -> None:
        try:
            linger()
        except ExportError as error:
            told.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert [one.problems[0].file for one in told] == ["svar.csv"]


def test_what_is_done_in_time_is_left_alone() -> None:
    with within(SHORT, "svar.csv"):
        pass
    time.sleep(0.1)
    with pytest.raises(ZeroDivisionError), within(1, "svar.csv"):
        1 / 0  # noqa: B018


def test_new_stops_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("A;B\n" + "Ja;1\nNej;2\n" * 9)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.setattr("helpers.drafting.draft._recognised", lambda *_: linger())
    with pytest.raises(ExportError, match="Inget är ändrat"):
        new_survey(Project(tmp_path), file, limit=SHORT)
    assert not [*(tmp_path / "data" / "raw").iterdir()]

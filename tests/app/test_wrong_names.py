"""A survey's name written wrongly, in every call of a notebook: one Swedish line."""

from __future__ import annotations

import shutil

import pytest

import helpers
from helpers.core.errors import KartlaggningError, ProjectError
from helpers.core.project import CHECKOUT, Project

CALLS = (
    *("already_public", "explore", "read_answers", "read_cleaned", "read_earlier"),
    *("read_estimates", "read_other_side", "read_register", "read_report"),
    *("read_source", "read_texts", "review_decisions"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("wrong")
    name = "exempel-2024"
    shutil.copytree(CHECKOUT / "data/raw" / name, root / "data/raw" / name)
    return Project(root)


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_name_is_told_with_the_nearest(
    call: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(project.root))
    with pytest.raises(ProjectError, match="Menade du ”exempel-2024”") as error:
        getattr(helpers, call)("exempel-204")
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("call", CALLS)
def test_a_name_that_cannot_be_is_no_traceback(
    call: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(project.root))
    with pytest.raises(KartlaggningError):
        getattr(helpers, call)("../exempel 2024")

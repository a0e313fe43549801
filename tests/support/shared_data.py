"""Where the real surveys lie on a developer's machine; they are never committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def shared(*parts: str) -> Path:
    """A file or folder under ../shared.

    Where it is missing the test is skipped with the reason; with CI=true it fails, so
    that nobody believes that the truth tests have run.
    """
    path = SHARED.joinpath(*parts)
    if path.exists():
        return path
    reason = f"../shared/{'/'.join(parts)} is not on this machine"
    if os.environ.get("CI", "").casefold() == "true":
        pytest.fail(reason)
    pytest.skip(reason)

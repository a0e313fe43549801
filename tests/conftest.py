"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from report.chromium import CHROMIUM, chromium

# The same examples on every run, so that a change is to blame for what it breaks.
# `make fuzz` looks for new ones, and many more of them.
settings.register_profile(
    "every-run",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("KARTLAGGNING_FUZZ", "2000")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("fuzz" if "KARTLAGGNING_FUZZ" in os.environ else "every-run")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests: Playwright refuses a second in the same process."""
    if not CHROMIUM.exists():
        said = f"{CHROMIUM} is not installed (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    with chromium() as started:
        yield started

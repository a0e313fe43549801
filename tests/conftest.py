"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

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

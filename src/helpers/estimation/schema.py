"""What a number of the estimates is, declared in one place."""

from __future__ import annotations

DECIMALS = 0
"""Decimals of a published percentage. One more, in one place, and suppressed cells can
be computed from a weighted total (docs/methods.md): this is the only number of its
kind."""

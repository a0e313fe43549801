"""Findings in Swedish: the one place where a value becomes a sentence."""

from helpers.presentation.prose.tables import brief, changed, say, share

__all__ = ["brief", "changed", "say", "share"]

"""The commands. They are listed by `--help` in the order of these imports."""

from helpers.app.commands import making, releasing, working

__all__ = ["making", "releasing", "working"]

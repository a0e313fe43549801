"""The secretary's workbench: notebooks that she plays with, and that decide nothing.

Everything here is internal. What it writes are lines in her own files: `extra:` in
survey.yml, and decisions.
"""

from helpers.app.workbench.explorer import Explorer, explore
from helpers.app.workbench.reader import Reader, read_texts
from helpers.app.workbench.reviewer import Reviewer, review_decisions

__all__ = [
    "Explorer",
    "Reader",
    "Reviewer",
    "explore",
    "read_texts",
    "review_decisions",
]

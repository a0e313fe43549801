"""What the notebooks call, by name. The rooms behind are documented one by one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers import chapters as chapters
    from helpers.analysis import analyse as analyse
    from helpers.cleaned import read_cleaned as read_cleaned
    from helpers.cleaned import write_cleaned as write_cleaned
    from helpers.cleaning import clean as clean
    from helpers.disclosure import release as release
    from helpers.estimates import read_estimates as read_estimates
    from helpers.estimates import write_estimates as write_estimates
    from helpers.facts import survey_facts as survey_facts
    from helpers.ledger import already_public as already_public
    from helpers.manuscript import read_report as read_report
    from helpers.outputs import write_released as write_released
    from helpers.report.front import front_page as front_page
    from helpers.sides import read_other_side as read_other_side
    from helpers.sources import read_register as read_register
    from helpers.sources import read_source as read_source
    from helpers.waves import read_earlier as read_earlier
    from helpers.withheld import release_log as release_log
    from helpers.workbench import explore as explore
    from helpers.workbench import read_texts as read_texts
    from helpers.workbench import review_decisions as review_decisions

# Where each name lies. Loaded when it is first asked for, so that `kartlaggning status`
# does not wait for pandas and matplotlib.
_ROOMS = {
    "already_public": "helpers.ledger",
    "analyse": "helpers.analysis",
    "clean": "helpers.cleaning",
    "explore": "helpers.workbench",
    "front_page": "helpers.report.front",
    "read_cleaned": "helpers.cleaned",
    "read_earlier": "helpers.waves",
    "read_estimates": "helpers.estimates",
    "read_other_side": "helpers.sides",
    "read_register": "helpers.sources",
    "read_report": "helpers.manuscript",
    "read_source": "helpers.sources",
    "read_texts": "helpers.workbench",
    "release": "helpers.disclosure",
    "release_log": "helpers.withheld",
    "review_decisions": "helpers.workbench",
    "survey_facts": "helpers.facts",
    "write_cleaned": "helpers.cleaned",
    "write_estimates": "helpers.estimates",
    "write_released": "helpers.outputs",
}
__all__ = sorted([*_ROOMS, "chapters"])


def __getattr__(name: str) -> Any:
    if name == "chapters":
        return import_module("helpers.chapters")
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")

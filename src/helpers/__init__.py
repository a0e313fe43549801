"""What the notebooks call, by name. The rooms behind are documented one by one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.app.own import cross as cross
    from helpers.app.own import internal as internal
    from helpers.app.own import own_look as own_look
    from helpers.app.own import read_answers as read_answers
    from helpers.app.own import wrapped as wrapped
    from helpers.app.start.page import start as start
    from helpers.app.workbench import explore as explore
    from helpers.app.workbench import read_texts as read_texts
    from helpers.app.workbench import review_decisions as review_decisions
    from helpers.cleaning.cleaned import read_cleaned as read_cleaned
    from helpers.cleaning.cleaned import write_cleaned as write_cleaned
    from helpers.cleaning.step import clean as clean
    from helpers.disclosure.ledger import already_public as already_public
    from helpers.disclosure.release import release as release
    from helpers.estimation.analysis import analyse as analyse
    from helpers.estimation.estimates import read_estimates as read_estimates
    from helpers.estimation.estimates import write_estimates as write_estimates
    from helpers.estimation.sides import read_other_side as read_other_side
    from helpers.estimation.waves import read_earlier as read_earlier
    from helpers.presentation import chapters as chapters
    from helpers.presentation.facts import survey_facts as survey_facts
    from helpers.presentation.manuscript import read_report as read_report
    from helpers.presentation.outputs import write_released as write_released
    from helpers.presentation.pages.front import front_page as front_page
    from helpers.presentation.suppression_log import release_log as release_log
    from helpers.survey.sources import read_register as read_register
    from helpers.survey.sources import read_source as read_source

# Where each name lies. Loaded when it is first asked for, so that `kartlaggning status`
# does not wait for pandas and matplotlib.
_ROOMS = {
    "already_public": "helpers.disclosure.ledger",
    "analyse": "helpers.estimation.analysis",
    "clean": "helpers.cleaning.step",
    "cross": "helpers.app.own",
    "explore": "helpers.app.workbench",
    "internal": "helpers.app.own",
    "own_look": "helpers.app.own",
    "front_page": "helpers.presentation.pages.front",
    "read_answers": "helpers.app.own",
    "read_cleaned": "helpers.cleaning.cleaned",
    "read_earlier": "helpers.estimation.waves",
    "read_estimates": "helpers.estimation.estimates",
    "read_other_side": "helpers.estimation.sides",
    "read_register": "helpers.survey.sources",
    "read_report": "helpers.presentation.manuscript",
    "read_source": "helpers.survey.sources",
    "read_texts": "helpers.app.workbench",
    "release": "helpers.disclosure.release",
    "release_log": "helpers.presentation.suppression_log",
    "review_decisions": "helpers.app.workbench",
    "start": "helpers.app.start.page",
    "survey_facts": "helpers.presentation.facts",
    "wrapped": "helpers.app.own",
    "write_cleaned": "helpers.cleaning.cleaned",
    "write_estimates": "helpers.estimation.estimates",
    "write_released": "helpers.presentation.outputs",
}
__all__ = sorted([*_ROOMS, "chapters"])


def __getattr__(name: str) -> Any:
    if name == "chapters":
        return import_module("helpers.presentation.chapters")
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")

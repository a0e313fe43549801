"""One item's cells → coded answers, in states that never mix; a module a type."""

from helpers.cleaning.coding.cells import (
    CONTRADICTION,
    NOT_A_DATE,
    NOT_A_NUMBER,
    OUT_OF_RANGE,
    SAYS_NO,
    UNKNOWN_OPTION,
    UNTICKED,
    Cells,
    Coded,
)
from helpers.cleaning.coding.multiple import (
    code_joined,
    code_mentions,
    code_ticks,
    no_to_all,
    one_of_ticks,
)
from helpers.cleaning.coding.number import code_number, parse_number
from helpers.cleaning.coding.options import Options
from helpers.cleaning.coding.ranking import code_numbers, code_order, code_places
from helpers.cleaning.coding.single import code_single
from helpers.cleaning.coding.states import (
    states,
    with_dont_know,
    without_contradictions,
)
from helpers.cleaning.coding.texts import code_date, code_text

__all__ = [
    "CONTRADICTION",
    "NOT_A_DATE",
    "NOT_A_NUMBER",
    "OUT_OF_RANGE",
    "SAYS_NO",
    "UNKNOWN_OPTION",
    "UNTICKED",
    "Cells",
    "Coded",
    "Options",
    "code_date",
    "code_joined",
    "code_mentions",
    "code_number",
    "code_numbers",
    "code_order",
    "code_places",
    "code_single",
    "code_text",
    "code_ticks",
    "no_to_all",
    "one_of_ticks",
    "parse_number",
    "states",
    "with_dont_know",
    "without_contradictions",
]

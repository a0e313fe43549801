"""What spreadsheets do with a text that they open, and how they are kept from it."""

from __future__ import annotations

# What makes a spreadsheet run a text as a formula, full-width signs too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


WORKBOOK = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of xlsxwriter: a text stays the text it is."""


def neutral(words: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could be a formula.

    >>> neutral("=1+1"), neutral("  =1+1"), neutral("Kultur")
    ("'=1+1", "'  =1+1", 'Kultur')
    """
    if words.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        return f"'{words}"
    return words

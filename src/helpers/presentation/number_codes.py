"""The codebook of `alla-tal.csv`: every column and every code, in Swedish and English.

Made from `estimation.schema` and the published reasons, so that what is declared there
is told to whoever takes the numbers away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from helpers.core.spreadsheets import neutral
from helpers.disclosure.released import TOLD_REASONS
from helpers.estimation.network import MORE, NOT_MORE, UNTESTED
from helpers.estimation.schema import METHODS, STATISTICS

HEADINGS = ("del", "kod", "svenska", "engelska")

COLUMNS = {
    "survey": ("enkätens namn", "the survey's name"),
    "question": ("frågans id i survey.yml", "the question's id in survey.yml"),
    "item": ("raden i ett rutnät; all: ingen", "row of a grid; all: none"),
    "option": ("svarsalternativet; all: alla", "the option; all: every one"),
    "challenge": ("utmaningen; all: alla", "the challenge; all: every one"),
    "form": (
        "samverkansformen, eller omgången ett tal är av (2022 → 2024: mellan två); "
        "all: alla",
        "form of collaboration, or the wave of a number; all: every one",
    ),
    "group": ("gruppen; all: alla", "the group; all: everyone"),
    "statistic": ("måttet", "the statistic"),
    "count": ("antal som angett svaret", "how many gave the answer"),
    "answered": ("antal som besvarat frågan", "how many answered the question"),
    "asked": ("antal som fick frågan", "how many were asked"),
    "population": ("antal som talet gäller", "how many the number is about"),
    "estimate": ("talet; andelar 0–1", "the number; shares 0–1"),
    "low": ("intervallets lägsta (95 %)", "lower end of the interval (95%)"),
    "high": ("intervallets högsta (95 %)", "upper end of the interval (95%)"),
    "certain_low": ("lägsta möjliga", "lowest possible, whatever the rest answered"),
    "certain_high": ("högsta möjliga", "highest possible, whatever the rest answered"),
    "method": ("hur talet eller intervallet räknats", "how it was calculated"),
    "shown": ("ja: redovisas; nej: skyddas", "ja: shown; nej: suppressed"),
    "reason": ("varför talet inte redovisas", "why it is suppressed"),
}
_METHODS = {
    **METHODS,
    MORE: ("fler än slumpen ger", "more than chance gives"),
    NOT_MORE: ("inte fler än slumpen kan ge", "no more than chance may give"),
    UNTESTED: ("inte prövat mot slumpen", "not tested against chance"),
}


def codes() -> Iterator[tuple[str, str, str, str]]:
    """(part, code, Swedish, English) for each column, statistic, method and reason."""
    for code, words in COLUMNS.items():
        yield "kolumn", code, *words
    for code, what in STATISTICS.items():
        unit = f", {what.unit}" if what.unit else ""
        yield "mått", code, what.label, f"{code.replace('_', ' ')} ({what.kind}{unit})"
    for code, words in _METHODS.items():
        yield "metod", code, *words
    for code, why in TOLD_REASONS.items():
        yield "skäl", code, why, code.replace("_", " ")


def codebook_csv() -> bytes:
    """As csv for Excel in Swedish, like the numbers themselves."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([neutral(cell) for cell in line] for line in codes())
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")

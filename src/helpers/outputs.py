"""What a survey publishes besides its pages: every released number, to take away."""

from __future__ import annotations

import math
from collections.abc import Iterator

from helpers import tables
from helpers.codebook import TOTAL, Grid
from helpers.project import Project, write_bytes
from helpers.released import KEYS, NUMBERS, Released
from helpers.wording import neutral
from helpers.workbook import write_workbook

ALL_NUMBERS = "alla-tal.csv"
WORKBOOK = "tabeller.xlsx"


def numbers_csv(released: Released) -> bytes:
    """Every released row as csv for Excel in Swedish: `;`, BOM, decimal comma.

    Hidden rows are there with their reason and no numbers, so that a gap is never
    taken for a zero. Text that Excel would run as a formula is neutralised.
    """
    table = released.rows[[*KEYS, *NUMBERS, "method", "shown", "reason"]].copy()
    for column in [*KEYS, "method", "reason"]:
        same = {word: neutral(word) for word in table[column].dropna().unique()}
        table[column] = table[column].map(same)
    table["shown"] = table["shown"].map({True: "ja", False: "nej"})
    for column in NUMBERS:
        table[column] = [_written(number) for number in table[column].tolist()]
    text = table.to_csv(sep=";", index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def _written(number: float) -> str:
    """Counts whole; shares and intervals to the published whole percent.

    A decimal more would let suppressed cells be computed from weighted totals.
    """
    if math.isnan(number):
        return ""
    return f"{number:.12g}".replace(".", ",")


def write_released(
    released: Released, survey: str, project: Project | None = None
) -> None:
    """The released numbers for the reports, and for others: as csv in
    outputs/<survey>/data/, and a table a question in outputs/<survey>/tabeller.xlsx."""
    project = project or Project.find()
    released.write(project.processed(survey) / "released")
    folder = project.outputs(survey) / "data"
    write_bytes(folder / ALL_NUMBERS, numbers_csv(released))
    sheets = list(question_tables(released))
    if sheets:
        path = project.outputs(survey) / WORKBOOK
        write_workbook(path, sheets, released.codebook)


def question_tables(released: Released) -> Iterator[tables.Table]:
    """One table a question, for all who answered; a grid has a line per row and
    option."""
    for question in released.codebook.counted:
        rows = released.select(
            question=question.id, challenge=TOTAL, group=TOTAL, statistic="share"
        )
        key = question.id.replace("_", "-")
        if len(rows) and isinstance(question, Grid):
            yield tables.long(rows, key, by=["item", "option"])
        elif len(rows):
            yield tables.topline(rows, key)

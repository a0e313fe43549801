"""What a survey publishes besides its pages: every released number, to take away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from helpers.core.project import Project, write_bytes
from helpers.core.spreadsheets import neutral
from helpers.disclosure.released import Released, told_reason
from helpers.estimation.schema import COLLABORATES, KEYS, NUMBERS, SHARE
from helpers.presentation import rank_tables, tables, tabulation, text
from helpers.presentation.figures.figure import period_of, source_of, wording
from helpers.presentation.number_codes import codebook_csv
from helpers.presentation.organisations import not_named_table, organisation_table
from helpers.presentation.swedish import digits
from helpers.presentation.workbook import write_workbook
from helpers.survey.codebook import TOTAL, Grid, RankOrder

ALL_NUMBERS = "alla-tal.csv"
ALL_CODES = "alla-tal-kodbok.csv"
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
    table["reason"] = table["reason"].map(told_reason)
    table["shown"] = table["shown"].map({True: "ja", False: "nej"})
    for column in NUMBERS:
        codes, values = pd.factorize(table[column], use_na_sentinel=False)
        words = [_written(number) for number in values.tolist()]
        table[column] = pd.array(words, dtype="str").take(codes)
    text = table.to_csv(sep=";", index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def _written(number: float) -> str:
    """Counts whole; shares and intervals to the published whole percent.

    A decimal more would let suppressed cells be computed from weighted totals.
    """
    if math.isnan(number):
        return ""
    return digits(number).replace(".", ",")


def write_released(
    released: Released, survey: str, project: Project | None = None
) -> None:
    """The released numbers for the reports, and for others: as csv in
    outputs/<survey>/data/ with its codebook, and a table a question in
    outputs/<survey>/tabeller.xlsx, with the organisations and what its codes mean."""
    project = project or Project.find()
    released.write(project.processed(survey) / "released")
    folder = project.outputs(survey) / "data"
    write_bytes(folder / ALL_NUMBERS, numbers_csv(released))
    write_bytes(folder / ALL_CODES, codebook_csv())
    sheets = [*question_tables(released), *_of_organisations(released)]
    if sheets:
        sheets.append(_meanings(released))
        path = project.outputs(survey) / WORKBOOK
        write_workbook(path, sheets, released.codebook)


def question_tables(released: Released) -> Iterator[tables.Table]:
    """One table a question, for all who answered, then one for the groups; a grid has a
    line per row and option. Long and not wide: what stands under one header can be
    sorted, filtered and read aloud."""
    codebook = released.codebook
    yield from _doing(released)
    for question in codebook.counted:
        if question.id in codebook.permissions:
            continue  # leave to quote is no result
        asked = released.select(question=question.id, challenge=TOTAL, statistic=SHARE)
        rows, key = asked.select(group=TOTAL), question.id.replace("_", "-")
        grid = isinstance(question, Grid)
        by = ["item", "option"] if grid else ["option"]
        if len(rows):
            table = (
                tabulation.long(rows, key, by=by)
                if grid
                else tabulation.topline(rows, key)
            )
            if isinstance(question, RankOrder):
                means = released.select(
                    question=question.id,
                    challenge=TOTAL,
                    group=TOTAL,
                    statistic="mean_rank",
                )
                table = rank_tables.ranking(rows, means, key)
            yield _with_source(table, rows)
        if question.id != codebook.group and _any_group(asked):
            caption = f"{tabulation.asked(question)} per {_dividing(released)}"
            table = tabulation.long(
                asked, f"{key}-grupp", by=["group", *by], caption=caption
            )
            yield _with_source(table, asked)


def _doing(released: Released) -> Iterator[tables.Table]:
    """Who does what: each challenge, form and group of the survey's main question."""
    codebook = released.codebook
    if not codebook.challenges:
        return
    rows = released.select(
        statistic=COLLABORATES, challenge=list(codebook.challenge_labels)
    )
    doing, group = text.doing(codebook), _dividing(released)
    if len(inside := rows.select(form=TOTAL)):
        caption = f"{text.upper_first(doing.noun)} per {doing.area.one} och {group}"
        table = tabulation.long(
            inside, "utmaning-grupp", by=["challenge", "group"], caption=caption
        )
        yield _with_source(table, inside)
    if len(forms := rows.select(form=list(codebook.form_labels))):
        caption = (
            f"{text.upper_first(doing.noun)} per {doing.area.one}, form och {group}"
        )
        table = tabulation.long(
            forms, "utmaning-form", by=["challenge", "form", "group"], caption=caption
        )
        yield _with_source(table, forms)


def _of_organisations(released: Released) -> Iterator[tables.Table]:
    """The organisations, to be filtered: named, and of the register but not named."""
    for table in (organisation_table(released), not_named_table(released)):
        if table is not None:
            yield table


def _meanings(released: Released) -> tables.Table:
    """The last sheet: what the columns and the signs of the others mean."""
    known = released.facts.response.known
    rows = [
        ("Antal", "hur många som har gett svaret"),
        ("Svarande", "hur många som har svarat på frågan, ”vet ej” inräknat"),
        ("Andel", "andelen av de svarande, avrundad som i rapporten"),
        (
            "Intervall, lägst och högst",
            "95-procentigt konfidensintervall, med ändarna avrundade utåt",
        ),
        (
            "Lägsta och högsta möjliga",
            "andelen om ingen eller alla av dem som inte svarat hade gett svaret",
        ),
        (tables.SUPPRESSED_SIGN, "redovisas inte, för att skydda de svarande"),
        (tables.NOTHING, "finns inte: frågan eller raden gäller inte"),
        (text.State.NO_ANSWERS.value, "ingen har svarat, så det är inte känt"),
        ("Alla", "alla som svarat, tillsammans"),
    ]
    of_a_frame = ("Intervall, lägst och högst", "Lägsta och högsta möjliga")
    return tables.Table(
        "vad-koderna-betyder",
        "Vad rubrikerna och tecknen betyder",
        ["Rubrik eller tecken", "Betyder"],
        [list(row) for row in rows if known or row[0] not in of_a_frame],
    )


def _dividing(released: Released) -> str:
    """What divides the answers: "förvaltning", "antal anställda"."""
    return text.lower_first(tabulation.heading(released, "group"))


def _any_group(rows: Released) -> bool:
    shown = text.shown_rows(rows)
    return any(row.group != TOTAL for row in shown)


def _with_source(table: tables.Table, rows: Released) -> tables.Table:
    """With the wording, when and by whom: a sheet is copied out of its workbook."""
    asked = wording(rows)
    stop = "" if asked.endswith(("?", "!", ".", ":")) else "."
    about = (
        f"Frågan: {asked}{stop} Insamling: {period_of(rows)}. Källa: {source_of(rows)}."
    )
    note = " ".join(part for part in (table.note, about) if part)
    return replace(table, note=note)

"""Exports + codebook + decisions → responses, ties, quarantined, and a log.

Nothing is lost: every row read is kept or set aside with a reason (rows.py), and so is
every value that cannot be used (answers.py, partners.py), with its file, row and column
as seen in Excel. Respondents' names, e-mail and addresses stop here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning import quotes, rows, themes, units, weights
from helpers.cleaning.answers import NOT_ASKED, SetAside
from helpers.cleaning.cleaned import (
    DECIDED_COLUMNS,
    ORDER,
    QUARANTINED,
    UNDESCRIBED,
    WEIGHT,
    Cleaned,
    read_cleaned,
    write_cleaned,
)
from helpers.cleaning.partners import NO_NAME, read_ties
from helpers.cleaning.responses import read_responses
from helpers.cleaning.rows import (
    COPY,
    DECIDED,
    DUPLICATE,
    PARTIAL,
    REASONS,
    REPLACED,
    TEST,
    Rows,
)
from helpers.cleaning.stack import Stacked
from helpers.core.errors import CleaningError, DecisionError
from helpers.survey import fieldwork
from helpers.survey.codebook import Codebook
from helpers.survey.decisions import Line
from helpers.survey.identity import At
from helpers.survey.sources import Source

__all__ = [
    "COPY",
    "DECIDED",
    "DUPLICATE",
    "NOT_ASKED",
    "NO_NAME",
    "PARTIAL",
    "REASONS",
    "REPLACED",
    "TEST",
    "Cleaned",
    "clean",
    "read_cleaned",
    "write_cleaned",
]


def clean(source: Source) -> Cleaned:
    """`source` → Cleaned. Raises CleaningError or DecisionError with all problems."""
    coded = read_responses(source)
    source, read, answers = coded.source, coded.rows, coded.answers
    book, kept = source.codebook, read.kept
    placed = units.place(answers.responses, source)
    numbered = placed.units.assign(response=np.arange(1, len(kept) + 1))
    named = read_ties(kept, numbered, answers.asked, source)
    weighed = weights.read_weights(read, book)
    about = themes.read_themes(read, answers.responses, source)
    problems = answers.problems + named.problems + weighed.problems
    if problems := problems + about.problems:
        raise CleaningError(problems)
    quoted = quotes.approve(read, answers.responses, source)
    if quoted.problems:
        raise DecisionError(quoted.problems)
    notes = [note for one in source.exports for note in (*one.notes, *one.doubts)]
    cleaned = Cleaned(
        survey=source.survey,
        codebook=book,
        responses=_responses(kept, numbered, answers.responses, book, weighed.values),
        ties=named.ties,
        quarantined=_quarantined(read, answers.set_aside + named.set_aside),
        columns=_columns(read.stacked, book),
        population=placed.population.assign(
            partial=placed.population["unit"].isin(
                placed.units.loc[~rows.finished_rows(kept, book), "unit"]
            )
        ),
        read=len(read.every) + len(read.stacked.aside),
        notes=(
            *notes,
            *map(str, fieldwork.late_answers(source.exports, read.every)),
            *read.notes,
            *map(str, (*read.lost, *coded.told)),
            *answers.notes,
            *placed.notes,
            *named.notes,
            *weighed.notes,
            *weights.without_basis(kept, placed.population, book),
            *quoted.notes,
            *about.notes,
        ),
        quotes=quoted.approved,
        themes=about.found,
        decided=_decided(source),
        seen=fieldwork.digests(read.every),
    )
    _account(cleaned)
    return cleaned


def _responses(
    kept: pd.DataFrame,
    numbered: pd.DataFrame,
    items: pd.DataFrame,
    book: Codebook,
    weighed: pd.Series | None,
) -> pd.DataFrame:
    """Who answered, then what. The unit's name as typed is left behind."""
    who = numbered[["response", "unit", "unit_how", "group"]].copy()
    # In which place it was given: never when, which would tell who.
    moment = kept[At.MOMENT].astype("str")
    who[ORDER] = moment.where(moment.ne("")).rank(method="first").astype(float)
    if weighed is not None:
        who[WEIGHT] = weighed
    who.insert(1, "file", kept[At.FILE].astype("str"))
    who.insert(2, "row", kept[At.ROW].astype("int64"))
    if book.unit is not None:
        [named] = book.items(book.unit.question)
        items = items.drop(columns=[named.state, named.key])
    return pd.concat([who, items], axis=1).reset_index(drop=True)


# ---------------------------------------------------------------- the account


def _quarantined(read: Rows, values: list[SetAside]) -> pd.DataFrame:
    """Every row and value set aside, in the exports' order."""
    out = read.every[read.aside != ""]
    entries: list[tuple[object, ...]] = [
        (file, line, "", "row", reason, "", "")
        for file, line, reason in zip(
            out[At.FILE], out[At.ROW], read.aside[out.index], strict=True
        )
    ]
    entries += [
        (file, line, "", "row", reason, "", "")
        for (file, line), reason in read.stacked.aside.items()
    ]
    for value in values:
        file, line = (read.every.at[value.row, name] for name in (At.FILE, At.ROW))
        letter = read.stacked.letters.get((str(file), value.column), "")
        entries.append(
            (file, line, letter, "value", value.reason, value.question, value.found)
        )
    table = pd.DataFrame(entries, columns=list(QUARANTINED))
    texts = [name for name in QUARANTINED if name != "row"]
    table = table.astype({"row": "int64"} | dict.fromkeys(texts, "str"))
    order = ["kind", "file", "row", "column"]
    return table.sort_values(order, kind="stable").reset_index(drop=True)


def _columns(stacked: Stacked, book: Codebook) -> pd.DataFrame:
    """Each column's part in the survey and its number of cells that are not blank."""
    parts = dict.fromkeys(stacked.metadata, "verktygets egen")
    parts |= dict.fromkeys(book.ignore, "utelämnad")
    parts |= dict.fromkeys(book.tests, "kontroll")
    if book.complete:
        parts[book.complete.column] = "kontroll"
    if book.weight:
        parts[book.weight.column] = "vikt"
    for question in book.questions:
        part = "personuppgift" if question.personal else question.id
        parts |= dict.fromkeys(question.columns_used, part)
    there = stacked.columns
    return pd.DataFrame(
        {
            "column": pd.Series(there, dtype="str"),
            "part": pd.Series([parts.get(n, UNDESCRIBED) for n in there], dtype="str"),
            "cells": stacked.rows[there].notna().sum().to_numpy(dtype="int64"),
        }
    )


def _decided(source: Source) -> pd.DataFrame:
    """Every line of decisions/, in words, for the log."""
    lines = [
        (
            f"{name}.csv",
            str(line["line"]),
            _in_words(name, line),
            line.get("who", ""),
            line.get("date", ""),
        )
        for name, table in vars(source.decisions).items()
        for line in table.to_dict("records")
    ]
    return pd.DataFrame(lines, columns=list(DECIDED_COLUMNS), dtype="str")


def _in_words(name: str, line: Line) -> str:
    """What a decision says, without anybody's words: those stay in its own file."""
    words = {
        "corrections": ("unit", "id", "file", "row", "question", "reason"),
        "rows": ("id", "file", "row", "keep", "reason"),
        "names": ("kind", "written", "same", "name"),
        "quotes": ("id", "file", "row", "question", "publish"),
        "themes": ("theme", "words", "question"),
        "coded": ("id", "file", "row", "question", "theme"),
    }[name]
    return ", ".join(f"{key}: {line[key]}" for key in words if line[key])


def _account(cleaned: Cleaned) -> None:
    """raw rows = kept + set aside, always."""
    aside = sum(cleaned.set_aside.values())
    if cleaned.read != cleaned.kept + aside:
        raise AssertionError(
            f"{cleaned.read} rows read, but {cleaned.kept} kept and {aside} set aside"
        )

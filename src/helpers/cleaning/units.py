"""Who answered: the unit as typed → the frame's unit, and the group it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.cleaning import names
from helpers.core.wording import fold
from helpers.survey.codebook import NO_GROUP, Codebook, item_key
from helpers.survey.sources import Source


@dataclass(frozen=True)
class Placed:
    """`units`: per response `unit`, `unit_how` and `group`. `population`: the frame
    without contacts, with `answered`. `notes`: what she should know, in Swedish."""

    units: pd.DataFrame
    population: pd.DataFrame
    notes: list[str]


def typed(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    """Each row's unit as typed, folded for comparison; "" where none is given."""
    if book.unit is None:
        return pd.Series("", rows.index)
    column = book.items(book.unit.question)[0].column
    blank = {fold(text).casefold() for text in (*book.missing, *book.not_shown)}
    texts = rows[column].fillna("").map(lambda text: fold(text).casefold())
    return texts.mask(texts.isin(blank), "")


def match(written: pd.Series, source: Source) -> pd.DataFrame:
    """Per row `name`, the unit's name in the frame where it is certain and else as
    written, and `how` (names.HOW)."""
    register = source.population.rename(columns={"unit": "name"})
    decisions = source.decisions.names
    decisions = decisions[decisions["kind"] == "unit"]
    table = names.match_names(written, register, decisions)
    name = dict(zip(table["written"], table["name"], strict=True))
    how = dict(zip(table["written"], table["how"], strict=True))
    found = {
        "name": [name.get(text, text) for text in written],
        "how": [how.get(text, "unmatched") for text in written],
    }
    return pd.DataFrame(found, index=written.index, dtype="str")


def place(responses: pd.DataFrame, source: Source) -> Placed:
    """The unit and the group of each response.

    The frame's department goes before the one answered, since weights are by the frame.
    """
    book, frame = source.codebook, source.population
    group = _answered_group(responses, book)
    notes: list[str] = []
    matched = pd.DataFrame({"name": "", "how": ""}, index=responses.index)
    if book.unit is not None:
        written = responses[item_key(book.unit.question)].astype(object)
        matched = match(written.where(written.notna(), "").map(fold), source)
    if len(frame):
        group, notes = _by_frame(group, matched, frame)
    units = pd.DataFrame(
        {
            "unit": matched["name"],
            "unit_how": matched["how"],
            "group": pd.Categorical(group, _group_labels(book, frame, group)),
        },
        index=responses.index,
    )
    population = frame[["unit", "department", "disposition", "size"]].copy()
    population["answered"] = population["unit"].isin(
        set(matched.loc[matched["how"] != "unmatched", "name"])
    )
    return Placed(units, population, notes)


def _answered_group(responses: pd.DataFrame, book: Codebook) -> pd.Series:
    """The group each response gives itself; "vet ej" is no group."""
    if book.group is None:
        return pd.Series(NO_GROUP, responses.index, dtype=object)
    given = responses[item_key(book.group)].astype(object)
    none = book.question(book.group).dont_know_options
    return given.where(given.notna() & ~given.isin(none), NO_GROUP)


def _by_frame(
    group: pd.Series, matched: pd.DataFrame, frame: pd.DataFrame
) -> tuple[pd.Series, list[str]]:
    notes: list[str] = []
    department = frame.drop_duplicates("unit").set_index("unit")["department"]
    unknown = ~matched["name"].isin(department.index)
    framed = matched["name"].map(department).where(~unknown)
    differs = int((framed.notna() & (group != NO_GROUP) & (framed != group)).sum())
    if differs:
        notes.append(
            f"{differs} svar anger en annan grupp än den i population.csv; "
            "population.csv gäller."
        )
    outside = int((unknown & (matched["name"] != "")).sum())
    if outside:
        notes.append(
            f"{outside} svar har ett enhetsnamn som inte finns i population.csv. "
            "Avgör i decisions/names.csv vilka de är."
        )
    return framed.where(framed.notna(), group), notes


def _group_labels(book: Codebook, frame: pd.DataFrame, group: pd.Series) -> list[str]:
    """Every group in the questionnaire's order, then the frame's, NO_GROUP last."""
    labels: list[str] = []
    if book.group:
        question = book.question(book.group)
        none = question.dont_know_options
        labels = [o for o in question.all_options if o not in none]
    labels += [name for name in frame["department"].unique() if name not in labels]
    labels += [name for name in group.unique() if name not in labels]
    return [name for name in labels if name != NO_GROUP] + [NO_GROUP]

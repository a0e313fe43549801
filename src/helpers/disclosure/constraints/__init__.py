"""What ties published numbers together, and so lets one be computed from others.

Estimates, with their true counts → a `Block` for each question, or each row of a grid:
a system of cells and constraints for `protection.protect`. A file for each source of
knowledge, all of them functions that return `Knowledge` (cells.py):

- margins: options sum to the base, groups to all, with a cell for those in no group;
- within: a group's answers within a challenge are some of both;
- subsets: those within a challenge or a form are part of all;
- weights: a weighted share is a known sum of the groups' counts, within its rounding;
- routing: how many were asked tells how many gave the answer that led there;
- implied: who gave an answer to a question did not say no to the one before it;
- collaboration: ways, forms and combinations count the same answers;
- versions: what an earlier version published, and the late answers between two.

Bases are public: how many answered a question in a group is not what is protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.disclosure.constraints import (
    collaboration,
    consistent,
    implied,
    margins,
    routing,
    subsets,
    versions,
    weights,
    within,
)
from helpers.disclosure.constraints.arrays import system_of
from helpers.disclosure.constraints.cells import (
    ConstraintTable,
    Knowledge,
    Place,
    Regrouped,
    Subject,
    cells_of,
    counts_of,
)
from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.system import System
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, Codebook


@dataclass(frozen=True)
class Block:
    """What is published of a question (or an item of it); the rows that print it.

    `again`: rows suppressed in an earlier version. Set when the versions are
    inconsistent with "later = earlier + late answers", so that the values imputed for
    these rows cannot be trusted. `shares`: the cells that are weighted shares, and the
    row of each.
    """

    question: str
    system: System
    rows: frozenset[int]
    again: frozenset[int] = frozenset()
    shares: Mapping[int, int] = field(default_factory=dict)


def blocks(
    rows: pd.DataFrame,
    codebook: Codebook,
    questions: Iterable[str],
    *,
    merged: Mapping[str, Mapping[str, Sequence[str]]],
    earlier: Sequence[EarlierVersion] = (),
    crossed: pd.DataFrame,
) -> Iterator[Block]:
    """A block for each item of `questions`, those that lead to others first.

    `rows`: all estimates that may be published, with their counts; `merged`: by
    question, the options of a group's table that stand for several of its scale;
    `earlier`: what earlier versions published, in the names of now; `crossed`: shares
    by challenge and group at once, which nothing prints.
    """
    now = _tables(rows, "now")
    parts = dict(iter(crossed.groupby(["question", "item"], sort=False)))
    before = [
        _tables(one.table, f"version {n}", one.regrouped)
        for n, one in enumerate(earlier)
    ]
    told_now = _subject(codebook, rows)
    told_then = [_subject(codebook, one.table) for one in earlier]
    source = codebook.challenges.source.question if codebook.challenges else None
    for question in sorted(set(questions), key=lambda id: (_depth(codebook, id), id)):
        labels = merged.get(question, {})
        subject = replace(told_now, id=question, merged=labels)
        then_told = [replace(one, id=question, merged=labels) for one in told_then]
        own = [item for id, item in now if id == question]
        # What collaborates with whom is published in several ways, which go together.
        for part in [own] if question == source else [[item] for item in own]:
            tables = {item: now[question, item] for item in part}
            then = [
                versions.PublishedBefore(
                    {i: v[question, i] for i in part if (question, i) in v}, published
                )
                for v, published in zip(before, then_told, strict=True)
            ]
            inside = {i: parts[question, i] for i in part if (question, i) in parts}
            yield block(subject, tables, then, inside)


def _subject(codebook: Codebook, rows: pd.DataFrame) -> Subject:
    """What `rows` tell of who was asked and who left what blank, whatever a block is
    about."""
    shares = rows[rows["statistic"].eq(SHARE)]
    everyone = shares[shares["challenge"].eq(TOTAL)]
    responses = everyone.groupby("group")["asked"].max().to_dict()
    keys = ["question", *Place._fields]
    blanks = rows[rows["statistic"].eq("nonresponse")]
    blank_counts = blanks.groupby(keys, sort=False)["count"].max().to_dict()
    left = shares["asked"] - shares["answered"]
    own = left.groupby([shares[key] for key in keys], sort=False).max().dropna()
    return Subject(codebook, "", {}, responses, blank_counts | own.to_dict(), rows)


def block(
    subject: Subject,
    tables: Mapping[str, ConstraintTable],
    earlier: Sequence[versions.PublishedBefore] = (),
    crossed: Mapping[str, pd.DataFrame] | None = None,
) -> Block:
    """The block of some items of a question, with what earlier versions published."""
    alone = _published_now(subject, tables)
    for item, shares in (crossed or {}).items():
        alone.add(within.of_table(subject, tables[item], shares, alone.cells))
    weighed = {item: weights.weights_of(subject, one) for item, one in tables.items()}
    known = alone.copy()
    known.add(versions.of_earlier(subject, tables, weighed, earlier, known.cells))
    suppressed_before: set[int] = set()
    cells = consistent.impute(known)
    if cells is None:
        suppressed_before = versions.suppressed_before(tables, earlier)
        known = consistent.without_contradiction(known)
        cells = consistent.impute(known)
    if cells is None:
        # The versions contradict each other: nothing follows from the earlier.
        known, cells = alone, alone.cells
    own = frozenset(row for cell in cells.values() for row in cell.rows)
    system = system_of(Knowledge(cells, known.constraints))
    shares = {cell: system.rows[cell][0] for cell in system.coarser}
    return Block(subject.id, system, own, own & frozenset(suppressed_before), shares)


def _published_now(
    subject: Subject, tables: Mapping[str, ConstraintTable]
) -> Knowledge:
    """All that this version publishes of a question."""
    known = Knowledge()
    for table in tables.values():
        known.add(cells_of(table, subject.rule))
        known.add(margins.of_table(subject, table, known.cells, printed=True))
        known.add(subsets.of_table(subject, table, known.cells, printed=True))
    for table in tables.values():
        weighed = weights.weights_of(subject, table)
        known.add(weights.shares(subject, table, weighed, known.cells))
        known.add(routing.of_table(subject, table, known.cells, printed=True))
        known.add(implied.of_table(subject, table, known.cells, printed=True))
    source = subject.codebook.challenges and subject.codebook.challenges.source
    if source and source.question == subject.id:
        known.add(collaboration.of_source(subject, tables, known.cells))
    return known


def _tables(
    rows: pd.DataFrame, version: str, regrouped: Regrouped = ()
) -> dict[tuple[str, str], ConstraintTable]:
    """The counts of every item of every question, in the order they stand."""
    shares = rows[rows["statistic"].eq(SHARE)]
    groups = shares.groupby(["question", "item"], sort=False)
    return {
        (question, item): ConstraintTable((version, item), counts_of(table), regrouped)
        for (question, item), table in groups
    }


def _depth(codebook: Codebook, question: str) -> int:
    """How many filter questions stand before a question (0: asked of all)."""
    seen: set[str] = set()
    waiting = [question]
    while waiting:
        for before in codebook.question(waiting.pop()).asked_if:
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    return len(seen)

"""What columns could be: one module for each reading.

A module has `propose(group, about)`, which gives a `Hypothesis` for each way in which
its kind fits the columns, and nothing where something refutes it.
`recognition.judge` takes the best of them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers.drafting.hypotheses import (
    constant,
    date,
    duration,
    grid,
    grid_of_ticks,
    mentions,
    number,
    one_over_columns,
    own_words,
    rank,
    scale,
    single,
    text,
    ticks_in_cell,
    ticks_over_columns,
    ties,
    value_labels,
    weight,
    year,
)
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Hypothesis

Propose = Callable[[Group, About], Iterator[Hypothesis]]

OF_ONE_COLUMN: tuple[Propose, ...] = (
    constant.propose,
    date.propose,
    duration.propose,
    number.propose,
    own_words.propose,
    rank.propose,
    scale.propose,
    single.propose,
    text.propose,
    ticks_in_cell.propose,
    ties.propose,
    value_labels.propose,
    weight.propose,
    year.propose,
)
OF_SEVERAL: tuple[Propose, ...] = (
    grid.propose,
    grid_of_ticks.propose,
    mentions.propose,
    one_over_columns.propose,
    rank.propose_over_columns,
    ticks_over_columns.propose,
    ties.propose_blocks,
)


def readings(group: Group, about: About) -> Iterator[Hypothesis]:
    """Every reading of the columns that nothing refutes."""
    kinds = OF_ONE_COLUMN if len(group.profiles) == 1 else OF_SEVERAL
    for propose in kinds:
        yield from propose(group, about)

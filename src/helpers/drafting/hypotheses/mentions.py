"""What was mentioned first, second …: columns that hold options, one or none in each.

SPSS calls it a multiple category set. The order of mention is left: each option counts
once for a respondent, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from helpers.drafting.hypotheses.rank import asks, in_order
from helpers.drafting.hypotheses.value_labels import labels_in_order
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import (
    options_and_own,
    others_last,
    own_words_said,
    put_codes,
    special,
)
from helpers.drafting.recognition.profiles import (
    MOST_OPTIONS,
    Drafted,
    Keys,
    Profile,
    summed,
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    declared = all(profile.column.role == "mention" for profile in group.profiles)
    filled = [profile for profile in group.profiles if profile.filled]
    if not filled or not (declared or _looks_so(filled)) or in_order(group):
        return
    if declared and asks(group.wording):
        return  # a ranking, by what was asked
    counts = summed(filled)
    options, own = options_and_own(counts, known=about.common)
    given = max((labels_in_order(profile) for profile in filled), key=len, default=[])
    codes = about.codes_of(filled[0].column)
    keys: Keys = {
        "type": "multiple",
        "mentions": [profile.column.name for profile in group.profiles],
    }
    drafted = Drafted(keys, [p.column for p in group.profiles], group.wording)
    if given:
        keys["options"], own = given, []
    elif codes and {*options} <= {*codes}:
        keys |= {"options": [*codes.values()], "recode": dict(codes)}
    elif all(text.isdecimal() for text in options):
        put_codes(drafted, options)
    else:
        keys["options"] = others_last(options)
    if len(keys["options"]) > MOST_OPTIONS or len(keys["options"]) < 2:
        return
    if own:
        keys["other"] = about.other
        drafted.todo.append(own_words_said(own, about.other))
    keys |= special(keys["options"], multiple=True)
    drafted.told.append("svaren står i den ordning de nämndes; ordningen räknas inte")
    says = f"flera svar i nämnd ordning ({counts_said(counts)})"
    evidence = Evidence.FILE if declared else group.bound
    yield Hypothesis("nämnda", drafted, evidence, 0.97, says)


def _looks_so(columns: Sequence[Profile]) -> bool:
    """Whether each row is filled from the left, without the same answer twice, and some
    rows stop before the last column."""
    if len(columns) < 2 or not all(profile.category for profile in columns[:1]):
        return False
    there = np.array([profile.place >= 0 for profile in columns])
    packed = bool((there[1:] <= there[:-1]).all())
    stopped = int(there[0].sum()) - int(there[-1].sum())
    if not packed or stopped < max(3, 0.1 * there[0].sum()):
        return False
    texts = list(dict.fromkeys(text for p in columns for text in p.distinct))
    number = {text: place for place, text in enumerate(texts)}
    table = np.array(
        [
            np.array([number[text] for text in profile.distinct] + [-1])[profile.place]
            for profile in columns
        ]
    )
    ordered = np.sort(table, axis=0)
    twice = (ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0)
    shared = len(texts) < sum(len(profile.distinct) for profile in columns)
    return shared and not twice.any()

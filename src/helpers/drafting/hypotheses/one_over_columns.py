"""One answer spread over columns: an option a column, and never two in a row."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.drafting import scales
from helpers.drafting.hypotheses.ticks_in_cell import asks_for_several
from helpers.drafting.hypotheses.ticks_over_columns import (
    answers_each,
    other_label,
    says_one,
    tick_words,
    ticks_of,
)
from helpers.drafting.recognition.grouping import Group, means_other
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import special
from helpers.drafting.recognition.profiles import Drafted, Keys
from helpers.survey.apart import NO

FEWEST = 20  # answers, so that two ticks in none of them is no accident
NEARLY_ALL = 0.9  # of the responses have one tick, where the header does not say one


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    ticks = ticks_of(group)
    if ticks is None or asks_for_several(group.wording):
        return
    yes, labels = ticks
    each = answers_each(yes)
    answered = int((each > 0).sum())
    one_only = says_one(group.wording)
    answers_no = any({text.casefold() for text in p.texts} & NO for p in yes)
    declared = one_only and all(profile.column.unticked for profile in yes)
    if each.max(initial=0) > 1 or (answers_no and not declared):
        return
    usual = answered >= FEWEST and answered >= NEARLY_ALL * len(each)
    if not (one_only or usual):
        return
    over = [profile for profile in group.profiles if profile not in yes]
    others = [profile for profile in over if means_other(group.label(profile))]
    columns = [profile.column for profile in yes]
    options = list(labels)
    if (ordered := scales.recognise(options)) is not None:
        options = [*ordered.options, *ordered.dont_know]
    keys: Keys = {
        "type": "single",
        "columns": {o: c.name for o, c in zip(labels, columns, strict=True)},
        "ticked": tick_words(group, yes),
        "options": options,
        **special(options),
    }
    listed = [label for label in labels if scales.is_other(label)]
    if others:
        label = other_label(group.label(others[0]).strip("[]"))
        keys |= {"other": listed[0] if listed else label}
        keys |= {"other_column": others[0].column.name}
        columns.append(others[0].column)
        over.remove(others[0])
    elif listed:
        keys["other"] = listed[0]
    drafted = Drafted(keys, columns, group.wording)
    counts = {
        label: int(profile.ticked.sum())
        for label, profile in zip(labels, yes, strict=True)
    }
    evidence = max(group.bound, Evidence.HEADER)
    says = f"ett svar, en kolumn för varje ({counts_said(counts)})"
    fit = 1.0 if one_only else 0.95
    yield Hypothesis("ett svar", drafted, evidence, fit, says, over)

"""What was written beside an option "Annat" that stands in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.grouping import Group, means_other
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    column = profile.column
    role = column.role in ("other", "comment") or column.code.endswith("[comment]")
    label = column.option or profile.header
    if role or (means_other(label) and profile.tick is None):
        evidence = Evidence.TOOL if role else Evidence.HEADER
        yield Hypothesis("egna ord", text.drafted(profile), evidence, 0.9)

"""Free text: what is neither counted nor published, and never wrong."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Profile

FIT = 0.3  # what a reading must beat to be counted at all


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    yield Hypothesis("fritext", drafted(profile), Evidence.CELLS, FIT)


def drafted(profile: Profile, *todo: str) -> Drafted:
    column = profile.column
    keys = {"type": "text", "column": column.name}
    return Drafted(keys, [column], profile.wording, [*todo])

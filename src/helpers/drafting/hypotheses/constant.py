"""A column where one thing stands: it has no share, whatever it was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.drafting import scales
from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Profile

SAME = "samma text i alla rader"


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    if len(profile.texts) != 1 or profile.filled < 2:
        return
    if (
        group.beside is not None
        or profile.column.values
        or profile.column.scale
        or _an_answer(profile)
    ):
        return  # an answer to a question, that all who answered gave
    everywhere = profile.filled == len(profile.place)
    if everywhere and not profile.header.endswith("?") and not profile.own_label:
        found = text.drafted(profile)
        ignored = [(profile.column, SAME)]
        yield Hypothesis("samma", found, Evidence.CELLS, 1.0, ignored=ignored)
        return
    sentence = "bara kryss: hör kolumnen till en fråga intill?"
    if not profile.tick and not profile.own_label:
        sentence = (
            f"alla {profile.filled} som svarat har samma svar; vilka fler kunde ges?"
        )
    yield Hypothesis("kryss", text.drafted(profile, sentence), Evidence.CELLS, 1.0)


def _an_answer(profile: Profile) -> bool:
    """Whether all who were asked said that they do not know."""
    (answer,) = profile.texts
    asked = profile.wording.endswith("?") or profile.header.endswith("?")
    return asked and scales.is_dont_know(answer)

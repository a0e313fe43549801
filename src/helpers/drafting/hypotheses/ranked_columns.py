"""Columns side by side that are one ranking, though nothing binds them together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from helpers.cleaning.coding.ranking import place_of
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.hypotheses.rank import (
    AS_MENTIONED,
    FEWEST_OPTIONS,
    MENTIONED,
    WHICH_FIRST,
    once_each,
    placed,
)
from helpers.drafting.recognition.profiles import (
    Drafted,
    Keys,
    Profile,
    distinct_labels,
    union,
)
from helpers.drafting.recognition.words import shared_words


def joined_ranks(
    questions: Sequence[Drafted], profiles: Mapping[str, Profile]
) -> list[Drafted]:
    """The questions, runs of at least three columns side by side in which nearly each
    response has the places 1, 2 … once each as one ranking: a tool that exports labels
    (REDCap: "1st", "2nd") leaves nothing else of it."""
    found: list[Drafted] = []
    at = 0
    while at < len(questions):
        rest = questions[at:]
        run = _run_of_places(rest, profiles)
        mentions = 0 if run else _run_of_mentions(rest, profiles)
        if run:
            found.append(_joined(rest[:run], profiles))
        elif mentions:
            found.append(_in_order(rest[:mentions]))
            run = mentions
        else:
            found.append(questions[at])
        at += run or 1
    return found


def _run_of_places(
    questions: Sequence[Drafted], profiles: Mapping[str, Profile]
) -> int:
    """How many of the first questions are the columns of one ranking; 0 for none."""
    members: list[Profile] = []
    for drafted in questions:
        own = profiles.get(drafted.columns[0].name)
        kinds = ("single", "number") if len(drafted.columns) == 1 else ()
        if own is None or drafted.type not in kinds or drafted.keys.get("personal"):
            break
        texts = [text for text in own.texts if not scales.is_not_applicable(text)]
        if not texts or not all(map(place_of, texts)):
            break
        members.append(own)
    for size in range(len(members), FEWEST_OPTIONS - 1, -1):
        whole = max(place_of(t) for p in members[:size] for t in p.texts) == size
        if whole and placed(members[:size]):
            return size
    return 0


def _joined(run: Sequence[Drafted], profiles: Mapping[str, Profile]) -> Drafted:
    members = [profiles[drafted.columns[0].name] for drafted in run]
    shared, labels = shared_words([member.wording for member in members])
    columns = [member.column for member in members]
    keys: Keys = {
        "type": "ranking",
        "columns": {
            label: column.name
            for label, column in zip(
                distinct_labels(labels, members), columns, strict=True
            )
        },
    }
    nothing = [text for text in union(members) if scales.is_not_applicable(text)]
    if nothing:
        keys["recode"] = dict.fromkeys(nothing, "")
    sentence = (
        f"läses som en rangordning av {len(run)} alternativ i var sin kolumn: rätt?"
    )
    return Drafted(keys, columns, shared, [sentence, WHICH_FIRST])


_ORDINAL = re.compile(
    r"(?P<stem>.{0,200}?)[\s:,(–—-]{0,4}(?P<place>[^\W_]{1,12}(?::[ae])?\W{1,3}(?:mention|choice|rank|place"
    r"|val|hand|plats|nämnd\w*|nämnt)"
    r"|(?:mention|choice|rank|place|val|plats|prio(?:ritet)?|nämnd|nämnt)\W{0,2}\d{1,2})"
    r"\W{0,3}",
    re.IGNORECASE,
)


def _run_of_mentions(
    questions: Sequence[Drafted], profiles: Mapping[str, Profile]
) -> int:
    """How many of the first questions are called first mention, second mention … of the
    same, and hold the same options, hardly ever twice in a response; 0 for none."""
    stem, members = None, list[Profile]()
    for place, drafted in enumerate(questions, 1):
        own = profiles.get(drafted.columns[0].name)
        match = _ORDINAL.fullmatch(fold(drafted.wording))
        if own is None or match is None or drafted.type != "single":
            break
        number = place_of(re.sub(r"\W*(mention|nämnd\w*|nämnt)\W*", "", match["place"]))
        if number != place or stem not in (None, match["stem"]) or len(own.texts) < 2:
            break
        stem = match["stem"]
        members.append(own)
    several = [len({*one.texts} & {*members[0].texts}) > 1 for one in members]
    if len(members) < 2 or not all(several) or not once_each(members):
        return 0
    return len(members)


def _in_order(run: Sequence[Drafted]) -> Drafted:
    columns = [drafted.columns[0] for drafted in run]
    listed = max((drafted.keys.get("options", []) for drafted in run), key=len)
    every = [option for one in run for option in one.keys.get("options", [])]
    keys: Keys = {
        "type": "ranking",
        "places": [column.name for column in columns],
        "options": list(dict.fromkeys([*listed, *every])),
    }
    if any("declared" in drafted.keys for drafted in run):
        keys["declared"] = "cells"
    if recode := {k: v for one in run for k, v in one.keys.get("recode", {}).items()}:
        keys["recode"] = recode
    match = _ORDINAL.fullmatch(fold(run[0].wording))
    sentence = "läses som en rangordning, en kolumn för varje plats: rätt?"
    mentioned = any(MENTIONED.search(drafted.wording) for drafted in run)
    todo = [AS_MENTIONED if mentioned else sentence]
    return Drafted(keys, columns, match["stem"] if match else "", todo)

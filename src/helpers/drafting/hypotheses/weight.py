"""A weight: it is not an answer, and what uses it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.cleaning.coding import parse_number
from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis

REASON = "vikt: talen räknas utan vikter"
_HEADER = re.compile(
    r"(\w*[ _])?(vikt(er)?|w(eigh)?t|wgt|weights?|weighting|gewicht|vekt|vægt|paino"
    r"|(kal|des|svars|bortfall|analys|ansvar|individ|hushåll|person|p|f)\w*_?(vikt|weight|w(gh)?t))"
    r"([ _]?\w*)?|pw|w_\w+|\w+_w|(uppräkning|expansion|raking|kalibrering)\w*",
    re.IGNORECASE,
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    if not _HEADER.fullmatch(profile.header):
        return
    numbers = [parse_number(written) for written in profile.counts]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not known or min(known) < 0:
        return
    if all(number.is_integer() for number in known):
        return  # how heavy something is, or how important
    found = text.drafted(profile)
    ignored = [(profile.column, REASON)]
    yield Hypothesis("vikt", found, Evidence.HEADER, 1.0, ignored=ignored)

"""No pattern that meets a text of hers takes time by the square of its length.

A header of 32,767 letters took 45 seconds once. Every compiled pattern of the stages
that read what she and others wrote is tried, by the methods that its module calls, on
texts that make a slow one slow: long runs of a letter, digit or mark, which nearly fit.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping

import pytest

import helpers
from helpers.cleaning.privacy import columns
from helpers.drafting import scales

READING = ("core", "exports", "survey", "cleaning", "drafting")
LONG = 2_000  # characters, the longest header; a cell may have sixteen times as many
MOST_SECONDS = 0.1
# Runs of white space are one space where texts are folded, and they are.
RUNS = ("a", "1", "-", "a ", "1 ", "1,", "(", "[", "{", "<", ":", "/", "a.", "A-", "| ")
Pattern = re.Pattern[str]
SHORT = {  # patterns that only meet the beginning of a text, or a short one: how long
    "helpers.cleaning.privacy.columns": columns.LONGEST,
    "helpers.drafting.scales": scales.LONGEST_STEP,
}
LOOKING = ("search", "sub", "split", "findall", "finditer")
WHOLE = ("match", "fullmatch")


def patterns() -> Iterator[tuple[str, Pattern, list[Callable[[str], object]]]]:
    """Each pattern: where it is, itself, and how its module uses it."""
    for stage in READING:
        package = importlib.import_module(f"{helpers.__name__}.{stage}")
        walked = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        for name in (package.__name__, *(found.name for found in walked)):
            module = importlib.import_module(name)
            source = inspect.getsource(module)
            for key, value in vars(module).items():
                for one in _within(value):
                    called = [*_called(key, one, source)]
                    yield f"{name}.{key}", one, called


def _called(key: str, one: Pattern, source: str) -> Iterator[Callable[[str], object]]:
    looks = any(f"{key}.{method}" in source for method in LOOKING)
    whole = any(f"{key}.{method}" in source for method in WHOLE)
    if looks or not whole:
        yield one.search
    if whole or not looks:
        yield one.fullmatch


def _within(value: object, depth: int = 0) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth < 3 and isinstance(value, Mapping):
        for inner in value.values():
            yield from _within(inner, depth + 1)
    elif depth < 3 and isinstance(value, tuple | list):
        for inner in value:
            yield from _within(inner, depth + 1)


EVERY = [*patterns()]


def seconds(called: list[Callable[[str], object]], text: str) -> float:
    began = time.process_time()
    for method in called:
        method(text)
    return time.process_time() - began


@pytest.mark.parametrize(
    ("where", "called"),
    [(where, called) for where, _, called in EVERY],
    ids=[where for where, _, _ in EVERY],
)
def test_no_pattern_is_slow_on_a_long_text(where, called):
    longest = next((n for place, n in SHORT.items() if where.startswith(place)), LONG)
    for run in RUNS:
        text = (run * longest)[:longest] + "!"
        if seconds(called, text) > MOST_SECONDS:  # once more: the machine may be busy
            assert seconds(called, text) <= MOST_SECONDS, f"{where}: {run!r} again"


def test_patterns_are_found_and_a_slow_one_is_seen():
    assert len(EVERY) > 100
    slow = re.compile(r"(a+)+$").search
    assert seconds([slow], "a" * 24 + "!") > MOST_SECONDS

"""Values as lines of survey.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from helpers.core.wording import fold
from helpers.drafting.recognition.words import RESERVED, quoted


def one_line(text: str) -> str:
    """A text in a comment: no new line may end it."""
    return "".join(char if char.isprintable() else " " for char in fold(text))


def flow(value: Any) -> str:
    """A value on one line.

    >>> flow({"options": ["Ja", "Nej"], "max": 3})
    '{options: ["Ja", "Nej"], max: 3}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else str(value)


def _key(key: object) -> str:
    plain = isinstance(key, str) and re.fullmatch(r"[a-z_][a-z0-9_]*", key)
    bare = isinstance(key, int) or (plain and key not in RESERVED)
    return str(key) if bare else quoted(str(key))


BARE: tuple[str, ...] = ("type", "cell", "scale", "chapter", "disclosure")


def entry(key: str, value: Any, indent: str) -> Iterator[str]:
    """A key with its value: on one line where it fits, else one item a line."""
    if key in BARE:
        yield f"{indent}{key}: {value}"
        return
    line = f"{indent}{key}: {flow(value)}"
    if len(line) <= 88 or not isinstance(value, dict | list):
        yield line
    elif isinstance(value, list):
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {flow(item)}" for item in value)
    else:
        yield f"{indent}{key}:"
        for inner, content in value.items():
            if isinstance(content, dict):
                yield f"{indent}  {_key(inner)}:"
                for option, column in content.items():
                    yield f"{indent}    {_key(option)}: {flow(column)}"
            else:
                yield f"{indent}  {_key(inner)}: {flow(content)}"

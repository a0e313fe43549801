"""Data of survey.yml with comments, as ruamel writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from helpers.core.wording import fold
from helpers.drafting.recognition.words import RESERVED
from helpers.survey.codebook import round_trip

WIDTH = 88  # what is longer is written an item a line
# Keys whose values are words of survey.yml's own, or ids.
BARE = frozenset(
    {"type", "cell", "scale", "chapter", "disclosure", "language", "status", "id"}
    | {"group", "question", "duplicates", "respondent", "promised", "partial"}
    | {"declared", "hindrances", "asked"}
)


@dataclass(frozen=True)
class CommentedKey:
    """A key of survey.yml with its value, and what is said about it.

    `above`: lines of comment over it; `comment`: at the end of its line. `asks`: what
    only she can say, in Swedish. Without a `key` it is a comment alone.
    """

    key: str = ""
    value: object = None
    comment: str = ""
    above: tuple[str, ...] = ()
    asks: str = ""


def commented(parts: Iterable[CommentedKey], indent: int = 0) -> CommentedMap:
    """The parts as a mapping with its comments."""
    content = CommentedMap()
    waiting: list[str] = []
    for part in parts:
        waiting += part.above
        if not part.key:
            continue
        content[part.key] = bare(part.key, part.value)
        collection = isinstance(content[part.key], CommentedMap | CommentedSeq)
        if part.comment and collection:
            waiting.append(part.comment)  # ruamel would put it before the value
        if waiting:
            content.yaml_set_comment_before_after_key(
                part.key, before="\n".join(map(one_line, waiting)), indent=indent
            )
            waiting = []
        if part.comment and not collection:
            content.yaml_add_eol_comment(one_line(part.comment), part.key)
    return content


def listed(items: Sequence[tuple[CommentedMap, Sequence[str]]]) -> CommentedSeq:
    """Mappings in a list, an empty line and comments over each."""
    found = CommentedSeq()
    for place, (item, above) in enumerate(items):
        found.append(item)
        lines = [*([""] if place else []), *map(one_line, above)]
        if lines:
            found.yaml_set_comment_before_after_key(
                place, before="\n".join(lines), indent=2
            )
    return found


def reasoned(items: Iterable[tuple[str, str]]) -> CommentedSeq:
    """Texts in a list, each with a comment at the end of its line."""
    found = CommentedSeq()
    for place, (text, reason) in enumerate(items):
        found.append(DoubleQuotedScalarString(text))
        found.yaml_add_eol_comment(one_line(reason), place)
    return found


def bare(key: str, value: object) -> object:
    """The value of a key: texts in quotation marks but for survey.yml's own words."""
    own = isinstance(value, str) and key in BARE
    return value if own else data(value, len(key))


def data(value: object, taken: int = 0) -> object:
    """A value as ruamel writes it: on one line where it fits, else one item a line."""
    if isinstance(value, CommentedMap | CommentedSeq):
        return value
    if isinstance(value, str):
        return DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        mapping = CommentedMap()
        for key, inner in value.items():
            mapping[_key(key)] = bare(str(key), inner)
        if _fits(value, taken):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq([data(inner) for inner in value])
        if _fits(value, taken):
            sequence.fa.set_flow_style()
        return sequence
    return value


def _key(key: object) -> object:
    if not isinstance(key, str):
        return key
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", key) and key not in RESERVED
    return key if plain else DoubleQuotedScalarString(key)


def _fits(value: object, taken: int) -> bool:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return False
    return len(str(value)) + taken + 8 <= WIDTH


def one_line(text: str) -> str:
    """A text in a comment: no new line may end it.

    >>> one_line("Vad\\nmenas?"), one_line("")
    ('Vad menas?', '')
    """
    return "".join(char if char.isprintable() else " " for char in fold(text))


def as_yaml(content: CommentedMap) -> str:
    text = StringIO()
    round_trip().dump(content, text)
    return text.getvalue()

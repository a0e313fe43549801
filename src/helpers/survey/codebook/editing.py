"""survey.yml with some keys changed: comments, order and every other byte stay.

ruamel finds where in the text a key stands; only that place is written anew. What comes
of it is read back and compared before it takes the old file's place.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from helpers.core.errors import CodebookError, Problem
from helpers.core.project import write_text
from helpers.survey.codebook.model import FILE, Codebook
from helpers.survey.codebook.reading import (
    parse_codebook,
    read_codebook,
    read_text,
    round_trip,
)
from helpers.survey.codebook.seen import reading_of

Place: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | dt.date
    | Sequence["Value"]
    | Mapping[str, "Value"]
    | None
)
WIDTH = 88
# Keys whose values are words of survey.yml's own, or ids: not quoted.
_BARE = frozenset(
    {"type", "cell", "scale", "chapter", "disclosure", "language", "status", "id"}
    | {"group", "question", "duplicates", "respondent", "promised", "partial"}
    | {"declared", "hindrances", "approval", "asked"}
)
_KEY = re.compile(r"[a-z_][a-z0-9_]*")
_RESERVED = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
_COMMENT = re.compile(r"#[^\r\n]*")
_TODO = re.compile(r"^(\s*#\s*)TODO:?\s*", re.MULTILINE)


@dataclass(frozen=True)
class Edit:
    """One key of survey.yml. `path`: the keys and places that lead to it, for example
    ("questions", 3, "options"). `value`: what it is to be; None takes it away."""

    path: Place
    value: Value = None

    # An item of a list is taken away too: ("questions", 3). Later items go first.


def change_codebook(
    folder: Path, changes: Iterable[Edit], *, settled: Sequence[int] = ()
) -> Codebook:
    """Writes the changes to the survey.yml of `folder`, all or none; the new codebook.
    The questions at the places `settled` lose the word TODO in their comments.

    Raises CodebookError, and writes nothing, where survey.yml would not hold.
    """
    path = folder / FILE
    text = read_text(path)
    written = with_changes(without_todo(text, settled), list(changes))
    codebook = parse_codebook(round_trip().load(written))
    if written != text:
        write_text(path, written)
    return codebook


def mark_seen(
    folder: Path, codebook: Codebook, ids: Iterable[str], by: str, date: dt.date
) -> Codebook:
    """Writes that `by` has seen the questions `ids` as `codebook` reads them. Raises
    CodebookError for an id that there is not, or without a name."""
    if not by.strip():
        raise CodebookError("Det står inte vem som har gått igenom frågan.",
                            todo="Skriv ditt namn.")  # fmt: skip
    places = {question.id: n for n, question in enumerate(codebook.questions)}
    chosen = {id: codebook.question(id) for id in ids}
    changes = [
        Edit(
            ("questions", places[id], "seen"),
            {"by": by.strip(), "date": date, "reading": reading_of(codebook, question)},
        )
        for id, question in chosen.items()
    ]
    if read_codebook(folder) != codebook:
        raise CodebookError(
            Problem("Filen har ändrats medan du läste.", "Läs om den.", file=FILE)
        )
    return change_codebook(folder, changes, settled=[places[id] for id in chosen])


# ---------------------------------------------------------------- text in, text out


def with_changes(text: str, changes: Sequence[Edit]) -> str:
    """`text` of survey.yml with the changes. Raises CodebookError for a place that is
    not there.

    >>> with_changes("a: 1  # ett\\nb: [x]\\n", [Edit(("b",), ["x", "Å"])])
    'a: 1  # ett\\nb: ["x", "Å"]\\n'
    """
    wanted = _plain(round_trip().load(text))
    for change in changes:
        _set(wanted, change)
    tree = round_trip().compose(text)
    written = text
    splices = [_splice(text, tree, change) for change in changes]
    for start, end, new in sorted(splices, key=lambda one: one[0], reverse=True):
        written = written[:start] + new + written[end:]
    try:
        if _plain(round_trip().load(written)) == wanted:
            return written
    except YAMLError:
        pass
    return _rewritten(text, changes)


def without_todo(text: str, questions: Sequence[int]) -> str:
    """`text` without the word TODO in the comments over and in these questions."""
    if not questions or "TODO" not in text:
        return text
    tree = round_trip().compose(text)
    asked = _at(tree, ("questions",)).value
    for place in sorted(questions, reverse=True):
        before = _end(asked[place - 1]) if place else asked[0].start_mark.index
        start = before if place else _comments_above(text, before)
        end = _end(asked[place])
        part = _TODO.sub(r"\1", text[start:end])
        text = text[:start] + part + text[end:]
    return text


def _comments_above(text: str, at: int) -> int:
    """Where the lines of comment right above `at` begin."""
    start = text.rfind("\n", 0, at) + 1
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if not text[before:start].lstrip().startswith("#"):
            break
        start = before
    return start


def _splice(text: str, tree: Node, change: Edit) -> tuple[int, int, str]:
    """(from, to, new text): what one change writes in the place of what."""
    parent = _at(tree, change.path[:-1])
    key = change.path[-1]
    newline = "\r\n" if "\r\n" in text else "\n"
    if isinstance(parent, SequenceNode) and change.value is None:
        return _without_item(text, parent, key, change.path)
    if not isinstance(parent, MappingNode):
        raise _no_place(change.path)
    pair = next((pair for pair in parent.value if pair[0].value == key), None)
    if change.value is None:
        return (0, 0, "") if pair is None else _removal(text, parent, pair)
    line = f"{_quoted(str(key), _KEY)}: {_flow(change.value, key)}"
    if parent.flow_style:
        if pair:
            return pair[0].start_mark.index, _end(pair[1]), line
        at = parent.end_mark.index - 1
        return at, at, f"{', ' if parent.value else ''}{line}"
    indent = " " * parent.start_mark.column
    if len(indent) + len(line) > WIDTH:
        line = _block(str(key), change.value, indent, newline) or line
    if pair:
        start, end = pair[0].start_mark.index, _end(pair[1])
        kept = [*_comments(text, pair[1])] if "\n" in text[start:end] else []
        above = "".join(f"{comment}{newline}{indent}" for comment in kept)
        return start, end, above + line
    at = _end_of_line(text, _end(parent))
    return at, at, f"{newline}{indent}{line}"


def _without_item(
    text: str, parent: SequenceNode, key: str | int, path: Place
) -> tuple[int, int, str]:
    """An item of a list and the comments over it, written on lines of their own."""
    if not isinstance(key, int) or not 0 <= key < len(parent.value):
        raise _no_place(path)
    start = parent.value[key].start_mark.index
    line = text.rfind("\n", 0, start) + 1
    if parent.flow_style or text[line:start].strip() != "-":
        return start, start, ""  # ruamel writes all of it
    stop = text.find("\n", _end(parent.value[key]))
    end = len(text) if stop < 0 else stop + 1
    return _comments_above(text, line), end, ""


def _removal(
    text: str, parent: MappingNode, pair: tuple[Node, Node]
) -> tuple[int, int, str]:
    start, end = pair[0].start_mark.index, _end(pair[1])
    if parent.flow_style:
        if after := re.match(r"\s*,\s*", text[end:]):
            return start, end + after.end(), ""
        before = re.search(r",\s*$", text[:start])
        return (before.start() if before else start), end, ""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():  # the first key of a list's item
        return start, start, ""  # does not read as wanted: ruamel writes all of it
    stop = text.find("\n", end)
    return line, len(text) if stop < 0 else stop + 1, ""


def _end_of_line(text: str, at: int) -> int:
    found = re.compile(r"\r?\n|\Z").search(text, at)
    return found.start() if found else len(text)


def _end(node: Node) -> int:
    """Where what a node says ends: ruamel counts blank lines and comments in."""
    block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
    if not block or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last)


def _comments(text: str, node: Node) -> Iterator[str]:
    """The comments between the words of a node that is to be written anew."""
    words = sorted(_words(node))
    for (_, end), (start, _) in pairwise(words):
        yield from _COMMENT.findall(text[end:start])


def _words(node: Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, ScalarNode):
        yield node.start_mark.index, node.end_mark.index
        return
    for inner in node.value:
        for one in inner if isinstance(node, MappingNode) else (inner,):
            yield from _words(one)


def _at(tree: Node, path: Place) -> Node:
    node = tree
    for step in path:
        if isinstance(node, MappingNode):
            found = [pair[1] for pair in node.value if pair[0].value == step]
        else:
            found = node.value[step : step + 1] if isinstance(step, int) else []
        if not found:
            raise _no_place(path)
        node = found[0]
    return node


def _no_place(path: Place) -> CodebookError:
    where = " → ".join(map(str, path))
    return CodebookError(
        Problem(f"Filen har inget ställe {where}.", "Läs om den.", file=FILE)
    )


# ---------------------------------------------------------------- values


def _flow(value: Value, key: object = "") -> str:
    """The value of a key on one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case dt.date():
            return value.isoformat()
        case str():
            own = key in _BARE
            return (
                _quoted(value, _KEY) if own else json.dumps(value, ensure_ascii=False)
            )
        case Mapping():
            inner = ", ".join(
                f"{_quoted(name, _KEY)}: {_flow(inner, name)}"
                for name, inner in value.items()
            )
            return f"{{{inner}}}"
        case _:
            return f"[{', '.join(map(_flow, value))}]"


def _quoted(text: object, plain: re.Pattern[str]) -> str:
    if not isinstance(text, str):
        return str(text)  # a year as a key
    bare = plain.fullmatch(text) and text not in _RESERVED
    return text if bare else json.dumps(text, ensure_ascii=False)


def _block(key: str, value: Value, indent: str, newline: str) -> str:
    """A long list or mapping with a line for each; "" for what is neither."""
    inner = f"{newline}{indent}  "
    if isinstance(value, Mapping) and value:
        lines = [f"{_quoted(k, _KEY)}: {_flow(v, k)}" for k, v in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        lines = [f"- {_flow(one)}" for one in value]
    else:
        return ""
    return "".join([f"{_quoted(key, _KEY)}:", *(f"{inner}{line}" for line in lines)])


def _plain(content: object) -> object:
    """ruamel's tree as plain values, to compare: the order of keys counts too."""
    if isinstance(content, Mapping):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, str):
        return str(content)
    if isinstance(content, dt.date) and not isinstance(content, dt.datetime):
        return dt.date(content.year, content.month, content.day)
    return content


def _set(content: object, change: Edit) -> None:
    *path, key = change.path
    for step in path:
        try:
            content = content[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            raise _no_place(change.path) from None
    if isinstance(content, list) and change.value is None and isinstance(key, int):
        del content[key]
    elif not isinstance(content, dict):
        raise _no_place(change.path)
    elif change.value is None:
        content.pop(key, None)
    else:
        content[key] = _plain(change.value)


def _delete(parent: object, key: str | int) -> None:
    if isinstance(parent, list) and isinstance(key, int):
        del parent[key]
    elif isinstance(parent, dict):
        parent.pop(key, None)


def _rewritten(text: str, changes: Sequence[Edit]) -> str:
    """The whole file through ruamel: comments stay, line breaks in lists may move."""
    content = round_trip().load(text)
    for change in changes:
        *path, key = change.path
        parent = content
        for step in path:
            parent = parent[step]
        if change.value is None:
            _delete(parent, key)
        else:
            parent[key] = round_trip().load(_flow(change.value))
    out = StringIO()
    round_trip().dump(content, out)
    return out.getvalue()

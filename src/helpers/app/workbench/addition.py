"""A cut added to `extra:` in survey.yml; every other byte of the file stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from ruamel.yaml.error import YAMLError

from helpers.core.errors import CodebookError, Problem
from helpers.core.project import write_text
from helpers.survey.codebook import (
    FILE,
    Codebook,
    Extra,
    load_yaml,
    parse_codebook,
    read_codebook,
    round_trip,
)

_EMPTY = re.compile(r"^extra:[ \t]*(?:\[[ \t]*\])?[ \t]*(?=#|\r?$)", re.MULTILINE)


def add_cut(folder: Path, cut: Extra) -> bool:
    """Adds `cut` to the survey.yml of `folder`; False when it is there already.

    The new file is read back before it takes the old one's place: its content is the
    old one's and the cut. Raises CodebookError when it would not be.
    """
    path = folder / FILE
    codebook = read_codebook(folder)
    if any(one.key == cut.key for one in codebook.extra):
        return False
    source = path.read_bytes().decode("utf-8-sig")
    wanted = codebook.model_copy(update={"extra": [*codebook.extra, cut]})
    for written in (_inserted(source, cut), _rewritten(path, cut)):
        if written is not None and _reads_as(written, wanted):
            write_text(path, written)
            return True
    raise CodebookError(
        Problem(
            "Uttaget gick inte att lägga till under extra.",
            f"Skriv själv sist i filen: extra: [{_line(cut)}]",
            file=FILE,
        )
    )


def _line(cut: Extra) -> str:
    """The cut as one line of YAML."""
    given = cut.model_dump(exclude_none=True, exclude_defaults=True)
    parts = [f'{name}: "{_escaped(value)}"' if name in ("only", "title")
             else f"{name}: {value}" for name, value in given.items()]  # fmt: skip
    return "{" + ", ".join(parts) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _inserted(source: str, cut: Extra) -> str | None:
    """The text with the cut put in where `extra:` is missing, empty or a list of
    lines; None where it is written in another way."""
    end = "\r\n" if "\r\n" in source else "\n"
    item = f"  - {_line(cut)}{end}"
    lines = source.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    at = next((n for n, x in enumerate(lines) if x.startswith("extra:")), None)
    if at is None:
        return "".join([*lines, f"{end}extra:{end}{item}"])
    if not _EMPTY.match(lines[at].rstrip("\r\n")):
        return None
    lines[at] = _EMPTY.sub("extra:", lines[at], count=1)
    last = at
    for n in range(at + 1, len(lines)):
        if lines[n].strip() and not lines[n][0].isspace() and lines[n][0] not in "-#":
            break
        if lines[n].strip() and not lines[n].lstrip().startswith("#"):
            last = n
    if last > at:  # as the items that are there
        indent = re.match(r"\s*", lines[at + 1])
        item = f"{indent[0] if indent else '  '}{item.lstrip()}"
    lines.insert(last + 1, item)
    return "".join(lines)


def _rewritten(path: Path, cut: Extra) -> str:
    """The whole file through ruamel: comments stay, line breaks in lists may move."""
    content = load_yaml(path)
    added = round_trip().load(_line(cut))
    content["extra"] = [*(content.get("extra") or []), added]
    text = StringIO()
    round_trip().dump(content, text)
    return text.getvalue()


def _reads_as(written: str, wanted: Codebook) -> bool:
    """Raises CodebookError for a cut that the codebook cannot have."""
    try:
        content = round_trip().load(written)
    except YAMLError:
        return False
    return isinstance(content, Mapping) and parse_codebook(content) == wanted

"""survey.yml → Codebook, read in YAML 1.2: `No` is a word, and comments survive."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from helpers.core.errors import CodebookError, Problem
from helpers.core.project import existing, write_text
from helpers.survey.codebook.contradictions import contradictions
from helpers.survey.codebook.faults import problems
from helpers.survey.codebook.model import FILE, Codebook

PARSED = "codebook.json"
MISNAMED = ("survey.yml.txt", "survey.yaml", "survey.txt", "survey.yaml.txt")
"""What survey.yml is called when Notepad or Explorer has hidden its ending."""
LONGEST_SHOWN = 40  # characters of a value that cannot be read
LARGEST_FILE = 2_000_000  # bytes; the largest real codebook tried has 120 kB


def read_codebook(folder: Path) -> Codebook:
    """The codebook of a survey's folder (or of a survey.yml file).

    Raises CodebookError with every problem that was found.
    """
    return parse_codebook(load_yaml(_file_in(folder)))


def parse_codebook(content: Mapping[str, Any]) -> Codebook:
    """`content` of survey.yml → Codebook. Raises CodebookError with all problems."""
    try:
        codebook = Codebook.model_validate(content)
    except ValidationError as error:
        raise CodebookError(problems(error, content)) from None
    found = list(contradictions(codebook, content))
    if found:
        raise CodebookError(found)
    return codebook


def load_yaml(path: Path) -> Any:
    """survey.yml as ruamel's round-trip tree, which remembers lines and comments.

    Raises CodebookError for a file that is not YAML, is not text, or is a trap.
    """
    text = read_text(path)
    yaml = round_trip()
    try:
        # Looking for aliases costs as much as reading; without a star there is none.
        if "*" in text and any(
            isinstance(event, AliasEvent) for event in yaml.parse(text)
        ):
            raise CodebookError(
                Problem(
                    "Filen använder YAML-alias (*namn), som kodboken inte tar emot.",
                    "Skriv ut innehållet, eller använd en gemensam skala (scales).",
                    file=FILE,
                )
            )
        content = round_trip().load(text)
    except MarkedYAMLError as error:
        raise CodebookError(_yaml_problem(error, text)) from None
    except ReaderError as error:
        char = chr(error.character)
        raise CodebookError(
            Problem(
                f"Raden har ett tecken som inte är text (U+{ord(char):04X}).",
                "Ta bort det.",
                file=FILE,
                row=text.count("\n", 0, text.index(char)) + 1,
            )
        ) from None
    except RecursionError:
        raise CodebookError(
            Problem(
                "Filen har klamrar inuti klamrar i en orimlig mängd.",
                "Är det rätt fil?",
                file=FILE,
            )
        ) from None
    except ValueError:
        raise CodebookError(_unreadable_value(text)) from None
    if not isinstance(content, Mapping):
        raise CodebookError(
            Problem(
                "Filen är tom eller har inga nycklar.",
                "Den behöver minst title, exports och questions.",
                file=FILE,
            )
        )
    return content


def read_text(path: Path) -> str:
    """survey.yml as text, however Notepad has saved it: UTF-8 with or without a mark at
    its beginning, or UTF-16 ("Unicode"). Raises CodebookError for anything else."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError(_not_there(path)) from None
    if len(raw) > LARGEST_FILE:
        raise CodebookError(
            Problem("Filen är orimligt stor.", "Är det rätt fil?", file=FILE)
        )
    utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise CodebookError(
            Problem(
                "Filen är inte sparad som UTF-8.",
                "Spara om den med teckenkodningen UTF-8.",
                file=FILE,
            )
        ) from None


def _not_there(path: Path) -> Problem:
    """What is missing, and the file that a hidden ending has made another."""
    for name in MISNAMED:
        if path.with_name(name).is_file():
            return Problem(
                f"Kodboken heter {name}, och läses därför inte.",
                f"Byt namn på den till {FILE}. I Utforskaren syns hela namnet efter "
                "Visa › Visa › Filnamnstillägg.",
                file=name,
            )
    return Problem("Filen finns inte.", "Skapa den med kartlaggning new.", file=FILE)


def _unreadable_value(text: str) -> Problem:
    """The first value that looks like a date or a number and is none: 2026-02-30."""
    for node in _scalars(round_trip().compose(text)):
        written = text[node.start_mark.index : node.end_mark.index]
        try:
            round_trip().load(written)
        except ValueError:
            date = node.tag.endswith(":timestamp")
            kind = "datum som finns" if date else "tal som går att läsa"
            todo = (
                "Skriv till exempel 2024-02-05."
                if date
                else "Skriv ett vanligt tal. Är det text ska den stå inom citattecken."
            )
            return Problem(
                f"”{written[:LONGEST_SHOWN]}{'…' * (len(written) > LONGEST_SHOWN)}” är "
                f"inget {kind}.",
                todo,
                file=FILE,
                row=node.start_mark.line + 1,
            )
    return Problem("Filen går inte att läsa som YAML.", "Är det rätt fil?", file=FILE)


def _scalars(node: Any) -> Iterator[Any]:
    """Every value and key below a node, in the file's order."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for inner in node.value:
            yield from _scalars(inner)
    elif isinstance(node, MappingNode):
        for pair in node.value:
            for inner in pair:
                yield from _scalars(inner)


def write_parsed(folder: Path, codebook: Codebook) -> None:
    """`codebook.json`, for the steps after: YAML takes a tenth of a second to read."""
    content = codebook.model_dump_json(by_alias=True, exclude_unset=True, indent=2)
    write_text(folder / PARSED, content + "\n")


def read_parsed(folder: Path) -> Codebook:
    """What `write_parsed` wrote. Raises ProjectError when there is nothing to read."""
    return Codebook.model_validate_json(existing(folder / PARSED).read_bytes())


def round_trip() -> YAML:
    """The one way this suite reads and writes YAML: version 1.2, comments kept."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _file_in(folder: Path) -> Path:
    return folder / FILE if folder.is_dir() else folder


def _yaml_problem(error: MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    shown = lines[line - 1] if line and line <= len(lines) else ""
    indent = shown[: len(shown) - len(shown.lstrip())]
    problem = f"{error.problem or ''} {error.context or ''}"
    if "\t" in indent or "'\\t'" in problem:
        found = "Raden är indragen med tabb, som YAML inte tillåter."
        todo = "Byt tabben mot mellanslag."
    elif "duplicate key" in problem:
        found = f"Samma nyckel står två gånger: ”{shown.strip()}”."
        todo = "Ta bort den ena."
    else:
        found = f"Raden går inte att läsa som YAML: ”{shown.strip()[:80]}”."
        todo = (
            "Kontrollera kolon, indrag och citattecken på raden och raden före. "
            "Text med kolon, # eller citattecken ska stå inom citattecken."
        )
    return Problem(found, todo, file=FILE, row=line)

"""What surveys ask and answer, in six languages: made_words.toml, for `made_tools`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

Options = tuple[str, ...]
Question = tuple[str, Options]


@dataclass(frozen=True)
class Words:
    """`scales`, `agree`: low to high. `grids`: the question and its rows. `rate`: what
    is answered on numbers."""

    dont_know: str
    singles: tuple[Question, ...]
    scales: tuple[Question, ...]
    multiples: tuple[Question, ...]
    grids: tuple[Question, ...]
    agree: tuple[Options, ...]
    rate: Options
    numbers: Options
    texts: Options


def question(line: str) -> Question:
    """
    >>> question("Vilken roll har du? Chef | Handläggare")
    ('Vilken roll har du?', ('Chef', 'Handläggare'))
    """
    text, _, options = line.partition("? ")
    return f"{text}?", parts(options)


def parts(line: str) -> Options:
    return tuple(part.strip() for part in line.split("|"))


def _languages() -> dict[str, Words]:
    content = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return {
        language: Words(
            dont_know=said["dont_know"],
            singles=tuple(map(question, said["singles"])),
            scales=tuple(map(question, said["scales"])),
            multiples=tuple(map(question, said["multiples"])),
            grids=tuple(map(question, said["grids"])),
            agree=tuple(map(parts, said["agree"])),
            rate=tuple(said["rate"]),
            numbers=tuple(said["numbers"]),
            texts=tuple(said["texts"]),
        )
        for language, said in tomllib.loads(content).items()
    }


LANGUAGES = _languages()

"""The csv files that are handed out, and what each column is, in two languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.core.spreadsheets import neutral
from helpers.disclosure.released import TOLD_REASONS
from helpers.estimation.schema import KEYS, NUMBERS, STATISTICS
from helpers.presentation.figures.figure import Figure
from helpers.presentation.number_codes import COLUMNS, HEADINGS
from helpers.presentation.tables import SUPPRESSED_SIGN
from helpers.presentation.text import State

NEAR_ENDS = ("< 1", "> 99")
MISSING = ("", SUPPRESSED_SIGN, *(s.value for s in State if s.value), *NEAR_ENDS)
"""What stands in a cell of numbers that has none. A percentage that is neither nothing
nor all, and would be rounded to it, is one of `NEAR_ENDS`."""
KEY_FILE = "kolumner.csv"
KEY_HEADINGS = ("fil", "kolumn", "typ", "svenska", "engelska")
TYPES = {"text": "string", "count": "integer"}  # of the kinds of column; else a number

ENGLISH = {
    "Svarsalternativ": "Response option",
    "Fråga": "Question",
    "Antal": "Number",
    "Svarande": "Respondents",
    "Andel (%)": "Share (%)",
    "Andel": "Share",
    "Intervall, lägst (%)": "Confidence interval, lower end (%)",
    "Intervall, högst (%)": "Confidence interval, upper end (%)",
    "Lägsta och högsta möjliga, lägst (%)": "Lowest possible share (%)",
    "Lägsta och högsta möjliga, högst (%)": "Highest possible share (%)",
    "Svarande som nämner den": "Respondents that name it",
    "Utmaning": "Challenge",
    "Förvaltning": "Department",
    "Förvaltningar": "Departments",
    "Grupp": "Group",
    "Form": "Form of collaboration",
    "Kombination": "Combination of forms",
    "Organisation": "Organisation",
    "Slag": "Kind",
    "Omgång": "Wave",
    "Tillfrågade": "Asked",
    "Svarsandel": "Response rate",
}
ENDINGS = {
    ", antal": ", number",
    ", svarande": ", respondents",
    ", andel (%)": ", share (%)",
    ", lägst (%)": ", lower end (%)",
    ", högst (%)": ", upper end (%)",
    " (%)": " (%)",
    " (procentenheter)": " (percentage points)",
}


@dataclass(frozen=True)
class Field:
    """A column: its header, what its cells are, and what it is in two languages.

    `codes` are the values it may have, with what they mean; none where it has others.
    """

    name: str
    type: str
    swedish: str
    english: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Described:
    """A csv file of data/: `title` is what its table is called, `asked` what was asked,
    `key` the columns that tell its rows apart."""

    file: str
    title: str
    fields: tuple[Field, ...]
    asked: str = ""
    key: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For `described_again`: what a step says of its csv to the end of the run."""
        columns = [[one.name, one.type] for one in self.fields]
        content = {"file": self.file, "title": self.title, "asked": self.asked}
        return {**content, "columns": columns}


def described_table(file: str, figure: Figure, *, about: str) -> Described:
    """The csv `file` of a figure; `about` is what its page or its chapter is on, which
    the caption does not repeat."""
    columns, _ = figure.table.plain()
    text = figure.csv.decode("utf-8-sig")
    head = next(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    fields = [
        _field(header, TYPES.get(column.kind, "number"))
        for header, column in zip(head, columns, strict=True)
    ]
    caption = figure.table.caption
    title = caption if about in ("", caption) else f"{caption}: {about}"
    return Described(file, title, tuple(fields), figure.question)


def described_again(content: Mapping[str, Any]) -> Described:
    fields = tuple(_field(name, kind) for name, kind in content["columns"])
    return Described(content["file"], content["title"], fields, content["asked"])


def _field(header: str, kind: str) -> Field:
    return Field(header, kind, header, english(header))


def english(header: str) -> str:
    """A column's header in English; names that the survey gave stay as they are.

    >>> english("Andel (%)"), english("Dialog, antal"), english("Dialog")
    ('Share (%)', 'Dialog, number', 'Dialog')
    """
    if header in ENGLISH:
        return ENGLISH[header]
    for ending, words in ENDINGS.items():
        if header.endswith(ending):
            return english(header.removesuffix(ending)) + words
    return header


def of_all_numbers(file: str, survey: str) -> Described:
    """The file with every released number, with the codes of its columns."""
    codes = {
        "statistic": {code: what.label for code, what in STATISTICS.items()},
        "reason": dict(TOLD_REASONS),
        "shown": {"ja": "redovisas", "nej": "skyddas"},
    }
    fields = [
        Field(
            name,
            "boolean" if name == "shown" else "number" if name in NUMBERS else "string",
            *words,
            codes.get(name, {}),
        )
        for name, words in COLUMNS.items()
    ]
    return Described(file, f"Alla tal i {survey}", tuple(fields), key=tuple(KEYS))


def of_codes(file: str) -> Described:
    """The codebook of that file."""
    meanings = (
        ("vad koden är: kolumn, mått, metod eller skäl", "what the code is"),
        ("koden, som den står i alla-tal.csv", "the code, as in alla-tal.csv"),
        ("vad den betyder", "what it means, in Swedish"),
        ("vad den betyder, på engelska", "what it means, in English"),
    )
    fields = [
        Field(name, "string", *words)
        for name, words in zip(HEADINGS, meanings, strict=True)
    ]
    return Described(file, "Kodbok till alla tal", tuple(fields), key=HEADINGS[:2])


def of_key() -> Described:
    """The key to the columns of all files, which is a file itself."""
    meanings = (
        ("filens namn", "the file's name"),
        ("kolumnens rubrik", "the column's header"),
        ("vad som står i cellerna", "what stands in the cells"),
        ("vad kolumnen är", "what the column is, in Swedish"),
        ("vad kolumnen är, på engelska", "what the column is, in English"),
    )
    fields = [
        Field(name, "string", *words)
        for name, words in zip(KEY_HEADINGS, meanings, strict=True)
    ]
    key = KEY_HEADINGS[:2]
    return Described(KEY_FILE, "Nyckel till kolumnerna", tuple(fields), key=key)


def key_csv(tables: Iterable[Described]) -> bytes:
    """What every column of every file is, as csv for Excel in Swedish."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(KEY_HEADINGS)
    writer.writerows([neutral(cell) for cell in line] for line in _lines(tables))
    return out.getvalue().encode("utf-8-sig")


def _lines(tables: Iterable[Described]) -> Iterator[tuple[str, ...]]:
    words = {"string": "text", "integer": "heltal", "number": "tal"}
    for table in tables:
        for one in table.fields:
            kind = words.get(one.type, "ja eller nej")
            yield table.file, one.name, kind, one.swedish, one.english

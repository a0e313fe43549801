"""What tells by being there at all: a row or a page that some groups have and others
lack says who gave an answer, though nothing in it is a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.audit.claim import ALL_NUMBERS
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import SHARES
from helpers.audit.reading import csv_rows, page_of
from helpers.core.errors import Problem
from helpers.core.spreadsheets import neutral
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook

TABLE = ("question", "item", "challenge", "form", "statistic")
REPORT = "Det är ett fel i programmet. Publicera inte, och rapportera felet."


def existence_problems(
    files: Mapping[str, bytes], codebook: Codebook
) -> Iterator[Problem]:
    """Each protected table whose groups do not all have the same options, and each
    group without a page of its own where others have one."""
    rows = csv_rows(files.get(ALL_NUMBERS, b""))
    header, *values = rows or [[]]
    tables: dict[tuple[str, ...], dict[str, set[str]]] = {}
    every: dict[str, None] = {}
    for one in values:
        row = dict(zip(header, one, strict=False))
        if row.get("statistic") not in SHARES:
            continue
        group = row["group"]
        if group not in (TOTAL, NO_GROUP):
            every.setdefault(group)
            table = tuple(row[key] for key in TABLE)
            tables.setdefault(table, {}).setdefault(group, set()).add(row["option"])
    for (question, *_), groups in tables.items():
        options = set().union(*groups.values())
        lacking = [name for name, own in groups.items() if own != options]
        if lacking and is_protected(codebook, question):
            yield Problem(
                f"Frågan {question}: ”{lacking[0]}” saknar rader som andra grupper "
                "har, vilket visar att ingen där gav svaret, eller att någon gjorde "
                "det.",
                REPORT,
                file=ALL_NUMBERS,
            )
    pages = [_heading(files[name]) for name in files if name.endswith(".html")]
    own_page = {g for g in every if any(_is_of(heading, g) for heading in pages)}
    for group in every:
        if own_page and group not in own_page:
            yield Problem(
                f"”{group}” har ingen egen sida, men andra grupper har det. Det visar "
                "något om svaren där.",
                REPORT,
                file="outputs",
            )


def _heading(content: bytes) -> str:
    found = page_of(content).find("h1")
    return "" if found is None else " ".join(found.text.split())


def _is_of(heading: str, group: str) -> bool:
    """Whether a page is a group's own: "Kultur", "Avdelning: Kultur". `group` is as a
    csv writes it, where nothing is a formula."""
    plain = group.removeprefix("'")
    name = plain if neutral(plain) == group else group
    return heading == name or heading.endswith(f": {name}")

"""Claims of tables laid out for people: in pages, workbooks and csv."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from openpyxl import load_workbook

from helpers.audit.claim import Cell, Claim
from helpers.audit.names import Names, folded
from helpers.audit.puzzle import place_of
from helpers.audit.reading import BROKEN
from helpers.survey.codebook import TOTAL, Grid

COUNT, SHARE, BASE = "antal", "andel", "svarande"
EVERYBODY = "alla"
_PART = re.compile(
    r"^(?P<label>.*?),?\s*\(?(?<!\w)(?P<part>antal|andel|svarande|n)\)?"
    r"(?P<percent> ?\(%\))?$"
)
_OF = re.compile(r"^(\d[\d ]*)\s*(?:av|/)\s*(\d[\d ]*)$")
_PERCENT = re.compile(r"^([<>]?)\s*(\d+(?:,\d+)?)\s*%$")
_NEAR_END = re.compile(r"^([<>])\s*(\d+)$")  # under "Andel (%)"
OTHERS = re.compile(r"\b(alla|samtliga|andra|övriga)\b", re.IGNORECASE)
HIDDEN_SIGNS = ("·", "redovisas inte", "· redovisas inte", "·redovisas inte")


def table_claims(
    rows: Sequence[Sequence[str]], file: str, about: str, names: Names
) -> Iterator[Claim]:
    """Claims of a table laid out for people: the first row are headers, the first
    columns labels; `about` is everything said over it."""
    if len(rows) < 2:
        return
    yield from crossings(rows, file, names)
    parts = [_part(_without_base(header, names)) for header in rows[0]]
    context = set(names.mentioned(about))
    by_group = names.asks_for_group(rows[0][0])
    for row in rows[1:]:
        labels: list[str] = []
        base, of_all = None, False
        by_label: dict[str, dict[str, str]] = {}
        for place, ((label, part), value) in enumerate(zip(parts, row, strict=False)):
            if place == 0 or (names.meanings(value) and _number(value) is None):
                labels.append(value)
                continue
            if place == 1 and folded(value) == EVERYBODY:
                of_all = True  # a line of all, under the group's own
                continue
            by_label.setdefault(label, {})[part] = value
            if (label, part) == ("", BASE):
                base = _number(value)
        given = names.as_group(labels[0]) if by_group else {}
        labels = labels[bool(given) :]
        given = given or ({"group": TOTAL} if of_all else {})
        claims: list[Claim] = []
        for label, values in by_label.items():
            here = [*labels, *([label] if label else [])]
            for cell in cells_of(here, context, names, given):
                where = " · ".join([*row[: bool(given)], *here])
                claims += _claims(cell, file, f"{about[:60]}: {where}", values)
        yield from _with_base(claims, base)
        yield from _free_row(row, file, context, names)


def _with_base(claims: Sequence[Claim], base: float | None) -> Iterator[Claim]:
    """The claims of a row with how many its line says answered. Of a row of several
    groups or challenges that is of those that are shown: each has its own."""
    alike = len({place_of(claim.cell) for claim in claims}) == 1
    for claim in claims:
        known = claim.base or (claim.suppressed and not alike)
        yield claim if known else replace(claim, base=base)


_BASE = re.compile(r"\s*\(\d[\d\s]*(?:[–-]\d[\d\s]*)?\)$")


def _without_base(header: str, names: Names) -> str:
    """A header less the base after it: "Kulturförv. (12–13)" is about Kulturförv."""
    label = _BASE.sub("", header)
    known = names.meanings(label) and not names.meanings(header)
    return label if known else header


def _part(header: str) -> tuple[str, str]:
    """A header's label, and which of a cell's numbers it is over."""
    match = _PART.match(folded(header))
    if match is None:
        return header, ""
    part = BASE if match["part"] == "n" else match["part"]
    return match["label"].strip(), part


def _claims(
    cell: Cell, file: str, where: str, values: Mapping[str, str]
) -> Iterator[Claim]:
    """What the numbers of a cell say, each part for itself: a share that is not shown
    does not make the count beside it so."""
    by_column = {
        part: " ".join(v.replace("\u00a0", " ").split()) for part, v in values.items()
    }
    if any(value in HIDDEN_SIGNS for value in by_column.values()):
        yield Claim(cell, file, where, suppressed=True)
    count, base = _number(by_column.get(COUNT, "")), _number(by_column.get(BASE, ""))
    share, half = None, 0.0
    for part in (SHARE, ""):
        text = by_column.get(part, "")
        if match := _OF.match(text):
            count, base = (float(x.replace(" ", "")) for x in match.groups())
        elif match := _PERCENT.match(text) or (
            _NEAR_END.match(text) if part == SHARE else None
        ):
            share, half = percent(match[2], match[1])
        elif part == SHARE and _number(text) is not None:
            share, half = percent(text)
        elif part == "" and _number(text) is not None and count is None:
            count = _number(text)
    if count is not None or share is not None:
        yield Claim(cell, file, where, count=count, base=base, share=share, half=half)


def _free_row(
    row: Sequence[str], file: str, context: set[str], names: Names
) -> Iterator[Claim]:
    """Claims of a row under no header that explains it: "Chef i Vård;4;27"."""
    labels = list(names.mentioned(row[0]))
    numbers = [number for cell in row[1:] if (number := _number(cell)) is not None]
    if len(labels) < 2 or names.meanings(row[0]) or not numbers:
        return
    for cell in cells_of(labels, context, names, anywhere=True):
        yield Claim(cell, file, row[0], count=numbers[0])


def crossings(
    rows: Sequence[Sequence[str]], file: str, names: Names
) -> Iterator[Claim]:
    """A table that divides the answers to one question by those to another: a claim
    about the one whose option is the other, by the statistic "crossed"."""
    if len(rows) < 3:
        return
    labels = (
        [row[0] for row in rows[1:]],
        [_part(_without_base(top, names))[0] for top in rows[0][1:]],
    )
    down, across = (_questions(listed, names) for listed in labels)
    if _rows_of_a_grid(labels[0], across, names) or _rows_of_a_grid(
        labels[1], down, names
    ):
        return  # rows of its own, called as the options of another question
    if not down & across:
        for one in sorted(down):
            for other in sorted(across):
                cell = Cell(one, option=other, statistic="crossed")
                yield Claim(cell, file, " · ".join(rows[0]), count=0.0)


def _rows_of_a_grid(
    labels: Sequence[str], questions: Collection[str], names: Names
) -> bool:
    """Whether the labels are rows of one of the questions, which is a grid."""
    rows = {
        key for label in labels for kind, key in names.meanings(label) if kind == "item"
    }
    return any(
        len({item.row for item in names.codebook.items(question)} & rows) > 1
        for question in names.codebook.questions
        if question.id in questions and isinstance(question, Grid)
    )


def _questions(labels: Sequence[str], names: Names) -> set[str]:
    """The questions of which two options or more are among the labels."""
    options = {
        key
        for label in labels
        for kind, key in names.meanings(label)
        if kind == "option"
    }
    return {
        question.id
        for question in names.codebook.questions
        if len(options & set(question.all_options)) > 1
        and question.id != names.codebook.group
    }


def _number(text: str) -> float | None:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def percent(text: str, limit: str = "") -> tuple[float, float]:
    """A share and half of what it may differ by; of "< 1 %" and "> 99 %", which are not
    rounded, all that is on that side.

    >>> percent("12"), percent("1", "<"), percent("99", ">")
    ((0.12, 0.005), (0.005, 0.005), (0.995, 0.005))
    """
    decimals = len(text.partition(",")[2])
    share = float(text.replace(",", ".")) / 100
    if limit:
        end = 0.0 if limit == "<" else 1.0
        return (share + end) / 2, round(abs(share - end) / 2, 12)
    return share, 0.5 * 10.0 ** -(2 + decimals)


def cells_of(
    labels: Sequence[str],
    context: set[str],
    names: Names,
    given: Mapping[str, str] = MappingProxyType({}),
    *,
    anywhere: bool = False,
) -> list[Cell]:
    """The cells that the labels at a number can mean, with what is said around it.

    Each label must be some part of the cell other than those `given`; around it stands
    the question, and may stand a challenge, a form, an item or a group. What stands
    `anywhere` (in a comment, a free row) is of the only question with that option.
    """
    meanings = [
        {(kind, key) for kind, key in names.meanings(label) if kind not in given}
        for label in labels
    ]
    if not all(meanings):
        return []
    around: dict[str, set[str]] = {}
    for label in context:
        for kind, key in names.of[label]:
            around.setdefault(kind, set()).add(key)
    found: set[Cell] = set()
    for read in _choices(meanings):
        chosen = {**read, **given}
        questions = (
            {chosen["question"]}
            if "question" in chosen
            else around.get("question", set())
        )
        questions = questions or (names.only_question(chosen) if anywhere else set())
        for question in questions:
            found |= set(_cells(question, chosen, around, names))
    return sorted(found)


def _choices(meanings: Sequence[set[tuple[str, str]]]) -> Iterator[dict[str, str]]:
    """Every way to read the labels with no two of a kind."""
    if not meanings:
        yield {}
        return
    for rest in _choices(meanings[1:]):
        for kind, key in sorted(meanings[0]):
            if kind not in rest:
                yield {kind: key, **rest}


def _cells(
    question: str,
    chosen: Mapping[str, str],
    around: Mapping[str, set[str]],
    names: Names,
) -> Iterator[Cell]:
    asked = names.codebook.by_id.get(question)
    if asked is None or "option" not in chosen:
        return
    known = chosen["option"] in asked.all_options
    if not known and (question, chosen["option"]) not in names.merged:
        return
    rows = set(getattr(asked, "rows", {}))
    items = {chosen.get("item", TOTAL)}
    if rows and "item" not in chosen:
        items = (around.get("item", set()) & rows) or set()
    if rows and not items:
        # A grid's rows may be the challenges.
        items = {chosen.get("challenge", "")} & rows or around.get(
            "challenge", set()
        ) & rows
    for item in items or ():
        if rows and item not in rows:
            continue
        cells = {
            kind: {chosen[kind]}
            if kind in chosen
            else around.get(kind, set()) or {TOTAL}
            for kind in ("challenge", "group")
        }
        if any(len(keys) > 1 for keys in cells.values()):
            continue  # it cannot be told which is meant
        challenge, group = (next(iter(cells[kind])) for kind in ("challenge", "group"))
        if item == challenge:
            challenge = TOTAL
        yield Cell(question, item, chosen["option"], challenge, TOTAL, group)


# --- the workbook ----------------------------------------------------------------


def workbook_claims(content: bytes, name: str, names: Names) -> Iterator[Claim]:
    """Claims of a workbook: each sheet is a table under what is said over it."""
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except BROKEN:
        return
    for sheet in book.worksheets:
        lines = [
            [(cell.value, str(cell.number_format)) for cell in row]
            for row in sheet.iter_rows()
        ]
        about: list[str] = []
        for number, line in enumerate(lines):
            filled = [value for value, _ in line if value is not None]
            if len(filled) > 1:
                rows = [[_excel(*cell) for cell in row] for row in lines[number:]]
                place = f"{name}, {sheet.title}"
                yield from table_claims(rows, place, " ".join(about), names)
                break
            about += [str(value) for value in filled]


def _excel(value: object, form: str) -> str:
    """A cell as text: a share stays with every decimal that the file has."""
    if value is None:
        return ""
    if isinstance(value, int | float) and "%" in str(form):
        return f"{value * 100:.10g} %".replace(".", ",")
    if isinstance(value, int | float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)

"""What the files of outputs/ say, as an outsider reads them: claims about cells.

Knows the public codebook (questions, options, labels) and nothing else. A number is a
claim about a cell when every label that stands at it (row, column, caption, figure,
sentence) is explained by the cell, and every part of the cell by a label.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from openpyxl import load_workbook

from helpers.survey.codebook import TOTAL, Codebook

FINEST = 2
"""Decimals of a share (0-1) at least: everybody knows that it is printed as whole
percent, so "0,3" in a file of numbers is 0,30."""
ABOUT = 0.05
"""How far "knappt två av tre" may be from two thirds."""
KEYS = ("question", "item", "option", "challenge", "form", "group", "statistic")
TIDY = {*KEYS, "count", "answered", "estimate"}


class Cell(NamedTuple):
    """Whose number it is."""

    question: str
    item: str = TOTAL
    option: str = TOTAL
    challenge: str = TOTAL
    form: str = TOTAL
    group: str = TOTAL
    statistic: str = "share"


@dataclass(frozen=True)
class Claim:
    """A number somewhere: a count, a base, a share within `half`, or that it is hidden.

    `where` names the place as a person would find it.
    """

    cell: Cell
    file: str
    where: str = ""
    count: float | None = None
    base: float | None = None
    share: float | None = None
    half: float = 0.0
    population: float | None = None
    asked: float | None = None
    hidden: bool = False
    reason: str = ""


@dataclass
class Names:
    """The labels of the public codebook, and what each may mean."""

    codebook: Codebook
    groups: Sequence[str] = ()
    merged: frozenset[tuple[str, str]] = frozenset()  # (question, options as one)
    of: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        book = self.codebook
        for question in book.questions:
            for words in (question.wording, question.name, question.id):
                self._add(words, "question", question.id)
            for option in getattr(question, "all_options", []):
                self._add(option, "option", option)
            for item in book.items(question) if question.type != "ties" else []:
                if item.row != TOTAL:
                    for words in (item.label, item.row):
                        self._add(words, "item", item.row)
        for id, label in book.challenge_labels.items():
            self._add(label, "challenge", id)
        for id, form in book.forms.items():
            self._add(form.label, "form", id)
        for group in self.groups:
            self._add(group, "group", group)
        for _, option in sorted(self.merged):
            self._add(option, "option", option)

    def _add(self, words: str, kind: str, key: str) -> None:
        self.of.setdefault(folded(words), set()).add((kind, key))

    def meanings(self, words: str) -> set[tuple[str, str]]:
        return self.of.get(folded(words), set())

    def mentioned(self, text: str) -> dict[str, list[int]]:
        """The labels that stand in a text, each with the places where it does; a label
        inside a longer one is not mentioned by it."""
        found: dict[str, list[int]] = {}
        for match in self._any.finditer(folded(text)):
            found.setdefault(match.group(), []).append(match.start())
        return found

    def sentences(self, text: str) -> list[str]:
        """A text cut after its sentences, but not inside an option that is itself
        "Budget; costs"."""
        labels = [match.span() for match in self._any.finditer(folded(text))]
        found, start = [], 0
        for cut in _SENTENCE.finditer(text):
            if not any(first < cut.start() < last for first, last in labels):
                found.append(text[start : cut.start()])
                start = cut.end()
        return [*found, text[start:]]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        labels = sorted(self.of, key=lambda label: (-len(label), label))
        either = "|".join(re.escape(label) for label in labels if len(label) > 1)
        short = "|".join(re.escape(label) for label in labels if len(label) == 1)
        # A single figure is a label between quotation marks, and else a number.
        quoted = rf'(?<=")(?:{short})(?=")' if short else "(?!)"
        return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)|{quoted}")

    def says_one(self, plain: str, number: re.Match[str]) -> bool:
        """Whether a number is said of one option: it is no part of a label ("41–60 %"
        is what was answered), nor of "4" eller "5" together."""
        before = 0
        for label in self._any.finditer(plain):
            if label.start() <= number.start() and number.end() <= label.end():
                return False
            kinds = {kind for kind, _ in self.of[label.group()]}
            if label.end() <= number.start() and "option" in kinds:
                before = label.start()
        return re.search(r'"\s*eller\s*"\s*$', plain[:before]) is None

    def asks_for_group(self, header: str) -> bool:
        """Whether what stands under a header are groups."""
        return ("question", self.codebook.group) in self.meanings(header)

    def as_group(self, label: str) -> dict[str, str]:
        """What a label means where groups stand; not always one ("alla")."""
        found = [key for kind, key in self.meanings(label) if kind == "group"]
        return {"group": found[0]} if found else {}

    def is_group(self, label: str) -> bool:
        """Whether a label in a sentence is a group: not where it is an answer to
        another question too, as "vet ej" may be."""
        kinds = {kind for kind, _ in self.of.get(label, ())}
        return "group" in kinds and label not in self._answers

    @cached_property
    def _answers(self) -> set[str]:
        book = self.codebook
        return {
            folded(option)
            for question in book.questions
            if question.id != book.group
            for option in getattr(question, "all_options", [])
        }


def folded(words: str) -> str:
    """Words without case, signs of emphasis and odd spaces."""
    words = words.replace("\u00a0", " ").replace("\u00ad", "").replace("”", '"')
    return " ".join(words.casefold().split()).strip(' "?.:')


# --- files -----------------------------------------------------------------------


def read_claims(folder: Path, codebook: Codebook) -> list[Claim]:
    """Every claim in the files of a survey's folder in outputs/, in order."""
    claims: list[Claim] = []
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    tidy = [path for path in files if path.suffix == ".csv"]
    rows = {path: _csv_rows(path.read_bytes()) for path in tidy}
    for path in tidy:
        claims += tidy_claims(rows[path], str(path.relative_to(folder)))
    options = frozenset(
        (claim.cell.question, claim.cell.option)
        for claim in claims
        if claim.cell.statistic == "share" and claim.cell.option != TOTAL
    )
    names = Names(codebook, _groups(claims, codebook), options)
    for path in files:
        name = str(path.relative_to(folder))
        if path.suffix == ".csv" and rows[path] and not _is_tidy(rows[path][0]):
            claims += table_claims(rows[path], name, _title(name, codebook), names)
        elif path.suffix == ".xlsx":
            claims += _workbook_claims(path, name, names)
        elif path.suffix == ".html":
            claims += page_claims(path.read_text(encoding="utf-8"), name, names)
    return claims


def read_zip_claims(path: Path) -> list[Claim]:
    """The claims of the tables of numbers in a published zip."""
    with zipfile.ZipFile(path) as published:
        return [
            claim
            for name in sorted(published.namelist())
            if name.endswith(".csv")
            for claim in tidy_claims(
                _csv_rows(published.read(name)), f"{path.name}: {name}"
            )
        ]


def tidy_rows(path: Path) -> list[Claim]:
    """The claims of one table of numbers; lines that begin with # say what it is."""
    rows = _csv_rows(path.read_bytes())
    while rows and rows[0][0].startswith("#"):
        rows = rows[1:]
    return list(tidy_claims(rows, path.name))


def _groups(claims: Iterable[Claim], codebook: Codebook) -> list[str]:
    if codebook.group is None:
        return []
    known = getattr(codebook.question(codebook.group), "all_options", [])
    return list(dict.fromkeys([*known, *(claim.cell.group for claim in claims)]))


def _title(name: str, codebook: Codebook) -> str:
    """What a table's file is about, by its name: `barriers.csv`."""
    stem = Path(name).stem.replace("-", "_")
    return codebook.by_id[stem].wording if stem in codebook.by_id else stem


def _csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig", errors="replace")
    return [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]


def _is_tidy(header: Sequence[str]) -> bool:
    return set(header) >= TIDY


def tidy_claims(rows: Sequence[Sequence[str]], file: str) -> Iterator[Claim]:
    """Claims of a table with one number a row."""
    if not rows or not _is_tidy(rows[0]):
        return
    header = rows[0]
    for number, values in enumerate(rows[1:], 2):
        row = dict(zip(header, values, strict=False))
        cell = Cell(*(row[key].removeprefix("'") for key in KEYS))
        share, half = _decimal(row["estimate"])
        yield Claim(
            cell,
            file,
            f"rad {number}",
            count=_decimal(row["count"])[0],
            base=_decimal(row.get("base") or row["answered"])[0],
            share=share,
            half=half,
            population=_decimal(row.get("population", ""))[0],
            asked=_decimal(row.get("asked", ""))[0],
            hidden=row.get("shown", "ja") != "ja",
            reason=row.get("reason", ""),
        )


def _decimal(text: str) -> tuple[float | None, float]:
    """A number with decimal comma, and half of its last decimal."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None, 0.0
    decimals = len(text.partition(",")[2])
    return number, 0.5 * 10.0 ** -max(decimals, FINEST)


# --- tables ----------------------------------------------------------------------

COUNT, SHARE, BASE = "antal", "andel", "svarande"
_PART = re.compile(
    r"^(?P<label>.*?),?\s*\(?(?P<part>antal|andel|svarande|n)\)?(?P<percent> ?\(%\))?$"
)
_OF = re.compile(r"^(\d[\d ]*)\s*(?:av|/)\s*(\d[\d ]*)$")
_PERCENT = re.compile(r"^[<>]?\s*(\d+(?:,\d+)?)\s*%$")
_OTHERS = re.compile(r"\b(alla|samtliga|andra|övriga)\b", re.IGNORECASE)
_HIDDEN = ("·", "redovisas inte", "· redovisas inte", "·redovisas inte")


def table_claims(
    rows: Sequence[Sequence[str]], file: str, about: str, names: Names
) -> Iterator[Claim]:
    """Claims of a table laid out for people: the first row are headers, the first
    columns labels; `about` is everything said over it."""
    if len(rows) < 2:
        return
    parts = [_part(header) for header in rows[0]]
    context = set(names.mentioned(about))
    by_group = names.asks_for_group(rows[0][0])
    for row in rows[1:]:
        labels: list[str] = []
        base = None
        by_label: dict[str, dict[str, str]] = {}
        for place, ((label, part), value) in enumerate(zip(parts, row, strict=False)):
            if place == 0 or (names.meanings(value) and _number(value) is None):
                labels.append(value)
                continue
            by_label.setdefault(label, {})[part] = value
            if (label, part) == ("", BASE):
                base = _number(value)
        given = names.as_group(labels[0]) if by_group else {}
        labels = labels[bool(given) :]
        for label, values in by_label.items():
            here = [*labels, *([label] if label else [])]
            for cell in cells_of(here, context, names, given):
                where = " · ".join([*row[: bool(given)], *here])
                claim = _claim(cell, file, f"{about[:60]}: {where}", values)
                if claim is not None:
                    yield claim if claim.base else _with_base(claim, base)


def _part(header: str) -> tuple[str, str]:
    """A header's label, and which of a cell's numbers it is over."""
    match = _PART.match(folded(header))
    if match is None:
        return header, ""
    part = BASE if match["part"] == "n" else match["part"]
    return match["label"].strip(), part


def _claim(
    cell: Cell, file: str, where: str, values: Mapping[str, str]
) -> Claim | None:
    said = {
        part: " ".join(v.replace("\u00a0", " ").split()) for part, v in values.items()
    }
    if any(value in _HIDDEN for value in said.values()):
        return Claim(cell, file, where, hidden=True)
    count, base = _number(said.get(COUNT, "")), _number(said.get(BASE, ""))
    share, half = None, 0.0
    for part in (SHARE, ""):
        text = said.get(part, "")
        if match := _OF.match(text):
            count, base = (float(x.replace(" ", "")) for x in match.groups())
        elif match := _PERCENT.match(text):
            share, half = _percent(match[1])
        elif part == SHARE and _number(text) is not None:
            share, half = _percent(text)
        elif part == "" and _number(text) is not None and count is None:
            count = _number(text)
    if count is None and share is None:
        return None
    return Claim(cell, file, where, count=count, base=base, share=share, half=half)


def _with_base(claim: Claim, base: float | None) -> Claim:
    return Claim(
        claim.cell, claim.file, claim.where, claim.count, base, claim.share, claim.half,
        hidden=claim.hidden,
    )  # fmt: skip


def _number(text: str) -> float | None:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def _percent(text: str) -> tuple[float, float]:
    decimals = len(text.partition(",")[2])
    return float(text.replace(",", ".")) / 100, 0.5 * 10.0 ** -(2 + decimals)


def cells_of(
    labels: Sequence[str],
    context: set[str],
    names: Names,
    given: Mapping[str, str] = MappingProxyType({}),
) -> list[Cell]:
    """The cells that the labels at a number can mean, with what is said around it.

    Each label must be some part of the cell other than those `given`; around it stands
    the question, and may stand a challenge, a form, an item or a group.
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
    known = chosen["option"] in getattr(asked, "all_options", [])
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
        said = {
            kind: {chosen[kind]}
            if kind in chosen
            else around.get(kind, set()) or {TOTAL}
            for kind in ("challenge", "group")
        }
        if any(len(keys) > 1 for keys in said.values()):
            continue  # it cannot be told which is meant
        challenge, group = (next(iter(said[kind])) for kind in ("challenge", "group"))
        if item == challenge:
            challenge = TOTAL
        yield Cell(question, item, chosen["option"], challenge, TOTAL, group)


# --- the workbook ----------------------------------------------------------------


def _workbook_claims(path: Path, name: str, names: Names) -> Iterator[Claim]:
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = [
            [(cell.value, getattr(cell, "number_format", "")) for cell in row]
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
    book.close()


def _excel(value: object, form: str) -> str:
    """A cell as text: a share stays with every decimal that the file has."""
    if value is None:
        return ""
    if isinstance(value, int | float) and "%" in str(form):
        return f"{value * 100:.10g} %".replace(".", ",")
    if isinstance(value, int | float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)


# --- pages -----------------------------------------------------------------------

_NUMBERS = "noll en två tre fyra fem sex sju åtta nio tio elva tolv"
_WORDS = {word: number for number, word in enumerate(_NUMBERS.split())} | {"ett": 1}
_COUNT_WORD = rf"(?:\d[\d ]*|{'|'.join(_WORDS)})"
_SAID = re.compile(
    rf"(?P<count>{_COUNT_WORD}) (?:av|/) (?P<base>{_COUNT_WORD})(?!\w)"
    r"|(?P<percent>\d+(?:,\d+)?) ?(?:%|procent(?!enhet))"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def page_claims(html: str, file: str, names: Names) -> Iterator[Claim]:
    """Claims of a page: its tables, and every sentence of its text, titles and
    descriptions. On a group's own page what is said of nobody else is said of it."""
    page = BeautifulSoup(html, "lxml")
    for noise in page(["style", "script"]):
        noise.decompose()
    group = _whose(page, names)
    for table in page("table"):
        about = f"{_around(table)} | {group}"
        yield from table_claims(_html_rows(table), file, about, names)
        table.extract()
    for part in page.find_all(_is_text):
        around = _around(part)
        for sentence in names.sentences(_text(part)):
            about = around if _OTHERS.search(sentence) else f"{around} | {group}"
            yield from sentence_claims(sentence, file, about, names)


def _whose(page: BeautifulSoup, names: Names) -> str:
    """The group that a page is about, by its heading; "" when it is about all."""
    heading = _text(page.h1) if page.h1 else ""
    groups = [label for label in names.mentioned(heading) if names.is_group(label)]
    return groups[0] if len(groups) == 1 else ""


def _is_text(tag: Tag) -> bool:
    """The innermost blocks of text."""
    blocks = ["p", "li", "title", "desc", "strong", "h1", "h2", "h3", "h4", "dd", "dt"]
    return tag.name in blocks and tag.find(blocks) is None


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).replace("\u00a0", " ").split())


def _html_rows(table: Tag) -> list[list[str]]:
    rows = []
    for line in table("tr"):
        cells = []
        for cell in line(["th", "td"]):
            for shown in cell.select('[aria-hidden="true"]'):
                shown.extract()
            cells.append(_text(cell))
        rows.append(cells)
    return rows


def _around(tag: Tag) -> str:
    """What stands over a part of a page: its caption, its figure, its headings."""
    said = []
    if tag.name == "table" and tag.caption:
        said.append(_text(tag.caption))
    figure = tag.find_parent("figure")
    if figure is not None:
        question = figure.find(class_="fraga")
        said += [_text(question)] if question else []
    section = tag.find_parent("section")
    while section is not None:
        heading = section.find(["h2", "h3"])
        said += [_text(heading)] if heading else []
        section = section.find_parent("section")
    return " | ".join(said)


def sentence_claims(
    sentence: str, file: str, about: str, names: Names
) -> Iterator[Claim]:
    """Claims of one sentence: each number belongs to the option in brackets after it,
    else to the option, and the row of a grid, that stands nearest before it, else
    nearest after it."""
    plain = folded(sentence)
    numbers = [m for m in _SAID.finditer(plain) if names.says_one(plain, m)]
    if not numbers:
        return
    mentioned = names.mentioned(sentence)
    kinds = {label: {kind for kind, _ in names.of[label]} for label in mentioned}
    groups = [label for label in mentioned if names.is_group(label)]
    # A group's name is an option too, of the question that divides the report.
    options = [
        (start, label)
        for label, starts in mentioned.items()
        for start in starts
        if "option" in kinds[label] and label not in groups
    ]
    items = [
        (start, label)
        for label, starts in mentioned.items()
        for start in starts
        if kinds[label] == {"item"}
    ]
    context = set(names.mentioned(about)) | (
        set(mentioned) - {label for _, label in options}
    )
    for match in numbers:
        label = _in_brackets(plain, match, options) or _nearest(options, match.start())
        if label is None:
            continue
        others = {item for _, item in items} - {_nearest(items, match.start())}
        for cell in cells_of([label, *groups[:1]], context - others, names):
            where = f"meningen ”{sentence[:120]}”"
            if match["percent"]:
                share, half = _percent(match["percent"])
                yield Claim(cell, file, where, share=share, half=half)
                continue
            count, base = (_in_figures(match[part]) for part in ("count", "base"))
            if match["base"] in _WORDS:  # "knappt två av tre" is no count
                yield Claim(cell, file, where, share=count / base, half=ABOUT)
            else:
                yield Claim(cell, file, where, count=count, base=base)


def _in_brackets(
    plain: str, number: re.Match[str], labels: Sequence[tuple[int, str]]
) -> str | None:
    """The label of "7 procent (Dialog)"."""
    return next(
        (
            label
            for start, label in labels
            if start > number.end()
            and re.fullmatch(r'[^(]{0,12}\("?', plain[number.end() : start])
        ),
        None,
    )


def _nearest(labels: Sequence[tuple[int, str]], place: int) -> str | None:
    """The label that stands last before `place`, else first after it."""
    before = [label for label in labels if label[0] < place]
    return max(before)[1] if before else min(labels)[1] if labels else None


def _in_figures(text: str) -> float:
    return float(_WORDS[text] if text in _WORDS else text.replace(" ", ""))

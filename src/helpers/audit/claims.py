"""What the files of outputs/ say, as an outsider reads them: claims about cells.

Knows the public codebook (questions, options, labels) and nothing else. A number is a
claim about a cell when every label that stands at it (row, column, caption, figure,
sentence) is explained by the cell, and every part of the cell by a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from helpers.audit.claim import FINEST, KEYS, SHARE, TIDY, Cell, Claim
from helpers.audit.documents import tables_of, workbooks_in
from helpers.audit.names import Names
from helpers.audit.reading import (
    csv_rows,
    files_of_zip,
    hidden_in,
    labels_of,
    page_of,
    title_of,
)
from helpers.audit.sentences import page_claims, sentence_claims
from helpers.audit.tables import table_claims, workbook_claims
from helpers.survey.codebook import TOTAL, Codebook

CODEBOOK = ".yml"  # options and labels, no numbers


def tidy_tables(files: Mapping[str, bytes]) -> dict[str, list[Claim]]:
    """The claims of each table with a number a row."""
    return {
        name: list(tidy_claims(csv_rows(content), name))
        for name, content in files.items()
        if name.endswith(".csv")
    }


def names_of(tidy: Mapping[str, Sequence[Claim]], codebook: Codebook) -> Names:
    """The labels of the codebook and of the tables of numbers."""
    claims = [claim for rows in tidy.values() for claim in rows]
    options = frozenset(
        (claim.cell.question, claim.cell.option)
        for claim in claims
        if claim.cell.statistic == SHARE and claim.cell.option != TOTAL
    )
    return Names(codebook, _groups(claims, codebook), options)


def read_claims(
    files: Mapping[str, bytes], tidy: Mapping[str, Sequence[Claim]], names: Names
) -> list[Claim]:
    """Every claim in the published `files`, by their names, in order; `tidy` are those
    of its tables with a number a row."""
    claims = [claim for of_file in tidy.values() for claim in of_file]
    for name, content in files.items():
        if name in tidy:
            rows = csv_rows(content)
            if rows and not is_tidy(rows[0]):
                claims += table_claims(rows, name, _title(name, names.codebook), names)
        elif name.endswith(".xlsx"):
            claims += workbook_claims(content, name, names)
            claims += _anywhere(name, files, names)
        elif name.endswith(".html"):
            claims += page_claims(page_of(content), name, names)
            for text in hidden_in(content):
                claims += sentence_claims(text, name, "", names, anywhere=True)
        elif name.endswith((".docx", ".pptx")):
            claims += _anywhere(name, files, names)
            for heading, rows in tables_of(content):
                about = f"{title_of(name, content)} | {heading}"
                claims += table_claims(rows, name, about, names)
            for inside in workbooks_in(content):
                claims += workbook_claims(inside, name, names)
        elif not name.endswith(CODEBOOK):
            claims += _anywhere(name, files, names)
    return claims


def _anywhere(name: str, files: Mapping[str, bytes], names: Names) -> Iterator[Claim]:
    """Claims of single texts, wherever in a file they stand: about what its title is
    about, which in the brief of a challenge is the challenge."""
    title = title_of(name, files[name])
    for label in labels_of(name, files[name], files):
        yield from sentence_claims(label.text, name, title, names, anywhere=True)


def read_zip_claims(path: Path) -> list[Claim]:
    """The claims of the tables of numbers in a published zip. Raises BadZipFile."""
    return [
        claim
        for name, content in files_of_zip(path).items()
        if name.endswith(".csv")
        for claim in tidy_claims(csv_rows(content), f"{path.name}: {name}")
    ]


def tidy_rows(path: Path) -> list[Claim]:
    """The claims of one table of numbers; lines that begin with # say what it is."""
    rows = csv_rows(path.read_bytes())
    while rows and rows[0][0].startswith("#"):
        rows = rows[1:]
    return list(tidy_claims(rows, path.name))


def _groups(claims: Iterable[Claim], codebook: Codebook) -> list[str]:
    if codebook.group is None:
        return []
    known = codebook.question(codebook.group).all_options
    return list(dict.fromkeys([*known, *(claim.cell.group for claim in claims)]))


def _title(name: str, codebook: Codebook) -> str:
    """What a table's file is about, by its name: `barriers.csv`."""
    stem = Path(name).stem.replace("-", "_")
    return codebook.by_id[stem].wording if stem in codebook.by_id else stem


def is_tidy(header: Sequence[str]) -> bool:
    return set(header) >= TIDY


def tidy_claims(rows: Sequence[Sequence[str]], file: str) -> Iterator[Claim]:
    """Claims of a table with one number a row."""
    if not rows or not is_tidy(rows[0]):
        return
    header = rows[0]
    for number, values in enumerate(rows[1:], 2):
        row = dict.fromkeys(header, "") | dict(zip(header, values, strict=False))
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
            step=_step(row.get("method", "")),
            population=_decimal(row.get("population", ""))[0],
            asked=_decimal(row.get("asked", ""))[0],
            ends=_pair(row, "low", "high"),
            certain=_pair(row, "certain_low", "certain_high"),
            suppressed=row.get("shown", "ja") != "ja",
            reason=row.get("reason", ""),
        )


def _pair(row: Mapping[str, str], *names: str) -> tuple[float, float] | None:
    low, high = (_decimal(row.get(name, ""))[0] for name in names)
    return None if low is None or high is None else (low, high)


def _step(method: str) -> float:
    """What a share is rounded to: `poststratified_5` is to the nearest 5 percent."""
    percent = method.rpartition("_")[2]
    return int(percent) / 100 if percent.isdigit() else 0.0


def _decimal(text: str) -> tuple[float | None, float]:
    """A number with decimal comma, and half of its last decimal."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None, 0.0
    decimals = len(text.partition(",")[2])
    return number, 0.5 * 10.0 ** -max(decimals, FINEST)

"""SPSS: a .sav file, which itself says what its variables and values mean.

User-missing values are kept: "Vet ej" is often one of them, and it is an answer.
"""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from helpers.core.errors import ExportError, Problem
from helpers.core.wording import fold
from helpers.exports import metadata
from helpers.exports.contract import Column, Reading, Sheet
from helpers.exports.sheet import letter
from helpers.exports.workbooks import as_text

TOOL = "spss"
NAME = "SPSS"
MARKS = (b"$FL2", b"$FL3")


def detect(sheet: Sheet) -> str:
    return "filen är en sav-fil" if sheet.reading is not None else ""


def read(sheet: Sheet) -> Reading:
    if sheet.reading is None:
        raise ExportError(
            Problem(
                "Filen är ingen SPSS-fil (sav).",
                "Ta bort tool i survey.yml.",
                file=sheet.file,
            )
        )
    return sheet.reading


def read_sav(raw: bytes, file: str, *, encoding: str | None = None) -> Sheet:
    """The cells of a .sav as texts (the value's label where it has one), no header
    rows, and what its variables are. Raises ExportError for a broken file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.sav"
        path.write_bytes(raw)
        try:
            table, meta = pyreadstat.read_sav(
                str(path), user_missing=True, encoding=encoding
            )
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
            raise ExportError(
                Problem(
                    f"SPSS-filen går inte att läsa ({error}).",
                    "Hämta exporten på nytt, eller exportera som xlsx eller csv.",
                    file=file,
                )
            ) from error
    return _sheet(table, meta, file)


def _sheet(table: pd.DataFrame, meta: Any, file: str) -> Sheet:
    sets = _sets(meta)
    columns, cells, notes = [], {}, []
    for place, name in enumerate(table.columns):
        labels = _labels(meta.variable_value_labels.get(name, {}))
        label = fold(meta.column_names_to_labels.get(name) or "")
        question, option = sets.get(name, (label or name, ""))
        columns.append(
            Column(
                name,
                letter(place),
                question=question,
                option=(label or name) if name in sets else option,
                code=name,
                meta=_meta(name, label),
                scale=tuple(labels.values()),
            )
        )
        values = table[name].astype(object)
        texts = [_text(value, labels) for value in values]
        cells[place] = pd.array(texts, dtype=pd.StringDtype(na_value=np.nan))
        notes += _missing_note(name, meta, labels)
    if not len(table):
        raise ExportError(Problem("Filen har inga svar.", file=file))
    frame = pd.DataFrame(cells, index=pd.RangeIndex(1, len(table) + 1, name="row"))
    encoding = (meta.file_encoding or "").lower()
    return Sheet(
        file,
        frame,
        encoding=encoding,
        notes=("Rader räknas som i SPSS, från 1.", *notes),
        reading=Reading(columns, headers=0),
    )


def _labels(labels: Mapping[object, str]) -> dict[object, str]:
    """Code → label, in the order of the codes; two codes never share a label."""
    folded = {code: fold(str(label)) for code, label in labels.items()}
    times = Counter(folded.values())
    ordered = sorted(folded.items(), key=lambda item: _rank(item[0]))
    return {
        code: f"{label} ({_plain(code)})" if times[label] > 1 or not label else label
        for code, label in ordered
    }


def _rank(code: object) -> tuple[int, float, str]:
    number = isinstance(code, int | float)
    return (not number, float(code) if number else 0.0, str(code))  # type: ignore[arg-type]


def _plain(value: object) -> str:
    return as_text(value) or ""


def _text(value: object, labels: Mapping[object, str]) -> str | None:
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if value in labels:
        return labels[value]
    if isinstance(value, str):
        return as_text(value.rstrip())
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    return as_text(value)


def _sets(meta: Any) -> dict[str, tuple[str, str]]:
    """Variable → (question, "") for the members of multiple-response sets."""
    found = {}
    for name, one in (getattr(meta, "mr_sets", None) or {}).items():
        for variable in one["variable_list"]:
            found[variable] = (fold(one.get("label") or name.lstrip("$")), "")
    return found


def _missing_note(name: str, meta: Any, labels: Mapping[object, str]) -> list[str]:
    """User-missing codes without a label look like answers: she must know them."""
    unlabelled = [
        _plain(one["lo"])
        for one in meta.missing_ranges.get(name, [])
        if one["lo"] == one["hi"] and one["lo"] not in labels
    ]
    if not unlabelled:
        return []
    return [
        f"{name}: {', '.join(unlabelled)} är ”missing” i SPSS men saknar etikett; de "
        "står kvar som svar. Skriv dem under missing i survey.yml om de är tomma."
    ]


def _meta(name: str, label: str) -> str:
    for said in (name, label):
        kind = metadata.kind_of(said)
        if kind and said.casefold() not in metadata.AMBIGUOUS:
            return kind
    return ""

"""SPSS: a .sav file, which itself says what its variables and values mean.

User-missing values with a label are kept: "Vet ej" is often one of them, and it is an
answer. Those that say nothing (-9, "Ej svar") are blank.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from helpers.core.errors import ExportError, Problem
from helpers.core.wording import fold
from helpers.exports import metadata
from helpers.exports.contract import ExportColumn, Format, Reading, Sheet
from helpers.exports.sheet import letter
from helpers.exports.workbooks import as_text

TOOL = "spss"
NAME = "SPSS"
MARKS = (b"$FL2", b"$FL3")
MOST_STEPS = 20  # between the labelled ends of a scale
_FORMATS: dict[str, Format] = {
    **dict.fromkeys(["DATE", "ADATE", "EDATE", "SDATE", "JDATE"], "date"),
    **dict.fromkeys(["DATETIME", "YMDHMS"], "moment"),
    **dict.fromkeys(["DTIME", "MTIME"], "duration"),
    "TIME": "time",
    "PCT": "percent",
    "DOLLAR": "money",
}
_SAYS_NOTHING = re.compile(
    r"\b((ej|inget|inte|utan|uteblivet) svar(at)?|uppgift saknas|saknas|bortfall|"
    r"(no|not) (answer|answered|response|asked)|missing|ej ställd|not applicable)\b",
    re.IGNORECASE,
)


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
    try:  # from memory: a copy in a temporary folder would outlive a kill
        table, meta = pyreadstat.read_sav(
            io.BytesIO(raw), user_missing=True, encoding=encoding
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
    columns, cells = [], {}
    for place, name in enumerate(table.columns):
        labels = _labels(meta.variable_value_labels.get(name, {}))
        column = _column(name, place, meta, labels)
        shown = _shown(meta.original_variable_types.get(name, ""))
        values = table[name].astype(object)
        texts = [_text(value, labels) for value in values]
        if shown == "percent":
            texts = [text if text is None else f"{text}%" for text in texts]
        cells[place] = pd.array(texts, dtype=pd.StringDtype(na_value=np.nan))
        known = {*labels, *values.dropna().unique()}
        declared = _declared(known, meta.missing_ranges.get(name, []))
        column = replace(
            column,
            format=shown,
            values=_values(values, labels, declared),
            missing=tuple(
                labels.get(code, _plain(code))
                for code in declared
                if code not in labels or _SAYS_NOTHING.search(labels[code])
            ),
        )
        if name in sets:
            column = _of_set(column, sets[name], labels)
        columns.append(column)
    if not len(table):
        raise ExportError(Problem("Filen har inga svar.", file=file))
    frame = pd.DataFrame(cells, index=pd.RangeIndex(1, len(table) + 1, name="row"))
    encoding = (meta.file_encoding or "").lower()
    return Sheet(
        file,
        frame,
        encoding=encoding,
        notes=("Rader räknas som i SPSS, från 1.",),
        reading=Reading(columns, headers=0),
    )


def _column(
    name: str, place: int, meta: Any, labels: Mapping[object, str]
) -> ExportColumn:
    label = fold(meta.column_names_to_labels.get(name) or "")
    return ExportColumn(
        name,
        letter(place),
        question=label or name,
        code=name,
        meta=_meta(name, label),
        scale=tuple(labels.values()),
    )


@dataclass(frozen=True)
class _Set:
    """A multiple-response set: `counted` is the value of a tick, None where the
    variables hold the options that were mentioned first, second …"""

    name: str
    label: str
    counted: float | str | None


def _sets(meta: Any) -> dict[str, _Set]:
    """Variable → the multiple-response set that it is a member of."""
    found = {}
    for name, one in (meta.mr_sets or {}).items():
        counted = one["counted_value"] if one["is_dichotomy"] else None
        label = fold(one.get("label") or "")
        for variable in one["variable_list"]:
            found[variable] = _Set(name.lstrip("$"), label or name.lstrip("$"), counted)
    return found


def _of_set(
    column: ExportColumn, one: _Set, labels: Mapping[object, str]
) -> ExportColumn:
    """The column as a member of its set, by what the file says of a tick."""
    option = column.question
    column = replace(column, question=one.label, option=option, group=one.name)
    if one.counted is None:
        return replace(column, role="mention")
    try:
        counted: object = float(one.counted)
    except ValueError:
        counted = one.counted
    others = [label for code, label in labels.items() if code != counted]
    return replace(
        column,
        role="option",
        scale=(),
        values=(),
        ticked=labels.get(counted, _plain(counted)),
        unticked=others[0] if len(others) == 1 else "",
    )


def _declared(known: set[object], ranges: list[dict[str, Any]]) -> list[object]:
    """The codes that the file declares as missing: listed ones, and of those that occur
    or have a label (`known`) the ones within a declared range."""
    found = {one["lo"] for one in ranges if one["lo"] == one["hi"]}
    numbers = [code for code in known if isinstance(code, float)]
    for one in ranges:
        if one["lo"] != one["hi"]:
            found |= {code for code in numbers if one["lo"] <= code <= one["hi"]}
    return sorted(found, key=_rank)


def _values(
    values: pd.Series, labels: Mapping[object, str], declared: list[object]
) -> tuple[tuple[str, str], ...]:
    """(code, label) in order, with the codes that occur or lie between the labelled
    ones and have no label; () where no code has one."""
    if not labels:
        return ()
    codes = {*labels, *values.dropna().unique()}
    whole = [
        int(code)
        for code in labels
        if isinstance(code, float) and code == int(code) and code not in declared
    ]
    if whole and max(whole) - min(whole) <= MOST_STEPS:
        codes |= {float(code) for code in range(min(whole), max(whole) + 1)}
    if len(codes) > len(labels) + MOST_STEPS:
        return ()  # a number of which some values have names
    return tuple((_plain(c), labels.get(c, "")) for c in sorted(codes, key=_rank))


def _shown(format: str) -> Format:
    """
    >>> _shown("DATE11"), _shown("PCT5.1"), _shown("F8.2")
    ('date', 'percent', '')
    """
    return _FORMATS.get(format.rstrip("0123456789."), "")


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
    if isinstance(code, int | float):
        return (False, float(code), str(code))
    return (True, 0.0, str(code))


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


def _meta(name: str, label: str) -> str:
    for heading in (name, label):
        kind = metadata.kind_of(heading)
        if kind and heading.casefold() not in metadata.AMBIGUOUS:
            return kind
    return ""

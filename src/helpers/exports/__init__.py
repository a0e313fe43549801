"""One survey tool's file → Export, behind one contract (`contract.py`).

In: a file; the tool is known by its content, never by its name. Out: an `Export`, its
texts as they were written, with what the tool says of each column. A module a tool;
none knows of the codebook. Called by 1_clean, and by `kartlaggning new` and `check`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from helpers.core.errors import ExportError, Problem, nearest
from helpers.core.wording import fold
from helpers.exports import (
    by_header,
    delimited,
    files,
    google_forms,
    limesurvey,
    metadata,
    microsoft_forms,
    plain,
    qualtrics,
    sosci,
    spss,
    sunet,
    surveymonkey,
)
from helpers.exports.aside import doubts, find_aside, in_sentences, without
from helpers.exports.bands import dated_bands
from helpers.exports.columns import readable
from helpers.exports.contract import (
    LONGEST_HEADER,
    META,
    Export,
    ExportColumn,
    Reading,
    Sheet,
    Tool,
)
from helpers.exports.headers import FILLED_IN
from helpers.exports.sheet import counted, letter, listed

__all__ = ["META", "TOOLS", "Export", "ExportColumn", "Tool", "read_export"]

# The most particular first: the first that knows the sheet as its own reads it.
_TOOLS: tuple[Tool, ...] = (
    sunet,
    spss,
    qualtrics,
    limesurvey,
    surveymonkey,
    microsoft_forms,
    google_forms,
    sosci,
    *by_header.TABLES,
    plain,
)
TOOLS = {tool.TOOL: tool for tool in _TOOLS}
_MOMENTS = {"start", "end", "modified"}
_ALIASES = {
    "sav": "spss",
    "google": "google_forms",
    "forms": "microsoft_forms",
    "msforms": "microsoft_forms",
    "csv": "plain",
    "artologik": "sunet",
    "surveyreport": "sunet",
    "kobotoolbox": "kobo",
    "odk": "kobo",
    "surveygizmo": "alchemer",
}


def read_export(
    path: Path,
    *,
    sheet: str | None = None,
    tool: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Export:
    """The export in the file `path`; what is not said is detected.

    Raises ExportError, with all that is wrong, for a file that cannot be read whole.
    """
    path = Path(path)
    chosen = _tool(tool, path.name)
    found = files.read_sheet(path, sheet=sheet, encoding=encoding, delimiter=delimiter)
    why = "survey.yml säger det"
    if chosen is None:
        chosen, why = detect(found)
    reading = chosen.read(found)
    return _export(found, reading, chosen, why)


def detect(sheet: Sheet) -> tuple[Tool, str]:
    """The tool that made the sheet, and why it is thought so."""
    for module in TOOLS.values():
        if why := module.detect(sheet):
            return module, why
    raise AssertionError("plain takes every sheet")


def _tool(name: str | None, file: str) -> Tool | None:
    if name is None:
        return None
    key = re.sub(r"[^a-z]+", "_", name.casefold()).strip("_")
    key = _ALIASES.get(key, key)
    if key not in TOOLS:
        raise ExportError(
            Problem(
                f"Enkätverktyget ”{name}” är okänt.",
                f"{nearest(key, TOOLS)} Välj: {', '.join(TOOLS)}.".strip(),
                file=file,
            )
        )
    return TOOLS[key]


# ---------------------------------------------------------------- sheet → export


def _export(sheet: Sheet, reading: Reading, tool: Tool, why: str) -> Export:
    cells = sheet.cells.iloc[reading.headers :]
    if cells.empty:
        raise ExportError(
            Problem(
                "Filen har rubriker men inga svar.",
                "Är det rätt fil? Gör om exporten när svar har kommit in.",
                file=sheet.file,
            )
        )
    header = sheet.cells.iloc[: reading.headers]
    filled = cells.notna().any()
    named = header.map(lambda text: isinstance(text, str) and _says(text)).any()
    keep = [i for i in range(sheet.width) if filled.iloc[i] or named.iloc[i]]
    notes = [f"Verktyg: {tool.NAME}, för att {why}."]
    if sheet.sheet or sheet.delimiter:
        notes.append(_form(sheet))
    notes += [*sheet.notes, *reading.notes, *_cut(header)]
    if len(keep) < sheet.width:
        gone = counted(sheet.width - len(keep), "tom kolumn", "tomma kolumner")
        notes.append(f"{gone} utan rubrik togs bort.")
    columns = [
        replace(column, format=column.format or sheet.formats.get(i, ""))
        for i, column in enumerate(reading.columns)
        if i in {*keep}
    ]
    columns, unread = readable(columns)
    aside = {}
    if reading.headers:  # SPSS has no rows but cases
        aside = find_aside(cells, header, sheet.below)
    responses = without(cells, aside).iloc[:, keep].copy(deep=False)
    responses.columns = pd.Index([column.name for column in columns], dtype=object)
    responses.index.name = "row"
    for column in columns:
        if column.meta in _MOMENTS:
            responses[column.name] = metadata.as_iso(responses[column.name])
    if reading.mask:
        responses = _unmasked(responses, reading.mask)
    responses, blanked = _without_missing(responses, columns)
    responses, banded = dated_bands(responses, columns)
    return Export(
        file=sheet.file,
        responses=responses,
        columns=columns,
        tool=tool.TOOL,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        sheet=sheet.sheet,
        notes=[*notes, *blanked],
        doubts=[
            *sheet.doubts,
            *reading.doubts,
            *unread,
            *banded,
            *in_sentences(aside, cells),
            *doubts(responses, columns),
        ],
        set_aside=aside,
    )


def _without_missing(
    responses: pd.DataFrame, columns: Sequence[ExportColumn]
) -> tuple[pd.DataFrame, list[str]]:
    """The responses with blanks for what the file declares as missing, and a note."""
    notes = []
    for column in columns:
        gone = responses[column.name].isin(column.missing)
        if gone.any():
            responses = responses.copy(deep=False)
            responses[column.name] = responses[column.name].mask(gone)
            cells = counted(int(gone.sum()), "cell", "celler")
            texts = listed([f"”{text}”" for text in column.missing])
            notes.append(
                f"{column.name[:60]}: {texts} betyder i filen att svar saknas; "
                f"{cells} lästes som tomma."
            )
    return responses, notes


def _unmasked(responses: pd.DataFrame, mask: str) -> pd.DataFrame:
    """What was answered: `=1+1`, where the tool wrote `'=1+1`."""
    pattern = rf"^{re.escape(mask)}(?=[=+@-])"
    for name in responses.columns:
        if responses[name].str.contains(pattern, na=False).any():
            responses[name] = responses[name].str.replace(pattern, "", regex=True)
    return responses


def _says(text: str) -> bool:
    """Whether a header says anything: "Kolumn1" is Excel's own."""
    folded = fold(text)
    return bool(folded) and not FILLED_IN.fullmatch(folded)


def _cut(header: pd.DataFrame) -> list[str]:
    """A note on each column whose header is too long to be kept whole."""
    longest = header.map(lambda text: len(text) if isinstance(text, str) else 0).max()
    return [
        f"Rubriken i kolumn {letter(place)} är {length} tecken lång: de första "
        f"{LONGEST_HEADER} används."
        for place, length in enumerate(longest)
        if length > LONGEST_HEADER
    ]


def _form(sheet: Sheet) -> str:
    if sheet.delimiter:
        return (
            f"Text med {delimited.named(sheet.delimiter)} som avgränsare, "
            f"teckenkodning {sheet.encoding}."
        )
    return f"Arbetsbok, bladet ”{sheet.sheet}”."

"""population.csv: every unit that was asked, a row each, and what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.core.errors import PopulationError, Problem, nearest

FILE = "population.csv"
COLUMNS = ("unit", "department", "disposition", "contact", "size")
REQUIRED = COLUMNS[:2]

# As written in population.csv, in either language, to AAPOR's final dispositions.
# An eligible nonrespondent without a known reason counts as not reached: the frame
# says that it exists and was asked.
DISPOSITIONS: Mapping[str, str] = {
    "": "noncontact",
    "noncontact": "noncontact",
    "ej nådd": "noncontact",
    "refused": "refused",
    "avböjde": "refused",
    "other": "other",
    "annat": "other",
    "unknown": "unknown",
    "okänt": "unknown",
    "ineligible": "ineligible",
    "utanför målgruppen": "ineligible",
}


def text_columns(frame: pd.DataFrame, file: str = FILE) -> pd.DataFrame:
    """The frame's columns as stripped text. Raises where a needed one is missing.

    Excel's row is kept as the index: the header is row 1.
    """
    lacking = [name for name in REQUIRED if name not in frame.columns]
    if lacking:
        there = [str(name) for name in frame.columns]
        raise PopulationError(
            Problem(
                f"Kolumnen ”{name}” saknas.",
                f"{nearest(name, there)} Första raden ska vara: unit, department och, "
                "om ni har dem, disposition, contact och size.".strip(),
                file=file,
                row=1,
            )
            for name in lacking
        )
    text = frame.reindex(columns=list(COLUMNS)).astype(object)
    text = text.where(text.notna(), "").astype(str)
    text = text.apply(
        lambda column: column.str.strip().str.replace(r"\s+", " ", regex=True)
    )
    text.index = pd.RangeIndex(2, 2 + len(text))
    # Excel leaves rows of empty cells at the end.
    return text[(text != "").any(axis=1)]


def frame_problems(
    frame: pd.DataFrame, departments: Sequence[str] | None = None, file: str = FILE
) -> list[Problem]:
    """All that is wrong with a frame of `text_columns`, in row order."""
    problems = [
        *_empty_names(frame, file),
        *_duplicates(frame, file),
        *_unknown_words(frame, departments, file),
    ]
    if frame.empty:
        problems.append(
            Problem(
                "Listan har inga enheter.",
                "Fyll i en rad för varje tillfrågad enhet, eller ta bort filen.",
                file=file,
            )
        )
    return sorted(problems, key=lambda one: one.row or 0)


def _empty_names(frame: pd.DataFrame, file: str) -> list[Problem]:
    words = {"unit": "enhetens namn", "department": "förvaltning"}
    return [
        Problem(
            f"Raden saknar {words[name]}.",
            "Fyll i cellen, eller ta bort raden.",
            file=file,
            row=row,
        )
        for name in REQUIRED
        for row in frame.index[frame[name] == ""]
    ]


def _duplicates(frame: pd.DataFrame, file: str) -> list[Problem]:
    named = frame[frame["unit"] != ""]
    problems = []
    for _, same in named.groupby(named["unit"].map(unit_key), sort=False):
        if len(same) < 2:
            continue
        rows = [str(row) for row in same.index]
        differ = same["department"].nunique() > 1
        problems.append(
            Problem(
                f"Enheten ”{same['unit'].iloc[0]}” finns på flera rader "
                f"({', '.join(rows[:-1])} och {rows[-1]}).",
                "Är det olika enheter: skilj namnen åt, till exempel med "
                "förvaltningens namn. Är det samma: behåll den rad som gäller."
                if differ
                else "Behåll en av raderna.",
                file=file,
                row=int(same.index[0]),
            )
        )
    return problems


def _unknown_words(
    frame: pd.DataFrame, departments: Sequence[str] | None, file: str
) -> list[Problem]:
    problems = []
    for row, word in frame["disposition"].items():
        if word.casefold() not in DISPOSITIONS:
            allowed = [known for known in DISPOSITIONS if known]
            problems.append(
                Problem(
                    f"Ordet ”{word}” i kolumnen disposition är inte känt.",
                    f"{nearest(word, allowed)} Lämna tomt eller skriv något av: "
                    f"{', '.join(allowed)}.".strip(),
                    file=file,
                    row=int(str(row)),
                )
            )
    if departments is not None:
        for row, name in frame["department"].items():
            if name and name not in departments:
                problems.append(
                    Problem(
                        f"Förvaltningen ”{name}” finns inte i survey.yml.",
                        f"{nearest(name, departments)} Skriv den som i survey.yml, "
                        "eller lägg till den där.".strip(),
                        file=file,
                        row=int(str(row)),
                    )
                )
    return problems


def unit_key(unit: object) -> str:
    """A unit's name without what typing adds: case, spacing, Unicode form."""
    return unicodedata.normalize("NFC", " ".join(str(unit).split())).casefold()

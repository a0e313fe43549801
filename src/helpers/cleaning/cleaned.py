"""What cleaning gives: kept answers, what was set aside and why, and its log.

Written whole to data/processed/<survey>/ and read back; nothing of it is published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from helpers.cleaning.themes import THEMES
from helpers.core.project import (
    Project,
    read_json,
    read_parquet,
    write_bytes,
    write_json,
    write_parquet,
    write_text,
)
from helpers.core.spreadsheets import neutral
from helpers.survey.codebook import Codebook, read_parsed, write_parsed

TABLES = (
    *("responses", "ties", "quarantined", "columns", "population"),
    *("quotes", "decided", "seen", "themes"),
)
COUNTS = "cleaning.json"
LOG_TABLE, LOG = "rensningslogg.csv", "rensningslogg.md"
QUARANTINED = ("file", "row", "column", "kind", "reason", "question", "found")
MOST_LISTED = 1000  # rows; the log's own file has them all
ORDER = "response#order"
"""The column of `responses` that says in which place the response was given, from 1;
NaN where the export does not tell when."""
WEIGHT = "response#weight"
"""The column of `responses` with the export's own weight, where survey.yml has one."""
QUOTES = ("question", "text")
SEEN = ("key", "digest")
DECIDED_COLUMNS = ("file", "line", "decision", "who", "date")
KINDS = {"row": "hela raden", "value": "ett värde"}
UNDESCRIBED = "obeskriven"


class Listing(pd.DataFrame):
    """A table that a notebook shows whole: pandas would leave out rows and cut texts,
    and what is left out is what she looks for."""

    @property
    def _constructor(self) -> type[Listing]:
        return Listing

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return str(self.to_html(index=False, max_rows=MOST_LISTED, border=0))


@dataclass(frozen=True)
class Cleaned:
    """A survey's answers after cleaning.

    `responses`: one row per kept response. `ties`: one row per response × organisation
    × challenge. `quarantined`: one row per response or value set aside. `columns`: one
    row per column of the exports, with its part in the survey. `population`: the frame
    without contacts, with who answered. `read`: rows in the exports. `notes`: what she
    should know, in Swedish. `quotes`: the texts that may be printed. `decided`: every
    line of decisions/, in words. `seen`: fieldwork.digests of the rows read, for what
    the next export brings. `themes`: what each text is about, and who says so.
    """

    survey: str
    codebook: Codebook
    responses: pd.DataFrame
    ties: pd.DataFrame
    quarantined: pd.DataFrame
    columns: pd.DataFrame
    population: pd.DataFrame
    read: int
    notes: tuple[str, ...] = ()
    quotes: pd.DataFrame = field(default_factory=lambda: _empty(QUOTES))
    decided: pd.DataFrame = field(default_factory=lambda: _empty(DECIDED_COLUMNS))
    seen: pd.DataFrame = field(default_factory=lambda: _empty(SEEN))
    themes: pd.DataFrame = field(default_factory=lambda: _empty(THEMES))

    @property
    def kept(self) -> int:
        return len(self.responses)

    @property
    def set_aside(self) -> dict[str, int]:
        """Rows set aside, by reason."""
        return self._reasons("row")

    @property
    def values_set_aside(self) -> dict[str, int]:
        """Values set aside, by reason; their rows are kept."""
        return self._reasons("value")

    def _reasons(self, kind: str) -> dict[str, int]:
        table = self.quarantined
        found = table.loc[table["kind"] == kind, "reason"].value_counts(sort=False)
        return {reason: int(found[reason]) for reason in sorted(found.index)}

    # ------------------------------------------------------------ for the notebook

    def overview(self) -> pd.DataFrame:
        """Rows read, kept and set aside by reason; values set aside by reason."""
        lines = [("Rader i exporten", self.read), ("Kvar som svar", self.kept)]
        lines += [(f"Rad åt sidan: {why}", n) for why, n in self.set_aside.items()]
        lines += [
            (f"Värde åt sidan: {why}", n) for why, n in self.values_set_aside.items()
        ]
        table = pd.DataFrame(lines, columns=["Vad", "Antal"])
        return table.set_index("Vad")

    def set_aside_table(self) -> pd.DataFrame:
        """Every row and value set aside, where it stands in Excel and why."""
        names = ["Fil", "Rad", "Kolumn", "Vad", "Skäl", "Fråga", "Stod"]
        table = self.quarantined[list(QUARANTINED)].copy()
        table["kind"] = table["kind"].map(KINDS)
        table.columns = pd.Index(names)
        order = ["Fil", "Rad", "Kolumn"]
        return Listing(table.sort_values(order, kind="stable").reset_index(drop=True))

    def columns_table(self) -> pd.DataFrame:
        """Every column of the exports, its part in the survey, its cells."""
        table = self.columns[["column", "part", "cells"]].copy()
        table.columns = pd.Index(["Kolumn", "Används till", "Ifyllda celler"])
        return Listing(table)

    def notes_table(self) -> pd.DataFrame:
        """What was noticed in reading and cleaning."""
        return Listing({"Att veta": list(self.notes)})

    def decisions_table(self) -> pd.DataFrame:
        """What a person has decided, from decisions/."""
        table = self.decided.copy()
        table.columns = pd.Index(["Fil", "Rad", "Beslut", "Vem", "När"])
        return Listing(table)

    def undescribed(self) -> list[str]:
        """Columns that the codebook says nothing of."""
        table = self.columns
        return list(table.loc[table["part"] == UNDESCRIBED, "column"])


def _empty(columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})


# ---------------------------------------------------------------- reading and writing


def write_cleaned(cleaned: Cleaned, project: Project | None = None) -> None:
    """`cleaned` → data/processed/<survey>/: the tables, the counts and a log."""
    folder = (project or Project.find()).processed(cleaned.survey)
    for name in TABLES:
        write_parquet(folder / f"{name}.parquet", getattr(cleaned, name))
    write_bytes(folder / LOG_TABLE, _log_table(cleaned))
    write_text(folder / LOG, _log(cleaned))
    counts = {
        "read": cleaned.read,
        "kept": cleaned.kept,
        "set_aside": cleaned.set_aside,
        "values_set_aside": cleaned.values_set_aside,
        "notes": list(cleaned.notes),
    }
    write_json(folder / COUNTS, counts)
    write_parsed(folder, cleaned.codebook)


def read_cleaned(survey: str, project: Project | None = None) -> Cleaned:
    """The survey as 1_clean wrote it. Raises ProjectError when it has not."""
    project = project or Project.find()
    folder = project.processed(survey)
    codebook = read_parsed(folder)
    tables = {name: read_parquet(folder / f"{name}.parquet") for name in TABLES}
    counts = read_json(folder / COUNTS)
    return Cleaned(
        survey=survey,
        codebook=codebook,
        read=counts["read"],
        notes=tuple(counts["notes"]),
        **tables,
    )


def _log_table(cleaned: Cleaned) -> bytes:
    """Every row and value set aside, as csv for Excel in Swedish."""
    table = cleaned.set_aside_table()
    for column in table.columns.drop("Rad"):
        table[column] = table[column].map(neutral)
    text = table.to_csv(sep=";", index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def _log(cleaned: Cleaned) -> str:
    """The log in words."""
    aside = sum(cleaned.set_aside.values())
    lines = [
        f"# Rensning av {cleaned.survey}",
        "",
        f"{cleaned.read} rader lästes: {cleaned.kept} är kvar som svar och {aside} är "
        "ställda åt sidan.",
        "",
        *_counted("Rader åt sidan", cleaned.set_aside),
        *_counted(
            "Värden åt sidan (svaret i övrigt är kvar)", cleaned.values_set_aside
        ),
        *_listed("Beslut i decisions/", map(_decision, cleaned.decided.to_numpy())),
        *_listed("Att veta", cleaned.notes),
        *_listed(
            "Kolumner som survey.yml inte beskriver, och som inte används",
            cleaned.undescribed(),
        ),
        f"Varje rad och värde, med plats i Excel och skäl, står i {LOG_TABLE}.",
    ]
    return "\n".join(lines) + "\n"


def _decision(line: Iterable[str]) -> str:
    file, row, decision, who, date = line
    signed = ", ".join(part for part in (who, date) if part)
    return f"{file}, rad {row}: {decision}" + (f" ({signed})" if signed else "")


def _counted(heading: str, counts: dict[str, int]) -> list[str]:
    return _listed(heading, [f"{reason}: {n}" for reason, n in counts.items()])


def _listed(heading: str, lines: Iterable[str]) -> list[str]:
    shown = [f"- {line}" for line in lines] or ["- inga"]
    return [f"## {heading}", "", *shown, ""]

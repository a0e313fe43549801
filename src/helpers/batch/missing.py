"""Who has not answered, per department, with contact: to remind them while it is time.

Internal: it names units and their contacts. It lies in data/processed/<survey>/ and
never among the outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.cleaning.step import clean
from helpers.core.errors import PopulationError, Problem, nearest
from helpers.core.project import Project
from helpers.estimation.population import Population
from helpers.presentation import text
from helpers.presentation.tables import Column, Table
from helpers.presentation.workbook import write_workbook
from helpers.survey.codebook import Codebook
from helpers.survey.sources import read_source

FILE = "saknas.xlsx"
INTERNAL = (
    "Internt: listan har kontaktuppgifter och ska inte spridas utanför arbetet med "
    "enkäten."
)
STANDING = {
    "noncontact": "Har inte svarat",
    "partial": "Har svarat till en del",
    "refused": "Har tackat nej",
    "other": "Har inte svarat, annat skäl",
    "unknown": "Oklart om den hör till målgruppen",
}


@dataclass(frozen=True)
class Missing:
    """The units still missing of a survey, of so many asked."""

    population: Population
    codebook: Codebook

    @property
    def units(self) -> int:
        return len(self.population.missing())

    def tables(self) -> list[Table]:
        """Per department; every unit with its contact; and answers that match no unit
        of the list, for a name written otherwise looks like a nonrespondent."""
        return [
            table
            for table in (self._departments(), self._units(), self._strangers())
            if table is not None
        ]

    def _departments(self) -> Table:
        waiting = self.population.missing()["department"].value_counts()
        rows = [
            [
                row.department,
                row.population,
                row.answered,
                int(waiting.get(row.department, 0)),
                row.response_rate,
            ]
            for row in self.population.by_department().itertuples()
        ]
        columns = [
            Column(text.upper_first(text.groups(self.codebook).one)),
            Column("Tillfrågade", "count"),
            Column("Svarande", "count"),
            Column("Saknas", "count"),
            Column("Svarsandel", "percent"),
        ]
        return Table("saknas-grupp", "Hur många som saknas", columns, rows)

    def _units(self) -> Table | None:
        rows = [
            [row.unit, row.department, row.contact or None, STANDING[row.outcome]]
            for row in self.population.missing().itertuples()
        ]
        columns = [
            Column("Enhet"),
            Column(text.upper_first(text.groups(self.codebook).one)),
            Column("Kontakt"),
            Column("Läge"),
        ]
        return Table("saknas", "De som saknas", columns, rows) if rows else None

    def _strangers(self) -> Table | None:
        known = list(self.population.units["unit"])
        rows = [
            [unit, nearest(unit, known) or None] for unit in self.population.outside
        ]
        columns = [Column("Står i svaret"), Column("Kanske")]
        note = (
            "De här svaren hör inte ihop med någon rad i population.csv. Är det samma "
            "enhet som en i listan: skriv det i decisions/names.csv."
        )
        caption = "Svar från enheter som inte finns i listan"
        return Table("frammande", caption, columns, rows, note=note) if rows else None


def who_is_missing(survey: str, project: Project | None = None) -> Missing:
    """Reads the survey's files as they lie now, so that a new export counts at once.

    Raises PopulationError where there is no population.csv, and what reading and
    cleaning raise.
    """
    source = read_source(survey, project)
    if source.population.empty:
        raise PopulationError(
            Problem(
                "Det finns ingen lista över dem som fick enkäten, så ingen kan saknas.",
                "Lägg population.csv i enkätens mapp, med kolumnerna unit, department, "
                "disposition och contact.",
                file="population.csv",
            )
        )
    cleaned = clean(source)
    population = Population.from_frame(
        source.population, cleaned.responses["unit"].dropna()
    )
    return Missing(population, source.codebook)


def write_missing(survey: str, project: Project | None = None) -> tuple[Path, Missing]:
    """`who_is_missing` as data/processed/<survey>/saknas.xlsx, and where it lies."""
    project = project or Project.find()
    found = who_is_missing(survey, project)
    path = project.processed(survey) / FILE
    write_workbook(path, found.tables(), found.codebook, notes=[INTERNAL])
    return path, found

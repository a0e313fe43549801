"""Rankings as Qualtrics, SurveyMonkey, REDCap, KoboToolbox and SPSS export them."""

from __future__ import annotations

from itertools import cycle, islice, permutations
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from support.drafted import project_in
from support.made_exports import text

from helpers.cleaning.answers import code_answers
from helpers.cleaning.rows import read_rows
from helpers.drafting.draft import NewSurvey, new_survey
from helpers.survey.codebook import RankOrder, read_codebook
from helpers.survey.sources import read_source

OPTIONS = ("Tid", "Pengar", "Lokaler", "Folk")
ORDERS = [*islice(cycle(permutations(OPTIONS)), 48)]
SECTORS = ("Skola", "Vård")
DAY = "2026-01-{:02} 10:00:00"


def as_csv(rows: list[list[object]]) -> str:
    def quoted(cell: object) -> str:
        return '"' + str(cell).replace('"', '""') + '"'

    return "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)


def days() -> list[str]:
    return [DAY.format(1 + n % 28) for n in range(len(ORDERS))]


def qualtrics() -> str:
    ids = ["StartDate", "EndDate", "Status", "ResponseId"]
    said = ["Start Date", "End Date", "Response Type", "Response ID"]
    keys = ["startDate", "endDate", "status", "_recordId", *(f"Q{n}" for n in range(5))]
    asked = [f"Vad hindrar mest? - {option}" for option in OPTIONS]
    return as_csv(
        [
            [*ids, *(f"Q5_{n}" for n in range(1, 5)), "Q6"],
            [*said, *asked, "Vilken sektor?"],
            [f'{{"ImportId":"{key}"}}' for key in keys],
            *(
                [day, day, "IP Address", f"R_{n:012}", *places(order), SECTORS[n % 2]]
                for n, (order, day) in enumerate(zip(ORDERS, days(), strict=True))
            ),
        ]
    )


def places(order: tuple[str, ...]) -> list[int]:
    return [order.index(option) + 1 for option in OPTIONS]


def surveymonkey() -> str:
    ids = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
    american = [f"01/{1 + n % 28:02}/2026 10:00:00 AM" for n in range(len(ORDERS))]
    return as_csv(
        [
            [*ids, "Rank the hindrances", "", "", "", "Sector"],
            ["", "", "", "", *OPTIONS, "Response"],
            *(
                [10**9 + n, 5, day, day, *places(order), SECTORS[n % 2]]
                for n, (order, day) in enumerate(zip(ORDERS, american, strict=True))
            ),
        ]
    )


def ordinals_of(order: tuple[str, ...]) -> list[str]:
    return [("1st", "2nd", "3rd", "4th")[at - 1] for at in places(order)]


def redcap() -> str:
    heads = ["Record ID", "Survey Identifier", "Survey Timestamp"]
    return as_csv(
        [
            [*heads, *OPTIONS, "Sector", "Complete?"],
            *(
                [n + 1, "", day, *ordinals_of(order), SECTORS[n % 2], "Complete"]
                for n, (order, day) in enumerate(zip(ORDERS, days(), strict=True))
            ),
        ]
    )


def kobo(*, in_cell: bool) -> str:
    of_tool = ["_id", "_uuid", "_submission_time", "_index"]
    heads = [f"Hinder/{n} choice" for n in ("1st", "2nd", "3rd", "4th")]
    heads = ["Rank the hindrances"] if in_cell else heads
    rows: list[list[object]] = [["start", "end", *heads, "Sector", *of_tool]]
    for n, order in enumerate(ORDERS):
        time = f"2026-01-{1 + n % 28:02}T10:00:00"
        uuid = f"{n:08}-1234-1234-1234-123456789012"
        ranked = [" ".join(order)] if in_cell else list(order)
        rows.append([time, time, *ranked, SECTORS[n % 2], n, uuid, time, n + 1])
    return as_csv(rows)


FILES = {
    "qualtrics": qualtrics(),
    "surveymonkey": surveymonkey(),
    "redcap": redcap(),
    "kobo": kobo(in_cell=False),
    "odk": kobo(in_cell=True),
}
FIRST = {option: sum(order[0] == option for order in ORDERS) for option in OPTIONS}


def read(tmp_path: Path, file: Path) -> tuple[NewSurvey, RankOrder, dict[str, int]]:
    """What `new` makes of the file: its ranking, and how many put each first."""
    project = project_in(tmp_path / "p")
    made = new_survey(project, file, "prov")
    [question] = [
        q for q in read_codebook(made.folder).questions if isinstance(q, RankOrder)
    ]
    source = read_source("prov", project)
    answers = code_answers(read_rows(source).every, source.codebook).responses
    first = answers[question.id].value_counts()
    return made, question, {str(option): int(n) for option, n in first.items()}


@pytest.mark.parametrize("tool", FILES)
def test_who_put_what_first_is_as_in_the_file(tmp_path: Path, tool: str) -> None:
    file = text(tmp_path / f"{tool}.csv", FILES[tool])
    made, question, first = read(tmp_path, file)
    assert first == FIRST
    asked = [said for said in made.doubts if said.startswith(f"{question.id}: ")]
    # Only REDCap's labels leave nothing that says that it is one question.
    assert bool(asked) is (tool == "redcap")


def spss(path: Path, labels: list[str]) -> Path:
    """Three variables that hold what was mentioned first, second and third."""
    codes = {option: n for n, option in enumerate(OPTIONS, 1)}
    columns = {
        f"q5_{place + 1}": [codes[order[place]] for order in ORDERS]
        for place in range(3)
    }
    frame = pd.DataFrame(columns | {"sektor": [1 + n % 2 for n in range(len(ORDERS))]})
    of_codes = {n: option for option, n in codes.items()}
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=[*labels, "Sektor"],
        variable_value_labels={
            **dict.fromkeys(columns, of_codes),
            "sektor": {1: "Skola", 2: "Vård"},
        },
    )
    return path


def test_the_order_of_mention_is_a_ranking_where_the_file_says_so_and_is_asked_about(
    tmp_path: Path,
) -> None:
    labels = [f"Vad hindrar? {n} mention" for n in ("First", "Second", "Third")]
    made, question, first = read(tmp_path, spss(tmp_path / "svar.sav", labels))
    assert len(question.places) == 3
    assert first == FIRST
    assert any("är det först nämnda det viktigaste" in said for said in made.doubts)


def test_columns_of_few_numbers_that_are_no_places_stay_apart(tmp_path: Path) -> None:
    """Each of three answers is 1 to 3, but the same number stands twice in a row."""
    heads = ["Tid", "Pengar", "Lokaler", "Sektor"]
    rows: list[list[object]] = [heads]
    rows += [[1 + n % 3, 1 + n % 2, 1 + n % 3, SECTORS[n % 2]] for n in range(48)]
    file = text(tmp_path / "svar.csv", as_csv(rows))
    made = new_survey(project_in(tmp_path / "p"), file, "prov")
    kinds = {q.type for q in read_codebook(made.folder).questions}
    assert "ranking" not in kinds

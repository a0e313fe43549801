"""Decisions hold for the response, in every later export of every tool."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.surveys import NAME, cleaned, survey

from helpers.cleaning.review import open_decisions
from helpers.cleaning.rows import DECIDED, REPLACED
from helpers.cleaning.step import Cleaned
from helpers.core.errors import DecisionError
from helpers.survey.sources import read_source

YAML = """\
questions:
  - {id: place, type: single, column: "Var?", options: ["Norr", "Syd"]}
  - {id: many, type: number, column: "Hur många?"}
  - {id: leave, type: single, column: "Citera?", options: ["Ja", "Nej"]}
  - {id: said, type: text, column: "Säg mer", quote_if: {leave: "Ja"}}
"""
QUESTIONS = ["Var?", "Hur många?", "Citera?", "Säg mer"]
BOTH = 'title: "T"\nexports:\n  - {file: svar.csv}\n  - {file: sena.csv}\n'
LATE = 'title: "T"\nexports:\n  - {file: sena.csv}\n'


def answer(number: int) -> list[str]:
    many = "ca 10" if number == 3 else str(number)
    return [("Norr", "Syd")[number % 2], many, "Ja", f"Det blev bra {number}."]


def time(number: int) -> str:
    return f"2026-02-{number:02d} 09:{number:02d}:{number:02d}"


def table(head: list[str], numbers: range, own: str) -> str:
    """The export of one tool; `own` are its own columns, `{n}` and `{t}` filled in."""
    lines = [
        ";".join([own.format(n=n, t=time(n), m=time(n)[:16]), *answer(n)])
        for n in numbers
    ]
    return "\n".join([";".join([*head, *QUESTIONS]), *lines]) + "\n"


# The tool's own columns → what stands in them.
TOOLS = {
    "forms": (["ID", "Start time", "Completion time"], "{n};{t};{t}"),
    "limesurvey": (["id", "submitdate", "lastpage", "startlanguage"], "{n};{t};3;sv"),
    "google": (["Tidstämpel"], "{t}"),
    "google, saved by Excel": (["Tidstämpel"], "{m}"),
    "table": (["Svars-id"], "{n}"),
    "surveymonkey": (
        ["Respondent ID", "Collector ID", "Start Date", "End Date"],
        "{n};7;{t};{t}",
    ),
    "kobo": (
        ["start", "end", "_id", "_uuid", "_submission_time"],
        "{t};{t};{n};u{n}b;{t}",
    ),
    "typeform": (["#", "Start Date (UTC)", "Submit Date (UTC)"], "a{n}b;{t};{t}"),
    "jotform": (["Submission Date", "Submission ID"], "{t};{n}"),
    "sosci": (
        ["CASE", "QUESTNNR", "STARTED", "LASTDATA", "MAXPAGE"],
        "{n};base;{t};{t};5",
    ),
}
OWN_IDS = {"kobo": "u{n}b", "typeform": "a{n}b"}  # not the number itself
tools = pytest.mark.parametrize("tool", TOOLS)


def files(tool: str, decisions: dict[str, str]) -> dict[str, str]:
    head, own = TOOLS[tool]
    return {
        "svar.csv": table(head, range(1, 21), own),
        "sena.csv": table(head, range(1, 24), own),
    } | {f"decisions/{name}.csv": text for name, text in decisions.items()}


def identity(tool: str, number: int) -> str:
    """What a decision calls the response by: nothing, where the tool has no id."""
    if tool in OWN_IDS:
        return OWN_IDS[tool].format(n=number)
    return str(number) if "{n}" in TOOLS[tool][1] else ""


def later(folder: Path, tool: str, head: str = BOTH, **decisions: str) -> Cleaned:
    return cleaned(folder, YAML, head=head, files=files(tool, decisions))


def row_of(found: Cleaned, number: int) -> int | None:
    """The place in the responses of the one who said `number`."""
    texts = list(found.responses["said"])
    said = answer(number)[3]
    return texts.index(said) if said in texts else None


@tools
def test_a_withdrawn_answer_never_comes_back(tool: str, tmp_path: Path) -> None:
    line = f"{identity(tool, 5)};svar.csv;6;nej;Svaret återtaget"
    found = later(tmp_path, tool, rows=f"id;file;row;keep;reason\n{line}\n")
    assert row_of(found, 5) is None
    assert found.set_aside == {REPLACED: 20, DECIDED: 1}
    assert found.kept == 22


@tools
def test_a_correction_stays_made(tool: str, tmp_path: Path) -> None:
    line = f"{identity(tool, 3)};svar.csv;4;many;ca 10;10;Ringt"
    head = "id;file;row;question;from;to;reason\n"
    found = later(tmp_path, tool, corrections=f"{head}{line}\n")
    assert found.responses["many"][row_of(found, 3)] == 10
    assert found.values_set_aside == {}
    # Decided in the later file's row too: it is made already, and no fault.
    again = f"{identity(tool, 3)};sena.csv;4;many;ca 10;10;Ringt"
    folder = tmp_path / "again"
    found = later(folder, tool, corrections=f"{head}{line}\n{again}\n")
    assert found.responses["many"][row_of(found, 3)] == 10


@tools
def test_a_quote_follows_its_answer(tool: str, tmp_path: Path) -> None:
    head = "id;file;row;question;text;publish\n"
    line = f"{identity(tool, 7)};svar.csv;8;said;Det blev bra 7.;ja"
    found = later(tmp_path / "1", tool, quotes=f"{head}{line}\n")
    assert list(found.quotes["text"]) == ["Det blev bra 7."]
    taken = f"{identity(tool, 7)};sena.csv;8;said;Det blev bra 7.;nej"
    found = later(tmp_path / "2", tool, quotes=f"{head}{line}\n{taken}\n")
    assert found.quotes.empty


@tools
def test_a_text_coded_by_hand_keeps_its_theme(tool: str, tmp_path: Path) -> None:
    head = "id;file;row;question;theme;who\n"
    line = f"{identity(tool, 7)};svar.csv;8;said;Lokaler;Ulla\n"
    late = f"{identity(tool, 22)};sena.csv;23;said;Tid;Ulla\n"
    found = later(tmp_path, tool, coded=f"{head}{line}{late}")
    places = {f"{row_of(found, 7) + 1}": "Lokaler", f"{row_of(found, 22) + 1}": "Tid"}
    themes = found.themes
    assert (
        dict(zip(themes["response"].astype(str), themes["theme"], strict=True))
        == places
    )


@tools
def test_what_stands_last_holds(tool: str, tmp_path: Path) -> None:
    """A decision is changed by a new line, made in the later file."""
    id = identity(tool, 3)
    rows = f"id;file;row;keep\n{id};svar.csv;4;nej\n{id};sena.csv;4;ja\n"
    corrections = (
        "id;file;row;question;from;to\n"
        f"{id};svar.csv;4;many;ca 10;10\n{id};sena.csv;4;many;ca 10;12\n"
    )
    found = later(tmp_path, tool, rows=rows, corrections=corrections)
    assert found.responses["many"][row_of(found, 3)] == 12
    # And of a value that was corrected already.
    again = f"{corrections}{id};sena.csv;4;many;12;14\n"
    found = later(tmp_path / "again", tool, corrections=again)
    assert found.responses["many"][row_of(found, 3)] == 14


@tools
def test_what_is_decided_is_not_asked_again(tool: str, tmp_path: Path) -> None:
    id = identity(tool, 3)
    decisions = {
        "corrections": "id;file;row;question;from;to\n"
        f"{id};svar.csv;4;many;ca 10;ca 10\n",
        "quotes": "id;file;row;question;text;publish\n"
        + "".join(
            f"{identity(tool, n)};svar.csv;{n + 1};said;x;nej\n" for n in range(1, 21)
        ),
    }
    project = survey(tmp_path, YAML, head=BOTH, files=files(tool, decisions))
    waiting = open_decisions(read_source(NAME, project))
    assert [one.file for one in waiting] == ["quotes"] * 3  # the three late ones


@pytest.mark.parametrize("tool", ["forms", "google", "google, saved by Excel"])
def test_what_review_writes_holds_when_only_the_new_file_is_listed(
    tool: str, tmp_path: Path
) -> None:
    project = survey(tmp_path, YAML, head=BOTH.replace("sena", "svar"), files={})
    head = 'title: "T"\nexports:\n  - {file: svar.csv}\n'
    project = survey(tmp_path / "1", YAML, head=head, files=files(tool, {}))
    waiting = open_decisions(read_source(NAME, project))
    [correct] = [one for one in waiting if one.file == "corrections"]
    decision = {**correct.choices[0].decision, "to": "10"}
    columns = ("id", "file", "row", "question", "from", "to")
    line = ";".join(str(decision[column]) for column in columns)
    found = later(
        tmp_path / "2", tool, LATE, corrections=f"{';'.join(columns)}\n{line}\n"
    )
    assert found.responses["many"][row_of(found, 3)] == 10


def test_an_answer_that_is_no_longer_in_any_export_is_told(tmp_path: Path) -> None:
    line = "id;file;row;keep;reason\n77;svar.csv;6;nej;Återtaget\n"
    found = later(tmp_path, "forms", LATE, rows=line)
    assert found.kept == 23
    told = "decisions/rows.csv, rad 2: Inget svar har längre id 77; beslutet gäller"
    assert any(note.startswith(told) for note in found.notes)
    with pytest.raises(DecisionError, match="Det finns inget svar på id 77"):
        later(tmp_path, "forms", BOTH, rows=line)


def test_a_correction_of_what_was_changed_since_is_told(tmp_path: Path) -> None:
    line = "id;file;row;question;from;to\n3;svar.csv;4;many;ca 10;10\n"
    texts = files("forms", {"corrections": line})
    texts["sena.csv"] = texts["sena.csv"].replace("ca 10", "12")
    found = cleaned(tmp_path, YAML, head=BOTH, files=texts)
    assert found.responses["many"][row_of(found, 3)] == 12
    assert any("gäller inte längre" in note for note in found.notes)


def test_an_id_of_two_forms_asks_which(tmp_path: Path) -> None:
    """Two forms that number alike, and a decision that names neither file."""
    other = table(TOOLS["forms"][0], range(1, 21), "{n};2027{t};2027{t}")
    texts = files("forms", {"rows": "id;file;row;keep\n5;;;nej\n"})
    texts["sena.csv"] = other.replace("20272026", "2027")
    with pytest.raises(DecisionError, match="Flera svar har id 5"):
        cleaned(tmp_path, YAML, head=BOTH, files=texts)

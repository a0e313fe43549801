"""The audit reads pages by the words that the run gave them."""

from __future__ import annotations

from pathlib import Path

from support.surveys import NAME, survey

from helpers import method
from helpers.audit import audit
from helpers.audit.names import Names
from helpers.audit.tables import crossings
from helpers.core.project import Project
from helpers.presentation.outputs import numbers_csv
from helpers.survey.codebook import parse_codebook, write_parsed

YAML = """\
group: g
questions:
  - {id: g, type: single, column: G, options: ["Alla", "Norr"], disclosure: open}
  - {id: trivs, type: single, column: Trivs, options: ["Ja", "Nej"]}
"""
# Of "Alla" (the group) 8 of 18 say yes, of Norr 12 of 22.
ANSWERS = "G;Trivs\n" + "".join(
    f"{group};{answer}\n" * times
    for group, answer, times in (
        ("Alla", "Ja", 8), ("Alla", "Nej", 10), ("Norr", "Ja", 12), ("Norr", "Nej", 10)
    )
)  # fmt: skip
# As the report prints it: the whole is called "Alla", the group "Alla (grupp)".
PAGE = """<html lang="sv"><body><main><section><h2>Trivs</h2>
<table><caption>Trivs</caption><tr><th>Svar</th><th>Alla</th></tr>
<tr><th>Ja</th><td>20 av 40</td></tr><tr><th>Nej</th><td>20 av 40</td></tr></table>
<table><caption>Trivs</caption><tr><th>G</th><th>Ja</th></tr>
<tr><th>Alla (grupp)</th><td>8 av 18</td></tr><tr><th>Norr</th><td>12 av 22</td></tr>
<tr><th>Alla</th><td>20 av 40</td></tr></table></section></main></body></html>"""


def published(
    folder: Path, yaml: str = YAML, called: dict[str, str] | None = None
) -> Project:
    """The survey with its page; `called`: other words for the answers."""
    answers, shown = ANSWERS, PAGE
    for old, new in (called or {}).items():
        answers = answers.replace(f";{old}\n", f";{new}\n")
        shown = shown.replace(f"<th>{old}</th>", f"<th>{new}</th>")
    project = survey(folder, yaml, answers)
    released = method.report(NAME, project).released
    write_parsed(project.processed(NAME), released.codebook)
    outputs = project.outputs(NAME)
    (outputs / "data").mkdir(parents=True)
    (outputs / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    (outputs / "fordjupad.html").write_text(shown, encoding="utf-8")
    return project


def said(project: Project) -> str:
    return "\n".join(map(str, audit(NAME, project)))


def test_a_group_called_alla_is_not_taken_for_all(tmp_path: Path) -> None:
    assert "motsäger" not in said(published(tmp_path))


def test_a_question_protected_after_the_run_is_told(tmp_path: Path) -> None:
    opened = YAML.replace('"Nej"]}', '"Nej"], disclosure: open}')
    project = published(tmp_path, opened)
    assert "skyddar svaren på ett annat sätt" not in said(project)
    survey(tmp_path, YAML, ANSWERS)
    assert "på ett annat sätt än den senaste körningen (frågan trivs)" in said(project)


def test_a_step_called_10_is_not_the_ten_percent_of_an_axis(tmp_path: Path) -> None:
    numbered = YAML.replace('"Ja", "Nej"', '"10", "5"')
    project = published(tmp_path, numbered, {"Ja": "10", "Nej": "5"})
    page = project.outputs(NAME) / "fordjupad.html"
    figure = "<h2>Trivs</h2><svg><text>10 %</text><text>50 %</text></svg>"
    page.write_text(
        page.read_text("utf-8").replace("<h2>Trivs</h2>", figure), encoding="utf-8"
    )
    assert "har olika andel" not in said(project)


def test_a_share_of_two_answers_is_no_claim_of_the_first(tmp_path: Path) -> None:
    project = published(tmp_path)
    page = project.outputs(NAME) / "fordjupad.html"
    both = "<h2>Trivs</h2><p>Trivs: alla 40 (100 procent) svarar ”Ja” eller ”Nej”.</p>"
    shown = page.read_text("utf-8").replace("<h2>Trivs</h2>", both)
    page.write_text(shown, encoding="utf-8")
    assert "har olika andel" not in said(project)


def test_rows_of_a_grid_called_as_options_divide_nobodys_answers() -> None:
    book = parse_codebook(
        {
            "title": "Prov",
            "exports": [{"file": "svar.csv"}],
            "questions": [
                {
                    "id": "roll", "type": "single", "column": "Roll",
                    "options": ["Chef", "Annan"],
                },
                {
                    "id": "former", "type": "multiple", "column": "Former",
                    "separator": ";", "options": ["Lokal", "Bidrag"],
                },
                {
                    "id": "viktigt", "type": "grid", "options": ["Inte", "Mycket"],
                    "rows": {"lokal": "V [Lokal]", "bidrag": "V [Bidrag]"},
                    "row_labels": {"lokal": "Lokal", "bidrag": "Bidrag"},
                },
            ],
        }
    )  # fmt: skip
    table = [["V", "Inte", "Mycket"], ["Lokal", "3", "7"], ["Bidrag", "6", "4"]]
    assert not list(crossings(table, "t.csv", Names(book)))
    divided = [["Roll", "Inte", "Mycket"], ["Chef", "3", "7"], ["Annan", "6", "4"]]
    assert list(crossings(divided, "t.csv", Names(book)))

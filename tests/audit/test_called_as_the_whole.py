"""The audit reads pages by the words that the run gave them."""

from __future__ import annotations

from pathlib import Path

from support.surveys import NAME, survey

from helpers import method
from helpers.audit import audit
from helpers.core.project import Project
from helpers.presentation.outputs import numbers_csv
from helpers.survey.codebook import write_parsed

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


def published(folder: Path, yaml: str = YAML) -> Project:
    project = survey(folder, yaml, ANSWERS)
    released = method.report(NAME, project).released
    write_parsed(project.processed(NAME), released.codebook)
    outputs = project.outputs(NAME)
    (outputs / "data").mkdir(parents=True)
    (outputs / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    (outputs / "fordjupad.html").write_text(PAGE, encoding="utf-8")
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

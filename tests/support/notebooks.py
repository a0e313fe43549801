"""Toy notebooks and projects, written where a test needs them."""

from __future__ import annotations

from pathlib import Path

import nbformat


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook whose first cell holds the parameters; `# markdown` starts prose."""
    new_code, new_markdown = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    made = [
        new_markdown(text.removeprefix("# markdown\n"))
        if text.startswith("# markdown\n")
        else new_code(text)
        for text in cells
    ]
    made[0].metadata["tags"] = ["parameters"]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def write_project(root: Path, *surveys: str) -> Path:
    """A project folder with surveys that have a survey.yml each."""
    for survey in surveys:
        folder = root / "data" / "raw" / survey
        folder.mkdir(parents=True)
        (folder / "survey.yml").write_text(f"title: {survey}\n", encoding="utf-8")
    (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
    return root


TOY_NOTEBOOKS = {
    "1_clean": (
        'survey: str = ""',
        "from helpers.core.project import Project, write_json, write_text\n"
        "project = Project.find()",
        "rows = (project.raw(survey) / 'svar.csv').read_text().split()",
        "write_text(project.processed(survey) / 'responses.txt', ' '.join(rows))",
        "write_json(project.processed(survey) / 'cleaning.json',\n"
        "           {'read': len(rows), 'kept': len(rows), 'set_aside': {}})",
    ),
    "2_analyse": (
        'survey: str = ""\nchallenge: str = "all"',
        "from helpers.core.project import Project, write_text\n"
        "project = Project.find()",
        "rows = (project.processed(survey) / 'responses.txt').read_text().split()",
        "count = len([row for row in rows if challenge in ('all', row)])",
        "write_text(project.processed(survey) / 'estimates' / f'{challenge}.txt',\n"
        "           f'{challenge} {count}\\n')",
    ),
    "3_release": (
        'survey: str = ""',
        "from helpers.core.project import Project, whole_file, write_json, write_text\n"
        "project = Project.find()",
        "estimates = sorted((project.processed(survey) / 'estimates').iterdir())",
        "text = ''.join(path.read_text() for path in estimates)",
        "write_text(project.processed(survey) / 'released' / 'all.txt', text)",
        "write_json(project.processed(survey) / 'released' / 'facts.json',\n"
        "           {'response': {'answered': 2, 'asked': 3}})",
        "import time\n"
        "with whole_file(project.outputs(survey) / 'data' / 'tal.csv') as part:\n"
        "    with part.open('w') as file:\n"
        "        for line in text.splitlines():\n"
        "            print(line, file=file, flush=True)\n"
        "            time.sleep(0.02)",
    ),
    "4_report": (
        'survey: str = ""',
        "from helpers.core.project import Project\n"
        "from helpers.presentation.pages.page import Page\n"
        "project = Project.find()",
        "Page(f'Rapport {survey}', survey=survey, file='fordjupad.html')",
        "from IPython.display import HTML\n"
        "text = (project.processed(survey) / 'released' / 'all.txt').read_text()\n"
        "HTML(f'<p>{text}</p>')",
    ),
}


def write_toy_notebooks(folder: Path, **changed: tuple[str, ...]) -> Path:
    """The four steps in miniature: rows are counted, all and per challenge."""
    for name, cells in (TOY_NOTEBOOKS | changed).items():
        write_notebook(folder / f"{name}.ipynb", *cells)
    return folder


def toy_codebook(title: str, **keys: object) -> str:
    """A survey.yml with a challenge for each of `a b`."""
    challenges = keys.pop("challenges", ("a", "b"))
    lines = [f'title: "{title}"', *(f"{key}: {value}" for key, value in keys.items())]
    lines += ['exports: [{file: "svar.csv"}]', "questions:"]
    lines += ['  - {id: area, column: "Svar", type: single, options: ["a", "b", "c"]}']
    lines += ["challenges:", "  items:"]
    lines += [f'    {one}: {{label: "Utmaning {one}"}}' for one in challenges]
    options = ", ".join(f'{one}: ["{one}"]' for one in challenges)
    lines += [f"  from: {{question: area, options: {{{options}}}}}"]
    return "\n".join(lines) + "\n"


def write_toy_survey(
    root: Path, survey: str, rows: str = "a a b", **keys: object
) -> Path:
    """data/raw/<survey> with a codebook that is right and a file of answers."""
    folder = root / "data" / "raw" / survey
    folder.mkdir(parents=True, exist_ok=True)
    text = toy_codebook(f"Enkäten {survey}", **keys)
    (folder / "survey.yml").write_text(text, encoding="utf-8")
    (folder / "svar.csv").write_text("\n".join(rows.split()), encoding="utf-8")
    return folder

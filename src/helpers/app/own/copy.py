"""A copy of own_analysis.ipynb in a survey's folder, hers to change."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.core.project import OWN, Project, write_text

NOTEBOOK = "own_analysis.ipynb"


def own_notebook(survey: str, project: Project | None = None) -> Path:
    """data/raw/<survey>/own/own_analysis.ipynb; made where it is not there, and never
    written over. No step reads it. Raises ProjectError when there is no such survey."""
    project = project or Project.find()
    path = project.raw(survey) / OWN / NOTEBOOK
    if not path.exists():
        content = json.loads((project.notebooks / NOTEBOOK).read_text("utf-8"))
        for cell in content["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                line = f'survey: str = "{survey}"  # enkätens mapp i data/raw'
                cell["source"] = [line]
        write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return path

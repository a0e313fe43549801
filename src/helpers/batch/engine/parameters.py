"""A notebook takes the parameters that it declares, of the declared types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from papermill.inspection import _infer_parameters

from helpers.batch.engine.job import Value
from helpers.core.errors import ParameterError, Problem, nearest

PYTHON = {"name": "python3", "language": "python"}
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
}
IN_SWEDISH = {"str": "text", "int": "ett heltal", "float": "ett tal", "bool": "ja/nej"}


def check_parameters(
    notebook: NotebookNode, parameters: Mapping[str, Value], name: str = ""
) -> None:
    """papermill only warns of a parameter that the notebook does not declare.

    Raises ParameterError with every unknown name (and the nearest declared one) and
    every value of another type than the declared.
    """
    declared = {one.name: one for one in _infer_parameters(notebook, **PYTHON)}
    problems = []
    for key, value in parameters.items():
        if key not in declared:
            known = ", ".join(declared) or "inga"
            problems.append(
                Problem(
                    f"Notebooken har ingen parameter ”{key}”.",
                    f"{nearest(key, declared)} Parametrar: {known}.".strip(),
                    file=name,
                )
            )
            continue
        wanted = _declared_type(declared[key])
        if wanted and (
            not isinstance(value, TYPES[wanted])
            or (isinstance(value, bool) and wanted != "bool")
        ):
            problems.append(
                Problem(
                    f"Parametern ”{key}” ska vara {IN_SWEDISH[wanted]}, "
                    f"men fick {value!r}.",
                    file=name,
                )
            )
    if problems:
        raise ParameterError(problems)


def _declared_type(parameter: Any) -> str:
    """By the annotation, else by the default value; nothing when neither says."""
    if parameter.inferred_type_name in TYPES:
        return str(parameter.inferred_type_name)
    default = parameter.default
    if re.fullmatch(r"True|False", default):
        return "bool"
    if re.fullmatch(r"-?\d+", default):
        return "int"
    if re.fullmatch(r"-?\d*\.\d*", default):
        return "float"
    return "str" if default[:1] in ("'", '"') else ""

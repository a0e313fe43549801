"""What pydantic found, told to her: the line, the question, the nearest name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from helpers.core.errors import Problem, nearest
from helpers.survey.codebook.afterwards import Colours
from helpers.survey.codebook.model import (
    FILE,
    TYPES,
    Challenges,
    Codebook,
    CodebookPart,
    CompleteRule,
    Contact,
    Date,
    Decided,
    Disclosure,
    ExportFile,
    Extra,
    Form,
    FreeText,
    Grid,
    HouseStyle,
    Multiple,
    Nouns,
    Number,
    OpenData,
    Period,
    Question,
    RankOrder,
    Renamed,
    Retention,
    Scale,
    Single,
    Ties,
    UnitRule,
    WeightRule,
)


def problems(error: ValidationError, content: object) -> list[Problem]:
    """Every fault once, in the order of the models."""
    found = [_problem(fault, content) for fault in error.errors()]
    # A union's members can report the same fault more than once.
    return list(dict.fromkeys(found))


def _problem(fault: Mapping[str, Any], content: object) -> Problem:
    path = [step for step in fault["loc"] if step not in TYPES]
    names = [step for step in path if isinstance(step, str)]
    name = names[-1] if names else ""
    row, where = line_of(content, path), _said_path(path, content)
    value = fault.get("input")
    todo = ""
    match fault["type"]:
        case "missing":
            found = f"Nyckeln ”{name}” saknas{where}."
            todo = "Lägg till den."
        case "extra_forbidden":
            found = f"Okänd nyckel ”{name}”{where}."
            todo = nearest(name, _keys_at(path, content)) or "Ta bort den."
        case "string_type":
            found = f"”{name}”{where} ska vara text, men är {_shown(value)}."
            todo = f'Sätt citattecken: "{_plain(value)}".' if _scalar(value) else ""
        case "literal_error":
            expected = fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            found = f"{_shown(value)} går inte som {name}{where}."
            todo = f"{nearest(str(value), expected.split(', '))} Välj: {expected}."
        case "union_tag_not_found":
            found = f"Frågan saknar nyckeln ”type”{where}."
            todo = f"Välj: {', '.join(TYPES)}."
        case "union_tag_invalid":
            given = value.get("type") if isinstance(value, Mapping) else value
            found = f"{_shown(given)} är ingen frågetyp{where}."
            todo = f"{nearest(str(given), TYPES)} Välj: {', '.join(TYPES)}."
        case "string_pattern_mismatch" | "string_too_long":
            found = f"{_shown(value)} går inte som id{where}."
            todo = "Använd a–z, siffror och understreck, med en bokstav först."
        case "list_type":
            found = f"”{name}”{where} ska vara en lista, men är {_shown(value)}."
            todo = 'Skriv till exempel ["Ja", "Nej"].'
        case "dict_type" | "model_type" | "model_attributes_type":
            found = f"”{name}”{where} ska ha egna nycklar, men är {_shown(value)}."
        case "too_short":
            found = f"”{name}”{where} är tom."
        case "greater_than_equal":
            found = f"{_shown(value)} är för litet som {name}{where}."
            todo = f"Minst {fault['ctx']['ge']}."
        case "too_long":
            most = fault["ctx"]["max_length"]
            found = f"”{name}”{where} har fler värden än {most}."
        case kind if kind.startswith("int_"):
            found = (
                f"{_shown(value)} går inte som ”{name}”{where}: det är inget heltal."
            )
            todo = "Skriv ett heltal, till exempel 5."
        case kind if kind.startswith(("float_", "finite_number")):
            found = f"{_shown(value)} går inte som ”{name}”{where}: det är inget tal."
            todo = "Skriv ett tal, till exempel 5 eller 2.5."
        case kind if kind.startswith("bool_"):
            found = f"{_shown(value)} går inte som ”{name}”{where}."
            todo = "Välj: true, false."
        case kind if "date" in kind:
            found = f"{_shown(value)} är inget datum{where}."
            todo = "Skriv till exempel 2024-02-05."
        case "tuple_type":
            found = f"{_shown(value)} går inte som ”{name}”{where}."
            todo = "Skriv det lägsta och det högsta, till exempel [0, 100]."
        case "value_error":  # in our own words
            message = fault["msg"].removeprefix("Value error, ")
            found = f"{_shown(value)} går inte som ”{name}”{where}: {message}."
        case _:
            found = f"{_shown(value)} går inte som ”{name}”{where}."
            todo = "Vad som går står i kodbokens lista över nycklar."
    return Problem(found, todo.strip(), file=FILE, row=row)


def _scalar(value: object) -> bool:
    return isinstance(value, bool | int | float | dt.date)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "Yes eller Ja" if value else "No eller Nej"
    return str(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"värdet {'sant (true)' if value else 'falskt (false)'}"
    if value is None:
        return "tomt"
    if isinstance(value, Mapping):
        return "en grupp av nycklar"
    if isinstance(value, list):
        return "en lista"
    return f"”{str(value)[:60]}”"


def _said_path(path: Sequence[str | int], content: object) -> str:
    """Where in survey.yml, as she would say it: the question's id and the key."""
    if len(path) >= 2 and path[0] == "questions" and isinstance(path[1], int):
        question = _at(content, path[:2])
        id = question.get("id") if isinstance(question, Mapping) else None
        return f" i frågan {id}" if id else f" i fråga nummer {path[1] + 1}"
    inner = [str(step) for step in path[:-1]]
    return f" i {' → '.join(inner)}" if inner else ""


def _at(content: Any, path: Iterable[str | int]) -> object:
    for step in path:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def line_of(content: Any, path: Iterable[str | int]) -> int | None:
    """The line of survey.yml (from 1) of the deepest part of `path` that is there."""
    line: int | None = None
    for step in path:
        lc = getattr(content, "lc", None)
        if lc is None or content is None:
            break
        try:
            found = lc.key(step) if isinstance(content, Mapping) else lc.item(step)
            line = found[0] + 1
            content = content[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _keys_at(path: Sequence[str | int], content: object) -> list[str]:
    """The keys that would have been known where an unknown one stands."""
    kinds: dict[str, type[CodebookPart]] = {
        "exports": ExportFile,
        "fieldwork": Period,
        "decided": Decided,
        "retention": Retention,
        "open_data": OpenData,
        "profile": HouseStyle,
        "colours": Colours,
        "unit": UnitRule,
        "complete": CompleteRule,
        "weight": WeightRule,
        "scales": Scale,
        "challenges": Challenges,
        "forms": Form,
        "disclosure": Disclosure,
        "contact": Contact,
        "extra": Extra,
        "nouns": Nouns,
        "renamed": Renamed,
    }
    by_type: dict[str, type[CodebookPart]] = dict(
        zip(
            TYPES,
            (Single, Multiple, RankOrder, Grid, Number, FreeText, Date, Ties),
            strict=True,
        )
    )
    model: type[CodebookPart] = Codebook
    if len(path) > 1 and path[0] == "questions":
        question = _at(content, path[:2])
        kind = question.get("type") if isinstance(question, Mapping) else None
        model = by_type.get(str(kind), Question)
    elif len(path) > 1:
        model = kinds.get(str(path[0]), Codebook)
    return [field.alias or name for name, field in model.model_fields.items()]

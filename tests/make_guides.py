"""docs/codebook.md and docs/survey.schema.json from the pydantic model,
docs/felmeddelanden.md from the source,
docs/reference/commands.md from the command line.

    PYTHONPATH=src:tests python -m make_guides

tests/house/test_guides.py holds that they are current, that every key of survey.yml has
a meaning here, and that the guides name every command.
"""

from __future__ import annotations

import ast
import json
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typer.testing import CliRunner

from helpers.app import cli
from helpers.core import errors
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import model as codebook

DOCS = CHECKOUT / "docs"
SOURCE = CHECKOUT / "src" / "helpers"
OURS = {name for name in vars(errors) if name.endswith("Error")}

PARTS: dict[str, str] = {
    "Codebook": "The top of the file",
    "ExportFile": "`exports`: a file, or several of the same form, later answers last",
    "Period": "`fieldwork`",
    "Decided": "`decided`: only with `status: final`",
    "Seen": "`seen` of a question: somebody has looked at how it is read",
    "Retention": "`retention`: when the answers are deleted",
    "OpenData": "`open_data`: where the numbers lie for others to fetch",
    "HouseStyle": "`profile`: the organisation's own look, its files in `profile/`",
    "Colours": "`profile.colours`",
    "UnitRule": "`unit`: who answers",
    "CompleteRule": "`complete`: how a finished answer is told",
    "WeightRule": "`weight`: the export's own weights",
    "Scale": "`scales.<id>`",
    "Challenges": "`challenges`",
    "Challenge": "`challenges.items.<id>`",
    "ChallengeSource": "`challenges.from`",
    "Form": "`forms.<id>`",
    "Disclosure": "`disclosure`: the thresholds of what may be published",
    "Contact": "`contact`",
    "Nouns": "`nouns`: what the report calls those who answer, and the groups",
    "Renamed": "`renamed`: what a published version called it: now → then",
    "Words": "`nouns.unit` and `nouns.group`",
    "Extra": "`extra`: cuts added to the report; explore.ipynb writes them",
    "Question": "`questions`: what every question has",
    "Single": "`type: single`, one answer",
    "Multiple": "`type: multiple`, several answers",
    "RankOrder": "`type: ranking`, the options in the order that each put them",
    "Grid": "`type: grid`, the same question in several rows",
    "Number": "`type: number`",
    "FreeText": "`type: text`",
    "Date": "`type: date`",
    "Ties": "`type: ties`, organisations that the unit names",
}
OPTIONED = {
    "options": "the answers, exactly as exported, in order; else those of `scale`",
    "scale": "the id of a scale in `scales`",
    "dont_know": "the options that mean don't know: answered, and told on their own",
    "none_of": "the options that mean none of the others",
    "recode": "what stands in the file → the option that it means",
    "other": "free text counts as this option; `true` means “Annat”",
    "reversed": "the options run from high to low",
    "declared": "where the options are known from: `form` (the form, a code list, an "
    "earlier wave, or you), `cells` (only seen in answers), or a list of those known; "
    "what at most two gave and is not known counts as the other option",
    "wants_more": "the options that mean that more is wanted (the finding on needs)",
    "explained": "options that are numbers or codes say themselves what they mean "
    "(grades, classes); else nothing is said of them until `recode` gives them words",
    "type": "the kind of question",
}
COLUMN = {"column": "the header of its column, exactly as exported"}
MEANING: dict[str, dict[str, str]] = {
    "Codebook": {
        "title": "the title of the report",
        "subtitle": "under the title",
        "language": "the language of the questions; the report is Swedish",
        "series": "surveys with the same series are compared",
        "wave": "the order within the series, usually the year",
        "status": "`final` when no more answers come; until then pages say preliminary",
        "version": "raised for every publication",
        "fictitious": "the answers are invented; every page says so",
        "source": "attribution, printed under every figure",
        "fieldwork": "when the answers came",
        "decided": "when and by whom the report was adopted",
        "retention": "the decision to delete the answers, and its day",
        "open_data": "where the numbers lie as open data; makes `data/dcat.ttl`",
        "approval": "`two`: nothing is published that another person has not approved",
        "profile": "logo, colours, typeface and templates of the organisation",
        "next_wave": "when the next survey is planned, in words or a year",
        "exports": "the files of the survey tool, in this folder",
        "missing": "cells that mean nothing was answered",
        "not_shown": "cells by which the tool says the question was not shown",
        "respondent": "who answers; `person` makes every question protected",
        "unit": "which question names the unit; without it every row is a unit",
        "tests": "header → values that mark a row as a test",
        "complete": "how a finished answer is told from one broken off",
        "weight": "a column of weights; what they change is told beside",
        "propensity": "what response propensities are estimated by beside the "
        "department: `size` of population.csv, `earlier` answers, `time` of "
        "answering; what they change is told beside",
        "group": "the single-choice question that divides the report",
        "other_side": "the survey where organisations answered the same (form B)",
        "scales": "ordered options that several questions share",
        "challenges": "the societal challenges, and where they are asked about",
        "forms": "the forms of collaboration: options of the same grid",
        "disclosure": "thresholds",
        "questions": "every question, in the order of the questionnaire",
        "ignore": "columns that are left out on purpose",
        "contact": "who answers for the report",
        "extra": "cuts added to the report",
        "nouns": "what the report calls those who answer, and the groups",
        "renamed": "what a published version called otherwise",
        "english": "title, label, option or group → what it is called in English; with "
        "the title among them `in-english.html` is made",
        "also_in": "`[en]`: the fördjupad report in English too, `fordjupad-en.html`; "
        "`run --language en` adds it",
        "short_names": "a group's name → a shorter one, for figures and narrow tables",
        "chapters": "chapter → its heading, where another than the usual",
        "hindrances": "the multiple-choice question about hindrances; else the "
        "first of the chapter `barriers`",
    },
    "ExportFile": {
        "file": "its name; it lies beside survey.yml",
        "sheet": "the sheet of a workbook; else the one that looks like answers",
        "tool": "the survey tool; else recognised",
        "encoding": "of a text file; else recognised",
        "delimiter": "of a text file; else recognised",
    },
    "Period": {"from": "the first day", "to": "the last day"},
    "Decided": {"date": "the day", "by": "who decided, as it stands in a sentence"},
    "Seen": {
        "by": "a name",
        "date": "the day",
        "reading": "a digest of what the question was read as; when that changes, "
        "the question is unseen again",
    },
    "Retention": {
        "decision": "its number in the diary",
        "date": "the first day the answers may be deleted",
    },
    "OpenData": {
        "base_url": "the address of the folder `outputs/<survey>/` on the web",
        "theme": "the EU's data theme; SOCI and GOVE fit a survey like this",
        "licence": "of the numbers; the Swedish portal recommends CC0-1.0",
        "contact": "an e-mail address for questions about the numbers",
    },
    "HouseStyle": {
        "logo": "an svg or png, at the top of each page",
        "logo_alt": "what it shows, for those who do not see it",
        "colours": "instead of the blue and the red-brown",
        "typeface": "a ttf or otf for the text of the pages; diagrams keep their own",
        "word": "a Word file whose styles, header and footer the Word files get",
        "powerpoint": "a presentation whose layout “Title Only” the slides get",
    },
    "Colours": {
        "main": "links, headings and bars; its contrast is tried in every use",
        "accent": "what is pointed out in a figure",
    },
    "UnitRule": {
        "question": "the question where the unit's name is written",
        "duplicates": "which answer counts when a unit has given several",
    },
    "WeightRule": {
        "column": "the header of the column, exactly as exported; calibrated to the "
        "frame, department by department",
    },
    "CompleteRule": {
        "column": "the header of the column that tells",
        "equals": "the values that mean finished; none given: any value",
        "partial": "what happens to the others",
    },
    "Scale": {
        "options": "from low to high",
        "dont_know": "options that are no step of the scale",
        "reversed": "the list runs from high to low",
    },
    "Challenges": {"items": "id → challenge", "from": "where it is asked"},
    "Challenge": {"label": "its name in the report"},
    "ChallengeSource": {
        "question": "a grid with a row a challenge, or a multiple-choice question",
        "options": "challenge → the options that mean it, for multiple choice",
    },
    "Form": {"label": "its name in the report", "option": "the option that means it"},
    "Disclosure": {
        "k": "fewest answers behind a protected number",
        "small_group": "in smaller groups “nobody” and “all” are suppressed too",
        "percent_from": "below this many answers, counts and no percentages",
        "promised": "what the invitation promised",
    },
    "Contact": {
        "name": "a person",
        "email": "an address",
        "organisation": "the publisher",
        "accessibility_statement": "the address of the statement that the law asks for",
        "dnr": "the journal number",
    },
    "Nouns": {
        "unit": "those who answer; else by `respondent`",
        "group": "the groups; else by the label of the question `group`",
    },
    "Renamed": {
        "questions": "id now → id then; an empty list: not asked then",
        "options": "question → option now → option then",
        "groups": "group now → group then, several where they were merged; an empty "
        "list: no counterpart",
        "items": "question → row of a grid now → row then",
        "challenges": "challenge now → challenge then",
        "forms": "form now → form then",
    },
    "Words": {
        "one": "singular, for example kommun",
        "many": "plural, kommuner",
        "the_many": "definite plural, kommunerna",
        "neuter": "an ett-word",
    },
    "Extra": {
        "question": "the question",
        "item": "one row of a grid",
        "group": "divides it; only the survey's own `group`",
        "only": "one group, beside all",
        "challenge": "among those that collaborate within it",
        "form": "one form, of the question that asks for forms",
        "title": "the figure's title; else what the numbers say",
    },
    "Question": {
        "id": "never renamed and never used again: waves are compared by it",
        "text": "the wording; else the header",
        "label": "a short Swedish name",
        "lang": "the language of the wording, where another than the survey's",
        "chapter": "where in the report it stands",
        "asked": "who was asked, where no `asked_if` says it: `all`, or `unknown`; "
        "then no page says how many were, and nonresponse is not counted. What is not "
        "said is taken for `all` unless the blanks speak against it",
        "asked_if": 'question → answers: others were skipped; of a number, `["> 0"]`',
        "implied_none": "question → answers: skipped, and counted as none",
        "disclosure": "`open`: facts that are public, shown whole",
        "personal": "never kept after cleaning; `false`, where it is written: no such "
        "data, though it looks like it",
        "consent": "whether one agrees to take part: neither counted nor shown; "
        "`false`, where it is written: no consent, though it looks like it",
        "seen": "who has looked at how it is read; without it every page is a draft "
        "and nothing is published. Set by the app, `review` and `kartlaggning seen`",
        "compares_with": "wave → id: what an earlier wave called it",
    },
    "Single": OPTIONED
    | COLUMN
    | {
        "column": "its column, where the answer stands in one cell",
        "columns": "option → header, where the one answer is a tick in one of them",
        "ticked": "what stands in a ticked cell",
        "unticked": "what says no there, beside 0, Nej, No and FALSE",
        "other_column": "free text beside it: where the cell is blank, an answer too",
        "years": "a year counts as the period among the options that it lies in "
        "(“2010–2019”, “1999 eller tidigare”, “2020 eller senare”)",
    },
    "Multiple": OPTIONED
    | COLUMN
    | {
        "column": "its column, where all ticks stand in one cell",
        "separator": "between the ticks of a cell",
        "columns": "option → header, where each option has a column",
        "mentions": "headers of what was mentioned first, second …, an option in each",
        "ticked": "what stands in a ticked cell",
        "unticked": "what says no there, beside 0, Nej, No and FALSE",
        "max": "most ticks that were allowed",
        "other_column": "the column of free text beside the options",
    },
    "RankOrder": OPTIONED
    | COLUMN
    | {
        "column": "its column, where the options stand in order in one cell",
        "separator": "between the options of a cell",
        "places": "headers of what was put first, second …, an option in each",
        "columns": "option → header of the place it was given, 1 first; a text that "
        "says no place (“N/A”) is recoded to nothing",
        "highest_first": "the highest number was put first, not 1",
        "max": "how many places there were, where not all options were ranked",
    },
    "Grid": OPTIONED
    | {
        "cell": "what each row is",
        "rows": "row id → header, or → option → header",
        "row_labels": "row id → its name in the report",
        "separator": "between the ticks of a cell",
        "ticked": "what stands in a ticked cell",
        "unticked": "what says no there, beside 0, Nej, No and FALSE",
        "max": "most ticks that were allowed in a row",
        "unit": "of numbers, for example kr",
        "between": "the least and the largest that can be right",
    },
    "Number": COLUMN
    | {
        "type": OPTIONED["type"],
        "unit": "for example kr",
        "between": "the least and the largest that can be right",
        "whole": "only whole numbers can be right",
        "recode": OPTIONED["recode"],
    },
    "FreeText": COLUMN
    | {
        "type": OPTIONED["type"],
        "quote_if": "question → answers by which the respondent lets it be quoted",
    },
    "Date": COLUMN
    | {"type": OPTIONED["type"], "format": "as strptime writes it; else ISO"},
    "Ties": {
        "type": OPTIONED["type"],
        "blocks": "how many organisations could be named",
        "fields": "field → header, `{n}` for the number of the block",
        "separator": "between several challenges or forms in a cell",
        "options": "of intensity and agreement",
        "written": "agreements that are in writing",
        "dont_know": OPTIONED["dont_know"],
        "recode": OPTIONED["recode"],
        "since_between": "the first and last year that can be right",
    },
}


# ---------------------------------------------------------------- codebook.md


def keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Key in survey.yml → field, without what every question has."""
    shared: set[str] = set()
    if issubclass(model, codebook.Question) and model is not codebook.Question:
        shared = set(codebook.Question.model_fields)
    return {
        field.alias or name: field
        for name, field in model.model_fields.items()
        if name not in shared
    }


def said_type(kind: object) -> str:
    """A type as one who writes YAML would say it."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return said_type(inside[0])
    if origin in (typing.Union, types.UnionType):
        said = [said_type(one) for one in inside if one is not type(None)]
        return " or ".join(dict.fromkeys(said))
    if origin is typing.Literal:
        return " \\| ".join(f"`{one}`" for one in inside)
    if origin is list:
        return f"list of {said_type(inside[0])}"
    if origin is tuple:
        return f"[{', '.join(said_type(one) for one in inside)}]"
    if origin is dict:
        return f"{said_type(inside[0])} → {said_type(inside[1])}"
    names = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    if kind in names:
        return names[kind]  # type: ignore[index]
    name = getattr(kind, "__name__", str(kind))
    return "date" if name == "date" else "keys below" if name in PARTS else name


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel):
        return ""
    if value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{list(value) if isinstance(value, tuple) else value}`"


def codebook_guide() -> str:
    lines = [
        "# The codebook: every key of survey.yml",
        "",
        "Made by `tests/make_guides.py` from `src/helpers/survey/codebook/`;",
        "a test holds that it is current. Keys that are not here are errors. Ids are",
        "`a-z`, digits and underscores. Labels and headers are quoted as exported.",
        "",
        "[survey.schema.json](survey.schema.json) says the same to an editor, which",
        "completes keys and marks faults as one types. In VS Code, with the YAML",
        "extension, its settings say where:",
        '`"yaml.schemas": {"docs/survey.schema.json": "data/raw/*/survey.yml"}`.',
    ]
    for name, heading in PARTS.items():
        model = getattr(codebook, name)
        lines += ["", f"## {heading}", "", " ".join((model.__doc__ or "").split()), ""]
        lines += ["| key | is | unless given | means |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{key}` | {said_type(field.annotation)} | {default_of(field)} "
            f"| {MEANING[name][key]} |"
            for key, field in keys(model).items()
        ]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- survey.schema.json


def schema() -> str:
    """survey.yml as a JSON schema, for editors that complete and mark as one types."""
    found = codebook.Codebook.model_json_schema(by_alias=True)
    parts: dict[str, Any] = {"Codebook": found} | found["$defs"]
    for name, part in parts.items():
        part.pop("title", None)
        part.pop("description", None)
        for key, field in part.get("properties", {}).items():
            field.pop("title", None)
            said = MEANING.get(name, {}) | MEANING["Question"]
            if key in said:
                field["description"] = said[key]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "survey.yml",
    }
    return json.dumps(head | found, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------- felmeddelanden.md


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """(what was found, what to do) of every problem that a module can tell."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        named = {
            target.id: node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and _tells(call):
                todo = next((k.value for k in call.keywords if k.arg == "todo"), None)
                todo = todo or (call.args[1] if len(call.args) > 1 else None)
                found = words(call.args[0], named)
                if " " in found and any(
                    letter.isalpha() for letter in found.replace("…", "")
                ):
                    yield found, words(todo, named) if todo is not None else ""


def _tells(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return bool(call.args) and (name == "Problem" or name in OURS)


def words(node: ast.expr, named: dict[str, ast.expr], deep: int = 0) -> str:
    """A string as it is written, what is filled in as …; "" for what is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            words(part, named) if isinstance(part, ast.Constant) else "…"
            for part in node.values
        )
    if isinstance(node, ast.Name) and node.id in named and deep < 3:
        return words(named[node.id], named, deep + 1)
    if isinstance(node, ast.IfExp):
        either = (words(node.body, named, deep), words(node.orelse, named, deep))
        return " / ".join(part for part in either if part)
    if isinstance(node, ast.BoolOp):
        parts = [words(part, named, deep) for part in node.values]
        return " ".join(part for part in parts if part)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return words(node.left, named, deep) + words(node.right, named, deep)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return words(node.func.value, named, deep)  # "…".strip()
    return ""


def errors_guide() -> str:
    lines = [
        "# Felmeddelanden",
        "",
        "Alla fel som programmet kan berätta om, och vad du gör åt dem. Där det står …",
        "fyller programmet i vad det gäller, till exempel filen, raden eller ordet.",
        "Listan görs av `tests/make_guides.py` ur programmet självt.",
    ]
    for path in sorted(SOURCE.rglob("*.py")):
        found = list(dict.fromkeys(messages(path)))
        if not found:
            continue
        name = path.relative_to(SOURCE).with_suffix("").as_posix()
        lines += ["", f"## {name.removesuffix('/__init__')}", ""]
        lines += ["| det står | gör så här |", "| --- | --- |"]
        lines += [f"| {_cell(said)} | {_cell(todo)} |" for said, todo in found]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return text.replace("*", "\\*")


def commands_guide() -> str:
    """The help of every command, as a terminal of 88 columns shows it."""
    lines = [
        "# The command line",
        "",
        "What `kartlaggning COMMAND --help` says, in Swedish as she reads it.",
        "Made by `tests/make_guides.py` from the program itself.",
    ]
    command = typer.main.get_command(cli.app)
    names = ["", *getattr(command, "commands", {})]
    for name in names:
        said = CliRunner(env={"COLUMNS": "88", "TERM": "dumb"}).invoke(
            cli.app, [*([name] if name else []), "--help"], prog_name="kartlaggning"
        )
        title = f"kartlaggning {name}".strip()
        lines += ["", f"## {title}", "", "```text", said.output.rstrip(), "```"]
    return "\n".join(lines) + "\n"


GUIDES = {
    "codebook.md": codebook_guide,
    "survey.schema.json": schema,
    "felmeddelanden.md": errors_guide,
    "reference/commands.md": commands_guide,
}


if __name__ == "__main__":
    for name, make in GUIDES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")

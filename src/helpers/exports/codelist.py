"""A separate list of what the codes in an export mean.

Three shapes occur: a row a code; a question's row with its codes in the rows below it;
and a row a question with "0 = Nej" and "1 = Ja" in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.core.errors import ExportError, Problem
from helpers.core.wording import fold
from helpers.exports import files, workbooks
from helpers.exports.contract import ExportColumn, Sheet

_ROLES = {
    "variable": """variable; variabel; variabelnamn; variable name; field name; field;
        fält; kolumn; column; question id; q#; frågenummer; question number; fråga nr;
        frågekod; question code; id; name; namn; q""",
    "code": """code; kod; value; värde; r#; svarskod; response code; svarsnummer;
        option code; nummer; number""",
    "label": """label; etikett; svarsalternativ; svar; betydelse; value label;
        värdeetikett; svarstext; response; option; alternativ; meaning; klartext""",
    "question": """question; fråga; frågetext; variable label; variabeletikett;
        question text; questions and responses; frågor och svar; text; beskrivning;
        description""",
}
_ROLE = {
    name.strip(): role for role, names in _ROLES.items() for name in names.split(";")
}
_PAIR = re.compile(r"\s*(?P<code>-?\w{1,8})\s*(?:=|:|–|\t| - )\s*(?P<label>\S.*?)\s*")
_IN_HEADER = re.compile(
    r"(?<!\w)(\d{1,2})\s*=\s*([^,;=()\d][^,;=()]{0,60}?)\s*(?=[,;).]|\s\d{1,2}\s*=|\Z)"
)
_LOOKED_AT = 15  # rows, for the headers


_SCALE = re.compile(r"\[([^\[\]]+)\]$")  # at the end of a grid's question


def unknown_code(code: str) -> str:
    """What a code is called that no list explains, or that one explains twice."""
    return f"Kod {code}"


def codes_in(header: str) -> dict[str, str]:
    """The codes that a header explains, three or more without a gap.

    >>> codes_in("Roll (1=Chef, 2=Handläggare, 3 = Annan)")
    {'1': 'Chef', '2': 'Handläggare', '3': 'Annan'}
    >>> codes_in("Nöjd? 1 = inte alls, 3 = varken eller, 5 = mycket")
    {}
    """
    found = dict(_IN_HEADER.findall(header))
    numbers = [int(code) for code in found]
    beside = numbers == [*range(min(numbers, default=0), max(numbers, default=0) + 1)]
    return found if len(found) > 2 and beside else {}


@dataclass
class CodeList:
    """`labels`: variable → {code: label}, in the list's order; `wordings`: variable →
    question. Variables are folded and lower-case. Where a code has two labels, all of
    the variable's are `unknown_code`."""

    file: str
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)

    def of(self, column: ExportColumn) -> dict[str, str]:
        """The codes of a column, found by its name, code, question or number."""
        for key in _keys(column):
            if key in self.labels:
                return self._of_cells(key, column)
        for variable, wording in self.wordings.items():
            if fold(wording).casefold() == column.question.casefold():
                return self.labels.get(variable, {})
        return {}

    def _of_cells(self, variable: str, column: ExportColumn) -> dict[str, str]:
        """The codes of a question, or of a grid's cells where the list says in brackets
        what they are and gives codes to the rows."""
        labels = self.labels[variable]
        scale = _SCALE.search(self.wordings.get(variable, ""))
        rows = {label.casefold() for label in labels.values()}
        if scale is None or column.option.casefold() not in rows:
            return labels
        options = [option.strip() for option in scale[1].split(",")]
        return {str(code): option for code, option in enumerate(options, 1)}

    def wording_of(self, column: ExportColumn) -> str:
        """What the list says was asked, or ""."""
        found = (self.wordings.get(key, "") for key in _keys(column))
        return next(filter(None, found), "")


def read_code_list(path: Path) -> CodeList:
    """The code list in the file. Raises ExportError when it holds none."""
    found = parse(files.read_sheet(Path(path)))
    if found is None:
        raise ExportError(
            Problem(
                "Filen ser inte ut som en kodlista.",
                "Den behöver kolumnerna variabel, kod och etikett.",
                file=Path(path).name,
            )
        )
    return found


def parse(sheet: Sheet) -> CodeList | None:
    """The code list in a sheet, or None where there is none."""
    for place in range(min(_LOOKED_AT, len(sheet.cells))):
        roles = _roles(sheet.row(place))
        if "variable" in roles and "code" in roles and {"label", "question"} & {*roles}:
            found = _by_row(sheet, place + 1, roles)
        elif "variable" in roles and len(roles) > 1:
            found = _by_cell(sheet, place + 1, roles)
        else:
            continue
        if found.labels:
            return found
    return None


def _roles(header: list[str]) -> dict[str, int]:
    roles: dict[str, int] = {}
    for place, name in enumerate(header):
        role = _ROLE.get(name.casefold())
        if role and role not in roles:
            roles[role] = place
    return roles


def _by_row(sheet: Sheet, start: int, roles: dict[str, int]) -> CodeList:
    found = CodeList(sheet.file)
    variable, twice = "", set[str]()
    text = roles.get("label", roles.get("question", 0))
    asked = roles.get("question", text)
    for row in _rows(sheet, start):
        if row[roles["variable"]]:
            variable = row[roles["variable"]].casefold()
            if row[asked]:
                found.wordings.setdefault(variable, row[asked])
        code, label = row[roles["code"]], row[text]
        if variable and code and label:
            known = found.labels.setdefault(variable, {})
            if known.setdefault(code, label) != label:
                twice.add(variable)
    for variable in twice:  # and then it may be the numbers that are wrong
        found.labels[variable] = {
            code: unknown_code(code) for code in found.labels[variable]
        }
    return found


def _by_cell(sheet: Sheet, start: int, roles: dict[str, int]) -> CodeList:
    found = CodeList(sheet.file)
    for place in range(start, len(sheet.cells)):
        row = sheet.row(place)
        variable = row[roles["variable"]].casefold()
        if "question" in roles and row[roles["question"]]:
            found.wordings[variable] = row[roles["question"]]
        for cell in sheet.cells.iloc[place]:
            pairs = _pairs(cell) if isinstance(cell, str) else {}
            if len(pairs) > 1 and variable:
                found.labels[variable] = pairs
    return found


def _pairs(cell: str) -> dict[str, str]:
    lines = [line for line in re.split(r"[\r\n;]+", cell) if line.strip()]
    matches = [_PAIR.fullmatch(line) for line in lines]
    return {m["code"]: fold(m["label"]) for m in matches if m}


def _rows(sheet: Sheet, start: int) -> Iterable[list[str]]:
    for place in range(start, len(sheet.cells)):
        yield sheet.row(place)


def _keys(column: ExportColumn) -> list[str]:
    """What a code list may call the column: Q12_other → q12_other, q12, 12."""
    keys = []
    for heading in (column.name, column.code, column.question):
        heading = fold(heading).casefold()
        if not heading:
            continue
        short = re.match(r"[a-zåäö]*\d+", heading)
        keys.append(heading)
        if short and len(heading) < 40:
            keys += [short[0], short[0].lstrip("abcdefghijklmnopqrstuvwxyzåäö")]
    return keys


def find_code_list(path: Path, read: str) -> CodeList | None:
    """The code list on another sheet of the same workbook than the one `read`."""
    if not read:
        return None
    for name in workbooks.sheet_names(Path(path)):
        if name == read:
            continue
        try:
            found = parse(files.read_sheet(Path(path), sheet=name))
        except ExportError:
            continue  # a sheet that cannot be read is no code list
        if found is not None:
            return found
    return None

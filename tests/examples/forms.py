"""The 2024 form as Microsoft Forms exports it: a workbook, one column a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from examples import questionnaire as q
from examples.answers import Answers
from examples.fieldwork import Cell, Row

MAIN_FILE = "Samverkan 2024 fiktiva svar(1-{last}).xlsx"
LATE_FILE = "Samverkan 2024 fiktiva svar({first}-{last}).xlsx"
META = ("ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Senast ändrad")
NBSP = "\u00a0"
ONE_CELL = {
    "department": "Vilken förvaltning tillhör ni?",
    "unit": "Vilken enhet svarar ni för?\nSkriv namnet som i den bifogade listan.",
    "role": "Vilken roll har du som svarar?",
    "collaborates": "Har ni samverkat med idéburen sektor de senaste 12 månaderna?",
    "organisations": "Med ungefär hur många organisationer?",
    "dialog_frequency": "Hur ofta har ni i genomsnitt haft dialog med idéburna "
    "organisationer de senaste 12 månaderna?",
    "dialog_stage": "När i processen för ni oftast dialog?",
    "purchases": "Köper ni dessutom tjänster av idéburna organisationer?",
    "paid": "Hur mycket ekonomiskt stöd betalade ni ut förra året,"
    f"{NBSP}i{NBSP}kronor?",
    "helps": "Vad underlättar samverkan?",
    "effect": "Hur påverkar samverkan era möjligheter att nå målen?",
    "malmoandan": "Hur väl känner ni till Malmöandan?",
    "example": "Har ni ett exempel som ni vill lyfta?",
    "publish": "Får exemplet publiceras i rapporten?",
    "other": "Är det något mer ni vill säga?",
}
SINGLE_OR_OWN_WORDS = {"support_length": "Hur länge löper det vanligaste stödet?"}
JOINED = {
    "dialog_kinds": "Vilka former av dialog använder ni?",
    "support_kinds": "Vilket stöd ger ni?",
    "followup": "Hur följer ni upp stödet?",
    "target_groups": "Vilka målgrupper har de gemensamma projekten och verksamheterna?",
    "barriers": "Vad hindrar samverkan? Välj högst tre.",
}
# A question of numbers has one question a challenge, named only by the challenge; the
# later grid has the same names, so Forms puts a 2 after them.
ROWS = {
    "projects": dict(q.CHALLENGES),
    "principles": dict(q.PRINCIPLES),
    "needs": {id: f"{label}2" for id, label in q.CHALLENGES.items()},
}
PARTNER = {
    "name": "organisationens namn",
    "challenge": "utmaning",
    "form": "form",
    "intensity": "hur nära samverkar ni?",
    "agreement": "överenskommelse",
    "since": "startår",
}
ORDER = (
    *("department", "unit", "role", "collaborates", "organisations", "ways"),
    *("dialog_kinds", "dialog_frequency", "dialog_stage"),
    *("support_kinds", "purchases", "paid", "support_length", "followup"),
    *("projects", "target_groups", "partners"),
    *("barriers", "helps", "principles", "effect", "malmoandan", "needs"),
    *("example", "publish", "other"),
)
REMOVED = "Vill ni bli kontaktade inför nästa steg?"  # taken out before the reminder
ADDED = "Hur många minuter tog det att svara?"  # put in with the reminder
PHANTOMS = ("Kolumn1", "")  # Excel's own name for a column, and one without any


def fill(row: Row) -> None:
    """The row's cells by header, from its answers."""
    answers = row.response.answers
    row.cells = {
        "ID": row.id,
        "Starttid": row.started,
        "Slutförandetid": row.sent,
        "E-post": row.e_mail,
        "Namn": row.person,
        "Senast ändrad": row.changed,
    }
    for question in ORDER:
        row.cells |= _cells(question, answers, row.response.partners)
    if row.typed_unit:
        row.cells[ONE_CELL["unit"]] = row.typed_unit
    row.cells[REMOVED] = "Ja" if row.id % 7 == 0 else "Nej"
    row.cells[ADDED] = row.minutes


def ways_header(challenge: str) -> str:
    return f"På vilka sätt samverkar ni inom {q.CHALLENGES[challenge]}?"


def partner_header(number: int, field: str) -> str:
    return f"Partner {number}: {PARTNER[field]}"


def joined(options: Sequence[str]) -> str | None:
    """Forms ends every list with a semicolon too."""
    return "".join(f"{option};" for option in options) or None


def write(file: str, rows: Sequence[Row], headers: Sequence[str]) -> bytes:
    """The workbook: `headers` in order, then the phantom columns; no clock in it."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2024, 3, 28, 9, 0)})
    sheet = book.add_worksheet("Sheet1")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for column, header in enumerate((*headers, *PHANTOMS)):
        sheet.write_string(0, column, header)
    sheet.write_blank(0, len(headers) + 1, None, moment)  # a phantom keeps its format
    for number, row in enumerate(rows, start=1):
        row.file, row.excel_row = file, number + 1
        for column, header in enumerate(headers):
            _write_cell(sheet, number, column, row.cells[header], moment)
        sheet.write_blank(number, len(headers) + 1, None, moment)
    book.close()
    return content.getvalue()


def _write_cell(
    sheet: xlsxwriter.workbook.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    moment: xlsxwriter.workbook.Format,
) -> None:
    if isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, cell, moment)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cell)


def _cells(question: str, answers: Answers, partners: list[Answers]) -> dict[str, Cell]:
    """A question's cells by header; routed past is blank here, as Forms has it."""
    if question == "partners":
        return _partner_cells(partners)
    answer = None if answers[question] == q.NOT_ASKED else answers[question]
    other = answers.get(f"{question}_other")
    if question == "ways":
        rows = answer or {}
        return {
            ways_header(id): joined(tuple(rows.get(id) or ())) for id in q.CHALLENGES
        }
    if question in ROWS:
        rows = answer or {}
        return {header: rows.get(id) for id, header in ROWS[question].items()}
    if question in JOINED:
        options = [str(other) if one == q.OTHER else one for one in answer or ()]
        return {JOINED[question]: joined(options)}
    if question in SINGLE_OR_OWN_WORDS:
        return {SINGLE_OR_OWN_WORDS[question]: other if other else answer}
    return {ONE_CELL[question]: str(answer) if isinstance(answer, int) else answer}


def _partner_cells(partners: list[Answers]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for number in range(1, q.PARTNERS + 1):
        given = partners[number - 1 : number]
        for field in PARTNER:
            cell = _partner_cell(field, given[0]) if given else None
            cells[partner_header(number, field)] = cell
    return cells


def _partner_cell(field: str, partner: Answers) -> Cell:
    if field == "name":
        return partner.get("written", partner["name"])
    if field == "challenge":
        return joined([q.CHALLENGES[id] for id in partner["challenge"]])
    if field == "form":
        return joined(partner["form"])
    return None if partner[field] is None else str(partner[field])

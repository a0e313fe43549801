"""The 2022 form as LimeSurvey exports it: a csv with a column for every cross."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from examples import questionnaire as q
from examples.answers import Answers
from examples.dice import Dice
from examples.fieldwork import PARTIAL, Cell, Row

FILE = "results-survey482915.csv"
NOT_REACHED = ""
META = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "token",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
)
# question: (LimeSurvey's code, page, wording)
ONE_CELL = {
    "department": ("Q1", 1, "Vilken förvaltning tillhör ni?"),
    "unit": ("Q2", 1, "Vilken enhet svarar ni för?"),
    "role": ("Q3", 1, "Vilken roll har du som svarar?"),
    "collaborates": (
        "Q4",
        1,
        "Har ni samverkat med idéburen sektor de senaste 12 månaderna?",
    ),
    "organisations": ("Q5", 1, "Med ungefär hur många organisationer?"),
    "dialog_frequency": ("Q8", 2, "Hur ofta för ni dialog?"),
    "dialog_stage": ("Q9", 2, "När i processen för ni oftast dialog?"),
    "purchases": (
        "Q10b",
        3,
        "Köper ni dessutom tjänster av idéburna organisationer?",
    ),
    "paid": (
        "Q11",
        3,
        "Hur mycket ekonomiskt stöd betalade ni ut förra året, i kronor?",
    ),
    "support_length": ("Q12", 3, "Hur länge löper det vanligaste stödet?"),
    "helps": ("Q18", 5, "Vad underlättar samverkan?"),
    "effect": ("Q20", 5, "Hur påverkar samverkan era möjligheter att nå målen?"),
    "malmoandan": ("Q21", 5, "Hur väl känner ni till Malmöandan?"),
    "example": ("Q23", 5, "Har ni ett exempel som ni vill lyfta?"),
    "publish": ("Q23b", 5, "Får exemplet publiceras i rapporten?"),
    "other": ("Q24", 5, "Är det något mer ni vill säga?"),
}
# question: (code, page, wording, options)
TICKS = {
    "dialog_kinds": ("Q7", 2, "Vilka former av dialog använder ni?", q.DIALOG_KINDS),
    "support_kinds": ("Q10", 3, "Vilket stöd ger ni?", q.SUPPORT_KINDS),
    "followup": ("Q13", 3, "Hur följer ni upp stödet?", q.FOLLOWUPS),
    "target_groups": (
        "Q15",
        4,
        "Vilka målgrupper har de gemensamma projekten och verksamheterna?",
        q.TARGET_GROUPS,
    ),
    "barriers": ("Q17", 5, "Vad hindrar samverkan? Välj högst tre.", q.BARRIERS),
}
# question: (code, page, wording, rows)
GRIDS = {
    "projects": (
        "Q14",
        4,
        "Hur många gemensamma projekt och verksamheter pågår?",
        q.CHALLENGES,
    ),
    "principles": (
        "Q19",
        5,
        "I vilken grad präglas samverkan av följande? (1 = inte alls, 5 = helt)",
        q.PRINCIPLES,
    ),
    "needs": ("Q22", 5, "Vilket behov av samverkan ser ni framåt?", q.CHALLENGES),
}
WAYS = ("Q6", 1, "På vilka sätt samverkar ni inom följande utmaningar?")
PARTNER = (
    ("name", "a", "organisationens namn"),
    ("challenge", "b", "utmaning (den viktigaste)"),
    ("form", "c", "form (den viktigaste)"),
    ("intensity", "d", "intensitet"),
    ("agreement", "e", "överenskommelse"),
    ("since", "f", "startår"),
)
ORDER = (
    *("department", "unit", "role", "collaborates", "organisations", "ways"),
    *("dialog_kinds", "dialog_frequency", "dialog_stage"),
    *("support_kinds", "purchases", "paid", "support_length", "followup"),
    *("projects", "target_groups", "partners"),
    *("barriers", "helps", "principles", "effect", "malmoandan", "needs"),
    *("example", "publish", "other"),
)


def fill(row: Row) -> None:
    """The row's cells by header, from its answers."""
    answers = row.response.answers
    row.cells = dict(zip(META, _metadata(row), strict=True))
    for question in ORDER:
        page, cells = _cells(question, answers, row.response.partners)
        reached = row.reached >= page
        row.cells |= cells if reached else dict.fromkeys(cells, NOT_REACHED)


def write(rows: Iterable[Row]) -> bytes:
    """BOM, semicolons, everything quoted, CRLF, and a blank line at the end."""
    rows = list(rows)
    table = StringIO()
    writer = csv.writer(
        table, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(rows[0].cells)
    for number, row in enumerate(rows, start=2):
        row.file, row.excel_row = FILE, number
        writer.writerow(
            "" if cell is None else str(cell) for cell in row.cells.values()
        )
    return ("\ufeff" + table.getvalue() + "\r\n").encode("utf-8")


def header(question: str, part: str = "") -> str:
    """The header of a question's column, or of one of its options or rows."""
    if question in ONE_CELL:
        code, _, wording = ONE_CELL[question]
        return f"{code}. {wording}"
    if question in TICKS:
        code, _, wording, options = TICKS[question]
        if part == q.OTHER:
            return f"{code}[other]. {wording} [{q.OTHER}]"
        return f"{code}[SQ{options.index(part) + 1:03}]. {wording} [{part}]"
    code, _, wording, rows = GRIDS[question]
    return f"{code}[SQ{list(rows).index(part) + 1:03}]. {wording} [{rows[part]}]"


def ways_header(challenge: str, option: str) -> str:
    code, _, wording = WAYS
    row = f"SQ{list(q.CHALLENGES).index(challenge) + 1:03}"
    column = f"SQ{q.WAYS.index(option) + 1:03}"
    return f"{code}[{row}_{column}]. {wording} [{q.CHALLENGES[challenge]}][{option}]"


def length_other_header() -> str:
    code, _, wording = ONE_CELL["support_length"]
    return f"{code}[other]. {wording} [{q.OTHER}]"


def partner_header(number: int, field: str) -> str:
    letter, said = next((a, b) for name, a, b in PARTNER if name == field)
    return f"Q16{letter}{number}. Partner {number}: {said}"


def _metadata(row: Row) -> tuple[Cell, ...]:
    dice = Dice("metadata", row.response.wave, row.response.unit.name)
    finished = row.fate != PARTIAL and row.reached == 5
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return (
        row.id,
        f"{row.sent:%Y-%m-%d %H:%M:%S}" if finished else "",
        row.reached,
        "sv",
        dice.between(100_000_000, 999_999_999),
        "".join(dice.pick(letters) for _ in range(15)),
        f"{row.started:%Y-%m-%d %H:%M:%S}",
        f"{row.sent:%Y-%m-%d %H:%M:%S}",
        f"192.0.2.{dice.between(1, 254)}",  # reserved for documentation (RFC 5737)
        "",
    )


def _cells(
    question: str, answers: Answers, partners: list[Answers]
) -> tuple[int, dict[str, Cell]]:
    """The page a question stands on, and its cells by header."""
    if question == "ways":
        return WAYS[1], _ways(answers["ways"])
    if question == "partners":
        asked = answers["collaborates"] in q.YES
        return 4, _partner_cells(partners if asked else None)
    answer = answers[question]
    if question in TICKS:
        other = answers.get(f"{question}_other")
        return TICKS[question][1], _ticks(question, answer, other)
    if question in GRIDS:
        rows = answer if isinstance(answer, dict) else {}
        blank = q.NOT_ASKED if answer == q.NOT_ASKED else None
        return GRIDS[question][1], {
            header(question, row): rows.get(row, blank) for row in GRIDS[question][3]
        }
    if question == "support_length":
        return 3, _length(answer, answers.get("support_length_other"))
    return ONE_CELL[question][1], {header(question): answer}


def _ways(answer: Answers | str) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for challenge in q.CHALLENGES:
        chosen = answer.get(challenge) if isinstance(answer, dict) else None
        for option in q.WAYS:
            tick = 1 if option in (chosen or ()) else None
            cells[ways_header(challenge, option)] = (
                q.NOT_ASKED if answer == q.NOT_ASKED else tick
            )
    return cells


def _ticks(question: str, answer: object, other: str | None) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    chosen = answer if isinstance(answer, tuple) else ()
    for option in TICKS[question][3]:
        tick = "Ja" if option in chosen else None
        cells[header(question, option)] = q.NOT_ASKED if answer == q.NOT_ASKED else tick
    if q.OTHER in chosen:
        cells[header(question, q.OTHER)] = other
    return cells


def _length(answer: Cell, other: str | None) -> dict[str, Cell]:
    """A list with an option of one's own: -oth- here, the words in the next column."""
    free = answer == q.OTHER
    beside = q.NOT_ASKED if answer == q.NOT_ASKED else None
    return {
        header("support_length"): "-oth-" if free else answer,
        length_other_header(): other if free else beside,
    }


def _partner_cells(partners: list[Answers] | None) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for number in range(1, q.PARTNERS + 1):
        given = (partners or [])[number - 1 : number]
        for field, _, _ in PARTNER:
            cells[partner_header(number, field)] = (
                q.NOT_ASKED if partners is None else _partner_cell(field, given)
            )
    return cells


def _partner_cell(field: str, given: list[Answers]) -> Cell:
    if not given:
        return None
    if field == "challenge":
        return q.CHALLENGES[given[0]["challenge"][0]]
    if field == "form":
        return given[0]["form"][0]
    if field == "name":
        return given[0].get("written", given[0]["name"])
    return given[0][field]

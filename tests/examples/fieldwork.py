"""From answers to rows of an export: who sent what when, twice, half or as a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from examples import questionnaire as q
from examples.answers import Circle, Response, answering, response_of, responses
from examples.city import Unit, frame
from examples.dice import Dice

LAST_PAGE = (
    *("barriers", "helps", "principles", "effect", "malmoandan", "needs"),
    *("example", "publish", "other"),
)
Cell = str | int | dt.datetime | None
FIRST_NAMES = ("Fia", "Olle", "Amira", "Lars", "Sara", "Nils", "Leyla", "Ulla", "Omar")
LAST_NAMES = ("Fiktivsson", "Exempelin", "Påhittsdotter", "Låtsasgren", "Sagoman")

PERIODS = {
    2022: (dt.date(2022, 2, 7), dt.date(2022, 3, 18)),
    2024: (dt.date(2024, 2, 5), dt.date(2024, 3, 15)),
}
LATE = (dt.date(2024, 3, 18), dt.date(2024, 3, 27))
LATE_NEW = 24  # units that answer after the first export of 2024

# What ought to become of a row. DECIDED: only a person can say (decisions/rows.csv).
KEPT, TEST, DUPLICATE, PARTIAL = "kept", "test", "duplicate", "partial"
REPLACED, DECIDED = "replaced", "decided"


@dataclass
class Row:
    """One row of an export: what it means, what becomes of it, its cells by header.

    `fate` is what cleaning ought to do with it. `reached` is the last of the form's
    five pages that was sent (LimeSurvey knows; Microsoft Forms only sends whole ones).
    """

    response: Response
    fate: str
    sent: dt.datetime
    minutes: int
    person: str
    reached: int = 5
    typed_unit: str = ""  # the unit as written, where it is not the frame's name
    id: int = 0
    file: str = ""
    excel_row: int = 0
    late: bool = False
    changed: dt.datetime | None = None
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def started(self) -> dt.datetime:
        return self.sent - dt.timedelta(minutes=self.minutes)

    @property
    def e_mail(self) -> str:
        plain = self.person.lower().translate(str.maketrans("åäö", "aao"))
        return f"{plain.replace(' ', '.')}@exempel.invalid"


def rows_of_2022() -> list[Row]:
    """LimeSurvey: broken-off forms are there too, and the last of two is the one."""
    rows = [_row(response, KEPT, PERIODS[2022]) for response in responses(2022)]
    rows += _earlier_tries(rows, number=5, reached=5)
    rows += _earlier_tries(rows[::-1], number=4, reached=3)
    rows += _broken_off(number=10)
    rows += [_test(2022, word, hour) for hour, word in enumerate(("test", "asdf"))]
    return numbered(rows)


def rows_of_2024() -> list[Row]:
    """Microsoft Forms: the fuller of two is the one; some answers come late.

    What is sent after the first export is `late`.
    """
    rows = [_row(response, KEPT, PERIODS[2024]) for response in responses(2024)]
    _set_late(rows)
    rows.append(_outside_the_frame())
    rows += _second_forms(rows, number=6)
    rows += [_test(2024, word, hour) for hour, word in enumerate(("test", "asdf"))]
    for row in rows[40:340:75]:
        _skip_all_but_background(row.response)
    return numbered(rows)


def misspelt(row: Row) -> bool:
    """Whether more than case and white space is wrong in the unit's name."""
    typed = " ".join(row.typed_unit.split()).casefold()
    return bool(typed) and typed != row.response.unit.name.casefold()


def numbered(rows: list[Row]) -> list[Row]:
    """In the order of arrival, with the tool's running number."""
    rows = sorted(rows, key=lambda row: (row.sent, row.response.unit.name))
    for number, row in enumerate(rows, start=1):
        row.id = number
    return rows


def _row(
    response: Response, fate: str, period: tuple[dt.date, dt.date], *, again: int = 0
) -> Row:
    dice = Dice("sent", response.wave, response.unit.name, again)
    # many at once after the invitation and after each reminder
    days = (period[1] - period[0]).days
    day = period[0] + dt.timedelta(days=int(days * dice.number() ** 1.6))
    day -= dt.timedelta(days=max(0, day.weekday() - 4))  # no weekends
    clock = dt.timedelta(seconds=dice.between(7 * 3600 + 1800, 16 * 3600 + 1800))
    return Row(
        response=response,
        fate=fate,
        sent=dt.datetime.combine(day, dt.time()) + clock,
        minutes=dice.between(6, 38),
        person=f"{dice.pick(FIRST_NAMES)} {dice.pick(LAST_NAMES)}",
    )


def _test(wave: int, word: str, hour: int) -> Row:
    """What the secretary typed to see that the form works."""
    unit = Unit(word, "stadskontoret", (wave,), "Centrum", 0.0, 10)
    response = response_of(unit, wave, Circle())
    opened = dt.datetime.combine(PERIODS[wave][0], dt.time(6 + hour, 12))
    return Row(response, TEST, opened, 2, "Ulla Exempelin")


# ----------------------------------------------------------------- LimeSurvey, 2022


def _earlier_tries(rows: list[Row], *, number: int, reached: int) -> list[Row]:
    """Units that sent a form, whole or half, and then a better one."""
    found = []
    for row in rows[20::31][:number]:
        early = deepcopy(row)
        early.fate = DUPLICATE
        early.sent = row.sent - dt.timedelta(hours=20)
        early.reached = reached
        early.response.answers |= {"helps": None, "other": None}
        early.response.partners = early.response.partners[:1]
        found.append(early)
    return found


def _broken_off(number: int) -> list[Row]:
    """Units that began and never came back."""
    answered = {unit.name for unit in answering(2022)}
    silent = [
        unit
        for unit in frame(2022)
        if unit.name not in answered and not unit.disposition(2022)
    ]
    circle = Circle()
    found = []
    for at, unit in enumerate(silent[5::21][:number]):
        row = _row(response_of(unit, 2022, circle), PARTIAL, PERIODS[2022])
        row.reached = 1 + at % 4
        found.append(row)
    nearly = next(row for row in found if row.reached == 4)
    nearly.fate = KEPT  # the secretary keeps this one: decisions/rows.csv
    _blank(nearly.response, LAST_PAGE)
    return found


# ------------------------------------------------------------- Microsoft Forms, 2024


def _set_late(rows: list[Row]) -> None:
    """The last units of a drawn order answer after the first export."""
    names = Dice("late").sample([row.response.unit.name for row in rows], LATE_NEW)
    for row in rows:
        if row.response.unit.name in names:
            late = _row(row.response, KEPT, LATE, again=1)
            row.sent, row.late = late.sent, True


def _outside_the_frame() -> Row:
    """A unit that answered though nobody had asked it."""
    unit = Unit("Enheten för framtidsfrågor", "stadskontoret", (2024,), "Centrum", 0, 9)
    return _row(response_of(unit, 2024, Circle()), KEPT, PERIODS[2024])


def _second_forms(rows: list[Row], *, number: int) -> list[Row]:
    """Two forms of one unit: three times the later is the fuller, twice the earlier,
    and once they are equally full, so that a person must choose."""
    collaborating = [row for row in rows if row.response.partners and not row.late]
    found = []
    for at, row in enumerate(collaborating[15::33][:number]):
        other = deepcopy(row)
        other.fate = DUPLICATE
        earlier = at % 2 == 0
        other.sent += dt.timedelta(hours=-26 if earlier else 26)
        if at == number - 1:
            other.fate = DECIDED
            other.response.answers["role"] = _another_role(row)
        else:
            other.response.answers |= {"helps": None, "other": None, "paid": None}
            other.response.partners = other.response.partners[:1]
            other.response.answers["needs"] = dict.fromkeys(q.CHALLENGES)
        found.append(other)
    return found


def _another_role(row: Row) -> str:
    return next(role for role in q.ROLES if role != row.response.answers["role"])


def _skip_all_but_background(response: Response) -> None:
    """Sent, but with nothing after the first page."""
    first = ("department", "unit", "role", "collaborates")
    _blank(response, [key for key in response.answers if key not in first])
    response.partners = []


def _blank(response: Response, questions: Iterable[str]) -> None:
    """Takes the answers away, but leaves a question that was never asked as it is."""
    for key in questions:
        answer = response.answers.get(key)
        if answer != q.NOT_ASKED:
            blank = dict.fromkeys(answer) if isinstance(answer, dict) else None
            response.answers[key] = blank

"""Which rows at the top of a table are titles and headers, known by their form.

A header row is told from an answer by what stands below it: an answer's words recur in
its column and its numbers stand among numbers; a header's do not. Tools write up to
three rows (question, option, code), tables made by hand merge cells, and Excel's own
tables put a number after a header that occurs twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.core.wording import fold
from helpers.exports import metadata
from helpers.exports.contract import Sheet
from helpers.exports.sheet import counted

# What stands where a question has no options of its own.
NO_OPTION = {"response", "open-ended response", "svar", "öppet svar", "öppna svar"}
# Headers that Excel and pandas write where there is none.
FILLED_IN = re.compile(r"(kolumn|column|spalte)\s?\d+|unnamed: \d+.*", re.IGNORECASE)
DEEPEST = 8  # rows of titles above a header
_LOOKED_AT = 200  # rows of answers
_CODE = re.compile(r"[A-Za-z]{1,12}\d*(_\w+)?|q\d\w*", re.IGNORECASE)
_SUFFIXED = re.compile(r"(?P<text>.*\D)(?P<number>\d{1,4})")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?\s?%?")


@dataclass(frozen=True)
class Top:
    """The rows above the answers: `above` titles, then headers, in all `rows`.

    For each column its `question` (carried to the right over its options), `option`
    and `code`; `start` is the place of the column where its question begins.
    """

    above: int
    rows: int
    questions: list[str]
    options: list[str]
    codes: list[str]
    starts: list[int]
    notes: list[str] = field(default_factory=list)


class _Body:
    """What stands in each column below a row, to compare a possible header with."""

    def __init__(self, sheet: Sheet, first: int) -> None:
        cells = sheet.cells.iloc[first : first + _LOOKED_AT]
        self.rows = len(cells)
        self.texts: list[Counter[str]] = []
        for place in range(sheet.width):
            counts: Counter[str] = Counter()
            for text, times in Counter(cells.iloc[:, place].dropna()).items():
                counts[fold(text)] += times
            self.texts.append(counts)

    def counts(self, place: int) -> bool:
        """Whether nearly all of the column are numbers or times."""
        texts = self.texts[place]
        others = sum(times for one, times in texts.items() if not _kind(one))
        return others <= 0.1 * texts.total()

    def used(self) -> list[int]:
        return [place for place, texts in enumerate(self.texts) if texts]

    def full(self) -> list[int]:
        """Columns where every row has a cell."""
        each = enumerate(self.texts)
        return [place for place, texts in each if texts.total() == self.rows > 2]

    def belongs(self, place: int, text: str) -> bool | None:
        """Whether `text` is one of the column's answers; None where nothing tells.

        True: its answers are other texts too, and this is one of them. False: the
        column's answers recur or are numbers or times, and this is none of them, or
        it is all that the column ever says (a tick by the option's own label).
        """
        texts = self.texts[place]
        filled = texts.total()
        if not filled:
            return None
        if text in texts:
            return None if filled < 3 else len(texts) > 1
        if self.counts(place):
            return None if _kind(text) else False
        if _kind(text):
            return None
        return False if 2 * len(texts) <= filled else None


def _kind(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return "number"
    return "moment" if metadata.is_moment(text) else ""


def find_top(sheet: Sheet, place: int | None = None, id: int | None = None) -> Top:
    """The titles and headers of a sheet.

    `place`: the row of questions, `id`: the column of the answers' numbers, where the
    tool's own words say so.
    """
    above = _titles(sheet) if place is None else place
    questions = [_unless_filled_in(text) for text in sheet.row(above)]
    coded = place is None and _are_codes(questions)
    if coded and _is_header(sheet, above + 1, questions, id):
        above += 1
        questions = [_unless_filled_in(text) for text in sheet.row(above)]
    options, codes = [""] * len(questions), [""] * len(questions)
    notes: list[str] = []
    rows = above + 1
    if _is_header(sheet, rows, questions, id):
        options = [_unless_filled_in(text) for text in sheet.row(rows)]
        rows += 1
        if _are_codes(options) and all(questions[p] for p in _filled(options)):
            options, codes = codes, options
            notes = ["Under rubrikerna står en rad med koder."]
        else:
            notes = ["Två rubrikrader: frågor, och under dem svarsalternativ."]
    if _under_sections(sheet, rows, options, id):
        questions, options = _from_the_left(options, sheet.row(rows))
        rows += 1
        notes = ["Tre rubrikrader: delar av formuläret, frågor och svarsalternativ."]
    if above and _are_codes(sheet.row(above - 1)):
        above -= 1
        codes = sheet.row(above)
        notes.append("Ovanför frågorna står en rad med koder.")
    elif (
        any(options)
        and _are_codes(sheet.row(rows))
        and _is_header(sheet, rows, questions, id)
    ):
        codes = sheet.row(rows)
        rows += 1
        notes.append("Under rubrikerna står en rad med koder.")
    body = _Body(sheet, rows)
    questions, options, gone = _without_suffixes(questions, options, body)
    if gone:
        sentence = counted(gone, "rubrik", "rubriker")
        notes.append(f"Siffran som Excels tabell satt efter {sentence} togs bort.")
    return _carried(above, rows, questions, options, codes, notes)


def _under_sections(
    sheet: Sheet, place: int, asked: Sequence[str], id: int | None
) -> bool:
    """Whether the row after the two first is one more header: above them stood parts of
    the form, and the second has the questions (`asked`)."""
    row = sheet.row(place) if place < len(sheet.cells) else []
    return (
        any(asked)
        and any(row)
        and not _are_codes(row)
        and _is_header(sheet, place, [*asked], id)
    )


def _from_the_left(
    questions: Sequence[str], options: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Questions and options, what has only an option before the first question asked as
    a question ("Nr", under blank cells)."""
    first = next((place for place, text in enumerate(questions) if text), 0)
    asked = [*options[:first], *questions[first:]]
    return [_unless_filled_in(text) for text in asked], [
        *[""] * first,
        *options[first:],
    ]


def _unless_filled_in(text: str) -> str:
    return "" if FILLED_IN.fullmatch(text) else text


# ---------------------------------------------------------------- titles


def _titles(sheet: Sheet) -> int:
    """How many rows at the top are titles.

    One cell where the table has several; or a label and its value, before a row that
    is a header of the whole table.
    """
    if sheet.width < 3:
        return 0
    last = min(DEEPEST, len(sheet.cells) - 1)
    first = 0
    while first < last and len(_filled(sheet.row(first))) < 2:
        first += 1
    if first == last:
        return 0
    for place in range(first + 1, last):
        pairs = [_filled(sheet.row(one)) for one in range(first, place)]
        if not all(pair and max(pair) <= 1 for pair in pairs):
            break
        if _heads_all(sheet, place) and _as_titles(sheet, first, place):
            return place
    return first


def _filled(row: Sequence[str]) -> list[int]:
    return [place for place, text in enumerate(row) if text]


def _heads_all(sheet: Sheet, place: int) -> bool:
    """Whether the row, or it and the next, head every column with answers and are no
    answers."""
    for rows in (1, 2):
        tops = [sheet.row(place + n) for n in range(rows)]
        body = _Body(sheet, place + rows)
        used = body.used()
        if len(used) < 3 or not all(tops):
            return False
        given = [(p, top[p]) for top in tops for p in used if top[p]]
        if {p for p, _ in given} < {*used} or any(_kind(text) for _, text in given):
            continue
        if rows == 2 and len(_filled(tops[0])) <= 2 and all(tops[1][p] for p in used):
            continue  # one more label and value, above the header itself
        verdicts = [body.belongs(p, text) for p, text in given]
        if True not in verdicts and False in verdicts:
            return True
    return False


def _as_titles(sheet: Sheet, first: int, place: int) -> bool:
    """Whether rows of two cells read as "Antal svar: 30" and not as a short header."""
    index = sheet.cells.index
    gap = int(index[place]) > int(index[place - 1]) + 1
    rows = [sheet.row(one) for one in range(first, place)]
    labels = any(row[0].endswith(":") or _kind(row[1]) for row in rows)
    return gap or labels or len(rows) > 1


# ---------------------------------------------------------------- headers


def _is_header(sheet: Sheet, place: int, questions: list[str], id: int | None) -> bool:
    """Whether a row below the questions is one more header, and no answer."""
    row = sheet.row(place)
    given = _filled(row)
    if not given:
        return False
    if id is not None:
        return row[id] in ("", questions[id])
    if _merged_over(sheet, place):
        return True
    body = _Body(sheet, place + 1)
    verdicts = [body.belongs(p, row[p]) for p in given]
    if True in verdicts or any(_kind(row[p]) for p in given):
        return False
    against = verdicts.count(False)
    words = sum(_bare(row[p]).casefold() in NO_OPTION for p in given)
    if words and words + against >= 0.5 * len(given):
        return True
    # An id, a time or a unit is in every answer, and not in this row.
    lacks = sum(not row[p] or row[p] == questions[p] for p in body.full())
    under = [p for p in given if not questions[p]]
    if under and all(row[p] for p in body.used() if not questions[p]):
        # Options stand where the question is blank, and nothing below other questions.
        over = [p for p in given if _spans(questions, p)]
        if len(over) == len(given) and (against or lacks):
            return True
    if lacks and not under and all(questions[p] == row[p] or p in under for p in given):
        return True
    # Where all answer alike the first answer is all that the column says: no code.
    strange = sum(fold(row[p]) not in body.texts[p] for p in given)
    if _are_codes(row) and (lacks or min(against, strange) >= 0.5 * len(given)):
        return True
    if lacks and against >= 2 and len(given) >= 0.5 * len(body.used()):
        return True
    # Parts of the form stand over their first questions, and blank over the others.
    parts = [p for p in _filled(questions) if body.texts[p]]
    if lacks and against >= 2 and len(parts) < len(given) and {*parts} <= {*given}:
        return True
    # The question stands over each of its options, and nothing below other questions.
    if lacks and against >= 2 and all(_asked_beside(questions, p) for p in given):
        return True
    numbers = sum(body.counts(p) for p in given if body.texts[p])
    if _are_codes(questions) and numbers and against >= 2:
        return True
    different = len({row[p] for p in given}) >= 0.6 * len(given)
    return against >= 0.6 * len(body.used()) and numbers >= 2 and different


def _merged_over(sheet: Sheet, place: int) -> bool:
    """Whether the workbook merges headers above down over this row, or over several
    columns that each have a cell in it."""
    number, row = int(sheet.cells.index[place]), sheet.row(place)
    return any(
        top < number <= bottom
        or (top == bottom == number - 1 and all(row[left : right + 1]) and left < right)
        for top, bottom, left, right in sheet.merged
    )


def _spans(questions: list[str], place: int) -> bool:
    """Whether the column's question goes on over several columns."""
    after = place + 1 < len(questions) and not questions[place + 1]
    return not questions[place] or after


def _asked_beside(questions: list[str], place: int) -> bool:
    """Whether the column beside has the same question."""
    beside = questions[max(0, place - 1) : place] + questions[place + 1 : place + 2]
    return bool(questions[place]) and questions[place] in beside


def _bare(text: str) -> str:
    """Without the number that Excel's table put after it."""
    match = _SUFFIXED.fullmatch(text)
    return match["text"] if match else text


def _are_codes(row: Sequence[str]) -> bool:
    given = [cell for cell in row if cell]
    like = [cell for cell in given if _CODE.fullmatch(cell) and len(cell) <= 16]
    several = len(given) > 1 and len(set(given)) > 1
    coded = any(char.isdigit() for cell in given for char in cell)
    return several and coded and len(like) >= 0.9 * len(given)


def _without_suffixes(
    questions: list[str], options: list[str], body: _Body
) -> tuple[list[str], list[str], int]:
    """The headers without the numbers that Excel's tables put after them."""
    rows = [options, questions] if any(options) else [questions]
    sure = 0
    for row in rows[:1]:
        for place, text in enumerate(row):
            bare = _bare(text)
            answers = {one.casefold() for one in body.texts[place]}
            own = answers == {bare.casefold()} and text != bare
            sure += own or (bare != text and bare.casefold() in NO_OPTION)
    if not sure:
        return questions, options, 0
    given = {text for row in rows for text in row}
    gone = 0
    cleaned = []
    for row in (questions, options):
        bares = []
        for place, text in enumerate(row):
            bare = _bare(text)
            there = {one.casefold() for one in body.texts[place]}
            if bare != text and (
                bare.casefold() in NO_OPTION | there
                or bare in given
                or any(_bare(other) == bare for other in given - {text})
            ):
                gone += 1
                text = bare
            bares.append(text)
        cleaned.append(bares)
    return cleaned[0], cleaned[1], gone


def _carried(
    above: int,
    rows: int,
    questions: list[str],
    options: list[str],
    codes: list[str],
    notes: list[str],
) -> Top:
    """Question and code carried to the right over the question's options."""
    carried: list[str] = []
    coded: list[str] = []
    starts: list[int] = []
    for place, asked in enumerate(questions):
        goes_on = bool(not asked and options[place] and carried and carried[-1])
        starts.append(starts[-1] if goes_on else place)
        carried.append(carried[-1] if goes_on else asked)
        coded.append(codes[place] or (coded[-1] if goes_on else ""))
    return Top(above, rows, carried, options, coded, starts, notes)

"""Exports made at random as each survey tool writes them, in six languages.

What was asked and answered is made first (`Asked`), then written in a tool's own style
(`STYLES`): its header rows, its marks for ticks, its columns of its own. So the truth
is known whatever the tool: what each column is, its counts, and the order of its scale.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pandas as pd
import pyreadstat
import xlsxwriter

from helpers.exports.sheet import letter
from support.made_quirks import QUIRKS
from support.made_words import LANGUAGES, Words
from support.reading_truth import Labelled, Truth

BLANK = ""


@dataclass(frozen=True)
class Asked:
    """A question and its answers: `answers` a row a respondent, what was chosen of
    `options`; `rows` of a grid have answers each. `order`: a scale, low to high."""

    kind: str  # single, scale, rating, multiple, grid, number, year, text
    text: str
    options: tuple[str, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: tuple[str, ...] = ()

    @property
    def cells(self) -> list[str]:
        return [answer[0] if answer else BLANK for answer in self.answers]


@dataclass
class Table:
    """A file in the making: header rows, columns, and what is true of them."""

    respondents: int
    headers: int = 1
    columns: list[tuple[tuple[str, ...], list[str]]] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def own(self, header: str | Sequence[str], cells: Sequence[str]) -> None:
        """A column of the tool's own: no question."""
        self.add([(header, cells)], Truth("", "none"))

    def add(
        self,
        columns: Sequence[tuple[str | Sequence[str], Sequence[str]]],
        truth: Truth,
    ) -> None:
        start = len(self.columns)
        for header, cells in columns:
            given = (header,) if isinstance(header, str) else tuple(header)
            given += (BLANK,) * (self.headers - len(given))
            self.columns.append((given, list(cells)))
        where = f"{letter(start)}:{letter(len(self.columns) - 1)}"
        self.truths.append(
            Truth(where, truth.type, truth.counts, truth.rows, truth.order)
        )

    def rows(self) -> list[list[str]]:
        tops = [[header[n] for header, _ in self.columns] for n in range(self.headers)]
        return tops + [
            [cells[n] for _, cells in self.columns] for n in range(self.respondents)
        ]


# ---------------------------------------------------------------- what was asked


def _chosen(random: Random, n: int, options: Sequence[str]) -> list[tuple[str, ...]]:
    """One option each, every one given by at least five, some left blank."""
    weights = [random.uniform(0.3, 1) for _ in options]
    answers = [o for o in options for _ in range(5)]
    answers += random.choices(options, weights, k=n - len(answers))
    random.shuffle(answers)
    blank = random.choice((0, 0, 0.15))
    return [
        () if i > 6 and random.random() < blank else (a,) for i, a in enumerate(answers)
    ]


def single(random: Random, words: Words, n: int) -> Asked:
    text, options = random.choice(words.singles)
    return Asked("single", text, options, tuple(_chosen(random, n, options)))


def scale(random: Random, words: Words, n: int) -> Asked:
    text, steps = random.choice(words.scales)
    options = (*steps, words.dont_know) if random.random() < 0.3 else steps
    answers = tuple(_chosen(random, n, options))
    return Asked("scale", text, options, answers, order=steps)


def rating(random: Random, words: Words, n: int) -> Asked:
    """A scale of numbers that the question names; not all of them chosen."""
    low, high = random.choice(((1, 5), (1, 7), (0, 10), (1, 10), (1, 6)))
    steps = tuple(str(s) for s in range(low, high + 1))
    chosen = sorted(random.sample(steps, random.randint(4, len(steps))), key=int)
    text = f"{random.choice(words.rate)} ({low}-{high})"
    return Asked("rating", text, steps, tuple(_chosen(random, n, chosen)), order=steps)


def multiple(random: Random, words: Words, n: int) -> Asked:
    text, options = random.choice(words.multiples)
    rates = [random.uniform(0.25, 0.65) for _ in options]
    answers = [
        tuple(o for o, r in zip(options, rates, strict=True) if random.random() < r)
        for _ in range(n)
    ]
    for place, option in enumerate(options):  # each alone, and by several
        for row in range(4):
            answers[place * 4 + row] = (option,)
    shuffled = random.sample(answers, n)
    return Asked("multiple", text, options, tuple(shuffled))


def grid(random: Random, words: Words, n: int) -> Asked:
    text, topics = random.choice(words.grids)
    steps = random.choice(words.agree)
    rows = random.sample(topics, random.randint(3, len(topics)))
    cells = {
        row: tuple(a[0] if a else BLANK for a in _chosen(random, n, steps))
        for row in rows
    }
    return Asked("grid", text, steps, rows=tuple(cells.items()), order=steps)


def number(random: Random, words: Words, n: int) -> Asked:
    values = [str(random.randint(0, 90)) for _ in range(n)]
    return Asked(
        "number", random.choice(words.numbers), answers=tuple((v,) for v in values)
    )


def text(random: Random, words: Words, n: int) -> Asked:
    said, topics = random.choice(words.texts), words.grids[0][1]
    answers = [
        (f"{random.choice(topics)} {random.choice(topics).casefold()} {place}",)
        if random.random() < 0.5
        else ()
        for place in range(n)
    ]
    return Asked("text", said, answers=tuple(answers))


MAKERS = (single, scale, rating, multiple, grid, number, text)


def asked(random: Random, words: Words, n: int) -> list[Asked]:
    """Questions of different kinds and words, in any order."""
    kinds = [*random.sample(MAKERS, random.randint(4, 6)), *random.sample(MAKERS, 2)]
    found: list[Asked] = []
    for make in kinds:
        one = make(random, words, n)
        if all(one.text != other.text for other in found):
            found.append(one)
    return found


# ---------------------------------------------------------------- what is true


def counts(cells: Sequence[str]) -> dict[str, int]:
    return dict(Counter(cell for cell in cells if cell))


def median(cells: Sequence[str]) -> dict[str, float]:
    values = sorted(float(cell) for cell in cells if cell)
    at = len(values)
    return {"median": (values[(at - 1) // 2] + values[at // 2]) / 2}


def truth_of(one: Asked) -> Truth:
    if one.kind == "multiple":
        ticked = Counter(option for have in one.answers for option in have)
        return Truth("", "multiple", dict(ticked))
    if one.kind == "grid":
        rows = {row: counts(cells) for row, cells in one.rows}
        return Truth("", "grid", rows=rows, order=one.order)
    if one.kind == "number":
        return Truth("", "number", median(one.cells))
    if one.kind == "text":
        return Truth("", "text")
    return Truth("", "single", counts(one.cells), order=one.order)


# ---------------------------------------------------------------- how it is written

Write = Callable[[Random, Table, Words, Sequence[Asked]], None]
Mark = tuple[str, str]


def _plain(table: Table, one: Asked, header: str | Sequence[str]) -> None:
    table.add([(header, one.cells)], truth_of(one))


def _joined(table: Table, one: Asked, header: str, mark: str, end: str = "") -> None:
    cells = [mark.join(have) + (end if have else "") for have in one.answers]
    table.add([(header, cells)], truth_of(one))


def _spread(
    table: Table,
    one: Asked,
    header: Callable[[str, int], str | Sequence[str]],
    mark: Mark,
) -> None:
    """A column an option; mark "=" ticks by the option's own label."""
    yes, no = mark
    columns = [
        (
            header(option, n),
            [
                (option if yes == "=" else yes) if option in have else no
                for have in one.answers
            ],
        )
        for n, option in enumerate(one.options, 1)
    ]
    table.add(columns, truth_of(one))


def _grid(
    table: Table, one: Asked, header: Callable[[str, int], str | Sequence[str]]
) -> None:
    columns = [(header(row, n), cells) for n, (row, cells) in enumerate(one.rows, 1)]
    table.add(columns, truth_of(one))


def _ids(table: Table, start: int = 1) -> list[str]:
    return [str(n) for n in range(start, start + table.respondents)]


def _times(random: Random, table: Table, form: str) -> list[str]:
    return [
        form.format(
            day=1 + n % 28, hour=8 + n % 9, minute=random.randint(10, 59), second=11
        )
        for n in range(table.respondents)
    ]


ISO = "2026-03-{day:02} {hour:02}:{minute}:{second}"


def forms(random: Random, table: Table, words: Words, asked: Sequence[Asked]) -> None:
    """Microsoft Forms: ticks with ";" after each, each statement a column."""
    for header, cells in zip(
        random.choice(
            (
                ("ID", "Starttid", "Slutförandetid", "E-post", "Namn"),
                ("Id", "Start time", "Completion time", "Email", "Name"),
            )
        ),
        (
            _ids(table),
            _times(random, table, ISO),
            _times(random, table, ISO),
            ["anonymous"] * table.respondents,
            [BLANK] * table.respondents,
        ),
        strict=True,
    ):
        table.own(header, cells)
    for one in asked:
        if one.kind == "multiple":
            _joined(table, one, one.text, ";", ";")
        elif one.kind == "grid":
            _grid(table, one, lambda row, n: row)
        else:
            _plain(table, one, one.text)


def google(random: Random, table: Table, words: Words, asked: Sequence[Asked]) -> None:
    """Google Forms: ticks with ", " between, rows of a grid in brackets."""
    stamp = random.choice(("Timestamp", "Tidstämpel", "Tidsstempel", "Zeitstempel"))
    table.own(
        stamp, _times(random, table, "2026/03/{day:02} {hour}:{minute}:{second} em CET")
    )
    for one in asked:
        if one.kind == "multiple":
            _joined(table, one, one.text, ", ")
        elif one.kind == "grid":
            _grid(table, one, lambda row, n, one=one: f"{one.text} [{row}]")
        else:
            _plain(table, one, one.text)


def qualtrics(
    random: Random, table: Table, words: Words, asked: Sequence[Asked]
) -> None:
    """Qualtrics: codes, texts and ImportIds in three rows; ticks with "," between or a
    column each."""
    table.headers = 3
    n = table.respondents
    stamps = _times(random, table, ISO)
    for code, label, cells in (
        ("StartDate", "Start Date", stamps),
        ("EndDate", "End Date", stamps),
        ("Status", "Response Type", ["IP Address"] * n),
        ("Progress", "Progress", ["100"] * n),
        ("Finished", "Finished", ["True"] * n),
        ("ResponseId", "Response ID", [f"R_{i:015}" for i in range(n)]),
    ):
        table.own(
            (code, label, json.dumps({"ImportId": code[0].lower() + code[1:]})), cells
        )
    for place, one in enumerate(asked, 1):
        code = f"Q{place}"
        told = json.dumps({"ImportId": f"QID{place}"})
        if one.kind == "multiple" and random.random() < 0.5:
            cells = [",".join(have) for have in one.answers]
            table.add([((code, one.text, told), cells)], truth_of(one))
        elif one.kind == "multiple":
            _spread(
                table,
                one,
                lambda option, n, code=code, one=one: (
                    f"{code}_{n}",
                    f"{one.text} - Selected Choice - {option}",
                    json.dumps({"ImportId": f"{code}_{n}"}),
                ),
                ("=", ""),
            )
        elif one.kind == "grid":
            _grid(
                table,
                one,
                lambda row, n, code=code, one=one: (
                    f"{code}_{n}",
                    f"{one.text} - {row}",
                    json.dumps({"ImportId": f"{code}_{n}"}),
                ),
            )
        else:
            _plain(table, one, (code, one.text, told))


def surveymonkey(
    random: Random, table: Table, words: Words, asked: Sequence[Asked]
) -> None:
    """SurveyMonkey: questions above, options below; ticks by the option's label."""
    table.headers = 2
    table.own("Respondent ID", _ids(table, 114_000_000_000))
    table.own("Collector ID", ["400123456"] * table.respondents)
    table.own(
        "Start Date",
        _times(random, table, "03/{day:02}/2026 {hour:02}:{minute}:{second} AM"),
    )
    for one in asked:
        if one.kind == "multiple":
            _spread(
                table,
                one,
                lambda option, n, one=one: (one.text if n == 1 else "", option),
                ("=", ""),
            )
        elif one.kind == "grid":
            _grid(
                table,
                one,
                lambda row, n, one=one: (one.text if n == 1 else "", row),
            )
        else:
            under = (
                "Open-Ended Response" if one.kind in ("text", "number") else "Response"
            )
            _plain(table, one, (one.text, under))


def limesurvey(
    random: Random, table: Table, words: Words, asked: Sequence[Asked]
) -> None:
    """LimeSurvey: "code[SQ001]. Question [Option]", Yes or No in each."""
    table.own("id. Response ID", _ids(table))
    table.own("submitdate. Date submitted", _times(random, table, ISO))
    table.own("lastpage. Last page", ["3"] * table.respondents)
    table.own("startlanguage. Start language", ["sv"] * table.respondents)
    mark = random.choice((("Yes", "No"), ("Ja", "Nej"), ("Yes", "")))
    for place, one in enumerate(asked, 1):
        code = f"G1Q{place:02}"
        if one.kind == "multiple":
            _spread(
                table,
                one,
                lambda option, n, code=code, one=one: (
                    f"{code}[SQ{n:03}]. {one.text} [{option}]"
                ),
                mark,
            )
        elif one.kind == "grid":
            _grid(
                table,
                one,
                lambda row, n, code=code, one=one: (
                    f"{code}[SQ{n:03}]. {one.text} [{row}]"
                ),
            )
        else:
            _plain(table, one, f"{code}. {one.text}")


def _columns_each(
    own: Sequence[tuple[str, Callable[[Random, Table], Sequence[str]]]],
    option: Callable[[str, str, int], str],
    marks: Sequence[Mark],
    row: Callable[[str, str, int], str] | None = None,
) -> Write:
    """A tool with one header row and a column for each option."""

    def write(
        random: Random, table: Table, words: Words, asked: Sequence[Asked]
    ) -> None:
        for header, made in own:
            table.own(header, made(random, table))
        mark = random.choice(marks)
        for place, one in enumerate(asked, 1):
            if one.kind == "multiple":
                _spread(
                    table,
                    one,
                    lambda o, n, one=one, place=place: option(
                        one.text, o, place * 100 + n
                    ),
                    mark,
                )
            elif one.kind == "grid":
                _grid(
                    table,
                    one,
                    lambda r, n, one=one, place=place: (row or option)(
                        one.text, r, place * 100 + n
                    ),
                )
            else:
                _plain(table, one, one.text)

    return write


def _in_cells(
    own: Sequence[tuple[str, Callable[[Random, Table], Sequence[str]]]],
    marks: Sequence[str],
    row: Callable[[str, str, int], str],
    header: Callable[[str, int], str] = lambda text, n: text,
) -> Write:
    """A tool with one header row and ticks joined in a cell."""

    def write(
        random: Random, table: Table, words: Words, asked: Sequence[Asked]
    ) -> None:
        for name, made in own:
            table.own(name, made(random, table))
        mark = random.choice(marks)
        for place, one in enumerate(asked, 1):
            if one.kind == "multiple" and mark == "json":
                cells = [
                    json.dumps(have, ensure_ascii=False) if have else ""
                    for have in one.answers
                ]
                table.add([(header(one.text, place), cells)], truth_of(one))
            elif one.kind == "multiple":
                _joined(table, one, header(one.text, place), mark)
            elif one.kind == "grid":
                _grid(
                    table,
                    one,
                    lambda r, n, one=one, place=place: row(
                        header(one.text, place), r, n
                    ),
                )
            else:
                _plain(table, one, header(one.text, place))

    return write


def _stamped(random: Random, table: Table) -> list[str]:
    return _times(random, table, ISO)


def _numbered(random: Random, table: Table) -> list[str]:
    return _ids(table)


def _constant(text: str) -> Callable[[Random, Table], list[str]]:
    return lambda random, table: [text] * table.respondents


def _tokens(random: Random, table: Table) -> list[str]:
    return [f"{random.getrandbits(64):016x}" for _ in range(table.respondents)]


def merged(random: Random, table: Table, words: Words, asked: Sequence[Asked]) -> None:
    """Webropol and hand-made tables: the question above its options, 1 or x below."""
    table.headers = 2
    table.own("Nr", _ids(table))
    mark = random.choice((("1", ""), ("x", ""), ("1", "0"), ("=", "")))
    for place, one in enumerate(asked, 1):
        said = f"{place}. {one.text}"
        if one.kind == "multiple":
            _spread(
                table, one, lambda o, n, said=said: (said if n == 1 else "", o), mark
            )
        elif one.kind == "grid":
            _grid(table, one, lambda r, n, said=said: (said if n == 1 else "", r))
        else:
            _plain(table, one, (said, ""))


STYLES: dict[str, Write] = {
    "forms": forms,
    "google": google,
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "limesurvey": limesurvey,
    "merged": merged,
    "redcap": _columns_each(
        (("Record ID", _numbered), ("Survey Timestamp", _stamped)),
        lambda q, o, n: f"{q} (choice={o})",
        (("Checked", "Unchecked"),),
        lambda q, r, n: r,
    ),
    "alchemer": _columns_each(
        (
            ("Response ID", _numbered),
            ("Time Started", _stamped),
            ("Date Submitted", _stamped),
            ("Status", _constant("Complete")),
            ("Language", _constant("Swedish")),
            ("User Agent", _constant("Mozilla/5.0")),
        ),
        lambda q, o, n: f"{o}:{q}",
        (("=", ""),),
    ),
    "typeform": _columns_each(
        (("#", _tokens),),
        lambda q, o, n: o,
        (("=", ""),),
        lambda q, r, n: f"{q} - {r}",
    ),
    "kobo": _columns_each(
        (("start", _stamped), ("end", _stamped)),
        lambda q, o, n: f"{q}/{o}",
        (("1", "0"), ("TRUE", "FALSE")),
    ),
    "netigate": _columns_each(
        (
            ("Respondent ID", _numbered),
            ("Start time", _stamped),
            ("End time", _stamped),
        ),
        lambda q, o, n: f"{q} - {o}",
        (("1", "0"), ("1", ""), ("=", "")),
    ),
    "artologik": _columns_each(
        (("Respondent", _numbered), ("Inskickad", _stamped)),
        lambda q, o, n: f"{q} ({o})",
        (("Ja", "Nej"), ("1", "0"), ("X", "")),
    ),
    "esmaker": _columns_each(
        (("Löpnummer", _numbered), ("Svarsdatum", _stamped)),
        lambda q, o, n: f"{n // 100}.{n % 100} {o}",
        (("1", "0"), ("1", "")),
        lambda q, r, n: f"{n // 100}.{n % 100} {r}",
    ),
    "hand": _columns_each(
        (("Löpnr", _numbered),),
        lambda q, o, n: f"{q}: {o}",
        (("x", ""), ("X", ""), ("ja", "nej"), ("Ja", ""), ("1", "0"), ("=", "")),
    ),
    "jotform": _in_cells(
        (("Submission Date", _stamped),), ("\n",), lambda q, r, n: f"{q} >> {r}"
    ),
    "sharepoint": _in_cells(
        (("ID", _numbered), ("Skapad", _stamped)),
        (";#",),
        lambda q, r, n: f"{q} - {r}",
    ),
    "formbricks": _in_cells(
        (
            ("No.", _numbered),
            ("Response ID", _tokens),
            ("Timestamp", _stamped),
            ("Finished", _constant("Yes")),
            ("Survey ID", _constant("clx3k2m9d0000")),
            ("User ID", _constant("")),
        ),
        ("; ", ", "),
        lambda q, r, n: f"{q} - {r}",
        lambda text, n: f"{n}. {text}",
    ),
    "json": _in_cells(
        (("submission_id", _tokens), ("created_at", _stamped)),
        ("json",),
        lambda q, r, n: f"{q} [{r}]",
    ),
    "pipes": _in_cells(
        (("respid", _numbered),), ("|", ", ", ";"), lambda q, r, n: f"{q} | {r}"
    ),
}


# ---------------------------------------------------------------- SPSS


def spss(random: Random, table: Table, words: Words, asked: Sequence[Asked]) -> bytes:
    """A sav: numbers with labels, ticks as 0 and 1, a code for don't know."""
    labels: dict[str, str] = {}
    values: dict[str, dict[float, str]] = {}
    columns: dict[str, list[float | str | None]] = {}
    yes, no = random.choice((("Ja", "Nej"), ("Selected", "Not selected"), ("", "")))

    def coded(name: str, label: str, options: Sequence[str], cells: list[str]) -> None:
        codes = {option: float(n) for n, option in enumerate(options, 1)}
        codes = {o: 98.0 if o == words.dont_know else n for o, n in codes.items()}
        labels[name] = label
        if not all(option.isdecimal() for option in options):
            values[name] = {code: option for option, code in codes.items()}
        else:
            codes = {option: float(option) for option in options}
        columns[name] = [codes.get(cell) for cell in cells]
        table.columns.append(((label,), cells))

    for place, one in enumerate(asked, 1):
        start, name = len(table.columns), f"q{place}"
        if one.kind == "multiple":
            for n, option in enumerate(one.options, 1):
                labels[f"{name}_{n}"] = f"{one.text} - {option}"
                if yes:
                    values[f"{name}_{n}"] = {1.0: yes, 0.0: no}
                ticks = [float(option in have) for have in one.answers]
                columns[f"{name}_{n}"] = [*ticks]
                table.columns.append(((option,), []))
        elif one.kind == "grid":
            for n, (row, cells) in enumerate(one.rows, 1):
                coded(f"{name}_{n}", f"{one.text} - {row}", one.options, [*cells])
        elif one.kind in ("text", "number"):
            labels[name] = one.text
            number = one.kind == "number"
            columns[name] = [float(c) if number else c for c in one.cells]
            table.columns.append(((one.text,), one.cells))
        else:
            given = [o for o in one.options if o in one.cells or one.order]
            coded(name, one.text, given, one.cells)
        truth = truth_of(one)
        where = f"{letter(start)}:{letter(len(table.columns) - 1)}"
        table.truths.append(
            Truth(where, truth.type, truth.counts, truth.rows, truth.order)
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "svar.sav"
        pyreadstat.write_sav(
            pd.DataFrame(columns),
            str(path),
            column_labels=labels,
            variable_value_labels=values,
        )
        return path.read_bytes()


# ---------------------------------------------------------------- the file


def made_export(seed: int, style: str = "") -> tuple[bytes, Labelled]:
    """A file of a random tool in a random language, and what it holds."""
    random = Random(seed)
    style = style or random.choice([*STYLES, "spss"])
    language = random.choice([*LANGUAGES])
    words = LANGUAGES[language]
    table = Table(random.randint(60, 130))
    if style == "spss":
        every = asked(random, words, table.respondents)
        content = spss(random, table, words, every)
        truths, name = tuple(table.truths), f"{seed}-{style}-{language}.sav"
        return content, Labelled(name, table.respondents, truths)
    STYLES[style](random, table, words, asked(random, words, table.respondents))
    _odd_columns(random, table, style)
    rows, truths = table.rows(), tuple(table.truths)
    if style in HAND_MADE and random.random() < 0.5:
        rows = random.choice(ODD_ROWS)(random, rows)
    name = f"{seed}-{style}-{language}"
    if style in ("forms", "merged", "sharepoint") or random.random() < 0.2:
        return _workbook(rows), Labelled(f"{name}.xlsx", table.respondents, truths)
    content = io.StringIO()
    delimiter = random.choice((",", ",", ";", "\t"))
    csv.writer(content, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    encoded = content.getvalue().encode(encoding, errors="strict")
    return encoded, Labelled(f"{name}.csv", table.respondents, truths)


# ---------------------------------------------------------------- rows of no answers

HAND_MADE = ("hand", "merged", "netigate", "artologik", "pipes")
Rows = list[list[str]]


def _titled(random: Random, rows: Rows) -> Rows:
    """A title above the headers, in one cell or two."""
    blank = [BLANK] * (len(rows[0]) - 2)
    title = random.choice((["Enkät om samverkan 2026", ""], ["Enkät:", "Samverkan"]))
    return [[*title, *blank], [BLANK] * len(rows[0]), *rows]


def _summed_up(random: Random, rows: Rows) -> Rows:
    """Totals below the answers, as Excel and people make them."""
    word = random.choice(("Totalt", "Summa", "Total", "Medelvärde"))
    sums = [
        str(sum(int(cell) for cell in cells[1:] if cell.isdecimal()))
        if sum(cell.isdecimal() for cell in cells) > 0.8 * len(cells) - 1
        else BLANK
        for cells in zip(*rows, strict=True)
    ]
    return [*rows, [word, *sums[1:]]]


def _noted(random: Random, rows: Rows) -> Rows:
    """Notes under the answers."""
    said = random.choice(
        ("Antal svar: {}", "Uttaget 2026-03-31 av Kansliet", "Källa: enkätverktyget")
    ).format(len(rows) - 1)
    blank = [BLANK] * (len(rows[0]) - 1)
    return [*rows, [BLANK, *blank], [said, *blank]]


def _headed_again(random: Random, rows: Rows) -> Rows:
    """The headers once more, where a page ended."""
    return [*rows[:40], rows[0], *rows[40:]]


def _with_blank_rows(random: Random, rows: Rows) -> Rows:
    blank = [BLANK] * len(rows[0])
    return [*rows[:30], blank, *rows[30:], blank, blank]


ODD_ROWS: tuple[Callable[[Random, Rows], Rows], ...] = (
    _titled, _summed_up, _noted, _headed_again, _with_blank_rows
)  # fmt: skip


def _odd_columns(random: Random, table: Table, style: str) -> None:
    """Columns as people and programs leave them, last in the file."""
    for place, quirk in enumerate(random.sample(QUIRKS, random.randint(1, 4)), 90):
        columns, truth = quirk(random, table.respondents)
        headed: list[tuple[str | Sequence[str], Sequence[str]]] = []
        for n, (text, cells) in enumerate(columns, 1):
            told = json.dumps({"ImportId": f"QID{place}-{n}"})
            code = f"Q{place}_{n}" if len(columns) > 1 else f"Q{place}"
            header = (code, text, told) if style == "qualtrics" else (text,)
            if style == "limesurvey":  # where every question has a code
                header = (f"{code}. {text}",)
            headed.append((header + ("",) * (table.headers - len(header)), cells))
        table.add(headed, truth)


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell.isdecimal() and len(cell) < 10:
                sheet.write_number(i, j, int(cell))
            elif cell:
                sheet.write_string(i, j, cell)
    book.close()
    return content.getvalue()

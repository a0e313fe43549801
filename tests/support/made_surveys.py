"""Surveys made at random, written as a random tool does: their truth is known."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from helpers.exports.sheet import letter
from support.reading_truth import Labelled, Truth

OPTIONS = (
    ("Dialog", "Bidrag", "Lokaler", "Utbildning", "Rådgivning", "Avtal"),
    ("Skola", "Fritid", "Kultur", "Omsorg", "Miljö"),
    ("Chef", "Handläggare", "Samordnare", "Strateg"),
    ("Råd, stöd och tips", "Pengar", "Personal", "Annonser", "Fika (kaffe, te)"),
    ("Money", "Staff", "Premises", "Advice", "Other vendors"),
)
SCALES = (
    ("Aldrig", "Sällan", "Ibland", "Ofta", "Alltid"),
    ("Mycket dåligt", "Ganska dåligt", "Ganska bra", "Mycket bra"),
    ("Inte alls", "Till liten del", "Till stor del", "Helt"),
    ("Stämmer inte alls", "Stämmer delvis", "Stämmer helt"),
    ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
    ("Mindre än 1 år", "1–2 år", "3–5 år", "Mer än 5 år"),
)
TOPICS = ("lokaler", "tid", "pengar", "kontakter", "ledning", "mål", "avtal", "rutiner")
Column = tuple[str, list[str]]
Written = tuple[list[Column], Truth]


@dataclass
class Made:
    """Columns as they will be written, and what is true of them."""

    rows: int
    columns: list[Column] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def add(self, written: Written) -> None:
        columns, truth = written
        start = len(self.columns)
        stop = start + int(truth.columns) - 1
        self.columns += columns
        where = f"{letter(start)}:{letter(stop)}"
        self.truths.append(Truth(where, truth.type, truth.counts, truth.rows))


def chosen(
    random: Random, rows: int, options: Sequence[str], blank: float
) -> list[str]:
    """One option a row, each given by at least five, "" where nothing was answered."""
    answers = [option for option in options for _ in range(5)]
    weights = [random.uniform(0.3, 1) for _ in options]
    answers += random.choices(options, weights, k=rows - len(answers))
    random.shuffle(answers)
    return [
        "" if random.random() < blank and i > 5 else a for i, a in enumerate(answers)
    ]


# ---------------------------------------------------------------- one column


def single(random: Random, rows: int) -> Written:
    options = random.choice(OPTIONS)[: random.randint(2, 5)]
    cells = chosen(random, rows, options, random.choice((0, 0.2)))
    header = f"Vilket gäller {random.choice(TOPICS)}?"
    counts = Counter(cell for cell in cells if cell)
    return [(header, _quirky(random, cells))], Truth("1", "single", counts)


def scaled(random: Random, rows: int) -> Written:
    options = random.choice(SCALES)
    if random.random() < 0.3:
        options = (*options, "Vet ej")
    cells = chosen(random, rows, options, random.choice((0, 0.2)))
    counts = Counter(cell for cell in cells if cell)
    header = f"Hur är det med {random.choice(TOPICS)}?"
    return [(header, _quirky(random, cells))], Truth("1", "single", counts)


def graded(random: Random, rows: int) -> Written:
    """A scale of numbers, some steps of which nobody chose."""
    low, high = random.choice(((1, 5), (1, 7), (0, 10), (1, 10)))
    seen = sorted(
        random.sample(range(low, high + 1), random.randint(3, high - low + 1))
    )
    cells = chosen(random, rows, [str(n) for n in seen], 0.1)
    header = f"Hur nöjd är du med {random.choice(TOPICS)}? ({low}–{high})"
    counts = Counter(cell for cell in cells if cell)
    return [(header, cells)], Truth("1", "single", counts)


def number(random: Random, rows: int) -> Written:
    cells = [str(random.randint(0, 60)) for _ in range(rows)]
    values = sorted(map(int, cells))
    middle = (values[(rows - 1) // 2] + values[rows // 2]) / 2
    for place in random.sample(range(rows), random.choice((0, 3))):
        cells[place] = "-99"
    if "-99" in cells:
        values = sorted(int(cell) for cell in cells if cell != "-99")
        at = len(values)
        middle = (values[(at - 1) // 2] + values[at // 2]) / 2
    header = f"Hur många {random.choice(('möten', 'avtal', 'projekt'))} har ni?"
    return [(header, cells)], Truth("1", "number", {"median": middle})


def own_words(random: Random, rows: int) -> Written:
    """Three respondents wrote something of their own in the cell."""
    options = ("Tid", "Pengar", "Kunskap")
    cells = chosen(random, rows, options, 0)
    for n, place in enumerate(random.sample(range(rows), 3)):
        cells[place] = f"det där som hände med grupp {n} i höstas"
    return [("Vad hindrar mest?", cells)], Truth("1", "own words")


def text(random: Random, rows: int) -> Written:
    cells = [f"Vi gjorde {n} saker med {random.choice(TOPICS)}" for n in range(rows)]
    return [("Berätta mer", cells)], Truth("1", "text")


def _quirky(random: Random, cells: list[str]) -> list[str]:
    """As people and tools leave cells: a space at the end, another case."""
    quirk = random.choice(("", "space", "case"))
    if quirk == "space":
        return [
            f"{cell} " if cell and random.random() < 0.3 else cell for cell in cells
        ]
    if quirk == "case":
        return [cell.upper() if random.random() < 0.1 else cell for cell in cells]
    return cells


# ---------------------------------------------------------------- several answers


def ticked(random: Random, rows: int, options: Sequence[str]) -> list[list[str]]:
    """The options each row ticked: each by at least four, and pairs together."""
    rates = [random.uniform(0.25, 0.7) for _ in options]
    answers = [
        [o for o, rate in zip(options, rates, strict=True) if random.random() < rate]
        for _ in range(rows)
    ]
    for place, option in enumerate(options):
        for row in range(4):
            have = answers[(place * 4 + row) % rows]
            if option not in have:
                have.append(option)
    return [[option for option in options if option in have] for have in answers]


def joined(random: Random, rows: int) -> Written:
    """Several answers in a cell."""
    options = random.choice(OPTIONS[:2])[: random.randint(3, 5)]
    answers = ticked(random, rows, options)
    mark = random.choice((";", "; ", ", ", ",", "\n", "|", ";#", "json"))
    if mark == "json":
        cells = [json.dumps(have, ensure_ascii=False) for have in answers]
    else:
        end = mark if mark == ";" and random.random() < 0.5 else ""
        cells = [mark.join(have) + (end if have else "") for have in answers]
    counts = Counter(option for have in answers for option in have)
    header = f"Vilka sätt har ni för {random.choice(TOPICS)}?"
    if random.random() < 0.5:
        header += " (välj alla som stämmer)"
    return [(header, cells)], Truth("1", "multiple", counts)


Style = Callable[[str, str, int], str]
STYLES: tuple[tuple[Style, tuple[tuple[str, str], ...]], ...] = (
    (lambda q, o, n: f"{q}: {o}", (("1", "0"), ("x", ""), ("Ja", "Nej"), ("=", ""))),
    (lambda q, o, n: f"{q} - {o}", (("1", "0"), ("x", ""), ("=", ""))),
    (lambda q, o, n: f"{q}/{o}", (("1", "0"), ("TRUE", "FALSE"))),
    (lambda q, o, n: f"{q} [{o}]", (("Ja", "Nej"), ("=", ""), ("Yes", "No"))),
    (lambda q, o, n: f"{o}:{q}", (("=", ""),)),
    (lambda q, o, n: f"{q} (choice={o})", (("Checked", "Unchecked"), ("1", "0"))),
    (lambda q, o, n: f"7. {o}", (("=", ""), ("1", ""))),
    (lambda q, o, n: f"7.{n}. {o}", (("1", "NA"), ("1", "0"))),
    (lambda q, o, n: f"Q2.7_{n}", (("=", ""),)),
    (lambda q, o, n: o, (("=", ""),)),
)


def spread(random: Random, rows: int) -> Written:
    """A column an option."""
    options = random.choice((OPTIONS[0], OPTIONS[1]))[: random.randint(3, 5)]
    answers = ticked(random, rows, options)
    style, marks = random.choice(STYLES)
    yes, no = random.choice(marks)
    question = f"Vilka stöd ger ni om {random.choice(TOPICS)}?"
    columns: list[Column] = []
    for n, option in enumerate(options, 1):
        mark = option if yes == "=" else yes
        cells = [mark if option in have else no for have in answers]
        columns.append((style(question, option, n), cells))
    counts = Counter(option for have in answers for option in have)
    return columns, Truth(str(len(options)), "multiple", counts)


def battery(random: Random, rows: int) -> Written:
    """Statements on one scale."""
    options = random.choice(SCALES[:2] + SCALES[3:5])
    topics = random.sample(TOPICS, random.randint(3, 5))
    mark = random.choice((": ", " - ", " [", ""))
    columns: list[Column] = []
    for topic in topics:
        header = f"Vad anser ni{mark}{topic}" + "]" * (mark == " [")
        header = header if mark else f"Vi har bra {topic}"
        columns.append((header, chosen(random, rows, options, 0.1)))
    return columns, Truth(str(len(topics)), "grid")


KINDS = (single, scaled, graded, number, own_words, text, joined, spread, battery)


def made_survey(seed: int) -> tuple[bytes, Labelled]:
    """A csv, and what it holds."""
    random = Random(seed)
    rows = random.randint(60, 120)
    made = Made(rows)
    if random.random() < 0.7:
        columns = [("Löpnr", [str(n) for n in range(1, rows + 1)])]
        made.add((columns, Truth("1", "none")))
    kinds = random.sample(KINDS, random.randint(3, 6))
    for place, kind in enumerate(kinds):
        made.add(kind(random, rows))
        if place < len(kinds) - 1 and random.random() < 0.5:
            made.add(text(random, rows))
    headers = [header for header, _ in made.columns]
    if len({*headers}) < len(headers):
        return made_survey(seed + 1_000_003)  # the same header twice: another one
    table = zip(*(cells for _, cells in made.columns), strict=True)
    content = io.StringIO()
    delimiter = random.choice((",", ";", "\t"))
    writer = csv.writer(content, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(table)
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16"))
    truths = tuple(made.truths)
    return content.getvalue().encode(encoding), Labelled(f"{seed}.csv", rows, truths)

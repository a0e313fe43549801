"""Columns as people and programs leave them, for `made_tools`: each with its truth.

What cannot be read for certain ("own words", "codes", "rank") is right only when `new`
asks about it: no type of survey.yml is called so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from support.reading_truth import Truth

Columns = list[tuple[str, list[str]]]
Laid = tuple[Columns, Truth]
Quirk = Callable[[Random, int], Laid]

NAMES = ("Anna Berg", "Erik Lind", "Sara Holm", "Nils Ek", "Karin Dahl", "Olof Sten")
ORGANISATIONS = (
    "Röda Korset", "Rädda Barnen", "IFK Nordstad", "Kvinnojouren Saga", "Nordstads GK",
    "Scouterna", "Korpen", "PRO Nordstad", "Hyresgästföreningen", "ABF Nord",
)  # fmt: skip


def _weighted(random: Random, n: int, options: Sequence[str]) -> list[str]:
    cells = [option for option in options for _ in range(6)]
    weights = [random.uniform(0.3, 1) for _ in options]
    cells += random.choices(options, weights, k=n - len(cells))
    random.shuffle(cells)
    return cells


def _counts(cells: Sequence[str]) -> dict[str, int]:
    return dict(Counter(cell for cell in cells if cell))


def _median(values: Sequence[float]) -> dict[str, float]:
    ranked, n = sorted(values), len(values)
    return {"median": (ranked[(n - 1) // 2] + ranked[n // 2]) / 2}


def own_words(random: Random, n: int) -> Laid:
    """The tool puts what was written at "Annat" in the cell."""
    options = random.choice((("Chef", "Handläggare", "Samordnare"), ("Tid", "Pengar")))
    cells = _weighted(random, n, options)
    for place in random.sample(range(n), random.randint(1, 4)):
        cells[place] = f"vikarie för en kollega på enhet {place}"
    return [("Vad passar bäst in på dig?", cells)], Truth("", "own words")


def own_words_among_ticks(random: Random, n: int) -> Laid:
    options = ("Dialog", "Bidrag", "Lokaler")
    cells = []
    for _ in range(n):
        have = [o for o in options if random.random() < 0.5] or [random.choice(options)]
        cells.append(";".join(have) + ";")
    for place in random.sample(range(n), 2):
        cells[place] += f"Vi mejlar hem till Berit {place};"
    return [("Hur samverkar ni? (flera svar)", cells)], Truth("", "own words")


def bare_codes(random: Random, n: int) -> Laid:
    """Codes of a single choice that no list explains."""
    codes = random.choice((("1", "2", "3", "5", "6"), ("10", "20", "30", "40")))
    cells = _weighted(random, n, codes)
    return [(random.choice(("v12", "q7b", "Förvaltning")), cells)], Truth("", "codes")


def minus_nine(random: Random, n: int) -> Laid:
    """A scale of numbers with a code for no answer."""
    gone = random.choice(("-9", "-99", "-1"))
    cells = _weighted(random, n, ("1", "2", "3", "4", "5"))
    for place in random.sample(range(n), 5):
        cells[place] = gone
    counts = _counts([cell for cell in cells if cell != gone])
    header = "Hur nöjd är du med bemötandet? (1-5)"
    return [(header, cells)], Truth("", "single", counts, order=tuple("12345"))


def labelled_ends(random: Random, n: int) -> Laid:
    """Only the ends of the scale have words."""
    low, high = random.choice((("Inte alls", "Helt"), ("Mycket dåligt", "Mycket bra")))
    form = random.choice(("{} ({})", "{} = {}", "{} - {}"))
    steps = (form.format(1, low), "2", "3", "4", form.format(5, high))
    cells = _weighted(random, n, steps)
    text = "I vilken grad stämmer det?"
    return [(text, cells)], Truth("", "single", _counts(cells), order=steps)


def numbered_steps(random: Random, n: int) -> Laid:
    words = ("Aldrig", "Sällan", "Ibland", "Ofta")
    mark = random.choice((". ", " - ", " = ", ") "))
    steps = tuple(f"{place}{mark}{word}" for place, word in enumerate(words, 1))
    cells = _weighted(random, n, steps)
    return [("Hur ofta ses ni?", cells)], Truth(
        "", "single", _counts(cells), order=steps
    )


def seldom_chosen(random: Random, n: int) -> Laid:
    """A step of the scale that one or two chose is a step all the same."""
    steps = ("Mycket missnöjd", "Ganska missnöjd", "Ganska nöjd", "Mycket nöjd")
    cells = _weighted(random, n, steps[2:])
    cells[0], cells[1] = steps[0], steps[1]
    text = "Hur nöjda är ni med stödet?"
    return [(text, cells)], Truth("", "single", _counts(cells), order=steps)


def money(random: Random, n: int) -> Laid:
    values = [random.randint(1, 90) * 1000 + 500 for _ in range(n)]
    form = random.choice(
        (
            lambda v: f"{v:,}".replace(",", " "),
            lambda v: f"{v:,}".replace(",", "."),
            lambda v: f"{v:,}",
            lambda v: f"{v:,} kr".replace(",", "\xa0"),
            lambda v: f"{v}:-",
            lambda v: f"{v},00",
            str,
        )
    )
    text = "Hur många kronor betalade ni förra året?"
    return [(text, [form(v) for v in values])], Truth("", "number", _median(values))


def percent(random: Random, n: int) -> Laid:
    values = [random.randint(0, 20) * 5 for _ in range(n)]
    form = random.choice(("{}%", "{} %", "{}"))
    header = "Hur stor andel av tiden, i procent?"
    return [(header, [form.format(v) for v in values])], Truth(
        "", "number", _median(values)
    )


def fractions(random: Random, n: int) -> Laid:
    values = [random.choice((0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2)) for _ in range(n)]
    cells = [f"{v:g}".replace(".", ",") for v in values]
    text = "Hur många årsarbetare arbetar med detta?"
    return [(text, cells)], Truth("", "number", _median(values))


def number_and_words(random: Random, n: int) -> Laid:
    """A number where some wrote words: what they are is hers to say."""
    cells = [str(random.randint(0, 60)) for _ in range(n)]
    for place, said in zip(
        random.sample(range(n), 4), ("ca 20", "vet ej", "10-15", "många"), strict=True
    ):
        cells[place] = said
    values = [float(cell) for cell in cells if cell.isdecimal()]
    return [("Hur många möten har ni haft?", cells)], Truth(
        "", "number", _median(values)
    )


def year(random: Random, n: int) -> Laid:
    cells = [str(random.randint(1975, 2024)) for _ in range(n)]
    return [("Vilket år började ni samverka?", cells)], Truth("", "single")


def day(random: Random, n: int) -> Laid:
    form = random.choice(("{d:02}.{m:02}.2025", "2025-{m:02}-{d:02}", "{m}/{d}/2025"))
    cells = [
        form.format(d=random.randint(1, 28), m=random.randint(1, 12)) for _ in range(n)
    ]
    return [("När möttes ni senast?", cells)], Truth("", "date")


def yes_and_no_beside(random: Random, n: int) -> Laid:
    """A question of its own that is answered by yes or no."""
    cells = _weighted(random, n, ("Ja", "Nej"))
    text = random.choice(("Har ni en plan?", "Deltar ni i nätverket?"))
    return [(text, cells)], Truth("", "single", _counts(cells))


def one_over_columns(random: Random, n: int) -> Laid:
    """One answer, in the column of its option."""
    options = ("Norr", "Söder", "Väster", "Öster")
    cells = _weighted(random, n, options)
    columns = [
        (f"Område (välj ett) - {o}", [o if cell == o else "" for cell in cells])
        for o in options
    ]
    return columns, Truth("", "single", _counts(cells))


def ranks(random: Random, n: int) -> Laid:
    """Each option's rank, in a column of its own."""
    options = ["Tid", "Pengar", "Lokaler"]
    order = [random.sample(range(1, 4), 3) for _ in range(n)]
    columns = [
        (f"Rangordna hindren [{option}]", [str(ranks[place]) for ranks in order])
        for place, option in enumerate(options)
    ]
    first = [options[ranks.index(1)] for ranks in order]
    return columns, Truth("", "ranking", _counts(first))


def ranking_in_a_cell(random: Random, n: int) -> Laid:
    options = ("Tid", "Pengar", "Lokaler", "Kunskap")
    cells = [";".join(random.sample(options, 4)) + ";" for _ in range(n)]
    first = _counts([cell.split(";")[0] for cell in cells])
    header = "Rangordna vad som hindrar mest"
    return [(header, cells)], Truth("", "ranking", first)


def personal(random: Random, n: int) -> Laid:
    header, form = random.choice(
        (
            ("Ditt namn", "NAME"),
            ("Telefon", "070-DDDDDDD"),
            ("E-postadress", "aDDD@exempel.se"),
            ("Personnummer", "19DD0811-DDDD"),
            ("Postadress", "Storgatan DD, 211 DD Nordstad"),
        )
    )

    def make() -> str:
        if form == "NAME":
            return random.choice(NAMES)
        return re.sub("D", lambda _: random.choice("0123456789"), form)

    return [(header, [make() for _ in range(n)])], Truth("", "none")


def partners(random: Random, n: int) -> Laid:
    """Names of organisations and nothing more: ties, never options."""
    columns: Columns = [(f"Samarbetspartner {k}", []) for k in (1, 2, 3)]
    for _ in range(n):
        chosen = random.sample(ORGANISATIONS, 3)
        for (_, cells), name in zip(columns, chosen, strict=True):
            cells.append(name if random.random() < 0.8 else "")
    return columns, Truth("", "ties")


def weight(random: Random, n: int) -> Laid:
    cells = [f"{random.choice((0.7, 0.9, 1.1, 1.4)):g}" for _ in range(n)]
    return [(random.choice(("Vikt", "weight", "kalibreringsvikt")), cells)], Truth(
        "", "none"
    )


def constant(random: Random, n: int) -> Laid:
    return [("Samtycke till behandling", ["Jag samtycker"] * n)], Truth("", "none")


def spoilt_bands(random: Random, n: int) -> Laid:
    """Bands that Excel made dates of, some of them."""
    whole = ("1-5", "6-10", "11-20", "Fler än 20")
    spoilt = {"1-5": "05-jan", "6-10": "10-jun", "11-20": "20-nov"}
    cells = _weighted(random, n, whole)
    text = "Hur många anställda har ni?"
    bands = ("1–5", "6–10", "11–20", "Fler än 20")
    counts = dict(zip(bands, (cells.count(o) for o in whole), strict=True))
    written = [spoilt.get(cell, cell) for cell in cells]
    return [(text, written)], Truth("", "single", counts, order=bands)


def two_writings(random: Random, n: int) -> Laid:
    options = ("1-2 gånger", "3-5 gånger", "Fler än 5 gånger")
    cells = _weighted(random, n, options)
    counts = _counts(cells)
    seen = dict.fromkeys(options, 0)
    for place, cell in enumerate(cells):
        seen[cell] += 1
        if seen[cell] % 3 == 0:
            cells[place] = cell.replace("-", "–")
    return [("Hur många gånger i år?", cells)], Truth("", "single", counts)


def nobody_knows(random: Random, n: int) -> Laid:
    cells = ["Vet ej"] * n
    return [("Hur ofta följs avtalet upp?", cells)], Truth("", "single")


def typed_departments(random: Random, n: int) -> Laid:
    """What people type for the same department, few times each."""
    names = ("Kultur", "kultur", "Kulturförvaltningen", "KULTUR", "Skolan", "skola")
    cells = [random.choice(names) for _ in range(n)]
    cells[0], cells[1] = "Kulturen på Storgatan där Eva jobbar", "Skolf."
    return [("Var arbetar du? (skriv)", cells)], Truth("", "own words")


def error_cells(random: Random, n: int) -> Laid:
    cells = _weighted(random, n, ("Norr", "Söder", "Väster"))
    for place in random.sample(range(n), 4):
        cells[place] = random.choice(("#SAKNAS!", "#N/A", "#REF!", "#VÄRDEFEL!"))
    counts = _counts([cell for cell in cells if not cell.startswith("#")])
    return [("Vilket område gäller det?", cells)], Truth("", "single", counts)


def grid_with_numbers(random: Random, n: int) -> Laid:
    rows = ("Bemötande", "Information", "Lokaler")
    top = random.choice((5, 7))
    steps = tuple(str(s) for s in range(1, top + 1))
    columns = [
        (f"Betygsätt 1-{top} [{row}]", _weighted(random, n, steps)) for row in rows
    ]
    counts = {
        row: _counts(cells) for (_, cells), row in zip(columns, rows, strict=True)
    }
    return columns, Truth("", "grid", rows=counts, order=steps)


QUIRKS: tuple[Quirk, ...] = (
    own_words, own_words_among_ticks, bare_codes, minus_nine, labelled_ends,
    numbered_steps, seldom_chosen, money, percent, fractions, number_and_words, year,
    day, yes_and_no_beside, one_over_columns, ranks, ranking_in_a_cell, personal,
    partners, weight, constant, spoilt_bands, two_writings, nobody_knows,
    typed_departments, error_cells, grid_with_numbers,
)  # fmt: skip

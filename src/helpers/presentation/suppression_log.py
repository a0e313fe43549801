"""What is suppressed, why, what it costs the reader, and what other settings would
give: in words, for 3_release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import pandas as pd

from helpers.disclosure.released import Released
from helpers.disclosure.rules import is_protected, primary_reasons
from helpers.disclosure.scales import merge_scales
from helpers.estimation.schema import SHARE, SHARES, Row
from helpers.presentation import text
from helpers.presentation.tables import Column, Table
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook

WHY = {
    "few_answers": "{n} för att färre än {k} har svarat",
    "small_cell": "{n} för att färre än {k} har svarat så, eller inte har gjort det",
    "secondary": "{n} för att ett annat tal annars kunde räknas ut",
    "few_changed": "{n} för att färre än {k} svar skiljer sig från en tidigare version",
    "regrouped": "{n} för att gruppen eller svarsalternativen var andra i en tidigare "
    "version",
    "not_crossed": "{n} för att svaren inte delas upp så fint",
    "dominance": "{n} för att en enda svarande kan stå för nästan hela summan",
    "depends": "{n} för att de bygger på tal som inte redovisas",
}
MOST_NAMED = 12  # shares of all that are named one by one


@dataclass(frozen=True)
class ReleaseLog:
    """Sentences under headings, and a table with a line for each protected question."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    table: Table | None

    def to_text(self) -> str:
        parts = [
            "\n".join([heading, *sentences]) for heading, sentences in self.sections
        ]
        if self.table:
            parts.append(self.table.to_text())
        return "\n\n".join(parts)

    def to_html(self) -> str:
        parts = []
        for heading, sentences in self.sections:
            parts.append(f"<h3>{escape(heading)}</h3>")
            parts += [f"<p>{escape(sentence)}</p>" for sentence in sentences]
        if self.table:
            parts.append(self.table.to_html(numbered=False))
        return "\n".join(parts)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": self.to_text()}


def release_log(
    released: Released, estimates: pd.DataFrame | None = None
) -> ReleaseLog:
    """The log of a release. With the `estimates` it was made of it also tells what
    other settings would give."""
    rows, book = released.rows, released.codebook
    known = {id: is_protected(book, id) for id in rows["question"].unique()}
    own = rows[rows["question"].map(known).astype(bool)]
    sections = [("Vad som redovisas", tuple(_overview(rows, own, book)))]
    suppressed = own[~own["shown"]]
    if len(own):
        sections.append(("Vad läsaren inte får veta", tuple(_cost(own, released))))
    if len(suppressed):
        sections.append(("Varför", tuple(_why(suppressed, book))))
    if "few_changed" in set(suppressed["reason"]):
        sections.append(("Sena svar", (_late(book),)))
    if estimates is not None and len(own):
        settings = tuple(_other_settings(estimates, book))
        sections.append(("Med andra inställningar", settings))
    return ReleaseLog(tuple(sections), _table(own, released))


def _numbers(count: int) -> str:
    return f"{text.number(count)} tal"


def _overview(rows: pd.DataFrame, own: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """How many numbers there are, of which questions, and how many are shown."""
    open_rows = len(rows) - len(own)
    if open_rows:
        yield f"Öppna frågor redovisas hela: {_numbers(open_rows)}."
    else:
        yield "Ingen fråga är öppen."
    if own.empty:
        yield "Ingen fråga är skyddad, så inget undantas."
        return
    shown, limits = int(own["shown"].sum()), book.disclosure
    yield (
        f"Skyddade frågor: {text.number(shown)} av {_numbers(len(own))} redovisas. "
        f"Gränsen är {limits.k} svarande (k). Att alla har svarat likadant visas "
        "aldrig, och att ingen har svarat så bara där minst "
        f"{limits.small_group} har svarat (small_group)."
    )


def _cost(own: pd.DataFrame, released: Released) -> Iterator[str]:
    """The shares of all that are missing, and the groups of which nothing is told."""
    shares = own[own["statistic"].eq(SHARE) & own["challenge"].eq(TOTAL)]
    everyone = shares[shares["group"].eq(TOTAL)]
    missing = everyone[~everyone["shown"]]
    if missing.empty:
        yield "Alla andelar för samtliga svarande redovisas."
    else:
        named = [
            f"{_question(row, released)}: {text.quoted(row.option)}"
            for row in missing.head(MOST_NAMED).itertuples()
        ]
        more = len(missing) - len(named)
        others = f" och {text.number(more)} till" if more > 0 else ""
        yield (
            f"För samtliga svarande saknas {text.number(len(missing))} av "
            f"{text.number(len(everyone))} andelar: {'; '.join(named)}{others}."
        )
    coarse = dict.fromkeys(
        released.codebook.question(question).name
        for question, options in everyone.groupby("question", sort=False)["option"]
        if set(options) - _offered(released.codebook, question)
    )
    if coarse:
        yield (
            f"Svarsskalan är sammanslagen även för samtliga svarande i "
            f"{text.listed([text.quoted(name) for name in coarse])}: för få har valt "
            "något av alternativen för sig."
        )
    groups = shares[~shares["group"].isin([TOTAL, NO_GROUP])]
    if len(groups):
        is_shown = groups.groupby("group", sort=False)["shown"].any()
        untold = [str(group) for group, any_shown in is_shown.items() if not any_shown]
        part = text.percent_words(float(groups["shown"].mean()))
        yield f"Av andelarna per grupp i skyddade frågor redovisas {part}."
        k = released.codebook.disclosure.k
        if groups["reason"].eq("few_answers").all():
            yield (
                f"Ingen grupp har {k} svar (k), så inget redovisas per grupp. Sätt k "
                "lägre om löftet till dem som svarat tillåter det, eller vänta på fler "
                "svar."
            )
        elif untold:
            yield f"Om dessa grupper redovisas inget alls: {text.listed(untold)}."


def _offered(book: Codebook, question: str) -> set[str]:
    return set(book.question(question).all_options)


def _question(row: Row, released: Released) -> str:
    book = released.codebook
    name = book.question(row.question).name
    if row.item == TOTAL:
        return name
    items = {item.row: item.label for item in book.items(row.question)}
    return f"{name}, {items.get(row.item, row.item)}"


def _why(suppressed: pd.DataFrame, book: Codebook) -> Iterator[str]:
    counts = suppressed["reason"].value_counts()
    for reason, words in WHY.items():
        if reason in counts.index:
            sentence = words.format(
                n=_numbers(int(counts[reason])), k=book.disclosure.k
            )
            yield f"{text.upper_first(sentence)}."


def _late(book: Codebook) -> str:
    return (
        f"Färre än {book.disclosure.k} svar skiljer den här versionen från en "
        "tidigare, och då visar skillnaden vad de svarat. Vänta tills fler svar "
        "kommit, eller lämna de sena svaren utanför i decisions/rows.csv: då redovisas "
        "samma tal som i den tidigare versionen."
    )


def _other_settings(estimates: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """How many numbers would be primary suppressions at other limits."""
    counted = estimates[estimates["statistic"].isin(SHARES)].reset_index(drop=True)
    now = _held(counted, book)
    k, small = book.disclosure.k, book.disclosure.small_group
    tried = [(f"k: {other}", {"k": other}) for other in (3, 5, 10) if other != k]
    if small > 0:
        tried.append(("small_group: 0", {"small_group": 0}))
    yield (
        f"För sin egen skull hålls {_numbers(now)} tillbaka i dag. Det avgör hur många "
        "fler som måste döljas för att de inte ska kunna räknas ut."
    )
    for setting, change in tried:
        limits = book.disclosure.model_copy(update=change)
        held = _held(counted, book.model_copy(update={"disclosure": limits}))
        if held == now:
            yield f"Med {setting} blir det lika många."
        else:
            less = "färre" if held < now else "fler"
            yield f"Med {setting} blir det {_numbers(abs(held - now))} {less}."
    yield (
        "En fråga vars svar är offentliga uppgifter om verksamheten kan få "
        "disclosure: open; då redovisas allt. Det avgör kommunens jurist, inte k."
    )


def _held(counted: pd.DataFrame, book: Codebook) -> int:
    rows = merge_scales(counted, book, intervals=False)
    return int(primary_reasons(rows, book).isin(["few_answers", "small_cell"]).sum())


def _table(own: pd.DataFrame, released: Released) -> Table | None:
    """A line for each protected question."""
    own = own[own["reason"].ne("not_crossed")]
    if own.empty:
        return None
    lines = []
    for id, rows in own.groupby("question", sort=False):
        of_all = rows[rows["group"].eq(TOTAL) & rows["challenge"].eq(TOTAL)]
        lines.append(
            (
                released.codebook.question(str(id)).name,
                len(rows),
                int(rows["shown"].sum()),
                len(of_all),
                int(of_all["shown"].sum()),
            )
        )
    columns = [
        Column("Skyddad fråga"),
        Column("Tal", "count"),
        Column("Redovisas", "count"),
        Column("Tal om alla svarande", "count"),
        Column("Redovisas om alla", "count"),
    ]
    return Table("undanhallet", "Vad som redovisas av skyddade frågor", columns, lines)

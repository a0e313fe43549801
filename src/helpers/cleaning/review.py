"""What waits for a person to decide: one thing at a time, each with a proposal.

Rows, units' names, values that could not be used, organisations' names, quotes. An
answer is a line in decisions/ (`decisions.decide`); what has a line is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from helpers.cleaning import names, rows, units
from helpers.cleaning.answers import Answers
from helpers.cleaning.choices import Choice, Open
from helpers.cleaning.coding import NOT_A_DATE, NOT_A_NUMBER, OUT_OF_RANGE
from helpers.cleaning.decided import Known
from helpers.cleaning.likely import likely_number
from helpers.cleaning.privacy import find_personal
from helpers.cleaning.quotes import read_texts
from helpers.cleaning.responses import Responses, read_responses
from helpers.cleaning.rows import Rows
from helpers.core.wording import fold
from helpers.exports.sheet import counted
from helpers.survey import fieldwork
from helpers.survey.codebook import Grid, Item, Number
from helpers.survey.identity import At, listed_rows
from helpers.survey.sources import Source

SURE = 90  # of 100: names so alike are proposed to be the same
CORRECTABLE = (NOT_A_NUMBER, OUT_OF_RANGE, NOT_A_DATE)
FILES = {
    "rows": "Rader",
    "corrections": "Värden",
    "names": "Namn",
    "quotes": "Citat",
}
NOUNS = {
    "rows": ("rad", "rader"),
    "corrections": ("värde", "värden"),
    "names": ("namn", "namn"),
    "quotes": ("citat", "citat"),
}


def open_decisions(source: Source) -> list[Open]:
    """All that waits. Raises CleaningError or DecisionError where the files themselves
    do not fit, as cleaning would."""
    return open_in(read_responses(source))


def open_in(responses: Responses) -> list[Open]:
    """All that waits of responses that are read already."""
    read, coded, source = responses.rows, responses.answers, responses.source
    kept = read.kept
    known = Known(read.every)
    return [
        *_rows(read, known, coded, source),
        *_units(kept, source),
        *_values(kept, known, coded, source),
        *_organisations(kept, coded, source),
        *_quotes(kept, known, coded, source),
    ]


# ---------------------------------------------------------------- rows


def _place(row: pd.Series) -> dict[str, object]:
    return {"id": row[At.ID], "file": row[At.FILE], "row": int(row[At.ROW])}


def _row_of(row: pd.Series) -> str:
    return f"rad {int(row[At.ROW])} i ”{row[At.FILE]}”"


def _undecided(responses: pd.Series, known: Known, decided: pd.DataFrame) -> pd.Series:
    """Which of `responses` (of `At`) no line of a decision file is about."""
    done: set[int] = set()
    for line in decided.to_dict("records"):
        done |= known.responses(line)
    return ~responses.isin(done)


def _keep(row: pd.Series, keep: str, reason: str) -> dict[str, object]:
    return {**_place(row), "keep": keep, "reason": reason}


def _rows(read: Rows, known: Known, coded: Answers, source: Source) -> Iterator[Open]:
    every, kept = read.every, read.kept
    free = _undecided(every[At.RESPONSE], known, source.decisions.rows)
    for unit, index in rows.ties(every, read.aside, source):
        own = every.loc[index]
        places = " och ".join(_row_of(row) for _, row in own.iterrows())
        yield Open(
            "rows",
            f"Enheten ”{unit}” har svarat flera gånger, lika fullständigt: {places}. "
            "Vilket svar gäller?",
            tuple(
                Choice(
                    f"Svaret på {_row_of(row)}",
                    _keep(row, "ja", "Enheten har svarat flera gånger; detta gäller"),
                )
                for _, row in own.iterrows()
            ),
            proposal=len(own) - 1,
            why="Det senaste gäller om du inte avgör något annat.",
        )
    gone = every.loc[fieldwork.gone_rows(every).index]
    for _, row in gone[free[gone.index]].iterrows():
        yield _count_or_not(
            row,
            f"Svaret på {_row_of(row)} (id {row[At.ID]}) är borta i den senare filen.",
            "Borttaget i enkätverktyget",
            proposal=1,
        )
    asked: set[object] = set()
    responses = coded.responses
    for words, found in fieldwork.odd_rows(kept, responses, source.codebook):
        for label in kept.index[found & free[kept.index]]:
            if label not in asked:
                asked.add(label)
                row = kept.loc[label]
                like = _like(row, kept, source, words)
                begins = f"Svaret på {_row_of(row)} {words}{like}."
                test = 1 if "inga svar" in words or "test" in words else 0
                yield _count_or_not(row, begins, f"Raden {words}", proposal=test)


def _like(row: pd.Series, kept: pd.DataFrame, source: Source, words: str) -> str:
    """Which rows a row is word for word like, where that is what is odd."""
    if "lika en annan" not in words:
        return ""
    used = (name for q in source.codebook.questions for name in q.columns_used)
    asked = kept[list(dict.fromkeys(used))].fillna("")
    same = (asked == asked.loc[row.name]).all(axis=1)
    numbers = [int(n) for n in kept.loc[same, At.ROW] if n != row[At.ROW]]
    return f" (rad {listed_rows(numbers)})" if numbers else ""


def _count_or_not(row: pd.Series, words: str, reason: str, *, proposal: int) -> Open:
    return Open(
        "rows",
        f"{words} Ska det räknas?",
        (
            Choice("Ja, räkna det", _keep(row, "ja", "Granskat: svaret räknas")),
            Choice("Nej, ställ det åt sidan", _keep(row, "nej", reason)),
        ),
        proposal=proposal,
    )


# ---------------------------------------------------------------- names


def _units(kept: pd.DataFrame, source: Source) -> Iterator[Open]:
    book = source.codebook
    if book.unit is None or source.population.empty:
        return
    column = book.items(book.unit.question)[0].column
    written = kept[column][units.typed(kept, book) != ""].map(fold)
    register = source.population.rename(columns={"unit": "name"})
    yield from _pairs("unit", written, register, source)


def _organisations(
    kept: pd.DataFrame, coded: Answers, source: Source
) -> Iterator[Open]:
    columns = [
        question.column("name", block)
        for question in source.codebook.ties
        for block in range(1, question.blocks + 1)
        if "name" in question.fields
    ]
    if columns:
        texts = pd.concat([kept[name] for name in columns], ignore_index=True)
        written = texts.dropna().map(fold)
        written = written[written != ""]
        yield from _several(written, source)
        yield from _pairs("organisation", written, source.register, source)


def _several(written: pd.Series, source: Source) -> Iterator[Open]:
    """Cells that seem to name several organisations."""
    decided = source.decisions.names
    decided = decided[decided["kind"] == "organisation"]
    found = names.match_names(written, source.register, decided)
    texts = found.loc[found["how"] == "unmatched", "written"]
    for text in texts:
        parts = names.several(text)
        if not parts:
            continue
        each = names.match_names(pd.Series(parts), source.register, decided)
        listed = "; ".join(dict.fromkeys(each["name"]))
        known = (each["how"] != "unmatched").any()
        line = {"kind": "organisation", "written": text, "same": "ja"}
        yield Open(
            "names",
            f"Nämner ”{text}” flera organisationer?",
            (
                Choice(f"Ja: {listed}", line | {"name": listed}),
                Choice("Nej, en enda", line | {"name": text}),
            ),
            proposal=0 if known else 1,
            why="Flera namn skiljs åt med semikolon.",
            typed="name",
        )


def _pairs(
    kind: str,
    written: pd.Series,
    register: pd.DataFrame,
    source: Source,
) -> Iterator[Open]:
    """Names that are like a known one: the same, or another?"""
    decided = source.decisions.names
    decided = decided[decided["kind"] == kind]
    noun = "enheten" if kind == "unit" else "organisationen"
    found = names.candidates(written, register, decided)
    likely = (found["source"] == "register") & (found["score"] >= SURE)
    sure = set(found.loc[likely, "written"])
    for row in found.itertuples(index=False):
        line = {"kind": kind, "written": row.written, "name": row.name}
        if row.source == "written" and not sure.isdisjoint((row.written, row.name)):
            continue  # two misspellings of a name that the register has
        times = f" (skrivet {row.count} gånger)" if row.count > 1 else ""
        yield Open(
            "names",
            f"Är ”{row.written}”{times} samma som {noun} ”{row.name}”?",
            (
                Choice("Ja, samma", line | {"same": "ja"}),
                Choice("Nej, en annan", line | {"same": "nej"}),
            ),
            proposal=0 if row.score >= SURE else 1,
            why=f"Namnen är lika till {row.score} av 100.",
        )


# ---------------------------------------------------------------- values


def _values(
    kept: pd.DataFrame, known: Known, coded: Answers, source: Source
) -> Iterator[Open]:
    """Values set aside that a person may know the meaning of; equal ones together."""
    done = source.decisions.corrections
    items = {item.key: item for item in source.codebook.all_items()}
    alike: dict[tuple[str, str, str], list[pd.Series]] = {}
    for value in coded.set_aside:
        row = kept.loc[value.row]
        if value.reason not in CORRECTABLE or value.column not in kept:
            continue
        stands = fold(str(row[value.column]))
        own = done[(done["question"] == value.question) & (done["to"] == stands)]
        if _undecided(row[[At.RESPONSE]], known, own).all():
            alike.setdefault((value.question, value.reason, stands), []).append(row)
    for (question, reason, stands), found in alike.items():
        yield _value(items[question], reason, stands, found)


def _value(item: Item, reason: str, stands: str, found: Sequence[pd.Series]) -> Open:
    asked, guess = item.question, ""
    unit = asked.unit if isinstance(asked, Number | Grid) else ""
    if reason == NOT_A_NUMBER:
        guess = likely_number(stands, asked=asked.wording, unit=unit)
    lines = [
        {**_place(row), "question": item.key, "from": stands, "to": ""} for row in found
    ]
    row = f", raden ”{item.label}”" if item.label != asked.name else ""
    return Open(
        "corrections",
        f"På frågan ”{asked.name}”{row} står ”{stands}” {_where(found)}: {reason}. Vad "
        "ska det vara?",
        (
            _correction(
                f"Rätta till ”{guess}”" if guess else "Skriv det rätta värdet",
                lines,
                {"to": guess, "reason": "Granskat och rättat"},
            ),
            _correction(
                "Låt det stå åt sidan",
                lines,
                {"to": stands, "reason": "Granskat: går inte att använda"},
            ),
        ),
        proposal=0 if guess else 1,
        typed="to",
    )


def _correction(
    label: str, lines: Sequence[Mapping[str, object]], made: Mapping[str, object]
) -> Choice:
    first, *rest = ({**line, **made} for line in lines)
    return Choice(label, first, tuple(rest))


def _where(found: Sequence[pd.Series]) -> str:
    """Where equal values stand: one place, or how many and in which rows."""
    if len(found) == 1:
        return f"på {_row_of(found[0])}"
    rows = listed_rows([int(row[At.ROW]) for row in found])
    return f"i {len(found)} svar (rad {rows})"


# ---------------------------------------------------------------- quotes


def _quotes(
    kept: pd.DataFrame, known: Known, coded: Answers, source: Source
) -> Iterator[Open]:
    """Texts that their writers have let be published."""
    texts = read_texts(kept, coded.responses, source.codebook)
    texts = texts[texts["allowed"].astype(bool)]
    decided = source.decisions.quotes
    free = pd.Series(True, texts.index)
    for question in texts["question"].unique():
        lines = decided[decided["question"] == question]
        own = texts.loc[texts["question"] == question, "response"]
        free.loc[own.index] = _undecided(own, known, lines)
    for row in texts[free].itertuples(index=False):
        found = [str(one) for one in find_personal(row.text)]
        line = {name: getattr(row, name) for name in ("id", "file", "row", "question")}
        line["text"] = row.text
        yield Open(
            "quotes",
            f"Får svaret på rad {row.row} i ”{row.file}” citeras? "
            f"{source.codebook.question(row.question).name}: ”{row.text}”",
            (
                Choice("Ja, godkänn citatet", line | {"publish": "ja"}),
                Choice("Nej, publicera inte", line | {"publish": "nej"}),
            ),
            proposal=1 if found else 0,
            why=f"Innehåller {', '.join(found)}." if found else "",
            typed="text",
        )


def summary(found: Sequence[Open]) -> str:
    """
    >>> summary([]), summary([Open("names", "", ()), Open("rows", "", ())])
    ('Inget väntar på beslut.', 'Väntar på beslut: 1 rad, 1 namn.')
    """
    counts = {file: sum(one.file == file for one in found) for file in FILES}
    parts = [counted(count, *NOUNS[file]) for file, count in counts.items() if count]
    if not parts:
        return "Inget väntar på beslut."
    return f"Väntar på beslut: {', '.join(parts)}."

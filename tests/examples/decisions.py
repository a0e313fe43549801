"""The secretary's own files: the frame, the register, and what she has decided."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from examples import defects
from examples import questionnaire as q
from examples.city import contact, frame
from examples.civil_society import aliases, organisations
from examples.defects import Plant
from examples.fieldwork import DECIDED, KEPT, Row, misspelt

WHO = "Ulla Exempelin"
DAY = {2022: "2022-03-28", 2024: "2024-04-02"}


def small_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """As Excel in Swedish saves and opens it: semicolons and a BOM."""
    table = StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return ("\ufeff" + table.getvalue()).encode("utf-8")


def population(wave: int) -> bytes:
    return small_csv(
        ("unit", "department", "disposition", "contact"),
        (
            (unit.name, unit.department_in(wave), unit.disposition(wave), contact(unit))
            for unit in frame(wave)
        ),
    )


def register() -> bytes:
    return small_csv(
        ("name", "aliases", "type", "challenges", "publish"),
        (
            (
                one.name,
                "; ".join(aliases(one)),
                one.kind,
                "; ".join(one.challenges),
                "ja" if one.publish else "nej",
            )
            for one in organisations()
            if one.registered
        ),
    )


def corrections(wave: int, plants: Sequence[Plant]) -> bytes:
    """One line for each plant that only a person could put right."""
    return small_csv(
        ("unit", "question", "from", "to", "reason", "who", "date"),
        (
            (
                plant.row.response.unit.name,
                plant.question,
                plant.raw,
                plant.meant,
                "Enheten har bekräftat per telefon",
                WHO,
                DAY[wave],
            )
            for plant in plants
            if plant.defect.endswith("corrected_by_hand")
        ),
    )


def rows_decided(wave: int, rows: Sequence[Row]) -> bytes:
    lines = []
    for row in rows:
        if row.fate == DECIDED:
            twice = any(
                other.fate == KEPT and other.response.unit == row.response.unit
                for other in rows
            )
            reason = (
                "Enheten har svarat två gånger; enhetschefens svar gäller"
                if twice
                else "Svaret är borttaget i Forms på enhetens begäran"
            )
            lines.append((row.file, row.excel_row, "nej", reason, WHO, DAY[wave]))
        if row.fate == KEPT and row.reached == 4:
            reason = "Bara sista sidan saknas; enheten vill att svaret räknas"
            lines.append((row.file, row.excel_row, "ja", reason, WHO, DAY[wave]))
    return small_csv(("file", "row", "keep", "reason", "who", "date"), lines)


def names(wave: int, pairs: Iterable[Sequence[str]]) -> bytes:
    return small_csv(
        ("kind", "written", "name", "same", "who", "date"),
        ((*pair, WHO, DAY[wave]) for pair in pairs),
    )


def name_pairs(rows: Sequence[Row]) -> list[tuple[str, str, str, str]]:
    """Some misspellings confirmed, some left for later, two pairs told apart."""
    kept = [row for row in rows if row.fate == KEPT]
    lines: list[tuple[str, str, str, str]] = []
    for row in kept:
        if misspelt(row):
            lines.append(("unit", row.typed_unit, row.response.unit.name, "ja"))
    lines = lines[:-1]  # the last one is still to be decided
    spelt = sorted(
        {
            (partner["written"], partner["name"])
            for row in kept
            for partner in row.response.partners
            if partner["way"] == "typo"
        }
    )
    lines += [("organisation", *pair, "ja") for pair in spelt[: len(spelt) // 2]]
    lines.append(("organisation", "FC Gripkullen", "Gripkullen FF", "nej"))
    lines.append(("organisation", "RKSU Exempelstad", "RKSL Exempelstad", "nej"))
    return lines


def quotes(wave: int, rows: Sequence[Row]) -> bytes:
    """Four examples that may be published, and one that was weighed and left out."""
    lines = []
    for row in rows:
        text = row.response.answers["example"]
        allowed = row.response.answers["publish"] == "Ja"
        if row.fate == KEPT and text and allowed:
            publish = "nej" if defects.PERSONNUMMER in text else "ja"
            lines.append((row.file, row.excel_row, "example", text, publish))
    refused = [line for line in lines if line[4] == "nej"]
    chosen = [line for line in lines if line[4] == "ja"][::3][:4]
    return small_csv(
        ("file", "row", "question", "text", "publish", "who", "date"),
        ((*line, WHO, DAY[wave]) for line in (*chosen, *refused)),
    )


def themes() -> bytes:
    """A codebook of themes for what helps, with the words that each is found by."""
    return small_csv(
        ("theme", "words", "question"),
        (
            ("Tydligt ansvar", "ansvar*, uppdrag*", "helps"),
            ("Tid och tålamod", "tid, tålamod", "helps"),
            ("Fasta kontakter och möten", "kontakt*, nätverk*, träff*, möte*", "helps"),
            ("Enkla former", "enkla, blankett*", "helps"),
            ("Gemensam uppföljning", "uppföljning*", "helps"),
            ("Inte bero på en person", '"en person"', "helps"),
        ),
    )


def crosswalk() -> bytes:
    return small_csv(
        ("from", "to"),
        (
            (q.DEPARTMENTS_2022[id], q.DEPARTMENTS_2024[id])
            for id in q.DEPARTMENTS_2022
            if q.DEPARTMENTS_2022[id] != q.DEPARTMENTS_2024[id]
        ),
    )

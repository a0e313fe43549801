"""Changes of what survey.yml says of the survey as a whole, a line each."""

from __future__ import annotations

import datetime as dt
import re

from helpers.core.errors import CodebookError
from helpers.survey.codebook import Codebook, Edit, Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DASH = "\N{EN DASH}"
TWO_DAYS = f"2026-09-01 {DASH} 2026-10-15"
DAY_AND_WORDS = "2027-01-20, kommunstyrelsen"


def of_survey(codebook: Codebook, key: str, value: str) -> list[Edit]:
    """One key at the top of survey.yml, or `promised`."""
    if key == "promised":
        return in_part(codebook, "disclosure", "promised", value)
    if key == "unit":
        now = codebook.unit.question if codebook.unit else ""
        if now == value:
            return []
        kept = codebook.unit.duplicates if codebook.unit else "most_complete"
        rule = {"question": value, "duplicates": kept} if value else None
        return [Edit(("unit",), rule)]
    now = codebook.model_dump(include={key})[key]
    if str(now or "") == value:
        return []
    usual = type(codebook).model_fields[key].default
    return [Edit((key,), None if value in ("", usual) else value)]


def wave(codebook: Codebook, value: str) -> list[Edit]:
    """The order within the series: a year is a number."""
    if str(codebook.wave or "") == value:
        return []
    number: Value = int(value) if value.isascii() and value.isdigit() else value
    return [Edit(("wave",), number or None)]


def in_part(codebook: Codebook, part: str, key: str, value: Value) -> list[Edit]:
    """One key of a part: `contact`, `disclosure`, `unit`. What is empty goes, and a
    part that is not written is begun."""
    now = getattr(codebook, part)
    if now is not None and now.model_dump()[key] == value:
        return []
    if part in codebook.model_fields_set and now is not None:
        return [Edit((part, key), value or None)]
    return [Edit((part,), {key: value})] if value else []


def weight(codebook: Codebook, column: str) -> list[Edit]:
    """The column that says how much each answer counts for; "" for none."""
    now = codebook.weight.column if codebook.weight else ""
    return (
        []
        if now == column
        else [Edit(("weight",), {"column": column} if column else None)]
    )


def days(codebook: Codebook, written: str) -> list[Edit]:
    """When the answers came: two days on one line; "" for not said."""
    now = codebook.fieldwork
    if written.strip() == period_line(codebook):
        return []
    found = _DAY.findall(written)
    if not written.strip():
        return [Edit(("fieldwork",))] if now else []
    if len(found) != 2 or _DAY.sub("", written).strip(f" {DASH}-") != "":
        raise CodebookError(
            f"”{written}” är inte två dagar.", todo=f"Skriv till exempel {TWO_DAYS}."
        )
    first, last = (_day(one) for one in found)
    if last < first:
        raise CodebookError(
            f"”{written}”: den sista dagen är före den första.",
            todo=f"Skriv till exempel {TWO_DAYS}.",
        )
    return [Edit(("fieldwork",), {"from": first, "to": last})]


def period_line(codebook: Codebook) -> str:
    now = codebook.fieldwork
    return f"{now.start} {DASH} {now.end}" if now else ""


def dated(codebook: Codebook, part: str, words: str, written: str) -> list[Edit]:
    """A day and words on one line, as `decided` (words: by) and `retention` (words:
    decision) have them; "" for not said."""
    if written.strip() == dated_line(codebook, part, words):
        return []
    if not written.strip():
        return [Edit((part,))] if getattr(codebook, part) else []
    day, _, occasion = (one.strip() for one in written.partition(","))
    if not _DAY.fullmatch(day) or (not occasion and part == "retention"):
        raise CodebookError(
            f"”{written}” är inte en dag och sedan ord.",
            todo=f"Skriv dagen, ett kommatecken och orden: {DAY_AND_WORDS}.",
        )
    content: dict[str, Value] = {"date": _day(day)}
    return [Edit((part,), {**content, **({words: occasion} if occasion else {})})]


def dated_line(codebook: Codebook, part: str, words: str) -> str:
    now = getattr(codebook, part)
    if now is None:
        return ""
    declared = getattr(now, words)
    return f"{now.date}, {declared}" if declared else f"{now.date}"


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise CodebookError(
            f"{written} finns inte i almanackan.", todo="Skriv en annan dag."
        ) from None

"""A cut as the workbench shows it: the picture of the report, marked preliminary, and
all its numbers with what the run may decide about each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import pandas as pd

from helpers.app.workbench.bench import Bench
from helpers.disclosure.released import REASONS, Released
from helpers.estimation.schema import SHARES, STATISTICS, Row
from helpers.presentation import tabulation, text
from helpers.presentation.chapters.extra import cut_name, cut_parts
from helpers.survey.codebook import Extra

MARK = "PRELIMINÄRT"
HEADS = ("Antal", "Svarande", "Andel", "Intervall", "Lägsta och högsta möjliga")


def preview(bench: Bench, cut: Extra, earlier: Bench | None = None) -> str:
    """The cut as HTML. `earlier`: a wave whose shares stand beside."""
    rows = bench.rows(cut)
    released, _ = bench.of(cut.question)
    heading = f"<h3>{escape(cut_name(released, cut))}</h3>"
    if rows.empty:
        return f"{heading}<p>Frågan har inga siffror här: ingen har fått den.</p>"
    parts = cut_parts(released, cut, key="forhandsvisning")
    pictures = "".join(watermarked(part.to_html()) for part in parts)
    html = f'<p class="utslag">{escape(verdict(rows, bench))}</p>'
    return f"{heading}{html}{pictures}{numbers_table(bench, rows, earlier)}"


def verdict(rows: pd.DataFrame, bench: Bench) -> str:
    """Whether the cut may be published, as far as each number by itself can tell."""
    held = rows[~rows["shown"]]
    if bench.decided:
        return _decided(rows, held)
    if held.empty:
        if bench.codebook.protected(rows["question"].iloc[0]):
            return (
                "Preliminärt: varje siffra för sig får publiceras. Kör enkäten för att "
                "veta säkert: några kan behöva utelämnas för de andras skull."
            )
        return "Preliminärt: får publiceras (frågan är öppen). Körningen avgör."
    reasons = dict.fromkeys(REASONS[reason] for reason in held["reason"])
    why = text.listed(list(reasons))
    if len(held) == len(rows):
        return f"Preliminärt: får inte publiceras: {why}. Körningen avgör."
    return (
        f"Preliminärt: får publiceras, utom {len(held)} av {len(rows)} siffror: "
        f"{why}. Kör enkäten för att veta säkert: fler kan behöva utelämnas."
    )


def _decided(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    """The same as the last run, which has weighed everything together."""
    begins = "Så avgjorde senaste körningen:"
    if held.empty:
        return f"{begins} allt får publiceras."
    why = text.listed(list(dict.fromkeys(REASONS[one] for one in held["reason"])))
    if len(held) == len(rows):
        return f"{begins} inget får publiceras: {why}."
    return f"{begins} får publiceras, utom {len(held)} av {len(rows)} siffror: {why}."


def watermarked(html: str) -> str:
    """Every picture with the mark across it, so that a copied one tells too."""

    def marked(found: re.Match[str]) -> str:
        width, height = float(found["width"]), float(found["height"])
        # So turned, the word is some seven sizes wide and three high: all of it inside.
        size = min(64.0, width / 8, height / 3.6)
        middle = f"{width / 2:.0f} {height / 2:.0f}"
        x, y = f"{width / 2:.0f}", f"{height / 2 + size / 3:.0f}"
        return (
            f'{found["picture"]}<text x="{x}" y="{y}" text-anchor="middle" '
            f'font-size="{size:.0f}" font-weight="700" fill="#9b1c1c" '
            f'fill-opacity="0.16" transform="rotate(-18 {middle})" '
            f'aria-hidden="true">{MARK}</text></svg>'
        )

    picture = r'(?P<picture><svg\b[^>]*viewBox="0 0 (?P<width>[\d.]+) '
    picture += r'(?P<height>[\d.]+)".*?)</svg>'
    return re.sub(picture, marked, html, flags=re.DOTALL)


def numbers_table(
    bench: Bench, rows: pd.DataFrame, earlier: Bench | None = None
) -> str:
    """All numbers of a cut, internal, each with what may be said of it."""
    judged, _ = bench.of(rows["question"].iloc[0])
    by = [
        name
        for name in ("challenge", "form", "item", "group", "option")
        if rows[name].nunique() > 1
    ] or ["option"]
    before = _shares_before(rows, earlier)
    heads = [tabulation.heading(judged, name) for name in by]
    if rows["statistic"].nunique() > 1:
        heads.append("Mått")
    heads += HEADS
    if before:
        heads.append(f"Andel {earlier.codebook.wave}" if earlier else "")
    heads.append("Får publiceras" + ("" if bench.decided else ", preliminärt"))
    lines = [
        [
            *_names(judged, row, by, rows),
            *_numbers(row),
            *_before(row, before),
            _protection(row),
        ]
        for row in _rows(rows)
    ]
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    return (
        '<table class="siffror"><caption>Internt: alla siffror, även de som inte får '
        f"publiceras</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _names(judged: Released, row: Row, by: list[str], rows: pd.DataFrame) -> list[str]:
    named = [text.label_of(judged, name, row.key(name)) for name in by]
    if rows["statistic"].nunique() > 1:
        named.append(STATISTICS[row.statistic].label)
    return named


def _numbers(row: Row) -> list[str]:
    """Count, base, estimate, interval, bounds; "" where there is none."""
    if row.statistic not in SHARES:
        base, value = row.answered, row.estimate
        return ["", _whole(base), _amount(value), "", ""]
    count, base, share = row.count, row.answered, row.estimate
    return [
        _whole(count),
        _whole(base),
        text.percent(share) if pd.notna(share) else "",
        _span(row.low, row.high),
        _span(row.certain_low, row.certain_high),
    ]


def _whole(number: float) -> str:
    return text.number(number) if pd.notna(number) else ""


def _amount(number: float) -> str:
    return text.number(number, 1) if pd.notna(number) else ""


def _span(low: float, high: float) -> str:
    return text.interval(low, high) if pd.notna(low) and pd.notna(high) else ""


def _protection(row: Row) -> str:
    return "ja" if row.shown else f"nej: {REASONS[row.reason]}"


def _before(row: Row, before: dict[tuple[str, ...], float]) -> list[str]:
    if not before:
        return []
    share = before.get(_place(row), float("nan"))
    return [text.percent(share) if pd.notna(share) else "–"]


_PLACE = ("item", "option", "challenge", "form", "group", "statistic")


def _place(row: Row) -> tuple[str, ...]:
    return tuple(row.key(name) for name in _PLACE)


def _shares_before(
    rows: pd.DataFrame, earlier: Bench | None
) -> dict[tuple[str, ...], float]:
    """The same cells in the earlier wave, where it asked the same question."""
    if earlier is None or rows.empty:
        return {}
    _, same = earlier.of(rows["question"].iloc[0])
    same = same[same["statistic"].isin(SHARES)]
    return {_place(row): row.estimate for row in _rows(same)}


def _rows(table: pd.DataFrame) -> Iterator[Row]:
    """The rows of a table that has some of the columns of one; the others are empty."""
    whole = table.reindex(columns=list(Row._fields))
    return map(Row._make, whole.itertuples(index=False, name=None))

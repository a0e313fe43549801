"""How shares have moved over three waves or more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import figures, tables, tabulation, text
from helpers.presentation.chapters.chapter import (
    Fold,
    Note,
    Paragraph,
    Part,
    Subheading,
)
from helpers.presentation.findings import significant
from helpers.presentation.locale import phrase
from helpers.survey.codebook import TOTAL


def trend_parts(released: Released) -> Iterator[Part]:
    """A sentence on what surely moves, the challenges drawn and in a table, and folds
    of every other share and of every two waves."""
    rows = released.select(statistic=["trend", "change_first"])
    shown = text.shown_rows(rows.select(statistic="trend"))
    if not shown:
        return
    area = [row for row in shown if row.challenge != TOTAL]
    other = [row for row in shown if row.challenge == TOTAL]
    waves, units = int(shown[0].asked), max(int(row.answered) for row in shown)
    noun = text.respondents(released.codebook)
    yield Subheading(phrase("Utveckling över {waves} omgångar", waves=text.word(waves)))
    moved = _sure(released, area)
    yield Paragraph(
        phrase(
            "{units} svarade alla gånger. {moved}",
            units=text.upper_first(text.counted(units, noun)),
            moved=moved,
        )
    )
    shares = released.select(statistic="trend_share")
    if len(shares):
        slopes = rows.select(
            statistic="trend", challenge=list(released.codebook.challenge_labels)
        )
        title = moved.rstrip(".")
        yield figures.trend(shares, slopes, "trend-utveckling", title=title)
    if area:
        yield _table(rows, area, "trend-utmaningar")
        if pairs := _between(released, area):
            yield Fold(phrase("Visa förändringen mellan varje par av omgångar"), pairs)
    if other:
        table = _table(rows, other, "trend-fragor")
        yield Fold(phrase("Visa utvecklingen fråga för fråga"), table)
    if any(released.codebook.protected(one.id) for one in released.codebook.counted):
        yield Note(
            phrase(
                "Skyddade frågor är inte med här. En förändring över flera omgångar "
                "skulle tillsammans med andelarna, som redan visas, kunna röja svar "
                "som inte redovisas."
            )
        )


def _sure(released: Released, rows: Sequence[Row]) -> str:
    doing = text.doing(released.codebook)
    sentences = [
        phrase(
            "{way} inom {name} med i snitt {estimate} procentenheter om året",
            way=phrase("ökat") if row.estimate > 0 else phrase("minskat"),
            name=text.quoted(_name(released, row)),
            estimate=text.number(abs(row.estimate) * 100, 1),
        )
        for row in rows
        if significant(row)
    ]
    if sentences:
        return phrase(
            "Andelen som {verb} har {words}.",
            verb=doing.verb,
            words=text.listed(sentences),
        )
    if not rows:
        return ""
    return phrase(
        "Andelen som {verb} har inte förändrats statistiskt säkerställt inom "
        "någon av {the_many}.",
        verb=doing.verb,
        the_many=doing.area.the_many,
    )


def _name(released: Released, row: Row) -> str:
    if row.challenge != TOTAL:
        return text.label_of(released, "challenge", row.challenge)
    question = released.codebook.question(row.question)
    items = {one.row: one.label for one in released.codebook.items(question)}
    parts = [question.name, *([items[row.item]] if row.item != TOTAL else [])]
    if row.option == TOTAL:  # collaborates in any
        does = text.doing(released.codebook)
        return phrase(
            "Minst {word} {one}",
            word=text.word(1, neuter=does.area.neuter),
            one=does.area.one,
        )
    return f"{', '.join(parts)}: {row.option}"


def _table(released: Released, rows: Sequence[Row], key: str) -> tables.Table:
    first = tabulation.by_keys(
        released.select(statistic="change_first"),
        *("question", "item", "option", "challenge"),
    )
    columns = [
        tables.Column(phrase("Andel")),
        tables.Column(phrase("Per år"), "number", decimals=1),
        tables.Column(phrase("Intervall"), "change"),
        tables.Column(phrase("Sedan första gången"), "points"),
        tables.Column(phrase("Säkerställd")),
        tables.Column(phrase("Svarade alla gånger"), "count"),
        tables.Column(phrase("Ändrade svar"), "count"),
    ]
    body: list[list[tables.Value]] = []
    for row in rows:
        whole = first.get((row.question, row.item, row.option, row.challenge))
        shown = whole is not None and text.state(whole) is text.State.SHOWN
        spans = text.has_interval(row)
        body.append(
            [
                _name(released, row),
                row.estimate * 100,
                tables.ChangeSpan(row.low, row.high) if spans else None,
                whole.estimate if shown and whole is not None else None,
                (phrase("Ja") if significant(row) else phrase("Nej"))
                if spans
                else None,
                row.answered,
                row.count,
            ]
        )
    return tables.Table(
        key,
        phrase("Förändring över alla omgångar, i procentenheter"),
        columns,
        body,
        note=(
            phrase(
                "Bland dem som fanns med i listorna alla gånger, vägt efter den "
                "{one} de hörde till. Intervallet gäller förändringen per år.",
                one=text.groups(released.codebook).one,
            )
        ),
    )


def _between(released: Released, area: Sequence[Row]) -> tables.Table | None:
    """What has changed between every two waves."""
    waves = list(released.select(statistic="trend_share").values("form"))
    rows = released.select(statistic=["change_between", "change_first"])
    body: list[list[tables.Value]] = []
    for one in area:
        for row in text.shown_rows(rows.select(challenge=one.challenge)):
            two = (
                row.form.split(" → ") if row.form != TOTAL else waves[:: len(waves) - 1]
            )
            spans = text.has_interval(row)
            body.append(
                [
                    _name(released, one),
                    text.listed(two),
                    row.estimate,
                    tables.ChangeSpan(row.low, row.high) if spans else None,
                    (phrase("Ja") if significant(row) else phrase("Nej"))
                    if spans
                    else None,
                    row.answered,
                ]
            )
    if len(waves) < 2 or len(body) <= len(area):
        return None
    columns = [
        tables.Column(phrase("Andel")),
        tables.Column(phrase("Mellan")),
        tables.Column(phrase("Förändring"), "points"),
        tables.Column(phrase("Intervall"), "change"),
        tables.Column(phrase("Säkerställd")),
        tables.Column(phrase("Svarade båda gångerna"), "count"),
    ]
    return tables.Table(
        "trend-par",
        phrase("Förändring mellan varje par av omgångar, i procentenheter"),
        columns,
        body,
        note=(
            phrase(
                "Bland dem som fanns med i listorna alla gånger. Säkerställd: prövat "
                "för alla par och utmaningar tillsammans (Holm), för den första och "
                "den sista omgången för sig."
            )
        ),
    )

"""A ranking in words, in a table and as a chapter's figure."""

from __future__ import annotations

from typing import Any

from support.estimate_rows import codebook
from support.released_rows import released, row

from helpers.disclosure.released import Released
from helpers.presentation import findings, prose, rank_tables
from helpers.presentation.chapters.chapter import Paragraph
from helpers.presentation.chapters.questions import question_parts
from helpers.presentation.figures import Figure
from helpers.presentation.swedish import NBSP

OPTIONS = ["Tid", "Pengar", "Lokaler"]
BOOK = codebook(
    {"id": "why", "column": "Varför?", "type": "ranking", "options": OPTIONS}
)
FIRST = {"Tid": 30, "Pengar": 15, "Lokaler": 5}
MEANS = {"Tid": (1.5, 1.3, 1.7), "Pengar": (1.9, 1.75, 2.1), "Lokaler": (2.6, 2.4, 2.8)}


def rows(first: dict[str, int] = FIRST, **means: Any) -> Released:
    """Fifty answers; `means` by option instead of MEANS."""
    made = [row("why", option=o, count=n, answered=50) for o, n in first.items()]
    for option, (mean, low, high) in (MEANS | means).items():
        given = {"count": 48, "answered": 50, "estimate": mean, "low": low}
        more = {"high": high, "statistic": "mean_rank", "method": "mean_place"}
        made.append(row("why", option=option, **given, **more))
    return released(made, BOOK)


def said(found: Released) -> str:
    shares = found.select(statistic="share")
    return prose.say(findings.single_answer(shares), BOOK).replace(NBSP, " ")


def best(found: Released) -> str:
    means = found.select(statistic="mean_rank")
    return prose.say(findings.best_place(means), BOOK).replace(NBSP, " ")


def test_what_most_put_first() -> None:
    assert said(rows()) == (
        "Flest satte ”Tid” först (60 procent), följt av ”Pengar” (30 procent)"
    )
    equal = rows({"Tid": 20, "Pengar": 20, "Lokaler": 10})
    assert said(equal).startswith("Flest satte ”Tid” eller ”Pengar” först (40 procent")


def test_a_suppressed_share_may_be_the_largest() -> None:
    made = [
        row("why", option="Tid", count=20, answered=50),
        *(row("why", option=o, hidden="small_cell") for o in OPTIONS[1:]),
    ]
    assert "20 av" not in said(released(made, BOOK))
    assert prose.brief(findings.single_answer(released(made, BOOK)), BOOK) == ""


def test_the_best_mean_place_with_its_base_and_its_interval() -> None:
    assert best(rows()) == (
        "Bäst medelplats har ”Tid”: 1,5 (osäkerhetsintervall 1,3 till 1,7), bland de "
        "48 som rangordnade det"
    )
    near = rows(Pengar=(1.6, 1.4, 1.8))
    assert best(near) == (
        "Bäst medelplats har ”Tid” och ”Pengar” (1,5 respektive 1,6), utan säker "
        "skillnad"
    )
    alike = rows(Pengar=(1.6, 1.4, 1.8), Lokaler=(1.7, 1.5, 1.9))
    assert best(alike) == "Medelplatserna skiljer sig inte säkert åt"


def test_no_mean_is_told_where_one_is_suppressed() -> None:
    hidden = row("why", option="Tid", statistic="mean_rank", hidden="secondary")
    kept = [r for r in rows().rows.to_dict("records") if r["statistic"] != "mean_rank"]
    shown = [
        row("why", option=o, statistic="mean_rank", count=50, answered=50, estimate=2)
        for o in OPTIONS[1:]
    ]
    assert best(released([*kept, *shown, hidden], BOOK)) == ""


def test_one_table_has_first_mean_place_and_base() -> None:
    found = rows()
    shares, means = (found.select(statistic=s) for s in ("share", "mean_rank"))
    lines = rank_tables.ranking(shares, means, "why").to_csv().decode("utf-8-sig")
    assert lines.splitlines()[:2] == [
        "Svarsalternativ;Antal;Andel (%);Medelplats;Medelplats, lägst;"
        "Medelplats, högst;Har rangordnat det",
        "Tid;30;60;1,5;1,3;1,7;48",
    ]


def test_the_chapter_has_a_sentence_and_a_figure_that_say_put_first() -> None:
    sentence, figure = question_parts(rows(), BOOK.question("why"))
    assert isinstance(sentence, Paragraph)
    assert isinstance(figure, Figure)
    assert "satte vart och ett av svarsalternativen först" in figure.alt
    assert figure.table.caption == "Varför?: satt först"

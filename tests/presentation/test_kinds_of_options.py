"""What an option is decides what may be said of it: codes without words, "annat" and
"vet ej" lead nothing, and equals are told as equals."""

from __future__ import annotations

from typing import Any

import pytest
from presentation.test_chapters import plain, table
from support.released_rows import codebook, released, row

from helpers.disclosure.released import Released
from helpers.presentation import figures, findings, prose
from helpers.presentation.chapters.questions import question_parts
from helpers.presentation.findings import sheet, wishes
from helpers.presentation.findings.headlines import Topic, answered, headlines
from helpers.presentation.findings.keys import key_figures
from helpers.presentation.findings.values import first_ones
from helpers.survey.codebook import Codebook

ASKED = {"id": "asked", "column": "Vad gäller?", "label": "Vad gäller?"}


def asking(options: list[str], type: str = "single", **more: Any) -> Codebook:
    """A codebook with one question of these options."""
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    one = {**ASKED, "type": type, "options": options, **more}
    if type == "grid":
        one.pop("column")
    if type == "multiple":
        one["separator"] = ";"
    return codebook(questions=[*content["questions"], one])


def told(counts: dict[str, int], type: str = "single", **more: Any) -> Released:
    of = 40 if type == "multiple" else sum(counts.values())
    rows = [row("asked", option=o, count=n, answered=of) for o, n in counts.items()]
    return table(*rows, book=asking([*counts], type, **more))


def said(released: Released) -> str:
    found = answered(released, released.codebook.question("asked"))
    return plain(prose.say(found, released.codebook))


# --- codes without words -------------------------------------------------------------


@pytest.mark.parametrize("codes", [("1", "2"), ("AO01", "AO02"), ("a)", "b)")])
@pytest.mark.parametrize("type", ["single", "multiple"])
def test_codes_that_nobody_explained_are_no_finding(
    codes: tuple[str, str], type: str
) -> None:
    one = told({codes[0]: 30, codes[1]: 10, "Vet ej": 2, "Annat": 1}, type)
    both = f"”{codes[0]}” och ”{codes[1]}”"
    assert said(one) == f"Vad gäller? Vad svaren {both} betyder framgår inte"
    assert {line.topic for line in headlines(one)} <= {Topic.GAPS}
    assert not key_figures(one)
    [figure] = question_parts(one, one.codebook.question("asked"))
    assert isinstance(figure, figures.Figure)
    assert figure.title == said(one)


def test_codes_that_mean_themselves_are_told_when_she_has_said_so() -> None:
    assert "A" in said(told({"A": 30, "B": 10}, explained=True))
    # Years, bands and words are no codes.
    assert "2012" in said(told({"2012": 30, "2014": 10}))
    assert "1–5" in said(told({"1–5": 30, "6–9": 10}))
    assert "IT" in said(told({"IT": 30, "HR": 10}))


# --- annat and vet ej ----------------------------------------------------------------


@pytest.mark.parametrize("other", ["Annat", "Other (please specify)", "Andet"])
def test_other_never_leads_nor_follows(other: str) -> None:
    follows = told({"Tid": 20, other: 15, "Pengar": 10}, "multiple")
    assert said(follows) == (
        "Vad gäller? Vanligast är tid (50 procent), följt av pengar (25 procent); "
        f"38 procent svarar ”{other}”"
    )
    leads = told({"Tid": 20, other: 30, "Pengar": 10}, "multiple")
    assert said(leads) == (
        f"Vad gäller? 75 procent svarar ”{other}”; vanligast i övrigt är tid (50 "
        "procent), följt av pengar (25 procent)"
    )
    one = told({"Tid": 20, other: 30, "Pengar": 10})
    assert said(one).startswith(f"Vad gäller? 50 procent svarar ”{other}”; vanligast")
    small = told({"Tid": 20, other: 3, "Pengar": 10}, "multiple")
    assert other not in said(small)


def test_dont_know_is_known_by_its_words_where_survey_yml_does_not_say_so() -> None:
    one = told({"Tid": 20, "Don't know": 18, "Pengar": 10, "N/A": 12}, "multiple")
    assert said(one) == (
        "Vad gäller? Vanligast är ”Tid” (50 procent), följt av ”Pengar” (25 procent)"
    ).replace("”Tid”", "tid").replace("”Pengar”", "pengar")


def test_other_put_first_is_told_by_itself() -> None:
    one = told({"Tid": 20, "Annat": 15, "Pengar": 5}, "ranking")
    assert said(one) == (
        "Vad gäller? Flest satte ”Tid” först (50 procent), följt av ”Pengar” (13 "
        "procent); 38 procent satte ”Annat” först"
    )


def test_other_is_no_hindrance() -> None:
    rows = [
        row("barriers", option=option, count=count, answered=20)
        for option, count in {"Annat": 18, "Tid": 9, "Ekonomi": 4}.items()
    ]
    book = codebook(hindrances="barriers")
    said = plain(prose.say(wishes.hindrances(table(*rows, book=book)), book))
    assert said == (
        "Tid är det vanligaste hindret (45 procent), följt av ekonomi (20 procent). "
        "90 procent svarar ”Annat”"
    )


# --- equals --------------------------------------------------------------------------


def grid(rows: dict[str, tuple[int, ...]], options: tuple[str, ...]) -> Released:
    book = asking([*options], "grid", rows={one: one for one in rows})
    return released(
        [
            row("asked", item=item, option=option, count=count, answered=sum(counts))
            for item, counts in rows.items()
            for option, count in zip(options, counts, strict=True)
        ],
        book,
    )


def lead(rows: dict[str, tuple[int, ...]], *options: str) -> str:
    one = grid(rows, options)
    found = findings.prevailing(one, rows="item", by="option")
    return plain(prose.say(found, one.codebook))


def test_two_answers_that_lead_as_many_rows_are_both_told() -> None:
    two = {"a": (20, 5), "b": (20, 5), "c": (5, 20), "d": (5, 20)}
    assert lead(two, "Ja", "Nej") == (
        "”Ja” och ”Nej” är vanligast i två frågor var, av fyra"
    )
    shared = {"a": (20, 5), "b": (20, 5), "c": (12, 12)}
    assert lead(shared, "Ja", "Nej") == (
        "”Ja” är vanligast i två av tre frågor, och lika vanligt som ett annat i en"
    )


def test_dont_know_leads_no_row_and_is_told_beside() -> None:
    rows = {"a": (20, 5, 1), "b": (20, 5, 1), "c": (5, 3, 18)}
    assert lead(rows, "Ja", "Nej", "Vet ej") == (
        "”Ja” är vanligast i två av tre frågor; i en fråga svarar fler ”Vet ej”"
    )


def test_the_upper_half_names_all_that_print_the_same() -> None:
    book = codebook()
    rows = [
        row("principles", item=item, option=option, count=count, answered=100)
        for item, upper in {"dialogue": 60, "quality": 60, "openness": 20}.items()
        for option, count in {
            "Inte alls": 100 - upper, "I liten grad": 0, "Delvis": 0,
            "I hög grad": upper, "Helt": 0,
        }.items()
    ]  # fmt: skip
    one = table(*rows, book=book)
    assert plain(prose.say(findings.upper_half(one), book)).endswith(
        "till 60 procent om dialog och kvalitet"
    )


def test_one_answer_more_does_not_make_a_leader() -> None:
    assert said(told({"Nu": 28, "Sedan": 27, "Aldrig": 3}, "single")) == (
        "Vad gäller? Vanligast är ”Nu” och ”Sedan” (48 respektive 47 procent)"
    )


def test_a_cut_never_goes_between_equals() -> None:
    assert first_ones([9, 5, 5, 2], 2, float) == [9, 5, 5]
    assert first_ones([9, 5, 5, 5], 2, float) == [9]
    assert first_ones([5, 5, 5, 5], 2, float) == []
    assert first_ones([9, 5], 2, float) == [9, 5]


def test_a_shared_place_is_told_as_shared() -> None:
    one = sheet.OwnShare("Kultur", measure(), others=0.4, place=1, of=5, equal=1)
    said = plain(prose.say(one, codebook()))
    assert "Andelen är högst av de fem förvaltningar" in said
    assert said.endswith("lika med en till")


def measure() -> findings.Measure:
    return findings.Measure("Kultur", "Kultur", 30, 50, 0.6)

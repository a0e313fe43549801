"""Which findings are told, and in which order; what has moved; one group by itself."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

from presentation.test_chapters import (
    FACTS,
    A,
    B,
    C,
    against_others,
    barrier,
    book_of,
    collaborates,
    plain,
    table,
)
from presentation.test_chapters import small as lower
from support.lix import lix
from support.released_rows import CHALLENGES, codebook, row, with_interval

from helpers.disclosure.released import Released
from helpers.estimation.facts import ComparisonFacts
from helpers.estimation.schema import ANSWER_AGAINST, MOVER, MOVER_SURE
from helpers.presentation import chapters, prose
from helpers.presentation.chapters.questions import _median_sentence
from helpers.presentation.findings import half, sheet
from helpers.presentation.findings.headlines import (
    MOST,
    Answered,
    Headline,
    Topic,
    distinct_first,
    headlines,
    score,
)
from helpers.presentation.findings.keys import key_figures
from helpers.presentation.findings.waves import CLEAR, TwoWaves, shifts
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL, Codebook

SCALE = ["Inte alls", "Lite", "Ganska", "Mycket"]


def asking(*names: str) -> Codebook:
    """The questionnaire with these questions on a scale besides its own."""
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    more = [
        {
            "id": name,
            "column": name.title(),
            "label": name.title(),
            "type": "single",
            "scale": "known",
            "chapter": "quality",
            "disclosure": "protected",
        }
        for name in names
    ]
    scales = {**content.get("scales", {}), "known": {"options": SCALE}}
    return codebook(questions=[*content["questions"], *more], scales=scales)


def answers(question: str, *counts: int) -> list[dict[str, Any]]:
    return [
        row(question, option=option, count=count, answered=sum(counts))
        for option, count in zip(SCALE, counts, strict=True)
    ]


def waves(now: Released, then: Released, *asked: str) -> TwoWaves:
    facts = ComparisonFacts("before", "2022", questions={one: one for one in asked})
    return TwoWaves(now, then, facts)


# --- scores --------------------------------------------------------------------------


def test_a_score_grows_with_size_and_shrinks_with_uncertainty() -> None:
    assert score(0.5, 0.1) > score(0.3, 0.1) > score(0.3, 0.2)
    assert score(0.01, 0.5, changed=True) > score(0.01, 0.5)
    assert score(0.0, 0.1) == 0.0


def test_extent_is_told_first_and_no_more_than_six() -> None:
    book = asking("known", "useful")
    rows = [
        with_interval(collaborates(20, 30, challenge="all")),
        collaborates(0, 12, A),
        collaborates(5, 12, B),
        *answers("known", 20, 5, 3, 2),
        *answers("useful", 1, 2, 10, 17),
        barrier("Tid", 12),
        barrier("Ekonomi", 2),
    ]
    found = headlines(table(*rows, book=book))
    assert found[0].topic is Topic.EXTENT
    assert len(found) <= MOST
    assert [one.topic for one in found] == sorted(one.topic for one in found)
    [effects] = [one for one in found if one.topic is Topic.EFFECT]
    assert len(effects.findings) == 2
    said = prose.headline(effects, book)
    assert "Useful: nio av tio verksamheter svarar ”Ganska” eller ”Mycket”" in said


def test_without_topics_the_clearest_answers_are_told() -> None:
    """The survey of an organisation that asks nothing of collaboration."""
    content = book_of(barriers="results").model_dump(by_alias=True, exclude_unset=True)
    kept = [q for q in content["questions"] if q["id"] in ("department", "barriers")]
    book = codebook(questions=kept, challenges=None, forms={}, hindrances=None)
    facts = copy.deepcopy(FACTS)
    facts["response"] |= {"not_covered": []}
    rows = [barrier("Tid", 18), barrier("Ekonomi", 2)]
    [one] = headlines(table(*rows, book=book, facts=facts))
    assert one.topic is Topic.QUESTION
    assert "har svarat på frågan" not in prose.headline(one, book)
    # "Bygger på svar från 41" stands below it, and 20 is less than half of them.
    facts["response"]["answered"] = 41
    [one] = headlines(table(*rows, book=book, facts=facts))
    assert prose.headline(one, book).endswith("; 20 har svarat på frågan.")


def test_a_median_between_two_numbers_is_said_as_the_table_says_it() -> None:
    cells = table(row("barriers", statistic="median", estimate=2.5, answered=392))
    [said] = _median_sentence({(TOTAL, "median"): next(iter(cells))}, "Hinder", "")
    assert "medianen är 2,5 (392 svar)" in plain(str(said))


def test_what_is_asked_alike_is_told_after_the_rest() -> None:
    """ "Do you use tidyverse packages now" beside "… tidyverse packages to learn"."""
    names = ["Använder paketet tidyverse", "Tidyverse: lärde paketet", "Bostadsort"]
    question = asking("known").question("known")
    told = [question.model_copy(update={"label": name}) for name in names]
    asked = [Answered(name, None) for name in told]
    one, alike, other = (Headline(Topic.QUESTION, 1.0, (found,)) for found in asked)
    assert distinct_first([one, alike, other]) == [one, other, alike]


def test_a_half_needs_more_than_half_and_every_step() -> None:
    book = asking("known")
    most = half(table(*answers("known", 10, 8, 6, 6), book=book))
    assert most is not None
    assert most.options == ("Inte alls", "Lite")
    assert most.one.count == 18
    assert half(table(*answers("known", 8, 7, 8, 7), book=book)) is None
    hidden = answers("known", 10, 8, 6, 6)
    hidden[3] = row("known", option="Mycket", hidden="small_cell")
    assert half(table(*hidden, book=book)) is None


# --- two waves -----------------------------------------------------------------------


def change(option: str, size: float, method: str) -> dict[str, Any]:
    ends = {"low": size - 0.05, "high": size + 0.05, "method": method}
    keys = {"statistic": "change", "option": option, "answered": 100}
    return row("known", estimate=size, **keys, **ends)


def test_what_moved_is_told_hedged_where_no_change_is_released() -> None:
    book = asking("known")
    now, then = answers("known", 28, 40, 20, 12), answers("known", 48, 30, 12, 10)
    [one] = shifts(waves(table(*now, book=book), table(*then, book=book), "known"))
    assert one.option == "Inte alls"
    assert one.tested is None
    assert one.clear > CLEAR
    assert plain(prose.sentence(one, book)) == (
        "Andelen som svarar ”Inte alls” på frågan om known har minskat till 28 "
        "procent, från 48 procent 2022; om skillnaden är statistiskt säkerställd "
        "redovisas inte."
    )
    others = waves(table(*now, book=book), table(*then, book=book), "known")
    assert not shifts(replace(others, facts=replace(others.facts, common=0)))
    near = answers("known", 45, 31, 13, 11)
    assert not shifts(waves(table(*near, book=book), table(*then, book=book), "known"))


def test_a_tested_change_is_told_only_where_it_is_significant() -> None:
    book = asking("known")
    now, then = answers("known", 28, 40, 20, 12), answers("known", 48, 30, 12, 10)
    before = table(*then, book=book)
    sure = table(*now, change("Inte alls", -0.2, "overlap_sure"), book=book)
    [one] = shifts(waves(sure, before, "known"))
    assert one.tested is not None
    assert "har minskat med 20 procentenheter sedan 2022" in plain(
        prose.sentence(one, book)
    )
    chance = table(*now, change("Inte alls", -0.2, "overlap"), book=book)
    assert all(s.option != "Inte alls" for s in shifts(waves(chance, before, "known")))


def test_a_key_figure_has_what_it_was_where_it_is_compared() -> None:
    now = table(with_interval(collaborates(20, 30, challenge="all")))
    then = table(with_interval(collaborates(15, 30, challenge="all")))
    [one] = key_figures(now, waves(now, then, "ways"))
    value, what, before = prose.key_figure(one, now.codebook)
    assert plain(value) == "67 %"
    assert what == "av verksamheterna samverkar inom minst en av utmaningarna"
    assert plain(before) == "2022: 50 %."
    [alone] = key_figures(now, waves(now, then))
    assert alone.before is None


def test_a_key_figure_of_all_who_answered_speaks_of_them_alone() -> None:
    everybody = table(with_interval(collaborates(30, 30, challenge="all")))
    [one] = key_figures(everybody)
    value, what, _ = prose.key_figure(one, everybody.codebook)
    assert plain(value) == "30 av 30"
    assert what == "svarande verksamheter samverkar inom minst en av utmaningarna"
    nobody = table(with_interval(collaborates(0, 30, challenge="all")))
    [one] = key_figures(nobody)
    assert plain(prose.key_figure(one, nobody.codebook)[0]) == "0 av 30"


# --- one group beside the others -----------------------------------------------------


def test_the_others_of_a_group_leave_itself_out() -> None:
    own = with_interval(collaborates(9, 12, A, challenge="all"))
    rows = [own, collaborates(6, 16, B, challenge="all")]
    apart = against_others(0.4, MOVER_SURE, A, challenge="all")
    released = table(*rows, apart)
    found = sheet.own_share(released, A)
    assert found is not None
    assert found.sure
    assert found.others == 0.75 - 0.4
    assert (found.place, found.of) == (1, 2)
    said = plain(prose.sentence(found, released.codebook))
    assert "75 procent, mot 35 procent i de andra förvaltningarna" in said
    alone = sheet.own_share(table(*rows), A)
    assert alone is not None
    assert alone.others is None


def test_the_answers_that_set_a_group_apart_are_told_and_marked() -> None:
    def answer(option: str, difference: float, method: str) -> list[dict[str, Any]]:
        own = {"group": A, "option": option, "answered": 12}
        apart = {"statistic": ANSWER_AGAINST, "estimate": difference}
        ends = {"low": difference - 0.2, "high": difference + 0.2, "method": method}
        return [
            row("collaborates", **own, count=9),
            row("collaborates", **own, **apart, **ends),
        ]

    released = table(
        *answer("Ja", 0.4, MOVER_SURE),
        *answer("Nej", -0.3, MOVER_SURE),
        *answer("Vet ej", 0.25, MOVER),
    )
    marked = {("all", "Ja"): 1, ("all", "Nej"): -1}
    assert sheet.marks(released, A, "collaborates") == marked
    found = sheet.answers(released, A)
    assert found is not None
    said = plain(prose.sentence(found, released.codebook))
    assert "anligare i" in said
    assert "än i de andra förvaltningarna: ”Ja” om " in said
    assert "(75 procent); mindre vanligt i" in said
    assert said.endswith("(75 procent) (statistiskt säkerställt).")
    assert "Vet ej" not in said


def test_a_group_is_sent_to_those_who_do_most_where_it_does_nothing() -> None:
    rows = [
        collaborates(0, 7, C),
        collaborates(9, 12, A),
        collaborates(4, 16, B),
        collaborates(0, 0, "Serviceförvaltningen"),
    ]
    [one] = sheet.to_ask(table(*rows), C, None)
    assert one.challenge == CHALLENGES["work"]
    assert one.groups == (A, B)
    assert lower(A) in prose.say(one, table().codebook)
    assert sheet.to_ask(table(*rows), A, None) == []


# --- easy Swedish --------------------------------------------------------------------


def test_the_easy_page_is_easy_and_says_the_same() -> None:
    rows = [
        with_interval(collaborates(20, 30, challenge="all")),
        collaborates(0, 12, A),
        collaborates(5, 12, B),
        barrier("Tid", 16),
        barrier("Ekonomi", 2),
    ]
    released = table(*rows, book=book_of(barriers="barriers"))
    report = Report(released, {"easy": "Det här är lätt."})
    html = chapters.easy_findings(report).to_html()
    html += chapters.easy_about(report).to_html()
    assert "Ungefär sju av tio samverkar." in html  # 67 percent
    assert "●●●●●●●○○○" in html
    assert "Det vanligaste hindret är tid." in html
    assert "25 svarade inte." in html
    assert f"Från {lower('Serviceförvaltningen')} har vi inga svar." in html
    said = " ".join(re.findall(r"<li>(.*?)</li>", html))
    assert lix(said) < 30
    assert max(len(one.split()) for one in said.split(". ")) <= 9


def test_a_name_that_asks_has_no_colon_after_its_question_mark() -> None:
    said = "Knappt två av tre svarar ”Chef”"
    assert prose.about("Roll", "", said) == "Roll: knappt två av tre svarar ”Chef”"
    assert prose.about("Vilken är din roll?", "", said) == f"Vilken är din roll? {said}"
    asked = prose.about("Vilken är din roll?", "Av dem som fick frågan", said)
    assert asked == (
        "Vilken är din roll? Av dem som fick frågan: knappt två av tre svarar ”Chef”"
    )

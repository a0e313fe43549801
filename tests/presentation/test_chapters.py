"""The chapters' sentences and parts, on tables of a few rows written by hand."""

from __future__ import annotations

import copy
import re
from typing import Any

import pandas as pd
import pytest
from support.released_rows import CHALLENGES, FORMS, codebook, row, with_interval

from helpers.disclosure.released import Released
from helpers.estimation.facts import FORMAT, Facts, facts_from_json
from helpers.estimation.schema import AGAINST, MOVER, MOVER_SURE, NUMBERS, RELEASED
from helpers.presentation import chapters, prose, text
from helpers.presentation.chapters import indepth
from helpers.presentation.chapters.annex import quality
from helpers.presentation.chapters.brief import invited, questions_to_ask
from helpers.presentation.chapters.heading import LONGEST_HEADING, heading
from helpers.presentation.chapters.summary import frame, strongest
from helpers.presentation.findings import bases, survey, wishes
from helpers.presentation.findings.bases import Implied
from helpers.presentation.findings.headlines import MOST
from helpers.presentation.manuscript import Report
from helpers.presentation.prose import Voice
from helpers.presentation.text import lower_first as small
from helpers.survey.codebook import Codebook

A, B, C = "Fritidsförvaltningen", "Kulturförvaltningen", "Miljöförvaltningen"
SILENT = "Serviceförvaltningen"
FACTS: dict[str, Any] = {
    "survey": "liten",
    "wave": "2024",
    "version": "1",
    "period": "5–15 mars 2024",
    "rows_read": 40,
    "kept": 36,
    "set_aside": {"testsvar": 4},
    "values_set_aside": {},
    "organisations": {"named": 0, "listed": [], "not_named": {}, "started": {}},
    "response": {
        "known": True,
        "asked": 60,
        "answered": 35,
        "response_rate": 35 / 60,
        "departments": [
            {
                "department": name,
                "population": population,
                "answered": answered,
                "response_rate": answered / population,
                "status": "covered",
            }
            for name, population, answered in (
                (A, 20, 12),
                (B, 20, 16),
                (C, 10, 7),
                (SILENT, 10, 0),
            )
        ],
        "not_covered": [SILENT],
        "collapsed": {},
        "outside": 1,
    },
}


def given(facts: dict[str, Any]) -> Facts:
    return facts_from_json({"format": FORMAT, **facts})


def table(
    *rows: dict[str, Any],
    book: Codebook | None = None,
    facts: dict[str, Any] | None = None,
) -> Released:
    frame = pd.DataFrame(rows, columns=RELEASED).astype(dict.fromkeys(NUMBERS, float))
    own = given(facts or FACTS)
    return Released._of(frame, book or codebook(), own)


def collaborates(
    count: float, answered: float, group: str = "all", **given: Any
) -> dict[str, Any]:
    return row(
        "ways",
        statistic="collaborates",
        **({"challenge": "work", "group": group, "count": count} | given),
        answered=answered,
    )


def against_others(
    difference: float, method: str, group: str, **given: Any
) -> dict[str, Any]:
    """What the estimates say of a group and all the others together."""
    low, high = difference - 0.2, difference + 0.2
    return row(
        "ways",
        statistic=AGAINST,
        group=group,
        **({"challenge": "work"} | given),
        estimate=difference,
        low=low,
        high=high,
        answered=12,
        method=method,
    )


def hidden(group: str = "all", **given: Any) -> dict[str, Any]:
    keys = {"challenge": "work", "group": group, "hidden": "small_cell"}
    return row("ways", statistic="collaborates", **(keys | given))


def plain(said: str) -> str:
    return said.replace("\u00a0", " ")


def say(find: Any, released: Any, *challenge: str, voice: Voice = Voice.FULL) -> str:
    """What is found, as a sentence."""
    return prose.sentence(find(released, *challenge), released.codebook, voice)


# --- ① to ⑤ --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "answered", "words"),
    [
        (0, 30, "ingen av 30 verksamheter samverkar inom"),
        (1, 30, "1 av 30 verksamheter samverkar inom"),
        (30, 30, "alla 30 verksamheter samverkar inom"),
    ],
)
def test_how_many_are_in_the_challenge(count: int, answered: int, words: str) -> None:
    found = plain(say(survey.engaged, table(collaborates(count, answered)), "work"))
    assert found.startswith("35 av 60 verksamheter svarade (58 procent); ")
    assert words in found
    assert f"”{CHALLENGES['work']}” (gäller inte {small(SILENT)}" in found  # caution


@pytest.mark.parametrize("rows", [(), (hidden(),), (collaborates(0, 0),)])
def test_nothing_is_said_of_what_is_hidden_or_unanswered(rows: tuple) -> None:
    released = table(*rows)
    for find in (
        survey.engaged,
        survey.extent,
        survey.forms,
        survey.concentration,
        survey.agreements,
        wishes.hindrances,
        wishes.wanting,
    ):
        assert say(find, released, "work") == "", find


def test_forms_and_those_who_use_them_all() -> None:
    rows = [
        collaborates(count, 30, form=form)
        for form, count in zip(FORMS, (20, 0, 5), strict=True)
    ]
    every = row(
        "ways",
        statistic="combination",
        challenge="work",
        form="dialog+support+joint",
        count=0,
        answered=30,
    )
    assert say(survey.forms, table(*rows, every), "work") == (
        "20 uppger dialog, ingen bidrag och stöd samt 5 gemensamma projekt och "
        "verksamheter; ingen uppger alla tre."
    )
    only = table(*rows, every | hidden(form="dialog+support+joint"))
    assert "alla tre" not in say(survey.forms, only, "work")


def test_two_groups_stand_out_only_when_the_third_is_smaller() -> None:
    whole = collaborates(15, 30)
    clear = table(
        whole, collaborates(8, 10, A), collaborates(5, 10, B), collaborates(2, 10, C)
    )
    assert say(survey.concentration, clear, "work") == (
        "13 av de 15 svarande verksamheter som samverkar här finns i "
        f"{small(A)} eller {small(B)}."
    )
    tied = table(
        whole, collaborates(8, 10, A), collaborates(5, 10, B), collaborates(5, 10, C)
    )
    assert say(survey.concentration, tied, "work") == ""
    secret = table(whole, collaborates(8, 10, A), collaborates(5, 10, B), hidden(C))
    assert say(survey.concentration, secret, "work") == ""


def test_a_gap_is_told_with_its_base_and_the_silent_apart() -> None:
    released = table(
        collaborates(15, 30), collaborates(0, 12, A), collaborates(0, 0, SILENT)
    )
    assert plain(say(survey.absence, released, "work")) == (
        f"I {small(A)} har 12 av 20 verksamheter svarat. Ingen av dem uppger att den "
        "samverkar här. "
        f"Från {small(SILENT)} saknas svar."
    )
    assert small(SILENT) not in say(survey.absence, released, "work", voice=Voice.SHORT)


# --- ⑥ to ⑩ --------------------------------------------------------------------------


def tie(statistic: str, count: float, **given: Any) -> dict[str, Any]:
    keys = {"challenge": "work", "answered": 9}
    return row("partner", statistic=statistic, count=count, **(keys | given))


def test_organisations_in_number() -> None:
    one = table(tie("organisations", 1), tie("organisations_shared", 0))
    said = say(survey.organisations, one, "work")
    assert said.startswith("Verksamheterna nämner en organisation. ")
    many = table(tie("organisations", 20), tie("organisations_shared", 0))
    assert plain(say(survey.organisations, many, "work", voice=Voice.SHORT)) == (
        "Verksamheterna nämner 20 organisationer; ingen av dem nämns av minst två "
        "förvaltningar."
    )
    assert "högst tre" in say(survey.organisations, many, "work")
    assert say(survey.organisations, table(tie("organisations", 0)), "work") == ""


def test_agreements_and_how_long() -> None:
    facts = copy.deepcopy(FACTS)
    facts["organisations"]["started"] = {
        "work": {"year": 2019, "known": 10, "before": 4}
    }
    released = table(tie("ties_written", 0, answered=12), facts=facts)
    assert plain(say(survey.agreements, released, "work")) == (
        "Av tolv namngivna samarbeten har ingen en skriftlig överenskommelse, ett "
        "partnerskap eller ett avtal; 4 av 10 med känt startår började 2019 eller "
        "tidigare."
    )
    assert say(survey.agreements, released, "city_life") == ""


def barrier(option: str, count: float, **given: Any) -> dict[str, Any]:
    return row("barriers", option=option, count=count, answered=20, **given)


def book_of(**chapter: str) -> Codebook:
    """The questionnaire with its questions in these chapters."""
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        question["chapter"] = chapter.get(question["id"], question.get("chapter"))
        if question["chapter"] is None:
            del question["chapter"]
    return codebook(questions=content["questions"])


def test_hindrances_name_no_nothing_and_say_when_some_are_hidden() -> None:
    book = book_of(barriers="barriers")
    rows = [
        barrier("Tid", 9),
        barrier("Ekonomi", 4),
        barrier("Sekretess", 2),
        barrier("Lokalbrist", 1),
        barrier("Inga hinder", 15),
        barrier("Vet ej", 12),
    ]
    found = plain(say(wishes.hindrances, table(*rows, book=book)))
    assert found == (
        "Tid är det vanligaste hindret (45 procent), följt av ekonomi (20 procent) och "
        "sekretess (10 procent). Fler hinder är ungefär lika vanliga."
    )
    secret = barrier("Juridik och upphandling", 0, hidden="small_cell")
    found = say(wishes.hindrances, table(*rows, secret, book=book))
    assert found.startswith("Av det som redovisas är tid det vanligaste hindret (")


NEEDS = {
    "id": "needs",
    "type": "grid",
    "label": "Behov framåt",
    "text": "Vilket behov ser ni?",
    "chapter": "needs",
    "options": ["Minska", "Oförändrat", "Mer av det", "Börja med nytt"],
    "wants_more": ["Mer av det", "Börja med nytt"],
    "rows": {id: f"Behov: {label}" for id, label in CHALLENGES.items()},
    "disclosure": "open",
}


def wish(option: str, count: float, challenge: str = "all") -> dict[str, Any]:
    keys = {"item": "work", "option": option, "challenge": challenge}
    return row("needs", count=count, answered=30, **keys)


def test_wishes_count_those_who_are_not_in_it_today() -> None:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    book = codebook(questions=[*content["questions"], NEEDS])
    everyone = [wish("Mer av det", 10), wish("Börja med nytt", 3)]
    said_so = wish("all", 2, "work") | {"statistic": "wanted_outside", "answered": 13}
    released = table(*everyone, said_so, book=book)
    assert plain(say(wishes.wanting, released, "work")) == (
        "13 av 30 verksamheter vill samverka mer här (”Mer av det” eller ”Börja med "
        "nytt”). Av dem svarar 2 att de inte samverkar här i dag."
    )
    assert "här i dag" not in say(wishes.wanting, table(*everyone, book=book), "work")
    assert say(wishes.wanting, table(everyone[0], book=book), "work") == ""


def test_organisations_in_areas_are_not_said_to_collaborate() -> None:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    services = {
        "id": "services",
        "column": "Vad gör ni?",
        "type": "multiple",
        "separator": ";",
        "options": ["Kultur", "Arbete"],
        "disclosure": "open",
    }
    kept = [
        q for q in content["questions"] if q["id"] in ("department", "collaborates")
    ]
    book = codebook(
        respondent="organisation",
        forms={},
        challenges={
            "items": {"work": {"label": "Arbete"}},
            "from": {"question": "services", "options": {"work": ["Arbete"]}},
        },
        questions=[*kept, services],
    )
    rows = [
        collaborates(20, 30) | {"question": "services"},
        collaborates(20, 30, challenge="all") | {"question": "services"},
    ]
    released = table(*rows, book=book)
    said = [say(survey.extent, released, "work"), say(survey.extent, released)]
    assert "arbetar inom ”Arbete”" in said[0]
    assert "arbetar inom minst ett av områdena" in said[1]
    assert "samverkar" not in " ".join(said)


# --- chapters ------------------------------------------------------------------------


def full() -> Released:
    facts = copy.deepcopy(FACTS)
    facts["organisations"]["listed"] = [
        {
            "name": "<b>Föreningen</b>",
            "type": "förening",
            "naming": {"units": 3, "groups": [A, B]},
            "challenges": {"work": {"units": 3, "groups": [A, B], "forms": ["dialog"]}},
        }
    ]
    facts["organisations"]["not_named"] = {"work": ["Glömda kören"]}
    cells = [
        with_interval(collaborates(15, 30)),
        collaborates(8, 12, A),
        collaborates(7, 11, B),
        collaborates(0, 7, C),
        collaborates(0, 0, SILENT),
    ]
    forms = [
        collaborates(5, 12, group, form=form)
        for form in FORMS
        for group in ("all", A, B)
    ]
    named = [tie("organisations", 4), tie("organisations_shared", 1)]
    return table(*cells, *forms, *named, facts=facts)


def test_the_brief_holds_its_findings_and_five_questions() -> None:
    released = full()
    report = Report(released, {})
    first = chapters.brief_findings(report, "work")
    assert 'class="kapitel forsta-sidan"' in first.to_html()
    assert (
        f"15 av de 15 svarande verksamheter som samverkar här finns i {small(A)}"
        in plain(first.to_html())
    )
    details = chapters.brief_details(report, "work").to_html()
    assert "fordjupad.html#organisationer" in details
    annex = chapters.appendix(report).to_html()
    assert 'id="organisationer"' in annex
    assert "Glömda kören" in annex
    assert "&lt;b&gt;Föreningen" in details
    assert "<b>" not in details
    asked = questions_to_ask(released, "work")
    assert len(asked) == 5
    question, because = asked[0].rstrip(")").split(" (")
    assert question == "Saknas det något, eller syns det bara inte i svaren?"
    none, unknown = because.split("; ")
    assert none == f"ingen som har svarat i {small(C)} uppger att den samverkar här"
    assert unknown == f"från {small(SILENT)} saknas svar, så där vet vi inget"
    assert [one.endswith(")") for one in asked].count(False) >= 2  # open ones
    assert any("Glömda kören" in said for said in invited(released, "work"))


def test_chapters_of_a_survey_that_asked_nothing_show_nothing() -> None:
    report = Report(table(), {})
    for chapter in (
        chapters.overview(report),
        chapters.brief_findings(report, "work"),
        chapters.dialogue_plan(report, "work"),
        chapters.challenge_profile(report, "work"),
        chapters.department_extent(report, A),
        chapters.department_partners(report, A),
        chapters.questions(report, "barriers"),
        chapters.mission(report),
    ):
        assert not chapter
        assert chapter._repr_mimebundle_() == {}
    assert chapters.challenges(report)._repr_mimebundle_() == {}
    assert chapters.department_questions(report, A)._repr_mimebundle_() == {}


def test_a_department_without_answers_says_so_and_shows_no_number() -> None:
    said = chapters.department_summary(Report(full(), {}), SILENT).to_html()
    assert f"Från {small(SILENT)} saknas svar" in said
    assert not re.search(r"\d+(\u00a0| )av", said)


def test_a_department_names_where_it_is_and_where_not() -> None:
    said = chapters.department_summary(Report(full(), {}), C).to_html()
    assert (
        f"I {small(C)} uppger ingen av dem som svarat att de samverkar inom ”Nya vägar"
        in said
    )
    assert "Färre än tio har svarat" in said


def test_the_summary_is_short() -> None:
    """The findings first; how many answered stands in the frame below them."""
    said = strongest(Report(full(), {}))
    assert 1 <= len(said) <= MOST
    assert "svarade" not in " ".join(said)
    assert plain(frame(full())).startswith(
        "Bygger på svar från 35 av 60 verksamheter (58 procent), lämnade "
    )


def test_method_counts_answers_from_outside_the_frame() -> None:
    said = plain(chapters.method(Report(full(), {})).to_html())
    assert "Exporten innehöll 40 svar. 35 ingår i rapporten och 5 har" in said
    assert "från någon som inte finns i listan" in said


def test_a_long_finding_leaves_the_heading_to_the_topic() -> None:
    assert heading("Dialog", "Vanligast är nätverk") == "Dialog: vanligast är nätverk"
    assert heading("Dialog", "x" * LONGEST_HEADING) == "Dialog"
    assert heading("Dialog", "") == "Dialog"


def test_who_was_not_asked_since_the_answer_is_implied_is_told_beside_the_base() -> (
    None
):
    """The base has those that answered earlier that they do not collaborate."""
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        if question["id"] == "ways":
            question["implied_none"] = {"collaborates": ["Nej"]}
    book = codebook(questions=content["questions"])
    nay = row("collaborates", option="Nej", count=8, answered=30)
    unsure = row("collaborates", option="Vet ej", count=2, answered=30)
    released = table(collaborates(12, 30), nay, unsure, book=book)
    found = survey.engaged(released, "work")
    assert found is not None
    assert found.collaborating.implied == Implied(8, 2)
    assert (
        f"; 12 av 30 verksamheter samverkar inom ”{CHALLENGES['work']}” (av de "
        "svarande uppgav 8 att de inte samverkar och 2 ”vet ej” på en tidigare fråga, "
        "fick därför inte frågan men räknas med; "
    ) in plain(prose.sentence(found, book))
    unseen = row("collaborates", option="Nej", hidden="small_cell")
    found = survey.engaged(table(collaborates(12, 30), unseen, book=book), "work")
    assert found is not None
    assert found.collaborating.implied is None


# --- the coordinators' page ----------------------------------------------------------


def test_the_challenges_side_by_side_say_what_is_hidden_and_where_nobody_is() -> None:
    released = table(
        collaborates(20, 35),
        collaborates(9, 35, form="dialog"),
        hidden(form="support"),
        collaborates(0, 7, group=C),
        collaborates(5, 12, group=A),
    )
    html = chapters.side_by_side(Report(released, {})).to_html()
    [line] = re.findall(r'<tr><th scope="row">.*</tr>', html)
    assert CHALLENGES["work"] in line
    assert "57\u00a0%" in line
    assert f"<td>{text.short_groups([C], {})}</td>" in line
    assert "redovisas inte" in line
    assert chapters.side_by_side(Report(table(), {})).to_html() == ""
    everywhere = table(collaborates(30, 60), collaborates(6, 12, group=A))
    said = chapters.side_by_side(Report(everywhere, {})).to_html()
    assert "utan samverkan" not in said  # a column of dashes says nothing


def test_the_response_table_has_the_silent_and_those_of_no_group() -> None:
    html = chapters.response_status(Report(table(), {})).to_html()
    assert f"Från {small(SILENT)} (10 av 60 verksamheter) saknas svar" in plain(html)
    order = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert order == [A, B, C, SILENT]
    unknown = copy.deepcopy(FACTS)
    unknown["response"] |= {"known": False, "asked": None, "answered": 36}
    html = chapters.response_status(Report(table(facts=unknown), {})).to_html()
    assert '<th scope="row">Ej angivet</th><td class="tal">1</td>' in html


# --- chapters in a chapter, groups, quality ------------------------------------------


def test_profiles_are_chapters_of_one_chapter() -> None:
    released = table(collaborates(20, 35), collaborates(5, 12, group=A))
    html = chapters.challenges(
        Report(released, {"work": "### Hennes rubrik"})
    ).to_html()
    assert re.findall(r"<h(\d)>([^<]*)", html) == [
        ("2", "Utmaningarna"),
        ("3", f"{CHALLENGES['work']}: knappt tre av fem verksamheter samverkar här"),
        ("4", "Hennes rubrik"),
    ]
    assert html.count("<section") == html.count("</section>") == 2
    assert chapters.challenges(Report(table(), {})).to_html() == ""


def test_groups_beside_all_name_only_sure_differences() -> None:
    rows = [
        with_interval(collaborates(30, 60, challenge="all"), 0.05),
        *(
            with_interval(collaborates(count, 12, group, challenge="all"), 0.1)
            for group, count in ((A, 6), (B, 6))
        ),
        with_interval(collaborates(30, 60), 0.05),
        with_interval(collaborates(11, 12, group=A), 0.05),
        with_interval(collaborates(6, 12, group=B), 0.1),
        collaborates(0, 0, group=C),
        against_others(0.4, MOVER_SURE, A),
        against_others(-0.1, MOVER, B),
    ]
    html = chapters.departments(Report(table(*rows), {})).to_html()
    assert (
        f"Samverkan inom ”{CHALLENGES['work']}” (+40) är vanligare i {small(A)} än i "
        "de andra förvaltningarna (skillnad i procentenheter)."
    ) in html
    assert f"i {small(B)} än" not in html
    assert chapters.departments(Report(table(rows[0]), {})).to_html() == ""


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ({}, "25 av dem har inte svarat."),
        ({"answered": 60}, "Alla har svarat."),
        ({"known": False}, "Ramtäckningen är okänd"),
        ({"outside": 0}, "totalundersökning av de 60"),
    ],
)
def test_the_declaration_of_quality_has_its_headings(
    response: dict[str, Any], said: str
) -> None:
    facts = copy.deepcopy(FACTS)
    facts["response"] |= response
    terms = dict(quality(table(facts=facts)))
    assert list(terms) == [
        "Relevans",
        "Tillförlitlighet",
        "Aktualitet och punktlighet",
        "Tillgänglighet och tydlighet",
        "Jämförbarhet och samanvändbarhet",
    ]
    assert said in plain(terms["Tillförlitlighet"])
    assert ("räknas inte" in terms["Tillförlitlighet"]) == bool(
        facts["response"]["outside"]
    )


def test_the_declaration_counts_what_was_set_aside_as_the_method_does() -> None:
    facts = copy.deepcopy(FACTS) | {"set_aside": {}}
    facts["response"] |= {"outside": 1}
    said = plain(dict(quality(table(facts=facts)))["Tillförlitlighet"])
    assert "Ett svar kom från någon som inte finns i listan" in said
    assert "En rad har ställts åt sidan." in said


def test_leave_to_quote_is_no_nonresponse() -> None:
    skipped = {"statistic": "nonresponse", "answered": 100}
    rows = [row("barriers", count=5, **skipped), row("leave", count=90, **skipped)]
    single = {"type": "single", "options": ["Ja", "Nej"]}
    text = {"type": "text", "id": "example", "column": "E"}
    questions = [
        single | {"id": "barriers", "column": "B", "label": "Hinder"},
        single | {"id": "leave", "column": "L"},
        text | {"personal": True, "quote_if": {"leave": ["Ja"]}},
    ]
    book = codebook(questions=questions, group=None, challenges=None, forms={})
    said = plain(dict(quality(table(*rows, book=book)))["Tillförlitlighet"])
    assert "som mest 5 procent över den (”Hinder”)" in said
    assert "90 procent" not in said


def test_the_declaration_names_the_row_that_most_passed_over() -> None:
    skipped = {"statistic": "nonresponse", "answered": 100}
    rows = [
        row("support", item="time", count=5, **skipped),
        row("support", item="other", count=71, **skipped),
    ]
    grid = {"id": "support", "type": "grid", "label": "Stöd", "options": ["Ja", "Nej"]}
    grid |= {"rows": {"time": "T", "other": "O"}}
    grid |= {"row_labels": {"time": "Tid", "other": "Annat"}}
    book = codebook(questions=[grid], group=None, challenges=None, forms={})
    said = plain(dict(quality(table(*rows, book=book)))["Tillförlitlighet"])
    assert "som mest 71 procent över den (”Stöd”, ”Annat”)" in said


def test_a_sheet_keeps_the_order_of_the_questionnaire_and_says_its_base() -> None:
    options = ("Ja, regelbundet", "Ja, ibland", "Nej", "Vet ej")
    rows = [
        row("collaborates", option=option, group=group, count=count, answered=answered)
        for group, answered in ((A, 12), ("all", 35))
        for option, count in zip(options[::-1], (1, 2, 4, 5), strict=True)
    ]
    html = chapters.department_questions(Report(table(*rows), {}), A).to_html()
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == [*options]
    assert f"{A} (12 svarande)" in html
    assert "Alla (35 svarande)" in html


# --- what the numbers rest on --------------------------------------------------------


def test_about_says_what_is_shown_of_protected_questions() -> None:
    """A zero is shown, and so is "0 av 6": only counts of one to four are not."""
    said = plain(chapters.about(Report(full(), {})).to_html())
    assert "Rapporten bygger på svar från 35 verksamheter." in said
    assert "inga antal mellan ett och fyra" in said


def test_the_heading_of_who_answered_says_it_once() -> None:
    heading = chapters.respondents(Report(full(), {})).heading
    assert heading == "Vilka svarade: 35 av 60 verksamheter"


def test_the_summary_never_mixes_none_with_unknown() -> None:
    said = plain(" ".join(strongest(Report(full(), {}))))
    none, unknown = said.split(". ")[-2:]
    assert none.startswith(
        f"I {small(C)} uppger ingen av de sju svarande att de samverkar inom "
    )
    assert unknown == f"Från {small(SILENT)} saknas svar."


def test_method_says_how_sure_the_intervals_are() -> None:
    said = chapters.method(Report(full(), {})).to_html()
    assert "95-procentiga konfidensintervall" in said


# --- whom the numbers are about ------------------------------------------------------


def routed_book(**routes: Any) -> Codebook:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        if question["id"] == "barriers":
            question |= routes
    return codebook(questions=content["questions"])


def test_a_routed_question_says_whom_it_was_asked_of() -> None:
    rows = [barrier("Tid", 9), barrier("Ekonomi", 4)]
    route = {"collaborates": ["Ja, regelbundet"]}
    book = routed_book(asked_if=route, chapter="barriers")
    released = table(*rows, book=book)
    name = book.question("collaborates").name
    whom = prose.whom_asked(bases.routed(released), book)
    assert whom == f"Bland dem som svarat ”Ja, regelbundet” på ”{name}”"
    html = indepth.questions(Report(released, {}), "barriers").to_html()
    assert f", {small(whom)}: vanligast är tid" in plain(html)
    assert f", {small(whom)}: tid är det vanligaste hindret" in plain(html)
    everybody = table(*rows, book=book_of(barriers="barriers"))
    assert bases.routed(everybody) is None


def test_the_summary_says_whom_its_shares_leave_out() -> None:
    """In the facts of these tests a department of 10 of 60 has not answered, and the
    response rate is 58 percent."""
    released = table(collaborates(20, 30, challenge="all"))
    [said, *_] = strongest(Report(released, {}))
    assert (
        f"Från {small(SILENT)} (10 av 60 verksamheter) saknas svar helt, så andelar "
        "för alla gäller bara de förvaltningar som svarat. Svarsandelen är låg (58 "
    ) in plain(frame(released))
    assert "verksamheter i de förvaltningar som svarat samverkar" in said
    facts = copy.deepcopy(FACTS)
    facts["response"] |= {"not_covered": [], "response_rate": 0.65}
    sound = table(collaborates(20, 30, challenge="all"), facts=facts)
    assert survey.caution(sound) is None
    assert "låg" not in frame(sound)


def test_what_most_want_is_told_with_those_as_wanted() -> None:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    book = codebook(questions=[*content["questions"], NEEDS])

    def wished(first: int, others: int) -> Any:
        rows = [
            wish(option, first if id == "work" else others) | {"item": id}
            | {"low": (first if id == "work" else others) / 30 - 0.05}
            | {"high": (first if id == "work" else others) / 30 + 0.05}
            for id in CHALLENGES
            for option in ("Mer av det", "Börja med nytt")
        ]  # fmt: skip
        return table(*rows, book=book)

    near = plain(say(wishes.most_wanted, wished(8, 7)))
    assert "men skillnaderna mot flera andra är inte statistiskt" in near
    assert prose.brief(wishes.most_wanted(wished(8, 7)), book) == ""
    clear = plain(say(wishes.most_wanted, wished(14, 2)))
    assert f"inom ”{CHALLENGES['work']}” (93 procent). De har svarat" in clear


# --- the summary's own parts ---------------------------------------------------------


def test_the_challenges_in_short_are_one_picture_and_two_sentences_each() -> None:
    html = plain(chapters.challenges_in_short(Report(full(), {})).to_html())
    assert html.count("<figure") == 1
    [said] = re.findall(r"<dd>(.*?)</dd>", html)
    assert said.count(". ") == 1
    assert chapters.challenges_in_short(Report(table(), {})).to_html() == ""


def test_her_conclusions_stand_in_the_summary() -> None:
    html = chapters.proposals(Report(full(), {"conclusions": "Vi föreslår."})).to_html()
    assert "<p>Vi föreslår.</p>" in html
    assert not chapters.proposals(Report(full(), {}))

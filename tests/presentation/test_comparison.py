"""The chapters on the network and on change, on tables of a few rows by hand."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest
from presentation.test_chapters import FACTS, A, B, collaborates, plain, table
from support.released_rows import CHALLENGES, codebook, row

from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.estimation.network import MORE, NOT_MORE
from helpers.estimation.waves import Break
from helpers.presentation import chapters, prose
from helpers.presentation.findings import waves
from helpers.presentation.manuscript import Report

BREAKS = [
    Break.of("reworded", True, "barriers", name="Hinder", before="Hur?"),
    Break.of("no_answers", False, department=B, waves=[{"wave": "2022"}]),
]


def facts(**changes: Any) -> dict[str, Any]:
    compared = {
        "survey": "före",
        "wave": "2022",
        "matched": 30,
        "common": 44,
        "questions": {"barriers": "barriers", "ways": "ways"},
        "called_before": {},
        "breaks": BREAKS,
    }
    return copy.deepcopy(FACTS) | {"comparison": compared | changes}


def change(estimate: float, half: float, method: str, **given: Any) -> dict[str, Any]:
    made = {"statistic": "change", "estimate": estimate, "method": method}
    made |= {"low": estimate - half, "high": estimate + half}
    return row(
        given.pop("question", "ways"), **(made | {"count": 6, "answered": 28} | given)
    )


def moved(challenge: str, began: int, stopped: int) -> list[dict[str, Any]]:
    return [
        row("ways", challenge=challenge, statistic=name, count=count, answered=28)
        for name, count in (("started", began), ("stopped", stopped))
    ]


def report(*more: dict[str, Any], sure: bool = True, **of_facts: Any) -> Report:
    now = [
        collaborates(18, 30, method="poststratified", challenge=one)
        for one in CHALLENGES
    ]
    now += [
        row("ways", challenge=one, statistic="change_all", estimate=0.2, answered=30)
        for one in CHALLENGES
    ]
    now += [
        change(
            0.15 if one == "work" else 0.02,
            0.1,
            "overlap_sure" if one == "work" and sure else "overlap",
            challenge=one,
        )
        for one in CHALLENGES
    ]
    then = [collaborates(12, 30, challenge=one) for one in CHALLENGES]
    earlier = table(*then, book=codebook(wave=2022, title="Kartläggning 2022"))
    return Report(table(*now, *more, facts=facts(**of_facts)), {}, earlier=earlier)


def said(chapter: chapters.Chapter) -> str:
    return plain(chapter.to_html())


def test_a_survey_without_an_earlier_wave_has_no_chapter() -> None:
    alone = Report(table(collaborates(12, 30)), {})
    assert not chapters.comparison(alone)
    assert not chapters.changes_in_short(alone)


def test_both_shares_the_difference_and_the_change_stand_beside_each_other() -> None:
    html = said(chapters.comparison(report()))
    html = html[html.index('<table id="tabell-forandring-utmaningar-tal">') :]
    work = html[html.index(f'<th scope="row">{CHALLENGES["work"]}') :]
    cells = work[: work.index("</tr>")].split('<td class="tal">')[1:]
    shown = [part.partition("<")[0] for part in cells]
    assert shown == ["40 %", "60 %", "+20", "+15", "+5 till +25"]


def test_a_change_that_does_not_stand_when_corrected_is_not_called_one() -> None:
    sure, alone = (report(sure=is_sure) for is_sure in (True, False))
    assert "ökat inom" in chapters.comparison(sure).heading
    heading = chapters.comparison(alone).heading
    assert heading == (
        "Jämförelse med 2022: andelen som samverkar har inte förändrats statistiskt "
        "säkerställt inom någon utmaning"
    )
    assert said(chapters.comparison(sure)).count("<td>Ja</td>") == 1
    assert "<td>Ja</td>" not in said(chapters.comparison(alone))


def test_waves_without_a_unit_in_common_have_their_shares_beside_each_other() -> None:
    """The second wave asked others: nobody can be followed, and the chapter stands."""
    made = report()
    followed = made.released.rows
    rows = followed[followed["statistic"].ne("change")].to_dict("records")
    nobody = Break.of("none_matched", False)
    alone = table(*rows, facts=facts(matched=0, common=0, breaks=[nobody]))
    chapter = chapters.comparison(Report(alone, {}, earlier=made.earlier))
    assert chapter.heading == "Jämförelse med 2022"
    html = said(chapter)
    assert "2022 och 2024, bland dem som svarade då" in html
    assert "Ingen enhet kan följas mellan mätningarna" in html
    assert "ökat" not in html


def test_of_a_protected_question_only_the_shares_are_told() -> None:
    hidden = [
        row("barriers", option="Tid", statistic=name, hidden="depends")
        for name in ("change_all", "change")
    ]
    own = row("barriers", option="Tid", count=15, answered=30)
    made = report(own, *hidden)
    assert made.earlier is not None
    rows = pd.concat(
        [
            made.earlier.rows,
            pd.DataFrame([row("barriers", option="Tid", count=9, answered=30)]),
        ]
    )
    earlier = Released._of(rows, made.earlier.codebook, NO_FACTS)
    html = said(chapters.comparison(Report(made.released, {}, earlier=earlier)))
    part = html[html.index('<table id="tabell-forandring-barriers">') :]
    part = part[: part.index("</table>")]
    assert "30 %" in part
    assert "50 %" in part
    assert "Förändring" not in part
    assert "För skyddade frågor visas bara de två andelarna" in html


@pytest.mark.parametrize(
    ("matched", "common", "said_of_it"),
    [
        (30, 44, "Tre saker hålls isär"),
        (30, None, "Två saker hålls isär"),
        (0, None, "Det går inte att se vilka som svarade båda gångerna"),
        (0, 0, "fanns med i listan över dem som fick den 2022"),
    ],
)
def test_what_can_be_told_apart_is_said(
    matched: int, common: int | None, said_of_it: str
) -> None:
    html = said(chapters.comparison(report(matched=matched, common=common)))
    assert said_of_it in html
    assert ("den har ett intervall" in html) == bool(common)
    assert ("73 procent av dem som fick enkäten" in html) == bool(common)


def test_a_change_among_all_who_were_asked_needs_no_reservation() -> None:
    html = said(chapters.comparison(report(common=60)))
    assert "Tre saker hålls isär" in html
    assert "säger förändringen ingenting" not in html


def test_a_scale_whose_ends_are_merged_is_compared_merged() -> None:
    """The release merges options of a protected scale where one is held back."""
    changes = [
        row(
            "principles",
            item="quality",
            option=option,
            statistic="change_all",
            hidden="depends",
        )
        for option in ("Inte alls", "Delvis")
    ]
    merged = "Inte alls eller i liten grad"
    shares = [
        row("principles", item="quality", option=option, count=count, answered=30)
        for option, count in ((merged, 12), ("Delvis", 18))
    ]
    asked = {"ways": "ways", "principles": "principles"}
    made = report(*changes, *shares, questions=asked)
    assert made.earlier is not None
    then = pd.DataFrame([one | {"count": 15, "estimate": 0.5} for one in shares])
    rows = pd.concat([made.earlier.rows, then])
    earlier = Released._of(rows, made.earlier.codebook, NO_FACTS)
    html = said(chapters.comparison(Report(made.released, {}, earlier=earlier)))
    part = html[html.index('<table id="tabell-forandring-principles">') :]
    line = part[part.index(merged) :]
    assert "50 %" in line[: line.index("</tr>")]
    assert "40 %" in line[: line.index("</tr>")]
    assert "Inte alls<" not in part[: part.index("</table>")]


def test_breaks_are_told_and_what_is_not_compared_apart() -> None:
    html = said(chapters.comparison(report()))
    first, second = html.index("Jämförs med förbehåll"), html.index("jämförs inte")
    assert first < html.index("är omskriven") < second < html.index("saknas svar 2022")


def test_who_began_and_stopped_is_counted_among_the_same_units() -> None:
    made = report(*moved("work", 5, 0), *moved("all", 7, 2))
    assert plain(
        prose.sentence(waves.switched(made.released, "work"), made.released.codebook)
    ) == (
        "Bland 28 verksamheter som svarade på frågan båda gångerna har 5 börjat "
        "samverka här och ingen slutat, enligt egna svar."
    )
    short = said(chapters.changes_in_short(made))
    assert "7 börjat samverka inom minst en utmaning och 2 slutat" in short
    assert "I båda listorna fanns 44 av de 60 som fick enkäten 2024" in short
    assert "Allt går inte att jämföra med 2022" in short


def test_ties_are_new_kept_or_no_longer_named_and_never_ended() -> None:
    ties = [
        row("partner", statistic=f"ties_{name}", count=count, answered=28)
        for name, count in (("new", 9), ("kept", 4), ("no_longer_named", 6))
    ]
    html = said(chapters.comparison(report(*ties)))
    assert "nämner 4 samarbeten både 2022 och 2024; 9 är nya och 6 nämns inte" in html
    assert "betyder inte att det har upphört" in html


def test_no_tie_in_either_wave_is_told_without_an_empty_table() -> None:
    ties = [
        row("partner", statistic=f"ties_{name}", count=0, answered=28)
        for name in ("kept", "new", "no_longer_named")
    ]
    html = said(chapters.comparison(report(*ties)))
    assert "nämner 0 samarbeten både" in html
    assert "forandring-samarbeten" not in html


def test_only_released_numbers_of_the_wave_before_are_taken() -> None:
    with pytest.raises(TypeError, match="released"):
        Report(table(collaborates(1, 2)), {}, earlier=pd.DataFrame())  # type: ignore


# --- the network ---------------------------------------------------------------------


def network(*, method: str, rate: float = 0.9) -> str:
    names = [
        row("partner", group=group, statistic=name, count=count, answered=12)
        for group, count in (("all", 9), (A, 6), (B, 3))
        for name in ("ties", "organisations")
    ]
    shared = row("partner", statistic="organisations_shared", count=1, answered=12)
    sharing = row(
        "partner", statistic="departments_sharing", estimate=2, answered=12, asked=2
    )
    pair = row(
        "partner",
        group=A,
        option=B,
        statistic="pair",
        count=1,
        answered=12,
        method=method,
    )
    density = row("partner", statistic="density", estimate=0.25, answered=12)
    own = copy.deepcopy(FACTS)
    own["response"]["departments"][0]["response_rate"] = rate
    one = {
        "name": "Ung IF",
        "type": "förening",
        "naming": {"units": 3, "groups": [A, B]},
    }
    own["organisations"] = {
        **own["organisations"],
        "named": 9,
        "listed": [one | {"challenges": {}}],
    }
    rows = [*names, shared, sharing, pair, density]
    return said(chapters.network(Report(table(*rows, facts=own), {})))


def test_the_network_says_what_censors_it() -> None:
    html = network(method=NOT_MORE)
    assert "kunde nämna högst tre, och de som inte svarat har inte kunnat" in html
    assert 'id="figur-natverk"' in html
    assert "Täthet" not in html  # a measure of the annex


def test_a_pair_shares_more_than_chance_only_where_it_was_tried() -> None:
    more = "Fler gemensamma organisationer än vad slumpen kan förklara har"
    assert f"{more} {A} och {B} (1)." in network(method=MORE)
    assert "Inget par av förvaltningar har fler" in network(method=NOT_MORE)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.8, "De nämnda partnerna kan beskrivas"),
        (0.799, "Med försiktighet"),
        (0.64, "Bara vilka som nämns"),
    ],
)
def test_the_response_rate_decides_what_is_said_of_a_group(
    rate: float, words: str
) -> None:
    html = network(method=NOT_MORE, rate=rate)
    part = html[html.index('<table id="tabell-natverk-grupp">') :]
    line = part[part.index(A) :]
    assert words in line[: line.index("</tr>")]


# --- the annex -----------------------------------------------------------------------


def test_the_quality_declaration_is_computed() -> None:
    rates = {f"rr{n}": 0.5 + n / 100 for n in range(1, 7)}
    blank = [
        row("barriers", statistic="nonresponse", count=count, asked=30, answered=30)
        for count in (3, 6)
    ]
    made = report(*(one | {"item": str(n)} for n, one in enumerate(blank)))
    own = facts()
    own["response"]["rates"] = rates
    released = table(*made.released.rows.to_dict("records"), facts=own)
    html = said(chapters.appendix(Report(released, {})))
    assert "hoppade som mest 20 procent över den" in html
    assert "siffrorna täcker den inte" in html
    assert "Med 2022 jämförs 2 frågor; 30 svarade båda gångerna." in html
    assert "Ett förbehåll och ett undantag står i jämförelsen." in html
    line = html[html.index(">RR2<") :]
    assert "52 %" in line[: line.index("</tr>")]

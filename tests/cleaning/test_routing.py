"""Who was asked a question, as its blanks tell: made answers whose routing is known."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.surveys import NAME, cleaned, survey

from helpers.cleaning.responses import Responses, read_responses
from helpers.cleaning.routing import Unasked, unanswered
from helpers.survey.codebook import OVER_ZERO, unseen
from helpers.survey.sources import read_source

Columns = dict[str, list[str]]
ROWS = 80
FILTER = (
    '  - {id: way, type: single, column: Sätt, options: ["Ofta", "Ibland", "Nej"]}\n'
)
TICKS = (
    '  - {id: forms, type: multiple, column: Former, separator: ";",'
    ' options: ["Bidrag", "Dialog", "Lokal"]}\n'
)
NUMBER = "  - {id: number, type: number, column: Antal}\n"
LATER = '  - {id: later, type: single, column: Sedan, options: ["Bra", "Dåligt"]}\n'
LAST = '  - {id: last, type: single, column: Sist, options: ["Ja", "Nej"]}\n'


def table(columns: Columns) -> str:
    rows = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    return "\n".join(rows) + "\n"


def some(options: str, seed: int, count: int = ROWS) -> list[str]:
    dice = random.Random(seed)
    return [dice.choice(options.split("|")) for _ in range(count)]


def where(asked: list[bool], seed: int = 1) -> list[str]:
    """An answer from each that was asked, and no other."""
    given = some("Bra|Dåligt", seed, len(asked))
    return [answer if got else "" for answer, got in zip(given, asked, strict=True)]


def read(folder: Path, questions: str, columns: Columns) -> Responses:
    project = survey(folder, "questions:\n" + questions, table(columns))
    return read_responses(read_source(NAME, project))


def found(folder: Path, questions: str, columns: Columns) -> dict[str, Unasked]:
    coded = read(folder, questions, columns)
    return unanswered(coded.answers, read_source_book(folder))


def read_source_book(folder: Path):  # as she wrote it, before the net looked at it
    from helpers.core.project import Project

    return read_source(NAME, Project(folder)).codebook


def routes(one: Unasked) -> list[dict[str, tuple[str, ...]]]:
    return [dict(route.asked_if) for route in one.clear]


# ---------------------------------------------------------------- known routing


def test_one_answer_or_several_lead_on(tmp_path: Path) -> None:
    way = some("Ofta|Ibland|Nej", 2)
    asked = [answer != "Nej" for answer in way]
    columns = {"Sätt": way, "Sedan": where(asked), "Sist": some("Ja|Nej", 3)}
    one = found(tmp_path, FILTER + LATER + LAST, columns)
    assert list(one) == ["later"]
    [route] = one["later"].clear
    assert dict(route.asked_if) == {"way": ("Ofta", "Ibland")}
    # Counted from the columns: each of those asked answered, and nobody else.
    assert (route.inside, route.led) == (sum(asked), sum(asked))
    assert (route.outside, route.stray) == (ROWS - sum(asked), 0)


def test_ticks_lead_on_whatever_is_ticked_beside(tmp_path: Path) -> None:
    forms = some("Bidrag|Dialog|Lokal|Bidrag;Dialog|Dialog;Lokal", 4)
    asked = ["Bidrag" in answer for answer in forms]
    columns = {"Former": forms, "Sedan": where(asked), "Sist": some("Ja|Nej", 5)}
    one = found(tmp_path, TICKS + LATER + LAST, columns)
    assert routes(one["later"]) == [{"forms": ("Bidrag",)}]


def test_any_of_two_ticks_leads_on(tmp_path: Path) -> None:
    forms = some("Bidrag|Dialog|Lokal|Bidrag;Dialog|Dialog;Lokal", 6)
    asked = ["Bidrag" in answer or "Lokal" in answer for answer in forms]
    columns = {"Former": forms, "Sedan": where(asked), "Sist": some("Ja|Nej", 7)}
    one = found(tmp_path, TICKS + LATER + LAST, columns)
    assert routes(one["later"]) == [{"forms": ("Bidrag", "Lokal")}]


def test_more_than_zero_leads_on_and_can_be_declared(tmp_path: Path) -> None:
    numbers = some("0|0|1|2|7", 8)
    asked = [answer != "0" for answer in numbers]
    columns = {"Antal": numbers, "Sedan": where(asked), "Sist": some("Ja|Nej", 9)}
    one = found(tmp_path, NUMBER + LATER + LAST, columns)
    assert routes(one["later"]) == [{"number": (OVER_ZERO,)}]
    declared = LATER.replace('Dåligt"]', 'Dåligt"], asked_if: {number: ["> 0"]}')
    made = cleaned(tmp_path, f"questions:\n{NUMBER}{declared}{LAST}")
    states = made.responses["later#state"].value_counts()
    assert states["answered"] == sum(asked)
    assert states["not_asked"] == ROWS - sum(asked)


def test_two_filters_are_both_needed(tmp_path: Path) -> None:
    way, forms = some("Ofta|Ibland|Nej", 10, 200), some("Bidrag|Dialog|Lokal", 11, 200)
    asked = [a != "Nej" and b == "Bidrag" for a, b in zip(way, forms, strict=True)]
    columns = {"Sätt": way, "Former": forms, "Sedan": where(asked)}
    columns["Sist"] = some("Ja|Nej", 12, 200)
    one = found(tmp_path, FILTER + TICKS + LATER + LAST, columns)
    assert routes(one["later"]) == [{"way": ("Ofta", "Ibland"), "forms": ("Bidrag",)}]


def test_a_filter_that_was_routed_itself_is_the_nearest(tmp_path: Path) -> None:
    way = some("Ofta|Ibland|Nej", 13)
    later = where([answer != "Nej" for answer in way])
    deeper = where([answer == "Bra" for answer in later], 14)
    more = LATER.replace("later", "deeper").replace("Sedan", "Djupare")
    columns = {"Sätt": way, "Sedan": later, "Djupare": deeper}
    one = found(tmp_path, FILTER + LATER + more, columns)
    assert routes(one["later"]) == [{"way": ("Ofta", "Ibland")}]
    assert routes(one["deeper"])[0] == {"later": ("Bra",)}


def test_questions_in_a_row_with_the_same_blanks_are_one_block(tmp_path: Path) -> None:
    dice = random.Random(15)
    asked = [dice.random() < 0.6 for _ in range(ROWS)]
    names = ["Ett", "Två", "Tre"]
    columns = {"Sätt": some("Ofta|Ibland|Nej", 16)}
    columns |= {name: where(asked, place) for place, name in enumerate(names)}
    columns["Sist"] = some("Ja|Nej", 17)
    ids = ["one", "two", "three"]
    block = "".join(
        LATER.replace("later", id).replace("Sedan", name)
        for id, name in zip(ids, names, strict=True)
    )
    one = found(tmp_path, FILTER + block + LAST, columns)
    assert list(one) == ids
    assert one["three"].alike == ("one", "two")
    assert not any(routes(each) for each in one.values())


# ---------------------------------------------------------------- what is no routing


def test_who_broke_off_and_who_skipped_at_will_are_not_routed(tmp_path: Path) -> None:
    dice = random.Random(18)
    names = [f"F{n}" for n in range(12)]
    ends = [dice.choice([12] * 3 + list(range(2, 12))) for _ in range(ROWS)]
    columns = {
        name: [
            answer if place < end and dice.random() > 0.05 else ""
            for answer, end in zip(some("Bra|Dåligt", place), ends, strict=True)
        ]
        for place, name in enumerate(names)
    }
    columns["F5"] = [text if dice.random() < 0.2 else "" for text in columns["F5"]]
    questions = "".join(
        "  - {id: f5, type: text, column: F5}\n"
        if name == "F5"
        else LATER.replace("later", name.lower()).replace("Sedan", name)
        for name in names
    )
    assert sum(text != "" for text in columns["F11"]) < 0.5 * ROWS
    assert found(tmp_path, questions, columns) == {}


@pytest.mark.parametrize("share", [0.92, 0.7])
def test_blanks_by_chance_among_most_are_nonresponse(tmp_path, share) -> None:
    dice = random.Random(19)
    asked = [dice.random() < share for _ in range(ROWS)]
    columns = {"Sätt": some("Ofta|Ibland|Nej", 20), "Sedan": where(asked)}
    columns["Sist"] = some("Ja|Nej", 21)
    assert found(tmp_path, FILTER + LATER + LAST, columns) == {}


def test_what_no_answer_explains_is_asked_without_a_proposal(tmp_path: Path) -> None:
    dice = random.Random(22)
    way = some("Ofta|Ibland|Nej", 23)
    asked = [dice.random() < 0.35 for _ in range(ROWS)]
    columns = {"Sätt": way, "Sedan": where(asked), "Sist": some("Ja|Nej", 24)}
    one = found(tmp_path, FILTER + LATER + LAST, columns)
    assert list(one) == ["later"]
    assert one["later"].answered == sum(asked)
    assert one["later"].routes == ()


def test_either_of_two_questions_beside_each_other_is_asked_about(tmp_path) -> None:
    """Each half was shown one of them: the larger half was told as nonresponse."""
    dice = random.Random(28)
    first = [dice.random() < 0.55 for _ in range(ROWS)]
    columns = {"Sätt": some("Ofta|Ibland|Nej", 29), "Sedan": where(first)}
    columns["Sist"] = where([not one for one in first])
    last = LATER.replace("later", "last").replace("Sedan", "Sist")
    assert list(found(tmp_path, FILTER + LATER + last, columns)) == ["later", "last"]


def test_half_of_those_led_on_refutes_a_route_and_is_told(tmp_path: Path) -> None:
    dice = random.Random(25)
    way = some("Ofta|Ibland|Nej", 26, 200)
    asked = [answer == "Ofta" and dice.random() < 0.5 for answer in way]
    columns = {"Sätt": way, "Sedan": where(asked), "Sist": some("Ja|Nej", 27, 200)}
    one = found(tmp_path, FILTER + LATER + LAST, columns)["later"]
    assert one.clear == []
    [route] = one.routes
    assert (route.inside, route.led) == (way.count("Ofta"), sum(asked))
    made = cleaned(tmp_path, f"questions:\n{FILTER}{LATER}{LAST}")
    [note] = [note for note in made.notes if "inte känt vilka" in note]
    assert f"bara av {sum(asked)} av {way.count('Ofta')} som gjort det" in note


def test_nobody_with_another_answer_is_asked_about_though_many_answered(tmp_path):
    dice = random.Random(32)
    way = some("Ofta|Ibland|Ofta|Ibland|Nej", 33, 200)
    asked = [answer != "Nej" and dice.random() < 0.75 for answer in way]
    assert sum(asked) > 0.5 * 200
    columns = {"Sätt": way, "Sedan": where(asked), "Sist": some("Ja|Nej", 34, 200)}
    one = found(tmp_path, FILTER + LATER + LAST, columns)["later"]
    assert one.clear == []
    [route] = one.routes
    assert dict(route.asked_if) == {"way": ("Ofta", "Ibland")}
    assert (route.outside, route.stray) == (way.count("Nej"), 0)


# ---------------------------------------------------------------- what is said of it


def test_what_she_has_said_is_not_asked_again(tmp_path: Path) -> None:
    way = some("Ofta|Ibland|Nej", 28)
    columns = {"Sätt": way, "Sedan": where([answer == "Ofta" for answer in way])}
    columns["Sist"] = some("Ja|Nej", 29)
    for said in ("asked: all", 'asked_if: {way: ["Ofta"]}'):
        later = LATER.replace("]}", f"], {said}}}")
        made = read(tmp_path, FILTER + later + LAST, columns)
        assert made.source.codebook.question("later").asked in ("all", None)
        assert not [one for one in made.told if "inte känt vilka" in str(one)]
    made = read(tmp_path, FILTER + LATER + LAST, columns)
    assert made.source.codebook.question("later").asked == "unknown"
    assert [one for one in made.told if "inte känt vilka" in str(one)]
    unsaid = made.source.codebook
    assert {one.question.id for one in unseen(unsaid)} == {"way", "later", "last"}


def test_answers_that_contradict_asked_if_are_told_with_numbers(tmp_path) -> None:
    way = some("Ofta|Ibland|Nej", 30)
    columns = {"Sätt": way, "Sedan": where([answer != "Nej" for answer in way])}
    columns["Sist"] = some("Ja|Nej", 31)
    wrong = LATER.replace("]}", '], asked_if: {way: ["Nej"]}}')
    made = cleaned(tmp_path, f"questions:\n{FILTER}{wrong}{LAST}", table(columns))
    others = ROWS - way.count("Nej")
    [note] = [note for note in made.notes if "enligt asked_if inte fick" in note]
    assert f"Frågan later: {others} av {others} som" in note
    asked = way.count("Nej")
    assert any(f"0 av {asked} som fick frågan har svarat" in n for n in made.notes)


def test_asked_and_asked_if_contradict_each_other(tmp_path: Path) -> None:
    later = LATER.replace("]}", '], asked: all, asked_if: {way: ["Ofta"]}}')
    with pytest.raises(Exception, match="både asked: all och asked_if"):
        read(tmp_path, FILTER + later, {"Sätt": ["Ofta"], "Sedan": ["Bra"]})

from helpers.drafting.recognition import Drafted
from helpers.drafting.rewording import match_questions, moved, same_form
from helpers.drafting.scales import recognise
from helpers.exports import ExportColumn
from helpers.survey.codebook import Codebook, parse_codebook

OFTEN = ["Aldrig", "Ibland", "Ofta"]


def earlier(*questions: dict) -> Codebook:
    return parse_codebook(
        {"title": "Då", "exports": [{"file": "x.csv"}], "questions": list(questions)}
    )


def single(id: str, column: str, options: list[str], **more: object) -> dict:
    return {"id": id, "column": column, "type": "single", "options": options, **more}


def drafted(wording: str, options: list[str], kind: str = "single") -> Drafted:
    keys = {"type": kind, "column": wording, "options": options}
    found = Drafted(keys, [ExportColumn(wording, "A")], wording)
    found.ordered = recognise(options)
    return found


def test_numbers_hints_and_case_are_no_part_of_a_wording():
    assert same_form("4. Vilka former? (Välj högst tre)") == same_form("vilka former")
    assert same_form("Hur ofta?") != same_form("Hur många?")


def test_the_same_wording_is_the_same_question_however_it_is_dressed():
    matched, gone = match_questions(
        [drafted("2. HUR OFTA samverkar ni?", ["Ofta", "Aldrig"])],
        earlier(single("frequency", "Hur ofta samverkar ni", ["Aldrig", "Ofta"])),
    )
    assert matched[0].same
    assert matched[0].earlier.id == "frequency"
    assert matched[0].changes == ()
    assert gone == []


def test_a_close_wording_is_another_question_that_may_be_compared():
    matched, _ = match_questions(
        [drafted("Hur ofta har ni i genomsnitt haft dialog det senaste året?", OFTEN)],
        earlier(single("frequency", "Hur ofta har ni dialog?", OFTEN)),
    )
    assert not matched[0].same
    assert matched[0].changes == ("frågan löd ”Hur ofta har ni dialog?”",)


def test_what_is_neither_is_new_and_what_is_not_asked_again_is_gone():
    matched, gone = match_questions(
        [drafted("Vilken stadsdel?", ["Norr", "Söder"])],
        earlier(single("frequency", "Hur ofta har ni dialog?", ["Ofta", "Aldrig"])),
    )
    assert matched == {}
    assert [question.id for question in gone] == ["frequency"]


def test_each_earlier_question_is_matched_once_and_the_same_before_the_close():
    questions = [
        drafted("Hur ofta har ni dialog nu?", ["Ofta", "Aldrig"]),
        drafted("Hur ofta har ni dialog?", ["Ofta", "Aldrig"]),
    ]
    matched, _ = match_questions(
        questions,
        earlier(single("frequency", "Hur ofta har ni dialog?", ["Ofta", "Aldrig"])),
    )
    assert list(matched) == [1]


def test_a_question_of_another_kind_is_not_the_same():
    matched, _ = match_questions(
        [drafted("Vilka former?", ["Möten", "Samråd"], "multiple")],
        earlier(single("forms", "Vilka former?", ["Möten", "Samråd"])),
    )
    assert not matched[0].same
    assert "frågetypen var single och är multiple" in matched[0].changes


def test_the_same_statements_on_another_scale_are_not_gone():
    rows = {"goals": "Vi har tydliga mål", "early": "De involveras tidigt",
            "easy": "Det är lätt att hitta rätt"}  # fmt: skip
    keys = {"type": "grid", "cell": "single", "rows": rows, "options": OFTEN}
    now = Drafted(keys, [])
    before = {"id": "q7", "type": "grid", "cell": "single", "rows": rows,
              "label": "Fråga 7", "options": ["1", "2", "3", "4"]}  # fmt: skip
    matched, gone = match_questions([now], earlier(before))
    assert now.wordless
    assert gone == []
    assert not matched[0].same
    assert not any("frågan löd" in change for change in matched[0].changes)
    assert any("”1”" in change for change in matched[0].changes)


def test_changed_options_are_listed():
    matched, _ = match_questions(
        [drafted("Vilken roll?", ["Chef", "Handläggare eller strateg", "Konsult"])],
        earlier(
            single(
                "role", "Vilken roll?", ["Chef", "Handläggare el. strateg", "Politiker"]
            )
        ),
    )
    assert matched[0].same
    assert matched[0].changes == (
        "nya svarsalternativ: ”Konsult”",
        "svarsalternativ som inte valts eller tagits bort: ”Politiker”",
        "ändrade svarsalternativ: ”Handläggare el. strateg” → "
        "”Handläggare eller strateg”",
    )


def test_options_that_are_only_written_in_another_way_are_told_as_the_same():
    matched, _ = match_questions(
        [drafted("Vilken roll?", ["chef", "IT – stöd", "Konsult"])],
        earlier(single("role", "Vilken roll?", ["Chef", "IT - stöd.", "Konsult"])),
    )
    assert matched[0].changes == (
        "svarsalternativ som skrivs annorlunda men räknas som desamma: "
        "”Chef” → ”chef”, ”IT - stöd.” → ”IT – stöd”",
    )


def test_a_scale_listed_from_high_to_low_is_told():
    steps = ["Mycket positivt", "Positivt", "Negativt", "Mycket negativt"]
    matched, _ = match_questions(
        [drafted("Hur påverkas ni?", steps)],
        earlier(single("effect", "Hur påverkas ni?", steps)),
    )
    assert "skalan stod i omvänd ordning i kodboken" in matched[0].changes


def test_personal_questions_are_never_matched():
    matched, _ = match_questions(
        [drafted("Vad heter ni?", ["A", "B"])],
        earlier(single("who", "Vad heter ni?", ["A", "B"], personal=True)),
    )
    assert matched == {}


def test_the_question_that_is_asked_in_another_place_is_named_and_no_other():
    words = ["Hur ofta har ni dialog?", "Vilka stöd ger ni?", "Vad hindrar er mest?"]
    before = earlier(*[single(f"q{n}", word, OFTEN) for n, word in enumerate(words)])
    for now, told in (
        (words, []),
        (words[1:] + words[:1], ["q0"]),
        ([words[0], "Något helt nytt, om lokaler", *words[1:]], []),
        ([words[2], words[0]], ["q2"]),
    ):
        matched, _ = match_questions([drafted(w, OFTEN) for w in now], before)
        assert moved(matched, before) == told


def test_a_scale_turned_around_in_the_codebook_of_then_is_told():
    matched, _ = match_questions(
        [drafted("Hur ofta har ni dialog?", OFTEN)],
        earlier(single("frequency", "Hur ofta har ni dialog?", OFTEN[::-1])),
    )
    assert matched[0].changes == ("skalan stod i omvänd ordning i kodboken",)

from __future__ import annotations

from pathlib import Path

import pytest
from support.surveys import HEAD, codebook

from helpers.core.errors import CodebookError
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import (
    Codebook,
    Grid,
    Multiple,
    Single,
    read_codebook,
    read_parsed,
    write_parsed,
)

QUESTIONS = """\
questions:
  - {id: yes_no, type: single, column: "Ja?", options: ["Ja", "Nej"]}
"""


def faults(yaml: str, head: str = HEAD) -> str:
    with pytest.raises(CodebookError) as caught:
        codebook(yaml, head)
    return str(caught.value)


def from_file(folder: Path, text: str | bytes) -> Codebook:
    raw = text.encode("utf-8") if isinstance(text, str) else text
    (folder / "survey.yml").write_bytes(raw)
    return read_codebook(folder)


@pytest.mark.parametrize("survey", ["exempel-2022", "exempel-2024"])
def test_what_was_parsed_is_read_back_in_its_order(survey: str, tmp_path: Path) -> None:
    book = read_codebook(CHECKOUT / "data" / "raw" / survey)
    write_parsed(tmp_path, book)
    back = read_parsed(tmp_path)
    assert back == book
    assert list(back.challenge_labels) == list(book.challenge_labels)
    assert [q.columns_used for q in back.questions] == [
        q.columns_used for q in book.questions
    ]


# ---------------------------------------------------------------- what it says


def test_yaml_1_2_reads_no_as_the_word(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: a, type: single, column: A, options: [Yes, No, On]}\n"
    book = from_file(tmp_path, HEAD + yaml)
    assert book.question("a").all_options == ["Yes", "No", "On"]


def test_headers_are_folded_as_the_readers_fold_them() -> None:
    yaml = 'questions:\n  - {id: a, type: text, column: "Vad  är\\n det? "}\n'
    assert codebook(yaml).question("a").columns_used == ["Vad är det?"]


def test_a_question_takes_its_options_and_vet_ej_from_a_scale() -> None:
    book = codebook(
        """\
scales:
  degree: {options: ["1", "2", "3"], dont_know: ["Vet ej"]}
questions:
  - {id: a, type: single, column: A, scale: degree}
  - {id: b, type: single, column: B, scale: degree, reversed: true}
"""
    )
    first, second = book.questions
    assert isinstance(first, Single)
    assert isinstance(second, Single)
    assert first.all_options == ["1", "2", "3", "Vet ej"]
    assert first.scale_options == ["1", "2", "3"]
    assert second.scale_options == ["3", "2", "1"]


def test_other_is_annat_or_what_it_is_called() -> None:
    book = codebook(
        """\
questions:
  - {id: a, type: single, column: A, options: ["Ja"], other: true}
  - {id: b, type: multiple, columns: {"Ja": B1}, other: "Other", other_column: B2}
"""
    )
    a, b = book.questions
    assert isinstance(a, Single)
    assert isinstance(b, Multiple)
    assert a.all_options == ["Ja", "Annat"]
    assert b.all_options == ["Ja", "Other"]
    assert b.columns_used == ["B1", "B2"]


def test_a_grid_has_an_item_a_row_named_by_its_challenge() -> None:
    book = codebook(
        """\
challenges:
  items: {work: {label: "Arbete"}}
  from: {question: ways}
questions:
  - id: ways
    type: grid
    rows: {work: W, more: M}
    row_labels: {more: "Mer"}
    options: ["Ja", "Nej"]
"""
    )
    items = book.items("ways")
    assert [item.key for item in items] == ["ways/work", "ways/more"]
    assert [item.label for item in items] == ["Arbete", "Mer"]
    assert [item.column for item in items] == ["W", "M"]


def test_answers_are_protected_unless_declared_open() -> None:
    yaml = """\
questions:
  - {id: a, type: text, column: A}
  - {id: b, type: text, column: B, disclosure: open}
"""
    book = codebook(yaml)
    assert (book.protected("a"), book.protected("b")) == (True, False)
    assert codebook(yaml, f"{HEAD}respondent: person\n").protected("b")
    promised = "disclosure: {promised: aggregate_only}\n"
    assert codebook(yaml, HEAD + promised).protected("b")


def test_the_units_name_and_personal_answers_are_never_counted() -> None:
    book = codebook(
        """\
unit: {question: u}
questions:
  - {id: u, type: single, column: U, options: ["A"]}
  - {id: p, type: single, column: P, options: ["A"], personal: true}
  - {id: c, type: single, column: C, options: ["A", "B"]}
"""
    )
    assert [question.id for question in book.counted] == ["c"]


def test_a_question_with_one_option_is_not_counted() -> None:
    book = codebook(
        """questions:
  - {id: one, type: single, column: O, options: ["Ja"]}
  - {id: unsure, type: single, column: V, options: [], dont_know: ["Vet ej"]}
  - {id: ticks, type: multiple, columns: {"Ja": T}}
  - {id: two, type: single, column: T2, options: ["Ja"], other: true}
  - {id: sums, type: grid, cell: number, rows: {a: "A", b: "B"}}
"""
    )
    assert [question.id for question in book.counted] == ["two", "sums"]


NEEDS = """\
challenges:
  items: {work: {label: "Arbete"}}
  from: {question: ways}
questions:
  - {id: ways, type: grid, rows: {work: "W"}, options: ["Dialog", "Bidrag"]}
  - {id: why, type: multiple, column: Y, options: ["Tid", "Pengar"], chapter: barriers}
  - {id: how, type: multiple, column: H, options: ["Tid", "Pengar"]}
"""
NEED = """\
  - {id: more, type: grid, rows: {work: "M"}, options: ["Mer av", "Som nu"]%s}
"""


def test_what_findings_rest_on_is_said_in_the_codebook() -> None:
    """A label that begins in another way must not lose a finding (house.md A5)."""
    book = codebook(NEEDS + NEED % ', wants_more: ["Mer av"]')
    question = book.needs_question
    assert question is not None
    assert (question.id, question.wants_more) == ("more", ["Mer av"])
    assert codebook(NEEDS + NEED % "").needs_question is None


def test_the_question_about_hindrances_is_named_or_the_first_of_its_chapter() -> None:
    usual, named = codebook(NEEDS), codebook(f"hindrances: how\n{NEEDS}")
    assert usual.hindrance_question is usual.question("why")
    assert named.hindrance_question is named.question("how")


def test_chapters_and_nouns_may_have_words_of_their_own() -> None:
    book = codebook(
        """\
chapters: {extent: "Hur mycket"}
nouns: {group: {one: "kommun", many: "kommuner", the_many: "kommunerna"}}
"""
        + QUESTIONS
    )
    assert book.chapter_titles["extent"] == "Hur mycket"
    assert book.chapter_titles["dialog"] == "Dialog"
    assert book.nouns.group is not None
    assert book.nouns.group.many == "kommuner"
    assert book.nouns.unit is None


def test_options_that_were_only_seen_in_cells_are_not_declared() -> None:
    question = '  - {id: q, type: single, column: Q, options: ["Ja", "Nej"]%s}\n'

    def declared(said: str) -> list[str]:
        asked = codebook(f"questions:\n{question % said}").question("q")
        assert isinstance(asked, Single)
        return asked.declared_options

    assert declared("") == ["Ja", "Nej"]
    assert declared(", declared: cells") == []
    assert declared(', declared: ["Nej"]') == ["Nej"]
    text = faults(f"questions:\n{question % ', declared: [Nja], wants_more: [Jo]'}")
    assert "declared: ”Nja” är inget svarsalternativ. Menade du ”Ja”?" in text
    assert "wants_more: ”Jo” är inget svarsalternativ." in text


def test_the_questions_of_leave_to_quote_are_known() -> None:
    book = codebook(
        """\
questions:
  - {id: leave, type: single, column: L, options: ["Ja", "Nej"]}
  - {id: said, type: text, column: S, quote_if: {leave: "Ja"}}
"""
    )
    assert book.permissions == {"leave"}


def test_pairs_of_numbers_are_yaml_lists() -> None:
    book = codebook(
        "questions:\n  - {id: n, type: number, column: N, between: [0, 10]}\n"
    )
    assert getattr(book.question("n"), "between") == (0, 10)  # noqa: B009


def test_an_unknown_challenge_gets_the_nearest() -> None:
    book = codebook(
        """\
challenges:
  items: {youth_health: {label: "Unga"}}
  from: {question: a, options: {youth_health: ["Ja"]}}
questions:
  - {id: a, type: single, column: A, options: ["Ja", "Nej"]}
"""
    )
    with pytest.raises(CodebookError, match="Menade du ”youth_health”"):
        book.challenge("youth_helth")


# ---------------------------------------------------------------- all that is wrong


def test_all_faults_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = f"""\
{HEAD}titel: "Fel"
questions:
  - {{id: a, type: singel, column: A}}
  - {{id: b, type: single, column: B, option: ["Ja"]}}
  - {{type: text, column: C}}
"""
    with pytest.raises(CodebookError) as caught:
        from_file(tmp_path, text)
    said = str(caught.value)
    assert "rad 4: Okänd nyckel ”titel”. Menade du ”title”?" in said
    assert "rad 6" in said
    assert "”singel” är ingen frågetyp" in said
    assert "Menade du ”single”?" in said
    assert "rad 7: Okänd nyckel ”option” i frågan b. Menade du ”options”?" in said
    assert "Nyckeln ”id” saknas i fråga nummer 3." in said
    assert len(caught.value.problems) == 4


def test_a_tab_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="rad 4: Raden är indragen med tabb"):
        from_file(tmp_path, f"{HEAD}\tquestions: []\n")


def test_the_same_key_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="rad 4: Samma nyckel står två gånger"):
        from_file(tmp_path, f"{HEAD}title: igen\n{QUESTIONS}")


def test_text_that_is_no_yaml_is_shown(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="rad 4: Raden går inte att läsa"):
        from_file(tmp_path, f"{HEAD}subtitle: Om: vad\n{QUESTIONS}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen är tom"),
        (b"# bara en kommentar\n", "Filen är tom"),
        ("title: Förvaltning".encode("cp1252"), "inte sparad som UTF-8"),
        (b"a: &x [1]\nb: *x\n", "YAML-alias"),
        (b"#" * 2_000_001, "orimligt stor"),
        (b"a: " + b"[" * 9_000, "klamrar inuti klamrar"),
        (b"title: x\nnote: \x00\n", r"rad 2: .* inte är text \(U\+0000\)"),
        (b"title: !!python/object/apply:os.system [ls]\n", "ska vara text"),
        (
            b"title: x\nfieldwork: {from: 2026-02-30}\n",
            "rad 2: ”2026-02-30” är inget dat",
        ),
        (
            b"title: x\nwave: 2024-13-01T25:00:00\n",
            "rad 2: ”2024-13-01T.* är inget dat",
        ),
        (
            b"# \ntitle: x\nwave: " + b"9" * 5_000,
            "rad 3: ”9{40}…” är inget tal som går",
        ),
        (b"title: x\nwave: !!float fem\n", "rad 2: .*fem” är inget tal som går"),
    ],
)
def test_files_that_are_no_codebook(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(CodebookError, match=said):
        from_file(tmp_path, content)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="Filen finns inte"):
        read_codebook(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    book = from_file(tmp_path, b"\xef\xbb\xbf" + (HEAD + QUESTIONS).encode())
    assert book.title == "Liten enkät"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("true", 'ska vara text, men är värdet sant (true). Sätt citattecken: "Yes'),
        ("5", 'ska vara text, men är ”5”. Sätt citattecken: "5".'),
        ("2024-02-05", "ska vara text, men är ”2024-02-05”"),
    ],
)
def test_an_option_without_quotes_that_yaml_reads_as_something_else(
    value: str, said: str
) -> None:
    yaml = f"questions:\n  - {{id: a, type: single, column: A, options: [{value}]}}\n"
    found = faults(yaml)
    assert said in found
    assert "options" in found
    assert "i frågan a" in found


def test_the_same_id_twice_names_both_lines() -> None:
    found = faults(
        """\
questions:
  - {id: a, type: text, column: A}
  - {id: a, type: text, column: B}
"""
    )
    assert "rad 6: Två frågor har samma id ”a” (den första på rad 5)." in found


def test_a_column_belongs_to_one_question() -> None:
    found = faults(
        """\
questions:
  - {id: a, type: text, column: A}
  - {id: b, type: text, column: A}
"""
    )
    assert "Kolumnen ”A” läses av både a och b." in found


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("group: yes_non\n", "group pekar på frågan ”yes_non”, som inte finns"),
        ("unit: {question: no}\n", "unit → question pekar på frågan ”no”"),
        ("extra: [{question: nej}]\n", "extra pekar på frågan ”nej”"),
        (
            "challenges:\n  items: {a: {label: A}}\n"
            '  from: {question: yes_no, options: {b: ["Ja"]}}\n',
            "nämner utmaningen ”b”, som inte finns",
        ),
        (
            "challenges:\n  items: {a: {label: A}}\n"
            '  from: {question: yes_no, options: {a: ["Jo"]}}\n',
            "”Jo” är inget svarsalternativ i frågan yes_no. Det finns: Ja, Nej.",
        ),
        (
            "challenges:\n  items: {a: {label: A}}\n  from: {question: yes_no}\n",
            "frågan yes_no är inget rutnät",
        ),
        ("disclosure: {k: 0}\n", "är för litet som k"),
        ("fieldwork: {from: i våras, to: 2024-03-01}\n", "är inget datum"),
        ("decided: {date: i juni}\n", "är inget datum"),
        ("decided: {date: 2024-06-12}\n", "inte stängd (status: open)"),
    ],
)
def test_keys_at_the_top_that_contradict_the_questions(yaml: str, said: str) -> None:
    assert said in faults(yaml + QUESTIONS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("{id: q, type: single, column: Q}", "saknar svarsalternativ"),
        ("{id: q, type: single, column: Q, scale: s}", "skalan ”s” finns inte"),
        ('{id: q, type: single, column: Q, options: ["A", "A"]}', "står två gånger"),
        (
            '{id: q, type: single, column: Q, options: ["A"], recode: {"b": "B"}}',
            "”b” blir ”B”, som inte är ett svarsalternativ",
        ),
        ('{id: q, type: multiple, options: ["A"]}', "antingen column eller columns"),
        ("{id: q, type: multiple, column: Q}", "saknar options"),
        (
            "{id: q, type: text, column: Q, asked_if: {yes_no: Kanske}}",
            "asked_if: ”Kanske” är inget svarsalternativ i yes_no",
        ),
        (
            "{id: q, type: text, column: Q, asked_if: {yes_on: Ja}}",
            "asked_if pekar på frågan ”yes_on”, som inte finns. Menade du ”yes_no”?",
        ),
        (
            "{id: q, type: ties, blocks: 2, fields: {name: Namn}}",
            "fields → name saknar {n}",
        ),
        (
            '{id: q, type: ties, blocks: 1, fields: {form: "F {n}"}}',
            "fields saknar name",
        ),
        ("{id: Q1, type: text, column: Q}", "”Q1” går inte som id"),
        ("{id: q, type: text, column: Q, chapter: dialogg}", "Menade du ”dialog”?"),
    ],
)
def test_a_question_that_contradicts_itself(question: str, said: str) -> None:
    assert said in faults(f"{QUESTIONS}  - {question}\n")


@pytest.mark.parametrize("key", ["group: p", "unit: {question: p}"])
def test_what_is_never_kept_can_name_neither_unit_nor_group(key: str) -> None:
    found = faults(
        f"""\
{key}
questions:
  - {{id: p, type: single, column: P, options: ["A"], personal: true}}
"""
    )
    assert "är en personuppgift" in found


def test_a_grids_row_has_a_column_an_option() -> None:
    book = codebook(
        """\
questions:
  - id: g
    type: grid
    cell: multiple
    rows: {a: {"Kort": A1, "Lång": A2}, b: {"Kort": B1, "Lång": B2}}
"""
    )
    question = book.question("g")
    assert isinstance(question, Grid)
    assert question.all_options == ["Kort", "Lång"]
    assert book.items(question)[1].columns == {"Kort": "B1", "Lång": "B2"}
    assert book.items(question)[1].tick("Kort") == "g/b=Kort"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            "disclosure: {k: fem}",
            "”fem” går inte som ”k” i disclosure: det är inget helt",
        ),
        (
            "disclosure: {k: 5.5}",
            "”5.5” går inte som ”k” i disclosure: det är inget helt",
        ),
    ],
)
def test_a_value_of_another_kind_is_told_in_swedish(keys: str, said: str) -> None:
    found = faults(QUESTIONS, f"{HEAD}{keys}\n")
    assert said in found
    assert "Input" not in found


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("between: [a, 5]", "”a” går inte som ”between” i frågan a: det är inget tal"),
        ("between: [1, 2, 3]", "”between” i frågan a har fler värden än 2"),
        (
            "whole: kanske",
            "”kanske” går inte som ”whole” i frågan a. Välj: true, false",
        ),
    ],
)
def test_a_key_of_a_number_of_another_kind_is_told_in_swedish(
    keys: str, said: str
) -> None:
    yaml = f"questions:\n  - {{id: a, type: number, column: A, {keys}}}\n"
    assert said in faults(yaml)

"""survey.yml edited in one place, and which questions a person has seen."""

from __future__ import annotations

import codecs
import datetime as dt
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.seen import all_seen

from helpers.core.errors import CodebookError
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import (
    Edit,
    change_codebook,
    mark_seen,
    parse_codebook,
    read_codebook,
    round_trip,
    unseen,
)
from helpers.survey.codebook.editing import with_changes

YML = """\
# Överst
title: "Prov"   # rubriken
exports: [{file: svar.csv}]

questions:
  # TODO: är detta en skala?
  - id: role
    column: "Vilken roll?"
    type: single
    options:   # i ordning
      - Chef   # flest
      - "Annan: ingen"

  # TODO: är detta en fråga?
  - {id: paid, column: "Kronor", type: number, unit: kr}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "survey.yml").write_text(YML, encoding="utf-8")
    return tmp_path


def changed_lines(before: str, after: str) -> set[str]:
    return set(before.splitlines()) ^ set(after.splitlines())


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (
            Edit(("title",), 'Ny "titel": 1'),
            ['title: "Prov"   # rubriken'],
            ['title: "Ny \\"titel\\": 1"   # rubriken'],
        ),
        (
            Edit(("questions", 1, "between"), [0, 5]),
            ['  - {id: paid, column: "Kronor", type: number, unit: kr}'],
            [
                '  - {id: paid, column: "Kronor", type: number, unit: kr, '
                "between: [0, 5]}"
            ],
        ),
        (
            Edit(("questions", 1, "unit")),
            ['  - {id: paid, column: "Kronor", type: number, unit: kr}'],
            ['  - {id: paid, column: "Kronor", type: number}'],
        ),
        (Edit(("questions", 0, "label"), "No"), [], ['    label: "No"']),
        (Edit(("wave",), "2026"), [], ['wave: "2026"']),
    ],
    ids=["value", "flow", "gone", "new", "last"],
)
def test_only_the_place_of_the_change_is_another(
    change: Edit, gone: list[str], come: list[str]
) -> None:
    assert changed_lines(YML, with_changes(YML, [change])) == {*gone, *come}


def test_comments_between_options_that_are_written_anew_are_kept() -> None:
    options = Edit(("questions", 0, "options"), ["Annan: ingen", "Chef"])
    written = with_changes(YML, [options])
    assert "# flest" in written
    assert 'options: ["Annan: ingen", "Chef"]' in written
    book = parse_codebook(round_trip().load(written))
    assert book.questions[0].all_options == ["Annan: ingen", "Chef"]


def test_windows_line_ends_stay() -> None:
    text = YML.replace("\n", "\r\n")
    written = with_changes(text, [Edit(("questions", 0, "label"), "Roll")])
    assert written.replace("\r\n", "") == written.replace("\r\n", "\n").replace(
        "\n", ""
    )
    assert '    label: "Roll"\r\n' in written


def test_a_change_that_survey_yml_cannot_have_writes_nothing(folder: Path) -> None:
    with pytest.raises(CodebookError, match="frågetyp"):
        change_codebook(folder, [Edit(("questions", 0, "type"), "gissning")])
    assert (folder / "survey.yml").read_text(encoding="utf-8") == YML


def test_every_key_of_the_examples_written_anew_reads_the_same() -> None:
    path = CHECKOUT / "data/raw/exempel-2024/survey.yml"
    text = path.read_text(encoding="utf-8")
    tree = round_trip().load(text)
    changes = [
        Edit(("questions", n, key), value)
        for n, question in enumerate(tree["questions"])
        for key, value in question.items()
    ]
    written = with_changes(text, changes)
    assert parse_codebook(round_trip().load(written)) == read_codebook(path)
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [one for one in comments if one not in written] == []


# ---------------------------------------------------------------- seen


def test_new_questions_wait_until_somebody_has_seen_them(folder: Path) -> None:
    book = read_codebook(folder)
    assert [one.question.id for one in unseen(book)] == ["role", "paid"]
    book = mark_seen(folder, book, ["role"], "Ulla Ek", dt.date(2026, 2, 28))
    assert [one.question.id for one in unseen(book)] == ["paid"]
    assert unseen(read_codebook(folder)) == unseen(book)
    text = (folder / "survey.yml").read_text(encoding="utf-8")
    assert "# är detta en skala?" in text
    assert "# TODO: är detta en fråga?" in text  # hers, and not seen
    assert "# flest" in text


@pytest.mark.parametrize(
    "change",
    [
        Edit(("questions", 0, "options"), ["Annan: ingen", "Chef"]),
        Edit(("questions", 0, "type"), "multiple"),
        Edit(("questions", 0, "column"), "En annan kolumn"),
        Edit(("questions", 0, "dont_know"), ["Chef"]),
        Edit(("questions", 0, "recode"), {"chef": "Chef"}),
        Edit(("questions", 0, "disclosure"), "open"),
        Edit(("questions", 0, "personal"), True),
        Edit(("group",), "role"),
    ],
    ids=lambda change: str(change.path[-1]),
)
def test_a_question_that_becomes_another_is_unseen_again(
    folder: Path, change: Edit
) -> None:
    all_seen(folder)
    waiting = unseen(change_codebook(folder, [change]))
    assert [(one.question.id, one.changed) for one in waiting] == [("role", True)]


@pytest.mark.parametrize(
    "change",
    [
        Edit(("questions", 0, "label"), "Roll"),
        Edit(("questions", 0, "chapter"), "background"),
        Edit(("questions", 0, "personal"), False),
        Edit(("title",), "En annan titel"),
    ],
    ids=lambda change: str(change.path[-1]),
)
def test_what_a_question_is_called_and_what_is_usual_change_nothing(
    folder: Path, change: Edit
) -> None:
    all_seen(folder)
    assert unseen(change_codebook(folder, [change])) == []


def test_options_of_a_shared_scale_are_part_of_each_question(folder: Path) -> None:
    change_codebook(
        folder,
        [
            Edit(("scales",), {"often": {"options": ["Sällan", "Ofta"]}}),
            Edit(("questions", 0, "options")),
            Edit(("questions", 0, "scale"), "often"),
        ],
    )
    all_seen(folder)
    turned = Edit(("scales", "often", "options"), ["Ofta", "Sällan"])
    waiting = unseen(change_codebook(folder, [turned]))
    assert [one.question.id for one in waiting] == ["role"]


def test_nobody_is_no_name(folder: Path) -> None:
    with pytest.raises(CodebookError, match="Skriv ditt namn"):
        mark_seen(folder, read_codebook(folder), ["role"], " ", dt.date(2026, 2, 28))


def test_a_file_changed_meanwhile_is_not_marked(folder: Path) -> None:
    book = read_codebook(folder)
    change_codebook(folder, [Edit(("questions", 0, "type"), "text"),
                             Edit(("questions", 0, "options"))])  # fmt: skip
    with pytest.raises(CodebookError, match="ändrats"):
        mark_seen(folder, book, ["role"], "Ulla", dt.date(2026, 2, 28))


def test_the_examples_have_been_seen() -> None:
    for name in ("exempel-2022", "exempel-2024"):
        assert unseen(read_codebook(CHECKOUT / "data" / "raw" / name)) == []


# ---------------------------------------------------------------- Notepad


@pytest.mark.parametrize(
    "saved",
    [
        codecs.BOM_UTF8 + YML.encode(),
        codecs.BOM_UTF16_LE + YML.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + YML.replace("\n", "\r\n").encode("utf-16-be"),
    ],
    ids=["bom", "utf-16-le", "utf-16-be, crlf"],
)
def test_what_notepad_saves_is_read(tmp_path: Path, folder: Path, saved: bytes) -> None:
    book = read_codebook(folder)
    (folder / "survey.yml").write_bytes(saved)
    assert read_codebook(folder) == book
    label = Edit(("questions", 0, "label"), "Roll")
    assert change_codebook(folder, [label]).questions[0].label == "Roll"


def test_a_hidden_ending_is_named(folder: Path) -> None:
    (folder / "survey.yml").rename(folder / "survey.yml.txt")
    with pytest.raises(CodebookError, match=r"heter survey\.yml\.txt.*Byt namn"):
        read_codebook(folder)


# ---------------------------------------------------------------- schema


@pytest.mark.parametrize("survey", ["exempel-2022", "exempel-2024"])
def test_the_schema_for_editors_takes_the_examples_and_no_unknown_key(
    survey: str,
) -> None:
    schema = json.loads((CHECKOUT / "docs" / "survey.schema.json").read_bytes())
    judge = Draft202012Validator(schema)
    path = CHECKOUT / "data" / "raw" / survey / "survey.yml"
    tree = round_trip().load(path.read_text(encoding="utf-8"))
    content = json.loads(json.dumps(tree, default=str))
    assert [error.message for error in judge.iter_errors(content)] == []
    content["questions"][0]["typ"] = "single"
    assert len([*judge.iter_errors(content)]) == 1

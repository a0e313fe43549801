"""The same response, however its file was saved, and two that only look the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.surveys import NAME, cleaned, survey

from helpers.cleaning.checks import check_survey
from helpers.cleaning.rows import COPY, REPLACED
from helpers.cleaning.step import Cleaned
from helpers.exports import Export, read_export
from helpers.survey.identity import At, identify

YES = {"1": "Ja", "2": "Nej", "3": "Ja", "4": "Vet ej", "5": "Nej", "6": "Ja"}
PLACES = ("Norr", "Söder", "Öst", "Väst", "Mitt")


def answers(number: int) -> list[str]:
    """What person `number` answered: a department, a yes or no, and a size."""
    return [PLACES[number % 5], ("Ja", "Nej")[number * 7 % 3 % 2], str(number % 4)]


def time(number: int, *, seconds: bool = True) -> str:
    text = f"2026-02-{1 + number // 24:02d} {number % 24:02d}:{number % 60:02d}"
    return f"{text}:{number % 59:02d}" if seconds else text


def google(numbers: range | list[int], *, seconds: bool = True) -> str:
    lines = [",".join([time(n, seconds=seconds), *answers(n)]) for n in numbers]
    return "\n".join(["Timestamp,Var?,Samverkar ni?,Hur många?", *lines]) + "\n"


def forms(numbers: range | list[int], *, seconds: bool = True) -> str:
    head = "ID;Start time;Completion time;Email;Name;Var?;Samverkar ni?;Hur många?"
    lines = [
        ";".join(
            [str(n), *[time(n, seconds=seconds)] * 2, "anonymous", "", *answers(n)]
        )
        for n in numbers
    ]
    return "\n".join([head, *lines]) + "\n"


def plain(numbers: range | list[int]) -> str:
    """A table with nothing of a tool's own."""
    lines = [";".join([*answers(n), f"{n * 37 % 101}"]) for n in numbers]
    return "\n".join(["Var?;Samverkar ni?;Hur många?;Antal", *lines]) + "\n"


def exports(folder: Path, *texts: str) -> list[Export]:
    for number, text in enumerate(texts):
        (folder / f"{number}.csv").write_text(text, encoding="utf-8")
    return [read_export(folder / f"{number}.csv") for number in range(len(texts))]


def responses(folder: Path, *texts: str) -> int:
    return int(identify(exports(folder, *texts))[At.RESPONSE].nunique())


CUMULATIVE = {
    "google, headers written anew": (
        google(range(30)),
        google(range(35)).replace("Var?,Samverkar ni?,Hur", " VAR?,samverkar  NI?,hur"),
    ),
    "google": (google(range(30)), google(range(35))),
    "google, seconds lost": (google(range(30)), google(range(35), seconds=False)),
    "google, newest first": (google(range(30)), google([*range(34, -1, -1)])),
    "forms": (forms(range(1, 31)), forms(range(1, 36))),
    "forms, saved by Excel": (
        forms(range(1, 31)),
        forms(range(1, 36), seconds=False),
    ),
    "forms, in Swedish": (
        forms(range(1, 31)),
        forms(range(1, 36))
        .replace("Start time", "Starttid")
        .replace("Completion time", "Slutförandetid")
        .replace("Email;Name", "E-postadress;Namn"),
    ),
    "forms, only the late": (forms(range(1, 31)), forms(range(25, 36))),
    "plain": (plain(range(30)), plain(range(35))),
    "plain, newest first": (plain([*range(29, -1, -1)]), plain([*range(34, -1, -1)])),
}


@pytest.mark.parametrize("name", CUMULATIVE)
def test_thirty_answers_and_then_thirty_five_are_thirty_five(
    name: str, tmp_path: Path
) -> None:
    assert responses(tmp_path, *CUMULATIVE[name]) == 35


def test_a_number_as_excel_writes_it_is_the_same_answer(tmp_path: Path) -> None:
    late = plain(range(35)).replace(";3;", ";3,00;")
    assert responses(tmp_path, plain(range(30)), late) == 35


def test_three_files_each_with_all_before(tmp_path: Path) -> None:
    assert (
        responses(
            tmp_path,
            google(range(10)),
            google(range(20)),
            google(range(26), seconds=False),
        )
        == 26
    )


def test_an_answer_that_was_changed_afterwards_is_still_the_same(
    tmp_path: Path,
) -> None:
    late = google(range(35)).replace(f"{time(4)},Mitt,", f"{time(4)},Norr,")
    assert responses(tmp_path, google(range(30)), late) == 35


def test_two_forms_that_number_alike_are_not_one(tmp_path: Path) -> None:
    """Both have id 1, 2, …; the answers and times are of other people."""
    other = forms(range(108, 138))
    for number in range(108, 138):
        other = other.replace(f"\n{number};", f"\n{number - 107};")
    assert responses(tmp_path, forms(range(1, 31)), other) == 60


def test_forms_of_other_times_with_the_same_few_answers_are_not_one(
    tmp_path: Path,
) -> None:
    other = google(range(15)).replace("2026-02-", "2026-03-")
    assert responses(tmp_path, google(range(15)), other) == 30


def test_two_in_the_same_minute_may_answer_alike(tmp_path: Path) -> None:
    """A class of thirty that answers two questions in three minutes."""
    chance = random.Random(1)
    for seconds in ("00", "{:02d}"):
        lines = [
            f"2026-02-01 09:0{n // 10}:{seconds.format(n % 10 * 6)},"
            f"{chance.choice(PLACES[:2])},{chance.choice(('Ja', 'Nej'))}"
            for n in range(30)
        ]
        text = "\n".join(["Timestamp,Var?,Samverkar ni?", *lines]) + "\n"
        assert responses(tmp_path, text) == 30


def test_rows_pasted_in_again_are_copies(tmp_path: Path) -> None:
    once, again = google(range(30)), google(range(10)).split("\n", 1)[1]
    assert responses(tmp_path, once + again) == 30
    minutes = google(range(30), seconds=False)
    twice = google(range(10), seconds=False).split("\n", 1)[1]
    assert responses(tmp_path, minutes + twice) == 30
    rows = forms(range(1, 11)).split("\n", 1)[1]
    assert responses(tmp_path, forms(range(1, 31)) + rows) == 30


def test_a_made_id_is_the_same_in_the_next_export(tmp_path: Path) -> None:
    found = identify(exports(tmp_path, google(range(5)), google(range(8))))
    first, second = (found[found[At.EXPORT] == n] for n in (0, 1))
    assert list(first[At.ID]) == list(second[At.ID].head(5))
    assert first[At.ID].is_unique
    assert first[At.ID].str.startswith("2026-02-01 0").all()


# ---------------------------------------------------------------- in cleaning

YAML = """\
questions:
  - {id: place, type: single, column: "Var?", options: %s}
  - {id: yes, type: single, column: "Samverkar ni?", options: ["Ja", "Nej"]}
  - {id: many, type: number, column: "Hur många?"}
""" % list(PLACES)  # noqa: UP031
BOTH = 'title: "T"\nexports:\n  - {file: svar.csv}\n  - {file: sena.csv}\n'


def both(folder: Path, first: str, late: str) -> Cleaned:
    return cleaned(folder, YAML, first, head=BOTH, files={"sena.csv": late})


def test_late_answers_of_a_tool_without_id_are_counted_once(tmp_path: Path) -> None:
    found = both(tmp_path, google(range(30)), google(range(35), seconds=False))
    assert (found.kept, found.set_aside) == (35, {REPLACED: 30})
    yes = sum(answers(n)[1] == "Ja" for n in range(35))
    assert int((found.responses["yes"] == "Ja").sum()) == yes
    assert any("5 nya, 0 ändrade, 0 borta" in note for note in found.notes)


def test_check_and_the_run_count_the_same_way(tmp_path: Path) -> None:
    project = survey(
        tmp_path,
        YAML,
        google(range(30)),
        head=BOTH,
        files={"sena.csv": google([n for n in range(35) if n != 7])},
    )
    _, warnings = check_survey(project, NAME)
    said = [str(one) for one in warnings]
    assert any("5 nya, 0 ändrade, 1 borta" in one for one in said), said


def test_copies_are_set_aside_with_their_reason(tmp_path: Path) -> None:
    text = google(range(30)) + google(range(10)).split("\n", 1)[1]
    found = cleaned(tmp_path, YAML, text)
    assert (found.kept, found.set_aside) == (30, {COPY: 10})


def test_rows_that_share_id_and_time_but_no_answers_are_told(tmp_path: Path) -> None:
    text = forms(range(1, 21)) + forms([3]).split("\n", 1)[1].replace("Väst", "Norr")
    found = cleaned(tmp_path, YAML, text)
    assert (found.kept, found.set_aside) == (20, {COPY: 1})
    [told] = [note for note in found.notes if "samma id och tid" in note]
    assert "(rad 4, 22)" in told


def test_files_that_nothing_joins_are_told(tmp_path: Path) -> None:
    late = plain([*range(60, 95)])
    found = both(tmp_path, plain(range(30)), late)
    assert found.kept == 65
    assert any("Varken id eller tidpunkt" in note for note in found.notes)


@pytest.mark.parametrize(("header", "many"), [("Löpnr", 20), ("Hur många?", 25)])
def test_equal_rows_are_copies_where_the_rows_are_numbered(tmp_path, header, many):
    rows = [f"{n},{answers(n)[0]}" for n in (*range(20), *range(5))]
    assert responses(tmp_path, "\n".join([f"{header},Var?", *rows]) + "\n") == many

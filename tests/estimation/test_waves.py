"""Two small waves whose changes are counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.differences import change_with_overlap
from helpers.estimation.waves import Break, Earlier, breaks, changes, comparison
from helpers.estimation.waves.comparable import wording
from helpers.estimation.waves.units import crossed_strata

HEAD = """\
title: "Liten serie"
series: liten
wave: {wave}
exports:
  - {{file: svar.csv}}
unit: {{question: unit}}
group: department
"""
QUESTIONS = """\
questions:
  - {{id: department, type: single, column: Förvaltning, options: [{departments}]}}
  - {{id: unit, type: text, column: Enhet}}
  - {{id: works, type: single, column: Samverkar, options: [Ja, Nej]}}
  - {{id: ways, type: multiple, column: Sätt, separator: ";", options: [Dialog, Stöd]}}
  - id: partner
    type: ties
    blocks: 2
    fields: {{name: "Partner {{n}}"}}
{more}"""
COLUMNS = "Förvaltning;Enhet;Samverkar;Sätt;Partner 1;Partner 2"


def wave(
    folder: Path,
    number: int,
    rows: str,
    *,
    departments: str = "A, B",
    frame: str = "",
    more: str = "",
    columns: str = COLUMNS,
    questions: str = QUESTIONS,
) -> Cleaned:
    # Several answers in one cell are split at ";": the file's own sign is a tab.
    lines = [columns, *(line.strip() for line in rows.strip().splitlines())]
    answers = "\n".join(line.replace(";", "\t") for line in lines) + "\n"
    answers = answers.replace("|", ";")
    files = {"population.csv": f"unit;department\n{frame}"} if frame else {}
    return cleaned(
        folder / str(number),
        questions.format(departments=departments, more=more),
        answers,
        head=HEAD.format(wave=number),
        files=files,
    )


FIRST = """
A;a1;Ja;Dialog;Röda Korset;Ung IF
A;a2;Ja;Dialog|Stöd;Röda Korset;
A;a3;Nej;;;
B;b1;Nej;;Ung IF;
B;gone;Ja;Stöd;Ung IF;
"""
SECOND = """
A;A1 ;Ja;Stöd;röda korset;Ny förening
A;a2;Nej;Dialog;;
B;b1;Ja;Stöd;Ung IF;
B;new;Ja;Stöd;Ung IF;
"""
FRAME_1 = "a1;A\na2;A\na3;A\na4;A\nb1;B\ngone;B\n"
FRAME_2 = "a1;A\na2;A\na3;A\na4;A\nb1;B\nnew;B\n"


@pytest.fixture
def waves(tmp_path: Path) -> tuple[Cleaned, Cleaned]:
    return (
        wave(tmp_path, 2022, FIRST, frame=FRAME_1),
        wave(tmp_path, 2024, SECOND, frame=FRAME_2),
    )


def one(table: pd.DataFrame, statistic: str, **keys: str) -> pd.Series:
    keys = {"group": "all", "statistic": statistic} | keys
    found = table
    for column, value in keys.items():
        found = found[found[column] == value]
    assert len(found) == 1, (keys, len(found))
    return found.iloc[0]


def test_the_three_changes_by_hand(waves: tuple[Cleaned, Cleaned]) -> None:
    table = changes(*waves)
    yes = {"question": "works", "option": "Ja"}
    # Earlier: A 2 of 3 for 4 units, B 1 of 2 for 2; later: A 1 of 2, B 2 of 2.
    earlier, later = (4 * 2 / 3 + 2 * 1 / 2) / 6, (4 * 1 / 2 + 2) / 6
    whole = one(table, "change_all", **yes)
    assert whole["estimate"] == pytest.approx(later - earlier)
    assert (whole["asked"], whole["answered"]) == (5, 4)
    # Matched: a1 Ja→Ja, a2 Ja→Nej, b1 Nej→Ja.
    matched = one(table, "change_matched", **yes)
    assert (matched["count"], matched["answered"], matched["estimate"]) == (2, 3, 0)
    # Units of both frames: A 4 (3 answered, then 2), B 1: both times.
    common = (4 * (1 / 2 - 2 / 3) + 1 * (1 - 0)) / 5
    change = one(table, "change", **yes)
    assert change["estimate"] == pytest.approx(common)
    assert change["population"] == 5
    assert np.isnan(change["low"])
    assert change["method"] == "counts"
    frame = one(table, "change_frame", **yes)
    assert frame["estimate"] == pytest.approx(later - earlier - common)


def test_transitions_sum_to_the_matched(waves: tuple[Cleaned, Cleaned]) -> None:
    table = changes(*waves)
    moves = table[(table["statistic"] == "transition") & (table["question"] == "works")]
    assert dict(zip(moves["option"], moves["count"], strict=True)) == {
        "Ja → Ja": 1,
        "Ja → Nej": 1,
        "Nej → Ja": 1,
        "Nej → Nej": 0,
    }
    assert set(moves["answered"]) == {3}


def test_several_answers_start_and_stop(waves: tuple[Cleaned, Cleaned]) -> None:
    table = changes(*waves)
    # Both answered: a1 Dialog → Stöd, a2 Dialog+Stöd → Dialog; b1 left it blank.
    for option, started, stopped in (("Dialog", 0, 1), ("Stöd", 1, 1)):
        keys = {"question": "ways", "option": option}
        assert one(table, "started", **keys)["count"] == started
        assert one(table, "stopped", **keys)["count"] == stopped
        assert one(table, "started", **keys)["answered"] == 2


def test_the_frame_and_the_ties_by_hand(waves: tuple[Cleaned, Cleaned]) -> None:
    table = changes(*waves)
    frame = {name: one(table, name)["count"] for name in ("frame_kept", "frame_new")}
    assert frame == {"frame_kept": 5, "frame_new": 1}
    assert one(table, "frame_gone")["count"] == 1
    assert one(table, "frame_gone", group="A")["count"] == 0
    # a1: Röda Korset kept (in another case), Ung IF → Ny förening; a2 named Röda
    # Korset; b1 kept Ung IF. "gone" and "new" answered once and say nothing.
    ties = {
        name: one(table, name)["count"]
        for name in ("ties_new", "ties_kept", "ties_no_longer_named")
    }
    assert ties == {"ties_new": 1, "ties_kept": 2, "ties_no_longer_named": 2}
    assert one(table, "ties_jaccard")["estimate"] == 2 / 5
    assert one(table, "ties_kept", group="B")["count"] == 1


def test_all_answered_both_times_is_exact(tmp_path: Path) -> None:
    units = [f"u{n}" for n in range(24)]
    frame = "".join(f"{unit};A\n" for unit in units)
    rows = [
        "\n".join(
            f"A;{unit};{'Ja' if n < yes else 'Nej'};;;" for n, unit in enumerate(units)
        )
        for yes in (6, 12)
    ]
    first, second = (
        wave(tmp_path, year, text, departments="A", frame=frame)
        for year, text in zip((2022, 2024), rows, strict=True)
    )
    found = one(changes(first, second), "change", question="works", option="Ja")
    assert (found["estimate"], found["low"], found["high"]) == (0.25, 0.25, 0.25)
    assert found["method"] == "exact"


def test_the_interval_is_that_of_overlapping_samples(tmp_path: Path) -> None:
    units = [f"u{n:02}" for n in range(40)]
    frame = "".join(f"{unit};A\n" for unit in units)
    then = {unit: n % 3 == 0 for n, unit in enumerate(units[:32])}
    now = {unit: n % 2 == 0 for n, unit in enumerate(units) if n >= 4}
    first, second = (
        wave(
            tmp_path,
            year,
            "\n".join(f"A;{u};{'Ja' if yes else 'Nej'};;;" for u, yes in said.items()),
            departments="A",
            frame=frame,
        )
        for year, said in ((2022, then), (2024, now))
    )
    values = [[float(s[u]) if u in s else np.nan for u in units] for s in (then, now)]
    expected = change_with_overlap(*values, [0] * 40, [40])
    found = one(changes(first, second), "change", question="works", option="Ja")
    assert found["method"] == "overlap_sure"  # the only change of all: p as it is
    assert found["answered"] == 28
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high))


def test_merged_departments_are_recast(tmp_path: Path) -> None:
    first = wave(tmp_path, 2022, FIRST, frame=FRAME_1)
    merged = SECOND.replace("A;", "C;").replace("B;", "C;")
    frame = FRAME_2.replace(";A", ";C").replace(";B", ";C")
    second = wave(tmp_path, 2024, merged, departments="C", frame=frame)
    crosswalk = pd.DataFrame({"from": ["A", "B"], "to": ["C", "C"]})
    table = changes(first, second, crosswalk)
    found = one(table, "change_all", question="works", option="Ja", group="C")
    assert found["estimate"] == pytest.approx(3 / 4 - (4 * 2 / 3 + 2 * 1 / 2) / 6)
    assert one(table, "frame_moved")["count"] == 0
    merged = Break.of("sources", True, department="C", sources=["A", "B"])
    assert merged in breaks(first, second, crosswalk)
    # Without the crosswalk the departments have nothing to be compared with.
    alone = changes(first, second)
    assert np.isnan(
        one(alone, "change_all", question="works", option="Ja", group="C")["estimate"]
    )
    told = breaks(first, second)
    assert [b.code for b in told if not b.compared] == ["gone", "gone", "new"]


def test_departments_that_merged_are_weighted_as_they_were(tmp_path: Path) -> None:
    """A (12 units, all answered, half do) and B (12, 3 answered, none does) became C;
    nothing changed. Pooled, C would have gone from 6 of 15 to 6 of 24."""
    units = [f"a{n}" for n in range(12)], [f"b{n}" for n in range(12)]

    def answers(department: str, of: list[str], yes: int) -> list[str]:
        return [
            f"{department};{unit};{'Ja' if n < yes else 'Nej'};;;"
            for n, unit in enumerate(of)
        ]

    frames = [f"{a};A\n{b};B\n" for a, b in zip(*units, strict=True)]
    first = wave(
        tmp_path,
        2022,
        "\n".join(answers("A", units[0], 6) + answers("B", units[1][:3], 0)),
        frame="".join(frames),
    )
    second = wave(
        tmp_path,
        2024,
        "\n".join(answers("C", units[0], 6) + answers("C", units[1], 0)),
        departments="C",
        frame="".join(frames).replace(";A", ";C").replace(";B", ";C"),
    )
    crosswalk = pd.DataFrame({"from": ["A", "B"], "to": ["C", "C"]})
    table = changes(first, second, crosswalk)
    for group in ("all", "C"):
        found = one(table, "change", question="works", option="Ja", group=group)
        assert found["estimate"] == pytest.approx(0)
        assert found["population"] == 24
    assert (
        one(table, "change_all", question="works", option="Ja", group="C")["estimate"]
    ) == pytest.approx(0)


def test_units_without_answers_are_no_part_of_what_change_speaks_for(
    tmp_path: Path,
) -> None:
    first = wave(tmp_path, 2022, FIRST, frame=FRAME_1)
    second = wave(tmp_path, 2024, SECOND.replace("B;b1;Ja;Stöd;Ung IF;", ""),
                  frame=FRAME_2.replace("new;B", ""))  # fmt: skip
    found = one(changes(first, second), "change", question="works", option="Ja")
    assert found["population"] == 4  # of B's one common unit nobody answered now
    assert found["estimate"] == pytest.approx(1 / 2 - 2 / 3)


def test_a_few_that_moved_are_counted_with_most_of_where_they_are() -> None:
    then, now = ["A"] * 12 + ["B"] * 10 + ["C"] * 9, ["D"] * 22 + ["D"] * 9
    strata = crossed_strata(pd.Series(then), pd.Series(now))
    assert strata.tolist() == [0] * 12 + [1] * 10 + [0] * 9
    # A small department is a stratum: the largest part of itself.
    assert crossed_strata(pd.Series(["A", "B"]), pd.Series(["A", "B"])).tolist() == [
        0,
        1,
    ]


def test_a_split_without_frames_is_a_break(tmp_path: Path) -> None:
    first = wave(tmp_path, 2022, FIRST)
    second = wave(tmp_path, 2024, SECOND.replace("A;a2", "C;a2"), departments="A, B, C")
    crosswalk = pd.DataFrame({"from": ["A", "A"], "to": ["A", "C"]})
    split = [b for b in breaks(first, second, crosswalk) if b.code == "split"]
    assert [b.compared for b in split] == [False]
    table = changes(first, second, crosswalk)
    for group in ("A", "C"):
        found = one(table, "change_all", question="works", option="Ja", group=group)
        assert np.isnan(found["estimate"])
    assert not (table["statistic"] == "change").any()  # no frame, no population


def test_no_common_units(tmp_path: Path) -> None:
    first = wave(tmp_path, 2022, "A;x;Ja;Dialog;Ung IF;", frame="x;A\ny;B\n")
    second = wave(tmp_path, 2024, "A;z;Nej;Stöd;Ung IF;", frame="z;A\ny;B\n")
    table = changes(first, second)
    assert set(table["statistic"]) == {
        "change_all",
        "frame_kept",
        "frame_new",
        "frame_gone",
        "frame_moved",
    }
    assert "none_matched" in [b.code for b in breaks(first, second)]


def test_changed_options_and_new_questions_are_breaks(tmp_path: Path) -> None:
    more = "  - {id: why, type: single, column: Varför, options: [X, Y]}\n"
    columns = COLUMNS + ";Varför"
    first = wave(tmp_path, 2022, "A;a1;Ja;Dialog;;;X", more=more, columns=columns)
    changed = more.replace("[X, Y]", "[X, Z]") + (
        "  - {id: fresh, type: single, column: Ny, options: [X, Y]}\n"
    )
    second = wave(
        tmp_path, 2024, "A;a1;Ja;Dialog;;;Z;X", more=changed, columns=columns + ";Ny"
    )
    found = {b.question: b for b in breaks(first, second) if b.question}
    assert set(found) == {"why", "fresh"}
    assert not found["why"].compared
    assert found["why"].values == {"name": "Varför", "gone": ["Y"], "new": ["Z"]}
    assert not changes(first, second)["question"].isin(["why", "fresh"]).any()


def test_options_written_in_another_way_are_the_same(tmp_path: Path) -> None:
    """Upper case, spaces, dashes and punctuation; "< 5" and "> 5" are not the same."""
    plain = "  - {{id: why, type: single, column: Varför, options: [{options}]}}\n"
    scale = "  - {id: often, type: single, column: Ofta, scale: ofta}\n"
    scales = "scales:\n  ofta: {{options: [{options}]}}\n"
    first = wave(
        tmp_path,
        2022,
        "A;a1;Ja;Dialog;;;Ont om tid;aldrig\nA;a2;Ja;Dialog;;;IT - stöd;Alltid",
        more=plain.format(options='"Ont om tid", "IT - stöd", "< 5"')
        + scale
        + scales.format(options="aldrig, Alltid"),
        columns=COLUMNS + ";Varför;Ofta",
    )
    second = wave(
        tmp_path,
        2024,
        "A;a1;Ja;Dialog;;;it – stöd.;Aldrig\nA;a2;Ja;Dialog;;;it – stöd.;Aldrig",
        more=plain.format(options='"Ont om  Tid", "it – stöd.", "< 5"')
        + scale
        + scales.format(options="Aldrig, Alltid"),
        columns=COLUMNS + ";Varför;Ofta",
    )
    said = [b for b in breaks(first, second) if b.question]
    assert [b.question for b in said] == ["why", "often"]
    assert all(b.compared for b in said)
    assert {b.code for b in said} == {"options_rewritten"}
    assert said[0].values["pairs"][0] == ["Ont om tid", "Ont om Tid"]
    table = changes(first, second)
    moved = one(table, "transition", question="why", option="Ont om Tid → it – stöd.")
    assert moved["count"] == 1
    assert one(table, "change_all", question="why", option="it – stöd.")[
        "estimate"
    ] == (pytest.approx(0.5))
    assert (
        one(table, "transition", question="often", option="Alltid → Aldrig")["count"]
        == 1
    )
    called = comparison(
        Earlier(first, pd.DataFrame({"from": [], "to": []})), second
    ).called_before
    assert called["often"] == {"Aldrig": "aldrig"}


def test_rewording_and_turned_scales_are_said(tmp_path: Path) -> None:
    scale = "  - {{id: {id}, type: single, column: {column}, scale: grad{turned}}}\n"
    scales = "scales:\n  grad: {options: [Låg, Mellan, Hög]}\n"
    turned = "scales:\n  grad: {options: [Hög, Mellan, Låg], reversed: true}\n"
    first = wave(
        tmp_path,
        2022,
        "A;a1;Ja;;;;Låg;Låg",
        more=scale.format(id="effect", column="Nytta", turned="")
        + scale.format(id="often", column="Hur ofta", turned="")
        + scales,
        columns=COLUMNS + ";Nytta;Hur ofta",
    )
    second = wave(
        tmp_path,
        2024,
        "A;a1;Ja;;;;Hög;Hög",
        more=scale.format(id="effect", column="Nytta", turned="")
        + scale.format(
            id="often_2", column="Hur många", turned=", compares_with: {2022: often}"
        )
        + turned,
        columns=COLUMNS + ";Nytta;Hur många",
    )
    said = {(b.code, b.question): b for b in breaks(first, second) if b.question}
    assert all(b.compared for b in said.values())
    assert ("order_reversed", "effect") in said
    assert said["reworded", "often_2"].values["before"] == "Hur ofta"
    table = changes(first, second)
    for question in ("effect", "often_2"):
        moved = one(table, "transition", question=question, option="Låg → Hög")
        assert moved["count"] == 1


def test_an_item_that_was_turned_is_turned_back(tmp_path: Path) -> None:
    """The same figures, but 1 was best: a 1 then is a 3 now."""
    item = "  - {{id: effect, type: single, column: Nytta, scale: grad{turned}}}\n"
    scales = 'scales:\n  grad: {options: ["1", "2", "3"]}\n'
    first, second = (
        wave(
            tmp_path,
            year,
            f"A;a1;Ja;;;;{answer}",
            more=item.format(turned=turned) + scales,
            columns=COLUMNS + ";Nytta",
        )
        for year, answer, turned in ((2022, 1, ", reversed: true"), (2024, 3, ""))
    )
    table = changes(first, second)
    moves = table[(table["statistic"] == "transition") & (table["count"] > 0)]
    assert list(moves.loc[moves["question"] == "effect", "option"]) == ["3 → 3"]
    high = one(table, "change_all", question="effect", option="3")
    assert high["estimate"] == 0
    said = [b for b in breaks(first, second) if b.question == "effect"]
    assert [b.compared for b in said] == [True]
    assert said[0].code == "scale_reversed"
    assert (said[0].values["before"], said[0].values["now"]) == ("3", "1")


def test_rows_have_the_estimates_columns_and_one_key_each(
    waves: tuple[Cleaned, Cleaned],
) -> None:
    table = changes(*waves)
    assert not table.duplicated(list(table.columns[:8])).any()
    assert set(table["survey"]) == {waves[1].survey}
    assert table["count"].dropna().ge(0).all()
    pd.testing.assert_frame_equal(table, changes(*waves))


@pytest.mark.parametrize(
    "written", ["Q12. Hur ofta?", "12. Hur ofta?", "3.1 Hur ofta?", "Hur  ofta?"]
)
def test_a_tools_own_number_is_no_rewording(tmp_path: Path, written: str) -> None:
    more = f'  - {{id: often, type: single, column: "{written}", options: [X]}}\n'
    survey = wave(
        tmp_path, 2022, "A;a1;Ja;;;;X", more=more, columns=f"{COLUMNS};{written}"
    )
    assert wording(survey.codebook.question("often")) == "Hur ofta?"


def test_what_was_protected_then_is_told_to_the_release(tmp_path: Path) -> None:
    more = (
        "  - {{id: {id}, type: single, column: V, options: [X], disclosure: {how}}}\n"
    )
    columns = f"{COLUMNS};V"
    first = wave(
        tmp_path,
        2022,
        "A;a1;Ja;;;;X",
        more=more.format(id="why", how="protected"),
        columns=columns,
    )
    second = wave(
        tmp_path,
        2024,
        "A;a1;Ja;;;;X",
        more=more.format(id="why", how="open"),
        columns=columns,
    )
    empty = pd.DataFrame({"from": [], "to": []})
    assert "why" in comparison(Earlier(first, empty), second).protected
    assert "why" not in comparison(Earlier(second, empty), first).protected

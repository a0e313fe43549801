from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.core.errors import CodebookError, DisclosureError
from helpers.disclosure.release import preliminary, release
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS, ComparisonFacts, Facts
from helpers.estimation.schema import (
    NUMBERS,
    RELEASED,
    STATISTICS,
    Protection,
    protected_by,
)
from helpers.survey.codebook import Codebook


def released(rows: list[dict], book: Codebook) -> Released:
    return release(pd.DataFrame(rows), book, facts=Facts(kept=12))


ROLE = codebook(single("role", ["Chef", "Annan"]), single("open", ["Ja", "Nej"]))


class TestPrimary:
    def test_a_table_of_few_answers_is_not_shown(self):
        got = released(
            [share("role", "Chef", 4, 4), share("role", "Annan", 0, 4)], ROLE
        )
        assert list(got.rows["reason"]) == ["few_answers", "few_answers"]

    @pytest.mark.parametrize("count", [1, 4, 16, 19])
    def test_a_small_cell_and_its_complement_are_not_shown(self, count):
        rows = [
            share("role", "Chef", count, 20),
            share("role", "Annan", 20 - count, 20),
        ]
        assert list(released(rows, ROLE).rows["reason"]) == ["small_cell"] * 2

    @pytest.mark.parametrize("count", [5, 15])
    def test_k_in_and_k_outside_is_shown(self, count):
        rows = [
            share("role", "Chef", count, 20),
            share("role", "Annan", 20 - count, 20),
        ]
        assert released(rows, ROLE).rows["shown"].all()

    @pytest.mark.parametrize("answered", [6, 12, 40])
    def test_all_who_answered_alike_are_not_shown_whatever_the_frame(self, answered):
        rows = [
            share("role", "Chef", answered, answered, population=200),
            share("role", "Annan", 0, answered, population=200),
        ]
        assert not released(rows, ROLE).rows["shown"].any()

    @pytest.mark.parametrize(("answered", "shown"), [(9, False), (30, True)])
    def test_nobody_is_shown_only_among_many_answers(self, answered, shown):
        book = codebook(single("role", ["Chef", "Annan", "Ingen"]))
        rows = [
            share("role", "Chef", 0, answered, population=200),
            share("role", "Annan", answered // 2, answered, population=200),
            share("role", "Ingen", answered - answered // 2, answered, population=200),
        ]
        assert released(rows, book).rows["shown"].iloc[0] == shown

    def test_leave_with_one_option_alone_is_suppressed_and_nothing_stops(self):
        book = codebook(single("leave", ["Ja"]), group=None)
        rows = [share("leave", "Ja", 7, 7), share("leave", "Ja", 3, 3, group="A")]
        assert not released(rows, book).rows["shown"].any()

    def test_nobody_answering_is_said_and_not_hidden(self):
        got = released([share("role", "Chef", 0, 0)], ROLE).rows
        assert got["shown"].all()
        assert got["answered"].iloc[0] == 0

    def test_all_numbers_of_a_row_go_together(self):
        row = share("role", "Chef", 2, 20, low=0.1, high=0.2, certain_low=0.1)
        got = released([row, share("role", "Annan", 18, 20)], ROLE).rows
        assert got[NUMBERS].isna().all(axis=None)


CITY = {
    "population": 400,
    "method": "poststratified",
    "certain_low": 0.19876,
    "certain_high": 0.45678,
}


def test_what_a_question_leads_to_is_suppressed_with_it_at_any_remove():
    # Nine of Norr were led on: so many of them said yes.
    whom = single("whom", ["Chef", "Facket"], disclosure="open")
    book = codebook(
        single("group", ["Norr", "Vard"], disclosure="open"),
        single("hot", ["Ja", "Nej"]),
        single("told", ["Ja", "Nej"], disclosure="open", asked_if={"hot": ["Ja"]}),
        whom | {"asked_if": {"told": ["Ja"]}},
        group="group",
    )
    rows = []
    for group, said, told in (("Norr", 2, 2), ("Vard", 9, 7), ("all", 11, 9)):
        size = {"Norr": 20, "Vard": 30, "all": 50}[group]
        rows += [
            share("hot", "Ja", said, size, group=group),
            share("hot", "Nej", size - said, size, group=group),
            share("told", "Ja", told, said, group=group),
            share("told", "Nej", said - told, said, group=group),
            share("whom", "Chef", told, told, group=group),
            share("whom", "Facket", 0, told, group=group),
        ]
    got = released(rows, book).rows
    of_norr = got[got["group"].eq("Norr")]
    assert not of_norr["shown"].any()
    assert set(of_norr["question"]) == {"hot", "told", "whom"}


class TestPrecision:
    """No number has more digits than the page, unless it is exact."""

    open_book = codebook(single("role", ["Chef", "Annan"], disclosure="open"))

    @pytest.mark.parametrize("book", [ROLE, open_book])
    def test_a_weighted_share_of_any_question_is_rounded(self, book):
        rows = [
            share("role", "Chef", 70, 326, estimate=0.23456, low=0.21987, high=0.31234)
            | CITY,
            share("role", "Annan", 256, 326, estimate=0.76544) | CITY,
        ]
        got = next(iter(released(rows, book)))
        assert (got.estimate, got.low, got.high) == (0.23, 0.21, 0.32)
        assert (got.certain_low, got.certain_high) == (0.19, 0.46)

    def test_one_that_happens_to_be_count_over_answered_is_rounded_too(self):
        rows = [
            share("role", "Chef", 70, 326, low=0.19987, high=0.23234) | CITY,
            share("role", "Annan", 256, 326) | CITY,
        ]
        got = next(iter(released(rows, ROLE)))
        assert got.estimate == 0.21
        assert (got.low, got.high) == (0.19, 0.24)

    def test_one_that_is_certain_is_exact(self):
        rows = [
            share("role", "Chef", 70, 326, low=70 / 326, high=70 / 326) | CITY,
            share("role", "Annan", 256, 326, low=256 / 326, high=256 / 326) | CITY,
        ]
        assert next(iter(released(rows, ROLE))).estimate == 70 / 326


def test_a_weighted_share_is_rounded_however_near_the_unweighted_it_is():
    near = [
        share("role", "Chef", 70, 326, estimate=70 / 326 + 4e-7),
        share("role", "Annan", 256, 326, estimate=256 / 326 - 4e-7),
    ]
    assert list(released(near, ROLE).rows["estimate"]) == [0.21, 0.79]


class TestOpen:
    book = codebook(single("role", ["Chef", "Annan"], disclosure="open"))

    def test_an_open_question_is_published_whole(self):
        got = released(
            [share("role", "Chef", 1, 3), share("role", "Annan", 2, 3)], self.book
        )
        assert list(got.rows["count"]) == [1, 2]

    @pytest.mark.parametrize(
        "promise",
        [{"respondent": "person"}, {"disclosure": {"promised": "aggregate_only"}}],
    )
    def test_a_promise_goes_before_what_the_question_says(self, promise):
        book = codebook(single("role", ["Chef", "Annan"], disclosure="open"), **promise)
        got = released(
            [share("role", "Chef", 1, 3), share("role", "Annan", 2, 3)], book
        )
        assert not got.rows["shown"].any()


class TestSettings:
    def test_k_of_one_protects_nobody_and_is_refused(self):
        book = codebook(single("role", ["Chef"]), disclosure={"k": 1})
        with pytest.raises(DisclosureError, match="k är 1"):
            released([share("role", "Chef", 5, 5)], book)

    def test_k_above_every_base_holds_everything_back(self):
        book = codebook(single("role", ["Chef", "Annan"]), disclosure={"k": 99})
        rows = [share("role", "Chef", 10, 20), share("role", "Annan", 10, 20)]
        assert not released(rows, book).rows["shown"].any()

    def test_a_protected_question_cannot_divide_the_report(self):
        """Told when the codebook is read, and again here, whoever made it."""
        asked = single("role", ["A"], disclosure="protected")
        with pytest.raises(CodebookError, match="role delar in rapporten"):
            codebook(asked, group="role")
        book = codebook(asked).model_copy(update={"group": "role"})
        with pytest.raises(DisclosureError, match="role delar in rapporten"):
            released([share("role", "A", 5, 5)], book)

    def test_the_question_that_divides_the_report_is_published(self):
        book = codebook(single("role", ["A", "B"]), group="role")
        rows = [share("role", "A", 2, 9), share("role", "B", 7, 9)]
        assert released(rows, book).rows["shown"].all()


class TestReleased:
    def rows(self) -> list[dict]:
        return [share("role", "Chef", 8, 20), share("role", "Annan", 12, 20)]

    def test_nobody_makes_one_by_hand(self):
        with pytest.raises(TypeError, match="release"):
            Released()

    def test_what_is_taken_out_cannot_change_what_is_in(self):
        got = released(self.rows(), ROLE)
        taken = got.rows
        taken.loc[0, "count"] = 99
        with pytest.raises(AttributeError):
            got.facts.kept = 99
        assert got.rows["count"].iloc[0] == 8
        assert got.facts == Facts(kept=12)

    def test_what_it_was_made_of_cannot_change_it_afterwards(self):
        rows = released(self.rows(), ROLE).rows
        got = Released._of(rows, ROLE, Facts())
        rows.loc[0, ["count", "shown"]] = [99, False]
        assert [(row.count, row.shown) for row in got] == [(8, True), (12, True)]

    def test_a_hidden_row_with_a_number_is_refused(self):
        rows = released(self.rows(), ROLE).rows.assign(shown=False, reason="small_cell")
        with pytest.raises(DisclosureError, match="har en siffra"):
            Released._of(rows, ROLE, Facts())

    def test_select_takes_any_of_a_list(self):
        got = released(self.rows(), ROLE)
        assert len(got.select(option=["Chef", "Annan"])) == 2
        assert len(got.select(option="Chef", group="all")) == 1

    def test_one_is_one(self):
        got = released(self.rows(), ROLE)
        assert got.one(option="Chef").count == 8
        with pytest.raises(LookupError, match="2 rows"):
            got.one(question="role")

    def test_written_and_read_is_the_same(self, tmp_path):
        got = released(self.rows(), ROLE)
        got.write(tmp_path)
        back = Released.read(tmp_path)
        pd.testing.assert_frame_equal(back.rows, got.rows)
        assert back.codebook == got.codebook
        assert back.facts == got.facts
        assert list(back.rows.columns) == RELEASED

    @pytest.mark.parametrize("size", [0, 1, 2])
    def test_so_it_is_without_rows_or_without_a_method(self, tmp_path, size):
        rows = released(self.rows(), ROLE).rows
        got = Released._of(rows.head(size).assign(method=np.nan), ROLE, NO_FACTS)
        got.write(tmp_path)
        back = Released.read(tmp_path)
        pd.testing.assert_frame_equal(back.rows, got.rows)
        assert len(list(back)) == size
        assert back.values("option") == ["Chef", "Annan"][:size]

    def test_so_it_is_when_the_file_has_several_parts(self, tmp_path):
        got = released(self.rows(), ROLE)
        got.write(tmp_path)
        got.rows.to_parquet(tmp_path / "estimates.parquet", row_group_size=1)
        pd.testing.assert_frame_equal(Released.read(tmp_path).rows, got.rows)


class TestTwoWaves:
    """What is told of change: `role` is protected, `open` is not."""

    book = codebook(
        single("role", ["Chef", "Annan"]),
        single("open", ["Ja", "Nej"], disclosure="open"),
    )
    waves = ("change_all", "change", "change_matched", "change_frame")

    def rows(self, question: str, one: str, other: str) -> list[dict]:
        change = {"count": 12, "answered": 40, "asked": 50}
        return [
            share(question, one, 60, 100),
            share(question, other, 40, 100),
            *(
                share(question, one, **change) | {"statistic": name, "estimate": 0.05}
                for name in self.waves
            ),
            share(question, one, **change) | {"statistic": "ties_new"},
        ]

    def earlier(self) -> list[pd.DataFrame]:
        own = [
            share("role", "Chef", 50, 90),
            share("role", "Annan", 40, 90),
            share("open", "Ja", 50, 90),
        ]
        then = released([row | {"survey": "before"} for row in own], self.book)
        return [then.for_ledger()]

    def told(self, question: str, one: str, other: str) -> dict[str, bool]:
        table = pd.DataFrame(self.rows(question, one, other))
        got = release(table, self.book, earlier=self.earlier()).rows
        return dict(zip(got["statistic"], got["shown"], strict=True))

    def test_of_open_questions_all_is_told(self):
        assert all(self.told("open", "Ja", "Nej").values())

    def test_of_protected_ones_no_weighted_change_nor_who_is_named(self):
        shown = {
            name
            for name, is_shown in self.told("role", "Chef", "Annan").items()
            if is_shown
        }
        assert shown == {"share", "change_matched"}

    def test_what_was_protected_then_is_not_told_by_its_change(self):
        table = pd.DataFrame(self.rows("open", "Ja", "Nej"))
        facts = Facts(comparison=ComparisonFacts(protected=("open",)))
        got = release(table, self.book, facts=facts, earlier=self.earlier()).rows
        assert set(got.loc[got["shown"], "statistic"]) == {"share"}

    def test_of_a_protected_question_who_collaborates_is_not_followed(self):
        rows = [
            share("role", "all", 12, 40) | {"statistic": name, "estimate": 0.3}
            for name in ("started", "stopped", "change_matched")
        ]
        got = release(pd.DataFrame(rows), self.book, earlier=self.earlier())
        assert not got.rows["shown"].any()

    @pytest.mark.parametrize("statistic", ["started", "transition"])
    def test_what_limits_a_share_that_is_hidden_is_not_told(self, statistic):
        def told(chef: int) -> list[bool]:
            option = "Chef → Annan" if statistic == "transition" else "Chef"
            rows = [
                share("role", "Chef", chef, 100),
                share("role", "Annan", 100 - chef, 100),
                share("role", option, 10, 60) | {"statistic": statistic},
            ]
            got = release(pd.DataFrame(rows), self.book, earlier=self.earlier()).rows
            return list(got["shown"])

        assert told(60) == [True, True, True]
        assert told(3) == [False, False, False]


class TestUndeclared:
    """A number that nobody has said how to protect is never shown."""

    book = codebook({"id": "kr", "column": "Kr", "type": "number", "unit": "kr"})

    def rows(self, *statistics: str) -> pd.DataFrame:
        row = share("kr", "all", 6, 6)
        return pd.DataFrame([row | {"statistic": name} for name in statistics])

    @pytest.mark.parametrize("made", [release, preliminary])
    def test_it_is_named_in_an_error(self, made):
        with pytest.raises(DisclosureError) as error:
            made(self.rows("total", "max", "trimmed_mean"), self.book)
        said = str(error.value)
        assert "Måttet ”max” (frågan kr)" in said
        assert "Måttet ”trimmed_mean” (frågan kr)" in said
        assert "total" not in said

    def test_of_an_open_question_too(self):
        book = codebook(
            {"id": "kr", "column": "Kr", "type": "number", "disclosure": "open"}
        )
        with pytest.raises(DisclosureError, match="max"):
            release(self.rows("max"), book)

    def test_every_declared_statistic_is_known(self):
        got = release(self.rows(*STATISTICS), self.book)
        internal = {*protected_by(Protection.INTERNAL)}
        assert set(got.rows["statistic"]) == {*STATISTICS} - internal
        never = got.rows["statistic"].isin(protected_by(Protection.NEVER))
        assert not got.rows.loc[never, "shown"].any()

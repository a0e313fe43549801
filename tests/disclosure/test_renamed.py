"""Versions that call the same thing by two names: no late answer may come out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.core.errors import DisclosureError
from helpers.disclosure.release import release
from helpers.survey.codebook import Codebook

K = 3
OPTIONS = ["Ja", "Nej"]


def book(
    groups: list[str], question: str = "trivs", options=OPTIONS, **more
) -> Codebook:
    return codebook(
        single("group", groups, disclosure="open"),
        single(question, list(options)),
        group="group",
        disclosure={"k": K, "small_group": 5},
        **more,
    )


def rows(counts: dict[str, tuple[int, int]], question="trivs", options=OPTIONS):
    """Shares of a question: yes and no of each group, and of all."""
    everyone = tuple(np.sum(list(counts.values()), axis=0).tolist())
    return pd.DataFrame(
        share(question, option, count, sum(answers), group=group)
        for group, answers in {**counts, "all": everyone}.items()
        for option, count in zip(options, answers, strict=True)
    )


FIRST = {"Norr": (12, 13), "Soder": (9, 11), "Vard": (7, 8)}
ONE_LATE = {"Norr": (12, 13), "Soder": (9, 11), "Vard": (8, 8)}


def earlier(counts=FIRST) -> list[pd.DataFrame]:
    table = rows(counts)
    return [release(table, book(list(counts))).for_ledger()]


def called(counts: dict, names: dict[str, str]) -> dict:
    return {names.get(group, group): answers for group, answers in counts.items()}


def assert_late_is_suppressed(table, codebook, group="Vard"):
    got = release(table, codebook, earlier=earlier()).rows
    own = got[got["group"].isin([group, "all"])]
    assert not own["shown"].any()


def test_nothing_renamed_is_the_measure():
    assert_late_is_suppressed(rows(ONE_LATE), book(list(ONE_LATE)))


class TestQuestion:
    def table(self):
        return rows(ONE_LATE, "trivsel")

    def test_another_id_is_asked_about(self):
        with pytest.raises(DisclosureError, match=r"trivsel finns inte.*”trivs”"):
            release(self.table(), book(list(FIRST), "trivsel"), earlier=earlier())

    def test_and_told_it_is_the_same_question(self):
        renamed = {"questions": {"trivsel": "trivs"}}
        assert_late_is_suppressed(
            self.table(), book(list(FIRST), "trivsel", renamed=renamed)
        )

    def test_a_new_one_is_judged_by_itself(self):
        told = book(list(FIRST), "trivsel", renamed={"questions": {"trivsel": []}})
        got = release(self.table(), told, earlier=earlier())
        assert got.rows["shown"].all()

    def test_a_name_that_was_never_published_is_refused(self):
        told = book(list(FIRST), "trivsel", renamed={"questions": {"trivsel": "x"}})
        with pytest.raises(DisclosureError, match="”x” finns inte i någon publicerad"):
            release(self.table(), told, earlier=earlier())


class TestOptions:
    def test_other_words_are_asked_about(self):
        table, words = rows(ONE_LATE, options=["Jo", "Nej"]), ["Jo", "Nej"]
        with pytest.raises(DisclosureError, match=r"”Jo” finns inte.*”Ja”"):
            release(table, book(list(FIRST), options=words), earlier=earlier())
        told = book(
            list(FIRST), options=words, renamed={"options": {"trivs": {"Jo": "Ja"}}}
        )
        assert_late_is_suppressed(table, told)

    def test_two_that_are_exchanged_are_refused(self):
        swap = {"options": {"trivs": {"Ja": "Nej", "Nej": "Ja"}}}
        with pytest.raises(DisclosureError, match=r"trivs: ”Ja” sägs ha hetat ”Nej”"):
            release(rows(ONE_LATE), book(list(FIRST), renamed=swap), earlier=earlier())

    def test_writing_alone_is_not(self):
        words = ["ja.", "Nej"]
        table = rows(ONE_LATE, options=words)
        assert_late_is_suppressed(table, book(list(FIRST), options=words))


FINE, COARSE = ["A", "B", "C"], ["AB", "C"]
THEN = {"Norr": (12, 13, 9), "Soder": (9, 11, 10), "Vard": (7, 8, 9)}
LATE = {"Norr": (12, 13, 9), "Soder": (9, 11, 10), "Vard": (10, 9, 10)}


class TestRedivided:
    """Two options of then are one now, or the other way round."""

    def merged(self, counts):
        return {group: (a + b, c) for group, (a, b, c) in counts.items()}

    @pytest.mark.parametrize(
        ("then", "now", "told"),
        [
            (FINE, COARSE, {"AB": ["A", "B"]}),
            (FINE, COARSE, {"AB": []}),
            (FINE, ["A", "C"], {}),
            (COARSE, FINE, {"A": "AB", "B": "AB"}),
            (["A", "C"], FINE, {}),
        ],
        ids=["merged", "said to be new", "into one", "divided", "off one"],
    )
    def test_what_came_late_is_not_told(self, then, now, told):
        first, last = (
            (one if len(names) == 3 else self.merged(one))
            for one, names in ((THEN, then), (LATE, now))
        )
        earlier = [
            release(
                rows(first, options=then), book(list(first), options=then)
            ).for_ledger()
        ]
        changed = book(list(last), options=now, renamed={"options": {"trivs": told}})
        got = release(rows(last, options=now), changed, earlier=earlier).rows
        late = got["group"].isin(["Vard", "all"])
        assert set(got.loc[late, "reason"]) == {"regrouped"}
        assert got.loc[~late, "shown"].all()

    def test_an_option_that_only_late_answers_chose_is_new(self):
        last = {"Norr": (12, 13, 0), "Soder": (9, 11, 0), "Vard": (10, 11, 4)}
        got = release(
            rows(last, options=FINE),
            book(list(last), options=FINE),
            earlier=[release(rows(FIRST, options=["A", "B"]),
                             book(list(FIRST), options=["A", "B"])).for_ledger()],
        ).rows  # fmt: skip
        assert got["shown"].all()


NAMES = {"Vard": "Vårdförvaltningen"}


class TestGroups:
    def test_another_name_is_asked_about(self):
        table = rows(called(ONE_LATE, NAMES))
        groups = list(called(FIRST, NAMES))
        with pytest.raises(DisclosureError, match="”Vårdförvaltningen” finns inte"):
            release(table, book(groups), earlier=earlier())

    def test_and_told_it_is_the_same_group(self):
        table = rows(called(ONE_LATE, NAMES))
        told = book(
            list(called(FIRST, NAMES)),
            renamed={"groups": {"Vårdförvaltningen": "Vard"}},
        )
        assert_late_is_suppressed(table, told, "Vårdförvaltningen")

    def test_the_names_of_two_are_not_exchanged(self):
        """Norr was Norr: its answers say so, or nothing says that it was not."""
        swap = {"groups": {"Norr": "Vard", "Vard": "Norr"}}
        alike = {"Norr": (8, 8), "Soder": (9, 11), "Vard": (8, 8)}
        for first, now in ((FIRST, ONE_LATE), (alike, alike)):
            told = book(list(first), renamed=swap)
            with pytest.raises(DisclosureError, match=r"”Norr” sägs ha hetat ”Vard”"):
                release(rows(now), told, earlier=earlier(first))

    def test_nor_two_new_names_mistaken(self):
        names = {"Norr": "Nord", "Vard": "Omsorg"}
        mistaken = {"groups": {"Nord": "Vard", "Omsorg": "Norr"}}
        told = book(list(called(FIRST, names)), renamed=mistaken)
        with pytest.raises(DisclosureError, match=r"stämmer bättre med .* ”Norr”"):
            release(rows(called(ONE_LATE, names)), told, earlier=earlier())

    def test_but_what_the_numbers_say_is_believed(self):
        swap = {"Norr": "Vard", "Vard": "Norr"}
        told = book(list(FIRST), renamed={"groups": swap})
        got = release(rows(called(ONE_LATE, swap)), told, earlier=earlier()).rows
        assert not got.loc[got["group"].isin(["Norr", "all"]), "shown"].any()

    @pytest.mark.parametrize(
        ("names", "renamed"),
        [
            ({"Vard": "Omsorg"}, {"Omsorg": ["Vard"]}),
            ({}, {"Vard": ["Vard", "Gammal"]}),
        ],
        ids=["renamed", "merged under its own name"],
    )
    def test_a_version_after_the_change_has_the_names_of_now(self, names, renamed):
        first = {"Norr": (12, 13), "Soder": (9, 11), "Vard": (4, 4), "Gammal": (3, 4)}
        if names:
            first = FIRST
        then = rows(first)
        second, third = (rows(called(one, names)) for one in (FIRST, ONE_LATE))
        now = book(list(called(FIRST, names)), renamed={"groups": renamed})
        ledger = [release(then, book(list(first))).for_ledger()]
        ledger.append(release(second, now, earlier=ledger).for_ledger())
        got = release(third, now, earlier=ledger).rows
        late = got["group"].isin([names.get("Vard", "Vard"), "all"])
        assert not got.loc[late, "shown"].any()

    def test_a_group_that_is_gone_is_asked_about(self):
        counts = {"Norr": (20, 21), "Soder": (9, 11)}  # Vard is part of Norr
        with pytest.raises(DisclosureError, match="har grupperna ”Vard”"):
            release(rows(counts), book(list(counts)), earlier=earlier())

    def test_what_has_no_counterpart_is_not_shown_by_group(self):
        counts = {"Stad": (12, 13), "Land": (16, 19)}
        nothing = {name: [] for name in [*counts, *FIRST]}
        with pytest.raises(DisclosureError, match="delar in svaren på annat sätt"):
            release(rows(counts), book(list(counts)), earlier=earlier())
        told = book(list(counts), renamed={"groups": nothing})
        got = release(rows(counts), told, earlier=earlier()).rows
        assert dict(zip(got["group"], got["shown"], strict=True)) == {
            "Stad": False,
            "Land": False,
            "all": True,
        }
        assert set(got.loc[~got["shown"], "reason"]) == {"regrouped"}


class TestIds:
    """A row of a grid or a challenge that has got another id is no new one."""

    def version(self, column: str, id: str, counts=FIRST):
        return rows(counts).assign(**{column: id})

    def book(self, item: str, challenge: str, **renamed) -> Codebook:
        grid = {"id": "trivs", "type": "grid", "cell": "single", "options": OPTIONS}
        return codebook(
            single("group", list(FIRST), disclosure="open"),
            grid | {"rows": {item: "Rad"}},
            {"id": "tema", "type": "multiple", "column": "Tema", "options": ["A"]},
            challenges={
                "items": {challenge: {"label": "Unga"}},
                "from": {"question": "tema", "options": {challenge: ["A"]}},
            },
            group="group",
            disclosure={"k": K, "small_group": 5},
            renamed=renamed,
        )

    @pytest.mark.parametrize(
        ("column", "now", "told"),
        [
            ("item", ("g2", "unga"), {"items": {"trivs": {"g2": "g1"}}}),
            ("challenge", ("g1", "ungdom"), {"challenges": {"ungdom": "unga"}}),
        ],
    )
    def test_another_id_is_asked_about_and_told(self, column, now, told):
        then = {"item": "g1", "challenge": "unga"}[column]
        id = now[column == "challenge"]
        first = self.version(column, then)
        other = {"item": ("challenge", "all"), "challenge": ("item", "g1")}[column]
        first, late = (
            table.assign(**{other[0]: other[1]})
            for table in (first, self.version(column, id, ONE_LATE))
        )
        if column == "challenge":
            first, late = (t[t["group"].eq("all")] for t in (first, late))
        ledger = [release(first, self.book("g1", "unga")).for_ledger()]
        with pytest.raises(DisclosureError, match=f"{id} finns inte.*”{then}”"):
            release(late, self.book(*now), earlier=ledger)
        got = release(late, self.book(*now, **told), earlier=ledger).rows
        assert not got.loc[got["group"].isin(["Vard", "all"]), "shown"].any()


# --- merged and divided: every table that agrees with both versions -----------------


REGROUPED = {
    "renamed": ({"A": ["Norr"], "B": ["Soder"], "C": ["Vard"]}, {}),
    "merged": ({"AB": ["Norr", "Soder"], "Vard": ["Vard"]}, {}),
    "merged under one of the names": (
        {"Norr": ["Norr", "Soder"], "Vard": ["Vard"]},
        {},
    ),
    "divided": (
        {"Norr": ["Norr"], "Soder": ["Soder"], "V1": ["Vard"], "V2": ["Vard"]},
        {"V1": 0.5, "V2": 0.5},
    ),
}


@pytest.mark.parametrize("kind", REGROUPED)
@pytest.mark.parametrize("seed", range(8))
def test_late_answers_stay_unknown_whatever_was_regrouped(kind, seed):
    units, parts = REGROUPED[kind]
    random = np.random.default_rng(seed)
    # Units of then and of now: how many early and late answers each has.
    atoms = [(old, new) for new, olds in units.items() for old in olds]
    early = {atom: int(random.integers(2, 6 if parts else 8)) for atom in atoms}
    # Late answers in the first and the last of them, so that all can be listed.
    late = dict.fromkeys(atoms, 0)
    late[atoms[0]] = late[atoms[-1]] = int(random.integers(1, 3))
    yes = {atom: int(random.binomial(early[atom], 0.5)) for atom in atoms}
    more = {atom: int(random.binomial(late[atom], 0.5)) for atom in atoms}

    def table(position: int, with_late: bool) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for atom in atoms:
            said = yes[atom] + (more[atom] if with_late else 0)
            base = early[atom] + (late[atom] if with_late else 0)
            ja, nej = found.get(atom[position], (0, 0))
            found[atom[position]] = ja + said, nej + base - said
        return found

    first, second = table(0, False), table(1, True)
    ledger = [release(rows(first), book(list(first))).for_ledger()]
    told = book(list(second), renamed={"groups": units})
    got = release(rows(second), told, earlier=ledger).rows

    ranges = [range(early[a] + 1) for a in atoms] + [range(late[a] + 1) for a in atoms]
    every = np.array(list(product(*ranges)))
    old, new = every[:, : len(atoms)], every[:, len(atoms) :]
    fits = np.ones(len(every), dtype=bool)
    for published, position, counts in ((ledger[0], 0, old), (got, 1, old + new)):
        for row in published[published["shown"]].itertuples():
            inside = [row.group in (atom[position], "all") for atom in atoms]
            within = np.flatnonzero(inside)
            said = counts[:, within].sum(axis=1)
            shown = row.count if row.option == "Ja" else row.answered - row.count
            fits &= said == shown
    assert fits.any()
    for group in [*second, "all"]:
        within = np.flatnonzero([group in (atom[1], "all") for atom in atoms])
        base = sum(late[atoms[n]] for n in within)
        seen = new[fits][:, within].sum(axis=1)
        assert seen.max() - seen.min() >= min(K - 1, base), (group, base)


def test_what_is_still_there_cannot_be_called_otherwise():
    """Told so, all numbers were shown, and the late answer was the difference."""
    now = called(ONE_LATE, NAMES)
    told = book(list(now), renamed={"groups": {"Vårdförvaltningen": ["Vard", "Norr"]}})
    with pytest.raises(DisclosureError) as said:
        release(rows(now), told, earlier=earlier())
    assert "”Norr” sägs nu heta ”Vårdförvaltningen”, men finns också kvar" in str(
        said.value
    )

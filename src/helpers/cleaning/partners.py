"""The organisations that responses name → ties, one row a response × organisation ×
challenge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.cleaning import coding, names, spelling
from helpers.cleaning.answers import NOT_ASKED, SetAside, shown
from helpers.cleaning.coding import Cells, Options
from helpers.cleaning.privacy import find_personal
from helpers.core.errors import Problem, nearest
from helpers.survey.codebook import Codebook, Ties
from helpers.survey.identity import At
from helpers.survey.sources import Source

NO_NAME = "organisationens namn saknas"
ITSELF = "är enheten själv, ingen organisation"
CONTACT = "har kontaktuppgifter, är ingen organisation"
CONTACTS = ("personnummer", "email", "phone", "profile", "address")
WHO = ("response", "unit", "group", "organisation", "how")
TEXTS = ("question", "written", "challenge", "intensity", "agreement")


@dataclass(frozen=True)
class NamedTies:
    """`ties`: WHO, question, block, written, challenge, a bool column a form,
    intensity, agreement, since. `problems`: texts that the codebook does not know."""

    ties: pd.DataFrame
    set_aside: list[SetAside]
    problems: list[Problem]
    notes: list[str]


def read_ties(
    rows: pd.DataFrame,
    responses: pd.DataFrame,
    asked: Mapping[str, pd.Series],
    source: Source,
) -> NamedTies:
    """`responses`: with `response`, `unit` and `group`, indexed as `rows`. `asked`: by
    ties question, where it was asked."""
    book = source.codebook
    blocks: list[pd.DataFrame] = []
    reader = _Reader(rows, book)
    for question in book.ties:
        for block in range(1, question.blocks + 1):
            blocks.append(reader.block(question, block, asked[question.id]))
    ties = pd.concat(blocks) if blocks else pd.DataFrame()
    notes: list[str] = []
    if len(ties):
        ties, notes = _name_organisations(ties, source)
        for column in ("response", "unit", "group"):
            ties[column] = responses[column].reindex(ties.index)
        ties = ties[~_no_organisations(ties, reader)]
        ties = ties.sort_values(["response", "block"], kind="stable")
    return NamedTies(
        _shaped(ties, responses, book), reader.set_aside, reader.problems, notes
    )


def _name_organisations(
    ties: pd.DataFrame, source: Source
) -> tuple[pd.DataFrame, list[str]]:
    """Adds `organisation` and `how`, with a row each where a person has said that a
    text names several; notes of what nobody has confirmed."""
    decisions = source.decisions.names
    decisions = decisions[decisions["kind"] == "organisation"]
    found = names.match_names(ties["written"], source.register, decisions)
    table = found.set_index("written")
    for column, origin in (("organisation", "name"), ("how", "how")):
        ties[column] = ties["written"].map(table[origin])
    chosen = found[(found["how"] == "decision") & (found["name"] != found["written"])]
    whole = set(source.register["name"])
    many = {n: names.one_each(n) for n in chosen["name"] if n not in whole}
    ties["organisation"] = ties["organisation"].map(lambda name: many.get(name, name))
    ties = ties.explode("organisation")
    if source.register.empty:
        return ties, []
    unmatched = ties.loc[ties["how"] == "unmatched"]
    notes = []
    if count := unmatched["organisation"].nunique():
        notes.append(
            f"{count} organisationsnamn finns inte i organisations.csv. De räknas var "
            "för sig tills någon avgjort dem i decisions/names.csv."
        )
    if count := sum(bool(names.several(one)) for one in unmatched["written"].unique()):
        notes.append(
            f"{count} texter ser ut att nämna flera organisationer, och räknas som en "
            f"var. Avgör dem: kartlaggning review {source.survey}"
        )
    return ties, notes


def _no_organisations(ties: pd.DataFrame, reader: _Reader) -> pd.Series:
    """Which ties name no organisation: the unit itself, or, where nobody has confirmed
    the name, a person's telephone or the like. They are set aside with the reason."""
    own = ties["unit"].fillna("").astype(str).map(spelling.normalise)
    itself = ties["organisation"].fillna("").map(spelling.normalise).eq(own) & own.ne(
        ""
    )
    given = {
        name: any(one.kind in CONTACTS for one in find_personal(name))
        for name in ties.loc[ties["how"] == "unmatched", "organisation"].unique()
    }
    contact = (ties["how"] == "unmatched") & ties["organisation"].map(given).eq(True)
    for hit, reason in ((itself, ITSELF), (contact & ~itself, CONTACT)):
        found = ties.loc[hit, ["question", "block"]]
        for row, question, block in dict.fromkeys(found.itertuples(name=None)):
            reader.refuse(row, question, block, reason)
    return itself | contact


def _shaped(
    ties: pd.DataFrame, responses: pd.DataFrame, book: Codebook
) -> pd.DataFrame:
    """Every column there with its type, whether or not anybody named anyone."""
    order = [*WHO, "question", "block", "written", "challenge", *book.forms]
    order += ["intensity", "agreement", "since"]
    ties = ties.reindex(columns=order).reset_index(drop=True)
    kinds: dict[str, object] = {"response": "int64", "block": "int64", "since": float}
    kinds |= dict.fromkeys((*TEXTS, "unit", "organisation", "how"), "str")
    kinds |= dict.fromkeys(book.forms, bool)
    kinds["group"] = responses["group"].dtype
    return ties.astype(kinds)


class _Reader:
    """Reads one block of one question after the other; keeps what was wrong."""

    def __init__(self, rows: pd.DataFrame, book: Codebook) -> None:
        self.rows, self.book = rows, book
        self.set_aside: list[SetAside] = []
        self.problems: list[Problem] = []

    def block(self, question: Ties, block: int, asked: pd.Series) -> pd.DataFrame:
        """One row per organisation named in the block × challenge."""
        self._question, self._block = question, block
        cells = {field: self._cells(field) for field in question.fields}
        texts = {f: coding.code_text(found).values[""] for f, found in cells.items()}
        part = pd.DataFrame(
            {"written": texts["name"], "question": question.id, "block": block}
        )
        part["challenge"] = self._many(cells, "challenge", self.book.challenge_labels)
        formed = self._many(cells, "form", self.book.form_labels)
        for id in self.book.forms:
            part[id] = [id in one for one in formed]
        for field in ("intensity", "agreement"):
            part[field] = self._option(cells, texts, field)
        part["since"] = self._since(cells)
        self._set_aside_unusable(texts, asked)
        part = part[part["written"].notna() & asked]
        # A tie without a challenge is a tie all the same: its challenge is "".
        part["challenge"] = part["challenge"].map(lambda ids: ids or ("",))
        return part.explode("challenge")

    def _cells(self, field: str) -> Cells:
        missing = (*self.book.missing, *self.book.not_shown)
        return Cells.of(self.rows[self._column(field)], missing=missing)

    def _column(self, field: str) -> str:
        return self._question.column(field, self._block)

    def _set_aside_unusable(
        self, texts: Mapping[str, pd.Series], asked: pd.Series
    ) -> None:
        some = pd.DataFrame(texts).notna()
        nameless = some.any(axis=1) & ~some["name"]
        for hit, reason in ((nameless & asked, NO_NAME), (~asked, NOT_ASKED)):
            for row in hit.index[hit & some.any(axis=1)]:
                self._note(row, "name", reason, "")

    def _note(self, row: object, field: str, reason: str, found: str) -> None:
        column, question = self._column(field), self._question.id
        self.set_aside.append(SetAside(row, column, reason, question, found))

    def refuse(self, row: object, question: str, block: int, reason: str) -> None:
        """Notes that the name in a block cannot be used."""
        asked = self.book.question(question)
        assert isinstance(asked, Ties)
        column = asked.column("name", block)
        self.set_aside.append(SetAside(row, column, reason, question, ""))

    def _many(
        self, cells: Mapping[str, Cells], field: str, labels: Mapping[str, str]
    ) -> list[tuple[str, ...]]:
        """Per row, the ids whose labels the cell names, in the codebook's order."""
        if field not in cells:
            return [()] * len(self.rows)
        found, question = cells[field], self._question
        by_label = {label: id for id, label in labels.items()}
        options = Options([*by_label, *question.dont_know], question.recode)
        matched: list[tuple[str, ...]] = [()] * len(found.texts)
        for code in found.used():
            chosen = set()
            for written, option in options.split(found.texts[code], question.separator):
                if option is None:
                    self._unknown(found, code, field, written, list(by_label))
                chosen.add(by_label.get(option or ""))
            matched[code] = tuple(id for id in labels if id in chosen)
        return [matched[code] if code >= 0 else () for code in found.codes]

    def _option(
        self, cells: Mapping[str, Cells], texts: Mapping[str, pd.Series], field: str
    ) -> pd.Series:
        question = self._question
        if field not in cells:
            return pd.Series(None, self.rows.index, dtype="str")
        known = question.options.get(field)  # type: ignore[call-overload]
        if not known:
            return texts[field]
        options = Options([*known, *question.dont_know], question.recode)
        found = cells[field]
        for code in found.used():
            if options.find(found.texts[code]) is None:
                self._unknown(found, code, field, found.texts[code], options.options)
        return coding.code_single(found, options, other=None).values[""].astype("str")

    def _since(self, cells: Mapping[str, Cells]) -> pd.Series:
        if "since" not in cells:
            return pd.Series(np.nan, self.rows.index)
        coded = coding.code_number(
            cells["since"],
            between=self._question.since_between,
            whole=True,
            recode=self._question.recode,
        )
        for row, reason, text in coded.set_aside:
            self._note(row, "since", reason, shown(text))
        return coded.values[""]

    def _unknown(
        self, cells: Cells, code: int, field: str, written: str, known: Sequence[str]
    ) -> None:
        row = self.rows.loc[cells.rows(code)[0]]
        answer = shown(written, names=False)
        self.problems.append(
            Problem(
                f"”{answer}” i kolumnen ”{self._column(field)}” är inget "
                "svarsalternativ i survey.yml.",
                f"{nearest(written, known)} Kända: {', '.join(known)}. Rätta "
                "dem, eller gör om svaret med recode.".strip(),
                file=str(row[At.FILE]),
                row=int(row[At.ROW]),
            )
        )

"""Primary suppression: the rows that may not be published for what they tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.errors import DisclosureError, Problem
from helpers.estimation import sides
from helpers.estimation.schema import (
    COLLABORATES,
    SHARES,
    Protection,
    named,
    protected_by,
    undeclared,
)
from helpers.survey.codebook import TOTAL, Codebook

PRIMARY = ("few_answers", "small_cell", "few_changed")
"""Reasons that a cell of counts is suppressed for itself."""
AMOUNTS = protected_by(Protection.AMOUNT)
SUMS = (
    *named(protection=Protection.BASE, adds_up=True),
    *named(protection=Protection.AMOUNT, adds_up=True),
)
"""Statistics of which a group's is that of all without the other groups'."""
TRANSITIONS, CHANGES = protected_by(Protection.MOVE), protected_by(Protection.CHANGE)
PLACE = ["question", "item", "challenge", "form", "group"]


@dataclass(frozen=True)
class Rule:
    """When a cell needs protection of its own, and how wide its interval must be."""

    k: int
    small_group: int

    @classmethod
    def of(cls, codebook: Codebook) -> Rule:
        return cls(codebook.disclosure.k, codebook.disclosure.small_group)

    def width(self, count: float, answered: float) -> float:
        """The protection interval; 0 when the cell may be known.

        >>> Rule(5, 10).width(2, 20), Rule(5, 10).width(1, 3), Rule(5, 10).width(9, 20)
        (4.0, 3.0, 0.0)
        """
        if self.reason(count, answered):
            return float(min(self.k - 1, answered))
        return 0.0

    def reason(self, count: float, answered: float) -> str:
        """few_answers, small_cell or "" (methods.md, Disclosure control).

        Fewer than `k` in the cell or outside it; all in it, since that tells what each
        of them answered; nobody in it, among fewer than `small_group` answers. How many
        were asked does not matter: it is those who answered that a number tells of.

        >>> [Rule(5, 10).reason(*cell) for cell in ((12, 12), (0, 9), (0, 12))]
        ['small_cell', 'small_cell', '']
        """
        if not answered > 0:
            return ""  # nobody answered: there is nothing to protect
        if answered < self.k:
            return "few_answers"
        rest = answered - count
        few = 0 < count < self.k or 0 < rest < self.k
        alike = rest == 0 or (count == 0 and answered < self.small_group)
        return "small_cell" if few or alike else ""


def check_settings(codebook: Codebook) -> None:
    """Raises DisclosureError for settings that promise protection and give none."""
    problems = []
    protected = [q.id for q in codebook.questions if codebook.protected(q.id)]
    if codebook.disclosure.k < 2 and protected:
        problems.append(
            Problem(
                "disclosure → k är 1, och då skyddas ingen.",
                "Sätt k till minst 3 (vanligast är 5), eller skriv disclosure: open på "
                "de frågor vars svar är offentliga.",
                file="survey.yml",
            )
        )
    group = codebook.group and codebook.question(codebook.group)
    is_declared = group and "disclosure" in group.model_fields_set
    if group and is_declared and group.disclosure == "protected":
        problems.append(
            Problem(
                f"Frågan {group.id} delar in rapporten (group) men är skyddad "
                "(disclosure: protected). Varje tabell skulle visa hur många som "
                "svarat vad på den.",
                "Skriv disclosure: open på den, eller ta bort group.",
                file="survey.yml",
            )
        )
    if problems:
        raise DisclosureError(problems)


def check_declared(rows: pd.DataFrame) -> None:
    """Nothing is shown by default: of an unknown number nobody has said whether a
    single respondent's answer can be read from it."""
    problems = []
    for name in undeclared(rows["statistic"]):
        questions = rows.loc[rows["statistic"].eq(name), "question"].unique()
        problems.append(
            Problem(
                f"Måttet ”{name}” (frågan {', '.join(questions)}) är okänt för "
                "röjandekontrollen: det står ingenstans hur det ska skyddas. Inget "
                "har publicerats.",
                "Det är ett fel i programmet: måttet måste stå i STATISTICS i "
                "estimation/schema.py innan det får räknas.",
            )
        )
    if problems:
        raise DisclosureError(problems)


def is_protected(codebook: Codebook, question: str) -> bool:
    """Whether numbers of `question` are held to the thresholds.

    The question that divides the report into groups is not: how many answered in each
    group is the base of every table. What is no question (response rates) is a fact
    about the survey.
    """
    if question not in codebook.by_id or question == codebook.group:
        return False
    return codebook.protected(question)


def protected_rows(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """For each row, whether the thresholds hold for it."""
    known = {id: is_protected(codebook, id) for id in rows["question"].unique()}
    about = rows["statistic"].isin(protected_by(Protection.NONE, Protection.INTERNAL))
    protected = rows["question"].map(known).astype(bool)
    return (protected | rows["method"].eq(sides.PROTECTED_THERE)) & ~about


def primary_reasons(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """For each row, why it alone may not be shown, "" where it may."""
    rule = Rule.of(codebook)
    protected = protected_rows(rows, codebook)
    source = codebook.challenges and codebook.challenges.source.question
    crossed = rows["challenge"].ne(TOTAL) & rows["group"].ne(TOTAL)
    domain = crossed & ~rows["statistic"].isin([COLLABORATES, "combination"])
    two_waves = rows["statistic"].isin([*TRANSITIONS, *CHANGES])
    change = protected & two_waves & rows["group"].ne(TOTAL)
    # The base of a challenge's table is how many collaborate within it.
    everywhere = bool(source) and is_protected(codebook, str(source))
    fine = (domain & (protected | everywhere)) | change
    # What an open question was answered within a challenge would tell who is in it.
    known = rows["question"].isin(list(codebook.by_id))
    inside = rows["challenge"].ne(TOTAL) & rows["question"].ne(source) & known
    fine |= inside & ~protected & everywhere
    led = rows["question"].isin(_perhaps_led_on(codebook))
    fine |= led & rows["group"].ne(TOTAL)
    reasons = np.where(fine, "not_crossed", "")
    reasons = reasons.astype(object)
    counted = rows["statistic"].isin([*SHARES, *TRANSITIONS])
    numbers = rows[["count", "answered"]].to_numpy(dtype=float)
    for row in np.flatnonzero(protected & (reasons == "")):
        count, answered = numbers[row]
        if counted[row]:
            reasons[row] = rule.reason(count, answered)
        elif 0 < answered < rule.k:
            reasons[row] = "few_answers"
    return pd.Series(reasons, index=rows.index, dtype="str")


def _perhaps_led_on(codebook: Codebook) -> list[str]:
    """The questions of which nobody knows who was asked, and that a protected question
    before them may have led to: how many of a group answered may be how many gave some
    answer to that one."""
    found, secret = [], False
    for question in codebook.questions:
        if secret and question.asked == "unknown":
            found.append(question.id)
        secret |= question.counted and is_protected(codebook, question.id)
    return found


def places(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """For each row, which part of whose answers to what it is about."""
    return list(map(tuple, rows[PLACE].to_numpy()))

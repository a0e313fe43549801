"""What was found in a survey as a whole: how many answered, collaborate, hinder, want.

Every function gives a value, or None: the question was not asked, nobody answered it,
or its number is not shown. With the id of a challenge they are of that challenge; the
numbers ①–⑩ are those of its brief.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.facts import Naming, Organisation
from helpers.estimation.schema import COLLABORATES, Row
from helpers.presentation import text
from helpers.presentation.findings.bases import (
    EVERYBODY,
    Caution,
    Implied,
    caution,
    implied_none,
)
from helpers.presentation.findings.rankings import ranking
from helpers.presentation.findings.response import Response, responded
from helpers.presentation.findings.values import (
    Changes,
    Measure,
    Ranking,
    distinguishable,
)
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook


@dataclass(frozen=True)
class Collaborating:
    """How many collaborate within a challenge ("" for any). `implied`: those that were
    not asked (None where the number is not shown). `caution`, and the no-assumption
    bounds `sure`, where the share is no sound one of all."""

    measure: Measure
    challenge: str
    implied: Implied | None = EVERYBODY
    caution: Caution | None = None
    sure: tuple[float, float] | None = None


@dataclass(frozen=True)
class Engaged:
    """① How many answered, and how many of them are in the challenge."""

    response: Response
    collaborating: Collaborating


@dataclass(frozen=True)
class Leading:
    """The challenge that most are in, with those not distinguishable from it."""

    leaders: tuple[Measure, ...]


@dataclass(frozen=True)
class UsedForms:
    """Which form is commonest, and how many use all `of` forms."""

    ranking: Ranking
    every: Measure | None
    of: int


@dataclass(frozen=True)
class Named:
    """⑥ How many organisations are named, and how many of them by two groups or more
    (None where that is not known). `most` is how many each could name, 0 if no limit.
    `unconfirmed` names may be others, or misspelt: with them they are no fewer than
    `fewest` (None where the two numbers are not shown).
    """

    organisations: int
    shared: int | None
    most: int
    unconfirmed: int = 0
    fewest: int | None = None


@dataclass(frozen=True)
class Counted:
    """How many gave one answer, by its label."""

    label: str
    count: float


@dataclass(frozen=True)
class InForms:
    """② How many in each form, and how many in all of them."""

    forms: tuple[Counted, ...]
    every: float | None


@dataclass(frozen=True)
class Concentration:
    """④ The two groups with most of those in the challenge."""

    groups: tuple[str, str]
    together: float
    of: float


@dataclass(frozen=True)
class Absent:
    """⑤ A group with answers where nobody is in the challenge; `asked` is how many
    its frame has, None without one."""

    group: str
    answered: int
    asked: int | None


@dataclass(frozen=True)
class Absence:
    """⑤ Where nobody who answered is in the challenge, and from where nothing is
    known. The two are never one."""

    absent: tuple[Absent, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreements:
    """⑧ Of `ties` named, how many are agreed in writing; of the `dated` with a known
    first year, how many began in `year` or before."""

    ties: int | None
    written: float | None
    dated: int | None
    old: int | None
    year: int | None


@dataclass(frozen=True)
class ExtentChanges:
    """What has changed in how many are in each challenge."""

    changes: Changes


def row_of(released: Released, **keys: str) -> Row | None:
    """The one row with these keys, when it is shown and has answers; else None."""
    rows = text.shown_rows(released.select(**keys))
    return rows[0] if len(rows) == 1 else None


def collaborates(
    released: Released, challenge: str, *, form: str = TOTAL
) -> Row | None:
    """The row of those that collaborate in a challenge, all groups together."""
    return row_of(
        released,
        statistic=COLLABORATES,
        challenge=challenge,
        form=form,
        group=TOTAL,
    )


def chapter_questions(codebook: Codebook, chapter: str) -> list[AnyQuestion]:
    """The chapter's questions that become numbers and are results."""
    return [
        one
        for one in codebook.counted
        if one.chapter == chapter and one.id not in codebook.permissions
    ]


def extent(released: Released, challenge: str = TOTAL) -> Collaborating | None:
    """How large a share is in a challenge, or in any."""
    row = collaborates(released, challenge)
    if row is None:
        return None
    codebook = released.codebook
    label = "" if challenge == TOTAL else codebook.challenge(challenge).label
    source = codebook.challenges and codebook.challenges.source.question
    implied = implied_none(released, source) if source else EVERYBODY
    careful = caution(released)
    sure = (row.certain_low, row.certain_high)
    bounded = careful is not None and all(end == end for end in sure)
    return Collaborating(
        Measure.of(row, key=challenge, label=label),
        label,
        implied,
        careful,
        sure if bounded else None,
    )


def largest_challenge(released: Released) -> Leading | None:
    """Which challenge most are in, with those not distinguishable from it."""
    labels = released.codebook.challenge_labels
    rows = released.select(
        statistic=COLLABORATES, form=TOTAL, group=TOTAL, challenge=list(labels)
    )
    shown = [
        Measure.of(row, key=row.challenge, label=labels[row.challenge])
        for row in text.shown_rows(rows)
    ]
    if not shown or len(shown) < len(labels):
        return None
    top, *others = sorted(shown, key=lambda one: -one.share)
    if not top.count:
        return None
    return Leading((top, *(one for one in others if not distinguishable(top, one))))


def used_forms(released: Released) -> UsedForms | None:
    """Which form is commonest, and how many use them all."""
    forms = list(released.codebook.forms)
    rows = released.select(
        statistic=COLLABORATES, challenge=TOTAL, group=TOTAL, form=forms
    )
    found = ranking(rows, by="form") if len(rows) else None
    if found is None:
        return None
    every = _every_form(released, TOTAL)
    whole = None
    if every is not None and every.count and len(forms) > 1:
        whole = Measure.of(every)
    return UsedForms(found, whole, len(forms))


def _every_form(released: Released, challenge: str) -> Row | None:
    return row_of(
        released,
        statistic="combination",
        challenge=challenge,
        group=TOTAL,
        form="+".join(released.codebook.forms),
    )


def organisations(released: Released, challenge: str = TOTAL) -> Named | None:
    """⑥ How many organisations are named, and how many by two groups or more."""
    keys = {"challenge": challenge, "form": TOTAL, "group": TOTAL}
    named = row_of(released, statistic="organisations", **keys)
    if named is None or not named.count:
        return None
    shared = row_of(released, statistic="organisations_shared", **keys)
    codebook = released.codebook
    count = None
    if shared is not None and codebook.group and named.count > 1:
        count = int(shared.count)
    most = max((question.blocks for question in codebook.ties), default=0)
    unsure = row_of(released, statistic="organisations_unconfirmed", **keys)
    fewest = row_of(released, statistic="organisations_fewest", **keys)
    return Named(
        int(named.count),
        count,
        most,
        int(unsure.count) if unsure is not None else 0,
        int(fewest.count) if fewest is not None else None,
    )


# --- one challenge -------------------------------------------------------------------


def engaged(released: Released, challenge: str) -> Engaged | None:
    """① How many answered, and how many of them are in the challenge."""
    found = extent(released, challenge)
    return None if found is None else Engaged(responded(released), found)


def forms(released: Released, challenge: str) -> InForms | None:
    """② How many in each form, and how many in all of them."""
    labels = released.codebook.form_labels
    rows = {form: collaborates(released, challenge, form=form) for form in labels}
    shown = tuple(
        Counted(labels[form], row.count)
        for form, row in rows.items()
        if row is not None
    )
    if not any(one.count for one in shown):
        return None
    every = _every_form(released, challenge) if len(labels) > 1 else None
    return InForms(shown, None if every is None else every.count)


def concentration(released: Released, challenge: str) -> Concentration | None:
    """④ The two groups with most of those in the challenge, when two stand out."""
    whole = collaborates(released, challenge)
    rows = released.select(statistic=COLLABORATES, challenge=challenge, form=TOTAL)
    of_groups = [row for row in rows if row.group != TOTAL]
    if whole is None or not whole.count or not all(row.shown for row in of_groups):
        return None
    ranked = sorted(
        (row for row in text.shown_rows(rows) if row.group != TOTAL),
        key=lambda row: -row.count,
    )
    if len(ranked) < 3 or ranked[1].count <= ranked[2].count:
        return None
    first, second = ranked[:2]
    together = first.count + second.count
    return Concentration((first.group, second.group), together, whole.count)


def absence(released: Released, challenge: str) -> Absence | None:
    """⑤ The groups where nobody who answered is in the challenge, and those that
    nobody answered for."""
    response = released.facts.response
    asked = {one.department: one.population for one in response.departments}
    rows = released.select(statistic=COLLABORATES, challenge=challenge, form=TOTAL)
    absent = tuple(
        Absent(row.group, int(row.answered), asked.get(row.group))
        for row in text.shown_rows(rows)
        if row.group != TOTAL and row.count == 0
    )
    unknown = response.not_covered
    return Absence(absent, unknown) if absent or unknown else None


def listed_in(released: Released, challenge: str) -> list[tuple[Organisation, Naming]]:
    """⑥ The organisations named within the challenge whose names may be printed, with
    who names them there; those that most groups name first."""
    found = [
        (one, one.challenges[challenge])
        for one in released.facts.organisations.listed
        if challenge in one.challenges
    ]
    return sorted(
        found, key=lambda one: (-len(one[1].groups), -one[1].units, one[0].name)
    )


def not_named(released: Released, challenge: str) -> list[str]:
    """⑦ What the register has for the challenge but nobody names within it."""
    return list(released.facts.organisations.not_named.get(challenge, ()))


def agreements(released: Released, challenge: str) -> Agreements | None:
    """⑧ How many of the named ties are agreed in writing, and how many are old."""
    keys = {"challenge": challenge, "form": TOTAL, "group": TOTAL}
    written = row_of(released, statistic="ties_written", **keys)
    started = released.facts.organisations.started.get(challenge)
    if written is None and not (started and started.known):
        return None
    return Agreements(
        None if written is None else int(written.answered),
        None if written is None else written.count,
        (started.known or None) if started else None,
        started.before if started else None,
        started.year if started else None,
    )

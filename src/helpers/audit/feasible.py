"""Claims → what a number that is not shown can be: the attack itself.

Everything public about one question is put into one integer programme: the counts that
are shown, the margins, what a table is part of, weighted shares within the rounding
that they are printed with, earlier versions. A number is *given away* when the values
that remain possible are too few for the threshold that the report promises.

The rule is written here from methods.md, not taken from the code that hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from helpers.audit.between import late_answers, moves
from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.domains import inside_of
from helpers.audit.facts import know_followups, know_version
from helpers.audit.implied import answered_together
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import MOVES, SHARES, Puzzle, Version, place_of
from helpers.audit.renamed import (
    in_names_of_now,
    told_by_redividing,
    told_by_regrouping,
)
from helpers.audit.routing import asked_of
from helpers.audit.solver import Found, needs_protection, remaining
from helpers.survey.codebook import TOTAL, Codebook, Optioned


def attack(
    versions: Sequence[Version], codebook: Codebook, waves: Sequence[Version] = ()
) -> list[Found]:
    """What can be computed from all versions together, the last being the present, and
    from earlier waves whose claims are put in the words of this one.

    What the earlier versions tell by themselves cannot be called back, and is left out.
    """
    versions = in_names_of_now(versions, codebook)
    found = [*_found(versions, codebook, waves), *_regrouped(versions, codebook)]
    if not found or len(versions) < 2:
        return found
    before = [*_all_found(versions[:-1], codebook, waves)]
    known = {(one.cell, one.low, one.high) for one in before}
    shown = {
        (claim.cell, claim.count, claim.base)
        for version in versions[:-1]
        for claim in version.claims
        if claim.count is not None
    }
    return [
        one
        for one in found
        if (one.cell, one.low, one.high) not in known
        and not (one.low == one.high and (one.cell, one.low, one.base) in shown)
    ]


def told_already(versions: Sequence[Version], codebook: Codebook) -> list[Found]:
    """What the versions before the last tell by themselves, beyond recall."""
    named = in_names_of_now(versions, codebook)
    return [*_all_found(named[:-1], codebook, ())] if len(named) > 1 else []


def _all_found(
    versions: Sequence[Version], codebook: Codebook, waves: Sequence[Version]
) -> Iterator[Found]:
    yield from _found(versions, codebook, waves)
    yield from _regrouped(versions, codebook)


def _found(
    versions: Sequence[Version], codebook: Codebook, waves: Sequence[Version]
) -> list[Found]:
    questions = _by_question(versions, codebook)
    before = _by_question(waves, codebook)
    # How many there are in each group is the same whatever they were asked.
    sizes = {
        (claim.cell.challenge, claim.cell.group): claim.population
        for version in versions
        for claim in version.claims
        if claim.population
    }
    replied = replied_by_group(versions[-1].claims)
    asked = {version.name: asked_of(version.claims) for version in versions}
    shown = {version.name: _open_shares(version, codebook) for version in versions}
    given = {version.name: _given(version, codebook) for version in versions}
    inside = {version.name: inside_of(version.claims) for version in versions}
    found: list[Found] = []
    for keys in _together(questions, codebook):
        now = versions[-1].name
        puzzle = Puzzle(codebook, sizes, replied, now, asked, shown, given, inside)
        own, waves_of = (_joined(keys, one) for one in (questions, before))
        found += _attack_one(own, puzzle, waves_of)
    return found


Parts = Mapping[tuple[str, str], Sequence[Version]]


def _together(questions: Parts, codebook: Codebook) -> list[list[tuple[str, str]]]:
    """The questions, or items of them, that are attacked in one: each for itself, and
    with those whose answers imply each other; one of them at least is protected."""
    alone = sorted(questions)
    found: list[list[tuple[str, str]]] = []
    for ids in answered_together(codebook):
        found.append([key for key in alone if key[0] in ids])
        alone = [key for key in alone if key[0] not in ids]
    found += [[key] for key in alone]
    return [
        keys
        for keys in found
        if any(is_protected(codebook, question) for question, _ in keys)
    ]


def _joined(keys: Iterable[tuple[str, str]], parts: Parts) -> list[Version]:
    """What each version says of all the questions of `keys`."""
    claims: dict[str, list[Claim]] = {}
    for key in keys:
        for version in parts.get(key, []):
            claims.setdefault(version.name, []).extend(version.claims)
    return [Version(name, own) for name, own in claims.items()]


def _regrouped(versions: Sequence[Version], codebook: Codebook) -> Iterator[Found]:
    limits = codebook.disclosure
    known = [
        ("grupper", told_by_regrouping(versions, codebook)),
        ("alternativ", told_by_redividing(versions, codebook)),
    ]
    for what, ones in known:
        for one in ones:
            late, base = abs(one.late), abs(one.base)
            if one.late * one.base < 0 or not late <= base:
                continue  # something was corrected: it is no number of answers
            if needs_protection(late, base, limits.k, limits.small_group):
                why = f"{what} som slagits ihop eller delats sedan {one.version}"
                yield Found(one.cell, why, late, late, base)


def replied_by_group(claims: Iterable[Claim]) -> dict[str, float]:
    """How many of each group answered the survey at all: the most that any share of
    theirs was asked of. A difference counts the others, and not those of the group."""
    replied: dict[str, float] = {}
    for claim in claims:
        counted = claim.cell.statistic == SHARE and claim.cell.challenge == TOTAL
        if claim.asked is not None and counted:
            group = claim.cell.group
            replied[group] = max(replied.get(group, 0.0), claim.asked)
    return replied


def _open_shares(version: Version, codebook: Codebook) -> list[Claim]:
    """The shares of open questions that stand behind another, of all and by group."""
    behind = {q.id for q in codebook.questions if q.asked_if and q.id in codebook.by_id}
    return [
        claim
        for claim in version.claims
        if claim.cell.question in behind
        and claim.cell.statistic == SHARE
        and not claim.suppressed
        and not codebook.protected(claim.cell.question)
    ]


def _given(version: Version, codebook: Codebook) -> dict[Cell, float]:
    """How many gave each answer that makes another question's follow."""
    filters = {id for question in codebook.questions for id in question.implied_none}
    return {
        claim.cell: claim.count
        for claim in version.claims
        if claim.cell.question in filters and claim.count is not None
    }


def _by_question(
    versions: Sequence[Version], codebook: Codebook
) -> dict[tuple[str, str], list[Version]]:
    """What each version says of each protected question, and item of it; and of those
    whose answers imply a protected one's, or the other way round."""
    kept = {q.id for q in codebook.questions if is_protected(codebook, q.id)}
    for ids in answered_together(codebook):
        kept |= ids if ids & kept else set()
    questions: dict[tuple[str, str], list[Version]] = {}
    for version in versions:
        parts: dict[tuple[str, str], list[Claim]] = {}
        published = {
            place_of(claim.cell)
            for claim in version.claims
            if claim.cell.statistic in MOVES and claim.count is not None
        }
        for claim in version.claims:
            cell = claim.cell
            if claim.suppressed and claim.reason == "not_crossed":
                continue  # a table that nothing is shown of tells nothing
            if cell.statistic in MOVES and place_of(cell) not in published:
                continue
            if cell.question not in kept:
                continue
            question = codebook.question(cell.question)
            if isinstance(question, Optioned) and len(question.all_options) == 1:
                continue  # all who answered have ticked it: it is the base, and public
            if cell.statistic in (*SHARES, *MOVES, "total"):
                item = TOTAL if cell.statistic in SHARES[1:] else cell.item
                parts.setdefault((cell.question, item), []).append(claim)
        for key, claims in parts.items():
            questions.setdefault(key, []).append(Version(version.name, claims))
    return questions


def _attack_one(
    versions: Sequence[Version], puzzle: Puzzle, waves: Sequence[Version]
) -> Iterator[Found]:
    for version in [*waves, *versions]:
        know_version(puzzle, version)
    for version in versions:
        moves(puzzle, version, waves)
    for before, after in pairwise(versions):
        late_answers(puzzle, before.name, after.name)
    for version in versions:
        know_followups(puzzle, version.name)
    yield from remaining(puzzle)

"""Earlier versions in the names of this one, as an attacker finds them.

Questions, options, rows of grids, challenges, forms and groups that are called
otherwise are matched by `renamed` in survey.yml and else by their content: the same
numbers, and more of them. Whoever compares two versions does so too, whatever the
codebook says of what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import SHARES, Version, pieces
from helpers.core.wording import same_words
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook

Told = Mapping[str, Sequence[str]]  # name now → names then
MOST_LATE = 0.5
"""How many late answers there are at most, of those that came before."""
Bases = dict[tuple[str, ...], float]


class Regrouping(NamedTuple):
    """`late` of the `base` answers that came since `version` to groups that were merged
    or divided are of the cell's option."""

    cell: Cell
    version: str
    late: float
    base: float


def in_names_of_now(versions: Sequence[Version], codebook: Codebook) -> list[Version]:
    """The same versions, each earlier one in the names of the last."""
    *earlier, now = versions
    return [*(_renamed(then, now, codebook) for then in earlier), now]


def _renamed(then: Version, now: Version, codebook: Codebook) -> Version:
    own = [c for c in now.claims if c.cell.statistic in SHARES]
    own = [c for c in own if is_protected(codebook, c.cell.question)]
    given = codebook.renamed
    kept = [c for c in then.claims if c.cell.question in codebook.by_id]
    gone = [c for c in then.claims if c.cell.question not in codebook.by_id]
    asked = {claim.cell.question for claim in then.claims}
    new = [c for c in own if c.cell.question not in asked]
    claims = kept + _matched(gone, new, "question", given.questions)
    for column, names in (
        ("challenge", given.challenges), ("form", given.forms), ("group", given.groups),
    ):  # fmt: skip
        claims = _matched(claims, own, column, names)
    for id in dict.fromkeys(claim.cell.question for claim in own):
        for column, within in (("item", given.items), ("option", given.options)):
            mine = [claim for claim in claims if claim.cell.question == id]
            rest = [claim for claim in claims if claim.cell.question != id]
            here = [claim for claim in own if claim.cell.question == id]
            if column == "option":  # steps merged otherwise are no new name of them
                rest += [c for c in mine if _is_merged(c, codebook)]
                mine, here = (
                    [claim for claim in some if not _is_merged(claim, codebook)]
                    for some in (mine, here)
                )
            claims = rest + _matched(mine, here, column, within.get(id, {}))
    return then._replace(claims=claims)


def _is_merged(claim: Claim, codebook: Codebook) -> bool:
    """Whether an option stands for several: "4 eller 5"."""
    return len(pieces(claim.cell.option, codebook.question(claim.cell.question))) > 1


def _matched(
    claims: list[Claim], own: Sequence[Claim], column: str, declared: Told
) -> list[Claim]:
    """`claims` with what a column calls otherwise in the names of `own`: what is told,
    what only writing sets apart, and of the rest those whose numbers lie nearest, the
    nearest first."""
    now, then = _numbers(own, column), _numbers(claims, column)
    new = [name for name in now if name not in then]
    gone = [name for name in then if name not in now]
    names = _one_to_one(declared, new, gone)
    for name in new:
        alike = [one for one in gone if same_words(one) == same_words(name)]
        if alike and name not in names.values():
            names[alike[0]] = name
    gaps = sorted(
        (_distance(now[one], then[other]), new.index(one), gone.index(other))
        for one in new
        for other in gone
        if one not in names.values() and other not in names
    )
    for far, one, other in gaps:
        if np.isfinite(far) and new[one] not in names.values():
            names.setdefault(gone[other], new[one])
    return _called(claims, column, names)


def _numbers(claims: Iterable[Claim], column: str) -> dict[str, Bases]:
    """By name in a column, the counts and bases of everything besides it."""
    found: dict[str, Bases] = {}
    for claim in claims:
        cell = claim.cell
        name = cell[Cell._fields.index(column)]
        if cell.statistic not in SHARES or name in (TOTAL, NO_GROUP):
            continue
        numbers = found.setdefault(name, {})
        key = cell._replace(**{column: ""})
        if claim.base is not None:
            numbers[*key._replace(option=""), "base"] = claim.base
        if claim.count is not None:
            numbers[*key, "count"] = claim.count
    return found


def _distance(now: Bases, then: Bases) -> float:
    """How many answers at most lie between two tables. Infinite where one cannot be the
    other and some answers more: of two questions that as many have answered, what one
    has more of one option it has less of another."""
    both = now.keys() & then.keys()
    more = [now[key] - then[key] for key in both]
    if not any(key[-1] == "count" for key in both) or min(more) < 0 < max(more):
        return np.inf
    far = max(abs(one) for one in more)
    return far if far <= MOST_LATE * max(then[key] for key in both) else np.inf


def _one_to_one(
    declared: Told, new: Sequence[str], gone: Sequence[str]
) -> dict[str, str]:
    """name then → name now, where one was one."""
    uses = [name for names in declared.values() for name in names]
    return {
        names[0]: name
        for name, names in declared.items()
        if name in new and len(names) == 1 == uses.count(names[0]) and names[0] in gone
    }


def _called(claims: list[Claim], column: str, names: Mapping[str, str]) -> list[Claim]:
    if not names:
        return claims
    place = Cell._fields.index(column)

    def renamed(name: str) -> str:
        if column == "form":
            return "+".join(names.get(one, one) for one in name.split("+"))
        return names.get(name, name)

    return [
        replace(claim, cell=claim.cell._replace(**{column: renamed(claim.cell[place])}))
        for claim in claims
    ]


def told_by_regrouping(
    versions: Sequence[Version], codebook: Codebook
) -> Iterator[Regrouping]:
    """How the sums of groups that were merged or divided differ between two versions,
    where all of them are shown: the answers that came are known as well."""
    *earlier, now = versions
    own = _shown(now, codebook)
    for then in earlier:
        before = _shown(then, codebook)
        for mine, theirs in _regrouped(then, now, codebook):
            for cell in dict.fromkeys(c._replace(group=mine[0]) for c in own):
                ours, olds = _sum(own, cell, mine), _sum(before, cell, theirs)
                if ours is not None and olds is not None:
                    late, base = (
                        new - old for new, old in zip(ours, olds, strict=True)
                    )
                    yield Regrouping(cell, then.name, late, base)


def told_by_redividing(
    versions: Sequence[Version], codebook: Codebook
) -> Iterator[Regrouping]:
    """What late answers say where options were merged or divided since: the others have
    grown by them alone, and the changed ones together by the rest."""
    *earlier, now = versions
    own = _by_option(now, codebook)
    for then in earlier:
        for place, before in _by_option(then, codebook).items():
            mine = own.get(place, {})
            base = _base(mine) - _base(before)
            labels = {*mine, *before}
            question = codebook.question(place.question)
            merged = any(len(pieces(one, question)) > 1 for one in labels)
            if not base > 0 or mine.keys() == before.keys() or merged:
                continue
            more = {o: mine[o][0] - before[o][0] for o in mine.keys() & before.keys()}
            grown = {o: late for o, late in more.items() if 0 <= late <= base}
            if question.answer_type == "single":
                late = sum(n for o, (n, _) in mine.items() if o not in grown)
                late -= sum(n for o, (n, _) in before.items() if o not in grown)
                grown[next(o for o in [*mine, *before] if o not in grown)] = late
            for option, late in grown.items():
                yield Regrouping(place._replace(option=option), then.name, late, base)


def _by_option(
    version: Version, codebook: Codebook
) -> dict[Cell, dict[str, tuple[float, float]]]:
    """Place → option → count (NaN: suppressed) and base, of protected questions."""
    found: dict[Cell, dict[str, tuple[float, float]]] = {}
    for claim in version.claims:
        cell = claim.cell
        if cell.statistic == SHARE and is_protected(codebook, cell.question):
            count = np.nan if claim.count is None else claim.count
            base = np.nan if claim.base is None else claim.base
            found.setdefault(cell._replace(option=""), {})[cell.option] = count, base
    return found


def _base(options: Mapping[str, tuple[float, float]]) -> float:
    return max((base for _, base in options.values() if base >= 0), default=np.nan)


def _sum(
    shown: Mapping[Cell, tuple[float, float]], cell: Cell, groups: Sequence[str]
) -> tuple[float, float] | None:
    """Count and base of a cell in some groups together; None: not all are shown."""
    found = [shown.get(cell._replace(group=group)) for group in groups]
    numbers = [one for one in found if one is not None]
    if len(numbers) < len(found):
        return None
    return sum(count for count, _ in numbers), sum(base for _, base in numbers)


def _shown(version: Version, codebook: Codebook) -> dict[Cell, tuple[float, float]]:
    """Count and base of the shown shares of protected questions."""
    return {
        claim.cell: (claim.count, claim.base)
        for claim in version.claims
        if claim.count is not None
        and claim.base is not None
        and claim.cell.statistic in SHARES
        and is_protected(codebook, claim.cell.question)
    }


def _regrouped(
    then: Version, now: Version, codebook: Codebook
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Groups of now and of then that `renamed` says are the same units together."""
    names = {
        **{g: [g] for g in _groups(now) & _groups(then)},
        **codebook.renamed.groups,
    }
    left = {group: set(olds) for group, olds in names.items() if olds}
    while left:
        group, theirs = left.popitem()
        mine = {group}
        while touched := [one for one, olds in left.items() if olds & theirs]:
            for one in touched:
                mine.add(one)
                theirs |= left.pop(one)
        if len(mine) > 1 or len(theirs) > 1:
            yield tuple(sorted(mine)), tuple(sorted(theirs))


def _groups(version: Version) -> set[str]:
    return {
        claim.cell.group
        for claim in version.claims
        if claim.cell.statistic in SHARES and claim.cell.group not in (TOTAL, NO_GROUP)
    }

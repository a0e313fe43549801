"""Who was asked a question, where survey.yml does not say: what the blanks tell.

A survey tool that does not mark what it did not show leaves a blank, as who skipped the
question does. Routing shows in that the blanks follow an earlier answer. Nothing is
decided here: what speaks for it is told to a person, and until she has said, nobody
knows how many were asked (`unanswered`).

A response that was broken off is blank from some question to the end: that is no
routing. Texts are left blank at will, and prove nothing.

Long: its tests of the blanks share the same tables of who answered what.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, groupby
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.answers import Answers
from helpers.survey.codebook import (
    OVER_ZERO,
    AnyQuestion,
    Codebook,
    Multiple,
    Number,
    Single,
)

Bools = NDArray[np.bool_]

NEARLY_ALL = 0.9
"""A question that so many answered is taken to have gone to all."""
MANY = 0.5
"""Where fewer than so many of those who got so far answered, it is asked."""
LED = 0.85
"""So many of those that a route leads to a question have answered it, if it is one."""
STRAY = 0.02
"""So many of the others may have answered all the same: they changed their minds."""
FEWEST = 5
"""Responses on each side of a route: with fewer it may be chance."""
CHANCE = 0.01
"""How likely chance may be to give blanks that follow an answer so well, over every
answer that was looked at (Bonferroni)."""
BLOCK = 3
"""So many questions in a row that are blank together, in a tenth of all, are told."""
ALIKE = 0.95
"""Two questions have the same blanks where they share so many of what either has."""
TENTH = 0.1
"""What fewer do is let pass: blanks of a block, answers beside the filter, those of an
answer who went on."""
CELLS = 2_000_000  # looked at together
MOST_TRIED = 12
"""Filters that are tried two and two: pairs grow with the square."""
MOST_TOLD = 2
COUNTED = ("single", "multiple", "ranking", "grid", "number")
_CONDITIONAL = re.compile(
    r"^\W*(q?\d+\w?\W+)?(om (ja|nej|så|du|ni|svaret)\b|if (yes|no|so|you|your)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Route:
    """Answers to earlier questions, all of them needed, and how the question's blanks
    follow them: of `inside` responses that gave them `led` answered it, of the
    `outside` others with an answer there `stray` did."""

    asked_if: Mapping[str, tuple[str, ...]]
    inside: int
    led: int
    outside: int
    stray: int

    @property
    def is_clear(self) -> bool:
        """Whether these were given by (nearly) all who answered, and by no others."""
        return self.led >= LED * self.inside and self.stray <= STRAY * self.outside


@dataclass(frozen=True)
class Unasked:
    """A question of which nobody has said who was asked, and whose blanks make it
    needful: `answered` of `responses` have answered. `routes`: what speaks for routing,
    the clear ones first. `alike`: the questions right before it with the same blanks.
    `broken_off`: responses that ended before it."""

    question: str
    answered: int
    responses: int
    routes: tuple[Route, ...] = ()
    alike: tuple[str, ...] = ()
    broken_off: int = 0

    @property
    def clear(self) -> list[Route]:
        return [route for route in self.routes if route.is_clear]


def unanswered(answers: Answers, book: Codebook) -> dict[str, Unasked]:
    """The questions whose blanks ask who was asked, by id; those that survey.yml says
    it of (`asked_if`, `implied_none`, `asked: all`), or the tool, are not among them.

    One that `asked: unknown` stands at is, whatever its blanks tell.
    """
    form = _Form.of(answers, book)
    found = {}
    for place, question in enumerate(form.questions):
        one = form.look_at(place)
        if one is not None:
            found[question.id] = one
    return found


def with_unknown(book: Codebook, found: Mapping[str, Unasked]) -> Codebook:
    """`book`, where it says of the questions found that nobody knows who was asked."""
    new = {id for id in found if book.question(id).asked is None}
    if not new:
        return book
    content = json.loads(book.model_dump_json(by_alias=True, exclude_unset=True))
    for part in content["questions"]:
        if part["id"] in new:
            part["asked"] = "unknown"
    return Codebook.model_validate_json(json.dumps(content))


@dataclass(frozen=True)
class _Form:
    """Who answered what, in the order of the form: `given` responses × questions, and
    `tail`, where a response had been broken off before the question."""

    book: Codebook
    questions: Sequence[AnyQuestion]
    given: Bools
    tail: Bools
    marked: frozenset[str]
    leave: frozenset[str]
    filters: Sequence[_Earlier]

    @classmethod
    def of(cls, answers: Answers, book: Codebook) -> _Form:
        table = answers.responses
        aside: dict[str, list[object]] = {}
        for value in answers.set_aside:  # written, though it cannot be used
            aside.setdefault(value.question.split("/")[0], []).append(value.row)
        asked, columns, marked = [], [], set()
        for question in book.questions:
            if question.personal or question.type == "ties":
                continue
            states = [i.state for i in book.items(question) if i.state in table]
            if not states:
                continue
            found = [table[state].astype("object").to_numpy() for state in states]
            some = np.any([np.isin(one, ["answered", "dont_know"]) for one in found], 0)
            some |= table.index.isin(aside.get(question.id, []))
            if any((one == "not_asked").any() for one in found):
                marked.add(question.id)
            asked.append(question)
            columns.append(some)
        given = np.array(columns, bool).reshape(len(asked), len(table)).T
        filters = [
            one
            for place, question in enumerate(asked)
            if (one := _filter(question, place, given[:, place], table, book))
        ]
        tail = broken_off(given)
        leave = frozenset(book.permissions)
        return cls(book, asked, given, tail, frozenset(marked), leave, filters)

    def look_at(self, place: int) -> Unasked | None:
        question = self.questions[place]
        if question.type not in COUNTED or not question.counted:
            return None
        known = question.asked_if or question.implied_none or question.asked == "all"
        if known or question.id in self.leave or question.id in self.marked:
            return None
        given, tail = self.given[:, place], self.tail[:, place]
        answered, responses = int(given.sum()), len(given)
        one = Unasked(question.id, answered, responses, broken_off=int(tail.sum()))
        unknown = question.asked == "unknown"
        if not unknown and answered >= NEARLY_ALL * responses:
            return None
        alike = self._alike(place, range(place - 1, -1, -1))[::-1]
        after = self._alike(place, range(place + 1, len(self.questions)))
        one = replace(one, routes=tuple(self._routes(place)), alike=alike)
        reached = responses - one.broken_off
        few = answered < MANY * reached
        together = len(alike) + 1 + len(after) >= BLOCK
        asks = _CONDITIONAL.search(question.wording) is not None
        likely = few or together or asks or self._split(place)
        return one if unknown or likely or one.routes else None

    def _split(self, place: int) -> bool:
        """Whether nearly all answered either this question or one beside it and nearly
        nobody both: each half of them was shown one of the two."""
        reached, given = ~self.tail[:, place], self.given[:, place]
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(self.questions)]
        return any(
            (given & self.given[:, n]).sum() <= STRAY * given.sum()
            and (given | self.given[:, n]).sum() >= NEARLY_ALL * reached.sum()
            and self.questions[n].counted
            for n in beside
        )

    # ------------------------------------------------------------ blocks

    def _blank(self, place: int) -> Bools:
        blank: Bools = ~self.given[:, place] & ~self.tail[:, place]
        return blank

    def _alike(self, place: int, others: Iterable[int]) -> tuple[str, ...]:
        """The questions at `others`, up to the first that not the same left blank."""
        blank, found = self._blank(place), []
        if blank.sum() < max(FEWEST, TENTH * len(blank)):
            return ()
        for at in others:
            if self.questions[at].type not in COUNTED:
                continue
            other = self._blank(at)
            if (blank & other).sum() < ALIKE * (blank | other).sum():
                break
            found.append(self.questions[at].id)
        return tuple(found)

    # ------------------------------------------------------------ routes

    def _routes(self, place: int) -> list[Route]:
        """The answers before this question that its blanks follow, the best first."""
        earlier = [one for one in self.filters if one.place < place]
        looked_at = max(1, sum(len(one.options) for one in earlier))
        leading = self._leading(place)
        needed = [
            (one, route)
            for one in earlier
            if (not one.exclusive or one.id in leading)
            and (route := self._needed(one, place, looked_at)) is not None
        ]
        clear = [(one, route) for one, route in needed if route.is_clear]
        if not clear:
            clear = [*self._both(place, needed)]
        best = sorted(clear or needed, key=lambda pair: _rank(*pair))
        distinct = [route for _, route in best]
        return distinct[: MOST_TOLD if clear else 1]

    @cached_property
    def _blocks(self) -> list[_Block]:
        size = max(1, CELLS // max(1, len(self.given)))
        alone = [one for one in self.filters if one.exclusive]
        return [_Block.of(alone[n : n + size]) for n in range(0, len(alone), size)]

    def _leading(self, place: int) -> set[str]:
        """The questions of one answer of which some answers, and not all, lead on to
        this one: no other can be its filter. All are counted at once, since each
        question is tried with all before it."""
        given, tail = self.given[:, place], self.tail[:, place]
        return {
            id for block in self._blocks for id in block.leading(given, ~(given | tail))
        }

    def _needed(self, one: _Earlier, place: int, looked_at: int) -> Route | None:
        """The answers to an earlier question without which (nearly) nobody answered."""
        given, tail = self.given[:, place], self.tail[:, place]
        answered = int(np.count_nonzero(given & one.given))
        beside = np.count_nonzero(given) - answered
        if beside > max(2, TENTH * (answered + beside)):
            return None  # many answered who left the earlier one blank
        led = one.leading(given, tail)
        if not led or (len(led) == len(one.options) and one.besides < FEWEST):
            return None
        inside = np.any([one.options[option] for option in led], axis=0)
        outside = one.given & ~inside
        route = _counted({one.id: tuple(led)}, inside, outside, given, tail)
        if route.outside < FEWEST or route.inside < FEWEST:
            return None
        if route.stray > STRAY * route.outside:
            return None
        chance = _as_few(route.stray, route.outside, answered, int(one.given.sum()))
        return route if chance * looked_at < CHANCE else None

    def _both(
        self, place: int, needed: Sequence[tuple[_Earlier, Route]]
    ) -> Iterator[tuple[_Earlier, Route]]:
        """Pairs of earlier questions that have to be answered so, both."""
        given, tail = self.given[:, place], self.tail[:, place]
        for (one, first), (other, second) in combinations(needed[:MOST_TRIED], 2):
            asked_if = {**first.asked_if, **second.asked_if}
            hits = [one.within(first), other.within(second)]
            inside = hits[0] & hits[1]
            outside = (one.given & ~hits[0]) | (other.given & ~hits[1])
            route = _counted(asked_if, inside, outside, given, tail)
            if route.inside >= FEWEST and route.is_clear:
                yield other, route


@dataclass(frozen=True)
class _Earlier:
    """An earlier question: option → who gave it, and who answered it."""

    id: str
    place: int
    options: Mapping[str, Bools]
    given: Bools
    exclusive: bool

    @cached_property
    def codes(self) -> NDArray[np.int16]:
        """Which option each response gave, of one answer; the last number: none."""
        codes = np.full(len(self.given), len(self.options), np.int16)
        for code, hit in enumerate(self.options.values()):
            codes[hit] = code
        return codes

    @cached_property
    def besides(self) -> int:
        """How many answered with none of the options: they do not know."""
        return int((self.given & ~self._any(list(self.options))).sum())

    def leading(self, given: Bools, tail: Bools) -> list[str]:
        """The options that lead on, of one answer: all that some go on from; of ticks:
        those that most go on from, as few as everybody who went on has one of."""
        if self.exclusive:  # as below, without a look at each option
            many = len(self.options) + 1
            on = np.bincount(self.codes[given], minlength=many)
            off = np.bincount(self.codes[~(given | tail)], minlength=many)
            came = on + off
            led_on = on > TENTH * np.maximum(1, came)
            return [o for o, leads in zip(self.options, led_on, strict=False) if leads]
        known = given | ~tail
        rates = {
            option: (given & hit).sum() / max(1, (hit & known).sum())
            for option, hit in self.options.items()
        }
        led: list[str] = []
        for option in sorted(rates, key=lambda one: -rates[one]):
            led.append(option)
            others = self.given & ~self._any(led)
            if (given & others).sum() <= STRAY * others.sum():
                break
        for option in sorted(led, key=lambda one: int(self.options[one].sum())):
            rest = [one for one in led if one != option]
            if rest and not (given & self.options[option] & ~self._any(rest)).any():
                led = rest
        return [option for option in self.options if option in led]

    def within(self, route: Route) -> Bools:
        return self._any(route.asked_if[self.id])

    def _any(self, options: Sequence[str]) -> Bools:
        hits: Bools = np.any([self.options[option] for option in options], axis=0)
        return hits


@dataclass(frozen=True)
class _Block:
    """Earlier questions of one answer: `codes` is responses × questions, each with
    numbers of its own from `starts`, of which the last is for no answer."""

    filters: Sequence[_Earlier]
    codes: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, filters: Sequence[_Earlier]) -> _Block:
        sizes = [len(one.options) + 1 for one in filters]
        starts = np.cumsum([0, *sizes])
        columns = [one.codes + at for one, at in zip(filters, starts, strict=False)]
        return cls(filters, np.column_stack(columns), starts)

    def leading(self, on: Bools, off: Bools) -> Iterator[str]:
        """See `_Form._leading`; the rule is that of `_Earlier.leading`."""
        many = int(self.starts[-1])
        went, stopped = (
            np.bincount(self.codes[who].ravel(), minlength=many) for who in (on, off)
        )
        leads = went > TENTH * np.maximum(1, went + stopped)
        leads[self.starts[1:] - 1] = False
        found = np.add.reduceat(leads.astype(int), self.starts[:-1])
        for one, number in zip(self.filters, found.tolist(), strict=True):
            all_lead = number == len(one.options) and one.besides < FEWEST
            if number and not all_lead:
                yield one.id


def _as_few(few: int, drawn: int, marked: int, of: int) -> float:
    """How likely it is that at most `few` of `drawn` are among the `marked` by chance
    (hypergeometric).

    >>> _as_few(0, 2, 2, 4)
    0.16666666666666666
    """
    ways = sum(
        math.comb(marked, n) * math.comb(of - marked, drawn - n) for n in range(few + 1)
    )
    return ways / math.comb(of, drawn)


def _filter(
    question: AnyQuestion, place: int, given: Bools, table: pd.DataFrame, book: Codebook
) -> _Earlier | None:
    """The question as one that may lead to others; None where survey.yml could not say
    so (`asked_if` points to answers of one column, or to ticks)."""
    (item, *more) = book.items(question)
    if more or not question.counted:
        return None
    hits: dict[str, Bools] = {}
    if isinstance(question, Single):
        values = table[item.key].astype("object").to_numpy()
        hits = {one: values == one for one in question.all_options}
    elif isinstance(question, Multiple):
        hits = {
            one: table[item.tick(one)].to_numpy(bool) for one in question.all_options
        }
    elif isinstance(question, Number):
        values = table[item.key].to_numpy(float)
        hits = {OVER_ZERO: np.nan_to_num(values) > 0}
    hits = {one: hit for one, hit in hits.items() if hit.any()}
    exclusive = isinstance(question, Single)
    return _Earlier(question.id, place, hits, given, exclusive) if hits else None


def _counted(
    asked_if: Mapping[str, tuple[str, ...]],
    inside: Bools,
    outside: Bools,
    given: Bools,
    tail: Bools,
) -> Route:
    """Who was broken off before the question says nothing of whom it was asked."""
    reached = inside & ~tail
    numbers = reached, given & inside, outside, given & outside
    return Route(MappingProxyType(dict(asked_if)), *(int(n.sum()) for n in numbers))


def _rank(one: _Earlier, route: Route) -> tuple[float, ...]:
    """Fewest against it, then one question before two, then the latest asked."""
    against = route.stray + route.inside - route.led
    return (not route.is_clear, against, len(route.asked_if), -one.place)


def broken_off(given: Bools) -> Bools:
    """Where a response (row) had ended before a question (column): blank from there to
    the end of the form. Where most of those who got so far end at the very same
    question, that is no breaking off, and is not called so.

    >>> broken_off(np.array([[1, 1, 1], [1, 1, 1], [1, 0, 1], [1, 1, 0]], bool)).sum()
    np.int64(1)
    """
    later = np.flip(np.maximum.accumulate(np.flip(given, 1), axis=1), 1)
    tail: Bools = ~later
    if not tail.size:
        return tail
    starts = tail.copy()
    starts[:, 1:] &= ~tail[:, :-1]
    for place in range(1, given.shape[1]):
        came = int((~tail[:, place - 1]).sum())
        if starts[:, place].sum() > MANY * came:
            tail[starts[:, place]] = False
    return tail


def in_blocks(found: Mapping[str, Unasked]) -> list[list[Unasked]]:
    """Those found, together where the same responses left the same questions blank:
    the answer to the first is likely to be that to all.

    >>> a, b = Unasked("a", 1, 9), Unasked("b", 1, 9, alike=("a",))
    >>> [len(block) for block in in_blocks({"a": a, "b": b})]
    [2]
    """
    number, blocks = 0, []
    for one in found.values():
        number += not one.alike or one.alike[-1] not in found
        blocks.append((number, one))
    return [
        [one for _, one in same]
        for _, same in groupby(blocks, key=lambda pair: pair[0])
    ]

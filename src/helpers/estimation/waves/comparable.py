"""Which questions of two waves can be compared, and what breaks the comparison.

A break is a code with values, never a sentence: presentation words it, and facts.json
carries it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.core.wording import called_before, fold, same_words
from helpers.estimation.facts import Break
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook, Grid, Item, Optioned

COMPARED = ("single", "multiple", "grid")
"""Types of question whose answers are compared."""
# A tool's own number before the wording: "Q12. ", "3.1 ", "G01Q02. ".
_NUMBERED = re.compile(r"^(?:[A-Z]*\d[\w.]*[.):]?|[A-Z]+\d+\w*(?:\[\w+\])?[.):])\s+")


@dataclass(frozen=True)
class Pair:
    """One item, as it was in each wave."""

    earlier: Item
    later: Item

    @property
    def options(self) -> list[str]:
        return _options(self.later.question)

    def before(self, option: str) -> str:
        """What the earlier wave called `option`: itself, the same words written in
        another way, or on a scale that has been reversed the option as far from the
        other end."""
        before, question = self.earlier.question, self.later.question
        called, now = _called_before(question, before), _low_to_high(question)
        then = _low_to_high(before)
        if option in now and [called.get(one) for one in now] != then:
            return then[now.index(option)]
        return called.get(option, option)

    @property
    def renamed(self) -> dict[str, str]:
        """Option → what it was called in the earlier wave, where that is another."""
        return {o: b for o in self.options if (b := self.before(o)) != o}


def pairs(then: Codebook, now: Codebook) -> tuple[list[Pair], list[Break]]:
    """The items that can be compared, and the breaks of the others."""
    alike: list[Pair] = []
    found: list[Break] = []
    for question in now.counted:
        if question.id == now.group or question.type not in COMPARED:
            continue
        before = counterpart(question, then)
        if before is None:
            found.append(_of("not_asked", False, question))
            continue
        if reason := _incomparable(before, question):
            found.append(reason)
            continue
        found += _reservations(before, question)
        earlier = {item.row: item for item in then.items(before)}
        for item in now.items(question):
            if item.kind == "number":
                continue
            if item.row in earlier:
                alike.append(Pair(earlier[item.row], item))
            else:
                found.append(_of("new_item", False, question, item=item.label))
    return alike, found


def collaboration_pairs(
    then: Codebook, now: Codebook, alike: list[Pair]
) -> tuple[list[str], list[str], list[Break]]:
    """The challenges (with "all" where they are the same ones) and forms (with "all")
    that both waves asked of in the same way, and the breaks of the others."""
    if then.challenges is None or now.challenges is None:
        return [], [], []
    sources = then.challenges.source, now.challenges.source
    if bool(sources[0].options) != bool(sources[1].options):
        return [], [], []
    rows = {
        pair.later.row
        for pair in alike
        if pair.later.question.id == sources[1].question
        and pair.earlier.question.id == sources[0].question
    }
    same = []
    for id in now.challenge_labels:
        if sources[1].options:
            wanted = [[*map(same_words, o.options.get(id, ()))] for o in sources]
            is_same = wanted[0] == wanted[1] and TOTAL in rows
        else:
            is_same = id in rows
        if is_same and id in then.challenge_labels:
            same.append(id)
    if not same:
        return [], [], []
    forms = [
        id
        for id, form in now.forms.items()
        if id in then.forms
        and same_words(then.forms[id].option) == same_words(form.option)
    ]
    if set(same) == set(now.challenge_labels) == set(then.challenge_labels):
        return [TOTAL, *same], [TOTAL, *forms], []
    labels = [now.challenge_labels[id] for id in same]
    differ = Break.of("challenges_differ", False, challenges=labels)
    return same, [TOTAL, *forms], [differ]


def counterpart(question: AnyQuestion, then: Codebook) -> AnyQuestion | None:
    """The same id, or the one that `compares_with` names for the earlier wave."""
    named = question.compares_with  # by wave
    return then.by_id.get(named.get(str(then.wave), question.id))


def _of(code: str, compared: bool, question: AnyQuestion, **values: object) -> Break:
    return Break.of(code, compared, question.id, name=question.name, **values)


def _incomparable(before: AnyQuestion, question: AnyQuestion) -> Break | None:
    """Why not, or None where the two can be compared."""
    if before.type != question.type:
        return _of("other_type", False, question)
    if _cell(before) != _cell(question):
        return _of("other_cells", False, question)
    called = _called_before(question, before)
    gone = [one for one in _options(before) if one not in called.values()]
    new = [one for one in _options(question) if one not in called]
    if (gone or new) and not (_low_to_high(before) or _low_to_high(question)):
        return _of("options_changed", False, question, gone=gone, new=new)
    if gone or new:
        return _of("scale_changed", False, question)
    now = [called[option] for option in _low_to_high(question)]
    if _low_to_high(before) not in (now, now[::-1]):
        return _of("scale_changed", False, question)
    return None


def _reservations(before: AnyQuestion, question: AnyQuestion) -> Iterator[Break]:
    """On a question that is compared."""
    if before.id != question.id or wording(before) != wording(question):
        yield _of("reworded", True, question, before=wording(before))
    called = _called_before(question, before)
    if rewritten := [[b, a] for a, b in called.items() if a != b]:
        yield _of("options_rewritten", True, question, pairs=rewritten)
    then, now = _low_to_high(before), _low_to_high(question)
    if then != [called[option] for option in now]:
        yield _of("scale_reversed", True, question, before=then[0], now=now[0])
    elif _as_asked(before) != [called[option] for option in _as_asked(question)]:
        yield _of("order_reversed", True, question)
    if "unknown" in (before.asked, question.asked):
        yield _of("routing_unknown", True, question)
    elif dict(before.asked_if) != dict(question.asked_if):
        yield _of("routing_changed", True, question)


def wording(question: AnyQuestion) -> str:
    """The question as it was put, without a number that the tool gave it."""
    return _NUMBERED.sub("", fold(question.wording))


def _cell(question: AnyQuestion) -> str:
    return question.cell if isinstance(question, Grid) else ""


def _options(question: AnyQuestion) -> list[str]:
    return list(question.all_options) if isinstance(question, Optioned) else []


def _low_to_high(question: AnyQuestion) -> list[str]:
    """The steps of a scale; [] where there is none."""
    return list(question.scale_options) if isinstance(question, Optioned) else []


def _as_asked(question: AnyQuestion) -> list[str]:
    """The steps of a scale in the order of the form."""
    ordered = _low_to_high(question)
    return [one for one in _options(question) if one in ordered]


def _called_before(question: AnyQuestion, before: AnyQuestion) -> dict[str, str]:
    """Option → what the same option was called in the earlier wave."""
    return called_before(_options(question), _options(before))

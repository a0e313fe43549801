"""Which responses were asked, answered, skipped a question, chose an option, or
collaborate: one bool a response, from the coded answers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook, Grid, Item

# The states that count as asked, and those that count as answered (methods.md).
ASKED = ("answered", "dont_know", "blank", "implied_none")
ANSWERED = ("answered", "dont_know", "implied_none")


def asked(responses: pd.DataFrame, item: Item) -> np.ndarray:
    """Which responses were asked, or have an answer that is implied."""
    return _is_any(responses[item.state], ASKED)


def answered(responses: pd.DataFrame, item: Item) -> np.ndarray:
    """Which of the asked gave any answer, "vet ej" and implied ones included."""
    return _is_any(responses[item.state], ANSWERED)


def skipped(
    responses: pd.DataFrame,
    codebook: Codebook,
    question: AnyQuestion,
    *,
    leading_to: Collection[str] = (),
) -> np.ndarray:
    """Which responses are known to be outside what a routed question is about: their
    answer to its filter question says so. Where that was left blank, or is "vet ej",
    nobody knows; so it is where the filter question itself was not asked for such a
    reason, or its answers are not kept. `leading_to`: the questions after this one."""
    outside = np.zeros(len(responses), bool)
    for id, answers in question.asked_if.items():
        by = codebook.question(id)
        item = codebook.items(by)[0]
        if id in leading_to or item.state not in responses:
            continue
        inside = np.zeros(len(responses), bool)
        for option in answers:
            inside |= chosen(responses, item, option)
        state = responses[item.state]
        is_answered = _is_any(state, ("answered", "implied_none"))
        before = skipped(responses, codebook, by, leading_to={*leading_to, question.id})
        past = _is_any(state, ("not_asked",)) & before
        outside |= (is_answered & ~inside) | past
    return outside


def _is_any(states: pd.Series, wanted: Collection[str]) -> np.ndarray:
    """`states.isin(wanted)`, asked thousands of times: categories are compared once."""
    if not isinstance(states.dtype, pd.CategoricalDtype):
        return states.isin(list(wanted)).to_numpy()
    among = [category in wanted for category in states.cat.categories]
    return np.array([*among, False])[states.cat.codes.to_numpy()]  # -1: missing


def chosen(responses: pd.DataFrame, item: Item, option: str) -> np.ndarray:
    """Which responses have `option` for an answer; of a number, more than zero."""
    if item.kind == "number":
        return (responses[item.key].to_numpy(float, na_value=np.nan) > 0).astype(bool)
    if item.kind == "single":
        return (responses[item.key] == option).to_numpy(dtype=bool)
    return responses[item.tick(option)].to_numpy(dtype=bool)


# --- collaboration ---


def challenge_answers(
    responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Per response: in which forms it collaborates within `challenge` (one bool column
    a form, and `any`), whether it answered, whether it was asked.

    A survey that asks in one question which challenges a unit works with has no forms
    by challenge: then only `any`.
    """
    assert codebook.challenges is not None
    source = codebook.challenges.source
    if source.options:
        item = codebook.items(source.question)[0]
        options = source.options.get(challenge, [])
        some = np.zeros(len(responses), bool)
        for option in options:
            some |= chosen(responses, item, option)
        forms = pd.DataFrame({"any": some}, index=responses.index)
    else:
        question = codebook.question(source.question)
        assert isinstance(question, Grid)
        item = next(i for i in codebook.items(question) if i.row == challenge)
        nothing = {*question.none_of, *question.dont_know_options}
        ways = [option for option in question.all_options if option not in nothing]
        forms = pd.DataFrame(
            {
                id: chosen(responses, item, form.option)
                for id, form in codebook.forms.items()
            },
            index=responses.index,
        )
        marks = [chosen(responses, item, option) for option in ways]
        forms["any"] = np.any(marks, axis=0) if marks else False
    return forms, answered(responses, item), asked(responses, item)


def unsure(responses: pd.DataFrame, codebook: Codebook, challenge: str) -> np.ndarray:
    """Which responses answer "vet ej" to whether they collaborate within `challenge`:
    they count among those that answered, but may belong to its domain."""
    assert codebook.challenges is not None
    items = codebook.items(codebook.challenges.source.question)
    item = next((one for one in items if one.row == challenge), items[0])
    return _is_any(responses[item.state], ("dont_know",))


def collaborates(
    responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> pd.Series:
    """Which responses say that they collaborate within `challenge`."""
    forms, _, _ = challenge_answers(responses, codebook, challenge)
    return forms["any"]


def collaboration(
    responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """`challenge_answers`, where `challenge` may be all: in any of them, and known when
    it answered for at least one."""
    assert codebook.challenges is not None
    ids = list(codebook.challenge_labels) if challenge == TOTAL else [challenge]
    found = [challenge_answers(responses, codebook, id) for id in ids]
    forms = sum((part.astype(int) for part, _, _ in found[1:]), found[0][0].astype(int))
    given = np.any([part for _, part, _ in found], axis=0)
    were = np.any([part for _, _, part in found], axis=0)
    return forms > 0, given, were

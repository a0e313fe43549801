"""How ties are: how close, how agreed, how old, in how many forms; of all, within each
challenge and by department.

Of the ties that are named and tell it; no interval, for they are no sample of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.counting import Groups
from helpers.estimation.schema import KEYS, table
from helpers.survey.codebook import TOTAL, Codebook, Ties

TIE_SHARE = "tie_share"
INTENSITY, AGREEMENT, AGE, FORMS = "intensity", "agreement", "age", "forms"
QUALITIES = (INTENSITY, AGREEMENT, AGE, FORMS)
"""What a tie has; the `item` of its rows."""
AGES = ("0-2", "3-5", "6-10", "11-")
"""Years since the tie began, at the end of the fieldwork."""


def tie_estimates(cleaned: Cleaned) -> pd.DataFrame:
    """`TIE_SHARE`: for each of `QUALITIES` (`item`) and value (`option`), how many of
    the ties that tell it have it. A tie is a response and an organisation, and is as
    it is said where it is named first. `cleaned`: only units of the frame.
    """
    codebook = cleaned.codebook
    labels = Groups.of(cleaned.responses, codebook).labels
    rows = []
    for question in codebook.ties:
        ties = cleaned.ties[cleaned.ties["question"] == question.id]
        for challenge in (TOTAL, *codebook.challenge_labels):
            part = ties if challenge == TOTAL else ties[ties["challenge"] == challenge]
            pairs = part.drop_duplicates(["response", "organisation"])
            key = dict.fromkeys(KEYS, TOTAL)
            key |= {"question": question.id, "challenge": challenge}
            groups = labels if challenge == TOTAL else [TOTAL]
            for quality, values in _values(pairs, question, codebook).items():
                order = _order(values, quality, question, codebook)
                for row in _shares(values, pairs["group"].astype(str), groups, order):
                    rows.append({**key, "item": quality, **row})
    return table(rows, cleaned.survey)


def _values(
    pairs: pd.DataFrame, question: Ties, codebook: Codebook
) -> dict[str, pd.Series]:
    """Quality → each tie's value, missing where it is not told."""
    unknown = set(question.dont_know)
    found = {
        name: pairs[name].where(~pairs[name].isin(unknown))
        for name in (INTENSITY, AGREEMENT)
        if name in question.fields
    }
    if "since" in question.fields and codebook.fieldwork is not None:
        years = codebook.fieldwork.end.year - pairs["since"]
        ends = [-np.inf, 2, 5, 10, np.inf]
        found[AGE] = pd.cut(years, ends, labels=list(AGES)).astype(object)
    if "form" in question.fields and codebook.forms:
        many = pairs[list(codebook.forms)].sum(axis=1)
        found[FORMS] = many.where(many > 0).map("{:.0f}".format, na_action="ignore")
    return found


def _order(
    values: pd.Series, quality: str, question: Ties, codebook: Codebook
) -> list[str]:
    if quality == AGE:
        return list(AGES)
    if quality == FORMS:
        return [str(number + 1) for number in range(len(codebook.forms))]
    known = {
        INTENSITY: question.options.get("intensity", []),
        AGREEMENT: question.options.get("agreement", []),
    }[quality]
    rest = [one for one in values.value_counts().index if one not in known]
    return [*(one for one in known if one not in question.dont_know), *rest]


def _shares(
    values: pd.Series, groups: pd.Series, labels: Sequence[str], order: Sequence[str]
) -> Iterator[dict[str, object]]:
    for label in labels:
        own = values if label == TOTAL else values[groups == label]
        named = own.dropna()
        counts = named.value_counts().reindex(list(order), fill_value=0)
        for option in order:
            count, of = float(counts[option]), float(len(named))
            yield {
                "option": option,
                "group": label,
                "statistic": TIE_SHARE,
                "count": count,
                "answered": of,
                "asked": float(len(own)),
                "estimate": count / of if of else float("nan"),
            }

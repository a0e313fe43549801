"""responses + codebook → estimates: one tidy table, one row a number.

Only counting happens here: every share is count/answered, by the coding rules of
docs/methods.md. Intervals and weights are added by the rooms that know the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.core.project import Project, read_parquet, write_parquet
from helpers.estimation.answers import (
    answered,
    asked,
    challenge_answers,
    chosen,
    collaborates,
    collaboration,
    unsure,
)
from helpers.estimation.counting import (
    NO_FORM,
    Groups,
    Rows,
    counted_rows,
    joined,
    row_of_all,
)
from helpers.estimation.organisations import confirmed, fewest
from helpers.estimation.schema import COLLABORATES, SHARE, table
from helpers.survey.codebook import (
    NO_GROUP,
    TOTAL,
    Codebook,
    Date,
    Item,
    read_parsed,
)


def estimate(cleaned: Cleaned, *, challenge: str = TOTAL) -> pd.DataFrame:
    """The estimates of a survey (`challenge="all"`), or of one challenge: the same
    questions among the units that collaborate within it.

    Returns the columns of `schema`, one row a number, in the order of the
    questionnaire. Raises CodebookError for an unknown challenge.
    """
    responses, codebook = cleaned.responses, cleaned.codebook
    ties = cleaned.ties.assign(confirmed=confirmed(cleaned.ties))
    if challenge != TOTAL:
        codebook.challenge(challenge)
        inside = collaborates(responses, codebook, challenge)
        domain, domain_ties = responses[inside], ties[ties["challenge"] == challenge]
    else:
        domain, domain_ties = responses, ties
    parts = [
        *_questions(domain, codebook, challenge),
        *_collaboration(responses, codebook, challenge),
        *(_wanted_outside(responses, codebook) if challenge == TOTAL else ()),
        *_ties(domain_ties, responses, codebook, challenge),
    ]
    # One table of all: thousands of small ones would take three times as long.
    return table(pd.DataFrame(joined(parts)), cleaned.survey)


def write_estimates(
    estimates: pd.DataFrame,
    survey: str,
    challenge: str,
    project: Project | None = None,
) -> None:
    """`estimates` → data/processed/<survey>/estimates/<challenge>.parquet."""
    write_parquet(_file(project or Project.find(), survey, challenge), estimates)


def read_estimates(survey: str, project: Project | None = None) -> pd.DataFrame:
    """The survey's estimates: of all, then of each challenge in the codebook's order.

    Raises ProjectError when 2_analyse has not written one of them.
    """
    project = project or Project.find()
    codebook = read_parsed(project.processed(survey))
    challenges = [TOTAL, *codebook.challenge_labels]
    tables = [read_parquet(_file(project, survey, one)) for one in challenges]
    return pd.concat(tables, ignore_index=True)


def _file(project: Project, survey: str, challenge: str) -> Path:
    return project.processed(survey) / "estimates" / f"{challenge}.parquet"


# ---------------------------------------------------------------- one question


def _questions(
    responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> Iterator[Rows]:
    groups = Groups.of(responses, codebook)
    # Leave to quote is asked of those who wrote something: a blank there is no answer
    # left out.
    leave = {id for q in codebook.questions for id in getattr(q, "quote_if", {})}
    for question in codebook.counted:
        for item in codebook.items(question):
            if item.state not in responses or isinstance(question, Date):
                continue
            if item.kind == "number":
                yield from _number(responses, item, groups, challenge)
            else:
                yield _options(responses, item, groups, challenge)
            if question.id not in leave and question.asked != "unknown":
                yield _nonresponse(responses, item, groups, challenge)


def _options(
    responses: pd.DataFrame, item: Item, groups: Groups, challenge: str
) -> Rows:
    options = item.question.all_options
    counts = [groups.count(chosen(responses, item, option)) for option in options]
    return counted_rows(
        item,
        groups.labels,
        challenge,
        SHARE,
        counts,
        groups.count(answered(responses, item)),
        groups.count(asked(responses, item)),
        options=options,
    )


def _number(
    responses: pd.DataFrame, item: Item, groups: Groups, challenge: str
) -> Iterator[Rows]:
    """Mean, median and total of a number, over those that gave one; and for disclosure
    control, how far the largest is from standing for it all."""
    values = responses[item.key].to_numpy(float)
    # An implied none is a zero that nobody had to type.
    values = np.where(responses[item.state] == "implied_none", 0.0, values)
    n, of = groups.count(~np.isnan(values)), groups.count(asked(responses, item))
    by_group = [values, *(values[groups.codes == g] for g in range(len(n) - 1))]
    by_group = [part[~np.isnan(part)] for part in by_group]
    measures: dict[str, Callable[[np.ndarray], float]] = {
        "mean": np.mean,
        "median": np.median,
        "total": np.sum,
        "dominance": dominance,
    }
    if challenge == TOTAL:
        far = times_next(by_group[0])
        yield row_of_all(item, challenge, "largest_times_next", far, n[0])
    for statistic, measure in measures.items():
        rows = counted_rows(item, groups.labels, challenge, statistic, [n], n, of)
        found = [float(measure(part)) if len(part) else np.nan for part in by_group]
        yield rows | {"estimate": np.array(found)}


def dominance(values: np.ndarray) -> float:
    """How closely the second largest could compute the largest from the sum: what the
    others have together, of the largest; the p % rule asks for `P_PERCENT` of it. 0
    where there is nothing else than the two, and where all are 0.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, 4.2.

    >>> dominance(np.array([100.0, 50.0, 8.0, 4.0])), dominance(np.array([9.0, 1.0]))
    (0.12, 0.0)
    """
    largest = np.sort(np.abs(values))[::-1]
    return float(largest[2:].sum() / largest[0]) if largest[0] else 0.0


def times_next(values: np.ndarray) -> float:
    """How many times the next smaller answer the largest is, whether one or several
    gave it; NaN with fewer than two that are not 0. A hundred times is a slip of the
    pen, or all that matters.

    >>> times_next(np.array([5.0, 1000.0, 10.0, 1000.0]))
    100.0
    """
    largest = np.unique(np.abs(values[values != 0]))[::-1]
    return float(largest[0] / largest[1]) if len(largest) > 1 else float("nan")


def _nonresponse(
    responses: pd.DataFrame, item: Item, groups: Groups, challenge: str
) -> Rows:
    """Partiellt bortfall: asked but blank, of all asked."""
    blank = (responses[item.state] == "blank").to_numpy()
    n = groups.count(asked(responses, item))
    # Only for all: by group it would be one number a question and group that no
    # chapter prints.
    total = Groups([TOTAL], groups.codes)
    return counted_rows(
        item,
        total.labels,
        challenge,
        "nonresponse",
        [np.array([float(blank.sum())])],
        n[:1],
        n[:1],
    )


# ---------------------------------------------------------------- collaboration


def _collaboration(
    responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> Iterator[Rows]:
    """How many collaborate within the challenge (or any of them), in each form and in
    each combination of forms; by group."""
    if codebook.challenges is None:
        return
    forms, given, were = collaboration(responses, codebook, challenge)
    groups = Groups.of(responses, codebook)
    question = codebook.question(codebook.challenges.source.question)
    item = Item(question, TOTAL, question.id, question.name, None, {})
    n, of = groups.count(given), groups.count(were)

    def rows(statistic: str, where: np.ndarray, form: str) -> Rows:
        counts = [groups.count(where & given)]
        return counted_rows(
            item, groups.labels, challenge, statistic, counts, n, of, form=form
        )

    yield rows(COLLABORATES, forms["any"].to_numpy(), TOTAL)
    named = [id for id in codebook.forms if id in forms]
    for id in named:
        yield rows(COLLABORATES, forms[id].to_numpy(), id)
    if not named:
        return
    marks = forms[named].to_numpy()
    for size in range(len(named) + 1):
        for combination in combinations(range(len(named)), size):
            wanted = np.array([place in combination for place in range(len(named))])
            label = "+".join(named[place] for place in combination) or NO_FORM
            yield rows("combination", (marks == wanted).all(axis=1), label)


def _wanted_outside(responses: pd.DataFrame, codebook: Codebook) -> Iterator[Rows]:
    """Of those that want more of each challenge, how many say that they do not
    collaborate within it; a blank or "vet ej" says neither. Only of open questions."""
    needs, challenges = codebook.needs_question, codebook.challenges
    if challenges is None or needs is None:
        return
    if any(map(codebook.protected, (needs.id, challenges.source.question))):
        return
    everyone = Groups([TOTAL], np.full(len(responses), -1))
    for item in codebook.items(needs):
        if item.row not in codebook.challenge_labels or item.state not in responses:
            continue
        marks = [chosen(responses, item, option) for option in needs.wants_more]
        wants = np.any(marks, axis=0)
        forms, given, _ = challenge_answers(responses, codebook, item.row)
        outside = given & ~forms["any"].to_numpy()
        outside &= ~unsure(responses, codebook, item.row)
        n = everyone.count(wants)
        counts = [everyone.count(wants & outside)]
        labels = everyone.labels
        yield counted_rows(item, labels, item.row, "wanted_outside", counts, n, n)


# ---------------------------------------------------------------- ties


def _ties(
    ties: pd.DataFrame, responses: pd.DataFrame, codebook: Codebook, challenge: str
) -> Iterator[Rows]:
    """Named ties: how many, to how many organisations, how many in writing.

    `answered` is here the number of units that name anyone; nonrespondents are missing,
    not unconnected (methods.md).
    """
    for question in codebook.ties:
        named = ties[ties["question"] == question.id] if len(ties) else ties
        item = Item(question, TOTAL, question.id, question.name, None, {})
        labels = Groups.of(responses, codebook).labels
        for form in (TOTAL, *codebook.forms):
            part = named[named[form].astype(bool)] if form != TOTAL else named
            # A tie is a unit and an organisation; several challenges make it no more.
            pairs = part.drop_duplicates(["response", "organisation"])
            yield from _tie_rows(item, labels, challenge, form, pairs, question.written)


def _tie_rows(
    item: Item,
    labels: Sequence[str],
    challenge: str,
    form: str,
    pairs: pd.DataFrame,
    written: Sequence[str],
) -> Iterator[Rows]:
    # A name counts when it is confirmed; what nobody has confirmed is told beside.
    sure = pairs["organisation"].where(pairs["confirmed"].astype(bool))
    codes, _ = pd.factorize(sure)  # -1: none
    columns = pairs["group"].astype(str), pairs["response"], pd.Series(codes)
    ties = list(zip(*(column.tolist() for column in columns), strict=True))
    by_group: dict[str, list[int]] = {TOTAL: list(range(len(ties)))}
    groups_of: dict[int, set[str]] = {}
    departments = {*labels} - {TOTAL, NO_GROUP}
    for place, (group, _, organisation) in enumerate(ties):
        by_group.setdefault(group, []).append(place)
        if group in departments:
            groups_of.setdefault(organisation, set()).add(group)
    parts = [by_group.get(label, []) for label in labels]
    named = [{ties[place][2] for place in part} - {-1} for part in parts]
    measures = {
        "ties": [len(part) for part in parts],
        "organisations": [len(part) for part in named],
        "organisations_shared": [
            sum(len(groups_of.get(one, ())) >= 2 for one in part) for part in named
        ],
    }
    if written:
        agreed = pairs["agreement"].isin(list(written)).tolist()
        has_agreement = pairs["agreement"].fillna("").astype(str).ne("").tolist()
        measures["ties_written"] = [
            sum(agreed[place] for place in part) for part in parts
        ]
    if form == TOTAL:
        beside, base = pairs.loc[sure.isna(), "organisation"], pairs["response"]
        for statistic, number in (
            ("organisations_unconfirmed", beside.nunique()),
            ("organisations_fewest", fewest(pairs)),
        ):
            yield row_of_all(item, challenge, statistic, number, base.nunique())
    units = np.array([len({ties[place][1] for place in part}) for part in parts], float)
    for statistic, numbers in measures.items():
        count = np.array(numbers, float)
        rows = counted_rows(
            item, labels, challenge, statistic, [count], units, units, form=form
        )
        if statistic == "ties_written":  # of the ties that say how they are agreed
            with_agreement = [
                sum(has_agreement[place] for place in part) for part in parts
            ]
            of = np.array(with_agreement, float)
            share = np.divide(count, of, out=np.full(len(of), np.nan), where=of > 0)
            yield rows | {"answered": of, "estimate": share}
        else:
            yield rows | {"estimate": count}

"""The codebook made safe before answers are coded by it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from helpers.cleaning.answers import NO_OPTION, Coder, shown
from helpers.cleaning.coding import SAYS_NO, Cells, no_to_all
from helpers.cleaning.privacy import is_consent
from helpers.core.errors import Problem
from helpers.core.wording import same_words
from helpers.survey.codebook import (
    FILE,
    OTHER,
    TOTAL,
    Codebook,
    Grid,
    Item,
    Multiple,
    Optioned,
    RankOrder,
    Single,
)

FEW = 2
"""Who gave a label: so few that the words may be theirs alone."""
LONGEST_STEPS = 20
WHOLE = (TOTAL, "alla", "alla svarande")
"""What all respondents together are called, in tables and in the report."""
PLAIN = SAYS_NO | {"ja", "yes", "kyllä", "oui", "si", "sí"}
ROUTES = ("asked_if", "implied_none", "quote_if")
_WHOLE = re.compile(r"\d{1,3}")
_SAYS_LITTLE = re.compile(r"[\d\W_]{1,12}")


@dataclass
class Settled:
    """`codebook`: as the answers are coded by it. `told`: what was changed in it."""

    codebook: Codebook
    told: list[Problem] = field(default_factory=list)


def settle(
    rows: pd.DataFrame, book: Codebook, declared: Collection[str] = ()
) -> Settled:
    """The codebook made safe for `rows`, the responses that count.

    Two writings of one option become one, the steps between the ends of a number scale
    come in, what at most FEW gave and nothing declares counts as the other option, and
    a no to every option is an answer. `declared`: departments of the frame.
    """
    content = json.loads(book.model_dump_json(by_alias=True, exclude_unset=True))
    problems: list[Problem] = []
    parts = dict(zip(book.by_id, content["questions"], strict=True))
    for question in book.questions:
        if isinstance(question, Optioned) and not question.personal:
            part = parts[question.id]
            problems += _merge_writings(part, question)
            problems += _fill_steps(part, question)
    problems += _consent(content, book, rows)
    problems += _rename_groups(content, _parsed(content))
    book = _parsed(content)
    coder = Coder(rows, book)
    for question in book.questions:
        kinds = Single | Multiple | RankOrder | Grid
        if not isinstance(question, kinds) or question.personal:
            continue
        known = [*declared] if question.id == book.group else []
        own = own_words(question, given_by(coder, question), known, book)
        if own and isinstance(question, RankOrder):
            problems.append(_count_as_nothing(parts[question.id], question, own))
        elif own:
            problems.append(_count_as_other(content, question, own))
        if any(no_to_every_option(coder, item).any() for item in book.items(question)):
            part = parts[question.id]
            part["none_of"] = [*part.get("none_of", []), NO_OPTION]
    return Settled(_parsed(content), problems)


def apart_from_total(label: str) -> str:
    """A group's name, told from all groups together: her "Alla" is no total.

    >>> apart_from_total("Alla"), apart_from_total("Kultur")
    ('Alla (grupp)', 'Kultur')
    """
    return f"{label} (grupp)" if label.casefold() in WHOLE else label


Content = dict[str, Any]
"""survey.yml, or a part of it, as it is written."""


def _rename_groups(content: Content, book: Codebook) -> Iterator[Problem]:
    """Groups called as the whole is called get a name of their own."""
    if book.group is None:
        return
    group = book.question(book.group)
    renamed = {
        option: new
        for option in group.all_options
        if (new := apart_from_total(option)) != option
    }
    if not renamed or not isinstance(group, Optioned):
        return
    [part] = [one for one in content["questions"] if one["id"] == group.id]
    part["options"] = [renamed.get(o, o) for o in _listed(part, group)]
    recode = part.setdefault("recode", {})
    recode |= {text: renamed.get(option, option) for text, option in recode.items()}
    recode |= renamed
    if isinstance(part.get("declared"), list):
        part["declared"] = [renamed.get(o, o) for o in part["declared"]]
    for one in content["questions"]:
        for route in ROUTES:
            answers = one.get(route, {}).get(group.id)
            if answers is not None:
                answers = [answers] if isinstance(answers, str) else answers
                one[route][group.id] = [renamed.get(a, a) for a in answers]
    for option, new in renamed.items():
        yield Problem(
            f"Gruppen ”{option}” heter som alla svarande tillsammans, och kallas "
            f"”{new}” i rapporten.",
            "Ge den ett eget namn med recode.",
            file=FILE,
        )


def _consent(content: Content, book: Codebook, rows: pd.DataFrame) -> Iterator[Problem]:
    """A question that asks for consent is no result, unless survey.yml says that it
    asks for something else (consent: false)."""
    for part, question in zip(content["questions"], book.questions, strict=True):
        columns = [column for column in question.columns_used if column in rows]
        if (
            "consent" in question.model_fields_set
            or not isinstance(question, Single | Multiple)
            or not question.counted
            or question.id in {*book.permissions, book.group}
            or len(columns) != 1
            or not is_consent(question.wording, rows[columns[0]].dropna().unique())
        ):
            continue
        part["consent"] = True
        yield Problem(
            f"Frågan {question.id} ser ut att gälla samtycke till att delta, och visas "
            "inte i rapporten.",
            "Stämmer det: skriv consent: true. Annars: skriv consent: false.",
            file=FILE,
        )


def _parsed(content: Content) -> Codebook:
    return Codebook.model_validate_json(json.dumps(content))


def _listed(part: Content, question: Optioned) -> list[str]:
    """The options as survey.yml lists them, or the scale does."""
    options = part.get("options")
    own = {*question.dont_know_options, *question.none_options}
    return options or [o for o in question.all_options if o not in own]


# ---------------------------------------------------------------- writings, steps


def _merge_writings(part: Content, question: Optioned) -> Iterator[Problem]:
    """Options that differ by a dash, a full stop or the case alone are one."""
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    with_columns = Single | Multiple | RankOrder
    columns = question.columns if isinstance(question, with_columns) else {}
    rows = question.rows.values() if isinstance(question, Grid) else ()
    if columns or any(isinstance(where, dict) for where in rows):
        return  # a column each: the form has them both
    for option in question.all_options:
        form = same_words(option)
        kept = first.setdefault(form, option) if form else option
        if kept != option:
            same[option] = kept
    if not same:
        return
    part["options"] = [o for o in _listed(part, question) if o not in same]
    for key in ("dont_know", "none_of", "wants_more"):
        if key in part:
            part[key] = list(dict.fromkeys(same.get(o, o) for o in part[key]))
    if isinstance(part.get("declared"), list):
        part["declared"] = [same.get(o, o) for o in part["declared"]]
    recode = part.setdefault("recode", {})
    recode |= {text: same.get(option, option) for text, option in recode.items()}
    recode |= same
    for option, kept in same.items():
        yield Problem(
            f"Frågan {question.id}: ”{option}” och ”{kept}” är samma svarsalternativ "
            "skrivet på två sätt, och räknas ihop.",
            "Behåll det ena i options och gör om det andra med recode.",
            file=FILE,
        )


def _fill_steps(part: Content, question: Optioned) -> Iterator[Problem]:
    """A number scale known from cells alone has every step between its ends."""
    if question.declared == "form":
        return
    listed = _listed(part, question)
    steps = [option for option in listed if _WHOLE.fullmatch(option)]
    numbers = [int(step) for step in steps]
    if len(numbers) < 3 or sorted(numbers) not in (numbers, numbers[::-1]):
        return
    whole = list(range(min(numbers), max(numbers) + 1))
    missing = [str(n) for n in whole if n not in numbers]
    if not missing or len(whole) > LONGEST_STEPS:
        return
    order = whole if numbers[0] < numbers[-1] else whole[::-1]
    rest = [option for option in listed if option not in steps]
    part["options"] = [*map(str, order), *rest]
    yield Problem(
        f"Frågan {question.id}: ingen valde {', '.join(missing)}, som ligger mellan "
        "skalans ändar och därför är med.",
        "Skriv skalans alla steg i options.",
        file=FILE,
    )


# ---------------------------------------------------------------- own words


def given_by(coder: Coder, question: Optioned) -> dict[str, int]:
    """Option → how many responses gave it, in any row of a grid, at any place."""
    hits: dict[str, np.ndarray] = {}
    for item in coder.book.items(question.id):
        if item.kind not in ("single", "multiple"):
            continue
        values = coder.coded(item).values
        for option in question.all_options:
            ticks, place = values.get(f"={option}"), values.get(f"@{option}")
            if place is not None:
                ticks = place.notna()
            if ticks is None:
                ticks = values[""] == option
            one = ticks.to_numpy(dtype=bool)
            hits[option] = hits[option] | one if option in hits else one
    return {option: int(hit.sum()) for option, hit in hits.items()}


def own_words(
    question: Optioned, counts: dict[str, int], known: Iterable[str], book: Codebook
) -> list[str]:
    """The labels that may be one person's words: given by FEW at most, and declared by
    no form, code list or earlier wave, and by nothing that a person wrote."""
    if question.declared == "form":
        return []
    safe = {
        *(question.declared_options + question.dont_know_options),
        *(question.none_options + question.wants_more),
        *known,
        *_named_by_hand(question, book),
    }
    other = question.other_option
    return [
        option
        for option, count in counts.items()
        if count <= FEW and option not in safe and option != other and _is_words(option)
    ]


def _is_words(label: str) -> bool:
    """
    >>> _is_words("timvikarie"), _is_words("Nej"), _is_words("10–19"), _is_words("5")
    (True, False, False, False)
    """
    return not (_SAYS_LITTLE.fullmatch(label) or label.casefold() in PLAIN)


def _named_by_hand(question: Optioned, book: Codebook) -> set[str]:
    """What the columns of the form, the challenges, the forms and the cuts name."""
    named: set[str] = set()
    if isinstance(question, Single | Multiple | RankOrder):
        named |= question.columns.keys()
    if isinstance(question, Grid):
        for where in question.rows.values():
            named |= where.keys() if isinstance(where, dict) else set()
    source = book.challenges.source if book.challenges else None
    if source is not None and source.question == question.id:
        named |= {option for listed in source.options.values() for option in listed}
        named |= {form.option for form in book.forms.values()}
    if question.id == book.group:
        named |= {cut.only for cut in book.extra if cut.only is not None}
    return named


def _count_as_other(
    content: Content, question: Optioned, own: Sequence[str]
) -> Problem:
    """Takes the labels out of the codebook: the texts then count as the other option,
    as all texts do that are no option."""
    [part] = [one for one in content["questions"] if one["id"] == question.id]
    other = question.other_option or OTHER
    part["options"] = [o for o in _listed(part, question) if o not in own]
    part.setdefault("other", True)
    if part["other"] is False:
        part["other"] = True
    recode = part.get("recode", {})
    part["recode"] = {text: o for text, o in recode.items() if o not in own}
    for one in content["questions"]:
        for route in ROUTES:
            answers = one.get(route, {}).get(question.id)
            if answers is not None:
                answers = [answers] if isinstance(answers, str) else answers
                led = [other if answer in own else answer for answer in answers]
                one[route][question.id] = list(dict.fromkeys(led))
    words = ", ".join(f"”{shown(label)}”" for label in own)
    return Problem(
        f"Frågan {question.id}: {words} har högst {FEW} svarat, och inget visar att "
        f"det står i formuläret. Det räknas som ”{other}” och trycks inte.",
        "Står det i formuläret: skriv declared: form. Annars: ta bort det ur options.",
        file=FILE,
    )


def _count_as_nothing(
    part: Content, question: RankOrder, own: Sequence[str]
) -> Problem:
    """Takes the labels out of a ranking: an order that has them in its midst cannot be
    told without them, and is set aside; one that ends with them is shorter."""
    part["options"] = [o for o in _listed(part, question) if o not in own]
    recode = part.setdefault("recode", {})
    part["recode"] = {text: "" if o in own else o for text, o in recode.items()}
    part["recode"] |= dict.fromkeys(own, "")
    words = ", ".join(f"”{shown(label)}”" for label in own)
    return Problem(
        f"Frågan {question.id}: {words} har högst {FEW} rangordnat, och inget visar "
        "att det står i formuläret. Det räknas inte och trycks inte.",
        "Står det i formuläret: skriv declared: form. Annars: ta bort det ur options.",
        file=FILE,
    )


def words_of_few(estimates: pd.DataFrame, book: Codebook) -> list[Problem]:
    """Labels of estimates that must not be released: undeclared ones that at most FEW
    gave. `estimates`: rows as `estimation.schema` has them. Called by `release`."""
    problems = []
    of_all = estimates[
        estimates["statistic"].isin(["share", "mean_rank"])
        & (estimates["group"] == TOTAL)
        & (estimates["challenge"] == TOTAL)
    ]
    for id, own in of_all.groupby("question", sort=False):
        question = book.by_id.get(str(id))
        if not isinstance(question, Optioned):
            continue
        most = own.groupby("option", sort=False)["count"].max()
        few = {str(o): int(n) for o, n in most.items()}
        for label in own_words(question, few, (), book):
            problems.append(
                Problem(
                    f"Frågan {id}: ”{shown(label)}” kan vara en enskild persons ord.",
                    "Skriv declared: form om det står i formuläret, eller ta bort det "
                    "ur options.",
                    file=FILE,
                )
            )
    return problems


# ---------------------------------------------------------------- an explicit no


def no_to_every_option(coder: Coder, item: Item) -> pd.Series:
    """Where a response says no in the column of every option, which is an answer."""
    question = item.question
    mentions = isinstance(question, Multiple) and question.mentions
    if not item.columns or item.kind != "multiple" or mentions:
        return pd.Series(False, coder.rows.index)
    assert isinstance(question, Optioned)
    if NO_OPTION in question.all_options:
        return pd.Series(False, coder.rows.index)
    missing = (*coder.book.missing, *coder.book.not_shown)
    cells = {
        option: Cells.of(coder.rows[column], missing=missing)
        for option, column in item.columns.items()
    }
    return no_to_all(cells, other=question.other_option)

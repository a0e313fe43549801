"""An export's columns → what they seem to ask: the questions of a first codebook.

Every guess is made on the content, so that it holds for files nobody has seen. What is
not sure is a text: it is neither counted nor published, and nothing is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.cleaning.coding import UNTICKED
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.recognition.alone import find_alone, of_no_use
from helpers.drafting.recognition.grouping import groups
from helpers.drafting.recognition.neighbours import joined_alike
from helpers.drafting.recognition.parts import CodesOf, find_parts
from helpers.drafting.recognition.profiles import NOT_TICKED, Drafted, Profile
from helpers.drafting.recognition.words import language
from helpers.exports import Column, Export

__all__ = ["Drafted", "Recognised", "recognise"]

ERRORS = ("#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
BLANKS = ("NA", "NULL", "NaN", "nan", "null", "<NA>", ".")
DASHES = ("-", "--", "–")  # wherever one stands alone
NOT_SHOWN = "N/A"  # LimeSurvey's


@dataclass(frozen=True)
class Recognised:
    """Everything in an export: `questions` in its order, columns to `ignore` with the
    reason, texts that mean `missing` and `not_shown`, and its `language`."""

    questions: list[Drafted]
    ignore: list[tuple[Column, str]]
    missing: list[str]
    not_shown: list[str]
    language: str


def recognise(export: Export, codes_of: CodesOf = lambda _: {}) -> Recognised:
    """What the export's columns ask. `codes_of`: a column's {code: label}."""
    missing, not_shown = _blanks(export)
    spoken = language(column.name for column in export.columns if not column.meta)
    profiles = [
        Profile(column, _counts(export.responses[column.name], {*missing, *not_shown}))
        for column in export.columns
        if not column.meta
    ]
    questions: list[Drafted] = []
    ignore: list[tuple[Column, str]] = []
    coded = _coded(export)
    for group in groups(profiles):
        parts = find_parts(group, codes_of) if len(group) > 1 else None
        if parts is not None:
            questions.append(parts[0])
            group = parts[1]
        for profile in group:
            if reason := of_no_use(profile) or _outside(profile.column, coded):
                ignore.append((profile.column, reason))
                continue
            codes = codes_of(profile.column)
            other = "Other" if spoken == "en" else "Annat"
            questions.append(find_alone(profile, export.tool, codes, other))
    place = {column.name: number for number, column in enumerate(export.columns)}
    questions.sort(key=lambda drafted: place[drafted.columns[0].name])
    ignore.sort(key=lambda entry: place[entry[0].name])
    _give_other_its_code(questions, export)
    questions = _with_other_texts(questions)
    questions = list(joined_alike(questions))
    missing += _unticked(questions, profiles)
    return Recognised(questions, ignore, missing, not_shown, spoken)


def _coded(export: Export) -> bool:
    """Whether the form's questions have codes in the export."""
    asked = [column for column in export.columns if not column.meta and column.question]
    return sum(bool(column.code) for column in asked) >= max(10, 0.9 * len(asked))


def _outside(column: Column, coded: bool) -> str:
    """Why a column without a code is no question where all others have one."""
    return "saknar frågekod: inte en av formulärets frågor" * (
        coded and not column.code
    )


def _with_other_texts(questions: Sequence[Drafted]) -> list[Drafted]:
    """The questions, what was written beside one with one answer as a part of it."""
    found: list[Drafted] = []
    for drafted in questions:
        one, column = (found[-1] if found else None), drafted.columns[0]
        if (
            one is not None
            and one.type == "single"
            and len(one.columns) == len(drafted.columns) == 1
            and scales.is_other(column.option.strip("[]"))
            and one.columns[0].question == column.question
            and not drafted.keys.get("personal")
        ):
            listed = [o for o in one.keys.get("options", ()) if scales.is_other(o)]
            label = one.keys.get("other") or (listed or [column.option.strip("[]")])[0]
            one.keys |= {"other": label, "other_column": column.name}
            one.columns.append(column)
        else:
            found.append(drafted)
    return found


def _counts(cells: pd.Series, gone: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in cells.value_counts(sort=False).items():
        folded = fold(str(text))
        if folded and folded not in gone:
            counts[folded] += int(times)
    return counts


def _blanks(export: Export) -> tuple[list[str], list[str]]:
    """Texts that stand for nothing, and (LimeSurvey) for a question not shown."""
    seen: Counter[str] = Counter()
    for column in export.columns:
        texts = {fold(str(t)) for t in export.responses[column.name].dropna().unique()}
        seen.update(texts & {*ERRORS, *BLANKS, *DASHES, NOT_SHOWN})
    several = max(3, len(export.columns) // 10)
    missing = [text for text in (*ERRORS, *DASHES) if seen[text]]
    missing += [text for text in BLANKS if seen[text] >= several]
    shown = export.tool != "limesurvey" or seen[NOT_SHOWN] < several
    return missing, [] if shown else [NOT_SHOWN]


def _give_other_its_code(questions: Sequence[Drafted], export: Export) -> None:
    """A code that no list has, given just where other-text stands, means other."""
    for one, beside in pairwise(questions):
        recode = one.keys.get("recode", {})
        unknown = {code for code, label in recode.items() if label == f"Kod {code}"}
        column, text = one.columns[0], beside.columns[0]
        if not unknown or not scales.is_other(text.option):
            continue
        given = export.responses[text.name].notna()
        stands = set(export.responses.loc[given, column.name].dropna())
        if text.question == column.question and stands == unknown:
            (code,) = unknown
            options = [o for o in one.keys["options"] if o != recode[code]]
            recode[code] = text.option
            one.keys |= {"options": options, "other": text.option}
            one.todo = [todo for todo in one.todo if "kodlistan" not in todo]


def _unticked(questions: Sequence[Drafted], profiles: Sequence[Profile]) -> list[str]:
    """Words for "not ticked" that cleaning does not know."""
    ticks = {c.name for q in questions if "ticked" in q.keys for c in q.columns}
    words = {
        text
        for profile in profiles
        if profile.column.name in ticks
        for text in profile.texts
        if text.casefold() in NOT_TICKED - UNTICKED
    }
    return sorted(words)

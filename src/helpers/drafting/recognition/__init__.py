"""An export's columns → what they seem to ask: the questions of a first codebook.

Every reading is made on the content, so that it holds for files nobody has seen: the
readings of `hypotheses` with what speaks for them, of which `judge` takes the best or
asks. What is not sure is a text: it is neither counted nor published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd

from helpers.cleaning.coding import UNTICKED
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.hypotheses import personal, readings
from helpers.drafting.hypotheses.ranked_columns import joined_ranks
from helpers.drafting.recognition import columns, consent, spellings
from helpers.drafting.recognition.blocks import blocks
from helpers.drafting.recognition.ends import ask_of_ends
from helpers.drafting.recognition.grouping import Group, alone, groups, means_other
from helpers.drafting.recognition.judge import (
    About,
    CodesOf,
    Evidence,
    Hypothesis,
    judge,
)
from helpers.drafting.recognition.neighbours import joined_alike
from helpers.drafting.recognition.options import (
    are_codes,
    ask_of_other_codes,
    ask_of_strange_options,
)
from helpers.drafting.recognition.profiles import (
    FEWEST_GAVE,
    Drafted,
    Profile,
)
from helpers.drafting.recognition.words import language
from helpers.exports import Export, ExportColumn
from helpers.exports.codelist import codes_in

__all__ = ["Drafted", "Recognised", "recognise"]

ERRORS = (
    *("#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"),
    *("#CALC!", "#GETTING_DATA", "#####"),
    *("#NAMN?", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!", "#OGILTIGT!"),
    *("#SKÄRNING!", "#Saknas", "#NV", "#WERT!", "#BEZUG!", "#VERDI!", "#I/T"),
)
BLANKS = ("NA", "NULL", "NaN", "nan", "null", "<NA>", ".")
# Words of a file, and of no respondent, for a cell that nobody filled in.
NOT_ANSWERED = re.compile(
    r"[\[(<]?((ej|inte|icke|ikke|har (ej|inte)) (besvarad|besvarat|svarat|besvart"
    r"|besvaret|ifyllt|ifylld|tillfrågad)|obesvarad|obesvarat|svar saknas|bortfall"
    r"|(system|user|item) ?missing|no response|no data|not (answered|asked|answer)"
    r"|unanswered|hoppade över|överhoppad|keine antwort|nicht (beantwortet|gefragt)"
    r"|ei vastausta|ei vastannut)[\])>]?|[\[(](blank|tom|tomt|null|empty|saknas|missing"
    r"|skipped|no answer|inget svar|ej svar|none)[\])]",
    re.IGNORECASE,
)
DASHES = ("-", "--", "–", "—")  # wherever one stands alone
NOT_SHOWN = "N/A"  # LimeSurvey's


@dataclass(frozen=True)
class Recognised:
    """Everything in an export: `questions` in its order, columns to `ignore` with the
    reason, texts that mean `missing` and `not_shown`, and its `language`."""

    questions: list[Drafted]
    ignore: list[tuple[ExportColumn, str]]
    missing: list[str]
    not_shown: list[str]
    language: str


def recognise(
    export: Export,
    codes_of: CodesOf = lambda _: {},
    declared: Collection[str] = (),
) -> Recognised:
    """What the export's columns ask. `codes_of`: a column's {code: label}. `declared`:
    options that an earlier wave had, whoever gave them now."""
    missing, not_shown = _blanks(export)
    gone = {*missing, *not_shown}
    asked = [column for column in export.columns if not column.meta]
    profiles = [
        profile_of(column, export.responses[column.name], gone) for column in asked
    ]
    written_in = language([*_texts_of(profiles)])
    common = {text.casefold() for text in declared} | {
        text.casefold()
        for profile in profiles
        for text in profile.texts
        if profile.count(text) >= FEWEST_GAVE
    }
    other = "Other" if written_in == "en" else "Annat"

    def codes(column: ExportColumn) -> Mapping[str, str]:
        return codes_of(column) or codes_in(column.question or column.name)

    about = About(export.tool, other, codes, frozenset(common))
    found = [*_read(profiles, about, _no_questions(profiles, export))]
    questions = [one.drafted for one in found if not one.ignored or one.drafted.keys]
    ignore = [entry for one in found for entry in one.ignored]
    place = {column.name: number for number, column in enumerate(export.columns)}
    questions.sort(key=lambda drafted: place[drafted.columns[0].name])
    ignore.sort(key=lambda entry: place[entry[0].name])
    _give_other_its_code(questions, export)
    questions = _with_other_texts(questions)
    by_name = {profile.column.name: profile for profile in profiles}
    questions = list(joined_alike(joined_ranks(questions, by_name)))
    ask_of_ends(questions)
    _tell_unticked(questions, profiles)
    for drafted in questions:
        if not consent.mark(drafted, by_name):
            spellings.tell_and_ask(drafted, by_name)
            ask_of_other_codes(drafted)
            ask_of_strange_options(drafted)
    return Recognised(questions, ignore, missing, not_shown, written_in)


def profile_of(column: ExportColumn, cells: pd.Series, gone: set[str]) -> Profile:
    """The column with its folded texts; those in `gone` are blank."""
    codes, uniques = pd.factorize(cells)
    counts: Counter[str] = Counter()
    lines: dict[str, tuple[str, ...]] = {}
    times = np.bincount(codes[codes >= 0], minlength=len(uniques))
    declared = {fold(text) for text in column.missing}
    place: dict[str, int] = {}
    placed = np.full(len(uniques) + 1, -1)
    for code, written in enumerate(uniques):
        text = fold(str(written))
        if not text or text in gone or text in declared:
            continue
        counts[text] += int(times[code])
        placed[code] = place.setdefault(text, len(place))
        parts = [fold(part) for part in str(written).splitlines() if fold(part)]
        if len(parts) > 1:
            lines[text] = tuple(parts)
    return Profile(column, counts, placed[codes], lines)


def _texts_of(profiles: Sequence[Profile]) -> Iterator[str]:
    """What the language is heard in: headers, and the commonest texts of the cells."""
    for profile in profiles:
        yield profile.column.name
        yield from profile.texts[:5]


# ---------------------------------------------------------------- groups → readings


def _read(
    profiles: Sequence[Profile], about: About, no_questions: Mapping[str, str]
) -> Iterator[Hypothesis]:
    """Each column in one reading; `no_questions`: column → why it is none."""
    rest = []
    held = personal.kinds(profiles)
    for profile in profiles:
        if reason := no_questions.get(profile.column.name):
            if _is_part(profile):
                rest.append(profile)  # an option that nobody chose
            else:
                yield _left_out(profile, reason)
        elif drafted := personal.drafted(profile, held.get(profile.column.name, "")):
            yield Hypothesis("personuppgift", drafted, Evidence.FILE, 1.0)
        else:
            rest.append(profile)
    partners = blocks(rest)
    in_block = {id(profile) for block in partners for profile in block}
    for block in partners:
        labels = tuple(profile.wording for profile in block)
        yield from _best(Group(tuple(block), labels, "", Evidence.TOOL), about)
    left = [profile for profile in rest if id(profile) not in in_block]
    beside = {id(one): other for one, other in pairwise(left) if _is_beside(one, other)}
    for group in groups(left):
        yield from _best(group, about, beside)


def _is_beside(profile: Profile, other: Profile) -> bool:
    """Whether the other column holds own words to the question of the first."""
    column = other.column
    same = column.question == profile.column.question and column.option != ""
    return bool(same and other.filled and means_other(column.option))


def _is_part(profile: Profile) -> bool:
    """Whether a column without answers may be a part of the question beside it."""
    return not profile.filled


def _left_out(profile: Profile, reason: str) -> Hypothesis:
    nothing = Drafted({}, [profile.column])
    ignored = [(profile.column, reason)]
    return Hypothesis(reason, nothing, Evidence.CELLS, 1.0, ignored=ignored)


def _best(
    group: Group, about: About, beside: Mapping[int, Profile] = MappingProxyType({})
) -> Iterator[Hypothesis]:
    """The best reading of the columns together, and those it leaves over alone; each
    alone where there is none."""
    if len(group.profiles) == 1:
        (profile,) = group.profiles
        yield _alone(profile, about, beside.get(id(profile)))
        return
    best = judge(readings(group, about))
    if best is not None:
        yield best
    over = group.profiles if best is None else best.over
    for profile in over:
        yield _alone(profile, about, beside.get(id(profile)))
    if best is None and group.copy is not None:
        yield _alone(group.copy, about)


def _alone(profile: Profile, about: About, beside: Profile | None = None) -> Hypothesis:
    if not profile.filled:
        return _left_out(profile, "inga svar")
    best = judge(readings(alone(profile, beside), about))
    assert best is not None  # a text is never refuted
    if best.ignored:
        return Hypothesis(
            best.kind, Drafted({}, [profile.column]), best.evidence, best.fit,
            ignored=best.ignored,
        )  # fmt: skip
    column = profile.column
    best.drafted.wording = profile.wording
    if column.option:
        best.drafted.wording = f"{column.question} [{column.option}]".strip()
    return best


def _coded(export: Export) -> bool:
    """Whether the form's questions have codes in the export."""
    asked = [column for column in export.columns if not column.meta and column.question]
    return sum(bool(column.code) for column in asked) >= max(10, 0.9 * len(asked))


def _no_questions(profiles: Sequence[Profile], export: Export) -> dict[str, str]:
    """Column → why it is no question."""
    found = dict.fromkeys(columns.status_columns(export), "om svaret är färdigt")
    coded = _coded(export)
    for profile in profiles:
        reason = columns.of_no_use(profile)
        if not reason and coded and not profile.column.code:
            reason = "saknar frågekod: inte en av formulärets frågor"
        if reason:
            found[profile.column.name] = reason
    return found


# ---------------------------------------------------------------- beside each other


def _with_other_texts(questions: Sequence[Drafted]) -> list[Drafted]:
    """The questions, what was written beside one with one answer as a part of it."""
    found: list[Drafted] = []
    for drafted in questions:
        one, column = (found[-1] if found else None), drafted.columns[0]
        if (
            one is not None
            and one.type == "single"
            and len(one.columns) == len(drafted.columns) == 1
            and means_other(column.option)
            and one.columns[0].question == column.question
            and not drafted.keys.get("personal")
            # One of its codes means other already: an option more would have nobody.
            and not are_codes(one.keys.get("options", ()))
        ):
            listed = [o for o in one.keys.get("options", ()) if scales.is_other(o)]
            label = one.keys.get("other") or (listed or [column.option.strip("[]")])[0]
            one.keys |= {"other": label, "other_column": column.name}
            one.columns.append(column)
        else:
            found.append(drafted)
    return found


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


# ---------------------------------------------------------------- words for nothing


def _blanks(export: Export) -> tuple[list[str], list[str]]:
    """Texts that stand for nothing, and (LimeSurvey) for a question not shown."""
    seen: Counter[str] = Counter()
    for column in export.columns:
        texts = {fold(str(t)) for t in export.responses[column.name].dropna().unique()}
        seen.update(texts & {*ERRORS, *BLANKS, *DASHES, NOT_SHOWN})
        seen.update(text for text in texts if NOT_ANSWERED.fullmatch(text))
    several = max(3, len(export.columns) // 10)
    worded = sorted(text for text in seen if NOT_ANSWERED.fullmatch(text))
    missing = [text for text in (*ERRORS, *DASHES, *worded) if seen[text]]
    # R and pandas write each blank cell so: then no cell is blank.
    written = not export.responses.isna().any(axis=None)
    fewest = 1 if written else several
    missing += [text for text in BLANKS if seen[text] >= fewest]
    shown = export.tool != "limesurvey" or seen[NOT_SHOWN] < several
    return missing, [] if shown else [NOT_SHOWN]


def _tell_unticked(questions: Sequence[Drafted], profiles: Sequence[Profile]) -> None:
    """Puts the words for "not ticked" that cleaning does not know."""
    by_name = {profile.column.name: profile for profile in profiles}
    for drafted in questions:
        if "ticked" not in drafted.keys:
            continue
        words = {
            text
            for column in drafted.columns
            for text in by_name[column.name].texts
            if text.casefold() in by_name[column.name].says_no - UNTICKED
        }
        if words:
            drafted.keys["unticked"] = sorted(words)

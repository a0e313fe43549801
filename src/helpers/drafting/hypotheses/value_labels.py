"""Codes with a list of what they mean, or a file's own labels in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.drafting import scales
from helpers.drafting.hypotheses.number import no_answer_among_words
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import put_options
from helpers.drafting.recognition.profiles import Drafted, Profile
from helpers.exports.codelist import unknown_code


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    for drafted in (
        _labelled(profile),
        _coded(profile, about.codes_of(profile.column)),
    ):
        if drafted is not None:
            says = f"ett svar ({counts_said(profile.counts)})"
            yield Hypothesis("ett svar", drafted, Evidence.FILE, 1.0, says)


def _labelled(profile: Profile) -> Drafted | None:
    """The file (SPSS) has labels, of all values or of the ends."""
    column = profile.column
    listed = labels_in_order(profile)
    if not listed:
        return None
    drafted = Drafted({"type": "single", "column": column.name}, [column])
    listed = without_codes(drafted, listed)
    texts = [text for text in profile.texts if text in listed]
    put_options(drafted, texts, given=listed)
    return drafted


def without_codes(drafted: Drafted, listed: list[str]) -> list[str]:
    """The labels, but codes for no answer that have none: they are asked about."""
    nothing = no_answer_among_words(listed)
    if nothing:
        drafted.keys["recode"] = dict.fromkeys(nothing, "")
        sentence = ", ".join(nothing)
        drafted.todo.append(f"betyder {sentence} inget svar? Det räknas så (recode)")
    return [text for text in listed if text not in nothing]


def labels_in_order(profile: Profile) -> list[str]:
    """What the column's cells can be, in the order of their codes; [] where the file
    does not say, or where something else stands in a cell."""
    column = profile.column
    values = column.values or tuple(("", label) for label in column.scale)
    declared = {text.casefold() for text in column.missing}
    listed = [label or code for code, label in values]
    listed = [text for text in listed if text.casefold() not in declared]
    unknown = {*profile.texts} - {*listed} - {*column.missing}
    bare = [code for code, label in values if not label]
    if (
        unknown
        and len(bare) < len(values)
        and all(text.isdecimal() for text in unknown)
    ):
        # Labels at the ends only, and a step between them that the file does not list.
        numbers = {code: label for code, label in values if label}
        if not all(code.lstrip("-").isdecimal() for code in numbers):
            return []
        every = {**{text: text for text in unknown}, **dict(values)}
        listed = [every[code] or code for code in sorted(every, key=int)]
        listed = [text for text in listed if text.casefold() not in declared]
        unknown = set()
    return listed if len(listed) > 1 and not unknown else []


def _coded(profile: Profile, codes: Mapping[str, str]) -> Drafted | None:
    """A list says what the codes mean."""
    column = profile.column
    known = [text for text in profile.texts if text in codes]
    if len(codes) < 2 or len(known) < max(1, 0.6 * len(profile.texts)):
        return None
    drafted = Drafted({"type": "single", "column": column.name}, [column])
    restored = {code: scales.unspoilt(label) or label for code, label in codes.items()}
    over = [text for text in profile.texts if text not in codes]
    put_options(drafted, profile.texts, restored | {o: unknown_code(o) for o in over})
    if all(label == unknown_code(code) for code, label in codes.items()):
        drafted.todo.append(
            "kodlistan ger en kod två betydelser; vad betyder koderna? Skriv i recode"
        )
    elif over:
        listed = ", ".join(over)
        drafted.todo.append(f"koden {listed} saknas i kodlistan; vad betyder den?")
    return drafted

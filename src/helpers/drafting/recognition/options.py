"""The options of a question: their order, and which of them stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from helpers.drafting import scales
from helpers.drafting.recognition.profiles import Drafted, natural

UNKNOWN_ORDER = (
    "ser ut som en skala, men ordningen är inte känd: skriv alternativen från lågt"
    " till högt"
)


def put_options(
    drafted: Drafted,
    texts: Sequence[str],
    codes: Mapping[str, str] | None = None,
    *,
    given: Sequence[str] = (),
) -> None:
    """Options in their own order: the file's (`given`, or the list of `codes`), that of
    a scale, or the commonest first."""
    keys = drafted.keys
    if codes:
        keys["recode"] = {text: codes[text] for text in texts if text in codes}
        over = [text for text in texts if text not in codes]
        given = texts = [*dict.fromkeys(codes.values()), *over]
    declared = {str(place): label for place, label in enumerate(given)}
    ordered = scales.recognise(texts, codes=declared, wording=drafted.wording)
    drafted.ordered = ordered
    if ordered is not None and ordered.doubt:
        drafted.todo.append(ordered.doubt)
    if ordered is not None and ordered.likert:
        return
    if given and {*texts} <= {*given}:
        keys["options"] = list(given)
    elif ordered is not None and ordered.family == "affirmation":
        keys["options"] = [*reversed(ordered.options), *ordered.dont_know]
    elif ordered is not None:
        keys["options"] = [*ordered.options, *ordered.dont_know]
        if ordered.recode:
            keys["recode"] = {**keys.get("recode", {}), **ordered.recode}
            drafted.todo.append("Excel har gjort datum av svar; stämmer recode?")
    elif scales.is_yes_no(texts):
        keys["options"] = scales.yes_first(texts)
    elif all(text.isdecimal() for text in texts):
        put_codes(drafted, texts)
    else:
        keys["options"] = others_last(texts)
        if scales.seems_ordered(texts):
            drafted.todo.append(UNKNOWN_ORDER)
    keys |= apart(keys["options"])


def put_codes(drafted: Drafted, texts: Sequence[str]) -> None:
    """Codes that nobody has explained, as options in the order of their numbers."""
    drafted.keys["options"] = sorted(texts, key=natural)
    drafted.todo.append("vad betyder siffrorna? Skriv det i recode")


def others_last(texts: Iterable[str]) -> list[str]:
    """Other, then "vet ej", after the rest."""
    return sorted(
        texts,
        key=lambda text: 2 if scales.is_dont_know(text) else int(scales.is_other(text)),
    )


def apart(options: Iterable[str], *, multiple: bool = False) -> dict[str, Any]:
    """Which options say "vet ej", and (multiple choice) which say none of the rest."""
    listed = list(options)
    unsure = [option for option in listed if scales.is_dont_know(option)]
    none = [o for o in listed if scales.is_none(o) and o not in unsure]
    found = {"dont_know": unsure} if unsure else {}
    return found | ({"none_of": none} if none and multiple else {})

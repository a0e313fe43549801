"""What breaks a comparison of two waves, in words (`estimation.waves.Break`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from helpers.estimation.facts import Break
from helpers.presentation.locale import message, phrase
from helpers.presentation.text import listed, quoted

MOST_NAMED = 6
"""So many options that are gone or new are told one by one."""
NOT_ASKED = "not_asked"
"""The code of a question that is new: there may be dozens."""

Values = Mapping[str, Any]


def break_text(one: Break) -> str:
    """A break (code, values) as a Swedish sentence.

    >>> break_text(Break.of("not_asked", False, name="Hinder"))
    '”Hinder” ställdes inte förra gången.'
    """
    return _WORDS[one.code](one.values)


def _not_compared(why: str | Callable[[Values], str]) -> Callable[[Values], str]:
    def sentence(values: Values) -> str:
        reason = phrase(why) if isinstance(why, str) else why(values)
        return phrase(
            "{name} jämförs inte: {reason}.", name=quoted(values["name"]), reason=reason
        )

    return sentence


def _options_changed(values: Values) -> str:
    gone, new = values["gone"], values["new"]
    if len(gone) + len(new) > MOST_NAMED:
        return phrase(
            "svarsalternativen är ändrade ({gone} är borttagna och {new} är nya)",
            gone=len(gone),
            new=len(new),
        )
    sentences = [phrase("{one} är borttaget", one=quoted(one)) for one in gone]
    sentences += [phrase("{one} är nytt", one=quoted(one)) for one in new]
    return phrase("svarsalternativen är ändrade ({words})", words=", ".join(sentences))


def _options_rewritten(values: Values) -> str:
    pairs = [f"{quoted(before)} → {quoted(now)}" for before, now in values["pairs"]]
    return phrase(
        "I {name} skrivs svarsalternativ på ett annat sätt än förra gången men "
        "räknas som desamma: {pairs}",
        name=quoted(values["name"]),
        pairs=", ".join(pairs),
    )


def _scale_reversed(values: Values) -> str:
    return phrase(
        "Skalan i {name} är vänd: {before} förra gången motsvarar {now} nu. "
        "Svaren från förra gången har vänts.",
        name=quoted(values["name"]),
        before=quoted(values["before"]),
        now=quoted(values["now"]),
    )


def _split(values: Values) -> str:
    how = (
        phrase("Jämförelsen görs bara för enheter som finns i båda listorna.")
        if values["framed"]
        else phrase("Utan enheternas namn i båda listorna kan de inte jämföras.")
    )
    into = listed(values["into"])
    return phrase(
        "{department} delades mellan mätningarna i {into}. {how}",
        department=values["department"],
        into=into,
        how=how,
    )


def _waves(waves: Iterable[Mapping[str, str]]) -> str:
    return listed([_wave(one) for one in waves])


def _wave(wave: Mapping[str, str]) -> str:
    if "wave" in wave:
        return wave["wave"]
    return phrase("i {title}", title=quoted(wave["title"]))


_WORDS: Mapping[str, Callable[[Values], str]] = {
    NOT_ASKED: lambda v: phrase(
        "{name} ställdes inte förra gången.", name=quoted(v["name"])
    ),
    "other_type": _not_compared(message("den ställdes på ett annat sätt")),
    "other_cells": _not_compared(message("svaren gavs på ett annat sätt")),
    "scale_changed": _not_compared(message("skalan är ändrad")),
    "options_changed": _not_compared(_options_changed),
    "new_item": lambda v: phrase(
        "Raden {item} i {name} är ny.", item=quoted(v["item"]), name=quoted(v["name"])
    ),
    "reworded": lambda v: phrase(
        "{name} är omskriven och jämförs med förbehåll. Förra gången löd frågan: "
        "{before}",
        name=quoted(v["name"]),
        before=quoted(v["before"]),
    ),
    "options_rewritten": _options_rewritten,
    "scale_reversed": _scale_reversed,
    "order_reversed": lambda v: phrase(
        "Svarsalternativen i {name} stod i omvänd ordning förra gången. Svaren "
        "jämförs alternativ för alternativ.",
        name=quoted(v["name"]),
    ),
    "routing_changed": lambda v: phrase(
        "{name} ställdes inte till samma svarande: villkoret för att få frågan "
        "är ändrat.",
        name=quoted(v["name"]),
    ),
    "routing_unknown": lambda v: phrase(
        "Det är inte känt vilka som fick {name} båda gångerna: de som svarade jämförs.",
        name=quoted(v["name"]),
    ),
    "challenges_differ": lambda v: phrase(
        "Utmaningarna är inte desamma i båda mätningarna: bara {challenges} jämförs.",
        challenges=listed([quoted(one) for one in v["challenges"]]),
    ),
    "split": _split,
    "gone": lambda v: phrase(
        "{department} fanns i den förra mätningen men har ingen motsvarighet i "
        "den senare (crosswalk.csv): förvaltningen jämförs inte.",
        department=v["department"],
    ),
    "new": lambda v: phrase(
        "{departments} har ingen motsvarighet i den förra mätningen och jämförs inte.",
        departments=listed(v["departments"]),
    ),
    "sources": lambda v: phrase(
        "{department} jämförs med {sources} i den förra mätningen.",
        department=v["department"],
        sources=listed(v["sources"]),
    ),
    "units_twice": lambda v: phrase(
        "{units} enheter har flera svar {wave} och kan inte följas mellan mätningarna.",
        units=v["units"],
        wave=_wave(v["wave"]),
    ),
    "no_answers": lambda v: phrase(
        "Från {department} saknas svar {waves}: förvaltningen ingår inte i "
        "förändringen.",
        department=v["department"],
        waves=_waves(v["waves"]),
    ),
    "none_matched": lambda v: phrase(
        "Ingen enhet kan följas mellan mätningarna: bara skillnaden mellan alla "
        "svarande redovisas."
    ),
    "few_matched": lambda v: phrase(
        "Bara {units} enheter svarade båda gångerna: förändringen redovisas i "
        "antal, utan intervall.",
        units=v["units"],
    ),
}

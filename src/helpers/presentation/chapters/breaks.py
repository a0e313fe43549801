"""What breaks a comparison of two waves, in words (`estimation.waves.Break`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from helpers.estimation.facts import Break
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
    def said(values: Values) -> str:
        reason = why if isinstance(why, str) else why(values)
        return f"{quoted(values['name'])} jämförs inte: {reason}."

    return said


def _options_changed(values: Values) -> str:
    gone, new = values["gone"], values["new"]
    if len(gone) + len(new) > MOST_NAMED:
        return (
            f"svarsalternativen är ändrade ({len(gone)} är borttagna och "
            f"{len(new)} är nya)"
        )
    said = [f"{quoted(one)} är borttaget" for one in gone]
    said += [f"{quoted(one)} är nytt" for one in new]
    return f"svarsalternativen är ändrade ({', '.join(said)})"


def _options_rewritten(values: Values) -> str:
    pairs = [f"{quoted(before)} → {quoted(now)}" for before, now in values["pairs"]]
    return (
        f"I {quoted(values['name'])} skrivs svarsalternativ på ett annat sätt än förra "
        f"gången men räknas som desamma: {', '.join(pairs)}"
    )


def _scale_reversed(values: Values) -> str:
    return (
        f"Skalan i {quoted(values['name'])} är vänd: {quoted(values['before'])} förra "
        f"gången motsvarar {quoted(values['now'])} nu. Svaren från förra gången har "
        "vänts."
    )


def _split(values: Values) -> str:
    how = (
        "Jämförelsen görs bara för enheter som finns i båda listorna."
        if values["framed"]
        else "Utan enheternas namn i båda listorna kan de inte jämföras."
    )
    into = listed(values["into"])
    return f"{values['department']} delades mellan mätningarna i {into}. {how}"


def _waves(waves: Iterable[Mapping[str, str]]) -> str:
    return listed([_wave(one) for one in waves])


def _wave(wave: Mapping[str, str]) -> str:
    return wave["wave"] if "wave" in wave else f"i {quoted(wave['title'])}"


_WORDS: Mapping[str, Callable[[Values], str]] = {
    NOT_ASKED: lambda v: f"{quoted(v['name'])} ställdes inte förra gången.",
    "other_type": _not_compared("den ställdes på ett annat sätt"),
    "other_cells": _not_compared("svaren gavs på ett annat sätt"),
    "scale_changed": _not_compared("skalan är ändrad"),
    "options_changed": _not_compared(_options_changed),
    "new_item": lambda v: f"Raden {quoted(v['item'])} i {quoted(v['name'])} är ny.",
    "reworded": lambda v: (
        f"{quoted(v['name'])} är omskriven och jämförs med förbehåll. Förra gången löd "
        f"frågan: {quoted(v['before'])}"
    ),
    "options_rewritten": _options_rewritten,
    "scale_reversed": _scale_reversed,
    "order_reversed": lambda v: (
        f"Svarsalternativen i {quoted(v['name'])} stod i omvänd ordning förra gången. "
        "Svaren jämförs alternativ för alternativ."
    ),
    "routing_changed": lambda v: (
        f"{quoted(v['name'])} ställdes inte till samma svarande: villkoret för att få "
        "frågan är ändrat."
    ),
    "challenges_differ": lambda v: (
        "Utmaningarna är inte desamma i båda mätningarna: bara "
        f"{listed([quoted(one) for one in v['challenges']])} jämförs."
    ),
    "split": _split,
    "gone": lambda v: (
        f"{v['department']} fanns i den förra mätningen men har ingen motsvarighet i "
        "den senare (crosswalk.csv): förvaltningen jämförs inte."
    ),
    "new": lambda v: (
        f"{listed(v['departments'])} har ingen motsvarighet i den förra mätningen och "
        "jämförs inte."
    ),
    "sources": lambda v: (
        f"{v['department']} jämförs med {listed(v['sources'])} i den förra mätningen."
    ),
    "units_twice": lambda v: (
        f"{v['units']} enheter har flera svar {_wave(v['wave'])} och kan inte följas "
        "mellan mätningarna."
    ),
    "no_answers": lambda v: (
        f"Från {v['department']} saknas svar {_waves(v['waves'])}: förvaltningen ingår "
        "inte i förändringen."
    ),
    "none_matched": lambda v: (
        "Ingen enhet kan följas mellan mätningarna: bara skillnaden mellan alla "
        "svarande redovisas."
    ),
    "few_matched": lambda v: (
        f"Bara {v['units']} enheter svarade båda gångerna: förändringen redovisas i "
        "antal, utan intervall."
    ),
}

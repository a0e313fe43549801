"""What a ranking of survey.yml may not say."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.survey.codebook.model import AnyQuestion, RankOrder

_NOT_RANKED = ("scale", "dont_know", "none_of", "wants_more", "other", "reversed")


def in_ranking(question: AnyQuestion) -> Iterator[tuple[str, str]]:
    """(what was found, what to do) for each contradiction; none in other questions."""
    if not isinstance(question, RankOrder):
        return
    if sum(map(bool, (question.column, question.places, question.columns))) != 1:
        yield (
            "ska ha ett av column, places och columns.",
            "Skriv column när svaren står i ordning i en cell, places när varje plats "
            "har sin kolumn, columns när varje alternativ har en kolumn med sin plats.",
        )
    if not question.columns and not question.options:
        yield "saknar options.", "Räkna upp svarsalternativen."
    if question.columns and set(question.options) - set(question.columns):
        yield "options och columns har inte samma alternativ.", "Ta bort options."
    if question.highest_first and not question.columns:
        yield (
            "highest_first gäller bara siffror i columns.",
            "Ta bort highest_first.",
        )
    for key in _NOT_RANKED:
        if getattr(question, key):
            yield f"{key} används inte i en rangordning.", f"Ta bort {key}."

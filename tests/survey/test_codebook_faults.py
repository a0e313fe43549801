"""Whatever stands under whatever key: Swedish, or right."""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy
from typing import Any

import pytest

from helpers.core.errors import CodebookError
from helpers.survey.codebook import Codebook, parse_codebook
from helpers.survey.codebook.questions import (
    Date,
    FreeText,
    Grid,
    Multiple,
    Number,
    Single,
    Ties,
)

BASE: dict[str, Any] = {
    "title": "T",
    "exports": [{"file": "a.csv"}],
    "scales": {"s": {"options": ["l", "h"]}},
    "questions": [
        {"id": "a", "type": "single", "column": "A", "options": ["x", "y"]},
        {"id": "b", "type": "multiple", "column": "B", "options": ["x", "y"]},
        {"id": "c", "type": "number", "column": "C"},
        {"id": "d", "type": "grid", "rows": {"a": "A1"}, "scale": "s"},
        {"id": "e", "type": "text", "column": "E"},
        {"id": "f", "type": "date", "column": "F"},
        {"id": "g", "type": "ties", "blocks": 1, "fields": {"name": "P {n}"}},
    ],
}
KINDS = (Single, Multiple, Number, Grid, FreeText, Date, Ties)
VALUES: tuple[Any, ...] = (
    *(None, 1, -1, 1.5, True, "x", "2024-01-01"),
    *([], ["x"], [[1]], {}, {"a": 1}, [{"b": 2}]),
)
ENGLISH = re.compile(
    r"\b(should|valid|input|must|field|expected|required|instance|given|Value error)\b",
    re.IGNORECASE,
)


def english(content: dict[str, Any]) -> list[str]:
    """What is said of a codebook in English, outside of what stands in it."""
    try:
        parse_codebook(content)
    except CodebookError as error:
        said = (re.sub(r"”[^”]*”", "", str(one)) for one in error.problems)
        return [one for one in said if ENGLISH.search(one)]
    return []


@pytest.mark.parametrize("key", sorted(Codebook.model_fields))
def test_of_the_survey(key: str) -> None:
    found = [english({**deepcopy(BASE), key: value}) for value in VALUES]
    assert [one for one in found if one] == []


@pytest.mark.parametrize("place", range(len(KINDS)), ids=lambda n: KINDS[n].__name__)
def test_of_a_question(place: int) -> None:
    for key in KINDS[place].model_fields:
        for value in VALUES:
            content = deepcopy(BASE)
            content["questions"][place][key] = value
            assert english(content) == [], (key, value)


def test_a_day_of_deletion_before_the_answers_were_in_is_told() -> None:
    last = dt.date(2024, 3, 15)
    period = {"start": dt.date(2024, 2, 1), "end": last}
    said = {"decision": "KS 2024-1", "date": last}
    with pytest.raises(CodebookError, match="gallras 2024-03-15, men de samlades in"):
        parse_codebook(BASE | {"fieldwork": period, "retention": said})
    late = said | {"date": last + dt.timedelta(1)}
    parse_codebook(BASE | {"fieldwork": period, "retention": late})

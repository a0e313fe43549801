"""Small codebooks and estimates, written by hand, to test disclosure control on."""

from __future__ import annotations

import numpy as np

from helpers.survey.codebook import Codebook, parse_codebook


def codebook(*questions: dict, **more) -> Codebook:
    content = {
        "title": "Prov",
        "exports": [{"file": "svar.csv"}],
        "questions": [
            {"id": "unit", "column": "Enhet", "type": "text", "disclosure": "open"},
            *questions,
        ],
        **more,
    }
    return parse_codebook(content)


def single(id: str, options: list[str], **more) -> dict:
    return {"id": id, "column": id, "type": "single", "options": options, **more}


def share(question: str, option: str, count: float, answered: float, **more) -> dict:
    return {
        "survey": "prov",
        "question": question,
        "item": "all",
        "option": option,
        "challenge": "all",
        "form": "all",
        "group": "all",
        "statistic": "share",
        "count": count,
        "answered": answered,
        "asked": answered,
        "population": np.nan,
        "estimate": count / answered if answered else np.nan,
        "low": np.nan,
        "high": np.nan,
        "certain_low": np.nan,
        "certain_high": np.nan,
        "method": "",
        **more,
    }

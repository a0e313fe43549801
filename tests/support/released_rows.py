"""Small released tables, written by hand, for the tests of what shows them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.facts import Facts
from helpers.estimation.schema import NUMBERS, RELEASED
from helpers.survey.codebook import Codebook, parse_codebook

DEPARTMENTS = [
    "Arbetsmarknads- och socialförvaltningen",
    "Fastighets- och gatukontoret",
    "Fritidsförvaltningen",
    "Funktionsstödsförvaltningen",
    "Förskoleförvaltningen",
    "Grundskoleförvaltningen",
    "Gymnasie- och vuxenutbildningsförvaltningen",
    "Hälsa-, vård- och omsorgsförvaltningen",
    "Kulturförvaltningen",
    "Miljöförvaltningen",
    "Serviceförvaltningen",
    "Stadsbyggnadskontoret",
    "Stadskontoret",
]
CHALLENGES = {
    "youth_health": "Ungas hälsa och livsstil",
    "leisure_culture": "Jämlik fritid och kultur",
    "city_life": "Stadsliv, allmänna platser och lokaler",
    "participation": "Delaktighet, trygghet, demokrati",
    "work": "Nya vägar till arbete och aktivitet",
}
FORMS = {
    "dialog": "Dialog",
    "support": "Bidrag och stöd",
    "joint": "Gemensamma projekt och verksamheter",
}
BARRIERS = [
    "Tid",
    "Ekonomi",
    "Juridik och upphandling",
    "Otydligt ansvar",
    "Svårt att hitta rätt part",
    "Kortsiktighet",
    "Sekretess",
    "Olika förväntningar",
    "Lokalbrist",
    "Inga hinder",
    "Annat",
    "Vet ej",
]
PRINCIPLES = {
    "independence": "Självständighet",
    "dialogue": "Dialog",
    "quality": "Kvalitet",
    "long_term": "Långsiktighet",
    "openness": "Öppenhet",
    "diversity": "Mångfald",
}
EXTENT = ["Inte alls", "I liten grad", "Delvis", "I hög grad", "Helt"]
WAYS = [*FORMS.values(), "Samverkar inte", "Vet ej"]

FACTS = Facts(version="1", wave="2024")


def codebook(**changes: Any) -> Codebook:
    content: dict[str, Any] = {
        "title": "Kartläggning av samverkan 2024",
        "wave": 2024,
        "fieldwork": {"from": dt.date(2024, 2, 5), "to": dt.date(2024, 3, 15)},
        "exports": [{"file": "svar.xlsx"}],
        "group": "department",
        "scales": {"extent": {"options": EXTENT, "dont_know": ["Vet ej"]}},
        "challenges": {
            "items": {id: {"label": label} for id, label in CHALLENGES.items()},
            "from": {"question": "ways"},
        },
        "forms": {id: {"label": x, "option": x} for id, x in FORMS.items()},
        "questions": [
            {
                "id": "department",
                "column": "Vilken förvaltning tillhör ni?",
                "label": "Förvaltning",
                "type": "single",
                "options": DEPARTMENTS,
                "disclosure": "open",
            },
            {
                "id": "collaborates",
                "column": "Har ni samverkat med idéburen sektor?",
                "label": "Samverkan de senaste tolv månaderna",
                "type": "single",
                "options": ["Ja, regelbundet", "Ja, ibland", "Nej", "Vet ej"],
                "dont_know": ["Vet ej"],
                "disclosure": "open",
            },
            {
                "id": "ways",
                "type": "grid",
                "cell": "multiple",
                "label": "Sätt att samverka",
                "text": "På vilka sätt samverkar ni inom utmaningen?",
                "rows": {id: f"Sätt: {x}" for id, x in CHALLENGES.items()},
                "options": WAYS,
                "none_of": ["Samverkar inte"],
                "dont_know": ["Vet ej"],
                "disclosure": "open",
            },
            {
                "id": "barriers",
                "column": "Vad hindrar samverkan? Välj högst tre.",
                "label": "Hinder för samverkan",
                "type": "multiple",
                "separator": ";",
                "options": BARRIERS,
                "dont_know": ["Vet ej"],
                "none_of": ["Inga hinder"],
            },
            {
                "id": "principles",
                "type": "grid",
                "label": "Principerna i Malmöandan",
                "text": "I vilken grad präglas samverkan av följande?",
                "scale": "extent",
                "rows": {id: f"Grad: {x}" for id, x in PRINCIPLES.items()},
                "row_labels": PRINCIPLES,
            },
            {
                "id": "partner",
                "type": "ties",
                "label": "Samarbetspartner",
                "blocks": 3,
                "fields": {"name": "Partner {n}: namn", "challenge": "P {n}: utmaning"},
                "disclosure": "open",
            },
        ],
    }
    return parse_codebook(content | changes)


def row(question: str = "barriers", **given: Any) -> dict[str, Any]:
    """One row. Without `estimate` it is count/answered; `hidden` is the reason why a
    row has no numbers."""
    hidden = given.pop("hidden", "")
    made: dict[str, Any] = {
        "survey": "exempel-2024",
        "question": question,
        "item": "all",
        "option": "all",
        "challenge": "all",
        "form": "all",
        "group": "all",
        "statistic": "share",
        "method": "",
        **dict.fromkeys(NUMBERS, math.nan),
        **given,
    }
    if hidden:
        made |= dict.fromkeys(NUMBERS, math.nan)
    elif math.isnan(made["estimate"]) and made["answered"]:
        made["estimate"] = made["count"] / made["answered"]
    if not hidden and math.isnan(made["asked"]):
        made["asked"] = made["answered"]
    return made | {"shown": not hidden, "reason": hidden}


def with_interval(row: dict[str, Any], half: float = 0.05) -> dict[str, Any]:
    """The row with an interval of its estimate ± `half`, and certain bounds twice that
    wide."""
    p = row["estimate"]
    return row | {
        "low": max(0.0, p - half),
        "high": min(1.0, p + half),
        "certain_low": max(0.0, p - 2 * half),
        "certain_high": min(1.0, p + 2 * half),
    }


def released(rows: list[dict[str, Any]], book: Codebook | None = None) -> Released:
    table = pd.DataFrame(rows, columns=RELEASED)
    table = table.astype(dict.fromkeys(NUMBERS, float))
    return Released._of(table, book or codebook(), FACTS)

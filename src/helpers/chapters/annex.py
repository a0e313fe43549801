"""The annexes: the questions, what was skipped, how good the numbers are, words."""

from __future__ import annotations

from helpers import tables, text
from helpers.chapters.chapter import (
    Chapter,
    Fold,
    Note,
    Paragraph,
    Part,
    Subheading,
    Terms,
    own,
)
from helpers.codebook import TOTAL
from helpers.manuscript import Report
from helpers.released import Released

GLOSSARY = (
    ("Svarande", "Den som har svarat på frågan, ”vet ej” inräknat."),
    (
        "Svarsandel",
        "Hur stor del av dem som fick enkäten och hör till målgruppen som har svarat.",
    ),
    (
        "Intervall",
        "Så långt från siffran kan det rätta värdet rimligen ligga, om de som inte "
        "svarat liknar dem som svarat.",
    ),
    (
        "Säkra gränser",
        "Det lägsta och högsta möjliga värdet, vad de som inte svarat än hade svarat.",
    ),
    ("Redovisas inte (·)", "Siffran hålls tillbaka för att ingen ska kunna pekas ut."),
)


def appendix(report: Report) -> Chapter:
    """Bilagor: the questions, what was set aside, how good the numbers are, words."""
    released, texts = report.released, report.texts
    codebook, facts = released.codebook, released.facts
    kinds = {
        "single": "Ett svar",
        "multiple": "Flera svar",
        "grid": "Rutnät",
        "number": "Tal",
        "text": "Fritext",
        "date": "Datum",
        "ties": "Namngivna samarbeten",
    }
    listed = tables.Table(
        "kodbok",
        "Frågorna",
        [tables.Column("Fråga"), tables.Column("Slag"), tables.Column("Redovisning")],
        [
            [
                question.wording,
                kinds[question.type],
                "Skyddad" if codebook.protected(question.id) else "Öppen",
            ]
            for question in codebook.questions
        ],
    )
    parts: list[Part | None] = [
        Subheading("Frågor och kodbok"),
        Fold("Visa alla frågor", listed),
        Subheading("Partiellt bortfall"),
        _nonresponse(released),
        Subheading("Kvalitetsdeklaration"),
        Paragraph(_quality(released)),
        Note(
            "Kartläggningen är inte officiell statistik. Deklarationen följer "
            "rubrikerna i SCB:s föreskrift SCB-FS 2016:17."
        ),
    ]
    if facts["values_set_aside"]:
        parts += [
            Subheading("Granskningslogg"),
            tables.Table(
                "granskningslogg",
                "Enstaka uppgifter som inte har kunnat användas",
                [tables.Column("Skäl"), tables.Column("Antal", "count")],
                [
                    [text.upper_first(reason), count]
                    for reason, count in facts["values_set_aside"].items()
                ],
            ),
        ]
    parts += [Subheading("Ordlista"), Terms(GLOSSARY)]
    return Chapter.of("bilagor", "Bilagor", [*parts, own(texts, "appendix")])


def _nonresponse(released: Released) -> Part | None:
    rows = released.select(statistic="nonresponse", challenge=TOTAL, group=TOTAL)
    cells = tables.by_keys(rows, "question", "item")
    body: list[list] = []
    for (question, item), cell in cells.items():
        if text.state(cell) is not text.State.SHOWN or not cell.count:
            continue
        labels = {one.row: one.label for one in released.codebook.items(question)}
        name = released.codebook.question(question).name
        if item != TOTAL:
            name = f"{name}: {labels.get(item, item)}"
        body.append([name, cell.asked, cell.count, cell.estimate])
    if not body:
        return Paragraph("Alla som fick en fråga har svarat på den.")
    return Fold(
        "Visa hur många som hoppat över varje fråga",
        tables.Table(
            "partiellt-bortfall",
            "Fick frågan men svarade inte",
            [
                tables.Column("Fråga"),
                tables.Column("Fick frågan", "count"),
                tables.Column("Svarade inte", "count"),
                tables.Column("Andel", "percent"),
            ],
            body,
        ),
    )


def _quality(released: Released) -> str:
    facts = released.facts
    response = facts["response"]
    if not response["known"]:
        return (
            "Ramtäckningen är okänd: det finns ingen lista över vilka som fick "
            "enkäten. Siffrorna beskriver de svarande."
        )
    missing = response["asked"] - response["answered"]
    said = (
        "Undersökningen är en totalundersökning bland de "
        f"{text.number(response['asked'])} som fick enkäten; {text.number(missing)} av "
        "dem har inte svarat."
    )
    if response["outside"]:
        said += (
            f" {text.upper_first(text.word(response['outside']))} svar kom från någon "
            "som inte finns i listan."
        )
    return said

"""kodbok-ddi.xml: the questionnaire as DDI-Codebook 2.5, for archives and catalogues.

What was asked, in the order of the questionnaire, with the options of the form. Nothing
that was answered: an option that was only seen in answers is not in it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from helpers.survey.codebook import AnyQuestion, Codebook, Number, Optioned, Ties
from helpers.survey.codebook.model import Grid

SPACE = "ddi:codebook:2_5"
KINDS = {
    "public_unit": "Verksamheter inom offentlig sektor",
    "organisation": "Organisationer",
    "person": "Personer",
}
PROTECTED = "Svaren redovisas bara sammanlagt, efter röjandekontroll."


def ddi_codebook(survey: str, codebook: Codebook) -> bytes:
    root = ET.Element("codeBook", {"xmlns": SPACE, "version": "2.5", "xml:lang": "sv"})
    study = ET.SubElement(root, "stdyDscr")
    _citation(study, survey, codebook)
    _about(study, codebook)
    data = ET.SubElement(root, "dataDscr")
    for number, (question, name, label) in enumerate(_variables(codebook), 1):
        _variable(data, number, name, label, question, codebook)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _citation(study: ET.Element, survey: str, codebook: Codebook) -> None:
    citation = ET.SubElement(study, "citation")
    titles = ET.SubElement(citation, "titlStmt")
    _say(titles, "titl", codebook.title)
    _say(titles, "subTitl", codebook.subtitle)
    _say(titles, "IDNo", survey)
    who = codebook.contact.organisation
    if who:
        _say(ET.SubElement(citation, "rspStmt"), "AuthEnty", who)
        _say(ET.SubElement(citation, "distStmt"), "distrbtr", who)
    if codebook.series:
        _say(ET.SubElement(citation, "serStmt"), "serName", codebook.series)
    version = ET.SubElement(citation, "verStmt")
    _say(version, "version", codebook.version)


def _about(study: ET.Element, codebook: Codebook) -> None:
    info = ET.SubElement(study, "stdyInfo")
    if codebook.fictitious:
        _say(info, "abstract", "Svaren är påhittade.")
    summary = ET.SubElement(info, "sumDscr")
    if codebook.fieldwork is not None:
        for event, day in (
            ("start", codebook.fieldwork.start),
            ("end", codebook.fieldwork.end),
        ):
            date = _say(summary, "collDate", f"{day}")
            date.attrib |= {"date": f"{day}", "event": event}
    _say(summary, "anlyUnit", KINDS[codebook.respondent])
    _say(summary, "dataKind", "Enkätsvar")


def _variables(codebook: Codebook) -> Iterator[tuple[AnyQuestion, str, str]]:
    """(question, the variable's name, its label): one a question, or a row of it."""
    for question in codebook.questions:
        if isinstance(question, Ties):
            yield question, question.id, question.name
            continue
        for item in codebook.items(question):
            yield question, item.key, item.label


def _variable(
    data: ET.Element,
    number: int,
    name: str,
    label: str,
    question: AnyQuestion,
    codebook: Codebook,
) -> None:
    options = question.declared_options if isinstance(question, Optioned) else []
    numeric = isinstance(question, Number)
    attributes = {"ID": f"V{number}", "name": name}
    kind = "contin" if numeric else "discrete"
    variable = ET.SubElement(data, "var", attributes | {"intrvl": kind})
    _say(variable, "labl", label)
    if codebook.protected(question.id):
        _say(variable, "security", PROTECTED)
    asked = ET.SubElement(variable, "qstn")
    if isinstance(question, Grid):
        _say(asked, "preQTxt", question.wording)
    _say(asked, "qstnLit", label if isinstance(question, Grid) else question.wording)
    for value, option in enumerate(options, 1):
        category = ET.SubElement(variable, "catgry")
        if option in question.dont_know_options:
            category.set("missing", "Y")
        _say(category, "catValu", f"{value}")
        _say(category, "labl", option)
    shape = ET.SubElement(variable, "varFormat")
    shape.set("type", "numeric" if numeric or options else "character")


def _say(parent: ET.Element, tag: str, words: str) -> ET.Element:
    """A child with text; none where there is nothing to say."""
    child = ET.Element(tag)
    child.text = words
    if words:
        parent.append(child)
    return child

"""datapackage.json: the files for programs that read data packages (Frictionless)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.core.project import json_text
from helpers.core.slugs import slug
from helpers.presentation.open_data.described import MISSING, Described, Field
from helpers.presentation.open_data.licences import LICENCES
from helpers.survey.codebook import Codebook


def data_package(
    survey: str, codebook: Codebook, tables: Sequence[Described], created: str
) -> bytes:
    content: dict[str, Any] = {
        "name": slug(survey),
        "title": codebook.title,
        "version": codebook.version,
        "resources": [_resource(table) for table in tables],
    }
    if codebook.subtitle:
        content["description"] = codebook.subtitle
    if created:
        content["created"] = created
    if codebook.contact.organisation:
        publisher = codebook.contact.organisation
        content["contributors"] = [{"title": publisher, "roles": ["publisher"]}]
    if codebook.open_data is not None:
        licence = LICENCES[codebook.open_data.licence]
        content["homepage"] = codebook.open_data.folder
        content["licenses"] = [
            {"name": licence.code, "path": licence.address, "title": licence.title}
        ]
    return json_text(content).encode()


def _resource(table: Described) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(one) for one in table.fields],
        "missingValues": list(MISSING),
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    resource = {
        "name": table.file.removesuffix(".csv"),
        "path": table.file,
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }
    return resource | ({"description": table.asked} if table.asked else {})


def _field(one: Field) -> dict[str, Any]:
    content: dict[str, Any] = {"name": one.name, "type": one.type}
    content["title"] = one.swedish
    content["description"] = one.english
    if one.type == "number":
        content["decimalChar"] = ","
    if one.type == "boolean":
        content["trueValues"], content["falseValues"] = ["ja"], ["nej"]
    elif one.codes:
        content["constraints"] = {"enum": list(one.codes)}
        content["categories"] = [
            {"value": code, "label": label} for code, label in one.codes.items()
        ]
    return content

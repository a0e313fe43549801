"""csv-metadata.json: the files as CSV on the Web, where a reader looks for it first.

The properties are those that the application profile of the British statistics office
asks for: title, description, publisher and licence of the whole; titles, data type and
key of each table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.core.project import json_text
from helpers.presentation.open_data.described import MISSING, Described, Field
from helpers.presentation.open_data.licences import LICENCES
from helpers.survey.codebook import Codebook

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "sv"}]
DATATYPES = {
    "string": "string",
    "integer": "integer",
    "number": {"base": "double", "format": {"decimalChar": ","}},
    "boolean": {"base": "boolean", "format": "ja|nej"},
}


def csv_metadata(codebook: Codebook, tables: Sequence[Described]) -> bytes:
    content: dict[str, Any] = {
        "@context": CONTEXT,
        "dc:title": codebook.title,
        "null": list(MISSING),
        "dialect": {
            "delimiter": ";",
            "encoding": "utf-8",
            "header": True,
            "quoteChar": '"',
        },
        "tables": [_table(table) for table in tables],
    }
    if codebook.subtitle:
        content["dc:description"] = codebook.subtitle
    if codebook.contact.organisation:
        content["dc:publisher"] = codebook.contact.organisation
    if codebook.open_data is not None:
        licence = LICENCES[codebook.open_data.licence]
        content["dc:license"] = {"@id": licence.address}
    return json_text(content).encode()


def _table(table: Described) -> dict[str, Any]:
    columns = [_column(n, one) for n, one in enumerate(table.fields, 1)]
    schema: dict[str, Any] = {"columns": columns}
    if table.key:
        schema["primaryKey"] = list(table.key)
    content = {"url": table.file, "dc:title": table.title, "tableSchema": schema}
    return content | ({"dc:description": table.asked} if table.asked else {})


def _column(number: int, one: Field) -> dict[str, Any]:
    plain = one.name.isascii() and one.name.isidentifier()
    return {
        "name": one.name if plain else f"k{number}",
        "titles": one.name,
        "dc:description": [
            {"@language": "sv", "@value": one.swedish},
            {"@language": "en", "@value": one.english},
        ],
        "datatype": DATATYPES[one.type],
    }

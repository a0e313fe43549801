"""All that describes outputs/<survey>/data/, from what the run has made there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpers.presentation.open_data.csvw import csv_metadata
from helpers.presentation.open_data.dcat import dcat, offered
from helpers.presentation.open_data.ddi import ddi_codebook
from helpers.presentation.open_data.described import (
    KEY_FILE,
    Described,
    described_again,
    key_csv,
    of_all_numbers,
    of_codes,
    of_key,
)
from helpers.presentation.open_data.package import data_package
from helpers.presentation.outputs import ALL_CODES, ALL_NUMBERS, WORKBOOK
from helpers.survey.codebook import Codebook

DATA = "data/"
PACKAGE, CSVW = "datapackage.json", "csv-metadata.json"
DDI, DCAT = "kodbok-ddi.xml", "dcat.ttl"
TITLES = {
    WORKBOOK: "Svaren i tabeller (Excel)",
    DATA + PACKAGE: "Filerna och deras kolumner (datapaket)",
    DATA + CSVW: "Filerna och deras kolumner (CSV on the Web)",
    DATA + DDI: "Frågorna och svarsalternativen (DDI-Codebook)",
}


def open_data(
    survey: str,
    codebook: Codebook,
    described: Iterable[Mapping[str, Any]],
    made: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The describing files, by their names from outputs/<survey>/.

    `told` is what each figure's step has said of its csv (`Described.as_json`); `made`
    are the files that lie there already. dcat.ttl is made where survey.yml says where
    the numbers will lie (`open_data`), since it is nothing but addresses.
    """
    tables = _tables(survey, described, made)
    created = f"{codebook.decided.date}T00:00:00Z" if codebook.decided else ""
    files = {
        KEY_FILE: key_csv(tables),
        PACKAGE: data_package(survey, codebook, tables, created),
        CSVW: csv_metadata(codebook, tables),
        DDI: ddi_codebook(survey, codebook),
    }
    found = {DATA + name: content for name, content in files.items()}
    if codebook.open_data is not None:
        found[DATA + DCAT] = _dcat(survey, codebook, tables, {**made, **found})
    return found


def _tables(
    survey: str, described: Iterable[Mapping[str, Any]], made: Mapping[str, bytes]
) -> list[Described]:
    figures = {one["file"]: described_again(one) for one in described}
    listed = [of_all_numbers(ALL_NUMBERS, survey), of_codes(ALL_CODES), of_key()]
    there = [figures[file] for file in sorted(figures) if DATA + file in made]
    same = Counter(one.title for one in there)
    return listed + [
        replace(one, title=f"{one.title} ({one.file.removesuffix('.csv')})")
        if same[one.title] > 1
        else one
        for one in there
    ]


def _dcat(
    survey: str,
    codebook: Codebook,
    tables: Sequence[Described],
    files: Mapping[str, bytes],
) -> bytes:
    sizes = {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in files.items()
    }
    titles = TITLES | {DATA + table.file: table.title for table in tables}
    pages = sorted(name for name in files if name.endswith(".html"))
    return dcat(survey, codebook, offered(sizes, titles, DATA + CSVW), pages)

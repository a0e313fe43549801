"""dcat.ttl: the numbers as a portal's harvester reads them, by DCAT-AP-SE 3.

One catalogue with one data set, and a distribution for each file. A distribution says
where its file lies and conforms to `csv-metadata.json`, which tells its columns: from
this file alone everything is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.presentation.open_data.licences import LICENCES
from helpers.survey.codebook import Codebook
from helpers.survey.codebook.afterwards import OpenData

EU = "http://publications.europa.eu/resource/authority"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
KINDS = {
    ".csv": ("CSV", "text/csv"),
    ".json": ("JSON", "application/json"),
    ".xml": ("XML", "application/xml"),
    ".xlsx": (
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
CSVW_STANDARD = "https://www.w3.org/TR/tabular-metadata/"
_IN_STRINGS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Offered:
    """A file that can be fetched: its name from outputs/<survey>/, what it is called,
    its size and checksum, and the file there that tells its columns ("" for none)."""

    name: str
    title: str
    size: int
    sha256: str
    columns_in: str = ""

    @property
    def ending(self) -> str:
        return "." + self.name.rpartition(".")[2]


def dcat(
    survey: str, codebook: Codebook, files: Sequence[Offered], pages: Sequence[str]
) -> bytes:
    """`pages` are the names of the reports, which are the data set's documentation."""
    settings = codebook.open_data
    assert settings is not None
    blocks = [
        _prefixes(),
        _catalogue(codebook, settings),
        _publisher(codebook, settings),
        _contact(codebook, settings),
        _dataset(survey, codebook, settings, files, pages),
        *(_distribution(settings, one) for one in files),
        *(
            _schema(settings, name)
            for name in sorted({f.columns_in for f in files} - {""})
        ),
        *(_block(_at(settings, name), ("a", "foaf:Document")) for name in pages),
    ]
    return "\n".join(blocks).encode()


def _prefixes() -> str:
    return "".join(f"@prefix {name}: <{at}> .\n" for name, at in PREFIXES.items())


def _catalogue(codebook: Codebook, settings: OpenData) -> str:
    title = f"Öppna data: {codebook.title}"
    return _block(
        _at(settings, "#katalog"),
        ("a", "dcat:Catalog"),
        ("dcterms:title", _text(title)),
        ("dcterms:description", _text(f"Siffrorna i {codebook.title}.")),
        ("dcterms:publisher", _at(settings, "#utgivare")),
        ("dcterms:license", _iri(LICENCES[settings.licence].address)),
        ("dcterms:language", _iri(f"{EU}/language/SWE")),
        ("dcat:themeTaxonomy", _iri(f"{EU}/data-theme")),
        ("dcat:dataset", _at(settings, "#datamangd")),
    )


def _publisher(codebook: Codebook, settings: OpenData) -> str:
    name = _text(codebook.contact.organisation, "")
    kind = _iri("http://purl.org/adms/publishertype/LocalAuthority")
    lines = (("a", "foaf:Agent"), ("foaf:name", name), ("dcterms:type", kind))
    return _block(_at(settings, "#utgivare"), *lines)


def _contact(codebook: Codebook, settings: OpenData) -> str:
    return _block(
        _at(settings, "#kontakt"),
        ("a", "vcard:Organization"),
        ("vcard:fn", _text(codebook.contact.organisation, "")),
        ("vcard:hasEmail", _iri(f"mailto:{settings.contact}")),
    )


def _dataset(
    survey: str,
    codebook: Codebook,
    settings: OpenData,
    files: Sequence[Offered],
    pages: Sequence[str],
) -> str:
    return _block(
        _at(settings, "#datamangd"),
        ("a", "dcat:Dataset"),
        ("dcterms:title", _text(codebook.title)),
        ("dcterms:description", _text(_about(codebook))),
        ("dcterms:publisher", _at(settings, "#utgivare")),
        ("dcat:contactPoint", _at(settings, "#kontakt")),
        ("dcterms:identifier", _text(survey, "")),
        ("dcat:version", _text(codebook.version, "")),
        ("dcat:theme", _iri(f"{EU}/data-theme/{settings.theme}")),
        ("dcterms:language", _iri(f"{EU}/language/SWE")),
        ("dcterms:accessRights", _iri(f"{EU}/access-right/PUBLIC")),
        *_dates(codebook),
        *(("foaf:page", _at(settings, name)) for name in pages),
        *(("dcat:distribution", _at(settings, f"#{_name(f)}")) for f in files),
    )


def _about(codebook: Codebook) -> str:
    parts = [
        codebook.subtitle or codebook.title,
        "Svaren är påhittade." if codebook.fictitious else "",
        "Insamlingen pågår, och siffrorna är preliminära."
        if codebook.status == "open"
        else "",
    ]
    return " ".join(
        part if part.endswith(".") else f"{part}." for part in parts if part
    )


def _dates(codebook: Codebook) -> Iterator[tuple[str, str]]:
    if codebook.decided is not None:
        yield "dcterms:issued", f'"{codebook.decided.date}"^^xsd:date'
    if codebook.fieldwork is not None:
        start, end = codebook.fieldwork.start, codebook.fieldwork.end
        yield (
            "dcterms:temporal",
            f'[ a dcterms:PeriodOfTime ; dcat:startDate "{start}"^^xsd:date ; '
            f'dcat:endDate "{end}"^^xsd:date ]',
        )


def _distribution(settings: OpenData, file: Offered) -> str:
    kind, media = KINDS[file.ending]
    digest = (
        "[ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; "
        f'spdx:checksumValue "{file.sha256}"^^xsd:hexBinary ]'
    )
    columns = [("dcterms:conformsTo", _at(settings, file.columns_in))]
    return _block(
        _at(settings, f"#{_name(file)}"),
        ("a", "dcat:Distribution"),
        ("dcterms:title", _text(file.title)),
        ("dcat:accessURL", _at(settings, file.name)),
        ("dcat:downloadURL", _at(settings, file.name)),
        ("dcterms:license", _iri(LICENCES[settings.licence].address)),
        ("dcterms:format", _iri(f"{EU}/file-type/{kind}")),
        (
            "dcat:mediaType",
            _iri(f"http://www.iana.org/assignments/media-types/{media}"),
        ),
        ("dcat:byteSize", f'"{file.size}"^^xsd:nonNegativeInteger'),
        ("spdx:checksum", digest),
        *(columns if file.columns_in else []),
    )


def _schema(settings: OpenData, name: str) -> str:
    return _block(
        _at(settings, name),
        ("a", "dcterms:Standard"),
        ("dcterms:title", _text("Kolumnerna i varje csv-fil (CSV on the Web)")),
        ("rdfs:seeAlso", _iri(CSVW_STANDARD)),
    )


def _name(file: Offered) -> str:
    """The identity of its distribution."""
    return file.name.replace("/", "-")


def _block(subject: str, *lines: tuple[str, str]) -> str:
    statements = " ;\n".join(f"    {verb} {thing}" for verb, thing in lines)
    return f"{subject}\n{statements} .\n"


def _at(settings: OpenData, name: str) -> str:
    return _iri(settings.folder + name)


def _iri(address: str) -> str:
    return f"<{address}>"


def _text(words: str, language: str = "sv") -> str:
    return f'"{words.translate(_IN_STRINGS)}"' + (f"@{language}" if language else "")


def offered(
    files: Mapping[str, tuple[int, str]], titles: Mapping[str, str], columns: str
) -> list[Offered]:
    """The files with their size and checksum, those that have a title; the columns of
    csv files are told in `columns`."""
    return [
        Offered(
            name, titles[name], *described, columns if name.endswith(".csv") else ""
        )
        for name, described in sorted(files.items())
        if name in titles
    ]

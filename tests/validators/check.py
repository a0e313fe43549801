"""Everything that is handed out, tried by the validators of its formats.

    .validators/bin/python tests/validators/check.py FOLDER…

Each FOLDER is an outputs/<survey>/, or a folder with several. Prints what is wrong, a
line each, and ends with 1 when there is anything; `make validators` sets it up.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

RULES = Path(__file__).parent
SHAPES, VOCABULARIES = RULES / "dcat-ap-se.ttl", RULES / "vocabularies.ttl"
DDI = RULES / "ddi-codebook.xsd"
MOST_TOLD = 4_000  # signs: the same fault may stand in every file


def data_package(path: Path) -> Iterator[str]:
    """As a program that reads data packages: every row of every file, by its types."""
    import frictionless

    report = frictionless.validate(str(path))
    for row in report.flatten(["title", "message", "rowNumber"])[:5]:
        yield ", ".join(map(str, row))
    if not report.valid and not report.tasks:
        yield "not valid"


def catalogue(path: Path) -> Iterator[str]:
    """As a portal: by the profile's shapes, then from it alone to every file, its
    checksum and its columns."""
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(path)
    known = graph + rdflib.Graph().parse(VOCABULARIES)
    valid, _, text = pyshacl.validate(known, shacl_graph=str(SHAPES))
    if not valid:
        yield text[:MOST_TOLD]
    yield from harvest(graph, path.parents[1])


def harvest(graph, folder: Path) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """`folder` stands for the address that the catalogue's data set begins with."""
    from rdflib import DCTERMS, RDF, URIRef
    from rdflib.namespace import DCAT as D

    (dataset,) = graph.subjects(RDF.type, D.Dataset)
    start = str(dataset).partition("#")[0]
    found = set()
    for one in graph.objects(dataset, D.distribution):
        address = str(graph.value(one, D.downloadURL))
        name = address.removeprefix(start)
        found.add(name)
        if not (folder / name).is_file():
            yield f"{name}: is not there"
            continue
        content = (folder / name).read_bytes()
        digest = graph.value(
            graph.value(one, URIRef("http://spdx.org/rdf/terms#checksum")),
            URIRef("http://spdx.org/rdf/terms#checksumValue"),
        )
        if hashlib.sha256(content).hexdigest() != str(digest):
            yield f"{name}: another checksum"
        if name.endswith(".csv"):
            schema = str(graph.value(one, DCTERMS.conformsTo)).removeprefix(start)
            yield from columns(folder / name, folder / schema)
    data = {p.relative_to(folder).as_posix() for p in (folder / "data").iterdir()}
    yield from (
        f"{name}: no distribution"
        for name in sorted(data - found)
        if DCAT_FILE not in name
    )


DCAT_FILE = "dcat.ttl"  # cannot tell its own checksum


def columns(path: Path, schema: Path) -> Iterator[str]:
    """Whether CSV on the Web tells the columns that the file has, each in Swedish and
    English."""
    tables = json.loads(schema.read_text("utf-8"))["tables"]
    told = {one["url"]: one["tableSchema"]["columns"] for one in tables}
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file, delimiter=";"))
    said = [one["titles"] for one in told.get(path.name, [])]
    if said != header:
        yield f"{path.name}: the columns are {header}, told are {said}"
    for one in told.get(path.name, []):
        languages = {word["@language"] for word in one["dc:description"]}
        if languages != {"sv", "en"}:
            yield f"{path.name}: {one['titles']} is told in {languages}"


def codebook(path: Path) -> Iterator[str]:
    """As an archive: by the rules of DDI-Codebook."""
    from lxml import etree

    schema = etree.XMLSchema(file=str(DDI))
    if not schema.validate(etree.parse(str(path))):
        yield from (f"{one.line}: {one.message}" for one in schema.error_log)


def document(path: Path) -> Iterator[str]:
    """A PDF by every rule of PDF/UA-1 and of PDF/A-2a."""
    import page

    for profile in ("ua1", "2a"):
        for failure in page.validate_pdf(path, profile=profile).failures:
            yield f"{failure.rule_id}: {failure.message}"


# What no valid package can have: the rule asks for an attribute without a namespace,
# while the METS schema, and CSIP16 beside it, ask for csip:NOTETYPE.
WAIVED = {"SIP14"}


def archive_package(path: Path) -> Iterator[str]:
    """A package for an archive by CSIP and SIP 2.1: its structure, the METS schema, the
    rules, and that each file that is listed is there with its checksum."""
    package = _eark()
    report = package.PackageValidator(path).validation_report
    found = [*report.structure.messages]
    if report.metadata is not None:
        found += report.metadata.schema_results.messages
        found += report.metadata.schematron_results.messages
    for one in found:
        if one.severity.value in {"Error", "Warning"} and one.rule_id not in WAIVED:
            yield f"{one.rule_id}: {one.message} ({one.location})"
    yield from listed(path)


def _eark():  # type: ignore[no-untyped-def]
    """eark-validator, which fetches its word lists when it is imported, though it has
    them with it: it is given those, so that nothing is asked of the network."""
    import importlib.resources
    import urllib.request

    lists = importlib.resources.files("eark_validator.ipxml.resources.vocabs")
    fetch = urllib.request.urlopen
    urllib.request.urlopen = lambda url: io.BytesIO(  # type: ignore[assignment]
        (lists / str(url).rsplit("/", 1)[1]).read_bytes()
    )
    try:
        import eark_validator.packages as packages
    finally:
        urllib.request.urlopen = fetch
    return packages


METS = "{http://www.loc.gov/METS/}"
HREF = "{http://www.w3.org/1999/xlink}href"


def listed(path: Path) -> Iterator[str]:
    """Whether the METS files list every file of the package, each as it is."""
    with zipfile.ZipFile(path) as made:
        files = {name: made.read(name) for name in made.namelist()}
    told: set[str] = set()
    for name in [one for one in files if one.endswith("/METS.xml")]:
        folder = name.rsplit("/", 1)[0]
        told |= {name} if name.count("/") == 1 else set()
        for one in ElementTree.fromstring(files[name]).iter():
            if one.tag not in {f"{METS}file", f"{METS}mdRef"}:
                continue
            where = one if one.tag == f"{METS}mdRef" else one.find(f"{METS}FLocat")
            target = f"{folder}/{where.attrib[HREF]}"  # type: ignore[union-attr]
            told.add(target)
            content = files.get(target, b"")
            known = (one.attrib["SIZE"], one.attrib["CHECKSUM"])
            if known != (str(len(content)), hashlib.sha256(content).hexdigest()):
                yield f"{target}: is not as METS.xml says"
    yield from (f"{name}: no METS.xml lists it" for name in sorted({*files} - told))


CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {
    "datapackage.json": data_package,
    DCAT_FILE: catalogue,
    "kodbok-ddi.xml": codebook,
    "*.pdf": document,
    "arkiv/*.zip": archive_package,
}


def problems(folder: Path) -> Iterator[str]:
    for pattern, check in CHECKS.items():
        for path in sorted(folder.rglob(pattern)):
            for problem in check(path):
                yield f"{path.relative_to(folder)}: {problem}"


def main(folders: list[str]) -> int:
    found, tried = [], 0
    for folder in map(Path, folders):
        found += problems(folder)
        tried += sum(len(list(folder.rglob(pattern))) for pattern in CHECKS)
    print(*found, sep="\n", end="\n" * bool(found))
    print(f"{tried} files tried, {len(found)} problems")
    return 1 if found or not tried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

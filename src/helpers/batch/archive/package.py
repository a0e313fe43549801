"""What goes into the archive package, and where.

A folder <survey>-<version> with METS.xml, metadata/ (the questionnaire as DDI, PREMIS),
documentation/, schemas/ and one representation: the reports as PDF/A, the tables as csv
with the files that describe them. HTML, Word and workbooks are not in it: they say the
same in formats that an archive would have to convert.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version as version_of
from pathlib import Path, PurePosixPath

from helpers.batch.archive.contents import FORMATS, Member
from helpers.batch.archive.mets import Packed, mets
from helpers.batch.archive.premis import premis
from helpers.batch.publishing import CHECKSUMS, CODEBOOK
from helpers.core.errors import DisclosureError, Problem
from helpers.core.outputs import outputs_of
from helpers.core.project import PUBLISHED, Project, write_bytes
from helpers.disclosure.ledger import HEAD, Published, ledger_problems, read_ledger
from helpers.presentation.pages.plain_zip import packed
from helpers.survey.codebook import round_trip

QUESTIONNAIRE = "data/kodbok-ddi.xml"
FOLDER = "arkiv"
"""Within what is published: the zips beside it are the published versions."""
REPRESENTATION = "representations/rapporter"
DOCUMENTATION = "documentation"
HOW = "Made of the files that were published, unchanged; their checksums agreed."
SCHEMAS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- The schemas of this package's XML files, and where their owners keep them. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.loc.gov/METS/"
             schemaLocation="http://www.loc.gov/standards/mets/mets.xsd"/>
  <xs:import namespace="https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
             schemaLocation="https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd"/>
  <xs:import namespace="https://DILCIS.eu/XML/METS/SIPExtensionMETS"
             schemaLocation="https://earksip.dilcis.eu/schema/DILCISExtensionSIPMETS.xsd"/>
  <xs:import namespace="http://www.loc.gov/premis/v3"
             schemaLocation="http://www.loc.gov/standards/premis/premis.xsd"/>
  <xs:import namespace="ddi:codebook:2_5"
             schemaLocation="https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"/>
</xs:schema>
"""


def documents_missing(survey: str, project: Project) -> list[Problem]:
    """What stops an archive package of what outputs/<survey> has now."""
    return _without_pdf(survey, outputs_of(project.outputs(survey)) or {})


def archive(survey: str, project: Project | None = None, *, made: dt.date) -> Path:
    """The last published version as a package for an archive, made on the day `made`.

    Returns its path, outputs/publicerat/arkiv/<survey>-<version>.zip: the same zip, the
    same ledger and the same day give the same bytes. Raises DisclosureError, with all
    problems, when nothing is published, or the zip is not there, is not what was
    published, or has a page without its PDF.
    """
    project = project or Project.find()
    ledger = read_ledger(survey, project)
    if not ledger:
        raise DisclosureError(
            f"{survey}: ingen version är publicerad än. Publicera först: kartlaggning "
            f"publish {survey} --archive"
        )
    folder = project.outputs() / PUBLISHED
    name = f"{survey}-{ledger[-1].version}"
    path = folder / f"{name}.zip"
    files = _published(path)
    problems = [
        *ledger_problems(survey, project),
        *_changed(files, path.name),
        *_without_pdf(survey, files),
    ]
    if problems:
        raise DisclosureError(problems)
    package = _package(name, files, ledger, f"{made.isoformat()}T00:00:00")
    written = folder / FOLDER / f"{name}.zip"
    write_bytes(written, packed({f"{name}/{one}": package[one] for one in package}))
    return written


def _published(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as made:
            return {name: made.read(name) for name in made.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise DisclosureError(
            [
                Problem(
                    "Zip-filen som publicerades finns inte eller går inte att läsa.",
                    "Lägg tillbaka den från en säkerhetskopia; paketet görs av den.",
                    file=f"{PUBLISHED}/{path.name}",
                )
            ]
        ) from error


def _changed(files: Mapping[str, bytes], name: str) -> list[Problem]:
    """Whether the zip's files are those that its checksums tell of."""
    lines = files.get(CHECKSUMS, b"").decode("utf-8", "replace").splitlines()
    sums = {one[66:]: one[:64] for one in lines}
    found = {
        one: hashlib.sha256(content).hexdigest()
        for one, content in files.items()
        if one != CHECKSUMS
    }
    return [
        Problem(
            f"”{one}” är inte som när den publicerades.",
            "Lägg tillbaka zip-filen från en säkerhetskopia.",
            file=f"{PUBLISHED}/{name}",
        )
        for one in sorted(sums.keys() | found.keys())
        if sums.get(one) != found.get(one)
    ]


def _without_pdf(survey: str, files: Mapping[str, object]) -> list[Problem]:
    pages = {name for name in files if name.endswith(".html")}
    bare = sorted(name for name in pages if f"{name[:-5]}.pdf" not in files)
    if not bare:
        return []
    return [
        Problem(
            f"{len(bare)} av {len(pages)} sidor finns inte som PDF, och ett arkivpaket "
            f"består av PDF: {bare[0]}"
            + (f" och {len(bare) - 1} till." if len(bare) > 1 else "."),
            f"Kör kartlaggning run {survey} --pdf innan versionen publiceras. Är den "
            "redan publicerad, sätt en ny version i survey.yml.",
        )
    ]


def _package(
    name: str,
    files: Mapping[str, bytes],
    ledger: Sequence[Published],
    made: str,
) -> dict[str, bytes]:
    """The package's files, by their paths in its folder."""
    software = f"kartlaggning {version_of('kartlaggning')}"
    # As it was published: survey.yml may have changed since, and the answers be gone.
    keys = round_trip().load(files[CODEBOOK])
    title, creator = keys["title"], keys.get("contact", {}).get("organisation", "")
    data = [
        Member(f"data/{one}", content)
        for one, content in sorted(files.items())
        if _kept(one)
    ]
    metadata = premis(data, made=made, how=HOW, software=software)
    inner = Packed(
        name=REPRESENTATION.rsplit("/", 1)[-1],
        title=title,
        made=made,
        software=software,
        creator=creator,
        metadata={"PREMIS": Member("metadata/preservation/premis.xml", metadata)},
        groups={"Data": data},
    )
    within = [*data, inner.metadata["PREMIS"], Member("METS.xml", mets(inner))]
    representation = [
        Member(f"{REPRESENTATION}/{one.path}", one.content) for one in within
    ]
    documents = [
        Member(f"{DOCUMENTATION}/{CODEBOOK}", files[CODEBOOK]),
        Member(f"{DOCUMENTATION}/{HEAD}", files[HEAD]),
        Member(f"{DOCUMENTATION}/{CHECKSUMS}", files[CHECKSUMS]),
        Member(f"{DOCUMENTATION}/liggare.csv", _versions(ledger)),
    ]
    schemas = [Member("schemas/schemas.xsd", SCHEMAS.encode())]
    described = {}
    if QUESTIONNAIRE in files:  # a survey without a counted question has none
        ddi = files[QUESTIONNAIRE]
        described["DDI"] = Member("metadata/descriptive/kodbok-ddi.xml", ddi)
    listed = [*described.values(), *documents, *schemas, *representation]
    metadata = premis(listed, made=made, how=HOW, software=software)
    outer = Packed(
        name=name,
        title=title,
        made=made,
        software=software,
        creator=creator,
        metadata=described
        | {"PREMIS": Member("metadata/preservation/premis.xml", metadata)},
        groups={
            "Documentation": documents,
            "Schemas": schemas,
            "Representations": [representation[-1]],
        },
        representations=[representation[-1]],
    )
    whole = [*listed, outer.metadata["PREMIS"], Member("METS.xml", mets(outer))]
    return {one.path: one.content for one in whole}


def _kept(name: str) -> bool:
    """PDF, and data in formats to be kept. What only the suite reads is not."""
    suffix = PurePosixPath(name).suffix
    return suffix == ".pdf" or (name.startswith("data/") and suffix in FORMATS)


def _versions(ledger: Sequence[Published]) -> bytes:
    """The versions and their checksums. Not their tables, which tell primary from
    secondary suppression: nothing that is handed out may."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["Version", "Vad som är ändrat", "Kontrollsumma"])
    rows.writerows([one.version, one.note, one.checksum] for one in ledger)
    return text.getvalue().encode("utf-8-sig")

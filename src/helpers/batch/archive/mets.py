"""METS.xml: what a package, or a representation in it, consists of.

By E-ARK's Common Specification for Information Packages (CSIP) 2.1 and its SIP profile,
https://dilcis.eu. The numbers in the comments are the specification's requirements.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpers.batch.archive.contents import Member

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
KIND = "Reports and statistical tables of a survey"


@dataclass(frozen=True)
class Packed:
    """What a METS file tells.

    `name`: of the folder that it lies in. `made`: a moment, as 2026-11-30T00:00:00.
    `metadata`: by METS' names of their kinds ("DDI", "PREMIS"). `groups`: the other
    files, by the specification's names of their divisions. `representations`: the METS
    files of these, in `groups` too.
    """

    name: str
    title: str
    made: str
    software: str
    creator: str
    metadata: Mapping[str, Member]
    groups: Mapping[str, Sequence[Member]]
    representations: Sequence[Member] = field(default=())


def mets(package: Packed) -> bytes:
    """The file's bytes: the same for the same."""
    root = ET.Element(
        "mets",
        {
            "xmlns": METS,
            "xmlns:xlink": XLINK,
            "xmlns:xsi": XSI,
            "xmlns:csip": CSIP,
            "xmlns:sip": SIP,
            "OBJID": package.name,
            "LABEL": package.title,
            "TYPE": "Datasets",
            "csip:CONTENTINFORMATIONTYPE": "MIXED",
            "PROFILE": PROFILE,
        },
    )
    _header(root, package)
    _metadata(root, package)
    _files(root, package)
    _structure(root, package)
    return as_bytes(root)


def as_bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _header(root: ET.Element, package: Packed) -> None:
    header = ET.SubElement(
        root,
        "metsHdr",
        {
            "CREATEDATE": package.made,
            "LASTMODDATE": package.made,
            "RECORDSTATUS": "NEW",
            "csip:OAISPACKAGETYPE": "SIP",
        },
    )
    # CSIP10-16: the software. Whoever made the records is an agent of another role.
    software = ET.SubElement(
        header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE"
    )
    name, _, version = package.software.partition(" ")
    ET.SubElement(software, "name").text = name
    note = ET.SubElement(software, "note", {"csip:NOTETYPE": "SOFTWARE VERSION"})
    note.text = version
    if package.creator:
        creator = ET.SubElement(header, "agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
        ET.SubElement(creator, "name").text = package.creator


def _metadata(root: ET.Element, package: Packed) -> None:
    for kind, file in package.metadata.items():
        if kind != "PREMIS":
            section = ET.SubElement(
                root,
                "dmdSec",
                {"ID": _id("dmd", kind), "CREATED": package.made, "STATUS": "CURRENT"},
            )
            _reference(section, kind, file, package.made)
    administrative = ET.SubElement(root, "amdSec")
    section = ET.SubElement(
        administrative, "digiprovMD", ID=_id("digiprov", "PREMIS"), STATUS="CURRENT"
    )
    _reference(section, "PREMIS", package.metadata["PREMIS"], package.made)


def _reference(section: ET.Element, kind: str, file: Member, made: str) -> None:
    where = {"LOCTYPE": "URL", "MDTYPE": kind, "xlink:type": "simple"}
    ET.SubElement(
        section,
        "mdRef",
        where | {"xlink:href": file.path} | _measured(file, made),
    )


def _measured(file: Member, made: str) -> dict[str, str]:
    return {
        "MIMETYPE": file.format.mime,
        "SIZE": f"{len(file.content)}",
        "CREATED": made,
        "CHECKSUM": file.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def _files(root: ET.Element, package: Packed) -> None:
    section = ET.SubElement(root, "fileSec", ID="files")
    for use, files in package.groups.items():
        group = ET.SubElement(
            section,
            "fileGrp",
            {
                "ID": _id("group", use),
                "USE": use,
                "csip:CONTENTINFORMATIONTYPE": "OTHER",
                "csip:OTHERCONTENTINFORMATIONTYPE": KIND,
            },
        )
        for number, file in enumerate(files, 1):
            known = {
                "sip:FILEFORMATNAME": file.format.name,
                "sip:FILEFORMATVERSION": file.format.version,
            }
            if file.format.key:
                known |= {
                    "sip:FORMATREGISTRY": "PRONOM",
                    "sip:FORMATREGISTRYKEY": file.format.key,
                }
            one = ET.SubElement(
                group,
                "file",
                {"ID": f"{_id('file', use)}-{number}"}
                | _measured(file, package.made)
                | {name: value for name, value in known.items() if value},
            )
            where = {"LOCTYPE": "URL", "xlink:type": "simple", "xlink:href": file.path}
            ET.SubElement(one, "FLocat", where)


def _structure(root: ET.Element, package: Packed) -> None:
    """CSIP80-119: the package's one division, with one for each kind of content."""
    structure = ET.SubElement(
        root, "structMap", ID="structure", TYPE="PHYSICAL", LABEL="CSIP"
    )
    whole = ET.SubElement(structure, "div", ID="division", LABEL=package.name)
    kinds = [kind for kind in package.metadata if kind != "PREMIS"]
    described = {"ADMID": _id("digiprov", "PREMIS")}
    if kinds:
        described["DMDID"] = " ".join(_id("dmd", kind) for kind in kinds)
    ET.SubElement(
        whole, "div", {"ID": "division-metadata", "LABEL": "Metadata"} | described
    )
    for use in package.groups:
        division = ET.SubElement(whole, "div", ID=_id("division", use), LABEL=use)
        ET.SubElement(division, "fptr", FILEID=_id("group", use))
        if use == "Representations":
            for file in package.representations:
                folder = file.path.rsplit("/", 1)[0]
                label = f"Representations/{folder.rsplit('/', 1)[-1]}"
                one = ET.SubElement(
                    division, "div", ID=_id("division", label), LABEL=label
                )
                pointer = {"xlink:type": "simple", "xlink:href": file.path}
                pointer |= {"LOCTYPE": "URL", "xlink:title": _id("group", use)}
                ET.SubElement(one, "mptr", pointer)


def _id(kind: str, name: str) -> str:
    return f"{kind}-{name.lower().replace('/', '-')}"

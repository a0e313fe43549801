"""premis.xml: each file's checksum, size and format, and how the package came about.

By PREMIS 3.0, https://www.loc.gov/standards/premis.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from helpers.batch.archive.contents import Member
from helpers.batch.archive.mets import XSI, as_bytes

PREMIS = "http://www.loc.gov/premis/v3"


def premis(files: Iterable[Member], *, made: str, how: str, software: str) -> bytes:
    """The bytes: an object for each file, and the one event, `how`, at `made`, that
    `software` carried out."""
    root = ET.Element("premis", {"xmlns": PREMIS, "xmlns:xsi": XSI, "version": "3.0"})
    for file in files:
        _object(root, file)
    event = ET.SubElement(root, "event")
    _identified(event, "event", "package-1")
    _say(event, "eventType", "information package creation")
    _say(event, "eventDateTime", made)
    detail = ET.SubElement(event, "eventDetailInformation")
    _say(detail, "eventDetail", how)
    _identified(event, "linkingAgent", software)
    agent = ET.SubElement(root, "agent")
    _identified(agent, "agent", software)
    _say(agent, "agentName", software)
    _say(agent, "agentType", "software")
    return as_bytes(root)


def _object(root: ET.Element, file: Member) -> None:
    one = ET.SubElement(root, "object", {"xsi:type": "file"})
    _identified(one, "object", file.path)
    known = ET.SubElement(one, "objectCharacteristics")
    fixity = ET.SubElement(known, "fixity")
    _say(fixity, "messageDigestAlgorithm", "SHA-256")
    _say(fixity, "messageDigest", file.sha256)
    _say(known, "size", f"{len(file.content)}")
    format = ET.SubElement(known, "format")
    name = ET.SubElement(format, "formatDesignation")
    _say(name, "formatName", file.format.name)
    if file.format.version:
        _say(name, "formatVersion", file.format.version)
    if file.format.key:
        registry = ET.SubElement(format, "formatRegistry")
        _say(registry, "formatRegistryName", "PRONOM")
        _say(registry, "formatRegistryKey", file.format.key)


def _identified(parent: ET.Element, kind: str, value: str) -> None:
    identifier = ET.SubElement(parent, f"{kind}Identifier")
    _say(identifier, f"{kind}IdentifierType", "local")
    _say(identifier, f"{kind}IdentifierValue", value)


def _say(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text

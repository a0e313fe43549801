"""A file of an archive package, and what its format is called.

Formats are named with their keys in PRONOM, the register of formats that archives use:
https://www.nationalarchives.gov.uk/PRONOM.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Format:
    """`mime`: as IANA has it. `key`: in PRONOM, "" where none is certain."""

    mime: str
    name: str
    version: str = ""
    key: str = ""


FORMATS = {
    ".pdf": Format("application/pdf", "PDF/A", "2a", "fmt/476"),
    ".csv": Format("text/csv", "Comma Separated Values", key="x-fmt/18"),
    ".xml": Format("application/xml", "Extensible Markup Language", "1.0", "fmt/101"),
    ".xsd": Format("application/xml", "Extensible Markup Language", "1.0", "fmt/101"),
    ".json": Format("application/json", "JSON Data Interchange Format", key="fmt/817"),
    ".ttl": Format("text/turtle", "Turtle"),
    ".yml": Format("application/yaml", "YAML", key="fmt/818"),
    ".txt": Format("text/plain", "Plain Text Member", key="x-fmt/111"),
}
"""Whatever goes into a package, by its name's end. All are fit to be kept."""


@dataclass(frozen=True)
class Member:
    """`path`: from the folder of the METS file that lists it."""

    path: str
    content: bytes

    @property
    def format(self) -> Format:
        return FORMATS[PurePosixPath(self.path).suffix]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

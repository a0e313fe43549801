"""docs/licences.md and sbom.json (CycloneDX 1.6) from requirements.lock.

    PYTHONPATH=tests python -m make_sbom

Versions and hashes are the lock's, licences what each installed package says of itself.
tests/house/test_licences.py holds that the page is current and names no licence that
would bind this project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
BY_HAND = {
    # Two whose packages say nothing; read in their repositories.
    "axe-playwright-python": "MIT",
    "resvg-py": "MIT",
    # Not installed everywhere: another system, or another Python.
    "aiohappyeyeballs": "PSF-2.0",
    "aiohttp": "Apache-2.0 AND MIT",
    "aiosignal": "Apache-2.0",
    "appnope": "BSD",
    "brotlicffi": "MIT",
    "frozenlist": "Apache-2.0",
    "multidict": "Apache-2.0",
    "propcache": "Apache-2.0",
    "pywinpty": "MIT",
    "yarl": "Apache-2.0",
}
SHARED = re.compile(r"\b(?:[AL]?GPL|GNU|MPL|Mozilla|EUPL|CDDL|EPL)", re.IGNORECASE)
"""Licences that ask something of who changes and hands on the package itself."""
HEAD = """\
# Licences of what is installed

Made from `requirements.lock` by `make sbom`, which also writes `sbom.json` (CycloneDX)
for whoever keeps an inventory. The project itself is MIT. None of these licences
reaches the reports or the answers.

"""


@dataclass(frozen=True)
class Package:
    """One of the lock: `where` is the condition under which it is installed."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]

    @property
    def licence(self) -> str:
        """As the package says it: its expression, else its classifiers, else its own
        words. "" where it says nothing."""
        if self.name in BY_HAND:
            return BY_HAND[self.name]
        try:
            said = metadata(self.name)
        except PackageNotFoundError:
            return ""
        if expression := said.get("License-Expression"):
            return str(expression)
        kinds = [
            line.split(" :: ")[-1]
            for line in said.get_all("Classifier", [])
            if line.startswith("License ::") and line != "License :: OSI Approved"
        ]
        own = (said.get("License") or "").strip().split("\n")[0]
        return " / ".join(kinds) or own[:80]


def packages(lock: str) -> Iterator[Package]:
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        head = re.match(r"([\w.-]+)==([\w.!+]+)(?: ; ([^\\\n]+))?", entry)
        if head:
            hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", entry))
            where = (head[3] or "").strip()
            yield Package(head[1], head[2], where, hashes)


def page(found: list[Package]) -> str:
    """docs/licences.md: first those that ask something of who changes them."""
    shared = [one for one in found if SHARED.search(one.licence)]
    rest = [one for one in found if one not in shared]
    return (
        f"{HEAD}## That ask something of who changes the package itself\n\n"
        "Used as they are, and not handed on with this project. Where a package\n"
        "offers several licences (pyphen), the mildest is chosen: MPL.\n\n"
        f"{_table(shared)}\n## All the others\n\n{_table(rest)}"
    )


def _table(found: list[Package]) -> str:
    lines = [f"| {p.name} | {p.version} | {p.licence} |\n" for p in found]
    return "| package | version | licence |\n| --- | --- | --- |\n" + "".join(lines)


def sbom(found: list[Package]) -> str:
    """CycloneDX 1.6, without a time or a serial number: same lock, same bytes."""
    components = [
        {
            "type": "library",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": [{"license": {"name": one.licence}}],
            "hashes": [{"alg": "SHA-256", "content": hash} for hash in one.hashes],
        }
        for one in found
    ]
    content = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return json.dumps({**content, "components": components}, indent=1) + "\n"


def main() -> None:
    found = list(packages((ROOT / "requirements.lock").read_text("utf-8")))
    PAGE.write_text(page(found), "utf-8")
    (ROOT / "sbom.json").write_text(sbom(found), "utf-8")


if __name__ == "__main__":
    main()

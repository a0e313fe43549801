"""What is installed, by which licence, and for which systems."""

from __future__ import annotations

import json
import re
from pathlib import Path

from make_sbom import PAGE, packages, page, sbom

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
FOUND = list(packages(LOCK))


def test_every_package_has_a_licence_and_the_page_is_current() -> None:
    assert len(FOUND) > 200
    assert [one.name for one in FOUND if not one.licence] == []
    assert PAGE.read_text("utf-8") == page(FOUND), "make sbom"
    assert "| pyphen |" in PAGE.read_text("utf-8").split("## All the others")[0]


def test_no_licence_binds_what_uses_the_package() -> None:
    """GPL and AGPL alone; where another may be chosen (pyphen) it is."""
    bound = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General)", re.IGNORECASE)
    mild = re.compile(r"LGPL|Lesser|MPL|Mozilla|\bOR\b")
    alone = [p.name for p in FOUND if bound.search(p.licence)]
    alone = [p.name for p in FOUND if p.name in alone and not mild.search(p.licence)]
    assert alone == []


def test_the_bill_of_materials_has_all_with_their_hashes() -> None:
    said = json.loads(sbom(FOUND))
    assert {one["name"] for one in said["components"]} == {p.name for p in FOUND}
    assert all(one["hashes"] for one in said["components"])
    assert sbom(FOUND) == sbom(FOUND)


def test_the_web_checks_are_of_this_project() -> None:
    for name in ("package.json", "package-lock.json"):
        said = json.loads((ROOT / "tests" / "web" / name).read_text("utf-8"))
        own = said["packages"][""] if "packages" in said else said
        assert own["license"] == "MIT"

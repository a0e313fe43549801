"""What the last run made of a survey, as the manifest in its folder says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.core.project import read_own

MANIFEST = "manifest.json"


def outputs_of(folder: Path) -> Mapping[str, str] | None:
    """The files that the last run made in `folder`, with their SHA-256, as its manifest
    says; None where the manifest is missing or damaged."""
    manifest = read_own(folder / MANIFEST)
    outputs = manifest.get("outputs") if manifest else None
    return outputs if isinstance(outputs, dict) else None

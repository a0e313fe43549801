"""A zip that is the same whenever and wherever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def packed(parts: Mapping[str, bytes], *, first: str = "") -> bytes:
    """The parts by name (`first` before them), each dated 1980, when zips begin."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            archive.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()

"""What a PDF says, read by a program that did not write it."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def printed_text(pdf: bytes) -> list[str]:
    """The words of each page, by poppler's pdftotext."""
    if not shutil.which("pdftotext") and os.environ.get("CI") != "true":
        pytest.skip("pdftotext is not installed (Debian: apt install poppler-utils)")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8").rstrip("\f").split("\f")

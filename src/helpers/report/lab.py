"""The report's look inside JupyterLab, where there is no page around the outputs."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lab_style() -> str:
    """A style element for the outputs of a notebook; no report carries it."""
    css = resources.files("helpers.report").joinpath("lab.css").read_text("utf-8")
    return f"<style>\n{css}</style>"

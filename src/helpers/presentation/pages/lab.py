"""The report's look inside JupyterLab, where there is no page around the outputs."""

from __future__ import annotations

from functools import cache
from importlib import resources

from helpers.presentation.pages.typeface import font_faces


@cache
def lab_style() -> str:
    """A style element for the outputs of a notebook; no report carries it. The labels
    of figures were measured with the typeface, and would be cut in another."""
    css = (
        resources.files("helpers.presentation.pages")
        .joinpath("lab.css")
        .read_text("utf-8")
    )
    return f"<style>\n{font_faces()}\n{css}</style>"

"""What survey.yml may say of what is done with the numbers when they are made."""

from __future__ import annotations

from typing import Literal

from helpers.survey.codebook.parts import CodebookPart, Text

Theme = Literal[
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL",
    "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN",
]  # fmt: skip
"""The EU's data themes; a survey of collaboration is most often GOVE or SOCI."""


class OpenData(CodebookPart):
    """Where the numbers lie as open data, and what a portal wants to know of them."""

    base_url: Text
    theme: Theme = "GOVE"
    licence: Literal["CC0-1.0", "CC-BY-4.0"] = "CC0-1.0"
    contact: Text

    @property
    def folder(self) -> str:
        """The address of outputs/<survey>/, which ends with a slash."""
        return self.base_url.rstrip("/") + "/"

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


class Colours(CodebookPart):
    """The organisation's own: `main` instead of the blue, `accent` of the red-brown."""

    main: Text
    accent: Text | None = None


class HouseStyle(CodebookPart):
    """The organisation's own look; the files lie in data/raw/<survey>/profile/."""

    logo: Text | None = None
    logo_alt: Text = ""
    colours: Colours | None = None
    typeface: Text | None = None
    word: Text | None = None
    powerpoint: Text | None = None

    @property
    def files(self) -> dict[str, str]:
        """Key → the name of its file, of those that are said."""
        keys = ("logo", "typeface", "word", "powerpoint")
        paths = {key: getattr(self, key) for key in keys}
        return {key: name for key, name in paths.items() if name is not None}

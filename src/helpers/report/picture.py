"""An SVG diagram as PNG, for Word and for slides; drawn with the report's typeface."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file, files

from helpers.errors import RunError
from helpers.report.typeface import FACES, FAMILY


def svg_to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """`svg` on white, `scale` pixels for each CSS pixel; the same bytes every time.

    Nothing is read or fetched but the typeface. Raises RunError when the package that
    draws is missing, ValueError when `svg` is no SVG.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise RunError(
            "Bilder kan inte göras, för paketet resvg-py saknas.",
            todo="Installera det: pip install resvg-py.",
        ) from error
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            dpi=96,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=_typeface(),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


_kept_open = ExitStack()


@cache
def _typeface() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [
        str(_kept_open.enter_context(as_file(folder / name))) for name, _, _ in FACES
    ]

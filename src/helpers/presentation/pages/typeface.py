"""The typeface that travels inside a page: Source Sans Pro (SIL Open Font License 1.1).

The same files measure the text of the figures (`figures.py` reads them from the same
package), so that a label that fits when it is drawn fits when it is read.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

from helpers.core.project import replacing

PACKAGE = "font_source_sans_pro"
FAMILY = "Source Sans Pro"

# (file, weights it stands for, style). Semibold also answers where bold is asked for:
# a weight that is not embedded would be smeared by the browser.
FACES = (
    ("SourceSansPro-Regular.ttf", "400", "normal"),
    ("SourceSansPro-Semibold.ttf", "600 700", "normal"),
    ("SourceSansPro-It.ttf", "400", "italic"),
)

# What Swedish, its neighbours' names and our own signs need: Latin-1, Latin Extended-A,
# punctuation, arrows, and the signs of arithmetic. Other scripts fall back to the
# reader's own typefaces.
CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    *range(0x2010, 0x2027),
    0x202F,
    0x2030,
    0x2039,
    0x203A,
    0x20AC,
    *range(0x2190, 0x2194),
    0x2212,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
    0x25A0,
    0x25A1,
    0x25CB,
    0x25CF,
)


@cache
def font_faces() -> str:
    """CSS with the typeface as `data:` addresses, some 60 KB; the same every time."""
    kept = _kept()
    if kept.is_file():
        return kept.read_text("ascii")
    css = _font_faces()
    # An environment that may not be written goes without. (A notebook's list of what it
    # has written is for files of the project.)
    with suppress(OSError), replacing(kept) as temporary:
        temporary.write_text(css, "ascii")
    return css


def _kept() -> Path:
    """Where the environment keeps what takes a second to make, under the digest of all
    that it is made of."""
    made_of = hashlib.sha256(Path(__file__).read_bytes())
    for name, _, _ in FACES:
        made_of.update((files(PACKAGE) / "files" / name).read_bytes())
    for package in ("fonttools", "brotli"):
        made_of.update(f"{package} {version(package)} ".encode())
    name = f"typeface-{made_of.hexdigest()[:32]}.css"
    return Path(sys.prefix) / "share" / "kartlaggning" / name


def _font_faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
        f"font-style: {style}; font-display: swap; "
        f'src: url("data:font/woff2;base64,{_subset(name)}") format("woff2"); }}'
        for name, weight, style in FACES
    )


def _subset(name: str) -> str:
    with as_file(files(PACKAGE) / "files" / name) as path:
        return subset_of(path)


def subset_of(path: Path) -> str:
    """The typeface at `path` with the characters of a report, as base64 of woff2."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ccmp", "kern", "liga", "locl", "lnum", "mark", "tnum"]
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright and licence stay with the font
    options.recalc_timestamp = False  # no clock in the bytes
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    woff2 = io.BytesIO()
    subset.save_font(font, woff2, options)
    return base64.b64encode(woff2.getvalue()).decode("ascii")

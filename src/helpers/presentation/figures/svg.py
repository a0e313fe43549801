"""From matplotlib's SVG to ours: small, accessible and the same every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from helpers.presentation.figures.lettering import (
    FAMILY,
    LayoutError,
)

# --- from matplotlib's SVG to ours ---------------------------------------------------

_NUMBER = re.compile(r"-?\d+\.\d+")
CIRCLE = "circle {} {} {}"
_FONT = ("fill", "font-size", "font-weight")
_PAINT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
)
_PLAIN = {("font-weight", "400"), ("stroke-width", "1")}


def inline(
    written: str,
    size: tuple[float, float],
    name: str,
    title: str,
    alt: str,
    css: str,
    hidden: bool,
) -> str:
    width, height = map(_short, size)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": f"{name}-namn",
            "aria-describedby": f"{name}-beskrivning",
        },
    )
    if css:
        svg.set("class", css)
    if hidden:
        svg.set("style", "display:none")
    ET.SubElement(svg, "title", {"id": f"{name}-namn"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{name}-beskrivning"}).text = alt
    drawing = ET.SubElement(
        svg,
        "g",
        {
            "aria-hidden": "true",
            "font-family": f"'{FAMILY}', 'Segoe UI', Arial, sans-serif",
        },
    )
    _copy(ET.fromstring(written), drawing)
    return ET.tostring(svg, encoding="unicode")


def _copy(source: ET.Element, target: ET.Element, described: str = "") -> None:
    """The marks and texts of `source`: no groups, ids, metadata or page-wide style.
    `told` is the name of the group around, which says more than matplotlib writes."""
    for node in source:
        tag = node.tag.rpartition("}")[2]
        if tag == "g":
            _copy(node, target, node.get("id", ""))
        elif tag == "path":
            shape = _shape(node, described)
            ET.SubElement(target, shape[0], shape[1] | _style(node, _PAINT))
        elif tag == "text":
            x, y, anchor = described.split()
            place = {"x": _short(float(x)), "y": _short(float(y))}
            if anchor == "turned":
                place["transform"] = f"rotate(-90 {place['x']} {place['y']})"
            elif anchor != "start":
                place["text-anchor"] = anchor
            made = ET.SubElement(target, "text", place | _style(node, _FONT))
            made.text = node.text
        elif tag not in ("metadata", "defs"):
            raise LayoutError(f"The canvas does not know how to write <{tag}>.")


def _shape(node: ET.Element, described: str) -> tuple[str, dict[str, str]]:
    if described.startswith("circle"):
        # Matplotlib writes a circle as eight curves.
        x, y, radius = (_short(float(part)) for part in described.split()[1:])
        return "circle", {"cx": x, "cy": y, "r": radius}
    return "path", {"d": _short_all(node.get("d", ""))}


def _style(node: ET.Element, wanted: Sequence[str]) -> dict[str, str]:
    parts = (part.partition(":") for part in node.get("style", "").split(";"))
    given = {key.strip(): value.strip() for key, _, value in parts}
    return {
        key: _short_all(given[key].removesuffix("px"))
        for key in wanted
        if key in given and (key, given[key]) not in _PLAIN
    }


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _short_all(value: str) -> str:
    """Coordinates at a tenth of a pixel: nobody sees more, and pages are smaller."""
    return " ".join(_NUMBER.sub(lambda m: _short(float(m[0])), value).split())

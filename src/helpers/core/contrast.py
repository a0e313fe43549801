"""Contrast between two colours, as WCAG 2 defines it."""

from __future__ import annotations

Colour = tuple[float, float, float]
"""Red, green and blue of sRGB, each 0-1."""


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB).

    >>> round(contrast((0, 0, 0), (1, 1, 1)), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

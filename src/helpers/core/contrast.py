"""Contrast between two colours, as WCAG 2 defines it."""

from __future__ import annotations

Colour = tuple[float, float, float]
"""Red, green and blue of sRGB, each 0-1."""
VIVID = 0.7
"""How much of a lighter shade is of the colour itself: 0 is grey, 1 glaring."""


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB).

    >>> round(contrast((0, 0, 0), (1, 1, 1)), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_of(written: str) -> Colour:
    """A colour written as #rrggbb.

    >>> colour_of("#ff0033")
    (1.0, 0.0, 0.2)
    """
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def as_light_as(colour: Colour, light: Colour) -> Colour:
    """A shade of `colour` with the luminance of `light`: whatever could be read beside
    `light` can be read beside it. Made lighter by light of its own hue first, and by
    white for the rest: white alone would turn it grey.

    >>> round(contrast(as_light_as((0, 0.4, 0), (1, 0.5, 0.5)), (1, 0.5, 0.5)), 2)
    1.0
    """
    linear = [_linear(part) for part in colour]
    has, wants = _luminance(colour), _luminance(light)
    if has >= wants:
        made = [part * wants / has if has else 0 for part in linear]
    else:
        own = min(wants / has, 1 / max(linear)) ** VIVID if has else 1.0
        share = (wants - own * has) / (1 - own * has)
        made = [own * part + share * (1 - own * part) for part in linear]
    red, green, blue = (_encoded(part) for part in made)
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

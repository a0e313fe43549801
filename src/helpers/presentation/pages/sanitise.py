"""Nothing in a report runs or fetches: an allow-list over everything that is shown.

Names and answers are escaped where they are written (tables, figures, sentences). This
is the second door: whatever an output holds, only what is named here passes. The third
is the page's content security policy.
"""

from __future__ import annotations

import re

import nh3

_HTML = """
    a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl
    dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u
    ul wbr
"""
_SVG = """
    circle clipPath defs desc ellipse g image line linearGradient marker path pattern
    polygon polyline radialGradient rect stop svg symbol text title tspan use
"""
_MATHML = """
    math mfrac mi mn mo mover mrow mspace msqrt mstyle msub msubsup msup mtable mtd
    mtext mtr munder munderover
"""
TAGS = set((_HTML + _SVG + _MATHML).split())

# With their contents: what is inside them is no text for a reader.
_REMOVED = "script style metadata foreignObject iframe object template"
REMOVED = set(_REMOVED.split())

_GLOBAL = """
    class dir id lang role title
    aria-describedby aria-hidden aria-label aria-labelledby aria-level
"""
_GEOMETRY = """
    clip-path clip-rule cx cy d dx dy fill fill-opacity fill-rule font-family font-size
    font-style font-weight gradientTransform gradientUnits height marker-end
    marker-mid marker-start markerHeight markerUnits markerWidth offset opacity orient
    paint-order patternContentUnits patternTransform patternUnits points
    preserveAspectRatio r refX refY rx ry stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width style text-anchor textLength
    transform viewBox width x x1 x2 xmlns y y1 y2
"""
_SVG_TAGS = set(_SVG.split())

ATTRIBUTES: dict[str, set[str]] = {
    "*": set(_GLOBAL.split()),
    "a": {"download", "href", "hreflang"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "math": {"alttext", "display", "xmlns"},
    "ol": {"reversed", "start", "type"},
    "section": {"tabindex"},
    "div": {"tabindex"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    **{tag: set(_GEOMETRY.split()) for tag in _SVG_TAGS},
}
ATTRIBUTES["use"] |= {"href", "xlink:href"}
ATTRIBUTES["image"] |= {"href", "xlink:href"}

# Paint and type of a picture; nothing that moves, covers or fetches.
_STYLES = """
    clip-path clip-rule color display dominant-baseline fill fill-opacity fill-rule font
    font-family font-feature-settings font-size font-stretch font-style font-variant
    font-weight letter-spacing mix-blend-mode opacity paint-order shape-rendering
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align
    text-anchor visibility white-space
"""
STYLES = set(_STYLES.split())

_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_FETCHES = re.compile(r"url\(\s*(?![\s\"']*#)|\\|@import|image-set", re.IGNORECASE)
_SPOKEN = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_SCHEME = re.compile(r"[^/?#]*:")

# Names that HTML writes in mixed case; Beautiful Soup's parser makes them lower case.
MIXED_CASE = {
    name.lower(): name
    for name in _SVG_TAGS.union(*ATTRIBUTES.values())
    if name != name.lower()
}


def clean(fragment: str) -> str:
    """The HTML of `fragment` that only shows: no script, no address that is fetched.

    Inline SVG, MathML and pictures as `data:` survive; links lead to the page itself,
    to files beside it, to the web and to e-mail.

    >>> clean('<p onclick="x()">Hej <script>x()</script><b>du</b></p>')
    '<p>Hej <b>du</b></p>'
    >>> clean('<a href="javascript:x()">här</a> <img src="https://x.se/1.png" alt="">')
    '<a>här</a> <img alt="">'
    """
    return nh3.clean(
        fragment,
        tags=TAGS,
        clean_content_tags=REMOVED,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        filter_style_properties=STYLES,
        url_schemes={"data", "http", "https", "mailto"},
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """`value` when it fetches and runs nothing, else None: the attribute goes."""
    if name in ("href", "src"):
        return value if _address_allowed(tag, value) else None
    if name == "style" or tag in _SVG_TAGS:
        return None if _FETCHES.search(value) else value
    if name == "tabindex":
        return value if value == "0" else None
    return value


def _address_allowed(tag: str, address: str) -> bool:
    address = address.strip()
    if tag == "use":
        return address.startswith("#")
    if tag in ("img", "image"):
        return _PICTURE.fullmatch(address) is not None
    return is_safe_link(address)


def is_safe_link(address: str) -> bool:
    """Whether a link leads to the page itself, to a file beside it, to the web or to
    e-mail, and runs nothing.

    >>> is_safe_link("data/a.csv"), is_safe_link("javascript:x()")
    (True, False)
    """
    address = address.strip()
    if _SCHEME.match(address):
        return _SPOKEN.match(address) is not None
    return not address.startswith(("//", "\\"))

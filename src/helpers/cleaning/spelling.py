"""How a name may be written: what is compared of it, and what it is short for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

import numpy as np
import numpy.typing as npt

from helpers.core.wording import fold

MOST_READINGS = 4  # of the abbreviations in a name
# What clubs and associations shorten their kind to, and what it may stand for.
_ABBREVIATED = {
    "if": ("idrottsförening",),
    "ik": ("idrottsklubb",),
    "is": ("idrottssällskap",),
    "ifk": ("idrottsföreningen kamraterna",),
    "bk": ("bollklubb", "brottarklubb", "bowlingklubb", "boxningsklubb"),
    "gif": ("gymnastik och idrottsförening",),
    "goif": ("gymnastik och idrottsförening",),
    "boif": ("boll och idrottsförening",),
    "bois": ("boll och idrottssällskap",),
    "aif": ("allmänna idrottsförening",),
    "aik": ("allmänna idrottsklubb",),
    "fk": ("fotbollsklubb", "friidrottsklubb", "fäktklubb", "flygklubb"),
    "ff": ("fotbollsförening", "folkdansförening"),
    "fc": ("football club", "fotbollsklubb"),
    "fbk": ("fotbollsklubb", "fotboll och bandyklubb"),
    "sk": ("sportklubb", "simklubb", "skidklubb", "schackklubb", "segelklubb"),
    "sf": ("simförening", "skytteförening", "scoutförening"),
    "ss": ("simsällskap", "segelsällskap", "skridskosällskap", "schacksällskap"),
    "hk": ("handbollsklubb", "hockeyklubb"),
    "hf": ("handbollsförening", "hembygdsförening"),
    "hc": ("hockeyclub", "hockeyklubb"),
    "ibk": ("innebandyklubb",),
    "ibf": ("innebandyförening",),
    "btk": ("bordtennisklubb",),
    "tk": ("tennisklubb",),
    "rk": ("ridklubb", "ryttarklubb", "rugbyklubb", "roddklubb"),
    "rf": ("ryttarförening", "ridförening"),
    "ok": ("orienteringsklubb",),
    "ol": ("orienteringsklubb",),
    "gk": ("gymnastikklubb", "golfklubb"),
    "gf": ("gymnastikförening",),
    "kk": ("kanotklubb", "karateklubb", "konståkningsklubb"),
    "jk": ("judoklubb",),
    "jjk": ("ju jutsu klubb",),
    "vbk": ("volleybollklubb",),
    "bbk": ("basketbollklubb", "basketklubb"),
    "kf": ("koloniförening", "kulturförening", "konstförening"),
    "pf": ("pensionärsförening",),
}
_DEFINITE = re.compile(r"(?<=förening)en\b|(?<=klubb)en\b|(?<=sällskap)et\b")

# Only what says in which form of law, never what says which one ("Stiftelsen").
_FORMS = (
    *("ideell förening", "ideella föreningen", "ideell för", "id för"),
    *("ekonomisk förening", "ekonomiska föreningen", "ek för"),
    *("aktiebolag", "aktiebolaget", "ab", "handelsbolag", "hb", "svb", "publ", "upa"),
)
_FORM_LAST = re.compile(rf" (?:{'|'.join(_FORMS)})$")
_FORM_FIRST = re.compile(r"^(?:ideella|ekonomiska) föreningen ")
_INITIALS = re.compile(r"\b(?:\w\.){2,}|\b(?:\w\. )+\w\.")
_DASHES = re.compile(r"[‐‑‒–—−-]+")
_SILENT = re.compile(r"[\"'”“„’‘´`().,:;!?*]+")
# "T.ex. Malmö FF" is Malmö FF.
_EXAMPLE = re.compile(
    r"^(?:(?:till exempel|exempelvis|t\. ?ex\.?|t ex|bland ann?at|bland andra|främst"
    r"|bl\.? ?a\.?|framför ?allt|i första hand)[:,]? +)+(?=\S)",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """`name` in the form in which two writings of one name are equal.

    >>> normalise("Malmö  I.F. (ideell förening)") == normalise("malmö if")
    True
    >>> normalise("Malmö FF") == normalise("FC Malmö")
    False
    >>> normalise("t.ex. Malmö FF") == normalise("Malmö FF")
    True
    """
    text = unicodedata.normalize("NFC", without_example(name)).casefold()
    text = _INITIALS.sub(lambda found: re.sub(r"[. ]", "", found[0]), text)
    text = _DASHES.sub("-", text).replace("&", " och ")
    text = " ".join(_SILENT.sub(" ", text).replace(" - ", "-").split())
    while _FORM_LAST.search(text):
        text = _FORM_LAST.sub("", text)
    return _FORM_FIRST.sub("", text) or text


def has_abbreviation(name: str) -> bool:
    """Whether a name has what clubs shorten their kind to, in capitals.

    >>> has_abbreviation("IFK Nordstad"), has_abbreviation("Kommun")
    (True, False)
    """
    words = name.split()
    return len(words) > 1 and any(
        word.isupper() and word.casefold() in _ABBREVIATED for word in words
    )


def without_example(name: str) -> str:
    """
    >>> without_example("T.ex. Malmö FF"), without_example("Texmex")
    ('Malmö FF', 'Texmex')
    """
    return _EXAMPLE.sub("", fold(name))


def readings(names: Sequence[str]) -> tuple[list[str], npt.NDArray[np.intp]]:
    """What the abbreviations of the names may stand for, and each one's place."""
    pairs = [(r, place) for place, name in enumerate(names) for r in spelt_out(name)]
    return [r for r, _ in pairs], np.array([place for _, place in pairs], dtype=np.intp)


def spelt_out(name: str) -> list[str]:
    """A normalised name with its abbreviations as the words that they stand for, the
    words in order of the alphabet; [] where it has none.

    >>> spelt_out("hyllie ik"), spelt_out("rfsl")
    (['hyllie idrottsklubb'], [])
    """
    words = [_ABBREVIATED.get(word, (word,)) for word in name.split()]
    if len(words) < 2:
        return []
    read = (" ".join(chosen) for chosen in islice(product(*words), MOST_READINGS))
    return [shape(reading) for reading in read if reading != name]


def shape(name: str) -> str:
    """Words in order of the alphabet, "klubben" as "klubb"."""
    return " ".join(sorted(_DEFINITE.sub("", name).split()))


def shouted(text: str) -> bool:
    return text in (text.upper(), text.lower())

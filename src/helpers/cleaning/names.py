"""Names as people write them → the register's (organisations) or the frame's (units).

A name is matched only when it is the same but for case, accents' encoding, punctuation
and legal form, when the register lists it as an alias, or when a person has said so in
decisions/names.csv. Likeness only makes *candidates*, for a person to confirm: a
middling score pairs "FC Malmö" with "Malmö FF". What nobody has confirmed stays apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from helpers.cleaning.privacy import find_personal
from helpers.cleaning.spelling import (
    normalise,
    readings,
    shape,
    shouted,
    without_example,
)
from helpers.core.wording import fold

HOW = ("exact", "alias", "decision", "unmatched")
LIKE_ENOUGH = 80  # of 100, to be shown to a person
MOST_CANDIDATES = 3
AT_ONCE = 500  # names likened to all others in one array of scores

# Shelters whose addresses are protected: never published unless somebody says so.
_PROTECTED = re.compile(
    r"kvinno-?\s?jour|tjej-?\s?jour|kvinno-?\s?hus|flickjour|brottsoffer-?\s?jour"
    r"|skydda[td]e?\s+boende|women'?s\s+shelter",
    re.IGNORECASE,
)
_BARE = r"(?<=[^\W\d]{2})[/,](?=[^\W\d]{2})"  # "PRO/SPF", but "24/7" and "c/o" are one
_SEVERAL = re.compile(
    rf"\s*(?:;|\n|\s/\s|{_BARE}|,\s+|\s+(?:och|samt|and|&)\s+|\s\+\s)\s*"
)


def match_names(
    written: pd.Series, register: pd.DataFrame, decisions: pd.DataFrame
) -> pd.DataFrame:
    """Which name each different text of `written` stands for.

    `register`: `name` and, when there are any, `aliases` (joined by ";").
    `decisions`: `written`, `name`, `same` (ja/nej), of one kind. Gives one row per
    different text: `written`, `name`, `how` (one of HOW). What a person has said that
    another text stands for is confirmed too where it is written itself. An unmatched
    name is itself, as most people wrote it.

    >>> register = pd.DataFrame({"name": ["Malmö FF", "RFSU"], "aliases": ["MFF", ""]})
    >>> none = pd.DataFrame({"written": [], "name": [], "same": []})
    >>> match_names(pd.Series(["malmö ff", "MFF", "FC Malmö"]), register, none)
        written      name        how
    0  malmö ff  Malmö FF      exact
    1       MFF  Malmö FF      alias
    2  FC Malmö  FC Malmö  unmatched
    """
    texts = _texts(written)
    known, decided = _Register(register), _Decided(decisions)
    rows = []
    for text in texts:
        name, how = known.find(text)
        chosen = decided.same(text)
        if chosen is not None:
            name, how = _chosen(text, chosen, known, decided), "decision"
        elif name and decided.are_two(text, name):
            name, how = "", "unmatched"
        elif not name:
            confirmed = decided.names.find(text)[0]
            if confirmed and not decided.are_two(text, confirmed):
                name, how = confirmed, "decision"
        rows.append((text, name, how))
    usual = _usual_writing(texts, [text for text, name, _ in rows if not name])
    return pd.DataFrame(
        [(text, name or usual[text], how) for text, name, how in rows],
        columns=["written", "name", "how"],
        dtype="str",
    )


def candidates(
    written: pd.Series,
    register: pd.DataFrame,
    decisions: pd.DataFrame,
    *,
    least: int = LIKE_ENOUGH,
    most: int = MOST_CANDIDATES,
) -> pd.DataFrame:
    """Names that an unmatched name may stand for, for a person to confirm.

    Likened to the register and to the other unmatched names, so that a survey without a
    register is helped too. Gives `written`, `count` (how often), `name`, `score`
    (0–100), `source` (register or written); the commonest name first, its likeliest
    candidate first. Pairs that a decision keeps apart are left out, and so are names
    with no candidate.
    """
    matched = match_names(written, register, decisions)
    unmatched = matched[matched["how"] == "unmatched"]
    texts = _texts(written)
    counts: Counter[str] = Counter()
    for text, name in zip(unmatched["written"], unmatched["name"], strict=True):
        counts[name] += texts[text]
    known, decided = _Register(register), _Decided(decisions)
    forms = [*known.forms, *map(normalise, counts)]
    names = [*known.names, *counts]
    rows = []
    likened = _likenesses([*map(normalise, counts)], forms, least)
    for (text, count), likeness in zip(counts.items(), likened, strict=True):
        best: dict[str, int] = {}
        for place in np.flatnonzero(likeness):
            name, score = names[place], float(likeness[place])
            rarer = place >= len(known.forms) and (counts[name], text) <= (count, name)
            if name != text and not rarer and not decided.are_two(text, name):
                best[name] = max(round(score), best.get(name, 0))
        for name in sorted(best, key=lambda name: (-best[name], name))[:most]:
            source = "register" if name in known.names else "written"
            rows.append((text, count, name, best[name], source))
    rows.sort(key=lambda row: (-row[1], row[0], -row[3], row[2]))
    table = pd.DataFrame(rows, columns=["written", "count", "name", "score", "source"])
    return table.astype({"written": "str", "name": "str", "source": "str"})


def _likenesses(
    names: Sequence[str], forms: Sequence[str], least: int
) -> Iterator[npt.NDArray[np.float32]]:
    """For each normalised name, its likeness to every form: 0 to 100, and 0 where it is
    less than `least`.

    That of their letters, in any order of words; and where one has an abbreviation that
    the other has not, of what it stands for ("IK", "idrottsklubb"). Not that of their
    sets of words: that makes "Malmö" the same as "Malmö FF".
    """
    shapes = [shape(form) for form in forms]
    read, of = readings(forms)
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        own = [shape(name) for name in part]
        scores = np.maximum(_ratios(part, forms, least), _ratios(own, shapes, least))
        mine, whose = readings(part)
        np.maximum.at(scores, whose, _ratios(mine, shapes, least))
        np.maximum.at(scores.T, of, _ratios(own, read, least).T)
        yield from scores


def _ratios(
    left: Sequence[str], right: Sequence[str], least: int
) -> npt.NDArray[np.float32]:
    return process.cdist(
        left, right, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32
    )


def several(name: str) -> list[str]:
    """The parts of a text that seems to name several organisations, else [].

    >>> several("Röda Korset, Rädda Barnen"), several("Hav och Land")
    (['Röda Korset', 'Rädda Barnen'], [])
    >>> several("PRO/SPF"), several("Jouren 24/7")
    (['PRO', 'SPF'], [])
    """
    parts = [part for part in _SEVERAL.split(without_example(name)) if part]
    parts = [part for part in map(without_example, parts) if part]
    joined_by_word_only = not re.search(r"[;,\n/+]", name)
    if len(parts) < 2 or (joined_by_word_only and min(map(len, parts)) < 5):
        return []
    return parts


def screen(name: str, kind: str = "") -> str:
    """Why a name ought not to be published, in Swedish, or "".

    `kind` is the register's type of organisation.

    >>> screen("Kvinnojouren Lyktan"), screen("Anna Andersson"), screen("Malmö FF")
    ('skyddad adress', 'möjligt personnamn', '')
    >>> screen("Karin Ek enskild firma")
    'enskild firma: en persons namn'
    """
    if _PROTECTED.search(f"{name} {kind}"):
        return "skyddad adress"
    text = fold(name)
    for found in find_personal(text):
        if found.kind == "sole_trader":
            return "enskild firma: en persons namn"
        covers = found.end - found.start >= 0.8 * len(text)
        if found.kind != "name" or (covers and " " in text):
            return (
                "möjligt personnamn" if found.kind == "name" else "möjlig personuppgift"
            )
    return ""


def publishable(register: pd.DataFrame) -> frozenset[str]:
    """The names that the register says may be published (`publish`: ja)."""
    if "publish" not in register or register.empty:
        return frozenset()
    publish = register["publish"].fillna("").map(lambda word: fold(word).casefold())
    return frozenset(register.loc[publish.isin(["ja", "yes"]), "name"])


# ---------------------------------------------------------------- inside


class _Register:
    """Finds the register's name for a text. Two names that are the same but for their
    legal form are distinguished by the whole text only."""

    def __init__(self, register: pd.DataFrame) -> None:
        self._whole: dict[str, set[str]] = {}
        self._normal: dict[str, set[str]] = {}
        self._aliases: dict[str, set[str]] = {}
        self.forms: list[str] = []  # every normalised name and alias …
        self.names: list[str] = []  # … and whose it is
        for name, aliases in _entries(register):
            self._whole.setdefault(_key(name), set()).add(name)
            self._add(self._normal, name, name)
            for alias in aliases:
                self._add(self._aliases, alias, name)

    def _add(self, table: dict[str, set[str]], text: str, name: str) -> None:
        table.setdefault(normalise(text), set()).add(name)
        self.forms.append(normalise(text))
        self.names.append(name)

    def find(self, text: str) -> tuple[str, str]:
        """(name, how), or ("", "unmatched")."""
        key = normalise(text)
        for table, at, how in (
            (self._whole, _key(text), "exact"),
            (self._normal, key, "exact"),
            (self._aliases, key, "alias"),
        ):
            names = table.get(at, set())
            if len(names) == 1:
                return next(iter(names)), how
            if names:
                break  # two answer to it: only a person can say which
        return "", "unmatched"


def one_each(chosen: str) -> list[str]:
    """
    >>> one_each("Malmö FF; PRO"), one_each("PRO")
    (['Malmö FF', 'PRO'], ['PRO'])
    """
    return list(dict.fromkeys(filter(None, map(fold, chosen.split(";"))))) or [chosen]


def _chosen(text: str, chosen: str, known: _Register, decided: _Decided) -> str:
    """What a person chose for `text`, by the names of the register; of several, joined
    by ";", each."""
    whole = known.find(chosen)[0]
    if whole or _key(chosen) == _key(text):
        return whole or chosen
    parts = [decided.same(part) or part for part in one_each(chosen)]
    return "; ".join(known.find(part)[0] or part for part in parts)


class _Decided:
    """decisions/names.csv, of one kind. What stands last holds. `names`: those that a
    person has said that some text stands for."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._as_written: dict[str, str] = {}
        self._normalised: dict[str, str] = {}
        self._apart: set[frozenset[str]] = set()
        for row in table.to_dict("records"):
            written, name = str(row["written"]), fold(str(row["name"]))
            verdict = fold(str(row["same"])).casefold()
            if verdict in ("ja", "yes", "1"):
                self._as_written[_key(written)] = name
                self._normalised[normalise(written)] = name
                self._apart.discard(_pair(written, name))
            elif verdict in ("nej", "no", "0"):
                self._apart.add(_pair(written, name))
                for known in (self._as_written, self._normalised):
                    for text in (_key(written), normalise(written)):
                        if known.get(text) == name:
                            del known[text]
        chosen = [one for name in self._as_written.values() for one in one_each(name)]
        self.names = _Register(pd.DataFrame({"name": [*dict.fromkeys(chosen)]}))

    def same(self, text: str) -> str | None:
        """The name that somebody has said it is."""
        by_hand = self._as_written.get(_key(text))
        return by_hand or self._normalised.get(normalise(text))

    def are_two(self, text: str, name: str) -> bool:
        """Whether somebody has said that they are two."""
        return _pair(text, name) in self._apart


def _pair(text: str, name: str) -> frozenset[str]:
    return frozenset((normalise(text), normalise(name)))


def _entries(register: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    for row in register.to_dict("records"):
        name = fold(str(row.get("name", "")))
        aliases = row.get("aliases", "")
        listed = aliases.split(";") if isinstance(aliases, str) else []
        if name:
            yield name, [fold(alias) for alias in listed if fold(alias)]


def _key(text: str) -> str:
    return fold(text).casefold()


def _texts(written: pd.Series) -> Counter[str]:
    """Every different text that is not blank, in order, and how often it stands."""
    return Counter(
        text for text in written.dropna() if isinstance(text, str) and fold(text)
    )


def _usual_writing(texts: Counter[str], unmatched: Iterable[str]) -> dict[str, str]:
    """Unmatched text → the commonest writing of the same normalised name."""
    groups: dict[str, Counter[str]] = {}
    unmatched = list(unmatched)
    for text in unmatched:
        groups.setdefault(normalise(text), Counter())[without_example(text)] += texts[
            text
        ]
    usual = {
        key: min(group, key=lambda text: (-group[text], shouted(text), text))
        for key, group in groups.items()
    }
    return {text: usual[normalise(text)] for text in unmatched}

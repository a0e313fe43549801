"""Small words about sheets that the readers share: letters, names, headers."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.exports.contract import ExportColumn, Sheet


def letter(position: int) -> str:
    """Excel's letters for the column at `position` (from 0).

    >>> letter(0), letter(25), letter(26), letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unique(names: Sequence[str]) -> list[str]:
    """`names` made unique: the second "Ort" becomes "Ort (2)", a blank one is named
    by its column.

    >>> unique(["Ort", "", "Ort", "Ort (2)"])
    ['Ort', 'Kolumn B', 'Ort (3)', 'Ort (2)']
    """
    named = [name or f"Kolumn {letter(i)}" for i, name in enumerate(names)]
    taken, count, result = set(named), dict.fromkeys(named, 0), []
    for name in named:
        count[name] += 1
        if count[name] == 1:
            result.append(name)
            continue
        while f"{name} ({count[name]})" in taken:
            count[name] += 1
        result.append(f"{name} ({count[name]})")
        taken.add(result[-1])
    return result


def headed(sheet: Sheet, names: Sequence[str]) -> list[ExportColumn]:
    """A plain column for each name, unique and with Excel's letter."""
    return [
        ExportColumn(name, letter(i), question=name)
        for i, name in enumerate(unique(names))
    ]


def shared_start(texts: Sequence[str]) -> str:
    """What all the texts begin with.

    >>> shared_start(["Hur? - Lokal", "Hur? - Lån"])
    'Hur? - L'
    """
    first, last = min(texts), max(texts)
    for place, char in enumerate(first):
        if place >= len(last) or last[place] != char:
            return first[:place]
    return first


def counted(number: int, one: str, several: str) -> str:
    """The number and its noun.

    >>> counted(1, "tom rad", "tomma rader"), counted(2, "tom rad", "tomma rader")
    ('1 tom rad', '2 tomma rader')
    """
    return f"{number} {one if number == 1 else several}"


def listed(values: Sequence[object], most: int = 5) -> str:
    """
    >>> listed([3, 7, 12]), listed(range(9), most=2)
    ('3, 7 och 12', '0, 1 och 7 till')
    """
    shown = [str(value) for value in values[:most]]
    if len(values) > most:
        return f"{', '.join(shown)} och {len(values) - most} till"
    return " och ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))

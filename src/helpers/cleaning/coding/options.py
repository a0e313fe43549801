"""Which option a text means, alone in its cell or among several."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from helpers.core.wording import fold, same_words


class Options:
    """Finds the option a text means: as written, then whatever the case, then after
    `recode`, then whatever the dash, the punctuation and the spaces, where only one
    option has those words."""

    def __init__(self, options: Sequence[str], recode: Mapping[str, str]) -> None:
        self.options = list(options)
        self._exact = {option: option for option in self.options}
        self._folded = {option.casefold(): option for option in reversed(self.options)}
        self._recode = {text.casefold(): option for text, option in recode.items()}
        forms = Counter(map(same_words, self.options))
        self._words = {
            form: option
            for option in self.options
            if forms[form := same_words(option)] == 1 and form
        }

    def find(self, text: str) -> str | None:
        """The option, or None; "" where `recode` says that the text means nothing."""
        folded = text.casefold()
        if folded in self._recode:
            return self._recode[folded]
        found = self._exact.get(text) or self._folded.get(folded)
        return found or self._words.get(same_words(text))

    def split(self, text: str, separator: str) -> list[tuple[str, str | None]]:
        """The parts of a multiple-response cell, each with the option it means.

        Options may contain the separator: at each place the longest run of parts that
        is an option wins. A list as in JSON is what it says.

        >>> Options(["Råd, stöd", "Lokal"], {}).split("Lokal,Råd, stöd,Bil", ",")
        [('Lokal', 'Lokal'), ('Råd, stöd', 'Råd, stöd'), ('Bil', None)]
        >>> Options(["Råd", "Lokal"], {}).split('["Råd", "Lokal"]', ";")
        [('Råd', 'Råd'), ('Lokal', 'Lokal')]
        """
        if (listed := _json_list(text)) is not None:
            return [(part, self.find(part)) for part in listed]
        joint = separator.strip() or separator
        places = [place for place in _parts(text, joint) if text[slice(*place)].strip()]
        whole = any(joint in one for one in (*self.options, *self._recode))
        found: list[tuple[str, str | None]] = []
        start = 0
        while start < len(places):
            for stop in range(len(places) if whole else start + 1, start, -1):
                run = fold(text[places[start][0] : places[stop - 1][1]])
                option = self.find(run)
                if option is not None or stop == start + 1:
                    found.append((run, option))
                    start = stop
                    break
        return found


def _json_list(text: str) -> list[str] | None:
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    if not all(isinstance(part, str) for part in parts):
        return None
    return [part for part in map(fold, parts) if part]


def _parts(text: str, joint: str) -> list[tuple[int, int]]:
    """Where each part between two separators begins and ends."""
    places, start = [], 0
    while (stop := text.find(joint, start)) >= 0:
        places.append((start, stop))
        start = stop + len(joint)
    return [*places, (start, len(text))]

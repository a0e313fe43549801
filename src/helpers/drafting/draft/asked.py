"""The questions of a draft as survey.yml writes them: ids, scales, labels, chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.drafting.draft.safety import plain_keys
from helpers.drafting.recognition import Drafted
from helpers.drafting.recognition.profiles import Keys, section_of
from helpers.drafting.recognition.words import slugs
from helpers.drafting.rewording import Match, options_of
from helpers.drafting.scales import Ordered
from helpers.survey.codebook import OVER_ZERO, AnyQuestion, Codebook, Optioned

LONGEST_LABEL = 80
_CHAPTERS = (
    ("background", r"förvaltning|roll har|hur många anställda|bransch"),
    ("dialog", r"\bdialog"),
    ("support", r"\bbidrag|ekonomiskt stöd|\bstöd(et)?\b"),
    ("barriers", r"hindr|barriär|underlätta"),
    ("needs", r"behov (av|framåt)|framöver"),
    ("extent", r"samverka|på vilka sätt|hur många organisationer"),
)


@dataclass(frozen=True)
class Asked:
    """Every question of the draft with its id, and its match in the earlier wave.

    `scales`: id → the scale, in the order of the questions that use them first.
    """

    questions: Sequence[Drafted]
    ids: Sequence[str]
    matches: Mapping[int, Match]
    earlier: Codebook | None = None
    against: str = ""
    scales: dict[str, Ordered] = field(default_factory=dict)

    def of_type(self, kind: str) -> Iterator[tuple[str, Drafted]]:
        """(id, question) of one type."""
        for id, drafted in zip(self.ids, self.questions, strict=True):
            if drafted.type == kind:
                yield id, drafted

    def parts(self) -> Iterator[tuple[Keys, list[str]]]:
        """(keys of a question in survey.yml, what stands over it as a comment)."""
        names = Counter(_short_name(drafted) for drafted in self.questions)
        for place, drafted in enumerate(self.questions):
            match = self.matches.get(place)
            label = _label(drafted, place, names)
            yield (
                {"id": self.ids[place]} | self._keys(drafted, match, label),
                [
                    *(f"TODO: {todo}" for todo in drafted.todo),
                    *(f"TODO: {todo}" for todo in self._changed(match)),
                    *drafted.told,
                ],
            )

    def _changed(self, match: Match | None) -> Iterator[str]:
        if match is None:
            return
        if not match.same and self.earlier and self.earlier.wave is None:
            pointer = f"compares_with: {{2022: {match.earlier.id}}}"
            yield f"när {self.against} har fått en wave, till exempel 2022: {pointer}"
        for change in match.changes:
            yield f"ändrat sedan {self.against}: {change}"

    def _keys(self, drafted: Drafted, match: Match | None, label: str) -> Keys:
        keys = plain_keys(drafted)
        if drafted.scale is not None:
            keys.pop("options", None)
            keys.pop("dont_know", None)
            keys = {"scale": self._scale_of(drafted.scale), **keys}
        entry: Keys = {"type": keys.pop("type")}
        if drafted.wording != keys.get("column") and not drafted.wordless:
            entry["text"] = drafted.wording
        if label:
            entry["label"] = label
        if (chapter := _chapter(drafted.wording)) != "results":
            entry["chapter"] = chapter
        if match is not None:
            entry = self._of_earlier(entry, drafted, match)
        return entry | keys

    def _of_earlier(self, entry: Keys, drafted: Drafted, match: Match) -> Keys:
        """What she had decided about the question; only where it is worded alike."""
        question = match.earlier
        if not match.same:
            if self.earlier is not None and self.earlier.wave is not None:
                entry["compares_with"] = {self.earlier.wave: question.id}
            return entry
        if question.label:
            entry["label"] = question.label
        if question.text and (drafted.wordless or "text" in entry):
            entry["text"] = question.text
        entry.pop("chapter", None)
        if question.chapter != "results":
            entry["chapter"] = question.chapter
        if question.disclosure == "open":
            entry["disclosure"] = "open"
        entry |= self._asked_as_before(question)
        if _is_reversed(drafted, question):
            entry["reversed"] = True
        return entry

    def _asked_as_before(self, question: AnyQuestion) -> Keys:
        """Who was asked it, where the questions that decide it are asked again with the
        same options."""
        if question.asked is not None:
            return {"asked": question.asked}
        routes = {"asked_if": question.asked_if, "implied_none": question.implied_none}
        kept = dict(zip(self.ids, self.questions, strict=True))
        for route in routes.values():
            for id, options in route.items():
                now = options_of(kept[id]) if id in kept else []
                if not {*options} <= {*now, OVER_ZERO}:
                    return {}
        return {
            key: {id: list(options) for id, options in route.items()}
            for key, route in routes.items()
            if route
        }

    def _scale_of(self, ordered: Ordered) -> str:
        """The id of the scale that a question uses, made when it is a new one."""
        for id, known in self.scales.items():
            if (known.options, known.dont_know) == (ordered.options, ordered.dont_know):
                return id
        id = slugs([ordered.family], self.scales)[0]
        self.scales[id] = ordered
        return id


def ids_of(
    questions: Sequence[Drafted], matches: Mapping[int, Match], earlier: Codebook | None
) -> list[str]:
    """The earlier wave's id where the wording is the same; else one of its own."""
    same = {p: m.earlier.id for p, m in matches.items() if m.same}
    taken = {question.id for question in earlier.questions} if earlier else set()
    places = [place for place in range(len(questions)) if place not in same]
    made = slugs((_wording(questions[place], place) for place in places), taken)
    new = dict(zip(places, made, strict=True))
    return [same.get(place) or new[place] for place in range(len(questions))]


def _wording(drafted: Drafted, place: int) -> str:
    """What an id is made of: the wording, or the question's number."""
    number = drafted.wording.removeprefix("Fråga ") or place + 1
    return f"q{number}" if drafted.wordless else drafted.wording


def forms_of(drafted: Drafted) -> dict[str, str]:
    """The options of a grid that may be forms of collaboration, with ids."""
    keys = drafted.keys
    skip = [*keys.get("dont_know", ()), *keys.get("none_of", ())]
    options = [option for option in options_of(drafted) if option not in skip]
    return dict(zip(slugs(options), options, strict=True))


def _label(drafted: Drafted, place: int, names: Mapping[str, int]) -> str:
    """A shorter name where the wording is long, and one where there is none. Two names
    that would be the same are not shortened: a page could not tell them apart.
    `names`: how many questions there are of each short name."""
    wording = _unnumbered(drafted.wording)
    if not wording:
        return f"Fråga {place + 1}"
    short = _short_name(drafted)
    label = (wording if names[short] > 1 else short).rstrip(" :")
    return "" if label == drafted.wording and not drafted.wordless else label


def _short_name(drafted: Drafted) -> str:
    return _shortened(_unnumbered(drafted.wording))


def _unnumbered(wording: str) -> str:
    """The wording without its section, its number and what stands in brackets."""
    text = wording[len(section_of(wording)) :]
    text = re.sub(r"\s*\([^)]*\)", "", text).strip()
    return re.sub(r"^\d{1,3}[.)]\s+", "", text)


def _shortened(words: str) -> str:
    first = re.match(r".{15,}?[?.!](?=\s|$)", words)
    short = first[0] if first else words
    if len(short) <= LONGEST_LABEL:
        return short
    return short[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(",;:– ") + " …"


def _chapter(wording: str) -> str:
    for chapter, pattern in _CHAPTERS:
        if re.search(pattern, wording, re.IGNORECASE):
            return chapter
    return "results"


def _is_reversed(drafted: Drafted, earlier: AnyQuestion) -> bool:
    """Whether the earlier wave counts this question's scale the other way around."""
    if drafted.scale is None or not isinstance(earlier, Optioned):
        return False
    backwards = earlier.scale_options == list(drafted.scale.options)[::-1]
    return earlier.reversed and backwards

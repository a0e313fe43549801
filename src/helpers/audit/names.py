"""The labels of the public codebook, and what each may mean in a text or a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from helpers.audit.claim import Cell
from helpers.survey.codebook import TOTAL, Codebook

_SHORTENED = re.compile(r"förvaltningen$")  # as tables write it where room is scarce
_TOGETHER = re.compile(
    r'"(?:,\s*"[^"]*")*\s*(?:eller|or)\s*"'
)  # after the first option
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


@dataclass
class Names:
    """The labels of the public codebook, and what each may mean."""

    codebook: Codebook
    groups: Sequence[str] = ()
    merged: frozenset[tuple[str, str]] = frozenset()  # (question, options as one)
    of: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        book = self.codebook
        for question in book.questions:
            for words in (question.wording, question.name, question.id):
                self._add(words, "question", question.id)
            for option in question.all_options:
                self._add(option, "option", option)
            for item in book.items(question) if question.type != "ties" else []:
                if item.row != TOTAL:
                    for words in (item.label, item.row):
                        self._add(words, "item", item.row)
        for id, label in book.challenge_labels.items():
            self._add(label, "challenge", id)
        for id, form in book.forms.items():
            self._add(form.label, "form", id)
        for group in self.groups:
            short = book.short_names.get(group) or _SHORTENED.sub("förv.", group)
            for words in (group, short):
                self._add(words, "group", group)
        for _, option in sorted(self.merged):
            self._add(option, "option", option)

    def _add(self, words: str, kind: str, key: str) -> None:
        """And by the English name, which the page in English has."""
        for name in (words, self._in_english(words)):
            self.of.setdefault(folded(name), set()).add((kind, key))

    def _in_english(self, words: str) -> str:
        """Also of options that are shown as one: "Positivt eller mycket positivt"."""
        known = self._english
        if found := known.get(folded(words)):
            return found
        *parts, last = re.split(r", | eller ", words)
        translated = [known.get(folded(part), part) for part in (*parts, last)]
        if not parts:
            return words
        return f"{', '.join(translated[:-1])} or {translated[-1]}"

    @cached_property
    def _english(self) -> dict[str, str]:
        return {folded(one): english for one, english in self.codebook.english.items()}

    def meanings(self, words: str) -> set[tuple[str, str]]:
        return self.of.get(folded(words), set())

    def mentioned(self, text: str) -> dict[str, list[int]]:
        """The labels that stand in a text, each with the places where it does; a label
        inside a longer one is not mentioned by it."""
        found: dict[str, list[int]] = {}
        for match in self._any.finditer(folded(text)):
            found.setdefault(match.group(), []).append(match.start())
        return found

    def sentences(self, text: str) -> list[str]:
        """A text cut after its sentences, but not inside an option that is itself
        "Budget; costs"."""
        labels = [match.span() for match in self._any.finditer(folded(text))]
        found, start = [], 0
        for cut in _SENTENCE.finditer(text):
            if not any(first < cut.start() < last for first, last in labels):
                found.append(text[start : cut.start()])
                start = cut.end()
        return [*found, text[start:]]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        labels = sorted(self.of, key=lambda label: (-len(label), label))
        either = "|".join(re.escape(label) for label in labels if len(label) > 1)
        short = "|".join(re.escape(label) for label in labels if len(label) == 1)
        # A single figure is a label between quotation marks, and else a number.
        quoted = rf'(?<=")(?:{short})(?=")' if short else "(?!)"
        return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)|{quoted}")

    def says_one(self, plain: str, number: re.Match[str]) -> bool:
        """Whether a number is said of one option: it is no part of a label ("41–60 %"
        is what was answered), nor of "4" eller "5" together."""
        before = after = 0
        for label in self._any.finditer(plain):
            if label.start() <= number.start() and number.end() <= label.end():
                return False
            kinds = {kind for kind, _ in self.of[label.group()]}
            if label.end() <= number.start() and "option" in kinds:
                before = label.start()
            elif label.start() >= number.end() and "option" in kinds and not after:
                after = label.end()
        if after and not before and _TOGETHER.match(plain, after):
            return False  # tre av fem svarar "Ibland", "Ofta" eller "Alltid"
        return re.search(r'"\s*(?:eller|or)\s*"\s*$', plain[:before]) is None

    def only_question(self, chosen: Mapping[str, str]) -> set[str]:
        """The question that has the chosen option, where no other has it."""
        having = {
            question.id
            for question in self.codebook.questions
            if chosen.get("option") in question.all_options
            and question.id != self.codebook.group
        }
        return having if len(having) == 1 else set()

    def asks_for_group(self, header: str) -> bool:
        """Whether what stands under a header are groups."""
        return ("question", self.codebook.group) in self.meanings(header)

    def as_group(self, label: str) -> dict[str, str]:
        """What a label means where groups stand; not always one ("alla")."""
        found = [key for kind, key in self.meanings(label) if kind == "group"]
        return {"group": found[0]} if found else {}

    def is_group(self, label: str) -> bool:
        """Whether a label in a sentence is a group: not where it is an answer to
        another question too, as "vet ej" may be."""
        kinds = {kind for kind, _ in self.of.get(label, ())}
        return "group" in kinds and label not in self._answers

    @cached_property
    def _answers(self) -> set[str]:
        book = self.codebook
        return {
            folded(option)
            for question in book.questions
            if question.id != book.group
            for option in question.all_options
        }


def folded(words: str) -> str:
    """Words without case, signs of emphasis and odd spaces."""
    words = words.replace("\u00a0", " ").replace("\u00ad", "")
    words = words.replace("”", '"').replace("“", '"')
    return " ".join(words.casefold().split()).strip(' "?.:')


def named(cell: Cell, codebook: Codebook) -> str:
    """A cell in the words of the report."""
    asked = codebook.by_id.get(cell.question)
    parts = [asked.name if asked else cell.question]
    if cell.item != TOTAL:
        parts.append(cell.item)
    if cell.option != TOTAL:
        parts.append(f"”{cell.option}”")
    parts += [key for key in (cell.challenge, cell.form, cell.group) if key != TOTAL]
    return ", ".join(parts)

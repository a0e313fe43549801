"""Words that may not be handed out: what hardly anybody but one answered, and personal
data, wherever in the published files they stand.

A label is public when survey.yml, the frame or the register declares it, or when more
than `FEW` answers have it. What stands in fewer is a respondent's own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from helpers.audit.reading import Label, labels_of
from helpers.cleaning.net import personal_data
from helpers.cleaning.privacy import KINDS, find_personal
from helpers.core.errors import Problem
from helpers.core.slugs import slug
from helpers.core.wording import same_words
from helpers.survey.codebook import Codebook, Optioned
from helpers.survey.decisions import yes
from helpers.survey.sources import Source

FEW = 2  # answers that a label may stand in and still be somebody's own words
SHORTEST = 3  # letters of a label that can be told from a code
POSSIBLE = ("name", "ip", "link", "place")
"""Kinds of personal data that a public text may have: possible names, addresses."""
# How answers were read: keys of survey.yml whose words are of answers, not of the form.
READING = ("recode", "tests", "missing", "ignore", "exports", "complete", "decided")
_NUMBER = re.compile(r"[\d\s.,%–−+/<>·×:=-]*")


def word_problems(
    files: Mapping[str, bytes], source: Source, texts: str = ""
) -> list[Problem]:
    """Everything in the published `files` that is somebody's own words or personal
    data, and the columns of personal data that were counted for them. `source` is what
    lies in data/raw/<survey>, `texts` what she has written there to be published."""
    own = OwnWords.of(source, texts)
    problems: dict[tuple[str, str], Problem] = {}
    for export in source.exports:
        for problem in personal_data(export.responses, source.codebook):
            problems.setdefault((problem.file, problem.found), problem)
    for name in sorted(files):
        for label in labels_of(name, files[name], files):
            for problem in (*own.problems(label), *_personal(label, own.public)):
                problems.setdefault((problem.file, problem.found), problem)
        for problem in own.in_file_name(name):
            problems.setdefault((problem.file, problem.found), problem)
    return list(problems.values())


@dataclass(frozen=True)
class OwnWords:
    """Answers that at most `FEW` gave and that nothing declares: folded text → the text
    and its column. `public` is everything that may be said, in one text."""

    rare: Mapping[str, tuple[str, str]]
    public: str

    @classmethod
    def of(cls, source: Source, texts: str) -> OwnWords:
        declared = [*_declared(source), *texts.splitlines()]
        known = {same_words(words) for words in declared}
        given = _answers(source)
        joints = _joints(source.codebook)
        copies = {c.name for e in source.exports for c in e.columns if c.role == "copy"}
        common = known | {one for one, found in given.items() if found[2] > FEW}
        rare = {
            folded: (text, column)
            for folded, (text, column, answers) in given.items()
            if answers <= FEW
            and folded not in known
            and _tells(text)
            # The order of options, or which of them were ticked, is nobody's words.
            and not _made_of(_parts(text, joints.get(column, "")), common)
            and not (column in copies and _of_labels(folded, known))
        }
        return cls(rare, "\n".join(declared))

    def problems(self, label: Label) -> Iterator[Problem]:
        """Whether a label is an answer from end to end. A single word is one only where
        labels of the data stand: elsewhere it may be the report's own."""
        found = self.rare.get(same_words(label.text))
        if found and (label.of_data or " " in label.text.strip()):
            yield Problem(
                f"”{label.text}” är något som högst {FEW} har svarat (kolumnen "
                f"”{found[1]}”) och som inte står i survey.yml som svarsalternativ.",
                "Skriv det under options om det stod i formuläret; annars räkna det "
                "som Annat (recode). Kör om med kartlaggning run.",
                file=label.file,
            )

    @cached_property
    def _parts(self) -> list[tuple[str, str]]:
        """(a text of several words as part of a file's name, its column)."""
        rare = self.rare.values()
        return [(slug(text), column) for text, column in rare if " " in text]

    @cached_property
    def _public_parts(self) -> str:
        """What survey.yml says, as parts of a file's name: a question has a file."""
        return "\n".join(f"-{slug(line)}-" for line in self.public.splitlines())

    def in_file_name(self, name: str) -> Iterator[Problem]:
        stem = f"-{PurePosixPath(name).stem.replace('_', '-')}-"
        for part, column in self._parts:
            if f"-{part}-" in stem and f"-{part}-" not in self._public_parts:
                yield Problem(
                    f"Filens namn innehåller ”{part}”, som högst {FEW} har svarat "
                    f"(kolumnen ”{column}”).",
                    "Rätta i survey.yml och kör om med kartlaggning run.",
                    file=name,
                )


def _answers(source: Source) -> dict[str, tuple[str, str, int]]:
    """Folded answer → (as written, the column where most gave it, how many did): in the
    export where it stands most often, since a later one repeats the answers."""
    found: dict[str, tuple[str, str, int]] = {}
    joints = _joints(source.codebook)
    for export in source.exports:
        for column in export.responses.columns:
            cells = export.responses[column].dropna().map(str)
            counts: Counter[str] = Counter()
            written: dict[str, str] = {}
            for cell, times in cells.value_counts().items():
                for text in {str(cell), *_parts(str(cell), joints.get(column, ""))}:
                    folded = same_words(text)
                    counts[folded] += int(times)
                    written.setdefault(folded, text.strip())
            for folded, times in counts.items():
                if folded not in found or found[folded][2] < times:
                    found[folded] = (written[folded], str(column), times)
    return found


def _joints(codebook: Codebook) -> dict[str, str]:
    """What stands between the options of a column's cells, by its header."""
    return {
        column: separator.strip()
        for question in codebook.questions
        if (separator := getattr(question, "separator", None))
        for column in question.columns_used
    }


def _parts(text: str, joint: str) -> list[str]:
    return re.split(rf"[;\n]|{re.escape(joint)}" if joint else r"[;\n]", text)


def _made_of(parts: Sequence[str], common: Collection[str]) -> bool:
    """Whether several parts are all known, or given by more than few."""
    folded_parts = [folded for part in parts if (folded := same_words(part))]
    return len(folded_parts) > 1 and all(folded in common for folded in folded_parts)


def _of_labels(text: str, known: Collection[str]) -> bool:
    """Whether a text is known labels one after the other: the ticks of a response as
    KoboToolbox joins them, by the spaces that also stand within a label.

    >>> _of_labels("stöd råd och tips", {"stöd", "råd och tips"})
    True
    >>> _of_labels("stöd min chef", {"stöd", "råd och tips"})
    False
    """
    words = text.split()
    ends = {0}  # how many words are labels so far, in each way to read them
    for stop in range(1, len(words) + 1):
        if any(" ".join(words[start:stop]) in known for start in ends):
            ends.add(stop)
    return len(words) in ends


def _tells(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return letters >= SHORTEST


def _declared(source: Source) -> Iterator[str]:
    """Every word that survey.yml, the frame and the register let be said."""
    yield from _strings(_of_the_form(source.codebook))
    for table, columns in (
        (source.population, ["department"]),
        (source.crosswalk, ["from", "to"]),
    ):
        for column in columns:
            yield from table[column].dropna().map(str) if column in table else ()
    for row in source.register.to_dict("records"):
        yield str(row.get("type") or "")
        if yes(str(row.get("publish"))):
            yield str(row["name"])
    for row in source.decisions.quotes.to_dict("records"):
        if yes(str(row["publish"])):
            yield str(row["text"])


def _of_the_form(codebook: Codebook) -> object:
    """survey.yml without how answers were read, and without options only seen there."""
    content = codebook.model_dump(by_alias=True)
    asked = []
    for question, content_of in zip(
        codebook.questions, content["questions"], strict=True
    ):
        if isinstance(question, Optioned):
            kept = {*question.declared_options}
            content_of["options"] = [
                one for one in content_of["options"] if one in kept
            ]
        asked.append(
            {key: value for key, value in content_of.items() if key not in READING}
        )
    rest = {key: value for key, value in content.items() if key not in READING}
    return {**rest, "questions": asked}


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _strings(value)


def _personal(label: Label, public: str) -> Iterator[Problem]:
    """Personal data in a label, but for what survey.yml says itself (the contact)."""
    if _NUMBER.fullmatch(label.text) and not label.of_data:
        return
    for found in find_personal(label.text):
        if found.kind in POSSIBLE or found.text in public:
            continue
        yield Problem(
            f"Här står {KINDS[found.kind]} (”{found.text}”).",
            "Ta bort det ur svaren (decisions/corrections.csv) eller ur den text där "
            "det står, och kör om med kartlaggning run.",
            file=label.file,
        )

"""Which questions a person has looked at, and not only a program.

`seen` of a question names the reading that was looked at by its digest. When the
question becomes another (its type, options or their order, columns, scale, coding …)
the digest is another too, and the question is unseen again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from helpers.core.errors import Problem
from helpers.survey.codebook.model import FILE, AnyQuestion, Codebook, Optioned

DRAFT = "Utkast: kodboken är inte genomgången"
DRAFT_NOTE = "Ingen har sett efter att varje fråga tolkas rätt."
"""What every page says until all questions have been seen."""
DIGITS = 8
_SAID_ONLY = {"seen", "label", "chapter", "compares_with"}
"""Keys that change where and under which name a question stands, not what it is."""


@dataclass(frozen=True)
class Unseen:
    """A question that waits for a person. `changed`: somebody saw another reading."""

    question: AnyQuestion
    changed: bool

    def __str__(self) -> str:
        why = " (ändrad sedan den gicks igenom)" if self.changed else ""
        return f"{self.question.id}{why}"


def unseen(codebook: Codebook) -> list[Unseen]:
    """The questions that nobody has seen as they are read now, in order."""
    return [
        Unseen(question, changed=question.seen is not None)
        for question in codebook.questions
        if question.seen is None
        or question.seen.reading != reading_of(codebook, question)
    ]


def reading_of(codebook: Codebook, question: AnyQuestion) -> str:
    """A short digest of what a question is read as: all of its keys but those of
    `_SAID_ONLY`, and what other parts of survey.yml make of it. Keys that say what is
    usual anyway change nothing, nor does their order."""
    content = question.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=_SAID_ONLY
    )
    content["in_survey"] = {
        "protected": codebook.protected(question.id),
        "roles": _roles(codebook, question.id),
        "options": question.all_options,
        "dont_know": question.dont_know_options,
        "steps": question.scale_options if isinstance(question, Optioned) else [],
    }
    # Between levels the order of keys is the model's; of options and rows it is hers.
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def carried(before: Codebook, after: Codebook) -> Codebook:
    """`after`, which the program has made of `before` (the same questions), with `seen`
    where a person has seen the question of `before`, and nowhere else."""
    waiting = {one.question.id for one in unseen(before)}
    questions = []
    for question in after.questions:
        seen = question.seen
        if question.id in waiting:
            seen = None
        elif seen is not None:
            seen = seen.model_copy(update={"reading": reading_of(after, question)})
        same = seen == question.seen
        update = {} if same else {"seen": seen}
        questions.append(question if same else question.model_copy(update=update))
    return after.model_copy(update={"questions": questions})


def _roles(codebook: Codebook, id: str) -> list[object]:
    """What the survey uses the question for, beside its own answers."""
    roles: list[object] = []
    if codebook.group == id:
        roles.append("group")
    if codebook.unit is not None and codebook.unit.question == id:
        roles.append(codebook.unit.model_dump(mode="json"))
    challenges = codebook.challenges
    if challenges is not None and challenges.source.question == id:
        roles.append(challenges.model_dump(mode="json", by_alias=True))
        roles.append({key: form.option for key, form in codebook.forms.items()})
    return roles


def unseen_problems(codebook: Codebook, survey: str) -> list[Problem]:
    """Why the survey cannot be published yet: the questions that nobody has seen."""
    waiting = unseen(codebook)
    if not waiting:
        return []
    noun = "en fråga" if len(waiting) == 1 else f"{len(waiting)} frågor"
    return [
        Problem(
            f"Kodboken är inte genomgången. Ingen har sett efter hur {noun} tolkas: "
            f"{', '.join(map(str, waiting))}.",
            "Gå igenom dem i kartlaggning app, eller med kartlaggning review "
            f"{survey}, och kör igen.",
            file=FILE,
        )
    ]

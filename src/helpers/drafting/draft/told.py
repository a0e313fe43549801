"""What `new` tells her about the draft: understood, doubted, hers to say, changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.drafting.draft.asked import Asked
from helpers.drafting.recognition import Recognised
from helpers.drafting.rewording import moved, same_form
from helpers.exports import Export, ExportColumn
from helpers.exports.codelist import CodeList
from helpers.exports.sheet import counted
from helpers.survey.codebook import AnyQuestion

KINDS = {
    "single": ("med ett svar", "med ett svar"),
    "multiple": ("med flera svar", "med flera svar"),
    "ranking": ("rangordning", "rangordningar"),
    "grid": ("rutnät", "rutnät"),
    "number": ("tal", "tal"),
    "date": ("datum", "datum"),
    "text": ("fritext", "fritexter"),
    "ties": ("namngivna partner", "namngivna partner"),
}
MOST_CHANGES = 40  # told one by one; the file itself has them all


@dataclass(frozen=True)
class NewSurvey:
    """What `new` made: the survey's name and folder, and what to tell her.

    `understood`: what was found. `doubts`: what she should look at. `to_decide`: what
    only she can say. `changed`: against the earlier wave. All in Swedish.
    """

    survey: str
    folder: Path
    understood: list[str]
    doubts: list[str]
    to_decide: list[str]
    changed: list[str] = field(default_factory=list)

    def sections(self) -> dict[str, list[str]]:
        """What there is to tell, under Swedish headings."""
        every = {
            "Så tolkades filen": self.understood,
            "Se efter om detta stämmer": self.doubts,
            "Bara du kan säga": self.to_decide,
            "Ändrat sedan den tidigare omgången": self.changed,
        }
        return {heading: words for heading, words in every.items() if words}


def understood(
    export: Export, found: Recognised, listed: CodeList | None, ids: Sequence[str]
) -> Iterator[str]:
    yield from export.notes
    if listed is not None:
        yield f"Kodernas betydelse lästes ur ”{listed.file}”."
    kinds = Counter(drafted.type for drafted in found.questions)
    sentence = ", ".join(
        f"{kinds[kind]} {KINDS[kind][kinds[kind] > 1]}" for kind in KINDS if kinds[kind]
    )
    answers = counted(len(export.responses), "svar", "svar")
    asked = counted(len(found.questions), "fråga", "frågor")
    yield f"{answers} och {asked}: {sentence}."
    for id, drafted in zip(ids, found.questions, strict=True):
        yield from (f"{id}: {sentence}." for sentence in drafted.told)
    metas = Counter(column.meta for column in export.columns if column.meta)
    if metas:
        own = counted(metas.total(), "kolumn", "kolumner")
        yield f"{own} är verktygets egna, till exempel tider och nummer."
    for reason, columns in _by_reason(found.ignore).items():
        letters = ", ".join(column.letter for column in columns)
        yield f"Läses inte ({reason}): kolumn {letters}."


def doubts(export: Export, asked: Asked) -> Iterator[str]:
    yield from export.doubts
    for id, drafted in zip(asked.ids, asked.questions, strict=True):
        yield from (f"{id}: {todo}" for todo in drafted.todo)


def changed(asked: Asked, gone: Sequence[AnyQuestion]) -> Iterator[str]:
    """What is not as in the earlier wave."""
    every = [*_changes(asked, gone)] if asked.earlier is not None else []
    yield from every[:MOST_CHANGES]
    if len(every) > MOST_CHANGES:
        yield f"… och {len(every) - MOST_CHANGES} till, som TODO i survey.yml"


def _changes(asked: Asked, gone: Sequence[AnyQuestion]) -> Iterator[str]:
    for place in sorted(asked.matches):
        match = asked.matches[place]
        yield from (f"{asked.ids[place]}: {words}" for words in match.changes)
    if asked.earlier is not None and (ids := moved(asked.matches, asked.earlier)):
        yield f"ställs på en annan plats: {', '.join(ids)}"
    personal = asked.earlier.questions if asked.earlier is not None else ()
    known = {same_form(one.wording) for one in personal if one.personal}
    for place, drafted in enumerate(asked.questions):
        if place in asked.matches or same_form(drafted.wording) in known:
            continue
        if drafted.wording:
            yield f"ny fråga: ”{drafted.wording}”"
    yield from (f"ställs inte längre: ”{question.wording}”" for question in gone)


def _by_reason(
    ignored: Sequence[tuple[ExportColumn, str]],
) -> dict[str, list[ExportColumn]]:
    found: dict[str, list[ExportColumn]] = {}
    for column, reason in ignored:
        found.setdefault(reason, []).append(column)
    return found

"""What the next wave takes over from the one before: what she had decided there.

Challenges, forms, unit, group, contact and the like are hers, not the file's. Each is
taken where the questions that it points to are asked again, and what is left behind is
asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.core.project import write_bytes
from helpers.drafting.draft.asked import Asked
from helpers.drafting.draft.commented import CommentedKey
from helpers.drafting.draft.crosswalk import FILE as CROSSWALK
from helpers.drafting.draft.crosswalk import changed_departments
from helpers.drafting.recognition import Drafted
from helpers.drafting.rewording import labels_of_rows, options_of, row_labels
from helpers.exports import Export
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Grid,
    Single,
    Ties,
    round_trip,
)

# Keys of survey.yml that are hers and point to no question.
KEPT = (
    *("respondent", "disclosure", "contact", "nouns", "short_names", "chapters"),
    *("source", "language"),
)


def parts(folder: Path, asked: Asked) -> Iterator[CommentedKey]:
    """The keys taken over, as they stand in the earlier survey.yml."""
    content = round_trip().load((folder / "survey.yml").read_text("utf-8"))
    plain = _plain(content)
    for key in KEPT:
        if key in plain:
            yield CommentedKey(key, plain[key], f"som i {asked.against}")
    for key in ("group", "unit", "hindrances", "challenges"):
        if key not in plain:
            continue
        lost = [*_lost(key, plain[key], asked)]
        if not lost:
            yield CommentedKey(key, plain[key], f"som i {asked.against}")
            if key == "challenges" and "forms" in plain:
                yield CommentedKey("forms", plain["forms"], f"som i {asked.against}")
        else:
            yield CommentedKey(
                above=(f"TODO: {key} i {asked.against} gäller {', '.join(lost)}",),
                asks=f"vad {key} ska vara: {', '.join(lost)} ställs inte som förut",
            )


def regrouped(asked: Asked) -> Iterator[CommentedKey]:
    """What to ask where departments of the earlier wave are gone and others have come:
    only she knows what became of them."""
    gone, new = changed_departments(asked)
    if gone and new:
        sentence = f"{_quoted(gone)} finns inte längre, {_quoted(new)} är nya"
        yield CommentedKey(
            above=(
                f"TODO: crosswalk.csv: {sentence}. "
                "Har de slagits ihop eller bytt namn:",
                "skriv from;to i crosswalk.csv, en rad för var och en av de gamla.",
                f"Ett förslag ligger i {CROSSWALK}, som inget läser",
            ),
            asks=f"vad som har hänt med förvaltningarna (crosswalk.csv): {sentence}",
        )


def _quoted(names: Sequence[str], most: int = 6) -> str:
    names_quoted = ", ".join(f"”{name}”" for name in names[:most])
    return names_quoted + (
        f" och {len(names) - most} till" if len(names) > most else ""
    )


def copy_texts(before: Path, folder: Path, against: str) -> Iterator[str]:
    """Her texts of the earlier wave as texts/*.md.bak, which no report reads: what they
    conclude is about other numbers. Yields what to tell her."""
    texts = sorted((before / "texts").glob("*.md"))
    for path in texts:
        write_bytes(folder / "texts" / f"{path.name}.bak", path.read_bytes())
    if texts:
        yield (
            f"vilka av dina texter som gäller nu: de från {against} ligger i texts/ "
            "med ändelsen .bak; ta bort den på dem du har läst om"
        )


def _lost(key: str, value: Any, asked: Asked) -> Iterator[str]:
    """The questions, rows and options that a key points to and that are not here."""
    by_id = dict(zip(asked.ids, asked.questions, strict=True))
    if key in ("group", "hindrances"):
        ids = [value]
    else:
        ids = [(value["from"] if key == "challenges" else value)["question"]]
    yield from (id for id in ids if id not in by_id)
    if key != "challenges" or ids[0] not in by_id:
        return
    drafted, source = by_id[ids[0]], value["from"]
    if drafted.type == "grid":
        yield from (row for row in value["items"] if row not in drafted.keys["rows"])
    for options in source.get("options", {}).values():
        texts = [options] if isinstance(options, str) else options
        yield from (text for text in texts if text not in options_of(drafted))


def _plain(value: Any) -> Any:
    """ruamel's mappings, lists and texts as Python's own, without their comments."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return value


def take_ties(questions: Sequence[Drafted], earlier: Codebook, export: Export) -> None:
    """Ties as the earlier wave describes them, where all their columns are there."""
    names = {column.name for column in export.columns}
    before = [question for question in earlier.questions if isinstance(question, Ties)]
    drafted = [question for question in questions if question.type == "ties"]
    for question, old in zip(drafted, before, strict=False):
        if not {*old.columns_used} <= names:
            continue
        content = old.model_dump(exclude_unset=True, by_alias=True, mode="json")
        to_keep = ("blocks", "fields", "options", "written", "dont_know", "recode")
        question.keys |= {key: content[key] for key in to_keep if key in content}
        if old.since_between != (1800, 2100):
            question.keys["since_between"] = list(old.since_between)
        question.later.clear()
        question.columns = [export.column(name) for name in old.columns_used]
        question.wording = old.wording


def take_options(drafted: Drafted, earlier: AnyQuestion) -> None:
    """The options of a question asked as before, in the order that she had given: the
    earlier wave declares them, also those that nobody chose now."""
    now, before = options_of(drafted), list(earlier.all_options)
    if drafted.type not in ("single", "multiple", "grid") or not before:
        return
    if drafted.keys.get("years") and isinstance(earlier, Single) and earlier.years:
        drafted.keys["options"] = before  # its periods; the last one has no end
        return
    if drafted.scale is None and {*now} <= {*before} and "options" in drafted.keys:
        drafted.keys["options"] = before
        drafted.keys.pop("declared", None)
        if earlier.dont_know_options:
            drafted.keys["dont_know"] = list(earlier.dont_know_options)
        if earlier.none_options:
            drafted.keys["none_of"] = list(earlier.none_options)


def take_rows(drafted: Drafted, earlier: Grid) -> None:
    """The ids of a grid's rows as they were, row for row by their labels."""
    labels = row_labels(drafted.keys)
    before = {label.casefold(): id for id, label in labels_of_rows(earlier).items()}
    new = {id: before.get(label.casefold(), id) for id, label in labels.items()}
    if len({*new.values()}) < len(new):
        return
    keys = drafted.keys
    keys["rows"] = {new[id]: where for id, where in keys["rows"].items()}
    if "row_labels" in keys:
        keys["row_labels"] = {
            new[id]: words for id, words in keys["row_labels"].items()
        }

"""An export → a first survey.yml that runs as it stands: `kartlaggning new FILE`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from helpers.core.errors import ExportError, Problem, ProjectError
from helpers.core.project import Project, check_name, write_bytes, write_text
from helpers.core.watch import LONGEST, within
from helpers.drafting.draft import carried, crosswalk, head, told
from helpers.drafting.draft.asked import Asked, ids_of
from helpers.drafting.draft.commented import (
    CommentedKey,
    as_yaml,
    commented,
    listed,
    one_line,
    reasoned,
)
from helpers.drafting.draft.names import name_of, series_and_wave
from helpers.drafting.draft.safety import safe_questions
from helpers.drafting.draft.ties import challenge_grid, place_fields
from helpers.drafting.draft.told import NewSurvey
from helpers.drafting.draft.whom import ask_whom
from helpers.drafting.recognition import Recognised, recognise
from helpers.drafting.regrouping import regrouped
from helpers.drafting.rewording import Match, match_questions
from helpers.exports import TOOLS, Export, read_export
from helpers.exports.codelist import CodeList, find_code_list, read_code_list
from helpers.survey.codebook import (
    FILE,
    AnyQuestion,
    Codebook,
    Grid,
    parse_codebook,
    read_codebook,
)

__all__ = ["NewSurvey", "new_survey", "series_and_wave"]


def new_survey(
    project: Project,
    file: Path,
    survey: str | None = None,
    against: str | None = None,
    *,
    codes: Path | None = None,
    tool: str | None = None,
    sheet: str | None = None,
    limit: float = LONGEST,
) -> NewSurvey:
    """Drafts data/raw/<survey>/survey.yml and copies the export beside it.

    `survey`: the name, else one is made of the file's. `against`: the earlier wave.
    `codes`: a list of what the codes mean. `tool`, `sheet`: where the export's own are
    not the ones detected. `limit`: minutes. Raises ProjectError when the survey is
    there already, ExportError when the file cannot be read. Nothing is half-written.
    """
    file = Path(file)
    name = check_name(survey) if survey else name_of(file, project)
    folder = project.root / "data" / "raw" / name
    if (folder / FILE).exists():
        raise ProjectError(
            f"Enkäten ”{name}” finns redan.",
            todo="Ge den nya ett annat namn med --survey, eller ta bort den gamla.",
        )
    if twins := project.twins(name):
        raise ProjectError(
            f"Det finns redan en mapp ”{twins[0]}” i data/raw, och i Windows är det "
            f"samma som ”{name}”.",
            todo="Ge den nya ett annat namn med --survey.",
        )
    earlier = read_codebook(project.raw(against)) if against else None
    with within(limit, file.name):
        export = read_export(file, tool=tool, sheet=sheet)
        labels = read_code_list(codes) if codes else find_code_list(file, export.sheet)
        found = _recognised(export, labels, earlier)
        asked, gone = _asked(found, export, earlier, against or "")
        parts = _parts(asked, export, found, name, tool or "", project, against)
        content = _content(parts, asked, found)
        # Raises where the draft is ours to mend.
        ask_whom(asked, parse_codebook(content), export)
        content = _content(parts, asked, found)
        parse_codebook(content)
    _copy_beside(file, folder)
    write_text(folder / FILE, _opening(export) + as_yaml(content))
    to_decide = [part.asks for part in parts if part.asks]
    if against is not None:
        to_decide += carried.copy_texts(project.raw(against), folder, against)
        if question := crosswalk.write_draft(folder, asked):
            to_decide.append(question)
    return NewSurvey(
        survey=name,
        folder=folder,
        understood=[*told.understood(export, found, labels, asked.ids)],
        doubts=[*told.doubts(export, asked)],
        to_decide=to_decide,
        changed=[*told.changed(asked, gone)],
    )


def _recognised(
    export: Export, labels: CodeList | None, earlier: Codebook | None
) -> Recognised:
    """The questions of the export, in a form that runs."""
    before = earlier.questions if earlier else ()
    known = {option for question in before for option in question.all_options}
    found = recognise(export, labels.of if labels else lambda _: {}, known)
    if not found.questions:
        raise ExportError(
            Problem(
                "Ingen kolumn har svar på en fråga: de är tomma, eller verktygets "
                "egna.",
                "Är det rätt fil, och rätt blad? Ange bladet med --sheet.",
                file=export.file,
            )
        )
    if labels is not None:
        for drafted in found.questions:
            if drafted.wordless:
                wording = labels.wording_of(drafted.columns[0])
                drafted.wording = wording or drafted.wording
    if earlier is not None:
        found = replace(found, questions=regrouped(found.questions, earlier))
        carried.take_ties(found.questions, earlier, export)
    return replace(found, questions=safe_questions(found, export))


def _asked(
    found: Recognised, export: Export, earlier: Codebook | None, against: str
) -> tuple[Asked, Sequence[AnyQuestion]]:
    """The questions with their ids, and the earlier ones that are not asked again."""
    matches: dict[int, Match] = {}
    gone: list[AnyQuestion] = []
    if earlier is not None:
        matches, gone = match_questions(found.questions, earlier)
        for place, match in matches.items():
            if match.same:
                carried.take_options(found.questions[place], match.earlier)
            if match.same and isinstance(match.earlier, Grid):
                carried.take_rows(found.questions[place], match.earlier)
    for place, drafted in enumerate(found.questions):
        same = place in matches and matches[place].same
        if drafted.wordless and not (same and matches[place].earlier.text):
            drafted.todo.append("vad löd frågan? Skriv den i text")
    ids = ids_of(found.questions, matches, earlier)
    return Asked(found.questions, ids, matches, earlier, against), gone


def _parts(
    asked: Asked,
    export: Export,
    found: Recognised,
    survey: str,
    tool: str,
    project: Project,
    against: str | None,
) -> list[CommentedKey]:
    """What survey.yml says before its questions."""
    grid = challenge_grid(asked, export, found)
    found.ignore.extend(place_fields(asked, grid, export, found))
    proposed = chain(
        head.title(export, survey),
        [CommentedKey("language", found.language)],
        head.wave(survey, asked),
        [CommentedKey("status", "open")],
        head.fieldwork(export),
        head.files(export, tool),
        head.words_for_nothing(found),
        head.respondent(export),
        head.unit(asked, export),
        head.previews(export),
        head.complete(export),
        head.weights(found),
        head.group(asked),
        head.challenges(asked, grid),
        head.disclosure(),
    )
    if against is None:
        return [*proposed]
    kept = [*carried.parts(project.raw(against), asked)]
    if asked.earlier is not None:
        kept += carried.regrouped(asked)
    keys = {part.key for part in kept}
    new = [part for part in proposed if not part.key or part.key not in keys]
    return [part for part in new if not _settled(part, keys)] + kept


def _settled(part: CommentedKey, keys: set[str]) -> bool:
    """Whether a comment of the draft asks for what the earlier wave has said."""
    return not part.key and any(f"TODO: {key}:" in " ".join(part.above) for key in keys)


def _content(
    parts: Sequence[CommentedKey], asked: Asked, found: Recognised
) -> CommentedMap:
    """All of survey.yml, as data with comments."""
    questions = [
        (commented((CommentedKey(key, value) for key, value in keys.items()), 4), above)
        for keys, above in asked.parts()
    ]
    scales = [*head.scales(asked)]
    last = [CommentedKey("questions", listed(questions))]
    if found.ignore:
        items = [(column.name, reason) for column, reason in found.ignore]
        above = ("", "de här kolumnerna läses inte")
        last.append(CommentedKey("ignore", reasoned(items), above=above))
    return commented([*parts, *scales, *last])


def _opening(export: Export) -> str:
    tool = TOOLS[export.tool].NAME
    return (
        f"# Utkast av kartlaggning new till {one_line(export.file)} ({tool}).\n"
        "# Det går att köra som det är. Rader med TODO behöver dina ögon; ta bort\n"
        "# ordet när du har sett efter. kartlaggning check visar vad som är kvar.\n"
    )


def _copy_beside(file: Path, folder: Path) -> None:
    """The export as it came. Raises ProjectError before it writes over another one."""
    place, content = folder / file.name, file.read_bytes()
    if not place.exists():
        write_bytes(place, content)
    elif place.read_bytes() != content:
        raise ProjectError(
            f"I {folder.name} ligger redan en annan fil som heter ”{file.name}”.",
            todo="Byt namn på den nya filen, eller ge enkäten ett annat namn med "
            "--survey.",
        )

"""survey.yml against its files, both ways, everything at once.

An *error* stops a run; a *warning* is for a person to judge. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.cleaning import names, review, weights
from helpers.cleaning.answers import NOT_ASKED
from helpers.cleaning.checked import Checked, look_at, read_all
from helpers.core.errors import CodebookError, Problem, nearest
from helpers.core.project import Project, read_parquet
from helpers.core.wording import fold
from helpers.exports import Export
from helpers.survey import fieldwork
from helpers.survey.codebook import (
    FILE,
    Codebook,
    Grid,
    Multiple,
    Number,
    RankOrder,
    Single,
    without_english,
)
from helpers.survey.decisions import yes
from helpers.survey.folder import unread_files
from helpers.survey.frame import FILE as FRAME
from helpers.survey.identity import At, listed_rows
from helpers.survey.sources import (
    Source,
)

MOST_ALONE = 15  # so many columns are told one by one

Found = tuple[list[Problem], list[Problem]]


def check_survey(project: Project, survey: str) -> Found:
    """(errors, warnings) of a survey: what stops a run, and what to look at."""
    folder = project.raw(survey)
    warnings = list(_left_to_do(folder))
    errors: list[Problem] = []
    try:
        source = read_all(project, survey, folder, errors)
    except CodebookError as error:
        return list(error.problems), warnings
    if not source.exports:
        return errors, warnings
    warnings += unread_files(folder, source.codebook)
    seen = look_at(source, errors)
    weight = seen.book.weight
    if weight is not None and weight.column in seen.kept:
        weighed = weights.read_weights(seen.rows, seen.book)
        errors += weighed.problems
        warnings += [Problem(note, file=FILE) for note in weighed.notes]
    warnings += _doubts(source.exports)
    warnings += _columns(source)
    warnings += _options(seen)
    warnings += _routes(seen)
    warnings += [*seen.responses.told, *seen.rows.lost]
    warnings += _one_tick(source.codebook)
    warnings += _large_threshold(seen)
    warnings += _below_zero(seen)
    warnings += fieldwork.changed_form(source.exports, seen.kept, seen.book)
    warnings += fieldwork.late_answers(source.exports, seen.rows.every)
    warnings += _since_last_run(project, source, seen.rows.every)
    warnings += fieldwork.suspicious(seen.kept, seen.answers.responses, seen.book)
    warnings += _completeness(seen)
    warnings += _departments(source)
    warnings += _names(source)
    warnings += _english(source.codebook)
    if not errors and (waiting := review.open_in(seen.responses)):
        todo = f"Avgör det: kartlaggning review {survey}"
        warnings.append(Problem(review.summary(waiting), todo))
    return _once(errors), _once(warnings)


def _since_last_run(
    project: Project, source: Source, every: pd.DataFrame
) -> Iterator[Problem]:
    """What the exports have that the last run had not seen."""
    path = project.processed(source.survey) / "seen.parquet"
    if path.is_file():
        found = fieldwork.since(read_parquet(path), fieldwork.digests(every))
        if found:
            yield Problem(f"Svar sedan senaste körningen: {found}.", "Kör igen.")


def _doubts(exports: list[Export]) -> Iterator[Problem]:
    """What the reader of each file was not sure of."""
    for export in exports:
        for doubt in export.doubts:
            yield Problem(doubt, file=export.file)


def _once(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


# ---------------------------------------------------------------- columns


def _left_to_do(folder: Path) -> Iterator[Problem]:
    """The draft's TODO lines that are still there."""
    try:
        lines = (folder / FILE).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return  # read_codebook says what is wrong with the file
    for number, line in enumerate(lines, start=1):
        before, mark, task = line.partition("TODO:")
        if mark and "#" in before:
            task = task.strip().rstrip(":.")
            yield Problem(
                f"Kvar att avgöra: {task}{'' if task.endswith('?') else '.'}",
                "Ändra det som behövs och ta bort TODO.",
                file=FILE,
                row=number,
            )


def _columns(source: Source) -> Iterator[Problem]:
    """Columns that nobody describes, and names in survey.yml that no export has."""
    book = source.codebook
    used = {column for q in book.questions for column in q.columns_used}
    used |= {*book.tests, *book.ignore}
    used |= {rule.column for rule in (book.complete, book.weight) if rule}
    folded = {name.casefold() for name in used}
    there = {c.name.casefold() for export in source.exports for c in export.columns}
    missing = [name for name in used if name.casefold() not in there]
    for export in source.exports:
        unknown = [
            (column, int(export.responses[column.name].notna().sum()))
            for column in export.columns
            if column.name.casefold() not in folded and not column.meta
        ]
        for column, cells in unknown[:MOST_ALONE]:
            yield Problem(
                f"Kolumnen ”{column.name}” ({cells} ifyllda celler) beskrivs inte i "
                "survey.yml och används inte.",
                f"{nearest(column.name, missing)} Beskriv den som en fråga, eller "
                "skriv den under ignore.".strip(),
                file=export.file,
                row=1,
                column=column.letter,
            )
        if rest := unknown[MOST_ALONE:]:
            listed = ", ".join(column.letter for column, _ in rest)
            yield Problem(
                f"Ytterligare {len(rest)} kolumner beskrivs inte: {listed}.",
                "Beskriv dem som frågor, eller skriv dem under ignore.",
                file=export.file,
                row=1,
            )
    for name in book.ignore:
        if name.casefold() not in there:
            yield Problem(
                f"ignore nämner kolumnen ”{name}”, som inte finns i någon fil.",
                "Ta bort den, om den inte kommer i en senare fil.",
                file=FILE,
            )


# ---------------------------------------------------------------- options


def _english(book: Codebook) -> Iterator[Problem]:
    """Where `english` is begun: the names that it lacks."""
    if missing := without_english(book) if book.english else []:
        listed = ", ".join(f"”{words}”" for words in missing[:MOST_ALONE])
        more = f" och {len(missing) - MOST_ALONE} till" * (len(missing) > MOST_ALONE)
        yield Problem(
            f"Namn som saknar engelska: {listed}{more}. Det som bygger på dem står "
            "inte på sidan in-english.html"
            + (", som inte görs utan titeln." if book.title in missing else "."),
            "Skriv dem under english, till exempel ”Tid”: ”Time”.",
            file=FILE,
        )


def _options(seen: Checked) -> Iterator[Problem]:
    """Options that nobody chose, and those that a cell does not distinguish."""
    for question in seen.book.questions:
        if question.personal or question.id in seen.absent:
            continue
        kinds = Single | Multiple | RankOrder | Grid
        if isinstance(question, kinds) and question.all_options:
            yield from _never_used(seen, question)
        if isinstance(question, Multiple | Grid) and question.separator:
            yield from _entangled(question)


def _never_used(
    seen: Checked, question: Single | Multiple | RankOrder | Grid
) -> Iterator[Problem]:
    if isinstance(question, Grid) and question.cell == "number":
        return
    table = seen.answers.responses
    chosen: set[str] = set()
    for item in seen.book.items(question):
        if isinstance(question, RankOrder):
            options = question.all_options
            chosen |= {o for o in options if table[item.place(o)].notna().any()}
        elif item.kind == "single":
            chosen |= set(table[item.key].dropna().unique())
        else:
            options = question.all_options
            chosen |= {o for o in options if table[item.tick(o)].any()}
    unused = [option for option in question.all_options if option not in chosen]
    if unused and chosen:
        listed = ", ".join(f"”{option}”" for option in unused)
        yield Problem(
            f"Frågan {question.id}: ingen har valt {listed}.",
            "Se efter att svarsalternativen är skrivna som i exporten.",
            file=FILE,
        )
    elif not chosen:
        yield Problem(
            f"Frågan {question.id} har inga svar alls.",
            "Är det rätt kolumn? Ställdes frågan?",
            file=FILE,
        )


def _entangled(question: Multiple | Grid) -> Iterator[Problem]:
    """ "Råd" and "Råd, stöd" in a cell joined by commas: the longer is read first."""
    joint = (question.separator or ";").strip()
    if not joint:
        return
    for short in question.all_options:
        for long in question.all_options:
            if long != short and long.startswith(f"{short}{joint}"):
                yield Problem(
                    f"Frågan {question.id}: ”{short}” är början på ”{long}”, och "
                    f"svaren skiljs åt med ”{joint}”. Där båda kan menas läses det "
                    "längre.",
                    "Räkna efter några svar, eller exportera med ett annat skiljetecken"
                    " eller en kolumn per alternativ.",
                    file=FILE,
                )


# ---------------------------------------------------------------- answers


def _routes(seen: Checked) -> Iterator[Problem]:
    """Answers to questions that, by asked_if, were not asked."""
    stray: dict[str, list[int]] = {}
    for value in seen.answers.set_aside:
        if value.reason == NOT_ASKED:
            where = stray.setdefault(value.question.split("/")[0], [])
            where.append(int(str(seen.kept.at[value.row, At.ROW])))
    for question, places in stray.items():
        numbers = sorted(set(places))
        yield Problem(
            f"asked_if på frågan {question} motsägs av {len(numbers)} svar "
            f"(rad {listed_rows(numbers)}). De ställs åt sidan.",
            "Stämmer asked_if med formuläret?",
            file=FILE,
        )


def _one_tick(book: Codebook) -> Iterator[Problem]:
    """Protected questions with one option: how many answered is how many ticked it, and
    is told. A leave to quote is meant to be known."""
    for question in book.questions:
        if not book.protected(question.id) or question.id in book.permissions:
            continue
        if isinstance(question, Single | Multiple) and len(question.all_options) == 1:
            yield Problem(
                f"Frågan {question.id} är skyddad men har bara ett alternativ: hur "
                "många som svarat, vilket alltid redovisas, är hur många som valt det.",
                "Skriv även de andra alternativ som stod i formuläret, eller "
                "disclosure: open om det får vara känt.",
                file=FILE,
            )


def _large_threshold(seen: Checked) -> Iterator[Problem]:
    """A threshold, written in survey.yml, that no group reaches."""
    group, k = seen.book.group, seen.book.disclosure.k
    is_written = "k" in seen.book.disclosure.model_fields_set
    if not is_written or group is None or group in seen.absent:
        return
    [item, *_] = seen.book.items(seen.book.question(group))
    sizes = seen.answers.responses[item.key].value_counts()
    if len(sizes) and sizes.max() < k:
        yield Problem(
            f"disclosure → k är {k}, men den största gruppen, ”{sizes.index[0]}”, har "
            f"{sizes.max()} svar: inga skyddade svar redovisas för någon grupp.",
            "Vanligast är k: 5. Ska den vara så hög går det att fortsätta.",
            file=FILE,
        )


def _below_zero(seen: Checked) -> Iterator[Problem]:
    """Numbers under zero where nobody has said that there may be such."""
    for question in seen.book.questions:
        if not isinstance(question, Number | Grid) or question.id in seen.absent:
            continue
        items = [one for one in seen.book.items(question) if one.kind == "number"]
        if question.between is not None or question.personal or not items:
            continue
        below = sum(int((seen.answers.responses[i.key] < 0).sum()) for i in items)
        if below:
            yield Problem(
                f"Frågan {question.id}: {below} svar är mindre än noll, och räknas med "
                "i summor och medelvärden.",
                "Ange med between vad som är möjligt: det som ligger utanför ställs åt "
                "sidan.",
                file=FILE,
            )


def _completeness(seen: Checked) -> Iterator[Problem]:
    rule = seen.book.complete
    if rule is None or rule.equals is None:
        return
    stands = {
        fold(text).casefold() for text in seen.rows.every[rule.column].dropna().unique()
    }
    for value in rule.equals:
        if value.casefold() not in stands:
            yield Problem(
                f"complete: värdet ”{value}” finns inte i kolumnen ”{rule.column}”.",
                nearest(value, sorted(stands)) or "Kontrollera värdet i exporten.",
                file=FILE,
            )


# ---------------------------------------------------------------- names


def _departments(source: Source) -> Iterator[Problem]:
    """Departments of the frame that nobody could answer that they belong to."""
    book = source.codebook
    if book.group is None:
        return
    options = book.question(book.group).all_options
    there = source.population["department"].map(fold)
    for name in there.drop_duplicates() if options else []:
        if name not in options:
            yield Problem(
                f"”{name}” är inget svarsalternativ i frågan {book.group} och räknas "
                "som en egen grupp.",
                nearest(name, options) or "Skriv den som i survey.yml.",
                file=FRAME,
                row=int(there.index[there == name][0]) + 2,
            )


def _names(source: Source) -> Iterator[Problem]:
    """Decisions that lead nowhere, and names that had better not be published."""
    register = source.register
    there = {
        "organisation": {fold(name) for name in register["name"]},
        "unit": {fold(name) for name in source.population["unit"]},
    }
    for choice in source.decisions.names.to_dict("records"):
        names_of = there.get(choice["kind"], set())
        name = choice["name"]
        if names_of and yes(choice["same"]) and name not in names_of:
            file = "population.csv" if choice["kind"] == "unit" else "organisations.csv"
            yield Problem(
                f"”{name}” finns inte i {file}; namnet används ändå.",
                nearest(name, names_of),
                file="decisions/names.csv",
                row=int(choice["line"]),
            )
    kinds = dict(zip(register["name"], register["type"], strict=True))
    for name in sorted(names.publishable(register)):
        if why := names.screen(name, kinds[name]):
            yield Problem(
                f"”{name}” får publiceras enligt registret, men är {why}.",
                "Skriv nej under publish om det inte är meningen.",
                file="organisations.csv",
            )

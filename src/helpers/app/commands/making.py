"""Commands from a file to reports: init, new, check, run, status, missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.app.arguments import (
    FAILED,
    Folder,
    Quiet,
    Survey,
    Surveys,
    app,
)
from helpers.app.console import (
    console,
    find,
    say,
    tell_misplaced,
    tell_problems,
)
from helpers.app.swedish_help import (
    Command,
    language_of,
    minutes_of,
    workers_of,
)
from helpers.core.errors import (
    KartlaggningError,
    Problem,
    ProjectError,
)

if TYPE_CHECKING:
    from helpers.core.project import Project


@app.command(cls=Command)
def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="MAPP", help="Projektets mapp; görs om den saknas."),
    ],
) -> None:
    """Gör en mapp till ett projekt, med plats för enkäter."""
    from helpers.core.project import Project

    made = Project.begin(folder)
    say(
        f"{made.root} är ett projekt. Nästa steg, i den mappen: kartlaggning app, "
        "eller kartlaggning new med filen från enkätverktyget."
    )


@app.command(cls=Command)
def new(
    file: Annotated[
        Path, typer.Argument(metavar="FIL", help="Filen från enkätverktyget.")
    ],
    survey: Annotated[
        str | None,
        typer.Option(metavar="ENKÄT", help="Namn på enkäten; annars efter filens."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="ENKÄT", help="En tidigare omgång att jämföra frågorna med."
        ),
    ] = None,
    codes: Annotated[
        Path | None,
        typer.Option(metavar="FIL", help="En lista över vad koder i svaren betyder."),
    ] = None,
    tool: Annotated[
        str | None,
        typer.Option(metavar="VERKTYG", help="Enkätverktyget, om det tolkas fel."),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(metavar="BLAD", help="Bladet med svaren, om det tolkas fel."),
    ] = None,
    limit: Annotated[
        float,
        typer.Option(
            parser=minutes_of, metavar="MINUTER", help="Längsta tid att läsa filen."
        ),
    ] = 30,
    project_dir: Folder = None,
) -> None:
    """Skriver ett första survey.yml till en fil från ett enkätverktyg."""
    from helpers.core.project import Project
    from helpers.drafting.draft import new_survey

    project = Project.find_or_begin(project_dir)
    made = new_survey(
        project, file, survey, against, codes=codes, tool=tool, sheet=sheet, limit=limit
    )
    tell = console()
    tell.print(f"[bold]{made.survey}[/bold]: ett första utkast är klart.")
    for heading, lines in made.sections().items():
        tell.print(f"\n[bold]{heading}[/bold]")
        for line in lines:
            tell.print(f"  - {line}", markup=False, highlight=False)
    place = (made.folder / "survey.yml").relative_to(project.root)
    tell.print(
        f"\nNästa steg: kartlaggning run {made.survey} gör en första rapport. Läs "
        f"sedan {place} där det står TODO, ändra det som inte stämmer, och kör igen.",
        markup=False,
        highlight=False,
    )


@app.command(cls=Command)
def check(
    surveys: Surveys = None, project_dir: Folder = None, quiet: Quiet = False
) -> None:
    """Jämför survey.yml med enkätens filer, åt båda hållen."""
    from helpers.cleaning.checks import check_survey
    from helpers.disclosure.ledger import ledger_problems
    from helpers.presentation.manuscript import text_problems

    project = find(project_dir)
    tell_misplaced(project)
    failed = False
    for survey in surveys or project.surveys():
        try:  # one without answers stops no other
            project.needs_answers(survey)
        except ProjectError as error:
            tell_problems(error.problems, "Varning", error=False)
            continue
        errors, warnings = check_survey(project, survey)
        errors = [*errors, *text_problems(project.raw(survey))]
        errors += _of_profile(project.raw(survey))
        errors += ledger_problems(survey, project)
        warnings = [*warnings, *_unseen(project.raw(survey), survey)]
        failed = failed or bool(errors)
        noun = "varning" if len(warnings) == 1 else "varningar"
        verdict = f"{len(errors)} fel, {len(warnings)} {noun}"
        console().print(f"[bold]{survey}[/bold]: {verdict}", highlight=False)
        tell_problems(errors, "Fel")
        if not quiet:
            tell_problems(warnings, "Varning", error=False)
    if failed:
        raise typer.Exit(FAILED)


def _of_profile(folder: Path) -> list[Problem]:
    """What of the profile's files cannot be used; none where survey.yml cannot be
    read."""
    from helpers.presentation.pages.profile import profile_problems
    from helpers.survey.codebook import read_codebook

    try:
        profile = read_codebook(folder).profile
    except KartlaggningError:
        return []
    return profile_problems(folder, profile) if profile else []


def _unseen(folder: Path, survey: str) -> list[Problem]:
    """The questions that nobody has seen; none where survey.yml cannot be read."""
    from helpers.survey.codebook import read_codebook, unseen_problems

    try:
        codebook = read_codebook(folder)
    except KartlaggningError:
        return []
    return unseen_problems(codebook, survey)


@app.command(cls=Command)
def run(
    surveys: Surveys = None,
    project_dir: Folder = None,
    force: Annotated[
        bool, typer.Option("--force", help="Gör om allt, även det som är aktuellt.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="STEG",
            help="Bara clean, analyse eller report, eller ett steg: release, summary, "
            "6_challenge-work.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            parser=workers_of,
            metavar="ANTAL",
            help="Notebooks åt gången; annars en per kärna.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADRESS", help="Dask-kluster, till exempel tcp://dator:8786."
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="SORT",
            help="warm (Linux), spawn (alla datorer) eller kernel (Jupyter).",
        ),
    ] = None,
    limit: Annotated[
        float,
        typer.Option(
            parser=minutes_of, metavar="MINUTER", help="Längsta tid per notebook."
        ),
    ] = 30,
    pdf: Annotated[bool, typer.Option("--pdf", help="Även PDF av varje sida.")] = False,
    docx: Annotated[
        bool, typer.Option("--docx", help="Även Word av sammanfattning och underlag.")
    ] = False,
    pptx: Annotated[
        bool, typer.Option("--pptx", help="Även PowerPoint av sammanfattningen.")
    ] = False,
    png: Annotated[
        bool, typer.Option("--png", help="Även figurerna som bilder, en zip per sida.")
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            parser=language_of,
            metavar="SPRÅK",
            help="en: även den fördjupade rapporten på engelska.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="En rad JSON för varje steg, för program.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Gör rapporterna: alla steg som inte är aktuella, i rätt ordning."""
    from helpers.app import progress
    from helpers.batch import runner, steps

    project = find(project_dir)
    if not as_json:
        tell_misplaced(project)
    if language:
        _ask_for_english(project, surveys or project.surveys(), tell=not as_json)
    kinds = {"pdf": pdf, "docx": docx, "pptx": pptx, "zip": png}
    documents = [kind for kind, asked in kinds.items() if asked]
    runner.prepare(
        project,
        surveys or project.surveys(),
        scheduler=scheduler,
        engine_name=engine,
    )
    plan = steps.plan(project, surveys or (), documents=documents)
    options = {"engine": engine} if engine else {}
    damaged: list[str] = []
    with progress.shown(project, plan, as_json=as_json, quiet=quiet) as tell:
        results = runner.run(
            project,
            plan,
            workers=workers,
            scheduler=scheduler,
            force=force,
            only=only,
            limit=limit * 60,
            tell=tell,
            note=damaged.append,
            **options,
        )
    progress.summary(
        project, plan, results, damaged=damaged, as_json=as_json, quiet=quiet
    )
    if plan.broken or any(result.bad for result in results.values()):
        raise typer.Exit(FAILED)


def _ask_for_english(project: Project, surveys: list[str], *, tell: bool) -> None:
    """Says in each survey.yml that its report is wanted in English, all or none."""
    from helpers.presentation.translated import ask_for_english, english_problems

    folders = [project.raw(survey) for survey in surveys]
    if problems := [one for folder in folders for one in english_problems(folder)]:
        raise KartlaggningError(problems)
    for folder in folders:
        if ask_for_english(folder) and tell:
            say(f"survey.yml i {folder.name}: also_in: [en] är tillagt.")


@app.command(cls=Command)
def status(surveys: Surveys = None, project_dir: Folder = None) -> None:
    """Visar svar, senaste körning och vad som är inaktuellt."""
    from helpers.app import progress
    from helpers.batch import runner, steps
    from helpers.batch.disposal import reminders

    project = find(project_dir)
    tell_misplaced(project)
    plan = steps.plan(project, surveys or ())
    progress.status_table(project, plan, runner.status(project, plan))
    for reminder in reminders(project):
        say(reminder)


@app.command(cls=Command)
def missing(
    survey: Survey,
    project_dir: Folder = None,
) -> None:
    """Listar vilka som inte har svarat (en intern lista)."""
    from helpers.batch.missing import write_missing

    project = find(project_dir)
    path, found = write_missing(survey, project)
    asked = int(found.population.sizes.sum())
    console().print(
        f"[bold]{survey}[/bold]: {found.units} av {asked} saknas. Listan ligger i "
        f"{path.relative_to(project.root)}; den har kontaktuppgifter och är intern.",
        highlight=False,
    )
    strangers = len(found.population.outside)
    if strangers:
        console().print(
            f"{strangers} svar kommer från enheter som inte finns i population.csv: se "
            "sista bladet, det kan vara samma enheter med annat namn.",
            highlight=False,
        )

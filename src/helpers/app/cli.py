"""The command line: `kartlaggning`. Messages are Swedish; imports are late, so that a
command that has nothing to do answers at once.

Exit codes: 0 all is well · 1 a step failed, or a check found an error · 2 the command
was written wrongly · 3 it could not begin (no project, another run going on, a folder
that cannot be written) · 130 interrupted with Ctrl-C.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from helpers.app.console import (
    console,
    find,
    hush,
    say,
    tell_misplaced,
    tell_problems,
)
from helpers.app.swedish_help import (
    Command,
    SwedishGroup,
    minutes_of,
    miswritten,
    workers_of,
)
from helpers.core.errors import (
    CommandError,
    DisclosureError,
    KartlaggningError,
    Problem,
    ProjectError,
    RunError,
)

if TYPE_CHECKING:
    from helpers.core.project import Project

# typer's newer versions have a click of their own.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
FAILED, MISWRITTEN, CANNOT_BEGIN, INTERRUPTED = 1, 2, 3, 130

NEVER = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
app = typer.Typer(
    cls=SwedishGroup,
    help="Från enkätsvar till publicerade rapporter om samverkan.",
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _known_surveys(incomplete: str) -> Iterator[str]:
    """The surveys that a name begun with `incomplete` may be, for the tab key."""
    from helpers.core.project import Project

    try:
        names = Project.find().surveys()
    except ProjectError:
        return
    yield from (name for name in names if name.startswith(incomplete))


Surveys = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ENKÄT]…",
        help="Enkäternas namn; alla när ingen anges.",
        autocompletion=_known_surveys,
    ),
]
Survey = Annotated[
    str,
    typer.Argument(
        metavar="ENKÄT",
        help="Enkätens mapp i data/raw.",
        autocompletion=_known_surveys,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", callback=hush, help="Säger bara det som har gått fel."
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--project-dir", metavar="MAPP", help="Mappen som innehåller data/raw."
    ),
]


def main() -> None:
    """Runs the command; a problem is told without a traceback."""
    hush(False)
    for stream in (sys.stdout, sys.stderr):
        # A file or a pipe in Windows may have no sign for ” or →.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except UsageError as error:
        tell_problems([Problem(miswritten(error), "Se kartlaggning --help.")])
        code = MISWRITTEN
    except CommandError as error:
        tell_problems(error.problems)
        code = MISWRITTEN
    except (ProjectError, RunError) as error:
        tell_problems(error.problems)
        code = CANNOT_BEGIN
    except KartlaggningError as error:
        tell_problems(error.problems)
        code = FAILED
    except Exception as error:
        tell_problems(_in_swedish(error))
        code = CANNOT_BEGIN if isinstance(error, OSError) else FAILED
    if code == INTERRUPTED:
        console(error=True).print("Avbrutet. Kör igen så fortsätter det.")
    sys.exit(code)


def _in_swedish(error: Exception) -> list[Problem]:
    """What a file that cannot be read or written, or a fault of our own, is to her."""
    from helpers.batch.engine.plain import fault, problems_of

    if isinstance(error, OSError):
        return problems_of(type(error).__name__, str(error))
    return [fault(error)]


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
    project_dir: Folder = None,
) -> None:
    """Skriver ett första survey.yml till en fil från ett enkätverktyg."""
    from helpers.core.project import Project
    from helpers.drafting.draft import new_survey

    project = Project.find_or_begin(project_dir)
    made = new_survey(
        project, file, survey, against, codes=codes, tool=tool, sheet=sheet
    )
    tell = console()
    tell.print(f"[bold]{made.survey}[/bold]: ett första utkast är klart.")
    for heading, said in made.told().items():
        tell.print(f"\n[bold]{heading}[/bold]")
        for line in said:
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
    from helpers.presentation.manuscript import text_problems

    project = find(project_dir)
    tell_misplaced(project)
    failed = False
    for survey in surveys or project.surveys():
        errors, warnings = check_survey(project, survey)
        errors = [*errors, *text_problems(project.raw(survey))]
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


def _unseen(folder: Path, survey: str) -> list[Problem]:
    """The questions that nobody has seen, and the texts that nobody would; none where
    survey.yml cannot be read."""
    from helpers.presentation.manuscript import misnamed_texts
    from helpers.survey.codebook import read_codebook, unseen_problems

    try:
        codebook = read_codebook(folder)
    except KartlaggningError:
        return []
    misnamed = misnamed_texts(folder, codebook.challenge_labels)
    return [*unseen_problems(codebook, survey), *misnamed]


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


@app.command(cls=Command)
def audit(
    surveys: Surveys = None, project_dir: Folder = None, quiet: Quiet = False
) -> None:
    """Prövar sidorna, och vad en utomstående kan räkna ut av dem."""
    from helpers.audit import audit as attack
    from helpers.disclosure.ledger import ledger_problems

    project = find(project_dir)
    failed = False
    for survey in surveys or project.surveys():
        problems = [*ledger_problems(survey, project), *attack(survey, project)]
        failed = failed or bool(problems)
        verdict = (
            f"{len(problems)} fel; publicera inte"
            if problems
            else "inget som ska skyddas går att räkna ut, och sidorna är utan fel"
        )
        console().print(f"[bold]{survey}[/bold]: {verdict}", highlight=False)
        tell_problems(problems)
    if failed:
        raise typer.Exit(FAILED)


@app.command(cls=Command)
def publish(
    survey: Survey,
    note: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Vad som är ändrat, från andra versionen."),
    ] = "",
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Svarar ja på frågan; det antecknas i liggaren."),
    ] = False,
    project_dir: Folder = None,
) -> None:
    """Samlar rapporterna i en zip att lämna ut."""
    from helpers.app.deciding import agree
    from helpers.batch.before_publishing import to_know
    from helpers.batch.publishing import publish as hand_out
    from helpers.batch.publishing import refusals
    from helpers.disclosure.ledger import read_ledger

    project = find(project_dir)
    if problems := refusals(survey, project, note=note):
        raise DisclosureError(problems)
    agreed = agree(to_know(survey, project), yes=yes)
    path = hand_out(survey, project, note=note, agreed=agreed)
    path = path.relative_to(project.root)
    version = read_ledger(survey, project)[-1].version
    console().print(
        f"[bold]{survey}[/bold]: version {version} är klar att lämna ut, {path}.\n"
        f"Den står nu i liggaren, data/raw/{survey}/published/{version}.csv. Spara den "
        "filen: senare versioner prövas mot den.",
        highlight=False,
    )


@app.command(cls=Command)
def review(
    survey: Survey,
    who: Annotated[
        str,
        typer.Option(
            "--by", "--who", metavar="NAMN", help="Vem som avgör; skrivs i filerna."
        ),
    ] = "",
    listed: Annotated[
        bool, typer.Option("--list", help="Visar bara vad som väntar.")
    ] = False,
    project_dir: Folder = None,
) -> None:
    """Går igenom det som väntar på ditt beslut, och frågor som ingen har sett."""
    from helpers.app.deciding import walk
    from helpers.app.describing.asking import walk_questions
    from helpers.cleaning.review import open_decisions, summary
    from helpers.survey.sources import read_source

    project = find(project_dir)
    waiting = open_decisions(read_source(survey, project))
    say(f"{survey}: {summary(waiting)}")
    if listed:
        for one in waiting:
            say(f"- {one.asked} Förslag: {one.choices[one.proposal].label}.")
        return
    written = walk(project.raw(survey), waiting, who)
    if written:
        say(
            f"Sparade beslut: {written}, i data/raw/{survey}/decisions. Gäller från "
            f"nästa körning: kartlaggning run {survey}"
        )
    if seen := walk_questions(survey, project, who):
        say(f"Genomgångna frågor: {seen}, antecknat i data/raw/{survey}/survey.yml.")


@app.command(cls=Command)
def seen(
    survey: Survey,
    questions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FRÅGA]…", help="Frågornas id i survey.yml."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Alla frågor i kodboken.")
    ] = False,
    by: Annotated[
        str, typer.Option(metavar="NAMN", help="Vem som har gått igenom dem.")
    ] = "",
    project_dir: Folder = None,
) -> None:
    """Antecknar att frågor är genomgångna; utan fråga visas vad som väntar."""
    import datetime as dt

    from helpers.survey.codebook import mark_seen, read_codebook, unseen

    folder = find(project_dir).raw(survey)
    codebook = read_codebook(folder)
    chosen = [*codebook.by_id] if everything else [*(questions or ())]
    if chosen:
        codebook = mark_seen(folder, codebook, chosen, by, dt.date.today())
    waiting = unseen(codebook)
    if not waiting:
        say(f"{survey}: alla {len(codebook.questions)} frågor är genomgångna.")
        return
    say(f"{survey}: {len(waiting)} av {len(codebook.questions)} frågor väntar.")
    for one in waiting:
        say(f"- {one}: {one.question.name}")


@app.command("app", cls=Command)
def serve_app(
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="Annars en ledig.")
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Öppnar ingen webbläsare.")
    ] = False,
    project_dir: Folder = None,
) -> None:
    """Öppnar appen: från fil till färdiga rapporter, utan kod."""
    from helpers.app.start.serving import serve

    serve(find(project_dir), port=port, open_browser=not no_browser)


@app.command(cls=Command)
def handout(survey: Survey, project_dir: Folder = None) -> None:
    """Förbereder svaren för att lämnas ut: underlag för sekretessprövning."""
    from helpers.batch.handout import COPY, DECIDED, REVIEW, write_handout

    project = find(project_dir)
    folder, found = write_handout(survey, project)
    masked = sum(mark.masked for mark in found)
    place = folder.relative_to(project.root)
    say(
        f"{survey}: {masked} celler ser ut som personuppgifter och är maskade.\n"
        f"Läs {place}/{REVIEW} (intern) och pröva varje svar; programmet hittar inte "
        f"allt. Ändra i data/raw/{survey}/{DECIDED} och kör igen. Det som får lämnas "
        f"ut efter prövningen är {place}/{COPY}."
    )


@app.command(cls=Command)
def dispose(
    survey: Survey,
    who: Annotated[
        str, typer.Option("--by", metavar="NAMN", help="Vem som gallrar.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Frågar inte först.")] = False,
    project_dir: Folder = None,
) -> None:
    """Gallrar svaren när beslutet säger det; rapporterna och protokollet blir kvar."""
    from helpers.batch.disposal import disposal
    from helpers.batch.disposal import dispose as delete

    project = find(project_dir)
    found = disposal(survey, project)
    say(f"{survey}, beslut {found.decision}. Det här tas bort för alltid:")
    for path in found.files:
        say(f"- {path.relative_to(project.root).as_posix()}")
    say(f"- data/processed/{survey} ({found.derived} filer)")
    if not yes and not typer.confirm("Ta bort?"):
        say("Inget är borttaget.")
        return
    protocol = delete(survey, project, who=who)
    say(
        f"Borttaget. Protokollet är {protocol.relative_to(project.root).as_posix()}. "
        "Filer i enkätverktyget, bland hämtade filer, i e-post och i säkerhetskopior "
        "finns kvar tills du tar bort dem där."
    )


@app.command(cls=Command)
def lab(
    own: Annotated[
        str | None,
        typer.Option(
            metavar="ENKÄT",
            help="Öppnar din egen kopia av own_analysis, i enkätens mapp.",
            autocompletion=_known_surveys,
        ),
    ] = None,
    project_dir: Folder = None,
) -> None:
    """Öppnar notebooks i JupyterLab."""
    import os

    from helpers.app.own.copy import own_notebook
    from helpers.app.start.reports import REPORTS

    project = find(project_dir)
    opened = own_notebook(own, project) if own else project.notebooks
    settings = Path(__file__).parent / "workbench" / "jupyter"
    paths = [str(settings), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    served = opened.is_relative_to(project.root)  # the project is what Lab shows
    environment = os.environ | {
        "KARTLAGGNING_PROJECT": str(project.root),
        REPORTS: "/files/outputs" if served else "",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
    }
    command = [sys.executable, "-m", "jupyterlab", *_opening(opened, project)]
    # It would ask the web for news and for newer versions of itself.
    command += ["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={NEVER}"]
    raise typer.Exit(subprocess.call(command, env=environment))


def _opening(opened: Path, project: Project) -> list[str]:
    """What JupyterLab shows: the whole project, so that survey.yml, decisions and the
    notebooks of a run can be opened, and at first `opened`."""
    if not opened.is_relative_to(project.root):
        return [str(opened)]  # the checkout's notebooks, of a project elsewhere
    place = quote(opened.relative_to(project.root).as_posix())
    return [
        f"--ServerApp.root_dir={project.root}",
        f"--LabApp.default_url=/lab/tree/{place}",
    ]


if __name__ == "__main__":
    main()

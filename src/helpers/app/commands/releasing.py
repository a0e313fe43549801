"""Commands of reports that are made: audit, publish, review, seen, handout, dispose."""

from __future__ import annotations

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
    agreed,
    console,
    find,
    say,
    tell_problems,
)
from helpers.app.swedish_help import (
    QUOTED,
    Command,
    NotUsable,
)
from helpers.core.errors import (
    DisclosureError,
    nearest,
)

if TYPE_CHECKING:
    from helpers.core.project import Project


@app.command(cls=Command)
def audit(
    surveys: Surveys = None, project_dir: Folder = None, quiet: Quiet = False
) -> None:
    """Prövar sidorna, och vad en utomstående kan räkna ut av dem."""
    from helpers.audit import audit as attack
    from helpers.audit.published import already_told
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
        if disclosed := already_told(survey, project):
            say(f"Att veta: {disclosed}")
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
    by: Annotated[
        str, typer.Option(metavar="NAMN", help="Vem som publicerar (approval: two).")
    ] = "",
    archive: Annotated[
        bool,
        typer.Option(
            "--archive",
            help="Gör också ett paket för e-arkivet; finns versionen redan, bara det.",
        ),
    ] = False,
    project_dir: Folder = None,
) -> None:
    """Samlar rapporterna i en zip att lämna ut."""
    from helpers.app.deciding import agree
    from helpers.batch.archive.package import documents_missing
    from helpers.batch.before_publishing import to_know
    from helpers.batch.publishing import publish as hand_out
    from helpers.batch.publishing import refusals
    from helpers.disclosure.ledger import read_ledger
    from helpers.survey.codebook import read_codebook

    project = find(project_dir)
    version = read_codebook(project.raw(survey)).version
    ledger = read_ledger(survey, project)
    if archive and version in [one.version for one in ledger[-1:]]:
        _archive(survey, project)
        return
    problems = refusals(survey, project, note=note, by=by)
    if archive and not problems:
        problems = documents_missing(survey, project)
    if problems:
        raise DisclosureError(problems)
    agreed = agree(to_know(survey, project), yes=yes)
    path = hand_out(survey, project, note=note, agreed=agreed, by=by)
    path = path.relative_to(project.root)
    console().print(
        f"[bold]{survey}[/bold]: version {version} är klar att lämna ut, {path}.\n"
        f"Den står nu i liggaren, data/raw/{survey}/published/{version}.csv. Spara den "
        "filen: senare versioner prövas mot den.",
        highlight=False,
    )
    if archive:
        _archive(survey, project)


def _archive(survey: str, project: Project) -> None:
    import datetime as dt

    from helpers.batch.archive.package import archive

    path = archive(survey, project, made=dt.date.today()).relative_to(project.root)
    say(f"{survey}: arkivpaketet är klart, {path.as_posix()} (E-ARK SIP 2.1).")


@app.command(cls=Command)
def approve(
    survey: Survey,
    who: Annotated[
        str, typer.Option("--by", metavar="NAMN", help="Vem som har granskat.")
    ] = "",
    refuse: Annotated[
        str | None, typer.Option(metavar="ORD", help="Nekar, och säger varför.")
    ] = None,
    project_dir: Folder = None,
) -> None:
    """Gör granskningssidan; med --by godkänner eller nekar en andra person."""
    from helpers.batch.approval import LOG, REFUSED
    from helpers.batch.approval import approve as write_verdict
    from helpers.batch.approval_page import write_approval_page

    project = find(project_dir)
    page = write_approval_page(survey, project).relative_to(project.root)
    if not who and refuse is None:
        say(
            f"{survey}: läs {page.as_posix()} (intern) och rapporterna i "
            f"outputs/{survey}. Godkänn sedan: kartlaggning approve {survey} --by "
            'NAMN. Neka: lägg till --refuse "varför".'
        )
        return
    verdict = write_verdict(survey, project, who=who, refused=refuse)
    after = "" if verdict.verdict != REFUSED else f": {verdict.words}"
    say(f"{survey}: {verdict.in_words}{after}. Antecknat i data/raw/{survey}/{LOG}.")


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
    named = questions or []
    # A name without quotation marks: `--by Ulla Ek` leaves "Ek" for a question.
    for id in named:
        if id not in codebook.by_id:
            hint = nearest(id, codebook.by_id) or QUOTED
            raise NotUsable(f"Ingen fråga i survey.yml har id ”{id}”. {hint}")
    chosen = [*codebook.by_id] if everything else named
    if chosen:
        codebook = mark_seen(folder, codebook, chosen, by, dt.date.today())
    waiting = unseen(codebook)
    if not waiting:
        say(f"{survey}: alla {len(codebook.questions)} frågor är genomgångna.")
        return
    say(f"{survey}: {len(waiting)} av {len(codebook.questions)} frågor väntar.")
    for one in waiting:
        say(f"- {one}: {one.question.name}")


@app.command(cls=Command)
def papers(survey: Survey, project_dir: Folder = None) -> None:
    """Skriver utkast: tjänsteskrivelse, registerförteckning, information med mera."""
    from helpers.batch.papers import write_papers

    project = find(project_dir)
    made = list(write_papers(survey, project))
    say(f"{survey}: utkast att läsa och fylla i (interna):")
    for path in made:
        say(f"- {path.relative_to(project.root).as_posix()}")


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
    from helpers.survey.series import earlier_waves

    project = find(project_dir)
    found = disposal(survey, project, who=who)
    say(f"{survey}, beslut {found.decision}. Det här tas bort för alltid:")
    for path in found.files:
        say(f"- {path.relative_to(project.root).as_posix()}")
    say(f"- data/processed/{survey} ({found.derived} filer)")
    if later := [s for s in project.surveys() if survey in earlier_waves(s, project)]:
        say(
            f"Att veta: {', '.join(later)} jämförs med {survey}. Körs de om när svaren "
            "är borta faller jämförelsen ur deras rapporter: publicera dem först."
        )
    if not yes and not agreed("Ta bort?"):
        say("Inget är borttaget.")
        return
    protocol = delete(survey, project, who=who)
    say(
        f"Borttaget. Protokollet är {protocol.relative_to(project.root).as_posix()}. "
        "Filer i enkätverktyget, bland hämtade filer, i e-post och i säkerhetskopior "
        "finns kvar tills du tar bort dem där."
    )

"""What a run says while it goes on and when it has ended: for people, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from time import monotonic

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from helpers.batch import records
from helpers.batch.runner import BLOCKED, DONE, FAILED, FRESH, NOT_CHOSEN, Result, Tell
from helpers.batch.step import Step
from helpers.batch.steps import Plan
from helpers.core.project import Project, read_own

NAMED = 3  # files named of those that were made again
REASONS = 2  # that are told of why a step is stale
OFTEN = 10.0  # seconds between lines where there is no terminal
UNKNOWN_SECONDS = 1.0  # of a step that has never run
COLOURS = {DONE: "green", FRESH: "dim", FAILED: "bold red", BLOCKED: "yellow"}


@contextmanager
def shown(
    project: Project, plan: Plan, *, as_json: bool, quiet: bool = False
) -> Iterator[Tell]:
    """Tells of every step as it ends: a line of JSON, or a bar with the time left;
    without a terminal, where it is, at least every ten seconds."""
    if as_json:
        yield lambda result: print(json.dumps(as_line(result), ensure_ascii=False))
        return
    if not quiet and not sys.stderr.isatty():
        with _in_lines(len(plan.steps)) as tell_line:
            yield tell_line
        return
    expected = {step.id: _expected(project, step) for step in plan.steps}
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[ended]} av {task.fields[steps]} steg"),
        TextColumn("[red]{task.fields[failed]}"),
        TextColumn("kvar"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=quiet,
    ) as bar:
        steps = len(plan.steps)
        task = bar.add_task(
            "Kör", total=sum(expected.values()) or 1, ended=0, steps=steps, failed=""
        )
        ended = failed = 0

        def tell(result: Result) -> None:
            nonlocal ended, failed
            ended += 1
            failed += result.state == FAILED
            bar.update(
                task,
                advance=expected[result.step.id],
                description=result.step.id,
                ended=ended,
                failed=f"{failed} fel" if failed else "",
            )

        yield tell


@contextmanager
def _in_lines(steps: int) -> Iterator[Tell]:
    """For a log: a line when `OFTEN` seconds have passed, whatever has ended."""
    ended: list[Result] = []
    began, over = monotonic(), Event()

    def say() -> None:
        while not over.wait(OFTEN):
            failed = sum(result.state == FAILED for result in ended)
            wrong = f", {failed} fel" if failed else ""
            last = f", senast {ended[-1].step.id}" if ended else ""
            print(
                f"{len(ended)} av {steps} steg efter {monotonic() - began:.0f} s"
                f"{wrong}{last}",
                file=sys.stderr,
                flush=True,
            )

    clock = Thread(target=say, daemon=True)
    clock.start()
    try:
        yield ended.append
    finally:
        over.set()
        clock.join()


def _expected(project: Project, step: Step) -> float:
    """The seconds that the step took last time: the bar moves with the work, not with
    the number of steps."""
    record = records.read_record(project, step)
    return (record.seconds if record else 0) or UNKNOWN_SECONDS


def as_line(result: Result) -> dict[str, object]:
    return {
        "event": "step",
        "survey": result.step.survey,
        "step": result.step.name,
        "state": STATES[result.state],
        "seconds": round(result.seconds, 3),
        "why": list(result.why),
        "problems": [str(problem) for problem in result.problems],
    }


STATES = {
    DONE: "done",
    FRESH: "fresh",
    FAILED: "failed",
    BLOCKED: "blocked",
    NOT_CHOSEN: "not_chosen",
}


def summary(
    project: Project,
    plan: Plan,
    results: Mapping[str, Result],
    *,
    damaged: Sequence[str] = (),
    as_json: bool,
    quiet: bool = False,
) -> None:
    """How the run went: a row a survey, then what failed and where the reports lie.
    With `quiet` only what failed, where errors are told. `damaged` are files of the
    runner's own that could not be read."""
    if as_json:
        counts = {
            name: sum(result.state == state for result in results.values())
            for state, name in STATES.items()
        }
        broken = {
            survey: [str(problem) for problem in error.problems]
            for survey, error in plan.broken.items()
        }
        end = {"event": "end", **counts, "broken": broken, "damaged": list(damaged)}
        print(json.dumps(end, ensure_ascii=False))
        return
    out = Console(soft_wrap=True, stderr=quiet)
    if not quiet:
        out.print(_table(plan, results))
    lines = (*_broken(plan), *_failures(results), *_left_out(results))
    for line in (*_remade(damaged, results), *lines):
        out.print(line)
    if quiet:
        return
    for line in _reports(project, plan, results):
        out.print(line, highlight=False)


def _table(plan: Plan, results: Mapping[str, Result]) -> Table:
    table = Table(_name(), "Gjorda", "Aktuella", "Fel", "Väntar", "Arbete, s")
    for survey in plan.outlines:
        of = [one for one in results.values() if one.step.survey == survey]
        counts = {state: sum(one.state == state for one in of) for state in COLOURS}
        table.add_row(
            survey,
            *(
                Text(str(count), COLOURS[state] if count else "dim")
                for state, count in counts.items()
            ),
            f"{sum(x.seconds for x in of if x.state == DONE):.1f}".replace(".", ","),
        )
    for survey in plan.broken:
        table.add_row(survey, "–", "–", Text("survey.yml", "bold red"), "–", "–")
    return table


def _name() -> Column:
    """The surveys' column, never cut: two may begin alike."""
    return Column("Enkät", overflow="fold")


def _remade(damaged: Sequence[str], results: Mapping[str, Result]) -> Iterator[str]:
    """What was not as a run left it, in one line."""
    names = [*damaged]
    for result in results.values():
        changed = (why for why in result.why if why.endswith(records.CHANGED))
        names += [why.removesuffix(records.CHANGED).strip() for why in changed]
    if names := list(dict.fromkeys(names)):
        more = _more(len(names) - NAMED)
        yield (
            "Gjordes om, för att de var skadade, ändrade eller från en annan version "
            f"av programmet: {', '.join(names[:NAMED])}{more}."
        )


def _broken(plan: Plan) -> Iterator[Text]:
    for survey, error in plan.broken.items():
        for problem in error.problems:
            yield Text.assemble((f"{survey}: ", "bold red"), str(problem))


def _failures(results: Mapping[str, Result]) -> Iterator[Text]:
    """A line for each step, but one for all that failed alike: a fault that fails
    twenty pages is told once, with where the first of them stopped."""
    alike: dict[tuple[str, ...], list[Result]] = {}
    for result in results.values():
        if result.state == FAILED:
            alike.setdefault(_causes(result), []).append(result)
    for first, *others in alike.values():
        message = " ".join(str(problem) for problem in first.problems)
        more = f" (och {len(others)} till)" if others else ""
        yield Text.assemble((f"{first.step.id}{more}: ", "bold red"), message)


def _causes(result: Result) -> tuple[str, ...]:
    """Why a step failed, without where: what names the step or its file differs."""
    own = [name for name in (result.step.name, result.step.document) if name]
    messages = [str(problem) for problem in result.problems]
    return tuple(one for one in messages if not any(name in one for name in own))


def _left_out(results: Mapping[str, Result]) -> Iterator[str]:
    """With --only: what stands in the way of the steps that were asked for."""
    before = [one.step.id for one in results.values() if one.state == NOT_CHOSEN]
    if before and any(one.state == BLOCKED for one in results.values()):
        names = ", ".join(before[:5])
        yield f"Steg före är inte aktuella ({names}). Kör utan --only."


def _reports(
    project: Project, plan: Plan, results: Mapping[str, Result]
) -> Iterator[str]:
    """Where the pages lie that are up to date; an old one is no result of this run."""
    for survey, steps in plan.by_survey.items():
        pages = [s.html for s in steps if s.label and results[s.id].succeeded]
        made = [name for name in pages if (project.outputs(survey) / name).is_file()]
        if made:
            more = f" (och {len(made) - 1} sidor till)" if len(made) > 1 else ""
            yield f"outputs/{survey}/{made[0]}{more}"
    if (project.outputs() / "index.html").is_file():
        yield "outputs/index.html"


def status_table(project: Project, plan: Plan, results: Mapping[str, Result]) -> None:
    """Rows, last run and state of every survey; then what is stale, and why."""
    out = Console(soft_wrap=True)
    table = Table(
        *(_name(), "Rader", "Svar", "Har svarat", "Senast körd", "Läge"),
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    stale: list[Result] = []
    for survey in plan.outlines:
        of = [one for one in results.values() if one.step.survey == survey]
        waiting = [one for one in of if not one.succeeded]
        stale += [one for one in waiting if one.why]
        rows = _rows(project, survey)
        state = f"{len(waiting)} steg kvar" if waiting else "aktuell"
        table.add_row(
            survey,
            str(rows.get("read", "–")),
            str(rows.get("kept", "–")),
            _response(project, survey),
            _last_run(project, survey),
            Text(state, style="yellow" if waiting else "green"),
        )
    for survey in plan.broken:
        broken = Text("kodboken", "bold red")
        table.add_row(survey, "–", "–", "–", "–", broken)
    out.print(table)
    for line in _broken(plan):
        out.print(line)
    for steps, why in _why(stale, project.disposed()):
        out.print(Text.assemble((f"{steps}: ", "yellow"), why))


def _why(stale: Sequence[Result], disposed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(steps, why they are stale): those of a survey with the same reasons together,
    and of many reasons the first."""
    told: dict[tuple[str, ...], list[str]] = {}
    for one in stale:
        short = dict.fromkeys(_reason(why, disposed) for why in one.why)
        told.setdefault((one.step.survey, *short), []).append(one.step.id)
    for (_, *reasons), steps in told.items():
        because = "; ".join(reasons[:REASONS]) + _more(len(reasons) - REASONS)
        yield steps[0] + _more(len(steps) - 1), because


def _reason(why: str, disposed: Sequence[str]) -> str:
    """Why, in fewer words where the answers of another survey have been deleted."""
    for survey in disposed:
        if why.startswith(f"data/processed/{survey}/"):
            return f"svaren i {survey} är gallrade"
    return why


def _more(number: int) -> str:
    return f" och {number} till" if number > 0 else ""


def _rows(project: Project, survey: str) -> dict[str, object]:
    return read_own(project.processed(survey) / "cleaning.json") or {}


def _response(project: Project, survey: str) -> str:
    """Units that have answered, of those that were asked."""
    facts = project.processed(survey) / "released" / "facts.json"
    response = (read_own(facts) or {}).get("response")
    if not isinstance(response, dict) or not response.get("asked"):
        return "–"
    answered, asked = response["answered"], response["asked"]
    return f"{answered:.0f} av {asked:.0f} ({answered / asked:.0%})".replace("%", " %")


def _last_run(project: Project, survey: str) -> str:
    times = [
        path.stat().st_mtime
        for path in (project.processed(survey) / "steps").glob("*.json")
    ]
    return f"{datetime.fromtimestamp(max(times)):%Y-%m-%d %H:%M}" if times else "aldrig"

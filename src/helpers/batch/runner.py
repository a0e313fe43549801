"""The batch: every step that is not up to date, each after the steps it needs.

`run` follows the plan with any `concurrent.futures` executor: a pool of threads here
(each waits for a notebook's process), or a Dask cluster's. A step that fails takes the
steps that need it along, and nothing else. What is done is known from the records alone
(records.py), so a run that was ended anywhere is finished by the next.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    wait,
)
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from time import monotonic
from typing import Any

from helpers.batch import engine, records
from helpers.batch.crew import ClusterLost, Workers, available_cores, cluster, pool
from helpers.batch.engine import ENGINES, Job
from helpers.batch.engine.job import TIME_LIMIT, journal_of
from helpers.batch.manifest import finish_survey, write_index
from helpers.batch.records import Hashes, remove_tree
from helpers.batch.step import STAGES, Step
from helpers.batch.steps import Plan, Turn
from helpers.core.errors import (
    CommandError,
    KartlaggningError,
    Problem,
    RunError,
    nearest,
)
from helpers.core.outputs import MANIFEST, outputs_of
from helpers.core.placing import make_folder
from helpers.core.project import Project

DONE, FRESH, FAILED, BLOCKED, NOT_CHOSEN = "klar", "aktuell", "fel", "väntar", "ej vald"
SUCCEEDED = (DONE, FRESH)


@dataclass(frozen=True)
class Result:
    """How a step went. `state` is one of the words above; `why` are the reasons it was
    stale when it began."""

    step: Step
    state: str
    seconds: float = 0.0
    why: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.state in SUCCEEDED

    @property
    def bad(self) -> bool:
        """Whether the run should end with an error: it should have run, and has not."""
        return self.state in (FAILED, BLOCKED)


MOST_AHEAD = 4
"""So many workers are started before it is known how many steps there are."""

Tell = Callable[[Result], None]


def _nothing(_: object) -> None:
    """What a run tells that nobody asks for."""


@dataclass
class Run:
    """One run of a plan. `tell` hears of every step as it ends."""

    project: Project
    plan: Plan
    force: bool = False
    only: str | None = None
    engine: str = field(default_factory=engine.default_engine)
    limit: float = TIME_LIMIT
    tell: Tell = _nothing
    results: dict[str, Result] = field(default_factory=dict)
    _outputs: dict[str, Hashes] = field(default_factory=dict)
    _known: Hashes = field(default_factory=dict)

    def __call__(self, workers: Workers) -> dict[str, Result]:
        """The result of every step, by its id."""
        turns = self.plan.turns
        steps = {step.id: step for step in self.plan.steps}
        needs = {id: set(step.needs) & set(steps) for id, step in steps.items()}
        graph = TopologicalSorter(needs)
        graph.prepare()
        ready: list[tuple[Turn, str]] = []
        running: dict[Future[tuple[Hashes, float]], tuple[Step, list[str]]] = {}
        while graph.is_active():
            for id in graph.get_ready():
                heapq.heappush(ready, (turns[id], id))
            if ready and len(running) < workers.slots():
                step = steps[heapq.heappop(ready)[1]]
                begun = self._begin(step)
                if isinstance(begun, Result):
                    self._end(begun)
                    graph.done(step.id)
                else:
                    job, why = begun
                    running[workers.executor.submit(timed, job)] = (step, why)
                continue
            done = wait(running, workers.pulse, return_when=FIRST_COMPLETED).done
            if not done:
                workers.slots()  # raises where nobody is left to do it
            for future in done:
                step, why = running.pop(future)
                self._end(self._finished(step, why, future))
                graph.done(step.id)
        return self.results

    def _begin(self, step: Step) -> Result | tuple[Job, list[str]]:
        """What the step is without running, or the job that runs it and why."""
        before = [self.results[need] for need in step.needs if need in self.results]
        chosen = self.only is None or self.only in step.names
        if not all(result.succeeded for result in before):
            bad = chosen and not step.optional
            return Result(step, BLOCKED if bad else NOT_CHOSEN)
        made_of = self._made_of(step)
        record = records.read_record(self.project, step)
        why = records.why_stale(self.project, record, made_of)
        if record is not None and not why and not (self.force and chosen):
            self._outputs[step.id] = record.outputs
            return Result(step, FRESH, record.seconds)
        if not chosen or step.optional:
            return Result(step, NOT_CHOSEN, why=tuple(why))
        step = self._as_asked(step)
        outputs = self.project.outputs(step.survey)
        job = Job(
            notebook=step.notebook,
            project=self.project.root,
            executed=self._executed(step),
            parameters=dict(step.parameters),
            html=outputs / step.html if step.html else None,
            document=outputs / step.document if step.document else None,
            beside=step.beside,
            engine=self.engine,
            limit=self.limit,
        )
        return job, why

    def _as_asked(self, page: Step) -> Step:
        """A page that is made again links to the documents that are made again: those
        asked for only once are removed with it."""
        asked = {
            Path(one.document).suffix[1:]
            for one in self.plan.by_survey[page.survey]
            if one.document and page.id in one.needs and not one.optional
        }
        return replace(
            page, beside=tuple(kind for kind in page.beside if kind in asked)
        )

    def _made_of(self, step: Step) -> Hashes:
        before = [self._outputs[need] for need in step.needs if need in self._outputs]
        return records.ingredients(self.project, step, before, self._known)

    def _executed(self, step: Step) -> Path:
        folder = self.project.processed(step.survey) / "notebooks"
        return folder / f"{step.name}.ipynb"

    def _finished(
        self, step: Step, why: list[str], future: Future[tuple[Hashes, float]]
    ) -> Result:
        try:
            outputs, seconds = future.result()
        except KartlaggningError as error:
            return Result(step, FAILED, why=tuple(why), problems=error.problems)
        except CancelledError:
            raise ClusterLost from None
        except Exception as error:  # an executor's own, such as a cluster's lost worker
            fault = Problem(f"{type(error).__name__}: {error}")
            return Result(step, FAILED, why=tuple(why), problems=(fault,))
        made_of = self._made_of(self._as_asked(step))
        records.keep(self.project, step, made_of, outputs, seconds)
        journal_of(self._executed(step)).unlink(missing_ok=True)
        self._outputs[step.id] = outputs
        return Result(step, DONE, seconds, tuple(why))

    def _end(self, result: Result) -> None:
        self.results[result.step.id] = result
        self.tell(result)
        survey = result.step.survey
        steps = self.plan.by_survey[survey]
        if not all(step.id in self.results for step in steps):
            return
        made = {
            step: self._outputs[step.id]
            for step in steps
            if self.results[step.id].succeeded
        }
        if all(step in made or step.optional for step in steps):
            finish_survey(self.project, self.plan.outlines[survey], survey, made)


def timed(job: Job) -> tuple[Hashes, float]:
    """The notebook's outputs and the seconds it took, wherever it runs."""
    if job.engine == "warm":
        engine.warm_parent()  # its start is nobody's time
    began = monotonic()
    return engine.run_notebook(job), monotonic() - began


def run(
    project: Project,
    plan: Plan,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    note: Callable[[str], None] = _nothing,
    **options: Any,
) -> dict[str, Result]:
    """Runs the plan, alone in the project. Options are those of `Run`; `note` is called
    with the name of every damaged file that is made again.

    Raises RunError when another run is going on, or when the folders cannot be written.
    """
    _check_options(plan, **options)
    with writable(project), alone(project):
        for name in sweep(project, plan):
            note(name)
        if scheduler:
            results = _on_cluster(project, plan, scheduler, **options)
        else:
            with pool(workers) as everyone:
                results = Run(project, plan, **options)(everyone)
        write_index(project)
        return results


def _on_cluster(
    project: Project, plan: Plan, scheduler: str, tell: Tell = _nothing, **options: Any
) -> dict[str, Result]:
    """The plan on a cluster; once more where it is lost and comes back. What was done
    is not done again, and is told once. Raises ClusterLost, or RunError where nobody
    answers."""
    reported: set[str] = set()

    def once(result: Result) -> None:
        if result.step.id not in reported:
            reported.add(result.step.id)
            tell(result)

    def attempt() -> dict[str, Result]:
        with cluster(scheduler) as everyone:
            return Run(project, plan, tell=once, **options)(everyone)

    try:
        return attempt()
    except ClusterLost:
        return attempt()


def prepare(
    project: Project,
    surveys: Iterable[str],
    *,
    scheduler: str | None = None,
    engine_name: str | None = None,
) -> None:
    """Before the plan is made: lets the warm parent, or the workers, start meanwhile
    where a survey has never been run, since reading its codebook takes half as long.
    (Where all have been, there may be nothing to run, and the plan is made at once.)"""
    name = engine_name or engine.default_engine()
    here = scheduler is None and name in ("warm", "spawn")
    if here and any(not project.processed(survey).is_dir() for survey in surveys):
        engine.begin_to_warm(name, min(available_cores(), MOST_AHEAD))


def _check_options(
    plan: Plan, *, only: str | None = None, engine: str | None = None, **_: Any
) -> None:
    if engine is not None and engine not in ENGINES:
        raise CommandError(f"--engine kan vara {', '.join(ENGINES)}, inte ”{engine}”.")
    known = [*STAGES, *sorted({name for step in plan.steps for name in step.names})]
    books = sorted({step.notebook.stem for step in plan.steps})
    if only is not None and only not in known:
        raise CommandError(
            f"--only kan vara {', '.join(STAGES)} eller namnet på ett steg, "
            f"inte ”{only}”.",
            todo=f"{nearest(only, known)} Steg: {', '.join(books)}.".strip(),
        )


def status(project: Project, plan: Plan) -> dict[str, Result]:
    """What `run` would find, without running anything: a stale step has the state
    NOT_CHOSEN and its reasons, or none when only a step before it is stale."""
    nobody = Workers(Executor(), slots=lambda: 1)
    return Look(project, plan, only="")(nobody)


class Look(Run):
    """A run that runs nothing and writes nothing."""

    def _end(self, result: Result) -> None:
        self.results[result.step.id] = result


@contextlib.contextmanager
def alone(project: Project) -> Iterator[None]:
    """Nobody else runs in this project. The lock goes when the process does."""
    from filelock import FileLock, Timeout

    folder = project.root / "data" / "processed"
    make_folder(folder)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise RunError(
            "En annan körning pågår redan i det här projektet.",
            todo="Vänta tills den är klar, eller avbryt den, och kör igen.",
        ) from None


@contextlib.contextmanager
def writable(project: Project) -> Iterator[None]:
    """Tells in Swedish what the file system refuses the runner itself."""
    from helpers.batch.engine.plain import problems_of

    try:
        yield
    except OSError as error:
        raise RunError(problems_of(type(error).__name__, str(error))) from error


def sweep(project: Project, plan: Plan) -> list[str]:
    """Removes what killed runs left half done, what steps no longer there made, and
    what the runner keeps for itself but cannot read; returns the names of the last.
    Only for who is alone."""
    for folder in (project.root / "data" / "processed", project.outputs()):
        for left in folder.rglob(".*.part*"):
            remove_tree(left)
    damaged = []
    for survey, steps in plan.by_survey.items():
        manifest = project.outputs(survey) / MANIFEST
        if manifest.exists() and outputs_of(manifest.parent) is None:
            remove_tree(manifest)
            damaged.append(manifest.relative_to(project.root).as_posix())
        damaged += records.drop_damaged(project, survey)
        records.drop_unfinished(project, survey)
        records.drop_former_steps(project, survey, [step.name for step in steps])
    return damaged

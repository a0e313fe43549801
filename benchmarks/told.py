"""Tells what batch.py measured: a chart, the numbers in docs/performance.md, and what
they would be for 290 municipalities in docs/scaling.md.

    python benchmarks/told.py

writes them again from benchmarks/batch.json, without measuring.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "batch.json"
DOCS = Path(__file__).resolve().parents[1] / "docs"
NUMBERS, CHART = DOCS / "performance.md", DOCS / "performance.svg"
ESTIMATE = DOCS / "scaling.md"
BEGIN = "<!-- numbers from benchmarks/batch.json: begin -->"
END = "<!-- end -->"
PARTS = ("ways", "examples", "surveys", "responses")
FASTER, SLOWER = "times faster than naive", "times the plain script"
WORK, ROUNDS = "times less processor time than naive", "rounds"
LOAD = "load over a quarter of an hour, at the end"
MARGINAL = {
    "seconds": "marginal seconds a survey",
    "cpu": "marginal processor seconds a survey",
}
SHARE = {
    "seconds": "last, in marginal seconds of its number",
    "cpu": "last, in marginal processor seconds of its number",
}
WAYS = {
    "naive": "papermill and nbconvert, commands",
    "plain": "the same code as a plain script",
    "cold": "kartlaggning run",
    "warm": "kartlaggning run, already warm",
    "no-op": "kartlaggning run, nothing changed",
}
MUNICIPALITIES = 290
CLUSTER = 16  # cores


def tell(result: dict[str, Any]) -> None:
    if "ways" in result:
        draw(result["ways"])
    _between(NUMBERS, numbers_of(result))
    _between(ESTIMATE, estimate_of(result))


def _between(document: Path, lines: Iterable[str]) -> None:
    before, rest = document.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    numbers = "\n".join([BEGIN, "", *lines, END])
    document.write_text(before + numbers + after, encoding="utf-8")


def draw(ways: dict[str, Any]) -> None:
    """A bar for each way, in seconds."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "kartlaggning", "svg.fonttype": "none"})
    seconds = [ways[name]["seconds"] for name in WAYS]
    figure, axes = plt.subplots(figsize=(8, 2.6), layout="constrained")
    bars = axes.barh(list(WAYS.values())[::-1], seconds[::-1], color="#1f5a7a")
    axes.bar_label(bars, fmt="%.1f s", padding=4)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(bottom=False, labelbottom=False, left=False)
    axes.margins(x=0.12)
    figure.savefig(CHART, metadata={"Date": None})


# ---------------------------------------------------------------- performance.md


def numbers_of(result: dict[str, Any]) -> Iterator[str]:
    """The results as Markdown."""
    machine = result["machine"]
    yield f"Measured with {machine['cores']} cores, Python {machine['python']}.\n"
    parts = dict(
        zip(PARTS, (_ways, _examples, _surveys, _responses), strict=True),
    )
    for name, told in parts.items():
        if name in result:
            yield from told(result[name])
            yield f"Load over the last quarter of an hour: {result[name][LOAD]}.\n"
    missing = [name for name in PARTS if name not in result]
    if missing:
        yield f"Not measured yet: {', '.join(missing)}.\n"


def _ways(ways: dict[str, Any]) -> Iterator[str]:
    yield "![Seconds for one survey, by way of running it](performance.svg)\n"
    yield wrapped(
        f"One survey, {ways['notebooks']} notebooks, all its HTML; "
        f"{_rounds(ways[ROUNDS])}:"
    )
    yield from table(
        ("way", "seconds", "processor seconds", "peak memory, MB"),
        (
            [label, *_cells(ways[name], ("seconds", "cpu", "peak_mb"))]
            for name, label in WAYS.items()
        ),
    )
    yield wrapped(
        f"That is {ways[FASTER]:.1f} times faster than the commands (to reach: 10) and "
        f"{ways[SLOWER]:.2f} times the plain script (to reach: 1.25), with "
        f"{ways[WORK]:.1f} times less processor time than the commands. Nothing "
        f"changed: {ways['no-op']['seconds']:.1f} s (to reach: 2)."
    )


def _examples(examples: dict[str, Any]) -> Iterator[str]:
    cold, again = examples["cold"], examples["no-op"]
    yield wrapped(
        f"The two examples (`make report`, {examples['notebooks']} notebooks; "
        f"{_rounds(examples[ROUNDS])}): {cold['seconds']:.1f} s from nothing "
        f"(to reach: 20), {cold['cpu']:.1f} processor seconds; again, with nothing "
        f"changed: {again['seconds']:.1f} s (to reach: 2)."
    )


def _surveys(surveys: dict[str, Any]) -> Iterator[str]:
    runs = _runs(surveys)
    each = next(iter(runs.values()))["notebooks"] / int(next(iter(runs)))
    yield wrapped(
        "Small made-up surveys (`benchmarks/surveys.py`: 200 responses, 12 questions, "
        f"{each:.0f} notebooks each), many of them in one run; "
        f"{_rounds(surveys[ROUNDS])}, the largest number once:"
    )
    columns = ("seconds", "cpu", "no-op", "peak_mb", "driver_mb")
    yield from table(
        (
            *("surveys", "seconds", "processor seconds", "nothing changed"),
            *("peak memory, MB", "driver's memory, MB"),
        ),
        ([f"{int(count):,}", *_cells(run, columns)] for count, run in runs.items()),
    )
    if MARGINAL["seconds"] in surveys:
        yield wrapped(
            f"One survey more costs {surveys[MARGINAL['seconds']]} s, "
            f"{surveys[MARGINAL['cpu']]} processor seconds. The last row is "
            f"{surveys[SHARE['seconds']]} times that for each of its surveys in "
            f"seconds (to reach: 1.1), {surveys[SHARE['cpu']]} times in processor "
            "seconds."
        )


def _responses(responses: dict[str, Any]) -> Iterator[str]:
    yield wrapped(
        "One made-up survey of 60 questions, from csv to report; "
        f"{_rounds(responses[ROUNDS])}, a million once (to reach: 4,000 MB):"
    )
    yield from table(
        ("responses", "seconds", "processor seconds", "peak memory, MB"),
        (
            [f"{int(count):,}", *_cells(run, ("seconds", "cpu", "peak_mb"))]
            for count, run in _runs(responses).items()
        ),
    )


def _rounds(count: int) -> str:
    return f"medians of {count}" if count > 1 else "one round"


def _runs(part: dict[str, Any]) -> dict[str, dict[str, float]]:
    """What was measured for each number of surveys or responses, the least first."""
    runs = {int(name): run for name, run in part.items() if isinstance(run, dict)}
    return {str(count): runs[count] for count in sorted(runs)}


def _cells(run: dict[str, float], names: Iterable[str]) -> list[str]:
    # What ends before anybody has looked at its memory has a peak of 0: not measured.
    return [f"{run[name]:,.1f}" if run.get(name) else "" for name in names]


def wrapped(prose: str) -> str:
    return textwrap.fill(prose, 88) + "\n"


def table(head: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "| --- " + "| ---: " * (len(head) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


# ---------------------------------------------------------------- scaling.md


def estimate_of(result: dict[str, Any]) -> Iterator[str]:
    """290 municipalities, from one survey of real size and from many small ones."""
    if not {"ways", "surveys"} <= result.keys():
        yield "Not measured yet: `make bench`.\n"
        return
    ways, surveys, cores = result["ways"], result["surveys"], result["machine"]["cores"]
    runs = _runs(surveys)
    count, most = list(runs.items())[-1]
    first = next(iter(runs.values()))
    share = surveys.get(SHARE["seconds"], 1)
    each = ways["warm"]["seconds"]
    alone = MUNICIPALITIES * each * max(1.0, share)
    yield wrapped(
        f"Measured on {cores} cores: {count} small surveys in one run took "
        f"{most['seconds']:,.0f} s, {share} times what the cost of one more promises: "
        "the cost grows with their number and no faster. The driver's memory went from "
        f"{first['driver_mb']:.0f} to {most['driver_mb']:.0f} MB. A survey of 353 "
        f"responses, {ways['notebooks']} notebooks and 20 pages takes {each:.1f} s "
        "once the warm parent is up. Together, as an estimate and no measurement of "
        f"{MUNICIPALITIES}:"
    )
    naive = MUNICIPALITIES * ways["naive"]["seconds"]
    again = most["no-op"] / int(count) * MUNICIPALITIES
    growth = f" × {share}" if share > 1 else ""
    for line in (
        f"{MUNICIPALITIES} surveys × {each:.1f} s{growth}: {_long(alone)} on {cores} "
        "cores, once a year;",
        f"a cluster of {CLUSTER} cores: {_long(alone * cores / CLUSTER)}, since "
        "surveys do not wait for each other;",
        "the commands of papermill and nbconvert, one after the other: "
        f"{_long(naive)};",
        f"again, where nothing has changed: some {again:.0f} s for small surveys, to "
        "see that;",
        "a survey with a wave before it compares itself with it: some 3 processor "
        "seconds more.",
    ):
        yield textwrap.fill(f"- {line}", 88, subsequent_indent="  ")
    yield ""
    yield wrapped(
        f"Memory: some {ways['cold']['peak_mb']:.0f} MB for a machine of {cores} "
        "workers at that size, most of it the warm parent's shared pages."
    )


def _long(seconds: float) -> str:
    """
    >>> _long(5400), _long(750)
    ('1.5 hours', '12 minutes')
    """
    hours = seconds / 3600
    return f"{hours:.1f} hours" if hours >= 1 else f"{seconds / 60:.0f} minutes"


if __name__ == "__main__":
    tell(json.loads(RESULTS.read_text(encoding="utf-8")))

"""Tells what batch.py measured: a chart, and the numbers in docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
DOCUMENT, CHART = DOCS / "performance.md", DOCS / "performance.svg"
BEGIN = "<!-- numbers from benchmarks/batch.json: begin -->"
END = "<!-- end -->"
FASTER, SLOWER = "times faster than naive", "times the plain script"
WORK, ROUNDS = "times less processor time than naive", "rounds"
LOAD = "load over a quarter of an hour, at the end"
MARGINAL, SHARE = "marginal seconds a survey", "last, in marginal costs of its number"
WAYS = {
    "naive": "papermill and nbconvert, commands",
    "plain": "the same code as a plain script",
    "cold": "kartlaggning run",
    "warm": "kartlaggning run, already warm",
    "no-op": "kartlaggning run, nothing changed",
}


def tell(result: dict[str, Any]) -> None:
    if "ways" in result:
        draw(result["ways"])
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    numbers = "\n".join([BEGIN, "", *numbers_of(result), END])
    DOCUMENT.write_text(before + numbers + after, encoding="utf-8")


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


def numbers_of(result: dict[str, Any]) -> Iterator[str]:
    """The results as Markdown."""
    machine = result["machine"]
    yield f"Measured with {machine['cores']} cores, Python {machine['python']}.\n"
    for name, told in (
        ("ways", _ways),
        ("surveys", _surveys),
        ("responses", _responses),
    ):
        if name in result:
            yield from told(result[name])
            yield f"Load at the end: {result[name][LOAD]}.\n"


def _ways(ways: dict[str, Any]) -> Iterator[str]:
    yield "![Seconds for one survey, by way of running it](performance.svg)\n"
    yield (
        f"One survey, {ways['notebooks']} notebooks, all its HTML; medians of "
        f"{ways[ROUNDS]}:\n"
    )
    measured = ("seconds", "cpu", "peak_mb")
    yield from table(
        ("way", "seconds", "processor seconds", "peak memory, MB"),
        ([label, *_cells(ways[name], measured)] for name, label in WAYS.items()),
    )
    yield (
        f"That is {ways[FASTER]:.1f} times faster than the commands (to reach: 10) and "
        f"{ways[SLOWER]:.2f} times the plain script (to reach: 1.25), with "
        f"{ways[WORK]:.1f} times less processor time than the commands.\n"
    )


def _surveys(surveys: dict[str, Any]) -> Iterator[str]:
    runs = {count: run for count, run in surveys.items() if isinstance(run, dict)}
    measured = ("seconds", "no-op", "driver_mb")
    yield from table(
        ("surveys", "seconds", "nothing changed", "driver's memory, MB"),
        ([count, *_cells(run, measured)] for count, run in runs.items()),
    )
    if MARGINAL in surveys:
        yield (
            f"One survey more costs {surveys[MARGINAL]} s. The last row is "
            f"{surveys[SHARE]} times that for each of its surveys (to reach: 1.1).\n"
        )


def _responses(responses: dict[str, Any]) -> Iterator[str]:
    measured = ("seconds", "cpu", "peak_mb")
    yield from table(
        ("responses", "seconds", "processor seconds", "peak memory, MB"),
        (
            [f"{int(count):,}", *_cells(run, measured)]
            for count, run in responses.items()
            if isinstance(run, dict)
        ),
    )


def _cells(run: dict[str, float], names: Iterable[str]) -> list[str]:
    return [f"{run[name]:,.1f}" if name in run else "" for name in names]


def table(head: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "| --- " + "| ---: " * (len(head) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""

"""A run in a process of its own, and how far it has come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.batch import steps
from helpers.core.project import Project

STEP_NAMES = {
    "1_clean": "rensar svaren",
    "2_analyse": "räknar",
    "3_release": "prövar vad som får visas",
    "4_report": "skriver den fördjupade rapporten",
    "5_summary": "skriver sammanfattningen",
}


@dataclass
class Progress:
    """What the lines of `kartlaggning run --json` have said so far."""

    steps: int
    ended: int = 0
    last: str = ""
    problems: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        """One line of the run's output; what is no JSON is kept to be shown."""
        try:
            event = json.loads(line)
        except ValueError:
            if line.strip():
                self.other.append(line.strip())
            return
        if event.get("event") == "step":
            self.ended += 1
            self.last = STEP_NAMES.get(event["step"].split("-")[0], "skriver sidor")
            self.problems += event["problems"]
        for problems in event.get("broken", {}).values():
            self.problems += problems

    @property
    def in_words(self) -> str:
        """How far, in Swedish."""
        doing = f": {self.last}" if self.last else ""
        return f"{min(self.ended, self.steps)} av {self.steps} steg{doing}"

    def outcome(self, code: int) -> list[str]:
        """What went wrong, each thing once; nothing when all went well."""
        if code == 0:
            return []
        found = list(dict.fromkeys(self.problems or self.other))
        return found or [
            "Körningen avbröts. Det som hann bli klart är sparat: kör igen."
        ]


def run_survey(
    survey: str, project: Project, tell: Callable[[Progress], None]
) -> tuple[Progress, int]:
    """Runs the survey to its end; `tell` hears of every step. Returns what it said and
    its exit code."""
    plan = steps.plan(project, [survey])
    progress = Progress(len(plan.steps))
    tell(progress)
    command = [sys.executable, "-m", "helpers.app.cli", "run", survey, "--json"]
    command += ["--project-dir", str(project.root)]
    source = str(Path(__file__).parents[3])
    path = os.pathsep.join(p for p in (source, os.environ.get("PYTHONPATH", "")) if p)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            progress.hear(line)
            tell(progress)
    return progress, process.returncode

"""Decay: files of data/processed and outputs damaged at random, and a run after each
round makes the bytes of an undisturbed one.

    python tests/support/decay.py PROJECT NOTEBOOKS SURVEY FILES
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from helpers.batch import engine, runner, steps
from helpers.core.project import Project

SEED = 20261130
AT_ONCE = 5
KINDS = ("empty", "cut", "bit", "foreign", "swapped", "json", "gone")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def made(project: Project) -> list[Path]:
    """The files that may be thrown away."""
    folders = (project.root / "data" / "processed", project.outputs())
    found = [path for folder in folders for path in folder.rglob("*")]
    return sorted(path for path in found if path.is_file() and path.name != ".lock")


def damage(path: Path, chance: random.Random, others: list[Path]) -> str:
    """One of KINDS, done to a file; which."""
    content = bytearray(path.read_bytes())
    kind = chance.choice(KINDS)
    if kind == "bit" and content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        content = content[: chance.randrange(len(content) + 1)]
    elif kind == "swapped":
        content = bytearray(chance.choice(others).read_bytes())
    elif kind == "json":
        content = bytearray(chance.choice([b"{}", b"[]", b"null", b'{"outputs": 1}']))
    elif kind == "foreign":
        content = bytearray(chance.randbytes(200))
    else:
        content = bytearray()
    if kind == "gone":
        path.unlink()
    else:
        path.write_bytes(content)
    return kind


def decay(project: Project, survey: str, files: int) -> None:
    """Raises AssertionError, with what was damaged, for the first run that fails or
    makes other bytes."""

    def run() -> None:
        results = runner.run(project, steps.plan(project, [survey]))
        bad = [one for one in results.values() if not one.succeeded]
        told = [str(problem) for one in bad for problem in one.problems]
        assert not bad, told[:3]

    run()
    undisturbed = contents(project.outputs())
    chance = random.Random(SEED)
    for number in range(0, files, AT_ONCE):
        known = made(project)
        done = []
        for path in chance.sample(known, min(AT_ONCE, files - number)):
            kind = damage(path, chance, [one for one in known if one.exists()])
            done.append(f"{kind} {path.relative_to(project.root).as_posix()}")
        try:
            run()
            now = contents(project.outputs())
            wrong = [n for n in now | undisturbed if now.get(n) != undisturbed.get(n)]
            assert not wrong, wrong
        except Exception as error:
            raise AssertionError(f"after {number} files: {'; '.join(done)}") from error
        if number % 50 == 0:
            print(f"{number + len(done)} of {files}", file=sys.stderr, flush=True)
    print(f"{files} files damaged, {AT_ONCE} at a time: the same bytes each time")


def main(arguments: list[str]) -> None:
    root, notebooks, survey, files = arguments
    folder = Path(notebooks).resolve()  # each notebook is run in it
    Project.notebooks = property(lambda self: folder)
    try:
        decay(Project(Path(root).resolve()), survey, int(files))
    finally:
        engine.close()


if __name__ == "__main__":
    main(sys.argv[1:])

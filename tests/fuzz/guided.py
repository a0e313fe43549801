"""Fuzzing by coverage: libFuzzer (atheris) looks for bytes that reach further into the
readers; what it keeps is kept in FOLDER/TARGET, and the next run begins there.

    python tests/fuzz/guided.py FOLDER SECONDS [TARGET ...]

Every target is a program of its own, so that one finding does not end the others. A
finding is an error that is no KartlaggningError, something told in English, a page that
runs something, or an input that takes more than SLOW seconds; its bytes are kept as
FOLDER/TARGET-crash-… .
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["helpers", "markdown_it", "ruamel"]):
    from drafting import test_fuzz_imports as imports
    from survey import test_fuzz_hand_kept as kept

    from helpers.core.errors import KartlaggningError
    from helpers.exports import read_export
    from helpers.presentation.markdown import markdown
    from helpers.survey.codebook import read_codebook
    from helpers.survey.decisions import read_small_table

SLOW = 60
MEMORY = 3000  # MB


def written(content: bytes, name: str, read: Callable[[Path], object]) -> None:
    """Read as a file of that name: it is read, or refused in Swedish."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            read(path)
        except KartlaggningError as error:
            kept.told(error)


def delimited(content: bytes) -> None:
    written(content, "svar.csv", read_export)


def workbook(content: bytes) -> None:
    """The sheet of a workbook, which is whole in all else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as whole, zipfile.ZipFile(made, "w") as new:
        for name in whole.namelist():
            new.writestr(name, content if name == SHEET else whole.read(name))
    written(made.getvalue(), "svar.xlsx", read_export)


def codebook(content: bytes) -> None:
    written(content, "survey.yml", lambda path: read_codebook(path.parent))


def table(content: bytes) -> None:
    written(content, "population.csv", read_small_table)


def page(content: bytes) -> None:
    text = content.decode("utf-8", errors="replace")
    assert kept.Found(markdown(text)).bad == []


def drafting(content: bytes) -> None:
    """Bytes as Hypothesis' choices: an export that somebody changed, through `new` and
    cleaning."""
    imports.test_fuzz_changed_tables_as_csv.hypothesis.fuzz_one_input(content)


BOOK = imports.as_workbook(imports.BASES[0])
SHEET = "xl/worksheets/sheet1.xml"
TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "delimited": (
        delimited,
        [
            imports.as_csv(table[:6], encoding, delimiter)
            for table in imports.BASES
            for encoding, delimiter in (("utf-8", ","), ("utf-16", ";"))
        ],
    ),
    "workbook": (
        workbook,
        [
            zipfile.ZipFile(io.BytesIO(imports.as_workbook(base[:4]))).read(SHEET)
            for base in imports.BASES
        ],
    ),
    "codebook": (codebook, [kept.YML.encode()]),
    "table": (table, ['enhet;antal\nBygg;12\n"Vård";3\n'.encode(), b"a\tb\r1\t2\r"]),
    "page": (
        page,
        [b"# A\n\n*b* [c](http://d) <e>\n\n| f | g |\n|---|---|\n| 1 | 2 |"],
    ),
    "drafting": (drafting, [bytes(range(256))]),
}
WORDS = sorted({*kept.ODD, *kept.MARKS, *kept.PIECES, *kept.YML.split(), "sheetData"})


def fuzz(folder: Path, seconds: int, target: str) -> None:
    """In a program of its own: libFuzzer never returns."""
    run, seeds = TARGETS[target]
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = folder / "words.txt"
    quoted = (
        "".join(f"\\x{byte:02x}" for byte in one.encode()) for one in WORDS if one
    )
    words.write_text("".join(f'"{one}"\n' for one in quoted), encoding="utf-8")
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOW}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={folder / target}-",
        f"-dict={words}",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], run)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    folder, seconds, *targets = arguments
    targets = targets or list(TARGETS)
    if len(targets) == 1:
        fuzz(Path(folder), int(seconds), targets[0])
    each = str(int(seconds) // len(targets))
    found = [
        target
        for target in targets
        if subprocess.run([sys.executable, __file__, folder, each, target]).returncode
    ]
    print("findings: " + ", ".join(found or ["none"]))
    return len(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

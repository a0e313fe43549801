"""Where everything lies, and how it is written: whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.core.errors import ProjectError, nearest
from helpers.core.placing import inside, make_folder, put_in_place

if TYPE_CHECKING:  # a command that reads no table answers at once
    import pandas as pd

SURVEY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
PUBLISHED = "publicerat"
"""The folder of outputs/ with what was handed out."""
OWN = "own"
"""Her own analyses in a survey's folder: outside the batch, so that nothing is made
again for them."""
FILE = "survey.yml"
HEADS = "liggare.json"
"""In data/raw: each survey's last published version, and its checksum."""
RESERVED = re.compile(rf"con|prn|aux|nul|com\d|lpt\d|{PUBLISHED}", re.IGNORECASE)
"""What no folder may be called in Windows, or is called here already."""
SIGNIFICANT_DIGITS = 12
WRITTEN = "KARTLAGGNING_WRITTEN"  # names the list of what a notebook has written
MADE = ("outputs", "data/processed")
"""The folders that runs write in; both are disposable, and may be links."""
DISPOSED = "gallring.csv"
"""The protocol in data/raw/<survey>/ of answers that have been deleted."""
DAY = 24 * 3600
FORMAT = 2  # of the files that a run keeps for the next
CHECKOUT = Path(__file__).resolve().parents[3]
CARRIED = Path(__file__).resolve().parents[1] / "carried"
"""What a wheel has of the checkout: the notebooks, and the lock."""
SHARED = CARRIED if CARRIED.is_dir() else CHECKOUT


@dataclass(frozen=True)
class Project:
    """A folder that holds `data/raw`, and the paths of everything in it."""

    root: Path

    @classmethod
    def find(cls, start: Path | str | None = None) -> Project:
        """The project at `start`, else the one that KARTLAGGNING_PROJECT names, else
        the nearest parent of the working directory that has `data/raw` (so that
        JupyterLab's `notebooks/` works).

        Raises ProjectError when there is none.
        """
        given = start or os.environ.get("KARTLAGGNING_PROJECT")
        if given:
            root = Path(given).expanduser().resolve()
            if (root / "data" / "raw").is_dir():
                return cls(root)
            raise ProjectError(
                f"Mappen ”{given}” har ingen undermapp data/raw.",
                todo="Ange projektets mapp, den som innehåller data/raw.",
            )
        here = Path.cwd().resolve()
        for folder in (here, *here.parents):
            if (folder / "data" / "raw").is_dir():
                return cls(folder)
        raise ProjectError(
            f"Varken ”{here.name}” eller någon mapp ovanför den har en mapp data/raw.",
            todo="Gå till projektets mapp, ange den med --project-dir, eller gör en: "
            "kartlaggning init MAPP.",
        )

    @property
    def notebooks(self) -> Path:
        """The suite's notebooks: a project folder holds data only."""
        return SHARED / "notebooks"

    @classmethod
    def begin(cls, folder: Path) -> Project:
        """Makes `folder` a project, if it is none yet. Raises ProjectError for what is
        a file."""
        root = folder.expanduser().resolve()
        if root.is_file():
            raise ProjectError(
                f"”{folder}” är en fil.", todo="Ange en mapp, som görs om den saknas."
            )
        make_folder(root / "data" / "raw")
        return cls(root)

    @classmethod
    def find_or_begin(cls, start: Path | None = None) -> Project:
        """As `find`, but a folder that is there becomes a project: the one at `start`,
        or the working directory."""
        try:
            return cls.find(start)
        except ProjectError:
            given = start or os.environ.get("KARTLAGGNING_PROJECT")
            folder = Path(given or ".").expanduser()
            if not folder.is_dir():
                raise
            return cls.begin(folder)

    def surveys(self) -> list[str]:
        """The surveys' names, sorted: every folder of data/raw with a survey.yml and a
        name that a survey can have (the others: `survey.misplaced`), but not
        those whose answers have been disposed of."""
        return [one for one in self._folders() if not self.is_disposed(one)]

    def disposed(self) -> list[str]:
        """The surveys whose answers have been deleted by decision; reports remain."""
        return [one for one in self._folders() if self.is_disposed(one)]

    def is_disposed(self, survey: str) -> bool:
        return (self.root / "data" / "raw" / survey / DISPOSED).is_file()

    def needs_answers(self, survey: str) -> None:
        """Raises ProjectError where the survey's answers have been disposed of."""
        if self.is_disposed(survey):
            raise ProjectError(
                f"Svaren i {survey} är gallrade, så inget kan räknas om.",
                todo=f"Rapporterna ligger kvar i outputs/{survey}.",
            )

    def _folders(self) -> list[str]:
        raw = self.root / "data" / "raw"
        return sorted(
            folder.name
            for folder in raw.iterdir()
            if can_be_name(folder.name) and (folder / FILE).is_file()
        )

    def twins(self, name: str) -> list[str]:
        """What in data/raw is the same folder as `name` where case does not count."""
        there = (path.name for path in (self.root / "data" / "raw").iterdir())
        same = name.casefold()
        return sorted(one for one in there if one != name and one.casefold() == same)

    def raw(self, survey: str) -> Path:
        """`data/raw/<survey>`. Raises ProjectError when there is no such survey."""
        check_name(survey, self.surveys)
        folder = self.root / "data" / "raw" / survey
        if not (folder / FILE).is_file():
            known = self.surveys()
            names = ", ".join(known) or "inga ännu"
            if folder.is_dir():
                found = f"Mappen data/raw/{survey} saknar filen {FILE}."
                hint = nearest(FILE, [path.name for path in folder.iterdir()])
            else:
                found = f"Det finns ingen enkät ”{survey}” i data/raw."
                hint = nearest(survey, known)
            raise ProjectError(found, todo=f"{hint} Enkäter: {names}.".strip())
        return folder

    def processed(self, survey: str) -> Path:
        """`data/processed/<survey>`: internal and disposable."""
        return self.root / "data" / "processed" / check_name(survey)

    @contextmanager
    def put_aside(self) -> Iterator[Path]:
        """A folder for answers while they are looked at: not among the computer's
        temporary files, where a crash would leave them to nobody. What a crash left
        here goes after a day."""
        place = self.root / "data" / "processed"
        make_folder(place)
        for left in place.glob(".inkommet-*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > DAY:
                    shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=".inkommet-", dir=place) as folder:
            yield Path(folder)

    def outputs(self, survey: str = "") -> Path:
        """`outputs/<survey>`: only what may be published."""
        folder = self.root / "outputs"
        return folder / check_name(survey) if survey else folder

    def made(self, name: str) -> Path | None:
        """The file that a record or a manifest calls `name`, in a folder that runs
        write in; None for any other, so that no list of files leads out of them."""
        for home in MADE:
            if name.startswith(f"{home}/"):
                return inside(self.root / home, name.removeprefix(f"{home}/"))
        return None

    def made_name(self, path: Path) -> str | None:
        """What `made` calls a file, also where its folder is a link."""
        for home in MADE:
            folder = (self.root / home).resolve()
            if path.is_relative_to(folder):
                return f"{home}/{path.relative_to(folder).as_posix()}"
        return None


def can_be_name(name: str) -> bool:
    """
    >>> can_be_name("exempel-2024"), can_be_name("exempel-2024 - Kopia")
    (True, False)
    >>> can_be_name("Aux")  # no folder can be called so in Windows
    False
    """
    return bool(SURVEY_NAME.fullmatch(name)) and not RESERVED.fullmatch(name)


def check_name(survey: str, known: Callable[[], list[str]] = list) -> str:
    """The survey's name, when it is a plain one that stays in its folder. `known` gives
    the names that may have been meant.

    >>> check_name("exempel-2024")
    'exempel-2024'
    """
    if RESERVED.fullmatch(survey):
        raise ProjectError(
            f"En enkät kan inte heta ”{survey}”: namnet är upptaget, i Windows eller "
            "här.",
            todo="Lägg till något, till exempel årtalet.",
        )
    if not SURVEY_NAME.fullmatch(survey):
        hint = nearest(survey, known())
        raise ProjectError(
            f"”{survey}” kan inte vara namnet på en enkät.",
            todo=f"{hint} Använd a–z, siffror, bindestreck och understreck, utan "
            "mellanslag, till exempel kartlaggning-2026.".strip(),
        )
    return survey


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """`replacing`, and the file is listed among those that the notebook has written."""
    with replacing(path) as temporary:
        yield temporary
    if log := os.environ.get(WRITTEN):
        with Path(log).open("a", encoding="utf-8") as written:
            written.write(json.dumps(str(path.resolve())) + "\n")


def listed_files(log: Path) -> list[Path]:
    """The files that `whole_file` has listed in `log`; none where there is no list. A
    line that was cut short is left out."""
    found = []
    try:
        lines = log.read_bytes().splitlines()
    except OSError:
        return []
    for line in lines:
        with suppress(ValueError, TypeError):
            found.append(Path(json.loads(line)))
    return found


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path` that becomes `path` when the block succeeds.

    The file is flushed to disk before it is renamed, so that a power cut leaves the
    old file or the new one, never half of either.
    """
    make_folder(path.parent)
    # As long a name as a disk takes leaves no room for what is added to it here.
    known = path.name if len(os.fsencode(path.name)) < 230 else path.name[:50]
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{known}.", suffix=".part"
    )
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    write_bytes(path, content.encode("utf-8"))


def write_json(path: Path, content: object) -> None:
    write_text(path, json_text(content))


def json_text(content: object) -> str:
    """Readable, sorted, with a final newline: the same content gives the same bytes."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def read_own(path: Path) -> dict[str, Any] | None:
    """A JSON object that a run wrote; None where the file is missing, cut, damaged or
    something else. What runs make is disposable: such a file is made again."""
    try:
        found = read_json(path)
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def write_sealed(path: Path, content: Mapping[str, object]) -> None:
    """A JSON object with its format and a checksum, for `read_sealed`."""
    content = {**content, "format": FORMAT}
    write_json(path, {**content, "checksum": _checksum(content)})


def read_sealed(path: Path) -> dict[str, Any] | None:
    """What `write_sealed` wrote; None where it is missing, damaged, changed by hand or
    of another version of the program: whatever it kept is then made again."""
    found = read_own(path)
    if found is None:
        return None
    checksum = found.pop("checksum", None)
    whole = found.get("format") == FORMAT and checksum == _checksum(found)
    return found if whole else None


def _checksum(content: Mapping[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def write_parquet(path: Path, table: pd.DataFrame) -> None:
    """Numbers are rounded to 12 significant digits: the last bits differ between
    processors, and the published bytes must not."""
    with whole_file(path) as temporary:
        rounded(table).to_parquet(temporary, index=False, compression="zstd")


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with its floats at 12 significant digits."""
    table = table.copy()
    for name in table.select_dtypes("float").columns:
        numbers = table[name].to_numpy(dtype=float, copy=True)
        # Most are whole, and stay as they are: a tenth of the time.
        whole = (numbers == numbers.round()) & (abs(numbers) < 10**SIGNIFICANT_DIGITS)
        rest = ~(whole | (numbers != numbers))
        numbers[rest] = [
            float(f"{number:.{SIGNIFICANT_DIGITS}g}")
            for number in numbers[rest].tolist()
        ]
        table[name] = numbers
    return table


def existing(path: Path) -> Path:
    """`path`, when there is such a file; else raises ProjectError, which names the
    nearest survey where there is none of that name."""
    if not path.is_file():
        for folder in path.parents:
            home = folder.parent
            if (home.parent.name, home.name) == ("data", "processed"):
                Project(home.parent.parent).raw(folder.name)
        raise ProjectError(
            f"Filen {path.parent.name}/{path.name} finns inte än.",
            todo="Kör först stegen före det här: kartlaggning run.",
        )
    return path


def read_parquet(path: Path) -> pd.DataFrame:
    """Raises ProjectError when the step that makes the file has not run."""
    import pandas as pd

    return pd.read_parquet(existing(path))

"""Installs what is needed, once, and opens the app. Starta.cmd (Windows) and
Starta.command (Mac) run this with the machine's own Python, 3.11 or later.

Nothing but the standard library: there is nothing else yet. What is installed is what
requirements.lock names, by hash; uv, which comes from the lock too, does it quickly and
shows how far it has come, and pip does it where uv cannot.
"""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
LOCK = HERE / "requirements.lock"
READY = HOME / "klar.lock"  # the folder, and the lock that was installed
FEWEST = (3, 11)
LONG = 100  # characters of the folder's path; Windows counts to 260 with all below it


def python() -> Path:
    """The environment's own Python."""
    windows = HOME / "Scripts" / "python.exe"
    return windows if sys.platform == "win32" else HOME / "bin" / "python"


def works() -> bool:
    """Whether the environment's Python is there, and the one it was made of."""
    tried = [str(python()), "-c", ""]
    return python().exists() and subprocess.call(tried, stderr=subprocess.DEVNULL) == 0


def wanted() -> str:
    """What is installed where all is well: a folder that was moved or copied would
    else run what it was moved from."""
    return f"{HERE}\n{LOCK.read_text('utf-8')}"


def is_ready() -> bool:
    return READY.is_file() and READY.read_text("utf-8") == wanted() and works()


def entry_of(package: str, lock: str) -> str:
    """A package's lines of the lock, with its hashes.

    >>> entry_of("uv", "uv==1 \\\\\\n    --hash=sha256:a\\nvine==2\\n")
    'uv==1 \\\\\\n    --hash=sha256:a\\n'
    """
    found = re.search(rf"^{package}==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
    return found[0] if found else ""


def call(*words: str | Path) -> bool:
    """Runs the environment's Python, whose own words show how it goes."""
    return subprocess.call([str(python()), *map(str, words)]) == 0


def install() -> bool:
    if not works():
        print("1 av 3: gör en egen mapp för programmet (.venv)", flush=True)
        venv.create(HOME, with_pip=True, clear=True)
    print("2 av 3: hämtar och installerar paketen", flush=True)
    only_uv = HOME / "uv.lock"
    only_uv.write_text(entry_of("uv", LOCK.read_text("utf-8")), "utf-8")
    pip = ("-m", "pip", "install", "--disable-pip-version-check")
    by_hash = ("--require-hashes", "--requirement")
    if not (
        (
            call(*pip, "--quiet", *by_hash, only_uv)
            and call("-m", "uv", "pip", "install", "--python", python(), *by_hash, LOCK)
        )
        or call(*pip, *by_hash, LOCK)
    ):
        return False
    print("3 av 3: lägger till kartläggningen", flush=True)
    ours = ("--quiet", "--no-deps", "--no-build-isolation", "--editable", HERE)
    if not call(*pip, *ours):
        return False
    READY.write_text(wanted(), "utf-8")
    return True


def main() -> int:
    if sys.version_info < FEWEST:
        print("Python 3.11 eller senare behövs. Hämta den från python.org.")
        return 3
    if sys.platform == "win32" and len(str(HERE)) > LONG:
        print(
            f"Mappens sökväg är {len(str(HERE))} tecken lång, och Windows klarar inte "
            "hur långa som helst. Flytta den till exempel till C:\\kartlaggning."
        )
        return 3
    if not is_ready():
        print("Första gången, eller efter en uppdatering: några minuter. Låt fönstret")
        print("vara öppet. Efteråt behövs inget nätverk.", flush=True)
        if not install():
            print("Det gick inte. Läs raderna ovanför. Är datorn uppkopplad? Kräver")
            print(
                "nätverket ett eget paketindex: se handledningen, Till it-avdelningen."
            )
            return 3
    print("Öppnar appen i webbläsaren. Stäng det här fönstret när du är klar.")
    command = [str(python()), "-m", "helpers.app.cli", "app", *sys.argv[1:]]
    return subprocess.call(command, cwd=HERE)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

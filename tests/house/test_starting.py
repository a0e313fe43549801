"""Begun by a double click, or from a wheel: without the checkout's own tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import starta

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


# ---------------------------------------------------------------- a double click


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """starta.py in a folder of its own; what it has the environment's Python do."""
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    home = tmp_path / ".venv"
    for name, value in (
        ("HERE", tmp_path),
        ("HOME", home),
        ("LOCK", tmp_path / "requirements.lock"),
        ("READY", home / "klar.lock"),
    ):
        monkeypatch.setattr(starta, name, value)
    done: list[list[str]] = []

    def create(folder: Path, with_pip: bool, clear: bool) -> None:
        assert with_pip
        assert clear
        starta.python().parent.mkdir(parents=True, exist_ok=True)
        starta.python().touch()

    def call(words: list[str], **_: object) -> int:
        if "-c" not in words:  # only asked whether it works
            done.append([str(word) for word in words[1:]])
        return 0

    monkeypatch.setattr(starta.venv, "create", create)
    monkeypatch.setattr(starta.subprocess, "call", call)
    monkeypatch.setattr(starta.sys, "argv", ["starta.py"])
    return done


def test_the_first_time_it_installs_by_hash_and_opens_the_app(
    machine: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert starta.main() == 0
    uv, packages, ours, app = machine
    assert uv[:3] == ["-m", "pip", "install"]
    assert packages[:4] == ["-m", "uv", "pip", "install"]
    assert all("--require-hashes" in words for words in (uv, packages))
    assert "--no-deps" in ours
    assert app == ["-m", "helpers.app.cli", "app"]
    only = (starta.HOME / "uv.lock").read_text()
    assert only.startswith("uv==")
    assert only.count("==") == 1
    assert only.count("sha256:") > 5
    out = capsys.readouterr().out
    assert all(f"{n} av 3" in out for n in (1, 2, 3))


def test_the_next_time_it_only_opens_and_a_new_lock_installs_again(
    machine: list[list[str]],
) -> None:
    starta.main()
    machine.clear()
    starta.main()
    assert machine == [["-m", "helpers.app.cli", "app"]]
    machine.clear()
    starta.LOCK.write_text(starta.LOCK.read_text() + "\n")
    starta.main()
    assert len(machine) == 4


def test_a_folder_that_was_moved_or_whose_python_is_gone_installs_again(
    machine: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    starta.main()
    before = starta.READY.read_text("utf-8")
    starta.READY.write_text(before.replace(str(starta.HERE), "C:\\annanstans"), "utf-8")
    machine.clear()
    starta.main()
    assert len(machine) == 4
    assert starta.READY.read_text("utf-8") == before

    def call(words: list[str], **_: object) -> int:
        return 103 if "-c" in words else 0  # "No Python at …"

    monkeypatch.setattr(starta.subprocess, "call", call)
    capsys.readouterr()
    assert starta.main() == 0
    assert "1 av 3" in capsys.readouterr().out


def test_where_nothing_can_be_fetched_it_says_so_and_is_not_ready(
    machine: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(starta.subprocess, "call", lambda *_, **__: 1)
    assert starta.main() == 3
    assert "Det gick inte" in capsys.readouterr().out
    assert not starta.READY.exists()


def test_the_files_to_click_call_it() -> None:
    windows = (ROOT / "Starta.cmd").read_bytes()
    assert windows.isascii()  # cmd reads it before chcp has said how
    assert windows.count(b"\r\n") == windows.count(b"\n")
    assert b"py -3 starta.py" in windows
    assert b"pause" in windows
    said = windows.decode("ascii")
    assert '"%~dp0"' in said  # a folder with spaces, & or å
    labels = set(re.findall(r"^:(\w+)", said, re.MULTILINE))
    assert set(re.findall(r"goto (\w+)", said)) <= labels
    asked = said.index("if not exist starta.py")  # opened inside the zip
    assert asked < said.index("py -3 starta.py")
    assert not re.search(r"^where ", said, re.MULTILINE)  # finds what only sells it
    mac = ROOT / "Starta.command"
    assert os.access(mac, os.X_OK)
    said = subprocess.run(["sh", "-n", mac], check=False)
    assert said.returncode == 0


# ---------------------------------------------------------------- a wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


def test_a_wheel_carries_all_that_a_run_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for path in (ROOT / "src" / "helpers").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT / "src").as_posix() in names, path
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"helpers/carried/notebooks/{path.name}" in names
    assert "helpers/carried/requirements.lock" in names
    assert not [name for name in names if "/data/raw/" in name or "tests/" in name]


@pytest.mark.slow
def test_a_wheel_runs_where_the_checkout_is_not(wheel: Path, tmp_path: Path) -> None:
    """In an environment with the packages of the lock and nothing of ours: `init`,
    `new` and a whole run."""
    home = tmp_path / "home"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(home)
    packages = sysconfig.get_paths()["purelib"]
    # -S leaves out the .pth of the editable install, and with it the checkout.
    program = (
        f"import sys; sys.path[:0] = [{str(home)!r}, {packages!r}]; "
        "import helpers, os; assert helpers.__file__.startswith(sys.path[0]); "
        "sys.argv[0] = 'kartlaggning'; from helpers.app.cli import main; main()"
    )
    (tmp_path / "svar.csv").write_text(
        "Var?;Hur?\n" + "Norr;Bra\nSyd;Illa\n" * 9, encoding="utf-8"
    )
    folder = tmp_path / "projekt"

    def say(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-S", "-c", program, *words],
            cwd=folder if folder.is_dir() else tmp_path,
            env=os.environ | {"PYTHONPATH": f"{home}{os.pathsep}{packages}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    say("init", "projekt")
    say("new", "../svar.csv", "--survey", "prov-2026")
    assert "outputs/prov-2026/sammanfattning.html" in say("run")
    assert (folder / "outputs/prov-2026/fordjupad.html").is_file()


# ---------------------------------------------------------------- other systems


@pytest.mark.parametrize(
    ("platform", "version"),
    [
        ("x86_64-pc-windows-msvc", "3.12"),
        ("x86_64-pc-windows-msvc", "3.14"),  # what `py -3` takes where it is the newest
        ("aarch64-apple-darwin", "3.12"),
    ],
)
def test_the_lock_has_wheels_for_other_systems(
    platform: str, version: str, tmp_path: Path
) -> None:
    """Every package by a hash of the lock, and nothing that must be compiled."""
    words = ["pip", "install", "--dry-run", "--python-platform", platform]
    words += ["--python-version", version, "--require-hashes", "--only-binary", ":all:"]
    words += ["--target", str(tmp_path), "--requirement", "requirements.lock"]
    done = subprocess.run(
        [BIN / "uv", *words],
        cwd=ROOT,
        env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "15.0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "error sending request" in done.stderr and not os.environ.get("CI"):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Would install" in done.stderr

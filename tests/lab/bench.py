"""JupyterLab as `kartlaggning lab` opens it, on a copy of the notebooks, and a browser
that uses it as she does."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from helpers.core.project import CHECKOUT

PROGRAM = """
import sys
from pathlib import Path
from helpers.app import cli
from helpers.core.project import Project
folder = Path(sys.argv.pop(1))
Project.notebooks = property(lambda self: folder)
sys.argv[0] = "kartlaggning"
cli.main()
"""
PATIENCE = 120_000  # milliseconds; a busy machine starts a kernel slowly


def copied(root: Path, *surveys: str) -> Path:
    """A project of its own with `surveys` of the checkout, and the notebooks."""
    for survey in surveys:
        folder = root / "data" / "raw" / survey
        shutil.copytree(CHECKOUT / "data" / "raw" / survey, folder)
    shutil.copytree(CHECKOUT / "notebooks", root / "notebooks")
    return root


@contextmanager
def lab(root: Path) -> Iterator[str]:
    """The command `lab` in the project `root`; the address that it answers at."""
    port, settings = _free_port(), root / "jupyter"
    settings.mkdir()
    told = {"open_browser": False, "port": port, "token": "", "password": "",
            "allow_root": True, "quit_button": True}  # fmt: skip
    config = json.dumps({"ServerApp": told, "IdentityProvider": {"token": ""}})
    (settings / "jupyter_server_config.json").write_text(config)
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_DATA_DIR": str(root / "jupyter-data"),
        "PYTHONPATH": str(CHECKOUT / "src"),
    }
    command = [sys.executable, "-c", PROGRAM, str(root / "notebooks"), "lab"]
    with (root / "lab.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--project-dir", str(root)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, root / "lab.log")
        yield address
    finally:
        # The command, the server and its kernels: a session of their own.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


@contextmanager
def notebook(browser: Browser, address: str, name: str) -> Iterator[Page]:
    """The notebook, open in JupyterLab and ready to run."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="sv-SE")
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(f"{address}/lab/tree/notebooks/{name}?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        # What is run before the kernel is there is lost.
        page.get_by_text("(ipykernel) | Idle").first.wait_for()
        yield page
    finally:
        page.close()


def begin_all(page: Page) -> None:
    """Run › Run All Cells, as she does it."""
    page.get_by_role("menuitem", name="Run", exact=True).first.click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def run_all(page: Page) -> None:
    """Runs all cells; returns when the last one has ended."""
    begin_all(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
        ".every(one => /\\[\\d+\\]/.test(one.textContent))"
    )


def errors(page: Page) -> list[str]:
    """What ended in an error."""
    shown = page.locator(".jp-RenderedText[data-mime-type*=stderr], .jp-mod-error")
    return shown.all_text_contents()


def chooser(page: Page, label: str) -> Locator:
    """The drop-down list with this label."""
    box = page.locator(".widget-dropdown").filter(
        has=page.locator(f".widget-label:text-is('{label}')")
    )
    return box.locator("select").first


@contextmanager
def app(root: Path) -> Iterator[str]:
    """The command `app` in the project `root`; its address, with the token."""
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(root / "jupyter"),
        "JUPYTER_DATA_DIR": str(root / "jupyter-data"),
        "PYTHONPATH": str(CHECKOUT / "src"),
    }
    command = [sys.executable, "-m", "helpers.app.cli", "app", "--no-browser"]
    log = root / "app.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--project-dir", str(root)],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _said_address(process, log)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _said_address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", log.read_text()):
            return found[0]
        assert process.poll() is None, log.read_text()
        time.sleep(0.2)
    raise AssertionError(log.read_text())

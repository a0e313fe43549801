"""`kartlaggning app`: start.ipynb as a page of its own, on this computer alone.

Voilà shows the notebook's widgets without its code. What is added: our template (in
Swedish, nothing fetched from the web), a token in the address, and the reports under
/rapporter, by the same token.
"""

from __future__ import annotations

import os
import secrets
import socket
import webbrowser
from pathlib import Path
from threading import Timer

import zmq
from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.utils import url_path_join
from traitlets.config import Config
from voila.app import Voila
from voila.voila_identity_provider import VoilaLoginHandler

from helpers.app.start.reports import HOME, REPORTS
from helpers.core.errors import RunError
from helpers.core.project import Project

NOTEBOOK = "start.ipynb"
PING = 30_000  # milliseconds between two signs of life, and that one is waited for
LARGEST_FILE = 200 * 1024 * 1024  # bytes of a file that is dropped on the page

CLOSED = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Kartläggning</title></head>
<body><main><h1>Adressen gäller inte</h1>
<p>Appen får en ny adress varje gång den startas. Starta den med kartlaggning app, och
öppna adressen som visas då.</p></main></body></html>
"""


class Reports(AuthenticatedFileHandler):
    """A file of outputs/, to whoever has the token."""


class Closed(VoilaLoginHandler):
    """What somebody without the token sees, or with that of another day."""

    def _render(self, message: object = None) -> None:
        self.set_status(403)
        self.finish(CLOSED)


class App(Voila):
    """Voilà with the reports of `outputs`."""

    outputs: Path

    def init_settings(self) -> dict[str, object]:
        found: dict[str, object] = super().init_settings()
        self.identity_provider.login_handler_class = Closed
        return found

    def init_handlers(self) -> list[tuple[object, ...]]:
        own = (
            url_path_join(self.server_url, f"{HOME}/(.*)"),
            Reports,
            {"path": str(self.outputs)},
        )
        return [own, *super().init_handlers()]


def settings(project: Project, *, port: int, token: str) -> Config:
    """What Voilà is told: where to listen, for whom, and in which clothes."""
    config = Config()
    config.Voila.ip = "127.0.0.1"
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.log_level = "ERROR"  # it speaks English, of its own matters
    config.Voila.token = token
    if zmq.has("curve"):  # else the kernel says in English that nothing is encrypted
        config.KernelManager.transport_encryption = "auto"
    config.Voila.open_browser = False  # its own would not know the token
    config.Voila.root_dir = str(project.notebooks)
    config.Voila.tornado_settings = {
        "websocket_max_message_size": LARGEST_FILE,
        "ws_ping_timeout": PING,  # else as long as tornado complains of, in English
    }
    config.VoilaConfiguration.template = "kartlaggning"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.show_tracebacks = False
    return config


def serve(project: Project, *, port: int = 0, open_browser: bool = True) -> None:
    """Serves the page until it is stopped. `port` 0: one that is free."""
    clothes = str(Path(__file__).parent / "jupyter")
    paths = [clothes, os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(path for path in paths if path)
    os.environ["KARTLAGGNING_PROJECT"] = str(project.root)
    os.environ[REPORTS] = HOME
    port, token = _free_port(port), secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{port}/?token={token}"
    app = App.instance(config=settings(project, port=port, token=token))
    app.outputs = project.outputs()
    app.initialize([str(project.notebooks / NOTEBOOK)])
    print(f"Appen finns på {address}", flush=True)
    print("Stäng den med Ctrl-C, eller stäng fönstret.", flush=True)
    if open_browser:
        Timer(1.0, webbrowser.open, [address]).start()
    app.start()


def _free_port(wanted: int) -> int:
    """`wanted`, or any where it is 0. Raises RunError where it is taken."""
    with socket.socket() as chosen:
        try:
            chosen.bind(("127.0.0.1", wanted))
        except OSError:
            raise RunError(
                f"Porten {wanted} används redan.",
                todo="Stäng appen som är öppen, eller kör utan --port.",
            ) from None
        return int(chosen.getsockname()[1])

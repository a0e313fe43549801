"""A watch over a file that is read: what takes too long is stopped, and it is told."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from helpers.core.errors import ExportError, Problem

LONGEST = 30.0  # minutes


class _TimeIsUp(BaseException):
    """Not an Exception: no reader may take it for a fault of the file."""


@contextmanager
def within(minutes: float, file: str) -> Iterator[None]:
    """Raises ExportError in the block once it has taken so long. In whatever thread it
    runs, and in Windows too, where no alarm rings."""
    thread = ctypes.c_ulong(threading.get_ident())
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc
    timer = threading.Timer(minutes * 60, throw, [thread, ctypes.py_object(_TimeIsUp)])
    timer.daemon = True
    timer.start()
    try:
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            for _ in range(100):  # one that rang as the block ended is thrown here
                pass
    except _TimeIsUp:
        raise ExportError(
            Problem(
                f"Filen är inte färdigläst efter {minutes:g} minuter, och läsningen "
                "avbröts. Inget är ändrat.".replace(".", ",", minutes % 1 > 0),
                "Ta bort kolumner som inte är svar, eller ge den längre tid: "
                "kartlaggning new FIL --limit 120.",
                file=file,
            )
        ) from None

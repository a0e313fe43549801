"""Who does the work of a run: this machine, or a Dask cluster.

A cluster may be lost in the middle: the scheduler killed or restarted, workers gone.
Nothing here waits for it longer than PATIENCE.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from helpers.batch import engine
from helpers.core.errors import RunError

PATIENCE = 12.0
"""So many seconds a cluster may be silent, or without workers; and a connection may
take as many."""
PULSE = 2.0


class ClusterLost(RunError):
    """Nobody is left to do the steps."""

    def __init__(self) -> None:
        super().__init__(
            "Klustret svarar inte längre, eller har inga arbetare.",
            todo="Starta schemaläggare och arbetare, och kör igen: det som är klart "
            "görs inte om.",
        )


@dataclass(frozen=True)
class Workers:
    """An executor, and how many steps it can take just now; asked again every `pulse`
    seconds while nothing ends. None: only what ends is waited for."""

    executor: Executor
    slots: Callable[[], int]
    pulse: float | None = None


@contextlib.contextmanager
def pool(workers: int | None) -> Iterator[Workers]:
    """This machine: as many notebooks at a time as there are cores."""
    slots = workers or available_cores()
    executor = ThreadPoolExecutor(slots, thread_name_prefix="notebook")
    try:
        yield Workers(executor, lambda: slots)
    except BaseException:
        # Ctrl-C, a full disk: what is running is ended, not waited for.
        executor.shutdown(wait=False, cancel_futures=True)
        engine.close()
        raise
    finally:
        executor.shutdown()


def available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class Pulse:
    """Whether a cluster is there. `client` is Dask's."""

    client: Any
    seen: float = field(default_factory=monotonic)

    def slots(self) -> int:
        """One step more for each thread, so that none waits for the next. Raises
        ClusterLost when there has been none for PATIENCE seconds."""
        if threads := self._threads():
            self.seen = monotonic()
        elif monotonic() - self.seen > PATIENCE:
            raise ClusterLost
        return 2 * threads or 1

    def _threads(self) -> int:
        ask = self.client.scheduler.ncores
        try:
            return sum(self.client.sync(ask, callback_timeout=PULSE).values())
        except Exception:  # whatever it is called there, nobody answers
            return 0


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """A Dask cluster whose workers see the same project folder."""
    try:
        from distributed import Client
    except ImportError:
        raise RunError(
            "Att köra på ett kluster kräver paketet distributed.",
            todo="Installera det: pip install kartlaggning[cluster].",
        ) from None
    # What it says in English, at length, is told here in one line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE)
    except OSError:
        raise RunError(
            f"Ingen schemaläggare svarar på {address}.",
            todo="Starta den, och kör igen: det som är klart görs inte om.",
        ) from None
    executor = client.get_executor(pure=False)
    try:
        yield Workers(executor, Pulse(client).slots, PULSE)
        executor.shutdown()
    except BaseException:
        # Ctrl-C, or nobody there: what is under way is not waited for.
        executor.shutdown(wait=False)
        raise
    finally:
        client.close(timeout=PULSE)

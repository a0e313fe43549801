"""A notebook leaves nothing behind in a process that runs many.

Where processes cannot be forked, one runs notebook after notebook. `clean_process` puts
back what a notebook can change and the next one would see:

| of | what is put back |
| --- | --- |
| Python | its variables, `__main__`, builtins, sys.path, hooks, recursion limit, decimals |
| the process | folder, environment, umask, locale, signal handlers, streams |
| warnings, logging | filters, what has been warned of once; levels and handlers |
| matplotlib | rcParams, open figures, what the inline backend has still to show |
| pandas, numpy | options; print options and what floating point errors do |
| helpers | every name of its modules and classes |
| her own modules | those beside the notebook are imported anew |

Random numbers begin anew in each notebook whatever runs it. What cannot be put back is
told by `left_behind`, and the process is replaced: a thread that still runs, and any
change of other packages, which a notebook of the batch does not make and one of hers
may.
"""  # noqa: E501

from __future__ import annotations

import atexit
import builtins
import contextlib
import decimal
import gc
import locale
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

Undo = Callable[[], None]


@contextlib.contextmanager
def clean_process(beside: Path) -> Iterator[None]:
    """Puts back what is changed inside it. `beside`: the folder of the notebook."""
    undo = [
        close_shell,
        *map(_names_of, _ours()),
        _names_of(builtins),
        _system(),
        _folder(),
        _warnings(),
        _logging(),
        _numbers(),
        _drawing(),
        _tables(),
        _imports(beside),
    ]
    try:
        yield
    finally:
        for one in undo:
            one()
        gc.collect()  # what is no longer used lets go of its files, which Windows locks


def left_behind(threads: set[threading.Thread]) -> bool:
    """Whether something runs that did not (`threads`) before the notebook."""
    return bool(set(threading.enumerate()) - threads)


def close_shell() -> None:
    """The IPython shell of a notebook and all its variables; the next has its own."""
    from helpers.batch.engine.shell import NotebookShell

    if NotebookShell.initialized():
        shell = NotebookShell.instance()
        shell.atexit_operations()
        atexit.unregister(shell.atexit_operations)
        shell.restore_sys_module_state()
        shell.builtin_trap.deactivate()
        NotebookShell.clear_instance()
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)


def _ours() -> list[ModuleType | type]:
    """Our own modules and their classes."""
    modules = [
        module
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "helpers"
    ]
    classes = {
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__.partition(".")[0] == "helpers"
    }
    return [*modules, *classes]


def _names_of(owner: ModuleType | type) -> Undo:
    before = dict(vars(owner))

    def undo() -> None:
        now = vars(owner)
        for name in [name for name in now if name not in before]:
            if not isinstance(now[name], ModuleType) and not _made_by_python(name):
                delattr(owner, name)
        for name, value in before.items():
            if now.get(name, undo) is not value and not _made_by_python(name):
                setattr(owner, name, value)

    return undo


def _made_by_python(name: str) -> bool:
    return (name.startswith("__") and name.endswith("__")) or name.startswith("_abc_")


def _system() -> Undo:
    path, argv, streams = list(sys.path), list(sys.argv), (sys.stdin, sys.stdout)
    error, hook, display = sys.stderr, sys.excepthook, sys.displayhook
    limit, context = sys.getrecursionlimit(), decimal.getcontext().copy()
    main = sys.modules["__main__"]
    handlers = {
        number: handler
        for number in signal.valid_signals()
        if (handler := signal.getsignal(number)) is not None
    }

    def undo() -> None:
        sys.path[:], sys.argv[:], (sys.stdin, sys.stdout) = path, argv, streams
        sys.stderr, sys.excepthook, sys.displayhook = error, hook, display
        sys.setrecursionlimit(limit)
        sys.modules["__main__"] = main
        decimal.setcontext(context)
        for number, handler in handlers.items():
            if signal.getsignal(number) != handler:
                signal.signal(number, handler)

    return undo


def _folder() -> Undo:
    folder, environment = Path.cwd(), dict(os.environ)
    umask = os.umask(0o077)
    os.umask(umask)
    language = locale.setlocale(locale.LC_ALL)

    def undo() -> None:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        os.umask(umask)
        locale.setlocale(locale.LC_ALL, language)

    return undo


def _warnings() -> Undo:
    filters, show = list(warnings.filters), warnings.showwarning

    def undo() -> None:
        warnings.resetwarnings()  # forgets, too, what has been warned of once
        warnings.filters[:] = filters  # type: ignore[index]
        warnings.showwarning = show

    return undo


def _logging() -> Undo:
    def state(logger: logging.Logger) -> tuple[int, list[logging.Handler], bool, bool]:
        own = list(logger.handlers)
        return logger.level, own, logger.propagate, logger.disabled

    loggers = [logging.root, *_loggers()]
    before = {logger: state(logger) for logger in loggers}
    disabled = logging.root.manager.disable
    untouched = state(logging.Logger("new"))

    def undo() -> None:
        logging.disable(disabled)
        for logger in [logging.root, *_loggers()]:
            level, own, propagate, off = before.get(logger, untouched)
            logger.setLevel(level)
            logger.handlers[:], logger.propagate = own, propagate
            logger.disabled = off

    return undo


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [one for one in known if isinstance(one, logging.Logger)]


def _numbers() -> Undo:
    import numpy

    printed, errors = numpy.get_printoptions(), numpy.geterr()

    def undo() -> None:
        numpy.set_printoptions(**printed)
        numpy.seterr(**errors)

    return undo


def _tables() -> Undo:
    import pandas

    options = {name: pandas.get_option(name) for name in _option_names()}

    def undo() -> None:
        for name, value in options.items():
            if pandas.get_option(name) is not value:
                pandas.set_option(name, value)

    return undo


def _option_names() -> list[str]:
    """All of pandas' options but those that it no longer wants read."""
    from pandas._config import config

    old = set(config._deprecated_options)
    return [name for name in config._registered_options if name not in old]


def _drawing() -> Undo:
    def undo() -> None:
        if "matplotlib" not in sys.modules:
            return
        import matplotlib

        if "matplotlib.pyplot" in sys.modules:
            from matplotlib import pyplot

            pyplot.close("all")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old names of settings
            dict.update(matplotlib.rcParams, saved or matplotlib.rcParamsDefault)
        if "matplotlib_inline.backend_inline" in sys.modules:
            from matplotlib_inline import backend_inline, config

            vars(backend_inline.show).update(_to_draw=[], _draw_called=False)
            config.InlineBackend.clear_instance()

    saved = None
    if "matplotlib" in sys.modules:
        import matplotlib

        saved = dict(matplotlib.rcParams.items())
    return undo


def _imports(beside: Path) -> Undo:
    def undo() -> None:
        for name, module in list(sys.modules.items()):
            file = vars(module).get("__file__") if module is not None else None
            if file and Path(file).is_relative_to(beside):
                del sys.modules[name]

    return undo

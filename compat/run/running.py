"""Runs a script as `__main__`, and shows its errors without the machinery."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from compat import words
from compat.era import code as era
from compat.errors import Refused, RefusedImport, UsageError
from compat.keras import mode
from compat.run import (
    beside,
    children,
    error_language,
    figures,
    frames,
    importing,
    loading,
    notebook,
    paths,
    targets,
)
from compat.run.targets import Job
from compat.script import second

# Up to Python 3.10, what brings exception groups puts a hook in the place of Python's.
_BACKPORT = "exceptiongroup."


def run_path(script: str, argv: list[str]) -> None:
    """Run `script` with the TensorFlow 1.x facade. See `compat.run_path`."""
    if not os.path.exists(script):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), script)
    job = Job("path", script, argv, path=sys.path[1:])
    try:
        main, code = targets.main_module(job)
    except UsageError as error:
        if isinstance(cause := error.__context__, SyntaxError):
            raise cause from None
        raise
    _settle(job, sys.path)
    _execute(main, code)


def run(job: Job) -> int:
    """Run a script and show its errors as the script's author would want them.

    Args:
        job: The script.

    Returns:
        0, 1 for an exception of the script, 130 for Ctrl-C.

    Raises:
        UsageError: For a script that is missing, or not Python, or that needs a name
            which is not provided.
        SystemExit: As the script raises it.
    """
    if targets.is_notebook(job) and not os.path.isfile(job.script):
        raise UsageError(
            f"expected the path of a notebook, received {job.script!r}: no such file"
        )
    _settle(job, paths.installed(job.path))
    if targets.is_notebook(job):
        return _guarded(lambda: notebook.run(job.script, job.args))
    return _guarded(lambda: _execute(*targets.main_module(job)))


def _settle(job: Job, installed: list[str]) -> None:
    """Make the process one that runs the script: its path, its code's legacy."""
    entry = targets.first_entry(job)
    sys.path[:] = [entry, *job.path]
    for package in job.legacy:
        importing.add_package(package)
    paths.settle(installed)
    importing.add_root(entry or os.getcwd())
    folders = [entry or os.getcwd(), *paths.python_path()]
    if job.kind in ("code", "stdin"):
        source = targets.typed().decode() if job.kind == "stdin" else job.script
        mode.look(os.path.join(os.getcwd(), "-"), folders, source)
    elif found := [file for file in targets.files(job) if os.path.isfile(file)]:
        mode.look(found[-1], folders)
    era.look(mode.scripts())
    if place := second.sign(mode.scripts()):
        place = place.removeprefix(os.getcwd() + os.sep)
        said = f"this is a TensorFlow 2 script, plain Python runs it: {place}"
        print(words.said(f"compat: {said}"), file=sys.stderr)
    beside.begin()
    importing.install()
    loading.install()
    children.install(job.py2)
    figures.install(job.script if job.kind == "path" else "")
    first = {"code": "-c", "stdin": "-", "module": "-m", "path": job.script}[job.kind]
    sys.argv = [first, *job.args]


def _execute(main: types.ModuleType, code: types.CodeType) -> None:
    importing.tell(main.__dict__)
    sys.modules["__main__"] = main
    if main.__spec__ is not None and sys.argv[0] == "-m":
        sys.argv[0] = str(main.__file__)
    exec(code, main.__dict__)


def _guarded(execute: Callable[[], None]) -> int:
    """Run it; show what it raises; give the exit code."""
    try:
        execute()
    except UsageError:
        raise
    except (Refused, RefusedImport) as error:
        _call_hook(error)
        raise UsageError(f"{_where(error)}{error}") from None
    except KeyboardInterrupt as error:
        if _call_hook(error):
            return 130
        print(f"{_where(error)}{words.said('interrupted')}", file=sys.stderr)
        return 130
    except notebook.CellError as error:
        cause = error.__cause__
        if isinstance(cause, (SystemExit, Refused, RefusedImport)):
            raise UsageError(f"{error.where}: {cause}") from None
        code = 130 if isinstance(cause, KeyboardInterrupt) else _show(cause or error)
        print(words.said(f"compat: {error.where}"), file=sys.stderr)
        return code
    except Exception as error:
        return 1 if _call_hook(error) else _show(error)
    return 0


def _call_hook(error: BaseException) -> bool:
    """Call `sys.excepthook` as Python does, where the script has one of its own."""
    tb = error.__traceback__
    while tb is not None and tb.tb_frame.f_code.co_filename.startswith(
        frames.machinery()
    ):
        tb = tb.tb_next
    hook = sys.excepthook
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, tb
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    if hook is sys.__excepthook__ or _is_backport(hook):
        return False
    try:
        hook(type(error), error, tb)
    except SystemExit:
        raise
    except BaseException as failed:
        print("Error in sys.excepthook:", file=sys.stderr)
        _show(failed)
        print("\nOriginal exception was:", file=sys.stderr)
        _show(error)
    return True


def _is_backport(hook: Any) -> bool:
    """Whether it is the hook of exception groups, which no script has put there."""
    return str(getattr(hook, "__module__", "")).startswith(_BACKPORT)


def _where(error: BaseException) -> str:
    """`file:line: ` of the script's innermost own line."""
    where = ""
    tb = error.__traceback__
    while tb is not None:
        if importing.is_legacy(tb.tb_frame.f_globals):
            where = f"{tb.tb_frame.f_code.co_filename}:{tb.tb_lineno}: "
        tb = tb.tb_next
    return where


def _show(error: BaseException) -> int:
    """Print the traceback without the frames of `compat` and TensorFlow; give 1.

    `COMPAT_TRACEBACK=full` keeps them all.
    """
    say_once(error)
    lines = "".join(traceback.format_exception(error)).splitlines()
    if not frames.all_wanted():
        lines = frames.without(lines, frames.machinery())
    with contextlib.suppress(Exception):  # closed, by the script or for it
        sys.stdout.flush()
    with contextlib.suppress(ValueError):
        print("\n".join(lines), file=sys.stderr)
    return 1


def say_once(error: BaseException) -> None:
    """Leave out the runtime's own error, from which TensorFlow made this one.

    What `compat` itself says in it is in its reader's language from here on.
    """
    error_language.translate(error)
    before = error.__context__
    if before is not None and type(before) is type(error) and hasattr(error, "op"):
        inside = list(traceback.walk_tb(before.__traceback__))
        if not any(importing.is_legacy(frame.f_globals) for frame, _ in inside):
            error.__suppress_context__ = True

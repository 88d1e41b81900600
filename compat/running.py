"""Runs a script as `__main__`, and shows its errors without the machinery."""

from __future__ import annotations

import builtins
import os
import sys
import traceback
import types
from collections.abc import Callable

from compat import frames, importing, loading, notebook
from compat.errors import Refused, RefusedImport, UsageError
from compat.keras import mode


def run_path(script: str, argv: list[str]) -> None:
    """Run `script` with the TensorFlow 1.x facade. See `compat.run_path`."""
    _execute(_compiled(script), script, argv)


def _compiled(script: str, py2: bool = False) -> types.CodeType:
    with open(script, "rb") as stream:
        return loading.compiled(stream.read(), script, py2)


def _execute(code: types.CodeType, script: str, argv: list[str]) -> None:
    folder = os.path.dirname(os.path.abspath(script))
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=script, __builtins__=builtins, __spec__=None)
    importing.tell(main.__dict__)
    importing.add_root(folder)
    mode.look(script)
    importing.install()
    loading.install()
    sys.modules["__main__"] = main
    sys.argv = [script, *argv]
    sys.path[0:1] = [folder]
    exec(code, main.__dict__)


def run(script: str, argv: list[str], py2: bool = False) -> int:
    """Run `script` and show its errors as the script's author would want them.

    Args:
        script: Path of the script.
        argv: Its arguments.
        py2: Whether it is Python 2, also where Python 3's parser has no complaint.

    Returns:
        0, 1 for an exception of the script, 130 for Ctrl-C.

    Raises:
        UsageError: For a script that is missing, or not Python, or that needs a name
            which is not provided.
        SystemExit: As the script raises it.
    """
    if not os.path.isfile(script):
        what = "a folder" if os.path.isdir(script) else "no such file"
        raise UsageError(
            f"expected the path of a Python script, received {script!r}: {what}"
        )
    if script.endswith(".ipynb"):
        return _guarded(lambda: notebook.run(script, argv))
    try:
        code = _compiled(script, py2)
    except SyntaxError as error:
        raise UsageError(_syntax(error)) from None
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{script}: expected Python source text, received: {error}"
        ) from None
    return _guarded(lambda: _execute(code, script, argv))


def _guarded(execute: Callable[[], None]) -> int:
    """Run it; show what it raises; give the exit code."""
    try:
        execute()
    except (Refused, RefusedImport) as error:
        raise UsageError(f"{_where(error)}{error}") from None
    except KeyboardInterrupt as error:
        print(f"{_where(error)}interrupted", file=sys.stderr)
        return 130
    except notebook.CellError as error:
        cause = error.__cause__
        if isinstance(cause, (SystemExit, Refused, RefusedImport)):
            raise UsageError(f"{error.where}: {cause}") from None
        code = 130 if isinstance(cause, KeyboardInterrupt) else _show(cause or error)
        print(f"compat: {error.where}", file=sys.stderr)
        return code
    except Exception as error:
        return _show(error)
    return 0


def _syntax(error: SyntaxError) -> str:
    text = (error.text or "").strip()
    return (
        f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}: {text}"
    )


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
    _say_once(error)
    lines = "".join(traceback.format_exception(error)).splitlines()
    if not frames.all_wanted():
        lines = frames.without(lines, frames.machinery())
    sys.stdout.flush()
    print("\n".join(lines), file=sys.stderr)
    return 1


def _say_once(error: BaseException) -> None:
    """Leave out the runtime's own error, from which TensorFlow made this one."""
    before = error.__context__
    if before is not None and type(before) is type(error) and hasattr(error, "op"):
        inside = list(traceback.walk_tb(before.__traceback__))
        if not any(importing.is_legacy(frame.f_globals) for frame, _ in inside):
            error.__suppress_context__ = True

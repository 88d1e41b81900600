"""Shows the errors of a live notebook's cells as those of scripts are shown."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from compat.run import frames, running


def install(ipython: Any) -> None:
    """Have a shell of IPython leave the machinery out of its tracebacks.

    `COMPAT_TRACEBACK=full` keeps all frames.

    Args:
        ipython: The shell, which has loaded the extension `compat`.
    """

    def show(
        shell: Any, kind: type, error: Any, tb: Any, tb_offset: Any = None
    ) -> None:
        if not frames.all_wanted():
            running.say_once(error)
            _shorten(error, set())
        shell.showtraceback((kind, error, error.__traceback__ or tb), tb_offset=0)

    if hasattr(ipython, "set_custom_exc"):
        ipython.set_custom_exc((Exception,), show)


def _shorten(error: BaseException, seen: set[int]) -> None:
    """Take the machinery's frames out of an error's traceback, and its causes'."""
    seen.add(id(error))
    error.__traceback__ = own(error.__traceback__) or error.__traceback__
    for other in (error.__cause__, error.__context__):
        if other is not None and id(other) not in seen:
            _shorten(other, seen)


def own(tb: TracebackType | None) -> TracebackType | None:
    """The frames of a traceback that are not the machinery's."""
    hidden, kept = frames.machinery(), []
    while tb is not None:
        if not tb.tb_frame.f_code.co_filename.startswith(hidden):
            kept.append(tb)
        tb = tb.tb_next
    last: TracebackType | None = None
    for one in reversed(kept):
        last = TracebackType(last, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return last

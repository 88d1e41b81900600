"""`Session.run`, prepared."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any


def callable_of(
    session: Any,
    feeds: list[str],
    fetches: list[str],
    targets: list[str],
    here: bool,
) -> Callable[..., Any] | None:
    """A part of a session's graph, ready to be run: from arrays to arrays.

    Private names: ``Session._make_callable_from_options``, and ``Session._do_call``,
    whose errors say which op failed; seen in 2.16 to 2.21. Without them every run is
    prepared anew, which takes longer.

    Args:
        session: A session.
        feeds: Names of the tensors whose values are given.
        fetches: Names of those whose values are wanted.
        targets: Names of ops that are run besides.
        here: Whether its ops run one after the other in the thread that calls, and not
            side by side in those of the session.
    """
    make = getattr(session, "_make_callable_from_options", None)
    if make is None or not hasattr(session, "_do_call"):
        return None
    from tensorflow.core.protobuf import config_pb2

    options = config_pb2.CallableOptions(feed=feeds, fetch=fetches, target=targets)
    if here:
        options.run_options.inter_op_thread_pool = -1
    return functools.partial(session._do_call, session._do_call(make, options))


def eager_mode() -> Any:
    """A block in which operations run when they are called, in a script of graphs.

    Private name: ``eager.context.eager_mode``, seen in 2.16 to 2.21. Without it a test
    that runs in both modes runs in a graph alone.
    """
    try:
        from tensorflow.python.eager import context
    except ImportError:
        return contextlib.nullcontext()
    found = getattr(context, "eager_mode", None)
    return contextlib.nullcontext() if found is None else found()

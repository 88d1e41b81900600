"""Faster ways through time for the common cells, where the result is the same.

A script's graph holds what 1.15 built, op for op, and nothing else. What runs is a copy
of it, made at the first `Session.run`, in which the results of a network over time, and
of its gradient, come from a faster network; the rest of the copy is the same under the
same names. A network that cannot be proved to be the same is left as it is.

From the script to the run:

- `network`: a network over time in a script's graph, and what has to hold of it;
- `networks`: all of a graph;
- `watch`: looks on while `tf.gradients` works: what arrives at a network and leaves it;
- `piece`: a network in the faster way, in a graph of its own;
- `copy`: the copy of the script's graph, with pieces in place of networks.

The faster way itself, which Keras 2's layers (`compat.keras.recurrent`) take too:

- `cells`: which cells have one; `weights`: what it knows of them;
- `choice`: which way is taken, with the measured reasons;
- `direction`: a whole network, forwards and backwards; `halves`: its batch in two;
- `lstm`, `gru`, `simple`: one layer over a whole sequence;
- `stack`: layers on top of each other, with dropout between them; `masks` draws it;
- `span`: where each sequence ends; `steps`: a loop over time, or the same unrolled.

Beside it, `compat.session.prepared` prepares each `Session.run` once.

`COMPAT_FAST=0` turns all of it off; `COMPAT_FAST=verbose` says on stderr which network
is left as it is and why; with `COMPAT_FAST=strict` an error in a faster way is raised.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from compat import _private, hooks

# Attributes of a graph: its networks, and its copy
NETWORKS, COPY = "_compat_networks", "_compat_copy"


class Unproved(Exception):
    """A network that may not be the same in a faster way, and why."""


def on() -> bool:
    """Whether faster ways may be taken: without `COMPAT_FAST=0`."""
    return os.environ.get("COMPAT_FAST") != "0"


def install() -> None:
    """Let sessions run a copy of a graph that has networks over time."""
    if on():
        _private.run_copies(_copy_of)
        hooks.networks = _networks


def _networks() -> Any:
    from compat.fast import networks

    return networks


def _copy_of(session: Any) -> Any:
    if not hasattr(session.graph, NETWORKS):
        return None
    from compat.fast import copy

    return copy.of(session.graph)


def ops_of_pieces(graph: Any) -> set[Any]:
    """The ops of a script's graph that run in the faster way instead."""
    copy = getattr(graph, COPY, None)
    if copy is None:
        return set()
    return {op for network in copy.pieces for op in network.inside}


class Attempt:
    """What was tried.

    Attributes:
        failed: Whether it was given up.
    """

    failed = False


@contextmanager
def attempt(what: str) -> Iterator[Attempt]:
    """Try to go a faster way: whatever fails in the block ends in the plain one.

    Args:
        what: What is tried, for `COMPAT_FAST=verbose`.
    """
    mode, tried = os.environ.get("COMPAT_FAST"), Attempt()
    try:
        yield tried
    except Exception as error:
        tried.failed = True
        if mode == "strict" and not isinstance(error, Unproved):
            raise
        if mode in ("strict", "verbose"):
            why = f"{type(error).__name__}: " * (not isinstance(error, Unproved))
            print(f"compat: {what}: {why}{error}; left as it is", file=sys.stderr)

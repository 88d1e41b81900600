"""What lower rooms call of higher ones, which put it here when they are set up."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def _as_it_is(path: str, spec: Any) -> Any:
    return spec


# From a file and its spec to one that loads legacy code as that; of `run.loading`.
loaded_as: Callable[[str, Any], Any] = _as_it_is


def _of_today(path: str) -> Any:
    import tensorflow

    return functools.reduce(getattr, path.split("."), tensorflow.compat.v1)


# What a script finds at a path below `tensorflow`; of `names.tensorflow1`.
at: Callable[[str], Any] = _of_today

# Gives what takes in networks over time that may run in a faster way: `fast.networks`.
networks: Callable[[], Any] | None = None

"""What lower rooms call of higher ones, which put it here when they are set up."""

from __future__ import annotations

import functools
import importlib.util
import sys
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


class Imported:
    """Finds a module as Python does, and calls `then` once it is imported.

    Args:
        name: The module; one that is not imported yet.
        then: Called without arguments.
    """

    def __init__(self, name: str, then: Callable[[], None]) -> None:
        self.name, self.then = name, then
        sys.meta_path.insert(0, self)  # type: ignore[arg-type]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The spec that the other finders give, for `name` itself."""
        if name != self.name:
            return None
        sys.meta_path.remove(self)  # type: ignore[arg-type]
        spec = importlib.util.find_spec(name)
        if spec is not None:
            loader: Any = spec.loader
            run = loader.exec_module

            def exec_module(module: Any) -> None:
                run(module)
                self.then()

            loader.exec_module = exec_module
        return spec

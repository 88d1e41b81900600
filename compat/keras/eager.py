"""The part of `tf` that a script with Keras alone uses, where TensorFlow stays eager.

Such a script sets a seed, and prepares a session for Keras (`K.set_session`), of which
nothing is needed any more. It runs no session; one that does gets Keras 2 itself.
"""

from __future__ import annotations

import contextlib
from typing import Any

from compat.errors import Refused
from compat.keras import names, opcounts, seeds


class Graph:
    """Stands for the default graph, which Keras 3 does not have."""

    seed = None

    def as_default(self) -> Any:
        """Nothing changes: `with graph.as_default(): model.predict(…)`."""
        return contextlib.nullcontext(self)

    def finalize(self) -> None:
        """There is nothing to add to."""


class Session:
    """`tf.Session` made for `K.set_session`: Keras 3 needs none.

    Args:
        target: Not needed.
        graph: Not needed.
        config: Not needed: devices are TensorFlow's own choice.
    """

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        self.graph = graph or Graph()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: Any) -> None:
        pass

    def as_default(self) -> Any:
        return contextlib.nullcontext(self)

    def close(self) -> None:
        pass

    def run(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(
            "tf.Session.run: this script was taken for one that uses Keras alone, and "
            "TensorFlow is eager. In Keras 3: `model.predict(x)` or `float(tensor)`"
        )


def reset_default_graph() -> None:
    """Names and seeds begin anew."""
    names.reset()
    opcounts.reset()
    seeds.set_graph_seed(None)


def enable_eager_execution(
    config: Any = None, device_policy: Any = None, execution_mode: Any = None
) -> None:
    """It is."""

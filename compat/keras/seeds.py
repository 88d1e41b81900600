"""Where Keras 2's seeds came from, and the numbers it drew with them.

keras 2.3.1 took the seed of every random op from NumPy, `np.random.randint(10e6)`, so
`np.random.seed(7)` alone gave a script the same weights every time. TensorFlow combined
it with the graph's seed, `tf.set_random_seed`. Both kernels are unchanged, so the same
pair of seeds draws the same numbers still.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import tensorflow as tf

from compat.keras import opcounts

v1 = tf.compat.v1

_graph_seed: int | None = None
_own = np.random.RandomState()
_keras3s = random.Random()  # seeds that Keras 3 takes from Python's generator
_apart = False


def set_graph_seed(seed: int | None) -> None:
    """`tf.set_random_seed` of a script with Keras alone; it seeds Keras 3 too."""
    global _graph_seed, _own
    _graph_seed = seed
    _keras3s.seed(seed)
    _own = np.random.RandomState(None if seed is None else seed % 2**32)
    anew = np.random.RandomState().randint(2**31)
    tf.random.set_seed(anew if seed is None else seed)


def graph_seeded() -> bool:
    """Whether the script said `tf.set_random_seed`."""
    return _graph_seed is not None


@contextmanager
def apart() -> Iterator[None]:
    """Leave Python's generator as Keras 2 left it, whatever Keras 3 draws from it."""
    global _apart
    if _apart:
        yield
        return
    pythons, _apart = random.getstate(), True
    random.setstate(_keras3s.getstate())
    try:
        yield
    finally:
        _keras3s.setstate(random.getstate())
        random.setstate(pythons)
        _apart = False


def next_seed(flavour: str) -> int:
    """The seed of the next random op that has none of its own.

    Args:
        flavour: `keras`, which asks NumPy, or `tf.keras`, which followed the graph's
            seed and never touched NumPy's.
    """
    if flavour != "keras" and _graph_seed is not None:
        seed = opcounts.next_seed()
        if seed is not None:
            return seed
    draw = np.random.randint if flavour == "keras" else _own.randint
    return int(draw(int(10e6)))


class OpSeeds:
    """The seeds of the random ops of one layer: drawn once, however often it is called.

    In Keras 2 a layer's function ran once, when it made its ops.
    """

    def __init__(self) -> None:
        self.drawn: list[int] = []
        self.next = 0


_of_layer: ContextVar[OpSeeds | None] = ContextVar("of_layer", default=None)


@contextmanager
def kept(of_layer: OpSeeds) -> Iterator[None]:
    """Call a layer, whose random ops have these seeds."""
    token = _of_layer.set(of_layer)
    of_layer.next = 0
    try:
        yield
    finally:
        _of_layer.reset(token)


def of_op() -> int:
    """The seed of a random op of the backend, which always asked NumPy."""
    of_layer = _of_layer.get()
    if of_layer is None:
        return next_seed("keras")
    of_layer.next += 1
    if of_layer.next > len(of_layer.drawn):
        of_layer.drawn.append(next_seed("keras"))
    return of_layer.drawn[of_layer.next - 1]


def pair(op_seed: int) -> tuple[int, int]:
    """The graph's seed and the op's, as TensorFlow 1.x gave them to a random op."""
    return (87654321 if _graph_seed is None else _graph_seed, op_seed)


def drawn(draw: Callable[[], Any]) -> np.ndarray:
    """Run `draw` in a graph of its own, as a fresh TensorFlow 1.x process would.

    Args:
        draw: Builds one tensor with random ops that have seeds.
    """
    graph = tf.Graph()
    with graph.as_default():
        if _graph_seed is not None:
            v1.set_random_seed(_graph_seed)
        tensor = draw()
        with v1.Session(graph=graph) as session:
            return np.asarray(session.run(tensor))

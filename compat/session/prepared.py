"""`Session.run` of the same fetches and feeds, prepared once.

Before each run TensorFlow looks at all fetches and feeds anew, and finds the part of
the graph that they need by their names: 200 of the 250 µs of a small step. Here the
first run of each set of them prepares a callable, which the later ones call.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Generator
from statistics import median
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private, fast

# A step of few small ops takes a third to two thirds of the time where they run one
# after the other in the thread that calls: handing them to the session's threads takes
# longer than they do. Of a larger step (B, T, units 170, 10, 25) it takes 1.3 of it. So
# the first runs of a small one are tried both ways.
SMALL_SECONDS, TRIALS = 1e-3, 9


def draws_in_a_loop(graph: Any, but: Collection[Any] = ()) -> bool:
    """Whether a while loop of `graph` has an op that draws random numbers.

    Args:
        graph: A graph of TensorFlow 1.x.
        but: Ops that are not looked at.
    """
    return any(
        op.op_def is not None
        and any(attr.name == "seed2" for attr in op.op_def.attr)
        and op not in but
        and _private.is_in_a_loop(op)
        for op in graph.get_operations()
    )


class Unknown(Exception):
    """Fetches or feeds that TensorFlow's own `run` has to look at."""


class Runs:
    """A session's runs; a part of `compat.session.ordered.Session`."""

    def _run(
        self, handle: Any, fetches: Any, feed_dict: Any, options: Any, metadata: Any
    ) -> Any:
        feeds = {} if feed_dict is None else feed_dict
        plain = handle is None and options is None and metadata is None
        here = not (self._closed or self._target)  # type: ignore[attr-defined]
        if plain and here and fast.on() and type(feeds) is dict:
            try:
                prepared = self._prepared(fetches, feeds)
                values = [feed.value(feeds[feed.tensor]) for feed in prepared.feeds]
            except Unknown:
                pass
            else:
                return prepared.run(values)
        return super()._run(handle, fetches, feed_dict, options, metadata)  # type: ignore[misc]

    def close(self) -> None:
        """Close the session; what was prepared holds on to it."""
        self.__dict__.pop("_prepared_runs", None)
        super().close()  # type: ignore[misc]

    def _prepared(self, fetches: Any, feeds: dict[Any, Any]) -> Prepared:
        known = self.__dict__.setdefault("_prepared_runs", {})
        key = _key(fetches), *map(id, feeds)
        if key not in known:
            known[key] = Prepared(self, fetches, feeds)
        return known[key]


def _key(fetches: Any) -> Any:
    """What tells fetches from others.

    Raises:
        Unknown: They have a structure of their own.
    """
    if isinstance(fetches, str):
        return fetches
    if isinstance(fetches, (list, tuple)):
        return type(fetches), *map(_key, fetches)
    if type(fetches) is dict:
        return tuple((name, _key(one)) for name, one in fetches.items())
    if isinstance(fetches, (tf.Tensor, tf.Operation, tf.Variable)):
        return id(fetches)
    raise Unknown


class Prepared:
    """Fetches and feeds of a session, ready to be run.

    Args:
        session: The session.
        fetches: As `Session.run` takes them.
        feeds: A feed dictionary.

    Attributes:
        feeds: What is fed, in the order of the values.
        callables: What was prepared: in the session's threads, in the calling one.
    """

    def __init__(self, session: Any, fetches: Any, feeds: dict[Any, Any]) -> None:
        self._session, graph = session, session.graph
        self._kept = fetches, list(feeds)  # known by their ids
        self.feeds = [_Feed(graph, tensor) for tensor in feeds]
        self._at: dict[str, int] = {}
        self._targets: dict[str, None] = {}
        self._nested = self._places(graph, fetches)
        if not (self._at or self._targets):
            raise Unknown
        self.callables: list[Any] = []
        self._lock, self._calls = threading.Lock(), self._faster()
        self._call = next(self._calls)

    def _callable(self, here: bool) -> Any:
        fed = [feed.tensor.name for feed in self.feeds]
        if set(fed) & set(self._at):
            raise Unknown
        parts = fed, list(self._at), list(self._targets)
        call = _private.callable_of(self._session, *parts, here)
        if call is None:
            raise Unknown
        self.callables.append(call)
        return call

    def run(self, values: list[Any]) -> Any:
        """Run with the values of the feeds."""
        start = time.perf_counter()
        found = self._call(*values)
        seconds = time.perf_counter() - start
        with self._lock:
            self._call = self._calls.send(seconds)
        # What was read of a variable still lies in it
        return self._nested(
            [np.copy(one) if type(one) is np.ndarray else one for one in found]
        )

    def _faster(self) -> Generator[Any, float, None]:
        """The call to take next, by the seconds that each one took."""
        there = self._callable(here=False)
        seconds = yield from _tried(there)
        graph = self._session.graph
        # In one thread, steps of a loop would draw in another order
        if min(seconds) < SMALL_SECONDS and not draws_in_a_loop(
            graph, fast.ops_of_pieces(graph)
        ):
            try:
                here = self._callable(here=True)
            except tf.errors.OpError:  # the graph was changed since
                here = there
            if median((yield from _tried(here))) < median(seconds):
                while (yield here) < 2 * SMALL_SECONDS:
                    pass
        while True:
            yield there

    def _places(self, graph: Any, fetches: Any) -> Any:
        """From the values of a call to what `run` gives, as nested functions."""
        if isinstance(fetches, (list, tuple)):
            parts = [self._places(graph, one) for one in fetches]
            if hasattr(fetches, "_fields"):
                return lambda found: type(fetches)(*(part(found) for part in parts))
            if type(fetches) not in (list, tuple):
                raise Unknown
            return lambda found: type(fetches)(part(found) for part in parts)
        if isinstance(fetches, dict):
            named = {name: self._places(graph, one) for name, one in fetches.items()}
            return lambda found: {name: part(found) for name, part in named.items()}
        try:
            element = graph.as_graph_element(fetches)
        except (TypeError, ValueError, KeyError):
            raise Unknown from None
        if not graph.is_fetchable(element):
            raise Unknown
        if isinstance(element, tf.Operation):
            self._targets[element.name] = None
            return lambda found: None
        if element.op.type.startswith("GetSessionHandle"):  # to a `TensorHandle`
            raise Unknown
        at = self._at.setdefault(element.name, len(self._at))
        return lambda found: found[at]


def _tried(call: Any) -> Generator[Any, float, list[float]]:
    """The seconds that a call takes."""
    seconds = []
    for _ in range(TRIALS):
        seconds.append((yield call))
    return seconds


class _Feed:
    """A tensor that is fed.

    Args:
        graph: The session's graph.
        tensor: A key of a feed dictionary.
    """

    def __init__(self, graph: Any, tensor: Any) -> None:
        numbers = isinstance(tensor, tf.Tensor) and tensor.dtype.is_numpy_compatible
        if not numbers or tensor.graph is not graph or not graph.is_feedable(tensor):
            raise Unknown
        self.tensor, self._dtype = tensor, np.dtype(tensor.dtype.as_numpy_dtype)
        if self._dtype.hasobject:
            raise Unknown
        rank = tensor.shape.rank
        self._dims = None if rank is None else tensor.shape.as_list()

    def value(self, given: Any) -> Any:
        """A value as an array of the tensor's type.

        Raises:
            Unknown: `Session.run` would not take it, or otherwise.
        """
        if isinstance(given, np.ndarray):
            array = given.astype(self._dtype)  # a copy: a variable may keep it
        elif isinstance(given, (bool, int, float, list, tuple, np.generic)):
            try:
                array = np.asarray(given, self._dtype)
            except (TypeError, ValueError, OverflowError):
                raise Unknown from None
            if isinstance(given, int) and array != given:
                raise Unknown
        else:
            raise Unknown
        if self._dims is not None and list(array.shape) != self._dims:
            if len(self._dims) != array.ndim:
                raise Unknown
            for known, size in zip(self._dims, array.shape, strict=True):
                if known is not None and known != size:
                    raise Unknown
        return array

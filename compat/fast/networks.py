"""The networks over time of a graph that have a faster way."""

from __future__ import annotations

from typing import Any

from compat import _private, fast
from compat.fast import watch
from compat.fast.network import Network

__all__ = ["Networks", "add", "of"]


class Networks:
    """All networks of a graph, which holds them: they end with it.

    Attributes:
        all: The networks, in the order that they were built.
        backwards: What `watch` saw of their gradients, likewise.
        inside: The network that an op is in.
        reads: Of an op in a network, which of its inputs the network was given.
        handed: The network that a tensor comes from, and where it stands there.
        lost: Whether something of a gradient was missed: then all stay as they are.
    """

    def __init__(self) -> None:
        self.all: list[Network] = []
        self.backwards: list[watch.Backward] = []
        self.inside: dict[Any, Network] = {}
        self.reads: dict[Any, list[int]] = {}
        self.handed: dict[str, tuple[Network, int]] = {}
        self.lost = False

    def add(self, network: Network) -> None:
        """Take in a network."""
        self.all.append(network)
        for op in network.inside:
            self.inside[op] = network
            places = [i for i, t in enumerate(op.inputs) if t.name in network.given]
            if places:
                self.reads[op] = places
        for index, tensor in enumerate(network.handed):
            self.handed.setdefault(tensor.name, (network, index))


def of(graph: Any) -> Networks | None:
    """The networks of a graph, or `None` where there are none."""
    return getattr(graph, fast.NETWORKS, None)


def add(kind: str, **arguments: Any) -> None:
    """Take in a network that was built, where it has a faster way.

    Args:
        kind: What built it.
        **arguments: See `Network`.
    """
    with fast.attempt(kind):
        network = Network(**arguments)
        if not (_private.runs_copies() and watch.install()):
            raise fast.Unproved("this TensorFlow hides what it needs")
        networks = of(network.graph)
        if networks is None:
            networks = Networks()
            setattr(network.graph, fast.NETWORKS, networks)
        networks.add(network)

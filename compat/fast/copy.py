"""The copy of a script's graph that its sessions run, with pieces in place of networks.

The copy has the nodes of the script's graph under their names; a result of a network
over time, or of its gradient, hands on the tensor of a piece instead. What the plain
network would have worked out is there too, but nothing runs it, unless it is asked for
by name; it has the piece's random numbers then.
"""

from __future__ import annotations

import threading
from typing import Any

import tensorflow as tf

from compat import _private, fast
from compat.fast import networks
from compat.fast.networks import Networks
from compat.fast.piece import Piece

tf1 = tf.compat.v1

_LOCK = threading.RLock()


class Copy:
    """The copy of a graph.

    Args:
        graph: The script's graph.
        known: Its networks.

    Attributes:
        pieces: The networks that run in the faster way.
    """

    def __init__(self, graph: Any, known: Networks) -> None:
        self._of, self._known, self._lock = graph, known, threading.RLock()
        self._copied = self._networks = self._backwards = 0
        self._nodes = _private.CopiedNodes()
        self.pieces: dict[Any, Piece] = {}

    @property
    def graph(self) -> Any:
        """The copy; Python does not know its nodes."""
        return self._nodes.graph

    def extend(self) -> None:
        """Bring in what was built since the last time."""
        with self._lock:
            ops = self._of.get_operations()[self._copied :]
            if not ops:
                return
            with fast.attempt("the faster way of a graph") as tried:
                definition = self._definition(ops)
                self._build({node.name: node for node in definition.node})
                if not self.pieces:
                    return
                for piece in self.pieces.values():
                    definition.node.extend(piece.nodes())
                self._nodes.add(definition)
            if tried.failed:
                for network in self._known.all[self._networks :]:
                    self.pieces.pop(network, None)
                self._nodes.add(self._definition(ops))
            self._networks = len(self._known.all)
            self._backwards = len(self._known.backwards)
            self._copied += len(ops)

    def _definition(self, ops: list[Any]) -> Any:
        """The script's graph since the last time, as a `GraphDef`."""
        if not self._copied or _private.has_functions(self._of):
            definition = self._of.as_graph_def()
            del definition.node[: self._copied]
            return definition
        definition = tf1.GraphDef(versions=self._of.graph_def_versions)
        definition.node.extend(op.node_def for op in ops)
        return definition

    def _build(self, nodes: dict[str, Any]) -> None:
        """Build the pieces that are new, and the gradients of these and of others.

        Args:
            nodes: The nodes that are new, by name; what pieces give is put into them.
        """
        new = [] if self._known.lost else self._known.all[self._networks :]
        for number, network in enumerate(new, self._networks):
            with fast.attempt(network.name):
                if network.name not in nodes:
                    raise fast.Unproved("the session ran while it was built")
                self.pieces[network] = Piece(network, f"compat_fast_{number}")
        for backward in self._known.backwards[self._backwards :]:
            piece = self.pieces.get(backward.network)
            if piece is None or self._known.lost:
                continue
            with fast.attempt(f"the gradient of {backward.network.name}") as tried:
                piece.back(backward)
            if tried.failed and backward.network in new:
                # Nothing of it ran yet: rather than run both ways, run the plain one
                del self.pieces[backward.network]
        for piece in self.pieces.values():
            piece.put_into(nodes)


def of(graph: Any) -> Copy | None:
    """The copy of a graph, for a session that did not run yet; `None`: it runs itself.

    Args:
        graph: A graph that has networks over time.
    """
    known = networks.of(graph)
    if known is None:
        return None
    with _LOCK:
        copy = getattr(graph, fast.COPY, None)
        with fast.attempt("the copy of a graph") as tried:
            if copy is None:
                copy = Copy(graph, known)
                setattr(graph, fast.COPY, copy)
            copy.extend()
        return copy if not tried.failed and copy is not None and copy.pieces else None

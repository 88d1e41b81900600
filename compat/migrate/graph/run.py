"""Runs a part of a graph on given inputs, by public TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from compat.migrate.checkpoint import tensorflow
from compat.migrate.graph.meta import VARIABLES, Graph, data, source, tensor
from compat.migrate.kinds import Array

_PLAIN = {"Enter", "RefEnter", "Switch", "RefSwitch", "Identity", "RefIdentity"}
_PLAIN |= {"ReadVariableOp", "StopGradient", "PreventGradient"}


class Unreachable(ValueError):
    """The part needs something that is not given."""


class Part:
    """A part of a graph, cut at tensors that are fed.

    Args:
        graph: The whole.
        variables: The values of its variables.
        fed: Tensors (`op:0`) whose values are given.
        fetched: Tensors that are wanted.
        flat: Whether to leave out every Reshape: a matrix comes in and goes out.

    Raises:
        Unreachable: When they need a placeholder, or a loop's own state.
    """

    def __init__(
        self,
        graph: Graph,
        variables: Mapping[str, Array],
        fed: Sequence[str],
        fetched: Sequence[str],
        flat: bool = False,
    ) -> None:
        self._flat = flat
        self.fed, self.fetched = list(fed), list(fetched)
        self._names = {name: f"fed_{place}" for place, name in enumerate(self.fed)}
        tf = tensorflow()
        definition = tf.compat.v1.GraphDef()
        definition.versions.CopyFrom(graph.versions)
        done: set[str] = set()
        todo = [source(name) for name in self.fetched if name not in self._names]
        while todo:
            name = todo.pop()
            if name in done:
                continue
            done.add(name)
            todo += self._add(graph, definition, name, variables)
        self._graph = tf.Graph()
        self.dtypes = []
        for name, given in self._names.items():
            node = definition.node.add(name=given, op="Placeholder")
            node.attr["dtype"].type = _dtype(tf, graph, name)
            self.dtypes.append(tf.as_dtype(node.attr["dtype"].type).as_numpy_dtype)
        with self._graph.as_default():
            tf.graph_util.import_graph_def(definition, name="")
        # as it is written: with oneDNN its layer normalization would be another op
        config = tf.compat.v1.ConfigProto()
        config.graph_options.rewrite_options.disable_meta_optimizer = True
        self._session = tf.compat.v1.Session(graph=self._graph, config=config)

    def _add(
        self, graph: Graph, definition: Any, name: str, variables: Mapping[str, Array]
    ) -> list[str]:
        """Copy one op; give the ops it needs."""
        node = graph.nodes[name]
        tf = tensorflow()
        variable = graph.variable_of(name)
        own = graph.checkpoint_name(variable) if variable else ""
        if own in variables:
            copy = definition.node.add(name=name, op="Const")
            value = tf.make_tensor_proto(variables[own])
            copy.attr["value"].tensor.CopyFrom(value)
            copy.attr["dtype"].type = value.dtype
            return []
        if node.op in VARIABLES:
            raise Unreachable(f"{name} is not in the checkpoint")
        if node.op in ("Placeholder", "PlaceholderV2", "Merge", "TensorArrayReadV3"):
            raise Unreachable(f"{name} is not given")
        copy = definition.node.add()
        copy.CopyFrom(node)
        copy.device = ""
        for attribute in ("_class", "_output_shapes"):
            copy.attr.pop(attribute, None)
        del copy.input[:]
        inputs = data(node)
        if node.op in _PLAIN or (node.op == "Reshape" and self._flat):
            inputs = inputs[:1]
            copy.op = "Identity"
            kept = node.attr["T" if "T" in node.attr else "dtype"].type
            for attribute in list(copy.attr):
                del copy.attr[attribute]
            copy.attr["T"].type = kept
        needed = []
        for given in inputs:
            cut = self._names.get(tensor(given))
            if cut is None:
                needed.append(source(given))
                # a Switch, made an Identity, has one output
                kind = graph.nodes[source(given)].op
                given = source(given) if kind in _PLAIN else given
            copy.input.append(cut or given)
        return needed

    def __call__(self, *values: Array) -> list[Array]:
        """Run it on values for what is fed."""
        given = {
            f"{name}:0": value
            for name, value in zip(self._names.values(), values, strict=True)
        }
        wanted = [
            f"{self._names[t]}:0" if t in self._names else t for t in self.fetched
        ]
        return [np.asarray(one) for one in self._session.run(wanted, given)]

    def close(self) -> None:
        """End its session."""
        self._session.close()


def _dtype(tf: Any, graph: Graph, name: str) -> Any:
    """A tensor's dtype, by its op's attributes."""
    node = graph.nodes[source(name)]
    for attribute in ("dtype", "T", "output_type", "Tparams", "DstT", "out_type"):
        if attribute in node.attr and node.attr[attribute].type:
            return node.attr[attribute].type
    return tf.float32.as_datatype_enum

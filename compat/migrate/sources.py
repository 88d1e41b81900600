"""What `convert` reads: checkpoints, SavedModels and frozen graphs."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from compat.errors import UsageError
from compat.migrate import checkpoint
from compat.migrate.checkpoint import tensorflow
from compat.migrate.graph import meta
from compat.migrate.graph.meta import Graph, data, source
from compat.migrate.kinds import Array

_SAVED = "saved_model.pb"
# Through which a frozen variable's value goes to those that use it.
_READS = ("Identity", "Enter", "RefEnter", "ReadVariableOp")


def read(path: str) -> tuple[dict[str, Array], Graph | None]:
    """The variables by name, and the graph that uses them, where there is one.

    Args:
        path: A checkpoint (see `compat.migrate.checkpoint.read`), the folder of a
            SavedModel or its saved_model.pb, or a frozen graph (.pb).

    Raises:
        UsageError: When it is none of these, or cannot be read.
    """
    if os.path.basename(path) == _SAVED:
        path = os.path.dirname(path) or "."
    if os.path.isfile(os.path.join(path, _SAVED)):
        return _saved_model(path)
    if path.endswith(".pb"):
        return _frozen(path)
    graph = meta.beside(checkpoint.checkpoint_prefix(path))
    return checkpoint.read(path), graph


def _saved_model(folder: str) -> tuple[dict[str, Array], Graph | None]:
    """A SavedModel's: the graph of its first set of tags."""
    values = os.path.join(folder, "variables", "variables")
    if not os.path.isfile(values + ".index"):
        raise UsageError(f"{folder}: a SavedModel without variables")
    tf = tensorflow()
    from tensorflow.core.protobuf import saved_model_pb2

    whole = _parsed(os.path.join(folder, _SAVED), saved_model_pb2.SavedModel())
    definition = whole.meta_graphs[0].graph_def
    # TensorFlow 2's has its variables in objects, its ops in functions
    of_tf1 = any(node.op == "SaveV2" for node in definition.node) and not any(
        "VARIABLE_VALUE" in name for name, _ in tf.train.list_variables(values)
    )
    return checkpoint.read(values), Graph(definition) if of_tf1 else None


def _frozen(path: str) -> tuple[dict[str, Array], Graph]:
    """A frozen graph's: constants that were variables, and the graph as it was."""
    tf = tensorflow()
    definition = _parsed(path, tf.compat.v1.GraphDef())
    read = {
        source(node.input[0])
        for node in definition.node
        if node.op in _READS and data(node)
    }
    found: dict[str, Array] = {}
    for node in definition.node:
        if node.op != "Const" or node.name not in read:
            continue
        value = np.asarray(tf.make_ndarray(node.attr["value"].tensor))
        if value.dtype.kind != "f" or not value.ndim:
            continue
        found[node.name] = value
        kept = node.attr["dtype"].type
        node.op = "VariableV2"
        for attribute in list(node.attr):
            del node.attr[attribute]
        node.attr["dtype"].type = kept
    if not found:
        raise UsageError(f"{path}: expected a frozen graph: no constant was a variable")
    return found, Graph(definition)


def _parsed(path: str, message: Any) -> Any:
    try:
        with open(path, "rb") as file:
            message.ParseFromString(file.read())
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except Exception as error:  # protobuf's own, and OSError
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{path}: not a readable graph: {said}") from None
    return message

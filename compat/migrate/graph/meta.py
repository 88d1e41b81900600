"""Reads the graph that a Saver wrote beside a checkpoint."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from compat.errors import UsageError
from compat.migrate.checkpoint import tensorflow

# Ops through which a value passes as it is.
PASSING = {"Identity", "Enter", "ReadVariableOp", "Switch", "RefEnter", "RefIdentity"}
PASSING |= {"RefSwitch", "StopGradient", "Cast", "PreventGradient"}
VARIABLES = {"VariableV2", "Variable", "VarHandleOp"}
# What is built for training and saving, not for the outputs.
_AROUND = re.compile(
    r"(^|/)(gradients(_\d+)?|save(_\d+)?|Adam(_\d+)?|RMSProp(_\d+)?|Momentum(_\d+)?"
    r"|GradientDescent(_\d+)?|Adagrad(_\d+)?|clip_by_global_norm(_\d+)?"
    r"|global_norm(_\d+)?|report_uninitialized_variables(_\d+)?)/|/Initializer/"
)


class Graph:
    """A graph's nodes, and who uses what.

    Args:
        definition: A `GraphDef`.
    """

    def __init__(self, definition: Any) -> None:
        self.versions = definition.versions
        self.nodes = {node.name: node for node in definition.node}
        self.place = {name: number for number, name in enumerate(self.nodes)}
        self.users: dict[str, list[str]] = defaultdict(list)
        for node in definition.node:
            for given in dict.fromkeys(source(i) for i in data(node)):
                self.users[given].append(node.name)
        self._saved = dict(self._of_savers())
        self._names = {variable: name for name, variable in self._saved.items()}

    def _of_savers(self) -> Iterator[tuple[str, str]]:
        """Under which names a Saver writes which variables."""
        for node in self.nodes.values():
            if node.op != "SaveV2":
                continue
            given = data(node)
            names = self.constant(source(given[1]))
            for name, value in zip(
                np.ravel([] if names is None else names), given[3:], strict=False
            ):
                variable = self.variable_of(source(value))
                if variable is not None:
                    yield name.decode("utf-8"), variable

    def saved(self, name: str) -> str:
        """The variable that a checkpoint's name stands for."""
        return self._saved.get(name, name)

    def checkpoint_name(self, variable: str) -> str:
        """The name of a variable in the checkpoint."""
        return self._names.get(variable, variable)

    def used_by(self, name: str) -> list[str]:
        """Who uses an op's outputs, but for gradients, saving and initializing."""
        found = []
        for user in self.users.get(name, ()):
            assigns = self.nodes[user].op in ("Assign", "AssignVariableOp")
            if not assigns and not _AROUND.search(user):
                found.append(user)
        return found

    def reads(self, variable: str) -> list[str]:
        """The ops that use a variable's value, in the order they were built."""
        found, todo, seen = set(), [variable], {variable}
        if variable not in self.nodes or self.nodes[variable].op not in VARIABLES:
            return []
        while todo:
            for user in self.used_by(todo.pop()):
                if user in seen:
                    continue
                seen.add(user)
                if self.nodes[user].op in PASSING:
                    todo.append(user)
                elif self.nodes[user].op not in _CHECKS:
                    found.add(user)
        return sorted(found, key=self.place.__getitem__)

    def variable_of(self, name: str) -> str | None:
        """The variable whose value an op hands on, or `None`."""
        for _ in range(20):
            node = self.nodes.get(name)
            if node is None:
                return None
            if node.op in VARIABLES:
                return name
            if node.op not in PASSING or not node.input:
                return None
            name = source(node.input[0])
        return None

    def constant(self, name: str) -> Any:
        """An op's value, when it is a constant (perhaps handed on), or `None`."""
        for _ in range(20):
            node = self.nodes.get(name)
            if node is None:
                return None
            if node.op == "Const":
                return tensorflow().make_ndarray(node.attr["value"].tensor)
            if node.op not in PASSING or not node.input:
                return None
            name = source(node.input[0])
        return None

    def alone(self, name: str, places: Iterable[int]) -> str:
        """A copy of an op, each of some of its inputs a tensor of its own, to be fed.

        Args:
            name: The op.
            places: Which inputs; they become `NAME/alone/PLACE:0`.
        """
        copy = f"{name}/alone"
        if copy not in self.nodes:
            node = type(self.nodes[name])()
            node.CopyFrom(self.nodes[name])
            node.name = copy
            for place in places:
                fed = type(node)(name=f"{copy}/{place}", op="Placeholder")
                # a whole sequence's op has its length first
                long = place == 0 and node.op.startswith("BlockLSTM")
                dtype = tensorflow().int64.as_datatype_enum
                fed.attr["dtype"].type = dtype if long else node.attr["T"].type
                self.nodes[fed.name] = fed
                node.input[place] = f"{fed.name}:0"
            self.nodes[copy] = node
        return copy

    def number(self, name: str) -> float | None:
        """An op's value, when it is one constant number, or `None`."""
        value = self.constant(name)
        if value is None or np.size(value) != 1 or np.asarray(value).dtype.kind != "f":
            return None
        return exact(np.asarray(value).reshape(()))


_CHECKS = {"IsVariableInitialized", "VarIsInitializedOp", "AssignAdd", "AssignSub"}
_CHECKS |= {"SaveV2", "ScalarSummary", "HistogramSummary", "L2Loss"}


def exact(value: Any) -> float:
    """A number of float32 as one would write it: 0.1, not 0.10000000149."""
    return float(str(np.float32(value)))


def source(given: str) -> str:
    """The op that an input comes from."""
    return given.lstrip("^").partition(":")[0]


def tensor(given: str) -> str:
    """An input as a tensor's name, `op:0`."""
    return given if ":" in given else f"{given}:0"


def data(node: Any) -> list[str]:
    """An op's inputs without control dependencies."""
    return [given for given in node.input if not given.startswith("^")]


def beside(prefix: str) -> Graph | None:
    """The graph beside a checkpoint, or `None` when there is none.

    Args:
        prefix: See `compat.migrate.checkpoint.checkpoint_prefix`.

    Raises:
        UsageError: When there is one that cannot be read.
    """
    prefix = prefix.removesuffix("-?????-of-?????")
    path = f"{prefix}.meta"
    if not os.path.isfile(path):
        return None
    tf = tensorflow()
    whole = tf.compat.v1.MetaGraphDef()
    try:
        with open(path, "rb") as file:
            whole.ParseFromString(file.read())
    except Exception as error:  # protobuf's own, and OSError
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{path}: not a readable graph: {said}") from None
    return Graph(whole.graph_def)


def read(path: Any) -> Graph:
    """The graph in a file with a `GraphDef`."""
    definition = tensorflow().compat.v1.GraphDef()
    with open(path, "rb") as file:
        definition.ParseFromString(file.read())
    return Graph(definition)

"""Which name of TensorFlow 1.x each expression of a script stands for."""

from __future__ import annotations

import ast

from compat.check import names
from compat.check.visitor import Visitor


class Resolver(Visitor):
    """Notes the TensorFlow names of expressions, as `compat check` follows them.

    Attributes:
        found: By the id of a node of the tree, its names.
    """

    def __init__(self, tree: ast.Module) -> None:
        super().__init__()
        self.found: dict[int, tuple[str, ...]] = {}
        self.run(tree)

    def _note(self, node: ast.AST) -> None:
        value = self.value(node)
        real = [one for one in value if one.partition(".")[0] in ("tf", "tensorflow")]
        if real:
            self.found[id(node)] = tuple(map(_plain, real))

    def visit_Call(self, node: ast.Call) -> None:
        """Note the name of what is called."""
        self._note(node.func)
        super().visit_Call(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note an attribute's name."""
        self._note(node)
        super().visit_Attribute(node)

    def visit_Name(self, node: ast.Name) -> None:
        """Note a name that stands for one of TensorFlow's."""
        self._note(node)
        super().visit_Name(node)

    def names(self, node: ast.AST) -> tuple[str, ...]:
        """The names that an expression may stand for: `tf.nn.dynamic_rnn`."""
        return self.found.get(id(node), ())


def _plain(name: str) -> str:
    """A name as this package's rules spell it."""
    found = names.canonical(name)
    for long in ("tf.compat.v1.", "tf.python."):
        if found.startswith(long):
            found = f"tf.{found[len(long) :]}"
    for contrib in ("tf.contrib.rnn.", "tf.nn.rnn_cell."):
        if found.startswith(contrib) and found[len(contrib) :] in _CELLS:
            return f"tf.nn.rnn_cell.{found[len(contrib) :]}"
    return found


_CELLS = {
    "BasicLSTMCell", "LSTMCell", "GRUCell", "BasicRNNCell", "RNNCell", "MultiRNNCell",
    "DropoutWrapper", "LSTMStateTuple", "ResidualWrapper",
}  # fmt: skip

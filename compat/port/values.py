"""What an expression of a script becomes, and what both passes know of the graph."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass, field
from typing import Any


class Gap(Exception):
    """What is not ported.

    Args:
        name: Of TensorFlow 1.x, or of Python.
        why: In a few words.
    """

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why)
        self.name, self.why = name, why


@dataclass
class Value:
    """What an expression becomes.

    Attributes:
        text: Its Keras code.
        kind: `plain` (the script's own), `tensor`, `layers` (a cell), `variable`,
            `random` (an initial value), `loss`, `optimizer`, `gradients`, `train`,
            `rnn`, `states`, `nest` (states as one thing), `feed`, `gone` (nothing of it
            is left).
        changed: Whether the text is not the script's.
        data: More, by kind.
    """

    text: str
    kind: str = "plain"
    changed: bool = True
    data: dict[str, Any] = field(default_factory=dict)


# Of these nothing stands where the script has them; what uses them says it.
LAZY = {
    "variable", "random", "loss", "optimizer", "gradients", "train", "gone", "schedule",
}  # fmt: skip


# These have no value in an expression.
NO_VALUE = {
    "gone",
    "optimizer",
    "gradients",
    "train",
    "states",
    "rnn",
    "variable",
    "random",
}


@dataclass
class Train:
    """A training op.

    Attributes:
        model: The model's name where it is made.
        x: The placeholders that it is fed, by tensor name.
        y: The placeholder of the labels, or `""` where the loss is an output.
        loss: The loss's tensor name.
        pred: The predicted tensor's name.
    """

    model: str
    x: list[str]
    y: str
    loss: str
    pred: str


@dataclass
class Model:
    """A model that predicts.

    Attributes:
        text: Its name where it is made.
        x: The placeholders that it is fed.
    """

    text: str
    x: list[str]


@dataclass
class Registry:
    """What a pass over the script learns of its graph for the next one.

    Attributes:
        tensors: By a tensor's name, what it became where it was made.
        variables: By a variable's name, the same.
        trains: By an op's name.
        groups: Tensors that are fetched together.
        models: Of these.
        gone: Names of ops of which nothing is left.
        lists: By their first tensor's name, lists of time steps.
        nests: Of a state that is one thing for the script, by each of its tensors the
            first one, which stands for all.
        drops: By the number of a cell with dropout, what comes before and after it.
    """

    tensors: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)
    trains: dict[str, Train] = field(default_factory=dict)
    groups: dict[tuple[str, ...], None] = field(default_factory=dict)
    models: dict[tuple[str, ...], Model] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    products: dict[str, set[str]] = field(default_factory=dict)
    lists: dict[str, Value] = field(default_factory=dict)
    nests: dict[str, str] = field(default_factory=dict)
    drops: dict[int, tuple[str, str]] = field(default_factory=dict)


def unparsed(node: ast.AST) -> str:
    """The code of a statement or target, a tuple without its brackets."""
    if isinstance(node, ast.Tuple) and node.elts:
        return ast.unparse(node).removeprefix("(").removesuffix(")")
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        return f"return {unparsed(node.value)}"
    if isinstance(node, ast.Assign):
        parts = [*node.targets, node.value]
        return " = ".join(unparsed(one) for one in parts)
    return ast.unparse(node)


def quoted(text: str) -> str:
    """Code with its strings in double quotes where that changes nothing else."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, IndentationError):
        return text
    lines = text.splitlines(keepends=True)
    for token in reversed(tokens):
        string = token.string
        if token.type != tokenize.STRING or '"' in string or "\\" in string:
            continue
        if string.endswith("'") and not string.endswith("'''"):
            row, begin = token.start
            end = token.end[1]
            if token.end[0] == row:
                line = lines[row - 1]
                lines[row - 1] = line[:begin] + string.replace("'", '"') + line[end:]
    return "".join(lines)

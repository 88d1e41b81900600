"""How rules are written, and where they are kept."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from compat.port.values import NO_VALUE, Gap, Value


@dataclass
class Rule:
    """What a name becomes.

    Attributes:
        function: Given the translator, the call and its `Args`, the `Value`.
        signature: The names of the arguments in order; `*` stands before those by
            name alone.
    """

    function: Callable[..., Any]
    signature: list[str]


RULES: dict[str, Rule] = {}
METHODS: dict[str, dict[str, Rule]] = {}  # by the method's name, by the class's
VALUES: dict[str, str] = {}  # names that are not called
CLASSES: set[str] = set()

# Arguments that change no number.
IGNORED = {
    "name", "scope", "reuse", "swap_memory", "parallel_iterations", "state_is_tuple",
    "dtype", "variables_collections", "outputs_collections", "validate_shape",
    "collections", "graph", "config", "target", "use_locking", "swap", "op_name",
    "global_step", "trainable", "time_major_", "gate_gradients", "aggregation_method",
    "colocate_gradients_with_ops", "cudnn_on_gpu", "use_cudnn_on_gpu", "back_prop",
}  # fmt: skip


def rule(*names: str, sig: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Register the rule of some names."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in names:
            RULES[name] = Rule(function, _arguments(sig))
        return function

    return register


def method(attr: str, *kinds: str, sig: str = "") -> Callable[..., Any]:
    """Register the rule of a method of some classes."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        CLASSES.update(kinds)
        for kind in kinds:
            METHODS.setdefault(attr, {})[kind] = Rule(function, _arguments(sig))
        return function

    return register


def _arguments(sig: str) -> list[str]:
    return [part.strip() for part in sig.split(",") if part.strip()]


class Args:
    """The arguments of a call, by name.

    Args:
        t: The translator.
        name: What is called.
        rule: Its rule.
        call: The call.

    Raises:
        Gap: For what the rule does not know.
    """

    def __init__(self, t: Any, name: str, rule: Rule, call: ast.Call) -> None:
        self.t, self.name, self.call = t, name, call
        self.nodes: dict[str, ast.expr] = {}
        self.scheduled = False  # whether one is made from the number of the step
        for at, node in enumerate(call.args):
            if isinstance(node, ast.Starred) or at >= len(rule.signature):
                raise Gap(name, "its arguments are not told one by one")
            self.nodes[rule.signature[at]] = node
        for keyword in call.keywords:
            if keyword.arg is None:
                raise Gap(name, "its arguments are not told one by one")
            self.nodes[keyword.arg] = keyword.value

    def __contains__(self, name: str) -> bool:
        node = self.nodes.get(name)
        is_none = isinstance(node, ast.Constant) and node.value is None
        return node is not None and not is_none

    def only(self, *known: str) -> None:
        """Raises `Gap` when there is an argument that is not known."""
        for name in self.nodes:
            if name not in known and name not in IGNORED and name in self:
                raise Gap(f"{self.name}({name}=…)", "this argument is not ported")

    def node(self, name: str) -> ast.expr:
        """An argument's expression."""
        if name not in self.nodes:
            raise Gap(self.name, f"expected an argument {name}")
        return self.nodes[name]

    def value(self, name: str) -> Value:
        """What an argument becomes."""
        found: Value = self.t.expr(self.node(name))
        self.scheduled = self.scheduled or found.kind == "schedule"
        return found

    def strict(self, name: str) -> Value:
        """The same, where it must have a value of its own.

        Raises:
            Gap: Where nothing of it is left.
        """
        found = self.value(name)
        if found.kind == "variable" or found.data.get("role") == "size":
            return Value(self.t.standing(found, self.node(name)), "tensor")
        if found.kind in NO_VALUE or not found.text:
            said = f"{name} is {found.kind}, which has no value in Keras"
            raise Gap(self.name, said)
        return found

    def text(self, name: str, default: str = "") -> str:
        """An argument's Keras code."""
        if name not in self.nodes:
            return default
        return self.strict(name).text

    def fact(self, name: str) -> Any:
        """What an argument was."""
        return self.t.facts.of(self.node(name)) if name in self.nodes else None

    def number(self, name: str) -> Any:
        """An argument's value, where it is a literal or was a plain number."""
        node = self.nodes.get(name)
        if isinstance(node, ast.Constant):
            return node.value
        fact = self.fact(name)
        return fact if not isinstance(fact, (dict, list)) else None

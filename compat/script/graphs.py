"""Whether a script's tree uses Keras, and whether it builds a graph of its own."""

from __future__ import annotations

import ast

# What only a script with a graph of its own calls, whatever it is called on.
_GRAPH = {
    "placeholder",
    "placeholder_with_default",
    "get_variable",
    "variable_scope",
    "global_variables_initializer",
    "initialize_all_variables",
    "make_one_shot_iterator",
    "make_initializable_iterator",
    "dynamic_rnn",
    "static_rnn",
    "minimize",
    "import_graph_def",
    "Saver",
}
# Parts of TensorFlow 1.x below which everything builds a graph.
_GRAPH_PARTS = {"contrib", "layers", "estimator", "losses", "train"}
# Of those, what a script with Keras alone uses too.
_PASSED = {
    "keras",
    "latest_checkpoint",
    "Checkpoint",
    "Example",
    "Features",
    "Feature",
} | {"summary_iterator"}
# Whose `run` and `minimize` are no session's and no optimizer's.
_OTHERS = {"app", "subprocess", "asyncio", "optimize", "scipy", "unittest", "server"}


def uses_keras(tree: ast.Module, imports: list[tuple[int, str]]) -> bool:
    """Whether there is an import with `keras` in it, or an attribute of that name."""
    return any("keras" in name.split(".") for _, name in imports) or any(
        isinstance(node, ast.Attribute) and node.attr == "keras"
        for node in ast.walk(tree)
    )


def _dotted(node: ast.AST) -> list[str]:
    """`a.b.c` as its parts; `[]` for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def _tensorflow_names(tree: ast.Module) -> set[str]:
    """What TensorFlow is called in a module."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name in {"tensorflow", "tensorflow.compat.v1"}
    } | {"tf"}


def builds_a_graph(tree: ast.Module, imports: list[tuple[int, str]]) -> bool:
    """Whether a TensorFlow 1.x graph is built, by a name or an import."""
    tensorflow = _tensorflow_names(tree)
    if any(_graph_import(name.split(".")) for _, name in imports):
        return True
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            parts = _dotted(node)
            if parts and parts[0] in tensorflow and _graph_part(parts[1:]):
                return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = _dotted(node.func)
            if parts[:1] in (["K"], ["keras"]) or _OTHERS & set(parts[:-1]):
                continue
            if node.func.attr in _GRAPH or _runs(node):
                return True
    return False


def _graph_import(parts: list[str]) -> bool:
    return parts[0] == "tensorflow" and _graph_part(parts[1:])


def _graph_part(parts: list[str]) -> bool:
    """Whether the path below TensorFlow is one of those that build a graph."""
    if parts[:2] == ["compat", "v1"]:
        parts = parts[2:]
    if len(parts) < 2 or parts[0] not in _GRAPH_PARTS or parts[1] in _PASSED:
        return False
    return not (parts[0] == "train" and parts[1].endswith("Optimizer"))


def _runs(call: ast.Call) -> bool:
    """Whether `x.run(…)` looks like a session's."""
    assert isinstance(call.func, ast.Attribute)
    given = {keyword.arg for keyword in call.keywords}
    return call.func.attr == "run" and bool(
        call.args or {"fetches", "feed_dict"} & given
    )

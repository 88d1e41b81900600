"""Which Keras a script needs, seen from its text before it runs.

Keras 3 does not live in a TensorFlow 1.x graph. So a script that uses Keras alone gets
a facade of Keras 2 on Keras 3 and TensorFlow stays eager; a script that also builds and
runs a graph of its own gets Keras 2 itself, from the package tf_keras; and a script
without Keras is not touched.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator

NONE, KERAS, MIXED = "no Keras", "Keras", "Keras in a graph"

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

_found = NONE
_graph_begun = False
_sources: list[str] = []


def current() -> str:
    """What was found by `look` for this process."""
    return _found


def begin(found: str) -> None:
    """Take over what was found for the process that started this one."""
    global _found
    _found = found


def look(script: str, folders: Iterable[str] = (), source: str | None = None) -> str:
    """Look at a script and the modules that it has there, and remember what was found.

    Args:
        script: Path of a Python file; its folder is looked into.
        folders: Others of the script's.
        source: Its text, where there is no such file.

    Returns:
        `NONE`, `KERAS` or `MIXED`.
    """
    script = os.path.abspath(script)
    return remember(
        list(_with_modules(script, [os.path.dirname(script), *folders], source))
    )


def decide() -> None:
    """Choose for code that was not looked at, when it asks for Keras."""
    global _found
    if _found == NONE:
        _found = MIXED if _graph_begun else KERAS


def begin_graph() -> None:
    """Note that the script has TensorFlow 1.x already."""
    global _graph_begun
    _graph_begun = True


def remember(sources: list[str]) -> str:
    """As `look`, for source texts."""
    global _found, _sources
    _found, _sources = of_sources(sources), sources
    return _found


def sources() -> list[str]:
    """The source texts that `look` found."""
    return _sources


def of_sources(sources: list[str]) -> str:
    """What the source texts of one program need together.

    Args:
        sources: Python source; what does not parse counts for nothing.
    """
    trees = [
        _parsed(source) for source in sources if "keras" in source or "tf" in source
    ]
    if not any(_uses_keras(tree) for tree in trees):
        return NONE
    return MIXED if any(_builds_a_graph(tree) for tree in trees) else KERAS


def builds_a_graph(tree: ast.Module) -> bool:
    """Whether a module builds a TensorFlow 1.x graph of its own."""
    return _builds_a_graph(tree)


def _parsed(source: str) -> ast.Module:
    """A module's tree; for Python 2, that of the lines that Python 3 can parse."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        body: list[ast.stmt] = []
        for line in source.splitlines():
            try:
                body += ast.parse(line.strip()).body
            except (SyntaxError, ValueError):
                continue
        return ast.Module(body, [])


def _with_modules(script: str, folders: list[str], source: str | None) -> Iterator[str]:
    """The source of a script, and of the modules in its folders that it imports."""
    waiting, seen = [script], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path != script or source is None:
            if not os.path.isfile(path):
                continue
            with open(path, encoding="utf-8", errors="replace") as stream:
                source = stream.read()
        yield source
        for name in _imports(_parsed(source)):
            for folder in folders:
                base = os.path.join(folder, *name.split("."))
                waiting += [f"{base}.py", os.path.join(base, "__init__.py")]


def _imports(tree: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports, or imports from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module:
                yield module
            dot = "." if module else ""
            yield from (f"{module}{dot}{alias.name}" for alias in node.names)


def _uses_keras(tree: ast.Module) -> bool:
    if any("keras" in name.split(".") for name in _imports(tree)):
        return True
    return any(
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


def _builds_a_graph(tree: ast.Module) -> bool:
    tensorflow = _tensorflow_names(tree)
    if any(_graph_import(name.split(".")) for name in _imports(tree)):
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

"""TensorFlow's private names are reached for in `compat/_private` alone."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "compat").rglob("*.py"))
PRIVATE = ROOT / "compat" / "_private"
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}

# What reads names, and so has to know where TensorFlow keeps them.
NAMES = {
    "names/places.py",
    "names/resolver.py",
    "names/text.py",
    "names/tensorflow1.py",
    "run/startup.py",
}

# Private names of others: Python's own, and Keras's, of which compat.keras has to know
# what no public name says.
OTHERS = {
    "_SubParsersAction": "argparse",
    "_actions": "argparse: their texts, in Korean",
    "_exit": "os",
    "_getframe": "sys",
    "_asdict": "named tuples",
    "_parse_example_spec": "feature columns, which have no public name for it",
    "_flatten_layers": "Keras",
    "_inbound_nodes": "Keras",
    "_keras_history": "Keras",
    "_nodes_by_depth": "Keras",
    "_symbolic_build": "Keras",
}


INNER = ("tensorflow.python", "tensorflow._")


def _outside():
    return {file: t for file, t in TREES.items() if PRIVATE not in file.parents}


def _imported(node: ast.AST) -> list[str]:
    """What a statement imports, or a text may be the name of."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    text = node.value if isinstance(node, ast.Constant) else None
    return [text] if isinstance(text, str) and " " not in text else []


def test_tensorflow_python_is_imported_in_private_alone():
    found = [
        f"{file}:{node.lineno}"
        for file, tree in _outside().items()
        if str(file.relative_to(ROOT / "compat")) not in NAMES
        for node in ast.walk(tree)
        if any(name.startswith(INNER) for name in _imported(node))
    ]
    assert not found


def _names_of(tree: ast.AST):
    """What a file names itself: functions, variables, attributes, arguments."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Name, ast.Attribute)):
            if isinstance(node.ctx, ast.Store):
                yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, (ast.arg, ast.keyword)):
            yield node.arg


def test_private_attributes_are_compats_own_or_known():
    """A private attribute that nothing in compat sets is one of somebody else's."""
    own = {name for tree in TREES.values() for name in _names_of(tree)}
    found = {}
    for file, tree in _outside().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr in own:
                continue
            of_self = isinstance(node.value, ast.Name) and node.value.id == "self"
            if node.attr.startswith("_") and node.attr[:2] != "__" and not of_self:
                found.setdefault(node.attr, f"{file}:{node.lineno}")
    assert set(found) == set(OTHERS), found

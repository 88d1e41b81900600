"""Check that code quoted in prose is right for today's Keras, without running it."""

import ast
import importlib
import inspect
import re
import sys


def roots():
    """Give what the names at the start of a quoted expression stand for."""
    tf = sys.modules["tensorflow"]
    assert tf.keras.layers  # imports Keras 3; `import keras` is Keras 2 for old code
    keras = sys.modules["keras"]
    return {
        "keras": keras,
        "tf": tf,
        "model": keras.Model,
        "layer": keras.layers.Layer,
        "optimizer": keras.optimizers.Adam,
        "variable": keras.Variable,
        "dataset": tf.data.Dataset,
        "sklearn": importlib.import_module("sklearn"),
        "functools": importlib.import_module("functools"),
        "warnings": importlib.import_module("warnings"),
        "dataclasses": importlib.import_module("dataclasses"),
    }


INSTANCES = ("model", "layer", "optimizer", "variable", "dataset")


def complaints(text, known):
    """Say what is wrong with the code between backquotes in a text.

    Args:
        text: Prose with code between backquotes.
        known: What the first name of a dotted one stands for; others are free.

    Returns:
        A list of sentences, empty when each quoted piece parses, each dotted name is
        there and each call can be made with these arguments.
    """
    found = []
    if text.count("`") % 2:
        found.append("a backquote is not closed")
    for code in re.findall("`([^`]*)`", text):
        try:
            tree = ast.parse(code + " pass" if code.endswith(":") else code)
        except SyntaxError:
            found.append(f"{code}: not Python")
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Attribute, ast.Call)):
                found += _check(node, known)
    return found


def _check(node, known):
    target = node.func if isinstance(node, ast.Call) else node
    path = _path(target)
    if path is None or path[0] not in known:
        return []
    try:
        thing = _find(path, known)
    except (AttributeError, ImportError):
        return [f"{'.'.join(path)}: not there"]
    if not isinstance(node, ast.Call):
        return []
    arguments = [None] * len(node.args)
    if path[0] in INSTANCES:
        arguments.append(None)
    keywords = {word.arg: None for word in node.keywords}
    try:
        signature = inspect.signature(thing)
    except ValueError:  # some built-in functions have none
        return []
    try:
        signature.bind(*arguments, **keywords)
    except TypeError as error:
        return [f"{ast.unparse(node)}: {error}"]
    return []


def _path(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else None


def _find(path, known):
    thing = known[path[0]]
    for done, part in enumerate(path[1:], start=1):
        if inspect.ismodule(thing) and not hasattr(thing, part):
            importlib.import_module(".".join(path[: done + 1]))
        thing = getattr(thing, part)
    return thing

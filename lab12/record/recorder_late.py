"""The recorder's part for scripts that ask first: it begins when TensorFlow is there.

A script that checks its arguments before it imports TensorFlow refuses wrong ones
at once; the recorder, which rides on TensorFlow, must not import it first: it begins by
`compat.hooks.Imported`.
"""

from __future__ import annotations

import ast

HEAVY = {"keras", "tensorflow"}


def asks_first(source):
    """Whether a script does something before it imports TensorFlow or Keras."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            modules = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the docstring
        else:
            return True
        if HEAVY & {module.partition(".")[0] for module in modules}:
            return False
    return False

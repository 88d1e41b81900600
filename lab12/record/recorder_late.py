"""The recorder's part for scripts that ask first: it begins when TensorFlow is there.

A script that checks its arguments before it imports TensorFlow refuses wrong ones
at once; the recorder, which rides on TensorFlow, must not import it first.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from typing import Any

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


class Imported:
    """Finds a module as Python does, and calls `then` once it is imported.

    Args:
        name: The module.
        then: Called without arguments.
    """

    def __init__(self, name, then):
        self.name, self.then = name, then
        sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        """The spec that the other finders give, for `name` itself."""
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None:
            loader: Any = spec.loader
            run = loader.exec_module

            def exec_module(module):
                run(module)
                self.then()

            loader.exec_module = exec_module
        return spec

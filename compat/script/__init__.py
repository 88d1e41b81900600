"""A script: source, tree, imports, cells, language, and whether it uses Keras."""

from compat.script.source import Script, not_python, with_modules

__all__ = ["Script", "not_python", "with_modules"]

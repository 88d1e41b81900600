"""A script: source, tree, imports, cells, language, and whether it uses Keras."""

from compat.script.source import Script, said, with_modules

__all__ = ["Script", "said", "with_modules"]

"""Compiles legacy code: the script, and the modules beside it; Python 2 among them."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import warnings
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any

from compat import importing
from compat.errors import UsageError


def compiled(source: bytes, filename: str, py2: bool = False) -> CodeType:
    """Compile legacy code.

    Args:
        source: The file.
        filename: Its path, for tracebacks.
        py2: Whether it is Python 2; otherwise that is found out, where Python 3's
            parser complains as it does of Python 2.

    Raises:
        SyntaxError: When it is neither, or no translator is installed.
        UsageError: When it is said to be Python 2 and no translator is installed.
    """
    from compat import python2

    if not py2:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)  # `if j is 0`
                return compile(source, filename, "exec", dont_inherit=True)
        except SyntaxError as error:
            if not python2.is_python2(source, error):
                raise
            try:
                code = python2.compiled(source, filename)
            except SyntaxError:
                raise error from None
            except UsageError as missing:  # it may as well be Python 3
                error.msg += f"; if it is Python 2: {missing}"
                raise error from None
    else:
        code = python2.compiled(source, filename)
    print(
        f"compat: {filename} is Python 2: translated in memory, the file is unchanged",
        file=sys.stderr,
    )
    return code


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a legacy module; keeps no bytecode of it."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compiled(self.get_data(path), path)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules where Python does, and loads those below legacy folders itself."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> Any:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if (
            spec is None
            or type(spec.loader) is not importlib.machinery.SourceFileLoader
            or not importing.is_legacy({"__file__": spec.origin})
        ):
            return None
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def install() -> None:
    """Load the modules below legacy folders as legacy code."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

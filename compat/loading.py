"""Compiles legacy code: the script, and its modules; Python 2 among them."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import warnings
import zipimport
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any

from compat import beside, children, importing
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


class _Archived(importlib.abc.InspectLoader):
    """Loads a legacy module of an archive.

    Args:
        real: Its zipimporter.
    """

    def __init__(self, real: Any) -> None:
        self._real = real

    def get_code(self, fullname: str) -> CodeType:
        source = self._real.get_source(fullname)
        if source is None:  # bytecode alone
            return self._real.get_code(fullname)
        return compiled(source.encode(), self._real.get_filename(fullname))

    def get_source(self, fullname: str) -> str | None:
        return self._real.get_source(fullname)

    def is_package(self, fullname: str) -> bool:
        return self._real.is_package(fullname)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)  # get_data and kin


def legacy(spec: Any) -> Any:
    """Have the module of a spec loaded as legacy code."""
    if type(spec.loader) is importlib.machinery.SourceFileLoader:
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
    elif isinstance(spec.loader, zipimport.zipimporter):
        spec.loader = _Archived(spec.loader)
    return spec


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules where Python does, and loads legacy code itself."""

    def __init__(self) -> None:
        self._others: set[str] = set()  # packages that are not legacy code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> Any:
        top, _, below = name.partition(".")
        if (watched := children.watched(name, path)) is not None:
            return watched
        if below and top not in beside.names and self._is_others(top):
            return None
        if not below and top in beside.names:
            spec = beside.find(name)
        else:
            spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or not spec.has_location:
            return None
        if importing.is_own(str(spec.origin)):
            return legacy(spec)
        return spec if name in beside.names else None

    def _is_others(self, top: str) -> bool:
        """Whether a package that is loaded is not legacy code."""
        if top not in self._others and not importing.is_named(top):
            file = getattr(sys.modules.get(top), "__file__", None)
            if not isinstance(file, str) or importing.is_own(file):
                return False
            self._others.add(top)
        return top in self._others


def install() -> None:
    """Load the modules below legacy folders as legacy code."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

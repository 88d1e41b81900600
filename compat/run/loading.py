"""Compiles legacy code: the script, and its modules; Python 2 among them."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import zipimport
from collections.abc import Callable, Sequence
from types import CodeType, ModuleType
from typing import Any

from compat import hooks, words
from compat.errors import UsageError
from compat.run import beside, importing


def compiled(source: bytes, filename: str, py2: bool = False) -> CodeType:
    """Compile legacy code.

    Args:
        source: The file.
        filename: Its path, for tracebacks.
        py2: Whether it is Python 2; otherwise that is found out, where Python 3's
            parser complains as it does of Python 2.

    Raises:
        SyntaxError: When it is neither, or no text, or no translator is installed.
        UsageError: When it is said to be Python 2 and no translator is installed.
    """
    from compat.era import code as era
    from compat.run import python2
    from compat.script import language, text

    text.expect_text(source, filename)
    if not py2:
        try:
            with text.parsing(filename):
                return era.compiled(source, filename)
        except SyntaxError as error:
            if not language.is_python2(source, error):
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
    said = f"{filename} is Python 2: translated in memory, the file is unchanged"
    print(words.said(f"compat: {said}"), file=sys.stderr)
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
        filename: The module's file, below the archive.
    """

    def __init__(self, real: zipimport.zipimporter, filename: str) -> None:
        self._real, self._filename = real, filename

    def get_code(self, fullname: str) -> CodeType:
        source = self._real.get_source(fullname)
        if source is None:  # bytecode alone
            return self._real.get_code(fullname)
        return compiled(source.encode(), self._filename)

    def get_source(self, fullname: str) -> str | None:
        return self._real.get_source(fullname)

    def get_filename(self, fullname: str) -> str:
        return self._filename

    def is_package(self, fullname: str) -> bool:
        return self._real.is_package(fullname)

    def get_data(self, path: str) -> bytes:
        return self._real.get_data(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def spec_of(importer: Any, name: str) -> Any:
    """The spec of a module in a folder or an archive; `None` where it is not there.

    Args:
        importer: What a hook of `sys.path_hooks` gave for the folder or archive.
        name: The module's name.
    """
    try:
        return importer.find_spec(name)
    except SyntaxError:  # an archive is asked for the name, and compiles: Python 2
        package = importer.is_package(name)
        stem = name.rpartition(".")[2] + (f"{os.sep}__init__" if package else "")
        file = os.path.join(importer.archive, importer.prefix, f"{stem}.py")
        return importlib.util.spec_from_file_location(
            name,
            file,
            loader=_Archived(importer, file),
            submodule_search_locations=[os.path.dirname(file)] if package else None,
        )


def _found(name: str, path: Sequence[str] | None) -> Any:
    """The spec of a module, where Python finds it."""
    try:
        return importlib.machinery.PathFinder.find_spec(name, path)
    except SyntaxError:
        for entry in sys.path if path is None else path:
            importer = sys.path_importer_cache.get(entry)
            if importer and (spec := spec_of(importer, name)) is not None:
                return spec
        return None


def as_legacy(spec: Any) -> Any:
    """Have the module of a spec loaded as legacy code."""
    if type(spec.loader) is importlib.machinery.SourceFileLoader:
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
    elif isinstance(spec.loader, zipimport.zipimporter):
        spec.loader = _Archived(spec.loader, str(spec.origin))
    return spec


def _as_legacy_where_it_lies(path: str, spec: Any) -> Any:
    return as_legacy(spec) if importing.is_own(path) else spec


# Others that find modules in their own way, before all else; see `children`.
also: list[Callable[[str, Sequence[str] | None], Any]] = []


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules where Python does, and loads legacy code itself."""

    def __init__(self) -> None:
        self._others: set[str] = set()  # packages that are not legacy code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> Any:
        top, _, below = name.partition(".")
        for find in also:
            if (spec := find(name, path)) is not None:
                return spec
        if below and top not in beside.names and self._is_others(top):
            return None
        if not below and top in beside.names:
            spec = beside.wanted_spec(name)
        else:
            spec = _found(name, path)
        if spec is None or not spec.has_location:
            return None
        if importing.is_own(str(spec.origin)):
            return as_legacy(spec)
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
    hooks.loaded_as = _as_legacy_where_it_lies
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

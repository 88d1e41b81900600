"""What a command line names to run, found and run as Python itself does.

A script, a folder or an archive with a `__main__.py`, `-m MODULE`, `-c CODE`, or `-`
for standard input.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib.machinery
import os
import sys
import types
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from compat.errors import UsageError
from compat.run import importing, loading
from compat.script import text


@dataclass
class Job:
    """A script to run.

    Attributes:
        kind: `path`, `module`, `code` or `stdin`.
        script: The path, the module's name, or the code.
        args: Its arguments.
        py2: Whether it is Python 2, also where Python 3's parser has no complaint.
        legacy: Installed packages that are TensorFlow 1.x code as well.
        path: `sys.path` without its first entry, which is the script's.
    """

    kind: str
    script: str
    args: list[str] = field(default_factory=list)
    py2: bool = False
    legacy: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The fields, for JSON."""
        return asdict(self)


def is_notebook(job: Job) -> bool:
    """Whether it is run by IPython."""
    return job.kind == "path" and job.script.endswith(".ipynb")


def first_entry(job: Job) -> str:
    """The first entry of `sys.path`, as Python sets it."""
    if job.kind == "module":
        return os.getcwd()
    if job.kind != "path":
        return ""
    if _main_in(job.script) is not None:
        return os.path.abspath(job.script)
    return os.path.dirname(os.path.realpath(job.script))


def files(job: Job) -> list[str]:
    """The files that may hold the first code."""
    if job.kind == "path":
        return [job.script, os.path.join(job.script, "__main__.py")]
    if job.kind != "module":
        return []
    bases = [os.path.join(entry, *job.script.split(".")) for entry in sys.path]
    return [f for b in bases for f in (f"{b}.py", os.path.join(b, "__main__.py"))]


@functools.cache
def typed() -> bytes:
    """Standard input, to its end."""
    return sys.stdin.buffer.read()


def main_module(job: Job) -> tuple[types.ModuleType, types.CodeType]:
    """The `__main__` of a job, and the code to run in it.

    Raises:
        UsageError: For what is not there, or not Python.
        Exception: What the packages above a module raise.
    """
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, __spec__=None)
    try:
        if job.kind == "module":
            spec = _module_spec(job.script)
        elif job.kind == "path" and (spec := _main_in(job.script)) is not None:
            pass
        else:
            with _deep(job.script):
                return main, _plain(job, main)
    except SyntaxError as error:
        raise UsageError(_syntax(error, job)) from None
    loading.as_legacy(spec)
    try:
        with _deep(str(spec.origin)):
            code = spec.loader.get_code(spec.name)
    except SyntaxError as error:
        raise UsageError(_syntax(error, job)) from None
    main.__dict__.update(
        __file__=spec.origin,
        __cached__=spec.cached,
        __loader__=spec.loader,
        __package__=spec.parent,
        __spec__=spec,
    )
    if code is None:
        raise UsageError(f"No code object available for {spec.name}")
    return main, code


def _plain(job: Job, main: types.ModuleType) -> types.CodeType:
    """The code of a script, `-c` or standard input."""
    if job.kind == "code":
        return loading.compiled(job.script.encode(), "<string>", job.py2)
    if job.kind == "stdin":
        main.__dict__.update(__file__="<stdin>", __cached__=None)
        return loading.compiled(typed(), "<stdin>", job.py2)
    script = job.script
    if os.path.isdir(script) or not os.path.exists(script):
        what = (
            "a folder without __main__.py" if os.path.isdir(script) else "no such file"
        )
        raise UsageError(
            f"expected the path of a Python script, received {script!r}: {what}"
        )
    loader = importlib.machinery.SourceFileLoader("__main__", script)
    main.__dict__.update(__file__=script, __cached__=None, __loader__=loader)
    try:
        with open(script, "rb") as stream:
            return loading.compiled(stream.read(), script, job.py2)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{script}: expected Python source text, received: {error}"
        ) from None


@contextlib.contextmanager
def _deep(filename: str) -> Iterator[None]:
    """Have what Python's compiler gives up on called a fault of the source."""
    try:
        yield
    except (RecursionError, MemoryError):
        raise text.too_deep(filename) from None


def _syntax(error: SyntaxError, job: Job) -> str:
    """What is wrong with a source, in a line."""
    source = job.script.encode() if job.kind == "code" else b""
    with contextlib.suppress(OSError, ValueError):
        if job.kind != "code":
            with open(error.filename or job.script, "rb") as stream:
                source = stream.read()
    return text.in_a_line(error, source, job.script)


def _main_in(path: str) -> Any:
    """The spec of the `__main__` of a folder or an archive; or `None`."""
    for hook in sys.path_hooks:
        try:
            importer = hook(os.path.abspath(path))
        except ImportError:
            continue
        return loading.spec_of(importer, "__main__")
    return None


def _module_spec(name: str) -> Any:
    """The spec of a module, or of a package's `__main__`."""
    if name.startswith("."):
        raise UsageError("Relative module names not supported")
    spec = _found(name)
    if spec.submodule_search_locations is None:
        return spec
    try:
        return _found(f"{name}.__main__")
    except UsageError as error:
        raise UsageError(
            f"{error}; {name!r} is a package and cannot be directly executed"
        ) from None


def _found(name: str) -> Any:
    """The spec of a module of the script's, whose packages are imported.

    Raises:
        UsageError: When there is no such module.
    """
    package, path = name.rpartition(".")[0], None
    with importing.own_side(name.partition(".")[0]):
        if package:
            try:
                path = getattr(importing.import_own(package), "__path__", None)
            except ModuleNotFoundError as error:
                # only what is named itself: what it imports is its own affair
                if not f"{package}.".startswith(f"{error.name}."):
                    raise
                raise UsageError(f"No module named {name}") from None
            if path is None:
                raise UsageError(f"No module named {name}; {package!r} is no package")
        for finder in sys.meta_path:
            spec = getattr(finder, "find_spec", lambda *_: None)(name, path)
            if spec is not None:
                return spec
    raise UsageError(f"No module named {name}")

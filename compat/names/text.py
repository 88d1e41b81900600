"""Today's TensorFlow as its files say, for `resolver`: nothing of it is imported.

The public names are the import lines of `tensorflow/_api/v2/compat/v1`; what a module
of `tensorflow.python` has is what its statements bind.
"""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import os
from collections.abc import Collection, Iterator
from functools import cache

from compat.names.places import FOLDER, is_folder

_V1 = "_api.v2.compat.v1"

# What the folders of public names get when they are imported, beside their lines.
_MADE = {_V1: {"flags", "layers", "keras"}, f"{_V1}.app": {"flags"}}

# Name → what it is: `module NAME` imported, `@PATH` to be looked for there, or a value.
_Names = dict[str, str]


class Text:
    """What the files of the installed TensorFlow have; see `resolver.Today`.

    Args:
        eager: Whether the script uses Keras alone.
        has_keras: Whether `tensorflow.python.keras` is ours.
    """

    def __init__(self, eager: bool = False, has_keras: bool = True) -> None:
        self.eager = eager
        self._has_keras = has_keras

    def public(self, path: str) -> str | None:
        return _kind(f"{_V1}.{path}")

    def inside(self, path: str) -> str | None:
        return _kind(path)

    def is_module(self, path: str) -> bool:
        return _file(path) is not None

    def same(self, public: str, inside: str) -> bool:
        return _defined(f"{_V1}.{public}") == _defined(inside)

    def ours(self, path: str) -> Collection[str] | None:
        return _handed_out(path) if is_folder(path) else None

    def has_keras(self) -> bool:
        return self._has_keras


@cache
def _root() -> str | None:
    """The folder of the installed TensorFlow."""
    spec = importlib.util.find_spec("tensorflow")
    found = list(spec.submodule_search_locations or ()) if spec else []
    return found[0] if found else None


def is_installed() -> bool:
    """Whether there is a TensorFlow to read."""
    return _root() is not None


@cache
def _file(path: str) -> str | None:
    """The file of a module below `tensorflow`, or `None`."""
    root = _root()
    if root is None:
        return None
    base = os.path.join(root, *path.split("."))
    kinds = [os.path.join(base, "__init__.py"), f"{base}.py"]
    kinds += [base + end for end in importlib.machinery.EXTENSION_SUFFIXES]
    return next((kind for kind in kinds if os.path.isfile(kind)), None)


@cache
def _names(path: str) -> _Names | None:
    """What a module below `tensorflow` binds; `None` where no file says it."""
    file = _file(path)
    if file is None or not file.endswith(".py"):
        return None
    with open(file, encoding="utf-8") as stream:
        tree = ast.parse(stream.read())
    package = path if file.endswith("__init__.py") else path.rpartition(".")[0]
    names: _Names = dict.fromkeys(_MADE.get(path, ()), "a value")
    for statement in _statements(tree.body):
        for name, what in _bound(statement, path, package):
            names[name] = what
        if isinstance(statement, ast.Delete):
            for target in statement.targets:
                names.pop(getattr(target, "id", ""), None)
    return names


@cache
def _foreign(module: str) -> tuple[str, ...]:
    """What `from … import *` takes from a package that is not TensorFlow's."""
    top, *inner = module.split(".")
    spec = importlib.util.find_spec(top)
    for folder in (spec and spec.submodule_search_locations) or ():
        base = os.path.join(folder, *inner)
        for file in (os.path.join(base, "__init__.py"), f"{base}.py"):
            if os.path.isfile(file):
                with open(file, encoding="utf-8") as stream:
                    tree = ast.parse(stream.read())
                bound = (_bound(one, module, module) for one in _statements(tree.body))
                names = {name for some in bound for name, _ in some}
                return tuple(name for name in names if not name.startswith("_"))
    return ()


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported, those of blocks too."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            continue
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, part, []))
        for handler in getattr(statement, "handlers", []):
            if getattr(handler.type, "id", "") != "NameError":  # no Python 2 here
                yield from _statements(handler.body)


def _bound(statement: ast.stmt, path: str, package: str) -> Iterator[tuple[str, str]]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield statement.name, f"{path}.{statement.name}"
    elif isinstance(statement, ast.Import):
        for alias in statement.names:
            top = alias.asname or alias.name.partition(".")[0]
            yield top, f"module {alias.name}"
    elif isinstance(statement, ast.ImportFrom):
        yield from _imported(statement, package)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.For, ast.With)):
        for name, what in _assigned(statement):
            yield name, what or f"{path}.{name}"


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return
    targets = list(getattr(statement, "targets", []))
    targets += [getattr(statement, "target", None)]
    targets += [item.optional_vars for item in getattr(statement, "items", [])]
    for target in targets:
        for node in ast.walk(target) if target is not None else ():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, ""


def _imported(statement: ast.ImportFrom, package: str) -> Iterator[tuple[str, str]]:
    module = statement.module or ""
    if statement.level:
        above = package.split(".")[: len(package.split(".")) - statement.level + 1]
        module = ".".join([*above, *([module] if module else [])])
    elif module == "tensorflow" or module.startswith("tensorflow."):
        module = module[len("tensorflow.") :]
    else:
        for alias in statement.names:
            if alias.name == "*":
                yield from dict.fromkeys(_foreign(module), "a value").items()
            else:
                yield alias.asname or alias.name, f"{module}.{alias.name}"
        return
    for alias in statement.names:
        if alias.name == "*":
            names = _names(module) or {}
            for name in _all(_file(module)) or names:
                if name in names and not name.startswith("_"):
                    yield name, names[name]
            continue
        there = f"{module}.{alias.name}" if module else alias.name
        yield alias.asname or alias.name, f"@{there}"


def _kind(path: str) -> str | None:
    """`module`, `value`, or `None`, of a dotted name below `tensorflow`."""
    module, _, name = path.rpartition(".")
    file = _file(module)
    if file is None:  # another module under this name, or none
        real = _defined(module)
        return _kind(f"{real}.{name}") if real != module and _file(real) else None
    found = _names(module)
    if found is None:  # compiled: no file says what it has
        return "value"
    what = found.get(name)
    if what is None:
        return None
    if not what.startswith("@"):
        return "module" if what.startswith("module tensorflow") else "value"
    there = what[1:]
    if _file(there) is not None and (
        there == path or there.rpartition(".")[2] not in (_names(_above(there)) or {})
    ):
        return "module"
    return "value" if module.startswith("_api") or there == path else _kind(there)


def _above(path: str) -> str:
    return path.rpartition(".")[0]


def _defined(path: str) -> str:
    """Where a name below `tensorflow` is defined, as far as the files say."""
    seen = set()
    while path not in seen:
        seen.add(path)
        module, _, name = path.rpartition(".")
        what = (_names(module) or {}).get(name, path)
        path = what.lstrip("@")
    return path


def _handed_out(path: str) -> tuple[str, ...]:
    """The `__all__` of a folder of compat."""
    return _all(os.path.join(FOLDER, *path.split("."), "__init__.py"))


@cache
def _all(file: str | None) -> tuple[str, ...]:
    """The `__all__` that a file writes out, `()` where it has none."""
    if file is None or not file.endswith(".py"):
        return ()
    with open(file, encoding="utf-8") as stream:
        tree = ast.parse(stream.read())
    for statement in tree.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        if "__all__" in [getattr(target, "id", "") for target in targets]:
            try:
                return tuple(ast.literal_eval(statement.value))  # type: ignore[attr-defined]
            except ValueError:
                return ()
    return ()


def names_of(path: str) -> Collection[str] | None:
    """What a module below `tensorflow` has; `None` where no file says it."""
    return _names(path)

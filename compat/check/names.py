"""The names of TensorFlow 1.15: surface.csv, and core.csv for what it leaves out.

core.csv has the public names that only `tf.compat.v1` still has (`tf.Session`), which
need no row in surface.csv since `compat` hands them on, and arguments that only
`tf.compat.v1`'s function takes (`tf.nn.dropout(keep_prob=)`), each with what to write
in Keras 3. Its names are recorded by `tests/record/core.py`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from compat.check.uses import prefixes
from compat.keras import paths, refusals
from compat.names import places, resolver, surface
from compat.names.text import Text

# TensorFlow as it is installed: nothing of it is imported.
TODAY = Text()

# Modules whose own names are not listed.
_OPEN = {"tf.flags", "tf.app.flags"}

# Objects in them: what is below is the script's own.
VALUES = {"tf.flags.FLAGS", "tf.app.flags.FLAGS"}


@cache
def core() -> dict[str, str]:
    """The names that only `tf.compat.v1` has, with what to write in Keras 3."""
    path = Path(__file__).with_name("core.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {line["name"]: line["keras3"] for line in csv.DictReader(stream)}


@cache
def _modules() -> frozenset[str]:
    """Every name that has names below it."""
    found = {name for known in (*surface.table(), *core()) for name in prefixes(known)}
    found -= set(surface.table()) | set(core())
    for name in (*surface.table(), *core()):
        found.add(name.rpartition(".")[0])
    listed = {r.name for r in surface.table().values() if r.signature == "module"}
    return frozenset(found | listed | _OPEN)


def is_ours(module: str) -> bool:
    """Whether an imported module is one whose names are followed."""
    return module.partition(".")[0] in ("tensorflow", "keras")


def known(name: str) -> bool:
    """Whether a dotted name is one of TensorFlow 1.x, or a module with such names."""
    if name.startswith("keras."):
        return bool(keras_refusal(name)) or paths.is_module(name[len("keras.") :])
    listed = name in surface.table() or name in core() or is_module(name)
    return listed or name.rpartition(".")[0] in _OPEN


def is_module(name: str) -> bool:
    """Whether a name is a module of TensorFlow 1.x."""
    return name in _modules()


def keras_refusal(name: str) -> str:
    """Why a name of Keras 2 is refused and what to write, or `""`.

    Args:
        name: It starts with `keras.`.
    """
    for parent in prefixes(name.rpartition(".")[0]):
        path = parent.removeprefix("keras").removeprefix(".")
        if not path or paths.is_module(path):
            last = name[len(parent) + 1 :].partition(".")[0]
            return refusals.of(last, paths.spaces(path))
    return ""


@cache
def canonical(path: str) -> str:
    """Spell a dotted path as the tables do.

    `tensorflow.compat.v1.X` is `tf.X`; a deep path of old code is the public name, if
    there is one; what is below a class or a function is that one.

    Args:
        path: It starts with `tensorflow`, `tf` or `keras`.
    """
    path = surface.canonical(path)
    if path == "tf.compat.v1" or path.startswith("tf.compat.v1."):
        path = canonical("tf" + path[len("tf.compat.v1") :])
    for keras in ("tf.keras", "tf.python.keras"):
        if path == keras or path.startswith(f"{keras}."):
            return path[len(keras) - len("keras") :]
    for name in prefixes(path):
        if name in surface.table() or name in core():
            module = is_module(name) or TODAY.public(name[3:]) == "module"
            if name == path or not module:
                return name
            break
    return _public(path)


def _public(path: str) -> str:
    """The public name that a deep path leads to, or the path itself."""
    place = resolver.lookup(path.removeprefix("tf."), TODAY)
    name = canonical(f"tf.{place.where}") if place.origin == "alias" else path
    return name if known(name) else path


def shown(name: str) -> str:
    """A name as the tables have it: a file of 1.15 is the module it stands for."""
    if name in surface.table():
        return name
    inside = name.removeprefix("tf.")
    public = places.public_of_file(inside) or resolver.stands_for(inside)
    return f"tf.{public}" if public else name

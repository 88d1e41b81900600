"""Where a name of TensorFlow 1.x comes from: the rows of places.csv, and a few rules.

`resolve` is a pure function of a name and of a view of today's TensorFlow: `live` looks
into the one that is imported, `text` reads its files and imports nothing. So a run and
`compat check` ask the same rules. A public name is, in turn,

1. what its row says;
2. what the folder of compat with the path of its module hands out (`tf.contrib.rnn.X`
   is in `compat/contrib/rnn/`);
3. `tf.compat.v1`'s, unless that part of it is closed on Keras 3;
4. refused.

A name in a file of 1.15 (`tensorflow.contrib.rnn.python.ops.core_rnn_cell`) is its row,
or that of the public module which the file stands for. A name below `tensorflow.python`
is the public one, when that is the same object or what was there has moved away since
1.15; otherwise what today's TensorFlow has under that path. So `control_flow_ops.cond`,
`array_ops.stack` and `nn_ops.dropout` are `tf.cond`, `tf.stack` and `tf.nn.dropout`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

from compat.names import places, surface

# Parts of tf.compat.v1 that raise "not available with Keras 3": all ours, or refused.
_CLOSED = ("layers", "nn.rnn_cell", "contrib")

# Where the public names of internal modules are looked for, in this order.
_PUBLIC = (
    *("", "nn", "math", "random", "train", "layers", "nest", "test", "saved_model"),
    "graph_util",
)

# The folders whose modules 1.15's files imported, and thus had as attributes.
_IMPORTED = ("python.ops", "python.framework", "python.util", "python.layers")


class Place(NamedTuple):
    """Where a name comes from.

    Attributes:
        origin: `module` (of the tree of names), `ours`, `counted`, `value`, `v1`,
            `today`, `keras`, `alias` or `refused`.
        where: Of a module, its path; of `alias`, the other 1.x name; of `v1`, the path
            below `tf.compat.v1`; of `today`, below `tensorflow`; of `counted`, the
            name's own; of `refused`, the one to say; of `ours`, `module:name` below
            `compat`.
    """

    origin: str
    where: str

    @property
    def is_there(self) -> bool:
        """Whether a script gets something."""
        return self.origin != "refused"


class Today(Protocol):
    """What today's TensorFlow has, and compat's folders."""

    @property
    def eager(self) -> bool:
        """Whether the script uses Keras alone, so that TensorFlow stays eager."""

    def public(self, path: str) -> str | None:
        """`module` or `value`, as `tf.compat.v1` has it; `None`: it has not."""

    def inside(self, path: str) -> str | None:
        """The same for a name in a module below `tensorflow`."""

    def is_module(self, path: str) -> bool:
        """Whether there is a module at a path below `tensorflow`."""

    def same(self, public: str, inside: str) -> bool:
        """Whether a name of `tf.compat.v1` and one inside are one object."""

    def ours(self, path: str) -> Collection[str] | None:
        """The names that a folder of compat hands out; `None`: no such folder."""

    def has_keras(self) -> bool:
        """Whether TensorFlow's own Keras, `tensorflow.python.keras`, is ours."""


def resolve(path: str, today: Today) -> Place:
    """Say where the name at a path comes from, whose module is known to be there.

    Args:
        path: A dotted name below `tensorflow`, like `contrib.rnn.GRUCell`.
        today: What today's TensorFlow has.
    """
    module, _, name = path.rpartition(".")
    if places.public_of_file(module) is not None:
        return _in_file(path, module, name, today)
    if module == "python" or module.startswith("python."):
        return _inside(path, module, name, today)
    return _public(path, module, name, today)


def lookup(path: str, today: Today) -> Place:
    """Say where a dotted name comes from, going there from `tensorflow`.

    Args:
        path: A dotted name below `tensorflow`, `""` for itself.
        today: What today's TensorFlow has.

    Returns:
        The place of the name; of the first part that is refused; or of the first that
        is no module, since what is below a class or a function is no name.
    """
    place = Place("module", "")
    for part in path.split(".") if path else ():
        place = resolve(f"{place.where}.{part}".lstrip("."), today)
        if place.origin == "alias":
            other = lookup(place.where, today)
            place = other if other.origin in ("module", "refused", "keras") else place
        if place.origin != "module":
            break
    return place


def _public(path: str, module: str, name: str, today: Today) -> Place:
    row = places.rows().get(path)
    if row is not None and row.origin in ("value", "keras"):
        return Place(row.origin, row.where)
    if today.eager and f"eager:{path}" in places.rows():
        return Place("ours", places.rows()[f"eager:{path}"].where)
    if name in (today.ours(module) or ()):
        return Place("ours", f"{module}:{name}")
    if row is not None and row.origin == "alias":
        return Place("alias", row.where)
    if row is not None and row.origin in ("ours", "counted") and not today.eager:
        return Place(row.origin, path if row.origin == "counted" else _full(row))
    if today.ours(path) is not None or path == "python":
        return Place("module", path)
    if places.where(path, "hidden file") is not None:
        return Place("alias", f"{places.public_of_file(path)}.{name}")
    if places.leads_on(path):
        return Place("module", path)
    there = None if is_closed(module) else today.public(path)
    if there is not None:
        return Place("module" if there == "module" else "v1", path)
    if (public := _elsewhere(module, name)) is not None:
        return _through(public, today)
    return Place("refused", f"tf.{path}")


def _full(row: places.Row) -> str:
    """An `ours` row's place with the name in it: `nn.rnn_cell.base:zero_states`."""
    last = row.name.rpartition(".")[2]
    return row.where if ":" in row.where else f"{row.where}:{last}"


def is_closed(module: str) -> bool:
    """Whether a part of `tf.compat.v1` has nothing for a script."""
    return any(module == one or module.startswith(f"{one}.") for one in _CLOSED)


def _elsewhere(module: str, name: str) -> str | None:
    """The public name that a folder of 1.15 had as its own."""
    borrowed = places.where(f"contrib.*.{name}", "alias")
    folder = places.where(module, "old folder")
    if folder is not None:
        return borrowed or f"{folder}.{name}"
    return borrowed if module.startswith("contrib.") else None


def _through(path: str, today: Today) -> Place:
    """An alias of what is there, or the refusal of what is not."""
    other = lookup(path, today)
    return Place("alias", path) if other.is_there else other


def _in_file(path: str, module: str, name: str, today: Today) -> Place:
    row = places.rows().get(path)
    if row is not None and row.origin == "ours":
        return Place("ours", _full(row))
    public = f"{places.public_of_file(module)}.{name}"
    place = _through(public, today)
    if place.is_there:
        return place
    if module.startswith("python.") and today.inside(path):
        return Place("today", path)
    for folder in _IMPORTED:
        if is_inner_module(f"{folder}.{name}", today):
            return Place("module", f"{folder}.{name}")
    known = surface.lookup(f"tf.{public}") is not None
    return place if known else Place("refused", f"tf.{path}")


def real(path: str) -> str:
    """Where today's TensorFlow has a module of 1.15, if anywhere."""
    return places.where(path, "today") or path


def stands_for(module: str) -> str | None:
    """The public module that one below `python` stands for as a whole."""
    return places.where(module, "alias", "old folder")


def is_inner_module(path: str, today: Today) -> bool:
    """Whether legacy code finds a module at a path below `python`."""
    known = places.public_of_file(path) is not None or places.leads_on(path)
    moved = places.where(path, "alias") is not None or places.leads_to_moved(path)
    return known or moved or today.is_module(real(path))


def _inside(path: str, module: str, name: str, today: Today) -> Place:
    if path == "python.keras" and today.has_keras():
        return Place("keras", "")
    row = places.rows().get(path)
    if row is not None and row.origin == "ours":
        return Place("ours", _full(row))
    inner = f"{real(module)}.{name}"
    there = today.inside(inner)
    if there != "value" and is_inner_module(path, today):
        return Place("module", path)
    public = stands_for(module)
    if public is not None and lookup(f"{public}.{name}", today).is_there:
        return Place("alias", f"{public}.{name}")
    for space in _PUBLIC:
        known = f"{space}.{name}" if space else name
        if there is not None and (is_closed(space) or not today.same(known, inner)):
            continue
        if _is_public(known, space, today):
            return Place("alias", known)
    if there is not None:
        return Place("today", inner)
    return _gone(path, module, name, today)


def _is_public(path: str, space: str, today: Today) -> bool:
    if is_closed(space):
        return lookup(path, today).is_there
    return today.public(path) is not None


def _gone(path: str, module: str, name: str, today: Today) -> Place:
    """Where a name is that was below `python` and is not there any more."""
    row = places.rows().get(path)
    if row is not None and row.origin == "today" and today.inside(row.where):
        return Place("today", row.where)
    if row is not None and row.origin == "value":
        return Place("value", row.where)
    for other in (places.where(module, "spread") or "").split():
        for spelled in (name, f"_{name}"):  # some are for TensorFlow alone by now
            if today.inside(f"python.{other}.{spelled}"):
                return Place("today", f"python.{other}.{spelled}")
    return Place("refused", f"tensorflow.{path}")


def refusal(place: Place, also: Collection[str] = ()) -> str:
    """Say in one line why a name is refused and what to write.

    Args:
        place: A refused one.
        also: Further names of the same module, to suggest from.
    """
    if place.where.startswith("tensorflow."):
        return (
            f"{place.where} was internal to TensorFlow 1.x and is not there any more: "
            "use the public name below tf"
        )
    return surface.refusal(place.where, also=also)

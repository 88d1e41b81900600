"""`tensorflow.python.…`, into which old code reached for what was public anyway.

A module of the facade's `tensorflow.python` gives, in turn: the public TensorFlow 1.x
name when the internal one is the same object or has moved away since 1.15; otherwise
what today's TensorFlow has under that path. So `control_flow_ops.cond`,
`array_ops.stack` and `nn_ops.dropout` are `tf.cond`, `tf.stack` and `tf.nn.dropout`.
"""

from __future__ import annotations

import functools
import importlib
from types import ModuleType
from typing import Any

from compat import _private, keras
from compat.errors import Refused

# Where the public names of internal modules are looked for, in this order.
_PUBLIC = (
    *("", "nn", "math", "random", "train", "layers", "nest", "test", "saved_model"),
    "graph_util",
)

# Modules that another one took over, or that stand for a public one as a whole.
_MOVED = {
    "python.framework.versions": "version",
    "python.platform.test": "test",
    "python.platform.tf_logging": "logging",
    "python.platform.gfile": "gfile",
    "python.platform.app": "app",
    "python.platform.flags": "flags",
    "python.summary.summary": "summary",
    "python.training.training": "train",
}


# Modules that have another name by now.
_RENAMED = {
    "python.keras.engine.network": "python.keras.engine.training",
    "python.training.tracking.base": "python.trackable.base",
    "python.training.tracking.data_structures": "python.trackable.data_structures",
    "python.training.tracking.tracking": "python.trackable.autotrackable",
    "python.training.tracking.util": "python.checkpoint.checkpoint",
    "python.distribute.distribution_strategy_context": (
        "python.distribute.distribute_lib"
    ),
}

# Modules of today that have what was in a module of 1.15.
_SPREAD = {
    "python.data.ops.dataset_ops": " ".join(
        f"data.ops.{kind}_op"
        for kind in (
            "batch cache concatenate filter flat_map from_generator "
            "from_sparse_tensor_slices from_tensor_slices from_tensors interleave map "
            "padded_batch prefetch range repeat shard shuffle skip take window zip"
        ).split()
    ),
    "python.eager.function": "eager.polymorphic_function.polymorphic_function",
    "python.framework.ops": (
        "framework.tensor framework.tensor_conversion framework.indexed_slices "
        "framework.stack"
    ),
    "python.framework.tensor_util": "framework.tensor_util framework.shape_util",
    "python.keras.utils": "keras.utils.np_utils",
    "python.ops.control_flow_ops": (
        "ops.cond ops.while_loop ops.control_flow_case ops.control_flow_switch_case"
    ),
    "python.ops.resource_variable_ops": "ops.handle_data_util",
    "python.ops.variables": "ops.variable_v1 ops.ref_variable",
}

# Names that are others today, in the module that stands for theirs.
_RENAMED_IN = {
    "python.data.util.nest.is_sequence": "is_nested",
    "python.keras.engine.network.Network": "Model",
    "python.ops.variable_scope.variable": "VariableV1",
    "python.util.nest.is_sequence": "is_nested",
}

# What nothing of today has: path of the name → module of compat.
_FORMER = {
    "python.framework.common_shapes.has_fully_defined_shape": "python.former",
    "python.framework.ops.RegisterShape": "python.former",
    "python.layers.utils.get_reachable_from_inputs": "python.former",
    "python.layers.utils.object_list_uid": "python.former",
    "python.layers.utils.static_shape": "python.former",
} | {
    f"python.framework.tensor_shape.{name}": "python.shapes"
    for name in ("matrix", "scalar", "vector")
}

_ARE_NONE = {"python.ops.array_ops.newaxis"}


class Internal(ModuleType):
    """One module below `tensorflow.python`, for legacy code.

    Args:
        path: Its path below `tensorflow`.
        real: Today's module of that path, or `None`.
        public: The public module it stands for, or `None`.
    """

    def __init__(self, path: str, real: ModuleType | None, public: Any) -> None:
        super().__init__(f"tensorflow.{path}")
        self.__dict__["_path"] = path
        self.__dict__["_real"] = real
        self.__dict__["_public"] = public
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            return getattr(self._real, name)
        value = self._find(name)
        self.__dict__[name] = value
        return value

    def _find(self, name: str) -> Any:
        if (self._path, name) == ("python", "keras") and keras.is_there():
            return keras.module("tf.keras")
        inside = getattr(self._real, name, None)
        if isinstance(inside, ModuleType) or inside is None:
            module = find(f"{self._path}.{name}")
            if module is not None:
                return module
        if self._public is not None and hasattr(self._public, name):
            return getattr(self._public, name)
        for public, v1 in _spaces():
            known = getattr(v1, name, None)
            if known is not None and (inside is None or _same(known, inside)):
                return getattr(public, name)
        if inside is not None:
            return inside
        other = _RENAMED_IN.get(f"{self._path}.{name}")
        if other is not None and hasattr(self._real, other):
            return getattr(self._real, other)
        if f"{self._path}.{name}" in _ARE_NONE:
            return None
        for module in _SPREAD.get(self._path, "").split():
            real = _private.internal(f"python.{module}")
            for spelled in (name, f"_{name}"):  # some are for TensorFlow alone by now
                if hasattr(real, spelled):
                    return getattr(real, spelled)
        former = _FORMER.get(f"{self._path}.{name}")
        if former is not None:
            return getattr(importlib.import_module(f"compat.{former}"), name)
        raise Refused(
            f"tensorflow.{self._path}.{name} was internal to TensorFlow 1.x and is not "
            "there any more: use the public name below tf"
        )


def _same(one: Any, other: Any) -> bool:
    """Whether two objects are one, the wrapper of `opcounts` around it left out."""
    return one is other or getattr(other, "__wrapped__", None) is one


@functools.cache
def _spaces() -> list[tuple[Any, Any]]:
    """Pairs of a public part of the facade and the part of `tf.compat.v1` behind it."""
    from compat.names import facade

    import_path = facade.tensorflow()
    spaces = []
    for path in _PUBLIC:
        public = getattr(import_path, path) if path else import_path
        spaces.append((public, getattr(public, "_v1", public) or public))
    return spaces


def find(path: str) -> Any:
    """The module that legacy code sees at a path below `tensorflow.python`.

    Args:
        path: For example `python.ops.array_ops`.

    Returns:
        A public module of the facade, an `Internal`, or `None` where nothing is known.
    """
    from compat.names import deep, facade, insides

    public = deep.public_of_file(path)
    if public is not None:
        return insides.File(path, facade.resolve(public))
    moved = facade.resolve(_MOVED[path]) if path in _MOVED else None
    real = _private.internal(_RENAMED.get(path, path))
    on_the_way = any(other.startswith(f"{path}.") for other in _RENAMED)
    if real is None and moved is None and not (on_the_way or deep.leads_on(path)):
        return None
    folder = deep.public_of_folder(path)
    return Internal(path, real, moved or (facade.resolve(folder) if folder else None))


def moved_to(path: str) -> str | None:
    """Give the public module that an internal module stands for as a whole."""
    return _MOVED.get(path)

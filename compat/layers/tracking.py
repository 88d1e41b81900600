"""Layers as parts of `tf.train.Checkpoint`."""

from __future__ import annotations

from typing import Any, NamedTuple

from compat import _private


class TrackableReference(NamedTuple):
    """What an object holds, and by which name checkpoints of objects know it."""

    name: str
    ref: Any


class Tracked(_private.trackable()):  # type: ignore[misc]
    """What `tf.train.Checkpoint` keeps: weights by name, layers by attribute."""

    _kept_weights: dict[str, Any]

    def _keep(self, name: str, variable: Any) -> None:
        """Keep a weight; where a checkpoint that has it was restored, it gets that."""
        self._kept_weights[name] = variable
        _private.restore_late(self, name, variable)

    @property
    def _checkpoint_dependencies(self) -> list[TrackableReference]:
        named = dict(self._kept_weights)
        for name, value in vars(self).items():
            if isinstance(value, Tracked):
                named.setdefault(name, value)
        return [TrackableReference(name, ref) for name, ref in named.items()]

    def _trackable_children(
        self, save_type: str = "checkpoint", **kwargs: Any
    ) -> dict[str, Any]:
        return {kept.name: kept.ref for kept in self._checkpoint_dependencies}

    def _lookup_dependency(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self._trackable_children().get(name)

"""`CellWrapper`, the base of wrappers, `ResidualWrapper` and `DeviceWrapper`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.layers.tracking import TrackableReference
from compat.nn.rnn_cell import functions
from compat.nn.rnn_cell.base import RNNCell, assert_like_rnncell

tf1 = tf.compat.v1


class CellWrapper(RNNCell):
    """A cell around another one, with that one's sizes, scope and weights."""

    def __init__(self, cell: Any, *args: Any, **kwargs: Any) -> None:
        assert_like_rnncell("cell", cell)
        super().__init__(*args, **kwargs)
        self.cell = cell

    def wrapped_call(
        self, inputs: Any, state: Any, call: Callable[..., Any]
    ) -> tuple[Any, Any]:
        """One step, where `call(inputs, state)` runs the wrapped cell."""
        raise NotImplementedError

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step; see `RNNCell.__call__`."""

        def call(inputs: Any, state: Any) -> tuple[Any, Any]:
            return self.cell(inputs, state, scope=scope)

        return self.wrapped_call(inputs, state, call)

    @property
    def wrapped_cell(self) -> Any:
        return self.cell

    @property
    def state_size(self) -> Any:
        return self.cell.state_size

    @property
    def output_size(self) -> Any:
        return self.cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            return self.cell.zero_state(batch_size, dtype)

    @property
    def _checkpoint_dependencies(self) -> list[TrackableReference]:
        return [TrackableReference("cell", self.cell)]

    def get_config(self) -> dict[str, Any]:
        inner = {
            "class_name": type(self.cell).__name__,
            "config": self.cell.get_config(),
        }
        return super().get_config() | {"cell": inner}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> RNNCell:
        """The wrapper that `get_config` describes, around the cell put into it.

        Args:
            config: What `get_config` gave, `cell` replaced by the cell itself.
            custom_objects: From name to function, for functions in it.

        Raises:
            ValueError: When `cell` is still a description.
        """
        config = dict(config)
        cell = config.pop("cell")
        try:
            assert_like_rnncell("cell", cell)
        except TypeError:
            raise ValueError(
                "RNNCellWrapper cannot reconstruct the wrapped cell. "
                "Please overwrite the cell in the config with a RNNCell instance."
            ) from None
        return cls(cell, **config)


class ResidualWrapper(CellWrapper):
    """Adds a cell's inputs to its outputs.

    Args:
        cell: The cell.
        residual_fn: From `(inputs, outputs)` to the outputs; by default their sum,
            whose shapes must agree.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.ResidualWrapper`.
    """

    def __init__(self, cell: Any, residual_fn: Any = None, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self._residual_fn = residual_fn

    def wrapped_call(
        self, inputs: Any, state: Any, call: Callable[..., Any]
    ) -> tuple[Any, Any]:
        outputs, new_state = call(inputs, state)
        if self._residual_fn is not None:
            return self._residual_fn(inputs, outputs), new_state
        tf.nest.assert_same_structure(inputs, outputs)
        for one, other in zip(
            tf.nest.flatten(inputs), tf.nest.flatten(outputs), strict=True
        ):
            one.shape.assert_is_compatible_with(other.shape)
        return tf.nest.map_structure(lambda i, o: i + o, inputs, outputs), new_state

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self._residual_fn is not None:
            function, kind, module = functions.kept(self._residual_fn)
            config |= {
                "residual_fn": function,
                "residual_fn_type": kind,
                "residule_fn_module": module,  # 1.15's spelling
            }
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> RNNCell:
        """The wrapper that `get_config` describes; see `CellWrapper.from_config`."""
        if "residual_fn" in config:
            config = dict(config)
            kind = config.pop("residual_fn_type")
            module = config.pop("residule_fn_module")
            config["residual_fn"] = functions.found(
                config["residual_fn"], kind, module, custom_objects
            )
        return super().from_config(config, custom_objects)


class DeviceWrapper(CellWrapper):
    """Runs a cell on a given device.

    Args:
        cell: The cell.
        device: Device, or function from an op to one, as for `tf.device`.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.nn.rnn_cell.DeviceWrapper`.
    """

    def __init__(self, cell: Any, device: Any, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self._device = device

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            with tf1.device(self._device):
                return self.cell.zero_state(batch_size, dtype)

    def wrapped_call(
        self, inputs: Any, state: Any, call: Callable[..., Any]
    ) -> tuple[Any, Any]:
        with tf1.device(self._device):
            return call(inputs, state)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"device": self._device}

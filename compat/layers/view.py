"""What can be asked of a layer: its names, weights, losses, inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

_NEVER = "The layer has never been called and thus has no defined"


class LayerView:
    """The read-only half of `tf.layers.Layer`."""

    trainable: bool
    built: bool
    _name: str
    _dtype: str | None
    _scope: Any
    _trainable_weights: list[Any]
    _non_trainable_weights: list[Any]
    _updates: list[Any]
    _losses: list[Any]
    _unconditional: list[Any]
    _eager_losses: list[Callable[[], Any]]
    supports_masking = True
    stateful = False
    dynamic = False
    submodules: tuple[()] = ()

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> Any:
        return self._dtype

    @property
    def graph(self) -> Any:
        return None

    @property
    def scope_name(self) -> str:
        """Name of the layer's variable scope, known once it was called."""
        if not self._scope:
            raise ValueError(
                f'No name available for layer scope because the layer "{self._name}" '
                "has not been used yet. The scope name  is determined the first time "
                "the layer instance is called. You must therefore call the layer "
                "before querying `scope_name`."
            )
        return self._scope.name

    @property
    def trainable_weights(self) -> list[Any]:
        own = self._trainable_weights if self.trainable else []
        return own + [w for layer in self._sublayers() for w in layer.trainable_weights]

    @property
    def non_trainable_weights(self) -> list[Any]:
        own = list(self._non_trainable_weights)
        if not self.trainable:
            own = self._trainable_weights + own
        return own + [
            w for layer in self._sublayers() for w in layer.non_trainable_weights
        ]

    @property
    def weights(self) -> list[Any]:
        return self.trainable_weights + self.non_trainable_weights

    @property
    def trainable_variables(self) -> list[Any]:
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Any]:
        return self.non_trainable_weights

    @property
    def variables(self) -> list[Any]:
        return self.weights

    @property
    def updates(self) -> list[Any]:
        return list(self._updates) if self.trainable else []

    @property
    def losses(self) -> list[Any]:
        own = [loss() for loss in self._eager_losses] + self._losses
        return own + [loss for layer in self._sublayers() for loss in layer.losses]

    def get_updates_for(self, inputs: Any) -> list[Any]:
        """The updates that depend on `inputs`; those on nothing for `None`."""
        return self._that_depend(self.updates, inputs)

    def get_losses_for(self, inputs: Any) -> list[Any]:
        """The losses that depend on `inputs`; those on nothing for `None`."""
        return self._that_depend(self.losses, inputs)

    def _that_depend(self, all_of_them: list[Any], inputs: Any) -> list[Any]:
        if inputs is None:
            return [one for one in all_of_them if _is_in(one, self._unconditional)]
        rest = [one for one in all_of_them if not _is_in(one, self._unconditional)]
        reached = _reachable(tf.nest.flatten(inputs))
        return [one for one in rest if getattr(one, "op", one) in reached]

    # 1.15 kept inputs and outputs of Keras's layers alone.

    inbound_nodes: tuple[()] = ()
    outbound_nodes: tuple[()] = ()

    @property
    def input(self) -> Any:
        raise AttributeError(
            f"Layer {self._name} is not connected, no input to return."
        )

    @property
    def output(self) -> Any:
        raise AttributeError(f"Layer {self._name} has no inbound nodes.")

    @property
    def input_shape(self) -> Any:
        raise AttributeError(f"{_NEVER} input shape.")

    @property
    def output_shape(self) -> Any:
        raise AttributeError(f"{_NEVER} output shape.")

    def get_input_at(self, node_index: int) -> Any:
        raise RuntimeError(f"{_NEVER} input.")

    def get_output_at(self, node_index: int) -> Any:
        raise RuntimeError(f"{_NEVER} output.")

    def get_input_shape_at(self, node_index: int) -> Any:
        raise RuntimeError(f"{_NEVER} input shape.")

    def get_output_shape_at(self, node_index: int) -> Any:
        raise RuntimeError(f"{_NEVER} output shape.")

    def count_params(self) -> int:
        """How many numbers the weights hold."""
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on {self.name}, but the layer "
                "isn't built. You can build it manually via: "
                f"`{self.name}.build(batch_input_shape)`."
            )
        return sum(int(weight.shape.num_elements()) for weight in self.weights)

    def get_weights(self) -> list[Any]:
        """The weights' values, from the default session."""
        return tf1.get_default_session().run(self.weights)

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Load values into the weights, in the default session."""
        for variable, value in zip(self.weights, weights, strict=True):
            variable.load(value, tf1.get_default_session())

    def _sublayers(self) -> list[Any]:
        """The layers whose weights are this one's; 1.15 looked at no attributes."""
        return []


def _is_in(one: Any, several: list[Any]) -> bool:
    return any(one is other for other in several)


def _reachable(tensors: list[Any]) -> set[Any]:
    """The ops that can be reached from `tensors`."""
    reached: set[Any] = set()
    to_do = [op for tensor in tensors for op in [tensor.op, *tensor.consumers()]]
    while to_do:
        op = to_do.pop()
        if op not in reached:
            reached.add(op)
            to_do.extend(next for output in op.outputs for next in output.consumers())
    return reached

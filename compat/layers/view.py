"""What can be asked of a layer: its names, weights, losses, inputs and outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class LayerView:
    """The read-only half of `tf.layers.Layer`."""

    trainable: bool
    built: bool
    _name: str
    _dtype: str | None
    _graph: Any
    _scope: Any
    _trainable_weights: list[Any]
    _non_trainable_weights: list[Any]
    _updates: list[Any]
    _losses: list[Any]
    _calls: list[tuple[Any, Any]]

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> Any:
        return self._dtype

    @property
    def graph(self) -> Any:
        return self._graph

    @property
    def scope_name(self) -> str:
        """Name of the layer's variable scope, known once it was called."""
        if not self._scope:
            raise ValueError(
                f'No name available for layer scope because the layer "{self._name}" '
                "has not been used yet. The scope name is determined the first time "
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
        return list(self._updates)

    @property
    def losses(self) -> list[Any]:
        return self._losses + [
            loss for layer in self._sublayers() for loss in layer.losses
        ]

    @property
    def input(self) -> Any:
        return self._only_call()[0]

    @property
    def output(self) -> Any:
        return self._only_call()[1]

    @property
    def input_shape(self) -> Any:
        return tf.nest.map_structure(lambda tensor: tensor.shape, self.input)

    @property
    def output_shape(self) -> Any:
        return tf.nest.map_structure(lambda tensor: tensor.shape, self.output)

    def get_updates_for(self, inputs: Any) -> list[Any]:
        return list(self._updates) if inputs is not None or self._updates else []

    def get_losses_for(self, inputs: Any) -> list[Any]:
        return [] if inputs is not None else self.losses

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

    def _sublayers(self) -> list[LayerView]:
        seen: list[LayerView] = []
        for value in self.__dict__.values():
            for item in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(item, LayerView) and not any(
                    item is other for other in seen
                ):
                    seen.append(item)
        return seen

    def _only_call(self) -> tuple[Any, Any]:
        if len(self._calls) != 1:
            raise AttributeError(
                f"expected one call of layer {self.name}, received "
                f"{len(self._calls)}: ask the tensors themselves"
            )
        return self._calls[0]

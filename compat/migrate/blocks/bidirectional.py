"""Two stacks of recurrent layers, one from the end, joined after the last layer."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from compat.migrate.blocks.attention import registered


@registered
class BidirectionalStack(keras.Layer):
    """A stack that reads forwards, one that reads backwards, joined at the end.

    As `tf.nn.bidirectional_dynamic_rnn` with a MultiRNNCell in each: each layer
    sees its own direction alone. With `keras.layers.Bidirectional` around each
    layer, every layer sees both, as in `stack_bidirectional_dynamic_rnn`.

    Args:
        forward: Recurrent layers with `return_sequences=True`.
        backward: The same number of them.
        **kwargs: As for `keras.Layer`.

    Source: tf.nn.bidirectional_dynamic_rnn, tf.nn.rnn_cell.MultiRNNCell.
    """

    def __init__(self, forward: list[Any], backward: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if len(forward) != len(backward):
            raise ValueError(
                f"expected as many layers in each direction, received {len(forward)} "
                f"and {len(backward)}"
            )
        self.forward_layers, self.backward_layers = list(forward), list(backward)
        self.supports_masking = True

    def build(self, shape: Any) -> None:
        for layers in (self.forward_layers, self.backward_layers):
            given = tuple(shape)
            for layer in layers:
                if not layer.built:  # a saved one comes with its parts built
                    layer.build(given)
                given = (*given[:2], _size(layer))
        self.built = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Give both directions' outputs, joined, `[batch, time, 2 * units]`.

        Args:
            inputs: `[batch, time, i]`.
            mask: `[batch, time]`, true for the first steps of each; the others are 0.
        """
        there, back = inputs, ops.flip(inputs, axis=1)
        turned = None if mask is None else ops.flip(mask, axis=1)
        for one, other in zip(self.forward_layers, self.backward_layers, strict=True):
            there, back = one(there, mask=mask), other(back, mask=turned)
        found = ops.concatenate([there, ops.flip(back, axis=1)], axis=-1)
        if mask is not None:
            found = found * ops.cast(mask, found.dtype)[:, :, None]
        return found

    def get_config(self) -> dict[str, Any]:
        serialize = keras.saving.serialize_keras_object
        return {
            **super().get_config(),
            "forward": [serialize(layer) for layer in self.forward_layers],
            "backward": [serialize(layer) for layer in self.backward_layers],
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> BidirectionalStack:
        read = keras.saving.deserialize_keras_object
        both = {key: [read(one) for one in config[key]] for key in _DIRECTIONS}
        return cls(**{**config, **both})


_DIRECTIONS = ("forward", "backward")


def _size(layer: Any) -> int:
    cell = getattr(layer, "cell", None)
    return int(getattr(cell, "output_size", None) or layer.units)

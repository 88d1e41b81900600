"""`DropoutWrapper`."""

from __future__ import annotations

import hashlib
import numbers
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count import opseed
from compat.count.ops.dropout import dropout as nn_dropout
from compat.count.ops.random import random_uniform
from compat.nn.rnn_cell import functions
from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.lstm import LSTMStateTuple
from compat.nn.rnn_cell.wrappers import CellWrapper

tf1 = tf.compat.v1


class DropoutWrapper(CellWrapper):
    """Dropout on a cell's inputs, outputs and state.

    Args:
        cell: The cell.
        input_keep_prob: Probability of keeping an input: float, or float scalar tensor.
        output_keep_prob: The same for the output.
        state_keep_prob: The same for the state handed to the next step.
        variational_recurrent: Whether one mask serves all time steps (Gal and
            Ghahramani 2015, arXiv:1512.05287).
        input_size: Size of the input, needed for a variational mask on inputs.
        dtype: dtype of inputs, state and outputs, needed for variational masks.
        seed: Seed of the masks.
        dropout_state_filter_visitor: From a part of the state to whether it is dropped:
            a bool, or a structure of bools. By default all but the `c` of an
            `LSTMStateTuple` and `tf.TensorArray`s.
        **kwargs: As for `tf.layers.Layer`.

    Raises:
        ValueError: For a probability outside [0, 1], or a missing dtype or input size.

    Source: `tf.nn.rnn_cell.DropoutWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        input_keep_prob: Any = 1.0,
        output_keep_prob: Any = 1.0,
        state_keep_prob: Any = 1.0,
        variational_recurrent: bool = False,
        input_size: Any = None,
        dtype: Any = None,
        seed: int | None = None,
        dropout_state_filter_visitor: Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(cell, dtype=dtype, **kwargs)
        if dropout_state_filter_visitor is not None and not callable(
            dropout_state_filter_visitor
        ):
            raise TypeError("dropout_state_filter_visitor must be callable")
        self._dropout_state_filter = dropout_state_filter_visitor or _all_but_memory
        self._input_keep_prob = _keep_prob("input_keep_prob", input_keep_prob)
        self._state_keep_prob = _keep_prob("state_keep_prob", state_keep_prob)
        self._output_keep_prob = _keep_prob("output_keep_prob", output_keep_prob)
        self._variational_recurrent = variational_recurrent
        self._input_size = input_size
        self._seed = seed
        if variational_recurrent:
            self._make_noise(input_size, dtype)

    def _make_noise(self, input_size: Any, dtype: Any) -> None:
        if dtype is None:
            raise ValueError("When variational_recurrent=True, dtype must be provided")

        def noises(sizes: Any, prefix: str, batch: int | None) -> Any:
            parts = []
            for index, size in enumerate(tf.nest.flatten(sizes)):
                tail = tf.TensorShape(size).as_list()
                shape = tf.concat([[1] * (batch or 1), tail], 0)
                parts.append(
                    random_uniform(
                        shape, seed=self._seed_of(prefix, index), dtype=dtype
                    )
                )
            return tf.nest.pack_sequence_as(sizes, parts)

        if drops(self._input_keep_prob):
            if input_size is None:
                raise ValueError(
                    "When variational_recurrent=True and input_keep_prob < 1.0 or "
                    "is unknown, input_size must be provided"
                )
            self._input_noise = noises(input_size, "input", 1)
        self._state_noise = noises(self.cell.state_size, "state", 1)
        self._output_noise = noises(self.cell.output_size, "output", 1)

    def _seed_of(self, prefix: str, index: int) -> int | None:
        if self._seed is None:
            return None
        digest = hashlib.md5(f"{self._seed}{prefix}_{index}".encode()).hexdigest()
        return int(digest[:8], 16) & 0x7FFFFFFF

    def _dropout(
        self, values: Any, prefix: str, noise: Any, keep_prob: Any, chosen: Any = True
    ) -> Any:
        leaves = tf.nest.flatten(values)
        drop = _broadcast(chosen, values)
        noises = tf.nest.flatten(noise) if self._variational_recurrent else leaves
        results = []
        for index, (value, dropped, mask) in enumerate(
            zip(leaves, drop, noises, strict=True)
        ):
            if not dropped or isinstance(value, tf.TensorArray):
                results.append(value)
            elif self._variational_recurrent:
                kept = tf.floor(keep_prob + mask)
                result = tf1.div(value, keep_prob) * kept
                result.set_shape(value.shape)
                results.append(result)
            else:
                seed = self._seed_of(prefix, index)
                results.append(nn_dropout(value, rate=1 - keep_prob, seed=seed))
        return tf.nest.pack_sequence_as(values, results)

    def wrapped_call(
        self, inputs: Any, state: Any, call: Callable[..., Any]
    ) -> tuple[Any, Any]:
        if drops(self._input_keep_prob):
            noise = getattr(self, "_input_noise", None)
            inputs = self._dropout(inputs, "input", noise, self._input_keep_prob)
        output, new_state = call(inputs, state)
        if drops(self._state_keep_prob):
            chosen = _traverse(self._dropout_state_filter, new_state)
            noise = getattr(self, "_state_noise", None)
            new_state = self._dropout(
                new_state, "state", noise, self._state_keep_prob, chosen
            )
        if drops(self._output_keep_prob):
            noise = getattr(self, "_output_noise", None)
            output = self._dropout(output, "output", noise, self._output_keep_prob)
        return output, new_state

    def get_config(self) -> dict[str, Any]:
        config = super().get_config() | {
            "input_keep_prob": self._input_keep_prob,
            "output_keep_prob": self._output_keep_prob,
            "state_keep_prob": self._state_keep_prob,
            "variational_recurrent": self._variational_recurrent,
            "input_size": self._input_size,
            "seed": self._seed,
        }
        if self._dropout_state_filter is not _all_but_memory:
            function, kind, module = functions.kept(self._dropout_state_filter)
            config |= {
                "dropout_fn": function,
                "dropout_fn_type": kind,
                "dropout_fn_module": module,
            }
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> RNNCell:
        """The wrapper that `get_config` describes; see `CellWrapper.from_config`."""
        if "dropout_fn" in config:
            config = dict(config)
            kind = config.pop("dropout_fn_type")
            module = config.pop("dropout_fn_module")
            config["dropout_state_filter_visitor"] = functions.found(
                config.pop("dropout_fn"), kind, module, custom_objects
            )
        return super().from_config(config, custom_objects)


def _keep_prob(name: str, value: Any) -> Any:
    """A float where the probability is known, else the tensor, as 1.15 kept it."""
    if isinstance(value, numbers.Real):
        opseed.account(1)  # the probability as a constant, unused
        known: Any = float(value)
    else:
        value = tf.convert_to_tensor(value)
        known = tf.get_static_value(value)
    if known is None:
        return value
    if not 0 <= known <= 1:
        shown = int(known) if known == int(known) else known
        raise ValueError(f"Parameter {name} must be between 0 and 1: {shown}")
    return float(known)


def drops(keep_prob: Any) -> bool:
    """Whether dropout with this probability, as a wrapper keeps it, has a mask."""
    return not isinstance(keep_prob, float) or keep_prob < 1


def _all_but_memory(substate: Any) -> Any:
    if isinstance(substate, LSTMStateTuple):
        return LSTMStateTuple(c=False, h=True)
    return not isinstance(substate, tf.TensorArray)


def _traverse(chooses: Callable[[Any], Any], structure: Any) -> Any:
    """Ask `chooses` from the top down; a single bool goes on into the parts."""
    chosen = chooses(structure)
    if isinstance(chosen, bool):
        if chosen and tf.nest.is_nested(structure):
            parts = [_traverse(chooses, part) for part in _children(structure)]
            return [leaf for part in parts for leaf in tf.nest.flatten(part)]
        return [chosen] * len(tf.nest.flatten(structure))
    return tf.nest.flatten(chosen)


def _children(structure: Any) -> list[Any]:
    if isinstance(structure, dict):
        return [structure[key] for key in sorted(structure)]
    return list(structure)


def _broadcast(chosen: Any, values: Any) -> list[bool]:
    leaves = len(tf.nest.flatten(values))
    return [chosen] * leaves if isinstance(chosen, bool) else list(chosen)

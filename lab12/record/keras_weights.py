"""The weights of a TensorFlow 1.x or Keras 2 run, given to Keras 3 layers by name."""

from __future__ import annotations

import re
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compat.migrate import weights

Arrays = dict[str, NDArray[Any]]
# kind of layer: the scope of each in the order they were made, and its weights
Weights = dict[str, list[tuple[str, list[NDArray[Any]]]]]

# (last part of a variable's name, that of its bias) in dense layers
DENSE = (("weights", "biases"), ("softmax_w", "softmax_b"), ("kernel", "bias"))


class Given:
    """Weights that wait for the layers of a Keras script.

    Args:
        initial: The variables of the other run by name, in the order they were made.

    Attributes:
        by_layer: Whether they are a Keras 2 script's.
        by_pair: Whether they are those of a script of the user's, in order.
        went: By a layer's path: the scope that its weights came from.
        biases: By an LSTM's path: in which way its own biases begin otherwise, where
            both begin with the same number in each gate.
    """

    def __init__(self, initial: Arrays) -> None:
        self.by_layer = is_keras2(initial)
        self.by_pair = bool(initial) and all(n.endswith(".weight") for n in initial)
        self.waiting = (keras2_weights if self.by_layer else legacy_weights)(initial)
        self.went: dict[str, str] = {}
        self.biases: dict[str, str] = {}

    def to(self, layer: Any) -> None:
        """Give a layer its weights.

        Those of a scope that has the layer's own name in it, if there is one; else the
        next of its kind; else, from Keras 2, the next of its shapes.
        """
        kind = type(layer).__name__.removesuffix("Cell")  # an LSTM's, in a loop
        shapes = [tuple(one.shape) for one in layer.weights]
        waiting = self.waiting.get(kind, [])
        named = [one for one in waiting if layer.name in one[0].split("/")]
        chosen = next(iter(named or waiting), None)
        if chosen is None and self.by_layer:
            others = (one for kind in self.waiting.values() for one in kind)
            fits = ([value.shape for value in one[1]] == shapes for one in others)
            everyone = [one for kind in self.waiting.values() for one in kind]
            chosen = next((o for o, ok in zip(everyone, fits, strict=True) if ok), None)
        if chosen is None:
            left = ", ".join(k for k, found in self.waiting.items() if found) or "none"
            sys.exit(
                "recorder: expected a layer that the legacy run has weights for "
                f"({left} left), received a {kind} with weights of shapes {shapes}"
            )
        for found in self.waiting.values():
            found[:] = [one for one in found if one is not chosen]
        scope, values = chosen
        if self.by_pair and kind == "LSTM":
            self.note_bias(layer, values[-1])
        layer.set_weights(values)
        self.went[layer.path] = scope

    def note_bias(self, layer: Any, bias: NDArray[Any]) -> None:
        """Hold the bias that an LSTM begins with against the one that it is given."""
        own = layer.get_weights()[-1]
        if own.ndim != 1 or own.shape != bias.shape:
            return
        gates = [value.reshape(4, -1) for value in (own, bias)]
        if any(np.ptp(gate, axis=1).any() for gate in gates):
            return  # it was trained, or drawn
        ours, theirs = (gate[:, 0].tolist() for gate in gates)
        if ours != theirs:
            said = f"gates i, f, c, o begin with {ours}, in TensorFlow 1.x {theirs}"
            self.biases[layer.path] = said


def legacy_weights(initial: Arrays) -> Weights:
    """The weights of a TensorFlow 1.x run as Keras layers keep them.

    Args:
        initial: The run's variables by name, in the order they were made.

    Returns:
        For each kind of layer (LSTM, GRU, SimpleRNN, Dense, Embedding) the scopes and
        weights of its layers, in order.
    """
    kinds = ("LSTM", "GRU", "SimpleRNN", "Dense", "Embedding")
    found: Weights = {kind: [] for kind in kinds}
    for name, value in initial.items():
        scope, _, last = name.rpartition("/")
        bias = initial.get(f"{scope}/bias", np.zeros(0))
        if last == "kernel" and scope.endswith("lstm_cell"):
            mapped = weights.keras_lstm_weights(value, bias)
            found["LSTM"].append((scope, mapped))
        elif last == "kernel" and scope.endswith("gru_cell/gates"):
            other = scope.removesuffix("gates") + "candidate"
            candidate = initial[f"{other}/kernel"], initial[f"{other}/bias"]
            mapped = weights.keras_gru_weights(value, bias, *candidate)
            found["GRU"].append((scope, mapped))
        elif last == "kernel" and scope.endswith("basic_rnn_cell"):
            mapped = weights.keras_simple_rnn_weights(value, bias)
            found["SimpleRNN"].append((scope, mapped))
        elif last.endswith("embedding") and value.ndim == 2:
            found["Embedding"].append((name, [value]))
        elif last == "kernel" and f"{scope}/bias" not in initial:  # a layer without
            found["Dense"].append((scope, [value]))
        elif not scope.endswith("gru_cell/candidate"):
            for kernel, its_bias in DENSE:
                biases = initial.get(name.removesuffix(kernel) + its_bias)
                if last == kernel and biases is not None:
                    mapped = weights.keras_dense_weights(value, biases)
                    found["Dense"].append((scope or name, mapped))
    return found


_PLACE = re.compile(r"\d+\.\d+\.(\w+)/\d+\.")  # 0.1.Dense/0.kernel


def is_keras2(initial: Arrays) -> bool:
    """Whether these are the variables of a Keras 2 script."""
    return any(_PLACE.match(name) for name in initial)


def keras2_weights(initial: Arrays) -> Weights:
    """The weights of a Keras 2 run, layer by layer: Keras 3 keeps them alike.

    Args:
        initial: The run's variables as `recorder_keras2` names them, in order.

    Returns:
        For each kind of layer the names and weights of its layers, in order.
    """
    layers: dict[str, list[NDArray[Any]]] = {}
    for name, value in initial.items():
        layers.setdefault(name.rpartition("/")[0], []).append(value)
    found: Weights = {}
    for name, values in layers.items():
        found.setdefault(name.split(".")[2], []).append((name, values))
    return found

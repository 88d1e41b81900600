"""Gives a compiled model's optimizer the slots of TensorFlow 1.x's.

| 1.x | slots in the checkpoint | Keras 3 |
| --- | --- | --- |
| `AdamOptimizer` | `Adam`, `Adam_1`, `beta1_power` | `Adam`: m, v, step |
| `MomentumOptimizer` | `Momentum` = a | `SGD(momentum)`: `-learning_rate * a` |
| `RMSPropOptimizer` | `RMSProp`, `RMSProp_1` (centered: mean, then `RMSProp_2`) | `RMSprop` |
| `AdagradOptimizer` | `Adagrad` | `Adagrad` |
| `AdadeltaOptimizer` | `Adadelta`, `Adadelta_1` | `Adadelta` |
| `FtrlOptimizer` | `Ftrl`, `Ftrl_1` | `Ftrl` |

A slot is laid out as its variable is, so its gates change places as the weights' do; the
forget bias, which is added to a weight, is not added to a slot.
"""  # noqa: E501

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from compat.migrate.graph.meta import data, source
from compat.migrate.keras_model import flat
from compat.migrate.kinds import Array
from compat.migrate.model.given import Given
from compat.migrate.pieces import OPTIMIZER, Found, Piece

# Of a Keras optimizer: its slots, and what 1.x calls each.
_SLOTS = {
    "Adam": {"momentum": "Adam", "velocity": "Adam_1"},
    "SGD": {"momentum": "Momentum"},
    "RMSprop": {"velocity": "RMSProp", "momentum": "RMSProp_1"},
    "Adagrad": {"accumulator": "Adagrad"},
    "Adadelta": {
        "accumulated_grad": "Adadelta", "accumulated_delta_var": "Adadelta_1"
    },
    "Ftrl": {"accumulator": "Ftrl", "linear": "Ftrl_1"},
}  # fmt: skip
_CENTERED = {"average_gradient": "RMSProp_1", "momentum": "RMSProp_2"}
# Of an op that applies an update: which inputs are which hyperparameters.
_APPLY = {
    "ApplyAdam": {"learning_rate": 5, "beta_1": 6, "beta_2": 7, "epsilon": 8},
    "ApplyMomentum": {"learning_rate": 2, "momentum": 4},
    "ApplyRMSProp": {"learning_rate": 3, "rho": 4, "momentum": 5, "epsilon": 6},
    "ApplyAdagrad": {"learning_rate": 2},
}
_SMALL = 1e-30  # a power that is smaller has lost its digits


def give(
    model: Any,
    pairs: list[tuple[list[Any], Piece]],
    found: Found,
    variables: Mapping[str, Array],
    given: Given,
) -> None:
    """Give the slots of the variables that were given to the model's layers.

    Args:
        model: The model; without an optimizer nothing is done.
        pairs: Weights of the model, and the pieces that they got.
        found: What the checkpoint holds; slots that are used leave `found.left`.
        variables: All of the checkpoint's.
        given: Where it is noted.
    """
    slots = {name for name, why in found.left.items() if why == OPTIMIZER}
    optimizer = getattr(model, "optimizer", None)
    if not slots or optimizer is None:
        return
    kind = type(optimizer).__name__
    table = dict(_SLOTS.get(kind, {}))
    if kind == "RMSprop" and optimizer.centered:
        table |= _CENTERED
    if not any(name.endswith(f"/{leaf}") for name in slots for leaf in table.values()):
        ends = sorted({name.rpartition("/")[2] for name in slots})
        given.wrong.append(
            f"optimizer: {kind} has no place for the checkpoint's {', '.join(ends)}"
        )
        return
    if not optimizer.built:
        optimizer.build(model.trainable_variables)
    count = 0
    for weights, piece in pairs:
        for slot, leaf in table.items():
            count += _slot(optimizer, weights, piece, slot, leaf, variables, found,
                           given)  # fmt: skip
    left = [n for n, why in found.left.items() if why == OPTIMIZER
            and n.endswith(tuple(f"/{leaf}" for leaf in table.values()))]  # fmt: skip
    if left:
        given.wrong.append(f"optimizer: {len(left)} slots not given: {left[0]}, …")
    step = _step(optimizer, found, variables)
    if step is not None:
        optimizer.iterations.assign(step)
    told = "" if step is None else f", step {step}"
    given.lines.append(f"optimizer: {count} slots to {kind}{told}")
    given.lines += _unlike(optimizer, found) + _repeated(model)


def _slot(
    optimizer: Any,
    weights: list[Any],
    piece: Piece,
    slot: str,
    leaf: str,
    variables: Mapping[str, Array],
    found: Found,
    given: Given,
) -> int:
    """Give one kind of slot of one layer; how many."""
    names = [_named(f"{name}/{leaf}", variables) for name in piece.variables()]
    places = [_place(optimizer, weight, slot) for weight in weights]
    known = [name for name in names if name is not None]
    if len(known) != len(names) or not all(p is not None for p in places):
        if known or any(p is not None for p in places):
            given.wrong.append(f"optimizer: no {leaf} for all of {piece.scope}")
        return 0
    if piece.kind.name == "cudnn_gru":
        given.wrong.append(
            f"optimizer: {piece.scope}: a bias of 1.x is two of Keras's, whose slots "
            "are others"
        )
        return 0
    moved = _with_arrays(piece, {n: variables[s] for n, s in zip(
        piece.variables(), known, strict=True)})  # fmt: skip
    for place, value in zip(places, moved.weights(), strict=True):
        if slot == "momentum" and leaf == "Momentum":
            value = -float(optimizer.learning_rate) * value
        assert place is not None
        place.assign(value)
    for name in known:
        found.left.pop(name, None)
    return len(known)


def _with_arrays(piece: Piece, arrays: Mapping[str, Array]) -> Piece:
    """The same layer with a slot's values, and nothing added to them."""
    behind = piece.backward and _with_arrays(piece.backward, arrays)
    own = [arrays[name].reshape(a.shape) for name, a in
           zip(piece.names, piece.arrays, strict=True)]  # fmt: skip
    return replace(piece, arrays=own, forget_bias=0.0, backward=behind)


def _named(end: str, variables: Mapping[str, Array]) -> str | None:
    """A slot's name: as it is, or below the scope in which the optimizer was made."""
    if end in variables:
        return end
    found = [name for name in variables if name.endswith(f"/{end}")]
    return found[0] if len(found) == 1 else None


def _place(optimizer: Any, weight: Any, slot: str) -> Any:
    wanted = f"{weight.path.replace('/', '_')}_{slot}"
    places = [one for one in optimizer.variables if one.name == wanted]
    return places[0] if len(places) == 1 else None


def _step(optimizer: Any, found: Found, variables: Mapping[str, Array]) -> int | None:
    """How many steps were made: by Adam's powers, or by the global step."""
    counters = [v for n, v in variables.items() if n.endswith("global_step")]
    counted = int(counters[0]) if len(counters) == 1 and not counters[0].ndim else None
    if type(optimizer).__name__ != "Adam":
        return counted
    estimate = None
    for leaf, beta in (("beta2_power", optimizer.beta_2),
                       ("beta1_power", optimizer.beta_1)):  # fmt: skip
        names = [n for n in variables if re.search(rf"(^|/){leaf}$", n)]
        if len(names) == 1:
            power = float(variables[names[0]])
            found.left.pop(names[0], None)
            if power > _SMALL and 0 < beta < 1:
                # the power is that of the step to come
                estimate = round(math.log(power) / math.log(beta)) - 1
    if estimate is None:
        return counted
    near = counted is not None and abs(counted - estimate) <= max(1, estimate // 100)
    return counted if near else estimate


def _repeated(model: Any) -> list[str]:
    """Embeddings whose repeated tokens Keras's optimizers square apart on TensorFlow.

    Their gradient is a list of rows there; 1.x added up the rows of one token before it
    squared them. A regularizer of 0 makes it one array.
    """
    import keras

    if (
        keras.backend.backend() != "tensorflow"
        or type(model.optimizer).__name__ == "SGD"
    ):
        return []
    return [
        f"{layer.name}: a token that is twice in a batch is squared twice by Keras on "
        "TensorFlow, unless embeddings_regularizer=keras.regularizers.L2(0.0)"
        for layer in flat(model)
        if type(layer).__name__ == "Embedding" and layer.embeddings_regularizer is None
    ]


def _unlike(optimizer: Any, found: Found) -> list[str]:
    """Where the graph's hyperparameters are others than the optimizer's."""
    if found.graph is None:
        return []
    said = {}
    for node in found.graph.nodes.values():
        for name, place in _APPLY.get(node.op.removeprefix("Resource"), {}).items():
            theirs = found.graph.number(source(data(node)[place]))
            ours = float(getattr(optimizer, name, np.nan))
            if theirs is not None and abs(theirs - ours) > 1e-6 * abs(theirs):
                said[name] = f"optimizer: {name} was {theirs:g}, and is {ours:g}"
    return list(said.values())

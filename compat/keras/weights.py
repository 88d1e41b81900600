"""Weights in the groups of an .h5 file, layer by layer, as Keras 2 laid them out."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from compat.keras.optimizer import Optimizer


def of_layer(layer: Any) -> list[Any]:
    """A layer's weights in Keras 2's order: trained ones first, then the others."""
    kept = [w for w in layer.weights if "seed_generator" not in w.path]
    other = [w for w in kept if _is_not_trained(w, layer)]
    return [w for w in kept if all(w is not one for one in other)] + other


def _is_not_trained(weight: Any, layer: Any) -> bool:
    if weight.path.rpartition("/")[2] in {"moving_mean", "moving_variance"}:
        return True
    return not weight.trainable and bool(layer.trainable)


def save(group: Any, layers: list[Any]) -> None:
    """Write the weights of a model's layers into a group."""
    group.attrs["layer_names"] = [layer.name.encode() for layer in layers]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.3.1"
    for layer in layers:
        inner = group.create_group(layer.name)
        values = of_layer(layer)
        names = _names(layer, values)
        inner.attrs["weight_names"] = [name.encode() for name in names]
        for name, weight in zip(names, values, strict=True):
            inner.create_dataset(name, data=np.asarray(weight))


def _names(layer: Any, weights: list[Any]) -> list[str]:
    """`dense_1/kernel:0`, and for layers in layers the path below the outer one."""
    named: list[str] = []
    for weight in weights:
        name = getattr(weight, "_name_of_2", "")
        if not name:
            parts = weight.path.split("/")
            at = parts.index(layer.name) + 1 if layer.name in parts else 0
            name = "/".join([layer.name, *parts[at:]]) + ":0"
        while name in named:
            name = f"{name.removesuffix(':0')}_1:0"
        named.append(name)
    return named


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)


def _values(group: Any) -> list[np.ndarray]:
    return [np.asarray(group[_text(name)]) for name in group.attrs["weight_names"]]


def load(group: Any, layers: list[Any]) -> None:
    """Read weights into layers, one after the other.

    Raises:
        ValueError: When the file has other layers, or weights of other shapes.
    """
    with_weights = [layer for layer in layers if of_layer(layer)]
    names = [_text(name) for name in group.attrs["layer_names"]]
    saved = [(name, _values(group[name])) for name in names]
    saved = [(name, values) for name, values in saved if values]
    if len(saved) != len(with_weights):
        raise ValueError(
            f"expected a file for {len(with_weights)} layers with weights, received "
            f"one with {len(saved)}"
        )
    for layer, (name, values) in zip(with_weights, saved, strict=True):
        _assign(layer, name, values, skip=False)


def load_by_name(group: Any, layers: list[Any], skip_mismatch: bool) -> None:
    """Read weights into the layers whose names are in the file."""
    names = {_text(name) for name in group.attrs["layer_names"]}
    for layer in layers:
        if layer.name in names and of_layer(layer):
            _assign(layer, layer.name, _values(group[layer.name]), skip_mismatch)


def _assign(layer: Any, name: str, values: list[np.ndarray], skip: bool) -> None:
    ours = of_layer(layer)
    values = _converted(layer, values, ours)
    shapes = [tuple(weight.shape) for weight in ours]
    if shapes != [value.shape for value in values]:
        said = (
            f"layer {layer.name!r} (in the file {name!r}): expected weights of shapes "
            f"{shapes}, received {[value.shape for value in values]}"
        )
        if not skip:
            raise ValueError(said)
        warnings.warn(f"left out: {said}", stacklevel=4)
        return
    for weight, value in zip(ours, values, strict=True):
        weight.assign(value)


def _converted(layer: Any, values: list[np.ndarray], ours: list[Any]) -> Any:
    """Weights of a layer of CuDNN as those of the plain one; two biases as one."""
    if len(values) != 3 or len(ours) != 3 or not hasattr(layer, "cell"):
        return values
    kernel, recurrent, bias = values
    units = recurrent.shape[0]
    gates = recurrent.shape[1] // units
    if bias.shape != (2 * gates * units,):
        return values
    kernel = np.hstack(
        [one.T.reshape(one.shape, order="F") for one in np.hsplit(kernel, gates)]
    )
    recurrent = np.hstack([one.T for one in np.hsplit(recurrent, gates)])
    halves = bias.reshape(2, gates * units)
    if tuple(ours[2].shape) == (gates * units,):
        return [kernel, recurrent, halves.sum(0)]
    return [kernel, recurrent, halves]


def save_optimizer(file: Any, optimizer: Any) -> None:
    """Write what an optimizer remembers: its steps, then slot by slot."""
    if not getattr(optimizer, "built", False) or not hasattr(optimizer, "_slots"):
        return
    group = file.create_group("optimizer_weights")
    slots = [slot for every in optimizer._slots.values() for slot in every]
    slots += getattr(optimizer, "_schedules", [])
    named = {"iterations:0": np.asarray(optimizer.iterations)}
    for number, slot in enumerate(slots):
        named[f"training/slot_{number}:0"] = np.asarray(slot)
    group.attrs["weight_names"] = [name.encode() for name in named]
    for name, value in named.items():
        group.create_dataset(name, data=value)


def load_optimizer(file: Any, model: Any) -> None:
    """Read what an optimizer remembered, where it fits."""
    if "optimizer_weights" not in file:
        return
    optimizer = model.optimizer
    if not isinstance(optimizer, Optimizer):
        return
    optimizer.build(model.trainable_variables)
    values = _values(file["optimizer_weights"])
    slots = [slot for every in optimizer._slots.values() for slot in every]
    slots += getattr(optimizer, "_schedules", [])
    steps = [value for value in values[:1] if value.ndim == 0]
    rest = values[len(steps) :]
    fits = len(rest) >= len(slots) and all(
        value.shape == tuple(slot.shape)
        for value, slot in zip(rest, slots, strict=False)
    )
    if not fits:
        warnings.warn(
            "the optimizer's state in the file does not fit this optimizer: it starts "
            "anew",
            stacklevel=3,
        )
        return
    for step in steps:
        optimizer.iterations.assign(int(step))
    optimizer.begin()
    for value, slot in zip(rest, slots, strict=False):
        slot.assign(value)

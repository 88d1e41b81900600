"""`model.summary()` as Keras 2 printed it: a table of columns of fixed places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_PLAIN, _JOINED = (0.45, 0.85, 1.0), (0.33, 0.55, 0.67, 1.0)


def show(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[[str], Any] | None = None,
    flavour: str = "keras",
) -> None:
    """Print a model's layers, their shapes, parameters, and what they are joined to.

    Args:
        model: A built model.
        line_length: Of a row; 65, or 98 where layers are not one after the other.
        positions: Where columns end, in characters or as shares of a row.
        print_fn: Prints a line.
        flavour: `keras` or `tf.keras`.

    Raises:
        ValueError: The model is not built.
    """
    say = print_fn or print
    if not model.built:
        raise ValueError(
            "This model has not yet been built. Build the model first by calling "
            "build() or calling fit() with some data. Or specify input_shape or "
            "batch_input_shape in the first layer for automatic build. "
        )
    chain = _is_chain(model)
    width = line_length or (65 if chain else 98)
    places = [*(positions or (_PLAIN if chain else _JOINED))]
    ends = [int(width * p) for p in places] if places[-1] <= 1 else places
    head = ["Layer (type)", "Output Shape", "Param #"]
    if not chain:
        head.append("Connected to")
    say(f'Model: "{model.name}"')
    say("_" * width)
    say(_row(head, ends))
    say("=" * width)
    layers = _layers(model, flavour)
    for number, layer in enumerate(layers):
        kind = _kind(layer)
        cells = [f"{layer.name} ({kind})", _shape(layer, flavour), _count(layer)]
        sources = [] if chain else _sources(model, layer)
        if not chain:
            cells.append(sources[0] if sources else "")
        say(_row(cells, ends))
        for source in sources[1:]:
            say(_row(["", "", "", source], ends))
        say(("=" if number == len(layers) - 1 else "_") * width)
    trained, fixed = _size(model.trainable_weights), _size(model.non_trainable_weights)
    say(f"Total params: {trained + fixed:,}")
    say(f"Trainable params: {trained:,}")
    say(f"Non-trainable params: {fixed:,}")
    say("_" * width)


def _row(cells: list[Any], ends: list[int]) -> str:
    """Cells, each cut where its column ends, a space between two."""
    line = ""
    for number, (cell, end) in enumerate(zip(cells, ends, strict=False)):
        if number:
            line = line[:-1] + " "
        line = f"{line}{cell}"[:end].ljust(end)
    return line


def _layers(model: Any, flavour: str) -> list[Any]:
    """The rows: a Sequential's input is none, unless a layer was given for it."""
    return list(model.layers)


def _is_chain(model: Any) -> bool:
    if not getattr(model, "_operations", None) or not hasattr(model, "_nodes_by_depth"):
        return True
    return all(
        len(nodes) == 1 and len(nodes[0].input_tensors) <= 1
        for nodes in model._nodes_by_depth.values()
    )


def _kind(layer: Any) -> str:
    name = getattr(layer, "legacy_name", None) or type(layer).__name__
    return {"Functional": "Model"}.get(name, name)


def _shape(layer: Any, flavour: str) -> str:
    nodes = getattr(layer, "_inbound_nodes", [])
    shapes = [[tuple(t.shape) for t in node.output_tensors] for node in nodes]
    if not shapes:
        return "multiple"
    if any(one != shapes[0] for one in shapes):
        return "multiple"
    first = shapes[0]
    of_input = type(layer).__name__ == "InputLayer" and flavour != "keras"
    return str(first if len(first) > 1 or of_input else first[0])


def _count(layer: Any) -> str:
    return str(layer.count_params()) if layer.built else "0 (unused)"


def _size(weights: list[Any]) -> int:
    unique = {id(weight): weight for weight in weights}.values()
    total = 0
    for weight in unique:
        size = 1
        for dim in weight.shape:
            size *= dim
        total += size
    return total


def _sources(model: Any, layer: Any) -> list[str]:
    """`layer[node][output]` of each input, of the calls inside this model."""
    inside = {node for nodes in model._nodes_by_depth.values() for node in nodes}
    found = []
    for node in getattr(layer, "_inbound_nodes", []):
        if node not in inside:
            continue
        for tensor in node.input_tensors:
            history = tensor._keras_history
            of = history.operation
            found.append(f"{of.name}[{history.node_index}][{history.tensor_index}]")
    return found

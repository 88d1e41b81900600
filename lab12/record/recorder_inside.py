"""What the tensors of a TensorFlow 1.x graph are, for finding where another parts."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

MOST, LARGEST = 500, 2_000_000
# what trains, saves and loops is not what a layer gives
_AROUND = re.compile(
    r"(^|/)(gradients|save|Adam|RMSProp|Momentum|GradientDescent|Adagrad|while|cond"
    r"|Initializer|Assign|read|clip_by_global_norm|global_norm)(_\d+)?(/|$)"
)


def tensors(graph: Any, feed: Any) -> list[Any]:
    """The tensors that a feed is enough for, in the order they were built.

    Args:
        graph: The graph.
        feed: By placeholder.
    """
    given = {getattr(key, "name", "") for key in feed}
    enough: dict[str, bool] = {}
    found: list[Any] = []
    for op in graph.get_operations():
        is_open = op.type == "Placeholder" and f"{op.name}:0" not in given
        enough[op.name] = not is_open and all(
            enough.get(one.op.name, True) for one in op.inputs
        )
        around = _AROUND.search(op.name) and op.type != "Exit"
        if not enough[op.name] or around or len(found) > MOST:
            continue
        for tensor in op.outputs:
            size = tensor.shape.num_elements() or 0
            if tensor.dtype.is_floating and tensor.shape.rank and size <= LARGEST:
                found.append(tensor)
    return found


def read(run: Any, graph: Any, feed: Any) -> dict[str, Any]:
    """The tensors' values; none where one of them cannot be had.

    Args:
        run: `session.run`.
        graph: The graph.
        feed: By placeholder.
    """
    wanted = tensors(graph, feed or {})
    try:
        values = run(wanted, feed)
    except Exception:  # a tensor in a frame of its own, or of a queue
        return {}
    pairs = zip(wanted, values)
    return {one.name: np.asarray(value) for one, value in pairs if np.size(value)}

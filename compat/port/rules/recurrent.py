"""The loops over time that drive cells."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import Args, method, rule
from compat.port.values import Gap, Value

_DYNAMIC = (
    "cell,inputs,sequence_length,initial_state,dtype,parallel_iterations,swap_memory,"
    "time_major,scope"
)
_BOTH = (
    "cell_fw,cell_bw,inputs,sequence_length,initial_state_fw,initial_state_bw,dtype,"
    "parallel_iterations,swap_memory,time_major,scope"
)


def column(t: Any, lengths: Value) -> str:
    """The lengths of sequences as a column, to be held against their steps."""
    if lengths.kind == "plain":
        t.imports.add("np")
        return f"np.array({lengths.text})[:, None]"
    plain = lengths.text.replace(".", "_").isidentifier()
    text = lengths.text if plain else f"({lengths.text})"
    return f"{text}[:, None]"


def mask(t: Any, a: Args, given: Value) -> str:
    """The mask of a sequence's lengths."""
    if "sequence_length" not in a:
        return ""
    lengths = a.strict("sequence_length")
    text = column(t, lengths)
    shape = t.facts.shape(given.data.get("tensor", ""))
    steps = f"keras.ops.shape({given.text})[1]"
    if given.kind == "plain" or (shape and shape[1] is not None):
        steps = f"{given.text}.shape[1]"
    t.pending.append(
        f"{t.fresh('mask')} = {text} > keras.ops.arange({steps})"
        "  # True where a sequence has a step"
    )
    t.notes["sequence_length -> a mask, and zeros past each end as in 1.x."] = None
    return f"{t.last_fresh}"


def from_zeros(t: Any, a: Args, name: str) -> None:
    """Raises `Gap` unless an initial state is one of zeros."""
    if name in a and a.value(name).data.get("zeros") is None:
        raise Gap(f"{a.name}({name}=…)", "an initial state that is not zeros")


@rule("tf.nn.dynamic_rnn", sig=_DYNAMIC)
def dynamic_rnn(t: Any, node: ast.Call, a: Args) -> Value:
    """A layer that is called."""
    a.only("cell", "inputs", "sequence_length", "initial_state", "time_major")
    if a.number("time_major"):
        raise Gap("tf.nn.dynamic_rnn(time_major=…)", "time comes second in Keras")
    from_zeros(t, a, "initial_state")
    given, cell = a.value("inputs"), a.value("cell")
    return _layers(t, node, a, cell, given, "tensor")


@rule("tf.nn.static_rnn", "tf.contrib.rnn.static_rnn",
      sig="cell,inputs,initial_state,dtype,sequence_length,scope")  # fmt: skip
def static_rnn(t: Any, node: ast.Call, a: Args) -> Value:
    """The same on a list of time steps, which is a sequence in Keras."""
    a.only("cell", "inputs", "initial_state", "sequence_length")
    from_zeros(t, a, "initial_state")
    given, cell = a.value("inputs"), a.value("cell")
    if given.kind != "time list":
        raise Gap(a.name, "a list of time steps that is not from tf.unstack")
    t.notes["static_rnn on a list of time steps -> a layer on the sequence."] = None
    data = given.data["sequence"].data if "sequence" in given.data else {}
    sequence = Value(given.text, "tensor", data=dict(data))
    return _layers(t, node, a, cell, sequence, "time list")


def _layers(
    t: Any, node: ast.Call, a: Args, cell: Value, given: Value, kind: str
) -> Value:
    data = {
        "cell": cell.text,
        "given": given.text,
        "mask": mask(t, a, given),
        "structure": t.structure(a.fact("cell")),
        "kind": kind,
        "node": node,
    }
    return Value("", "rnn", data=data)


@rule("tf.nn.bidirectional_dynamic_rnn", sig=_BOTH)
def bidirectional(t: Any, node: ast.Call, a: Args) -> Value:
    """One layer that reads from both ends."""
    a.only("cell_fw", "cell_bw", "inputs", "sequence_length", "time_major")
    if a.number("time_major"):
        raise Gap(f"{a.name}(time_major=…)", "time comes second in Keras")
    given = a.value("inputs")
    structures = [t.structure(a.fact(name)) for name in ("cell_fw", "cell_bw")]
    if any(isinstance(one, list) for one in structures):
        raise Gap(a.name, "stacks of cells, all forward and all backward")
    backward = "" if _same(t, a) else f", backward_layer={_backward(a.text('cell_bw'))}"
    cell = f"{a.text('cell_fw')}, merge_mode=None{backward}"
    data = {
        "cell": f"keras.layers.Bidirectional({cell})",
        "given": given.text,
        "mask": mask(t, a, given),
        "structure": structures[0],
        "kind": "both",
        "node": node,
    }
    return Value("", "rnn", data=data)


def _same(t: Any, a: Args) -> bool:
    """Whether the two cells were made alike, so that Keras may make the other."""
    ways = []
    for name in ("cell_fw", "cell_bw"):
        node = a.node(name)
        made = t.made.get(ast.unparse(node), t.text(node))
        ways.append(made)
    return ways[0] == ways[1]


def _backward(text: str) -> str:
    if text.endswith(")"):
        return f"{text[:-1]}, go_backwards=True)"
    raise Gap("tf.nn.bidirectional_dynamic_rnn", "two cells that differ")


@method("zero_state", "RNNCell", "LayerRNNCell", sig="batch_size,dtype")
def zero_state(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's layers start from zeros."""
    t.notes["No zero_state: a layer starts from zeros."] = None
    return Value("", "gone", data={"zeros": True})

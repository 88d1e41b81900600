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
    if given.kind == "plain" or (shape and shape[1] is not None):
        made = f"{text} > keras.ops.arange({given.text}.shape[1])"
    else:  # batches differ in length: the steps are counted
        one = f'keras.ops.ones_like({given.text}[:, :, 0], dtype="int32")'
        made = f"keras.ops.cumsum({one}, axis=1) <= {text}"
    t.pending.append(f"{t.fresh('mask')} = {made}  # True where a sequence has a step")
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
    given, cell = a.value("inputs"), a.value("cell")
    return _layers(t, node, a, cell, given, "tensor")


@rule("tf.nn.static_rnn", "tf.contrib.rnn.static_rnn",
      sig="cell,inputs,initial_state,dtype,sequence_length,scope")  # fmt: skip
def static_rnn(t: Any, node: ast.Call, a: Args) -> Value:
    """The same on a list of time steps, which is a sequence in Keras."""
    a.only("cell", "inputs", "initial_state", "sequence_length")
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
    initial = ""
    if "initial_state" in a:
        initial = _initial(a.value("initial_state"), a.name)
    data = {
        "cell": cell.text,
        "given": given.text,
        "mask": mask(t, a, given),
        "structure": t.structure(a.fact("cell")),
        "drops": t.drops(a.fact("cell")),
        "outer": t.registry.drops.get((a.fact("cell") or {}).get("id"), ("", "")),
        "initial": initial,
        "any": bool(cell.data.get("any")),
        "kind": kind,
        "node": node,
    }
    return Value("", "rnn", data=data)


def _initial(found: Value, name: str) -> str:
    """What a layer starts from, `""` for zeros."""
    if found.data.get("zeros") is not None:
        return ""
    if found.kind in ("nest", "tensor") and found.text:
        return found.text
    parts = found.data.get("parts") if found.kind == "states" else None
    if isinstance(parts, dict) and parts:
        return f"[{parts['h']}, {parts['c']}]"
    raise Gap(f"{name}(initial_state=…)", "an initial state that is not seen")


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
    """Keras's layers start from zeros; a state that is fed is an input."""
    leaves = [f["name"] for f in t.facts.leaves(t.facts.of(node)) if "name" in f]
    assert isinstance(node.func, ast.Attribute)
    if not any(one in t.state_fed for one in leaves):
        t.notes["No zero_state: a layer starts from zeros."] = None
        return Value("", "gone", data={"zeros": True})
    t.imports.add("keras")
    t.notes["A state that is fed and fetched -> inputs and outputs of the model."] = (
        None
    )
    cell = t.text(node.func.value)
    structure = t.structure(t.facts.of(node.func.value))
    one = "[keras.Input([size]) for size in {}.state_size]"
    made = t.expr(node.func.value)
    text = one.format(cell)
    if structure == "one" and not made.data.get("any"):
        text = f"keras.Input({cell}.state_size)"
    if isinstance(structure, list):
        text = f"[{one.format('layer')} for layer in {cell}]"
    t.registry.nests |= dict.fromkeys(leaves, leaves[0])
    data = {
        "structure": structure, "leaves": leaves, "tensor": leaves[0],
        "batch": _batch(t, a.nodes.get("batch_size")), "start": True,
    }  # fmt: skip
    return Value(text, "nest", data=data)


def _batch(t: Any, node: ast.expr | None) -> tuple[str, str, str]:
    """How many sequences there are.

    Returns:
        A text, or a placeholder that tells by its length; the tensor that it was.
    """
    if node is None:
        return "", "", ""
    if t.facts.kind(node) != "tensor":
        return t.text(node), "", ""
    name = t.facts.tensor(node)
    for one in ast.walk(t.tree):  # where it was taken from a shape
        if isinstance(one, ast.Subscript) and isinstance(one.value, ast.Call):
            if t.facts.tensor(one) == name and t.called(one.value) == "tf.shape":
                return "", t.facts.tensor(one.value.args[0]), name
    return "", "", name

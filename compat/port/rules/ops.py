"""Ops that are one expression of `keras.ops` each."""

from __future__ import annotations

import ast
import re
from typing import Any

from compat.port.rules.base import RULES, Args, Rule, method, rule
from compat.port.values import Gap, Value

# name | arguments | what it becomes; [ … ] where the argument in it is there
_TABLE = """
tf.one_hot | indices,depth,on_value,off_value,axis | one_hot({indices}, {depth}[, axis={axis}])
tf.expand_dims | input,axis | expand_dims({input}, {axis})
tf.squeeze | input,axis | squeeze({input}[, axis={axis}])
tf.tile | input,multiples | tile({input}, {multiples})
tf.square | x | square({x})
tf.sqrt | x | sqrt({x})
tf.abs | x | abs({x})
tf.exp | x | exp({x})
tf.log | x | log({x})
tf.negative | x | negative({x})
tf.sign | x | sign({x})
tf.round | x | round({x})
tf.floor | x | floor({x})
tf.sin | x | sin({x})
tf.cos | x | cos({x})
tf.pow | x,y | power({x}, {y})
tf.add | x,y | add({x}, {y})
tf.subtract | x,y | subtract({x}, {y})
tf.multiply | x,y | multiply({x}, {y})
tf.div | x,y | divide({x}, {y})
tf.rint | x | round({x})
tf.divide | x,y | divide({x}, {y})
tf.maximum | x,y | maximum({x}, {y})
tf.minimum | x,y | minimum({x}, {y})
tf.equal | x,y | equal({x}, {y})
tf.not_equal | x,y | not_equal({x}, {y})
tf.less | x,y | less({x}, {y})
tf.greater | x,y | greater({x}, {y})
tf.greater_equal | x,y | greater_equal({x}, {y})
tf.less_equal | x,y | less_equal({x}, {y})
tf.logical_and | x,y | logical_and({x}, {y})
tf.logical_or | x,y | logical_or({x}, {y})
tf.logical_not | x | logical_not({x})
tf.clip_by_value | t,clip_value_min,clip_value_max | clip({t}, {clip_value_min}, {clip_value_max})
tf.where | condition,x,y | where({condition}, {x}, {y})
tf.zeros_like | tensor,dtype | zeros_like({tensor}[, dtype={dtype}])
tf.ones_like | tensor,dtype | ones_like({tensor}[, dtype={dtype}])
tf.fill | dims,value | full({dims}, {value})
tf.range | start,limit,delta | arange({start}[, {limit}][, {delta}])
tf.gather | params,indices | take({params}, {indices}, axis=0)
tf.reverse | tensor,axis | flip({tensor}, axis={axis})
tf.pad | tensor,paddings | pad({tensor}, {paddings})
tf.cumsum | x,axis | cumsum({x}[, axis={axis}])
tf.nn.sigmoid | x | sigmoid({x})
tf.sigmoid | x | sigmoid({x})
tf.nn.tanh | x | tanh({x})
tf.tanh | x | tanh({x})
tf.nn.relu | features | relu({features})
tf.nn.elu | features | elu({features})
tf.nn.softplus | features | softplus({features})
tf.nn.softmax | logits,axis,name,dim | softmax({logits}[, axis={axis}])
tf.nn.log_softmax | logits,axis | log_softmax({logits}[, axis={axis}])
tf.nn.l2_normalize | x,axis | normalize({x}, axis={axis}, order=2)
tf.contrib.framework.nest.flatten | structure | tree.flatten({structure})
tf.contrib.framework.nest.pack_sequence_as | structure,flat_sequence | tree.pack_sequence_as({structure}, {flat_sequence})
tf.nn.leaky_relu | features,alpha | leaky_relu({features}[, {alpha}])
"""  # noqa: E501


def filled(template: str, a: Args) -> str:
    """A template with the texts of a call's arguments."""
    template = re.sub(
        r"\[([^\[\]]*\{(\w+)\}[^\[\]]*)\]",
        lambda m: m[1] if m[2] in a else "",
        template,
    )
    return re.sub(r"\{(\w+)\}", lambda m: a.text(m[1]), template)


def _from_table(template: str, known: list[str]) -> Any:
    def op(t: Any, node: ast.Call, a: Args) -> Value:
        a.only(*known)
        room = "keras" if template.startswith("tree.") else "keras.ops"
        found: Value = t.tensor(f"{room}.{filled(template, a)}")
        return found

    return op


for _line in _TABLE.strip().splitlines():
    _name, _sig, _template = (part.strip() for part in _line.split(" | "))
    RULES[_name] = Rule(_from_table(_template, _sig.split(",")), _sig.split(","))


def _reduced(name: str) -> Any:
    def op(t: Any, node: ast.Call, a: Args) -> Value:
        a.only("input_tensor", "axis", "keepdims", "reduction_indices", "keep_dims")
        for old, new in (("reduction_indices", "axis"), ("keep_dims", "keepdims")):
            if old in a:
                a.nodes[new] = a.nodes[old]
        given = a.strict("input_tensor")
        if given.kind == "loss" and "axis" not in a:  # of what is one number
            data = {k: v for k, v in given.data.items() if k != "tensor"}
            return Value(given.text, "loss", True, data)
        options = "[, axis={axis}][, keepdims={keepdims}]"
        data = {} if "axis" in a else {"reduced": (name, given)}
        template = f"keras.ops.{name}({{input_tensor}}{options})"
        found = t.tensor(filled(template, a), **data)
        return t.as_loss(found, node) if data else found  # type: ignore[no-any-return]

    return op


for _tf, _ours in (
    ("mean", "mean"), ("sum", "sum"), ("max", "max"), ("min", "min"),
    ("prod", "prod"), ("all", "all"), ("any", "any"),
):  # fmt: skip
    RULES[f"tf.reduce_{_tf}"] = Rule(
        _reduced(_ours), ["input_tensor", "axis", "keepdims"]
    )


@rule("tf.square", "tf.math.square", sig="x")
def square(t: Any, node: ast.Call, a: Args) -> Value:
    """A square; of a difference, what a squared error is made of."""
    given = a.strict("x")
    data = {}
    if "difference" in given.data:
        data["error"] = ("squared", *given.data["difference"])
    return t.tensor(f"keras.ops.square({given.text})", **data)  # type: ignore[no-any-return]


@rule("tf.squared_difference", "tf.math.squared_difference", sig="x,y")
def squared_difference(t: Any, node: ast.Call, a: Args) -> Value:
    """The same in one op."""
    x, y = a.strict("x"), a.strict("y")
    text = f"keras.ops.square({x.text} - {y.text})"
    return t.tensor(text, error=("squared", x, y))  # type: ignore[no-any-return]


@rule("tf.abs", "tf.math.abs", sig="x")
def absolute(t: Any, node: ast.Call, a: Args) -> Value:
    """An absolute value; of a difference, what an absolute error is made of."""
    given = a.strict("x")
    data = {}
    if "difference" in given.data:
        data["error"] = ("absolute", *given.data["difference"])
    return t.tensor(f"keras.ops.abs({given.text})", **data)  # type: ignore[no-any-return]


@rule("op Sub")
def difference(t: Any, node: ast.BinOp, left: Value, right: Value) -> Value | None:
    """A difference remembers of what."""
    if "tensor" not in (left.kind, right.kind):
        return None
    found = t.rebuilt(node)
    return Value(found.text, "tensor", found.changed, {"difference": (left, right)})


@rule("op Pow")
def power(t: Any, node: ast.BinOp, left: Value, right: Value) -> Value | None:
    """A difference to the power of two is a squared error."""
    if "difference" not in left.data or right.text != "2":
        return None
    found = t.rebuilt(node)
    data = {"error": ("squared", *left.data["difference"])}
    return Value(found.text, "tensor", found.changed, data)


@rule("tf.subtract", sig="x,y")
def subtract(t: Any, node: ast.Call, a: Args) -> Value:
    """A difference remembers of what."""
    x, y = a.strict("x"), a.strict("y")
    text = f"keras.ops.subtract({x.text}, {y.text})"
    return t.tensor(text, difference=(x, y))  # type: ignore[no-any-return]


@rule("tf.pow", sig="x,y")
def pow_(t: Any, node: ast.Call, a: Args) -> Value:
    """A difference to the power of two is a squared error."""
    x, y = a.strict("x"), a.strict("y")
    squared = "difference" in x.data and y.text == "2"
    data = {"error": ("squared", *x.data["difference"])} if squared else {}
    return t.tensor(f"keras.ops.power({x.text}, {y.text})", **data)  # type: ignore[no-any-return]


@rule("tf.argmax", "tf.arg_max", sig="input,axis,name,dimension")
def argmax(t: Any, node: ast.Call, a: Args) -> Value:
    """The likeliest class; asked of a model, NumPy finds it."""
    a.only("input", "axis", "dimension", "output_type")
    axis = a.text("axis") or a.text("dimension") or "0"
    given = a.strict("input")
    text = f"keras.ops.argmax({given.text}, axis={axis})"
    return t.tensor(text, argmax=(given, axis), dense=given.data.get("dense"))  # type: ignore[no-any-return]


@rule("tf.cast", sig="x,dtype")
def cast(t: Any, node: ast.Call, a: Args) -> Value:
    """Another dtype."""
    x = a.strict("x")
    text = f"keras.ops.cast({x.text}, {a.text('dtype')})"
    return t.tensor(text, cast_of=x)  # type: ignore[no-any-return]


@rule("tf.to_float", "tf.to_int32", "tf.to_int64", sig="x")
def to(t: Any, node: ast.Call, a: Args) -> Value:
    """The same by older names."""
    dtype = {"float": "float32"}.get(a.name[6:], a.name[6:])
    x = a.strict("x")
    return t.tensor(f'keras.ops.cast({x.text}, "{dtype}")', cast_of=x)  # type: ignore[no-any-return]


@rule("tf.constant", "tf.convert_to_tensor", sig="value,dtype,shape")
def constant(t: Any, node: ast.Call, a: Args) -> Value:
    """A constant; as an initial value, a number alone."""
    dtype = a.text("dtype")
    parts = [a.text("value"), *([f"dtype={dtype}"] if dtype else [])]
    text = f"keras.ops.convert_to_tensor({', '.join(parts)})"
    if "shape" in a:
        text = f"keras.ops.full({a.text('shape')}, {', '.join(parts)})"
    initializer = f"keras.initializers.Constant({a.text('value')})"
    data = {"shape": a.nodes.get("shape"), "initializer": initializer}
    return t.tensor(text, **data)  # type: ignore[no-any-return]


@rule("tf.identity", "tf.stop_gradient", sig="input")
def identity(t: Any, node: ast.Call, a: Args) -> Value:
    """The same tensor."""
    if a.name == "tf.stop_gradient":
        return t.tensor(f"keras.ops.stop_gradient({a.text('input')})")  # type: ignore[no-any-return]
    return a.strict("input")


@rule("tf.sequence_mask", sig="lengths,maxlen,dtype")
def sequence_mask(t: Any, node: ast.Call, a: Args) -> Value:
    """True where a sequence has a step."""
    if "maxlen" not in a:
        raise Gap("tf.sequence_mask", "expected a maxlen")
    from compat.port.rules.recurrent import column

    lengths = column(t, a.strict("lengths"))
    text = f"{lengths} > keras.ops.arange({a.text('maxlen')})"
    if "dtype" in a and a.text("dtype") != '"bool"':
        text = f"keras.ops.cast({text}, {a.text('dtype')})"
    return t.tensor(text)  # type: ignore[no-any-return]


@rule("tf.reshape", sig="tensor,shape")
def reshape(t: Any, node: ast.Call, a: Args) -> Value:
    """A reshape that joins batch and time, for a dense layer, is none in Keras."""
    given = a.strict("tensor")
    before = t.facts.shape(given.data.get("tensor", ""))
    after = t.facts.shape(t.facts.tensor(node))
    text = ""
    if before and after and given.kind == "tensor":
        if "joined" in given.data and len(after) == 2:  # [batch, time * units]
            whole = given.data["joined"].text
            data = {"flat": {"shape": [None, None, after[-1]]}, "whole": whole}
            return t.tensor(_reshaped(given, a), **data)  # type: ignore[no-any-return]
        if "sequence" in given.data and len(before) == 3 and len(after) == 2:
            text = _reshaped(given, a)
            return t.tensor(text, rows=given.data["sequence"])  # type: ignore[no-any-return]
        flat = given.data.get("flat")
        if flat and len(after) == len(flat["shape"]) and after[-1] == before[-1]:
            return t.tensor(given.data["whole"])  # type: ignore[no-any-return]
        joins = len(before) == 3 and len(after) == 2 and before[-1] == after[-1]
        label = len(before) == 2 and len(after) == 1
        if (joins and before[-1] is not None) or label:
            data = {"flat": {"shape": before}, "whole": given.text}
            if "placeholder" in given.data:
                data["placeholder"] = given.data["placeholder"]
            return t.tensor(_reshaped(given, a), **data)  # type: ignore[no-any-return]
    return t.tensor(text or _reshaped(given, a))  # type: ignore[no-any-return]


def _reshaped(given: Value, a: Args) -> str:
    node = a.node("shape")
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    opened = [a.t.is_open(one) for one in parts]
    if not any(opened):
        return f"keras.ops.reshape({given.text}, {a.text('shape')})"
    if opened == [True] * len(parts) or sum(opened) > 1:
        raise Gap(a.name, _OPEN)
    texts = [
        "-1" if is_open else a.t.text(one)
        for one, is_open in zip(parts, opened, strict=True)
    ]
    if texts.count("-1") > 1:
        raise Gap(a.name, _OPEN)
    return f"keras.ops.reshape({given.text}, [{', '.join(texts)}])"


_OPEN = "a shape of which only the run knows several sizes"


@rule("tf.shape", sig="input")
def shape(t: Any, node: ast.Call, a: Args) -> Value:
    """A shape, whose sizes are asked for one by one."""
    given = a.strict("input")
    t.imports.add("keras")
    data = {"of": t.facts.tensor(a.node("input")), "text": given.text}
    return Value(f"keras.ops.shape({given.text})", "shape", data=data)


@rule("tf.zeros", "tf.ones", sig="shape,dtype")
def filled_with(t: Any, node: ast.Call, a: Args) -> Value:
    """Of another tensor's shape, or of one that is known while the model is built."""
    name = a.name.rpartition(".")[2]
    dtype = f", dtype={a.text('dtype')}" if "dtype" in a else ""
    found = a.value("shape")
    if found.kind == "shape" and "of" in found.data:
        dtype = dtype or ', dtype="float32"'
        return t.tensor(f"keras.ops.{name}_like({found.data['text']}{dtype})")  # type: ignore[no-any-return]
    if t.is_open(a.node("shape")):
        raise Gap(a.name, "a shape that only the run knows")
    return t.tensor(f"keras.ops.{name}({a.text('shape')}{dtype})")  # type: ignore[no-any-return]


def _is_time_first(a: Args) -> bool:
    """Whether a transposition swaps batch and time."""
    fact = a.fact("perm")
    parts = fact.get("parts") if isinstance(fact, dict) else None
    return parts == [1, 0, 2]


@rule("tf.transpose", sig="a,perm")
def transpose(t: Any, node: ast.Call, a: Args) -> Value:
    """A list of time steps, or a sequence with time first, is put back in order."""
    a.only("a", "perm")
    given = a.strict("a")
    swaps = _is_time_first(a)
    if swaps and given.kind == "time list":
        return t.tensor(given.text)  # type: ignore[no-any-return]
    perm = f", {a.text('perm')}" if "perm" in a else ""
    data = {"sequence": given} if swaps else {}
    return t.tensor(f"keras.ops.transpose({given.text}{perm})", **data)  # type: ignore[no-any-return]


@rule("tf.stack", "tf.pack", sig="values,axis")
def stack(t: Any, node: ast.Call, a: Args) -> Value:
    """A list of time steps, stacked at the second axis, is the sequence."""
    a.only("values", "axis")
    given = a.strict("values")
    if given.kind == "time list":
        if a.number("axis") == 1:
            return t.tensor(given.text)  # type: ignore[no-any-return]
        text = f"keras.ops.transpose({given.text}, (1, 0, 2))"
        return t.tensor(text, sequence=Value(given.text, "tensor"))  # type: ignore[no-any-return]
    axis = f", axis={a.text('axis')}" if "axis" in a else ""
    return t.tensor(f"keras.ops.stack({given.text}{axis})")  # type: ignore[no-any-return]


@rule("tf.concat", sig="values,axis")
def concat(t: Any, node: ast.Call, a: Args) -> Value:
    """Joined at an axis."""
    a.only("values", "axis", "concat_dim")
    given = a.strict("values")
    if given.kind == "time list":
        shape = t.facts.shape(t.facts.tensor(node))
        last = shape[-1] if shape else None
        if a.number("axis") != 1 or last is None:
            raise Gap("tf.concat", "a list of time steps, one below the other")
        return t.tensor(f"keras.ops.reshape({given.text}, [-1, {last}])", joined=given)  # type: ignore[no-any-return]
    axis = a.text("axis") or a.text("concat_dim")
    return t.tensor(f"keras.ops.concatenate({given.text}, axis={axis})")  # type: ignore[no-any-return]


@rule("tf.unstack", "tf.unpack", sig="value,num,axis")
def unstack(t: Any, node: ast.Call, a: Args) -> Value:
    """A list of time steps, for static_rnn, is the sequence itself."""
    axis = a.number("axis") or 0
    given = a.strict("value")
    if axis == 1:
        return Value(given.text, "time list", data={"sequence": given})
    if axis == 0 and "sequence" in given.data:
        sequence = given.data["sequence"]
        return Value(sequence.text, "time list", data={"sequence": sequence})
    return t.tensor(f"keras.ops.unstack({given.text}, axis={axis})")  # type: ignore[no-any-return]


@rule("tf.split", sig="value,num_or_size_splits,axis,num")
def split(t: Any, node: ast.Call, a: Args) -> Value:
    """Parts of one size, or of sizes that are told."""
    a.only("value", "num_or_size_splits", "axis")
    sizes = a.fact("num_or_size_splits")
    given = a.strict("value")
    if "rows" in given.data and not a.number("axis"):
        sequence = given.data["rows"]
        return Value(sequence.text, "time list", data={"sequence": sequence})
    if not isinstance(sizes, int):
        raise Gap("tf.split", "sizes of their own")
    axis = a.text("axis", "0")
    count = a.text("num_or_size_splits")
    return t.tensor(f"keras.ops.split({a.text('value')}, {count}, axis={axis})")  # type: ignore[no-any-return]


@method("set_shape", "tensor", sig="shape")
def set_shape(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras knows it."""
    return Value("", "gone")

"""Variables and products: dense layers, embeddings; and layers as they are."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import RULES, VALUES, Args, rule
from compat.port.values import Gap, Value

_DENSE = (
    "inputs,num_outputs,activation_fn,normalizer_fn,normalizer_params,"
    "weights_initializer,weights_regularizer,biases_initializer,biases_regularizer,"
    "reuse,variables_collections,outputs_collections,trainable,scope"
)


# functions that a script hands on, which are Keras's by their names
_ACTIVATIONS = {
    "sigmoid",
    "tanh",
    "relu",
    "elu",
    "selu",
    "softmax",
    "relu6",
    "softplus",
}


def over_time(t: Any, given: Value, call: str) -> Value:
    """A layer on the last axis, called; a flat tensor stays what it is made of."""
    data = {}
    if "flat" in given.data:
        data = {"flat": given.data["flat"], "whole": f"{call}({given.data['whole']})"}
        text = f"keras.ops.reshape({data['whole']}, [-1, {call.partition('(')[2]}"
        units = call.partition("(")[2].split(",")[0].rstrip(")")
        text = f"keras.ops.reshape({data['whole']}, [-1, {units}])"
        return t.tensor(text, **data)  # type: ignore[no-any-return]
    return t.tensor(f"{call}({given.text})", **data)  # type: ignore[no-any-return]


def activation(a: Args, name: str, usual: str) -> list[str]:
    """The option for an activation.

    Args:
        a: The arguments.
        name: Of the argument.
        usual: What there is without it.
    """
    if name not in a.nodes:
        return [f"activation={usual}"] if usual else []
    if name not in a:
        return []
    found = a.value(name)
    fact = a.fact(name)
    is_known = isinstance(fact, dict) and fact.get("name") in _ACTIVATIONS
    if found.kind == "plain" and not found.changed and not is_known:
        raise Gap(f"{a.name}({name}=…)", "an activation of the script's own")
    return [f"activation={found.text}"]


@rule("tf.contrib.layers.fully_connected", "tf.contrib.layers.linear",
      "tf.contrib.slim.fully_connected", sig=_DENSE)  # fmt: skip
def fully_connected(t: Any, node: ast.Call, a: Args) -> Value:
    """It has a ReLU unless it is told otherwise; `linear` has none."""
    a.only(
        "inputs", "num_outputs", "activation_fn", "weights_initializer",
        "biases_initializer",
    )  # fmt: skip
    usual = "" if a.name.endswith("linear") else '"relu"'
    options = [a.text("num_outputs"), *activation(a, "activation_fn", usual)]
    if "biases_initializer" in a.nodes and "biases_initializer" not in a:
        options.append("use_bias=False")
    options += _initial(a, weights_initializer="kernel", biases_initializer="bias")
    return over_time(t, a.value("inputs"), f"keras.layers.Dense({', '.join(options)})")


@rule(
    "tf.layers.dense",
    sig="inputs,units,activation,use_bias,kernel_initializer,bias_initializer",
)
def dense(t: Any, node: ast.Call, a: Args) -> Value:
    """`tf.layers.dense` is Keras's."""
    a.only(
        "inputs", "units", "activation", "use_bias", "kernel_initializer",
        "bias_initializer",
    )  # fmt: skip
    options = [a.text("units"), *activation(a, "activation", "")]
    if "use_bias" in a:
        options.append(f"use_bias={a.text('use_bias')}")
    options += _initial(a, kernel_initializer="kernel", bias_initializer="bias")
    return over_time(t, a.value("inputs"), f"keras.layers.Dense({', '.join(options)})")


def _initial(a: Args, **arguments: str) -> list[str]:
    found = []
    for old, new in arguments.items():
        if old in a:
            value = a.value(old)
            if value.kind != "random":
                raise Gap(f"{a.name}({old}=…)", "an initializer of the script's own")
            if value.data["initializer"] not in (
                "",
                '"zeros"' if new == "bias" else "",
            ):
                found.append(f"{new}_initializer={value.data['initializer']}")
    return found


_INITIAL = """
tf.random_normal | shape,mean,stddev,dtype,seed | keras.initializers.RandomNormal(stddev={stddev})
tf.truncated_normal | shape,mean,stddev,dtype,seed | keras.initializers.TruncatedNormal(stddev={stddev})
tf.random_uniform | shape,minval,maxval,dtype,seed | keras.initializers.RandomUniform({minval}, {maxval})
tf.random_normal_initializer | mean,stddev,seed,dtype | keras.initializers.RandomNormal(stddev={stddev})
tf.truncated_normal_initializer | mean,stddev,seed,dtype | keras.initializers.TruncatedNormal(stddev={stddev})
tf.random_uniform_initializer | minval,maxval,seed,dtype | keras.initializers.RandomUniform({minval}, {maxval})
tf.zeros_initializer | dtype | "zeros"
tf.ones_initializer | dtype | "ones"
tf.constant_initializer | value,dtype | keras.initializers.Constant({value})
tf.orthogonal_initializer | gain,seed,dtype | "orthogonal"
tf.glorot_uniform_initializer | seed,dtype |
tf.contrib.layers.xavier_initializer | uniform,seed,dtype |
tf.glorot_normal_initializer | seed,dtype | "glorot_normal"
"""  # noqa: E501

_USUAL = {"stddev": "1.0", "minval": "0.0", "maxval": "1.0"}


def _initializer(template: str) -> Any:
    def initial(t: Any, node: ast.Call, a: Args) -> Value:
        if "mean" in a and a.number("mean") != 0:
            raise Gap(f"{a.name}(mean=…)", "an initial mean that is not zero")
        text = template
        for name in ("stddev", "minval", "maxval", "value"):
            text = text.replace(f"{{{name}}}", a.text(name, _USUAL.get(name, "")))
        if text.startswith("keras."):
            t.imports.add("keras")
        data = {"shape": a.nodes.get("shape"), "initializer": text}
        return Value("", "random", data=data)

    return initial


for _line in _INITIAL.strip().splitlines():
    _name, _sig, _template = (part.strip() for part in _line.split("|"))
    from compat.port.rules.base import Rule

    RULES[_name] = Rule(_initializer(_template), _sig.split(","))
for _name in ("zeros", "ones", "constant", "orthogonal", "random_normal",
              "truncated_normal", "random_uniform"):  # fmt: skip
    RULES[f"tf.initializers.{_name}"] = RULES[f"tf.{_name}_initializer"]
    VALUES.setdefault(f"tf.{_name}_initializer", "")


@rule("tf.get_variable", sig="name,shape,dtype,initializer")
def get_variable(t: Any, node: ast.Call, a: Args) -> Value:
    """A variable waits for the layer that it is the weight of."""
    a.only("shape", "initializer")
    initializer = None  # glorot, for biases too
    shape = a.nodes.get("shape")
    if "initializer" in a:
        given = a.value("initializer")
        initializer = given.data.get("initializer")
        shape = shape or given.data.get("shape")
        if initializer is None and given.kind != "random":
            initializer = "?"
    return _variable(t, node, shape, initializer)


@rule("tf.Variable", sig="initial_value,trainable,collections")
def variable(t: Any, node: ast.Call, a: Args) -> Value:
    """The same, its shape that of its initial value."""
    if _counts(t, node):
        return Value("step", "schedule")
    given = a.nodes["initial_value"]
    shape, initializer = None, "?"
    name = t.called(given) if isinstance(given, ast.Call) else ""
    if isinstance(given, ast.Call) and name in ("tf.zeros", "tf.ones"):
        shape = given.args[0] if given.args else None
        initializer = f'"{name[3:]}"'
    else:
        found = t.expr(given)
        shape, initializer = found.data.get("shape"), found.data.get("initializer", "?")
        if t.facts.kind(given) == "array" and found.kind == "plain":
            t.imports.add("keras")
            initializer = f"keras.initializers.Constant({found.text})"
            if found.text.replace(".", "_").isidentifier():
                rank = len(t.facts.of(given)["shape"])
                parts = [f"{found.text}.shape[{axis}]" for axis in range(rank)]
                return _variable(t, node, None, initializer, parts)
    return _variable(t, node, shape, initializer)


def _variable(
    t: Any,
    node: ast.Call,
    shape: Any,
    initializer: Any,
    sizes: list[str] | None = None,
) -> Value:
    fact = t.facts.of(node)
    name = fact["name"] if isinstance(fact, dict) and "name" in fact else ""
    if sizes is not None:
        pass
    elif isinstance(shape, (ast.List, ast.Tuple)):
        sizes = [t.text(one) for one in shape.elts]
    elif isinstance(fact, dict) and fact.get("shape") is not None:
        sizes = [str(one) for one in fact["shape"]]
    data = {"name": name, "sizes": sizes, "initializer": initializer, "node": node}
    found = Value("", "variable", data=data)
    t.registry.variables[name] = found
    return found


def kernel(value: Value, bias: Value | None) -> str:
    """The dense layer of a kernel and a bias."""
    sizes = value.data["sizes"]
    if not sizes or len(sizes) != 2:
        raise Gap("tf.matmul", "a variable that is no matrix of a told shape")
    options = [sizes[1]]
    initializer = value.data["initializer"]
    if initializer == "?":
        raise Gap("tf.Variable", "an initial value of the script's own")
    if initializer:
        options.append(f"kernel_initializer={initializer}")
    if bias is None:
        options.append("use_bias=False")
    elif bias.data["initializer"] not in (None, '"zeros"', "?", ""):
        options.append(f"bias_initializer={bias.data['initializer']}")
    return f"keras.layers.Dense({', '.join(options)})"


@rule("tf.matmul", sig="a,b,transpose_a,transpose_b")
def matmul(t: Any, node: ast.Call, a: Args) -> Value:
    """A product with a variable is a dense layer."""
    a.only("a", "b")
    left, right = a.value("a"), a.value("b")
    if right.kind != "variable":
        return t.tensor(f"keras.ops.matmul({left.text}, {right.text})")  # type: ignore[no-any-return]
    found = over_time(t, left, kernel(right, None))
    found.data["product"] = (left, right)
    return found


def _sum(t: Any, left: Value, right: Value) -> Value | None:
    if right.kind != "variable":
        left, right = right, left
    if right.kind != "variable" or "product" not in left.data:
        return None
    given, weights = left.data["product"]
    return over_time(t, given, kernel(weights, right))


@rule("op Add")
def plus(t: Any, node: ast.BinOp, left: Value, right: Value) -> Value | None:
    """A product plus a bias."""
    return _sum(t, left, right)


@rule("tf.add", "tf.nn.bias_add", sig="x,y")
def add(t: Any, node: ast.Call, a: Args) -> Value:
    """The same by a function."""
    for old, new in (("value", "x"), ("bias", "y")):
        if old in a:
            a.nodes[new] = a.nodes[old]
    x, y = a.value("x"), a.value("y")
    found = _sum(t, x, y)
    return found or t.tensor(f"keras.ops.add({x.text}, {y.text})")


@rule("tf.nn.xw_plus_b", sig="x,weights,biases")
def xw_plus_b(t: Any, node: ast.Call, a: Args) -> Value:
    """The same in one."""
    weights, biases = a.value("weights"), a.value("biases")
    return over_time(t, a.value("x"), kernel(weights, biases))


@rule("tf.nn.embedding_lookup", sig="params,ids")
def embedding_lookup(t: Any, node: ast.Call, a: Args) -> Value:
    """A lookup in a variable is an embedding layer."""
    a.only("params", "ids")
    table = a.value("params")
    if table.kind != "variable":
        raise Gap(a.name, "a table that is no variable")
    if t.uses_of(table.data["name"]) > 1:
        raise Gap(a.name, "a table that is looked up more than once")
    sizes, initializer = table.data["sizes"], table.data["initializer"]
    options = list(sizes)
    if initializer is None:
        initializer = '"glorot_uniform"'
    if initializer == "?":
        raise Gap("tf.Variable", "an initial value of the script's own")
    options.append(f"embeddings_initializer={initializer}")
    call = f"keras.layers.Embedding({', '.join(options)})"
    return t.tensor(f"{call}({a.text('ids')})")  # type: ignore[no-any-return]


@rule("tf.nn.dropout", sig="x,keep_prob,noise_shape,seed")
def dropout(t: Any, node: ast.Call, a: Args) -> Value:
    """A layer, at work in training alone."""
    a.only("x", "keep_prob", "rate")
    rate = a.text("rate") if "rate" in a else t.rate(a, "keep_prob")
    return t.tensor(f"keras.layers.Dropout({rate})({a.text('x')})")  # type: ignore[no-any-return]


@rule("tf.layers.dropout", sig="inputs,rate,noise_shape,seed,training")
def layers_dropout(t: Any, node: ast.Call, a: Args) -> Value:
    """The same of `tf.layers`."""
    a.only("inputs", "rate", "training")
    return t.tensor(
        f"keras.layers.Dropout({a.text('rate', '0.5')})({a.text('inputs')})"
    )  # type: ignore[no-any-return]


@rule("tf.layers.flatten", "tf.contrib.layers.flatten", sig="inputs")
def flatten(t: Any, node: ast.Call, a: Args) -> Value:
    """All but the batch in one axis."""
    return t.tensor(f"keras.layers.Flatten()({a.text('inputs')})")  # type: ignore[no-any-return]


def _counts(t: Any, node: ast.Call) -> bool:
    """Whether a variable is one that is not trained, of no axes: `global_step`."""
    off = [k for k in node.keywords if k.arg == "trainable"]
    is_off = any(isinstance(k.value, ast.Constant) and not k.value.value for k in off)
    fact = t.facts.of(node)
    return is_off and isinstance(fact, dict) and fact.get("shape") == []

"""Placeholders, seeds, sessions: what is around a graph."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import VALUES, Args, method, rule
from compat.port.values import Gap, Value

for _name in (
    "float16", "float32", "float64", "int8", "int16", "int32", "int64", "bool",
    "uint8", "string",
):  # fmt: skip
    VALUES[f"tf.{_name}"] = f'"{_name}"'
VALUES |= {
    "tf.errors.OpError": "OSError",
    "tf.errors.NotFoundError": "FileNotFoundError",
    "tf.errors.InvalidArgumentError": "ValueError",
}
for _name in ("relu", "relu6", "elu", "selu", "tanh", "sigmoid", "softmax", "softplus"):
    VALUES[f"tf.nn.{_name}"] = VALUES[f"tf.{_name}"] = f'"{_name}"'


@rule("tf.placeholder", sig="dtype,shape,name")
def placeholder(t: Any, node: ast.Call, a: Args) -> Value:
    """A placeholder becomes an `Input`; one for a rate or a switch, nothing."""
    name = t.facts.tensor(node)
    role = t.roles.get(name, "input")
    if role != "input":
        return Value("", "gone", data={"role": role, "tensor": name})
    t.imports.add("keras")
    options = []
    shape = a.nodes.get("shape")
    if isinstance(shape, (ast.List, ast.Tuple)) and shape.elts:
        first, rest = shape.elts[0], shape.elts[1:]
        nothing = isinstance(first, ast.Constant) and first.value is None
        time_first = rest and isinstance(rest[0], ast.Constant) and not nothing
        if time_first and rest[0].value is None:  # type: ignore[attr-defined]
            options.append(f"batch_shape={t.text(shape)}")
        else:
            options.append(f"[{', '.join(t.text(one) for one in rest)}]")
    elif "shape" in a and not isinstance(shape, (ast.List, ast.Tuple)):
        options.append(f"batch_shape={a.text('shape')}")
    else:
        fed = t.facts.fed.get(name, {}).get("shapes", [])
        ranks = {len(one) for one in fed}
        if len(ranks) != 1 or not min(ranks):
            raise Gap("tf.placeholder", "its shape is not told, nor seen")
        same = [
            str(sizes[0]) if len(set(sizes)) == 1 and at else "None"
            for at, sizes in enumerate(zip(*fed, strict=True))
        ]
        options.append(f"[{', '.join(same[1:])}]")
    dtype = {'"float"': '"float32"', "'float'": '"float32"'}.get(
        a.text("dtype"), a.text("dtype")
    )
    if dtype != '"float32"':
        options.append(f"dtype={dtype}")
    return Value(
        f"keras.Input({', '.join(options)})", "tensor", data={"placeholder": name}
    )


@rule("tf.set_random_seed", sig="seed")
def seed(t: Any, node: ast.Call, a: Args) -> Value:
    """The seed of all of Keras; its draws are others."""
    t.imports.add("keras")
    return Value(f"keras.utils.set_random_seed({a.text('seed')})")


@rule(
    "tf.Session", "tf.InteractiveSession", "tf.global_variables_initializer",
    "tf.initialize_all_variables", "tf.local_variables_initializer", "tf.ConfigProto",
    "tf.reset_default_graph", "tf.logging.set_verbosity", "tf.GPUOptions",
    "tf.get_default_graph", "tf.Graph", "tf.initialize_variables",
    "tf.variables_initializer", "tf.disable_eager_execution", "tf.get_default_session",
    "tf.tables_initializer", "tf.disable_v2_behavior",
    sig="first,second,third",
)  # fmt: skip
def gone(t: Any, node: ast.Call, a: Any) -> Value:
    """What Keras does by itself."""
    fact = t.facts.of(node)
    if isinstance(fact, dict) and fact["k"] == "op":
        t.registry.gone.add(fact["name"])
    return Value("", "gone")


@method("close", "Session", "InteractiveSession")
@method("as_default", "Session", "Graph", "InteractiveSession", sig="")
@method("finalize", "Graph", sig="")
def closed(t: Any, node: ast.Call, a: Args) -> Value:
    """There is no session to close."""
    return Value("", "gone")


@method("run", "Session", "InteractiveSession", sig="fetches,feed_dict")
def run(t: Any, node: ast.Call, a: Args) -> Value:
    """See `runs`."""
    found: Value = t.session_run(node, a)
    return found


@method("eval", "tensor", sig="feed_dict,session")
def evaluated(t: Any, node: ast.Call, a: Args) -> Value:
    """The same for one tensor."""
    assert isinstance(node.func, ast.Attribute)
    a.nodes["fetches"] = node.func.value
    found: Value = t.session_run(node, a)
    return found


@method("run", "op", sig="feed_dict,session")
def op_run(t: Any, node: ast.Call, a: Args) -> Value:
    """The same for an op."""
    return evaluated(t, node, a)  # type: ignore[no-any-return]


@method("get_shape", "tensor")
def get_shape(t: Any, node: ast.Call, a: Args) -> Value:
    """A shape that is known while the graph is built."""
    assert isinstance(node.func, ast.Attribute)
    return Value(f"{t.text(node.func.value)}.shape", "shape")


@rule(
    "tf.variable_scope",
    "tf.name_scope",
    "tf.device",
    sig="name_or_scope,default_name,values",
)
def scope(t: Any, node: ast.Call, a: Args) -> Value:
    """Names in Keras come from the layers."""
    return Value("", "gone")


@rule(
    "tf.train.get_global_step", "tf.train.get_or_create_global_step",
    "tf.train.create_global_step", sig="graph",
)  # fmt: skip
def global_step(t: Any, node: ast.Call, a: Args) -> Value:
    """The number of the step, which a schedule of the learning rate is given."""
    return Value("step", "schedule")

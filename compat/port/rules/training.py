"""Optimizers, and the training op, which becomes a compiled model."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import RULES, Args, Rule, method, rule
from compat.port.values import Gap, Train, Value

# name | arguments | Keras's | options; where 1.x's default differs it is written out
_TABLE = """
AdamOptimizer | learning_rate,beta1,beta2,epsilon | Adam | learning_rate=0.001,beta_1={beta1},beta_2={beta2},epsilon={epsilon!1e-8}
GradientDescentOptimizer | learning_rate | SGD | learning_rate=
MomentumOptimizer | learning_rate,momentum,use_locking,name,use_nesterov | SGD | learning_rate=,momentum={momentum},nesterov={use_nesterov}
AdagradOptimizer | learning_rate,initial_accumulator_value | Adagrad | learning_rate=,initial_accumulator_value={initial_accumulator_value},epsilon={epsilon!0.0}
RMSPropOptimizer | learning_rate,decay,momentum,epsilon,use_locking,centered | RMSprop | learning_rate=,rho={decay},momentum={momentum},epsilon={epsilon!1e-10},centered={centered}
FtrlOptimizer | learning_rate,learning_rate_power,initial_accumulator_value,l1_regularization_strength,l2_regularization_strength | Ftrl | learning_rate=,learning_rate_power={learning_rate_power},initial_accumulator_value={initial_accumulator_value},l1_regularization_strength={l1_regularization_strength},l2_regularization_strength={l2_regularization_strength}
AdadeltaOptimizer | learning_rate,rho,epsilon | Adadelta | learning_rate=0.001,rho={rho},epsilon={epsilon!1e-8}
"""  # noqa: E501

DENSE = "dense"  # gradients are dense before anything is done to them
_LOSS_MODEL = '''
class LossModel(keras.Model):
    """A model whose output is its loss."""

    def compute_loss(
        self, x=None, y=None, y_pred=None, sample_weight=None, **options
    ):
        return y_pred
'''.strip("\n")
_RMSPROP = '''
class RMSprop(keras.optimizers.RMSprop):
    """Its mean squares start at 1, as in TensorFlow 1.x."""

    def add_variable_from_reference(self, reference, name=None, initializer="zeros"):
        start = "ones" if name == "velocity" else initializer
        return super().add_variable_from_reference(reference, name, start)
'''.strip("\n")
_ADDS_UP = "Adds up an embedding's gradient, word by word, before it is squared."
_NOTES = {
    "Adam": "Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.",
    "RMSprop": "RMSProp's mean square starts at 1 in TensorFlow 1.x, in Keras at 0.",
}


def _optimizer(ours: str, options: str) -> Any:
    def make(t: Any, node: ast.Call, a: Args) -> Value:
        parts = []
        for option in options.split(","):
            new, _, given = option.partition("=")
            if new == "learning_rate":
                rate = a.value("learning_rate") if "learning_rate" in a else None
                if rate is not None and rate.data.get("role") == "rate":
                    continue
                if rate is not None and rate.kind in ("tensor", "gone", "variable"):
                    raise Gap(a.name, "a learning rate that the graph computes")
                if rate is not None and rate.kind == "schedule":
                    rate = Value(_schedule(t, rate))
                parts.append(rate.text if rate else given)
                continue
            old, _, usual = given.strip("{}").partition("!")
            if old in a:
                parts.append(f"{new}={a.text(old)}")
            elif usual:
                parts.append(f"{new}={usual}")
        t.imports.add("keras")
        if ours in _NOTES:
            t.notes[_NOTES[ours]] = None
        rate_fed = "learning_rate" in a and a.value("learning_rate").data
        role = rate_fed.get("tensor") if rate_fed else None
        return Value(
            "", "optimizer", data={"name": ours, "options": parts, "rate": role}
        )

    return make


def _schedule(t: Any, rate: Value) -> str:
    """A learning rate that follows from the number of the step."""
    if rate.data.get("schedule"):
        return rate.text
    name = t.fresh("Rate")
    t.pending.append(
        f"class {name}(keras.optimizers.schedules.LearningRateSchedule):\n"
        f'    """The learning rate by the number of the step."""\n\n'
        f"    def __call__(self, step):\n        return {rate.text}\n"
    )
    t.notes["A rate from global_step -> a LearningRateSchedule."] = None
    return f"{name}()"


@rule("tf.train.exponential_decay",
      sig="learning_rate,global_step,decay_steps,decay_rate,staircase")  # fmt: skip
def exponential_decay(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's schedule of that name."""
    parts = [a.text("learning_rate"), a.text("decay_steps"), a.text("decay_rate")]
    if "staircase" in a:
        parts.append(f"staircase={a.text('staircase')}")
    text = f"keras.optimizers.schedules.ExponentialDecay({', '.join(parts)})"
    return Value(text, "schedule", data={"schedule": True})


for _line in _TABLE.strip().splitlines():
    _name, _sig, _ours, _options = (part.strip() for part in _line.split(" | "))
    RULES[f"tf.train.{_name}"] = Rule(_optimizer(_ours, _options), _sig.split(","))


@method("minimize", "Optimizer", sig="loss,global_step,var_list")
def minimize(t: Any, node: ast.Call, a: Args) -> Value:
    """A model, compiled."""
    a.only("loss")
    assert isinstance(node.func, ast.Attribute)
    optimizer = t.expr(node.func.value)
    return _train(t, node, optimizer, a.value("loss"), [])


@method("compute_gradients", "Optimizer", sig="loss,var_list")
def compute_gradients(t: Any, node: ast.Call, a: Args) -> Value:
    """Gradients wait for the optimizer that applies them."""
    return Value("", "gradients", data={"loss": a.value("loss"), "options": []})


@rule("tf.gradients", sig="ys,xs")
def gradients(t: Any, node: ast.Call, a: Args) -> Value:
    """The same by a function."""
    return Value("", "gradients", data={"loss": a.value("ys"), "options": []})


_CLIPS = {
    "tf.clip_by_value": "clipvalue", "tf.clip_by_norm": "clipnorm",
    "tf.convert_to_tensor": "", "tf.identity": "",
}  # fmt: skip


def comprehension(t: Any, node: ast.ListComp | ast.GeneratorExp) -> Value | None:
    """Gradients that are clipped one by one: options of Keras's optimizers."""
    (first, *others) = node.generators
    known = t.env.get(ast.unparse(first.iter))
    if others or (known.kind if known else "") not in ("", "gradients"):
        return None
    if known is None:
        names = {t.called(n) for n in ast.walk(first.iter) if isinstance(n, ast.Call)}
        methods = {n.attr for n in ast.walk(first.iter) if isinstance(n, ast.Attribute)}
        if "tf.gradients" not in names and "compute_gradients" not in methods:
            inner = [
                t.env.get(ast.unparse(n))
                for n in ast.walk(first.iter)
                if isinstance(n, (ast.Name, ast.Attribute))
            ]
            if not any(one is not None and one.kind == "gradients" for one in inner):
                return None
    given = first.iter
    if isinstance(given, ast.Call) and ast.unparse(given.func) in ("zip", "list"):
        given = given.args[0]
    found = t.expr(given)
    if found.kind != "gradients":
        return None
    option, dense = _of_each(t, node.elt)
    data = {**found.data, "options": [*found.data["options"], *option]}
    data["dense"] = dense or found.data.get("dense")
    return Value("", "gradients", data=data)


def _of_each(t: Any, node: ast.expr) -> tuple[list[str], bool]:
    """What is done to each gradient: an option, and whether it is made dense."""
    if isinstance(node, ast.Tuple):
        node = node.elts[0]
    if isinstance(node, ast.IfExp):  # None where a variable has no gradient
        calls = [one for one in (node.body, node.orelse) if isinstance(one, ast.Call)]
        node = calls[0] if len(calls) == 1 else node
    if isinstance(node, ast.Name):
        return [], False
    name = t.called(node) if isinstance(node, ast.Call) else ""
    if not isinstance(node, ast.Call) or name not in _CLIPS:
        raise Gap(name or "gradients", "changed one by one in another way than clipped")
    if not _CLIPS[name]:
        return [], True
    texts = [t.text(one) for one in node.args[1:]]
    texts += [t.text(one.value) for one in node.keywords if one.arg != "name"]
    if _CLIPS[name] == "clipvalue":
        low, high = texts[0], texts[-1]
        if low.replace(" ", "") not in (f"-{high}", f"-({high})"):
            raise Gap(name, "bounds that are not the same below and above 0")
        texts = [high]
    t.notes[f"{name[3:]} of each gradient -> the optimizer's {_CLIPS[name]}."] = None
    return [f"{_CLIPS[name]}={texts[0]}"], False


@rule("tf.trainable_variables", sig="scope")
def trainable(t: Any, node: ast.Call, a: Args) -> Value:
    """A model knows its own."""
    return Value("", "gone", data={"variables": True})


@rule("tf.clip_by_global_norm", sig="t_list,clip_norm")
def clip_by_global_norm(t: Any, node: ast.Call, a: Args) -> Value:
    """An option of Keras's optimizers."""
    given = a.value("t_list")
    if given.kind != "gradients":
        raise Gap(a.name, "of what are no gradients of a loss")
    options = [*given.data["options"], f"global_clipnorm={a.text('clip_norm')}"]
    t.notes["clip_by_global_norm -> the optimizer's global_clipnorm."] = None
    return Value("", "gradients", data={**given.data, "options": options, "pair": True})


@method("apply_gradients", "Optimizer", sig="grads_and_vars,global_step")
def apply_gradients(t: Any, node: ast.Call, a: Args) -> Value:
    """The training op of gradients that were clipped."""
    assert isinstance(node.func, ast.Attribute)
    optimizer = t.expr(node.func.value)
    given = a.node("grads_and_vars")
    while isinstance(given, ast.Call) and ast.unparse(given.func) in ("zip", "list"):
        given = given.args[0]
    found = t.expr(given)
    if found.kind != "gradients":
        raise Gap(a.name, "what is applied are no gradients of a loss, or changed ones")
    options = found.data["options"]
    if found.data.get("dense"):
        options = [*options, DENSE]
    return _train(t, node, optimizer, found.data["loss"], options)


def _class(t: Any, name: str, dense: bool) -> str:
    """The class of an optimizer; one of its own where words may come twice."""
    if name == "RMSprop":
        t.classes[name] = _RMSPROP
        return name
    looks = any(t.called(one) == "tf.nn.embedding_lookup" for one in t.calls)
    if dense and looks:
        t.classes[name] = (
            f"class {name}(keras.optimizers.{name}):\n"
            f'    """{_ADDS_UP}"""\n'
            "\n"
            "    def apply(self, grads, trainable_variables=None):\n"
            "        grads = [keras.ops.convert_to_tensor(one) for one in grads]\n"
            "        super().apply(grads, trainable_variables)"
        )
        return name
    if name not in ("Adam", "Adagrad") or not looks:
        return f"keras.optimizers.{name}"
    t.classes[name] = (
        f"class {name}(keras.optimizers.{name}):\n"
        f'    """{_ADDS_UP}"""\n'
        "\n"
        "    def update_step(self, gradient, variable, learning_rate):\n"
        "        gradient = keras.ops.add(gradient, 0.0)\n"
        "        super().update_step(gradient, variable, learning_rate)"
    )
    t.notes[f"{name} adds up the gradient of a word that comes twice, as in 1.x."] = (
        None
    )
    return name


def _train(
    t: Any, node: ast.Call, optimizer: Value, loss: Value, more: list[str]
) -> Value:
    if optimizer.kind != "optimizer":
        raise Gap("minimize", "an optimizer of the script's own")
    fact = t.facts.of(node)
    op = fact["name"] if isinstance(fact, dict) and fact.get("k") == "op" else ""
    options = [*optimizer.data["options"], *(one for one in more if one != DENSE)]
    made = f"{_class(t, optimizer.data['name'], DENSE in more)}({', '.join(options)})"
    name = t.model_name(op)
    label = None
    if loss.kind == "loss":
        from compat.port.rules.losses import labels_of

        label = labels_of(t, loss)
    if label is not None:
        pred = loss.data["pred"]
        tensor = pred.data.get("tensor", "")
        x = t.inputs_of(tensor)
        lines = [
            f"{name} = keras.Model({t.inputs_text(x)}, {pred.text})",
            f"{name}.compile(optimizer={made}, loss={loss.data['loss']})",
        ]
    else:
        tensor = loss.data.get("tensor", "")
        x, label = t.inputs_of(tensor), ""
        t.classes["LossModel"] = _LOSS_MODEL
        lines = [
            f"{name} = LossModel({t.inputs_text(x)}, {loss.text})",
            f"{name}.compile(optimizer={made})",
        ]
    train = Train(name, x, label, loss.data.get("tensor", ""), tensor)
    train_rate = optimizer.data.get("rate")
    t.registry.trains[op] = train
    if label:
        t.registry.models[(tensor,)] = t.model_of(name, x)
    return Value("", "train", data={"lines": lines, "op": op, "rate": train_rate})

"""What is asked of the graph and of the script as a whole while it is translated."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.expressions import Expressions
from compat.port.values import Gap, Model, Value

_RNNS = (
    "tf.nn.dynamic_rnn", "tf.nn.static_rnn", "tf.contrib.rnn.static_rnn",
    "tf.nn.bidirectional_dynamic_rnn",
)  # fmt: skip
_RATES = {
    "keep_prob": "keep", "input_keep_prob": "keep", "output_keep_prob": "keep",
    "training": "switch", "is_training": "switch", "learning_rate": "rate",
    "batch_size": "size", "rate": "drop",
}  # fmt: skip


_SESSIONS = ("tf.Session", "tf.InteractiveSession")


_WEIGHT = '''
class Weight(keras.layers.Layer):
    """A variable of its own, whatever it is called with."""

    def __init__(self, shape, initializer="glorot_uniform"):
        super().__init__()
        self.weight = self.add_weight(shape=shape, initializer=initializer)

    def call(self, inputs):
        return keras.ops.convert_to_tensor(self.weight)
'''.strip("\n")


class Graphs(Expressions):
    """Answers the rules' questions."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.made: dict[str, str] = {}
        self.keys: dict[str, str] = {}  # what the script calls placeholders
        self.last_fresh = ""
        self.classes: dict[str, str] = {}  # that the program needs, by name
        self.calls = [n for n in ast.walk(self.tree) if isinstance(n, ast.Call)]
        self.weights: dict[str, tuple[str, int]] = {}  # variables that are layers
        self.about = ""  # the tensor that is being made
        self.scope = 0
        self.variables_in: set[str] = set()  # arguments that are variables
        self.roles = self._roles()
        self.without = self._without()
        self.state_fed = {
            name
            for name in self.facts.fed
            if self.facts.tensors.get(name, {}).get("op", "")[:11] != "Placeholder"
        } | set(self.facts.states)
        self._flags = self._of_cells()
        self.has_lengths = any("lengths" in some for some in self._flags.values())

    def _roles(self) -> dict[str, str]:
        """Placeholders that are rates or switches, by tensor name."""
        from compat.port.rules import METHODS, RULES

        found: dict[str, str] = {}
        for call in self.calls:
            rule = RULES.get(self.called(call))
            if rule is None and isinstance(call.func, ast.Attribute):
                rule = next(iter(METHODS.get(call.func.attr, {}).values()), None)
            if rule is None:
                continue
            given = dict(zip(rule.signature, call.args, strict=False))
            given |= {k.arg: k.value for k in call.keywords if k.arg}
            for name, role in _RATES.items():
                tensor = self.facts.tensor(given[name]) if name in given else ""
                for one in self.facts.deps(tensor):
                    fed = self.facts.fed.get(one, {}).get("shapes", [])
                    if all(not shape for shape in fed):
                        found[one] = role
        for one, fed in self.facts.fed.items():  # a batch's size, fed in its place
            sliced = self.facts.tensors.get(one, {}).get("op") == "StridedSlice"
            if sliced and not any(fed["shapes"]):
                found[one] = "size"
        return found

    def _of_cells(self) -> dict[int, set[str]]:
        """What the uses of each cell ask of its layer."""
        found: dict[int, set[str]] = {}
        for call in self.calls:
            name = self.called(call)
            if name not in _RNNS:
                continue
            from compat.port.rules import RULES

            given = dict(zip(RULES[name].signature, call.args, strict=False))
            given |= {k.arg: k.value for k in call.keywords if k.arg}
            flags = {"state"} if self._state_is_used(call) else set()
            if self.is_fed(given.get("initial_state")):
                flags.add("state")
            lengths = given.get("sequence_length")
            if lengths is not None and self.facts.of(lengths) is not None:
                flags.add("lengths")
            for arg in ("cell", "cell_fw", "cell_bw"):
                if arg in given:
                    for fact in self.facts.all_of(given[arg]):
                        self._flag(fact, flags, found)
        return found

    def is_fed(self, node: ast.AST | None) -> bool:
        """Whether an initial state is one that the script feeds."""
        if node is None:
            return False
        leaves = self.facts.leaves(self.facts.of(node))
        return any(
            f.get("name") in self.state_fed for f in leaves if isinstance(f, dict)
        )

    def _flag(self, fact: Any, flags: set[str], found: dict[int, set[str]]) -> None:
        if not isinstance(fact, dict) or fact.get("k") != "object":
            return
        found.setdefault(fact["id"], set()).update(flags)
        attributes = self.facts.objects[fact["id"]]["attributes"]
        for name in ("_cells", "_cell"):
            for one in self.facts.leaves(attributes.get(name)):
                self._flag(one, flags, found)

    def _state_is_used(self, call: ast.Call) -> bool:
        parent = self.parents.get(call)
        if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
            return not isinstance(parent, ast.Subscript) or True
        target = parent.targets[0]
        if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == 2:
            state = target.elts[1]
            return any(self._is_loaded(one) for one in ast.walk(state))
        return True

    def _is_loaded(self, target: ast.AST) -> bool:
        if not isinstance(target, (ast.Name, ast.Attribute)):
            return False
        kind = type(target)
        return any(
            isinstance(node, kind)
            and isinstance(node.ctx, ast.Load)  # type: ignore[attr-defined]
            and _last(node) == _last(target)
            for node in ast.walk(self.tree)
        )

    def only_variables(self, fact: Any) -> bool:
        """Whether a container holds variables alone, which become weights of layers."""
        if not isinstance(fact, dict) or not fact.get("parts"):
            return False
        leaves = list(self.facts.leaves(fact))
        every = all(isinstance(f, dict) and f.get("k") == "variable" for f in leaves)
        return bool(leaves) and every

    def _without(self) -> dict[str, set[str]]:
        """Arguments that fall away: variables, which become weights, and sessions."""
        found: dict[str, set[str]] = {}
        for name, function in self.functions.items():
            args = function.args.args
            with_default = args[len(args) - len(function.args.defaults) :]
            for one, node in zip(with_default, function.args.defaults, strict=True):
                if isinstance(node, ast.Call) and self.called(node) in _SESSIONS:
                    found.setdefault(name, set()).add(one.arg)
        for call in self.calls:
            name = self.own_function(call)
            if not name:
                continue
            given = dict(zip(self.parameters(name), call.args, strict=False))
            given |= {k.arg: k.value for k in call.keywords if k.arg}
            for arg, node in given.items():
                fact = self.facts.of(node)
                if self.facts.kind(node) == "variable" or self.only_variables(fact):
                    if isinstance(call.func, ast.Name):
                        found.setdefault(name, set()).add(arg)
                        self.variables_in.add(arg)
                elif ast.unparse(node) in self.sessions:
                    found.setdefault(name, set()).add(arg)
                elif self.role(self.facts.tensor(node)) not in ("input", "rate"):
                    found.setdefault(name, set()).add(arg)
                    self.variables_in.add(arg)
        return found

    def parsed_flags(self) -> Value:
        """What `tf.app.flags.FLAGS` becomes."""
        from compat.port.rules.program import flags

        return flags(self)

    def role(self, name: str) -> str:
        """What a placeholder is for."""
        return self.roles.get(name, "input")

    def standing(self, found: Value, node: ast.AST) -> str:
        """A variable, or a batch's size, as a value in an expression."""
        if found.kind != "variable":
            return f"keras.ops.shape({self.near()})[0]"
        name, initializer = found.data["name"], found.data["initializer"]
        if name in self.weights:
            text, scope = self.weights[name]
            if scope not in (0, self.scope) and not text.startswith("self."):
                raise Gap("tf.Variable", "one variable in several functions")
            return text
        if initializer == "?" or found.data["sizes"] is None:
            raise Gap("tf.Variable", "an initial value of the script's own")
        text = ast.unparse(node)
        if not isinstance(node, (ast.Name, ast.Attribute)):
            text = self.fresh("weight")
        options = [f"[{', '.join(found.data['sizes'])}]"]
        options += [initializer] if initializer else []
        self.pending.append(f"{text} = Weight({', '.join(options)})({self.near()})")
        said = "A variable that is no layer's -> Weight, a layer that is one."
        self.notes[said] = None
        self.classes["Weight"] = _WEIGHT
        self.weights[name] = (text, self.scope)
        return text

    def near(self) -> str:
        """A placeholder that what is being made depends on."""
        for one in self.facts.deps(self.about):
            one = self.registry.nests.get(one, one)
            known = self.registry.tensors.get(one)
            is_tensor = known is not None and known.kind == "tensor"
            if self.role(one) == "input" and known is not None and is_tensor:
                return known.text
        raise Gap("tf.Variable", "it is not seen of which inputs this is made")

    def without_of(self, function: ast.AST) -> set[str]:
        """The arguments of a function that fall away."""
        names = [n for n, one in self.functions.items() if one is function]
        return {arg for name in names for arg in self.without.get(name, ())}

    def session_arguments(self, function: ast.FunctionDef) -> list[str]:
        """The same, of these the sessions."""
        return [
            one for one in self.without_of(function) if one not in self.variables_in
        ]

    def flags(self, node: ast.Call) -> set[str]:
        """What the uses of the cells that a call makes ask of their layer."""
        found: set[str] = set()
        for fact in self.facts.all_of(node):
            if isinstance(fact, dict) and fact.get("k") == "object":
                found |= self._flags.get(fact["id"], set())
        return found

    def drops(self, fact: Any) -> Any:
        """What dropout is around a cell: `before`, `after`, or a list of such."""
        if not self.facts.classes(fact):
            return ("", "")
        attributes = self.facts.objects[fact["id"]]["attributes"]
        if "_cells" in attributes:
            return [self.drops(one) for one in self.facts.leaves(attributes["_cells"])]
        return self.registry.drops.get(fact["id"], ("", ""))

    def structure(self, fact: Any) -> Any:
        """What a cell is: `LSTM`, `one` state, or a list of such."""
        classes = self.facts.classes(fact)
        if not classes:
            raise Gap("cell", "it is not seen what this cell is")
        attributes = self.facts.objects[fact["id"]]["attributes"]
        if "MultiRNNCell" in classes:
            return [
                self.structure(one) for one in self.facts.leaves(attributes["_cells"])
            ]
        if "DropoutWrapper" in classes:
            return self.structure(attributes["_cell"])
        if classes[0] in ("BasicLSTMCell", "LSTMCell"):
            return "LSTM"
        if classes[0] in ("GRUCell", "BasicRNNCell"):
            return "one"
        raise Gap(classes[0], "no counterpart of this cell is known here")

    def fresh(self, name: str) -> str:
        """A name that the script does not have."""
        found, number = name, 2
        while found in self.used:
            found, number = f"{name}_{number}", number + 1
        self.used.add(found)
        self.last_fresh = found
        return found

    def uses_of(self, variable: str) -> int:
        """How many expressions look a variable up."""
        return len(self.registry.products.get(variable, ()))

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Value | None:
        """What a comprehension over gradients becomes, or `None` for others."""
        from compat.port.rules.training import comprehension

        return comprehension(self, node)

    def rate(self, a: Any, name: str) -> str:
        """The rate of a dropout, from what is kept."""
        given = a.value(name)
        tensor = given.data.get("tensor")
        if given.data.get("role") == "keep" and tensor:
            fed = self.facts.fed.get(tensor, {"trained": []})["trained"]
            if len(fed) != 1:
                raise Gap(a.name, "a rate that changes while it trains")
            self.notes[
                "keep_prob, fed 1 when asked -> Dropout, at work in training."
            ] = None
            return f"{round(1 - fed[0], 8):g}"
        number = a.number(name)
        if isinstance(a.nodes[name], ast.Constant):
            return f"{round(1 - number, 8):g}"
        if given.kind != "plain":
            raise Gap(a.name, "a rate that the graph computes")
        return f"1 - {given.text}"

    def as_loss(self, found: Value, node: ast.AST) -> Value:
        """A mean or sum over everything, as a loss where it is one of Keras's."""
        from compat.port.rules.losses import of_reduced

        return of_reduced(self, node, found)

    def model_name(self, op: str) -> str:
        """The name of the model that a training op becomes."""
        before = self.registry.trains.get(op)
        own = self.target.startswith("self.")
        if before is not None and before.model.startswith("self.") == own:
            return before.model
        name = (
            "model"
            if not self.registry.trains
            else f"{self.target.split('.')[-1]}_model"
        )
        return f"self.{name}" if own else self.fresh(name)

    def model_of(self, name: str, x: list[str]) -> Model:
        """A model that is kept."""
        return Model(name, x)

    def inputs_of(self, *tensors: str) -> list[str]:
        """The placeholders that a model of some tensors is fed."""
        nests = self.registry.nests
        found = {
            nests.get(one, one): None
            for name in tensors
            for one in self.facts.deps(name)
        }
        return [one for one in found if self.roles.get(one, "input") == "input"]

    def inputs_text(self, placeholders: list[str]) -> str:
        """The inputs of a model."""
        texts = []
        for one in placeholders:
            known = self.registry.tensors.get(one)
            if known is None:
                raise Gap("tf.placeholder", "it is not made where it is seen")
            texts.append(known.text)
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _last(node: ast.AST) -> str:
    """A name, or an attribute's own part of it: `self.state` is `net.state` outside."""
    return str(node.attr if isinstance(node, ast.Attribute) else ast.unparse(node))

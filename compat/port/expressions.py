"""Turns the script's expressions into Keras's, by rules and by what they were."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.facts import Facts
from compat.port.resolve import Resolver
from compat.port.rules import CLASSES, METHODS, RULES, VALUES, Args
from compat.port.values import Gap, Registry, Value, quoted

_KEYED = (ast.Name, ast.Attribute, ast.Subscript)


class Expressions:
    """Translates expressions.

    Args:
        source: The script's text.
        tree: Its tree.
        facts: What it was when it ran.
        registry: What an earlier pass learned.

    Attributes:
        env: What the script's names (`x`, `self.x`) became.
        pending: Statements to be put before the one that is being translated.
        imports: Modules that generated code needs.
    """

    def __init__(
        self, source: str, tree: ast.Module, facts: Facts, registry: Registry
    ) -> None:
        self.source, self.tree, self.facts = source, tree, facts
        self.registry = registry
        self.names = Resolver(tree)
        self.env: dict[str, Value] = {}
        self.pending: list[str] = []
        self.imports: set[str] = set()
        self.notes: dict[str, None] = {}
        self.parents = {
            child: node
            for node in ast.walk(tree)
            for child in ast.iter_child_nodes(node)
        }
        self.used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        self.used |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
        made = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        self.functions: dict[str, Any] = {one.name: one for one in made}
        for one in ast.walk(tree):  # a class is called for its __init__
            for part in one.body if isinstance(one, ast.ClassDef) else []:
                if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                    self.functions[one.name] = part  # type: ignore[attr-defined]
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Lambda):
                if isinstance(one.targets[0], ast.Name):
                    self.functions[one.targets[0].id] = one.value
        self.without: dict[str, set[str]] = {}
        self.fresh_nodes: set[int] = set()  # that are not the script's
        self.sessions = {
            ast.unparse(n)
            for n in ast.walk(tree)
            if isinstance(n, (ast.Name, ast.Attribute)) and self._is_session(n)
        }
        self.target = ""  # of the assignment that is being translated

    def _is_session(self, node: ast.AST) -> bool:
        classes = self.facts.classes(self.facts.of(node))
        return "Session" in classes or "InteractiveSession" in classes

    def segment(self, node: ast.AST) -> str:
        """The script's own text of an expression, in one line."""
        text = ast.get_source_segment(self.source, node) or ""
        return quoted(ast.unparse(node)) if "\n" in text or not text else text

    def text(self, node: ast.AST) -> str:
        """The Keras code of an expression."""
        return self.expr(node).text

    def expr(self, node: ast.AST) -> Value:
        """What an expression becomes."""
        if isinstance(node, ast.Constant):
            return Value(self.segment(node), changed=False)
        if isinstance(node, _KEYED):
            known = self.env.get(ast.unparse(node))
            if known is not None:
                return known
        found = self._expr(node)
        name = self.facts.tensor(node)
        if name and found.kind == "plain" and self.role(name) not in ("input", "rate"):
            found = Value("", "gone", data={"role": self.role(name), "tensor": name})
        if name and found.kind == "plain":
            known = self.registry.tensors.get(name)
            data = dict(known.data) if known is not None else {}
            kind = "tensor" if known is None or known.kind == "plain" else known.kind
            found = Value(found.text, kind, found.changed, data)
            if kind in ("loss",) and known is not None:
                found.changed = True
        if name:
            found.data.setdefault("tensor", name)
        first = self.first_of_list(node)
        if first and found.kind == "time list":
            self.registry.lists[first] = found
        elif first in self.registry.lists and found.kind == "plain":
            known = self.registry.lists[first]
            found = Value(found.text, "time list", found.changed, known.data)
        return found

    def role(self, name: str) -> str:
        """What a placeholder is for: `input`, `rate`, `keep`, `switch`, `size`."""
        return "input"

    def first_of_list(self, node: ast.AST) -> str:
        """The name of the first tensor of a list of tensors, or `""`."""
        fact = self.facts.of(node)
        parts = fact.get("parts") if isinstance(fact, dict) else None
        first = parts[0] if parts and fact["k"] == "list" else None
        is_one = isinstance(first, dict) and first.get("k") == "tensor"
        return str(first["name"]) if is_one else ""  # type: ignore[index]

    def _expr(self, node: ast.AST) -> Value:
        if isinstance(node, ast.Call):
            return self.call(node)
        names = self.names.names(node)
        if names and isinstance(node, (ast.Name, ast.Attribute)):
            return self.of_name(node, names)
        fact = self.facts.of(node)
        if isinstance(fact, dict) and fact["k"] == "variable":
            known = self.registry.variables.get(fact["name"])
            if known is not None:
                return known
        if isinstance(node, ast.Attribute):
            found = self._attribute(node)
            if found is not None:
                return found
        if isinstance(node, ast.Subscript):
            found = self._subscript(node)
            if found is not None:
                return found
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            found = self.comprehension(node)
            if found is not None:
                return found
        return self.rebuilt(node)

    def size(self, base: Value, at: int) -> Value:
        """One of the sizes of a shape; one that only the run knows is counted."""
        shape = self.facts.shape(base.data.get("of", ""))
        if not shape or at >= len(shape) or shape[at] is not None:
            return Value(f"{base.text}[{at}]", "plain")
        places = [":" if axis == at % len(shape) else "0" for axis in range(len(shape))]
        text = f"{base.data['text']}[{', '.join(places)}]"
        counted = f'keras.ops.sum(keras.ops.ones_like({text}, dtype="int32"))'
        return Value(counted, "tensor", data={"open": True})

    def is_open(self, node: ast.AST) -> bool:
        """Whether a size that only the run knows is in an expression."""
        return any(
            self.expr(one).data.get("open") or self.expr(one).data.get("role") == "size"
            for one in ast.walk(node)
            if isinstance(one, _KEYED)
        )

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Value | None:
        """What a comprehension over gradients becomes, or `None` for others."""
        return None

    def parsed_flags(self) -> Value:
        """What `tf.app.flags.FLAGS` becomes."""
        raise NotImplementedError

    def without_of(self, function: ast.AST) -> set[str]:
        """The arguments of a function that fall away."""
        raise NotImplementedError

    def standing(self, found: Value, node: ast.AST) -> str:
        """A variable, or a batch's size, as a value in an expression."""
        raise NotImplementedError

    def of_name(self, node: ast.AST, names: tuple[str, ...]) -> Value:
        """What a TensorFlow name that is not called becomes."""
        for name in names:
            if name in VALUES:
                self.imports |= {"functools"} if "functools." in VALUES[name] else set()
                return Value(VALUES[name])
        if names[0] in ("tf.app.flags.FLAGS", "tf.flags.FLAGS"):
            if self.is_indirect(node):
                return Value(self.segment(node), changed=False)
            return self.parsed_flags()
        if names[0] in ("tf.app.flags", "tf.flags", "tf.app"):
            return Value(self.segment(node), "gone")
        if self.facts.kind(node) in ("module", "Module"):
            return Value(self.segment(node), "gone")
        raise Gap(names[0], "no counterpart is known here")

    def _attribute(self, node: ast.Attribute) -> Value | None:
        base = self.expr(node.value)
        if base.kind == "states":
            parts = base.data["parts"]
            if isinstance(parts, dict) and node.attr in parts:
                return Value(parts[node.attr], "tensor")
            raise Gap(f"state.{node.attr}", "the state's parts are c and h")
        if base.kind == "nest":
            return self.of_nest(base, node.attr)
        return None

    def _subscript(self, node: ast.Subscript) -> Value | None:
        base = self.expr(node.value)
        index = node.slice
        at = None
        if isinstance(index, ast.Constant):
            at = index.value
        elif isinstance(index, ast.UnaryOp) and isinstance(index.operand, ast.Constant):
            if isinstance(index.op, ast.USub):
                at = -index.operand.value  # type: ignore[operator]
        if base.kind == "run":
            return self.of_run(base, at)
        if base.kind == "time list":
            if isinstance(index, ast.Slice):
                raise Gap("outputs[…]", "a part of a list of time steps")
            return Value(f"{base.text}[:, {self.text(index)}]", "tensor")
        if base.kind == "states":
            return self._of_states(base, at)
        if base.kind == "nest":
            return self.of_nest(base, at, self.text(index) if at is None else str(at))
        if base.kind == "shape" and isinstance(at, int):
            return self.size(base, at)
        return None

    def of_nest(self, base: Value, at: Any, text: str = "") -> Value:
        """A part of a state that is a nest of lists: [h, c] for an LSTM."""
        structure = base.data["structure"]
        if isinstance(structure, list) and (isinstance(at, int) or text):
            known = {str(one) for one in structure}
            one = structure[at] if isinstance(at, int) else structure[0]
            if len(known) > 1 and not isinstance(at, int):
                raise Gap("state[…]", "layers of different kinds, one by one")
            if one == "one":
                return Value(f"{base.text}[{text}][0]", "tensor")
            data = {"structure": one, "leaves": []}
            return Value(f"{base.text}[{text}]", "nest", True, data)
        place = {"h": 0, "c": 1, 1: 0, 0: 1}.get(at)
        if structure == "LSTM" and place is not None:
            return Value(f"{base.text}[{place}]", "tensor")
        raise Gap("state[…]", "the state's parts are c and h")

    def of_run(self, base: Value, at: Any) -> Value:
        """One of the results of a `Session.run`."""
        raise NotImplementedError

    def _of_states(self, base: Value, at: Any) -> Value:
        if "both" in base.data:
            if at not in (0, 1):
                raise Gap("state[…]", "the states of both directions are two")
            found: Value = base.data["both"][at]
            return found
        parts = base.data["parts"]
        if isinstance(parts, list):  # of layers: the last one's
            if at in (-1, len(parts) - 1) or len(parts) == 1:
                last = parts[-1]
                if isinstance(last, dict):
                    return Value("", "states", True, {"parts": last})
                return Value(last, "tensor")
            raise Gap("state[…]", "the state of a layer below the last one")
        if isinstance(parts, dict) and at in (0, 1):
            return Value(parts["ch"[at]], "tensor")
        raise Gap("state[…]", "the state's parts are c and h")

    def _operation(self, node: ast.BinOp) -> Value:
        left, right = self.expr(node.left), self.expr(node.right)
        op = type(node.op).__name__
        if "schedule" in (left.kind, right.kind):
            return Value(self.rebuilt(node).text, "schedule")
        rule = RULES.get(f"op {op}")
        if rule is not None and "gone" not in (left.kind, right.kind):
            found = rule.function(self, node, left, right)
            if found is not None:
                return found  # type: ignore[no-any-return]
        return self.rebuilt(node)

    def call(self, node: ast.Call) -> Value:
        """What a call becomes."""
        name = self.called(node)
        if name in RULES:
            args = Args(self, name, RULES[name], node)
            found: Value = RULES[name].function(self, node, args)
            if args.scheduled and found.kind == "tensor":
                found.kind = "schedule"
            return found
        if isinstance(node.func, ast.Attribute) and not name:
            of_method = self.method(node, node.func)
            if of_method is not None:
                return of_method
        if name.startswith("tf."):
            raise Gap(name, "no counterpart is known here")
        own = self.own_function(node)
        if own in self.without:
            return self.rebuilt(self.shortened(node, own))
        return self.rebuilt(node)

    def own_function(self, node: ast.Call) -> str:
        """The name of the script's own function or class that is called, or `""`."""
        if isinstance(node.func, ast.Name):
            name = node.func.id
        else:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return name if name in self.functions else ""

    def shortened(self, node: ast.Call, own: str) -> ast.Call:
        """A call of the script's own function without some arguments."""
        without = self.without[own]
        names = self.parameters(own)
        args = [a for n, a in zip(names, node.args, strict=False) if n not in without]
        keywords = [k for k in node.keywords if k.arg not in without]
        new = ast.Call(node.func, args, keywords)
        self.fresh_nodes.add(id(new))
        return ast.copy_location(new, node)

    def is_indirect(self, node: ast.AST) -> bool:
        """Whether what is called is a name of the script's own for something."""
        if isinstance(node, ast.Subscript):
            return True
        return isinstance(node, (ast.Name, ast.Attribute)) and any(
            ast.unparse(target) == ast.unparse(node)
            for one in ast.walk(self.tree)
            if isinstance(one, ast.Assign)
            for target in one.targets
        )

    def parameters(self, own: str) -> list[str]:
        """The names of a function's arguments, without `self`."""
        names = [one.arg for one in self.functions[own].args.args]
        return names[1:] if names[:1] == ["self"] else names

    def called(self, node: ast.Call) -> str:
        """The TensorFlow name of what is called, or `""`."""
        names = self.names.names(node.func)
        if not names:
            return ""
        classes = self.facts.classes(self.facts.of(node))
        for name in names:
            if name.rpartition(".")[2] in classes[:1]:
                return name
        return names[0]

    def method(self, node: ast.Call, func: ast.Attribute) -> Value | None:
        """What a method of a translated thing becomes, or `None`."""
        if func.attr in METHODS:
            for kind in self.kinds_of(func.value):
                rule = METHODS[func.attr].get(kind)
                if rule is not None:
                    args = Args(self, f"{kind}.{func.attr}", rule, node)
                    return rule.function(self, node, args)  # type: ignore[no-any-return]
        return None

    def kinds_of(self, node: ast.AST) -> list[str]:
        """What rules of methods call an object: its classes, or its kind."""
        fact = self.facts.of(node)
        found = [one for one in self.facts.classes(fact) if one in CLASSES]
        kind = self.facts.kind(node)
        if fact is None:  # it never ran: what it was elsewhere
            known = self.env.get(ast.unparse(node))
            found += known.data.get("classes", []) if known is not None else []
            found += ["Session"] if ast.unparse(node) in self.sessions else []
        return [*found, kind] if kind else found

    def rebuilt(self, node: ast.AST) -> Value:
        """An expression of the script's own, what is in it translated."""
        new, changed = self._copy(node)
        if not changed and id(node) not in self.fresh_nodes:
            return Value(self.segment(node), changed=False)
        ast.fix_missing_locations(new)
        return Value(quoted(ast.unparse(new)))

    def _copy(self, node: Any) -> tuple[Any, bool]:
        changed = False
        if isinstance(node, ast.Lambda) and self.without_of(node):
            node = ast.Lambda(fewer(node.args, self.without_of(node)), node.body)
            changed = True
        fields: dict[str, Any] = {}
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                parts = [self._part(one) for one in value]
                fields[name] = [part for part, _ in parts]
                changed = changed or any(is_new for _, is_new in parts)
            else:
                fields[name], is_new = self._part(value)
                changed = changed or is_new
        return type(node)(**fields), changed

    def _part(self, value: Any) -> tuple[Any, bool]:
        if isinstance(value, ast.expr) and not isinstance(
            getattr(value, "ctx", ast.Load()), (ast.Store, ast.Del)
        ):
            if isinstance(value, (ast.Slice, ast.Starred, ast.JoinedStr)):
                return self._copy(value)
            if isinstance(value, ast.FormattedValue):
                return self._copy(value)
            found = self.expr(value)
            if found.kind == "variable" or found.data.get("role") == "size":
                text = self.standing(found, value)
                return ast.parse(text, mode="eval").body, True
            if found.kind in ("gone", "optimizer", "gradients", "train"):
                raise Gap(ast.unparse(value)[:60], "nothing of it is left in Keras")
            if found.kind == "run" and found.text and not found.data["many"]:
                return ast.parse(found.text, mode="eval").body, True
            if found.kind in ("states", "rnn", "variable", "random", "run"):
                raise Gap(ast.unparse(value)[:60], f"{found.kind} in an expression")
            if not found.changed:
                return value, False
            return ast.parse(found.text, mode="eval").body, True
        if isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
            if isinstance(value, (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)):
                return value, False
            return self._copy(value)
        return value, False

    def tensor(self, text: str, **data: Any) -> Value:
        """A tensor by Keras code."""
        if text.startswith("keras.") or "keras." in text:
            self.imports.add("keras")
        return Value(text, "tensor", True, data)


def fewer(args: ast.arguments, without: set[str]) -> ast.arguments:
    """The arguments of a function without some of them and their defaults."""
    nothing = [None] * (len(args.args) - len(args.defaults))
    pairs = zip(args.args, [*nothing, *args.defaults], strict=True)
    left = [(one, default) for one, default in pairs if one.arg not in without]
    fields = {name: getattr(args, name) for name in args._fields}
    fields["args"] = [one for one, _ in left]
    fields["defaults"] = [default for _, default in left if default is not None]
    return ast.arguments(**fields)

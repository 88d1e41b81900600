"""Runs a script under compat and writes what its expressions were, as JSON.

    python -m compat.port.watch OUT.json SCRIPT [ARGS…]

It adds no op to the script's graph and changes none of its values.
"""

from __future__ import annotations

import ast
import builtins
import json
import sys
from collections.abc import Iterator
from typing import Any

from compat.errors import UsageError
from compat.port.instrument import SAW, Instrument, key

OFTEN = 3  # of an expression that is worked out many times, so many values
_LONG = 60  # parts of a list
_PLAIN = (int, float, str, bool, type(None))


class Watch:
    """What was seen.

    Args:
        keys: Of the expressions, by number.
        states: Of zero states that are fed somewhere, the keys.
    """

    def __init__(self, keys: list[str], states: set[str]) -> None:
        self.keys, self.states = keys, states
        self.seen: list[list[Any]] = [[] for _ in keys]
        self.counts = [0] * len(keys)
        self.objects: dict[int, tuple[int, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.tensors: dict[str, Any] = {}
        self.fed: dict[str, dict[str, Any]] = {}
        self.graph: Any = None

    def saw(self, number: int, value: Any) -> Any:
        """Note the value of an expression; hand it on."""
        count = self.counts[number]
        self.counts[number] = count + 1
        if count < OFTEN:
            self.seen[number].append(self.fact(value))
        return value

    def fact(self, value: Any, depth: int = 0) -> Any:
        """What is to be known of a value."""
        if isinstance(value, _PLAIN):
            return value if not isinstance(value, str) else value[:200]
        if isinstance(value, (list, tuple)):
            parts = []
            if depth < 4:
                parts = [self.fact(one, depth + 1) for one in value[:_LONG]]
            kind = getattr(value, "_fields", None) and type(value).__name__
            return {"k": kind or "list", "n": len(value), "parts": parts}
        if isinstance(value, dict):
            parts = []
            if depth < 3:
                few = list(value.items())[:_LONG]
                parts = [[self.fact(k, 4), self.fact(v, depth + 1)] for k, v in few]
            return {"k": "dict", "parts": parts}
        return self._thing(value)

    def _thing(self, value: Any) -> Any:
        import numpy as np

        if isinstance(value, np.generic):
            return value.item() if value.dtype.kind in "iufb" else {"k": "other"}
        if isinstance(value, np.ndarray):
            return {"k": "array", "shape": value.shape, "dtype": str(value.dtype)}
        import tensorflow as tf

        v1 = tf.compat.v1
        if isinstance(value, v1.Tensor):
            self.tensors.setdefault(value.name, value)
            self.graph = value.graph
            return {"k": "tensor", "name": value.name}
        if isinstance(value, v1.Operation):
            self.graph = value.graph
            return {"k": "op", "name": value.name, "type": value.type}
        if isinstance(value, v1.Variable):
            shape = value.shape.as_list() if value.shape.rank is not None else None
            return {"k": "variable", "name": value.name, "shape": shape}
        if isinstance(value, tf.DType):
            return {"k": "dtype", "name": value.name}
        return self._object(value)

    def _object(self, value: Any) -> Any:
        kind = type(value)
        if kind.__name__ in ("module", "function", "builtin_function_or_method"):
            return {"k": kind.__name__, "name": getattr(value, "__name__", "")}
        if not kind.__module__.startswith(
            ("tensorflow", "compat", "keras", "tf_keras")
        ):
            own = "RNNCell" in [one.__name__ for one in kind.__mro__]
            if not own:
                return {"k": "other", "class": kind.__name__}
        known = self.objects.get(id(value))
        if known is None:  # kept: an id is not given again
            known = self.objects[id(value)] = (len(self.objects), value)
            names = [one.__name__ for one in kind.__mro__]
            self.told.append({"class": names, "attributes": {}})
        return {"k": "object", "id": known[0], "class": kind.__name__}

    def session(self) -> None:
        """Ride on `Session.run`: what is fed to placeholders."""
        import tensorflow as tf

        session = tf.compat.v1.Session
        base = next(c for c in session.__mro__ if "run" in vars(c))
        run = base.run

        def watched(session: Any, fetches: Any, feed_dict: Any = None, *a: Any) -> Any:
            self.feeds(fetches, feed_dict or {})
            return run(session, fetches, feed_dict, *a)

        base.run = watched

    def feeds(self, fetches: Any, feed: Any) -> None:
        """Note the shapes, and of scalars the values, that placeholders get."""
        import numpy as np
        import tensorflow as tf

        flat = tf.nest.flatten(fetches)
        trains = any(isinstance(one, tf.compat.v1.Operation) for one in flat)
        for tensor, value in _fed_pairs(feed.items()):
            if not hasattr(tensor, "dtype") or isinstance(value, (tuple, dict)):
                continue
            if isinstance(tensor, tf.compat.v1.Tensor):
                self.tensors.setdefault(tensor.name, tensor)
            try:
                array = np.asarray(value)
            except ValueError:
                continue
            one = self.fed.setdefault(
                tensor.name, {"shapes": [], "trained": [], "asked": []}
            )
            if list(array.shape) not in one["shapes"] and len(one["shapes"]) < 8:
                one["shapes"].append(list(array.shape))
            values = one["trained" if trains else "asked"]
            if array.ndim == 0 and array.item() not in values and len(values) < 8:
                values.append(array.item())

    def as_json(self) -> dict[str, Any]:
        """All that was seen."""
        done: set[int] = set()
        while len(done) < len(self.objects):  # a cell tells of others
            for number, value in list(self.objects.values()):
                if number not in done:
                    done.add(number)
                    self.told[number]["attributes"] = self._attributes(value)
        seen = zip(self.keys, self.counts, self.seen, strict=True)
        nodes: dict[str, Any] = {where: [n, facts] for where, n, facts in seen if n}
        states = [
            leaf
            for where in self.states & set(nodes)
            for leaf in _names(nodes[where][1][0])
        ]
        deps = _placeholders(self.tensors.values(), {*self.fed, *states})
        tensors = {name: _tensor(t, deps[name]) for name, t in self.tensors.items()}
        return {
            "nodes": nodes,
            "states": states,
            "objects": self.told,
            "tensors": tensors,
            "fed": self.fed,
        }

    def _attributes(self, value: Any) -> dict[str, Any]:
        """What cells and optimizers were made with, as far as they keep it."""
        names = (
            "_num_units", "_forget_bias", "_use_peepholes", "_cell_clip", "_num_proj",
            "_cells", "_cell", "cell",
            "_lr", "_beta1", "_beta2", "_epsilon", "_momentum",
            "_state_is_tuple", "_input_keep_prob", "_output_keep_prob",
            "_state_keep_prob",
        )  # fmt: skip
        found = {}
        for name in names:
            if name in getattr(value, "__dict__", {}):
                known = "_cell" if name == "cell" else name
                found[known] = self.fact(value.__dict__[name])
        activation = getattr(value, "__dict__", {}).get("_activation")
        if activation is not None:
            found["_activation"] = getattr(activation, "__name__", "?")
        return found


def _tensor(tensor: Any, deps: list[str]) -> dict[str, Any]:
    import numpy as np
    import tensorflow as tf

    shape = tensor.shape.as_list() if tensor.shape.rank is not None else None
    found = {
        "shape": shape,
        "dtype": tensor.dtype.base_dtype.name,
        "op": tensor.op.type,
        "deps": deps,
    }
    value = None
    try:
        value = tf.get_static_value(tensor)
    except Exception:  # an op that has no static value
        value = None
    if tensor.op.type == "Fill" and value is None:
        value = tf.get_static_value(tensor.op.inputs[1])
    if value is not None and np.asarray(value).dtype.kind in "iufb":
        array = np.asarray(value)
        if array.size and (array == array.flat[0]).all():
            found["all"] = array.flat[0].item()
    return found


def _names(fact: Any) -> Iterator[str]:
    """The tensors of a nest."""
    if isinstance(fact, dict) and fact.get("k") == "tensor":
        yield fact["name"]
    for part in fact.get("parts", []) if isinstance(fact, dict) else []:
        yield from _names(part)


def _states(tree: ast.Module) -> set[str]:
    """Where zero states are made that a feed_dict names, whether or not it runs."""
    keys = {
        ast.unparse(one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for one in node.keys
        if one is not None
    }
    return {
        key(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) in keys
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") == "zero_state"
    }


def _fed_pairs(pairs: Any) -> Iterator[tuple[Any, Any]]:
    """Tensors and what they are fed; a state is fed as a whole, too."""
    for fed, value in pairs:
        if isinstance(fed, tuple) and isinstance(value, (tuple, list)):
            yield from _fed_pairs(zip(fed, value, strict=False))
        else:
            yield fed, value


def _placeholders(tensors: Any, fed: set[str]) -> dict[str, list[str]]:
    """The placeholders, other tensors that are fed, and `variables` if any.

    Args:
        tensors: For each of these, what it is made from.
        fed: Names of all tensors that are ever fed.
    """
    memo: dict[str, frozenset[str]] = {}

    def of(op: Any) -> frozenset[str]:
        found: set[str] = set()
        todo, seen = [op], {op.name}
        while todo:
            one = todo.pop()
            if one.name in memo:
                found |= memo[one.name]
                continue
            if one.type in ("Placeholder", "PlaceholderWithDefault"):
                found.add(f"{one.name}:0")
            elif f"{one.name}:0" in fed:
                found.add(f"{one.name}:0")
                continue
            elif one.type in ("VarHandleOp", "VariableV2", "Variable"):
                found.add("variables")
            for given in one.inputs:
                if given.op.name not in seen:
                    seen.add(given.op.name)
                    todo.append(given.op)
        memo[op.name] = frozenset(found)
        return memo[op.name]

    return {tensor.name: sorted(of(tensor.op)) for tensor in tensors}


def main(argv: list[str]) -> int:
    """Run the script, and write what was seen.

    Args:
        argv: The file to write, the script and its arguments.
    """
    from compat.era import code as era
    from compat.port import merge
    from compat.run import running, targets

    out, script, *args = argv
    sys.argv = [script, *args]
    job = targets.Job("path", script, args, path=sys.path[1:])
    instrument = Instrument()
    plain = ast.parse(merge.merged(script).text)
    states = _states(plain)
    tree = instrument.visit(plain)
    watch = Watch(instrument.keys, states)
    setattr(builtins, SAW, watch.saw)
    main_module, _ = targets.main_module(job)
    running._settle(job, sys.path)
    code = era.compiled(tree, script)
    watch.session()
    status = running._guarded(lambda: _execute(running, main_module, code))
    with open(out, "w", encoding="utf-8") as stream:
        json.dump(watch.as_json(), stream, default=str)
    return status


def _execute(running: Any, module: Any, code: Any) -> None:
    try:
        running._execute(module, code)
    except SystemExit as stop:
        if stop.code:
            said = stop.code if isinstance(stop.code, str) else f"exit {stop.code}"
            raise UsageError(
                f"{module.__file__}: the script ends with {said}"
            ) from None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UsageError as error:
        print(f"compat: {error}", file=sys.stderr)
        sys.exit(2)

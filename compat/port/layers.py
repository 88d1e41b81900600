"""Tensors and recurrent layers that get a name, and the models that give them."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import Any

from compat.port.pieces import Piece, droppable
from compat.port.runs import Runs
from compat.port.values import Gap, Model, Value


class Layers(Runs):
    """Gives names to tensors and layers.

    Attributes:
        gaps: What is not ported: line, name, why.
        scope: The line of the function around, 0 for the module.
        scopes: By tensors that are asked for together, where they are.
        defined: The tensors that are made so far.
        emitted: The groups of them that have a model.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.lines = self.source.splitlines()
        self.gaps: list[tuple[int, str, str]] = []
        self.scopes: dict[tuple[str, ...], set[int]] = {}
        self.defined: dict[str, str] = {}
        self.emitted: set[tuple[str, ...]] = set()
        self.starts: dict[int, list[ast.stmt]] = defaultdict(list)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.stmt):
                self.starts[node.lineno].append(node)

    def verbatim(self, statement: ast.stmt) -> list[Piece]:
        """A statement as it is."""
        raise NotImplementedError

    # Tensors, and the models that give them.

    def assign_tensor(
        self, name: str, value: Value, fact: Any, statement: ast.Assign
    ) -> list[Piece]:
        tensor = value.data.get("tensor", "")
        data = dict(value.data)
        if "rows" in data or "sequence" in data:  # time first: Keras has it second
            self.env[name] = value
            return []
        if value.changed and value.text.isidentifier() and "whole" not in data:
            self.env[name] = value
            if tensor:
                self._define(tensor, value)
            return self._models(name)
        text, bound = value.text, Value(name, "tensor", False, data)
        if "whole" in data:
            whole = data["whole"]
            keep = whole if whole.isidentifier() else name
            shape = self.facts.shape(tensor) or [None]
            last = f", {shape[-1]}" if len(shape) > 1 else ""
            flat = f"keras.ops.reshape({keep}, [-1{last}])"
            bound = Value(flat, "tensor", True, {**data, "whole": keep})
            text = whole
        self.env[name] = bound
        pieces = []
        if "whole" not in data or text != bound.data["whole"]:
            pieces = [Piece([f"{name} = {text}"], True, targets=droppable(name))]
            if not value.changed:
                pieces = self.verbatim(statement)
        if tensor:
            self._define(tensor, bound)
            pieces += self._models(name)
        return pieces

    def _define(self, tensor: str, value: Value) -> None:
        known = self.registry.tensors.get(tensor)
        outer = known is not None and tensor in self.defined and self.scope
        if not outer:
            self.registry.tensors[tensor] = value
        self.defined[tensor] = value.text

    def _models(self, target: str) -> list[Piece]:
        """Models of what is asked for together, now that all of it is made."""
        found = []
        trained = {(t.pred,) for t in self.registry.trains.values() if t.y}
        for group in self.registry.groups:
            if group in self.emitted or group in trained:
                continue
            if not all(one in self.defined for one in group):
                continue
            scopes = self.scopes.get(group, set())
            own = target.startswith("self.")
            if self.scope and self.scope not in scopes and not own:
                continue
            self.emitted.add(group)
            found.append(self._model(group, target, own))
        return found

    def _model(self, group: tuple[str, ...], target: str, own: bool) -> Piece:
        known = self.registry.models.get(group)
        alone = len(self.registry.groups) == 1 and not self.registry.trains
        if known is not None:
            name = known.text
        else:
            name = "model" if alone else f"{target.split('.')[-1]}_model"
            name = self._own_name(name) if own else self.fresh(name)
        x = self.inputs_of(*group)
        outputs = [self.registry.tensors[one] for one in group]
        texts = [one.data.get("whole", one.text) for one in outputs]
        text = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
        self.registry.models[group] = Model(name, x)
        line = f"{name} = keras.Model({self.inputs_text(x)}, {text})"
        return Piece([line], True, targets=droppable(name))

    def _own_name(self, name: str) -> str:
        """A name for a model of an object that no other model of it has."""
        taken = {one.text for one in self.registry.models.values()}
        taken |= {one.model for one in self.registry.trains.values()}
        found, number = f"self.{name}", 2
        while found in taken:
            found, number = f"self.{name}_{number}", number + 1
        return found

    # Recurrent layers.

    def rnn_pieces(self, value: Value, target: ast.expr) -> list[Piece]:
        """A recurrent layer's call, and names for its states."""
        d = value.data
        fact = self.facts.of(d["node"])
        parts = fact["parts"] if isinstance(fact, dict) and "parts" in fact else []
        if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == 2:
            out, state = target.elts
        else:
            raise Gap("rnn", "its result under one name")
        used = self._state_is_used(d["node"])
        if self._is_nested(d, state, used):
            return self._nested(d, out, state, used, parts)
        mask = f", mask={d['mask']}" if d["mask"] else ""
        state_name = ast.unparse(state).replace("self.", "self.")
        names: list[str] = []
        structure = d["structure"]
        one = structure[-1] if isinstance(structure, list) else structure
        if d["kind"] == "both":
            return self._both(d, out, state, used, mask, one, parts)
        if used:
            single = isinstance(state, (ast.Name, ast.Attribute))
            if not single:
                if one != "LSTM" or isinstance(structure, list):
                    raise Gap("rnn", "a state that is taken apart")
                c, h = (ast.unparse(part) for part in state.elts)  # type: ignore[attr-defined]
                names = [h, c]
            else:
                names = (
                    [f"{state_name}_h", f"{state_name}_c"]
                    if one == "LSTM"
                    else [state_name]
                )
        name = ast.unparse(out)
        if name == "_":
            name = self.fresh("outputs") if isinstance(structure, list) else "_"
        left = ", ".join([name, *names])
        lines = self._calls(d, structure, name, left, mask)
        pieces = [Piece(lines, True, targets=droppable(name, *names))]
        if names:
            self._bind_states(ast.unparse(state), names, structure, one, parts)
        kind = d["kind"]
        sequence = Value(name, kind, False, {"tensor": ""})
        if kind == "tensor" and parts and isinstance(parts[0], dict):
            sequence.data["tensor"] = parts[0].get("name", "")
            self._define(sequence.data["tensor"], sequence)
        self.env[name] = sequence
        return pieces + self._models(name)

    def _calls(
        self, d: dict[str, Any], structure: Any, name: str, left: str, mask: str
    ) -> list[str]:
        initial = f", initial_state={d['initial']}" if d["initial"] else ""
        if not isinstance(structure, list):
            before, after = d["drops"]
            given = f"{before}({d['given']})" if before else d["given"]
            lines = [f"{left} = {d['cell']}({given}{initial}{mask})"]
            return [*lines, f"{name} = {after}({name})"] if after else lines
        if initial:
            raise Gap("rnn", "the initial state of a stack that is not one thing")
        layer = self.fresh("layer")
        lines = [] if name == d["given"] else [f"{name} = {d['given']}"]
        return lines + self._loop(d, f"{layer} in {d['cell']}", layer, left, mask)

    def _loop(
        self, d: dict[str, Any], header: str, layer: str, left: str, mask: str,
        last: str = "",
    ) -> list[str]:  # fmt: skip
        """A loop over the layers of a stack, dropout around each."""
        name = left.partition(",")[0]
        drops = set(d["drops"]) if isinstance(d["drops"], list) else {("", "")}
        if len(drops) > 1:
            raise Gap("rnn", "layers of a stack with other dropout each")
        before, after = drops.pop()
        outer = d["outer"] if isinstance(d["drops"], list) else ("", "")
        given = f"{before}({name})" if before else name
        body = [f"    {left} = {layer}({given}{mask})"]
        if after:
            body.append(f"    {name} = {after}({name})")
        if last:
            body.append(f"    {last}")
        lines = [f"{name} = {outer[0]}({name})"] if outer[0] else []
        lines.append("\n".join([f"for {header}:", *body]))
        return [*lines, f"{name} = {outer[1]}({name})"] if outer[1] else lines

    def _is_nested(self, d: dict[str, Any], state: Any, used: bool) -> bool:
        """Whether the states are one thing: fed, or those of all layers asked for."""
        if self.registry.nests and d["initial"]:
            return True
        if not used or not isinstance(d["structure"], list) or d["kind"] == "both":
            return False
        top = len(d["structure"]) - 1
        for node in ast.walk(self.tree):
            if not isinstance(node, (ast.Name, ast.Attribute)):
                continue
            if ast.unparse(node).rpartition(".")[2] != _own(state):
                continue
            if not isinstance(node.ctx, ast.Load):
                continue
            parent = self.parents.get(node)
            at = parent.slice if isinstance(parent, ast.Subscript) else None
            text = ast.unparse(at) if at is not None else ""
            if text not in ("-1", str(top)):
                return True
        return False

    def _nested(
        self, d: dict[str, Any], out: Any, state: Any, used: bool, parts: list[Any]
    ) -> list[Piece]:
        """A recurrent layer's call, its states a list."""
        structure, initial = d["structure"], d["initial"]
        name, end = ast.unparse(out), ast.unparse(state)
        mask = f", mask={d['mask']}" if d["mask"] else ""
        many = isinstance(structure, list)
        if name == "_" and many:
            name = self.fresh("outputs")
        if not many:
            alone = structure == "one" and not d["any"]
            states = end if alone else f"*{end}"
            states = states if used else "*_"
            lines = self._calls(d, structure, name, f"{name}, {states}", mask)
        else:
            layer, each = self.fresh("layer"), self.fresh("states")
            new = self.fresh("new_state") if end == initial else end
            lines = [] if name == d["given"] else [f"{name} = {d['given']}"]
            header = f"{layer} in {d['cell']}"
            if initial:
                mask = f", initial_state={each}{mask}"
                header = f"{layer}, {each} in zip({d['cell']}, {initial})"
            lines += [f"{new} = []"] if used else []
            left = f"{name}, *{each}" if used else f"{name}, *_"
            last = f"{new}.append({each})" if used else ""
            lines += self._loop(d, header, layer, left, mask, last)
            if new != end and used:
                lines.append(f"{end} = {new}")
        pieces = [Piece(lines, True, targets=droppable(name, end))]
        where = parts[1] if len(parts) > 1 else None
        leaves = [f["name"] for f in self.facts.leaves(where) if isinstance(f, dict)]
        if used and leaves:
            data = {"structure": structure, "leaves": leaves, "tensor": leaves[0]}
            self.env[end] = Value(end, "nest", False, data)
            self.registry.nests |= dict.fromkeys(leaves, leaves[0])
            self._define(leaves[0], self.env[end])
        sequence = Value(name, d["kind"], False, {"tensor": ""})
        if d["kind"] == "tensor" and parts and isinstance(parts[0], dict):
            sequence.data["tensor"] = parts[0].get("name", "")
            self._define(sequence.data["tensor"], sequence)
        self.env[name] = sequence
        return pieces + self._models(end if used else name)

    def assign_nest(self, name: str, value: Value) -> list[Piece]:
        """A state that is one thing gets its name."""
        self.env[name] = Value(name, "nest", False, value.data)
        if value.data["leaves"]:
            self._define(value.data["tensor"], self.env[name])
        return [Piece([f"{name} = {value.text}"], True, targets=droppable(name))]

    def _bind_states(
        self, target: str, names: list[str], structure: Any, one: str, parts: list[Any]
    ) -> None:
        last: Any = {"h": names[0], "c": names[1]} if one == "LSTM" else names[0]
        where = parts[1] if len(parts) > 1 else None
        if isinstance(structure, list):
            states: Any = [None] * (len(structure) - 1) + [last]
            self.env[target] = Value("", "states", True, {"parts": states})
            where = where["parts"][-1] if isinstance(where, dict) else None
        elif one == "LSTM":
            self.env[target] = Value("", "states", True, {"parts": last})
        else:
            self.env[target] = Value(names[0], "tensor", False)
        leaves = [f for f in self.facts.leaves(where) if isinstance(f, dict)]
        order = [names[1], names[0]] if one == "LSTM" else names
        for fact, name in zip(leaves, order, strict=False):
            self._define(
                fact["name"], Value(name, "tensor", False, {"tensor": fact["name"]})
            )

    def _both(
        self, d: dict[str, Any], out: Any, state: Any, used: bool, mask: str, one: str,
        parts: list[Any],
    ) -> list[Piece]:  # fmt: skip
        name = ast.unparse(out)
        names: list[str] = []
        if used:
            names = self._both_states(state, one, parts)
        if isinstance(out, (ast.Tuple, ast.List)):
            for part, fact in zip(out.elts, parts[0]["parts"], strict=True):
                text = ast.unparse(part)
                value = Value(text, "tensor", False, {"tensor": fact["name"]})
                self.env[text] = value
                self._define(fact["name"], value)
            name = name.strip("()")
        elif names:
            pair = ["_", "_"] if name == "_" else [f"{name}_fw", f"{name}_bw"]
            self.env[name] = Value(f"[{', '.join(pair)}]", "tensor")
            for place, text in enumerate(pair):
                self.env[f"{name}[{place}]"] = Value(text, "tensor")
            name = ", ".join(pair)
        else:
            self.env[name] = Value(name, "plain", False)
        line = f"{', '.join([name, *names])} = {d['cell']}({d['given']}{mask})"
        return [Piece([line], True)]

    def _both_states(self, state: Any, one: str, parts: list[Any]) -> list[str]:
        """Names for the last states of both directions, forward's first."""
        if isinstance(state, (ast.Tuple, ast.List)):
            bases = [ast.unparse(part) for part in state.elts]
        else:
            base = ast.unparse(state)
            bases = [f"{base}_fw", f"{base}_bw"]
        if len(bases) != 2:
            raise Gap("tf.nn.bidirectional_dynamic_rnn", "its states are taken apart")
        names, values = [], []
        for base, where in zip(bases, parts[1]["parts"], strict=True):
            own = [f"{base}_h", f"{base}_c"] if one == "LSTM" else [base]
            names += own
            self._bind_states(base, own, one, one, [None, where])
            values.append(self.env[base])
        if not isinstance(state, (ast.Tuple, ast.List)):
            both = Value("", "states", True, {"parts": {}, "both": values})
            self.env[ast.unparse(state)] = both
        return names


def _own(node: ast.AST) -> str:
    """A name, or an attribute's own part."""
    return ast.unparse(node).rpartition(".")[2]

"""Translates assignments: of tensors, layers, runs."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.layers import Layers
from compat.port.pieces import Piece, droppable
from compat.port.runs import Result
from compat.port.values import LAZY, Gap, Value, quoted, unparsed


class Assignments(Layers):
    """Translates assignments."""

    def assign(self, statement: ast.Assign, target: ast.expr) -> list[Piece]:
        """An assignment to one target, of names perhaps."""
        self.target = ast.unparse(target)
        fact = self.facts.of(statement.value)
        self.about = self.facts.tensor(statement.value)
        if self._is_feed(statement.value):
            return self._assign_feed(statement.value)
        if isinstance(target, ast.Subscript):
            known = self.env.get(ast.unparse(target.value))
            if known is not None and known.kind == "feed":
                return self._feed_item(known, target.slice, statement.value)
        if self.only_variables(fact) and isinstance(
            statement.value, (ast.Dict, ast.List)
        ):
            for part in ast.walk(statement.value):
                if isinstance(part, ast.Call) and self.facts.kind(part) == "variable":
                    self.expr(part)
            return []
        value = self.expr(statement.value)
        name = self.target
        if value.kind == "run":
            return self.run_pieces(value, target)
        if value.kind == "rnn":
            return self.rnn_pieces(value, target)
        if value.kind == "train":
            self.env[name] = value
            return [Piece([""], True, lead=[]), Piece(value.data["lines"], True)][1:]
        if value.kind in LAZY:
            first = target.elts[0] if isinstance(target, ast.Tuple) else target
            self.env[ast.unparse(first)] = value
            if value.kind == "loss":
                self.registry.tensors[value.data["tensor"]] = value
                if value.text and value.data["pred"].data.get("inline"):
                    raise Gap("loss", "its outputs have no name")
            return []
        if value.kind == "layers" and value.text == name:
            return []
        if value.kind == "layers":
            self.made[name] = value.text
            self.env[name] = Value(name, "layers", False)
            return [Piece([f"{name} = {value.text}"], True, targets=droppable(name))]
        if value.kind == "time list":
            self.env[name] = value
            return []
        if value.kind == "nest" and value.changed:
            return self.assign_nest(name, value)
        if value.kind == "tensor":
            return self.assign_tensor(name, value, fact, statement)
        self.env.pop(name, None)
        if not value.changed:
            return self.verbatim(statement)
        return [Piece([f"{unparsed(target)} = {value.text}"], True)]

    # Feeds and runs.

    def _is_feed(self, node: ast.expr) -> bool:
        if isinstance(node, ast.IfExp):
            return self._is_feed(node.body) and self._is_feed(node.orelse)
        if not isinstance(node, ast.Dict):
            return False
        names = [self.fed_name(key) for key in node.keys if key is not None]
        ops = {self.facts.tensors.get(one, {}).get("op") for one in names}
        known = {"Placeholder", "PlaceholderWithDefault"}
        fed = {self.facts.tensors.get(n, {}).get("op") for n in self.state_fed}
        return bool(names) and ops <= known | fed

    def _feed_item(self, feed: Value, key: ast.expr, value: ast.expr) -> list[Piece]:
        """One more thing that is fed."""
        name = self.fed_name(key)
        if not name:
            raise Gap("feed_dict", "what is fed is not seen")
        if self.roles.get(name, "input") not in ("input", "rate"):
            return []
        text = ast.unparse(key).split(".")[-1]
        said = f'{feed.text}["{text}"]'
        feed.data["feed"][name] = said
        return [Piece([f"{said} = {self.array(value)}"], True)]

    def _assign_feed(self, node: ast.expr) -> list[Piece]:
        feed = self._feed(node)
        known: dict[str, str] = {}
        items = []
        for one, text in feed.items():
            if self.roles.get(one, "input") not in ("input", "rate", "size"):
                continue
            key = self.keys.get(one, one.split(":")[0])
            known[one] = f'{self.target}["{key}"]'
            items.append(f'"{key}": {text}')
        self.env[self.target] = Value(self.target, "feed", False, {"feed": known})
        return [Piece([f"{self.target} = {{{', '.join(items)}}}"], True)]

    def run_pieces(self, value: Value, target: ast.expr | None) -> list[Piece]:
        """A run's statements."""
        parts: list[Result] = value.data["parts"]
        lines = list(value.data["before"])
        many = value.data["many"]
        if target is None:
            lines += [p.text for p in parts if p.kind in ("train", "loss")]
            done = list(dict.fromkeys(one for one in lines if one != "None"))
            return [Piece(done, True)] if done else []
        targets: list[ast.expr | None] = [target]
        if many and isinstance(target, (ast.Tuple, ast.List)):
            targets = list(target.elts)
            if len(targets) != len(parts):
                raise Gap("Session.run", "as many names as fetches")
        elif many:
            return [Piece([*lines, self._as_list(parts, target)], True)]
        after: list[str] = []
        lines += self._grouped(parts, targets)
        for part, one in zip(parts, targets, strict=True):
            name = ast.unparse(one) if one is not None else "_"
            if part.kind == "train" and part.text != "None":
                after.append(part.text)
            elif part.kind == "loss":
                trains = "train_on_batch" in part.text
                made = part.text if name == "_" else f"{name} = {part.text}"
                (after if trains else lines).append(made)
            elif part.kind in ("tensor", "states") and name != "_":
                lines += self._told(part, name)
            if name != "_" and part.kind != "states":
                self.env.pop(name, None)
            known = self.registry.tensors.get(part.names[0]) if part.names else None
            if known is not None and known.kind == "nest" and name.isidentifier():
                data = {"structure": known.data["structure"], "leaves": []}
                self.env[name] = Value(name, "nest", False, data)
        done = self._in_order([*lines, *after])
        return [Piece(done, True)] if done else []

    def _in_order(self, lines: list[str]) -> list[str]:
        """The same where a call is given what another has just been assigned to."""
        found, late = [], []
        for place, line in enumerate(lines):
            tree = ast.parse(line).body[0]
            given = [
                n.id
                for other in lines[place + 1 :]
                if "_on_batch(" in other
                for n in ast.walk(ast.parse(other).body[0].value)  # type: ignore[attr-defined]
                if isinstance(n, ast.Name)
            ]
            if isinstance(tree, ast.Assign) and "_on_batch(" in line:
                for node in ast.walk(tree.targets[0]):
                    if isinstance(node, ast.Name) and node.id in given:
                        new = self.fresh(f"new_{node.id}")
                        late.append(f"{node.id} = {new}")
                        node.id = new
                        line = quoted(ast.unparse(tree))
            found.append(line)
        return found + late

    def _as_list(self, parts: list[Result], target: ast.expr) -> str:
        texts = [p.text for p in parts if not (p.kind == "none" and p.text == "None")]
        if "None" in texts or any("call" in p.data for p in parts):
            raise Gap("Session.run", "a list of fetches under one name")
        kept = [p.text for p in parts]
        return f"{ast.unparse(target)} = [{', '.join(kept)}]"

    def _grouped(self, parts: list[Result], targets: list[Any]) -> list[str]:
        """One call of a model for all that is asked of it."""
        asked = [
            (p, t) for p, t in zip(parts, targets, strict=True) if "call" in p.data
        ]
        if not asked:
            return []
        names = dict.fromkeys(asked[0][0].data["group"], "_")
        after = []
        for part, target in asked:
            name = ast.unparse(target) if target is not None else "_"
            if part.kind == "states":
                texts = self._state_names(part, name)
                names.update(zip(part.names, texts, strict=True))
                continue
            names[self._inner(part.names[0])] = name
            known = self.registry.tensors.get(part.names[0])
            if known is not None and known.data.get("argmax"):
                self.imports.add("np")
                axis = known.data["argmax"][1]
                after.append(f"{name} = np.argmax({name}, axis={axis})")
            part.data["done"] = True
        return [f"{', '.join(names.values())} = {asked[0][0].data['call']}", *after]

    def _state_names(self, part: Result, name: str) -> list[str]:
        """Names for a state's arrays, and what the script's own name stands for."""
        if len(part.names) == 1:
            return [name]
        if len(part.names) != 2:
            raise Gap("Session.run", "the states of several layers")
        parts = {"c": f"{name}_c", "h": f"{name}_h"}
        self.env[name] = Value("", "states", True, {"parts": parts})
        part.data["done"] = True
        return [parts["c"], parts["h"]]

    def _told(self, part: Result, name: str) -> list[str]:
        if part.data.get("done"):
            return []
        if part.kind == "tensor":
            return [f"{name} = {part.text}"] if part.text != "None" else []
        texts = part.data["value"].data.get("parts")
        if not isinstance(texts, dict):
            raise Gap("Session.run", "the states of several layers")
        names = self._state_names(part, name)
        return [
            f"{one} = keras.ops.convert_to_numpy({texts[key]})"
            for one, key in zip(names, "ch", strict=True)
        ]

    def of_run(self, base: Value, at: Any) -> Value:
        """One of the results of a run."""
        parts = base.data["parts"]
        if not isinstance(at, int) or not base.data["many"]:
            if base.text and not base.data["many"]:
                index = at if not isinstance(at, str) else repr(at)
                return Value(f"{base.text}[{index}]")
            raise Gap("Session.run", "a result by an index that is not written out")
        part = parts[at]
        self.pending += base.data["before"]
        others = [p for p in parts if p is not part and p.kind in ("train", "loss")]
        if part.text == "None" or any(
            p.text not in ("None", part.text) for p in others
        ):
            raise Gap("Session.run", "one of several results")
        return Value(part.text)

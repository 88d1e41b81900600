"""What becomes of each `Session.run`: training, evaluation, prediction."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from compat.port.graphs import Graphs
from compat.port.rules.base import Args
from compat.port.values import Gap, Value


@dataclass
class Result:
    """One fetch of a run.

    Attributes:
        kind: `train`, `loss`, `tensor`, `states`, `none`.
        text: What gives its value, where it is one expression.
        names: The tensors of it.
        data: More.
    """

    kind: str
    text: str = "None"
    names: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


_ZEROS = '''
def zero_state(states, batch_size):
    """What a network's states start from, a list of arrays like those states."""
    return keras.tree.map_structure(
        lambda one: np.zeros([batch_size, one.shape[-1]], "float32"), states
    )
'''.strip("\n")


class Runs(Graphs):
    """Translates runs."""

    run_node: ast.AST | None = None
    run_feed: dict[str, str] = {}

    def session_run(self, node: ast.Call, a: Args) -> Value:
        """A run, as a value of kind `run`; single fetches are an expression too."""
        a.only("fetches", "feed_dict", "session")
        fetches = a.node("fetches")
        self.run_node = fetches
        if isinstance(fetches, (ast.List, ast.Tuple)) and fetches.elts:
            self.run_node = fetches.elts[0]
        feed = self.run_feed = self._feed(a.nodes.get("feed_dict"))
        many = self._parts(fetches)
        parts = [self._fetch(one) for one in (many if many is not None else [fetches])]
        trains = [one for one in parts if one.kind == "train"]
        if all(one.kind == "none" for one in parts):
            return Value("", "gone")
        self._group(parts)
        before: list[str] = []
        loss = next((p for p in parts if p.kind == "loss"), None)
        for train in trains:
            self._train(train, loss, feed, before, parts)
        for part in parts:
            if part.kind == "loss" and part.text == "None":
                part.text = self._evaluated(part, feed)
        self._predicted(parts, feed)
        data = {"parts": parts, "many": many is not None, "before": before}
        value = Value("", "run", True, data)
        if many is None and not before:
            value.text = parts[0].text
        return value

    def _parts(self, fetches: ast.expr) -> list[ast.expr] | None:
        """The fetches of a list that is written out, here or where it is named."""
        if isinstance(fetches, (ast.List, ast.Tuple)):
            return list(fetches.elts)
        known = self.env.get(ast.unparse(fetches))
        if known is not None and known.kind == "nest":
            return None
        if self.facts.kind(fetches) == "list" and isinstance(fetches, ast.Name):
            made = [
                n.value
                for n in ast.walk(self.tree)
                if isinstance(n, ast.Assign)
                and ast.unparse(n.targets[0]) == fetches.id
                and isinstance(n.value, (ast.List, ast.Tuple))
            ]
            if len(made) == 1:
                return list(made[0].elts)
        if self.facts.kind(fetches) in ("list", "dict"):
            raise Gap("Session.run", "fetches that are not written out")
        return None

    def _fetch(self, node: ast.expr) -> Result:
        """What a fetch is."""
        fact = self.facts.of(node)
        if isinstance(fact, dict) and fact.get("k") == "op":
            train = self.registry.trains.get(fact["name"])
            if train is not None:
                return Result("train", data={"train": train, "node": node})
            value = self.expr(node)
            if value.kind == "gone" or fact["name"] in self.registry.gone:
                return Result("none")
            if value.kind == "train":
                return Result("none")
            raise Gap("Session.run", f"an op, {fact['type']}, that trains no model")
        value = self.expr(node)
        name = self.facts.tensor(node)
        if value.data.get("summary"):
            return Result("none")
        if fact is None and value.kind == "train":  # where it did not run
            train = self.registry.trains.get(value.data["op"])
            if train is not None:
                return Result("train", data={"train": train, "node": node})
        if fact is None and value.kind in ("loss", "tensor") and not name:
            name = value.data.get("tensor", "")
        if "argmax" in value.data and name:
            self.registry.tensors.setdefault(name, value)
        if value.kind == "nest" and value.data["leaves"]:
            first = value.data["tensor"]
            part = Result("tensor", names=[first], data={"value": value, "node": node})
            if value.data.get("start"):  # the zeros themselves
                part.text = self._fed_or_zeros(first, self.run_feed)
            return part
        if value.kind == "states" or (isinstance(fact, dict) and "parts" in fact):
            names = [f["name"] for f in self.facts.leaves(fact) if isinstance(f, dict)]
            return Result("states", names=names, data={"value": value, "node": node})
        if value.kind == "loss":
            return Result("loss", names=[name], data={"value": value, "node": node})
        if name:
            return Result("tensor", names=[name], data={"value": value, "node": node})
        if value.kind == "gone":
            return Result("none")
        raise Gap("Session.run", f"a fetch that is {value.kind}: {ast.unparse(node)}")

    # What is fed.

    def _feed(self, node: ast.expr | None) -> dict[str, str]:
        """The texts that are fed, by the placeholder's tensor name."""
        if node is None or (isinstance(node, ast.Constant) and node.value is None):
            return {}
        if isinstance(node, ast.Dict):
            return self._pairs(node)
        if isinstance(node, ast.IfExp):
            return self._either(node)
        known = self.env.get(ast.unparse(node))
        if known is not None and known.kind == "feed":
            return dict(known.data["feed"])
        raise Gap("Session.run", "a feed_dict that is not written out")

    def _pairs(self, node: ast.Dict) -> dict[str, str]:
        found = {}
        for key, value in zip(node.keys, node.values, strict=True):
            name = self.fed_name(key) if key is not None else ""
            if not name:
                raise Gap("Session.run", "what is fed is not seen")
            nest = name in self.registry.nests
            found[name] = self.text(value) if nest else self.array(value)
            self.keys[name] = ast.unparse(key).split(".")[-1]  # type: ignore[arg-type]
        return found

    def fed_name(self, key: ast.expr) -> str:
        """The tensor that is fed, of a state that is one thing the first."""
        name = self.facts.tensor(key)
        if not name and self.facts.kind(key) not in ("", "dict"):
            first = next(self.facts.leaves(self.facts.of(key)), None)
            if isinstance(first, dict):
                name = self.registry.nests.get(str(first.get("name")), "")
        known = self.env.get(ast.unparse(key))  # where it did not run
        if not name and known is not None and known.kind in ("nest", "tensor", "gone"):
            name = known.data.get("tensor", "")
        return self.registry.nests.get(name, name)

    def _either(self, node: ast.IfExp) -> dict[str, str]:
        """What is fed in one case and in the other."""
        one, other = self._feed(node.body), self._feed(node.orelse)
        test = self.text(node.test)
        found = {}
        for name in {**one, **other}:
            texts = [self._fed_or_zeros(name, some) for some in (one, other)]
            same = texts[0] == texts[1]
            text = texts[0] if same else f"{texts[0]} if {test} else {texts[1]}"
            found[name] = text
        return found

    def _fed_or_zeros(self, name: str, feed: dict[str, str]) -> str:
        """What is fed, or the zeros that a state starts from."""
        if name in feed:
            return feed[name]
        known = self.registry.tensors.get(name)
        if known is None or not known.data.get("start"):
            raise Gap("Session.run", f"{name} is not seen to be fed")
        text, placeholder, size = known.data["batch"]
        if size in feed:
            text = feed[size]
        elif placeholder in feed:
            given = feed[placeholder]
            plain = given.startswith("np.array(") and given.endswith(")")
            text = f"len({given[9:-1] if plain else given})"
        if not text:
            raise Gap("Session.run", "zeros for a batch whose size is not seen")
        self.imports |= {"np", "keras"}
        self.classes["zero_state"] = _ZEROS
        return f"zero_state({self.owner(known.text, self.run_node)}, {text})"

    def array(self, node: ast.expr) -> str:
        """A value that is fed, as an array."""
        text = self.text(node)
        if self.facts.kind(node) == "list":
            self.imports.add("np")
            return f"np.array({text})"
        return text

    def fed(self, placeholders: list[str], feed: dict[str, str]) -> str:
        """What a model is given for its inputs."""
        texts = []
        for one in placeholders:
            texts.append(self._fed_or_zeros(one, feed))
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"

    def owner(self, text: str, node: ast.AST | None) -> str:
        """A model's name where it is used: of `net.train`, `net.model`."""
        if text.startswith("self.") and isinstance(node, ast.Attribute):
            return f"{self.text(node.value)}{text[4:]}"
        return text

    # Training, evaluation, prediction.

    def _train(
        self,
        part: Result,
        loss: Result | None,
        feed: dict[str, str],
        before: list[str],
        parts: list[Result],
    ) -> None:
        train = part.data["train"]
        model = self.owner(train.model, part.data["node"])
        rate = self._rate(part)
        if rate and rate in feed:
            before.append(f"{model}.optimizer.learning_rate = {feed[rate]}")
        x = self.fed(train.x, feed)
        y = [feed[train.y]] if train.y else []
        if train.y and train.y not in feed:
            raise Gap("Session.run", "labels that are not fed")
        text = f"{model}.train_on_batch({', '.join([x, *y])})"
        same = [p for p in parts if p.names == [train.loss]]
        if same:
            for one in same:
                one.text = text
            part.kind = "none"
        else:
            part.text = text

    def _rate(self, part: Result) -> str:
        return next((n for n, role in self.roles.items() if role == "rate"), "")

    def _evaluated(self, part: Result, feed: dict[str, str]) -> str:
        for train in self.registry.trains.values():
            if train.loss == part.names[0] and train.y:
                model = self.owner(train.model, part.data["node"])
                x, y = self.fed(train.x, feed), feed[train.y]
                return f"{model}.test_on_batch({x}, {y})"
        part.kind = "tensor"
        return "None"

    def _group(self, parts: list[Result]) -> None:
        """Note which tensors are asked for together."""
        names = self._names(parts)
        trained = [(t.loss,) for t in self.registry.trains.values()]
        if names and self.facts.deps(names[0]) and tuple(names) not in trained:
            self.registry.groups[tuple(names)] = None

    def _names(self, parts: list[Result]) -> list[str]:
        found: dict[str, None] = {}
        for part in parts:
            if part.kind in ("tensor", "states"):
                for name in part.names:
                    if part.text == "None":
                        found[self._inner(name)] = None
        order = {name: place for place, name in enumerate(self.facts.tensors)}
        return sorted(found, key=lambda name: order.get(name, len(order)))

    def _inner(self, name: str) -> str:
        """The tensor under an argmax, which is found by NumPy."""
        known = self.registry.tensors.get(name)
        if known is not None and known.data.get("argmax"):
            inner: str = known.data["argmax"][0].data.get("tensor", name)
            return inner
        return name

    def _predicted(self, parts: list[Result], feed: dict[str, str]) -> None:
        names = self._names(parts)
        asked = [
            p for p in parts if p.kind in ("tensor", "states") and p.text == "None"
        ]
        if not names or not asked:
            return
        if not self.facts.deps(names[0]):
            for part in asked:
                self._eager(part)
            return
        model = self.registry.models.get(tuple(names))
        if model is None:
            if self.first_pass:
                return
            raise Gap("Session.run", "what is asked for is not made where it is seen")
        name = self.owner(model.text, asked[0].data["node"])
        call = f"{name}.predict_on_batch({self.fed(model.x, feed)})"
        if len(names) == 1:
            for part in asked:
                part.text = self._of_prediction(part, call)
            return
        for part in asked:
            part.data["call"], part.data["group"] = call, names

    def _of_prediction(self, part: Result, call: str) -> str:
        known = self.registry.tensors.get(part.names[0])
        if known is not None and known.data.get("argmax"):
            given, axis = known.data["argmax"]
            self.imports.add("np")
            if "flat" in given.data:
                return f"np.argmax({call}, axis=-1).reshape(-1)"
            return f"np.argmax({call}, axis={axis})"
        if known is not None and "flat" in known.data:
            return f"{call}.reshape(-1, {self.facts.shape(part.names[0])[-1]})"  # type: ignore[index]
        return call

    def _eager(self, part: Result) -> None:
        value = part.data["value"]
        if part.kind == "states":
            return
        known = self.registry.tensors.get(part.names[0])
        text = value.text or (known.text if known else "")
        self.imports.add("keras")
        part.text = f"keras.ops.convert_to_numpy({text})"

    @property
    def first_pass(self) -> bool:
        """Whether what is not known yet may be found by the next pass."""
        return False

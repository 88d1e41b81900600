"""What was seen of a script's expressions when it ran; see `watch`."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compat.errors import UsageError
from compat.port.instrument import key


class Facts:
    """The facts of one run.

    Args:
        told: What `watch` wrote.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        self.nodes: dict[str, Any] = told["nodes"]
        self.objects: list[dict[str, Any]] = told["objects"]
        self.tensors: dict[str, dict[str, Any]] = told["tensors"]
        self.fed: dict[str, dict[str, Any]] = told["fed"]
        self.states: list[str] = told.get("states", [])

    def of(self, node: ast.AST) -> Any:
        """What an expression was the first time; `None` where it never ran."""
        found = self.nodes.get(key(node))
        return found[1][0] if found and found[1] else None

    def all_of(self, node: ast.AST) -> list[Any]:
        """What it was each of the first times."""
        found = self.nodes.get(key(node))
        return list(found[1]) if found else []

    def kind(self, node: ast.AST) -> str:
        """`tensor`, `variable`, `op`, `object`, `list`, `array`, … or `""`."""
        fact = self.of(node)
        return str(fact["k"]) if isinstance(fact, dict) else ""

    def tensor(self, node: ast.AST) -> str:
        """The name of the tensor that an expression is, or `""`."""
        fact = self.of(node)
        is_one = isinstance(fact, dict) and fact["k"] == "tensor"
        return str(fact["name"]) if is_one else ""

    def shape(self, name: str) -> list[int | None] | None:
        """The shape of a tensor."""
        found: list[int | None] | None = self.tensors.get(name, {}).get("shape")
        return found

    def deps(self, name: str) -> list[str]:
        """The placeholders that a tensor is made from, in the order they were made."""
        found = self.tensors.get(name, {}).get("deps", [])
        own = [one for one in found if one != "variables"]
        order = {one: place for place, one in enumerate(self.tensors)}
        return sorted(own, key=lambda one: order.get(one, len(order)))

    def classes(self, fact: Any) -> list[str]:
        """The names of an object's class and of those it derives from."""
        if not isinstance(fact, dict) or fact.get("k") != "object":
            return []
        found: list[str] = self.objects[fact["id"]]["class"]
        return found

    def is_a(self, node: ast.AST, name: str) -> bool:
        """Whether an expression was an object of a class of that name."""
        return name in self.classes(self.of(node))

    def leaves(self, fact: Any) -> Iterator[Any]:
        """The parts of a nest of lists and tuples."""
        if isinstance(fact, dict) and "parts" in fact and fact["k"] != "dict":
            for part in fact["parts"]:
                yield from self.leaves(part)
        elif isinstance(fact, dict) and fact["k"] == "dict":
            for _, part in fact["parts"]:
                yield from self.leaves(part)
        else:
            yield fact


def watched(script: str, argv: list[str]) -> Facts:
    """Run a script under compat in a process of its own, and give what was seen.

    Args:
        script: Its path.
        argv: Its arguments.

    Raises:
        UsageError: When it does not run to its end.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "facts.json"
        done = subprocess.run(
            [sys.executable, "-m", "compat.port.watch", str(out), script, *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
            check=False,
        )
        if done.returncode or not out.is_file():
            said = [line for line in done.stderr.splitlines() if line.strip()]
            last = said[-1].removeprefix("compat: ") if said else "nothing said"
            raise UsageError(f"{script}: does not run to its end under compat: {last}")
        return Facts(json.loads(out.read_text(encoding="utf-8")))


def _environment() -> dict[str, str]:
    here = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "COMPAT_WARM": "0",
    }

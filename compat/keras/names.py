"""How Keras 2 named what got no name: `dense_1`, `lstm_2`, `sequential_1`."""

from __future__ import annotations

import re
from collections import Counter

_used: dict[str, Counter[str]] = {"keras": Counter(), "tf.keras": Counter()}


def snake(name: str) -> str:
    """`SimpleRNN` as `simple_rnn`."""
    words = re.sub(r"\W+", "", name)
    words = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", words)
    words = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    return f"private{words}" if words.startswith("_") else words


def unique(prefix: str, flavour: str) -> str:
    """The next name: `keras` counted from 1, `tf.keras` left the first one bare."""
    number = uid(prefix, flavour)
    if flavour == "keras":
        return f"{prefix}_{number}"
    return prefix if number == 1 and prefix != "input" else _second(prefix, number)


def _second(prefix: str, number: int) -> str:
    return f"{prefix}_{number if prefix == 'input' else number - 1}"


def uid(prefix: str, flavour: str) -> int:
    """The next number of `prefix`, from 1."""
    _used[flavour][prefix] += 1
    return _used[flavour][prefix]


def as_scope(name: str) -> str:
    """A name as Keras 3 and TensorFlow take it for a scope: no blank, no slash."""
    return re.sub(r"[^A-Za-z0-9_.\\>-]", "_", re.sub("^[^A-Za-z0-9.]", ".", name))


def scope(name: str, flavour: str) -> str:
    """The scope of a layer's variables: numbered where its name was there before."""
    number = uid(f"scope {name}", flavour)
    return name if number == 1 else f"{name}_{number - 1}"


def reset() -> None:
    """Count from 1 again, as `clear_session` did."""
    for counter in _used.values():
        counter.clear()

"""What must hold of labs that train by Keras's `fit`, whatever engine ran them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import numpy as np

from lab12.labs.rules import Finding, Rule
from lab12.record.trace import Array, Trace


def parameters(*expected: int) -> Rule:
    """The layers, in order, have these numbers of parameters."""

    def rule(trace: Trace) -> Finding:
        layers: dict[str, int] = {}
        for name, value in trace.initial.items():
            # lstm/lstm_cell/kernel is a weight of lstm, in Keras 3
            layer = re.sub(r"(/\w+_cell\w*)?/[^/]*$", "", name)
            layers[layer] = layers.get(layer, 0) + value.size
        received = tuple(layers.values())
        ok = received == expected
        said = f"{' + '.join(f'{n:,}' for n in received)} = {sum(received):,}"
        if not ok:
            said = f"expected {expected}, received {received}"
        return Finding("parameters", ok, said)

    return rule


def reaches(least: float, name: str = "accuracy") -> Rule:
    """What Keras says of the last epoch is above `least`."""

    def rule(trace: Trace) -> Finding:
        epochs = trace.epochs.get(name, np.zeros(0))
        last = float(epochs[-1]) if len(epochs) else float("nan")
        ok = last > least
        said = f"{name} {last:.4f}"
        if not ok:
            said += f", expected above {least}"
        return Finding(name, ok, said, last)

    return rule


def falls(below: float) -> Rule:
    """The last loss is under `below` times the first."""

    def rule(trace: Trace) -> Finding:
        first, last = (*trace.loss[[0, -1]],) if len(trace.loss) else (0.0, 0.0)
        ok = bool(last < below * first)
        said = f"loss {first:.6g} to {last:.6g}"
        if not ok:
            said += f", expected under {below} times the first"
        return Finding("loss", ok, said, float(last))

    return rule


def fits(targets: Sequence[float]) -> Rule:
    """The outputs of the training inputs are nearer to `targets` after training."""

    def rule(trace: Trace) -> Finding:
        pair = before_and_after(trace, len(targets))
        if pair is None:
            return Finding("fit", False, f"expected {len(targets)} outputs, found none")
        first, last = (float(np.mean((one - targets) ** 2)) for one in pair)
        said = f"mean square error {first:.6f} before, {last:.6f} after training"
        return Finding("fit", last < first, said, last)

    return rule


def before_and_after(trace: Trace, rows: int) -> tuple[Array, Array] | None:
    """The last outputs of so many rows at the initial and at the final weights."""
    pair = [
        [value.ravel() for value in group.values() if value.size == rows]
        for group in (trace.forward, trace.outputs)
    ]
    return (pair[0][-1], pair[1][-1]) if all(pair) else None


def prints(pattern: str, name: str, least: float) -> Rule:
    """The number that the script prints after `pattern` is above `least`."""

    def rule(trace: Trace) -> Finding:
        found = re.search(pattern + r"\s*(-?[\d.]+)", trace.stdout)
        if found is None:
            return Finding(name, False, f"expected {pattern!r} in what is printed")
        number = float(found[1])
        said = f"{name} {number:.4f}"
        ok = number > least
        return Finding(name, ok, said if ok else f"{said}, expected above {least}")

    return rule


def continued(trace: Trace) -> dict[str, str]:
    """The texts that a script printed as `'begun' -> 'continued'`."""
    lines = re.findall(r"^(['\"].*['\"]) -> (['\"].*['\"])$", trace.stdout, re.M)
    return {ast.literal_eval(one): ast.literal_eval(text) for one, text in lines}


def continues(begun: str, text: str, more: int = 20, window: int = 10) -> Rule:
    """The script continues `begun` by `more` letters as `text` goes on.

    A model of windows cannot know more: each letter must stand in the text after the
    `window` letters before it. Where these stand there twice, either way is right.
    """

    def rule(trace: Trace) -> Finding:
        received = continued(trace).get(begun)
        if received is None or len(received) != len(begun) + more:
            said = f"expected {begun!r} and {more} letters more, received {received!r}"
            return Finding("continues", False, said)
        for i in range(len(begun), len(received)):
            if received[i - window : i + 1] not in text:
                said = (
                    f"{received!r}: {received[i]!r} does not follow there in the text"
                )
                return Finding("continues", False, said)
        return Finding("continues", received.startswith(begun), repr(received))

    return rule


def says_something(begun: str, more: int = 20) -> Rule:
    """The script continues `begun`, which its text does not hold, by `more` letters."""

    def rule(trace: Trace) -> Finding:
        received = continued(trace).get(begun, "")
        ok = len(received) == len(begun) + more and received.startswith(begun)
        return Finding("elsewhere", ok, repr(received))

    return rule

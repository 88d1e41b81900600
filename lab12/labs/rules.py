"""What must hold of a lab, whatever engine ran it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab12.labs import stock
from lab12.record.trace import Trace, text_of


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What, in a word or two.
        ok: Whether it holds; None for a figure that nothing is asked of.
        said: The figures, or the first place that differs.
        value: The figure itself, where there is one.
    """

    name: str
    ok: bool | None
    said: str
    value: float | None = None


Rule = Callable[[Trace], Finding]


def shape(*expected: int) -> Rule:
    """The outputs have this shape."""

    def rule(trace: Trace) -> Finding:
        scores = trace.scores()
        name = None if scores is None else _name_of(trace, scores)
        received = None if name is None else trace.shape("outputs", name)
        said = f"expected {expected}, received {received}"
        ok = received == expected
        return Finding("shape", ok, str(expected) if ok else said)

    return rule


def _name_of(trace: Trace, value: object) -> str:
    return next(name for name, v in trace.outputs.items() if v is value)


def padded_zeros(*lengths: int) -> Rule:
    """The outputs past each row's length are exactly 0.0, those before are not."""

    def rule(trace: Trace) -> Finding:
        scores = trace.scores()
        if scores is None or len(scores) != len(lengths):
            return Finding("padding", False, f"expected outputs of {len(lengths)} rows")
        for row, length in enumerate(lengths):
            wrong = np.argwhere(scores[row, length:] != 0.0)
            if len(wrong):
                step = length + int(wrong[0][0])
                said = f"row {row}, step {step}: expected 0.0, received "
                return Finding("padding", False, said + str(scores[row, step]))
            if not scores[row, :length].all():
                said = f"row {row}: expected outputs before step {length}, received 0.0"
                return Finding("padding", False, said)
        return Finding("padding", True, "exactly 0.0 past the lengths")

    return rule


def last_states(*lengths: int) -> Rule:
    """Some fetched state is each row's output at its last valid step."""

    def rule(trace: Trace) -> Finding:
        scores = trace.scores()
        if scores is None or len(scores) != len(lengths):
            return Finding("state", False, f"expected outputs of {len(lengths)} rows")
        last = np.stack([scores[row, n - 1] for row, n in enumerate(lengths)])
        states = [v for v in trace.outputs.values() if v.shape == last.shape]
        ok = any(np.array_equal(last, state) for state in states)
        said = "of the last valid step" if ok else "no state is the last valid output's"
        return Finding("state", ok, said)

    return rule


def fetched(*expected: float, within: float = 1e-6) -> Rule:
    """These numbers were fetched, in this order."""

    def rule(trace: Trace) -> Finding:
        received = [float(v) for v in trace.outputs.values() if v.ndim == 0]
        ok = len(received) == len(expected) and all(
            abs(r - e) <= within for r, e in zip(received, expected, strict=True)
        )
        shown = ", ".join(f"{number:.6f}" for number in received) or "none"
        said = shown if ok else f"expected {expected}, received {shown}"
        return Finding("values", ok, said)

    return rule


def distorted() -> Rule:
    """The printed loss that counts the padding differs from the one that does not."""

    def rule(trace: Trace) -> Finding:
        printed = re.search(
            r"padding counted: (\S+) +padding left out: (\S+)", trace.stdout
        )
        if printed is None:
            said = "expected two losses in what the script prints, found none"
            return Finding("padding in the loss", False, said)
        counted, left_out = (float(number) for number in printed.groups())
        said = f"padding counted {counted:.6f}, left out {left_out:.6f}"
        ok = abs(counted - left_out) > 1e-3
        return Finding("padding in the loss", ok, said, counted)

    return rule


def loss_under(most: float) -> Rule:
    """The last step's loss is finite and under `most`."""

    def rule(trace: Trace) -> Finding:
        last = float(trace.loss[-1]) if len(trace.loss) else math.nan
        ok = last < most
        said = f"{last:.6g}" if ok else f"expected under {most}, received {last:.6g}"
        return Finding("final loss", ok, said, last)

    return rule


def predicts(expected: str, letters: str, by: int | None = None) -> Rule:
    """The predicted text is `expected` at the end, and within `by` steps already."""

    def rule(trace: Trace) -> Finding:
        texts = [text_of(one, letters) for one in trace.classes]
        right = [i for i, text in enumerate(texts) if text == expected]
        last = texts[-1] if texts else ""
        if last != expected:
            return Finding(
                "prediction", False, f"expected {expected!r}, received {last!r}"
            )
        first = int(trace.classes_step[right[0]])
        ok = by is None or first <= by
        said = f"{expected!r} after {first} steps"
        return Finding("prediction", ok, said if ok else f"{said}, expected by {by}")

    return rule


def accuracy(
    expected: str, letters: str, at_least: float = 0.0, at_most: float = 1.0
) -> Rule:
    """The share of the text's letters that are predicted lies in these bounds."""

    def rule(trace: Trace) -> Finding:
        if not len(trace.classes):
            return Finding("letters", False, "expected predictions, received none")
        text = text_of(trace.classes[-1], letters)
        right = sum(a == b for a, b in zip(text, expected, strict=True))
        share = right / len(expected)
        ok = at_least <= share <= at_most
        said = f"{right} of {len(expected)} right"
        if not ok:
            said += f", expected {at_least:.0%} to {at_most:.0%}"
        return Finding("letters", ok, said, share)

    return rule


def ends_as(expected: str, letters: str, after: int) -> Rule:
    """But for its first `after` letters the predicted text is `expected`."""

    def rule(trace: Trace) -> Finding:
        text = text_of(trace.classes[-1], letters) if len(trace.classes) else ""
        ok = len(text) == len(expected) and text[after:] == expected[after:]
        shown = text if len(text) <= 24 else f"{text[:12]}…{text[-9:]}"
        said = repr(shown) if ok else f"received {text!r}"
        return Finding("prediction", ok, said)

    return rule


def least_squares(csv: Path, within: float = 1e-4) -> Rule:
    """The test error is that of scikit-learn's LinearRegression."""

    def rule(trace: Trace) -> Finding:
        days = stock.read(csv)
        found = [v for v in trace.outputs.values() if v.size == len(days.true)]
        error = days.rmse(found[-1]) if found else math.nan
        exact = days.rmse(stock.linear(csv))
        said = f"{error:.6f}, closed form {exact:.6f}"
        ok = abs(error - exact) <= within
        if not ok:
            said += f", expected within {within}"
        return Finding("least squares", ok, said, error)

    return rule


def forecasts(csv: Path) -> Rule:
    """The test error is under half of what the training days' mean would give."""

    def rule(trace: Trace) -> Finding:
        days = stock.read(csv)
        found = [v for v in trace.outputs.values() if v.size == len(days.true)]
        if not found:
            said = f"expected {len(days.true)} predicted closes, received none"
            return Finding("test RMSE", False, said)
        error = days.rmse(found[-1])
        naive = days.rmse(days.yesterday)
        mean = days.rmse(np.full_like(days.true, days.mean))
        said = (
            f"{error:.6f} ({error * days.dollars:.2f} dollars); "
            f"same as yesterday {naive:.6f}; training mean {mean:.6f}"
        )
        return Finding("test RMSE", error < mean / 2, said, error)

    return rule

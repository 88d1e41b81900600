"""What must hold of the labs that judge or translate text, whatever engine ran them."""

from __future__ import annotations

import ast
import re

from lab12.labs.rules import Finding, Rule
from lab12.record.trace import Trace

NUMBER = r"(-?\d+\.\d+)"
SAMPLE = rf"^(not masked|masked): .*without padding {NUMBER}, with padding {NUMBER}$"


def summary(*expected: int, models: int) -> Rule:
    """The script prints its layers' numbers of parameters, and its weights are as many.

    Args:
        expected: The number of each layer, in order.
        models: How many such models it trains.
    """

    def rule(trace: Trace) -> Finding:
        lines = re.findall(r"^parameters: (.*)$", trace.stdout, re.MULTILINE)
        line = f"{' + '.join(map(str, expected))} = {sum(expected)}"
        made = sum(value.size for value in trace.initial.values())
        if lines != [line] * models:
            said = f"expected {models} times {line!r}, received {lines}"
            return Finding("parameters", False, said)
        ok = made == models * sum(expected)
        said = f"{sum(expected):,}"
        if not ok:
            said = f"expected {models} models of {said}, received {made:,} in all"
        return Finding("parameters", ok, said)

    return rule


def judges(least: float) -> Rule:
    """Every model's accuracy on the held-out texts is above `least`.

    Said with it: that of logistic regression on a bag of words.
    """

    def rule(trace: Trace) -> Finding:
        found = re.findall(
            rf"^(.*): test loss \S+ accuracy {NUMBER}$", trace.stdout, re.M
        )
        words = re.search(rf"^bag of words.*accuracy {NUMBER}$", trace.stdout, re.M)
        if not found or words is None:
            said = "expected test accuracies in what the script prints, found none"
            return Finding("test accuracy", False, said)
        shares = {title: float(number) for title, number in found}
        said = ", ".join(f"{title} {share:.3f}" for title, share in shares.items())
        said += f", bag of words {float(words[1]):.3f}"
        worst = min(shares.values())
        if worst <= least:
            said += f"; expected above {least}"
        return Finding("test accuracy", worst > least, said, max(shares.values()))

    return rule


def padding_seen(masked: float = 1e-5, not_masked: float = 1e-3) -> Rule:
    """Padding changes what the model without a mask says, and not what the other says.

    Args:
        masked: At most so much changes with the mask: sums in another order.
        not_masked: At least so much changes without it.
    """

    def rule(trace: Trace) -> Finding:
        found = re.findall(SAMPLE, trace.stdout, re.M)
        changes = {"masked": 0.0, "not masked": 0.0}
        for title, without, padded in found:
            change = abs(float(without) - float(padded))
            changes[title] = max(changes[title], change)
        said = ", ".join(f"{title} {change:.2g}" for title, change in changes.items())
        ok = changes["masked"] <= masked and changes["not masked"] >= not_masked
        if not ok:
            said += f"; expected up to {masked:g}, and {not_masked:g} or more"
        return Finding("changed by padding", ok and bool(found), said)

    return rule


def tells_apart() -> Rule:
    """The first sample text is judged good, the second bad, padded or not."""

    def rule(trace: Trace) -> Finding:
        found = re.findall(SAMPLE, trace.stdout, re.M)
        pairs = [(float(one), float(other)) for _, one, other in found]
        good, bad = pairs[0::2], pairs[1::2]
        ok = bool(pairs) and all(
            min(g) > max(b) for g, b in zip(good, bad, strict=True)
        )
        said = "; ".join(
            f"{g[0]:.2f} and {b[0]:.2f}" for g, b in zip(good, bad, strict=True)
        )
        return Finding("samples", ok, said or "expected logits, found none")

    return rule


def translates(least: float) -> Rule:
    """More than `least` of the phrases it was trained on are translated right."""

    def rule(trace: Trace) -> Finding:
        found = {
            title: float(share)
            for title, share in re.findall(
                rf"^(training|held out): {NUMBER} of the phrases right$",
                trace.stdout,
                re.M,
            )
        }
        if set(found) != {"training", "held out"}:
            said = "expected the share of phrases right, training and held out"
            return Finding("phrases", False, said)
        said = f"training {found['training']:.3f}, held out {found['held out']:.3f}"
        ok = found["training"] > least
        if not ok:
            said += f"; expected above {least} in training"
        return Finding("phrases right", ok, said, found["training"])

    return rule


def shapes(*expected: tuple[int, ...]) -> Rule:
    """The shapes that the script prints as `shapes: (…) -> (…)`, in order."""

    def rule(trace: Trace) -> Finding:
        lines = re.findall(r"shapes: (\(.*?\)) -> (\(.*?\))", trace.stdout)
        received = [ast.literal_eval(one) for line in lines for one in line]
        ok = received == list(expected)
        said = " ".join(map(str, received)) or "none"
        if not ok:
            said = f"expected {' '.join(map(str, expected))}, received {said}"
        return Finding("shapes", ok, said)

    return rule


def learns(*titles: str, below: float = 0.1) -> Rule:
    """Each task's error after training is under `below` times that before."""

    def rule(trace: Trace) -> Finding:
        found = re.findall(
            rf"^(.*): mean square error {NUMBER} before, {NUMBER} after$",
            trace.stdout,
            re.M,
        )
        said = ", ".join(f"{title} {after}" for title, _, after in found)
        ok = tuple(title for title, _, _ in found) == titles and all(
            float(after) < below * float(before) for _, before, after in found
        )
        if not ok:
            said += f"; expected {', '.join(titles)}, each under {below} of the first"
        return Finding("mean square error", ok, said)

    return rule

"""Compare traces, rung by rung: names, numbers, the seed, training, what must hold.

Reads traces and nothing else. A rung that fails names the first tensor or step that
differs.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from lab12.labs.catalogue import Lab
from lab12.labs.rules import Finding
from lab12.record.trace import Array, Trace

# Same weights, no randomness: float32 sums taken in another order.
FORWARD = 1e-6
# The same seed draws the same bits; the first loss adds a forward pass to them.
SEED = 1e-6
# Rounding grows with each step; 50 steps stay well below these. The twins differ from
# TensorFlow 1.x in more places: fused gates, and Adam's step size, which Keras takes
# from a power and TensorFlow 1.x from a product of rounded factors (1e-5 at first).
STEPS = 50
TRAINING = {"compat": 1e-4, "keras": 1e-3}
# Long runs magnify rounding. How fast, the real TensorFlow 1.15.5 has told: its goldens
# hold runs from weights that differ in the last bit.
ROUNDING = ", the real one's own rounding"


def differences(trace: Trace, reference: Trace) -> Array:
    """The relative difference of the losses, for the steps that both have."""
    n = min(len(trace.loss), len(reference.loss))
    ours = trace.loss[:n].astype(np.float64)
    theirs = reference.loss[:n].astype(np.float64)
    return np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-12)


def same_start(trace: Trace, reference: Trace) -> bool:
    """Whether both runs began with the same variables, to the last bit or nearly."""
    return seed(trace, reference).ok is True


def names(trace: Trace, reference: Trace) -> Finding:
    """Rung 1: variables and fetched tensors have the same names and shapes."""
    for group in ("initial", "outputs"):
        ours, theirs = getattr(trace, group), getattr(reference, group)
        for name in itertools.chain(theirs, ours):
            if name not in ours or name not in theirs:
                where = "missing" if name not in ours else "not in the reference"
                return Finding("names", False, f"{group} {name}: {where}")
            expected, received = reference.shape(group, name), trace.shape(group, name)
            if expected != received:
                said = f"{name}: expected shape {expected}, received {received}"
                return Finding("names", False, said)
    count = len(reference.initial)
    return Finding(
        "names", True, f"{count} variables, {len(reference.outputs)} outputs"
    )


def _largest(ours: Array, theirs: Array) -> float:
    """max|Δ| over the rows that both have kept; infinite where one is not a number."""
    rows = min(len(ours), len(theirs)) if ours.ndim else None
    ours, theirs = ours[:rows] if rows else ours, theirs[:rows] if rows else theirs
    delta = np.abs(ours.astype(np.float64) - theirs.astype(np.float64))
    largest = float(delta.max(initial=0.0))
    return largest if np.isfinite(largest) else float("inf")


def forward(trace: Trace, reference: Trace) -> Finding:
    """Rung 2: with the same weights the same numbers, tensor by tensor of one name."""
    worst, where = 0.0, ""
    for name, theirs in reference.forward.items():
        if name not in trace.forward:
            return Finding("forward", False, f"{name}: missing")
        largest = _largest(trace.forward[name], theirs)
        if largest > worst:
            worst, where = largest, name
    return _limited("forward", worst, FORWARD, where)


def forward_by_shape(trace: Trace, reference: Trace) -> Finding:
    """Rung 2 for a twin, whose tensors have other names.

    Tensors of one shape are paired so that they differ least: Keras hands out an LSTM's
    states as h, c and TensorFlow 1.x as c, h.
    """
    worst, where, pairs = 0.0, "", 0
    shapes = {reference.shape("forward", name) for name in reference.forward}
    for shape in sorted(shapes):
        ours = [n for n in trace.forward if trace.shape("forward", n) == shape]
        theirs = [
            n for n in reference.forward if reference.shape("forward", n) == shape
        ]
        if not ours:
            continue
        if len(ours) < len(theirs):
            said = f"{theirs[len(ours)]}: no output of shape {shape} to hold against it"
            return Finding("forward", False, said)
        table = {
            (a, b): _largest(trace.forward[a], reference.forward[b])
            for a in ours
            for b in theirs
        }
        pairings = itertools.permutations(ours, len(theirs))
        best = min(
            (
                [(a, b) for a, b in zip(chosen, theirs, strict=True)]
                for chosen in pairings
            ),
            key=lambda pairing: sum(table[pair] for pair in pairing),
        )
        pairs += len(best)
        for pair in best:
            if table[pair] > worst:
                worst, where = table[pair], f"{pair[1]} (twin: {pair[0]})"
    if not pairs:
        said = f"no output of a shape among {sorted(shapes)}"
        return Finding("forward", False, said)
    return _limited("forward", worst, FORWARD, where)


def _limited(name: str, worst: float, limit: float, where: str) -> Finding:
    ok = worst <= limit
    said = f"max|Δ| {worst:.2g}"
    if not ok:
        said = f"{where}: {said}, expected at most {limit:g}"
    return Finding(name, ok, said, worst)


def seed(trace: Trace, reference: Trace) -> Finding:
    """Rung 3: the same seed gives the same initial values and the same first loss."""
    worst, where = 0.0, ""
    for name, theirs in reference.initial.items():
        ours = trace.initial.get(name)
        if ours is None or ours.shape != theirs.shape:
            return Finding("seed", False, f"{name}: missing, or of another shape")
        largest = _largest(ours, theirs)
        if largest > worst:
            worst, where = largest, name
    if worst <= SEED:
        first = differences(trace, reference)[:1]
        if len(first) and first[0] > worst:
            worst, where = float(first[0]), "loss of step 0, relative"
    return _limited("seed", worst, SEED, where)


def astray(nudged: Trace | None, steps: int) -> Array:
    """How far rounding alone has led the real 1.15.5 astray by each step, relative."""
    if nudged is None or not len(nudged.nudged_loss):
        return np.zeros(steps)
    delta = np.abs(nudged.nudged_loss.astype(np.float64) / nudged.loss - 1.0).max(
        axis=0
    )
    return np.maximum.accumulate(delta)[:steps]


def training(trace: Trace, reference: Trace) -> Finding:
    """Rung 4: the losses of the first 50 steps, relative."""
    delta = differences(trace, reference)
    if len(trace.loss) != len(reference.loss):
        said = f"expected {len(reference.loss)} steps, received {len(trace.loss)}"
        return Finding("training", False, said)
    head = delta[:STEPS]
    # the reference itself is asked for as much as compat
    limit = TRAINING["keras" if trace.engine == "keras" else "compat"]
    worst = float(head.max(initial=0.0))
    over = ~(head <= limit)
    if not over.any():
        return Finding("training", True, f"{worst:.2g} in {STEPS} steps", worst)
    step = int(np.argmax(over))
    said = (
        f"step {step}: expected loss {reference.loss[step]:.8g}, received "
        f"{trace.loss[step]:.8g}, relative difference {delta[step]:.2g}, at most "
        f"{limit:.2g}"
    )
    return Finding("training", False, said, worst)


def drift(trace: Trace, reference: Trace, nudged: Trace | None = None) -> Finding:
    """All steps: the largest relative difference, and from where it passes 1e-4."""
    delta = differences(trace, reference)
    step = int(np.argmax(delta))
    said = f"{delta[step]:.2g} at step {step}"
    for title, one in (("", delta), ("the real one's own rounding ", None)):
        one = astray(nudged, len(delta)) if one is None else one
        if (one > TRAINING["compat"]).any():
            first = int(np.argmax(one > TRAINING["compat"]))
            said += f", {title}over {TRAINING['compat']:g} from step {first}"
    return Finding("all steps", None, said, float(delta[step]))


def predictions(trace: Trace, reference: Trace, nudged: Trace | None = None) -> Finding:
    """The last predicted classes are the same, as far as the real one's own are.

    Args:
        trace: The run.
        reference: The real one.
        nudged: The golden, whose further runs differ in some classes by rounding alone.
    """
    if not len(trace.classes) or trace.classes.shape[1:] != reference.classes.shape[1:]:
        said = (
            f"expected classes of shape {reference.classes.shape[1:]}, received "
            f"{trace.classes.shape[1:]}"
        )
        return Finding("classes", False, said)
    count = int((trace.classes[-1] != reference.classes[-1]).sum())
    own = 0
    if nudged is not None and len(nudged.nudged_classes):
        changed = nudged.nudged_classes != nudged.classes[-1]
        own = int(changed.reshape(len(changed), -1).sum(axis=1).max())
    said = "equal" if not count else f"{count} of {trace.classes[-1].size} differ"
    if own:
        said += f", {own} by the real one's own rounding"
    return Finding("classes", count <= 3 * own, said, float(count))


def holds(lab: Lab, trace: Trace) -> list[Finding]:
    """Rung 5: what the lab's row says must hold."""
    return [rule(trace) for rule in lab.must_hold]


def findings(
    lab: Lab,
    trace: Trace,
    reference: Trace,
    given: Trace | None = None,
    nudged: Trace | None = None,
) -> list[Finding]:
    """Everything there is to say of a `compat` or `keras` run.

    Args:
        lab: The lab.
        trace: The run.
        reference: The real TensorFlow 1.15.5's run, live or golden.
        given: For `compat`: a further run from the reference's initial weights, where
            the seed did not give these.
        nudged: The golden, for how far rounding alone leads the real one astray.
    """
    weighted = given or trace
    if trace.engine == "compat":
        found = [
            names(trace, reference),
            forward(weighted, reference),
            seed(trace, reference),
        ]
    else:
        found = [forward_by_shape(trace, reference)]
    if len(reference.loss):
        steps = training(weighted, reference)
        if lab.draws:
            steps = replace(steps, ok=None, said=f"{lab.draws}: {steps.said}")
        found.append(steps)
        if len(weighted.loss):
            found.append(drift(weighted, reference, nudged))
    if len(reference.classes):
        same = predictions(weighted, reference, nudged)
        if trace.engine == "keras":  # the lab's row says what it must predict
            same = replace(same, ok=None)
        found.append(same)
    return found + holds(lab, trace)

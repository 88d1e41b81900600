"""Comparisons and rules see what is wrong: goldens are altered, one thing each.

The golden itself passes for a faithful run; each test changes it in one place and asks
which finding fails, and that it names the place.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from lab12.judge import compare
from lab12.labs import catalogue, rules
from lab12.record.trace import Trace


def golden(lab: str, engine: str = "compat") -> Trace:
    trace = Trace.load(catalogue.lab_named(lab).golden)
    return replace(trace, meta=dict(trace.meta, engine=engine))


def altered(trace: Trace, group: str, name: str, change) -> Trace:
    arrays = dict(getattr(trace, group))
    arrays[name] = change(arrays[name].copy())
    return replace(trace, **{group: arrays})


def renamed(trace: Trace, group: str, old: str, new: str) -> Trace:
    arrays = {new if n == old else n: v for n, v in getattr(trace, group).items()}
    return replace(trace, **{group: arrays})


def put(index, value):
    def change(array):
        array[index] = value
        return array

    return change


def add(index, value):
    def change(array):
        array[index] += value
        return array

    return change


@pytest.mark.parametrize("lab", [lab.name for lab in catalogue.LABS])
def test_a_faithful_run_passes(lab):
    reference = golden(lab)
    found = compare.findings(
        catalogue.lab_named(lab), reference, reference, nudged=reference
    )
    assert [f for f in found if f.ok is False] == []
    assert {"names", "forward", "seed"} <= {f.name for f in found}


KERNEL, OUTPUTS = "rnn/basic_lstm_cell/kernel", "rnn/transpose_1"


def swap_gates(kernel):
    i, j, f, o = np.split(kernel, 4, -1)
    return np.concatenate([i, f, j, o], -1)


# lab, change, the finding that fails, words that it says
CHANGES = {
    "a variable of another name": (
        "rnn_02_hello_rnn",
        lambda t: renamed(t, "initial", KERNEL, "rnn/lstm_cell/kernel"),
        "names",
        f"{KERNEL}: missing",
    ),
    "a variable too many": (
        "rnn_02_hello_rnn",
        lambda t: replace(t, initial=dict(t.initial, more=np.zeros(1, "float32"))),
        "names",
        "more: not in the reference",
    ),
    "an output of another shape": (
        "rnn_01_basic_03",
        lambda t: altered(t, "outputs", OUTPUTS, lambda a: a.transpose(1, 0, 2)),
        "names",
        "expected shape (3, 5, 2), received (5, 3, 2)",
    ),
    "two gates swapped": (
        "rnn_02_hello_rnn",
        lambda t: altered(t, "initial", KERNEL, swap_gates),
        "seed",
        KERNEL,
    ),
    "one output off by 2e-6": (
        "rnn_01_basic_02",
        lambda t: altered(t, "forward", OUTPUTS, add((0, 3, 1), 2e-6)),
        "forward",
        OUTPUTS,
    ),
    "one output not a number": (
        "rnn_01_basic_02",
        lambda t: altered(t, "forward", OUTPUTS, put((0, 3, 1), np.nan)),
        "forward",
        OUTPUTS,
    ),
    "fully_connected with ReLU": (
        "rnn_06_stock_prediction",
        lambda t: altered(
            t, "forward", "fully_connected/BiasAdd", lambda a: np.maximum(a, 0)
        ),
        "forward",
        "fully_connected/BiasAdd",
    ),
    "one initial weight off by 2e-6": (
        "rnn_05_long_char_stacked",
        lambda t: altered(t, "initial", "softmax_w", add((3, 4), 2e-6)),
        "seed",
        "softmax_w",
    ),
    "the first loss off": (
        "rnn_03_char_sequence",
        lambda t: replace(t, loss=add(0, 1e-5)(t.loss.copy())),
        "seed",
        "loss of step 0",
    ),
    "a later loss off": (
        "rnn_03_char_sequence",
        lambda t: replace(t, loss=add(slice(7, None), 1e-3)(t.loss.copy())),
        "training",
        "step 7: expected loss",
    ),
    "a loss that is not a number": (
        "rnn_06_stock_prediction",
        lambda t: replace(t, loss=put(9, np.nan)(t.loss.copy())),
        "training",
        "step 9: expected loss",
    ),
    "a vanilla RNN that remembers": (
        "rnn_14_gradients",
        lambda t: replace(
            t, stdout=re.sub(r"(?m)^vanilla +\S+$", "vanilla 0.4", t.stdout)
        ),
        "memory",
        "and at least 0.5 of vanilla",
    ),
    "an LSTM that forgets": (
        "rnn_14_gradients",
        lambda t: replace(t, stdout=re.sub(r"(?m)^LSTM +\S+$", "LSTM 0.2", t.stdout)),
        "memory",
        "LSTM 0.200",
    ),
    "a gradient that does not last": (
        "rnn_14_gradients",
        lambda t: replace(
            t,
            stdout=re.sub(
                r"^( +29 .*GRU \S+) \S+$", r"\1 1.0e-03", t.stdout, flags=re.M
            ),
        ),
        "gradient",
        "GRU 5e-03, expected at most 0.05",
    ),
    "a gradient that does not vanish": (
        "rnn_14_gradients",
        lambda t: replace(
            t,
            stdout=re.sub(
                r"vanilla \d\S+ (\S+  LSTM)", r"vanilla 1.0e-01 \1", t.stdout
            ),
        ),
        "gradient",
        "untrained vanilla 1e+00",
    ),
    "equations that disagree": (
        "rnn_14_gradients",
        lambda t: replace(
            t, stdout=re.sub(r"gradients: \S+", "gradients: 2.0e-06", t.stdout)
        ),
        "equations",
        "gradients 2.0e-06",
    ),
    "fewer steps": (
        "rnn_04_long_char_non_stack",
        lambda t: replace(t, loss=t.loss[:499]),
        "training",
        "expected 500 steps, received 499",
    ),
    "drift by more than rounding": (
        "rnn_05_long_char_stacked",
        lambda t: replace(t, loss=add(slice(12, None), 1e-3)(t.loss.copy())),
        "training",
        "step 12: expected loss",
    ),
    "one last prediction": (
        "rnn_02_hello_rnn",
        lambda t: replace(t, classes=put((-1, 0, 2), 0)(t.classes.copy())),
        "classes",
        "1 of 6 differ",
    ),
    "many last predictions": (
        "rnn_05_long_char_stacked",
        lambda t: replace(t, classes=put((-1, slice(100)), 0)(t.classes.copy())),
        "classes",
        "of 1700 differ",
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_seen(case):
    lab, change, name, words = CHANGES[case]
    reference = golden(lab)
    run = change(golden(lab))
    found = compare.findings(catalogue.lab_named(lab), run, reference, nudged=reference)
    failed = {f.name: f.said for f in found if f.ok is False}
    assert words in failed.get(name, ""), failed


@pytest.mark.parametrize("lab", [
    "rnn_02", "rnn_03", "rnn_04", "rnn_05", "rnn_06",
    "rnn_07", "rnn_08", "rnn_09", "rnn_10",
])  # fmt: skip
def test_the_real_one_itself_keeps_to_what_is_asked_for(lab):
    """A last bit of the weights leaves a tenth of the room in the first 50 steps."""
    own = compare.astray(golden(lab), compare.STEPS)
    assert 0 < 10 * own.max() < compare.TRAINING["compat"]


def test_drift_by_rounding_is_told_from_difference():
    reference = golden("rnn_02")
    run = replace(reference, loss=reference.nudged_loss[0])
    assert compare.ROUNDING in compare.drift(run, reference, reference).said
    assert compare.ROUNDING not in compare.drift(run, reference).said


def test_a_twin_is_paired_by_shape():
    """c and h swap places in Keras; wrong numbers stay wrong in any pairing."""
    reference = golden("rnn_01_basic_04")
    outputs, c, h = list(reference.forward.values())[:3]
    twin = replace(
        golden("rnn_01_basic_04", "keras"),
        forward={"model/0": outputs, "model/1": h, "model/2": c},
    )
    assert compare.forward_by_shape(twin, reference).ok
    repeated = outputs.copy()  # what Keras does without zero_output_for_mask
    repeated[1, 3:] = repeated[1, 2]
    for name, wrong in [("model/0", repeated), ("model/1", h + 2e-6)]:
        bad = replace(twin, forward=dict(twin.forward, **{name: wrong}))
        finding = compare.forward_by_shape(bad, reference)
        assert finding.ok is False and name in finding.said
    nothing = replace(twin, forward={"model/0": np.zeros(9)})
    assert (
        "no output of a shape among"
        in compare.forward_by_shape(nothing, reference).said
    )


# lab, change of the golden, the rule's finding
BROKEN = {
    "padding": (
        "rnn_01_basic_04",
        lambda t: altered(t, "outputs", OUTPUTS, put((1, 4, 0), 1e-30)),
    ),
    "state": (
        "rnn_01_basic_04",
        lambda t: altered(t, "outputs", "rnn/while/Exit_4", add((2, 0), 1e-6)),
    ),
    "padding in the loss": (
        "rnn_01_basic_04",
        lambda t: replace(t, stdout=t.stdout.replace("0.787671", "0.768767")),
    ),
    "values": (
        "rnn_01_basic_05",
        lambda t: replace(t, outputs=dict(reversed(t.outputs.items()))),
    ),
    "shape": (
        "rnn_01_basic_01",
        lambda t: altered(t, "outputs", OUTPUTS, lambda a: a[..., :1]),
    ),
    "prediction": (
        "rnn_02",
        lambda t: replace(t, classes_step=t.classes_step + 30),
    ),
    "final loss": (
        "rnn_05",
        lambda t: replace(t, loss=put(-1, np.nan)(t.loss.copy())),
    ),
    "letters": (
        "rnn_04",
        lambda t: replace(t, classes=golden("rnn_05").classes),
    ),
    "test RMSE": (
        "rnn_06",
        lambda t: altered(t, "outputs", "fully_connected/BiasAdd", lambda a: a[::-1]),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_must_hold_can_fail(name):
    lab, change = BROKEN[name]
    row = catalogue.lab_named(lab)
    found = compare.holds(row, change(golden(lab)))
    assert name in {f.name for f in found if f.ok is False}, found


def test_the_sentence_may_only_miss_its_first_letters():
    rule = rules.ends_as(catalogue.SENTENCE[1:], catalogue.LETTERS, after=10)
    trace = golden("rnn_05")
    assert rule(trace).ok
    wrong = trace.classes.copy()
    wrong[-1, 100, -1] += 1
    assert not rule(replace(trace, classes=wrong)).ok


def test_the_printed_rmse_is_that_of_the_forecast():
    """The script's own figure, and lab12's from the CSV and the outputs."""
    trace = golden("rnn_06")
    finding = next(
        f
        for f in compare.holds(catalogue.lab_named("rnn_06"), trace)
        if f.name == "test RMSE"
    )
    rmse, dollars = finding.said.split(" (")[0], finding.said.split("(")[1].split()[0]
    assert f"test RMSE: {rmse} ({dollars} dollars)" in trace.stdout
    naive = finding.said.split("yesterday ")[1].split(";")[0]
    assert f"same as yesterday: {naive}" in trace.stdout

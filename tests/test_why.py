"""`lab12 why`: what each of Keras's defaults does to a lab's loss."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from lab12 import why
from lab12.labs import catalogue
from lab12.record.defaults import DEFAULTS, NEEDS
from lab12.record.trace import Trace

LAB = catalogue.lab_named("rnn_02_hello_rnn")

PATCHED = """\
import json, sys
import numpy as np
from lab12.record import defaults
defaults.put_back([n for n in defaults.DEFAULTS if n != "gate-order"])
import keras
from compat.migrate import weights

kernel, bias = np.arange(24.0).reshape(3, 8), np.arange(8.0)
found = {
    "mask": keras.layers.LSTM(2, zero_output_for_mask=True).zero_output_for_mask,
    "gru": keras.layers.GRU(2, reset_after=False).cell.reset_after,
    "epsilon": keras.optimizers.Adam(0.1, epsilon=1e-8).epsilon,
    "rate": keras.optimizers.Adam(0.1, epsilon=1e-8).learning_rate.numpy().item(),
    "bias": weights.keras_lstm_weights(kernel, bias)[2].tolist(),
    "gru_bias": weights.keras_gru_weights(
        np.ones([3, 4]), np.ones(4), np.ones([3, 2]), np.ones(2))[2].tolist(),
    "padding": float(keras.losses.MeanSquaredError()(
        np.zeros([2, 1]), np.array([[1.0], [3.0]]),
        sample_weight=np.array([1.0, 0.0]))),
}
defaults.put_back(["gate-order"])
found["order"] = [w.tolist() for w in weights.keras_lstm_weights(kernel, bias)]
print(json.dumps(found))
"""


def test_each_default_is_keras_own_again():
    done = subprocess.run(
        [sys.executable, "-c", PATCHED], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["mask"] is False and found["gru"] is True
    assert found["epsilon"] == 1e-7 and found["rate"] == pytest.approx(0.1)
    # i, j, f, o become i, f, j, o; nothing is added to f
    assert found["bias"] == [0, 1, 4, 5, 2, 3, 6, 7]
    assert np.shape(found["gru_bias"]) == (2, 6)
    assert found["padding"] == pytest.approx((1 + 9) / 2)
    kernel = np.arange(24.0).reshape(3, 8)
    assert found["order"] == [kernel[:1].tolist(), kernel[1:].tolist()] + [
        [0, 1, 3, 4, 4, 5, 6, 7]
    ]


def test_runs_are_those_that_the_twin_can_have(tmp_path):
    jobs = why.jobs(LAB, tmp_path)
    alone = ["initial-values", "epsilon", "forget-bias", "gate-order"]
    assert list(jobs) == [why.NONE, *alone, why.ALL]
    assert jobs[why.NONE].initial == LAB.golden and not jobs[why.NONE].defaults
    assert jobs["initial-values"].initial is None
    assert jobs["epsilon"].initial == LAB.golden
    assert jobs[why.ALL].defaults == tuple(alone)
    assert DEFAULTS.keys() == NEEDS.keys()


def traces(**losses):
    base = Trace.load(LAB.golden)
    names = {"none": why.NONE, "all": why.ALL}
    return {
        names.get(name, name): replace(base, loss=np.array(loss, np.float32))
        for name, loss in losses.items()
    }


def test_the_table_says_how_much_each_explains():
    runs = traces(none=[1.0, 0.5], epsilon=[1.0, 0.6], mask=[1.0, 0.5], all=[1.2, 0.7])
    found = {row.default: row for row in why.rows(runs)}
    assert list(found) == [why.NONE, "epsilon", "mask", why.ALL]
    assert found["epsilon"].difference == pytest.approx(0.05)
    assert found["epsilon"].share == pytest.approx(0.25)
    assert found["epsilon"].occurs and not found["mask"].occurs
    text = why.text(LAB, list(found.values()), runs[why.NONE])
    (line,) = [line for line in text.splitlines() if line.startswith("epsilon")]
    assert line.split()[:5] == ["epsilon", "1.0000", "0.6000", "5.0e-02", "25%"]
    (line,) = [line for line in text.splitlines() if line.startswith("mask")]
    assert "no difference in this lab" in line
    assert json.loads(why.data(LAB, list(found.values())))["rows"][1]["share"] == (
        found["epsilon"].share
    )


def test_the_plot_is_drawn(tmp_path):
    runs = traces(none=[1.0, 0.5], epsilon=[1.0, 0.6], all=[1.2, 0.7])
    path = why.draw(LAB, runs, runs[why.NONE], tmp_path / "why.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert list(tmp_path.iterdir()) == [path]

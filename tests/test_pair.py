"""lab12 compare OLD.py NEW.py: two scripts of one's own."""

import json

import numpy as np
import pytest

from compat.migrate import checkpoint
from lab12 import cli, pair
from lab12.record.trace import Trace
from lab12.runs.engines import EngineError
from tests.cases.values import ramp

OLD = """\
import numpy as np
import tensorflow as tf

tf.set_random_seed(1)
x = np.sin(np.arange(120, dtype=np.float32)).reshape(4, 10, 3)
y = x.sum(axis=2)[:, -1:]
X = tf.placeholder(tf.float32, [None, 10, 3])
Y = tf.placeholder(tf.float32, [None, 1])
cell = tf.nn.rnn_cell.BasicLSTMCell(5, forget_bias=0.0, name="my_cell")
outputs, _ = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
w = tf.get_variable("w_out", [5, 1])
b = tf.get_variable("b_out", [1], initializer=tf.zeros_initializer())
prediction = tf.matmul(outputs[:, -1], w) + b
loss = tf.reduce_mean(tf.square(prediction - Y))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(12):
        session.run([train, loss], {X: x, Y: y})
    print(session.run(prediction, {X: x}))
"""
NEW = """\
import keras
import numpy as np

x = np.sin(np.arange(120, dtype=np.float32)).reshape(4, 10, 3)
y = x.sum(axis=2)[:, -1:]
layers = [keras.layers.LSTM(5), keras.layers.Dense(1)]
model = keras.Sequential([keras.Input((10, 3)), *layers])
model.compile(keras.optimizers.Adam(0.01, epsilon=1e-8), "mse")
model.fit(x, y, batch_size=4, epochs=12, shuffle=False, verbose=0)
print(model.predict(x, verbose=0))
"""


@pytest.mark.slow
def test_a_right_one_and_a_wrong_one(tmp_path, capsys):
    """Names of one's own and a forget bias of 0: the old run's graph tells both."""
    (tmp_path / "old.py").write_text(OLD)
    (tmp_path / "new.py").write_text(NEW)
    (tmp_path / "wrong.py").write_text(NEW.replace("LSTM(5)", "LSTM(5, 'relu')"))
    old, new, wrong = (str(tmp_path / f"{n}.py") for n in ("old", "new", "wrong"))
    out = ["--out", str(tmp_path / "out")]
    # weights that were trained; the optimizer's slots are left to each script
    weights = {"rnn/my_cell/kernel": [8, 20], "w_out": [5, 1], "b_out": [1]}
    weights |= {"rnn/my_cell/bias": [20], "w_out/Adam": [5, 1], "w_out/Adam_1": [5, 1]}
    weights |= {"beta1_power": [], "beta2_power": []}
    kept = str(tmp_path / "kept.ckpt")
    checkpoint.write(kept, {name: ramp(shape, 3) for name, shape in weights.items()})
    assert cli.main(["compare", old, new, "--checkpoint", kept, *out, "--json"]) == 0
    started = Trace.load(tmp_path / "out" / "pairs" / "old" / "old.npz").initial
    assert np.array_equal(started["w_out"], ramp([5, 1], 3))
    assert np.all(started["w_out/Adam"] == 0) and started["beta1_power"] == 0.9
    told = json.loads(capsys.readouterr().out)
    assert [one["variables"] for one in told["mapping"]] == [
        [["rnn/my_cell/kernel", "rnn/my_cell/bias"]], [["w_out", "b_out"]]
    ]  # fmt: skip
    found = {one["name"]: one for one in told["findings"]}
    assert found["forward"]["value"] <= 1e-6 and found["training"]["value"] <= 1e-3
    mapping = str(tmp_path / "out" / "pairs" / "old" / "mapping.json")
    assert cli.main(["compare", old, wrong, *out, "--mapping", mapping]) == 1
    said = capsys.readouterr().out
    assert "first loss  FAIL  step 0" in said and "real: rounding alone" in said
    assert "layers      FAIL  the first that differs: LSTM" in said
    assert cli.main(["why", old, new, *out, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    moved = {row["default"]: row["difference"] for row in rows}
    assert moved["none"] == 0 < moved["epsilon"] < moved["initial-values"]


def trace(loss, forward=None, engine="compat"):
    return Trace({"engine": engine}, loss=np.array(loss, np.float32),
                 forward=forward or {})  # fmt: skip


OUT = {"out": np.ones((2, 3), np.float32)}
OLD_RUN = trace([2.0, 1.0, 0.5], OUT)
JUDGED = [
    (trace([2.0, 1.0, 0.5], OUT), [0, 0, 0], True, "rounding"),
    (trace([2.0, 1.0, 0.5001], OUT), [0, 0, 0], True, "small"),
    (trace([2.0, 1.0, 0.6], OUT), [0, 0, 0], False, "real"),
    (trace([2.0, 1.0, 0.6], OUT), [0, 0, 0.05], True, "rounding"),
    (trace([2.01, 1.0, 0.5], OUT), [0, 0, 0.05], False, "real"),
    (trace([2.0, 1.0], OUT), [0, 0, 0], False, ""),
    (trace([2.0, 1.0, 0.5], {"out": OUT["out"] + 0.1}), [0, 0, 0], False, ""),
    (trace([2.0, 1.0, 0.5], {"other": np.ones(7)}), [0, 0, 0], True, ""),
]


@pytest.mark.parametrize(("run", "nudged", "holds", "said"), JUDGED)
def test_what_is_said_of_losses(run, nudged, holds, said):
    from dataclasses import replace

    losses = OLD_RUN.loss * (1 + np.array(nudged, np.float32))
    rounding = replace(OLD_RUN, nudged_loss=np.stack([losses]))
    found = pair.findings(run, OLD_RUN, rounding)
    compared = pair.Compared(None, found, [], {}, None)
    assert compared.ok == holds
    assert any(one.said.startswith(said) for one in found)


def test_scripts_that_are_not_there(tmp_path, capsys):
    (tmp_path / "old.py").write_text("")
    with pytest.raises(EngineError, match="nowhere.py is no file"):
        pair.of(str(tmp_path / "old.py"), "nowhere.py")
    assert cli.main(["compare", str(tmp_path / "old.py"), "nowhere.py"]) == 2
    assert "nowhere.py is no file" in capsys.readouterr().err

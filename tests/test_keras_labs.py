"""The labs written for Keras 2: their figures, and the recorder that follows them.

That they agree with Keras 2.3.1 is test_labs.py's; here is what it rests on.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from lab12.judge import compare
from lab12.labs import catalogue, rules_keras, stock
from lab12.record import recorder, recorder_keras2
from lab12.record.trace import Trace
from lab12.runs import fork
from lab12.runs.engines import environment, oracle

ONE, MANY = "rnn_09_sixpence_many_to_one", "rnn_10_sixpence_many_to_many"


def golden(lab: str) -> Trace:
    return Trace.load(catalogue.lab_named(lab).golden)


def test_the_rhyme():
    """Two verses on one line: 406 characters, 34 of them different."""
    text = catalogue.SIXPENCE
    assert len(text) == 406 and len(set(text)) == 34
    assert text.startswith("Sing a song of sixpence, a pocket full of rye, Four and")
    assert text.endswith("pecked off her nose!")


FIGURES = {
    "rnn_08": ["samples: (20,) X: (17, 3, 1) Y: (17, 1)"],
    "rnn_09": [
        "characters: 406 vocabulary: 34",
        "X: (396, 10, 34) y: (396, 34)",
        "Total params: 35,584",
        "'king was i' -> 'king was in his counting house'",
        "'Sing a son' -> 'Sing a song of sixpence, a poc'",
    ],
    "rnn_10": [
        "characters: 406 vocabulary: 34",
        "X: (396, 10, 34) y: (396, 10, 34)",
        "Total params: 35,584",
        "'Sing a son' -> 'Sing a song of sixpence, a poc'",
    ],
}


@pytest.mark.parametrize("lab", FIGURES)
def test_the_lecture_s_figures(lab):
    """Printed by Keras 2.3.1 on TensorFlow 1.15.5; the rules ask the same of all."""
    trace = golden(lab)
    assert trace.meta["keras"] == "2.3.1"
    for figure in FIGURES[lab]:
        assert figure in trace.stdout
    found = compare.holds(catalogue.lab_named(lab), trace)
    assert [f for f in found if not f.ok] == []


def put(array, index, value):
    array = array.copy()
    array[index] = value
    return array


# lab, change of the golden, the rule's finding
BROKEN = {
    "a wrong letter": (
        ONE,
        lambda t: replace(
            t, stdout=t.stdout.replace("sixpence, a poc", "sixpenny poc,x")
        ),
        "continues",
    ),
    "nothing more": (
        ONE,
        lambda t: replace(t, stdout=t.stdout.replace("-> 'hello worl", "-> '")),
        "elsewhere",
    ),
    "an accuracy of 0.95": (
        ONE,
        lambda t: replace(t, epochs={"accuracy": np.array([0.5, 0.95])}),
        "accuracy",
    ),
    "the last step's accuracy": (
        MANY,
        lambda t: replace(t, stdout=t.stdout.replace(" 0.9", " 0.8")),
        "accuracy, last step",
    ),
    "a layer more": (
        ONE,
        lambda t: replace(t, initial={**t.initial, "0.2.Dense/0.kernel": np.ones(1)}),
        "parameters",
    ),
    "a loss that stays": (
        "rnn_08",
        lambda t: replace(t, loss=put(t.loss, -1, t.loss[0])),
        "loss",
    ),
    "a fit that is no better": (
        "rnn_08",
        lambda t: replace(t, outputs=t.forward),
        "fit",
    ),
    "not the least squares": (
        "rnn_07",
        lambda t: replace(t, outputs={k: v + 1e-3 for k, v in t.outputs.items()}),
        "least squares",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_must_hold_can_fail(case):
    lab, change, name = BROKEN[case]
    found = compare.holds(catalogue.lab_named(lab), change(golden(lab)))
    assert name in {f.name for f in found if f.ok is False}, found


def test_where_the_rhyme_forks_either_way_is_right():
    """' counting ' stands before 'house' and before 'out'; nothing else may follow."""
    rule = rules_keras.continues("king was i", catalogue.SIXPENCE)

    def ok(text):
        return rule(Trace({}, stdout=f"'king was i' -> {text!r}\n")).ok

    assert ok("king was in his counting house")
    assert ok("king was in his counting out h")
    assert not ok("king was in his counting hours")
    assert not ok("king was in his counting hous")
    assert not ok("kiNg was in his counting house")


def test_the_closed_form_is_the_least_squares():
    """By the normal equations, in float64, of the windows themselves."""
    prices = np.loadtxt(catalogue.STOCK, delimiter=",")[::-1]
    scaled = (prices - prices.min(0)) / (prices.max(0) - prices.min(0))
    rows = [np.append(scaled[i : i + 7].ravel(), 1.0) for i in range(len(scaled) - 7)]
    x, y = np.array(rows), scaled[7:, -1]
    days = stock.read(catalogue.STOCK)
    first = len(y) - len(days.true)
    solution = np.linalg.solve(x[:first].T @ x[:first], x[:first].T @ y[:first])
    np.testing.assert_allclose(
        stock.linear(catalogue.STOCK), x[first:] @ solution, atol=1e-9
    )


SOURCES = {
    "import keras": "keras",
    "from keras.models import Sequential": "keras",
    "from tensorflow import keras": "tf.keras",
    "from tensorflow.keras import layers": "tf.keras",
    "import tensorflow as tf; m = tf.keras.Sequential()": "tf.keras",
    "import tensorflow as tf; tf.Session()": "",
    "# keras\nimport tensorflow as tf": "",
    "import keras, tensorflow as tf; sess = tf.Session()": "",
}


@pytest.mark.parametrize("source", SOURCES)
def test_which_scripts_train_by_keras(source):
    assert recorder.uses_keras(source) == SOURCES[source]


def test_which_labs_train_by_keras():
    keras2 = {lab.name[:6]: lab.keras2 for lab in catalogue.LABS}
    assert [keras2[name] for name in ("rnn_02", "rnn_07", "rnn_08")] == [
        "",
        "",
        "keras",
    ]


def test_the_weights_by_layer():
    from lab12.record.keras_weights import is_keras2, keras2_weights

    initial = golden(ONE).initial
    assert is_keras2(initial) and not is_keras2(golden("rnn_02").initial)
    found = keras2_weights(initial)
    shapes = {k: [[w.shape for w in one] for _, one in v] for k, v in found.items()}
    assert shapes == {
        "LSTM": [[(34, 300), (75, 300), (300,)]],
        "Dense": [[(75, 34), (34,)]],
    }


# Two models that share a layer, batches of different sizes, and a copy from a file.
SCRIPT = """
import numpy as np
import tensorflow as tf
from keras.layers import Dense, Input
from keras.models import Model, load_model

np.random.seed(3)
tf.set_random_seed(3)
x = np.random.uniform(size=(10, 2)).astype("float32")
y = x.sum(axis=1, keepdims=True)
inputs = Input((2,))
hidden = Dense(3, activation="tanh")(inputs)
model = Model(inputs, Dense(1)(hidden))
features = Model(inputs, hidden)
model.compile("adam", "mse", metrics=["mae"])
history = model.fit(x, y, batch_size=4, epochs=9, shuffle=False, verbose=0)
model.train_on_batch(x, y)
features.predict(x[:3])
model.save("model.h5")
copy = load_model("model.h5")
copy.fit(x, y, verbose=0)
print("first", model.get_weights()[0].ravel().tolist())
print("epochs", history.history["loss"])
"""


def run(folder: Path, engine: str, forking: dict[str, str], initial=None):
    script, trace = folder / "script.py", folder / f"{engine}.npz"
    script.write_text(SCRIPT)
    line = [str(catalogue.PACKAGE / "record" / "recorder.py"), "--engine", engine]
    line += ["--initial", str(initial)] if initial else []
    line += ["--trace", str(trace), str(script)]
    cold = engine == "tf115"
    done = subprocess.run(
        [str(oracle()), *line] if cold else fork.command([sys.executable, *line]),
        capture_output=True,
        text=True,
        env=environment() if cold else forking,
        cwd=folder,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return Trace.load(trace)


@pytest.fixture(scope="module")
def followed(tmp_path_factory, forking):
    """The script on `compat`, by its engine; on the real Keras 2.3.1 if it is there."""
    folder = tmp_path_factory.mktemp("followed")
    traces = {"compat": run(folder, "compat", forking)}
    if oracle() is not None:
        start = folder / "compat.npz"
        traces["tf115"] = run(folder, "tf115", forking, initial=start)
    return traces


def test_a_batch_s_loss_is_what_compat_told_of_it():
    """Not a difference of float32 sums, which has few digits late in an epoch."""
    sums = SimpleNamespace(name="loss", total=np.float32(1664.25), count=2426.0)
    model = SimpleNamespace(metrics=[sums], _last_batch=object())
    callback = SimpleNamespace(model=model, before=(1663.75, 2424.0))
    assert recorder_keras2.batch_loss(callback, {"loss": 0.25123}) == 0.25123
    del model._last_batch
    assert recorder_keras2.batch_loss(callback, {"loss": 0.7}) == 0.25


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["compat", "tf115"])
def test_the_recorder_follows_a_keras_2_script(followed, engine):
    """Each batch's loss is that of NumPy's own Adam, which counts after each step."""
    if engine not in followed:
        pytest.skip("no TensorFlow 1.15.5 here: make oracle")
    trace = followed[engine]
    names = ["0.0.Dense/0.kernel", "0.0.Dense/1.bias"]
    names += ["0.1.Dense/0.kernel", "0.1.Dense/1.bias"]
    assert list(trace.initial) == list(trace.final) == names
    for name in names:  # tf115 was given those of compat
        np.testing.assert_array_equal(
            trace.initial[name], followed["compat"].initial[name]
        )
    random = np.random.RandomState(3)
    x = random.uniform(size=(10, 2)).astype("float32")
    y = x.sum(axis=1, keepdims=True)
    weights = [value.astype("float64") for value in trace.initial.values()]
    w, b, v, c = weights
    np.testing.assert_allclose(
        trace.forward["forward/0/0"], np.tanh(x @ w + b) @ v + c, atol=1e-6
    )
    losses, mean, square = [], [0.0] * 4, [0.0] * 4
    batches = [slice(0, 4), slice(4, 8), slice(8, 10)] * 9 + [slice(0, 10)]
    for t, batch in enumerate(batches, start=1):
        w, b, v, c = weights
        h = np.tanh(x[batch] @ w + b)
        error = h @ v + c - y[batch]
        losses.append(np.mean(error**2))
        d = 2 * error / len(error)
        back = (d @ v.T) * (1 - h**2)
        gradients = [x[batch].T @ back, back.sum(0), h.T @ d, d.sum(0)]
        rate = 1e-3 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        for i, gradient in enumerate(gradients):
            mean[i] = 0.9 * mean[i] + 0.1 * gradient
            square[i] = 0.999 * square[i] + 0.001 * gradient**2
            weights[i] = weights[i] - rate * mean[i] / (np.sqrt(square[i]) + 1e-7)
    np.testing.assert_allclose(trace.loss, losses, rtol=1e-5)
    assert len(trace.epochs["loss"]) == 9
    np.testing.assert_allclose(
        trace.epochs["loss"][0], np.dot(losses[:3], [4, 4, 2]) / 10, rtol=1e-5
    )
    np.testing.assert_allclose(trace.final[names[0]], weights[0], atol=1e-6)
    assert set(trace.outputs) == {"predict/1/3x3"}
    np.testing.assert_allclose(
        trace.outputs["predict/1/3x3"],
        np.tanh(x[:3] @ weights[0] + weights[1]),
        atol=1e-5,
    )


# The plots and docs/twins.md say so of the held-out losses of rnn_11 and rnn_12.
HELD_OUT = """
import json
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import Sequence

np.random.seed(0)
x, y = np.random.randn(10, 3), np.random.randn(10, 1)

class Batches(Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return x[i * 4 : i * 4 + 4], y[i * 4 : i * 4 + 4]

model = Sequential([Dense(1, input_shape=(3,))])
model.compile("sgd", "mse", metrics=["mae"])
each = [list(map(float, model.test_on_batch(*Batches()[i]))) for i in range(3)]
print(json.dumps([each, list(map(float, model.evaluate(Batches(), verbose=0)))]))
"""


@pytest.mark.oracle
@pytest.mark.slow
def test_keras_2_told_the_held_out_loss_of_the_last_batch_alone():
    if oracle() is None:
        pytest.skip("no TensorFlow 1.15.5 here: make oracle")
    line = [str(oracle()), "-c", HELD_OUT]
    done = subprocess.run(line, capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    each, (loss, error) = json.loads(done.stdout.splitlines()[-1])
    assert loss == pytest.approx(each[-1][0])
    mean = np.average([one[1] for one in each], weights=[4, 4, 2])
    assert error == pytest.approx(mean) and error != pytest.approx(each[-1][1])


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_good_model(tmp_path, forking):
    """No file may grow over 100 kB; the model takes four times that."""
    name = "sixpence_many_to_one.keras"
    (tmp_path / name).write_bytes(b"the last good one")
    source = catalogue.lab_named(ONE).modern.read_text(encoding="utf-8")
    (tmp_path / "modern").mkdir()
    script = tmp_path / "modern" / "script.py"
    script.write_text(source.replace("epochs = 100", "epochs = 1"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sixpence.txt").write_bytes(catalogue.RHYME.read_bytes())
    done = subprocess.run(
        fork.command([sys.executable, str(script)]),
        capture_output=True,
        text=True,
        env=forking,
        cwd=tmp_path,
        timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10**5, 10**5)),
    )
    assert done.returncode != 0 and "File too large" in done.stderr
    assert (tmp_path / name).read_bytes() == b"the last good one"

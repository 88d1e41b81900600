"""The twins on Keras 3's other backends, the recorder there, and where these differ."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import tokenize
from pathlib import Path

import numpy as np
import pytest

from lab12 import cli
from lab12.judge import compare
from lab12.labs import catalogue
from lab12.record.trace import Trace
from lab12.runs import engines
from lab12.runs.engines import BACKENDS, TWINS, EngineError
from lab12.session import Comparison

HERE = engines.installed_backends()
OTHERS = [name for name in BACKENDS if name != "tensorflow"]
MODERN = sorted((catalogue.PACKAGE / "modern").glob("*.py"))
# of char_rnn and word_rnn: their one place for tf.distribute
ON_TENSORFLOW = {"rnn_distributed"}

# three kinds: a mask, a training on one batch, a layer of its own beside embeddings
LABS = ("rnn_01_basic_04_dynamic", "rnn_06_stock_prediction", "rnn_13_shapes_attention")


@pytest.mark.parametrize("path", MODERN, ids=lambda path: path.stem)
def test_a_twin_names_no_backend(path):
    """It trains by `fit`; nothing of TensorFlow's, JAX's or PyTorch's is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [
        one.name for n in ast.walk(tree) if isinstance(n, ast.Import) for one in n.names
    ]
    named += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    backends = {name.split(".")[0] for name in named} & set(BACKENDS)
    assert backends <= ({"tensorflow"} if path.stem in ON_TENSORFLOW else set())
    called = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not called & {"GradientTape", "function", "TensorArray", "while_loop"}


def length(path: Path) -> int:
    """How long a script's code is: its tokens, without comments and docstrings."""
    text = path.read_text(encoding="utf-8")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = [n for n in ast.walk(ast.parse(text)) if isinstance(n, documented)]
    doc = {
        number
        for node in said
        if ast.get_docstring(node) is not None
        for number in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    kinds = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(t.type in kinds and t.start[0] not in doc for t in tokens)


# 1.x had ready what Keras has not on every backend: a decoder with attention; gradients
LONGER = {"rnn_13_shapes_attention": 1.12, "rnn_14_gradients": 1.09}


@pytest.mark.parametrize("lab", catalogue.LABS, ids=lambda lab: lab.name)
def test_a_twin_is_no_longer_than_its_legacy_script(lab):
    share = length(lab.modern) / length(lab.legacy)
    assert share <= LONGER.get(lab.name, 1.0)
    assert share > 1.0 or lab.name not in LONGER


PAIRS = {
    ("rnn_06_stock_prediction", "rnn_07_stock_linear"): ["stock_prices"],
    ("rnn_11_sentiment", "rnn_12_sentiment_stacked"): ["reviews", "reviews_training"],
    ("char_rnn", "word_rnn"): ["rnn_texts", "rnn_training"],
}


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_what_two_twins_share_is_read_once(pair):
    """Two twins and what both import are shorter than the two legacy scripts."""
    labs = [catalogue.lab_named(name) for name in pair]
    shared = [labs[0].modern.with_name(f"{name}.py") for name in PAIRS[pair]]
    whole = sum(map(length, [*(lab.modern for lab in labs), *shared]))
    assert whole <= sum(length(lab.legacy) for lab in labs)


def test_a_backend_that_is_not_there_is_named(monkeypatch, capsys):
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["compare", "rnn_02", "--backend", "jax"]) == 2
    assert "pip install 'lab12[jax]'" in capsys.readouterr().err
    assert engines.installed_backends() == []
    with pytest.raises(EngineError, match="expected PyTorch for the Keras backend"):
        engines.backend("torch")
    assert cli.main(["run", "rnn_02", "--engine", "compat", "--backend", "jax"]) == 2
    assert "expected --engine keras with --backend" in capsys.readouterr().err


def test_a_comparison_has_a_run_for_each_backend(tmp_path):
    lab = catalogue.lab_named("rnn_02")
    comparison = Comparison([lab], tmp_path, live=False, backends=list(BACKENDS))
    jobs = [comparison.job(lab, name) for name in comparison.twins()]
    assert [(job.engine, job.backend) for job in jobs] == [
        ("keras", backend) for backend in BACKENDS
    ]
    assert [job.trace.name for job in jobs] == [
        f"{lab.name}.{name}.npz" for name in ("keras", "keras-jax", "keras-torch")
    ]
    assert all(job.initial == lab.golden for job in jobs)
    names = [engines.environment(job.backend)["KERAS_BACKEND"] for job in jobs]
    assert names == list(BACKENDS)


def test_what_jax_compiled_is_kept_in_the_user_s_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)
    kept = engines.environment("jax")["JAX_COMPILATION_CACHE_DIR"]
    assert kept == str(tmp_path / "lab12" / "jax")
    assert "JAX_COMPILATION_CACHE_DIR" not in engines.environment("torch")
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", "mine")
    assert engines.environment("jax")["JAX_COMPILATION_CACHE_DIR"] == "mine"


@pytest.fixture(scope="module")
def traces(tmp_path_factory):
    """The traces of the three labs, by backend and name."""
    folder = tmp_path_factory.mktemp("backends")
    labs = [catalogue.lab_named(name) for name in LABS]
    there = [name for name in OTHERS if name in HERE]
    comparison = Comparison(labs, folder, live=False, backends=there)
    comparison.folder.mkdir()
    jobs = [comparison.job(lab, TWINS[b]) for lab in labs for b in there]
    found = {}
    for outcome in engines.run_all(jobs):
        assert outcome.code == 0, engines.complaint(outcome)
        job = outcome.job
        found[job.backend, job.lab.name] = Trace.load(job.trace)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", LABS)
@pytest.mark.parametrize("backend", OTHERS)
def test_the_rungs_hold(traces, backend, name):
    """Shapes, padding, numbers from the same weights, training, what must hold."""
    if backend not in HERE:
        pytest.skip(f"no {BACKENDS[backend]} here: pip install 'lab12[{backend}]'")
    lab, trace = catalogue.lab_named(name), traces[backend, name]
    golden = Trace.load(lab.golden)
    assert trace.meta["backend"] == backend
    found = compare.findings(lab, trace, golden, nudged=golden)
    assert [one for one in found if one.ok is False] == []
    rungs = {one.name for one in found if one.ok}
    assert rungs >= {"forward", *(["training"] if len(golden.loss) else [])}


# Two layers whose names, not whose order, say which weights are theirs; batches of
# different sizes; and what differs from backend to backend.
SCRIPT = """
import json
import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(3)
random = np.random.RandomState(3)
x = random.uniform(size=(10, 2)).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = keras.Sequential(
    [
        keras.Input([2]),
        layers.Dense(2, activation="tanh", name="second"),
        layers.Dense(1, name="last"),
    ]
)
model.compile(keras.optimizers.SGD(0.1), "mse")
model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
told = model.predict(x, verbose=0)

found = {}
found["drawn"] = ops.convert_to_numpy(keras.random.uniform([4], seed=1)).tolist()
dropped = layers.Dropout(0.5, seed=1)(np.ones([1, 16], "float32"), training=True)
found["dropped"] = ops.convert_to_numpy(dropped).tolist()

lstm = layers.LSTM(2, return_sequences=True, zero_output_for_mask=True)
steps = np.sin(np.arange(12.0)).reshape(1, 4, 3).astype("float32")
mask = np.array([[True, False, True, False]])
found["masked"] = ops.convert_to_numpy(lstm(steps, mask=mask)).tolist()

for name, adam in (("adam", keras.optimizers.Adam), ("adding", None)):
    if adam is None:
        class adam(keras.optimizers.Adam):
            def update_step(self, gradient, variable, learning_rate):
                super().update_step(ops.add(gradient, 0.0), variable, learning_rate)
    words = keras.Sequential([keras.Input([3], dtype="int32"), layers.Embedding(3, 2)])
    words.compile(adam(0.1, epsilon=0.5), "mse")
    words.train_on_batch(np.array([[1, 1, 2]]), np.zeros([1, 3, 2]))
    found[name] = words.get_weights()[0].tolist()

def step(state, number):
    return state + number, number[:1]  # what it tells is shaped otherwise

try:
    ops.scan(step, np.zeros(2, "float32"), np.ones([3, 2], "float32"))[0]
    found["scan"] = "any shape"
except Exception:
    found["scan"] = "the state's shape"

from lab12.modern.rnn_training import Stateful

x_in, state = keras.Input([2]), keras.Input([2])
total = layers.Add()([x_in, state])
adding = Stateful(keras.Model([x_in, state], [total, total]), 1)
one = np.ones([1, 2], "float32")
found["carried"] = [adding.predict_on_batch(one)[0, 0].tolist() for _ in range(3)]
adding.reset()
found["carried"].append(adding.predict_on_batch(one)[0, 0].tolist())

model.steps_per_execution = 2
try:
    model.evaluate(x, y, verbose=0)
    found["execution"] = "many"
except ValueError:
    found["execution"] = "one"
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """What the script says, and its trace, on each backend that is here."""
    folder = tmp_path_factory.mktemp("followed")
    script, start = folder / "script.py", folder / "start.npz"
    script.write_text(SCRIPT)
    values = {  # in the order of another script: the last layer's come first
        "last/kernel": np.array([[0.5], [-0.25]], "float32"),
        "last/bias": np.array([0.125], "float32"),
        "second/kernel": np.array([[0.5, 1], [-1, 0.25]], "float32"),
        "second/bias": np.array([0.25, 0], "float32"),
        "rnn/basic_lstm_cell/kernel": np.sin(np.arange(40)).reshape(5, 8),
        "rnn/basic_lstm_cell/bias": np.zeros(8),
        "one_embedding": np.ones([3, 2], "float32"),
        "two_embedding": np.ones([3, 2], "float32"),
    }
    Trace({"seed": 1}, initial=values).save(start)
    found = {}
    for backend in HERE:
        trace = folder / f"{backend}.npz"
        line = [sys.executable, str(catalogue.PACKAGE / "record" / "recorder.py")]
        line += ["--engine", "keras", "--initial", str(start), "--trace", str(trace)]
        done = subprocess.run(
            [*line, str(script)],
            capture_output=True,
            text=True,
            env=engines.environment(backend),
            cwd=Path(folder),
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout.splitlines()[-1])
        found[backend] = Trace.load(trace), said
    return found


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_recorder_follows_fit_on_every_backend(followed, backend):
    """Each step's loss, not the epoch's mean, is NumPy's; weights go by name."""
    if backend not in HERE:
        pytest.skip(f"no {BACKENDS[backend]} here")
    trace, _ = followed[backend]
    random = np.random.RandomState(3)
    x = random.uniform(size=(10, 2)).astype("float32")
    y = x.sum(axis=1, keepdims=True)
    w, b = np.array([[0.5, 1], [-1, 0.25]]), np.array([0.25, 0])
    v, c = np.array([[0.5], [-0.25]]), np.array([0.125])
    np.testing.assert_allclose(
        trace.forward[next(iter(trace.forward))], np.tanh(x @ w + b) @ v + c, atol=1e-6
    )
    losses = []
    for batch in [slice(0, 4), slice(4, 8), slice(8, 10)] * 2:
        h = np.tanh(x[batch] @ w + b)
        error = h @ v + c - y[batch]
        losses.append(np.mean(error**2))
        d = 2 * error / len(error)
        back = (d @ v.T) * (1 - h**2)
        w, b = w - 0.1 * x[batch].T @ back, b - 0.1 * back.sum(0)
        v, c = v - 0.1 * h.T @ d, c - 0.1 * d.sum(0)
    np.testing.assert_allclose(trace.loss[: len(losses)], losses, rtol=1e-5)
    mean = np.dot(losses[:3], [4, 4, 2]) / 10
    np.testing.assert_allclose(trace.epochs["loss"][0], mean, rtol=1e-5)
    assert set(trace.meta["weights_from"].values()) >= {"second", "last"}
    went = {
        path.split("/")[-1]: where for path, where in trace.meta["weights_from"].items()
    }
    assert went["second"] == "second" and went["last"] == "last"


@pytest.mark.slow
def test_where_the_backends_differ(followed):
    """docs/twins.md says so: draws, repeated words in Adam, scan, steps at once."""
    said = {backend: found for backend, (_, found) in followed.items()}
    reference = said["tensorflow"]
    for backend, found in said.items():
        np.testing.assert_allclose(found["masked"], reference["masked"], atol=1e-6)
        assert found["carried"] == [1, 2, 3, 1]
        masked = np.array(found["masked"])[0]
        assert not masked[[1, 3]].any() and masked[[0, 2]].all()
        np.testing.assert_allclose(found["adding"], reference["adding"], atol=1e-6)
        if backend != "tensorflow":
            assert found["drawn"] != reference["drawn"]
            assert found["dropped"] != reference["dropped"]
            np.testing.assert_allclose(found["adam"], found["adding"], atol=1e-6)
    # the word that is there twice: the sum of squares for the square of the sum
    theirs, added = np.array(reference["adam"]), np.array(reference["adding"])
    assert np.abs(theirs[1] - added[1]).max() > 1e-5
    np.testing.assert_allclose(theirs[[0, 2]], added[[0, 2]], atol=1e-6)
    assert reference["scan"] == "the state's shape"
    wanted = {"tensorflow": "many", "jax": "many", "torch": "one"}
    for backend, found in said.items():
        assert found["execution"] == wanted[backend]
        assert backend == "tensorflow" or found["scan"] == "any shape"

"""Keras 2 scripts on Keras 3 leave behind what they left on keras 2.3.1.

The golden is `python3.7 tests/keras2/run.py tests/goldens/keras2.npz`, with keras 2.3.1
on TensorFlow 1.15.5. Nothing but NumPy's seed is shared: initial weights, the order of
batches and the masks of dropout are drawn anew on each side.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import starting
from conftest import asked_for

from compat.keras import mode, utils
from compat.script import Script

HERE = Path(__file__).parent
GOLDEN = HERE / "goldens" / "keras2.npz"
SCRIPTS = sorted(path.stem for path in (HERE / "keras2").glob("[0-9]*.py"))
# As `from tensorflow.keras…`, against TensorFlow 1.15.5's own Keras.
SCRIPTS += ["tf_04_sentiment", "tf_12_save_and_load", "tf_14_callbacks"]
SCRIPTS += ["tf_26_sequences", "tf_28_labels_and_tables", "tf_29_regularizers"]
SCRIPTS += ["tf_30_names", "tf_31_callbacks", "tf_32_generated", "tf_34_masked_steps"]
# Once more without the faster ways.
PLAIN = ["22_optimizers", "24_recurrent_ways", "26_sequences"]

# Sums are taken in another order in some kernels, and training adds that up.
TOLERANCE = 1e-5
# script/value → why it differs, and by how much it may.
_ROOT = "RMSprop divides by the root of squares, which magnifies rounding"
ALLOWED: dict[str, tuple[str, float]] = {
    "03_char_lm/model/0": (_ROOT, 1e-4),
    "03_char_lm/model/2": (_ROOT, 1e-4),
}
# Not compared: script/value → why.
LEFT_OUT: dict[str, str] = {}


def start(environment, *script):
    """Start a script under `compat`, in a fork."""
    return subprocess.Popen(
        [sys.executable, "-m", "compat", "run", "--warm", *map(str, script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=HERE.parent,
        env=environment,
    )


def run(environment, *script):
    """Exit code, stdout and stderr of a script under `compat`."""
    process = start(environment, *script)
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def found(tmp_path_factory, forking, request):
    """What the scripts that are asked for leave behind; they run in two processes."""
    folder = tmp_path_factory.mktemp("keras2")
    test = "test_script_leaves_what_it_left_on_keras_231"
    scripts = asked_for(request, test, "script")
    halves = {folder / "0.npz": scripts[::2], folder / "1.npz": scripts[1::2]}
    halves = {out: half for out, half in halves.items() if half}
    running = [
        start(forking, HERE / "keras2" / "run.py", out, *names)
        for out, names in halves.items()
    ]
    said = [process.communicate(timeout=900)[1] for process in running]
    values = {}
    for out, err in zip(halves, said, strict=True):
        assert out.exists(), err
        values.update(np.load(out))
    return values


@pytest.fixture(scope="module")
def golden():
    return dict(np.load(GOLDEN))


def of(values, script):
    head = f"{script}/"
    return {key: value for key, value in values.items() if key.startswith(head)}


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS)
def test_script_leaves_what_it_left_on_keras_231(script, found, golden):
    compare(of(found, script), of(golden, script), script)


@pytest.mark.slow
@pytest.mark.parametrize("script", PLAIN)
def test_plain_loops_leave_the_same(script, forking, tmp_path, golden):
    out = tmp_path / "out.npz"
    plain = dict(forking, COMPAT_FAST="0")
    code, _, err = run(plain, HERE / "keras2" / "run.py", out, script)
    assert not code, err
    compare(of(dict(np.load(out)), script), of(golden, script), script)


def test_predictions_that_do_not_add_up_to_1_are_scaled():
    """As 2.3.1 did: the scripts' predictions are a softmax's, and add up to 1."""
    pytest.importorskip("keras")
    from compat.keras import losses

    cost = losses.categorical_crossentropy([[1.0, 0.0]], [[2.0, 2.0]])
    np.testing.assert_allclose(cost, [np.log(2)], rtol=1e-6)


def test_a_model_may_give_its_input_where_keras_wants_every_input_used(monkeypatch):
    """Keras 3.12, the last one for Python 3.10, has this rule."""
    keras = pytest.importorskip("keras")
    from compat.keras import backend, models, symbolic

    real = keras.Model

    class Strict:
        def __new__(cls, inputs, outputs):
            for place in inputs if isinstance(inputs, list) else [inputs]:
                if not place._keras_history.operation._outbound_nodes:
                    raise ValueError("`inputs` not connected to `outputs`")
            return real(inputs, outputs)

    place = keras.Input((2,))
    with pytest.raises(ValueError, match="not connected"):
        Strict(place, place)
    monkeypatch.setattr(keras, "Model", Strict)
    assert symbolic.functional() is symbolic.functional.__wrapped__()
    monkeypatch.setattr(keras, "Model", real)
    for make in (
        models.classes("keras")["Model"],
        lambda i, o: backend.function([i], [o]),
    ):
        place = keras.Input((2,))
        make(place, place)
        assert place._keras_history.operation._outbound_nodes


# Counts how often Python runs a layer and a loss: whenever a step is compiled.
COMPILED = """
import numpy as np, keras, keras.backend as K
from keras.layers import Dense, Lambda, LSTM
from keras.models import Sequential
layers, losses, counts = [], [], []

class Lengths(keras.utils.Sequence):
    def __len__(self):
        return 6
    def __getitem__(self, i):
        layers and counts.append((len(layers), len(losses)))
        return np.ones((2 + i % 2, 3 + i, 2)), np.ones((2 + i % 2, 3 + i, 1))

def seen(x):
    layers.append(x)
    return 2 * x

def loss(y, z):
    losses.append(y)
    return K.mean(K.square(y - z), -1)

def turns():
    found = len(set(counts[1:])), counts[-1] == (len(layers), len(losses))
    del counts[:]
    return found

def given():
    for batch in Lengths():
        yield batch

model = Sequential([Lambda(seen, input_shape=(None, 2)),
                    LSTM(3, return_sequences=True), Dense(1)])
model.compile("sgd", loss)
model.fit(Lengths(), epochs=2, shuffle=False, verbose=0)
print("fit", *turns())
model.evaluate(Lengths(), verbose=0)
print("evaluate", *turns())
model.fit_generator(given(), 6, epochs=1, verbose=0)
print("fit_generator", *turns())
for x, _ in Lengths():
    model.predict_on_batch(x)
print("predict_on_batch", *turns())
model.fit(Lengths(), validation_data=Lengths(), epochs=1, verbose=0)
model.evaluate_generator(Lengths())
print("once more", *turns())
"""


@pytest.mark.slow
def test_a_step_is_compiled_once_for_all_lengths(forking, tmp_path):
    script = tmp_path / "compiled.py"
    script.write_text(COMPILED, encoding="utf-8")
    code, out, err = run(forking, script)
    assert not code, err
    ways = "fit", "evaluate", "fit_generator", "predict_on_batch", "once more"
    assert out.splitlines() == [f"{way} 1 True" for way in ways]


@pytest.mark.slow
def test_second_derivatives_are_those_of_the_plain_loops(forking, tmp_path):
    out = tmp_path / "out.npz"
    assert not run(forking, HERE / "fast_keras.py", out)[0]
    found = dict(np.load(out))
    names = {name[:-2] for name in found}
    assert len(names) == 6
    for name in names:
        plain, faster = found[f"{name}/0"], found[f"{name}/1"]
        limit = 1e-6 * np.abs(plain).max()  # sums in another order
        np.testing.assert_allclose(faster, plain, rtol=1e-5, atol=limit, err_msg=name)


def compare(ours, theirs, script):
    assert f"{script}/failed" not in ours, str(ours[f"{script}/failed"])
    compared = set(theirs) - set(LEFT_OUT)
    assert compared <= set(ours)
    for key in sorted(compared):
        expected, received = theirs[key], ours[key]
        assert received.shape == expected.shape, key
        if expected.dtype.kind == "U":
            assert received.tolist() == expected.tolist(), key
            continue
        tolerance = ALLOWED.get(key, ("", TOLERANCE))[1]
        np.testing.assert_allclose(
            received.astype("float64"),
            expected.astype("float64"),
            rtol=tolerance,
            atol=tolerance,
            err_msg=key,
        )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import tensorflow as tf\nx = tf.placeholder('float')", mode.NONE),
        ("import numpy as np", mode.NONE),
        ("import keras", mode.KERAS),
        ("from keras.models import Sequential", mode.KERAS),
        ("import tensorflow as tf\nm = tf.keras.Sequential()", mode.KERAS),
        ("from tensorflow.keras.layers import LSTM", mode.KERAS),
        ("from tensorflow.python.keras import layers", mode.KERAS),
        (  # a session for Keras alone
            "import tensorflow as tf, keras.backend as K\n"
            "K.set_session(tf.Session(config=tf.ConfigProto()))",
            mode.KERAS,
        ),
        (
            "import tensorflow as tf\nfrom tensorflow import keras\n"
            "keras.Sequential().compile(tf.train.AdamOptimizer(1e-3), 'mse')",
            mode.KERAS,
        ),
        (  # whose run it is not
            "import keras, tensorflow as tf, subprocess\n"
            "subprocess.run(['ls'])\ntf.app.run(main)",
            mode.KERAS,
        ),
        (
            "import scipy.optimize as optimize, keras\noptimize.minimize(f, 0)",
            mode.KERAS,
        ),
        (
            "import keras, tensorflow as tf\nx = tf.placeholder(tf.float32)",
            mode.MIXED,
        ),
        ("import keras.backend as K\nK.get_session().run(x)", mode.MIXED),
        (
            "import tensorflow as tf\nfrom keras.layers import Dense\n"
            "cell = tf.contrib.rnn.GRUCell(3)",
            mode.MIXED,
        ),
        (
            "import keras\nfrom tensorflow.contrib.rnn import GRUCell",
            mode.MIXED,
        ),
        ("print 'two'\nfrom keras.models import Model", mode.KERAS),
    ],
)
def test_which_keras_a_script_needs_is_seen_from_its_text(source, expected):
    assert mode.of_scripts([Script("lab.py", source.encode())]) == expected


def test_modules_beside_the_script_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(mode, "_found", mode.NONE)
    (tmp_path / "main.py").write_text("from net.model import build\n")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "model.py").write_text("import keras\n")
    (tmp_path / "other.py").write_text("import keras\nsess.run(x)\n")
    assert mode.look(str(tmp_path / "main.py")) == mode.KERAS


GRAPH = """
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import LSTM, Dense

tf.set_random_seed(1)
x = tf.placeholder(tf.float32, (None, 5, 3))
loss = tf.reduce_mean(tf.square(Dense(2)(LSTM(4)(x)) - 1.0))
step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
session = tf.Session()
K.set_session(session)
session.run(tf.global_variables_initializer())
data = {x: np.ones((2, 5, 3))}
first = session.run(loss, data)
for _ in range(5):
    session.run(step, data)
assert session.run(loss, data) < first
print(LSTM(3).get_config()["recurrent_activation"])
"""


@pytest.mark.slow
def test_a_script_with_a_graph_gets_keras_2_itself(tmp_path, forking):
    pytest.importorskip("tf_keras", reason="the extra keras2")
    (tmp_path / "script.py").write_text(GRAPH)
    code, out, err = run(forking, tmp_path / "script.py")
    assert code == 0, err
    assert out.split() == ["sigmoid"]


WITHOUT = (
    "-c",
    "import sys, importlib.util as u; real = u.find_spec;"
    "u.find_spec = lambda n, *a: None if n == 'tf_keras' else real(n, *a);"
    "from compat.cli import main; sys.exit(main(sys.argv[1:]))",
)


@pytest.mark.slow
def test_without_tf_keras_one_line_names_the_extra(tmp_path):
    (tmp_path / "script.py").write_text(GRAPH)
    done = subprocess.run(
        [sys.executable, *WITHOUT, "run", tmp_path / "script.py"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
        cwd=HERE.parent,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("pip install 'lab12[keras2]'")
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_refused_name_says_what_to_write(tmp_path, forking):
    script = tmp_path / "script.py"
    script.write_text("from keras.utils import multi_gpu_model\n")
    code, _, err = run(forking, script)
    assert code == 2
    assert "known (Keras 2.3.1) but refused" in err
    assert "MirroredStrategy" in err


@pytest.mark.slow
def test_a_model_that_keras_231_saved_loads_with_its_weights_and_goes_on_training(
    forking,
):
    """The golden is `python3.7 tests/keras2/saved.py write tests/goldens`."""
    _, out, err = run(forking, "tests/keras2/saved.py", "read", GOLDEN.parent)
    assert out.strip() == "the same", err


@pytest.fixture(scope="module")
def written(tmp_path_factory, forking):
    folder = tmp_path_factory.mktemp("written")
    code, _, err = run(forking, "tests/keras2/written.py", "write", folder)
    assert code == 0, err
    return folder


@pytest.mark.slow
def test_files_have_the_layout_of_keras_2(written):
    import h5py

    with h5py.File(written / "model.h5") as file:
        training = json.loads(file.attrs["training_config"])
        assert "name" not in training["optimizer_config"]["config"]
        assert json.loads(file.attrs["model_config"])["class_name"] == "Sequential"
        group = file["model_weights"]
        layers = [
            str(np.char.decode(n) if isinstance(n, bytes) else n)
            for n in group.attrs["layer_names"]
        ]
        assert layers == ["words", "both", "drop", "gru", "lstm", "norm", "out"]
        shapes = {
            name: [group[name][w].shape for w in group[name].attrs["weight_names"]]
            for name in layers
        }
    assert shapes["both"] == [(4, 12), (3, 12), (12,)] * 2
    assert shapes["gru"] == [(6, 15), (5, 15), (15,)]
    assert shapes["norm"] == [(4,)] * 4
    assert shapes["drop"] == []


@pytest.mark.oracle
@pytest.mark.slow
def test_keras_231_loads_the_files_and_predicts_the_same(written):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = starting.run([python], "keras2/written.py", "read", written)
    assert done.stdout.strip() == "the same", done.stderr


def plain(text):
    """What was printed, without the times, and without what was written over.

    Spaces at the end cover a longer line, which is longer where a time was.
    """
    lines = [line.rpartition("\r")[2].replace("\b", "") for line in text.split("\n")]
    lines = [line.rstrip(" ") for line in lines if "ETA" not in line]
    lines = [re.sub(" +Epoch", " Epoch", line) for line in lines]
    return re.sub(r" - \d+s( \S+(?=/))?", " - T", "\n".join(lines)).split("\n")


@pytest.mark.parametrize("flavour", ["keras", "tf.keras"])
def test_what_is_printed(flavour, forking, tmp_path):
    """Its golden is `python3.7 printed.py`, with `tensorflow.keras` for tf.keras."""
    text = (HERE / "keras2" / "printed.py").read_text()
    if flavour == "tf.keras":
        text = text.replace("from keras", "from tensorflow.keras")
        text = re.sub(r", print_summary|\nprint_summary.*", "", text)
    script = tmp_path / "printed.py"
    script.write_text(text)
    code, out, err = run(forking, script)
    assert code == 0, err
    golden = (HERE / "goldens" / f"printed_{flavour}.txt").read_text()
    assert plain(out) == plain(golden)


@pytest.mark.parametrize("flavour", ["keras", "tf.keras"])
def test_arrays_that_do_not_fit_are_refused(flavour, forking, tmp_path):
    """Its golden is `python3.7 fitting.py`, with `tensorflow.keras` for tf.keras."""
    text = (HERE / "keras2" / "fitting.py").read_text()
    if flavour == "tf.keras":
        text = text.replace("from keras", "from tensorflow.keras")
    script = tmp_path / "fitting.py"
    script.write_text(text)
    code, out, err = run(forking, script)
    assert code == 0, err
    assert out == (HERE / "goldens" / f"fitting_{flavour}.txt").read_text()


@pytest.mark.slow
def test_what_is_drawn_and_printed_beside_a_graph(forking):
    """Its golden is `python3.7 beside_graph.py`."""
    pytest.importorskip("tf_keras", reason="the extra keras2")
    code, out, err = run(forking, HERE / "keras2" / "beside_graph.py")
    assert code == 0, err
    golden = (HERE / "goldens" / "printed_beside.txt").read_text()
    assert plain(out) == plain(golden)


@pytest.mark.parametrize("flavour", ["keras", "tf.keras"])
def test_plot_model_without_pydot(flavour, monkeypatch, capsys):
    """Both raise; 1.15's tf.keras says so in a notebook, and goes on."""
    monkeypatch.setitem(sys.modules, "pydot", None)
    plot = utils.keras2_name("plot_model", flavour)
    monkeypatch.delitem(sys.modules, "IPython.core.magics.namespace", raising=False)
    with pytest.raises(ImportError, match="Failed to import `?pydot"):
        plot(None)
    monkeypatch.setitem(sys.modules, "IPython.core.magics.namespace", sys)
    if flavour == "keras":
        with pytest.raises(ImportError, match="pip install pydot"):
            plot(None)
    else:
        plot(None)
        assert "You must install pydot" in capsys.readouterr().out

"""More pieces that Keras has not, against what TensorFlow 1.15.5's contrib computed."""

import numpy as np
import pytest

from compat.migrate import checkpoint
from tests.cases.values import ramp
from tests.migrate.record import GOLDEN, oracle, run

BATCH, TIME, INPUTS, UNITS, TOKENS = 2, 4, 3, 3, 5
BOUND = 1e-6
GRIDS = {
    "grid1_rnn": {"axes": 1, "cell": "rnn"},
    "grid1_lstm": {"axes": 1, "use_peepholes": True},
    "grid2_basic": {"cell": "basic_lstm", "forget_bias": 0.5},
    "grid2_rnn": {"cell": "rnn", "tied": True},
    "grid2_gru": {"cell": "gru"},
    "grid2_relu": {"non_recurrent": "relu"},
    "grid3_lstm": {"axes": 3, "use_peepholes": True},
    "grid3_tied": {"axes": 3, "tied": True},
}
PHASED = {"phased": {}, "phased_peepholes": {"use_peepholes": True, "leak": 0.1}}
LAYER_NORMS = {
    "layer_norm": {},
    "layer_norm_last": {"begin_norm_axis": 2},
    "layer_norm_plain": {"center": False, "scale": False},
    "layer_norm_params": {"begin_params_axis": 1},
}
BATCH_NORMS = {
    "batch_norm": {},
    "batch_norm_scaled": {"scale": True, "decay": 0.8, "epsilon": 0.01},
    "batch_norm_image": {"scale": True, "decay": 0.8},
    "batch_norm_plain": {"fused": False, "decay": 0.8},
    "batch_norm_time": {"decay": 0.8},
}
SHAPES = {"batch_norm": [6, INPUTS], "batch_norm_scaled": [6, INPUTS],
          "batch_norm_time": [2, 4, INPUTS]}  # fmt: skip
SCHEDULED = ("never", "always", "half")
OUTPUTS = [f"output_{name}" for name in SCHEDULED]


def golden():
    """What 1.15.5 computed, and the variables that it had."""
    with np.load(GOLDEN / "pieces.npz") as file:
        return dict(file), checkpoint.read(str(GOLDEN / "pieces"))


@pytest.fixture(scope="module")
def theirs():
    return golden()[0]


@pytest.fixture(scope="module")
def variables():
    return golden()[1]


def of_cell(cell, x, variables, scope):
    """A cell over time with the weights of a scope: from inputs to outputs."""
    import keras

    from compat.migrate import blocks

    layer = keras.layers.RNN(cell, return_sequences=True)
    layer.build(x.shape)
    blocks.load(cell, variables, scope)
    return layer


def of_layer(layer, x, variables, scope):
    from compat.migrate import blocks

    layer.build(x.shape)
    blocks.load(layer, variables, scope)
    return layer


def made(name, variables):
    """The piece of a case, its inputs, and the weights that have a gradient there."""
    import keras

    from compat import migrate
    from compat.migrate import blocks, cells

    x = ramp([BATCH, TIME, INPUTS])
    if name in GRIDS:
        layer = of_cell(cells.GridCell(UNITS, **GRIDS[name]), x, variables, name)
        return layer, x
    if name in PHASED:
        times = np.cumsum(ramp([BATCH, TIME, 1], 4) + 2.0, axis=1)
        x = np.concatenate([times.astype("float32"), x], axis=2)
        cell = cells.PhasedLSTMCell(UNITS, **PHASED[name])
        return of_cell(cell, x, variables, name), x
    if name in LAYER_NORMS:
        layer = blocks.LayerNorm(**LAYER_NORMS[name])
        return of_layer(layer, x, variables, f"{name}/LayerNorm"), x
    if name in BATCH_NORMS:
        x = ramp(SHAPES.get(name, [2, 3, 4, INPUTS]))
        layer = blocks.BatchNorm(**BATCH_NORMS[name])
        return of_layer(layer, x, variables, f"{name}/bn"), x
    axes = int(name[4])
    shape = [5, 4, 3][:axes] + [2]
    x = ramp([BATCH, TIME, *shape])
    make = getattr(keras.layers, f"ConvLSTM{axes}D")
    layer = make(3, [3, 2, 3][:axes], padding="same", return_sequences=True)
    layer.build(x.shape)
    scope = f"{name}/rnn/conv_{axes}d_lstm_cell"
    given = [variables[f"{scope}/{leaf}"] for leaf in ("kernel", "biases")]
    layer.set_weights(migrate.keras_conv_lstm_weights(*given, forget_bias=0.5))
    return layer, x


CONVOLUTIONS = ("conv1d", "conv2d", "conv3d")
LAYERS = [*GRIDS, *PHASED, *LAYER_NORMS, *BATCH_NORMS, *CONVOLUTIONS]


def compare(ours, theirs):
    ours = np.asarray(ours)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=BOUND, atol=BOUND)


@pytest.mark.parametrize("name", LAYERS)
def test_outputs_and_gradients(name, theirs, variables):
    import tensorflow as tf

    layer, x = made(name, variables)
    x = tf.constant(x)
    more = {"training": True} if name in BATCH_NORMS else {}
    if more:
        compare(layer(x), theirs[f"{name}|used"])
    cell = getattr(layer, "cell", None)
    leaves = getattr(layer, "tf1_leaves", getattr(cell, "tf1_leaves", {}))
    with tf.GradientTape() as tape:
        tape.watch(x)
        output = layer(x, **more)
        loss = tf.reduce_sum(output * ramp(output.shape, 7))
    compare(output, theirs[f"{name}|output"])
    weights = [w for leaf, w in leaves.items() if w.trainable]
    found = tape.gradient(loss, [x, *(w.value for w in weights)])
    dx = found[0][..., 1:] if name in PHASED else found[0]
    compare(dx, theirs[f"{name}|dx"])
    known = [key for key in ("dw0", "dw1") if f"{name}|{key}" in theirs]
    assert known or name in ("layer_norm_plain",) or name in CONVOLUTIONS
    for key in known if name not in CONVOLUTIONS else ():
        gradients = [np.asarray(g) for g in found[1:] if g is not None]
        wanted = theirs[f"{name}|{key}"]
        gaps = [np.abs(g - wanted).max() for g in gradients if g.shape == wanted.shape]
        assert min(gaps) <= 3 * BOUND * max(1, np.abs(wanted).max()), (name, key, gaps)
    for leaf in ("moving_mean", "moving_variance") if more else ():
        compare(getattr(layer, leaf), theirs[f"after|{name}/bn/{leaf}"])


def decoder(name, variables):
    """A GRU's step with the weights of a case, and what is fed back."""
    from keras import ops

    from compat.migrate import blocks, cells

    plain = name.startswith("output")
    cell = cells.GRUCell(INPUTS if plain else UNITS)
    cell.build((None, INPUTS + 2 if plain else INPUTS))
    blocks.load(cell, variables, f"scheduled/{name}/decoder/gru_cell")
    if plain:
        return cell, {
            "feed": lambda outputs: outputs * 2,
            "auxiliary": ramp([BATCH, TIME, 2], 5),
        }
    project = variables[f"scheduled/{name}/decoder/dense/kernel"]
    table = variables["scheduled/table"]

    def step(given, states):
        h, states = cell(given, states)
        return ops.matmul(h, project), states

    return step, {"embed": lambda tokens: ops.take(table, tokens, axis=0)}


@pytest.mark.parametrize("name", [*SCHEDULED, *OUTPUTS])
def test_scheduled_decoding(name, theirs, variables):
    """With the draws of 1.15.5: Keras's own are others."""
    import tensorflow as tf

    from compat.migrate import blocks

    step, options = decoder(name, variables)
    x = tf.constant(ramp([BATCH, TIME, INPUTS]))
    states = [tf.zeros([BATCH, 3])]
    key = f"scheduled/{name}"
    drawn = theirs[f"{key}|drawn"]
    with tf.GradientTape() as tape:
        tape.watch(x)
        outputs, told = blocks.scheduled(step, states, x, None, drawn=drawn, **options)
        loss = tf.reduce_sum(outputs * ramp(outputs.shape, 7))
    compare(outputs, theirs[f"{key}|output"])
    compare(tape.gradient(loss, x), theirs[f"{key}|dx"])
    np.testing.assert_array_equal(told, drawn)
    for chance, all_of in ((0.0, False), (1.0, True)):
        _, told = blocks.scheduled(step, states, x, chance, seed=1, **options)
        said = np.asarray(told) >= (0 if "embed" in options else 1)
        assert (said == all_of).all()


def test_draws_of_scheduled_decoding_follow_chance_and_logits():
    from compat.migrate import blocks

    logits = np.log(np.array([[0.1, 0.2, 0.7]], np.float32))

    def step(given, states):
        return np.repeat(logits, len(given), axis=0), states

    x = np.zeros([4000, 2, 1], np.float32)
    _, drawn = blocks.scheduled(
        step, [], x, 0.25, embed=lambda t: np.zeros([4000, 1], np.float32), seed=2
    )
    shares = np.bincount(np.asarray(drawn).reshape(-1) + 1, minlength=4) / 8000
    np.testing.assert_allclose(shares, [0.75, 0.025, 0.05, 0.175], atol=0.02)


@pytest.mark.parametrize("name", ["grid3_lstm", "grid2_relu", "phased_peepholes",
                                  "layer_norm_params", "batch_norm_plain"])  # fmt: skip
def test_a_piece_is_saved_and_trains(name, variables, tmp_path):
    import keras

    layer, x = made(name, variables)
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    before = np.asarray(model(x))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(np.asarray(again(x)), before)
    model.compile("sgd", "mse")
    model.train_on_batch(x, np.zeros_like(before))
    assert np.abs(np.asarray(model(x)) - before).max() > 0


def test_first_periods_and_phases():
    """Periods spread by their logarithm, phases within them."""
    from compat.migrate import cells

    cell = cells.PhasedLSTMCell(2000, period_min=1.0, period_max=100.0)
    cell.build((None, 2))
    period, phase = np.asarray(cell.period), np.asarray(cell.phase)
    assert period.min() >= 1 and period.max() <= 100
    assert abs(np.log(period).mean() - np.log(10)) < 0.15
    assert (phase <= period).all() and abs((phase / period).mean() - 0.5) < 0.03


def test_a_model_of_ones_own_gets_the_cells(variables):
    import keras

    from compat.migrate import cells
    from compat.migrate.finding import find_pieces
    from compat.migrate.model import give

    some = {n: v for n, v in variables.items() if n.startswith(("phased/", "grid2_b"))}
    x = keras.Input((TIME, 4))
    both = keras.layers.RNN(cells.PhasedLSTMCell(3), return_sequences=True)(x)
    grid = cells.GridCell(3, cell="basic_lstm", forget_bias=0.5)
    both = keras.layers.RNN(grid)(both)
    given = give(keras.Model(x, both), find_pieces(some), some)
    assert [scope for _, scope in given.layers] == [
        "phased/rnn/phased_lstm_cell", "grid2_basic/rnn/Grid2BasicLSTMCell"
    ]  # fmt: skip
    assert not given.empty and not given.unused and not given.wrong
    kernel = variables["grid2_basic/rnn/Grid2BasicLSTMCell/project_m_0"]
    np.testing.assert_array_equal(np.asarray(grid.project_m), kernel)


def test_a_model_of_ones_own_gets_a_convolutional_lstm(variables):
    import keras

    from compat import migrate
    from compat.migrate.finding import find_pieces
    from compat.migrate.model import give

    some = {n: v for n, v in variables.items() if n.startswith("conv2d/")}
    layer = keras.layers.ConvLSTM2D(3, [3, 2], padding="same")
    model = keras.Sequential([keras.Input((TIME, 5, 4, 2)), layer])
    found = find_pieces(some)
    given = give(model, found, some)
    assert given.layers == [(layer.name, "conv2d/rnn/conv_2d_lstm_cell")]
    assert not given.empty and not found.left
    wanted = migrate.keras_conv_lstm_weights(*reversed(list(some.values())))
    for one, other in zip(layer.get_weights(), wanted, strict=True):
        np.testing.assert_array_equal(one, other)
    bare = keras.layers.ConvLSTM2D(4, [3, 2], padding="same")
    model = keras.Sequential([keras.Input((TIME, 5, 4, 2)), bare])
    assert give(model, find_pieces(some), some).empty == [bare.name]


def test_sparsemax_is_a_distribution_and_its_loss_has_its_gradient():
    import tensorflow as tf

    from compat.migrate import blocks

    logits = tf.constant(4 * ramp([5, 7]))
    labels = np.eye(7, dtype="float32")[[0, 3, 2, 6, 1]]
    with tf.GradientTape() as tape:
        tape.watch(logits)
        found = blocks.sparsemax(logits)
        loss = blocks.sparsemax_loss(logits, found, labels)
    np.testing.assert_allclose(np.asarray(found).sum(-1), 1, atol=BOUND)
    gradient = tape.gradient(loss, logits)
    np.testing.assert_allclose(gradient, found - labels, atol=BOUND)


def test_what_is_wrong_is_said():
    from compat.migrate import cells

    with pytest.raises(ValueError, match="expected a cell among rnn, gru, basic_lstm"):
        cells.GridCell(3, cell="lstn")


@pytest.mark.oracle
def test_the_goldens_are_what_115_computes(tmp_path, theirs):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = run(python, tmp_path, "piece_cases.py")
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / "pieces.npz") as file:
        assert sorted(file.files) == sorted(theirs)
        for name in file.files:
            np.testing.assert_allclose(file[name], theirs[name], rtol=0, atol=1e-6)

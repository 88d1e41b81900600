"""Cases for the cells of 1.15's `rnn_cell` file that were never public names."""

import importlib

from tests.cases.contrib.rnn.over_time import BATCH, DEPTH, UNITS, over_time, step
from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


def inside():
    return importlib.import_module("tensorflow.contrib.rnn.python.ops.rnn_cell")


ALL = {
    "use_peepholes": True,
    "cell_clip": 0.4,
    "num_proj": 3,
    "proj_clip": 0.1,
    "forget_bias": 0.3,
}


@case
def layer_norm(tf):
    return step(tf, inside().LayerNormLSTMCell(UNITS))


@case
def layer_norm_all(tf):
    start = tf.random_uniform_initializer(-0.2, 0.3)
    cell = inside().LayerNormLSTMCell(
        3, layer_norm=True, norm_gain=0.7, norm_shift=0.2, initializer=start, **ALL
    )
    return step(tf, cell)


@case
def layer_norm_time(tf):
    cell = inside().LayerNormLSTMCell(3, activation=tf.nn.relu, layer_norm=True)
    return over_time(tf, cell)


@case
def weight_norm(tf):
    return step(tf, inside().WeightNormLSTMCell(UNITS))


@case
def weight_norm_all(tf):
    start = tf.random_uniform_initializer(-0.2, 0.3)
    return step(tf, inside().WeightNormLSTMCell(2, initializer=start, **ALL))


@case
def weight_norm_without(tf):
    with tf.variable_scope("outer", initializer=tf.constant_initializer(0.2)):
        return over_time(tf, inside().WeightNormLSTMCell(UNITS, norm=False))


@case
def minimal(tf):
    return step(tf, inside().MinimalRNNCell(UNITS))


@case
def minimal_time(tf):
    cell = inside().MinimalRNNCell(UNITS, "relu", "orthogonal", "zeros", name="mine")
    return over_time(tf, cell)


@case
def chaos_free(tf):
    return step(tf, inside().CFNCell(UNITS))


@case
def chaos_free_time(tf):
    start = tf.random_uniform_initializer(-0.2, 0.3)
    return over_time(tf, inside().CFNCell(UNITS, tf.nn.relu, start, start))


@case
def turing(tf, batch=BATCH, steps=2, **options):
    controller = tf.contrib.rnn.BasicLSTMCell(UNITS)
    cell = inside().NTMCell(controller, 6, 4, 2, 1, **options)
    state = cell.zero_state(batch, tf.float32)
    outputs = []
    for time in range(steps):
        inputs = given(tf, [batch, DEPTH], time + 1)
        output, state = cell(inputs, state)
        outputs.append(output)
    return {"outputs": outputs, "state": state, "state_size": cell.state_size}


@case
def turing_options(tf):
    return turing(tf, shift_range=2, output_dim=3, clip_value=1.5, name="mine")


@case
def turing_one(tf):
    return turing(tf, 1, 1)


@case
def errors(tf):
    x = tf.placeholder(tf.float32, [BATCH, None])
    h = given(tf, [BATCH, UNITS])
    cells = inside()
    found = {}
    for name in ("LayerNormLSTMCell", "WeightNormLSTMCell"):
        cell = getattr(cells, name)(UNITS)
        found[name] = error(lambda cell=cell: cell(x, (h, h)))
    for name in ("MinimalRNNCell", "CFNCell"):
        cell = getattr(cells, name)(UNITS)
        found[name] = error(lambda cell=cell: cell(x, h))
        found["rank " + name] = error(lambda cell=cell: cell(given(tf, [2, 3, 4]), h))
    return found


@case
def built_by_hand(tf):
    found = {}
    cells = tf.nn.rnn_cell
    for shape in ([None, 5], (None, 5), tf.TensorShape([None, 5])):
        for made in (
            cells.BasicRNNCell(3),
            cells.GRUCell(3, dtype=tf.float64),
            cells.BasicLSTMCell(3),
            cells.LSTMCell(3),
            tf.contrib.rnn.NASCell(3),
            tf.contrib.rnn.IndRNNCell(3),
            tf.contrib.rnn.GRUBlockCellV2(3),
        ):
            made.build(shape)
            key = made.name + type(shape).__name__
            found[key] = [made.dtype, made.built, weights_of(made)]
    return found


def weights_of(cell):
    return [(v.name, v.dtype.name, v.shape.as_list()) for v in cell.weights]


@case
def zeros_in_eager_mode(tf):
    context = importlib.import_module("tensorflow.python.eager.context")
    found = {}
    with context.eager_mode():
        for cell in (
            tf.nn.rnn_cell.BasicLSTMCell(3),
            tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(2)]),
        ):
            one = cell.zero_state(2, tf.float32)
            size = tf.constant(2)
            found[type(cell).__name__] = [
                cell.zero_state(2, tf.float32) is one,
                cell.zero_state(3, tf.float32) is one,
                cell.zero_state(2, tf.float64) is one,
                cell.zero_state(size, tf.float32) is cell.zero_state(size, tf.float32),
            ]
    cell = tf.nn.rnn_cell.GRUCell(2)
    same = cell.zero_state(2, tf.float32) is cell.zero_state(2, tf.float32)
    return {"eager": found, "graph": same}


@case
def dropout_in_eager_mode(tf):
    """Networks that drop are called as others are, though nothing is built."""
    context = importlib.import_module("tensorflow.python.eager.context")

    def dropping():
        start = tf.constant_initializer(0.3)
        cell = tf.nn.rnn_cell.LSTMCell(UNITS, initializer=start)
        return tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=1e-6)

    with context.eager_mode():
        x = tf.ones([BATCH, 3, DEPTH])
        lengths = tf.constant([3, 1, 2])
        N = tf.nn
        networks = {
            "dynamic": N.dynamic_rnn(dropping(), x, lengths, dtype=tf.float32),
            "both": N.bidirectional_dynamic_rnn(
                dropping(), dropping(), x, dtype=tf.float32
            ),
            "static": N.static_rnn(dropping(), tf.unstack(x, axis=1), dtype=tf.float32),
        }
        return {
            name: [
                f"{one.shape.as_list()} {one.numpy().sum():.4f}"
                for one in tf.nest.flatten(network)
            ]
            for name, network in networks.items()
        }


@case
def wrappers_again(tf):
    cells = tf.nn.rnn_cell
    factor = 3

    def named(inputs, outputs, less=1):
        return inputs - factor * outputs - less

    found = {}
    cell = cells.GRUCell(2)
    for name, wrapper in (
        ("dropout", cells.DropoutWrapper(cell, 0.5, seed=3)),
        (
            "filter",
            cells.DropoutWrapper(cell, dropout_state_filter_visitor=lambda state: True),
        ),
        ("residual", cells.ResidualWrapper(cell)),
        ("lambda", cells.ResidualWrapper(cell, lambda one, other: one + other)),
        ("named", cells.ResidualWrapper(cell, named)),
        ("device", cells.DeviceWrapper(cell, "/cpu:0")),
    ):
        config = wrapper.get_config()
        shown = {k: v for k, v in config.items() if k not in ("cell", "dropout_fn")}
        shown.pop("residual_fn", None)
        again = dict(config, cell=cells.GRUCell.from_config(config["cell"]["config"]))
        again = type(wrapper).from_config(again)
        found[name] = {
            "config": str(sorted(shown.items())),
            "cell": str(sorted(config["cell"]["config"].items(), key=str)),
            "type": type(again).__name__,
            "none": error(lambda w=wrapper, c=config: type(w).from_config(c)),
        }
        if getattr(again, "_residual_fn", None):
            found[name]["result"] = again._residual_fn(5, 7)
    return found

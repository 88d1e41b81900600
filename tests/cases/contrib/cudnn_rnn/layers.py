"""cuDNN's layers beside the cells that TensorFlow 1.15 could run without a GPU.

The same file runs on both sides. `cells` builds a network of cells with weights from a
ramp: that is what 1.15.5 can compute. `layers` builds the layer that stands for it,
gives it the same weights by their saved names, and computes the same. The facts are
what 1.15.5 says of the layers' graphs without running them.

The cells' checkpoints that lie beside this file are written when they are not there.
What 1.15.5 cannot be asked (see tests/test_cudnn.py):

    python -m compat run layers.py OUT.npz alone    # dropout, a layer that learns
    python layers.py OUT.npz restore FOLDER         # 1.15.5: what the layers saved
"""

import collections
import os
import sys
import tempfile

import numpy as np

from tests.cases import goldens
from tests.cases.registry import family
from tests.cases.running import op_count
from tests.cases.values import Kept, error, ramp

case_of = family(__name__, "told")

# Only cells can be run on the real 1.15.5.
LIVE = sys.version_info < (3, 8)
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "checkpoints")

DEPTH, UNITS, BATCH, TIME = 4, 3, 3, 5

Case = collections.namedtuple("Case", "mode layers dirs lengths major dtype batch time")
WHOLE = Case("lstm", 1, 1, None, True, "float32", BATCH, TIME)
LENGTHS = (5, 1, 3)

CASES = collections.OrderedDict(
    [
        ("lstm", WHOLE),
        ("lstm_stacked", WHOLE._replace(layers=3)),
        ("lstm_both", WHOLE._replace(layers=2, dirs=2)),
        ("lstm_both_lengths", WHOLE._replace(layers=2, dirs=2, lengths=LENGTHS)),
        ("lstm_batch_major", WHOLE._replace(major=False, lengths=LENGTHS)),
        ("lstm_half", WHOLE._replace(layers=2, dtype="float16")),
        ("lstm_one", WHOLE._replace(batch=1, time=1)),
        ("gru", WHOLE._replace(mode="gru")),
        ("gru_both", WHOLE._replace(mode="gru", layers=2, dirs=2)),
        ("gru_double", WHOLE._replace(mode="gru", layers=2, dtype="float64")),
        ("gru_lengths", WHOLE._replace(mode="gru", dirs=2, lengths=(2, 0, 5))),
        ("gru_batch_major", WHOLE._replace(mode="gru", layers=2, major=False)),
        ("tanh", WHOLE._replace(mode="tanh", layers=2)),
        ("tanh_both_double", WHOLE._replace(mode="tanh", dirs=2, dtype="float64")),
        ("relu", WHOLE._replace(mode="relu")),
        ("relu_both", WHOLE._replace(mode="relu", layers=2, dirs=2, lengths=LENGTHS)),
    ]
)

# Saved: by the cells beside this file, by the layers in the folder.
CHECKPOINTS = ("lstm_both", "gru", "relu")


def layer_class(tf, mode):
    names = {"tanh": "CudnnRNNTanh", "relu": "CudnnRNNRelu"}
    return getattr(tf.contrib.cudnn_rnn, names.get(mode, "Cudnn" + mode.upper()))


def cell(tf, mode):
    if mode == "lstm":
        return tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(UNITS)
    if mode == "gru":
        return tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(UNITS)
    activation = tf.nn.relu if mode == "relu" else tf.tanh
    return tf.nn.rnn_cell.BasicRNNCell(UNITS, activation)


def parts(case):
    """How many tensors a state has."""
    return 2 if case.mode == "lstm" else 1


def given(tf, case):
    """Inputs `[time, batch, depth]` or `[batch, time, depth]`, and initial states."""
    shape = [case.time, case.batch] if case.major else [case.batch, case.time]
    inputs = tf.constant(ramp(shape + [DEPTH], 1, case.dtype))
    shape = [case.layers * case.dirs, case.batch, UNITS]
    states = [
        tf.constant(ramp(shape, 2 + part, case.dtype)) for part in range(parts(case))
    ]
    return inputs, states


def cells(tf, case):
    """The network of cells: outputs, final states shaped like cuDNN's."""
    inputs, states = given(tf, case)
    with_cells = [cell(tf, case.mode) for _ in range(case.layers * case.dirs)]

    def of_cell(place):
        own = [state[place] for state in states]
        if case.mode == "lstm":
            return tf.nn.rnn_cell.LSTMStateTuple(own[1], own[0])
        return own[0]

    def as_list(state):
        return [state.h, state.c] if case.mode == "lstm" else [state]

    if case.dirs == 1:
        outputs, final = tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.MultiRNNCell(with_cells),
            inputs,
            sequence_length=case.lengths,
            initial_state=tuple(of_cell(n) for n in range(case.layers)),
            time_major=case.major,
        )
        final = [as_list(state) for state in final]
    else:
        stack = tf.contrib.rnn.stack_bidirectional_dynamic_rnn
        outputs, forward, backward = stack(
            with_cells[::2],
            with_cells[1::2],
            inputs,
            initial_states_fw=[of_cell(2 * n) for n in range(case.layers)],
            initial_states_bw=[of_cell(2 * n + 1) for n in range(case.layers)],
            sequence_length=case.lengths,
            time_major=case.major,
        )
        final = []
        for pair in zip(forward, backward):
            final += [as_list(state) for state in pair]
    return inputs, states, outputs, [tf.stack(part) for part in zip(*final)]


def layer(tf, case):
    """The layer that stands for it, and the layer's outputs and final states."""
    inputs, states = given(tf, case)
    direction = "bidirectional" if case.dirs == 2 else "unidirectional"
    made = layer_class(tf, case.mode)(
        case.layers, UNITS, direction=direction, dtype=tf.as_dtype(case.dtype)
    )
    # Before the call the layer has no scope, so that its names have none before them.
    made.build([None, None, DEPTH])
    outputs, final = made(
        inputs,
        initial_state=tuple(states),
        sequence_lengths=case.lengths,
        time_major=case.major,
    )
    return made, inputs, states, outputs, list(final)


def grads(tf, outputs, final, sources):
    """Gradients of a weighted sum of all results."""
    total = [
        tf.reduce_sum(tf.cast(tensor, tf.float64) * (1 + 0.1 * n))
        for n, tensor in enumerate([outputs] + final)
    ]
    return tf.gradients(tf.add_n(total), sources)


def weight(name, shape, dtype):
    return ramp(shape, 3 + len(name), dtype)


def record_cells(tf, name, restore=None):
    case = CASES[name]
    with tf.Graph().as_default():
        inputs, states, outputs, final = cells(tf, case)
        variables = tf.trainable_variables()
        found = grads(tf, outputs, final, [inputs] + states + variables)
        with tf.Session() as session:
            if restore:
                tf.train.Saver().restore(session, os.path.join(restore, name))
            for variable in [] if restore else variables:
                shape = variable.shape.as_list()
                values = weight(variable.op.name, shape, case.dtype)
                variable.load(values, session)
            path = os.path.join(HERE, name)
            if name in CHECKPOINTS and not os.path.exists(path + ".index"):
                tf.train.Saver().save(session, path, write_meta_graph=False)
                os.remove(os.path.join(HERE, "checkpoint"))  # holds this folder's path
            values = session.run([outputs, final, found])
    seen = described(values, [variable.op.name for variable in variables])
    return dict(seen, **saved(tf, name, HERE))


def saved(tf, name, folder):
    """What is in a checkpoint, without the layer's one vector."""
    if name not in CHECKPOINTS:
        return {}
    reader = tf.train.load_checkpoint(os.path.join(folder, name))
    return {
        "initial/saved/" + key: reader.get_tensor(key)
        for key in reader.get_variable_to_shape_map()
        if not key.endswith("/opaque_kernel")
    }


def described(values, names):
    seen = {"output": values[0]}
    for n, part in enumerate(values[1]):
        seen["state/{}".format(n)] = part
    inputs = ["input/{}".format(n) for n in range(len(values[1]) + 1)]
    for name, grad in zip(inputs + names, values[2]):
        seen["gradient/" + name] = grad
    return seen


def record_layer(tf, name):
    case = CASES[name]
    folder = os.environ.get("CASES_FOLDER") or tempfile.mkdtemp()
    with tf.Graph().as_default():
        made, inputs, states, outputs, final = layer(tf, case)
        names = [spec.name for spec in made.saveable.specs]
        tensors = [spec.tensor for spec in made.saveable.specs]
        found = grads(tf, outputs, final, [inputs] + states + [made.kernel])
        converter = made.saveable.format_converter
        by_name = sum(converter.opaque_to_tf_canonical(found.pop()), [])
        holders = [tf.placeholder(tensor.dtype, tensor.shape) for tensor in tensors]
        restore = made.saveable.restore(holders, None)
        saver = tf.train.Saver([made.saveable])
        with tf.Session() as session:
            if name in CHECKPOINTS:
                saver.restore(session, os.path.join(HERE, name))
            else:
                shapes = [tensor.shape.as_list() for tensor in tensors]
                values = [weight(n, s, case.dtype) for n, s in zip(names, shapes)]
                session.run(restore, dict(zip(holders, values)))
            values = session.run([outputs, final, found + by_name])
            if name in CHECKPOINTS:
                path = os.path.join(folder, name)
                tf.train.Saver().save(session, path, write_meta_graph=False)
    seen = described(values, names)
    for key in seen:
        if "gradient/" in key and key.endswith("bias") and "projection" not in key:
            # cuDNN has two biases, and saves their sum: the gradient of one of them
            seen[key] = (seen[key].astype(float) / 2).astype(seen[key].dtype)
    return dict(seen, **saved(tf, name, folder))


# What only the layers do.


def dropped(tf):
    """Two ReLU layers whose second one hands on what it gets: what dropout leaves."""
    seen, rate, shape = {}, 0.25, [20, 8, 6]
    identity = [np.eye(6)] * 2 + [np.zeros([6, 6])] * 2
    order = [identity[0], identity[2], identity[1], identity[3]]
    vector = np.concatenate([part.ravel() for part in order] + [np.zeros(24)])
    inputs = tf.constant(1 + np.abs(ramp(shape)))
    runs = [
        ("first", dict(dropout=rate, seed=3), {}),
        ("again", dict(dropout=rate, seed=3), {}),
        ("other seed", dict(dropout=rate, seed=4), {}),
        ("not training", dict(dropout=rate, seed=3), dict(training=False)),
        ("all", dict(dropout=1.0), {}),
    ]
    for name, options, call in runs:
        made = tf.contrib.cudnn_rnn.CudnnRNNRelu(2, 6, **options)
        outputs, _ = made(inputs, **call)
        with tf.Session() as session:
            session.run(tf.assign(made.kernel, vector, validate_shape=False))
            seen[name] = session.run(outputs)
            seen[name + ", second run"] = session.run(outputs)
            if name == "first":
                grad = tf.gradients(tf.reduce_sum(outputs), inputs)[0]
                seen["slope"], seen["with slope"] = session.run([grad, outputs])
    seen["inputs"] = 1 + np.abs(ramp(shape))
    return seen


def trained(tf):
    """Losses of a layer that learns the sum of what it has seen, by Adam."""
    tf.set_random_seed(7)
    values = ramp([12, 16, 1])
    outputs, _ = tf.contrib.cudnn_rnn.CudnnLSTM(2, 8)(tf.constant(values))
    guess = tf.layers.dense(outputs, 1)
    loss = tf.losses.mean_squared_error(np.cumsum(values, axis=0), guess)
    step = tf.train.AdamOptimizer(0.02).minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return {"losses": [session.run([loss, step])[0] for _ in range(150)]}


# What 1.15.5 says of the graphs.


def fetched(tf, tensors):
    """Values of tensors whose graph holds ops that 1.15.5 cannot run without a GPU."""
    names = [tensor.name for tensor in tensors]
    ops = sorted({name.split(":")[0] for name in names})
    graph = tf.get_default_graph().as_graph_def()
    only = tf.graph_util.extract_sub_graph(graph, ops)
    with tf.Graph().as_default():
        found = tf.import_graph_def(only, return_elements=names)
        with tf.Session() as session:
            return session.run(found)


def drawn(tf):
    """The initial values of a layer's matrices: 1.15.5 can draw, not join them."""
    graph = tf.get_default_graph()
    names = [o.name for o in graph.get_operations() if o.type == "RandomUniform"]
    ends = [name[: -len("/RandomUniform")] + ":0" for name in names]
    return fetched(tf, [graph.get_tensor_by_name(end) for end in ends])


def joined(tf, kind, layers, direction):
    """The vector that a converter makes of a cell's weights: in 1.15.5, its parts."""
    made = getattr(tf.contrib.cudnn_rnn, "CudnnParamsFormatConverter" + kind)(
        layers, UNITS, DEPTH, direction=direction
    )
    places = range(layers * (2 if direction == BOTH else 1))
    kernels, biases = [], []
    for place in places:
        wide = 2 * UNITS if direction == BOTH else UNITS
        depth = wide if place >= len(places) // layers else DEPTH
        shapes = {
            "LSTM": [[depth + UNITS, 4 * UNITS]],
            "GRU": [[depth + UNITS, 2 * UNITS], [depth, UNITS], [UNITS, UNITS]],
        }.get(kind, [[depth + UNITS, UNITS]])
        for shape in shapes:
            start = len(kernels)
            kernels.append(tf.constant(ramp(shape, start)))
            biases.append(tf.constant(ramp(shape[1:], start + 50)))
    vector = made.tf_canonical_to_opaque(kernels + biases)
    parts = list(vector.op.inputs)[3:]
    if vector.op.type != "CudnnRNNCanonicalToParams":
        parts = [vector]
    return np.concatenate([value.ravel() for value in fetched(tf, parts)])


def facts_of(tf, mode, layers=1, direction="unidirectional", resource=False, **options):
    """Names, shapes and op seeds of a layer that is called, trained and saved."""
    tf.set_random_seed(7)
    with tf.variable_scope("outer", use_resource=resource):
        made = layer_class(tf, mode)(
            layers, UNITS, direction=direction, dropout=0.3, **options
        )
        inputs = tf.placeholder(tf.float32, [TIME, None, DEPTH])
        outputs, final = made(inputs)
    seen = {"seed after call": op_count(tf)}
    tf.train.MomentumOptimizer(0.1, 0.9).minimize(tf.reduce_sum(outputs))
    seen["seed after training"] = op_count(tf)
    made(tf.transpose(inputs, [1, 0, 2]), time_major=False, training=False)
    seen["seed after batch-major"] = op_count(tf)
    lengths = tf.placeholder(tf.int32, [None])
    outputs, final = made(inputs, sequence_lengths=lengths)
    seen["seed after lengths"] = op_count(tf)
    tf.gradients(tf.add_n([tf.reduce_sum(part) for part in final]), [made.kernel])
    seen["seed after gradients"] = op_count(tf)
    state = tf.zeros(made.state_shape(BATCH)[0])
    made(inputs, initial_state=(state,) * len(final))
    seen["seed after given state"] = op_count(tf)
    return dict(
        seen,
        variables=[(v.name, str(v.shape)) for v in tf.global_variables()],
        trainable=[v.name for v in made.trainable_variables],
        saved=[(s.name, str(s.tensor.dtype)) for s in made.saveable.specs],
        saveable=made.saveable.name,
        collection=len(tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS)),
        weights=made.canonical_weight_shapes,
        biases=made.canonical_bias_shapes,
        states=made.state_shape(7),
        outputs=[str(outputs.shape)] + [str(part.shape) for part in final],
        names=[outputs.name] + [part.name for part in final],
        attributes=[
            made.name,
            made.num_layers,
            made.num_units,
            made.input_size,
            made.num_dirs,
            made.rnn_mode,
            made.direction,
            made.input_mode,
            made.dtype,
        ],
    )


def converter_facts(tf, kind, layers, direction, proj=None):
    tf.set_random_seed(7)
    name = "CudnnParamsFormatConverter" + kind
    options = {"num_proj": proj} if proj else {}
    made = getattr(tf.contrib.cudnn_rnn, name)(
        layers, UNITS, DEPTH, direction=direction, **options
    )
    there = made.opaque_to_tf_canonical(tf.placeholder(tf.float32, [None]))
    seen = {"seed there": op_count(tf), "lists": [len(part) for part in there]}
    holders = [[tf.placeholder(tf.float32, None) for _ in part] for part in there]
    made.tf_canonical_to_opaque(holders[0] + holders[1], *holders[2:])
    return dict(seen, back=op_count(tf))


def errors(tf):
    make = tf.contrib.cudnn_rnn.CudnnLSTM
    gru = tf.contrib.cudnn_rnn.CudnnGRU
    x, state = tf.zeros([TIME, BATCH, DEPTH]), tf.zeros([1, BATCH, UNITS])
    return {
        "direction": error(lambda: make(1, UNITS, direction="both")),
        "input mode": error(lambda: make(1, UNITS, input_mode="none")),
        "dtype": error(lambda: make(1, UNITS, dtype=tf.int32)),
        "rank": error(lambda: make(1, UNITS)(x[0])),
        "unknown depth": error(
            lambda: make(1, UNITS)(tf.placeholder(tf.float32, [TIME, BATCH, None]))
        ),
        "other dtype": error(lambda: make(1, UNITS)(tf.cast(x, tf.float64))),
        "one state": error(lambda: make(1, UNITS)(x, (state,))),
        "two states": error(lambda: gru(1, UNITS)(x, (state, state))),
        "no tuple": error(lambda: gru(1, UNITS)(x, state)),
        "unbuilt shapes": error(lambda: make(1, UNITS).canonical_weight_shapes),
        "unbuilt size": error(lambda: make(1, UNITS).input_size),
        "unbuilt kernel": error(lambda: make(1, UNITS).kernel),
        "training": error(lambda: make(1, UNITS)(x, training=tf.constant(True))),
        "no layers": error(lambda: make(0, UNITS)(x)),
        "gru projection": error(
            lambda: tf.contrib.cudnn_rnn.CudnnParamsFormatConverterGRU(
                1, UNITS, DEPTH, num_proj=2
            ).opaque_to_tf_canonical(tf.placeholder(tf.float32, [None]))
        ),
    }


def scopes(tf):
    """Where a layer stands in scopes; a shared one is saved once."""
    seen = []
    for reuse in (False, True):
        with tf.variable_scope("outer", reuse=reuse):
            made = tf.contrib.cudnn_rnn.CudnnGRU(1, UNITS, name="shared")
            made(tf.zeros([TIME, BATCH, DEPTH]))
            seen.append(str(made.saveable and made.saveable.name))
    made.build([None, None, DEPTH])
    seen += [v.name for v in tf.global_variables()]
    bare = tf.contrib.cudnn_rnn.CudnnLSTM(1, UNITS)
    seen.append(str(bare.saveable))
    bare.build([None, None, DEPTH])
    seen += [bare.kernel.name, bare.saveable.specs[0].name]
    saveable = tf.contrib.cudnn_rnn.CudnnGRUSaveable
    for scope in (None, "text", tf.VariableScope(False, name="scope")):
        vector = tf.get_variable("v" + str(len(seen)), [81])
        made = saveable(vector, 1, 3, 4, scope=scope)
        seen += [made.name, made.specs[0].name]
    return seen


BOTH = "bidirectional"
FACTS = collections.OrderedDict(
    [
        ("lstm", lambda tf: facts_of(tf, "lstm")),
        ("lstm both", lambda tf: facts_of(tf, "lstm", 2, BOTH, seed=5)),
        ("gru", lambda tf: facts_of(tf, "gru", 2)),
        ("gru both", lambda tf: facts_of(tf, "gru", 1, BOTH, name="mine")),
        ("tanh", lambda tf: facts_of(tf, "tanh", 2)),
        ("relu both", lambda tf: facts_of(tf, "relu", 2, BOTH)),
        (
            "initializers",
            lambda tf: facts_of(
                tf,
                "gru",
                kernel_initializer=tf.random_normal_initializer(),
                bias_initializer=tf.random_uniform_initializer(),
            ),
        ),
        ("resource", lambda tf: facts_of(tf, "gru", resource=True)),
        ("to LSTM", lambda tf: converter_facts(tf, "LSTM", 2, BOTH)),
        (
            "to LSTM projected",
            lambda tf: converter_facts(tf, "LSTM", 2, "unidirectional", 2),
        ),
        ("to GRU", lambda tf: converter_facts(tf, "GRU", 2, BOTH)),
        ("to Tanh", lambda tf: converter_facts(tf, "Tanh", 2, BOTH)),
        ("to Relu", lambda tf: converter_facts(tf, "Relu", 1, "unidirectional")),
        ("errors", errors),
        ("scopes", scopes),
    ]
)


def record_drawn(tf, mode, direction):
    with tf.Graph().as_default():
        tf.set_random_seed(7)
        made = layer_class(tf, mode)(2, UNITS, direction=direction, name="drawn")
        made(tf.zeros([TIME, BATCH, DEPTH]))
        return {str(n): value for n, value in enumerate(drawn(tf))}


# Rounding of each type, over two layers and five steps.
LIMITS = {
    "float16": {"output": 2e-3, "gradient": 4e-3},
    "float32": {"output": 1e-6, "gradient": 1e-5},
    "float64": {"output": 1e-12, "gradient": 1e-12},
}


def network(name):
    """A case: of cells on 1.15.5, of the layer that stands for them under compat."""
    run = record_cells if LIVE else record_layer
    return lambda tf: {key: Kept(value) for key, value in run(tf, name).items()}


def facts(fact):
    def told(tf):
        found = fact(tf)
        found = found if isinstance(found, dict) else {"all": found}
        return {key: str(value) for key, value in found.items()}

    return told


def matrices(mode, direction):
    return lambda tf: {k: Kept(v) for k, v in record_drawn(tf, mode, direction).items()}


def vector(kind, direction):
    return lambda tf: {"vector": Kept(joined(tf, kind, 2, direction))}


for name, made in CASES.items():
    why = "{} is rounded at each step".format(made.dtype)
    case_of(network(name), name, why=why, **LIMITS[made.dtype])
for name, fact in FACTS.items():
    case_of(facts(fact), "facts_" + name.replace(" ", "_"))
for mode, direction in (("lstm", "unidirectional"), ("gru", BOTH)):
    case_of(matrices(mode, direction), "drawn_" + mode, output=0.0, why="drawn: exact")
for kind, direction in (("LSTM", BOTH), ("GRU", BOTH), ("Relu", "unidirectional")):
    case_of(vector(kind, direction), "joined_" + kind)


def main(out, what, folder=None):
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    runs = {"dropped": dropped, "trained": trained}
    if what == "restore":
        runs = {n: lambda tf, n=n: record_cells(tf, n, folder) for n in CHECKPOINTS}
    seen = {}
    for name, run in runs.items():
        with tf.Graph().as_default():
            seen.update((name + "|" + key, value) for key, value in run(tf).items())
    goldens.save(out, seen)


if __name__ == "__main__":
    main(*sys.argv[1:])

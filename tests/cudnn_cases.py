"""cuDNN's layers beside the cells that TensorFlow 1.15 could run without a GPU.

The same file runs on both sides. `cells` builds a network of cells with weights from a
ramp: that is what 1.15.5 can compute. `layers` builds the layer that stands for it,
gives it the same weights by their saved names, and computes the same. `facts` is what
1.15.5 says of the layers' graphs without running them.

    python tests/cudnn_cases.py OUT.npz FOLDER save       # on TensorFlow 1.15.5
    python -m compat run tests/cudnn_cases.py OUT.npz FOLDER layers
    python tests/cudnn_cases.py OUT.npz FOLDER restore    # what the layers have saved
"""

import collections
import os

import numpy as np
from differential import error, op_count, pack
from ramp import ramp

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

# Saved in the folder: by the cells as `<case>`, by the layers as `of_<case>`.
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


def slopes(tf, outputs, final, sources):
    """Slopes of a weighted sum of all results."""
    total = [
        tf.reduce_sum(tf.cast(tensor, tf.float64) * (1 + 0.1 * n))
        for n, tensor in enumerate([outputs] + final)
    ]
    return tf.gradients(tf.add_n(total), sources)


def weight(name, shape, dtype):
    return ramp(shape, 3 + len(name), dtype)


def record_cells(tf, name, folder, restore=False):
    case = CASES[name]
    with tf.Graph().as_default():
        inputs, states, outputs, final = cells(tf, case)
        variables = tf.trainable_variables()
        found = slopes(tf, outputs, final, [inputs] + states + variables)
        with tf.Session() as session:
            if restore:
                tf.train.Saver().restore(session, os.path.join(folder, "of_" + name))
            for variable in [] if restore else variables:
                shape = variable.shape.as_list()
                values = weight(variable.op.name, shape, case.dtype)
                variable.load(values, session)
            if name in CHECKPOINTS and not restore:
                path = os.path.join(folder, name)
                tf.train.Saver().save(session, path, write_meta_graph=False)
            values = session.run([outputs, final, found])
    return described(values, [variable.op.name for variable in variables])


def described(values, names):
    seen = {"output": values[0]}
    for n, part in enumerate(values[1]):
        seen["state/{}".format(n)] = part
    inputs = ["input/{}".format(n) for n in range(len(values[1]) + 1)]
    for name, slope in zip(inputs + names, values[2]):
        seen["gradient/" + name] = slope
    return seen


def record_layer(tf, name, folder):
    case = CASES[name]
    with tf.Graph().as_default():
        made, inputs, states, outputs, final = layer(tf, case)
        names = [spec.name for spec in made.saveable.specs]
        tensors = [spec.tensor for spec in made.saveable.specs]
        found = slopes(tf, outputs, final, [inputs] + states + [made.kernel])
        converter = made.saveable.format_converter
        by_name = sum(converter.opaque_to_tf_canonical(found.pop()), [])
        holders = [tf.placeholder(tensor.dtype, tensor.shape) for tensor in tensors]
        restore = made.saveable.restore(holders, None)
        saver = tf.train.Saver([made.saveable])
        with tf.Session() as session:
            if name in CHECKPOINTS:
                saver.restore(session, os.path.join(folder, name))
            else:
                shapes = [tensor.shape.as_list() for tensor in tensors]
                values = [weight(n, s, case.dtype) for n, s in zip(names, shapes)]
                session.run(restore, dict(zip(holders, values)))
            values = session.run([outputs, final, found + by_name])
            if name in CHECKPOINTS:
                path = os.path.join(folder, "of_" + name)
                tf.train.Saver().save(session, path, write_meta_graph=False)
    return described(values, names)


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
                slope = tf.gradients(tf.reduce_sum(outputs), inputs)[0]
                seen["slope"], seen["with slope"] = session.run([slope, outputs])
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
        ("to LSTM, 2", lambda tf: converter_facts(tf, "LSTM", 2, "unidirectional", 2)),
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


def main(argv):
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    seen = {"tensorflow": np.array(tf.__version__)}
    out, folder, what = argv
    for name in CHECKPOINTS if what == "restore" else CASES:
        if what == "layers":
            found = record_layer(tf, name, folder)
        else:
            found = record_cells(tf, name, folder, restore=what == "restore")
        seen.update(("{}|{}".format(name, key), found[key]) for key in found)
    if what == "layers":
        for name, record in (("dropped", dropped), ("trained", trained)):
            with tf.Graph().as_default():
                found = record(tf)
            seen.update(("{}|{}".format(name, key), found[key]) for key in found)
    for name, fact in FACTS.items():
        with tf.Graph().as_default():
            found = fact(tf)
        for key, value in found.items() if isinstance(found, dict) else [("", found)]:
            seen["facts {}|{}".format(name, key)] = np.array(str(value))
    for mode, direction in (("lstm", "unidirectional"), ("gru", BOTH)):
        for key, value in record_drawn(tf, mode, direction).items():
            seen["drawn {}|{}".format(mode, key)] = value
    for kind, direction in (("LSTM", BOTH), ("GRU", BOTH), ("Relu", "unidirectional")):
        with tf.Graph().as_default():
            found = joined(tf, kind, 2, direction)
        seen["joined {}|vector".format(kind)] = found
    np.savez_compressed(out, **pack(seen))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])

"""Cases for what old code takes out of 1.15's files though it was not public."""

import importlib

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, ramp

case = family(__name__)


def deep(path):
    return importlib.import_module(f"tensorflow.{path}")


@case
def attention_scores(tf):
    wrapper = deep("contrib.seq2seq.python.ops.attention_wrapper")
    keys, query = tf.constant(ramp([2, 3, 4])), tf.constant(ramp([2, 4]))
    v, b = tf.constant(ramp([4])), tf.constant(ramp([4]) / 2)
    return {
        "bahdanau": wrapper._bahdanau_score(query, keys, v),
        "normalized": wrapper._bahdanau_score(query, keys, v, tf.constant(0.3), b),
        "luong": wrapper._luong_score(query, keys, None),
        "scaled": wrapper._luong_score(query, keys, tf.constant(0.3)),
    }


@case
def attention_masks(tf):
    wrapper = deep("contrib.seq2seq.python.ops.attention_wrapper")
    score, memory = tf.constant(ramp([2, 3])), tf.constant(ramp([2, 3, 2]))
    mask = tf.constant([[True, False, False], [True, True, False]])
    given = {
        "none": {},
        "lengths": {"memory_sequence_length": [1, 2]},
        "mask": {"memory_mask": mask},
    }
    found = {}
    for name, one in given.items():
        found[f"{name} score"] = wrapper._maybe_mask_score(
            score, score_mask_value=-5.0, **one
        )
        found[f"{name} memory"] = wrapper._prepare_memory(memory, **one)
    both = {"memory_sequence_length": [1, 2], "memory_mask": mask}
    found["both"] = error(lambda: wrapper._prepare_memory(memory, **both))
    return found


@case
def own_mechanism(tf):
    """A mechanism of a script's own, on the base that was not public."""
    wrapper = deep("contrib.seq2seq.python.ops.attention_wrapper")

    class Location(wrapper._BaseAttentionMechanism):
        def __init__(self, units, memory, lengths):
            def dense(name):
                return tf.layers.Dense(
                    units, name=name, use_bias=False, dtype=tf.float32
                )

            super(Location, self).__init__(
                query_layer=dense("query"),
                memory_layer=dense("memory"),
                memory=memory,
                probability_fn=lambda score, _: tf.nn.softmax(score),
                memory_sequence_length=lengths,
                name="Location",
            )

        def __call__(self, query, state):
            with tf.variable_scope(None, "location", [query]):
                v = tf.get_variable("v", [self.keys.shape[2]])
                score = wrapper._bahdanau_score(self.query_layer(query), self.keys, v)
            alignments = self._probability_fn(score, state)
            return alignments, alignments + state

    with tf.variable_scope("root", initializer=tf.constant_initializer(0.3)):
        mechanism = Location(4, tf.constant(ramp([2, 3, 5])), [2, 3])
        state = mechanism.initial_state(2, tf.float32)
        given = tf.constant(ramp([2, 3]))
        attended = wrapper._compute_attention(mechanism, given, state, None)
    bad = wrapper._BaseAttentionMechanism
    return {
        "values": list(attended),
        "names": [v.name for v in tf.global_variables()],
        "no layer": error(lambda: bad(3, tf.ones([2, 3, 4]), tf.nn.softmax)),
    }


@case
def beams(tf):
    inside = deep("contrib.seq2seq.python.ops.beam_search_decoder")
    errors = deep("python.framework.errors")
    array = np.arange(24, dtype=np.float32).reshape([4, 2, 3])
    parents = np.array(
        [
            [[0, 0, 0], [0, 0, 0]],
            [[0, 1, 1], [1, 1, 0]],
            [[2, 1, 2], [2, 0, 1]],
            [[-1, -1, -1], [0, 1, 0]],
        ]
    )
    found = {
        "mask": inside._mask_probs(
            tf.constant(ramp([2, 3, 4])), 0, tf.constant([[0, 1, 0], [0, 1, 1]]) > 0
        ),
        "sorted": inside.gather_tree_from_array(
            tf.constant(array),
            tf.constant(parents, tf.int32),
            tf.constant([[3, 3, 3], [4, 4, 3]]),
        ),
        "penalty": inside._length_penalty(tf.constant([[1, 2, 3]]), 0.6),
        "gathered": inside._tensor_gather_helper(
            tf.constant([[2, 0, 1], [1, 1, 2]]), tf.constant(ramp([2, 3])), 2, 3, [-1]
        ),
        "tiled": inside._tile_batch(tf.constant(ramp([2, 3])), 2),
    }
    found["no penalty"] = inside._length_penalty(tf.constant([[1, 2, 3]]), 0)
    for name, static, dynamic in (
        ("apart", (8, 4, 5, 10), (None, None, 5, 10)),
        ("together", (8, 20, 10), (None, None, 10)),
        ("too many", (8, 21, 10), (None, None, 10)),
        ("other width", (8, 4, 6, 10), (None, None, None, 10)),
        ("too few", (8, 4), (None, None)),
    ):
        values = tf.placeholder_with_default(np.zeros(static, np.float32), dynamic)
        check = inside._check_batch_beam(values, tf.constant(4), 5)
        try:
            tf.Session().run(check)
            found[name] = True
        except errors.InvalidArgumentError:
            found[name] = False
    for shape in ([None, None], [15, None], [16, None], [3, 5], [3, 6], [5, 3]):
        shape = tf.TensorShape(shape)
        known = inside._check_static_batch_beam_maybe(shape, 3, 5)
        found[f"static {shape.as_list()}"] = known
    return found


@case
def linear(tf):
    inside = deep("contrib.rnn.python.ops.core_rnn_cell")
    a, b = tf.constant(ramp([2, 3])), tf.constant(ramp([2, 2]))
    with tf.variable_scope("root", initializer=tf.constant_initializer(0.3)):
        one = inside._linear([a, b], 4, True)
        with tf.variable_scope("other"):
            layer = inside._Linear(a, 2, True, tf.constant_initializer(0.5))
            other = [layer(a), layer(2 * a)]
        twice = error(lambda: inside._linear([a, b], 4, True))
    return {
        "values": [one, *other],
        "names": [v.name for v in tf.global_variables()],
        "twice": twice.split(",")[0],
        "weights": inside._WEIGHTS_VARIABLE_NAME,
        "bias": inside._BIAS_VARIABLE_NAME,
    }


@case
def block_ops(tf):
    inside = deep("contrib.rnn.python.ops.lstm_ops")
    steps = [tf.constant(ramp([2, 3]) * (time + 1)) for time in range(3)]
    w, b = tf.constant(ramp([7, 16])), tf.constant(ramp([16]))
    peepholes = {
        name: tf.constant(ramp([4]) * (place + 1))
        for place, name in enumerate(("wci", "wcf", "wco"))
    }
    zeros = tf.zeros([2, 4])
    length = tf.constant(3, tf.int64)
    plain = inside._block_lstm(length, steps, w, b, cell_clip=0)
    peeping = inside._block_lstm(
        length, steps, w, b, use_peephole=True, forget_bias=0.5, **peepholes
    )
    step = inside._lstm_block_cell(
        steps[0], zeros, zeros, w, b, use_peephole=True, **peepholes
    )
    return {
        "plain": plain[-1],
        "gradient": tf.gradients(plain[-1], [w, b]),
        "peeping": peeping[-1],
        "states": peeping[1],
        "step": list(step),
    }


@case
def shapes_of_states(tf):
    inside = deep("python.ops.rnn_cell_impl")
    cell = tf.nn.rnn_cell.GRUCell(2)
    shape = tf.TensorShape
    found = {
        "static": str(inside._concat(tf.constant(2), shape([None]), True)),
        "regexp": inside.ASSERT_LIKE_RNNCELL_ERROR_REGEXP,
        "none": error(lambda: inside.assert_like_rnncell("cell", None)),
        "cell": error(lambda: inside.assert_like_rnncell("cell", cell)),
    }
    for name, one, other in (
        ("ints", 2, 3),
        ("shapes", shape([2]), shape([3, 4])),
        ("tensor", tf.constant(2), 3),
    ):
        # As text: how many ops the shape takes is not looked at here.
        with tf.Graph().as_default() as graph:
            if tf.contrib.framework.is_tensor(one):
                one = tf.constant(2)
            with tf.Session(graph=graph) as session:
                found[name] = session.run(inside._concat(one, other)).tolist()
    return found


@case
def utilities(tf):
    utils = deep("contrib.layers.python.layers.utils")
    one, two = tf.constant(1.0, name="one"), tf.constant(2.0, name="two")
    flag = tf.placeholder(tf.bool, [])
    utils.collect_named_outputs("ends", "a", one)
    utils.collect_named_outputs("ends", "b/", one)
    utils.collect_named_outputs(None, "c", two)
    shape = tf.TensorShape
    found = {
        "aliases": utils.gather_tensors_aliases([one, two]),
        "dict": list(utils.convert_collection_to_dict("ends")),
        "known": [utils.constant_value(one), utils.constant_value(3)],
        "not known": str([utils.constant_value(flag), utils.constant_value(one + 1)]),
        "static": [utils.static_cond(value, lambda: 1, lambda: 2) for value in (0, 3)],
        "smart": utils.smart_cond(tf.constant(False), lambda: 1, lambda: 2),
        "sizes": [
            utils.last_dimension(shape([2, 3])),
            utils.channel_dimension(shape([2, 3, 4]), "channels_first"),
            utils.channel_dimension(shape([2, 3, 4]), "channels_last"),
        ],
        "two": [utils.two_element_tuple(3), utils.two_element_tuple((1, 2))],
        "three": utils.n_positive_integers(3, shape([2, 3, 1])),
        "dynamic": utils.smart_cond(flag, lambda: one, lambda: two).op.type,
    }
    for name, call in (
        ("nothing", lambda: utils.constant_value(None)),
        ("no function", lambda: utils.static_cond(True, 3, lambda: 2)),
        ("rank", lambda: utils.last_dimension(shape([2]), 2)),
        ("size", lambda: utils.last_dimension(shape([2, None]))),
        ("elements", lambda: utils.two_element_tuple([1, 2, 3])),
        ("word", lambda: utils.n_positive_integers(1, "a")),
        ("minus", lambda: utils.n_positive_integers(1, [-1])),
        ("count", lambda: utils.n_positive_integers("3", [1])),
        ("too many", lambda: utils.n_positive_integers(1, [1, 2])),
    ):
        found[f"error {name}"] = error(call)
    return found


@case
def inside_layers(tf):
    inside = deep("contrib.layers.python.layers.layers")
    images = tf.constant(ramp([2, 5, 4, 3]))
    sparse = tf.SparseTensor([[0, 0, 1], [1, 2, 3]], [3, 4], [2, 3, 4])
    found = {
        "average": inside.pool(images, [2, 3], "AVG"),
        "largest": inside.pool(images, 2, "MAX", padding="SAME", stride=2),
        "apart": inside.pool(images, 2, "MAX", dilation_rate=2, scope="apart"),
        "poincare": inside.poincare_normalize(3 * images, 1),
        "flat": inside._inner_flatten(images, 2),
        "sparse": tf.sparse_tensor_to_dense(inside._inner_flatten(sparse, 2)),
    }
    names = {f"{key} name": value.name for key, value in found.items()}
    found.update(names)
    unknown = tf.placeholder(tf.float32)
    found["rank"] = error(lambda: inside.pool(unknown, 2, "MAX"))
    found["few axes"] = error(lambda: inside.pool(tf.ones([2, 3]), 2, "MAX"))
    found["sparse rank"] = error(lambda: inside._inner_flatten(sparse, 4)).split("(")[0]
    return found


@case
def names_of_outputs(tf):
    layers = tf.contrib.layers
    images, rows = tf.ones([2, 4, 4, 3]), tf.ones([2, 3])
    given = {"outputs_collections": "ends"}
    with tf.name_scope("outer"), tf.variable_scope("inner"):
        layers.conv2d(images, 2, 3, **given)
        layers.conv2d(images, 2, 3, scope="mine", **given)
        layers.max_pool2d(images, 2, **given)
        layers.flatten(images, **given)
        layers.batch_norm(images, **given)
        layers.fully_connected(rows, 2, **given)
        layers.repeat(images, 2, layers.conv2d, 2, 3, **given)
        layers.stack(
            images, layers.separable_conv2d, [2, 2], kernel_size=3, depth_multiplier=1
        )
    ends = tf.get_collection("ends")
    return {
        "aliases": [alias for tensor in ends for alias in tensor.aliases],
        "names": [tensor.name for tensor in ends],
        "variables": [v.name for v in tf.global_variables()],
        "format": error(lambda: layers.avg_pool2d(images, 2, data_format="CHWN"))[:55],
    }


@case
def moved(tf):
    """Names of `tensorflow.python` that are elsewhere, or nowhere, today."""
    shape = deep("python.framework.tensor_shape")
    variables = deep("python.ops.variables")
    one = variables.VariableV1(3.0, name="one")
    return {
        "shapes": str(
            [
                found.as_list()
                for found in (shape.scalar(), shape.vector(3), shape.matrix(2, None))
            ]
        ),
        "variable": [isinstance(one, variables.VariableV1), one.name == "one:0"],
        "tracking": callable(deep("python.training.tracking.util").Checkpoint),
        "text": callable(
            deep("contrib.learn.python.learn.preprocessing.text").VocabularyProcessor
        ),
        "cond": callable(deep("python.ops.control_flow_ops").cond),
    }


@case
def timings(tf):
    """The helpers of 1.15's own timings of cells."""
    helpers = deep("contrib.rnn.python.kernel_tests.benchmarking")
    ran = []

    class Session:
        def run(self, *given):
            ran.append(given)

    with tf.Graph().as_default():  # never run: there may be no card
        with helpers.device():
            processor = tf.constant(1.0)
        with tf.name_scope("outer"), helpers.device(use_gpu=True):
            card = tf.constant(1.0)
    some = helpers.seconds_per_run("op", Session(), num_runs=3)
    helpers.seconds_per_run("op", Session())
    settings = {"units": [1, 2], "steps": (3,), "batch": [4, 5]}
    return {
        "devices": str([(one.name, one.device) for one in (processor, card)]),
        "settings": str(
            [sorted(one.items()) for one in helpers.dict_product(settings)]
        ),
        "runs": [str(ran[0]), str(len(ran)), str(some >= 0)],
    }


@case
def states_for_inputs(tf):
    """The state for a batch of inputs, with the batch size given beside it."""
    cell = tf.nn.rnn_cell.BasicRNNCell(5)
    found = {}
    for name, shape in (("known", [3, 4]), ("unknown", [None, 4])):
        sizes = {
            "none": None,
            "same": 3,
            "other": 50,
            "tensor": tf.constant(3, name=name),
            "fed": tf.placeholder(tf.int32, [], name="fed_" + name),
        }
        for kind, size in sizes.items():
            inputs = tf.placeholder(tf.float32, shape)

            def asked(inputs=inputs, size=size):
                return cell.get_initial_state(inputs, size, None)

            raised = error(asked)
            state = asked().shape.as_list() if raised == "none" else None
            found[name + " " + kind] = str((raised, state))
    return found

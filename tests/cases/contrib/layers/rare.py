"""Cases for rare layers: renormalization, GDN, spatial softmax, scaled gradients."""

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

TWICE = "1.15 built some ops of the gradients twice, as the rows say"

IMAGE, CLIPPED = [2, 3, 4, 5], {"rmin": 0.8, "rmax": 1.1, "dmax": 0.05}


def kept(tf, outputs, **more):
    """What a layer gave back and left in the graph, its updates run."""
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies([getattr(one, "op", one) for one in updates]):
        outputs = tf.identity(outputs)
    return dict(
        more,
        outputs=outputs,
        updates=[getattr(one, "op", one).name for one in updates],
        model=[v.name for v in tf.model_variables()],
        trained=[v.name for v in tf.trainable_variables()],
    )


def then(tf, outputs):
    """All variables, after the updates have run."""
    with tf.control_dependencies([outputs]):
        return [tf.identity(v.read_value()) for v in tf.global_variables()]


def renorm(tf, shape=IMAGE, **options):
    options.setdefault("training", True)
    outputs = tf.layers.batch_normalization(
        3 * given(tf, shape), renorm=True, **options
    )
    seen = kept(tf, outputs)
    return dict(seen, after=then(tf, seen["outputs"]))


@case
def renorm_plain(tf):
    return renorm(tf)


@case
def renorm_clipped(tf):
    return renorm(tf, renorm_clipping=CLIPPED, renorm_momentum=0.7, momentum=0.6)


@case
def renorm_some_bounds(tf):
    return renorm(tf, [4, 5], renorm_clipping={"rmax": 1.01}, scale=False)


@case
def renorm_axis(tf):
    return renorm(tf, axis=1, center=False, epsilon=0.1)


@case
def renorm_axes(tf):
    return renorm(tf, axis=[1, 3], renorm_clipping=CLIPPED)


@case
def renorm_asked(tf):
    asked = tf.placeholder_with_default(True, [])
    return renorm(tf, [6, 5], training=asked, renorm_clipping=CLIPPED)


@case
def renorm_not_asked(tf):
    return renorm(tf, training=tf.placeholder_with_default(False, []), axis=2)


@case
def renorm_not_training(tf):
    return renorm(tf, training=False)


@case
def renorm_fused(tf):
    return renorm(tf, fused=True)


@case
def renorm_adjusted(tf):
    def adjustment(shape):
        return tf.fill([shape[0], 1, 1, 1], 1.1), tf.fill([shape[0], 1, 1, 1], 0.1)

    return renorm(tf, adjustment=adjustment)


@case
def renorm_contrib(tf):
    outputs = tf.contrib.layers.batch_norm(
        3 * given(tf, IMAGE),
        scale=True,
        renorm=True,
        renorm_clipping={"rmax": 1.2, "rmin": 0.9},
        renorm_decay=0.8,
        variables_collections=["mine"],
    )
    seen = kept(tf, outputs)
    mine = [v.name for v in tf.get_collection("mine")]
    return dict(seen, after=then(tf, seen["outputs"]), mine=mine)


@case
def renorm_contrib_rows(tf):
    x = given(tf, [4, 3])
    return kept(tf, tf.contrib.layers.batch_norm(x, renorm=True, scope="rows"))


@case
def renorm_errors(tf):
    x = given(tf, [4, 3])
    norm = tf.contrib.layers.batch_norm
    return {
        "bound": error(
            lambda: tf.layers.batch_normalization(
                x, renorm=True, renorm_clipping={"r": 1}
            )
        ),
        "double": error(
            lambda: tf.layers.batch_normalization(
                tf.cast(x, tf.float64), renorm=True, training=True
            )
        ),
        "weights": error(lambda: norm(x, renorm=True, batch_weights=[1.0] * 4)),
        "updates": error(lambda: norm(x, renorm=True, updates_collections=None)),
        "debias": error(lambda: norm(x, renorm=True, zero_debias_moving_mean=True)),
    }


@case
def spatial(tf):
    return kept(tf, tf.contrib.layers.spatial_softmax(given(tf, IMAGE)))


@case
def spatial_first(tf):
    outputs = tf.contrib.layers.spatial_softmax(
        given(tf, IMAGE), temperature=0.7, name="mine", data_format="NCHW"
    )
    return kept(tf, outputs)


@case
def spatial_unknown(tf):
    x = tf.placeholder_with_default(given(tf, IMAGE), [None, None, None, 5])
    outputs = tf.contrib.layers.spatial_softmax(
        x, variables_collections=["mine"], trainable=False
    )
    return kept(tf, outputs, mine=[v.name for v in tf.get_collection("mine")])


@case
def spatial_errors(tf):
    softmax = tf.contrib.layers.spatial_softmax
    x = given(tf, IMAGE)
    return {
        "format": error(lambda: softmax(x, data_format="other")),
        "depth": error(lambda: softmax(tf.placeholder(tf.float32, [1, 2, 3, None]))),
    }


@case
def gdn(tf):
    return kept(tf, tf.contrib.layers.gdn(given(tf, IMAGE)))


@case
def gdn_inverse(tf):
    outputs = tf.contrib.layers.gdn(
        given(tf, [2, 3, 4]),
        inverse=True,
        beta_min=0.3,
        # whose roots are exact: 1.15's Sqrt rounds the last bit otherwise
        gamma_init=0.4375,
        reparam_offset=0.75,
        name="mine",
        activity_regularizer=tf.contrib.layers.l2_regularizer(0.1),
    )
    lost = tf.add_n(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
    return kept(tf, outputs, lost=lost)


@case
def gdn_volume(tf):
    return kept(tf, tf.contrib.layers.gdn(given(tf, [1, 2, 3, 2, 3])))


@case
def gdn_shared(tf):
    layer = tf.contrib.layers.GDN(name="shared")
    x = given(tf, IMAGE)
    outputs = layer(layer(x)) + tf.contrib.layers.gdn(x, name="shared", reuse=True)
    return kept(tf, outputs, names=[v.name for v in layer.variables])


@case
def gdn_errors(tf):
    make = tf.contrib.layers.gdn
    return {
        "format": error(lambda: make(given(tf, IMAGE), data_format="other")),
        "rank": error(lambda: make(given(tf, [2, 3]))),
        "depth": error(lambda: make(tf.placeholder(tf.float32, [1, 2, None]))),
    }


@case
def scaled(tf):
    x = given(tf, [2, 3])
    scale = tf.contrib.layers.scale_gradient
    by_tensor = scale(x * x, tf.reduce_sum(x))
    return {"outputs": scale(x * 2.0, 0.3) + by_tensor, "square": x * x}


@case
def scaled_errors(tf):
    x = given(tf, [2, 3])
    scale = tf.contrib.layers.scale_gradient
    return {"keyword": error(lambda: scale(x, gradient_multiplier=0.3))}


def tanh(tf, sizes=4):
    return lambda x: tf.layers.dense(x, sizes, tf.nn.tanh, name="inner")


def halves(tf):
    return given(tf, [2, 4]), given(tf, [2, 4], 2)


def reversible(tf, **options):
    outputs = tf.contrib.layers.rev_block(
        *halves(tf), f=tanh(tf), g=tanh(tf), num_layers=2, **options
    )
    return kept(tf, tf.stack(outputs))


@case(fewer=54, why=TWICE)
def rev_block(tf):
    return reversible(tf)


@case(fewer=108, why=TWICE)
def rev_block_twice(tf):
    first = reversible(tf)["outputs"]
    return dict(reversible(tf), first=first)


@case
def rev_block_not_training(tf):
    return reversible(tf, is_training=False)


@case(fewer=118, why=TWICE)
def rev_block_side(tf):
    side = given(tf, [4], 3)

    def f(x, sides):
        return tf.layers.dense(x, 4) * sides[0]

    def g(x, sides):
        return tf.layers.dense(tf.layers.dense(x, 3, tf.sin), 4) + sides[0] * sides[1]

    outputs = tf.contrib.layers.rev_block(
        *halves(tf),
        f=[f, f],
        g=[g, g],
        num_layers=2,
        f_side_input=[side],
        g_side_input=[given(tf, [4], 4), given(tf, [4], 5)],
    )
    return kept(tf, tf.stack(outputs))


@case(fewer=108, why=TWICE)
def rev_block_class(tf):
    x1, x2 = halves(tf)
    block = tf.contrib.layers.RevBlock(tanh(tf), tanh(tf), num_layers=3, name="mine")
    outputs = block.forward(x1, x2)
    again = block.backward(*outputs)
    apart = [tf.reduce_max(tf.abs(a - x)) < 1e-5 for a, x in zip(again, (x1, x2))]
    names = sorted(v.name for v in block.variables)
    called = tf.contrib.layers.RevBlock(tanh(tf), tanh(tf))((x1, x2))
    return kept(tf, tf.stack(list(outputs) + list(called)), apart=apart, names=names)


def recomputed(tf, **options):
    x = given(tf, [2, 4])
    with tf.variable_scope("scope", use_resource=True):

        def function(x, y):
            inner = tf.layers.dense(x, 3, tf.nn.tanh)
            return tf.layers.dense(inner, 2, name="outer"), inner * y

        again = tf.contrib.layers.recompute_grad
        again = again(**options)(function) if options else again(function)
        first, second = again(x * 2.0, given(tf, [3], 2))
    return kept(tf, first + tf.reduce_sum(second), second=second)


@case
def recompute(tf):
    return recomputed(tf)


@case
def recompute_tuple(tf):
    return recomputed(tf, tupleize_grads=True)


@case(fewer=18, why=TWICE)
def recompute_data(tf):
    return recomputed(tf, use_data_dep=True)


@case
def recompute_one(tf):
    @tf.contrib.layers.recompute_grad
    def function(x):
        return tf.nn.tanh(x) * x

    return kept(tf, function(given(tf, [2, 3])))


@case
def recompute_errors(tf):
    x = given(tf, [2, 4])
    return {
        "reference": error(
            lambda: tf.contrib.layers.recompute_grad(tanh(tf))(x),
        )
    }


@case
def summaries(tf):
    from_layers = tf.contrib.layers.summaries
    tf.get_variable("a", [2])
    tf.add_to_collection(tf.GraphKeys.WEIGHTS, tf.get_variable("w", [3]))
    tf.add_to_collection(tf.GraphKeys.BIASES, tf.get_variable("b", []))
    found = [
        from_layers.summarize_variables(),
        from_layers.summarize_weights(),
        from_layers.summarize_biases(name_filter="b"),
        from_layers.summarize_collection(tf.GraphKeys.BIASES),
        [from_layers.summarize_tensor(tf.constant(1.0), "tag")],
    ]
    return {"names": [[one.op.name for one in some] for some in found]}

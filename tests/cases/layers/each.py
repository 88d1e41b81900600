"""Cases for tf.layers and tf.contrib.layers: each layer once, its arguments, errors."""

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

IMAGE, SERIES, VOLUME, ROWS = [2, 6, 5, 3], [2, 7, 3], [2, 4, 4, 4, 2], [4, 3]


def layered(name, shape, build):
    """Add a case: `build(tf, x)` of an input of `shape`, and what the graph kept."""

    def run(tf):
        x = given(tf, shape)
        result = build(tf, x)
        kept = {"outputs": result}
        keys = tf.GraphKeys
        for key in (keys.REGULARIZATION_LOSSES, keys.UPDATE_OPS):
            found = tf.get_collection(key)
            if key == keys.UPDATE_OPS:
                found = [getattr(one, "op", one).name for one in found]
            elif found:
                found = tf.add_n(found)
            if not isinstance(found, list) or found:
                kept[key] = found
        kept["model"] = [v.name for v in tf.get_collection(keys.MODEL_VARIABLES)]
        kept["trained"] = [v.name for v in tf.trainable_variables()]
        return kept

    case(run, name)


def layer(function, shape, *args, **given_arguments):
    """Add a case of one function, `path` below tf, `path__what` for several."""
    path = function.split("__")[0].split(".")

    def build(tf, x):
        found = tf
        for part in path:
            found = getattr(found, part)
        made = {
            key: value(tf) if callable(value) else value
            for key, value in given_arguments.items()
        }
        return found(x, *args, **made)

    layered(function.replace(".", "_"), shape, build)


def relu(tf):
    return tf.nn.relu


def norm(tf):
    return tf.contrib.layers.batch_norm


def l2(tf):
    return tf.contrib.layers.l2_regularizer(0.1)


def training(tf):
    return tf.placeholder_with_default(True, [])


def testing(tf):
    return tf.placeholder_with_default(False, [])


L, C = "layers.", "contrib.layers."
layer(L + "conv1d", SERIES, 4, 3, strides=2, activation=relu)
layer(L + "conv1d__dilated", SERIES, 4, 3, dilation_rate=2, padding="same")
layer(L + "conv1d__causal", SERIES, 4, 3, dilation_rate=2, padding="causal")
layer(L + "conv2d", IMAGE, 4, 3, kernel_regularizer=l2)
layer(L + "conv2d__same", IMAGE, 4, [2, 3], strides=(2, 1), padding="same", name="mine")
layer(L + "conv2d__dilated", IMAGE, 4, 2, dilation_rate=2, use_bias=False)
layer(L + "conv3d", VOLUME, 3, 2)
layer(L + "conv2d_transpose", IMAGE, 4, 3, strides=2)
layer(L + "conv2d_transpose__same", IMAGE, 4, 2, strides=(2, 1), padding="same")
layer(L + "conv2d_transpose__first", IMAGE, 4, 3, data_format="channels_first")
layer(L + "conv3d_transpose", VOLUME, 3, 3, strides=2, padding="same")
layer(L + "separable_conv1d", SERIES, 4, 3, strides=2, depth_multiplier=2)
layer(L + "separable_conv2d", IMAGE, 4, 3, activation=relu)
layer(L + "separable_conv2d__dilated", IMAGE, 4, 2, dilation_rate=2, padding="same")
for kind in ("max", "average"):
    layer(L + kind + "_pooling1d", SERIES, 2, 2)
    layer(L + kind + "_pooling1d__first", SERIES, 2, 1, data_format="channels_first")
    layer(L + kind + "_pooling2d", IMAGE, [2, 3], 1, padding="same")
    layer(L + kind + "_pooling3d", VOLUME, 2, 2)
layer(L + "batch_normalization", IMAGE)
layer(L + "batch_normalization__training", IMAGE, training=True)
layer(L + "batch_normalization__tensor", IMAGE, training=training)
layer(L + "batch_normalization__rows", ROWS, training=True, momentum=0.9)
layer(L + "batch_normalization__rows_tensor", ROWS, training=testing)
layer(L + "batch_normalization__axis", IMAGE, axis=1, training=True, fused=False)
layer(
    L + "batch_normalization__parts", [4, 3, 3, 2], virtual_batch_size=2, training=True
)
layer(L + "batch_normalization__bare", IMAGE, center=False, scale=False, training=True)

layer(C + "conv1d", SERIES, 4, 3)
layer(C + "conv2d", IMAGE, 4, 3)
layer(
    C + "conv2d__normalized",
    IMAGE,
    4,
    [3, 3],
    stride=2,
    normalizer_fn=norm,
    weights_regularizer=l2,
    scope="mine",
)
layer(C + "conv2d__dilated", IMAGE, 4, 2, rate=2, biases_initializer=None)
layer(C + "conv3d", VOLUME, 3, 2)
layer(C + "convolution", IMAGE, 4, 3, padding="VALID")
layer(C + "conv2d_transpose", IMAGE, 4, 3, stride=2)
layer(C + "conv3d_transpose", VOLUME, 3, 3, stride=2)
layer(C + "separable_conv2d", IMAGE, 4, 3)
layer(C + "separable_conv2d__depthwise", IMAGE, None, 3, depth_multiplier=2)
layer(C + "conv2d_in_plane", IMAGE, 3)
for kind in ("max", "avg"):
    layer(C + kind + "_pool2d", IMAGE, 2)
    layer(C + kind + "_pool3d", VOLUME, [2, 2, 2], stride=1, padding="SAME")
layer(C + "batch_norm", IMAGE)
layer(C + "batch_norm__testing", IMAGE, is_training=False)
layer(C + "batch_norm__tensor", IMAGE, is_training=training, scale=True)
layer(C + "batch_norm__rows", ROWS, activation_fn=relu)
layer(C + "batch_norm__rows_plain", ROWS, fused=False, scale=True)
layer(C + "batch_norm__at_once", ROWS, fused=False, updates_collections=None)
layer(C + "batch_norm__at_once_fused", IMAGE, updates_collections=None)
layer(
    C + "batch_norm__at_once_tensor",
    ROWS,
    updates_collections=None,
    is_training=training,
)
layer(C + "batch_norm__series", SERIES, is_training=testing)
layer(C + "batch_norm__debiased", IMAGE, zero_debias_moving_mean=True)
layer(C + "batch_norm__weighted", IMAGE, batch_weights=[0.5, 2.0])
layer(C + "batch_norm__first", IMAGE, data_format="NCHW", fused=False)
layer(C + "layer_norm", IMAGE)
layer(C + "layer_norm__rows", ROWS, activation_fn=relu, center=False)
layer(C + "layer_norm__axes", IMAGE, begin_norm_axis=2, begin_params_axis=1)
layer(C + "instance_norm", IMAGE)
layer(C + "instance_norm__first", IMAGE, data_format="NCHW", scale=False)
layer(C + "group_norm", [2, 3, 3, 6], groups=3)
layer(C + "group_norm__near_zero", [2, 3, 3, 6], groups=2, mean_close_to_zero=True)
layer(C + "unit_norm", IMAGE, 2)
layer(C + "bias_add", IMAGE, activation_fn=relu, regularizer=l2)
layer(C + "maxout", [2, 6], 3)
layer(C + "softmax", SERIES)
layer(C + "relu6", ROWS, 2)
layer(C + "elu", ROWS, 2)
layer(C + "legacy_fully_connected", ROWS, 2)
layer(C + "legacy_relu", SERIES, 2, weight_regularizer=l2)
layer(C + "legacy_linear", ROWS, 2, bias_init=None)
layer(C + "images_to_sequence", IMAGE)
layer(C + "sequence_to_images", [6, 4, 3], 2)
layered(
    "repeat",
    ROWS,
    lambda tf, x: tf.contrib.layers.repeat(x, 2, tf.contrib.layers.fully_connected, 3),
)
layered(
    "stack",
    ROWS,
    lambda tf, x: tf.contrib.layers.stack(
        x, tf.contrib.layers.fully_connected, [4, 2], scope="st"
    ),
)


def ids(tf):
    return tf.constant([[1, 3, 0], [3, 3, 2]])


def embedded(tf, x):
    C = tf.contrib.layers
    first = C.embed_sequence(ids(tf), 5, 2, scope="words")
    again = C.embed_sequence(ids(tf) + 1, scope="words", reuse=True)
    return [first, again]


def embedded_unique(tf, x):
    C = tf.contrib.layers
    return [
        C.embed_sequence(ids(tf), 5, 2, unique=True, regularizer=l2(tf)),
        C.embedding_lookup_unique(x, ids(tf)),
        error(lambda: C.embed_sequence(ids(tf))),
    ]


def bags(tf, x):
    C = tf.contrib.layers
    sparse = C.dense_to_sparse(ids(tf))
    return [
        C.bow_encoder(ids(tf), 5, 2, sparse_lookup=False, scope="dense"),
        sparse.indices,
        sparse.values,
        C.one_hot_encoding(ids(tf), 5, on_value=2.0),
    ]


def sparse_bags(tf, x):
    C = tf.contrib.layers
    sparse = C.dense_to_sparse(ids(tf))
    weights = tf.SparseTensor(
        sparse.indices, tf.constant([0.5, 2.0, 1.0, 1.0, 3.0]), sparse.dense_shape
    )
    return [
        C.safe_embedding_lookup_sparse([x], sparse),
        C.safe_embedding_lookup_sparse([x], sparse, weights, "sum", default_id=1),
    ]


def regularizers(tf, x):
    C = tf.contrib.layers
    v = tf.get_variable("v", [2])
    both = C.sum_regularizer([C.l1_regularizer(0.1), None, C.l2_regularizer(0.2)])
    return [
        C.l1_l2_regularizer(0.3, 0.4)(x),
        both(x),
        C.sum_regularizer([None]),
        C.apply_regularization(C.l2_regularizer(0.5), [v, x]),
        error(lambda: C.apply_regularization(C.l2_regularizer(0.5))),
        error(lambda: C.l1_l2_regularizer(1, 0.5)),
    ]


def optimized(label, optimizer, **arguments):
    """A case of optimize_loss: the loss, and the variable after the step."""

    def build(tf, x):
        v = tf.get_variable("v", [3], initializer=tf.constant_initializer(0.4))
        loss = tf.reduce_sum(tf.square(v - x[0]), name="loss")
        step = tf.train.get_or_create_global_step()
        made = {k: f(tf) if callable(f) else f for k, f in arguments.items()}
        rate = made.pop("learning_rate", 0.1)
        chosen = optimizer(tf) if callable(optimizer) else optimizer
        train = tf.contrib.layers.optimize_loss(loss, step, rate, chosen, **made)
        with tf.control_dependencies([tf.stop_gradient(train)]):
            after = tf.stop_gradient(v.read_value())
        summaries = [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)]
        return [after, summaries, [one.name for one in tf.global_variables()]]

    layered("optimize_loss_" + label, ROWS, build)


def decayed(tf):
    return lambda rate, step: tf.train.exponential_decay(rate, step, 10, 0.5)


optimized("sgd", "SGD")
optimized("adam", "Adam", clip_gradients=0.5)
optimized("momentum", "Momentum", learning_rate_decay_fn=decayed)
optimized(
    "multiplied",
    lambda tf: tf.train.AdagradOptimizer,
    gradient_multipliers={"v:0": 2.0},
)
optimized(
    "made", lambda tf: tf.train.RMSPropOptimizer(0.1), learning_rate=None, name="Own"
)
optimized(
    "noisy", lambda tf: tf.train.GradientDescentOptimizer, gradient_noise_scale=0.1
)
optimized(
    "all",
    "Ftrl",
    summaries=["loss", "gradients", "gradient_norm"],
    increment_global_step=False,
)


def train_op(tf, x):
    T = tf.contrib.training
    v = tf.get_variable("v", [3], initializer=tf.constant_initializer(0.4))
    loss = tf.reduce_sum(tf.square(v - x[0]))
    train = T.create_train_op(
        loss,
        tf.train.GradientDescentOptimizer(0.1),
        transform_grads_fn=T.clip_gradient_norms_fn(0.5),
        summarize_gradients=True,
    )
    with tf.control_dependencies([tf.stop_gradient(train)]):
        return [tf.stop_gradient(v.read_value()), T.get_or_create_eval_step().name]


def summaries(tf, x):
    C = tf.contrib.layers
    tf.add_to_collection(tf.GraphKeys.ACTIVATIONS, tf.nn.relu(x))
    C.summarize_activations()
    C.summarize_tensors([x, tf.constant(1.0)])
    tf.get_variable("v", [2])
    C.summarize_collection(tf.GraphKeys.GLOBAL_VARIABLES, "v")
    return [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)] + [x]


def scoped(tf, x):
    C, F = tf.contrib.layers, tf.contrib.framework
    with F.arg_scope([C.conv2d, C.fully_connected], activation_fn=tf.tanh) as kept:
        with F.arg_scope([C.conv2d], padding="VALID", biases_initializer=None):
            first = C.conv2d(x, 2, 2)
    with F.arg_scope(kept):
        second = C.conv2d(first, 2, 2, activation_fn=None)
    return [first, C.fully_connected(C.flatten(second), 2)]


def reused(tf, x):
    C = tf.contrib.layers
    outputs = [tf.layers.conv2d(x, 2, 2, name="a")]
    outputs += [tf.layers.conv2d(x + 1, 2, 2, name="a", reuse=True)]
    outputs += [C.conv2d(x, 2, 2, scope="b")]
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        outputs += [C.conv2d(x * 2, 2, 2, scope="b")]
    outputs += [error(lambda: tf.layers.conv2d(x, 2, 2, name="a"))]
    return outputs


def objects(tf, x):
    conv = tf.layers.Conv2D(2, 3, name="conv")
    norm = tf.layers.BatchNormalization()
    pool = tf.layers.MaxPooling2D(2, 1)
    outputs = pool(norm(conv(x), training=True))
    shapes = [one.compute_output_shape([2, 6, 5, 3]) for one in (conv, pool)]
    names = [w.name for one in (conv, norm) for w in one.weights]
    return [outputs, [str(s) for s in shapes], names, len(norm.updates), conv.strides]


def wrong(tf, x):
    L, C = tf.layers, tf.contrib.layers
    unknown = tf.placeholder(tf.float32, [2, 6, 5, None])
    return [
        x,
        error(lambda: L.conv2d(x, 2, [1, 2, 3])),
        error(lambda: L.conv2d(x, 2, 2, padding="full")),
        error(lambda: L.conv2d(x, 2, 2, data_format="NHWC")),
        error(lambda: L.conv2d(x, 2, 2, strides=2, dilation_rate=2)),
        error(lambda: L.conv2d(unknown, 2, 2)),
        error(lambda: L.conv1d(x, 2, 2)),
        error(lambda: L.max_pooling1d(x, 2, 2)),
        error(lambda: L.batch_normalization(unknown)),
        error(lambda: L.batch_normalization(x, axis=7)),
        error(lambda: C.conv1d(x, 2, 2)),
        error(lambda: C.conv2d(x, 2, 2, data_format="HWCN")),
        error(lambda: C.max_pool2d(x, 2, data_format="NDHWC")),
        error(lambda: C.batch_norm(x, data_format="NDHWC")),
        error(lambda: C.layer_norm(x, begin_norm_axis=4)),
        error(lambda: C.group_norm(x, groups=2)),
        error(lambda: C.maxout(x, 2)),
        error(lambda: C.stack(x, C.fully_connected, 3)),
        error(lambda: C.optimize_loss(x, None, 0.1, "SGD")),
        error(lambda: C.optimize_loss(x[0, 0, 0, 0], None, 0.1, "Sgd")),
        error(lambda: C.optimize_loss(x[0, 0, 0, 0], None, "fast", "SGD")),
    ]


def activations_by_name(tf, x):
    names = "elu linear relu selu sigmoid softmax softplus softsign tanh".split()
    return [tf.layers.dense(x, 2, activation=name) for name in names]


def convolutions_by_name(tf, x):
    return [
        tf.layers.conv2d(x, 2, 3, activation="relu"),
        tf.layers.SeparableConv2D(2, 3, activation="tanh")(x),
        tf.layers.conv2d_transpose(x, 2, 3, activation="linear"),
        error(lambda: tf.layers.Conv2D(2, 3, activation="none")),
    ]


def fused_with_parts_of_the_batch(tf, x):
    layer = tf.layers.BatchNormalization(fused=True, virtual_batch_size=1)
    return [layer(x, training=True), layer.fused]


for function, shape in (
    (activations_by_name, ROWS),
    (convolutions_by_name, IMAGE),
    (fused_with_parts_of_the_batch, IMAGE),
    (embedded, ROWS),
    (embedded_unique, ROWS),
    (bags, ROWS),
    (sparse_bags, ROWS),
    (regularizers, ROWS),
    (train_op, ROWS),
    (summaries, ROWS),
    (scoped, IMAGE),
    (reused, IMAGE),
    (objects, IMAGE),
    (wrong, IMAGE),
):
    layered(function.__name__, shape, function)

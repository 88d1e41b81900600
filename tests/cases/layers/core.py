"""tf.layers and tf.contrib.layers: layers, initializers, regularizers."""

import numpy as np
import tensorflow as tf

from tests.cases.nn.cells import flat, inputs
from tests.cases.registry import family

case = family(
    __name__,
    "squares",
    output=1e-6,
    gradient=1e-6,
    whole=True,
    why="float32: sums are taken in another order on another processor",
)

layers = tf.contrib.layers


def plain(layer, *args, **given):
    """A case that applies one layer to inputs [2, 3]."""
    return lambda: flat(outputs=layer(inputs()[:, 0], *args, **given))


def deep(layer, *args, **given):
    """A case that applies one layer to inputs [2, 3, 3]."""
    return lambda: flat(outputs=layer(inputs(), *args, **given))


def collected(layer, units, **given):
    """A case that keeps what the layer adds to the graph's collections."""

    def build():
        outputs = layer(inputs()[:, 0], units, **given)
        kept = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
        mine = tf.get_collection("mine")
        names = [v.name for v in tf.trainable_variables() + mine]
        return flat(outputs=outputs, losses=kept, names=tf.constant(names))

    return build


def shared(layer, *args):
    """A case that calls a layer function twice, the second time with its variables."""

    def build():
        first = layer(inputs()[:, 0], *args, scope="mine")
        second = layer(inputs()[:, 1], *args, scope="mine", reuse=True)
        return flat(first=first, second=second)

    return build


def shared_dense():
    first = tf.layers.dense(inputs()[:, 0], 2, name="mine")
    second = tf.layers.dense(inputs()[:, 1], 2, name="mine", reuse=True)
    return flat(first=first, second=second)


def not_shared_dense():
    for _ in range(2):
        tf.layers.dense(inputs()[:, 0], 2, name="mine")


def two_dense():
    first = tf.layers.dense(inputs()[:, 0], 4)
    second = tf.layers.dense(first, 2)
    with tf.variable_scope("inner"):
        return flat(first=first, second=second, third=tf.layers.dense(second, 1))


def dense_object():
    layer = tf.layers.Dense(2, activation=tf.sigmoid, name="mine")
    first, second = layer(inputs()[:, 0]), layer.apply(inputs()[:, 1])
    names = [v.name for v in layer.trainable_variables]
    assert layer.kernel.shape == (3, 2) and len(layer.weights) == 2
    return flat(first=first, second=second, names=tf.constant(names))


def in_scope_initializer():
    with tf.variable_scope("net", initializer=tf.constant_initializer(0.25)):
        return flat(outputs=tf.layers.dense(inputs()[:, 0], 2))


def normalized():
    def halve(values, factor):
        return values * factor

    return layers.fully_connected(
        inputs()[:, 0], 4, normalizer_fn=halve, normalizer_params={"factor": 0.5}
    )


def stacked():
    first = layers.fully_connected(inputs()[:, 0], 4)
    second = layers.fully_connected(first, 4, activation_fn=None)
    return flat(first=first, second=second, third=layers.linear(second, 2))


def drawn(initializer, shape=(5, 4), **given):
    """A case of an initializer: as a variable's and called by itself."""

    def build():
        made = initializer(**given)
        variable = tf.get_variable("values", shape, initializer=made)
        return flat(variable=variable, called=made(list(shape), dtype=tf.float32))

    return build


def penalty(regularizer, *args, **given):
    """A case of a regularizer: its value and gradient."""

    def build():
        made = regularizer(*args, **given)
        values = inputs()
        cost = made(values)
        if cost is None:
            return flat(none=tf.constant(0.0))
        return flat(cost=cost, gradient=tf.gradients(cost, values)[0])

    return build


def unknown_flat(flatten):
    def build():
        values = tf.placeholder_with_default(inputs(), [None, 3, 3])
        outputs = flatten(values)
        static = [-1 if n is None else n for n in outputs.shape.as_list()]
        return flat(outputs=outputs, static=tf.constant(static))

    return build


fc = layers.fully_connected
draw = layers.variance_scaling_initializer
LAYERS = [
    ("layers.fully_connected", plain(fc, 4)),
    ("layers.fully_connected rank 3", deep(fc, 4)),
    ("layers.fully_connected linear", plain(fc, 4, activation_fn=None)),
    ("layers.fully_connected no bias", plain(fc, 4, biases_initializer=None)),
    ("layers.fully_connected scope", plain(fc, 4, scope="mine")),
    ("layers.fully_connected stacked", stacked),
    ("layers.fully_connected shared", shared(fc, 4)),
    (
        "layers.fully_connected regularizers",
        collected(
            fc,
            2,
            weights_regularizer=layers.l2_regularizer(0.1),
            biases_regularizer=layers.l1_regularizer(0.2),
            variables_collections=["mine"],
            outputs_collections="outputs",
        ),
    ),
    ("layers.fully_connected normalizer", lambda: flat(outputs=normalized())),
    (
        "layers.fully_connected initializers",
        plain(
            fc,
            4,
            weights_initializer=tf.truncated_normal_initializer(stddev=0.1),
            biases_initializer=tf.constant_initializer(0.5),
        ),
    ),
    ("layers.fully_connected not trainable", collected(fc, 2, trainable=False)),
    ("layers.fully_connected bad units", plain(fc, "four")),
    ("layers.linear", plain(layers.linear, 4)),
    ("layers.relu", plain(layers.relu, 4)),
    ("layers.xavier_initializer", drawn(layers.xavier_initializer)),
    (
        "layers.xavier_initializer rank 4",
        drawn(layers.xavier_initializer, (2, 3, 4, 5)),
    ),
    (
        "layers.xavier_initializer normal",
        drawn(layers.xavier_initializer, uniform=False),
    ),
    ("layers.xavier_initializer seed", drawn(layers.xavier_initializer, seed=3)),
    ("layers.variance_scaling_initializer", drawn(draw)),
    (
        "layers.variance_scaling_initializer out",
        drawn(draw, mode="FAN_OUT", factor=1.0),
    ),
    (
        "layers.variance_scaling_initializer avg",
        drawn(draw, mode="FAN_AVG", uniform=True, seed=3),
    ),
    ("layers.variance_scaling_initializer rank 1", drawn(draw, (6,))),
    ("layers.variance_scaling_initializer bad mode", drawn(draw, mode="FAN_UP")),
    ("layers.l1_regularizer", penalty(layers.l1_regularizer, 0.3)),
    ("layers.l1_regularizer zero", penalty(layers.l1_regularizer, 0.0)),
    ("layers.l1_regularizer negative", penalty(layers.l1_regularizer, -0.1)),
    ("layers.l1_regularizer whole", penalty(layers.l1_regularizer, 1)),
    ("layers.l2_regularizer", penalty(layers.l2_regularizer, 0.3, scope="mine")),
    ("layers.l2_regularizer zero", penalty(layers.l2_regularizer, 0.0)),
    ("layers.l2_regularizer negative", penalty(layers.l2_regularizer, -0.1)),
    ("layers.l2_regularizer whole", penalty(layers.l2_regularizer, 1)),
    ("layers.flatten", deep(layers.flatten)),
    ("layers.flatten unknown", unknown_flat(layers.flatten)),
    ("layers.flatten rank 1", lambda: flat(outputs=layers.flatten(tf.zeros([3])))),
    ("layers.dropout", deep(layers.dropout, 0.6)),
    ("layers.dropout seed", deep(layers.dropout, 0.6, seed=4)),
    ("layers.dropout testing", deep(layers.dropout, 0.6, is_training=False)),
    (
        "layers.dropout noise_shape",
        deep(layers.dropout, 0.5, noise_shape=[2, 1, 3], scope="mine"),
    ),
    (
        "layers.dropout by a tensor",
        lambda: flat(o=layers.dropout(inputs(), 0.6, is_training=tf.constant(True))),
    ),
    ("tf.layers.dense", plain(tf.layers.dense, 4)),
    ("tf.layers.dense rank 3", deep(tf.layers.dense, 4, activation=tf.nn.relu)),
    ("tf.layers.dense no bias", plain(tf.layers.dense, 4, use_bias=False)),
    ("tf.layers.dense two", two_dense),
    ("tf.layers.dense shared", shared_dense),
    ("tf.layers.dense not shared", not_shared_dense),
    ("tf.layers.dense in a scope", in_scope_initializer),
    (
        "tf.layers.dense float64",
        lambda: flat(outputs=tf.layers.dense(inputs(dtype=np.float64), 2)),
    ),
    (
        "tf.layers.dense regularizers",
        collected(
            tf.layers.dense,
            2,
            kernel_regularizer=layers.l2_regularizer(0.1),
            activity_regularizer=layers.l1_regularizer(0.2),
        ),
    ),
    (
        "tf.layers.dense constraint",
        plain(tf.layers.dense, 2, kernel_constraint=lambda kernel: kernel),
    ),
    (
        "tf.layers.dense unknown size",
        lambda: tf.layers.dense(tf.placeholder(tf.float32), 2),
    ),
    ("tf.layers.dense not trainable", collected(tf.layers.dense, 2, trainable=False)),
    ("tf.layers.Dense", dense_object),
    ("tf.layers.dropout", deep(tf.layers.dropout, 0.4, training=True)),
    ("tf.layers.dropout seed", deep(tf.layers.dropout, 0.4, seed=4, training=True)),
    ("tf.layers.dropout testing", deep(tf.layers.dropout, 0.4)),
    (
        "tf.layers.dropout noise_shape",
        deep(tf.layers.dropout, noise_shape=[2, 1, 3], training=True),
    ),
    (
        "tf.layers.dropout by a tensor",
        lambda: flat(o=tf.layers.dropout(inputs(), training=tf.constant(True))),
    ),
    ("tf.layers.dropout bad", deep(tf.layers.dropout, 1.5, training=True)),
    (
        "tf.layers.Dropout",
        lambda: flat(o=tf.layers.Dropout(0.3, seed=2)(inputs(), training=True)),
    ),
    ("tf.layers.flatten", deep(tf.layers.flatten)),
    ("tf.layers.flatten unknown", unknown_flat(tf.layers.flatten)),
    (
        "tf.layers.flatten channels_first",
        deep(tf.layers.flatten, data_format="channels_first"),
    ),
    ("tf.layers.Flatten", lambda: flat(outputs=tf.layers.Flatten()(inputs()))),
]
case.table(LAYERS)

"""Cases for rare layers: renormalization, GDN, spatial softmax, scaled gradients."""

from differential import error, given

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


def renorm_plain(tf):
    return renorm(tf)


def renorm_clipped(tf):
    return renorm(tf, renorm_clipping=CLIPPED, renorm_momentum=0.7, momentum=0.6)


def renorm_some_bounds(tf):
    return renorm(tf, [4, 5], renorm_clipping={"rmax": 1.01}, scale=False)


def renorm_axis(tf):
    return renorm(tf, axis=1, center=False, epsilon=0.1)


def renorm_axes(tf):
    return renorm(tf, axis=[1, 3], renorm_clipping=CLIPPED)


def renorm_asked(tf):
    asked = tf.placeholder_with_default(True, [])
    return renorm(tf, [6, 5], training=asked, renorm_clipping=CLIPPED)


def renorm_not_asked(tf):
    return renorm(tf, training=tf.placeholder_with_default(False, []), axis=2)


def renorm_not_training(tf):
    return renorm(tf, training=False)


def renorm_fused(tf):
    return renorm(tf, fused=True)


def renorm_adjusted(tf):
    def adjustment(shape):
        return tf.fill([shape[0], 1, 1, 1], 1.1), tf.fill([shape[0], 1, 1, 1], 0.1)

    return renorm(tf, adjustment=adjustment)


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


def renorm_contrib_rows(tf):
    x = given(tf, [4, 3])
    return kept(tf, tf.contrib.layers.batch_norm(x, renorm=True, scope="rows"))


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


def spatial(tf):
    return kept(tf, tf.contrib.layers.spatial_softmax(given(tf, IMAGE)))


def spatial_first(tf):
    outputs = tf.contrib.layers.spatial_softmax(
        given(tf, IMAGE), temperature=0.7, name="mine", data_format="NCHW"
    )
    return kept(tf, outputs)


def spatial_unknown(tf):
    x = tf.placeholder_with_default(given(tf, IMAGE), [None, None, None, 5])
    outputs = tf.contrib.layers.spatial_softmax(
        x, variables_collections=["mine"], trainable=False
    )
    return kept(tf, outputs, mine=[v.name for v in tf.get_collection("mine")])


def spatial_errors(tf):
    softmax = tf.contrib.layers.spatial_softmax
    x = given(tf, IMAGE)
    return {
        "format": error(lambda: softmax(x, data_format="other")),
        "depth": error(lambda: softmax(tf.placeholder(tf.float32, [1, 2, 3, None]))),
    }


def gdn(tf):
    return kept(tf, tf.contrib.layers.gdn(given(tf, IMAGE)))


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


def gdn_volume(tf):
    return kept(tf, tf.contrib.layers.gdn(given(tf, [1, 2, 3, 2, 3])))


def gdn_shared(tf):
    layer = tf.contrib.layers.GDN(name="shared")
    x = given(tf, IMAGE)
    outputs = layer(layer(x)) + tf.contrib.layers.gdn(x, name="shared", reuse=True)
    return kept(tf, outputs, names=[v.name for v in layer.variables])


def gdn_errors(tf):
    make = tf.contrib.layers.gdn
    return {
        "format": error(lambda: make(given(tf, IMAGE), data_format="other")),
        "rank": error(lambda: make(given(tf, [2, 3]))),
        "depth": error(lambda: make(tf.placeholder(tf.float32, [1, 2, None]))),
    }


def scaled(tf):
    x = given(tf, [2, 3])
    scale = tf.contrib.layers.scale_gradient
    by_tensor = scale(x * x, tf.reduce_sum(x))
    return {"outputs": scale(x * 2.0, 0.3) + by_tensor, "square": x * x}


def scaled_errors(tf):
    x = given(tf, [2, 3])
    scale = tf.contrib.layers.scale_gradient
    return {"keyword": error(lambda: scale(x, gradient_multiplier=0.3))}


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


CASES = [
    renorm_plain,
    renorm_clipped,
    renorm_some_bounds,
    renorm_axis,
    renorm_axes,
    renorm_asked,
    renorm_not_asked,
    renorm_not_training,
    renorm_fused,
    renorm_adjusted,
    renorm_contrib,
    renorm_contrib_rows,
    renorm_errors,
    spatial,
    spatial_first,
    spatial_unknown,
    spatial_errors,
    gdn,
    gdn_inverse,
    gdn_volume,
    gdn_shared,
    gdn_errors,
    scaled,
    scaled_errors,
    summaries,
]

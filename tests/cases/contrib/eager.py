"""Cases for tf.contrib.eager and eager scripts: gradients, metrics, what is kept."""

import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept

case = family(__name__, manner="told")


def eagerly(function):
    """A case whose operations run when they are called."""

    def told(tf):
        from tensorflow.python.eager import context

        with context.eager_mode():
            tf.set_random_seed(7)
            return function(tf, tf.contrib.eager)

    case(told, function.__name__)
    return function


def said(function):
    """The class and the text of an error."""
    try:
        return [Kept(np.asarray(x)) for x in function()]
    except Exception as raised:
        return [type(raised).__name__, str(raised)]


@eagerly
def gradients(tf, tfe):
    v = tfe.Variable([1.0, 2.0], name="w")
    u = tfe.Variable(2.0, trainable=False)

    def product(x, y):
        return x * x * y

    value, pairs = tfe.implicit_value_and_gradients(
        lambda x: tf.reduce_sum(v * v * x * u)
    )(3.0)
    twice = tfe.gradients_function(tfe.gradients_function(lambda x: x * x * x))
    by_dy = tfe.gradients_function(lambda x: x * x)
    first = tfe.gradients_function(lambda x, y: x)(1.0, 2.0)
    return {
        "implicit": [Kept(value.numpy()), Kept(pairs[0][0].numpy()), len(pairs)],
        "alone": [
            g.numpy().tolist() for g, _ in tfe.implicit_gradients(lambda: 2.0 * v)()
        ],
        "all": said(lambda: tfe.gradients_function(product)(3.0, 4.0)),
        "places": said(lambda: tfe.gradients_function(product, [0])(3.0, 4.0)),
        "names": said(lambda: tfe.gradients_function(product, ["y"])(3.0, 4.0)),
        "values": said(lambda: tfe.value_and_gradients_function(product)(3.0, 4.0)[1]),
        "twice": Kept(twice(3.0)[0].numpy()),
        "dy": said(lambda: by_dy(tf.constant([3.0, 2.0]), dy=tf.constant([1.0, 2.0]))),
        "unused": [Kept(first[0].numpy()), first[1]],
        "none": said(tfe.implicit_gradients(lambda: None)),
        "no variable": said(tfe.implicit_gradients(lambda: tf.constant(1.0))),
        "no such name": said(lambda: tfe.gradients_function(product, ["z"])(1.0, 2.0)),
        "no such place": said(lambda: tfe.gradients_function(product, [3])(1.0, 2.0)),
    }


@eagerly
def metrics(tf, tfe):
    lib = tfe.metrics
    seen = {}
    mean = lib.Mean("loss")
    mean([1.0, 2.0])
    mean([5.0], weights=[3.0])
    seen["mean"] = [Kept(mean.result().numpy()), mean.name]
    seen["variables"] = [variable.name for variable in mean.variables]
    mean.init_variables()
    seen["anew"] = Kept(mean.result(write_summary=False).numpy())
    accuracy = lib.Accuracy(dtype=tf.float32)
    accuracy([1, 2, 3], [1, 2, 4], weights=[1.0, 1.0, 2.0])
    binary = lib.BinaryAccuracy(0.3)
    binary([[1.0], [0.0]], [[0.4], [0.5]])
    logits = lib.BinaryAccuracy(threshold=0, name="of logits")
    logits([[0, 0, 1, 1]], [[-4.2, 4.5, 1.2, -1.1]])
    seen["spaces"] = [logits.name, logits.variables[0].name]
    sparse = lib.SparseAccuracy()
    sparse([1, 0], [[0.4, 0.2], [0.3, 0.1]])
    whole = lib.CategoricalAccuracy()
    whole([[1, 0], [0, 1]], [[0.4, 0.2], [0.3, 0.1]])
    for one in (accuracy, binary, logits, sparse, whole):
        seen[one.name] = Kept(one.result().numpy())
    seen["shapes"] = said(lambda: accuracy([1, 2], [1]))[0]
    seen["unnamed"] = said(lambda: lib.Metric().call())
    return seen


@eagerly
def kept(tf, tfe):
    v = tfe.Variable(1.0, name="a")
    saver = tfe.Saver({"x": v})
    folder = tempfile.mkdtemp()
    path = saver.save(os.path.join(folder, "model"), global_step=3)
    v.assign(5.0)
    saver.restore(path)
    with tfe.restore_variables_on_create(path, lambda name: "x"):
        again = tfe.Variable(9.0, name="b")
    store = tfe.EagerVariableStore()
    with store.as_default():
        tf.get_variable("q", [2], initializer=tf.ones_initializer())
        tf.get_variable("r", [2], trainable=False)
        tf.layers.dense(tf.ones([1, 2]), 1, name="d")
    with store.as_default():
        same = tf.get_variable("q", [2])
    return {
        "file": os.path.basename(path),
        "saved": sorted(os.listdir(folder)),
        "values": [Kept(x.numpy()) for x in (v, again, same)],
        "store": [x.name for x in store.variables()],
        "trained": [x.name for x in store.trainable_variables()],
        "others": [x.name for x in store.non_trainable_variables()],
        "copy": [x.name for x in store.copy().variables()],
        "is": [isinstance(x, tfe.Variable) for x in (v, same, tf.constant(1.0))],
    }


@eagerly
def training(tf, tfe):
    v = tfe.Variable([1.0, 2.0], name="w")
    dataset = tf.data.Dataset.range(6).map(lambda x: tf.cast(x, tf.float32)).batch(4)
    optimizer = tf.train.AdamOptimizer(0.1)
    step = tf.train.get_or_create_global_step()
    seen = []
    for x in tfe.Iterator(dataset):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(v * v) * tf.reduce_sum(x)
        pairs = [(tape.gradient(loss, v), v)]
        optimizer.apply_gradients(pairs, global_step=step)
        seen.append(Kept(v.numpy()))
    optimizer.minimize(lambda: tf.reduce_sum(v))
    double = tfe.defun(lambda x: x * v)
    powers = tfe.py_func(lambda x: x.numpy() ** 2, [3.0], tf.float32)
    iterator = tfe.Iterator(dataset)
    for _ in range(2):
        iterator.next()
    return {
        "seen": seen,
        "step": int(step),
        "defun": Kept(double(tf.constant(2.0)).numpy()),
        "py_func": Kept(powers.numpy()),
        "drawn": Kept(tf.random_normal([3]).numpy()),
        "dense": Kept(tf.layers.dense(tf.ones([1, 3]), 2).numpy()),
        "end": said(iterator.get_next)[0],
        "types": [iterator.output_types, iterator.output_shapes],
        "where": [tfe.num_gpus(), tfe.in_eager_mode(), tfe.executing_eagerly()],
        "numbers": [tfe.SYNC, tfe.ASYNC, tfe.DEVICE_PLACEMENT_SILENT],
        "optimizer": [x.name for x in tfe.get_optimizer_variables(optimizer)],
        "placeholder": said(lambda: tf.placeholder(tf.float32)),
        "gradients": said(lambda: tf.gradients(v, v))[0],
    }


@case
def in_a_graph(tf):
    tfe = tf.contrib.eager
    mean = tfe.metrics.Mean("loss")
    whole = tfe.metrics.Mean("whole", use_global_variables=True)
    whole(tf.constant(1.0))
    taken = mean(tf.constant([1.0, 2.0]))
    with tf.Session() as session:
        session.run(mean.init_variables())
        session.run(taken)
        value = session.run(mean.result())
    return {
        "value": Kept(value),
        "names": [variable.name for variable in mean.variables],
        "global": [variable.name for variable in tf.global_variables()],
        "local": [variable.name for variable in tf.local_variables()],
        "saver": said(lambda: tfe.Saver([]))[0],
    }

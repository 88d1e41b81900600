"""Cases for tf.contrib.slim: its layers, training, evaluation, and input."""

import contextlib
import io
import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


@case
def spelled(tf):
    slim = tf.contrib.slim
    with slim.arg_scope(
        [slim.fully_connected],
        activation_fn=tf.nn.tanh,
        weights_regularizer=slim.l2_regularizer(0.1),
    ):
        net = slim.fully_connected(given(tf, [3, 4]), 5, scope="one")
        net = slim.fully_connected(net, 2, activation_fn=None, scope="two")
    slim.losses.softmax_cross_entropy(net, tf.constant([[1, 0], [0, 1], [1, 0]]))
    return {
        "net": net,
        "total": slim.losses.get_total_loss(),
        "names": [v.name for v in slim.get_model_variables()],
        "same": slim.conv2d is tf.contrib.layers.conv2d,
        "scoped": slim.has_arg_scope(slim.losses.add_loss),
        "file": slim.layers.fully_connected is slim.fully_connected,
    }


@case
def stacked(tf):
    slim = tf.contrib.slim
    net = slim.repeat(given(tf, [1, 8, 8, 2]), 2, slim.conv2d, 3, [3, 3], scope="c")
    net = slim.max_pool2d(net, [2, 2], scope="p")
    net = slim.dropout(net, 0.5, scope="d")
    net = slim.stack(slim.flatten(net), slim.fully_connected, [6, 5], scope="f")
    return {"net": net, "names": [v.name for v in slim.get_variables()]}


def model(tf):
    x = tf.constant(np.linspace(-1, 1, 20).reshape(10, 2), tf.float32)
    y = tf.constant(np.arange(10).reshape(10, 1) % 3, tf.float32)
    slim = tf.contrib.slim
    return slim.losses.mean_squared_error(
        slim.fully_connected(x, 1, activation_fn=None), y
    )


@case
def train_op(tf):
    slim = tf.contrib.slim
    loss = model(tf)
    rate = tf.train.GradientDescentOptimizer(0.1)
    weights = slim.get_model_variables()[0]
    op = slim.learning.create_train_op(
        loss,
        rate,
        clip_gradient_norm=0.5,
        gradient_multipliers={weights: 3.0},
        summarize_gradients=True,
    )
    return {
        "op": op.name,
        "loss": tf.identity(loss),
        "summaries": [s.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)],
        "count": [len(tf.get_default_graph().get_operations()) > 0],
    }


@case
def trained(tf):
    """Train, and resume; then evaluate what was saved."""
    slim = tf.contrib.slim
    folder = tempfile.mkdtemp()
    losses = []
    for steps in (5, 8):
        with tf.Graph().as_default():
            tf.set_random_seed(3)
            op = slim.learning.create_train_op(
                model(tf), tf.train.GradientDescentOptimizer(0.1)
            )
            loss = slim.learning.train(op, folder, number_of_steps=steps)
            losses.append("%.5f" % loss)
    with tf.Graph().as_default():
        loss = model(tf)
        tf.train.get_or_create_global_step()
        value, update = tf.metrics.mean(loss)
        metric = slim.evaluation.evaluate_once(
            "",
            tf.train.latest_checkpoint(folder),
            folder,
            num_evals=3,
            eval_op=update,
            final_op=value,
        )
        again = slim.evaluation.evaluation_loop(
            "",
            folder,
            folder,
            eval_op=update,
            final_op=value,
            max_number_of_evaluations=1,
        )
    return {
        "losses": losses,
        "metric": "%.5f" % metric,
        "loop": "%.5f" % again,
        "last": os.path.basename(tf.train.latest_checkpoint(folder)),
    }


@case
def refused_arguments(tf):
    train = tf.contrib.slim.learning.train
    op = tf.constant(1.0)
    return {
        "no op": error(lambda: train(None, "/tmp")),
        "summaries": error(lambda: train(op, None, summary_op=op)),
        "traces": error(lambda: train(op, None, trace_every_n_steps=3)),
        "steps": error(lambda: train(op, None, number_of_steps=0)),
        "delay": error(
            lambda: train(op, None, startup_delay_steps=1, sync_optimizer=op)
        ),
    }


@case
def listed(tf):
    slim = tf.contrib.slim
    tf.get_variable("a", [2, 3])
    tf.get_variable("scope/b", [], tf.float64)
    tf.matmul(tf.placeholder(tf.float32, [None, 2], "x"), tf.ones([2, 3]))
    tf.placeholder(tf.int32, name="z")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        sizes = slim.model_analyzer.analyze_vars(tf.global_variables(), True)
        ops = slim.model_analyzer.analyze_ops(tf.get_default_graph(), True)
    return {"sizes": sizes, "ops": ops, "said": said.getvalue()}


@case
def summarized(tf):
    lib = tf.contrib.slim.summaries
    x, c = tf.constant([1.0, 0.0], name="x"), tf.constant(1.0, name="c")
    image = tf.ones([1, 2, 2, 3])
    lib.add_histogram_summary(x, "n", "p")
    lib.add_scalar_summary(c, "a", "b", print_summary=True)
    lib.add_image_summary(image, "i", "p")
    lib.add_zero_fraction_summary(x)
    lib.add_scalar_summaries([c, c], "q")
    lib.add_histogram_summaries([x])
    lib.add_image_summaries([image])
    lib.add_zero_fraction_summaries([x, x], "r")
    names = [s.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)]
    return {"names": names, "next": tf.zeros([1])}


def records(tf, count=4):
    """A file of records, and how to decode them."""
    path = os.path.join(tempfile.mkdtemp(), "some.tfrecord")
    feature = tf.train.Feature
    with tf.python_io.TFRecordWriter(path) as writer:
        for i in range(count):
            image = np.full([2, 2, 3], i, "u1").tobytes()
            example = tf.train.Example(
                features=tf.train.Features(
                    feature={
                        "image/encoded": feature(
                            bytes_list=tf.train.BytesList(value=[image])
                        ),
                        "image/format": feature(
                            bytes_list=tf.train.BytesList(value=[b"raw"])
                        ),
                        "label": feature(int64_list=tf.train.Int64List(value=[i])),
                        "at": feature(float_list=tf.train.FloatList(value=[i] * i)),
                    }
                )
            )
            writer.write(example.SerializeToString())
    lib = tf.contrib.slim.tfexample_decoder
    decoder = lib.TFExampleDecoder(
        {
            "image/encoded": tf.FixedLenFeature((), tf.string, default_value=""),
            "image/format": tf.FixedLenFeature((), tf.string, default_value="jpeg"),
            "label": tf.FixedLenFeature([1], tf.int64),
            "at": tf.VarLenFeature(tf.float32),
        },
        {
            "image": lib.Image(shape=[2, 2, 3]),
            "label": lib.Tensor("label", shape=[]),
            "at": lib.Tensor("at"),
        },
    )
    return path, decoder


@case
def provided(tf):
    slim = tf.contrib.slim
    path, decoder = records(tf)
    dataset = slim.dataset.Dataset(
        data_sources=path,
        reader=tf.TFRecordReader,
        decoder=decoder,
        num_samples=4,
        items_to_descriptions={"label": "its number"},
        num_classes=7,
    )
    seen = []
    with tf.Graph().as_default():
        tf.set_random_seed(5)
        provider = slim.dataset_data_provider.DatasetDataProvider(
            dataset, shuffle=False, num_epochs=1
        )
        image, label, at = provider.get(["image", "label", "at"])
        with tf.Session() as session:
            session.run(tf.local_variables_initializer())
            with slim.queues.QueueRunners(session):
                for _ in range(4):
                    pixels, number, where = session.run([image, label, at])
                    seen.append([int(pixels.sum()), int(number), where.tolist()])
        shapes = [str(t.shape) for t in (image, label, at)]
        invalid = error(lambda: provider.get(["other"]))
    missing = os.path.join(tempfile.gettempdir(), "no such file here*")
    return {
        "seen": seen,
        "shapes": shapes,
        "items": sorted(provider.list_items()),
        "samples": provider.num_samples(),
        "classes": dataset.num_classes,
        "invalid": invalid,
        "no file": error(lambda: slim.parallel_reader.get_data_files(missing)),
    }


@case
def decoded(tf):
    lib = tf.contrib.slim.tfexample_decoder
    sides = {
        k: given(tf, [3], i) for i, k in enumerate(["ymin", "xmin", "ymax", "xmax"])
    }
    sparse = tf.SparseTensor([[0], [1]], tf.constant([0, 2], tf.int64), [4])
    values = tf.SparseTensor([[0], [1]], [1.5, 2.5], [4])
    return {
        "boxes": lib.BoundingBox().tensors_to_item(sides),
        "sparse": lib.SparseTensor(shape=[3], densify=True).tensors_to_item(
            {"indices": sparse, "values": values}
        ),
        "dense": lib.Tensor("a", default_value=2).tensors_to_item({"a": values}),
        "shaped": lib.Tensor("a", shape_keys=["h", "w"]).tensors_to_item(
            {"a": given(tf, [6]), "h": tf.constant(2), "w": tf.constant(3)}
        ),
        "backup": lib.BackupHandler(lib.Tensor("a"), lib.Tensor("b")).tensors_to_item(
            {"a": tf.zeros([0]), "b": given(tf, [2], 4)}
        ),
        "called": lib.ItemHandlerCallback("a", lambda k: k["a"] + 1).tensors_to_item(
            {"a": given(tf, [2])}
        ),
        "both": error(lambda: lib.Tensor("a", "b", [3])),
        "no handler": error(lambda: lib.BackupHandler(3, lib.Tensor("a"))),
        "keys": error(lambda: lib.BoundingBox(["a"])),
    }


@case
def image_ops(tf):
    """How many ops the decoding of an image is."""
    lib = tf.contrib.slim.tfexample_decoder
    encoded, form = tf.placeholder(tf.string, []), tf.placeholder(tf.string, [])
    given_ones = {"image/encoded": encoded, "image/format": form}
    image = lib.Image().tensors_to_item(given_ones)
    return {"shape": image.shape, "next": tf.zeros([1])}


@case
def prefetched(tf):
    lib = tf.contrib.slim.prefetch_queue
    tf.set_random_seed(2)
    queue = lib.prefetch_queue(
        {"a": tf.constant(1.0), "b": tf.placeholder(tf.int32, [None])},
        capacity=3,
        num_threads=2,
        dynamic_pad=True,
    )
    out = queue.dequeue()
    return {
        "shapes": [str(out[key].shape) for key in sorted(out)],
        "names": [q.name for q in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)],
        "next": tf.zeros([1]),
    }

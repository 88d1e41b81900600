"""Cases for contrib.training's buckets and samples, sparse_ops, checkpoint_ops."""

import importlib
import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given, ramp

case = family(__name__)


@case
def sparse(tf):
    inside = importlib.import_module("tensorflow.contrib.layers.python.ops.sparse_ops")
    numbers = tf.constant([[1, 0, 2], [0, 0, 0], [0, 3, 0]])
    words = tf.constant([["a", "b"], ["", "c"]])
    unknown = tf.placeholder_with_default(numbers, [None, None])
    high = tf.SparseTensor([[0, 2, 1], [2, 0, 3]], [1, 2], [3, 4, 5])
    spoken = inside.dense_to_sparse_tensor(words)
    found = {
        "numbers": inside.dense_to_sparse_tensor(numbers),
        "words": [spoken.indices, tf.equal(spoken.values, "b"), spoken.dense_shape],
        "ignored": inside.dense_to_sparse_tensor([[1.5, 2.0]], ignore_value=2.0),
        "unknown": inside.dense_to_sparse_tensor(unknown),
        "ids": inside.indicators_to_sparse_ids(numbers),
        "ids int32": inside.indicators_to_sparse_ids(unknown, dtype=tf.int32),
        "ids words": inside.indicators_to_sparse_ids(words, "b"),
        "reach": inside.sparse_row_envelope(inside.dense_to_sparse_tensor(numbers)),
        "reach axes": inside.sparse_row_envelope(high, 1, 2),
    }
    return {
        key: [v.indices, v.values, v.dense_shape] if hasattr(v, "indices") else v
        for key, v in found.items()
    }


def saved(tf, folder):
    """A checkpoint of a matrix `[4, 2]`, and the vocabularies of rows and columns."""
    files = {"old": "abcd", "new": "dbe", "old_col": "xy", "new_col": "yzx"}
    paths = {}
    for name, words in files.items():
        paths[name] = os.path.join(folder, name)
        with open(paths[name], "w") as file:
            file.write("\n".join(words) + "\n")
    with tf.Graph().as_default(), tf.Session() as session:
        values = np.arange(1, 9, dtype=np.float32).reshape(4, 2)
        matrix = tf.get_variable("w", initializer=values)
        bias = tf.get_variable("b", initializer=values[:, :1])
        session.run([matrix.initializer, bias.initializer])
        paths["model"] = tf.train.Saver().save(session, os.path.join(folder, "m"))
    return paths


@case
def remapped(tf):
    framework = tf.contrib.framework
    folder = tempfile.mkdtemp()
    paths = saved(tf, folder)
    load = framework.load_and_remap_matrix_initializer
    rows = {
        "old_row_vocab_file": paths["old"],
        "new_row_vocab_file": paths["new"],
    }
    columns = {
        "old_col_vocab_file": paths["old_col"],
        "new_col_vocab_file": paths["new_col"],
    }
    ones = tf.ones_initializer()
    start = load(paths["model"], "w", 3, 2, num_row_oov_buckets=1, **rows)
    found = {
        "rows": start([4, 2]),
        "both": load(
            paths["model"],
            "w",
            3,
            3,
            num_row_oov_buckets=1,
            num_col_oov_buckets=2,
            initializer=ones,
            **dict(rows, **columns),
        )([4, 5]),
        "columns": load(paths["model"], "w", 4, 3, initializer=ones, **columns)([4, 3]),
        "few": load(paths["model"], "w", 3, 2, old_row_vocab_size=2, **rows)([3, 2]),
        "embedding": framework.load_embedding_initializer(
            paths["model"], "w", 3, 2, paths["old"], paths["new"], num_oov_buckets=1
        )([4, 2]),
        "bias": framework.load_linear_multiclass_bias_initializer(
            paths["model"], "b", 3, paths["old"], paths["new"], num_class_oov_buckets=1
        )([4, 1]),
        "slot": framework.load_variable_slot_initializer(
            paths["model"], "w", None, 3, 2, **rows
        )([3, 2]),
    }
    with tf.variable_scope("", partitioner=tf.fixed_size_partitioner(2)):
        parts = tf.get_variable("parts", [4, 2], initializer=start)
    # The files are gone when the values are asked for: run at once.
    with tf.Session() as session:
        session.run([part.initializer for part in parts])
        found = session.run([found, [part.read_value() for part in parts]])
    drawn = found[0].pop("embedding")
    found = {key: value.tolist() for key, value in found[0].items()}
    found["embedding"] = np.round(drawn, 5).tolist()
    for name, call in (
        ("rank", lambda: start([4])),
        ("rows", lambda: start([5, 2])),
        ("columns", lambda: start([4, 3])),
        ("buckets", lambda: load("m", "w", 1, 1, num_row_oov_buckets=-1)),
        ("files", lambda: load("m", "w", 1, 1, old_row_vocab_file="f")),
        ("no file", lambda: load("m", "w", 1, 1, num_row_oov_buckets=1)),
    ):
        found["error " + name] = error(call)
    return found


def batches(tf, make, feeds, steps, lengths=None):
    """What a queue's batches hold: fed one by one, by one thread."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(5)
        fed = [tf.placeholder(tf.int32, shape) for shape in (lengths or [[]])]
        queue = tf.FIFOQueue(99, [tf.int32] * len(fed))
        put, close = queue.enqueue(fed), queue.close()
        taken = queue.dequeue()
        taken = taken if isinstance(taken, list) else [taken]
        for tensor, shape in zip(taken, lengths or [[]]):
            tensor.set_shape(shape)
        result = make(*taken)
        shapes = str([t.shape for t in flat(result)])
        names = [op.name for op in graph.get_operations() if "Queue" in op.type]
        found = []
        with tf.Session() as session:
            session.run(tf.local_variables_initializer())
            for feed in feeds:
                session.run(put, dict(zip(fed, feed)))
            session.run(close)
            coordinator = tf.train.Coordinator()
            threads = tf.train.start_queue_runners(session, coordinator)
            try:
                for _ in range(steps):
                    values = [np.asarray(v).tolist() for v in session.run(flat(result))]
                    found.append(values)
            except tf.errors.OutOfRangeError:
                found.append(["end"])
            coordinator.request_stop()
            coordinator.join(threads, stop_grace_period_secs=10)
    runners = [len(r.enqueue_ops) for r in graph.get_collection("queue_runners")]
    return {
        "batches": sorted(map(str, found)),
        "shapes": shapes,
        "names": names,
        "runners": runners,
    }


def flat(result):
    if isinstance(result, dict):
        result = [result[key] for key in sorted(result)]
    if isinstance(result, (list, tuple)):
        return [leaf for part in result for leaf in flat(part)]
    return [result]


@case
def buckets(tf):
    training = tf.contrib.training

    def even(x):
        return training.bucket([x, 10 * x], x % 2, 3, 2, num_threads=1)

    def smaller(x):
        return training.bucket(
            {"x": x},
            x % 3,
            [2, 3, 1],
            3,
            bucket_capacities=[9, 8, 7],
            allow_smaller_final_batch=True,
            keep_input=x > 2,
            name="mine",
        )

    numbers = [[n] for n in range(10)]
    return {
        "even": batches(tf, even, numbers, 3),
        "smaller": batches(tf, smaller, numbers, 9),
    }


@case
def buckets_by_length(tf):
    training = tf.contrib.training

    def make(length, words):
        return training.bucket_by_sequence_length(
            length, {"w": words[:length]}, 2, [3, 5], dynamic_pad=True
        )

    feeds = [[n, list(range(9))] for n in (1, 2, 3, 4, 7, 6)]
    found = batches(tf, make, feeds, 3, [[], [9]])
    call = training.bucket_by_sequence_length
    x = tf.constant(1)
    unknown = tf.placeholder(tf.int32, [None])
    for name, boundaries in (
        ("text", "ab"),
        ("none", []),
        ("floats", [1.5]),
        ("falling", [3, 2]),
        ("same", [2, 2]),
    ):
        found["error " + name] = error(lambda b=boundaries: call(x, [x], 2, b))
    found["error shape"] = error(lambda: call(x, [unknown], 2, [3]))
    found["error sizes"] = error(lambda: call(x, [x], [2], [3]))
    found["error one"] = error(lambda: training.bucket([x], x, 2, 1))
    found["error capacities"] = error(
        lambda: training.bucket([x], x, 2, 2, bucket_capacities=[1])
    )
    return found


@case
def counts_of_buckets(tf):
    training = tf.contrib.training
    one, two = training.bucket([tf.constant(1), tf.ones([2])], tf.constant(0), 4, 2)
    training.bucket_by_sequence_length(
        tf.constant(3), {"a": tf.ones([3])}, [2, 4, 3], [4, 8], capacity=9
    )
    return {"drawn": tf.random_uniform([2]), "shapes": str([one.shape, two])[:60]}


@case
def resampled(tf):
    training = tf.contrib.training
    rows, rates = given(tf, [4, 3]), tf.constant([0.5, 3.0, 0.0, 2.0])
    return {
        "at rate": training.resample_at_rate([rows, tf.range(4)], rates, seed=3),
        "unseeded": training.resample_at_rate([tf.range(4)], 2 * rates),
        "none": training.resample_at_rate([rows], 0 * rates, seed=3),
        "through": training.resample_at_rate([rows], rates, back_prop=True, seed=4),
    }


@case
def weighted(tf):
    weights = tf.constant([0.5, 3.0, 0.0, 2.0])
    with tf.Graph().as_default():
        tf.set_random_seed(3)
        outputs, rates = tf.contrib.training.weighted_resample(
            [tf.range(4), tf.constant(ramp([4, 2]))], tf.constant([0.5, 3, 0, 2]), 0.7
        )
        found = []
        with tf.Session() as session:
            session.run([tf.global_variables_initializer()])
            session.run([tf.local_variables_initializer()])
            for _ in range(3):
                found.append(
                    [np.round(v, 5).tolist() for v in session.run(outputs + [rates])]
                )
        names = [v.name for v in tf.global_variables() + tf.local_variables()]
    return {"found": str(found), "names": names, "weights": weights}


@case
def rejected(tf):
    def make(x):
        return tf.contrib.training.rejection_sample(
            [x, -x], lambda tensors: tf.cast(tensors[0] % 2, tf.float32), 3
        )

    def many(x):
        return tf.contrib.training.rejection_sample(
            [tf.stack([x, x + 100]), tf.stack([-x, x])],
            lambda tensors: tf.cast(tensors[0] % 2, tf.float32),
            3,
            enqueue_many=True,
            runtime_checks=True,
            name="mine",
        )

    numbers = [[n] for n in range(13)]
    return {
        "one": batches(tf, make, numbers, 2),
        "many": batches(tf, many, numbers, 3),
    }

"""Cases for what stands around the Estimators of tf.contrib.learn."""

import gzip
import os
import shutil
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(__name__, "told")


def run(tf, values):
    with tf.Session() as session:
        session.run(
            [
                tf.global_variables_initializer(),
                tf.local_variables_initializer(),
                tf.tables_initializer(),
            ]
        )
        return session.run(values)


def of_head(tf, make, logits, labels):
    """What a head makes of logits in each mode."""
    learn = tf.contrib.learn
    seen = {}
    for mode in ("train", "eval", "infer"):
        with tf.Graph().as_default():
            head = make(learn)
            ops = head.create_model_fn_ops(
                {"w": tf.constant([[1.0], [2.0]])},
                mode,
                labels=None if mode == "infer" else tf.constant(labels),
                train_op_fn=learn.no_op_train_fn,
                logits=tf.constant(logits),
            )
            wanted = {
                "predictions": {
                    str(key): ops.predictions[key] for key in ops.predictions or {}
                }
            }
            if ops.loss is not None:
                wanted["loss"] = ops.loss
            if mode == "eval":
                wanted["updates"] = {
                    key: value[1] for key, value in ops.eval_metric_ops.items()
                }
            found = run(tf, wanted)
            seen[mode] = {
                name.replace("/", "."): (
                    Kept(found[name])
                    if name == "loss"
                    else {
                        key.replace("/", "."): Kept(found[name][key])
                        for key in sorted(found[name])
                        if np.asarray(found[name][key]).dtype.kind in "fib"
                    }
                )
                for name in sorted(found)
            }
            seen[mode]["dimension"] = head.logits_dimension
            summaries = tf.get_collection(tf.GraphKeys.SUMMARIES)
            seen[mode]["summaries"] = sorted(one.op.name for one in summaries)
    return seen


@case
def heads(tf):
    three = [[1.0, 0.5, -1.0], [0.2, 0.1, 2.0]]
    one = [[1.0], [-0.5]]
    makers = {
        "regression": (lambda x: x.regression_head(), one, [[0.5], [1.0]]),
        "weighted": (
            lambda x: x.regression_head(weight_column_name="w"),
            one,
            [[0.5], [1.0]],
        ),
        "poisson": (lambda x: x.poisson_regression_head(), one, [[1.0], [2.0]]),
        "two": (lambda x: x.multi_class_head(2), one, [[1], [0]]),
        "two, weighted": (
            lambda x: x.multi_class_head(2, weight_column_name="w", head_name="h"),
            one,
            [[1], [0]],
        ),
        "three": (lambda x: x.multi_class_head(3), three, [[1], [2]]),
        "three, by class": (
            lambda x: x.multi_class_head(3, metric_class_ids=[0, 2]),
            three,
            [1, 2],
        ),
        "named": (
            lambda x: x.multi_class_head(3, label_keys=["a", "b", "c"]),
            three,
            [["b"], ["c"]],
        ),
        "labels": (
            lambda x: x.multi_label_head(3, metric_class_ids=[1]),
            three,
            [[0, 1, 1], [1, 0, 1]],
        ),
        "hinge": (lambda x: x.binary_svm_head(), one, [[1], [0]]),
    }
    return {name: of_head(tf, *parts) for name, parts in sorted(makers.items())}


@case
def tables(tf):
    base = tf.contrib.learn.datasets.base
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "rows.csv")
    with open(path, "w") as stream:
        stream.write("2,3\n1.0,2.0,3.0,1\n4.0,5.0,6.0,0\n")
    with_header = base.load_csv_with_header(path, np.int64, np.float32)
    with open(path, "w") as stream:
        stream.write("1,1.0,2.0\n0,4.0,5.0\n")
    without = base.load_csv_without_header(path, np.int64, np.float32, 0)
    base.shrink_csv(path, 2)
    with open(path.replace(".csv", "_small.csv")) as stream:
        small = stream.read().split()
    calls = []

    @base.retry(initial_delay=0.001, max_delay=0.01)
    def often():
        calls.append(1)
        if len(calls) < 3:
            raise ValueError("not yet")
        return len(calls)

    shutil.rmtree(folder)
    return {
        "header": [with_header.data, with_header.target],
        "none": [without.data, without.target],
        "small": small,
        "retried": often(),
        "factor": error(lambda: base.retry(1, 1, factor=0.5)),
        "fields": [list(base.Dataset._fields), list(base.Datasets._fields)],
    }


@case
def digits(tf):
    mnist = tf.contrib.learn.datasets.mnist
    folder = tempfile.mkdtemp()

    def written(name, head, values):
        path = os.path.join(folder, name)
        with gzip.open(path, "wb") as stream:
            stream.write(np.array(head, ">u4").tobytes() + bytes(bytearray(values)))
        return path

    images = written("images.gz", [2051, 2, 2, 3], range(12))
    labels = written("labels.gz", [2049, 3], [1, 0, 2])
    with open(images, "rb") as stream:
        pictures = mnist.extract_images(stream)
    with open(labels, "rb") as stream:
        numbers = mnist.extract_labels(stream)
    with open(labels, "rb") as stream:
        one_hot = mnist.extract_labels(stream, one_hot=True, num_classes=3)
    with open(labels, "rb") as stream:
        other = error(lambda: mnist.extract_images(stream))
    data = mnist.DataSet(pictures, numbers[:2], seed=3)
    batch = data.next_batch(2)
    shutil.rmtree(folder)
    return {
        "images": pictures,
        "labels": [numbers, one_hot],
        "other": other,
        "batch": [np.asarray(one).tolist() for one in batch[1:]],
        "dense": mnist.dense_to_one_hot(np.array([2, 0]), 3),
    }


def batches(tf, input_fn, count):
    with tf.Graph().as_default():
        made = input_fn()
        with tf.Session() as session:
            session.run(tf.local_variables_initializer())
            coordinator = tf.train.Coordinator()
            threads = tf.train.start_queue_runners(session, coord=coordinator)
            found = [session.run(made) for _ in range(count)]
            ended = error(lambda: session.run(made))
            coordinator.request_stop()
            coordinator.join(threads)
            return [str(one) for one in found] + [ended]


@case
def input_functions(tf):
    made = tf.contrib.learn.io
    x, y = np.arange(6.0).reshape(3, 2), np.arange(3)

    def generator():
        for number in range(3):
            yield {"a": np.ones(2) * number, "y": np.int64(number)}

    return {
        "arrays": batches(
            tf, made.numpy_input_fn(x, y, batch_size=2, shuffle=False), 2
        ),
        "generated": batches(
            tf,
            made.generator_input_fn(
                generator, target_key="y", batch_size=2, shuffle=False
            ),
            2,
        ),
        "no function": error(lambda: made.generator_input_fn(3)),
        "no generator": error(lambda: made.generator_input_fn(lambda: 3)),
        "no dict": error(lambda: made.generator_input_fn(lambda: iter([3]))),
        "no such label": error(
            lambda: made.generator_input_fn(generator, target_key="z")
        ),
    }

"""Cases for tf.contrib.data."""

import os
import tempfile

import numpy as np

from tests.cases.data.order import taken
from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__, "told")


def texts(values):
    return [np.asarray(value).tolist() for value in values]


@case
def batches(tf):
    ten = tf.data.Dataset.range(10)
    data = tf.contrib.data
    ragged = ten.map(lambda x: tf.fill([tf.cast(x, tf.int32) % 3], x))
    return {
        "whole": taken(tf, ten.apply(data.batch_and_drop_remainder(4))),
        "padded": taken(
            tf, ragged.apply(data.padded_batch_and_drop_remainder(4, [None]))
        ),
        "filled": taken(
            tf,
            ragged.apply(data.padded_batch_and_drop_remainder(3, [4], np.int64(-1))),
        ),
        "mapped": taken(tf, ten.apply(data.map_and_batch(lambda x: x * x, 3))),
        "apart": taken(tf, ten.batch(4).apply(data.unbatch())),
        "numbered": [
            [int(i), int(x)] for i, x in taken(tf, ten.apply(data.enumerate_dataset(5)))
        ],
    }


@case
def windows(tf):
    ten = tf.data.Dataset.range(10)
    slide = tf.contrib.data.sliding_window_batch
    group = tf.contrib.data.group_by_window
    grouped = ten.apply(
        group(lambda x: x % 3, lambda _, window: window.batch(4), window_size=2)
    )
    return {
        "by one": taken(tf, ten.apply(slide(3))),
        "stride": taken(tf, ten.apply(slide(4, stride=3))),
        "shift": taken(tf, ten.apply(slide(2, window_shift=5, window_stride=2))),
        "both": error(lambda: ten.apply(slide(2, stride=1, window_shift=1))),
        "grouped": taken(tf, grouped),
    }


@case
def buckets(tf):
    lengths = tf.data.Dataset.from_tensor_slices([1, 5, 2, 7, 3, 9, 4, 6, 8, 1, 2])
    made = lengths.map(lambda n: tf.range(n))
    by_length = tf.contrib.data.bucket_by_sequence_length
    one = made.apply(by_length(tf.size, [3, 6], [3, 2, 2]))
    two = made.apply(
        by_length(tf.size, [3, 10], [3, 2, 2], pad_to_bucket_boundary=True)
    )
    return {"one": taken(tf, one), "two": taken(tf, two)}


@case
def reduced(tf):
    data = tf.contrib.data
    ten = tf.data.Dataset.range(10)
    total = data.Reducer(
        lambda _: np.int64(0), lambda state, x: state + x, lambda state: state
    )
    by_key = ten.apply(data.group_by_reducer(lambda x: x % 2, total))
    with tf.Session() as session:
        whole = session.run(data.reduce_dataset(ten, total))
        single = session.run(data.get_single_element(ten.skip(3).take(1)))
    running = ten.apply(data.scan(np.int64(0), lambda state, x: (state + x, state + x)))
    repeated = tf.data.Dataset.from_tensor_slices([1, 2, 1, 3, 2])
    return {
        "by key": taken(tf, by_key),
        "whole": int(whole),
        "single": int(single),
        "running": taken(tf, running),
        "unique": taken(tf, repeated.apply(data.unique())),
        "not one": error(lambda: data.reduce_dataset(ten, 3)),
        "counter": taken(tf, data.Counter(3, 2).take(4)),
    }


@case
def chosen(tf):
    tf.set_random_seed(7)
    data = tf.contrib.data
    three = [tf.data.Dataset.from_tensors(n).repeat(6) for n in "abc"]
    choice = tf.data.Dataset.range(3).repeat(2)
    turns = tf.data.Dataset.range(4).apply(
        data.parallel_interleave(
            lambda x: tf.data.Dataset.from_tensors(x).repeat(3),
            cycle_length=2,
            block_length=2,
        )
    )
    bad = tf.data.Dataset.from_tensor_slices([1.0, 0.0, 2.0]).map(
        lambda x: tf.check_numerics(1.0 / x, "bad")
    )
    return {
        "chosen": texts(taken(tf, data.choose_from_datasets(three, choice))),
        "turns": taken(tf, turns),
        "errors": taken(tf, bad.apply(data.ignore_errors())),
    }


@case
def shapes(tf):
    data = tf.contrib.data
    made = tf.data.Dataset.from_generator(
        lambda: [[1, 2], [3, 4]], tf.int64, tf.TensorShape(None)
    )
    known = made.apply(data.assert_element_shape(tf.TensorShape([2])))
    other = made.apply(data.assert_element_shape(tf.TensorShape([3])))

    def fails():
        try:
            taken(tf, other)
        except tf.errors.InvalidArgumentError:
            return "InvalidArgumentError"

    return {
        "shape": str(known.output_shapes),
        "elements": taken(tf, known),
        "other": fails(),
    }


@case
def rows_of_files(tf):
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "rows.csv")
    with open(path, "w") as stream:
        stream.write("a,b,c\n1,2.5,x\n4,,y\n7,8.5,z\n")
    rows = tf.contrib.data.CsvDataset(path, [tf.int32, [0.5], tf.string], header=True)
    batch = tf.contrib.data.make_csv_dataset(
        path, 2, num_epochs=1, shuffle=False, label_name="c"
    )
    element = batch.make_one_shot_iterator().get_next()
    with tf.Session() as session:
        batches = [str(session.run(element)) for _ in range(2)]
    return {
        "rows": [str(texts(row)) for row in taken(tf, rows)],
        "batches": [one.replace("OrderedDict", "") for one in batches],
    }

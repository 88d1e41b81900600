"""Cases for the queues and readers of tf.train, where 1.15 repeats itself."""

import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.running import op_count

case = family(__name__, manner="told")


def elements(tf, fetches, times):
    """What a pipeline gives, one run after the other, up to its end."""
    seen = {"next": op_count(tf)}
    seen["runners"] = len(tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS))
    seen["summaries"] = [one.name for one in tf.get_collection("summaries")]
    tf.set_random_seed(1)  # later ops alone
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coordinator)
        got = []
        try:
            for _ in range(times):
                got.append(session.run(fetches))
        except tf.errors.OutOfRangeError as raised:
            seen["end"] = type(raised).__name__
        coordinator.request_stop()
        coordinator.join(threads, stop_grace_period_secs=2)
    seen["got"] = [repr(np.asarray(one).tolist()) for one in got]
    return seen


def seeded(make, times):
    def built(tf):
        tf.set_random_seed(7)
        return elements(tf, make(tf), times)

    return built


def written(name, text):
    path = os.path.join(tempfile.mkdtemp(), name)
    with open(path, "wb") as stream:
        stream.write(text)
    return path


def numbers(tf, count):
    return tf.train.range_input_producer(count, shuffle=False).dequeue()


def csv(tf):
    names = tf.train.string_input_producer(
        [written("a.csv", b"head\n1,2\n3,4\n5,6\n")], shuffle=False
    )
    _, line = tf.TextLineReader(skip_header_lines=1).read(names)
    first, second = tf.decode_csv(line, [[0.0], [0.0]])
    return tf.stack(tf.train.batch([first, second], 2))


def records(tf):
    path = written("a.tfrecord", b"")
    with tf.python_io.TFRecordWriter(path) as writer:
        for number in range(5):
            values = tf.train.Int64List(value=[number])
            feature = {"x": tf.train.Feature(int64_list=values)}
            example = tf.train.Example(features=tf.train.Features(feature=feature))
            writer.write(example.SerializeToString())
    _, one = tf.TFRecordReader().read(tf.train.string_input_producer([path]))
    parsed = tf.parse_single_example(one, {"x": tf.FixedLenFeature([], tf.int64)})
    return tf.train.batch([parsed["x"]], 2)


def queue(tf):
    made = tf.RandomShuffleQueue(10, 2, [tf.int32], [[]], seed=3)
    enqueue = made.enqueue_many([tf.range(8)])
    with tf.control_dependencies([enqueue]):
        return made.dequeue_many(4)


LETTERS = ["a", "b", "c", "d"]
case.table(
    (name, seeded(make, times))
    for name, make, times in [
        (
            "strings",
            lambda tf: tf.train.string_input_producer(LETTERS, seed=5).dequeue(),
            8,
        ),
        (
            "unseeded",
            lambda tf: tf.train.string_input_producer(LETTERS).dequeue(),
            8,
        ),
        (
            "in order",
            lambda tf: tf.train.string_input_producer(
                LETTERS, num_epochs=1, shuffle=False
            ).dequeue(),
            8,
        ),
        (
            "slices",
            lambda tf: tf.stack(
                tf.train.slice_input_producer(
                    [tf.range(5), tf.range(5) * 2], seed=1, num_epochs=2
                )
            ),
            11,
        ),
        (
            "rows",
            lambda tf: tf.train.input_producer(
                tf.constant([[1, 2], [3, 4], [5, 6]]), seed=4, num_epochs=2
            ).dequeue(),
            7,
        ),
        (
            "range",
            lambda tf: tf.train.range_input_producer(6, seed=9, name="r").dequeue(),
            13,
        ),
        (
            "batch",
            lambda tf: tf.train.batch(
                tf.train.slice_input_producer(
                    [tf.range(5)], shuffle=False, num_epochs=1
                ),
                2,
                allow_smaller_final_batch=True,
            ),
            4,
        ),
        (
            "padded",
            lambda tf: tf.train.batch(
                {"a": tf.range(numbers(tf, 5))}, 3, dynamic_pad=True
            )["a"],
            2,
        ),
        (
            "maybe",
            lambda tf: (lambda x: tf.train.maybe_batch([x], tf.equal(x % 2, 0), 2))(
                numbers(tf, 9)
            ),
            3,
        ),
        ("join", lambda tf: tf.train.batch_join([[numbers(tf, 9)]], 2), 3),
        ("limit", lambda tf: tf.train.limit_epochs(tf.constant(1), 2), 3),
        ("csv", csv, 3),
        ("records", records, 4),
        (
            "lines",
            lambda tf: tf.TextLineReader().read_up_to(
                tf.train.string_input_producer([written("a.txt", b"1\n2\n3\n")]), 2
            )[1],
            3,
        ),
        (
            "whole",
            lambda tf: tf.WholeFileReader().read(
                tf.train.string_input_producer([written("a.txt", b"abc")])
            )[1],
            2,
        ),
        (
            "fixed",
            lambda tf: tf.FixedLengthRecordReader(2).read(
                tf.train.string_input_producer([written("a.bin", b"abcdef")])
            )[1],
            4,
        ),
        ("queue", queue, 1),
    ]
)

"""Cases for tf.data: what pipelines give, and the op seed of what comes after them."""

import os
import tempfile

import numpy as np

from tests.cases.data.order import next_seed, taken
from tests.cases.registry import family

case = family(__name__, "told")


def asked(tf, snippets):
    """What each gives or raises, in a graph of its own, and the next op's seed."""
    found = {}
    for name, snippet in snippets.items():
        with tf.Graph().as_default():
            tf.set_random_seed(11)
            try:
                told = snippet()
                found[name] = repr(told).replace("\n", " "), next_seed(tf)
            except Exception as error:
                found[name] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return found


@case
def drawn_in_a_map(tf):
    data = tf.data.Dataset
    numbers = np.arange(54, dtype=np.float32).reshape(2, 3, 3, 3)
    flip, crop = tf.image.random_flip_left_right, tf.random_crop

    def drawn(function, **more):
        return lambda: taken(tf, data.range(6).map(function, **more))

    return asked(
        tf,
        {
            "uniform": drawn(lambda x: tf.random_uniform([])),
            "seeded": drawn(lambda x: tf.random_uniform([], seed=3)),
            "one by one": drawn(lambda x: tf.random_normal([2]), num_parallel_calls=1),
            "dropout": drawn(lambda x: tf.nn.dropout(tf.ones([4]), 0.5)),
            "flip": lambda: taken(tf, data.from_tensor_slices(numbers).map(flip)),
            "crop": lambda: taken(
                tf,
                data.from_tensor_slices(numbers).map(lambda x: crop(x, [2, 2, 3])),
            ),
            "cached": lambda: taken(
                tf,
                data.range(3).map(lambda x: tf.random_uniform([])).cache().repeat(2),
            ),
            "random": lambda: taken(
                tf, tf.data.experimental.RandomDataset(seed=4).take(5)
            ),
        },
    )


@case
def datasets_of_several(tf):
    data, more, old = tf.data.Dataset, tf.data.experimental, tf.contrib.data
    choice = np.array([0, 1, 1, 0, 1], np.int64)

    def both():
        return [data.range(5), data.range(10, 15)]

    def three(x):
        return data.from_tensors(x).repeat(3)

    def made(make):
        return lambda: taken(tf, make())

    def shuffled(x):
        return data.range(4).shuffle(4, seed=5)

    snippets = {
        "sampled": lambda: more.sample_from_datasets(both(), [0.3, 0.7], seed=2),
        "chosen": lambda: more.choose_from_datasets(
            both(), data.from_tensor_slices(choice)
        ),
        "interleaved": lambda: data.range(3).interleave(three, 2, 2),
        "side by side": lambda: data.range(3).apply(
            more.parallel_interleave(three, cycle_length=2)
        ),
        "sloppy": lambda: data.range(3).apply(
            old.sloppy_interleave(three, cycle_length=1)
        ),
        "shuffled inside": lambda: data.range(3).flat_map(shuffled),
        "repeated inside": lambda: data.range(2).flat_map(
            lambda x: shuffled(x).repeat(2)
        ),
        "words repeated inside": lambda: data.range(2).interleave(
            lambda x: data.from_tensor_slices(["a", "b", "c"]).shuffle(3, 5).repeat(2),
            cycle_length=2,
        ),
        "lengths repeated inside": lambda: data.range(2).flat_map(
            lambda x: data.range(3).map(lambda y: tf.fill([y], y)).shuffle(3).repeat(2)
        ),
        "zipped": lambda: data.zip({"a": data.range(3), "b": tuple(both())}),
        "counted": lambda: data.range(5, 8).apply(more.enumerate_dataset(2)),
        "joined": lambda: data.range(2).concatenate(data.range(5, 7)).skip(1).take(2),
    }
    return asked(tf, {name: made(make) for name, make in snippets.items()})


@case
def windows_and_batches(tf):
    data, more, old = tf.data.Dataset, tf.data.experimental, tf.contrib.data

    def lengths():
        return data.range(1, 9).map(lambda x: tf.fill([x], x))

    def applied(make, *arguments, **named):
        return lambda: data.range(7).apply(make(*arguments, **named))

    snippets = {
        "padded": lambda: lengths().padded_batch(3, [None]),
        "window": lambda: (
            data.range(7).window(3, shift=2).flat_map(lambda w: w.batch(3))
        ),
        "groups": applied(
            old.group_by_window, lambda x: x % 2, lambda key, window: window.batch(3), 3
        ),
        "buckets": lambda: lengths().apply(
            more.bucket_by_sequence_length(lambda x: tf.shape(x)[0], [3, 6], [2] * 3)
        ),
        "sliding": applied(old.sliding_window_batch, 3, window_shift=2),
        "map and batch": applied(
            old.map_and_batch, lambda x: x * 2, 3, drop_remainder=True
        ),
        "whole batches": applied(old.batch_and_drop_remainder, 2),
        "sparse batches": lambda: lengths().apply(
            more.dense_to_sparse_batch(2, [None])
        ),
        "sparse slices": lambda: data.from_tensor_slices(
            tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
        ).batch(2),
        "scanned": applied(more.scan, np.int64(0), lambda s, x: (s + x, s + x)),
        "taken while": applied(more.take_while, lambda x: x < 4),
        "reduced": lambda: data.from_tensors(
            data.range(5).reduce(np.int64(0), lambda a, b: a + b)
        ),
    }
    return asked(
        tf,
        {name: lambda make=make: taken(tf, make()) for name, make in snippets.items()},
    )


@case
def variables_in_functions(tf):
    """1.15's optimizer let what captures variables be, but for resource variables."""
    data = tf.data.Dataset

    def variable(resource):
        return tf.get_variable("v", [], tf.int64, use_resource=resource)

    def told(make):
        def order():
            dataset = make().shuffle(4, seed=5).repeat(2)
            iterator = dataset.make_initializable_iterator()
            element = iterator.get_next()
            with tf.Session() as session:
                for variable in tf.global_variables():
                    variable.load(0, session)
                session.run(iterator.initializer)
                return [int(session.run(element)) for _ in range(8)]

        return order

    def mapped(resource, more=lambda v: v):
        v = more(variable(resource))
        return data.range(4).map(lambda x: x + v)

    def filtered():
        v = variable(False)
        return data.range(4).filter(lambda x: x >= v)

    return asked(
        tf,
        {
            "variable": told(lambda: mapped(False)),
            "computed": told(lambda: mapped(False, lambda v: v * 2)),
            "resource": told(lambda: mapped(True)),
            "filter": told(filtered),
        },
    )


@case
def from_files(tf):
    data, more = tf.data.Dataset, tf.data.experimental
    folder = tempfile.mkdtemp()
    table, records = (os.path.join(folder, name) for name in ("t.csv", "r.tfr"))
    with open(table, "w") as file:
        file.write("a,b,c\n1,2.5,x\n3,4.5,y\n5,6.5,z\n")
    with tf.python_io.TFRecordWriter(records) as writer:
        for i in range(3):
            numbers = tf.train.Int64List(value=[i, i + 1])
            feature = {"x": tf.train.Feature(int64_list=numbers)}
            features = tf.train.Features(feature=feature)
            writer.write(tf.train.Example(features=features).SerializeToString())
    x = {"x": tf.FixedLenFeature([2], tf.int64)}

    def csv(**more_):
        return lambda: more.make_csv_dataset(
            table, 2, shuffle_seed=4, label_name="a", **more_
        )

    def batched(**named):
        return lambda: tf.contrib.data.make_batched_features_dataset(
            records, 2, x, shuffle_seed=1, **named
        )

    snippets = {
        "lines": lambda: data.from_tensor_slices([table]).flat_map(
            lambda file: tf.data.TextLineDataset(file).skip(1)
        ),
        "csv": csv(num_epochs=1),
        "csv twice": csv(num_epochs=2),
        "csv as it is": csv(num_epochs=2, shuffle=False),
        "columns": lambda: more.CsvDataset(
            table, [tf.int32, tf.float32, tf.string], header=True
        ),
        "records": lambda: tf.data.TFRecordDataset([records]).map(
            lambda record: tf.parse_single_example(record, x)
        ),
        "batched": batched(num_epochs=2),
        "batched once": batched(num_epochs=1),
        "batched as they are": batched(num_epochs=2, shuffle=False),
    }
    return asked(
        tf,
        {name: lambda make=make: taken(tf, make()) for name, make in snippets.items()},
    )

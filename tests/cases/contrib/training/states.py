"""Cases for sequences cut into pieces with states, and for stratified samples."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)

LENGTHS = (5, 2, 7, 4)


def examples(tf, start):
    """Four sequences, one after the other, each once; the next repeats them."""
    number = tf.Variable(start, trainable=False, name="number")
    at = tf.assign_add(number, 1) % 4
    length = tf.gather(list(LENGTHS), at)
    steps = tf.range(length)
    return tf.as_string(at), length, tf.cast(steps + 10 * at, tf.float32), steps


def stepped(tf, batch, fetches, steps):
    """What `steps` batches hold, one example put in when there is room."""
    runner = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)[-1]
    found = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(4):
            session.run(runner.enqueue_ops[0])
        for _ in range(steps):
            found.append(session.run(fetches))
    return [
        {key: np.asarray(value).tolist() for key, value in one.items()} for one in found
    ]


@case
def pieces(tf):
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(5)
        key, length, values, marks = examples(tf, -1)
        batch = tf.contrib.training.batch_sequences_with_states(
            input_key=key,
            input_sequences={"x": tf.expand_dims(values, 1), "m": marks},
            input_context={"of": tf.stack([length, length * 2])},
            input_length=None,
            initial_states={"sum": tf.zeros([1])},
            num_unroll=3,
            batch_size=2,
            num_threads=1,
            capacity=8,
        )
        total = batch.state("sum") + tf.reduce_sum(batch.sequences["x"], 1)
        save = batch.save_state("sum", total)
        with tf.control_dependencies([save]):
            total = tf.identity(total)
        draw = tf.random_uniform([2])
        fetches = {
            "key": batch.key,
            "next": batch.next_key,
            "x": batch.sequences["x"],
            "m": batch.sequences["m"],
            "of": batch.context["of"],
            "length": batch.length,
            "all": batch.total_length,
            "piece": batch.sequence,
            "pieces": batch.sequence_count,
            "order": batch.insertion_index,
            "size": batch.batch_size,
            "total": total,
        }
        found = {"steps": stepped(tf, batch, fetches, 4)}
        with tf.Session() as session:
            found["draw"] = session.run(draw).tolist()
        found["names"] = [
            op.name for op in graph.get_operations() if "Barrier" in op.type
        ]
        found["shapes"] = [str(v.shape) for v in batch.sequences.values()]
        found["summaries"] = [v.name for v in tf.get_collection("summaries")]
        found["seed"] = len(graph.get_operations()) > 100
    return found


@case
def saver(tf):
    with tf.Graph().as_default():
        key, length, values, _ = examples(tf, -1)
        padded = tf.concat([values, tf.zeros([8 - length])], 0)
        padded = tf.reshape(padded, [8])
        made = tf.contrib.training.SequenceQueueingStateSaver(
            batch_size=2,
            num_unroll=4,
            input_length=length,
            input_key=key,
            input_sequences={"x": padded},
            input_context={},
            initial_states={"h": tf.ones([2]), "c": tf.constant(1)},
            capacity=4,
            name="kept",
        )
        batch = made.next_batch
        cell = tf.nn.rnn_cell.BasicRNNCell(2)
        weights = tf.constant_initializer(0.25)
        with tf.variable_scope("net", initializer=weights):
            steps = tf.unstack(tf.expand_dims(batch.sequences["x"], -1), 4, 1)
            outputs, state = tf.nn.static_state_saving_rnn(
                cell, steps, batch, "h", sequence_length=batch.length
            )
        count = batch.save_state("c", batch.state("c") + 1)
        with tf.control_dependencies([count]):
            outputs = tf.stack(outputs, 1)
        fetches = {"out": outputs, "c": batch.state("c"), "key": batch.key}
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for _ in range(4):
                session.run(made.prefetch_op)
            found = []
            for _ in range(4):
                got = session.run(fetches)
                got["out"] = np.round(got["out"], 5)
                found.append({k: np.asarray(v).tolist() for k, v in got.items()})
            waiting = [made.barrier.ready_size(), made.barrier.incomplete_size()]
            waiting = session.run(waiting)
        names = [made.name, made.barrier.name, made.prefetch_op.name]
        names += [made.close().name, made.batch_size, made.num_unroll]
    return {"steps": found, "waiting": waiting, "names": names}


@case
def sparse(tf):
    with tf.Graph().as_default():
        given = tf.SparseTensor([[0, 1], [2, 0], [3, 1]], [1.0, 2.0, 3.0], [5, 2])
        beside = tf.SparseTensor([[1]], ["a"], [3])
        batch = tf.contrib.training.batch_sequences_with_states(
            input_key="k",
            input_sequences={"x": given, "y": tf.range(5)},
            input_context={"c": beside},
            input_length=None,
            initial_states={"s": tf.zeros([1])},
            num_unroll=2,
            batch_size=1,
            num_threads=1,
        )
        save = batch.save_state("s", batch.state("s") + 1)
        x, c = batch.sequences["x"], batch.context["c"]
        fetches = {
            "x": tf.sparse_tensor_to_dense(x),
            "c": tf.sparse_tensor_to_dense(c, default_value=""),
            "y": batch.sequences["y"],
        }
        with tf.control_dependencies([save]):
            fetches["s"] = tf.identity(batch.state("s"))
        runner = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)[-1]
        with tf.Session() as session:
            session.run(runner.enqueue_ops[0])
            found = [session.run(fetches) for _ in range(3)]
        return [{k: np.asarray(v).tolist() for k, v in one.items()} for one in found]


@case
def errors(tf):
    good = {
        "batch_size": 2,
        "num_unroll": 2,
        "input_length": 4,
        "input_key": "k",
        "input_sequences": {"a": tf.ones([4, 2])},
        "input_context": {},
        "initial_states": {"s": tf.zeros([3])},
    }
    training = tf.contrib.training

    def make(**other):
        return lambda: training.SequenceQueueingStateSaver(**dict(good, **other))

    def threads(**other):
        return lambda: training.batch_sequences_with_states(**dict(good, **other))

    batch = make()().next_batch
    unknown = tf.placeholder(tf.float32)
    calls = {
        "no sequences": make(input_sequences={}),
        "no states": make(initial_states={}),
        "states no dict": make(initial_states=[1]),
        "length float": make(input_length=4.0),
        "length vector": make(input_length=tf.constant([4], name="lengths")),
        "key int": make(input_key=4),
        "key vector": make(input_key=tf.constant(["a"], name="keys")),
        "name int": make(input_sequences={1: tf.ones([4])}),
        "sequence unknown": make(input_sequences={"a": unknown[0]}),
        "context unknown": make(input_context={"c": unknown}),
        "state unknown": make(initial_states={"s": unknown}),
        "capacity": make(capacity=1),
        "unroll": make(num_unroll=0),
        "threads unroll": threads(num_unroll=0),
        "no threads": threads(num_threads=0),
        "threads capacity": threads(batch_size=3, capacity=2),
        "state": lambda: batch.state("q"),
        "save": lambda: batch.save_state("q", 1),
        "save shape": lambda: batch.save_state("s", tf.ones([2, 9]), name="shape"),
        "save rank": lambda: batch.save_state("s", tf.ones([9]), name="rank"),
    }
    return {key: error(call) for key, call in calls.items()}


@case
def stratified(tf):
    with tf.Graph().as_default():
        tf.set_random_seed(3)
        number = tf.Variable(-1, trainable=False, name="number")
        at = tf.identity(tf.assign_add(number, 1))
        found = {}
        given = dict(target_probs=[0.75, 0.25], batch_size=6)
        known = tf.contrib.training.stratified_sample(
            [tf.stack([at, -at])], at % 2, init_probs=[0.5, 0.5], **given
        )
        many = tf.stack([at, at + 100])
        counted = tf.contrib.training.stratified_sample(
            [many], many % 2, enqueue_many=True, name="many", **given
        )
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for key, (values, labels), at_once in (
                ("known", known, 1),
                ("counted", counted, 2),
            ):
                runners = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
                runners = runners[:2] if at_once == 1 else runners[2:]
                for _ in range(16 // at_once):
                    session.run(runners[0].enqueue_ops)
                for _ in range(16):
                    session.run(runners[1].enqueue_ops)
                found[key] = [v.tolist() for v in session.run([values[0], labels])]
    call = tf.contrib.training.stratified_sample
    one = tf.zeros([3])
    found["error lengths"] = error(
        lambda: call([one], 1, [0.5, 0.5], 2, init_probs=[0.5, 0.25, 0.25])
    )
    found["error rank"] = error(
        lambda: call([one], 1, [[0.5, 0.5]], 2, init_probs=[0.5, 0.5])
    )
    return found


@case
def sparse_buckets(tf):
    with tf.Graph().as_default():
        number = tf.Variable(-1, trainable=False, name="number")
        at = tf.identity(tf.assign_add(number, 1))
        some = tf.SparseTensor([[0]], tf.expand_dims(tf.to_float(at), 0), [2])
        which, (numbers, sparse) = tf.contrib.training.bucket(
            [at, some], at % 2, 2, 2, dynamic_pad=True
        )
        fetches = [which, numbers, tf.sparse_tensor_to_dense(sparse)]
        shape = [str(numbers.shape), str(sparse.indices.shape)]
        tops, ins = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for _ in range(4):
                session.run(ins.enqueue_ops)
            for op in tops.enqueue_ops:
                session.run(op)
            found = [session.run(fetches) for _ in range(2)]
        return [[np.asarray(v).tolist() for v in one] for one in found], shape


@case
def feeding(tf):
    with tf.Graph().as_default():
        queue = tf.FIFOQueue(4, [tf.int32], [[]])
        fed = tf.placeholder(tf.int32, [])
        numbers = iter(range(5))

        def feed():
            try:
                return {fed: next(numbers)}
            except StopIteration:
                raise tf.errors.OutOfRangeError(None, None, "no more") from None

        make = tf.contrib.training.FeedingQueueRunner
        runner = make(queue, [queue.enqueue(fed)], feed_fns=[feed])
        taken = queue.dequeue()
        found = []
        with tf.Session() as session:
            coord = tf.train.Coordinator()
            threads = runner.create_threads(session, coord, start=True)
            try:
                while True:
                    found.append(int(session.run(taken)))
            except tf.errors.OutOfRangeError:
                found.append("closed")
            coord.request_stop()
            coord.join(threads)
        ops = [queue.enqueue(1)]
        return found, error(lambda: make(queue, ops, feed_fns=[feed, feed]))

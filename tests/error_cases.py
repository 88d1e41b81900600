"""What a script does wrong, and what the error says: on 1.15.5, and under `compat`.

Prints a line a case: its name, the class of the error, and the first part of its text.
"""

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
x = tf.placeholder(tf.float32, [None, 3], name="x")
i = tf.placeholder(tf.int32, [], name="i")
w = tf.get_variable("w", [3, 2])
r = tf.get_variable("r", [3, 2], use_resource=True)
item = tf.data.Dataset.range(1).make_one_shot_iterator().get_next()
it2 = tf.data.Dataset.range(1).make_initializable_iterator().get_next()
s = tf.Session()
ones = np.ones((2, 3), "float32")
lin = tf.placeholder(tf.float32, [3, 2], name="lin")
sq = tf.placeholder(tf.float32, [None, None], name="sq")
g = tf.gather([1.0, 2.0], i, name="gath")
cn = tf.check_numerics(tf.log(sq), "no log", name="cn")
cls = tf.nn.sparse_softmax_cross_entropy_with_logits(
    labels=[5], logits=[[1.0, 2.0]], name="xent"
)
table = (
    tf.contrib.lookup.index_table_from_tensor(["a"]) if hasattr(tf, "contrib") else None
)
q = tf.FIFOQueue(3, [tf.float32])
qd = q.dequeue(name="dq")
asrt = tf.Assert(i > 3, ["too small", i], name="asrt")
with tf.control_dependencies([tf.assert_equal(i, 3, message="three")]):
    eq = tf.identity(i)


def reuse():
    with tf.variable_scope("none", reuse=True):
        tf.get_variable("v", [2])


def reuse2():
    with tf.variable_scope("", reuse=True):
        tf.get_variable("w", [5])


def reuse3():
    with tf.variable_scope("", reuse=True):
        tf.get_variable("w", [3, 2], tf.int32)


def no_vars():
    with tf.Graph().as_default():
        tf.train.Saver()


def other():
    with tf.Graph().as_default():
        s.run(tf.constant(1))


def closed():
    t = tf.Session()
    t.close()
    t.run(i, {i: 1})


def finalized():
    with tf.Graph().as_default() as g:
        g.finalize()
        tf.constant(1)


def rnn_again():
    for _ in range(2):
        tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.BasicLSTMCell(3), tf.ones([2, 3, 4]), dtype=tf.float32
        )


def dense_again():
    for _ in range(2):
        tf.layers.dense(tf.ones([2, 3]), 3, name="d")


CASES = [
    ("uninit", lambda: s.run(tf.matmul(x, w), {x: ones})),
    ("uninit fetch", lambda: s.run(w)),
    ("uninit res", lambda: s.run(r)),
    ("uninit res mul", lambda: s.run(tf.matmul(x, r), {x: ones})),
    ("unfed", lambda: s.run(x + 1)),
    ("size", lambda: s.run(tf.matmul(x, x), {x: ones})),
    ("end", lambda: (s.run(item), s.run(item))),
    ("no iter init", lambda: s.run(it2)),
    ("feed shape", lambda: s.run(x + 1, {x: np.ones((2, 4))})),
    ("feed rank", lambda: s.run(x + 1, {x: np.ones(4)})),
    ("feed str", lambda: s.run(x + 1, {x: "a"})),
    ("feed tensor", lambda: s.run(x + 1, {x: tf.ones([2, 3])})),
    ("feed key", lambda: s.run(x + 1, {"nobody:0": 1})),
    ("feed key2", lambda: s.run(x + 1, {3: 1})),
    ("feed float", lambda: s.run(i + 1, {i: 2.5})),
    ("fetch none", lambda: s.run(None)),
    ("fetch int", lambda: s.run(3)),
    ("fetch name", lambda: s.run("nobody:0")),
    ("fetch opname", lambda: s.run("nobody")),
    ("gather", lambda: s.run(g, {i: 7})),
    ("check numerics", lambda: s.run(cn, {sq: [[0.0]]})),
    ("xent", lambda: s.run(cls)),
    ("assert", lambda: s.run(asrt, {i: 1})),
    ("assert_eq", lambda: s.run(eq, {i: 1})),
    ("concat", lambda: s.run(tf.concat([x, sq], 0), {x: ones, sq: [[1.0]]})),
    ("reshape", lambda: s.run(tf.reshape(x, [4, 5]), {x: ones})),
    ("add", lambda: s.run(x + sq, {x: ones, sq: np.ones((2, 2))})),
    ("mm static", lambda: tf.matmul(tf.ones([2, 3]), tf.ones([2, 3]))),
    ("add static", lambda: tf.ones([2, 3]) + tf.ones([2, 4])),
    ("concat static", lambda: tf.concat([tf.ones([2, 3]), tf.ones([3, 4])], 1)),
    ("reshape static", lambda: tf.reshape(tf.ones([2, 3]), [4, 5])),
    ("dtype", lambda: tf.matmul(tf.ones([2, 3]), tf.ones([3, 3], tf.int32))),
    ("dtype add", lambda: tf.ones([2]) + tf.ones([2], tf.float64)),
    ("conv", lambda: tf.convert_to_tensor(tf.ones([2]), tf.int32)),
    ("const none", lambda: tf.constant(None)),
    ("cond bool", lambda: bool(tf.constant(1) > 0)),
    ("iter", lambda: list(x)),
    ("iter scalar", lambda: list(i)),
    ("again", lambda: tf.get_variable("w", [3, 2])),
    ("again res", lambda: tf.get_variable("r", [3, 2])),
    ("reuse none", lambda: reuse()),
    ("reuse shape", lambda: reuse2()),
    ("reuse dtype", lambda: reuse3()),
    ("var from unknown", lambda: tf.Variable(x)),
    (
        "minimize none",
        lambda: tf.train.GradientDescentOptimizer(0.1).minimize(tf.constant(1.0)),
    ),
    (
        "grad none",
        lambda: tf.train.GradientDescentOptimizer(0.1).apply_gradients([(None, w)]),
    ),
    ("restore missing", lambda: tf.train.Saver().restore(s, "no such file")),
    ("restore None", lambda: tf.train.Saver().restore(s, None)),
    ("no vars", lambda: no_vars()),
    ("other graph", lambda: other()),
    ("closed", lambda: closed()),
    ("no default", lambda: x.eval()),
    ("finalized", lambda: finalized()),
    ("negative dim", lambda: tf.placeholder(tf.float32, [-2])),
    ("stack", lambda: tf.stack([tf.ones([2]), tf.ones([3])])),
    ("squeeze", lambda: tf.squeeze(tf.ones([2, 3]), [0])),
    ("transpose", lambda: tf.transpose(tf.ones([2, 3]), [0, 1, 2])),
    (
        "conv2d",
        lambda: tf.nn.conv2d(
            tf.ones([1, 4, 4, 3]), tf.ones([2, 2, 5, 1]), [1, 1, 1, 1], "SAME"
        ),
    ),
    ("rnn again", lambda: rnn_again()),
    ("dense again", lambda: dense_again()),
    ("dense dim", lambda: tf.layers.dense(tf.placeholder(tf.float32, [None, None]), 3)),
    (
        "seq",
        lambda: tf.contrib.seq2seq.sequence_loss(
            tf.ones([2, 3]), tf.ones([2, 3], tf.int32), tf.ones([2, 3])
        ),
    ),
    ("xent order", lambda: tf.nn.softmax_cross_entropy_with_logits(lin, lin)),
    (
        "xent sparse order",
        lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(lin, [1, 2, 3]),
    ),
    ("xent sigmoid order", lambda: tf.nn.sigmoid_cross_entropy_with_logits(lin, lin)),
    ("xent half", lambda: tf.nn.softmax_cross_entropy_with_logits(logits=lin)),
    ("scope", lambda: tf.variable_scope(None).__enter__()),
    ("file", lambda: s.run(tf.read_file("/no such folder/none"))),
    ("gfile", lambda: tf.gfile.GFile("/no such folder/none").read()),
    ("queue closed", lambda: (s.run(q.close()), s.run(qd))),
    ("table", lambda: s.run(table.lookup(tf.constant(["a"])))),
    ("pyfunc", lambda: s.run(tf.py_func(lambda: 1 / 0, [], tf.int64, name="pf"))),
    ("coord", lambda: tf.train.string_input_producer([])),
    ("string", lambda: s.run(tf.string_to_number(["a"]))),
    ("slice", lambda: s.run(tf.slice(x, [0, 0], [5, 5]), {x: ones})),
    ("onehot", lambda: s.run(tf.scatter_nd([[5]], [1.0], [3]))),
    ("assign", lambda: tf.assign(w, tf.ones([4, 4]))),
    ("embedding", lambda: s.run(tf.nn.embedding_lookup(tf.ones([3, 2]), i), {i: 9})),
    (
        "while",
        lambda: tf.while_loop(lambda a: a < 3, lambda a: tf.cast(a, tf.float32), [0]),
    ),
    (
        "while shape",
        lambda: tf.while_loop(
            lambda a: tf.reduce_sum(a) < 3,
            lambda a: tf.concat([a, a], 0),
            [tf.ones([2])],
        ),
    ),
]


def more():
    tf.reset_default_graph()
    import error_more_cases

    return error_more_cases.CASES


if __name__ == "__main__":
    for name, function in (case for some in (lambda: CASES, more) for case in some()):
        try:
            function()
            said = "nothing"
        except Exception as error:
            kind = type(error)
            said = "{}.{} | ".format(kind.__module__, kind.__name__)
            part = str(error).split("Originally defined")[0].split("\n\n")[0]
            said += part.strip().replace("\n", "\\n")
        print(name, "|", said)

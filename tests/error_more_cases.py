"""More of what a script does wrong: what TensorFlow's functions in Python say.

`error_cases.py` prints these after its own, in a graph of their own.
"""

import os
import tempfile

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
x = tf.placeholder(tf.float32, [None, 3], name="x")
u = tf.placeholder(tf.float32, name="u")
i = tf.placeholder(tf.int32, [], name="i")
seq = tf.placeholder(tf.float32, [None, 5, 4], name="seq")
w = tf.get_variable("w", [3, 2])
s = tf.Session()
ones = np.ones((2, 3), "float32")
folder = tempfile.mkdtemp()
os.chdir(folder)
R = tf.nn.rnn_cell


def saved():
    with tf.Graph().as_default():
        tf.get_variable("a", [2])
        with tf.Session() as t:
            t.run(tf.global_variables_initializer())
            return tf.train.Saver().save(t, "./kept")


saved()


def restore(make):
    with tf.Graph().as_default():
        make()
        with tf.Session() as t:
            tf.train.Saver().restore(t, "./kept")


def fresh(f):
    with tf.Graph().as_default():
        return f()


def other_feed():
    with tf.Graph().as_default():
        p = tf.placeholder(tf.float32)
    s.run(x + 1, {p: 1})


def dense_twice():
    d = tf.layers.Dense(3, name="dd")
    d(tf.ones([2, 3]))
    d(tf.ones([2, 4]))


def dataset(make):
    it = make().make_one_shot_iterator().get_next()
    for _ in range(3):
        s.run(it)


def no_session():
    tf.get_default_session().run(x)


CASES = [
    ("mm ints", lambda: s.run(tf.matmul(u, u), {u: [1.0]})),
    ("eval unfed", lambda: x.eval(session=s)),
    ("mm rank", lambda: tf.matmul(tf.ones([2, 3]), tf.ones([3]))),
    ("mm rank 3", lambda: tf.matmul(tf.ones([2, 3, 4]), tf.ones([4, 3]))),
    ("mm placeholder", lambda: tf.matmul(x, tf.ones([2, 2]))),
    ("concat swapped", lambda: tf.concat(1, [x, x])),
    ("concat ranks", lambda: tf.concat([x, i], 0)),
    ("concat dtype", lambda: tf.concat([x, tf.ones([2, 3], tf.int32)], 0)),
    ("concat axis", lambda: tf.concat([x, x], 2)),
    ("split swapped", lambda: tf.split(1, 3, x)),
    ("split uneven", lambda: tf.split(tf.ones([2, 3]), 2, 1)),
    ("reshape text", lambda: tf.reshape(x, "a")),
    ("reshape float", lambda: tf.reshape(x, [1.5, 2])),
    ("reshape none", lambda: tf.reshape(x, [None, 3])),
    ("zeros none", lambda: tf.zeros([None, 3])),
    ("zeros x", lambda: tf.zeros([x.shape[0], 3])),
    ("xent args", lambda: tf.nn.softmax_cross_entropy_with_logits(x, x)),
    ("xent v2 args", lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(x, x)),
    (
        "xent rank",
        lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.ones([2, 3], tf.int32), logits=tf.ones([2, 3])
        ),
    ),
    (
        "xent size",
        lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.ones([3], tf.int32), logits=tf.ones([2, 3])
        ),
    ),
    (
        "xent run",
        lambda: s.run(
            tf.nn.softmax_cross_entropy_with_logits(
                labels=u, logits=u + tf.ones([2, 3])
            ),
            {u: np.ones((1, 3))},
        ),
    ),
    (
        "xent sizes",
        lambda: tf.nn.softmax_cross_entropy_with_logits(
            labels=tf.ones([2, 4]), logits=tf.ones([2, 3])
        ),
    ),
    (
        "sigmoid xent",
        lambda: tf.nn.sigmoid_cross_entropy_with_logits(
            labels=tf.ones([2, 4]), logits=tf.ones([2, 3])
        ),
    ),
    ("dropout", lambda: tf.nn.dropout(x, 2.0)),
    ("dropout 0", lambda: tf.nn.dropout(x, 0.0)),
    ("dropout int", lambda: tf.nn.dropout(i, 0.5)),
    ("constant ragged", lambda: tf.constant([[1, 2], [3]])),
    ("constant text", lambda: tf.constant("a", tf.float32)),
    ("constant int", lambda: tf.constant(1.5, tf.int32)),
    ("constant shape", lambda: tf.constant([1, 2, 3], shape=[2])),
    ("Variable none", lambda: tf.Variable(None)),
    ("Variable nothing", lambda: tf.Variable()),
    ("var no shape", lambda: tf.get_variable("v1")),
    ("var part shape", lambda: tf.get_variable("v2", [None, 3])),
    ("var both", lambda: tf.get_variable("v3", [2], initializer=tf.ones([2]))),
    ("var name", lambda: tf.get_variable("v 6", [2])),
    ("assign tensor", lambda: tf.assign(tf.ones([2]), 1.0)),
    ("assign add", lambda: tf.assign_add(w, 1)),
    ("fetch list none", lambda: s.run([x, None], {x: ones})),
    ("fetch float", lambda: s.run([1.5])),
    ("feed none", lambda: s.run(x + 1, {x: None})),
    ("feed ragged", lambda: s.run(x + 1, {x: [[1, 2, 3], [1, 2]]})),
    ("feed other", other_feed),
    ("feed list", lambda: s.run(x + 1, [ones])),
    ("feed dtype", lambda: s.run(i + 1, {i: "a"})),
    ("feed int", lambda: s.run(i + 1, {i: [1, 2]})),
    ("empty graph", lambda: fresh(lambda: tf.Session().run("a"))),
    ("minimize int", lambda: tf.train.GradientDescentOptimizer(0.1).minimize(i)),
    ("minimize list", lambda: tf.train.AdamOptimizer(0.1).minimize(None)),
    ("restore other", lambda: restore(lambda: tf.get_variable("b", [2]))),
    ("restore size", lambda: restore(lambda: tf.get_variable("a", [3]))),
    ("restore dtype", lambda: restore(lambda: tf.get_variable("a", [2], tf.float64))),
    (
        "save nowhere",
        lambda: fresh(
            lambda: (
                tf.get_variable("a", [2]),
                tf.train.Saver().save(tf.Session(), "none/here"),
            )
        ),
    ),
    ("import meta", lambda: tf.train.import_meta_graph("none.meta")),
    ("reader key", lambda: tf.train.NewCheckpointReader("./kept").get_tensor("zz")),
    ("latest", lambda: tf.train.Saver([w]).restore(s, tf.train.latest_checkpoint("."))),
    ("rnn rank", lambda: tf.nn.dynamic_rnn(R.BasicLSTMCell(3), x, dtype=tf.float32)),
    ("rnn dtype", lambda: tf.nn.dynamic_rnn(R.BasicLSTMCell(3), seq)),
    (
        "rnn depth",
        lambda: tf.nn.dynamic_rnn(
            R.BasicLSTMCell(3),
            tf.placeholder(tf.float32, [None, 5, None]),
            dtype=tf.float32,
        ),
    ),
    ("rnn list", lambda: tf.nn.dynamic_rnn(R.BasicLSTMCell(3), [x], dtype=tf.float32)),
    (
        "rnn lengths",
        lambda: tf.nn.dynamic_rnn(
            R.BasicLSTMCell(3), seq, sequence_length=x, dtype=tf.float32
        ),
    ),
    (
        "rnn lengths float",
        lambda: tf.nn.dynamic_rnn(
            R.BasicLSTMCell(3), seq, sequence_length=tf.ones([2]), dtype=tf.float32
        ),
    ),
    (
        "static tensor",
        lambda: tf.nn.static_rnn(R.BasicLSTMCell(3), seq, dtype=tf.float32),
    ),
    (
        "static empty",
        lambda: tf.nn.static_rnn(R.BasicLSTMCell(3), [], dtype=tf.float32),
    ),
    ("multi empty", lambda: R.MultiRNNCell([])),
    ("cell 1", lambda: R.BasicLSTMCell(3)(tf.ones([3]), None)),
    ("wrapper", lambda: R.DropoutWrapper(R.GRUCell(3), output_keep_prob=2.0)),
    (
        "residual",
        lambda: fresh(
            lambda: tf.nn.dynamic_rnn(
                R.ResidualWrapper(R.GRUCell(3)), tf.ones([2, 3, 4]), dtype=tf.float32
            )
        ),
    ),
    ("dense rank", lambda: tf.layers.dense(tf.ones([3]), 3)),
    ("dense unknown", lambda: tf.layers.dense(u, 3)),
    ("dense int", lambda: tf.layers.dense(tf.ones([2, 3], tf.int32), 3)),
    ("dense twice", dense_twice),
    ("conv rank", lambda: tf.layers.conv2d(x, 3, 3)),
    ("flatten", lambda: tf.contrib.layers.flatten(u)),
    ("fc rank", lambda: tf.contrib.layers.fully_connected(u, 3)),
    ("fc units", lambda: tf.contrib.layers.fully_connected(x, "a")),
    ("unstack", lambda: tf.unstack(x)),
    ("expand", lambda: tf.expand_dims(x, 5)),
    ("index text", lambda: x["a"]),
    ("index float", lambda: x[1.5]),
    ("index many", lambda: x[0, 0, 0]),
    ("index out", lambda: tf.ones([2, 3])[:, 5]),
    ("attr T", lambda: x.T),
    ("attr reshape", lambda: x.reshape([3])),
    ("attr none", lambda: x.nothing),
    ("index list", lambda: x[[0, 1]]),
    ("len", lambda: len(x)),
    ("np array", lambda: np.array(x)),
    ("np sum", lambda: np.sum(x)),
    ("add none", lambda: x + None),
    ("add text", lambda: x + "a"),
    ("add float", lambda: i + 1.5),
    ("mul int", lambda: x * i),
    ("div", lambda: i / x),
    ("compare", lambda: x > i),
    ("add_n", lambda: tf.add_n([])),
    ("add_n shapes", lambda: tf.add_n([tf.ones([2]), tf.ones([3])])),
    (
        "cond types",
        lambda: tf.cond(i > 0, lambda: tf.ones([2]), lambda: tf.ones([2], tf.int32)),
    ),
    ("cond callable", lambda: tf.cond(i > 0, x, x)),
    ("cond bool", lambda: tf.cond(True, lambda: x, lambda: None)),
    ("cond parts", lambda: tf.cond(i > 0, lambda: [x, x], lambda: [x])),
    ("where", lambda: tf.where(x > 0, x, tf.ones([4]))),
    ("reduce axis", lambda: tf.reduce_sum(x, 5)),
    ("argmax axis", lambda: s.run(tf.argmax(x, 5), {x: ones})),
    ("tensor name", lambda: tf.get_default_graph().get_tensor_by_name("x")),
    ("tensor none", lambda: tf.get_default_graph().get_tensor_by_name("zz:0")),
    ("op none", lambda: tf.get_default_graph().get_operation_by_name("zz")),
    ("scope name", lambda: tf.name_scope("a b!").__enter__()),
    ("op bad name", lambda: tf.placeholder(tf.float32, name="a b")),
    ("var scope", lambda: tf.variable_scope("a b!").__enter__()),
    ("dtype", lambda: tf.placeholder("float33")),
    ("cast text", lambda: tf.cast("a", tf.float32)),
    (
        "dataset sizes",
        lambda: tf.data.Dataset.from_tensor_slices((np.ones(2), np.ones(3))),
    ),
    (
        "dataset var",
        lambda: (
            tf.data.Dataset.range(4)
            .map(lambda n: tf.cast(n, tf.float32) * w)
            .make_one_shot_iterator()
        ),
    ),
    ("clip", lambda: tf.clip_by_norm(None, 1.0)),
    ("convert none", lambda: tf.convert_to_tensor(None)),
    ("stack none", lambda: tf.stack([x, None])),
    ("set_shape", lambda: tf.ones([2, 3]).set_shape([3, 3])),
    ("shape compat", lambda: tf.TensorShape([2, 3]).merge_with([3, 3])),
    ("merge", lambda: s.run(tf.summary.merge_all())),
    ("decoder", lambda: tf.contrib.seq2seq.dynamic_decode(3)),
    ("basic decoder", lambda: tf.contrib.seq2seq.BasicDecoder(3, 4, 5)),
    ("helper", lambda: tf.contrib.seq2seq.TrainingHelper(seq, x)),
    ("attention", lambda: tf.contrib.seq2seq.AttentionWrapper(R.GRUCell(3), 3)),
    ("seq loss", lambda: tf.contrib.seq2seq.sequence_loss(seq, x, x)),
    (
        "get_variable again",
        lambda: (tf.get_variable("q1", [2]), tf.get_variable("q1", [2])),
    ),
    ("losses", lambda: tf.losses.mean_squared_error(tf.ones([2]), tf.ones([3]))),
    ("no session", no_session),
]

"""What `Session.run` gives and refuses, run after run, printed line by line.

Plain Python for the real 1.15.5, whose lines are `goldens/session_runs.txt`, and for
the facade, by `python -m compat run`.
"""

import collections

import numpy as np
import tensorflow as tf

Pair = collections.namedtuple("Pair", "first second")

x = tf.placeholder(tf.float32, [None, 3], name="x")
i = tf.placeholder(tf.int32, [], name="i")
text = tf.placeholder(tf.string, [None], name="text")
anything = tf.placeholder(tf.float64, name="anything")
flag = tf.placeholder_with_default(False, [], name="flag")
v = tf.Variable([1.0, 2.0], name="v")
r = tf.get_variable("r", [2], initializer=tf.ones_initializer(), use_resource=True)
total = tf.reduce_sum(x, name="total")
more = tf.assign_add(v, [1.0, 1.0])
sparse = tf.SparseTensor([[0, 1]], [2.0], [2, 2])
given = tf.sparse_placeholder(tf.float32)
slices = tf.gradients(tf.reduce_sum(tf.gather(v, [1, 1])), v)[0]
root = tf.check_numerics(tf.sqrt(tf.cast(i, tf.float32)), "no root")
table = tf.gather([1.0, 2.0], i)
session = tf.Session()
ones = np.ones([2, 3])


def shown(value):
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{value.shape}{value.tolist()}"
    if hasattr(value, "_fields"):
        return "{}({})".format(type(value).__name__, ", ".join(map(shown, value)))
    if isinstance(value, (list, tuple)):
        return "{}({})".format(type(value).__name__, ", ".join(map(shown, value)))
    if isinstance(value, dict):
        parts = [f"{k!r}: {shown(value[k])}" for k in sorted(value)]
        return "{}{{{}}}".format(type(value).__name__, ", ".join(parts))
    if isinstance(value, np.generic):
        return f"one {value.dtype} {value.item()!r}"
    return f"{type(value).__name__} {value!r}"


CASES = [
    ("before", v, None),
    ("initialize", tf.global_variables_initializer(), None),
    ("nothing to see", [v.op, r.op], None),
    ("scalar", total, {x: ones}),
    ("list", [total, total, more], {x: ones}),
    ("tuple", (total, (v, r)), {x: ones}),
    ("empty", [], None),
    ("named", Pair(total, [i + 1]), {x: ones, i: 3}),
    ("dict", {"a": total, "b": [v]}, {x: ones}),
    ("ordered", collections.OrderedDict([("b", v), ("a", r)]), None),
    ("by name", ["total:0", "v:0"], {x: ones}),
    ("fed by name", total, {"x:0": ones}),
    ("op by name", "total", {x: ones}),
    ("integers for floats", total, {x: np.ones([2, 3], "int64")}),
    ("lists", total, {x: [[1, 2, 3], [4, 5, 6.5]]}),
    ("numpy number", i + 1, {i: np.int64(4)}),
    ("number", i + 1, {i: 4}),
    ("bool", tf.logical_not(flag), {flag: True}),
    ("default", tf.logical_not(flag), None),
    ("columns", total, {x: np.asfortranarray(np.arange(6.0).reshape(2, 3))}),
    ("every other", total, {x: np.arange(12.0).reshape(4, 3)[::2]}),
    ("any shape", anything * 2, {anything: [[1, 2]]}),
    ("any shape, a number", anything * 2, {anything: 1.5}),
    ("strings", text, {text: ["a", "b"]}),
    ("fed and fetched", [x, total], {x: ones}),
    ("inner", [total * 2, total], {total: 7.0}),
    ("variable fed", v * 2, {v: [5.0, 5.0]}),
    ("sparse", sparse, None),
    ("sparse fed", tf.sparse.to_dense(given), {given: ([[1, 1]], [3.0], [2, 2])}),
    ("slices", slices, None),
    ("none wanted", [more.op, v], None),
    ("wrong shape", total, {x: np.ones([2, 4])}),
    ("wrong rank", total, {x: np.ones(3)}),
    ("ragged", total, {x: [[1, 2, 3], [1]]}),
    ("a word", total, {x: "word"}),
    ("float for int", i + 1, {i: 2.5}),
    ("too large", i + 1, {i: 2**40}),
    ("a tensor", total, {x: tf.ones([2, 3])}),
    ("not fed", total, None),
    ("no such tensor", "nobody:0", None),
    ("no such op", ["nobody"], None),
    ("not a tensor", 3, None),
    ("None", None, None),
    ("not a key", total, {"nobody:0": 1}),
    ("fails", root, {i: -1}),
    ("fits again", root, {i: 4}),
    ("outside", table, {i: 7}),
]


def run(session, fetches, feeds):
    try:
        return shown(session.run(fetches, feeds))
    except tf.errors.OpError as error:
        op = error.op.name if error.op is not None else None
        return f"{type(error).__name__} in {op}"
    except Exception as error:
        return type(error).__name__


for name, fetches, feeds in CASES:
    print(name, "|", run(session, fetches, feeds), "|", run(session, fetches, feeds))

# as often as a training: counting, and with a changing number of rows
for n in range(60):
    rows = np.full([n % 4, 3], n, "float32")
    count, seen = session.run([more, total], feed_dict={x: rows})
print("often |", shown(count), shown(seen))
# what was read stays as it was: the variables go on, and the reader may write
reads = [v, r, tf.identity(v), tf.reshape(v, [2, 1]), v.read_value(), r.read_value()]
reads += [tf.assign_add(v, [0.0, 0.0]), tf.constant([1.0, 2.0])]
changes = [tf.scatter_add(v, [0], [1.0]).op, tf.scatter_add(r, [1], [1.0]).op]
for read in reads:
    held = session.run(read)
    before = shown(held)
    session.run(changes)
    print("held |", before == shown(held))
    held[0] = 99.0
    print("read again |", shown(session.run(read)))
big = tf.placeholder(tf.float32, [1000, 64])
kept = tf.Variable(tf.zeros([1000, 64]))
fed = np.ones([1000, 64], "float32")
session.run(tf.assign(kept, big).op, {big: fed})
fed[:] = 2.0
print("fed to a variable |", shown(session.run(kept)[0, 0]))
print("later in the graph |", run(session, total + 1.0, {x: ones}))
options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
metadata = tf.RunMetadata()
session.run(total, {x: ones}, options, metadata)
print("traced |", len(metadata.step_stats.dev_stats) > 0)
parts = session.partial_run_setup([total], [x])
print("in parts |", shown(session.partial_run(parts, total, {x: ones})))
held = session.run(tf.get_session_handle(total * 2.0), {x: ones})
holder, taken = tf.get_session_tensor(held.handle, tf.float32)
feeds = {holder: held.handle}
print("handle |", type(held).__name__, held.eval(), run(session, taken + 1.0, feeds))
other = tf.Graph()
with other.as_default():
    foreign = tf.constant(1.0)
print("foreign |", run(session, foreign, None), "|", run(session, total, {foreign: 1}))
session.close()
print("closed |", run(session, total, {x: ones}))
with tf.Session(graph=other) as inner:
    print("other |", run(inner, foreign, None), run(inner, foreign, None))
with tf.Graph().as_default(), tf.device("/job:local/task:0"):
    counted = tf.Variable(1.0) + 2.0
    with tf.Session(tf.train.Server.create_local_server().target) as served:
        served.run(tf.global_variables_initializer())
        print("served |", run(served, counted, None))
print("version |", tf.version.VERSION)

"""Cases for contrib.copy_graph."""

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)


def built(tf):
    """A graph with a variable, one that is not trained, a feed and a sum."""
    with tf.Graph().as_default():
        v = tf.Variable([1.0, 2.0], name="v")
        t = tf.Variable(3.0, trainable=False, name="t", collections=["mine"])
        x = tf.placeholder(tf.float32, [2], "x")
        with tf.control_dependencies([v.initializer]):
            y = tf.multiply(x, v, name="y")
        with tf.name_scope("s"):
            w = tf.reduce_sum(y + t, name="w")
    return v, t, y, w


@case
def copied(tf):
    copy = tf.contrib.copy_graph
    v, t, y, w = built(tf)
    other = tf.Graph()
    new = copy.copy_variable_to_graph(v, other)
    scoped = [copy.copy_variable_to_graph(one, other, scope="sc") for one in (v, t)]
    total = copy.copy_op_to_graph(w, other, scoped, scope="sc")
    plain = copy.copy_op_to_graph(w.op, other, [new])
    keys = sorted(other.get_all_collection_keys())
    found = {
        "names": [one.op.name for one in [new, *scoped]] + [total.name, plain.name],
        "collections": {k: [v.name for v in other.get_collection(k)] for k in keys},
        "ops": [
            (op.type, op.name, [i.name for i in op.inputs])
            for op in other.get_operations()
        ],
        "waits": [op.name for op in other.get_operation_by_name("y").control_inputs],
        "again": copy.copy_op_to_graph(w, other, scoped, scope="sc") is total,
        "got": [
            copy.get_copied_op(one, other, "sc").name for one in (v, y, w, w.op, y.op)
        ],
        "no variable": error(lambda: copy.copy_variable_to_graph(3, other)),
        "nothing": error(lambda: copy.copy_op_to_graph(3, other, [])),
        "not there": error(lambda: copy.get_copied_op(v, tf.Graph())),
    }
    with other.as_default(), tf.Session() as session:
        session.run([one.initializer for one in scoped])
        found["total"] = float(session.run(total, {"sc/x:0": [1.0, 1.0]}))
    return found

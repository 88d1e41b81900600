"""Cases for tf.contrib.util."""

from tests.cases.registry import family
from tests.cases.values import Kept

case = family(__name__, manner="told")


@case
def util(tf):
    lib = tf.contrib.util
    proto = lib.make_tensor_proto([[1, 2]])
    total = tf.multiply(tf.constant([1.0]), 2.0)
    definition = tf.get_default_graph().as_graph_def()
    stripped = lib.stripped_op_list_for_graph(definition)
    return {
        "value": Kept(lib.constant_value(tf.constant([3, 4]))),
        "none": lib.constant_value(total * tf.random_uniform([1])),
        "array": Kept(lib.make_ndarray(proto)),
        "ops": sorted(lib.ops_used_by_graph_def(definition)),
        "stripped": [op.name for op in stripped.op],
    }

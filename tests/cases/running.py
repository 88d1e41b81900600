"""Builds and runs one case, and writes down all that can be seen of it.

There are three manners, two of them for goldens that were recorded before they met:

- `weighted`: the graph's seed is 7; gradients are those of a weighted sum of all float
  results, by the variables and by the inputs that `given` made; each is run alone where
  its graph draws.
- `squares`: the graph's seed is 777; gradients are those of the sum of the squares, by
  the variables; all is run at once, so that gradients have the masks of the results.
  An error is an answer, by its class; in `squares, texts` its text is kept as well.
- `told`: nothing is run; the case runs what it wants, and tells it.
"""

import collections

import numpy as np

from tests.cases import registry
from tests.cases.values import INPUTS, Kept, ramp

# Parts of the names of variables of which a root is taken: their ramps are positive.
POSITIVE = ("variance", "Adagrad", "Adam", "RMSProp", "_power")


def leaves_of(tree, path=""):
    """List the leaves of a nesting of dicts, lists and tuples with their paths."""
    if hasattr(tree, "_asdict"):
        tree = collections.OrderedDict(zip(tree._fields, tree))
    if isinstance(tree, dict):
        pairs = [(str(key), tree[key]) for key in tree]
    elif isinstance(tree, (list, tuple)):
        pairs = [(str(index), value) for index, value in enumerate(tree)]
    else:
        return [(path, tree)]
    return [
        leaf
        for key, value in pairs
        for leaf in leaves_of(value, path + "/" + key if path else key)
    ]


def op_count(tf):
    """Give the op seed that the next random op takes: 1.15's number of ops so far."""
    drawn = tf.random_uniform([1])
    ops = [op for op in drawn.graph.get_operations() if op.type == "RandomUniform"]
    return ops[-1].get_attr("seed2")


def op_seeds(graph):
    """The op seeds of a graph's random ops, in the order in which they were built."""
    found = []
    for op in graph.get_operations():
        try:
            found.append(op.get_attr("seed2"))
        except ValueError:
            continue
    return found


def draws(tensors):
    """Whether what is drawn at random, or kept from run to run, goes into tensors."""
    found, waiting = set(), [tensor.op for tensor in tensors]
    while waiting:
        op = waiting.pop()
        if op not in found:
            found.add(op)
            if op.type.startswith(("Random", "Truncated", "Multinomial", "Assign")):
                return True
            waiting.extend(tensor.op for tensor in op.inputs)
            waiting.extend(op.control_inputs)
    return False


def is_float(tf, tensor):
    return tensor.dtype.base_dtype in (tf.float16, tf.float32, tf.float64)


def record(tf, case, see=None):
    """Build and run one case.

    Args:
        tf: TensorFlow 1.15.5, or the facade.
        case: From the registry.
        see: Called with the graph after the forward pass, to look at its ops.

    Returns:
        Dict of arrays: `output/…`, `text/…`, `initial/<variable>`, `gradient/…`,
        `static/…` (static shapes), `count` (op seeds after the forward pass, and after
        the gradients) and `seeds` (of the random ops); or `error`.
    """
    with tf.Graph().as_default() as graph:
        if case.manner == "told":
            return _told(tf, case)[0]
        if case.manner == "weighted":
            tf.set_random_seed(7)
            return _weighted(tf, case, graph, see)
        tf.set_random_seed(777)
        return _squares(tf, case, graph, see)


def _told(tf, case):
    """What is known before a run, and the tensors that are to be run."""
    seen, tensors = {}, []
    for path, leaf in leaves_of(registry.build(case, tf)):
        if hasattr(leaf, "graph"):
            tensors.append((path, leaf))
        elif isinstance(leaf, Kept):
            whole = path.startswith(("gradient/", "initial/"))
            seen[path if whole else "output/" + path] = leaf.array
        else:
            seen["text/" + path] = np.array(str(leaf))
    return seen, tensors


def _weighted(tf, case, graph, see):
    seen, tensors = _told(tf, case)
    if see:
        see(graph)
    forward = op_count(tf) if tensors else 0
    for path, tensor in tensors:
        seen["static/" + path] = np.array(str(tensor.shape))
    variables = tf.global_variables()
    wanted = [v for v in variables if is_float(tf, v)]
    sources = wanted + tf.get_collection(INPUTS)
    floats = [tensor for _, tensor in tensors if is_float(tf, tensor)]
    weighted = [
        tf.reduce_sum(tf.cast(t * tf.cast(1.0 + 0.1 * i, t.dtype), tf.float64))
        for i, t in enumerate(floats)
    ]
    gradients = []
    if weighted and case.gradients:
        gradients = tf.gradients(tf.add_n(weighted), sources)
    if tensors:
        seen["count"] = np.array([forward, op_count(tf)])
    names = [v.name for v in wanted]
    names += ["input_{}".format(i) for i in range(len(sources) - len(names))]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for variable, value in zip(variables, session.run(variables)):
            seen["initial/" + variable.name] = value
            climbing = ramp(value.shape, 3 + len(variable.name), value.dtype)
            if any(part in variable.name for part in POSITIVE):
                climbing = np.abs(climbing)
            variable.load(climbing, session)
        for path, value in session.run(dict(tensors)).items():
            seen["output/" + path] = value
        dense = {
            "gradient/" + name: tf.convert_to_tensor(gradient)
            for name, gradient in zip(names, gradients)
            if gradient is not None
        }
        if draws(dense.values()):
            seen.update((key, session.run(dense[key])) for key in dense)
        else:
            seen.update(session.run(dense))
    return seen


def numbered(shape, number):
    """Values between -0.8 and 0.8 that neither repeat nor are in order."""
    size = int(np.prod(shape))
    steps = (np.arange(size) * 7 + number * 3) % 29
    return ((steps + np.arange(size) / max(size, 1) - 14.5) / 18).reshape(shape)


def _squares(tf, case, graph, see):
    try:
        result = registry.build(case, tf)
    except Exception as raised:
        said = [type(raised).__name__]
        return {"error": np.array(said + [str(raised)] * ("texts" in case.manner))}
    seen, forward = {}, op_count(tf)
    if see:
        see(graph)
    fetches = collections.OrderedDict()
    for path, leaf in leaves_of(result):
        leaf = leaf.stack() if isinstance(leaf, tf.TensorArray) else leaf
        if leaf is not None:
            fetches[path] = tf.convert_to_tensor(leaf)
            seen["static/" + path] = np.array(str(fetches[path].shape))
    variables = tf.global_variables()
    floats = [tensor for tensor in fetches.values() if is_float(tf, tensor)]
    gradients = []
    if variables and floats and case.gradients:
        total = tf.add_n([tf.reduce_sum(tf.cast(t * t, tf.float64)) for t in floats])
        gradients = tf.gradients(total, variables)
    seen["count"] = np.array([forward, op_count(tf)])
    seen["seeds"] = np.array(op_seeds(graph))
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])
        for variable, value in zip(variables, session.run(variables)):
            seen["initial/" + variable.name] = value
        for number, variable in enumerate(variables):
            if is_float(tf, variable):
                value = numbered(variable.shape.as_list(), number)
                dtype = variable.dtype.base_dtype.as_numpy_dtype
                variable.load(value.astype(dtype), session)
        wanted = {"output/" + path: tensor for path, tensor in fetches.items()}
        for variable, gradient in zip(variables, gradients):
            if gradient is not None:
                key = "gradient/" + variable.name
                wanted[key] = tf.convert_to_tensor(gradient)
        seen.update(session.run(wanted))
    return seen

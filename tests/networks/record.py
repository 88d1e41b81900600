"""Builds and runs networks of the table, and writes down what can be seen.

Runs on TensorFlow 1.15.5 (Python 3.7) and, under the facade, on TensorFlow 2:

    python record.py NETWORKS.json OUT.npz
"""

import collections
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.goldens import save
from tests.cases.running import op_count
from tests.networks.build import Build


def losses(tf, tensors):
    """A loss of tensors, each with a weight of its own."""
    return [
        tf.reduce_mean(tf.square(tf.cast(t, tf.float32) - 0.1 * (i + 1)))
        for i, t in enumerate(tensors)
    ]


OPTIONS = {"Momentum": {"momentum": 0.9}}


def of_grads(tf, grads, wanted, seen):
    """Gradients of gradients; where 1.15 has none, of a loop, the first ones stay."""
    there = [grad for grad in grads if grad is not None]
    total = sum(tf.reduce_sum(tf.square(tf.convert_to_tensor(s))) for s in there)
    try:
        with tf.control_dependencies(None):  # an error leaves the loop, too
            return tf.gradients(total, wanted)
    except TypeError as refused:
        seen["text/second"] = np.array(str(refused))
        return grads


def gradients(tf, build, loss, tensors, variables, seen):
    """What was drawn of gradients: name → tensor, and what trains."""
    kind, found = build.n["gradient"], collections.OrderedDict()
    if kind == "none":
        return found, None
    inputs = [t for t in build.feeds if t.dtype.is_floating and t.shape.rank]
    if kind in ("stopped", "second"):
        grads = tf.gradients(
            loss, inputs + variables, stop_gradients=tensors[:1] * (kind == "stopped")
        )
        if kind == "second":
            grads = of_grads(tf, grads, inputs + variables, seen)
        names = [v.name for v in inputs + variables]
        for name, grad in zip(names, grads):
            if grad is not None:
                found[name] = tf.convert_to_tensor(grad)
        return found, None
    name = build.n["optimizer"] + "Optimizer"
    options, counter = OPTIONS.get(build.n["optimizer"], {}), None
    if name.startswith("AdagradDA"):
        counter = tf.train.get_or_create_global_step()
        options = {"global_step": counter}
    optimizer = getattr(tf.train, name)(0.05, **options)
    if kind == "two":
        half = losses(tf, tensors[:1])[0]
        more = tf.gradients(half * 3.0, variables)
        for variable, grad in zip(variables, more):
            if grad is not None:
                found["two/" + variable.name] = tf.convert_to_tensor(grad)
    pairs = [(g, v) for g, v in optimizer.compute_gradients(loss) if g is not None]
    for grad, variable in pairs:
        found[variable.name] = tf.convert_to_tensor(grad)
    if kind == "clipped":
        clipped, _ = tf.clip_by_global_norm([g for g, _ in pairs], 0.1)
        pairs = [(g, v) for g, (_, v) in zip(clipped, pairs)]
    return found, optimizer.apply_gradients(pairs, counter)


def record(tf, network):
    """Build and run a network: a dict of arrays, or of the error it ends in."""
    seen = {}
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        try:
            _record(tf, Build(tf, network), graph, seen)
        except Exception as raised:
            if os.environ.get("NETWORKS_RAISE"):
                raise
            seen = {"text/error": np.array(type(raised).__name__)}
    return seen


def _record(tf, build, graph, seen):
    outputs, state = build.whole()
    tensors = build.used(outputs, state)
    parts = [outputs] + tf.contrib.framework.nest.flatten(state)
    for index, part in enumerate(parts):
        seen["text/shape_%d" % index] = np.array(str(part.shape))
        seen["text/name_%d" % index] = np.array(part.name)
    seen["count/forward"] = np.array(op_count(tf))
    loss = tf.add_n(losses(tf, tensors))
    variables = tf.trainable_variables()
    grads, train = gradients(tf, build, loss, tensors, variables, seen)
    seen["count/backward"] = np.array(op_count(tf))
    names = " ".join(op.name for op in graph.get_operations())
    seen["names/ops"] = np.array(names)
    config = tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1
    )
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        variables = {v.name: v for v in tf.trainable_variables()}
        for name, value in session.run(variables).items():
            seen["initial/" + name] = value
        values, grads = session.run([parts, grads], build.feeds)
        for index, value in enumerate(values):
            seen["output/%d" % index] = value
        for name, value in grads.items():
            seen["gradient/" + name] = value
        if train is not None:
            for step in range(3):
                found = session.run([loss, train], build.feeds)[0]
                seen["loss/%d" % step] = found
            for name, value in session.run(variables).items():
                seen["after/" + name] = value


def main():
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    with open(sys.argv[1]) as file:
        networks = json.load(file)
    seen = {}
    for index, network in enumerate(networks):
        for key, value in record(tf, network).items():
            seen["%d|%s" % (index, key)] = value
    save(sys.argv[2], seen)


if __name__ == "__main__":
    main()

"""TensorFlow 1.x's side of the proof: runs layers with given weights, under compat.

Arguments: a .npz with the job, and where to write the outputs.
"""

import json
import sys

import numpy as np
import tensorflow as tf


def activation(name):
    """Keras's name of an activation, TensorFlow 1.x's function."""
    return {"linear": tf.identity, "softmax": tf.nn.softmax}.get(name) or getattr(
        tf.nn, name, getattr(tf, name, None)
    )


def made(piece):
    """The layer, by the code of its kind's row."""
    options = dict(piece)
    default = "tanh" if piece["recurrent"] else "linear"
    options["activation"] = activation(piece["activation"] or default)
    return eval(piece["tf1"], {"tf": tf, "u": piece["units"], "o": options})


def flat(state):
    """The parts of a cell's state, Keras's order: `h` before `c`."""
    return [state.h, state.c] if hasattr(state, "c") else [state]


def build(piece, inputs):
    """Build one layer; give its output and states."""
    kind = piece["kind"]
    if kind == "embedding":
        table = tf.get_variable("embeddings", piece["shapes"][0], inputs[1])
        return [tf.nn.embedding_lookup(table, inputs[0])]
    if kind == "dense":
        return [made(piece)(inputs[0])]
    cells = [made(piece) for _ in range(1 + piece["both"])]
    if kind.startswith("keras_"):
        return cells[0](inputs[0])
    if not piece["both"]:
        output, state = tf.nn.dynamic_rnn(cells[0], inputs[0], dtype=inputs[1])
        return [output, *flat(state)]
    outputs, states = tf.nn.bidirectional_dynamic_rnn(
        *cells, inputs[0], dtype=inputs[1]
    )
    return [tf.concat(outputs, 2), *flat(states[0]), *flat(states[1])]


def fill(session, piece, arrays):
    """Give the variables their values: the longest leaf that a name ends in."""
    scopes = ["/fw/", "/bw/"] if piece["both"] else ["/"]
    for variable in tf.global_variables(tf.get_variable_scope().name):
        name = "/" + variable.op.name
        (part,) = (i for i, scope in enumerate(scopes) if scope in name)
        fits = [leaf for leaf in piece["leaves"] if name.endswith("/" + leaf)]
        leaf = max(fits, key=len)
        variable.load(arrays[f"{part}/{leaf}"], session)


def main():
    given = dict(np.load(sys.argv[1]))
    out = {}
    for number, piece in enumerate(json.loads(str(given["job"]))):
        start = f"{number}/"
        mine = {n[len(start) :]: a for n, a in given.items() if n.startswith(start)}
        with tf.Graph().as_default(), tf.variable_scope(f"layer{number}"):
            dtype = tf.as_dtype(piece["dtype"])
            built = build(piece, (tf.constant(mine["inputs"]), dtype))
            with tf.Session() as session:
                fill(session, piece, mine)
                for place, value in enumerate(session.run(built)):
                    out[f"{number}/{place}"] = value
    np.savez(sys.argv[2], **out)


main()

"""TensorFlow 1.x's side of the proof: runs layers with given weights, under compat.

Arguments: a .npz with the job, and where to write the outputs.
"""

import json
import sys

import numpy as np
import tensorflow as tf

CELLS = {
    "lstm": lambda u, o: tf.nn.rnn_cell.BasicLSTMCell(u, o["forget_bias"]),
    "cudnn_lstm": lambda u, o: tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(u),
    "gru": lambda u, o: tf.nn.rnn_cell.GRUCell(u),
    "cudnn_gru": lambda u, o: tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(u),
    "simple_rnn": lambda u, o: tf.nn.rnn_cell.BasicRNNCell(u),
    "peephole_lstm": lambda u, o: tf.nn.rnn_cell.LSTMCell(
        u, True, num_proj=o["projection"], forget_bias=o["forget_bias"]
    ),
    "projected_lstm": lambda u, o: tf.nn.rnn_cell.LSTMCell(
        u, num_proj=o["projection"], forget_bias=o["forget_bias"]
    ),
    "layer_norm_lstm": lambda u, o: tf.contrib.rnn.LayerNormBasicLSTMCell(
        u, o["forget_bias"]
    ),
    "coupled_lstm": lambda u, o: tf.contrib.rnn.CoupledInputForgetGateLSTMCell(
        u,
        "W_F_diag" in o["leaves"],
        num_proj=o["projection"],
        forget_bias=o["forget_bias"],
    ),
    "nas": lambda u, o: tf.contrib.rnn.NASCell(
        u, o["projection"], use_bias="bias" in o["leaves"]
    ),
    "indy_lstm": lambda u, o: tf.contrib.rnn.IndyLSTMCell(u, o["forget_bias"]),
    "indy_gru": lambda u, o: tf.contrib.rnn.IndyGRUCell(u),
    "ind_rnn": lambda u, o: tf.contrib.rnn.IndRNNCell(u),
    "ugrnn": lambda u, o: tf.contrib.rnn.UGRNNCell(u, forget_bias=o["forget_bias"]),
    "sru": lambda u, o: tf.contrib.rnn.SRUCell(u),
}


def flat(state):
    """The parts of a cell's state, Keras's order: `h` before `c`."""
    return [state.h, state.c] if hasattr(state, "c") else [state]


def build(piece, inputs):
    """Build one layer; give its output and states."""
    kind, units = piece["kind"], piece["units"]
    if kind == "embedding":
        table = tf.get_variable("embeddings", piece["shapes"][0], inputs[1])
        return [tf.nn.embedding_lookup(table, inputs[0])]
    if kind == "dense":
        bias = "bias" in piece["leaves"]
        return [tf.layers.dense(inputs[0], units, use_bias=bias)]
    cells = [CELLS[kind](units, piece) for _ in range(1 + piece["both"])]
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

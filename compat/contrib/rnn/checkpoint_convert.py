"""A checkpoint under the names that TensorFlow 1.2 gave the weights of cells."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1

# Scopes whose `weights` and `biases` became `kernel` and `bias`.
_SCOPES = """
basic_rnn_cell
gru_cell gru_cell/gates gru_cell/candidate
basic_lstm_cell lstm_cell lstm_cell/projection
output_projection_wrapper input_projection_wrapper
lstm_block_wrapper layer_norm_basic_lstm_cell ugrnn_cell
nas_rnn
intersection_rnn_cell intersection_rnn_cell/in_projection
phased_lstm_cell/mask_gates phased_lstm_cell/new_input phased_lstm_cell/output_gate
attention_cell_wrapper attention_cell_wrapper/attn_output_projection
attention_cell_wrapper/attention
attention_decoder attention_decoder/Attention_0 attention_decoder/AttnOutputProjection
"""

_BOTH = (("weights", "kernel"), ("biases", "bias"))
_OF_SCOPE = {
    "nas_rnn": (("weights", "kernel"), ("recurrent_weights", "recurrent_kernel"))
}

# Of TensorFlow 0.x and 1.0.
_OLDEST = (
    ("Attention_0/Linear/Bias", "Attention_0/bias"),
    ("Attention_0/Linear/Matrix", "Attention_0/kernel"),
    ("AttnOutputProjection/Linear/Bias", "AttnOutputProjection/bias"),
    ("AttnOutputProjection/Linear/Matrix", "AttnOutputProjection/kernel"),
    ("LSTMCell/B", "lstm_cell/bias"),
    ("LSTMCell/W_0", "lstm_cell/kernel"),
    ("Linear/Bias", "bias"),
    ("Linear/Matrix", "kernel"),
)

RNN_NAME_REPLACEMENTS: dict[str, str] = OrderedDict(
    [
        (f"{scope}/{old}", f"{scope}/{new}")
        for scope in _SCOPES.split()
        for old, new in _OF_SCOPE.get(scope, _BOTH)
    ]
    + [(f"attention_decoder/{old}", f"attention_decoder/{new}") for old, new in _OLDEST]
)

SHARDED_NAME_REPLACEMENTS: dict[str, str] = OrderedDict(
    [
        ("LSTMCell/W_", "lstm_cell/weights/part_"),
        ("BasicLSTMCell/Linear/Matrix_", "basic_lstm_cell/weights/part_"),
        ("GRUCell/W_", "gru_cell/weights/part_"),
        ("MultiRNNCell/Cell", "multi_rnn_cell/cell_"),
    ]
)


def renamed(name: str) -> str:
    """The name of 1.2 for one of 1.0 or 1.1: its first part that is known."""
    for old, new in RNN_NAME_REPLACEMENTS.items():
        if old in name:
            return name.replace(old, new)
    return name


def renamed_sharded(name: str) -> str:
    """The name of 1.1 for a part of a weight of 0.x."""
    for old, new in SHARDED_NAME_REPLACEMENTS.items():
        name = name.replace(old, new)
    return name


def convert_names(
    checkpoint_from_path: str,
    checkpoint_to_path: str,
    write_v1_checkpoint: bool = False,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Write a checkpoint's variables again, under the names of 1.2.

    Args:
        checkpoint_from_path: The checkpoint to read.
        checkpoint_to_path: The checkpoint to write.
        write_v1_checkpoint: Whether it is to be in the format of TensorFlow 0.x.

    Returns:
        New name → variable, of all; old name → new name, of those that changed.

    Source: `tensorflow.contrib.rnn.python.tools.checkpoint_convert.convert_names`.
    """
    version = tf1.train.SaverDef.V1 if write_v1_checkpoint else tf1.train.SaverDef.V2
    with tf.Graph().as_default():
        reader = tf1.train.NewCheckpointReader(checkpoint_from_path)
        variables: dict[str, Any] = {}
        changed: dict[str, str] = {}
        for name in reader.get_variable_to_shape_map():
            new = renamed(name)
            value = np.asarray(reader.get_tensor(name))
            variables[new] = tf1.Variable(value, name=name, use_resource=True)
            if new != name:
                changed[name] = new
        saver = tf1.train.Saver(variables, write_version=version)
        with tf1.Session() as session:
            session.run(tf1.global_variables_initializer())
            saver.save(session, checkpoint_to_path)
    return variables, changed

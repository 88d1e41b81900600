"""`gather_tree`: the beams' tokens, walked back from the last step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1


def gather_tree(
    step_ids: Any,
    parent_ids: Any,
    max_sequence_lengths: Any,
    end_token: Any,
    name: str | None = None,
) -> Any:
    """The beams' tokens from each step's tokens and the beams they came from.

    Args:
        step_ids: int32 tensor `[time, batch, beams]`: tokens.
        parent_ids: int32 tensor of that shape: the beam of the step before.
        max_sequence_lengths: int32 vector `[batch]`: steps that count.
        end_token: int32 scalar: what stands after a beam's first such token, and
            beyond the lengths.
        name: Name scope.

    Returns:
        int32 tensor `[time, batch, beams]`.

    Raises:
        ValueError: For a tensor of another rank.

    Source: `tf.contrib.seq2seq.gather_tree`.
    """
    with tf1.name_scope(name, "GatherTree"):
        step_ids = tf.convert_to_tensor(step_ids, tf.int32, name="step_ids")
        parent_ids = tf.convert_to_tensor(parent_ids, tf.int32, name="parent_ids")
        lengths = tf.convert_to_tensor(
            max_sequence_lengths, tf.int32, name="max_sequence_lengths"
        )
        end_token = tf.convert_to_tensor(end_token, tf.int32, name="end_token")
        for tensor in (step_ids, parent_ids):
            if tensor.shape.ndims not in (None, 3):
                raise ValueError(
                    f"Shape must be rank 3 but is rank {tensor.shape.ndims} for "
                    f"'GatherTree' (op: 'GatherTree') with input shapes: {tensor.shape}"
                )
        with opseed.exactly(1):  # one op, GatherTree, in 1.15
            return _walk_back(step_ids, parent_ids, lengths, end_token)


def _walk_back(step_ids: Any, parent_ids: Any, lengths: Any, end_token: Any) -> Any:
    sizes = tf.shape(step_ids)
    steps, batch, width = sizes[0], sizes[1], sizes[2]
    own = tf.tile(tf.range(width)[tf.newaxis], [batch, 1])
    ends = tf.fill([batch, width], end_token)
    tokens = tf.TensorArray(tf.int32, steps, element_shape=step_ids.shape[1:])

    def body(time: Any, beam: Any, tokens: Any) -> Any:
        with tf.control_dependencies([_check_parents(time, beam, width)]):
            beam = tf.identity(beam)
        counts = tf.tile((time < lengths)[:, tf.newaxis], [1, width])
        token = tf1.gather(step_ids[time], beam, batch_dims=1)
        parent = tf1.gather(parent_ids[time], beam, batch_dims=1)
        tokens = tokens.write(time, tf1.where(counts, token, ends))
        return time - 1, tf1.where(counts, parent, beam), tokens

    _, _, tokens = tf1.while_loop(
        lambda time, beam, tokens: time >= 0, body, (steps - 1, own, tokens)
    )
    found = tokens.stack()
    seen = tf.cumsum(tf.cast(tf.equal(found, end_token), tf.int32), exclusive=True)
    result = tf1.where(seen > 0, tf.fill(sizes, end_token), found)
    result.set_shape(step_ids.shape.merge_with(parent_ids.shape))
    return result


def _check_parents(time: Any, beam: Any, width: Any) -> Any:
    """An op that fails where a beam of the step after came from no beam there is."""
    bad = tf.reshape(tf1.logical_or(beam < 0, beam >= width), [-1])
    first = tf1.argmax(tf.cast(bad, tf.int32), output_type=tf.int32)
    message = tf.strings.format(
        "Saw invalid parent id {} at (batch, time, beam) == ({}, {}, {})",
        [tf.reshape(beam, [-1])[first], first // width, time, first % width],
    )
    return tf1.Assert(tf.logical_not(tf1.reduce_any(bad)), [message])

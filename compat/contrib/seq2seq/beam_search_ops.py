"""`tile_batch`, `gather_tree`, and the reshaping between batches and beams."""

from __future__ import annotations

import logging
from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq.walking_back import gather_tree

tf1 = tf.compat.v1
_log = logging.getLogger("tensorflow")


def tile_batch(t: Any, multiplier: int, name: str | None = None) -> Any:
    """Repeat every entry of the batch `multiplier` times, one after the other.

    Args:
        t: Tensor `[batch, ...]`, or a nested structure of such.
        multiplier: How often: the beam width.
        name: Name scope.

    Returns:
        Tensors `[batch * multiplier, ...]`.

    Raises:
        ValueError: For a scalar, or a tensor of unknown rank.

    Source: `tf.contrib.seq2seq.tile_batch`.
    """

    def tiled(value: Any) -> Any:
        value = tf.convert_to_tensor(value, name="t")
        shape = tf.shape(value)
        if value.shape.ndims is None or value.shape.ndims < 1:
            raise ValueError("t must have statically known rank")
        times = [1] * (value.shape.ndims + 1)
        times[1] = multiplier
        sizes = value.shape.as_list()
        result = tf.reshape(
            tf.tile(tf.expand_dims(value, 1), times),
            tf.concat(([shape[0] * multiplier], shape[1:]), 0),
        )
        first = None if sizes[0] is None else sizes[0] * int(multiplier)
        result.set_shape([first, *sizes[1:]])
        return result

    with tf1.name_scope(name, "tile_batch", [*tf.nest.flatten(t), multiplier]):
        return tf.nest.map_structure(tiled, t)


def tensor_gather(
    indices: Any,
    values: Any,
    batch_size: Any,
    range_size: Any,
    shape: list[Any],
    name: str | None = None,
) -> Any:
    """`values` of each batch entry at that entry's `indices`.

    Args:
        indices: int32 tensor `[batch, k]`.
        values: Tensor `[batch, range_size, ...]`.
        batch_size: How many batch entries.
        range_size: How many values an entry has.
        shape: Shape of `values` with batch and range in one axis.
        name: Name scope.

    Returns:
        Tensor of the shape of `values`.
    """
    with tf1.name_scope(name, "tensor_gather_helper"):
        offsets = tf.expand_dims(tf.range(batch_size) * range_size, 1)
        flat = tf.reshape(indices + offsets, [-1])
        found = tf1.gather(tf.reshape(values, shape), flat)
        kept = 1 + len(shape)
        result = tf.reshape(found, tf.shape(values)[:kept], name="output")
        known = tf.get_static_value(batch_size)
        result.set_shape(tf.TensorShape([known]).concatenate(values.shape[1:kept]))
        return result


def split_batch_beams(t: Any, size: Any, batch_size: Any, width: int) -> Any:
    """`[batch * width, ...]` as `[batch, width, ...]`, `size` being the rest."""
    size = _as_shape(size)
    shape = tf.shape(t)
    result = tf.reshape(t, tf.concat(([batch_size, width], shape[1:]), 0))
    expected = tf.TensorShape([tf.get_static_value(batch_size), width])
    expected = expected.concatenate(size)
    if not result.shape.is_compatible_with(expected):
        raise ValueError(
            "Unexpected behavior when reshaping between beam width and batch size.  "
            f"The reshaped tensor has shape: {result.shape}.  We expected it to have "
            f"shape (batch_size, beam_width, depth) == {expected}.  Perhaps "
            "you forgot to create a zero_state with "
            "batch_size=encoder_batch_size * beam_width?"
        )
    result.set_shape(expected)
    return result


def merge_batch_beams(t: Any, size: Any, batch_size: Any, width: int) -> Any:
    """`[batch, width, ...]` as `[batch * width, ...]`, `size` being the rest."""
    size = _as_shape(size)
    shape = tf.shape(t)
    result = tf.reshape(t, tf.concat(([batch_size * width], shape[2:]), 0))
    known = tf.get_static_value(batch_size)
    first = None if known is None else known * width
    result.set_shape(tf.TensorShape([first]).concatenate(size))
    return result


def _as_shape(size: Any) -> Any:
    return tf.TensorShape(tf.get_static_value(size) if tf.is_tensor(size) else size)


def sorted_array(
    array: Any, parent_ids: Any, lengths: Any, batch_size: Any, width: int
) -> Any:
    """A state's `TensorArray` over time in the order of the final beams.

    Args:
        array: Of elements `[batch * width, ...]` or `[batch, width, ...]`.
        parent_ids: int32 tensor `[time, batch, width]`.
        lengths: Lengths of the beams `[batch, width]`.
        batch_size: How many batch entries.
        width: The beam width.

    Returns:
        Tensor `[time, ...]`; the array itself, with a warning in the log, where its
        elements cannot be told apart by beam.
    """
    shape = array.element_shape
    if shape.ndims is None or shape.ndims < 1:
        _log.warning(
            "The TensorArray %s in the cell state is not amenable to sorting based on "
            "the beam search result. For a TensorArray to be sorted, its elements "
            "shape must be defined and have at least a rank of 1, but saw shape: %s",
            array.handle.name,
            shape,
        )
        return array
    if not _check_static_batch_beam_maybe(
        shape, tf.get_static_value(batch_size), width
    ):
        return array
    values = array.stack()
    with tf.control_dependencies([_check_batch_beam(values, batch_size, width)]):
        return gather_tree_from_array(values, parent_ids, lengths)


def _check_static_batch_beam_maybe(shape: Any, batch_size: Any, width: int) -> bool:
    """Whether elements of `shape` may be sorted by beam."""
    sizes = shape.as_list()
    if batch_size is None or sizes[0] is None:
        return True
    # 1.15 took elements with both axes known, [batch_size, width, …], for unfit.
    if sizes[0] == batch_size * width and (len(sizes) < 2 or sizes[1] is None):
        return True
    _log.warning(
        "TensorArray reordering expects elements to be reshapable to (%s, %s, ?) which "
        "is incompatible with the current shape %s. Consider setting "
        "reorder_tensor_arrays to False to disable TensorArray reordering during the "
        "beam search.",
        batch_size,
        width,
        shape,
    )
    return False


def _check_batch_beam(t: Any, batch_size: Any, width: int) -> Any:
    """An op that fails unless elements of `t` are `[batch * width]` or both axes."""
    message = (
        "TensorArray reordering expects elements to be reshapable to "
        "[batch_size, beam_size, -1] which is incompatible with the dynamic shape "
        f"of {t.name} elements. Consider setting reorder_tensor_arrays to False to "
        "disable TensorArray reordering during the beam search."
    )
    shape = tf.shape(t)
    if t.shape.ndims == 2:
        condition = tf.equal(shape[1], batch_size * width)
    else:
        condition = tf.logical_or(
            tf.equal(shape[1], batch_size * width),
            tf.logical_and(tf.equal(shape[1], batch_size), tf.equal(shape[2], width)),
        )
    return tf1.Assert(condition, [message])


def gather_tree_from_array(t: Any, parent_ids: Any, sequence_length: Any) -> Any:
    """Every step's `t` of the beam that the final beam came from.

    Args:
        t: Tensor `[time, batch, width, ...]` or `[time, batch * width, ...]`.
        parent_ids: int32 tensor `[time, batch, width]`.
        sequence_length: Lengths of the beams `[batch, width]`.

    Returns:
        Tensor of the shape of `t`.
    """
    steps, batch, width = (
        tf.shape(parent_ids)[axis] if size is None else size
        for axis, size in enumerate(parent_ids.shape.as_list())
    )
    own = tf.expand_dims(tf.expand_dims(tf.range(width), 0), 0)
    own = tf.tile(own, [steps, batch, 1])
    longest = tf.cast(tf1.reduce_max(sequence_length, axis=1), tf.int32)
    beams = gather_tree(own, parent_ids, longest, width + 1)
    counts = tf1.transpose(
        tf1.sequence_mask(sequence_length, maxlen=steps), perm=[2, 0, 1]
    )
    beams = tf1.where(counts, beams, own)
    time = tf.tile(tf.reshape(tf.range(steps), [-1, 1, 1]), [1, batch, width])
    entry = tf.tile(tf.reshape(tf.range(batch), [-1, 1, 1]), [1, steps, width])
    entry = tf1.transpose(entry, perm=[1, 0, 2])
    indices = tf.stack([time, entry, beams], -1)
    found = tf.gather_nd(tf.reshape(t, [steps, batch, width, -1]), indices)
    result = tf.reshape(found, tf.shape(t))
    result.set_shape(t.shape)
    return result

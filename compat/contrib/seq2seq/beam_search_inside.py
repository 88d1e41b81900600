"""The parts of a beam search by the names and arguments they had inside 1.15."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.seq2seq import beam_search_ops as beams
from compat.contrib.seq2seq import beam_search_step as steps
from compat.contrib.seq2seq.attention_state import AttentionWrapperState

_check_batch_beam = beams._check_batch_beam
_check_static_batch_beam_maybe = beams._check_static_batch_beam_maybe
gather_tree_from_array = beams.gather_tree_from_array
_get_scores = steps._scores
get_attention_probs = steps.attention_probs


def _beam_search_step(time: Any, **kwargs: Any) -> Any:
    """`beam_search_step`, which does not ask for the time."""
    return steps.beam_search_step(**kwargs)


def _mask_probs(probs: Any, eos_token: Any, finished: Any) -> Any:
    """`probs`, finished beams can only go on with `eos_token`, at no cost."""
    return steps._masked(probs, eos_token, tf.convert_to_tensor(finished))


def _length_penalty(sequence_lengths: Any, penalty_factor: Any) -> Any:
    """((5 + lengths) / 6) ^ factor, or 1.0."""
    factor = tf.convert_to_tensor(penalty_factor, name="penalty_factor")
    if tf.get_static_value(factor) == 0:
        return 1.0
    return steps._length_penalty(sequence_lengths, factor, tf.float32)


def _check_ndims(t: Any) -> None:
    """Raise `ValueError` where the rank of `t` is not known."""
    if t.shape.ndims is None:
        raise ValueError(
            f"Expected tensor ({t}) to have known rank, but ndims == None."
        )


def _tensor_gather_helper(
    gather_indices: Any,
    gather_from: Any,
    batch_size: Any,
    range_size: Any,
    gather_shape: list[Any],
    name: str | None = None,
) -> Any:
    """See `tensor_gather`."""
    return beams.tensor_gather(
        gather_indices, gather_from, batch_size, range_size, gather_shape, name
    )


def _maybe_tensor_gather_helper(
    gather_indices: Any,
    gather_from: Any,
    batch_size: Any,
    range_size: Any,
    gather_shape: list[Any],
) -> Any:
    """`tensor_gather`; arrays and tensors of a lower rank stay as they are."""
    if isinstance(gather_from, tf.TensorArray):
        return gather_from
    _check_ndims(gather_from)
    if gather_from.shape.ndims < len(gather_shape):
        return gather_from
    return beams.tensor_gather(
        gather_indices, gather_from, batch_size, range_size, gather_shape
    )


def _tile_batch(t: Any, multiplier: int) -> Any:
    """`tile_batch` of one tensor."""
    return beams.tile_batch(t, multiplier)


def attention_probs_from_attn_state(attention_state: AttentionWrapperState) -> Any:
    """The alignments in `attention_state`, the mean of several."""
    return steps._alignments(attention_state)

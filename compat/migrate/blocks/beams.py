"""Beam search: the best few beginnings, step by step."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from compat.migrate.blocks.decoding import Step


class Beams(NamedTuple):
    """What beam search found.

    Attributes:
        ids: Tokens `[batch, time, width]`, the best first (`predicted_ids`).
        scores: At each step, `[batch, time, width]`.
        lengths: Of each beam, `[batch, width]`.
    """

    ids: np.ndarray
    scores: np.ndarray
    lengths: np.ndarray


def beam_search(
    step: Step,
    states: Any,
    start: Any,
    end: int,
    steps: int,
    width: int,
    length_penalty: float = 0.0,
    coverage_penalty: float = 0.0,
    attended: int | None = None,
) -> Beams:
    """Keep the `width` best beginnings at each step.

    A beginning's score is its log probability over `((5 + length) / 6)^length_penalty`,
    and with a coverage penalty `+ coverage_penalty * Σ log(min(coverage, 1))` once it
    has ended. One that has ended goes on with `end`, at no cost.

    Args:
        step: From tokens `[batch * width]` and states to logits `[batch * width,
            tokens]` and states.
        states: Before the first step, `[batch, …]` each; `width` of each are made here
            (`tile_batch`).
        start: The first tokens, integers `[batch]`.
        end: The token that ends a sequence.
        steps: At most so many.
        width: How many beginnings are kept.
        length_penalty: See above (`length_penalty_weight`).
        coverage_penalty: See above (`coverage_penalty_weight`).
        attended: With a coverage penalty, which of the states the attention's weights
            are (of an `AttentionRNN`: -1).

    Raises:
        ValueError: For a coverage penalty without `attended`.

    Source: tf.contrib.seq2seq.BeamSearchDecoder, dynamic_decode; Wu et al. 2016
    (arXiv:1609.08144).
    """
    if coverage_penalty and attended is None:
        raise ValueError("expected attended, which of the states the weights are: None")
    tokens = np.repeat(ops.convert_to_numpy(start), width).astype("int32")
    states = keras.tree.map_structure(lambda s: ops.repeat(s, width, axis=0), states)
    batch = len(tokens) // width
    probs = np.full((batch, width), -np.inf, np.float32)
    probs[:, 0] = 0.0
    ended = np.zeros((batch, width), bool)
    lengths = np.zeros((batch, width), np.int64)
    covered: Any = 0.0
    history = []
    for _ in range(steps):
        logits, states = step(ops.convert_to_tensor(tokens), states)
        step_probs = ops.convert_to_numpy(ops.log_softmax(logits, axis=-1))
        step_probs = step_probs.reshape(batch, width, -1)
        vocabulary = step_probs.shape[-1]
        only_end = np.full(vocabulary, np.finfo(step_probs.dtype).min)
        only_end[end] = 0.0
        step_probs = np.where(ended[:, :, None], only_end, step_probs)
        total = probs[:, :, None] + step_probs
        longer = lengths[:, :, None] + np.where(np.arange(vocabulary) == end, 0, 1) * (
            ~ended[:, :, None]
        )
        if coverage_penalty:
            weights = ops.convert_to_numpy(states[attended]).reshape(batch, width, -1)
            covered = covered + weights * ~ended[:, :, None]
        scores = total / _length(longer, length_penalty)
        if coverage_penalty:
            scores = scores + _coverage(covered, ended, coverage_penalty)
        best, picked = _best(scores.reshape(batch, -1), width)
        tokens, parents = picked % vocabulary, picked // vocabulary
        probs = np.take_along_axis(total.reshape(batch, -1), picked, axis=1)
        before = np.take_along_axis(ended, parents, axis=1)
        lengths = np.take_along_axis(lengths, parents, axis=1) + ~before
        ended = before | (tokens == end)
        rows = (np.arange(batch)[:, None] * width + parents).reshape(-1)
        states = keras.tree.map_structure(lambda s: ops.take(s, rows, axis=0), states)  # noqa: B023
        if coverage_penalty:
            covered = np.take_along_axis(covered, parents[:, :, None], axis=1)
        history.append((tokens, parents, best))
        tokens = tokens.reshape(-1).astype("int32")
        if ended.all():
            break
    ids, parents, found = (
        np.stack(part, axis=1) for part in zip(*history, strict=True)
    )
    return Beams(_followed_back(ids, parents, lengths, end), found, lengths)


def _best(scores: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The highest scores and where they are; of equal ones the first."""
    places = np.argsort(-scores, axis=1, kind="stable")[:, :width]
    return np.take_along_axis(scores, places, axis=1), places


def _length(lengths: np.ndarray, weight: float) -> Any:
    if not weight:
        return np.float32(1.0)
    return ((np.float32(5) + lengths.astype("float32")) / np.float32(6)) ** np.float32(
        weight
    )


def _coverage(covered: np.ndarray, ended: np.ndarray, weight: float) -> np.ndarray:
    seen = np.minimum(np.where(covered == 0, 1.0, covered), 1.0)
    penalty = np.log(seen).sum(axis=2) * ended
    return (penalty * np.float32(weight))[:, :, None]


def _followed_back(
    ids: np.ndarray, parents: np.ndarray, lengths: np.ndarray, end: int
) -> np.ndarray:
    """The beams from their last step back, `end` after their end."""
    batch, steps, width = ids.shape
    found = np.full_like(ids, end)
    longest = np.minimum(lengths.max(axis=1), steps)
    for one in range(batch):
        for beam in range(width):
            at = beam
            for step in reversed(range(longest[one])):
                found[one, step, beam] = ids[one, step, at]
                at = parents[one, step, at]
            ends = np.flatnonzero(found[one, :, beam] == end)
            if len(ends):
                found[one, ends[0] :, beam] = end
    return found

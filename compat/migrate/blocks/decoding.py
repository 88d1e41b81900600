"""Decoding step by step: the likeliest token, or one drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

# From tokens [batch] and states to logits [batch, tokens] and the next states.
Step = Callable[[Any, Any], "tuple[Any, Any]"]


def greedy(
    step: Step, states: Any, start: Any, end: int, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Go on with the likeliest token of each step.

    Args:
        step: From tokens `[batch]` and states to logits `[batch, tokens]` and states.
        states: Before the first step.
        start: The first tokens, integers `[batch]`.
        end: The token that ends a sequence.
        steps: At most so many.

    Returns:
        The tokens `[batch, time]`, and each sequence's length, its end counted. After
        its end a sequence goes on as it does, until all have ended.

    Source: tf.contrib.seq2seq.GreedyEmbeddingHelper, BasicDecoder, dynamic_decode.
    """
    return _decode(step, states, start, end, steps, lambda x: ops.argmax(x, axis=-1))


def sample(
    step: Step,
    states: Any,
    start: Any,
    end: int,
    steps: int,
    temperature: float = 1.0,
    seed: Any = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Go on with a token drawn by `softmax(logits / temperature)`.

    Args:
        step: See `greedy`.
        states: See `greedy`.
        start: See `greedy`.
        end: See `greedy`.
        steps: See `greedy`.
        temperature: Below 1 the likely tokens are likelier yet.
        seed: A number, or a `keras.random.SeedGenerator`. The draws are Keras's, not
            those of TensorFlow 1.x.

    Source: tf.contrib.seq2seq.SampleEmbeddingHelper.
    """
    if not isinstance(seed, keras.random.SeedGenerator):
        seed = keras.random.SeedGenerator(seed)

    def drawn(logits: Any) -> Any:
        drawn = keras.random.categorical(logits / temperature, 1, seed=seed)
        return ops.squeeze(drawn, axis=-1)

    return _decode(step, states, start, end, steps, drawn)


def _decode(
    step: Step,
    states: Any,
    start: Any,
    end: int,
    steps: int,
    choose: Callable[[Any], Any],
) -> tuple[np.ndarray, np.ndarray]:
    tokens = ops.cast(start, "int32")
    ended = np.zeros(tokens.shape[0], bool)
    lengths = np.zeros(tokens.shape[0], np.int32)
    found = []
    for _ in range(steps):
        logits, states = step(tokens, states)
        tokens = ops.cast(choose(logits), "int32")
        found.append(ops.convert_to_numpy(tokens))
        lengths += ~ended
        ended |= found[-1] == end
        if ended.all():
            break
    return np.stack(found, axis=1), lengths

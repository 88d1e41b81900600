"""Training that feeds back what the decoder said, at some steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

# From the inputs of a step and states to outputs and the next states.
Step = Callable[[Any, Any], "tuple[Any, Any]"]


def scheduled(
    step: Step,
    states: Any,
    inputs: Any,
    probability: Any,
    embed: Callable[[Any], Any] | None = None,
    feed: Callable[[Any], Any] | None = None,
    auxiliary: Any = None,
    seed: Any = None,
    drawn: Any = None,
) -> tuple[Any, Any]:
    """Decode with the right input at some steps, with what was said at the others.

    The first input is `inputs[:, 0]`. After each step a coin of `probability` falls for
    every sequence: heads, and the next input is `embed(token)`, the token drawn by the
    softmax of the step's outputs, or `feed(outputs)`; tails, and it is the next of
    `inputs`. Gradients flow through `feed`, not through a draw.

    Args:
        step: From a step's inputs `[batch, …]` and states to outputs and states.
        states: Before the first step.
        inputs: The right inputs `[batch, time, …]`, of a known time.
        probability: Of what was said, 0 to 1; a number or a tensor.
        embed: From tokens `[batch]` to inputs; the outputs are logits then.
        feed: From outputs to inputs; by default the outputs as they are.
        auxiliary: `[batch, time, …]`, put beside each step's inputs.
        seed: A number, or a `keras.random.SeedGenerator`. The draws are Keras's, not
            those of TensorFlow 1.x.
        drawn: What was drawn elsewhere, in place of draws: see Returns.

    Returns:
        Outputs `[batch, time, …]`; and what was drawn, integers `[batch, time]`: with
        `embed` the token, or -1 for a right input; else 1 for heads.

    Source: tf.contrib.seq2seq.ScheduledEmbeddingTrainingHelper,
    ScheduledOutputTrainingHelper; Bengio et al. 2015 (arXiv:1506.03099).
    """
    if not isinstance(seed, keras.random.SeedGenerator):
        seed = keras.random.SeedGenerator(seed)
    outputs, choices = [], []
    given = inputs[:, 0]
    for place in range(inputs.shape[1]):
        if auxiliary is not None:
            given = ops.concatenate([given, auxiliary[:, place]], axis=-1)
        output, states = step(given, states)
        if drawn is None:
            choice = _draw(output, probability, seed, embed is not None)
        else:
            choice = ops.cast(drawn[:, place], "int32")
        outputs.append(output)
        choices.append(choice)
        if place + 1 == inputs.shape[1]:
            break
        if embed is not None:
            said, heads = embed(ops.maximum(choice, 0)), choice >= 0
        else:
            said, heads = output if feed is None else feed(output), choice > 0
        right = inputs[:, place + 1]
        heads = ops.reshape(heads, (-1,) + (1,) * (len(right.shape) - 1))
        given = ops.where(heads, said, right)
    return ops.stack(outputs, axis=1), ops.stack(choices, axis=1)


def _draw(output: Any, probability: Any, seed: Any, tokens: bool) -> Any:
    coins = keras.random.uniform((ops.shape(output)[0],), seed=seed) < probability
    if not tokens:
        return ops.cast(coins, "int32")
    token = keras.random.categorical(output, 1, seed=seed)[:, 0]
    return ops.where(coins, ops.cast(token, "int32"), -1)

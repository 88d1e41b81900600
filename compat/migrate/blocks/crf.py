"""A linear chain of tags: conditional random field."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from compat.migrate.blocks.attention import registered


@registered
class _Forward(keras.Layer):
    """A step of the sum, or of the best way, over all ways to a tag."""

    def __init__(self, transitions: Any, tags: int, best: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.transitions, self.best = transitions, best
        self.state_size = self.output_size = tags

    def call(self, inputs: Any, states: Any) -> Any:
        ways = states[0][:, :, None] + self.transitions
        if not self.best:
            after = inputs + ops.logsumexp(ways, axis=1)
            return after, [after]
        came_from = ops.cast(ops.argmax(ways, axis=1), inputs.dtype)
        return came_from, [inputs + ops.max(ways, axis=1)]


@registered
class CRF(keras.Layer):
    """A conditional random field over a sequence of tags.

    The score of tags `y` is `Σ logits[t, y_t] + Σ transitions[y_t, y_t+1]`, its log
    likelihood that score less the logarithm of the sum over all tags' `exp(score)`.
    As a layer it hands the logits on, so that it keeps the weights of a model:
    `loss = -ops.mean(crf.log_likelihood(tags, logits, mask))`.

    Args:
        tags: How many tags there are.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.crf.crf_log_likelihood, crf_decode; Lafferty et al. 2001.
    """

    def __init__(self, tags: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tags = tags
        self.supports_masking = True

    def build(self, shape: Any) -> None:
        self.transitions = self.add_weight(
            shape=(self.tags, self.tags), name="transitions"
        )
        self.tf1_leaves = {"transitions": self.transitions}
        self.built = True

    def call(self, logits: Any) -> Any:
        return logits

    def log_likelihood(self, tags: Any, logits: Any, mask: Any = None) -> Any:
        """Of each sequence, `[batch]`.

        Args:
            tags: Integers `[batch, time]`.
            logits: `[batch, time, tags]`.
            mask: `[batch, time]`, true for the first steps of each.
        """
        return self.score(tags, logits, mask) - self.log_norm(logits, mask)

    def score(self, tags: Any, logits: Any, mask: Any = None) -> Any:
        """The score of the tags, `[batch]`, without the norm."""
        weights = self._weights(logits, mask)
        chosen = ops.one_hot(tags, self.tags, dtype=logits.dtype)
        unary = ops.sum(logits * chosen, axis=2)
        into = ops.sum(ops.matmul(chosen[:, :-1], self.transitions) * chosen[:, 1:],
                       axis=2)  # fmt: skip
        return ops.sum(unary * weights, axis=1) + ops.sum(into * weights[:, 1:], axis=1)

    def log_norm(self, logits: Any, mask: Any = None) -> Any:
        """The logarithm of the sum over all tags, `[batch]`; 0 for an empty one."""
        last, _ = self._forward(logits, mask, best=False)
        weights = self._weights(logits, mask)
        return ops.logsumexp(last, axis=1) * weights[:, 0]

    def decode(self, logits: Any, mask: Any = None) -> tuple[Any, Any]:
        """The tags of the highest score (Viterbi), `[batch, time]`, and the scores.

        Past a sequence's end the tags are 0.
        """
        last, came_from = self._forward(logits, mask, best=True)
        weights = ops.cast(self._weights(logits, mask), "int32")
        tag = ops.cast(ops.argmax(last, axis=1), "int32")
        found = [tag]
        steps = int(logits.shape[1])
        for step in reversed(range(steps - 1)):
            pointers = ops.cast(came_from[:, step], "int32")
            before = ops.squeeze(
                ops.take_along_axis(pointers, tag[:, None], axis=1), axis=1
            )
            # in the padding it is still the last tag
            tag = ops.where(weights[:, step + 1] > 0, before, tag)
            found.append(tag)
        return ops.stack(found[::-1], axis=1) * weights, ops.max(last, axis=1)

    def _forward(self, logits: Any, mask: Any, best: bool) -> tuple[Any, Any]:
        if int(logits.shape[1] or 2) == 1:
            return logits[:, 0], logits[:, :0]
        step = _Forward(self.transitions, self.tags, best, dtype=logits.dtype)
        rnn = keras.layers.RNN(step, return_sequences=True, return_state=True,
                               dtype=logits.dtype)  # fmt: skip
        rest = None if mask is None else ops.cast(mask[:, 1:], "bool")
        given, last = rnn(logits[:, 1:], initial_state=[logits[:, 0]], mask=rest)
        return last, given

    def _weights(self, logits: Any, mask: Any) -> Any:
        if mask is None:
            return ops.ones_like(logits[:, :, 0])
        return ops.cast(mask, logits.dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "tags": self.tags}

"""Programs that label each step of a sequence: tf.contrib.crf."""

from __future__ import annotations

from tests.programs.contrib.unrolling import unrolled
from tests.programs.generator import Program
from tests.programs.networks import initializer, optional

C = "tf.contrib.crf."


class Labels(Program):
    """Writes a program around tf.contrib.crf."""

    family = "contrib "
    own_seeds = 0.0
    longest = 3
    few_runs = 1

    def _unrolled(self, width: int) -> int:
        return unrolled(self.choose, self.shape, self.source, width)

    def _network(self) -> None:
        self.shape.classes = max(self.shape.classes, 2)
        super()._network()
        if self.last_only:  # a sequence of one step
            self.source.add("logits = tf.expand_dims(logits, 1)")

    def _loss(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        count = shape.classes
        tags, ends = "targets", "lengths"
        if self.last_only:
            tags, ends = "targets[:, -1:]", "tf.minimum(lengths, 1)"
        elif choose.chance(0.5):
            ends = "tf.maximum(lengths, 1)"
        add(f"tags, ends = {tags}, {ends}")
        if choose.chance(0.4):
            given = optional(choose, (0.5, f"initializer={initializer(choose, shape)}"))
            add(f"between = tf.get_variable('between', [{count}, {count}]{given})")
            add(f"likely, between = {C}crf_log_likelihood(logits, tags, ends, between)")
        else:
            add(f"likely, between = {C}crf_log_likelihood(logits, tags, ends)")
        mean = choose.one(["tf.reduce_mean(-likely)", "-tf.reduce_sum(likely)"])
        add(f"loss = {mean}")
        if choose.chance(0.6):
            add(f"best, score = {C}crf_decode(logits, between, ends)")
            add("late_ops += [('tags', best), ('score', score)]")
        for name in ("crf_sequence_score", "crf_unary_score"):
            if choose.chance(0.2):
                given = "logits, tags, ends, between"
                if name == "crf_unary_score":
                    given = "tags, ends, logits"
                add(f"late_ops.append(('{name}', {C}{name}({given})))")
        if choose.chance(0.2):
            add(f"norm = {C}crf_log_norm(logits, ends, between)")
            add("late_ops.append(('norm', norm))")
        if choose.chance(0.2):
            add(f"mask = tf.cast(tf.one_hot(tags, {count}), tf.bool)")
            add(
                f"several = {C}crf_multitag_sequence_score(logits, mask, ends, between)"
            )
            add("late_ops.append(('several', several))")

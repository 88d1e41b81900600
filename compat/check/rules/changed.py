"""Names that TensorFlow 2 has too, and that mean something else there.

Not sure, therefore: they count in files that have surer signs of TensorFlow 1.x.
"""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.uses import Use

_SUMMARY = "`tf.summary.{}(name, data, step=step)`, which writes at once"
_CHANGED = {
    "tf.Graph": "nothing: `tf.function(function)` makes its graph",
    "tf.gradients": "`tf.GradientTape()`",
    "tf.random_normal_initializer": "`keras.initializers.RandomNormal(stddev=1.0)` "
    "(Keras's own default is 0.05)",
    "tf.random_uniform_initializer": "`keras.initializers.RandomUniform(minval=0.0, "
    "maxval=1.0)` (Keras's own defaults are -0.05 and 0.05)",
    "tf.initializers.random_normal": "`keras.initializers.RandomNormal(stddev=1.0)` "
    "(Keras's own default is 0.05)",
    "tf.initializers.random_uniform": "`keras.initializers.RandomUniform(minval=0.0, "
    "maxval=1.0)` (Keras's own defaults are -0.05 and 0.05)",
    "tf.where": "`keras.ops.where(condition, x1, x2)`, which broadcasts: a condition "
    "of rank 1 chose rows in 1.x, and needs `condition[:, None]`",
} | {
    f"tf.summary.{kind}": _SUMMARY.format(kind)
    for kind in ("audio", "histogram", "image", "scalar", "text")
}


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a call of such a name, without an argument of TensorFlow 2's."""
    if use.kind != "call":
        return None
    if name in _CHANGED and "step" not in use.keywords:
        return Verdict(name, "exact", _CHANGED[name], "", "changed", sure=False)
    if name == "tf.nn.ctc_loss" and _of_115(use):
        keras3 = "`keras.ops.ctc_loss(target, output, target_length, output_length)`: "
        keras3 += "dense targets, output [batch, time, classes], the blank first"
        return Verdict(name, "exact", keras3, "", "changed", sure=False)
    if name == "tf.nn.dropout" and use.positional > 1:
        keras3 = "`rate`, which is 1 - keep_prob: here the second argument"
        argument = f"{name}(keep_prob=)"
        return Verdict(argument, "exact", keras3, "", "changed", sure=False)
    return None


def _of_115(use: Use) -> bool:
    """Whether a call of ctc_loss is 1.x's: labels, inputs, sequence_length."""
    return "inputs" in use.keywords or (
        use.positional >= 2 and "logit_length" not in use.keywords
        and use.positional + len(use.keywords) < 5
    )  # fmt: skip

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
    if name == "tf.nn.dropout" and use.positional > 1:
        keras3 = "`rate`, which is 1 - keep_prob: here the second argument"
        argument = f"{name}(keep_prob=)"
        return Verdict(argument, "exact", keras3, "", "changed", sure=False)
    return None

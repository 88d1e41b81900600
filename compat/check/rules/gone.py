"""Names of TensorFlow 0.x that 1.0 took away: no TensorFlow 1.15 ran them either."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.uses import Use, prefixes

# What 1.x called it, and what to write in Keras 3.
_GONE = {
    "tf.audio_summary": ("tf.summary.audio", "`tf.summary.audio`"),
    "tf.batch_cholesky": ("tf.cholesky", "`keras.ops.cholesky(x)`"),
    "tf.batch_fft": ("tf.fft", "`tf.signal.fft`"),
    "tf.batch_matmul": ("tf.matmul", "`keras.ops.matmul(x1, x2)`"),
    "tf.batch_matrix_inverse": ("tf.matrix_inverse", "`keras.ops.inv(x)`"),
    "tf.batch_matrix_transpose": (
        "tf.matrix_transpose",
        "`keras.ops.swapaxes(x, -2, -1)`",
    ),
    "tf.complex_abs": ("tf.abs", "`keras.ops.abs(x)`"),
    "tf.concat_v2": ("tf.concat", "`keras.ops.concatenate(xs, axis)`"),
    "tf.histogram_summary": ("tf.summary.histogram", "`tf.summary.histogram`"),
    "tf.image_summary": ("tf.summary.image", "`tf.summary.image`"),
    "tf.inv": ("tf.reciprocal", "`keras.ops.reciprocal(x)`"),
    "tf.list_diff": ("tf.setdiff1d", "`tf.sets.difference(a, b)`"),
    "tf.merge_all_summaries": ("tf.summary.merge_all", "`tf.summary.scalar`"),
    "tf.merge_summary": ("tf.summary.merge", "`tf.summary.scalar`"),
    "tf.models": ("tf.contrib.rnn", "`keras.layers.RNN(cell)`"),
    "tf.mul": ("tf.multiply", "`x * y`"),
    "tf.neg": ("tf.negative", "`-x`"),
    "tf.nn.rnn": ("tf.nn.static_rnn", "`keras.layers.RNN(cell)`"),
    "tf.nn.bidirectional_rnn": (
        "tf.nn.static_bidirectional_rnn",
        "`keras.layers.Bidirectional(layer)`",
    ),
    "tf.nn.seq2seq": ("tf.contrib.legacy_seq2seq", "`keras.layers.RNN(cell)`"),
    "tf.nn.state_saving_rnn": (
        "tf.nn.static_state_saving_rnn",
        "`keras.layers.LSTM(units, stateful=True)`",
    ),
    "tf.pack": ("tf.stack", "`keras.ops.stack(x)`"),
    "tf.scalar_summary": ("tf.summary.scalar", "`tf.summary.scalar`"),
    "tf.select": ("tf.where", "`keras.ops.where(condition, x1, x2)`"),
    "tf.sub": ("tf.subtract", "`x - y`"),
    "tf.train.SummaryWriter": (
        "tf.summary.FileWriter",
        "`tf.summary.create_file_writer(logdir)`",
    ),
    "tf.unpack": ("tf.unstack", "`keras.ops.unstack(x)`"),
}


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for a name of TensorFlow 0.x, or below one (`tf.models.rnn`)."""
    if use.kind == "call":
        return None
    for known in prefixes(name):
        if known in _GONE:
            renamed, keras3 = _GONE[known]
            note = f"gone since TensorFlow 1.0, where it is {renamed}"
            return Verdict(name, "refused", keras3, note, "gone")
    return None

"""What an Estimator builds its graph for."""

from __future__ import annotations


class ModeKeys:
    """The three modes of a model function.

    Source: `tf.estimator.ModeKeys`.
    """

    TRAIN = "train"
    EVAL = "eval"
    PREDICT = "infer"


MODES = (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.PREDICT)

# Under which tag `export_saved_model` keeps the graph of each.
TAGS = {
    ModeKeys.PREDICT: ["serve"],
    ModeKeys.TRAIN: ["train"],
    ModeKeys.EVAL: ["eval"],
}

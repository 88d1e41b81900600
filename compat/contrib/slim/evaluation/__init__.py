"""`tf.contrib.slim.evaluation`."""

from compat.contrib.slim.evaluation.loops import evaluate_once, evaluation_loop
from compat.contrib.training.loops import checkpoints_iterator, wait_for_new_checkpoint

__all__ = [
    "checkpoints_iterator",
    "evaluate_once",
    "evaluation_loop",
    "wait_for_new_checkpoint",
]

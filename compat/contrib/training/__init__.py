"""`tf.contrib.training`."""

from compat.contrib.training.batched_states import batch_sequences_with_states
from compat.contrib.training.bucketing import bucket, bucket_by_sequence_length
from compat.contrib.training.hparam import HParams, parse_values
from compat.contrib.training.loops import (
    SummaryAtEndHook,
    checkpoints_iterator,
    evaluate_repeatedly,
    train,
    wait_for_new_checkpoint,
)
from compat.contrib.training.placement import (
    GreedyLoadBalancingStrategy,
    RandomStrategy,
    byte_size_load_fn,
)
from compat.contrib.training.resampling import (
    rejection_sample,
    resample_at_rate,
    weighted_resample,
)
from compat.contrib.training.state_batch import NextQueuedSequenceBatch
from compat.contrib.training.state_saver import SequenceQueueingStateSaver
from compat.contrib.training.stratified import stratified_sample
from compat.contrib.training.training import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    multiply_gradients,
)
from compat.estimator.inputs.runner import FeedingQueueRunner
from compat.python.evaluation import (
    StopAfterNEvalsHook,
    evaluate_once,
    get_or_create_eval_step,
)

__all__ = [
    "FeedingQueueRunner",
    "GreedyLoadBalancingStrategy",
    "HParams",
    "NextQueuedSequenceBatch",
    "RandomStrategy",
    "SequenceQueueingStateSaver",
    "StopAfterNEvalsHook",
    "SummaryAtEndHook",
    "add_gradients_summaries",
    "batch_sequences_with_states",
    "bucket",
    "bucket_by_sequence_length",
    "byte_size_load_fn",
    "checkpoints_iterator",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "evaluate_once",
    "evaluate_repeatedly",
    "get_or_create_eval_step",
    "multiply_gradients",
    "parse_values",
    "rejection_sample",
    "resample_at_rate",
    "stratified_sample",
    "train",
    "wait_for_new_checkpoint",
    "weighted_resample",
]

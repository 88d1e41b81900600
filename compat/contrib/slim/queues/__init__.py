"""`tf.contrib.slim.queues`."""

from compat.contrib.slim.queues.runners import NestedQueueRunnerError, QueueRunners

__all__ = ["NestedQueueRunnerError", "QueueRunners"]

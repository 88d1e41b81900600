"""`tf.contrib.slim.prefetch_queue`."""

from compat.contrib.slim.prefetch_queue.queue import prefetch_queue

__all__ = ["prefetch_queue"]

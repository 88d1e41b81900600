"""`tf.contrib.learn.graph_actions`: runs of a graph from a checkpoint."""

from compat.contrib.learn.graph_actions.running import (
    clear_summary_writers,
    get_summary_writer,
    infer,
    run_feeds,
    run_feeds_iter,
    run_n,
)

__all__ = [
    "clear_summary_writers",
    "get_summary_writer",
    "infer",
    "run_feeds",
    "run_feeds_iter",
    "run_n",
]

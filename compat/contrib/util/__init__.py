"""`tf.contrib.util`."""

from compat.contrib.util.definitions import (
    ops_used_by_graph_def,
    stripped_op_list_for_graph,
)

__all__ = ["ops_used_by_graph_def", "stripped_op_list_for_graph"]

"""Which ops a graph's definition uses."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def ops_used_by_graph_def(graph_def: Any) -> list[str]:
    """Types of the ops of a graph and of its functions, in order.

    Args:
        graph_def: A `GraphDef`.

    Source: `tf.contrib.util.ops_used_by_graph_def`.
    """
    functions = {one.signature.name: one for one in graph_def.library.function}
    used, waiting = set(), [node.op for node in graph_def.node]
    while waiting:
        op = waiting.pop()
        if op in used:
            continue
        used.add(op)
        if op in functions:
            waiting += [node.op for node in functions[op].node_def]
    return sorted(op for op in used if op not in functions)


def stripped_op_list_for_graph(graph_def: Any) -> Any:
    """Definitions of the ops of a graph, without their texts.

    Args:
        graph_def: A `GraphDef`.

    Returns:
        An `OpList`.

    Source: `tf.contrib.util.stripped_op_list_for_graph`.
    """
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")
        meta = tf.compat.v1.train.export_meta_graph(graph=graph)
    return meta.meta_info_def.stripped_op_list

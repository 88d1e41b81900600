"""Variables and ops of one graph, made again in another."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _within(scope: str, name: str) -> str:
    return f"{scope}/{name}" if scope else name


def copy_variable_to_graph(org_instance: Any, to_graph: Any, scope: str = "") -> Any:
    """The variable made again in another graph, with its initial value.

    Args:
        org_instance: The variable.
        to_graph: The other graph.
        scope: What goes before its name there, and before its collections' names.

    Returns:
        The new variable, uninitialized.

    Raises:
        TypeError: For what is no variable.

    Source: `tf.contrib.copy_graph.copy_variable_to_graph`.
    """
    if not isinstance(org_instance, (tf1.Variable, tf.Variable)):
        raise TypeError(f"{org_instance} is not a Variable")
    graph = org_instance.graph
    kept = (tf1.GraphKeys.GLOBAL_VARIABLES, tf1.GraphKeys.TRAINABLE_VARIABLES)
    collections, trainable = [], False
    for name in graph.get_all_collection_keys():
        if not any(one is org_instance for one in graph.get_collection(name)):
            continue
        trainable = trainable or name == tf1.GraphKeys.TRAINABLE_VARIABLES
        collections.append(name if name in kept else _within(scope, name))
    with graph.as_default(), tf1.Session(graph=graph) as session:
        value = session.run(tf1.Variable.initialized_value(org_instance))
    with to_graph.as_default():
        return tf1.Variable(
            value,
            trainable,
            name=_within(scope, org_instance.op.name),
            collections=collections,
            validate_shape=False,
        )


def copy_op_to_graph(
    org_instance: Any, to_graph: Any, variables: Any, scope: str = ""
) -> Any:
    """An op or tensor made again in another graph, with all that it needs.

    Args:
        org_instance: The op, or the tensor.
        to_graph: The other graph.
        variables: The variables that are there already, from
            `copy_variable_to_graph`.
        scope: What goes before the names there.

    Returns:
        The op or tensor of the other graph; it is made once.

    Raises:
        TypeError: For what is neither op nor tensor.

    Source: `tf.contrib.copy_graph.copy_op_to_graph`.
    """
    there = {one.op.name for one in variables}
    name = _within(scope, org_instance.name)
    if name.split(":")[0] in there:
        return to_graph.get_tensor_by_name(name)
    try:
        return to_graph.as_graph_element(name)
    except (KeyError, ValueError):
        pass  # not copied yet
    if isinstance(org_instance, tf.Tensor):
        op = copy_op_to_graph(org_instance.op, to_graph, variables, scope)
        return op.outputs[org_instance.value_index]
    if not isinstance(org_instance, tf.Operation):
        raise TypeError(f"Could not copy instance: {org_instance}")
    before = [
        copy_op_to_graph(one, to_graph, variables, scope)
        for one in org_instance.control_inputs
    ]
    inputs = [
        copy_op_to_graph(one, to_graph, variables, scope) for one in org_instance.inputs
    ]
    with to_graph.as_default(), to_graph.control_dependencies(before):
        node = org_instance.node_def
        attributes = {key: node.attr[key] for key in node.attr if key != "_class"}
        with tf1.device(node.device or None):
            return to_graph.create_op(
                org_instance.type,
                inputs,
                [output.dtype for output in org_instance.outputs],
                [one.dtype for one in inputs],
                name=f"{name}/",
                attrs=attributes,
                op_def=org_instance.op_def,
            )


def get_copied_op(org_instance: Any, graph: Any, scope: str = "") -> Any:
    """What `copy_op_to_graph` or `copy_variable_to_graph` made of it.

    Args:
        org_instance: The op, tensor or variable of the first graph.
        graph: The other graph.
        scope: The scope that it was copied to.

    Returns:
        The op or tensor of the other graph.

    Raises:
        KeyError: If it was not copied.

    Source: `tf.contrib.copy_graph.get_copied_op`.
    """
    name = _within(scope, org_instance.name)
    return graph.as_graph_element(name, allow_tensor=True, allow_operation=True)

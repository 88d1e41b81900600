"""What an input function gives: a dataset, or tensors."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator import arguments

tf1 = tf.compat.v1


class DatasetInitializerHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Begins an iterator anew with every session.

    Args:
        iterator: An initializable iterator.
    """

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def begin(self) -> None:
        self._initializer = self._iterator.initializer

    def after_create_session(self, session: Any, coord: Any) -> None:
        del coord
        session.run(self._initializer)


def call(
    input_fn: Any, mode: Any, params: Any, config: Any, context: Any = None
) -> Any:
    """Call an input function with those of these arguments that it takes, on a CPU."""
    names = arguments.names(input_fn)
    given: dict[str, Any] = {}
    if "mode" in names:
        given["mode"] = mode
    if "params" in names:
        given["params"] = params
    if "config" in names:
        given["config"] = config
    if context is not None and "input_context" in names:
        given["input_context"] = context
    with tf1.device("/cpu:0"):
        return input_fn(**given)


def is_dataset(result: Any) -> bool:
    """Whether an input function gave a dataset."""
    return isinstance(result, tf.data.Dataset | tf1.data.Dataset)


def next_element(result: Any) -> tuple[Any, list[Any]]:
    """The next element of what an input function gave, and the hooks for it."""
    if not is_dataset(result):
        return result, []
    iterator = tf1.data.make_initializable_iterator(result)
    hook = DatasetInitializerHook(iterator)
    return iterator.get_next(), [hook]


def parse(result: Any) -> tuple[Any, Any, list[Any]]:
    """Features, labels and hooks of what an input function gave.

    Raises:
        ValueError: For a list of another length than two.
    """
    result, hooks = next_element(result)
    if isinstance(result, list | tuple):
        if len(result) != 2:
            raise ValueError(
                "input_fn should return (features, labels) as a len 2 tuple."
            )
        return result[0], result[1], hooks
    return result, None, hooks


def features_alone(result: Any) -> tuple[Any, list[Any]]:
    """Features and hooks of what an input function gave for a prediction."""
    result, hooks = next_element(result)
    if isinstance(result, list | tuple):
        result = result[0]
    elif not hooks:
        return _warned(result), hooks
    return (result if hooks else _warned(result)), hooks


def _warned(result: Any) -> Any:
    """Say so if nothing would ever end the input."""
    graph = tf1.get_default_graph()
    runners = tf1.get_collection(tf1.GraphKeys.QUEUE_RUNNERS)
    if not runners and not _from_iterator(graph):
        tf1.logging.warning(
            "Input graph does not use tf.data.Dataset or contain a QueueRunner. That "
            "means predict yields forever. This is probably a mistake."
        )
    return result


def _from_iterator(graph: Any) -> bool:
    return any(op.type == "IteratorGetNext" for op in graph.get_operations())

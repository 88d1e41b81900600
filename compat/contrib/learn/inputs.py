"""What an Estimator reads: arrays or an input function, alike from call to call."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn import feeding

tf1 = tf.compat.v1


def verify(x: Any, y: Any, input_fn: Any, feed_fn: Any, batch_size: Any) -> None:
    """Raise unless there are features in one way.

    Raises:
        ValueError: For none, for both, or for tensors.
    """
    if x is None and y is None and input_fn is None:
        raise ValueError("Either x or input_fn must be provided.")
    if tf.is_tensor(x) or tf.is_tensor(y):
        raise ValueError("Inputs cannot be tensors. Please provide input_fn.")
    if input_fn is not None:
        if x is not None or y is not None:
            raise ValueError("Can not provide both input_fn and x or y.")
        if batch_size is not None:
            raise ValueError("Can not provide both input_fn and batch_size.")
    elif feed_fn is not None:
        raise ValueError("Can not provide both feed_fn and x or y.")


def of(
    x: Any,
    y: Any,
    input_fn: Any,
    feed_fn: Any,
    batch_size: Any,
    shuffle: bool = False,
    epochs: Any = 1,
) -> tuple[Any, Any]:
    """The input function and the feed function of arrays, or those given.

    Args:
        x: Features, or `None`.
        y: Labels, or `None`.
        input_fn: Where there is no `x`.
        feed_fn: Where there is no `x`.
        batch_size: Rows of a batch.
        shuffle: Whether rows come in any order.
        epochs: How often all rows come.
    """
    if input_fn is not None:
        return input_fn, feed_fn
    feeder = feeding.setup_train_data_feeder(
        x, y, n_classes=None, batch_size=batch_size, shuffle=shuffle, epochs=epochs
    )
    return feeder.input_builder, feeder.get_feed_dict_fn()


def checked(tensors: Any, known: Any, message: str) -> Any:
    """The signatures of tensors, which must fit those known already.

    Raises:
        ValueError: If they do not.
    """
    from compat.contrib.learn import tensor_signature

    if known is None:
        made = tensor_signature.create_signatures(tensors)
        tf1.logging.debug("Setting signatures to %s", str(made))
        return made
    if not tensor_signature.tensors_compatible(tensors, known):
        raise ValueError(
            f"{message} information. Given: {tensors}, required signatures: {known}."
            if "Features" in message
            else f"{message} information. Given labels: {tensors}, required "
            f"signatures: {known}."
        )
    tf1.logging.debug("Given tensors: %s, required signatures: %s.", tensors, known)
    return known


def placeholders(signatures: Any) -> Any:
    """Placeholders of labels in a prediction, or `None`."""
    from compat.contrib.learn import tensor_signature

    if signatures is None:
        return None
    return tensor_signature.create_placeholders_from_signatures(signatures)

"""What heads check: labels, logits, weights, and functions of a loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import tensorflow as tf

from compat.estimator import arguments

tf1 = tf.compat.v1
_REDUCTION = tf1.losses.Reduction


class Words(NamedTuple):
    """How errors say what is wrong: heads of both kinds had their own words."""

    none: str
    sparse: str
    dimension: str
    at_most: str
    at_least: str


NEW = Words(
    none=(
        "You must provide a labels Tensor. Given: None. Suggested troubleshooting "
        "steps: Check that your data contains your label feature. Check that your "
        "input_fn properly parses and returns labels."
    ),
    sparse="Labels must be a Tensor of shape [D0, D1, ..., DN, {0}], e.g. "
    "[batch_size, {0}].",
    dimension=" Suggested Fix: If your classifier expects one-hot encoding label, "
    "check your n_classes",
    at_most="Labels must be <= n_classes - 1",
    at_least="Labels must be >= 0",
)
CANNED = Words(
    none=(
        "You must provide a labels Tensor. Given: None. Suggested troubleshooting "
        "steps: Check that your data contain your label feature. Check that your "
        "input_fn properly parses and returns labels."
    ),
    sparse="labels must be a Tensor of shape [D0, D1, ..., DN, {0}], e.g. "
    "[batch_size, {0}]. ",
    dimension=" Suggested Fix:If your classifier expects one-hot encoding label,"
    "check your n_classes",
    at_most="Labels must <= n_classes - 1",
    at_least="Labels must >= 0",
)


def reduction(given: str, allowed: Any) -> str:
    """A reduction of the loss.

    Raises:
        ValueError: For one that is unknown, or none.
    """
    if given not in allowed or given == _REDUCTION.NONE:
        raise ValueError(f"Invalid loss_reduction: {given}")
    return given


def loss_fn(function: Callable[..., Any] | None) -> None:
    """Raise unless a function takes what a loss is of.

    Raises:
        ValueError: Without labels or logits, or for arguments nobody gives.
    """
    if function is None:
        return
    names = arguments.names(function)
    for wanted in ("labels", "logits"):
        if wanted not in names:
            raise ValueError(
                f"loss_fn must contain argument: {wanted}. Given arguments: {names}"
            )
    unknown = list(set(names) - {"labels", "logits", "features", "loss_reduction"})
    if unknown:
        raise ValueError(f"loss_fn has unexpected args: {unknown}")


def thresholds(given: Any) -> tuple[float, ...]:
    """Thresholds of metrics.

    Raises:
        ValueError: For one that is not between 0 and 1.
    """
    given = tuple(given) if given else ()
    if any(not 0.0 < one < 1.0 for one in given):
        raise ValueError(f"thresholds not in (0, 1): {given}.")
    return given


def is_sparse(value: Any) -> bool:
    """Whether a value is a sparse tensor, of either kind."""
    return isinstance(value, tf.SparseTensor | tf1.SparseTensorValue)


def logits(given: Any, dimension: int) -> Any:
    """Logits, if their shape is `[D0, D1, … DN, dimension]`.

    Raises:
        ValueError: If it is known to be another.
    """
    says = "logits shape must be [D0, D1, ... DN, logits_dimension]"
    with tf1.name_scope("logits"):
        found = tf1.to_float(given)
        last = None if found.shape.rank is None else found.shape[-1:].as_list()
        if found.shape.rank is not None and found.shape.rank < 2:
            raise ValueError(
                f"{says}.  Tensor {found.name} must have rank at least 2.  Received "
                f"rank {found.shape.rank}, shape {found.shape}"
            )
        if last and last[0] is not None:
            if last[0] != dimension:
                raise ValueError(f"{says}, got {found.shape}.")
            return found
        shape = tf1.shape(found)
        fine = tf.equal(shape[-1], dimension)
        data = [says, ", got ", shape]
        with tf.control_dependencies([tf1.Assert(fine, data)]):
            return tf1.identity(found)


def dense_labels(labels: Any, logits: Any, dimension: int, words: Words) -> Any:
    """Labels of the logits' shape but for the last dimension.

    Args:
        labels: A tensor of the logits' rank, or of one less.
        logits: The logits.
        dimension: Expected last dimension.
        words: How errors are said.

    Raises:
        ValueError: For no labels, sparse ones, or another dimension.
    """
    if labels is None:
        raise ValueError(words.none)
    with tf1.name_scope("labels"):
        if is_sparse(labels):
            raise ValueError(
                "SparseTensor labels are not supported. "
                f"{words.sparse.format(dimension)}"
                "Suggested Fix (1): Check the label feature in your data. Each example "
                f"must contain {dimension} value(s). If not, your choice of label was "
                "probably incorrect. Suggested Fix (2): In your input_fn, use "
                "tf.sparse_tensor_to_dense() to turn labels into a Tensor."
            )
        found = tf.convert_to_tensor(labels)
        rank, expected = found.shape.rank, logits.shape.rank
        if dimension == 1 and rank is not None:
            if rank == 1 or (expected is not None and rank == expected - 1):
                found = tf1.expand_dims(found, -1)
        last = found.shape[-1] if found.shape.rank else None
        if last is not None and last != dimension:
            raise ValueError(
                f"Mismatched label shape. Expected labels dimension={dimension}.  "
                f"Received {last}.{words.dimension} argument to the estimator "
                "and/or the shape of your label. Otherwise, check the shape of your "
                "label."
            )
        if found.shape.rank is None:
            says = f"labels shape must be [D0, D1, ... DN, {dimension}]. "
            data = [says, "Received shape: ", tf1.shape(found)]
            with tf.control_dependencies([tf1.Assert(tf1.rank(found) >= 2, data)]):
                found = tf1.identity(found)
        shape = tf1.shape(found)
        wanted = tf1.concat([tf1.shape(logits)[:-1], [dimension]], axis=0)
        fine = (
            tf.reduce_all(tf.equal(wanted, shape))
            if _same_rank(found, logits)
            else _equal(wanted, shape)
        )
        data = ["expected_labels_shape: ", wanted, "labels_shape: ", shape]
        with tf.control_dependencies([tf1.Assert(fine, data)]):
            return tf1.identity(found)


def _same_rank(one: Any, other: Any) -> bool:
    return one.shape.rank is not None and one.shape.rank == other.shape.rank


def _equal(one: Any, other: Any) -> Any:
    """Whether two vectors are equal, of whatever lengths."""
    return tf1.cond(
        tf.equal(tf1.size(one), tf1.size(other)),
        lambda: tf.reduce_all(tf.equal(one, other)),
        lambda: tf.constant(False),
    )


def in_range(labels: Any, n_classes: int, words: Words) -> Any:
    """Labels, once it is certain that they are from 0 to one less than the classes."""
    with tf1.name_scope("assert_range"):
        most = tf.cast(n_classes - 1, labels.dtype)
        checks = [
            tf1.debugging.Assert(
                tf.reduce_all(labels <= most), [words.at_most, labels]
            ),
            tf1.debugging.Assert(
                tf.reduce_all(labels >= tf1.zeros([], labels.dtype)),
                [words.at_least, labels],
            ),
        ]
        with tf.control_dependencies(checks):
            return tf1.identity(labels)


def same_static_shape(labels: Any, logits: Any, says: str) -> None:
    """Raise where both shapes are known, and differ.

    Raises:
        ValueError: As 1.15's losses did.
    """
    if not labels.shape.is_compatible_with(logits.shape):
        raise ValueError(says.format(logits=logits.shape, labels=labels.shape))


def weights(
    features: Any, column: Any, logits: Any, for_each_logit: bool = False
) -> Any:
    """Weights of the examples, `[D0, D1, … DN, 1]`, or 1.0.

    Args:
        features: Dict of tensors.
        column: Key of the weights, a numeric column, or `None`.
        logits: The logits.
        for_each_logit: Whether weights may have the logits' shape.

    Raises:
        TypeError: For another kind of column.
        ValueError: If it is not there, or a scalar.
    """
    if column is None:
        return 1.0
    if isinstance(column, str):
        column = tf.feature_column.numeric_column(column)
    if not (hasattr(column, "normalizer_fn") and hasattr(column, "key")):
        raise TypeError(
            "Weight column must be either a string or _NumericColumn. Given type: "
            f"{type(column)}."
        )
    with tf1.name_scope("weights"):
        if column.key not in features:
            raise ValueError(f"Feature {column.key} is not in features dictionary.")
        found = tf1.convert_to_tensor(features[column.key])
        if found.shape.rank == 0:
            raise ValueError(
                f"Feature (key: {column.key}) cannot have rank 0. Given: {found}"
            )
        if column.normalizer_fn is not None:
            found = column.normalizer_fn(found)
        if not (found.dtype.is_floating or found.dtype.is_integer):
            raise ValueError(
                f"Weight column should be castable to float. Given dtype: {found.dtype}"
            )
        return _matching(tf1.to_float(found), logits, for_each_logit)


def _matching(found: Any, logits: Any, for_each_logit: bool) -> Any:
    """Weights of the logits' shape, or with a last dimension of 1."""
    shape, wanted = tf1.shape(found), tf1.shape(logits)
    outer = wanted[:-1]
    data = ["logits_shape: ", wanted, "weights_shape: ", shape]
    if found.shape.rank is not None and (
        found.shape.rank == 1 or found.shape.rank + 1 == logits.shape.rank
    ):
        fine = _equal(outer, shape)
        with tf.control_dependencies([tf1.Assert(fine, data)]):
            return tf1.expand_dims(found, -1, name="expand_dims")
    fine = _equal(tf1.concat([outer, [1]], 0), shape)
    if for_each_logit:
        fine = tf.logical_or(fine, _equal(wanted, shape))
    with tf.control_dependencies([tf1.Assert(fine, data)]):
        return tf1.identity(found)


def called(
    function: Callable[..., Any],
    labels: Any,
    logits: Any,
    features: Any,
    expected_loss_dim: int = 1,
) -> Any:
    """The loss that a script's own function gives, of the expected shape.

    Args:
        function: From labels and logits, and features if it takes them, to the loss.
        labels: The labels.
        logits: The logits.
        features: The features.
        expected_loss_dim: Expected last dimension of the loss.
    """
    loss = arguments.call(
        function,
        labels=labels,
        logits=logits,
        features=features,
        loss_reduction=_REDUCTION.NONE,
    )
    shape = tf1.shape(loss)
    wanted = tf1.concat([tf1.shape(logits)[:-1], [expected_loss_dim]], axis=0)
    data = [
        f"loss_fn must return Tensor of shape [D0, D1, ... DN, {expected_loss_dim}]. ",
        "logits_shape: ",
        tf1.shape(logits),
        "loss_shape: ",
        shape,
    ]
    with tf.control_dependencies([tf1.Assert(_equal(wanted, shape), data)]):
        return tf1.identity(loss)

"""What a canned model's files hold: specs to parse `tf.train.Example`s."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _spec(feature_columns: Any, key: Any, label: Any, weight_column: Any) -> Any:
    parsed = dict(tf1.feature_column.make_parse_example_spec(feature_columns))
    if key in parsed:
        raise ValueError(
            "label should not be used as feature. "
            f"label_key: {key}, features: {parsed.keys()}"
        )
    parsed[key] = label
    if weight_column is None:
        return parsed
    if isinstance(weight_column, str):
        weight_column = tf.feature_column.numeric_column(weight_column)
    if not hasattr(weight_column, "normalizer_fn"):
        raise ValueError(
            "weight_column should be an instance of tf.feature_column.numeric_column. "
            f"Given type: {type(weight_column)} value: {weight_column}"
        )
    if weight_column.key in parsed:
        raise ValueError(
            "weight_column should not be used as feature. "
            f"weight_column: {weight_column.key}, features: {parsed.keys()}"
        )
    parsed.update(tf1.feature_column.make_parse_example_spec([weight_column]))
    return parsed


def classifier_parse_example_spec(
    feature_columns: Any,
    label_key: Any,
    label_dtype: Any = tf.int64,
    label_default: Any = None,
    weight_column: Any = None,
) -> Any:
    """The spec to parse what a classifier trains on.

    Args:
        feature_columns: What goes into the model.
        label_key: Key of the label.
        label_dtype: Its dtype: ids, or names.
        label_default: The label where none is given.
        weight_column: Key of the examples' weights, or a numeric column.

    Returns:
        A dict for `tf.parse_example`.

    Raises:
        ValueError: If a key is used twice.

    Source: `tf.estimator.classifier_parse_example_spec`.
    """
    label = tf1.FixedLenFeature((1,), label_dtype, label_default)
    return _spec(feature_columns, label_key, label, weight_column)


def regressor_parse_example_spec(
    feature_columns: Any,
    label_key: Any,
    label_dtype: Any = tf.float32,
    label_default: Any = None,
    label_dimension: int = 1,
    weight_column: Any = None,
) -> Any:
    """The spec to parse what a regressor trains on.

    Args:
        feature_columns: What goes into the model.
        label_key: Key of the label.
        label_dtype: Its dtype.
        label_default: The label where none is given.
        label_dimension: How many numbers.
        weight_column: Key of the examples' weights, or a numeric column.

    Returns:
        A dict for `tf.parse_example`.

    Raises:
        ValueError: If a key is used twice.

    Source: `tf.estimator.regressor_parse_example_spec`.
    """
    label = tf1.FixedLenFeature((label_dimension,), label_dtype, label_default)
    return _spec(feature_columns, label_key, label, weight_column)

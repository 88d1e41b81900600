"""`tf.feature_column.linear_model`: 1.15's was a Keras layer, of resource variables."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def linear_model(
    features: Any,
    feature_columns: Any,
    units: int = 1,
    sparse_combiner: str = "sum",
    weight_collections: Any = None,
    trainable: bool = True,
    cols_to_vars: Any = None,
) -> Any:
    """The weighted sum of columns.

    Args:
        features: Dict of tensors.
        feature_columns: What goes in.
        units: How many sums.
        sparse_combiner: How several values of a categorical column add up.
        weight_collections: Collections that variables are added to.
        trainable: Whether variables are trained.
        cols_to_vars: A dict to be filled with the variables of each column.

    Returns:
        The sums, `[batch, units]`.

    Source: `tf.feature_column.linear_model`.
    """
    scope = tf1.get_variable_scope()
    before = scope.use_resource
    scope.set_use_resource(True)
    try:
        return tf1.feature_column.linear_model(
            features,
            feature_columns,
            units=units,
            sparse_combiner=sparse_combiner,
            weight_collections=weight_collections,
            trainable=trainable,
            cols_to_vars=cols_to_vars,
        )
    finally:
        scope.set_use_resource(before)

"""What columns of features kept for themselves when Keras took their methods over.

Seen in TensorFlow 2.16 to 2.21: `_transform_feature`, `_get_sequence_dense_tensor`,
`_var_scope_name` and `_variable_shape` of the columns of `tf.compat.v1.feature_column`.
Without them, columns that share an embedding are not columns of sequences.
"""

from typing import Any


def transformed_by_column(column: Any, features: Any) -> Any:
    """What a column makes of its feature, without a keeper of variables."""
    return column._transform_feature(features)


def is_sequence_column(column: Any) -> bool:
    """Whether a column gives sequences, in the old way or in the new one."""
    return hasattr(column, "get_sequence_dense_tensor") or hasattr(
        column, "_get_sequence_dense_tensor"
    )


def sequence_of_column(
    column: Any, features: Any, collections: Any, trainable: bool
) -> Any:
    """A column's sequences and their lengths; it makes its variables itself."""
    return column._get_sequence_dense_tensor(
        features, weight_collections=collections, trainable=trainable
    )


def scope_of_column(column: Any) -> str:
    """Name of the scope of a column's variables."""
    return getattr(column, "_var_scope_name", None) or column.name


def shape_of_column(column: Any) -> Any:
    """Shape of what a column gives for one step."""
    found = getattr(column, "variable_shape", None)
    return column._variable_shape if found is None else found

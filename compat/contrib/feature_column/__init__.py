"""`tf.contrib.feature_column`: columns of sequences, as one input of a network."""

from __future__ import annotations

from compat.contrib.feature_column.columns import (
    sequence_categorical_column_with_hash_bucket,
    sequence_categorical_column_with_vocabulary_file,
    sequence_categorical_column_with_vocabulary_list,
    sequence_numeric_column,
)
from compat.contrib.feature_column.sequence_input import sequence_input_layer
from compat.feature_column.identity import sequence_categorical_column_with_identity

__all__ = [
    "sequence_categorical_column_with_hash_bucket",
    "sequence_categorical_column_with_identity",
    "sequence_categorical_column_with_vocabulary_file",
    "sequence_categorical_column_with_vocabulary_list",
    "sequence_input_layer",
    "sequence_numeric_column",
]

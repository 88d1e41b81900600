"""`tf.contrib.layers.feature_column`: feature columns as they were before 1.4's."""

from compat.contrib.layers.feature_column.categorical import (
    sparse_column_with_hash_bucket,
    sparse_column_with_integerized_feature,
    sparse_column_with_keys,
    sparse_column_with_vocabulary_file,
    weighted_sparse_column,
)
from compat.contrib.layers.feature_column.crossed import crossed_column
from compat.contrib.layers.feature_column.embedded import (
    embedding_column,
    one_hot_column,
    scattered_embedding_column,
    shared_embedding_columns,
)
from compat.contrib.layers.feature_column.numeric import (
    bucketized_column,
    real_valued_column,
)
from compat.contrib.layers.feature_column.parsing import create_feature_spec_for_parsing

__all__ = [
    "bucketized_column",
    "create_feature_spec_for_parsing",
    "crossed_column",
    "embedding_column",
    "one_hot_column",
    "real_valued_column",
    "scattered_embedding_column",
    "shared_embedding_columns",
    "sparse_column_with_hash_bucket",
    "sparse_column_with_integerized_feature",
    "sparse_column_with_keys",
    "sparse_column_with_vocabulary_file",
    "weighted_sparse_column",
]

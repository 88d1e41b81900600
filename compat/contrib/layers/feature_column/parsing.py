"""Examples parsed by feature columns."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.layers.feature_column.base import FeatureColumn
from compat.contrib.layers.feature_column.model import (
    Transformer,
    check_feature_columns,
)
from compat.contrib.layers.feature_column.numeric import (
    real_valued_column,
)

tf1 = tf.compat.v1


def create_feature_spec_for_parsing(feature_columns: Any) -> dict[str, Any]:
    """How features are parsed from an `Example`.

    Args:
        feature_columns: The columns.

    Returns:
        What `tf.parse_example` takes for `features`.

    Source: `tf.contrib.layers.create_feature_spec_for_parsing`.
    """
    found: dict[str, Any] = {}
    for column in feature_columns:
        if isinstance(column, FeatureColumn):
            found.update(column.config)
        else:
            found.update(column._parse_example_spec)
    return found


def parse_feature_columns_from_examples(
    serialized: Any, feature_columns: Any, name: Any = None, example_names: Any = None
) -> dict[Any, Any]:
    """Features of serialized `Example`s, and what columns make of them.

    Args:
        serialized: The examples.
        feature_columns: The columns.
        name: Name scope.
        example_names: Names of the examples, for errors.

    Returns:
        Tensors by column.

    Source: `tf.contrib.layers.parse_feature_columns_from_examples`.
    """
    check_feature_columns(feature_columns)
    tensors = tf1.parse_example(
        serialized=serialized,
        features=create_feature_spec_for_parsing(feature_columns),
        name=name,
        example_names=example_names,
    )
    transformer = Transformer(tensors)
    for column in sorted(set(feature_columns), key=lambda one: one.key):
        transformer.transform(column)
    return tensors


def parse_feature_columns_from_sequence_examples(
    serialized: Any,
    context_feature_columns: Any,
    sequence_feature_columns: Any,
    name: Any = None,
    example_name: Any = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Features of a serialized `SequenceExample`.

    Args:
        serialized: The example.
        context_feature_columns: Columns of what is said once.
        sequence_feature_columns: Columns of what is said at each step.
        name: Name scope.
        example_name: Of the example, for errors.

    Returns:
        Features said once by name, and those of the steps.

    Source: `tf.contrib.layers.parse_feature_columns_from_sequence_examples`.
    """
    context = create_feature_spec_for_parsing(context_feature_columns or [])
    steps = {}
    for column in sequence_feature_columns or []:
        for key, spec in column.config.items():
            if isinstance(spec, tf1.FixedLenFeature):
                spec = tf1.FixedLenSequenceFeature(
                    spec.shape, spec.dtype, allow_missing=spec.default_value is not None
                )
            steps[key] = spec
    return tf1.parse_single_sequence_example(
        serialized, context, steps, example_name, name
    )


def make_place_holder_tensors_for_base_features(feature_columns: Any) -> dict[str, Any]:
    """Placeholders of the features that columns take.

    Args:
        feature_columns: The columns.

    Returns:
        Placeholders by name.

    Source: `tf.contrib.layers.make_place_holder_tensors_for_base_features`.
    """
    found: dict[str, Any] = {}
    for key, spec in create_feature_spec_for_parsing(feature_columns).items():
        if isinstance(spec, tf1.FixedLenFeature):
            found[key] = tf1.placeholder(
                spec.dtype, [None, *spec.shape], name=f"Placeholder_{key}"
            )
        else:
            found[key] = tf1.sparse_placeholder(spec.dtype, name=f"Placeholder_{key}")
    return found


def infer_real_valued_columns(features: Any) -> list[Any]:
    """Columns of numbers for the features that are there.

    Args:
        features: A tensor, or a dict of tensors.

    Returns:
        List of columns.

    Raises:
        ValueError: For features that are no numbers, or of unknown size.

    Source: `tf.contrib.layers.infer_real_valued_columns`.
    """
    if not isinstance(features, dict):
        return [_of_tensor("", features)]
    return [_of_tensor(key, features[key]) for key in features]


def _of_tensor(name: str, tensor: Any) -> Any:
    if isinstance(tensor, tf.SparseTensor):
        raise ValueError(
            "SparseTensor is not supported for auto detection. Please define "
            f"corresponding FeatureColumn for tensor {name} {tensor}."
        )
    if not (tensor.dtype.is_integer or tensor.dtype.is_floating):
        raise ValueError(
            "Non integer or non floating types are not supported for auto detection. "
            "Please define corresponding FeatureColumn for tensor {} {}.",
            name,
            tensor,
        )
    shape = tensor.shape.as_list()
    dimension = 1
    for number, size in enumerate(shape[1:], start=1):
        if size is None:
            raise ValueError(
                f"Cannot infer dimension {number} of tensor {name} {tensor}: its size "
                "is not known"
            )
        dimension *= size
    return real_valued_column(name, dimension=dimension, dtype=tensor.dtype)

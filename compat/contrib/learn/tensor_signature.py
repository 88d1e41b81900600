"""Signatures of tensors: what must stay alike from one call to the next.

Source: `tensorflow.contrib.learn.python.learn.estimators.tensor_signature`.
"""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class TensorSignature(
    collections.namedtuple("TensorSignature", ["dtype", "shape", "is_sparse"])
):
    """Type and shape of a tensor, and whether it is sparse.

    Args:
        tensor: A tensor or sparse tensor.
    """

    def __new__(cls, tensor: Any) -> Any:
        if isinstance(tensor, tf.SparseTensor):
            return super().__new__(
                cls, dtype=tensor.values.dtype, shape=None, is_sparse=True
            )
        return super().__new__(
            cls, dtype=tensor.dtype, shape=tensor.shape, is_sparse=False
        )

    def is_compatible_with(self, other: Any) -> bool:
        """Whether another signature's type and rank are these."""

        def alike(one: Any, two: Any) -> bool:
            if one is None or two is None or one.rank is None or two.rank is None:
                return True
            if one.rank != two.rank:
                return False
            return all(
                a == b or a is None or b is None
                for a, b in zip(one.as_list()[1:], two.as_list()[1:], strict=True)
            )

        if other.is_sparse:
            return self.is_sparse and self.dtype.is_compatible_with(other.dtype)
        return (
            self.dtype.is_compatible_with(other.dtype)
            and alike(self.shape, other.shape)
            and not self.is_sparse
        )

    def get_placeholder(self) -> Any:
        """A placeholder of any batch size."""
        if self.is_sparse:
            return tf1.sparse_placeholder(dtype=self.dtype)
        return tf1.placeholder(dtype=self.dtype, shape=[None, *list(self.shape[1:])])

    def get_feature_spec(self) -> Any:
        """How to parse it from an `Example`."""
        if self.is_sparse:
            return tf1.VarLenFeature(dtype=self.dtype)
        return tf1.FixedLenFeature(shape=self.shape[1:], dtype=_parsed(self.dtype))


def _parsed(dtype: Any) -> Any:
    """The type that an `Example` has it in."""
    if dtype.is_integer:
        return tf.int64
    return tf.float32 if dtype.is_floating else dtype


def tensors_compatible(tensors: Any, signatures: Any) -> bool:
    """Whether tensors fit signatures.

    Args:
        tensors: A tensor, a dict of tensors, or `None`.
        signatures: The same of `TensorSignature`s.
    """
    if tensors is None or signatures is None:
        return tensors is signatures
    if isinstance(tensors, dict) != isinstance(signatures, dict):
        return False
    if isinstance(tensors, dict):
        return all(
            key in tensors
            and TensorSignature(tensors[key]).is_compatible_with(signature)
            for key, signature in signatures.items()
        )
    return TensorSignature(tensors).is_compatible_with(signatures)


def create_signatures(tensors: Any) -> Any:
    """Signatures of a tensor, or of a dict of tensors; `None` of `None`."""
    if isinstance(tensors, dict):
        return {key: TensorSignature(one) for key, one in tensors.items()}
    return None if tensors is None else TensorSignature(tensors)


def create_placeholders_from_signatures(signatures: Any) -> Any:
    """Placeholders of a signature, or of a dict of signatures."""
    if not isinstance(signatures, dict):
        return signatures.get_placeholder()
    return {key: one.get_placeholder() for key, one in signatures.items()}


def create_example_parser_from_signatures(
    signatures: Any, examples_batch: Any, single_feature_name: str = "feature"
) -> Any:
    """Features parsed from `Example`s.

    Args:
        signatures: A signature, or a dict of signatures.
        examples_batch: Serialized `Example`s.
        single_feature_name: Of the feature where there is one signature.
    """
    several = isinstance(signatures, dict)
    given = signatures if several else {single_feature_name: signatures}
    spec = {key: one.get_feature_spec() for key, one in given.items()}
    features = tf1.parse_example(examples_batch, spec)
    cast = {
        key: (
            features[key]
            if one.is_sparse or features[key].dtype == one.dtype
            else tf.cast(features[key], one.dtype)
        )
        for key, one in given.items()
    }
    if several:
        return cast
    return cast[single_feature_name]

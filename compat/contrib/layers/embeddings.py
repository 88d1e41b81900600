"""Embeddings of ids: `embed_sequence`, `bow_encoder` and the lookups."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.tensors import assert_same_float_dtype
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import collect_output

tf1 = tf.compat.v1


def embedding_lookup_unique(
    params: Any, ids: Any, partition_strategy: str = "mod", name: str | None = None
) -> Any:
    """`tf.nn.embedding_lookup` that looks up an id once, however often it comes.

    Args:
        params: Tensor `[vocabulary, depth]`, or a list of its parts.
        ids: Integer tensor of any shape.
        partition_strategy: As for `tf.nn.embedding_lookup`.
        name: Name scope.

    Returns:
        Tensor of the shape of `ids` + `[depth]`.

    Source: `tf.contrib.layers.embedding_lookup_unique`.
    """
    with tf1.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        flat = tf1.reshape(ids, tf1.reduce_prod(shape, keepdims=True))
        unique, places = tf1.unique(flat)
        rows = tf1.nn.embedding_lookup(params, unique, partition_strategy)
        outputs = tf1.gather(rows, places)
        whole = tf.concat([shape, tf.shape(rows)[1:]], 0)
        outputs = tf1.reshape(outputs, whole)
        if not tf.is_tensor(params) and isinstance(params, (list, tuple)):
            depth = params[0].shape[1:]
        else:
            depth = params.shape[1:]
        outputs.set_shape(ids.shape.concatenate(depth))
        return outputs


def _embeddings(
    vocab_size: int,
    embed_dim: int,
    initializer: Any,
    regularizer: Any,
    trainable: bool,
) -> Any:
    return model_variable(
        "embeddings",
        shape=[vocab_size, embed_dim],
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
    )


def embed_sequence(
    ids: Any,
    vocab_size: int | None = None,
    embed_dim: int | None = None,
    unique: bool = False,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = True,
    scope: Any = None,
    reuse: bool | None = None,
) -> Any:
    """Each id as a row of a matrix of embeddings.

    Args:
        ids: Integer tensor `[batch, length]`.
        vocab_size: Number of ids; `None` where the embeddings are reused.
        embed_dim: Size of an embedding; `None` where they are reused.
        unique: Whether to look up an id once, however often it comes.
        initializer: Of the embeddings; by default the scope's.
        regularizer: From the embeddings to a loss, or `None`.
        trainable: Whether they are trained.
        scope: Variable scope; by default `EmbedSequence`.
        reuse: Whether to reuse the embeddings of `scope`.

    Returns:
        Tensor `[batch, length, embed_dim]`.

    Raises:
        ValueError: For a size that is `None` without `reuse`.

    Source: `tf.contrib.layers.embed_sequence`.
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            f"Must specify vocab size and embedding dimension when not reusing. Got "
            f"vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf1.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        shape = [vocab_size, embed_dim]
        if reuse and vocab_size is None or embed_dim is None:
            shape = None  # type: ignore[assignment]
        embeddings = model_variable(
            "embeddings",
            shape=shape,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        if unique:
            return embedding_lookup_unique(embeddings, ids)
        return tf1.nn.embedding_lookup(embeddings, ids)


def bow_encoder(
    ids: Any,
    vocab_size: int,
    embed_dim: int,
    sparse_lookup: bool = True,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = True,
    scope: Any = None,
    reuse: bool | None = None,
) -> Any:
    """The mean of the embeddings of each row's ids: a bag of words.

    Args:
        ids: Integer tensor `[batch, length]`, or a sparse one.
        sparse_lookup: Whether to pass over the id 0; else it is an id like any other.
        vocab_size: As all the others, for `embed_sequence`.

    Returns:
        Tensor `[batch, embed_dim]`.

    Raises:
        TypeError: For sparse ids without `sparse_lookup`.

    Source: `tf.contrib.layers.bow_encoder`.
    """
    with tf1.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = _embeddings(
            vocab_size, embed_dim, initializer, regularizer, trainable
        )
        if not sparse_lookup:
            if isinstance(ids, tf.SparseTensor):
                raise TypeError("ids are expected to be dense Tensor, got: %s", ids)
            return tf1.reduce_mean(tf1.nn.embedding_lookup(embeddings, ids), axis=1)
        if not isinstance(ids, tf.SparseTensor):
            ids = _sparse(ids)
        return tf1.nn.safe_embedding_lookup_sparse(
            [embeddings], ids, combiner="mean", default_id=0
        )


def _sparse(ids: Any) -> Any:
    with tf1.name_scope("DenseToSparseTensor"):
        ids = tf.convert_to_tensor(ids)
        unset = tf1.cast(0, ids.dtype, name="ignore_value")
        indices = tf1.where(tf.not_equal(ids, unset), name="indices")
        return tf.SparseTensor(
            indices=indices,
            values=tf1.gather_nd(ids, indices, name="values"),
            dense_shape=tf1.shape(ids, out_type=tf.int64, name="dense_shape"),
        )


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: Any,
    sparse_weights: Any = None,
    combiner: str | None = None,
    default_id: int | None = None,
    name: str | None = None,
    partition_strategy: str = "div",
    max_norm: float | None = None,
) -> Any:
    """Embeddings of sparse ids, combined by row; rows without an id get a default.

    Args:
        embedding_weights: Tensor `[vocabulary, depth]`, or a list of its parts.
        sparse_ids: Sparse integer tensor.
        sparse_weights: Weights of the ids, or `None`.
        combiner: `mean` (the default), `sum` or `sqrtn`.
        default_id: Id of rows without one; by default such rows are zero.
        name: Name scope.
        partition_strategy: As for `tf.nn.embedding_lookup`.
        max_norm: Norm to which embeddings are clipped, or `None`.

    Returns:
        Tensor `[rows, depth]`.

    Source: `tf.contrib.layers.safe_embedding_lookup_sparse`.
    """
    if not isinstance(embedding_weights, (list, tuple)):
        embedding_weights = [embedding_weights]
    dtype = None if sparse_weights is None else sparse_weights.dtype
    weights = [
        part if tf.is_tensor(part) else tf.convert_to_tensor(part, dtype)
        for part in embedding_weights
    ]
    assert_same_float_dtype(
        [*weights, *([] if sparse_weights is None else [sparse_weights])]
    )
    return tf1.nn.safe_embedding_lookup_sparse(
        weights,
        sparse_ids,
        sparse_weights,
        combiner=combiner or "mean",
        default_id=default_id,
        name=name or "embedding_lookup",
        partition_strategy=partition_strategy,
        max_norm=max_norm,
    )


@add_arg_scope
def dense_to_sparse(
    tensor: Any,
    eos_token: Any = 0,
    outputs_collections: Any = None,
    scope: str | None = None,
) -> Any:
    """A tensor of ids as a sparse one, without one of the ids.

    Args:
        tensor: Tensor.
        eos_token: The id to leave out.
        outputs_collections: Collection for the outputs.
        scope: Name scope; by default `dense_to_sparse`.

    Source: `tf.contrib.layers.dense_to_sparse`.
    """
    with tf1.variable_scope(scope, "dense_to_sparse", [tensor]):
        tensor = tf.convert_to_tensor(tensor)
        left_out = tf.constant(eos_token, tensor.dtype)
        indices = tf1.where(tf.not_equal(tensor, left_out))
        values = tf1.gather_nd(tensor, indices)
        shape = tf1.shape(tensor, out_type=tf.int64)
        outputs = tf.SparseTensor(indices, values, shape)
        return collect_output(outputs_collections, outputs)

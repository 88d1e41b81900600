"""Initializers that load a matrix from a checkpoint, rows and columns moved.

The rows, or columns, of the old matrix belong to the words of an old vocabulary file;
those of the new one to a new file's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _remapping(
    new_file: str, old_file: str, offset: int, count: int, old_size: int = -1
) -> tuple[Any, Any]:
    """For `count` new words from `offset` on, their old places; how many there are."""
    found = tf.raw_ops.GenerateVocabRemapping(
        new_vocab_file=new_file,
        old_vocab_file=old_file,
        new_vocab_offset=offset,
        num_new_vocab=count,
        old_vocab_size=old_size,
    )
    return found.remapping, found.num_present


def _check(files: dict[str, tuple[Any, Any]], buckets: dict[str, int]) -> None:
    """Raise `ValueError` for a negative number of buckets, or one of two files."""
    for what, count in buckets.items():
        if count < 0:
            raise ValueError(
                f"num_{what}_oov_buckets must be >= 0, but received {count}"
            )
    for what, (old, new) in files.items():
        if (old is None) != (new is None):
            raise ValueError(
                f"old_{what}_vocab_file and new_{what}_vocab_file must both be given, "
                f"or neither: received {old} and {new}"
            )


def load_and_remap_matrix_initializer(
    ckpt_path: str,
    old_tensor_name: str,
    new_row_vocab_size: int,
    new_col_vocab_size: int,
    old_row_vocab_size: int = -1,
    old_row_vocab_file: str | None = None,
    new_row_vocab_file: str | None = None,
    old_col_vocab_file: str | None = None,
    new_col_vocab_file: str | None = None,
    num_row_oov_buckets: int = 0,
    num_col_oov_buckets: int = 0,
    initializer: Any = None,
    max_rows_in_memory: int = -1,
) -> Callable[..., Any]:
    """An initializer: a checkpoint's matrix, its rows and columns moved.

    Args:
        ckpt_path: Prefix of the checkpoint.
        old_tensor_name: Name of the matrix there.
        new_row_vocab_size: Number of words of the rows, without out-of-vocabulary ones.
        new_col_vocab_size: The same for the columns.
        old_row_vocab_size: How many of the old rows' words to look at; -1 for all.
        old_row_vocab_file: Old words of the rows; `None` when rows stay as they are.
        new_row_vocab_file: New words of the rows.
        old_col_vocab_file: Old words of the columns; `None` when columns stay.
        new_col_vocab_file: New words of the columns.
        num_row_oov_buckets: Number of rows, at the end, for other words.
        num_col_oov_buckets: Number of columns, at the end, for other words.
        initializer: For elements that are not in the checkpoint; by default zeros.
        max_rows_in_memory: How many rows to read at a time; -1 for all.

    Returns:
        Function from `(shape, dtype, partition_info)` to a float32 matrix.

    Raises:
        ValueError: When called, for a negative number of buckets, one of two files, or
            another shape than the vocabularies'.

    Source: `tf.contrib.framework.load_and_remap_matrix_initializer`.
    """
    given = initializer or tf1.zeros_initializer()

    def load(shape: Any, dtype: Any = tf.float32, partition_info: Any = None) -> Any:
        _check(
            {
                "row": (old_row_vocab_file, new_row_vocab_file),
                "col": (old_col_vocab_file, new_col_vocab_file),
            },
            {"row": num_row_oov_buckets, "col": num_col_oov_buckets},
        )
        sizes = tf.TensorShape(shape).as_list()
        if len(sizes) != 2:
            raise ValueError(f"Expected 2-dim shape, but received: {shape}")
        if sizes[1] != new_col_vocab_size + num_col_oov_buckets:
            raise ValueError(
                "Trying to initialize a matrix of "
                f"{sizes[1]} columns, but the vocabulary has {new_col_vocab_size} and "
                f"there are {num_col_oov_buckets} buckets"
            )
        offset = 0
        if partition_info is not None:
            offset = partition_info.single_offset(shape)
        if offset + sizes[0] > new_row_vocab_size + num_row_oov_buckets:
            raise ValueError(
                f"Trying to initialize {offset + sizes[0]} rows, but there is only "
                f"vocab + OOV of {new_row_vocab_size + num_row_oov_buckets}"
            )
        rows = min(sizes[0], max(0, new_row_vocab_size - offset))
        pieces: list[Any] = []
        if rows:
            pieces.append(_load(offset, rows))
        if sizes[0] > rows:
            pieces.append(given([sizes[0] - rows, new_col_vocab_size]))
        matrix = pieces[0] if len(pieces) == 1 else tf.concat(pieces, 0)
        if num_col_oov_buckets:
            more = given([sizes[0], num_col_oov_buckets])
            matrix = tf.concat([matrix, more], 1)
        return matrix

    def _load(offset: int, rows: int) -> Any:
        row_places: Any
        column_places: Any
        if new_row_vocab_file is not None and old_row_vocab_file is not None:
            row_places, rows_there = _remapping(
                new_row_vocab_file, old_row_vocab_file, offset, rows, old_row_vocab_size
            )
        else:
            row_places = tf.range(offset, offset + rows, dtype=tf.int64)
            rows_there = rows
        if new_col_vocab_file is not None and old_col_vocab_file is not None:
            column_places, columns_there = _remapping(
                new_col_vocab_file, old_col_vocab_file, 0, new_col_vocab_size
            )
        else:
            column_places, columns_there = [], new_col_vocab_size
        missing = rows * new_col_vocab_size - rows_there * columns_there
        return tf.raw_ops.LoadAndRemapMatrix(
            ckpt_path=ckpt_path,
            old_tensor_name=old_tensor_name,
            row_remapping=row_places,
            col_remapping=column_places,
            initializing_values=given([missing, 1]),
            num_rows=rows,
            num_cols=new_col_vocab_size,
            max_rows_in_memory=max_rows_in_memory,
        )

    return load


def load_variable_slot_initializer(
    ckpt_path: str,
    old_tensor_name: str,
    primary_partition_info: Any,
    new_row_vocab_size: int,
    new_col_vocab_size: int,
    old_row_vocab_file: str | None = None,
    new_row_vocab_file: str | None = None,
    old_col_vocab_file: str | None = None,
    new_col_vocab_file: str | None = None,
    num_row_oov_buckets: int = 0,
    num_col_oov_buckets: int = 0,
    initializer: Any = None,
    max_rows_in_memory: int = -1,
) -> Callable[..., Any]:
    """`load_and_remap_matrix_initializer` for an optimizer's slot.

    Args:
        ckpt_path: Prefix of the checkpoint.
        old_tensor_name: Name of the slot there.
        primary_partition_info: Which part the slot's variable is, or `None`.
        new_row_vocab_size: As in `load_and_remap_matrix_initializer`, like the rest.

    Source: `tf.contrib.framework.load_variable_slot_initializer`.
    """
    whole = load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=old_tensor_name,
        new_row_vocab_size=new_row_vocab_size,
        new_col_vocab_size=new_col_vocab_size,
        old_row_vocab_file=old_row_vocab_file,
        new_row_vocab_file=new_row_vocab_file,
        old_col_vocab_file=old_col_vocab_file,
        new_col_vocab_file=new_col_vocab_file,
        num_row_oov_buckets=num_row_oov_buckets,
        num_col_oov_buckets=num_col_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )

    def load(shape: Any, dtype: Any = tf.float32, partition_info: Any = None) -> Any:
        return whole(shape, dtype, partition_info=primary_partition_info)

    return load


def load_embedding_initializer(
    ckpt_path: str,
    embedding_tensor_name: str,
    new_vocab_size: int,
    embedding_dim: int,
    old_vocab_file: str,
    new_vocab_file: str,
    old_vocab_size: int = -1,
    num_oov_buckets: int = 0,
    initializer: Any = None,
    max_rows_in_memory: int = -1,
) -> Callable[..., Any]:
    """`load_and_remap_matrix_initializer` for an embedding, a row a word.

    Args:
        ckpt_path: Prefix of the checkpoint.
        embedding_tensor_name: Name of the embedding there.
        new_vocab_size: Number of new words, without out-of-vocabulary ones.
        embedding_dim: Size of a row.
        old_vocab_file: Old words.
        new_vocab_file: New words.
        old_vocab_size: How many old words to look at; -1 for all.
        num_oov_buckets: Number of rows, at the end, for other words.
        initializer: For rows that are not in the checkpoint; by default a truncated
            normal distribution of standard deviation `1 / sqrt(embedding_dim)`.
        max_rows_in_memory: How many rows to read at a time; -1 for all.

    Source: `tf.contrib.framework.load_embedding_initializer`.
    """
    if initializer is None:
        stddev = 1.0 / math.sqrt(embedding_dim)
        initializer = tf1.truncated_normal_initializer(stddev=stddev)
    return load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=embedding_tensor_name,
        new_row_vocab_size=new_vocab_size,
        new_col_vocab_size=embedding_dim,
        old_row_vocab_size=old_vocab_size,
        old_row_vocab_file=old_vocab_file,
        new_row_vocab_file=new_vocab_file,
        num_row_oov_buckets=num_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )


def load_linear_multiclass_bias_initializer(
    ckpt_path: str,
    bias_tensor_name: str,
    new_class_vocab_size: int,
    old_class_vocab_file: str,
    new_class_vocab_file: str,
    num_class_oov_buckets: int = 0,
    initializer: Any = None,
    max_rows_in_memory: int = -1,
) -> Callable[..., Any]:
    """`load_and_remap_matrix_initializer` for a bias `[classes, 1]`.

    Args:
        ckpt_path: Prefix of the checkpoint.
        bias_tensor_name: Name of the bias there.
        new_class_vocab_size: Number of new classes, without out-of-vocabulary ones.
        old_class_vocab_file: Old classes.
        new_class_vocab_file: New classes.
        num_class_oov_buckets: Number of rows, at the end, for other classes.
        initializer: For classes that are not in the checkpoint; by default zeros.
        max_rows_in_memory: How many rows to read at a time; -1 for all.

    Source: `tf.contrib.framework.load_linear_multiclass_bias_initializer`.
    """
    return load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=bias_tensor_name,
        new_row_vocab_size=new_class_vocab_size,
        new_col_vocab_size=1,
        old_row_vocab_file=old_class_vocab_file,
        new_row_vocab_file=new_class_vocab_file,
        num_row_oov_buckets=num_class_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )

"""Functions of `tf` that TensorFlow 2 builds from other ops than 1.15 did.

The facade hands these out under 1.15's names; what is not in `find`'s table is
TensorFlow's own. Like `compat.count.gradients`, they are here for the op count, from
which 1.15 takes its seeds, and give the same values.
"""

from __future__ import annotations

from typing import Any


def find(path: str) -> Any:
    """Return our function for a public name, or None.

    Args:
        path: The name below `tf`, like `random.uniform`.
    """
    from compat.count import opcounts
    from compat.session import ordered
    from compat.test import case

    if path == "test.TestCase":
        return case.test_case()
    from compat.count.ops import (
        arrays,
        einsums,
        embeddings,
        maths,
        products,
        random,
    )

    table: dict[str, Any] = {
        "Session": ordered.Session,
        "InteractiveSession": ordered.InteractiveSession,
        "random_uniform": random.random_uniform,
        "random.uniform": random.random_uniform,
        "random_gamma": random.random_gamma,
        "random.gamma": random.random_gamma,
        "sparse_placeholder": arrays.sparse_placeholder,
        "sparse.placeholder": arrays.sparse_placeholder,
        "one_hot": arrays.one_hot,
        "transpose": arrays.transpose,
        "reshape": arrays.reshape,
        "manip.reshape": arrays.reshape,
        "matrix_diag": arrays.matrix_diag,
        "linalg.diag": arrays.matrix_diag,
        "matrix_diag_part": arrays.matrix_diag_part,
        "linalg.diag_part": arrays.matrix_diag_part,
        "matrix_set_diag": arrays.matrix_set_diag,
        "linalg.set_diag": arrays.matrix_set_diag,
        "zeros_like": arrays.zeros_like,
        "fill": arrays.fill,
        "trace": arrays.trace,
        "linalg.trace": arrays.trace,
        "unsorted_segment_mean": arrays.unsorted_segment_mean,
        "math.unsorted_segment_mean": arrays.unsorted_segment_mean,
        "unsorted_segment_sqrt_n": arrays.unsorted_segment_sqrt_n,
        "math.unsorted_segment_sqrt_n": arrays.unsorted_segment_sqrt_n,
        "linspace": maths.linspace,
        "lin_space": maths.linspace,
        "divide": maths.divide,
        "math.divide": maths.divide,
        "nn.swish": maths.swish,
        "clip_by_global_norm": maths.clip_by_global_norm,
        "train.polynomial_decay": maths.polynomial_decay,
        "tensordot": products.tensordot,
        "linalg.tensordot": products.tensordot,
        "einsum": einsums.einsum,
        "linalg.einsum": einsums.einsum,
        "nn.embedding_lookup_sparse": embeddings.embedding_lookup_sparse,
    }
    return table.get(path) or opcounts.replaced(path)

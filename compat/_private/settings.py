"""What objects of TensorFlow 1.x keep to themselves."""

from __future__ import annotations

from typing import Any


def setting(optimizer: Any, name: str) -> Any:
    """A number that one of tf.train's optimizers was given.

    Private names: ``_learning_rate``, ``_lr``, ``_beta1``, ``_momentum`` and the like,
    seen in 2.16 to 2.21. Without one Keras 3 makes its own default of `None`, and the
    constants of Ftrl are counted as TensorFlow 2's.

    Args:
        optimizer: The optimizer.
        name: The name, without the underscore.
    """
    return getattr(optimizer, f"_{name}", None)


def kept_loss(loss: Any) -> Any:
    """The tensor that a regularization loss stands for, the loss itself elsewhere.

    Private name: ``_LazyEvalTensor._master_tensor``, seen in 2.16 to 2.21. Without it
    each use of the loss builds it anew.
    """
    return getattr(loss, "_master_tensor", loss)


def variable_in(store: Any, name: str) -> Any:
    """A variable that a store of `get_variable` has, or `None`.

    Private name: ``_VariableStore._vars``, seen in 2.16 to 2.21. Without it "Variable …
    already exists" does not show the script's lines.
    """
    return getattr(store, "_vars", {}).get(name)


def read_global_step(graph: Any) -> Any:
    """The tensor by which hooks read the global step, made once in a graph.

    Private name: ``training_util._get_or_create_global_step_read``, seen in 2.16 to
    2.21. Without it an Estimator's graph has its ops later, and other op seeds.

    Args:
        graph: A graph with a global step.
    """
    try:
        from tensorflow.python.training import training_util
    except ImportError:
        return None
    read = getattr(training_util, "_get_or_create_global_step_read", None)
    return None if read is None else read(graph)


def is_injective(bijector: Any) -> bool:
    """Whether a bijector has one point for each value.

    Private name: ``Bijector._is_injective``, seen in 2.16 to 2.21. Without it each is
    taken to have one.
    """
    return getattr(bijector, "_is_injective", True)


def lower_triangle(operator: Any) -> Any:
    """The matrix that a lower triangular operator was made of.

    Private name: ``LinearOperatorLowerTriangular._tril``, seen in 2.16 to 2.21. Without
    it the matrix is built anew, with another number of ops.
    """
    found = getattr(operator, "_tril", None)
    return operator.to_dense() if found is None else found

"""Functions that become graphs when they are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


def defun(
    func: Callable[..., Any] | None = None,
    input_signature: Any = None,
    autograph: bool = True,
    experimental_autograph_options: Any = None,
    experimental_relax_shapes: bool = False,
) -> Any:
    """A function as a graph, traced for each kind of arguments.

    Args:
        func: The function; without it, a decorator is given back.
        input_signature: List of `TensorSpec`: the arguments.
        autograph: Whether `if` and `while` over tensors become ops.
        experimental_autograph_options: Options of that.
        experimental_relax_shapes: Whether shapes may become open.

    Source: `tf.contrib.eager.defun`.
    """
    return tf.function(
        func,
        input_signature=input_signature,
        autograph=autograph,
        experimental_autograph_options=experimental_autograph_options,
        reduce_retracing=experimental_relax_shapes,
    )


def function(
    func: Callable[..., Any] | None = None,
    input_signature: Any = None,
    autograph: bool = True,
    experimental_autograph_options: Any = None,
    experimental_relax_shapes: bool = False,
    experimental_compile: bool | None = None,
) -> Any:
    """A function as a graph, traced for each kind of arguments.

    Args:
        func: The function; without it, a decorator is given back.
        input_signature: List of `TensorSpec`: the arguments.
        autograph: Whether `if` and `while` over tensors become ops.
        experimental_autograph_options: Options of that.
        experimental_relax_shapes: Whether shapes may become open.
        experimental_compile: Whether to compile it by XLA.

    Source: `tf.contrib.eager.function`.
    """
    return tf.function(
        func,
        input_signature=input_signature,
        autograph=autograph,
        experimental_autograph_options=experimental_autograph_options,
        reduce_retracing=experimental_relax_shapes,
        jit_compile=experimental_compile,
    )


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function with a gradient of its own.

    Args:
        f: A function that gives its value and a function of the gradient.

    Source: `tf.contrib.eager.custom_gradient`.
    """
    return tf.custom_gradient(f)

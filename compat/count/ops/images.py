"""Checks of images, and what 1.15 did with their type."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import tensorflow as tf

v1 = tf.compat.v1


def checks(image: Any, require_static: bool = True) -> list[Any]:
    """Assertions that an image of a shape not wholly known is one.

    TensorFlow 2 looks at the last three sizes alone, 1.15 at all of them.

    Args:
        image: Tensor `[…, height, width, channels]`.
        require_static: Whether all sizes must be known.

    Raises:
        ValueError: If it is none, as far as its shape is known.
    """
    shape = image.shape
    if shape.rank is not None and shape.rank < 3:
        raise ValueError("'image' must be at least three-dimensional.")
    if require_static and not shape.is_fully_defined():
        raise ValueError("'image' must be fully defined.")
    if shape.rank is not None and 0 in shape.as_list():
        raise ValueError(f"all dims of 'image.shape' must be > 0: {shape}")
    if shape.is_fully_defined():
        return []
    message = "'image' must be at least three-dimensional."
    return [
        v1.assert_positive(v1.shape(image), ["all dims of 'image.shape' must be > 0."]),
        v1.assert_greater_equal(v1.rank(image), 3, message=message),
    ]


_one_at_most: ContextVar[bool] = ContextVar("an image, never a batch", default=False)


def never_a_batch(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let what turns an image take one of unknown rank for an image, as in 1.15.

    Args:
        function: TensorFlow's own, which asks for the rank when it runs.
    """

    @functools.wraps(function)
    def turned(*args: Any, **kwargs: Any) -> Any:
        token = _one_at_most.set(True)
        try:
            return function(*args, **kwargs)
        finally:
            _one_at_most.reset(token)

    return turned


def asserted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `never_a_batch` know the rank of what comes out of the assertions."""

    @functools.wraps(function)
    def checked(image: Any) -> Any:
        result = function(image)
        # a new tensor, where the rank was to be looked at: not the caller's
        if _one_at_most.get() and result is not image and result.shape.rank is None:
            result.set_shape([None, None, None])
        return result

    return checked


def standardized(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `per_image_standardization` give the type it was given, as in 1.15.

    Args:
        function: TensorFlow's own.
    """

    @functools.wraps(function)
    def per_image_standardization(image: Any) -> Any:
        if tf.executing_eagerly():
            return function(image)
        image = tf.convert_to_tensor(image, name="image")
        given = image.dtype
        if not given.is_floating:
            image = v1.image.convert_image_dtype(image, tf.float32)
        result = function(image)
        with v1.name_scope(result.op.name + "/"):
            return v1.image.convert_image_dtype(result, given, saturate=True)

    return per_image_standardization

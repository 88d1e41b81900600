"""Images turned, moved and seen from elsewhere, by matrices of three rows."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

_TYPES = {tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64}


def rotate(
    images: Any, angles: Any, interpolation: str = "NEAREST", name: str | None = None
) -> Any:
    """Turn images about their middle, against the clock.

    Args:
        images: Tensor `[batch, height, width, channels]`, `[height, width, channels]`
            or `[height, width]`.
        angles: Angle in radians, or one for each image.
        interpolation: `NEAREST` or `BILINEAR`.
        name: Name scope.

    Returns:
        Tensor like `images`; what was outside is 0.

    Raises:
        TypeError: For images of another type or rank.

    Source: `tf.contrib.image.rotate`.
    """
    with tf1.name_scope(name, "rotate"):
        given = tf.convert_to_tensor(images)
        _check_type(given)
        batch = _batch_of(given)
        height = tf1.cast(tf1.shape(batch)[1], tf.float32)[None]
        width = tf1.cast(tf1.shape(batch)[2], tf.float32)[None]
        transforms = angles_to_projective_transforms(angles, height, width)
        output = transform(batch, transforms, interpolation=interpolation)
        return _like(output, given)


def translate(
    images: Any,
    translations: Any,
    interpolation: str = "NEAREST",
    name: str | None = None,
) -> Any:
    """Move images.

    Args:
        images: Tensor of rank 4, 3 or 2, as in `rotate`.
        translations: `[dx, dy]`, or one for each image.
        interpolation: `NEAREST` or `BILINEAR`.
        name: Name scope.

    Source: `tf.contrib.image.translate`.
    """
    with tf1.name_scope(name, "translate"):
        transforms = translations_to_projective_transforms(translations)
        return transform(images, transforms, interpolation=interpolation)


def angles_to_projective_transforms(
    angles: Any, image_height: Any, image_width: Any, name: str | None = None
) -> Any:
    """Turns about the middle of an image, as rows for `transform`.

    Args:
        angles: Angle in radians, or a vector of them.
        image_height: The image's height.
        image_width: The image's width.
        name: Name scope.

    Returns:
        Tensor `[angles, 8]`.

    Raises:
        TypeError: For angles of rank above 1.

    Source: `tf.contrib.image.angles_to_projective_transforms`.
    """
    with tf1.name_scope(name, "angles_to_projective_transforms"):
        given = tf.convert_to_tensor(angles, dtype=tf.float32, name="angles")
        if given.shape.rank not in (0, 1):
            raise TypeError("Angles should have rank 0 or 1.")
        turned = given[None] if given.shape.rank == 0 else given
        wide, high = image_width, image_height
        x = (
            (wide - 1) - (tf.cos(turned) * (wide - 1) - tf.sin(turned) * (high - 1))
        ) / 2.0
        y = (
            (high - 1) - (tf.sin(turned) * (wide - 1) + tf.cos(turned) * (high - 1))
        ) / 2.0
        number = tf1.shape(turned)[0]
        return tf1.concat(
            [
                tf.cos(turned)[:, None],
                -tf.sin(turned)[:, None],
                x[:, None],
                tf.sin(turned)[:, None],
                tf.cos(turned)[:, None],
                y[:, None],
                tf1.zeros((number, 2), tf.float32),
            ],
            axis=1,
        )


def translations_to_projective_transforms(
    translations: Any, name: str | None = None
) -> Any:
    """Moves, as rows for `transform`.

    Args:
        translations: `[dx, dy]`, or a matrix of them.
        name: Name scope.

    Returns:
        Tensor `[moves, 8]`.

    Raises:
        TypeError: For translations of rank above 2, or unknown.

    Source: `tf.contrib.image.translations_to_projective_transforms`.
    """
    with tf1.name_scope(name, "translations_to_projective_transforms"):
        given = tf.convert_to_tensor(
            translations, dtype=tf.float32, name="translations"
        )
        if given.shape.rank is None:
            raise TypeError("translation_or_translations rank must be statically known")
        if given.shape.rank not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        moves = given[None] if given.shape.rank == 1 else given
        number = tf1.shape(moves)[0]
        return tf1.concat(
            [
                tf1.ones((number, 1), tf.float32),
                tf1.zeros((number, 1), tf.float32),
                -moves[:, 0, None],
                tf1.zeros((number, 1), tf.float32),
                tf1.ones((number, 1), tf.float32),
                -moves[:, 1, None],
                tf1.zeros((number, 2), tf.float32),
            ],
            axis=1,
        )


def transform(
    images: Any,
    transforms: Any,
    interpolation: str = "NEAREST",
    output_shape: Any = None,
    name: str | None = None,
) -> Any:
    """Look up each point of the output in the images, by a projective transform.

    `(x, y)` is taken from `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, where
    `k = c0 x + c1 y + 1`.

    Args:
        images: Tensor of rank 4, 3 or 2, as in `rotate`.
        transforms: `[a0, a1, a2, b0, b1, b2, c0, c1]`, or one for each image.
        interpolation: `NEAREST` or `BILINEAR`.
        output_shape: `[height, width]` of the output; by default the images'.
        name: Name scope.

    Raises:
        TypeError: For images of another type or rank.
        ValueError: For an output shape that is no vector of two.

    Source: `tf.contrib.image.transform`.
    """
    with tf1.name_scope(name, "transform"):
        given = tf.convert_to_tensor(images, name="images")
        rows = tf.convert_to_tensor(transforms, dtype=tf.float32, name="transforms")
        _check_type(given)
        batch = _batch_of(given)
        if output_shape is None:
            output_shape = tf1.shape(batch)[1:3]
        size = tf.convert_to_tensor(output_shape, tf.int32, name="output_shape")
        if not size.shape.is_compatible_with([2]):
            raise ValueError(
                "output_shape must be a 1-D Tensor of 2 elements: new_height, new_width"
            )
        if rows.shape.rank == 1:
            rows = rows[None]
        elif rows.shape.rank is None:
            raise TypeError("transforms rank must be statically known")
        elif rows.shape.rank != 2:
            raise TypeError("Transforms should have rank 1 or 2.")
        output = tf.raw_ops.ImageProjectiveTransformV2(
            images=batch,
            transforms=rows,
            output_shape=size,
            interpolation=interpolation.upper(),
        )
        known = tf.get_static_value(size)
        height, width = (None, None) if known is None else known.tolist()
        output.set_shape([batch.shape[0], height, width, batch.shape[-1]])
        return _like(output, given)


def compose_transforms(*transforms: Any) -> Any:
    """Several transforms as one, the first applied last.

    Args:
        *transforms: Tensors `[8]` or `[batch, 8]`.

    Returns:
        Tensor `[batch, 8]`.

    Source: `tf.contrib.image.compose_transforms`.
    """
    assert transforms, "transforms cannot be empty"
    with tf1.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for other in transforms[1:]:
            composed = tf.matmul(composed, flat_transforms_to_matrices(other))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms: Any) -> Any:
    """Rows of `transform` as matrices.

    Args:
        transforms: Tensor `[8]` or `[batch, 8]`.

    Returns:
        Tensor `[batch, 3, 3]`.

    Raises:
        ValueError: For another shape.

    Source: `tf.contrib.image.flat_transforms_to_matrices`.
    """
    with tf1.name_scope("flat_transforms_to_matrices"):
        given = tf.convert_to_tensor(transforms, name="transforms")
        if given.shape.rank not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {given}")
        rows = tf1.reshape(given, tf.constant([-1, 8]))
        number = tf1.shape(rows)[0]
        return tf1.reshape(
            tf1.concat([rows, tf1.ones([number, 1])], axis=1), tf.constant([-1, 3, 3])
        )


def matrices_to_flat_transforms(transform_matrices: Any) -> Any:
    """Matrices as rows for `transform`.

    Args:
        transform_matrices: Tensor `[3, 3]` or `[batch, 3, 3]`.

    Returns:
        Tensor `[batch, 8]`.

    Raises:
        ValueError: For another rank.

    Source: `tf.contrib.image.matrices_to_flat_transforms`.
    """
    with tf1.name_scope("matrices_to_flat_transforms"):
        given = tf.convert_to_tensor(transform_matrices, name="matrices")
        if given.shape.rank not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {given}")
        rows = tf1.reshape(given, tf.constant([-1, 9]))
        rows = rows / rows[:, 8:9]
        return rows[:, :8]


def _check_type(images: Any) -> None:
    if images.dtype.base_dtype not in _TYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")


def _batch_of(images: Any) -> Any:
    rank = images.shape.rank
    if rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if rank == 2:
        return images[None, :, :, None]
    if rank == 3:
        return images[None, :, :, :]
    if rank == 4:
        return images
    raise TypeError("Images should have rank between 2 and 4.")


def _like(output: Any, images: Any) -> Any:
    if images.shape.rank == 2:
        return output[0, :, :, 0]
    return output[0, :, :, :] if images.shape.rank == 3 else output

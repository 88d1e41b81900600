"""`tf.contrib.distributions.bijectors`."""

from compat.contrib.distributions.basis import Bijector
from compat.contrib.distributions.bijectors.affine import Affine, AffineLinearOperator
from compat.contrib.distributions.bijectors.combined import Chain, Inline, Invert
from compat.contrib.distributions.bijectors.permute import Permute
from compat.contrib.distributions.bijectors.plain import (
    AffineScalar,
    Exp,
    Identity,
    PowerTransform,
    Sigmoid,
    Softplus,
    Softsign,
    Square,
)
from compat.contrib.distributions.bijectors.reshape import Reshape

__all__ = [
    "Affine",
    "AffineLinearOperator",
    "AffineScalar",
    "Bijector",
    "Chain",
    "Exp",
    "Identity",
    "Inline",
    "Invert",
    "Permute",
    "PowerTransform",
    "Reshape",
    "Sigmoid",
    "Softplus",
    "Softsign",
    "Square",
]

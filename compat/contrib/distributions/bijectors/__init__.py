"""`tf.contrib.distributions.bijectors`."""

from compat.contrib.distributions.basis import Bijector
from compat.contrib.distributions.bijectors.affine import Affine, AffineLinearOperator
from compat.contrib.distributions.bijectors.combined import Chain, Inline, Invert
from compat.contrib.distributions.bijectors.curves import (
    AbsoluteValue,
    Gumbel,
    SinhArcsinh,
)
from compat.contrib.distributions.bijectors.flows import (
    MaskedAutoregressiveFlow,
    RealNVP,
    real_nvp_default_template,
)
from compat.contrib.distributions.bijectors.masked import (
    masked_autoregressive_default_template,
    masked_dense,
)
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
from compat.contrib.distributions.bijectors.triangles import (
    CholeskyOuterProduct,
    MatrixInverseTriL,
)
from compat.contrib.distributions.bijectors.vectors import (
    FillTriangular,
    Ordered,
    ScaleTriL,
    SoftmaxCentered,
    TransformDiagonal,
)

__all__ = [
    "AbsoluteValue",
    "CholeskyOuterProduct",
    "FillTriangular",
    "Gumbel",
    "MaskedAutoregressiveFlow",
    "MatrixInverseTriL",
    "Ordered",
    "RealNVP",
    "ScaleTriL",
    "SinhArcsinh",
    "SoftmaxCentered",
    "TransformDiagonal",
    "masked_autoregressive_default_template",
    "masked_dense",
    "real_nvp_default_template",
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

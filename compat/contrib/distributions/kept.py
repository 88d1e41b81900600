"""The distributions that TensorFlow still has, under 1.15's names."""

from __future__ import annotations

import tensorflow as tf

from compat.contrib.distributions.basis import inside

_kept = tf.compat.v1.distributions

Bernoulli = _kept.Bernoulli
Beta = _kept.Beta
Categorical = _kept.Categorical
Dirichlet = _kept.Dirichlet
DirichletMultinomial = _kept.DirichletMultinomial
Distribution = _kept.Distribution
Exponential = _kept.Exponential
FULLY_REPARAMETERIZED = _kept.FULLY_REPARAMETERIZED
Gamma = _kept.Gamma
Laplace = _kept.Laplace
Multinomial = _kept.Multinomial
NOT_REPARAMETERIZED = _kept.NOT_REPARAMETERIZED
Normal = _kept.Normal
RegisterKL = _kept.RegisterKL
ReparameterizationType = _kept.ReparameterizationType
StudentT = _kept.StudentT
Uniform = _kept.Uniform
kl_divergence = _kept.kl_divergence

BetaWithSoftplusConcentration = inside("beta", "BetaWithSoftplusConcentration")
ExponentialWithSoftplusRate = inside("exponential", "ExponentialWithSoftplusRate")
GammaWithSoftplusConcentrationRate = inside(
    "gamma", "GammaWithSoftplusConcentrationRate"
)
LaplaceWithSoftplusScale = inside("laplace", "LaplaceWithSoftplusScale")
NormalWithSoftplusScale = inside("normal", "NormalWithSoftplusScale")
StudentTWithAbsDfSoftplusScale = inside("student_t", "StudentTWithAbsDfSoftplusScale")

fill_triangular = inside("util", "fill_triangular")
fill_triangular_inverse = inside("util", "fill_triangular_inverse")
matrix_diag_transform = inside("util", "matrix_diag_transform")
reduce_weighted_logsumexp = inside("util", "reduce_weighted_logsumexp")
softplus_inverse = inside("util", "softplus_inverse")
tridiag = inside("util", "tridiag")

"""Distributions whose parameters are made positive."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.continuous import Chi2, InverseGamma

tf1 = tf.compat.v1


class Chi2WithAbsDf(Chi2):
    """`Chi2` with ⌊|df|⌋ degrees of freedom.

    Args:
        df: Before its absolute value is taken.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Chi2WithAbsDf`.
    """

    def __init__(
        self,
        df: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Chi2WithAbsDf",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[df]) as name:
            super().__init__(
                df=tf1.floor(tf.abs(df, name="abs_df"), name="floor_abs_df"),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters


class InverseGammaWithSoftplusConcentrationRate(InverseGamma):
    """`InverseGamma` with the softplus of both parameters.

    Args:
        concentration: α, before its softplus is taken.
        rate: β, before its softplus is taken.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.InverseGammaWithSoftplusConcentrationRate`.
    """

    def __init__(
        self,
        concentration: Any,
        rate: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "InverseGammaWithSoftplusConcentrationRate",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[concentration, rate]) as name:
            super().__init__(
                concentration=tf1.nn.softplus(
                    concentration, name="softplus_concentration"
                ),
                rate=tf1.nn.softplus(rate, name="softplus_rate"),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters

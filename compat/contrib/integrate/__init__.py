"""`tf.contrib.integrate`."""

from compat.contrib.integrate.odes import odeint, odeint_fixed

__all__ = ["odeint", "odeint_fixed"]

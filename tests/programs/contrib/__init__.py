"""Programs around tf.contrib and tf.layers, a family for each part of them."""

from tests.programs.contrib.program import FAMILIES, program

__all__ = ["FAMILIES", "program"]

"""What a script of 2017 took for granted of NumPy and of Python's standard library.

- `numpy1`: the `numpy` that legacy code imports: names, printing, ragged arrays;
- `rewrite`, with `plain`: its own operators and builtins, as `operators` has them by
  `promotion`'s rules; `code` compiles it so;
- `lost`: what modules and objects had then.
"""

from compat.era.numpy1 import numpy

__all__ = ["numpy"]

"""Puts the count of ops in place: where seeds are taken, and wherever it differs."""

from __future__ import annotations

import functools
import sys

import tensorflow as tf

from compat import _private
from compat.count import opcounts, opseed


@functools.cache
def install() -> None:
    """Give ops of this process 1.15's seeds; say once on stderr where that fails."""
    if not _private.take_op_seeds_from(opseed.op_count):
        lost = "how it picks op seeds"
    elif missing := opcounts.install():
        lost = f"where it builds ops ({', '.join(missing)})"
    else:
        return
    print(
        f"compat: TensorFlow {tf.__version__} hides {lost}: seeded numbers may differ "
        "from TensorFlow 1.15's",
        file=sys.stderr,
    )

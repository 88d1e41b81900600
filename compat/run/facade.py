"""Sets TensorFlow up as a TensorFlow 1.x script needs it, and hands out its modules."""

from __future__ import annotations

import functools
import importlib
import logging
from types import ModuleType

from compat.keras import mode


class _NoNotices(logging.Filter):
    """Drops TensorFlow 2's notices that TensorFlow 1.x names are deprecated."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "is deprecated and will be removed" not in record.getMessage()


@functools.cache
def tensorflow() -> ModuleType:
    """The facade, with version 2 behaviour off and 1.15's op seeds on.

    For a script that uses Keras alone, TensorFlow stays eager, as Keras 3 needs it.
    """
    from compat.run import startup

    startup.settle_environment()
    logging.getLogger("tensorflow").addFilter(_NoNotices())
    if mode.current() == mode.KERAS:
        importlib.import_module("tensorflow")
    else:
        tf = startup.tensorflow()
        from compat import fast
        from compat.count import gradients, opseed

        tf.compat.v1.disable_v2_behavior()
        opseed.install()
        gradients.install()
        fast.install()
    from compat.names import tensorflow1
    from compat.run import error_text

    error_text.install()
    mode.begin_graph()
    return tensorflow1.module_at("")


def keras() -> ModuleType:
    """The `keras` of `import keras`; see `compat.names.keras2`."""
    mode.decide()
    tensorflow()
    from compat.names import keras2

    return keras2.module("keras")

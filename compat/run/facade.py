"""Sets TensorFlow up as a TensorFlow 1.x script needs it, and hands out its modules."""

from __future__ import annotations

import functools
import importlib
import logging
from types import ModuleType

from compat import hooks
from compat.keras import mode


class _NoNotices(logging.Filter):
    """Drops what TensorFlow 2 logs and 1.x did not.

    That is, that names of TensorFlow 1.x are deprecated, and that listeners are called.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        return not (
            "is deprecated and will be removed" in said
            or said.startswith("Calling checkpoint listeners ")
        )


@functools.cache
def tensorflow() -> ModuleType:
    """The facade, with version 2 behaviour off and 1.15's op seeds on.

    For a script that uses Keras alone, TensorFlow stays eager, as Keras 3 needs it.
    """
    from compat.run import startup, undrawn

    startup.settle_environment()
    undrawn.install()
    logging.getLogger("tensorflow").addFilter(_NoNotices())
    if mode.current() == mode.KERAS:
        importlib.import_module("tensorflow")
    else:
        tf = startup.tensorflow()
        from compat import fast
        from compat.count import gradients, install

        tf.compat.v1.disable_v2_behavior()
        install.install()
        gradients.install()
        fast.install()
    from compat import _private, era
    from compat.names import tensorflow1
    from compat.run import error_text

    hooks.at = tensorflow1.at
    error_text.install()
    _private.print_as_1x()
    era.numpy()  # what a session gives is NumPy's, of scripts without NumPy, too
    mode.begin_graph()
    return tensorflow1.module_at("")


def keras() -> ModuleType:
    """The `keras` of `import keras`; see `compat.names.keras2`."""
    mode.decide()
    tensorflow()
    from compat.names import keras2

    return keras2.module("keras")


@functools.cache
def tensorflow_estimator() -> ModuleType:
    """The package in which 1.15 had its Estimators, under its second name."""
    tensorflow()
    from compat.names import tensorflow1

    top = ModuleType("tensorflow_estimator")
    for path in ("python", "contrib"):
        below = ModuleType(f"tensorflow_estimator.{path}")
        vars(below)["estimator"] = tensorflow1.at(f"{path}.estimator")
        vars(top)[path] = below
    return top

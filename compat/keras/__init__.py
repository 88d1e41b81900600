"""Keras 2 for legacy code: `import keras` and `tf.keras` of a script of 2016 to 2019.

The modules have the names of keras 2.3.1. What a script gets from them is Keras 3's, or
a subclass of it that behaves as Keras 2 did; `modules.py` finds it. `mode.py` says
whether a script uses Keras alone or inside a TensorFlow 1.x graph.
"""

from __future__ import annotations

import functools
import importlib.util
from types import ModuleType

__all__ = ["is_there", "module"]


@functools.cache
def module(flavour: str) -> ModuleType:
    """The `keras` that legacy code sees.

    Args:
        flavour: `keras` for `import keras` (2.3.1), `tf.keras` for TensorFlow 1.15's.

    Raises:
        Refused: When the script needs Keras 2 itself and it is not installed.
    """
    from compat.keras import mode
    from compat.names import facade

    mode.decide(graph_begun=facade.tensorflow.cache_info().currsize > 0)
    facade.tensorflow()
    name = "keras" if flavour == "keras" else "tensorflow.keras"
    if mode.current() == mode.MIXED:
        from compat.keras.graph import GraphKeras, require

        require()
        return GraphKeras(name, "", flavour)
    from compat.keras.modules import KerasModule

    return KerasModule(name, "", flavour)


def is_there() -> bool:
    """Whether code of TensorFlow's own Keras, `tensorflow.python.keras`, gets ours.

    A script with a graph that reaches in there, and has no Keras 2 installed, gets
    what today's TensorFlow has there.
    """
    from compat.keras import mode
    from compat.names import facade

    mode.decide(graph_begun=facade.tensorflow.cache_info().currsize > 0)
    return mode.current() == mode.KERAS or bool(importlib.util.find_spec("tf_keras"))

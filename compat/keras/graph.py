"""Keras 2 itself, from the package tf_keras, for scripts with a TensorFlow 1.x graph."""

from __future__ import annotations

import os

from compat.errors import Refused
from compat.keras.modules import KerasModule


def require() -> None:
    """Have TensorFlow hand out tf_keras as its Keras.

    Raises:
        Refused: When tf_keras is not installed.
    """
    import importlib.util

    if importlib.util.find_spec("tf_keras") is None:
        raise Refused(
            "this script uses Keras inside a TensorFlow 1.x graph, which Keras 3 cannot: "
            "it needs Keras 2: pip install 'lab12[keras2]'"
        )
    os.environ["TF_USE_LEGACY_KERAS"] = "1"


class GraphKeras(KerasModule):
    pass

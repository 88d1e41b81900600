"""Rule `keras2`: names of Keras 2 that are refused in scripts of Keras alone."""

import pytest

from compat.keras.refusals import REFUSED
from tests.check.finding import found, verdicts

CASES = [
    ("from keras.utils import multi_gpu_model", "keras.utils.multi_gpu_model"),
    ("from keras.layers.core import MaxoutDense as M", "keras.layers.core.MaxoutDense"),
    ("import keras.backend as K\nK.ctc_decode(y, x)", "keras.backend.ctc_decode"),
    ("from keras import backend as K\nK.ctc_decode(y, x)", "keras.backend.ctc_decode"),
    ("from keras.layers import *\nHighway(3)", "keras.layers.Highway"),
    ("import keras\nkeras.layers.Highway(3)", "keras.layers.Highway"),
    ("tf.keras.layers.LocallyConnected1D(3)", "keras.layers.LocallyConnected1D"),
    ("from tensorflow.python.keras.layers import Highway", "keras.layers.Highway"),
]


@pytest.mark.parametrize(("code", "name"), CASES)
def test_refused(code, name):
    assert found(code) == [f"{code.count(chr(10)) + 1} {name} refused"]


@pytest.mark.parametrize("name", REFUSED)
def test_every_refused_name_is_found_and_says_why(name):
    (verdict,) = verdicts(f"import keras\nkeras.{name}")
    assert verdict.rule == "keras2" and verdict.note
    for said in (verdict.note, verdict.keras3):
        assert said in REFUSED[name] or said == "not in Keras 3"


def test_a_script_with_a_graph_of_its_own_has_keras_2_itself():
    code = "from keras import backend as K\nK.ctc_decode(y, tf.placeholder(tf.float32))"
    assert found(code) == ["2 tf.placeholder exact"]

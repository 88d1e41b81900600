"""Code in which there is nothing to report."""

import pytest

from tests.check.finding import found

NOT_REPORTED = [
    ("x = tf.matmul(a, b)", "the same in TensorFlow 2"),
    ("tf.nn.dropout(x, rate=0.5)", "TensorFlow 2's argument"),
    ("tf.nn.dropout(x, 0.5)", "may as well be TensorFlow 2's: no sign of 1.x"),
    ("tf.summary.scalar('a', x, step=1)", "TensorFlow 2's summaries"),
    ("tf.summary.scalar('a', x)", "with a step set elsewhere"),
    ("tf.reduce_sum(x, axis=1, keepdims=True)", "both have it"),
    ("tf.keras.layers.LSTM(3)", "Keras is no matter of this check"),
    ("import keras\nkeras.layers.LSTM(3)", "Keras is no matter of this check"),
    ("import tf_slim as slim\nslim.conv2d(x)", "another package"),
    ("from keras.layers import *\nLSTM(3)", "Keras has it"),
    ("from keras.models import Sequential as S\nS()", "Keras has it"),
    ("import keras\nkeras.backend.clear_session()", "Keras has it"),
    ("from keras.utils import to_categorical", "Keras has it"),
    ("import tensorflow_probability as tfp", "another package"),
    ("import tensorflow_addons as tfa\ntfa.rnn.NASCell(3)", "another package"),
    ("tf = get()\ntf.placeholder(x)", "tf is something else by then"),
    ("def f(tf):\n  tf.placeholder(x)", "an argument hides it"),
    ("f = lambda tf: tf.placeholder(x)", "an argument hides it"),
    ("for tf in x:\n  tf.placeholder(x)", "a loop's variable hides it"),
    ("[tf.placeholder for tf in x]", "a comprehension's variable hides it"),
    ("with open(x) as tf:\n  tf.placeholder", "a with statement hides it"),
    ("import tfidf as tf\ntf.placeholder(x)", "an import hides it"),
    ("from counting import tf\ntf.log", "an import hides it"),
    ("def tf(): pass\ntf.placeholder", "a function hides it"),
    ("class tf: pass\ntf.placeholder", "a class hides it"),
    ("import numpy as np\nnp.log(x)", "NumPy has log as well"),
    ("import math\nmath.log(x)", "and so has math"),
    ("x = y.contrib.rnn.GRUCell(3)", "not TensorFlow's contrib"),
    ("from .contrib import rnn\nrnn.GRUCell(3)", "the script's own contrib"),
    ("from contrib.rnn import GRUCell", "the script's own contrib"),
    ("rnn.GRUCell(3)", "nothing says what rnn is"),
    ("placeholder(tf.float32)", "nothing says where it is from"),
    ("# tf.contrib.rnn.GRUCell(3)", "a comment"),
    ("'tf.contrib.rnn.GRUCell(3)'", "a string"),
    ("'''from tensorflow.contrib import rnn'''", "a docstring"),
    ("hasattr(tf, 'contrib')", "it only asks"),
    ("getattr(tf, name)", "nobody knows which"),
    ("tf.compat.v2.matmul(a, b)", "TensorFlow 2 by name"),
    ("from tensorflow.python.client import device_lib", "inside of TensorFlow 2 too"),
    ("from tensorflow.python.ops import array_ops\narray_ops.concat(x, 1)", "the same"),
    ("from tensorflow.keras import *\nplaceholder(x)", "not Keras's"),
    ("from tensorflow import *\nlog = print\nlog(x)", "a name of its own by then"),
    ("x.placeholder = tf.float32", "an attribute of something else"),
    ("f(placeholder=tf.float32)", "an argument's name"),
    ("tf.Graph()", "may as well be TensorFlow 2's"),
    ("tf.function(f)", "TensorFlow 2's"),
    ("", "nothing at all"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "why"), NOT_REPORTED)
def test_not_reported(code, why):
    assert found(code) == [], why

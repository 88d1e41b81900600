"""The count of ops behind the seeds: what corrects it, and what is said without it."""

import subprocess
import sys

PROGRAM = """\
import compat
from compat import _private
from compat.count import opseed
{change}
compat.install()
import tensorflow as tf

tf.set_random_seed(7)
tf.constant(1.0)
first = tf.random_uniform([1])
opseed.account(5)
second = tf.random_uniform([1])
with opseed.exactly(100):
    tf.constant(1.0)
third = tf.random_uniform([1])
try:
    with opseed.exactly(10):
        tf.constant(1.0)
        raise KeyError
except KeyError:
    pass
fourth = tf.random_uniform([1])
draws = [op for op in tf.get_default_graph().get_operations()
         if op.type == "RandomUniform"]
print([op.get_attr("seed2") for op in draws])
with tf.Session() as session:
    print(session.run(tf.add_n([first, second, third])).shape)
with tf.Graph().as_default():
    tf.set_random_seed(7)
    print(tf.random_uniform([1]).graph.get_operations()[-4].get_attr("seed2"))
"""


def run(change=""):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(change=change)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("compat:")]
    return done.stdout.splitlines(), said


def test_an_op_seed_is_the_number_of_ops_there_would_have_been():
    # A draw is seven ops and takes its seed after three: shape, minimum and maximum.
    printed, said = run()
    assert printed == ["[4, 16, 123, 140]", "(1,)", "3"]
    assert said == []


def test_where_tensorflow_hides_how_it_picks_seeds_that_is_said_once_and_all_goes_on():
    printed, said = run("_private.take_op_seeds_from = lambda op_count: False")
    assert printed[1] == "(1,)" and printed[0] != "[4, 16, 123, 140]"
    assert len(said) == 1
    assert said[0].endswith("seeded numbers may differ from TensorFlow 1.15's")


KERAS = """\
import compat
compat.install()
import numpy as np
import tensorflow as tf

np.random.seed(3)
tf.set_random_seed(1)
x = tf.placeholder(tf.float32, [2, 3, 4])
layers = tf.keras.layers
layers.LSTM(5, dropout=0.3, recurrent_dropout=0.2)(x, training=True)
layers.GRU(3, recurrent_dropout=0.4)(x, training=True)
layers.LayerNormalization()(x)
image = tf.placeholder(tf.float32)
tf.image.random_flip_up_down(tf.image.rot90(tf.image.flip_left_right(image)))
print([op.get_attr("seed2") for op in tf.get_default_graph().get_operations()
       if op.type == "RandomUniform"])
"""
# As printed by 1.15.5. The masks inside a cell have seeds of NumPy's.
KERAS_115 = [4, 71530, 1771160, 4795641, 452227, 7912376, 1008584, 9972733, 7567050]
KERAS_115 += [442, 2513913, 6735529, 908938, 936]


def test_keras_s_cells_draw_masks_by_numpy_s_seeds_and_all_else_by_the_count():
    done = subprocess.run(
        [sys.executable, "-c", KERAS], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == str(KERAS_115)

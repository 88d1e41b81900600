"""TensorFlow imported without Keras is the same TensorFlow."""

import json
import os
import subprocess
import sys

import pytest

PACKAGES = ["keras", "sklearn", "scipy", "pandas", "matplotlib", "h5py", "requests"]
PACKAGES += [
    f"compat.contrib.{part}"
    for part in ("distributions", "eager", "metrics", "opt", "slim", "summary")
]

SCRIPT = f"""\
import json, sys
import tensorflow as tf

cell = tf.contrib.rnn.MultiRNNCell([tf.contrib.rnn.LSTMCell(3) for _ in range(2)])
outputs, _ = tf.nn.dynamic_rnn(cell, tf.ones([2, 3, 4]), dtype=tf.float32)
logits = tf.contrib.layers.fully_connected(outputs, 5)
loss = tf.contrib.seq2seq.sequence_loss(logits, tf.ones([2, 3], tf.int32),
                                        tf.ones([2, 3]))
train = tf.train.AdamOptimizer(0.1).minimize(loss)
loss += tf.losses.mean_squared_error(tf.ones([2]), tf.zeros([2]))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(train)
    tf.train.Saver().save(sess, sys.argv[1])
    ran = bool(sess.run(loss) > 0)
print(json.dumps([ran, sorted(set({PACKAGES!r}) & set(sys.modules))]))
"""

# Every public name below tf and tf.compat.v1, and what it is; Keras has its own.
NAMES = """\
import gc, json, sys, types, typing
if sys.argv[1] == "put off":
    from compat.run import startup
    tf = startup.tensorflow()
    import scipy.sparse, h5py, keras
    assert scipy.sparse.csr_matrix and h5py.File and keras.layers.LSTM
    assert gc.isenabled() and not hasattr(typing, "compile")
else:
    import tensorflow as tf

found = {}
def look(module, path, depth):
    for name in dir(module):
        if name.startswith("_") or name == "keras":
            continue
        value = getattr(module, name, None)
        found[f"{path}.{name}"] = type(value).__name__
        known = getattr(value, "__name__", "")
        if isinstance(value, types.ModuleType) and "_api" in known and depth < 5:
            found[f"{path}.{name}"] = "module"
            look(value, f"{path}.{name}", depth + 1)
look(tf, "tf", 0)
print(json.dumps(found))
print(tf.keras.layers.Dense(2)(tf.ones([1, 2])).shape, tf.__version__)
"""


def python(*arguments):
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_script_without_keras_imports_nothing_of_it(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    out = python("-m", "compat", "run", str(script), str(tmp_path / "model"))
    assert json.loads(out[-1]) == [True, []]


def test_every_public_name_is_there_as_after_a_plain_import():
    put_off, plain = (python("-c", NAMES, how) for how in ("put off", "plain"))
    assert len(json.loads(plain[0])) > 4000
    assert json.loads(put_off[0]) == json.loads(plain[0])
    assert put_off[1] == plain[1]


UNUSED = """
import sys
import tensorflow as tf
dataset = tf.data.Dataset.range(4).shuffle(4)
tf.train.get_or_create_global_step()
families = ("compat.estimator", "compat.contrib.", "compat.count.data.fused")
print([name for name in sys.modules if name.startswith(families)])
"""


def test_a_script_imports_the_families_that_it_uses_alone():
    assert python("-m", "compat", "run", "-c", UNUSED)[-1] == "[]"


SEEDED = """\
import random

import numpy as np

random.seed(0)
np.random.seed(0)
import sys
from keras.layers import Dense

print("jax" in sys.modules, np.random.rand(), random.random())
"""


def test_a_library_that_draws_while_it_is_imported_moves_no_seed(tmp_path):
    pytest.importorskip("jax")
    script = tmp_path / "script.py"
    script.write_text(SEEDED)
    out = python("-m", "compat", "run", str(script))
    assert out[-1] == "True 0.5488135039273248 0.8444218515250481"

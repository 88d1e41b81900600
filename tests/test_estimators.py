"""Trainings of Estimators that are stopped go on, here and in TensorFlow 1.15.5."""

import re
import subprocess
import sys

import pytest

from tests import starting

SCRIPT = """
import os, sys
import numpy as np, tensorflow as tf

folder, steps, killed_at = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
tf.logging.set_verbosity(tf.logging.INFO)

def input_fn():
    rows = np.arange(40, dtype=np.float32).reshape(20, 2) / 40
    made = tf.data.Dataset.from_tensor_slices(rows)
    return made.shuffle(20).repeat().batch(4)

def model_fn(features, mode):
    hidden = tf.layers.dense(features, 3, tf.nn.tanh)
    loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1) - 1))
    optimizer = tf.train.AdamOptimizer(0.05)
    train_op = optimizer.minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

class Killed(tf.train.SessionRunHook):
    def before_run(self, context):
        return tf.train.SessionRunArgs(tf.train.get_global_step())
    def after_run(self, context, values):
        if values.results >= killed_at > 0:
            os.kill(os.getpid(), 9)

config = tf.estimator.RunConfig(tf_random_seed=3, save_checkpoints_steps=5)
made = tf.estimator.Estimator(model_fn, folder, config)
made.train(input_fn, hooks=[Killed()], max_steps=steps)
print("%.5f" % made.get_variable_value("dense/kernel").sum())
print("%.5f" % made.evaluate(input_fn, steps=3)["loss"])
print(os.path.basename(made.latest_checkpoint()))
"""

COMPAT = [sys.executable, "-m", "compat", "run"]


def train(command, tmp_path, folder, steps, killed_at=0):
    """Train on, and give the exit code, what was printed and what was logged."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [*command, str(script), str(tmp_path / folder), str(steps), str(killed_at)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=starting.clean(),
        timeout=300,
    )
    return done.returncode, done.stdout.split(), done.stderr


def test_a_killed_training_goes_on_from_its_last_checkpoint(tmp_path):
    code, _, _ = train(COMPAT, tmp_path, "model", 20, killed_at=13)
    assert code == -9
    code, out, log = train(COMPAT, tmp_path, "model", 20)
    assert (code, out[-1]) == (0, "model.ckpt-20")
    restored = re.findall(r"Restoring parameters from .*model\.ckpt-(\d+)", log)
    assert restored == ["10", "20"]  # to train on, and to evaluate
    assert re.search(r"INFO:tensorflow:loss = [\d.e-]+, step = 11\n", log)


@pytest.mark.oracle
@pytest.mark.slow
def test_each_side_goes_on_where_the_other_stopped(tmp_path):
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    real = [python, "-W", "ignore"]
    orders = {"real": [real] * 3, "mixed": [real, COMPAT, real]}
    seen = {
        folder: [
            train(command, tmp_path, folder, 10 * (1 + number))[1]
            for number, command in enumerate(commands)
        ]
        for folder, commands in orders.items()
    }
    for one, other in zip(seen["real"], seen["mixed"], strict=True):
        assert one[-1] == other[-1]
        numbers = [[float(text) for text in each[:2]] for each in (one, other)]
        assert numbers[0] == pytest.approx(numbers[1], abs=2e-5)


STRATEGY = """
import tensorflow as tf
strategy = tf.distribute.MirroredStrategy(["/cpu:0"])
try:
    tf.estimator.RunConfig(train_distribute=strategy)
except NotImplementedError as error:
    print(error)
"""


def test_a_strategy_is_refused_and_not_ignored():
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", "-c", STRATEGY],
        capture_output=True,
        text=True,
    )
    assert "expected no train_distribute, received Mirrored" in done.stdout

"""`Session.run` gives and refuses what 1.15.5 did, prepared once or anew each time."""

import pytest
import starting

from tests.record.scripts import SCRIPTS

_CHOSEN = """\
import time

import numpy as np
import tensorflow as tf

from compat.session import prepared

x = tf.placeholder(tf.float32, [None, 3])
total = tf.reduce_sum(x)
slow = tf.py_func(lambda a: (time.sleep(0.002), a)[1], [total], tf.float32)
with tf.Session() as session:
    for fetch in (total, slow):
        for _ in range(3 * prepared.TRIALS):
            session.run(fetch, {x: np.ones([2, 3])})
    made = list(session._prepared_runs.values())
    print(len(made), [len(one.callables) for one in made])
"""

_KEPT = """\
import numpy as np
import tensorflow as tf

store = np.empty(64 * 4 + 64, np.uint8)
start = -store.ctypes.data % 64
fed = store[start : start + 64 * 4].view(np.float32)
x = tf.placeholder(tf.float32, [64])
kept = tf.get_variable("kept", [64], use_resource=True)
with tf.Session() as session:
    fed[:] = 1.0
    session.run(tf.assign(kept, x).op, {x: fed})
    fed[:] = 2.0
    print(session.run(kept)[0])
"""


def run_script(script, environment):
    done = starting.run(starting.WARM, script, environment=environment)
    assert not done.returncode, done.stderr
    return done.stdout


RUNS = SCRIPTS["session_runs"]


@pytest.mark.parametrize("way", [{}, {"COMPAT_FAST": "0"}], ids=["faster", "plain"])
def test_every_run_is_as_in_115(way, forking):
    assert RUNS.said(starting.WARM, {**forking, **way}) == RUNS.expected()


def test_only_what_is_short_is_tried_in_the_calling_thread(tmp_path, forking):
    script = tmp_path / "chosen.py"
    script.write_text(_CHOSEN)
    assert run_script(script, forking) == "2 [2, 1]\n"


def test_a_variable_keeps_no_array_that_was_fed(tmp_path, forking):
    """1.15.5 kept one whose address is a multiple of 64: by chance."""
    script = tmp_path / "kept.py"
    script.write_text(_KEPT)
    assert run_script(script, forking) == "1.0\n"

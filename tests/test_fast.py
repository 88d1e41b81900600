"""The faster ways through time give what TensorFlow 1.15.5 gave, and so do the plain.

The golden is of the real 1.15.5 (`record_fast.py`); both ways are held against it:
values, gradients, initial values, names, and the op seeds that come after.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
try:
    import differential
    import fast_cases
    import record_fast
finally:
    sys.path.pop(0)

# float32, against the largest number of a tensor: six digits forward; gradients add up
# over steps, weights and sequences, in another order than 1.15's.
FORWARD, GRADIENT = 2e-6, 1e-5


EXPECTED = differential.load(record_fast.GOLDEN)
WAYS = {
    "chosen": {"COMPAT_FAST": "1"},
    "plain": {"COMPAT_FAST": "0"},
} | {
    way: {"COMPAT_FAST": "1", "script": "fast_ways.py", "FAST_WAY": way}
    for way in fast_cases.WAYS
}
CASES = [case.__name__ for case in fast_cases.CASES]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """All cases under the facade: the way chosen, plain, by loops, in two halves."""
    folder = tmp_path_factory.mktemp("fast")
    command = [sys.executable, "-m", "compat", "run"]
    ways = {}
    for way, options in WAYS.items():
        out = folder / f"{way}.npz"
        done = record_fast.run(command, out, **options)
        assert done.returncode == 0, done.stderr[-3000:]
        ways[way] = differential.load(out)
    return ways


def differences(case, expected, seen):
    def limit(key, one):
        return GRADIENT if "|gradient/" in key else FORWARD

    return differential.differences(case, expected, seen, limit, whole=True)


@pytest.mark.parametrize(
    ("way", "case"),
    [
        (way, case)
        for way in WAYS
        for case in CASES
        if case in fast_cases.WAYS.get(way, CASES)
    ],
)
def test_case_is_as_in_115(seen, way, case):
    assert not differences(f"fast_cases.{case}", EXPECTED, seen[way])


def test_padding_is_exactly_zero(seen):
    outputs = seen["chosen"]["fast_cases.lstm_cell_drop_lengths|output/outputs"]
    for row, length in zip(outputs, fast_cases.LENGTHS, strict=True):
        assert not np.count_nonzero(row[length:])
        assert np.count_nonzero(row[:length]) or not length


_WAYS = """\
import json
import sys

import tensorflow as tf

sys.path.insert(0, {tests!r})
import fast_cases

ways = {{}}
for case in fast_cases.CASES:
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        case(tf)
        names = [op.name for op in graph.get_operations() if op.type == "IdentityN"]
        ways[case.__name__] = len(names)
print(json.dumps(ways))
"""


def test_the_faster_way_is_taken_where_it_is_known(tmp_path):
    import json

    script = tmp_path / "ways.py"
    script.write_text(_WAYS.format(tests=str(ROOT / "tests")))
    command = [sys.executable, "-m", "compat", "run", str(script)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    ways = json.loads(done.stdout)
    ways.pop("second_derivative_of_a_loop")  # has a graph of its own
    assert {case for case, ops in ways.items() if not ops} == fast_cases.PLAIN


_COPY = """\
import sys

import numpy as np
import tensorflow as tf

folder = sys.argv[1]
x = tf.placeholder(tf.float32, [None, 5, 3], name="x")
lstm = tf.nn.rnn_cell.BasicLSTMCell(4)
outputs, state = tf.nn.dynamic_rnn(lstm, x, dtype=tf.float32)
result = tf.identity(outputs[:, -1] + state.c, name="result")
ones = np.ones([2, 5, 3])
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    first, name = session.run(result, {x: ones}), outputs.name
    by_name = session.run(name, {x: ones})
    assert np.allclose(by_name, session.run(outputs, {x: ones}), atol=1e-6)
    tf.train.Saver().save(session, folder + "/model")
tf.reset_default_graph()
with tf.Session() as session:
    saver = tf.train.import_meta_graph(folder + "/model.meta")
    saver.restore(session, folder + "/model")
    assert np.allclose(session.run("result:0", {"x:0": ones}), first, atol=1e-6)
    try:
        tf.gradients(tf.get_default_graph().get_tensor_by_name("result:0"),
                     tf.trainable_variables())
    except LookupError as error:
        print(error)
"""


def test_a_copy_of_the_graph_runs_and_says_why_it_has_no_gradient(tmp_path):
    script = tmp_path / "copied.py"
    script.write_text(_COPY)
    command = [sys.executable, "-m", "compat", "run", str(script), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "COMPAT_FAST=0" in done.stdout


def test_long_sequences_take_no_more_memory_than_in_115():
    """At batch 16, 1000 steps, 32 classes, 64 units, above the imports.

    1.15.5 took 129 and 140 MB in two runs; by faster ways 108 and 109, and 159 and 174
    by malloc instead of TensorFlow's own allocator.
    """
    script = ROOT / "lab12" / "bench" / "scripts" / "tf1_train.py"
    command = [sys.executable, "-m", "compat", "run", str(script)]
    done = subprocess.run(
        [*command, *("16", "1000", "32", "64", "1")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input="12\n",
    )
    assert done.returncode == 0, done.stderr[-3000:]
    ready, block = map(json.loads, done.stdout.splitlines())
    assert block["memory"] - ready["at_start"] < 130

"""Errors say what they said in 1.15, and the script's own lines, once."""

import json
import os
import subprocess
import sys

import pytest
import starting
from test_notebook import write
from test_run import compat_run

from tests.record.scripts import SCRIPTS

CASES = SCRIPTS["errors"]
GOLDEN = CASES.expected().splitlines()


@pytest.fixture(scope="module")
def said(forking):
    return CASES.said(starting.WARM, forking).splitlines()


@pytest.mark.parametrize("number", range(len(GOLDEN)), ids=[g[:20] for g in GOLDEN])
def test_class_and_text_are_those_of_115(said, number):
    assert said[number] == GOLDEN[number]


@pytest.mark.oracle
def test_the_golden_is_what_115_says():
    if (python := starting.oracle()) is None:
        pytest.skip("needs the real TensorFlow 1.15.5")
    assert CASES.said([python, "-W", "ignore"]).splitlines() == GOLDEN


SCRIPT = """\
import tensorflow as tf

def layer(x):
    return tf.matmul(x, x,
                     name="product")

def caught(fetch, **feeds):
    with tf.Session() as session:
        try:
            session.run(fetch, {x: [[1.0, 2.0]], **feeds})
        except tf.errors.OpError as error:
            assert str(error).startswith(error.message)
            print(error)
            print("----")

x = tf.placeholder(tf.float32, [None, None], name="x")
caught(layer(x))
a, b = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
total = a + b
gradient = tf.gradients(total, a, [tf.ones([])])[0]
with tf.Session() as session:
    try:
        session.run(gradient, {a: [[1.0, 2.0]], b: [1.0, 2.0, 3.0]})
    except tf.errors.OpError as error:
        print(error)
        print("----")
data = tf.data.Dataset.range(1).map(lambda n: 1 // n)
item = data.make_one_shot_iterator().get_next("item")
caught(item)
for again in range(2):
    try:
        tf.get_variable("w", [2])
    except ValueError as error:
        print(error)
        print("----")
tf.get_variable("v", [2])
with tf.Session() as session:
    layer(x).eval({x: [[1.0, 2.0]]})
"""

TEXTS = [
    """\
Matrix size-incompatible: In[0]: [1,2], In[1]: [1,2]
\t [[node product]]

Original stack trace for 'product':
  File "lab.py", line 17, in <module>
    caught(layer(x))
  File "lab.py", line 4, in layer
    return tf.matmul(x, x,
""",
    """\
Incompatible shapes: [1,2] vs. [3]
\t [[node gradients/add_grad/BroadcastGradientArgs]]

Original stack trace for 'gradients/add_grad/BroadcastGradientArgs':
  File "lab.py", line 20, in <module>
    gradient = tf.gradients(total, a, [tf.ones([])])[0]

...which was originally created as op 'add', defined at:
  File "lab.py", line 19, in <module>
    total = a + b
""",
    """\
Integer division by zero
\t [[{{node floordiv}}]]
\t [[item (defined at lab.py:28) ]]
""",
    """\
Variable w already exists, disallowed. Did you mean to set reuse=True or \
reuse=tf.AUTO_REUSE in VarScope? Originally defined at:

  File "lab.py", line 32, in <module>
    tf.get_variable("w", [2])

Defined again at:

  File "lab.py", line 32, in <module>
    tf.get_variable("w", [2])

Two variables of one name: give one another name or scope, or share it by
`with tf.variable_scope(…, reuse=tf.AUTO_REUSE)`. Code that runs twice, as a
notebook's cell does, begins anew with `tf.reset_default_graph()`.
""",
]

UNCAUGHT = """\
Traceback (most recent call last):
  File "lab.py", line 38, in <module>
    layer(x).eval({x: [[1.0, 2.0]]})
tensorflow.python.framework.errors_impl.InvalidArgumentError: Matrix size-incompatible\
: In[0]: [1,2], In[1]: [1,2]
\t [[node product_1]]
Original stack trace for 'product_1':
  File "lab.py", line 38, in <module>
    layer(x).eval({x: [[1.0, 2.0]]})
  File "lab.py", line 4, in layer
    return tf.matmul(x, x,
"""


def test_an_error_begins_with_its_message_and_names_the_lines_once(tmp_path):
    (tmp_path / "lab.py").write_text(SCRIPT)
    code, out, err = compat_run(tmp_path, "lab.py")
    shown = [text.strip() for text in out.split("----")]
    assert shown == [*(text.strip() for text in TEXTS), ""]
    marks = [line for line in err if not set(line) <= set(" ^~")]
    assert (code, "\n".join(marks) + "\n") == (1, UNCAUGHT)


KERAS = """\
import numpy as np
from keras.layers import Dense, Embedding, Flatten
from keras.models import Sequential

model = Sequential([Embedding(5, 3, input_length=2), Flatten(), Dense(1)])
model.compile("sgd", "mse")
try:
    model.fit(np.full([4, 2], 9), np.ones([4, 1]), verbose=0)
except Exception as error:
    print(str(error))
"""


def test_an_error_of_keras_too(tmp_path):
    (tmp_path / "lab.py").write_text(KERAS)
    _, out, _ = compat_run(tmp_path, "lab.py")
    first, node, _, trace, *lines = out.splitlines()
    assert first == "indices[0,0] = 9 is not in [0, 5)"
    assert node.startswith("\t [[node ") and trace.startswith("Original stack trace")
    assert lines[0] == '  File "lab.py", line 8, in <module>' and not any(lines[2:])


def test_variable_exists_shows_both_lines_of_a_notebook(tmp_path):
    pytest.importorskip("IPython")
    cell = 'import tensorflow as tf\nw = tf.get_variable("w", [2])\n'
    write(
        tmp_path / "lab.ipynb", ("code", cell), ("code", cell.replace("w =", "again ="))
    )
    code, _, err = compat_run(tmp_path, "lab.ipynb")
    shown = [line.strip() for line in err]
    assert code == 1 and err[-1].endswith("cell 2 (code cell 2 of 2) failed")
    assert any(
        line.startswith("ValueError: Variable w already exists") for line in shown
    )
    after = shown[[line.startswith("ValueError") for line in shown].index(True) :]
    assert after.count('w = tf.get_variable("w", [2])') == 1
    assert after.count('again = tf.get_variable("w", [2])') == 1
    assert "tf.reset_default_graph()" in json.dumps(after)


PROGRAM = """\
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
def main():
    for cell in sys.argv[1:]:
        error = shell.run_cell(cell).error_in_exec
    print(error)
main()
"""


def test_an_error_in_a_notebook_with_the_extension_names_cells_alone(tmp_path):
    pytest.importorskip("IPython")
    (tmp_path / "kernel.py").write_text(PROGRAM)
    cells = [
        "%load_ext compat",
        'import tensorflow as tf\nx = tf.placeholder(tf.float32, [2], name="x")',
        "tf.Session().run(x)",
    ]
    environment = {**os.environ, "PYTHONPATH": str(starting.ROOT)}
    done = subprocess.run(
        [sys.executable, "kernel.py", *cells],
        cwd=tmp_path,
        env={**environment, "TF_CPP_MIN_LOG_LEVEL": "3", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    text = done.stdout[done.stdout.rindex("Original stack trace for 'x':") :]
    frame, line = text.splitlines()[1:3]
    assert "line 2" in frame and len(text.strip().splitlines()) == 3, done.stdout
    assert line == '    x = tf.placeholder(tf.float32, [2], name="x")'

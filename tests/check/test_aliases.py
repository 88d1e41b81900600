"""A name is found under whatever other name the code gives to it."""

import pytest

from tests.check.finding import found

GRU = "tf.contrib.rnn.GRUCell"

# Code whose last line uses GRUCell.
ALIASES = [
    "tf.contrib.rnn.GRUCell(3)",
    "from tensorflow.contrib import rnn\nrnn.GRUCell(3)",
    "from tensorflow.contrib import rnn as r\ncell = r.GRUCell",
    "import tensorflow.contrib.rnn as r\nr.GRUCell(3)",
    "import tensorflow.contrib.rnn\ntensorflow.contrib.rnn.GRUCell(3)",
    "from tensorflow.contrib.rnn import GRUCell as G\nG(3)",
    "from tensorflow.contrib.rnn import *\nGRUCell(3)",
    "from tensorflow.contrib import *\nrnn.GRUCell(3)",
    "from tensorflow import *\ncontrib.rnn.GRUCell(3)",
    "from tensorflow import contrib as c\nc.rnn.GRUCell(3)",
    "r = tf.contrib.rnn\nr.GRUCell(3)",
    "a = b = tf.contrib.rnn\nb.GRUCell(3)",
    "a, b = tf.contrib.rnn, tf.nn\na.GRUCell(3)",
    "r: object = tf.contrib.rnn\nr.GRUCell(3)",
    "(r := tf.contrib.rnn)\nr.GRUCell(3)",
    "getattr(tf.contrib.rnn, 'GRUCell')(3)",
    "c = getattr(tf, 'contrib')\nc.rnn.GRUCell(3)",
    "getattr(getattr(tf, 'contrib'), 'rnn').GRUCell(3)",
    "import importlib as i\nr = i.import_module('tensorflow.contrib.rnn')\nr.GRUCell",
    "__import__('tensorflow').contrib.rnn.GRUCell",
    "try:\n  from tensorflow.contrib import rnn\nexcept ImportError:\n  rnn = None\n"
    "rnn.GRUCell(3)",
    "if a:\n  r = tf.contrib.rnn\nelse:\n  r = None\nr.GRUCell(3)",
    "r = tf.contrib.rnn if a else None\nr.GRUCell(3)",
    "for r in [tf.contrib.rnn]:\n  r.GRUCell(3)",
    "cells = [r.GRUCell for r in (tf.contrib.rnn,)]",
    "def f():\n  from tensorflow.contrib import rnn\n  def g():\n    rnn.GRUCell(3)",
    "r = tf.contrib.rnn\ndef f():\n  return r.GRUCell(3)",
    "r = None\ndef g():\n  global r\n  r = tf.contrib.rnn\ndef f():\n  r.GRUCell(3)",
    "class A:\n  def __init__(self):\n    self.r = tf.contrib.rnn\n"
    "  def f(self):\n    self.r.GRUCell(3)",
    "class A:\n  r = tf.contrib.rnn\n  def f(self):\n    self.r.GRUCell(3)",
    "class A:\n  tf = None\n  def f(self):\n    tf.contrib.rnn.GRUCell(3)",
    "class A(tf.contrib.rnn.GRUCell): pass",
    "def f(cell=tf.contrib.rnn.GRUCell): pass",
    "f = lambda: tf.contrib.rnn.GRUCell(3)",
    "import functools\nfunctools.partial(tf.contrib.rnn.GRUCell, 3)",
    "CELLS = {'gru': tf.contrib.rnn.GRUCell}",
    "print(f'{tf.contrib.rnn.GRUCell}')",
    "with x as y: tf.contrib.rnn.GRUCell(3)",
    "async def f():\n  async for x in y:\n    tf.contrib.rnn.GRUCell(3)",
    "match x:\n  case 1:\n    tf.contrib.rnn.GRUCell(3)",
    "tf.contrib.rnn.GRUCell(3).zero_state(2, tf.float32)",
    "tf.contrib.rnn.GRUCell.zero_state",
    "from tensorflow.contrib.rnn.python.ops import core_rnn_cell as c\nc.GRUCell(3)",
    "from tensorflow.contrib.rnn.python.ops.rnn_cell import *\nGRUCell(3)",
    "import tensorflow.compat.v1 as old\nold.contrib.rnn.GRUCell(3)",
]


@pytest.mark.parametrize("code", ALIASES)
def test_alias(code):
    line = code.count("\n") + 1
    assert f"{line} {GRU} exact" in found(code)


def test_python_2():
    pytest.importorskip("fissix", reason="the translator is the extra py2")
    code = "print 'a'\nif 1 <> 2:\n  x = tf.contrib.rnn.GRUCell(0777)\n"
    assert found(code) == [f"3 {GRU} exact"]


# Which line and name each use has, and none twice.
WHERE = [
    ("from tensorflow.contrib import rnn", ["1 tf.contrib.rnn exact"]),
    (
        "from tensorflow.contrib.rnn import GRUCell\nGRUCell(3)",
        [f"1 {GRU} exact", f"2 {GRU} exact"],
    ),
    ("x = (1,\n  tf.placeholder(a))", ["2 tf.placeholder exact"]),
    ("F = tf.flags.FLAGS\nF.size", ["1 tf.flags.FLAGS exact"]),
    ("from tensorflow import gfile\nf(gfile)", ["1 tf.gfile exact"]),
    (
        "class A:\n  def f(self): self.r.GRUCell(3)\n"
        "  def __init__(self): self.r = tf.contrib.rnn",
        [f"2 {GRU} exact", "3 tf.contrib.rnn exact"],
    ),
    ("tf.flags.DEFINE_string('a')", ["1 tf.flags.DEFINE_string exact"]),
    ("tf.Session().run(tf.log(x))", ["1 tf.Session exact", "1 tf.log exact"]),
    (
        "from tensorflow.python.ops import rnn\nrnn.dynamic_rnn(c)",
        ["2 tf.nn.dynamic_rnn exact"],
    ),
]


@pytest.mark.parametrize(("code", "uses"), WHERE)
def test_where(code, uses):
    assert found(code) == uses

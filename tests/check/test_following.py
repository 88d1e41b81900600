"""compat check follows names through functions, containers, arguments and packages."""

import os

import pytest

from compat import cli
from tests.check.finding import found, verdicts

CASES = [
    ("def lib():\n    return tf\nlib().contrib.rnn.UGRNNCell(2)",
     "3 tf.contrib.rnn.UGRNNCell"),
    ("C = {'a': tf.contrib.rnn}\nC['a'].GRUCell(1)", "2 tf.contrib.rnn.GRUCell"),
    ("C = [tf, 1]\nC[0].placeholder(1)", "2 tf.placeholder"),
    ("C = dict\nC = {'a': tf}\nC.get('a').placeholder(1)", "3 tf.placeholder"),
    ("def f(t, n):\n    t.placeholder(n)\nf(tf, 1)", "2 tf.placeholder"),
    ("def f(n, t=None):\n    t.placeholder(n)\nf(1, t=tf)", "2 tf.placeholder"),
    ("class A:\n    def b(self, t):\n        t.Session()\n    def go(self):\n"
     "        self.b(tf)", "3 tf.Session"),
    ("class A:\n    def __init__(self):\n        self.t = tf\n    def go(self):\n"
     "        self.t.Session()", "5 tf.Session"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name"), CASES)
def test_it_follows(code, name):
    assert f"{name} exact" in found(code)


UNTOUCHED = [
    # another function's argument
    "def f(t):\n    t.placeholder(1)\nf(other)",
    # what a container has itself
    "C = {'a': tf.contrib}\nC.keys()\nC.update({})",
    # what is called is not what is returned
    "def lib():\n    return 1\nlib().contrib.rnn",
    "y.eval(expression)",
    "model.fit(x, nb_epoch=2)",  # no Keras in the file
]


@pytest.mark.parametrize("code", UNTOUCHED)
def test_it_does_not_invent(code):
    names = {line.split(" ", 1)[1] for line in found("tf.Session()\n" + code)}
    assert names <= {"tf.Session exact", "tf.contrib exact"}


METHODS = [
    ("d.make_one_shot_iterator()", ".make_one_shot_iterator()"),
    ("y.eval(session=s)", ".eval()"),
    ("y.eval({x: 1}, session=s)", ".eval()"),
    ("s.run(y, feed_dict={x: 1})", ".run()"),
    ("import keras\nm.fit_generator(g)", ".fit_generator()"),
    ("import keras\nm.fit(x, nb_epoch=2)", ".fit(nb_epoch=)"),
    ("import keras\nm.predict_classes(x)", ".predict_classes()"),
    ("import keras\nkeras.optimizers.Adam(lr=0.1)", "keras.optimizers.Adam(lr=)"),
    ("import keras\nkeras.layers.LSTM(output_dim=3)", "keras.layers.LSTM(output_dim=)"),
    ("from keras.layers import CuDNNLSTM", "keras.layers.CuDNNLSTM"),
    ("from keras.utils import np_utils", "keras.utils.np_utils"),
]


@pytest.mark.parametrize(("code", "name"), METHODS)
def test_methods_and_keras_2(code, name):
    assert name in [verdict.name for verdict in verdicts(code)]


def test_an_embedding_keeps_its_words():
    code = "import keras\nkeras.layers.Embedding(input_dim=3, output_dim=2)"
    assert verdicts(code) == []


CHANGED = ["tf.where(a, b, c)", "tf.initializers.random_normal()"]
CHANGED += ["tf.nn.ctc_loss(labels, inputs, lengths)"]


@pytest.mark.parametrize("code", CHANGED)
def test_names_whose_meaning_changed(code):
    name = code.partition("(")[0]
    assert f"2 {name} exact" in found("tf.Session()\n" + code)


def test_ctc_loss_of_tensorflow_2_is_not_told():
    code = "tf.Session()\ntf.nn.ctc_loss(a, b, c, d, e)"
    assert found(code) == ["1 tf.Session exact"]


def test_a_package_is_followed(tmp_path, capsys):
    """`from pkg.common import tf` inside of the package, two folders down."""
    for name, text in {
        "pkg/__init__.py": "",
        "pkg/common.py": "import tensorflow as tf\n\ndef lib():\n    return tf\n",
        "pkg/sub/__init__.py": "",
        "pkg/sub/a.py": "from pkg.common import tf\nfrom ..common import lib\n"
        "tf.placeholder(1)\nlib().Session()\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert cli.main(["check", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "a.py:3: tf.placeholder" in printed and "a.py:4: tf.Session" in printed


# What cannot be read is listed, and the others are read.


def test_nothing_ends_the_run(tmp_path, capsys):
    head = "import tensorflow as tf\n"
    (tmp_path / "a.py").write_text(head + "tf.placeholder(1)\n")
    (tmp_path / "empty.ipynb").write_text("")
    (tmp_path / "list.ipynb").write_text("[]")
    os.symlink(tmp_path / "nowhere", tmp_path / "link.py")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "sum.py").write_text(
        head + "x = " + "+".join(["1"] * 20_000) + "\ntf.Session()\n"
    )
    (tmp_path / "minus.py").write_text(head + f"x = {'-' * 2500}1\ntf.Session()\n")
    assert cli.main(["check", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "a.py:2: tf.placeholder" in printed.out
    assert "sum.py:3: tf.Session" in printed.out
    for name in ("empty.ipynb", "list.ipynb", "link.py", "pipe.py"):
        assert name in printed.err
    assert "4 not read" in printed.out or "minus.py" in printed.err

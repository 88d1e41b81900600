"""`python -m compat run` as a user meets it: arguments, errors, exit codes, imports."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest


def compat_run(folder, script, *args, wait=True, path=""):
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    environment["PYTHONPATH"] = os.pathsep.join([root, path])
    process = subprocess.Popen(
        [sys.executable, "-m", "compat", "run", str(script), *args],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if not wait:
        return process
    out, err = process.communicate(timeout=300)
    return process.returncode, out, own_lines(err)


def own_lines(err):
    """stderr without what TensorFlow's C++ logs at its import."""
    noise = ("WARNING: All log messages before absl", "I0000", "E0000", "W0000")
    return [line for line in err.splitlines() if line and not line.startswith(noise)]


SCRIPT = """\
import json, sys, os
import helper
import tensorflow as tf
import tensorflow.contrib.layers as tcl
from tensorflow.contrib import rnn
from tensorflow.contrib.layers import fully_connected
from tensorflow.contrib.rnn.python.ops import core_rnn_cell
import importlib
import modern_module
try:  # beside a graph: Keras 2 itself, an extra
    import keras
    old_keras = keras.__version__.startswith("2.")
except Exception as error:
    old_keras = "pip install 'lab12[keras2]'" in str(error)

seen = {
    "argv": sys.argv, "file": __file__, "name": __name__, "path0": sys.path[0],
    "helper": helper.GRU is tf.contrib.rnn.GRUCell is rnn.GRUCell,
    "deep": core_rnn_cell.GRUCell is rnn.GRUCell is tf.nn.rnn_cell.GRUCell,
    "layers": tcl.fully_connected is fully_connected,
    "import_module": importlib.import_module("tensorflow.contrib.rnn") is rnn,
    "facade_name": tf.__name__,
    "contrib_in_sys_modules": "tensorflow.contrib" in sys.modules,
    "real_for_others": modern_module.tells(),
    "keras_of_those_days": old_keras,
    "value": tf.placeholder(tf.float32, [None, 3]).get_shape()[1].value,
    "reference_variable": "float32_ref" in repr(tf.Variable(1.0)),
    "v1_cond": any(o.type == "Switch" for o in tf.cond(
        tf.placeholder(tf.bool), lambda: tf.constant(1), lambda: tf.constant(2)
    ).graph.get_operations()),
    "hasattr": [hasattr(tf.contrib.rnn, "NoSuchCell"), hasattr(tf.nn, "no_such")],
    "main": sys.modules["__main__"].__file__,
}
try:
    from tensorflow.contrib.rnn import NoSuchCell
except ImportError as error:
    seen["import_error"] = type(error).__name__
try:
    tf.contrib.rnn.NoSuchCell
except AttributeError as error:
    seen["never_was"] = str(error)
if 3 is 3:
    print(json.dumps(seen))
sys.exit(7)
"""

HELPER = "import tensorflow as tf\nGRU = tf.contrib.rnn.GRUCell\n"

MODERN = """\
def tells():
    import sys
    import tensorflow
    return [
        not hasattr(tensorflow, "contrib"),
        tensorflow is sys.modules["tensorflow"],
        tensorflow.__version__.startswith("2."),
        not hasattr(__import__("numpy"), "asscalar"),
    ]
"""


def test_a_script_is_run_as_by_python_itself(tmp_path):
    scripts, modern = tmp_path / "scripts", tmp_path / "site-packages"
    scripts.mkdir()
    modern.mkdir()
    (scripts / "lab.py").write_text(SCRIPT)
    (scripts / "helper.py").write_text(HELPER)
    (modern / "modern_module.py").write_text(MODERN)
    code, out, err = compat_run(
        tmp_path, "scripts/lab.py", "a", "--b", path=str(modern)
    )
    assert (code, err) == (7, [])
    seen = json.loads(out)
    assert seen.pop("never_was").startswith("tf.contrib.rnn.NoSuchCell was never in")
    assert seen.pop("argv") == ["scripts/lab.py", "a", "--b"]
    assert seen.pop("file") == seen.pop("main") == "scripts/lab.py"
    assert seen.pop("path0") == str(scripts)
    assert seen.pop("name") == "__main__"
    assert seen.pop("facade_name") == "tensorflow"
    assert seen.pop("value") == 3
    assert seen.pop("hasattr") == [False, False]
    assert seen.pop("contrib_in_sys_modules") is False
    assert seen.pop("import_error") == "RefusedImport"
    assert seen.pop("real_for_others") == [True] * 4
    assert all(value is True for value in seen.values()), seen


FAILING = """\
import tensorflow as tf

def build():
    return tf.matmul(tf.ones([2, 3]), tf.ones([2, 3]))

def run():
    with tf.Session() as sess:
        x = tf.placeholder(tf.float32, [None], name="x")
        return sess.run(x + 1)

try:
    build()
except ValueError as error:
    print("caught", type(error).__name__)
run()
"""


def test_a_traceback_shows_the_script_and_no_machinery(tmp_path):
    script = tmp_path / "lab.py"
    script.write_text(FAILING)
    code, out, err = compat_run(tmp_path, "lab.py")
    assert code == 1 and out == "caught ValueError\n"
    frames = [line.strip() for line in err if line.strip().startswith("File ")]
    assert frames and all("lab.py" in frame for frame in frames), frames
    text = "\n".join(err)
    assert "return sess.run(x + 1)" in text and "You must feed a value" in text
    assert "site-packages" not in text and "running.py" not in text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "import tensorflow as tf\nx = (1,\n",
            "lab.py:2: SyntaxError: '(' was never closed",
        ),
        ("print(1 2)\n", "lab.py:1: SyntaxError: invalid syntax"),
        (
            "import tensorflow as tf\ntf.contrib.rnn.NoSuchCell(3)\n",
            "lab.py:2: tf.contrib.rnn.NoSuchCell was never in TensorFlow 1.15",
        ),
        (
            "from tensorflow.contrib.rnn import NoSuchCell\n",
            "lab.py:1: tf.contrib.rnn.NoSuchCell was never in TensorFlow 1.15",
        ),
        (
            "import tensorflow as tf\ntf.contrib.tpu.rewrite\n",
            "lab.py:2: tf.contrib.tpu.rewrite is known (TensorFlow 1.15) but refused",
        ),
    ],
    ids=["open bracket", "a comma missing", "never was", "never was, from", "refused"],
)
def test_bad_scripts_end_in_one_line(tmp_path, source, told):
    (tmp_path / "lab.py").write_text(source)
    code, out, err = compat_run(tmp_path, "lab.py")
    assert (code, out) == (2, "")
    assert len(err) == 1 and err[0].startswith(f"compat: {told}"), err


@pytest.mark.parametrize("path", ["missing.py", "."], ids=["missing", "folder"])
def test_no_script_there(tmp_path, path):
    code, out, err = compat_run(tmp_path, path)
    assert (code, out) == (2, "")
    assert err[0].startswith("compat: expected the path of a Python script, received")
    assert len(err) == 1


def test_a_script_may_import_nothing_of_tensorflow(tmp_path):
    (tmp_path / "lab.py").write_text(
        "import sys, numpy as np\nprint([np.float32(1.5)], np.float)\n"
        "print('tensorflow' in sys.modules)\nsys.exit('bye')\n"
    )
    code, out, err = compat_run(tmp_path, "lab.py")
    assert (code, err) == (1, ["bye"])
    assert out == "[1.5] <class 'float'>\nFalse\n"


def test_ctrl_c(tmp_path):
    (tmp_path / "lab.py").write_text(
        "import time\nprint('on', flush=True)\ntime.sleep(60)\n"
    )
    process = compat_run(tmp_path, "lab.py", wait=False)
    assert process.stdout.readline() == "on\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert own_lines(err) == ["lab.py:3: interrupted"]


def test_no_command_is_wrong_use():
    done = subprocess.run(
        [sys.executable, "-m", "compat"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "usage: compat" in done.stderr


def test_the_hook_of_exception_groups_is_not_the_script_s(monkeypatch):
    """Up to Python 3.10 a package that brings them sets it, and libraries import it."""
    from compat.run import running

    def hook(*_):
        pass

    monkeypatch.setattr(sys, "excepthook", hook)
    assert running._call_hook(ValueError())
    hook.__module__ = "exceptiongroup._formatting"
    assert not running._call_hook(ValueError())

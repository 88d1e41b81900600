"""Who gets the facade: the modules that were told, and nobody else."""

import json
import os
import subprocess
import sys

import pytest

from compat.run import importing, paths

PROGRAM = """\
import json, sys
import compat

class Shell:
    user_ns = {"__name__": "__main__"}

compat.load_ipython_extension(Shell)
exec("import tensorflow as tf\\nfrom tensorflow.contrib import rnn as r\\n"
     "import numpy as np\\nold = np.float", Shell.user_ns)

import tensorflow
import numpy
seen = {
    "cell": Shell.user_ns["r"].GRUCell is Shell.user_ns["tf"].nn.rnn_cell.GRUCell,
    "old_numpy": Shell.user_ns["old"] is float,
    "not_told": not hasattr(tensorflow, "contrib") and not hasattr(numpy, "float"),
}

compat.install("old")
import tensorflow as tf
from tensorflow.contrib.rnn import *
seen["told"] = tf.contrib.rnn.GRUCell is GRUCell
seen["star_leaves_private_names"] = "_tf" not in globals()

sys.path.insert(0, ".")
import old.model, new_model
seen["folder"] = old.model.CELL is GRUCell
seen["other_folder"] = new_model.HAS_CONTRIB is False

try:  # beside a graph: Keras 2 itself, an extra
    import keras
    model = keras.Sequential([keras.Input([3, 2]), keras.layers.GRU(2)])
    seen["keras_2"] = model.count_params() == 30  # reset_after=False
except Exception as error:
    seen["keras_2"] = "pip install 'lab12[keras2]'" in str(error)
seen["other_keras"] = new_model.PARAMETERS == 36
print(json.dumps(seen))
"""


def test_install_and_load_ext_tell_one_module_each(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "__init__.py").write_text("")
    (tmp_path / "old" / "model.py").write_text(
        "from tensorflow.contrib import rnn\nCELL = rnn.GRUCell\n"
    )
    (tmp_path / "new_model.py").write_text(
        "import tensorflow\nHAS_CONTRIB = hasattr(tensorflow, 'contrib')\n"
        "import keras\n"
        "model = keras.Sequential([keras.Input([3, 2]), keras.layers.GRU(2)])\n"
        "PARAMETERS = model.count_params()\n"
    )
    (tmp_path / "program.py").write_text(PROGRAM)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert all(seen.values()), seen


@pytest.mark.parametrize(
    ("file", "legacy"),
    [
        ("lab.py", True),
        ("deep/er/model.py", True),
        ("venv/lib/python3.12/site-packages/keras/__init__.py", False),
        ("../elsewhere.py", False),
    ],
)
def test_what_lies_below_a_legacy_folder_is_legacy(tmp_path, monkeypatch, file, legacy):
    monkeypatch.setattr(paths, "_roots", [])
    importing.add_root(str(tmp_path / "scripts"))
    path = tmp_path / "scripts" / file
    assert importing.is_legacy({"__file__": str(path)}) is legacy


@pytest.mark.parametrize(
    ("file", "own"),
    [
        ("/elsewhere/lib/helper.py", True),
        ("/installed/project/model.py", False),  # pip install -e
        ("/installed/scripts/beside.py", True),  # the script lies in it
        ("/installed/reached/helper.py", True),  # that the script has put on the path
        ("/usr/lib/python3/dist-packages/six.py", False),
        ("/home/me/env/lib/python3.12/site-packages/keras/models.py", False),
        ("/home/me/env/lib/python3.12/site-packages/named/inner/low.py", True),
        (os.__file__, False),
        (importing.__file__, False),
        ("<frozen importlib._bootstrap>", False),
    ],
)
def test_in_a_run_all_is_the_scripts_but_what_is_installed(monkeypatch, file, own):
    monkeypatch.setattr(paths, "_roots", [])
    monkeypatch.setattr(paths, "_installed", ())
    monkeypatch.setattr(paths, "_everywhere", False)
    paths.settle(["/installed"])
    path = ["/installed/scripts", "/installed", "/installed/reached"]
    path += ["/home/me/env/lib/python3.12/site-packages", os.path.dirname(os.__file__)]
    for folder in paths.reached(path):
        importing.add_root(folder)
    importing.add_root("/home/me/env/lib/python3.12/site-packages/named")
    assert importing.is_legacy({"__file__": file}) is own


def test_compat_itself_is_never_legacy(monkeypatch):
    monkeypatch.setattr(paths, "_roots", [])
    importing.add_root(
        os.path.abspath(os.path.join(importing.__file__, *[os.pardir] * 3))
    )
    assert not importing.is_legacy({"__file__": importing.__file__})
    assert not importing.is_legacy(None) and not importing.is_legacy({})

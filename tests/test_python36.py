"""Legacy code finds what Python 3.6's standard library had; nobody else does."""

import ast
import importlib.util
import json
import keyword
import subprocess
import sys
from pathlib import Path

import pytest
import stdlib_cases

from compat.era import acting, changed, older, python36
from compat.errors import Refused, RefusedImport
from compat.run import importing, loading, python2
from lab12.runs import engines
from tests.record import stdlib

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "goldens" / "stdlib.json").read_text())
GONE = python36.gone()


def _version(text):
    return tuple(map(int, text.split(".")))


def _gone_here(what):
    """What the running Python has not; of a version between, the older one's."""
    return {n for n, v in GONE[what].items() if _version(v) <= sys.version_info[:2]}


@pytest.fixture(autouse=True)
def imports(monkeypatch):
    monkeypatch.setattr("builtins.__import__", importing._import)
    monkeypatch.setattr(importlib, "import_module", importing._import_module)


def legacy(source, space):
    importing.tell(space)
    exec(loading.compiled(source.encode(), "case.py"), space)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("place", range(len(stdlib_cases.CASES)))
def test_as_python_36_gave_it(place, monkeypatch):
    monkeypatch.setattr(stdlib_cases, "CASES", [stdlib_cases.CASES[place]])
    found = json.loads(json.dumps(stdlib_cases.results(legacy)))
    assert found == [GOLDEN[place]], stdlib_cases.CASES


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_name_that_is_gone_is_kept_or_refused_with_a_line():
    missing = []
    for path in sorted(_gone_here("names")):
        module, _, name = path.rpartition(".")
        if importlib.util.find_spec(module) is None or keyword.iskeyword(name):
            continue
        space = {}
        try:
            legacy(f"from {module} import {name} as r", space)
        except (Refused, ImportError) as error:
            if path in older.KEPT:
                missing.append((path, error))
            elif f"{path} was in Python 3.6" not in str(error) and not hasattr(
                sys.modules.get(module), name
            ):
                missing.append((path, error))
    assert missing == []


def test_every_module_that_is_gone_is_kept_or_refused_with_a_line():
    for module in sorted(_gone_here("modules")):
        top = module.partition(".")[0]
        if top in python36.MODULES and python36.MODULES[top] == "":
            continue
        try:
            legacy(f"import {module}", {})
        except RefusedImport as error:
            assert "was in Python 3.6; this is Python" in str(error)
        except ModuleNotFoundError as error:  # below one that is still there
            assert "." in module, error


def test_what_is_kept_was_there():
    """No name too many: each was in Python 3.6, and is gone or was there unseen."""
    unseen = {"os.errno", "logging.warn", "cgi.parse_qs", "cgi.parse_qsl"}
    recorded = {*GONE["names"], *GONE["methods"]}
    for name in older.KEPT:
        module = name.partition(".")[0]
        assert (
            name in recorded
            or name in unseen
            or module in GONE["modules"]
            or name.startswith(("typing.", "collections.", "asyncio."))
            or name in ("urllib.request.splittype",)
        ), name
    for name in python36.REFUSED:
        assert name in recorded or name.rpartition(".")[0] in GONE["modules"], name
    assert set(changed.METHODS) <= recorded | {
        "asyncio.tasks.Task.current_task",
        "configparser.RawConfigParser.readfp",
    }
    arguments = {path.partition("(")[0] for path in GONE["arguments"]}
    without_one = {"json.dump", "json.dumps", "json.load", "json.loads"}  # **kwargs
    of_values = {"random.sample", "random.seed", "random.randint", "math.factorial"}
    for name in changed.CHANGED:
        known = arguments | without_one | of_values | {"inspect.getfullargspec"}
        assert name in known, name


@pytest.mark.oracle
def test_the_table_is_that_of_the_real_ones():
    python = engines.oracle()
    if python is None:
        pytest.skip("no Python 3.7")
    found = stdlib.gone(stdlib.described(str(python)), stdlib.described(sys.executable))
    for what, names in found.items():
        # a later Python than those compared may have lost more
        assert set(names) <= set(GONE[what]) or sys.version_info >= (3, 14), what


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nobody_else_sees_it():
    space = {}
    legacy("from collections import Mapping\nimport inspect, time\n", space)
    import collections
    import inspect
    import time

    assert not hasattr(collections, "Mapping") and not hasattr(time, "clock")
    assert space["inspect"] is inspect and space["time"] is time
    if sys.version_info >= (3, 12):
        legacy("import imp, distutils.version", {})
        with pytest.raises(ModuleNotFoundError):
            exec("import imp", {"__name__": "other"})
        assert "imp" not in sys.modules and "distutils" not in sys.modules
    with pytest.raises(ImportError):
        exec("from collections import Mapping", {"__name__": "other"})


def test_what_was_lent_is_taken_back(monkeypatch):
    monkeypatch.setitem(python36.MODULES, "lab12_gone", "")
    module = type(sys)("lab12_gone")
    acting.lend("lab12_gone", module)
    assert sys.modules["lab12_gone"] is module
    exec("import json", {"__name__": "other"})
    assert "lab12_gone" not in sys.modules


def test_a_refused_name_says_what_to_write():
    with pytest.raises(
        Refused, match="ssl.wrap_socket was in Python 3.6; .* write SSL"
    ):
        python36.of_module(type(sys)("ssl"), "wrap_socket")
    if importlib.util.find_spec("asyncore") is None:
        with pytest.raises(RefusedImport, match="pip install pyasyncore"):
            legacy("import asyncore", {})


PYTHON2 = [
    ("import string\nprint string.letters[:2], string.uppercase[:2]", "ab AB\n"),
    ("import string\nprint string.join(['a', 'b'], '-')", "a-b\n"),
    ("import sys\nreload(sys)\nsys.setdefaultencoding('utf-8')\nprint 1", "1\n"),
    ("import sys\nprint sys.maxint > 2 ** 31", "True\n"),
    ("from string import lowercase, maketrans\nprint lowercase[0]", "a\n"),
    ("import numpy as np\nprint np.uint8(200) + 100", "300\n"),
    ("import numpy as np\nprint np.int32(7) / 2, np.int64(-7) / 2", "3 -4\n"),
]


@pytest.mark.parametrize(("source", "printed"), PYTHON2)
def test_names_of_python_2(source, printed, capsys):
    pytest.importorskip("fissix")
    space = {}
    importing.tell(space)
    exec(python2.compiled(source.encode(), "lab.py"), space)
    assert capsys.readouterr().out == printed


def test_names_of_python_2_are_its_own():
    with pytest.raises(AttributeError):
        legacy("import string\nstring.letters", {})
    tree = loading.compiled(b"import string\nr = string.ascii_letters", "case.py")
    assert "ascii_letters" in tree.co_names and isinstance(
        tree, type(ast.parse.__code__)
    )


CELLS = r"""
import inspect, json, pickle, collections
import tensorflow as tf
import numpy as np
seen = {}
for cell in ("BasicLSTMCell", "GRUCell", "MultiRNNCell", "DropoutWrapper"):
    seen[cell] = list(inspect.getargspec(getattr(tf.nn.rnn_cell, cell).__init__))[:3]
seen["of_the_script"] = list(inspect.getargspec(lambda a, b=1: a))[:2]
seen["signature"] = list(inspect.signature(tf.nn.rnn_cell.GRUCell).parameters)[0]
state = tf.nn.rnn_cell.LSTMStateTuple(1, 2)
seen["state"] = list(pickle.loads(pickle.dumps(state)))
then = b"ctensorflow.python.ops.rnn_cell_impl\nLSTMStateTuple\n(I1\nI2\ntR."
seen["state_of_then"] = list(pickle.loads(then))
seen["python_pickle"] = list(pickle._loads(then))
import pydoc
located = pydoc.locate("tensorflow.contrib.rnn.GRUCell")
seen["located"] = located is tf.nn.rnn_cell.GRUCell
seen["ufunc"] = pickle.loads(pickle.dumps(np.add))(1, 2).item()
print(json.dumps(seen))
"""


def test_cells_and_pickles_of_tensorflow(tmp_path):
    file = tmp_path / "lab.py"
    file.write_text(CELLS)
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=HERE.parent,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    wrapped = [[], "args", "kwargs"]
    assert seen == {
        "BasicLSTMCell": wrapped,
        "GRUCell": wrapped,
        "MultiRNNCell": wrapped,
        "DropoutWrapper": [["self"], "args", "kwargs"],
        "of_the_script": [["a", "b"], None],
        "signature": "num_units",
        "state": [1, 2],
        "state_of_then": [1, 2],
        "python_pickle": [1, 2],
        "located": True,
        "ufunc": 3,
    }

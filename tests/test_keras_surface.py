"""The table of Keras 2's names, what a script sees, and 2.3.1: nothing missing, hidden,
added.

The golden is `python -m tests.record keras_surface`,
with keras 2.3.1 on TensorFlow 1.15.5.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compat.keras import paths, table
from compat.keras.refusals import REFUSED

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "goldens" / "keras_names.json").read_text())
ROWS = table.rows()
MODULES = sorted({name.rpartition(".")[0] for name in ROWS})

PROBE = """
import json, sys
import keras
import tensorflow as tf

names, modules = json.loads(sys.argv[1])
seen, listed = {}, {}
for name in names + modules:
    found = tf if name.startswith("tf.") else keras
    try:
        for part in name.split(".")[1:]:
            found = getattr(found, part)
        seen[name] = ""
    except AttributeError as error:
        seen[name] = str(error)
    if name in modules:
        listed[name] = [one for one in dir(found) if not one.startswith("_")]
from keras.layers import *
from tensorflow.keras.backend import *
json.dump([seen, listed, callable(Dense)], sys.stdout)
"""


@pytest.fixture(scope="module")
def facade(tmp_path_factory, forking):
    """What a script of Keras 2 sees of every name, and what its modules list."""
    script = tmp_path_factory.mktemp("surface") / "probe.py"
    script.write_text(PROBE)
    given = json.dumps([list(ROWS), MODULES])
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", "--warm", str(script), given],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=forking,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_name_of_keras_2_has_a_row_and_no_row_is_invented():
    assert set(ROWS) == set(GOLDEN["names"])
    assert list(ROWS) == sorted(ROWS)


def test_rows_say_what_they_have_to():
    for row in ROWS.values():
        assert row.state in table.STATES, row
        assert bool(row.note) == (row.state != "exact"), row
        path = row.name.removeprefix("tf.").removeprefix("keras.")
        if row.state == "refused":
            assert row.note == REFUSED[path], row


def test_exact_names_are_in_a_script_that_is_compared_with_231():
    files = [*(HERE / "keras2").glob("[0-9]*.py"), HERE / "keras2" / "printed.py"]
    scripts = [path.read_text() for path in files]
    words = set(re.findall(r"\w+", " ".join(scripts)))
    exact = [row.name for row in ROWS.values() if row.state == "exact"]
    assert not [name for name in exact if name.rpartition(".")[2] not in words]


@pytest.mark.slow
def test_nothing_is_missing(facade):
    seen, _, starred = facade
    there = [row.name for row in ROWS.values() if row.state != "refused"]
    assert not {name: seen[name] for name in there if seen[name]}
    assert starred


@pytest.mark.slow
def test_nothing_is_hidden(facade):
    _, listed, _ = facade
    for module, names in listed.items():
        head, _, path = module.partition("keras")
        spaces = [f"{head}keras.{one}".rstrip(".") for one in paths.spaces(path[1:])]
        for name in set(names) - set(paths.modules_in(path[1:])):
            rows = [ROWS[one] for s in spaces if (one := f"{s}.{name}") in ROWS]
            assert rows, f"{module}.{name}: public in the facade, without a row"
            assert {row.state for row in rows} != {"refused"}, rows


@pytest.mark.slow
def test_nothing_is_added(facade):
    seen, _, _ = facade
    for row in ROWS.values():
        if row.state == "refused":
            assert "known (Keras 2.3.1) but refused" in seen[row.name], row
            assert row.note in seen[row.name], row

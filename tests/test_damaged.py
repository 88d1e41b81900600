"""Files that were cut, or some of whose bytes have changed: one line, no traceback.

In a process of its own, as TensorFlow's readers are C++: what crashes there is seen.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKPOINTS = ROOT / "tests" / "goldens" / "checkpoints"

READ = """
import json, os, random, shutil, sys
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
kind, source, folder, count = sys.argv[1:5]
from pathlib import Path
from compat.errors import UsageError

if kind == "checkpoint":
    from compat.migrate.checkpoint import read
elif kind == "npz":
    from compat.migrate.files import load as read
elif kind == "keras":
    from compat.migrate.keras_model import found_in_file as read
elif kind == "trace":
    from lab12.record.trace import Trace, TraceError as UsageError
    read = Trace.load
elif kind == "comparison":
    from lab12.show.report import ReportError as UsageError, page
    def read(path):
        page(Path(path).parent)

whole = Path(source)
names = [whole] if whole.is_file() else sorted(whole.parent.glob(whole.name + ".*"))
draw = random.Random(3)
refused = read_all_the_same = 0
for turn in range(int(count)):
    for name in names:
        shutil.copy(name, folder)
    victim = Path(folder) / draw.choice(names).name
    data = bytearray(victim.read_bytes())
    if turn % 3 == 0:
        data = data[: draw.randrange(len(data))]
    else:
        for _ in range(draw.choice([1, 4, 30])):
            data[draw.randrange(len(data))] = draw.randrange(256)
    victim.write_bytes(data)
    path = str(Path(folder) / whole.name)
    try:
        read(path)
        read_all_the_same += 1
    except UsageError as error:
        said = str(error)
        assert path in said or folder in said, said
        assert "\\n" not in said and len(said) < 600, said
        refused += 1
    except Exception as error:
        raise AssertionError(f"turn {turn}, {victim.name}: {error!r}") from error
print(json.dumps([refused, read_all_the_same]))
"""


def damaged(kind, source, folder, count):
    """How many damaged copies were refused in a line, and how many could be read."""
    done = subprocess.run(
        [sys.executable, "-c", READ, kind, str(source), str(folder), str(count)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    refused, read = map(int, done.stdout.strip("[]\n").split(","))
    assert refused + read == count
    return refused


@pytest.mark.parametrize("name, refused", [("cells", 30), ("gru_v1.ckpt", 10)])
def test_a_checkpoint(tmp_path, name, refused):
    assert damaged("checkpoint", CHECKPOINTS / name, tmp_path, 100) > refused


def test_converted_weights(tmp_path):
    out = tmp_path / "weights.npz"
    subprocess.run(
        [sys.executable, "-m", "compat", "convert", str(CHECKPOINTS / "cells")]
        + ["-o", str(out)],
        cwd=ROOT,
        capture_output=True,
    )
    (tmp_path / "damaged").mkdir()
    assert damaged("npz", out, tmp_path / "damaged", 100) > 25


def test_a_keras_model(tmp_path):
    code = (
        "import keras, sys\n"
        "model = keras.Sequential([keras.Input((4, 3)), keras.layers.LSTM(5)])\n"
        "model.save(sys.argv[1])"
    )
    path = tmp_path / "m.keras"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    (tmp_path / "damaged").mkdir()
    assert damaged("keras", path, tmp_path / "damaged", 100) > 50


def test_a_trace(tmp_path):
    golden = ROOT / "tests" / "goldens" / "labs" / "rnn_03_char_sequence.npz"
    assert damaged("trace", golden, tmp_path, 150) > 50


def test_a_comparison(tmp_path):
    kept = tmp_path / "comparison.json"
    kept.write_text(COMPARISON)
    (tmp_path / "damaged").mkdir()
    assert damaged("comparison", kept, tmp_path / "damaged", 150) > 50


COMPARISON = """{"reference": "golden", "ok": true, "reasons": [], "labs":
{"rnn_02_hello_rnn": {"compat": {"meta": {"lab": "rnn_02_hello_rnn", "engine": "compat",
"seed": 777, "seconds_total": 8.9, "seconds_steps": 0.7, "platform": "Linux x86_64",
"python": "3.11.7", "numpy": "2.4.6", "tensorflow": "2.21.0", "keras": "3.15.1"},
"steps": 2000, "findings": [{"name": "names", "ok": true, "said": "8 variables",
"value": null}, {"name": "seed", "ok": true, "said": "0", "value": 0.0}]}}}}"""

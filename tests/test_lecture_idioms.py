"""Lecture 12 as slides write it runs, and prints what 1.15.5 and 2.3.1 printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lecture_idioms import SCRIPTS

# what a script prints, as recorded from TensorFlow 1.15.5 and Keras 2.3.1; figures that
# begin with other weights (of less than 25 units, see the README) are left open: `…`
PRINTED = {
    "cells.py": """\
array([[[1., 0., 0.]]], dtype=float32)
(1, 1, 2)
array([0., 0., 0., 0., 0.], dtype=float32)
5 LSTMStateTuple(c=5, h=5)
(2, 5) (2, 5)
(2, 3, 2)
""",
    "letters.py": """\
0 one long s -> ne long se
Tensor("one_hot:0", shape=(?, 10, 22), dtype=float32)
0 0 bbbbbbbbbb 3.046267…
20 0   nee nnen 1.9765…
40 0 se long se 0.339…
ne long sentence, and a loss for each of its letters; \
slides break it over two lines.""",
    "prices.py": """\
[step: 0] loss: 35.5963…
[step: 33] loss: 1.00871…
[step: 66] loss: 0.89237…
[step: 99] loss: 0.76258…
RMSE: 0.337305…
""",
    "verse.py": """\
(59, 10, 18) (59, 18)
Model: "many-to-one RNN"
_________________________________________________________________
Layer (type)                 Output Shape              Param #@@@
=================================================================
lstm_1 (LSTM)                (None, 20)                3120@@@@@@
_________________________________________________________________
dense_1 (Dense)              (None, 18)                378@@@@@@@
=================================================================
Total params: 3,498
Trainable params: 3,498
Non-trainable params: 0
_________________________________________________________________
None
Epoch 1/3
 - …s - loss: 2.… - accuracy: …
Epoch 2/3
 - …s - loss: 2.… - accuracy: …
Epoch 3/3
 - …s - loss: 2.… - accuracy: …
15
True
""",
    "reviews.py": "Test Loss: 0.7\n(1, 1)\n",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_runs_and_prints_what_it_printed(tmp_path: Path, forking, name):
    for script, source in SCRIPTS.items():
        (tmp_path / script).write_text(source)
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", "--warm", name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        env={**forking, "MPLBACKEND": "Agg"},
    )
    assert done.returncode == 0, done.stderr
    printed = PRINTED[name].replace("@", " ")  # spaces at the end of a line
    expected = re.escape(printed).replace("…", r"[\d.e+-]*")
    assert re.fullmatch(expected, done.stdout), done.stdout

"""Wrong arguments of the labs: one clear line on stderr and exit code 2, both forms.

All cases of a form run in one process; each asks the script itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab12.labs import catalogue

ROOT = Path(__file__).resolve().parent.parent

HEAD = "# Open,High,Low,Volume,Close\n"
DAYS = "".join(f"{i},{i + 2},{i - 1},{100 + i * i},{i + 1}\n" for i in range(20, 0, -1))

# name of a file in the test's folder: its text
FILES = {
    "empty.csv": "",
    "comments.csv": HEAD,
    "bad_number.csv": HEAD + DAYS.replace("17,19,16", "17,abc,16"),
    "not_finite.csv": HEAD + DAYS.replace("17,19,16", "17,nan,16"),
    "four_columns.csv": HEAD + DAYS.replace("17,19,16,", "17,19,"),
    "few.csv": HEAD + "".join(DAYS.splitlines(keepends=True)[:8]),
    "no_label.csv": "text,label,source\ngood,1,x\nbad,bad,x\n",
    "one_side.csv": "text,label\n" + "".join(f"good {i},1\n" for i in range(40)),
    "constant.csv": HEAD + "".join(f"{i},{i},5,{i * i},{i}\n" for i in range(20)),
}

DYNAMIC, CHARS = "rnn_01_basic_04_dynamic", "rnn_03_char_sequence"
ONE_LAYER, STACKED = "rnn_04_long_char_non_stack", "rnn_05_long_char_stacked"
STOCK, LINEAR = "rnn_06_stock_prediction", "rnn_07_stock_linear"
RHYME, RHYME_EACH = "rnn_09_sixpence_many_to_one", "rnn_10_sixpence_many_to_many"
SENTIMENT, SENTIMENT_2 = "rnn_11_sentiment", "rnn_12_sentiment_stacked"
PHRASES = "rnn_13_shapes_attention"

# lab, arguments ({} is the test's folder), what the line says
CASES = [
    (STOCK, ["{}/missing.csv"], "missing.csv"),
    (STOCK, ["{}"], "expected a CSV file"),
    (STOCK, ["{}/empty.csv"], "expected lines of five numbers, received no such line"),
    (STOCK, ["{}/comments.csv"], "expected lines of five numbers"),
    (STOCK, ["{}/bad_number.csv"], "line 5: expected five numbers, received '17,abc"),
    (STOCK, ["{}/not_finite.csv"], "line 5: expected five numbers, received '17,nan"),
    (STOCK, ["{}/four_columns.csv"], "line 5: expected five numbers"),
    (STOCK, ["{}/few.csv"], "expected 9 days or more, received 8"),
    (STOCK, ["{}/constant.csv"], "expected a Low that changes, received 5"),
    (STOCK, ["a.csv", "b.csv"], "expected one CSV file, received 2 arguments"),
    (LINEAR, ["{}/missing.csv"], "missing.csv"),
    (LINEAR, ["{}/bad_number.csv"], "line 5: expected five numbers, received '17,abc"),
    (LINEAR, ["{}/few.csv"], "expected 9 days or more, received 8"),
    (LINEAR, ["{}/constant.csv"], "expected a Low that changes, received 5"),
    (RHYME, ["king was i", "jam and bread"], "of the rhyme, one of \" !',.?F"),
    (RHYME, ["Zing a son"], "received 'Z'"),
    (RHYME, ["sing\na son"], "received '\\n'"),
    (RHYME, ["화이팅"], "received '화'"),
    (RHYME, [""], "expected a text to continue, received an empty one"),
    (RHYME_EACH, ["hello world, zzz"], "received 'z'"),
    (SENTIMENT, ["--reviews", "{}/missing.csv"], "missing.csv"),
    (SENTIMENT, ["--reviews", "{}/no_label.csv"], "expected columns text and label, 0"),
    (SENTIMENT, ["--reviews", "{}/no_label.csv"], "in row 2"),
    (SENTIMENT, ["--reviews", "{}/comments.csv"], "expected good and bad reviews"),
    (SENTIMENT, ["--reviews", "{}/empty.csv"], "received 0 in"),
    (SENTIMENT_2, ["--reviews", "{}/one_side.csv"], "received 40 in"),
    (PHRASES, ["de"], "expected fr or ko, received de"),
    (PHRASES, ["fr", "ko"], "expected fr or ko, received fr ko"),
    (CHARS, [""], "expected a text with two different characters"),
    (CHARS, ["aaaa"], "received 'aaaa'"),
    (CHARS, ["a b", "c"], "received 2 arguments"),
    (ONE_LAYER, [""], "expected a sentence with two different characters"),
    (ONE_LAYER, ["hello", "5"], "expected a window from 1 to 4"),
    (ONE_LAYER, ["hello", "0"], "received 0"),
    (STACKED, ["zzz"], "received 'zzz'"),
    (STACKED, ["hello", "9"], "expected a window from 1 to 4"),
    (STACKED, ["hello", "two"], "expected a whole number as window, received 'two'"),
    (DYNAMIC, ["6", "3", "4"], "expected lengths from 0 to 5"),
    (DYNAMIC, ["5", "-1", "4"], "received -1"),
    (DYNAMIC, ["5", "3"], "expected 3 lengths"),
    (DYNAMIC, ["5", "3", "x"], "expected whole numbers as lengths, received 'x'"),
]

PROGRAM = """
import contextlib, io, json, runpy, sys
form, cases = json.loads(sys.argv[1])
if form == "legacy":
    import compat
    run = compat.run_path
else:
    def run(script, argv):
        sys.argv = [script, *argv]
        runpy.run_path(script, run_name="__main__")
results = []
for script, argv in cases:
    said = io.StringIO()
    code = "ran"
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            run(script, argv)
        except SystemExit as stop:
            code = stop.code
    results.append([code, said.getvalue()])
print("RESULTS" + json.dumps(results))
"""


@pytest.fixture(scope="module", params=["legacy", "modern"])
def answers(request, tmp_path_factory):
    """Exit code and stderr of every case, for one of the two forms."""
    folder = tmp_path_factory.mktemp("data")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    groups: dict[str, dict[int, list]] = {}  # a process is eager for Keras, or not
    for i, (lab, argv, _) in enumerate(CASES):
        one = catalogue.lab_named(lab)
        kind = one.keras2 if request.param == "legacy" else ""
        script = str(getattr(one, request.param))
        arguments = [argument.replace("{}", str(folder)) for argument in argv]
        groups.setdefault(kind, {})[i] = [script, arguments]
    results = {}
    for cases in groups.values():
        said = answered(request.param, list(cases.values()), folder)
        results.update(zip(cases, said, strict=True))
    return results


def answered(form, cases, folder):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([form, cases])],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.split("RESULTS")[1])


@pytest.mark.parametrize(
    "index", range(len(CASES)), ids=[f"{lab}-{'-'.join(a)}" for lab, a, _ in CASES]
)
def test_one_line_and_exit_code_2(answers, index):
    lab, _, words = CASES[index]
    code, said = answers[index]
    lines = [line for line in said.splitlines() if line.startswith("rnn_")]
    assert code == 2 and len(lines) == 1, (code, said)
    assert lines[0].startswith(f"{lab}.py: ") and words in lines[0]

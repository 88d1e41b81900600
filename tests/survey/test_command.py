"""`compat survey` as a user meets it; scripts are tiny, TensorFlow is a stand-in."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from compat import cli
from compat.survey import real
from tests.survey.test_finding import notebook, write


def survey(*args, state=None):
    args = [str(arg) for arg in args]
    return cli.main(["survey", "-j", "2", "--state", str(state), *args])


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state.jsonl"


def found(capsys):
    shown = json.loads(capsys.readouterr().out)
    return shown["figures"], {s["name"]: s for s in shown["scripts"]}


TF = "import tensorflow, os\nreal = 'REAL' in os.environ\n"


def test_all_outcomes(course, state, oracle, capsys, tmp_path):
    write(
        course,
        same_py=TF + "print('loss', 0.5 if real else 0.5001)",
        differ_py=TF + "print('step 1')\nprint('loss', 0.5 if real else 0.6)",
        unseeded_py=TF + "import random\nprint(3, random.random(), random.random())",
        fails_py=TF + "print(1)\nreal or [][3]",
        both_py=TF + "1 / 0",
        exits_py=TF + "raise SystemExit(3)",
        refuse_py=TF,
    )
    page = tmp_path / "page.html"
    code = survey(course, "--oracle", oracle, "--json", "--html", page, state=state)
    figures, scripts = found(capsys)
    assert code == 1
    states = {name[7:-3]: (s["state"], s["fails"]) for name, s in scripts.items()}
    assert states == {
        "same": ("runs", False),
        "differ": ("runs", True),
        "unseeded": ("runs", False),
        "fails": ("fails", True),
        "both": ("runs nowhere", False),
        "exits": ("runs", False),
        "refuse": ("refused", True),
    }
    assert scripts["course/fails.py"]["kind"] == "IndexError: list index out of range"
    assert scripts["course/differ.py"]["numbers"]["first"] == {
        "line": 2, "expected": "0.5", "received": "0.6", "text": "loss 0.5"
    }  # fmt: skip
    assert figures["refused_names"] == {"tf.contrib.bayesflow": 1}
    assert (figures["counted"], figures["runs"], figures["same"]) == (6, 4, 1)
    assert (figures["compared"], figures["unseeded"]) == (2, 1)
    text = page.read_text()
    assert "4 of 6 scripts run" in text and "http" not in text
    assert sorted(os.listdir(course)) == sorted(f"{name}.py" for name in states)
    # The table of an ended survey: nothing is asked for, so all runs anew
    assert survey(course, "--oracle", oracle, state=state) == 1
    out = capsys.readouterr().out
    assert "course/differ.py" in out and "line 2: 0.5 there, 0.6 here" in out
    assert "1  tf.contrib.bayesflow" in out


def test_the_real_one_is_not_told_of_tensorflow_2(course, state, oracle, monkeypatch):
    monkeypatch.setenv("TF2_BEHAVIOR", "1")
    write(course, a_py=TF + "assert 'TF2_BEHAVIOR' not in os.environ")
    assert survey(course, "--oracle", oracle, state=state) == 0


def test_recorded_runs(course, state, oracle, capsys, tmp_path):
    records = tmp_path / "records"
    write(course, a_py=TF + "print(0.25 if real else 0.5)", b_py=TF + "print(7)")
    survey(course, "--oracle", oracle, "--record", records, state=state)
    capsys.readouterr()
    assert survey(course, "--against", records, "--json", state=state) == 1
    figures, scripts = found(capsys)
    assert scripts["course/a.py"]["numbers"]["verdict"] == "differ"
    assert (figures["same"], figures["differ"]) == (1, 1)
    # a script that has changed since is not compared
    write(course, a_py=TF + "print(0.5)")
    assert survey(course, "--against", records, "--json", state=state) == 0
    assert "numbers" not in found(capsys)[1]["course/a.py"]


def test_a_nudged_run_that_a_limit_ended_is_not_kept(
    course, state, oracle, monkeypatch, tmp_path
):
    records = tmp_path / "records"
    waits = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(real, "nudged_command", lambda *_: waits)
    write(course, a_py=TF + "print(0.25 if real else 0.5)")
    arguments = ("--oracle", oracle, "--record", records, "--timeout", "2")
    assert survey(course, *arguments, state=state) == 1
    (record,) = records.iterdir()
    assert json.loads(record.read_text())["nudged"] is None


AWKWARD = {
    "waits.py": "input('? ')",
    "shows.py": "import matplotlib.pyplot as plt; plt.plot([1]); plt.show(); print(1)",
    "floods.py": "for _ in range(300): print('7' * 100_000)",
    "bytes.py": r"import sys; sys.stdout.buffer.write(b'\xff\xfe 1\n')",
    "long.py": "import time; time.sleep(60)",
    "fills.py": "f = open('big', 'wb')\nwhile True: f.write(bytes(1 << 20))",
    "children.py": """
import subprocess, sys
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
a = subprocess.Popen(sleep)
b = subprocess.Popen(sleep, start_new_session=True)
print("pids", a.pid, b.pid, file=sys.stderr)
open(os.environ["PIDS"], "w").write(f"{a.pid} {b.pid}")
""",
    "modes.py": "os.mkdir('d'); open('d/f', 'w'); os.chmod('d', 0o500)",
    "kills.py": "import signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "temporary.py": "import tempfile; print(tempfile.mkdtemp())",
}


def test_awkward_scripts(course, state, stub, capsys, tmp_path, monkeypatch):
    pids = tmp_path / "pids"
    monkeypatch.setenv("PIDS", str(pids))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    for name, code in AWKWARD.items():
        (course / name).write_text(f"import tensorflow, os\n{code}\n")
    limits = ["--timeout", "4", "--disk", "20"]
    assert survey(course, "--json", *limits, state=state) == 1
    scripts = found(capsys)[1]
    kinds = {name[7:]: s.get("kind", s["state"]) for name, s in scripts.items()}
    assert kinds == {
        "waits.py": "EOFError: EOF when reading a line",
        "shows.py": "runs",
        "floods.py": "runs",
        "bytes.py": "runs",
        "long.py": "stopped: the limit of time",
        "fills.py": "stopped: the limit of disk",
        "children.py": "runs",
        "modes.py": "runs",
        "kills.py": "ended by signal 11",
        "temporary.py": "runs",
    }
    for pid in pids.read_text().split():
        assert not runs(pid)
    assert os.listdir(tmp_path / "own") == []


@pytest.mark.parametrize(
    "args, words",
    [
        (["nowhere"], "no such file or folder"),
        (["."], "no script or notebook that imports tensorflow or keras"),
        ([".", "--timeout", "0"], "expected more than 0"),
        ([".", "-j", "0"], "expected 1 or more"),
        (["a.py", "--oracle", "/no/python"], "expected --oracle to be the path of"),
        (["a.py", "--oracle", sys.executable], "a Python with TensorFlow 1.x"),
        (["a.py", "--against", "nowhere"], "expected a folder of recorded runs"),
        (["a.py", "--record", "r"], "--record needs --oracle"),
        (["a.py", "--record", "r", "--against", "r"], "not allowed with"),
        (["a.py", "--html", "/nowhere/p.html"], "expected --html to be a file"),
        (["a.py", "--state", "a.py"], "expected the results of a survey"),
        (["a.py", "--state", "/nowhere/s"], "expected /nowhere/s to be a file"),
    ],
)
def test_wrong_use(tmp_path, monkeypatch, capsys, args, words):
    monkeypatch.delenv("LAB12_TF115", raising=False)
    monkeypatch.chdir(tmp_path)
    if args[0] == "a.py":
        (tmp_path / "a.py").write_text("import tensorflow")
    try:
        code = cli.main(["survey", *args])
    except SystemExit as error:
        code = error.code
    said = capsys.readouterr().err.splitlines()
    assert code == 2
    assert words in said[-1]
    if "argument" not in said[-1]:
        assert len(said) == 1


def runs(pid):
    """Whether a process is there that is no zombie."""
    try:
        with open(f"/proc/{pid}/cmdline") as stream:
            return bool(stream.read())
    except OSError:
        return False


def start(course, state, stub, tmp_path):
    """A survey in a process of its own, with the stand-in for `compat run`."""
    program = (
        "import sys; from tests.survey.conftest import LAUNCHER; "
        "from compat.survey import surveying; surveying._LAUNCHER = LAUNCHER; "
        "from compat import cli; sys.exit(cli.main(sys.argv[1:]))"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    own = tmp_path / "own"
    own.mkdir(exist_ok=True)
    line = ["survey", str(course), "--state", str(state), "-j", "1", "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", program, *line],
        env={**os.environ, "PYTHONPATH": f"{root}:{stub}", "TMPDIR": str(own)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number, code", [
    (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9),
])  # fmt: skip
def test_a_survey_that_is_stopped_goes_on(course, state, stub, tmp_path, number, code):
    write(
        course,
        a_py="import tensorflow\nprint(1)",
        b_py="import tensorflow, os, time\n"
        f"with open({str(tmp_path / 'began')!r} + '_', 'w') as f:\n"
        "    f.write(str(os.getpid()))\n"
        f"os.rename(f.name, f.name[:-1])\n"
        f"while not os.path.exists({str(tmp_path / 'go')!r}): time.sleep(0.05)\n",
        c_py="import tensorflow",
    )
    process = start(course, state, stub, tmp_path)
    wait_for((tmp_path / "began").exists)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    lines = [json.loads(line) for line in state.read_text().splitlines()]
    assert [line.get("name") for line in lines] == [None, "course/a.py"]
    pid = int((tmp_path / "began").read_text())
    if number != signal.SIGKILL:
        assert "compat: stopped after 1 of 3 scripts" in err
        assert os.listdir(tmp_path / "own") == []
    with state.open("a") as stream:
        stream.write('{"name": "course/b.py", "fa')  # as a full disk leaves it
    (tmp_path / "go").touch()
    process = start(course, state, stub, tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "goes on: 1 results" in err
    assert json.loads(out)["figures"]["runs"] == 3
    lines = [json.loads(line) for line in state.read_text().splitlines()]
    done = [line.get("name", "")[7:] for line in lines]
    assert done == ["", "a.py", "", "b.py", "c.py", ""]
    assert not runs(pid)
    assert os.listdir(tmp_path / "own") == []


def test_only_what_failed(course, state, stub, capsys):
    write(course, a_py="import tensorflow", b_py="import tensorflow\n1 / 0")
    assert survey(course, state=state) == 1
    write(course, b_py="import tensorflow\nprint(1)")
    capsys.readouterr()
    assert survey(course, "--failed", "--json", state=state) == 0
    said = capsys.readouterr()
    assert "[2/2]" in said.err and "course/a.py" not in said.err
    assert json.loads(said.out)["figures"]["runs"] == 2
    # a script that has changed since runs again
    write(course, a_py="import tensorflow\n1 / 0")
    assert survey(course, "--failed", state=state) == 1


def test_two_surveys_at_once(course, state, stub, tmp_path, capsys):
    write(
        course,
        a_py="import tensorflow, time\n"
        f"open({str(tmp_path / 'began')!r}, 'w')\ntime.sleep(60)",
    )
    process = start(course, state, stub, tmp_path)
    wait_for((tmp_path / "began").exists)
    assert survey(course, state=state) == 2
    assert "another survey is using it" in capsys.readouterr().err
    process.terminate()
    process.communicate(timeout=60)


def test_real_runs(course, state, tmp_path, capsys, monkeypatch):
    """TensorFlow itself: a script, and a notebook whose cell fails."""
    monkeypatch.delenv("LAB12_TF115", raising=False)
    write(
        course,
        lab_py="import tensorflow as tf\ntf.set_random_seed(1)\n"
        "with tf.Session() as s: print(s.run(tf.random_normal([2])))",
        types_py="stands = 'beside'",
    )
    (course / "bad.ipynb").write_text(
        notebook("import tensorflow as tf", "print(tf.contrib.rnn.GRUCell)", "1 / 0")
    )
    assert survey(course, "--json", state=state) == 1
    scripts = found(capsys)[1]
    assert scripts["course/lab.py"]["state"] == "runs"
    assert scripts["course/bad.ipynb"]["kind"] == "ZeroDivisionError: division by zero"


@pytest.mark.oracle
def test_the_real_one(course, state, capsys):
    """1.15.5 beside it, by LAB12_TF115 or make oracle."""
    from lab12.runs import engines

    python = engines.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5: make oracle")
    write(
        course,
        lab_py="import tensorflow as tf\ntf.set_random_seed(1)\n"
        "with tf.Session() as s: print(s.run(tf.random_normal([2])))",
    )
    assert survey(course, "--json", "--oracle", python, state=state) == 0
    assert found(capsys)[1]["course/lab.py"]["numbers"]["compared"] == 2

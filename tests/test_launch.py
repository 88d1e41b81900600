"""The script's own folders: what is run, as Python runs it, and what it reaches."""

from __future__ import annotations

import subprocess
import sys

import launch_cases
import pytest
from launch_cases import CASES, COMPAT, Case


@pytest.mark.parametrize("name", CASES)
def test_cold(tmp_path, name):
    case = CASES[name]
    launch_cases.write(tmp_path, case.files)
    launch_cases.check(
        case, launch_cases.run([COMPAT, "run"], case, tmp_path), tmp_path
    )


TENSORFLOW = """\
import compat, queue, tokenize, types, utils
import tensorflow as tf
from concurrent.futures import ProcessPoolExecutor
import multiprocessing
def work(n):
    import tensorflow as tf
    with tf.Session() as session:
        return int(session.run(tf.constant(n) * 2))
if __name__ == "__main__":
    print([m.WHO[0] for m in (compat, queue, tokenize, types, utils)])
    with tf.Session() as session:
        print(session.run(tf.constant(3)), tf.contrib.rnn.BasicLSTMCell(3).output_size)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        print(list(pool.map(work, [1, 2])))
"""


def test_tensorflow_beside_own_modules_and_in_a_spawned_child(tmp_path):
    names = "compat queue tokenize types utils".split()
    own = {
        f"{name}.py": "import tensorflow as tf\nWHO = [tf.VERSION]\n" for name in names
    }
    case = Case(
        ["main.py"],
        {"main.py": TENSORFLOW, **own},
        "['1.15.5', '1.15.5', '1.15.5', '1.15.5', '1.15.5']\n3 3\n[2, 4]\n",
    )
    launch_cases.write(tmp_path, case.files)
    launch_cases.check(
        case, launch_cases.run([COMPAT, "run"], case, tmp_path), tmp_path
    )


MODULE = [sys.executable, "-m", "compat", "run"]


@pytest.mark.parametrize("name", ["a script", "a module", "code", "own modules last"])
def test_python_m_compat_goes_on_working(tmp_path, name):
    case = CASES[name]
    launch_cases.write(tmp_path, case.files)
    launch_cases.check(case, launch_cases.run(MODULE, case, tmp_path), tmp_path)


def test_python_m_compat_says_where_it_was_misled(tmp_path):
    """`python -m` itself may import warnings: the script's, if it lies there."""
    (tmp_path / "warnings.py").write_text("def warn(*a, **k): pass\nOWN = True\n")
    (tmp_path / "main.py").write_text(
        "import warnings, numpy\nprint(warnings.OWN, hasattr(numpy, 'asscalar'))\n"
    )
    case = Case(["main.py", "x"], {}, "True True\n")
    launch_cases.check(
        case, launch_cases.run([COMPAT, "run"], case, tmp_path), tmp_path
    )
    done = launch_cases.run(MODULE, case, tmp_path)
    assert (done.returncode, done.stdout) == (0, "True True\n"), done.stderr
    (tmp_path / "probe.py").write_text("import sys\nprint('warnings' in sys.modules)\n")
    probe = subprocess.run(
        [sys.executable, "-m", "probe"], cwd=tmp_path, capture_output=True, text=True
    )
    if probe.stdout == "False\n":  # as of Python 3.13
        assert done.stderr == ""
        return
    assert done.stderr.splitlines() == [
        "compat: `python -m` has taken warnings.py of this folder for Python's own; "
        "starting anew without. `compat run …` is never misled"
    ]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="-P is of Python 3.11")
def test_python_p_m_compat_is_not_misled(tmp_path):
    case = CASES["own modules first"]
    launch_cases.write(tmp_path, case.files)
    command = [sys.executable, "-P", "-m", "compat", "run"]
    launch_cases.check(case, launch_cases.run(command, case, tmp_path), tmp_path)


def test_run_path_and_install_leave_the_program_alone(tmp_path):
    """Of a program, only the script that it runs, and what that reaches, is legacy."""
    launch_cases.write(
        tmp_path,
        {
            "program.py": "import compat, helper\n"
            "import os, sys\nsys.path.append(os.getcwd())\n"
            "compat.run_path('old/main.py', ['x'])\nimport later, reached\n"
            "print(helper.OLD, later.OLD, reached.OLD)\n",
            "helper.py": launch_cases.OLD,
            "later.py": launch_cases.OLD,
            "old/main.py": "import sys, numpy\nsys.path.append('lib')\n"
            "import beside\nprint(hasattr(numpy, 'asscalar'), beside.OLD, sys.argv)\n",
            "old/beside.py": launch_cases.OLD,
            "lib/reached.py": launch_cases.OLD,
        },
    )
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "True True ['old/main.py', 'x']",
        "False False True",
    ]

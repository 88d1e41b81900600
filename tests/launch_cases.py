"""Scripts in folders, and how they are run; for `test_launch.py` and `test_warm.py`.

`old(numpy)` says whether a module is TensorFlow 1.x code: it alone sees `numpy.asscalar`.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

COMPAT = os.path.join(os.path.dirname(sys.executable), "compat")

OLD = "import numpy\nOLD = hasattr(numpy, 'asscalar')\n"
PROBE = (
    "import os, sys, numpy\n"
    "print([__name__, os.path.abspath(globals().get('__file__', 'none')), __package__,\n"
    "       __spec__ and __spec__.name, sys.argv, sys.path[0]])\n"
    "print(hasattr(numpy, 'asscalar'))\n"
)


@dataclass
class Case:
    """A way to run something.

    Attributes:
        argv: Of `compat run`.
        files: Name in the case's folder: its text; of an archive, its files.
        out: What it prints; `None`: what plain Python prints, of an old NumPy.
        err: What stands in stderr, a piece a line.
        code: Its exit code.
        cwd: A folder below the case's.
        env: More environment; `{}` is the case's folder.
        typed: Standard input.
    """

    argv: list[str]
    files: dict[str, object]
    out: str | None = None
    err: list[str] = field(default_factory=list)
    code: int = 0
    cwd: str = "."
    env: dict[str, str] = field(default_factory=dict)
    typed: str = ""


def write(folder: Path, files: dict[str, object]) -> None:
    """Write the files of a case; `link` is a link."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "link":
            path.symlink_to(str(text))
            continue
        if isinstance(text, dict):
            whole = io.BytesIO()
            with zipfile.ZipFile(whole, "w") as archive:
                for inner, source in text.items():
                    archive.writestr(inner, source)
            path.write_bytes(whole.getvalue())
        else:
            path.write_text(str(text))


def run(command: list[str], case: Case, folder: Path, **more: str):
    """Run a case, whose files are there, by a command."""
    env = {k: v.replace("{}", str(folder)) for k, v in case.env.items()}
    known = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [*command, *case.argv],
        cwd=folder / case.cwd,
        env={**known, "TF_CPP_MIN_LOG_LEVEL": "3", **more, **env},
        input=case.typed,
        capture_output=True,
        text=True,
        timeout=120,
    )


def check(case: Case, done, folder: Path) -> None:
    """Assert that a case ended as it should."""
    wanted = case.out
    if wanted is None:
        plain = run([sys.executable], case, folder)
        assert (plain.returncode, plain.stderr) == (0, "")
        wanted = re.sub("^False$", "True", plain.stdout, flags=re.MULTILINE)
    assert (done.stdout, done.returncode) == (wanted, case.code), done.stderr
    for piece in case.err:
        assert piece in done.stderr
    if not case.err:
        assert done.stderr == ""


REACHED = "print(helper.OLD, helper.__file__ is not None)\n"
THERE = "import os, sys\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
BELOW = {"lib/helper.py": OLD}
WORK = (
    "import multiprocessing\n"
    "def work(n):\n"
    "    import helper, numpy\n"
    "    return n, helper.OLD, hasattr(numpy, 'asscalar'), __name__\n"
    "if __name__ == '__main__':\n"
    "    with multiprocessing.get_context({!r}).Pool(1) as pool:\n"
    "        print(pool.map(work, [1, 2]))\n"
)
SHADOWS = "calendar compat queue random tokenize types utils".split()
OWN = "import numpy\nWHO = ['own', hasattr(numpy, 'asscalar'), __name__]\n"
SEES_OWN = (
    f"import {', '.join(SHADOWS)}\n"
    f"print([m.WHO for m in ({', '.join(SHADOWS)})] == "
    f"[['own', True, n] for n in {SHADOWS}])\n"
)
SEES_OTHERS = (  # libraries, which need those of Python, imported before and after
    "import concurrent.futures, email.message, inspect, logging.handlers\n"
    "import numpy.testing, http.cookiejar, asyncio\n"
    "print(asyncio.Queue.__module__, logging.handlers.queue.Queue.__module__,\n"
    "      hasattr(http.cookiejar, 'timegm'), inspect.types.FunctionType.__name__)\n"
)
PACKAGE = {
    "pkg/__init__.py": "",
    "pkg/__main__.py": PROBE
    + "from . import mod\nfrom .sub.low import up\nprint(up)\n",
    "pkg/mod.py": PROBE,
    "pkg/sub/__init__.py": "",
    "pkg/sub/low.py": "from ..other import OLD as up\n",
    "pkg/other.py": "OLD = __name__\n",
}

CASES = {
    # modules that the script reaches
    "beside": Case(
        ["a/main.py"],
        {"a/main.py": "import helper\n" + REACHED, "a/helper.py": OLD},
        "True True\n",
    ),
    "sys.path.append": Case(
        ["a/main.py"],
        {
            "a/main.py": THERE
            + "sys.path.append(HERE + '/../lib')\nimport helper\n"
            + REACHED,
            **BELOW,
        },
        "True True\n",
    ),
    "sys.path.insert, relative": Case(
        ["a/main.py"],
        {
            "a/main.py": "import sys\nsys.path.insert(0, 'lib')\nimport helper\n"
            + REACHED,
            **BELOW,
        },
        "True True\n",
    ),
    "PYTHONPATH": Case(
        ["a/main.py"],
        {"a/main.py": "import helper\n" + REACHED, **BELOW},
        "True True\n",
        env={"PYTHONPATH": "{}/lib"},
    ),
    "a package above": Case(
        ["a/b/main.py"],
        {
            "a/b/main.py": THERE
            + "sys.path.append(HERE + '/../..')\nfrom a.c import helper\n"
            + REACHED,
            "a/c/helper.py": OLD,
        },
        "True True\n",
    ),
    "a file by its path": Case(
        ["a/main.py"],
        {
            "a/main.py": "import importlib.util as u\n"
            "spec = u.spec_from_file_location('helper', 'lib/helper.py')\n"
            "helper = u.module_from_spec(spec)\nspec.loader.exec_module(helper)\n"
            + REACHED,
            **BELOW,
        },
        "True True\n",
    ),
    "names of modules, and code without a name": Case(
        ["a.py"],
        {
            "a.py": "import importlib\n"
            "old = [hasattr(__import__('numpy'), 'asscalar')]\n"
            "old.append(hasattr(importlib.import_module('numpy'), 'asscalar'))\n"
            "seen = {}\nexec(open('b.txt').read(), seen)\nold.append(seen['OLD'])\n"
            "old.append(__import__('queue').OLD)\nprint(old)\n",
            "b.txt": OLD,
            "queue.py": OLD,
        },
        "[True, True, True, True]\n",
    ),
    "an archive on the path": Case(
        ["a/main.py"],
        {
            "a/main.py": "import sys\nsys.path.append('lib.zip')\nimport helper\n"
            + REACHED,
            "lib.zip": {"helper.py": OLD},
        },
        "True True\n",
    ),
    "an installed package": Case(
        ["a/main.py"],
        {"a/main.py": "import helper\n" + REACHED, "site-packages/helper.py": OLD},
        "False True\n",
        env={"PYTHONPATH": "{}/site-packages"},
    ),
    "an installed package that is named": Case(
        ["--legacy", "helper", "a/main.py"],
        {
            "a/main.py": "import helper.low, another\nprint(helper.low.OLD, another.OLD)\n",
            "site-packages/helper/__init__.py": "",
            "site-packages/helper/low.py": OLD,
            "site-packages/another.py": OLD,
        },
        "True False\n",
        env={"PYTHONPATH": "{}/site-packages"},
    ),
    "a package that is not installed is named": Case(
        ["--legacy", "no_such", "a.py"],
        {"a.py": ""},
        "",
        [
            "compat: --legacy: expected the name of an installed package, received 'no_such'"
        ],
        2,
    ),
    # modules of the script's that are called as another's
    "own modules first": Case(
        ["main.py"],
        {"main.py": SEES_OWN + SEES_OTHERS, **{f"{n}.py": OWN for n in SHADOWS}},
        "True\nasyncio.queues queue True function\n",
    ),
    "own modules last": Case(
        ["a/main.py"],
        {"a/main.py": SEES_OTHERS + SEES_OWN, **{f"a/{n}.py": OWN for n in SHADOWS}},
        "asyncio.queues queue True function\nTrue\n",
        cwd="a/..",
    ),
    "own packages": Case(
        ["main.py"],
        {
            "main.py": "import email.own, numpy.testing, test.support.own as t\n"
            "import smtplib\n"
            "print(email.own.OLD, t.OLD, hasattr(smtplib.email, 'message_from_string'))\n",
            "email/__init__.py": "from . import own\n",
            "email/own.py": OLD,
            "test/__init__.py": "",
            "test/support/__init__.py": "",
            "test/support/own.py": OLD,
        },
        "True True True\n",
    ),
    "a class of an own module is pickled": Case(
        ["main.py"],
        {
            "main.py": "import calendar, pickle\n"
            "print(type(pickle.loads(pickle.dumps(calendar.Day()))) is calendar.Day)\n",
            "calendar.py": "class Day: pass\n",
        },
        "True\n",
    ),
    "what Python has first stays": Case(
        ["main.py"],
        {
            "main.py": "import io, os\nprint(io.StringIO, os.sep)\n",
            "io.py": "1 / 0\n",
            "os.py": "1 / 0\n",
        },
        "<class '_io.StringIO'> /\n",
    ),
    "own modules of PYTHONPATH": Case(
        ["a/main.py"],
        {
            "a/main.py": "import compat, argparse\nprint(compat.WHO, argparse.WHO)\n",
            "lib/compat.py": OWN,
            "lib/argparse.py": OWN,
        },
        "['own', True, 'compat'] ['own', True, 'argparse']\n",
        env={"PYTHONPATH": "{}/lib"},
    ),
    "Python 2 beside a compat.py": Case(
        ["main.py"],
        {"main.py": "import compat\nprint compat.WHO[0], 3 / 2\n", "compat.py": OWN},
        "own 1\n",
        ["main.py is Python 2"],
    ),
    # what is run
    "a script": Case(["a/main.py", "x", "--y", "-m"], {"a/main.py": PROBE}),
    "a script behind a link": Case(["link"], {"a/main.py": PROBE, "link": "a/main.py"}),
    "a pipe": Case(["/dev/stdin"], {}, "True\n", typed=OLD + "print(OLD)\n"),
    "a module": Case(["-m", "pkg.mod", "x", "--y"], PACKAGE),
    "a package": Case(["-mpkg", "-c"], PACKAGE),
    "a module of PYTHONPATH": Case(
        ["-m", "pkg"],
        {f"lib/{n}": t for n, t in PACKAGE.items()},
        env={"PYTHONPATH": "{}/lib"},
    ),
    "a module of a package called as another": Case(
        ["-m", "code.run"],
        {
            "code/__init__.py": "",
            "code/run.py": "from . import low\nprint(low.OLD, low.__name__)\n",
            "code/low.py": OLD,
        },
        "True code.low\n",
    ),
    "code": Case(
        ["-c", PROBE + "import helper\nprint(helper.OLD)", "-x", "y"],
        {"helper.py": OLD},
    ),
    "standard input": Case(
        ["-", "x"],
        {"helper.py": OLD},
        typed=PROBE + "import helper\nprint(helper.OLD)\n",
    ),
    "a folder": Case(
        ["a", "-x"],
        {
            "a/__main__.py": PROBE + "import helper\nprint(helper.OLD)\n",
            "a/helper.py": OLD,
        },
    ),
    "an archive": Case(
        ["a.zip", "-x"],
        {
            "a.zip": {
                "__main__.py": PROBE + "import helper\nprint(helper.OLD)\n",
                "helper.py": OLD,
            }
        },
    ),
    "an archive in Python 2": Case(
        ["a.zip"],
        {"a.zip": {"__main__.py": "print 3 / 2\n"}},
        "1\n",
        ["a.zip/__main__.py is Python 2"],
    ),
    "no module": Case(["-m", "nope"], {}, "", ["compat: No module named nope\n"], 2),
    "no module in a package": Case(
        ["-m", "pkg.nope"], PACKAGE, "", ["compat: No module named pkg.nope\n"], 2
    ),
    "a package without main": Case(
        ["-m", "pkg.sub"],
        PACKAGE,
        "",
        [
            "compat: No module named pkg.sub.__main__; 'pkg.sub' is a package and cannot be directly executed\n"
        ],
        2,
    ),
    "a folder without main": Case(
        ["pkg/sub"],
        PACKAGE,
        "",
        [
            "compat: expected the path of a Python script, received 'pkg/sub': a folder without __main__.py\n"
        ],
        2,
    ),
    "no module that a package wants": Case(
        ["-m", "a.b"],
        {"a/__init__.py": "import nope\n", "a/b.py": ""},
        "",
        ["a/__init__.py", "ModuleNotFoundError: No module named 'nope'"],
        1,
    ),
    "nothing to run": Case(
        ["--py2"], {}, "", ["expected SCRIPT, -m MODULE, -c CODE or -"], 2
    ),
    "a module without a name": Case(
        ["--py2", "-m"], {}, "", ["run: argument -m: expected one argument"], 2
    ),
    "a syntax error in code": Case(
        ["-c", "x = (1,"],
        {},
        "",
        ["compat: <string>:1: SyntaxError: '(' was never closed: x = (1,"],
        2,
    ),
    # children
    "spawn": Case(
        ["a/main.py"],
        {"a/main.py": WORK.format("spawn"), "a/helper.py": OLD},
        "[(1, True, True, '__mp_main__'), (2, True, True, '__mp_main__')]\n",
    ),
    "forkserver, beside a types.py": Case(
        ["main.py"],
        {
            "main.py": WORK.format("forkserver"),
            "helper.py": OLD,
            "types.py": OWN,
            "compat.py": OWN,
        },
        "[(1, True, True, '__mp_main__'), (2, True, True, '__mp_main__')]\n",
    ),
    "spawn of a module": Case(
        ["-m", "pkg.run"],
        {"pkg/__init__.py": "", "pkg/run.py": WORK.format("spawn"), "helper.py": OLD},
        "[(1, True, True, '__mp_main__'), (2, True, True, '__mp_main__')]\n",
    ),
    "spawn in Python 2": Case(
        ["--py2", "main.py"],
        {
            "main.py": WORK.format("spawn").replace("return n,", "return n / 2,"),
            "helper.py": OLD,
        },
        "[(0, True, True, '__mp_main__'), (1, True, True, '__mp_main__')]\n",
        ["is Python 2"],
    ),
    # hooks
    "sys.excepthook": Case(
        ["main.py"],
        {
            "main.py": "import sys, traceback\n"
            "def hook(kind, error, trace):\n"
            "    print('hook', kind.__name__, error, traceback.extract_tb(trace)[0].filename)\n"
            "sys.excepthook = hook\nraise ValueError('the end')\n"
        },
        "hook ValueError the end main.py\n",
        code=1,
    ),
    "sys.excepthook and a name that is refused": Case(
        ["main.py"],
        {
            "main.py": "import sys\nsys.excepthook = lambda kind, error, trace: print('hook', kind.__mro__[1].__name__)\n"
            "import tensorflow.contrib.no_such\n"
        },
        "hook ModuleNotFoundError\n",
        ["compat: main.py:3: tf.contrib.no_such was never in TensorFlow 1.15"],
        2,
    ),
    "sys.excepthook that fails": Case(
        ["main.py"],
        {
            "main.py": "import sys\nsys.excepthook = lambda *error: 1 / 0\nraise ValueError('the end')\n"
        },
        "",
        [
            "Error in sys.excepthook:",
            "ZeroDivisionError",
            "Original exception was:",
            "ValueError: the end",
        ],
        1,
    ),
    "sys.excepthook that exits": Case(
        ["main.py"],
        {
            "main.py": "import sys\nsys.excepthook = lambda *error: sys.exit(5)\nraise ValueError('the end')\n"
        },
        "",
        code=5,
    ),
    "threading.excepthook": Case(
        ["main.py"],
        {
            "main.py": "import threading\n"
            "threading.excepthook = lambda args: print('hook', args.exc_type.__name__, args.exc_value)\n"
            "thread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()\n"
        },
        "hook ZeroDivisionError division by zero\n",
    ),
}

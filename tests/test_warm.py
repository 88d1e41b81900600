"""`compat run --warm`: a fork of the server is like a process of its own."""

import json
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import launch_cases
import pytest

from compat.run.warm import client
from compat.run.warm import place as warm
from compat.survey import processes
from lab12.labs import catalogue

REPOSITORY = Path(__file__).resolve().parent.parent

PROBE = """
import json, os, random, resource, signal, sys
import numpy as np
import tensorflow as tf

tf.set_random_seed(3)
draw = tf.random_uniform([3])
with tf.Session() as sess:
    seeded = sess.run(draw).tolist()
print(json.dumps({
    "argv": sys.argv, "folder": os.getcwd(), "path": sys.path[0], "seeded": seeded,
    "mine": os.environ.get("MINE"), "umask": os.umask(0), "name": __name__,
    "stdin": sys.stdin.read(), "terminals": [os.isatty(n) for n in range(3)],
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "nice": os.getpriority(os.PRIO_PROCESS, 0),
    "cpus": sorted(os.sched_getaffinity(0)),
    "hup": signal.getsignal(signal.SIGHUP) is signal.SIG_IGN,
    "streams": [[s.encoding, s.errors, s.line_buffering, s.name]
                for s in (sys.stdin, sys.stdout, sys.stderr)],
    "buffers": [type(s.buffer).__name__ for s in (sys.stdin, sys.stdout, sys.stderr)],
    "tensorflow": tf.__version__, "descriptors": sorted(os.listdir("/proc/self/fd")),
}))
print(json.dumps([random.random(), np.random.rand()]))
print("to stderr", file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the scripts, a server of the test's own, ended afterwards."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "probe.py").write_text(PROBE)
    os.environ["COMPAT_WARM_DIR"] = str(folder / "socket")
    (folder / "first.py").write_text("")
    run("run", "--warm", str(folder / "first.py"))  # starts it, without limits
    yield folder
    run("warm", "stop")
    del os.environ["COMPAT_WARM_DIR"]


def environment(**more):
    once = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(REPOSITORY)}
    return {**os.environ, **once, **more}


def run(*arguments, more=None, **options):
    return subprocess.run(
        [sys.executable, "-m", "compat", *arguments],
        env=environment(**(more or {})),
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


def limited():
    os.umask(0o027)
    os.nice(3)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def test_a_warm_run_is_like_a_cold_one(place):
    """Folder, environment, arguments, streams, limits, exit code; seeded numbers."""
    cold, warm, again = (
        run(
            *("run", *option, str(place / "probe.py"), "7", "an argument"),
            more={"MINE": "yes"},
            cwd=place,
            input="typed\n",
            preexec_fn=limited,
        )
        for option in ([], ["--warm"], ["--warm"])
    )
    assert (cold.returncode, cold.stderr) == (7, "to stderr\n")
    for one in (warm, again):
        assert (one.returncode, one.stderr) == (cold.returncode, cold.stderr)
        assert json.loads(one.stdout.splitlines()[0]) == json.loads(
            cold.stdout.splitlines()[0]
        )
    unseeded = [json.loads(one.stdout.splitlines()[1]) for one in (warm, again)]
    assert unseeded[0][0] != unseeded[1][0] and unseeded[0][1] != unseeded[1][1]
    status = run("warm", "status")
    assert status.returncode == 0 and " 3 scripts, 0 running" in status.stdout
    socket = place / "socket" / "socket"
    assert socket.stat().st_mode & 0o777 == 0o600
    assert socket.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_shared_between_two_scripts(place):
    script = place / "leave.py"
    script.write_text(
        "import os, sys, tensorflow as tf\n"
        "print(hasattr(tf, 'left'), 'LEFT' in os.environ, 'left' in sys.modules,\n"
        "      len(tf.get_default_graph().get_operations()))\n"
        "tf.left = os.environ['LEFT'] = '1'\n"
        "sys.modules['left'] = tf\n"
        "tf.constant(1)\n"
    )
    for _ in range(2):
        assert run("run", "--warm", str(script)).stdout == "False False False 0\n"


@pytest.mark.parametrize(
    "number, code",
    [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)],
    ids=["ctrl-c", "sigterm", "sigkill"],
)
def test_signals_end_it_as_they_end_a_cold_run(place, number, code):
    script = place / "wait.py"
    script.write_text(
        "import os, time\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(0.1)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "compat", "run", "--warm", str(script)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    inner = int(process.stdout.readline())
    assert inner != process.pid
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert ("interrupted" in said) == (number == signal.SIGINT)
    for _ in range(100):
        if not Path(f"/proc/{inner}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{inner}").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_children_of_a_script_end_with_it(place, number):
    """As on a terminal, whose Ctrl-C goes to all of them."""
    script = place / "parent.py"
    script.write_text(
        "import subprocess, time\n"
        "print(subprocess.Popen(['sleep', '100']).pid, flush=True)\n"
        "time.sleep(100)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "compat", "run", "--warm", str(script)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    child = Path("/proc", process.stdout.readline().strip(), "cmdline")
    for _ in range(100):
        if child.read_bytes():  # none yet while it begins
            break
        time.sleep(0.1)
    assert child.read_bytes().startswith(b"sleep")
    process.send_signal(number)
    process.communicate(timeout=60)
    for _ in range(100):
        if not child.exists() or not child.read_bytes():  # a zombie has none
            break
        time.sleep(0.1)
    assert not child.exists() or not child.read_bytes()


def test_a_terminal_is_a_terminal_and_its_ctrl_c_arrives(place):
    script = place / "ask.py"
    script.write_text(
        "import sys\n"
        "print(sys.stdin.isatty(), sys.stdout.isatty(), input('name? '))\n"
        "input('again? ')\n"
    )
    pid, terminal = pty.fork()
    if not pid:
        os.execvpe(
            sys.executable,
            [sys.executable, "-m", "compat", "run", "--warm", str(script)],
            environment(),
        )
    said = b""
    for until, then in ((b"name? ", b"Ada\n"), (b"again? ", b"\x03")):
        while until not in said:
            said += os.read(terminal, 1024)
        os.write(terminal, then)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert b"True True Ada" in said
    assert os.waitstatus_to_exitcode(status) == 130


def test_an_environment_that_is_read_once_passes_the_server_over(place):
    more = {"TF_NUM_INTRAOP_THREADS": "3"}
    script = place / "hello.py"
    script.write_text("print('hello')")
    one = run("run", "--warm", str(script), more=more)
    assert (one.returncode, one.stdout) == (0, "hello\n")
    assert one.stderr.splitlines() == [
        "compat: not warm, starting cold: the server was started with another "
        "environment (TF_NUM_INTRAOP_THREADS); `compat warm stop` ends it"
    ]


def test_what_is_read_later_may_differ(monkeypatch):
    before = warm.fingerprint()
    monkeypatch.setenv("TF_CONFIG", "{}")
    monkeypatch.setenv("COMPAT_TRACEBACK", "full")
    assert warm.differences(before, warm.fingerprint()) == ""
    monkeypatch.setenv("TF_OTHER", "1")
    assert warm.differences(before, warm.fingerprint()) == "environment (TF_OTHER)"


def test_a_server_outlives_the_run_of_a_survey_that_started_it(monkeypatch):
    """Else the end of that run would end all others that it serves."""
    given = []
    monkeypatch.setattr(
        client.subprocess, "Popen", lambda *_, env, **__: given.append(env)
    )
    client.start_server({"A": "1", processes._MARK: "/a/folder"})
    assert given == [{"A": "1"}]


def test_a_folder_open_to_others_is_not_used(place, tmp_path):
    tmp_path.chmod(0o755)
    script = place / "hello.py"
    script.write_text("print('hello')")
    one = run("run", "--warm", str(script), more={"COMPAT_WARM_DIR": str(tmp_path)})
    assert (one.returncode, one.stdout) == (0, "hello\n")
    assert len(one.stderr.splitlines()) == 1 and "chmod 700" in one.stderr


def test_compat_warm_in_the_environment_is_the_option(place):
    before = run("warm", "status").stdout.split(",")[2]
    script = place / "hello.py"
    script.write_text("import tensorflow\nprint('hello')")
    one = run("run", str(script), more={"COMPAT_WARM": "1"})
    assert (one.stdout, one.stderr) == ("hello\n", "")
    assert run("warm", "status").stdout.split(",")[2] != before


def test_a_lab_prints_the_same_digits_cold_and_warm(place):
    lab = catalogue.lab_named("rnn_01_basic_04_dynamic")
    cold, warm = (run("run", *o, str(lab.legacy)) for o in ([], ["--warm"]))
    assert (warm.returncode, warm.stderr) == (0, "")
    assert len(cold.stdout.splitlines()) > 5
    assert warm.stdout == cold.stdout


@pytest.mark.parametrize(
    "name",
    [n for n, case in launch_cases.CASES.items() if "PYTHONPATH" not in case.env],
)
def test_all_that_a_cold_run_runs(place, name, tmp_path):
    """The cases of `test_launch.py`; another PYTHONPATH passes the server over."""
    case = launch_cases.CASES[name]
    launch_cases.write(tmp_path, case.files)
    command = [launch_cases.COMPAT, "run", "--warm"]
    done = launch_cases.run(command, case, tmp_path, PYTHONPATH=str(REPOSITORY))
    assert "starting cold" not in done.stderr
    launch_cases.check(case, done, tmp_path)


ERROR = """
import tensorflow as tf
x = tf.placeholder(tf.float32, [None], name="x")
with tf.Session() as session:
    try:
        session.run(x + 1)
    except tf.errors.InvalidArgumentError as error:
        print(error)
    session.run(x + 1)
"""


def test_an_error_says_the_same(place, tmp_path):
    (tmp_path / "main.py").write_text(ERROR)
    cold, warm = (run("run", *o, "main.py", cwd=tmp_path) for o in ([], ["--warm"]))
    assert cold.stdout.startswith("You must feed a value for placeholder tensor 'x'")
    assert (warm.stdout, warm.stderr) == (cold.stdout, cold.stderr)
    assert (warm.returncode, cold.returncode) == (1, 1)


KERAS = """
import sys

before = "keras" in sys.modules
import matplotlib
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

np.random.seed(3)
model = Sequential([Dense(2, input_shape=(3,))])
model.compile("sgd", "mse")
model.fit(np.ones([4, 3]), np.ones([4, 2]), verbose=0)
print(model.predict(np.ones([1, 3])).tolist(), np.random.rand())
print(before, matplotlib.rcParams["backend"], matplotlib.rcParams["lines.linewidth"])
"""


def test_keras_is_imported_once_for_scripts_that_have_it(place):
    folder = place / "keras"
    folder.mkdir()
    (folder / "model.py").write_text(KERAS)
    first, second = (
        run("run", "--warm", "model.py", cwd=folder).stdout.splitlines()
        for _ in range(2)
    )
    assert first[0] == second[0]
    assert first[1].startswith("False") and second[1].startswith("True")
    # what Matplotlib reads while it is imported is the script's own
    (folder / "matplotlibrc").write_text("lines.linewidth: 7.5\n")
    third = run("run", "--warm", "model.py", cwd=folder, more={"MPLBACKEND": "svg"})
    assert third.stdout.splitlines() == [first[0], "True svg 7.5"]


def test_an_idle_server_ends_and_leaves_no_socket(tmp_path):
    tmp_path.chmod(0o700)
    more = {"COMPAT_WARM_DIR": str(tmp_path), "COMPAT_WARM_IDLE": "0.5"}
    script = tmp_path / "hello.py"
    script.write_text("print('hello')")
    assert run("run", "--warm", str(script), more=more).stdout == "hello\n"
    for _ in range(100):
        if run("warm", "status", more=more).returncode:
            break
        time.sleep(0.2)
    assert run("warm", "status", more=more).stdout == "no warm server is running\n"
    assert not (tmp_path / "socket").exists()


def test_installed_in_site_packages_and_without_a_locale(tmp_path):
    """As after `pip install`, in a container: client and server fit together."""
    site = tmp_path / "site-packages"
    shutil.copytree(
        REPOSITORY / "compat", site / "compat", ignore=lambda *_: ["__pycache__"]
    )
    (tmp_path / "said.py").write_text("import sys; print(sys.flags.utf8_mode, '가')")
    kept = {
        name: value
        for name, value in environment().items()
        if not name.startswith(("LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING"))
    }
    kept["COMPAT_WARM_DIR"] = str(tmp_path / "s")
    kept["PYTHONPATH"] = str(site)
    command = [sys.executable, "-m", "compat"]
    try:
        done = subprocess.run(
            [*command, "run", "--warm", "said.py"],
            cwd=tmp_path,
            env=kept,
            capture_output=True,
        )
        assert (done.stdout, done.stderr) == ("1 가\n".encode(), b"")
    finally:
        subprocess.run([*command, "warm", "stop"], cwd=tmp_path, env=kept, check=False)


KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


def test_a_script_that_is_killed_kills_its_client(place):
    done = run("run", "--warm", "-c", KILLED)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")


def test_a_server_that_is_killed_takes_its_scripts_along(tmp_path):
    mine = {"COMPAT_WARM_DIR": str(tmp_path / "s")}
    mark = tmp_path / "mark"
    (tmp_path / "long.py").write_text(
        f"import os, time\nopen({str(mark)!r}, 'w').write(f'{{os.getpid()}} ')\n"
        "time.sleep(60)\n"
    )
    client = subprocess.Popen(
        [sys.executable, "-m", "compat", "run", "--warm", str(tmp_path / "long.py")],
        env=environment(**mine),
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: mark.exists() and mark.read_text().endswith(" "))
    server = re.search(r"process (\d+)", run("warm", "status", more=mine).stdout)
    os.kill(int(server[1]), signal.SIGKILL)
    _, said = client.communicate(timeout=30)
    assert client.returncode == 1 and "the script with it" in said
    wait_for(lambda: not is_alive(int(mark.read_text())))


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid):
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        )
    except OSError:
        return False


def test_the_zone_and_the_folder_for_temporary_files_are_the_clients(place, tmp_path):
    (place / "once.py").write_text(
        "import tempfile, time\nprint(time.strftime('%Z %H', time.gmtime(0)),"
        " time.localtime(0).tm_hour, tempfile.gettempdir())"
    )
    for zone, hour in (("Asia/Seoul", 9), ("UTC", 0)):
        more = {"TZ": zone, "TMPDIR": str(tmp_path)}
        done = run("run", "--warm", str(place / "once.py"), more=more)
        assert done.stdout.split()[-2:] == [str(hour), str(tmp_path)]
        assert done.stderr == ""


def test_a_closed_stream_runs_cold(place):
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m compat run --warm -c pass >&-"],
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stderr.startswith("compat: not warm, starting cold: a standard stream")


@pytest.mark.parametrize(
    "more, words",
    [
        ({"COMPAT_WARM_IDLE": "soon"}, "expected COMPAT_WARM_IDLE to be seconds"),
        ({"COMPAT_WARM_IDLE": "-3"}, "received '-3'"),
        ({"COMPAT_WARM_DIR": "{}/" + "x" * 100}, "bytes for its socket"),
    ],
)
def test_what_cannot_serve_is_said_at_once(tmp_path, more, words):
    own = {"COMPAT_WARM_DIR": str(tmp_path / "s")}
    more = {name: value.format(tmp_path) for name, value in more.items()}
    done = run("run", "--warm", "-c", "print(1)", more={**own, **more})
    assert done.stdout == "1\n" and words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "s" / "lock").exists()  # no server was started


def test_a_pool_that_spawns_has_the_children_it_asked_for(place):
    (place / "pool.py").write_text(
        "import multiprocessing as m\n\ndef double(x):\n    return 2 * x\n\n"
        "if __name__ == '__main__':\n    with m.get_context('spawn').Pool(2) as pool:\n"
        "        print(pool.map(double, [1, 2, 3]))\n"
    )
    done = run("run", "--warm", str(place / "pool.py"))
    assert (done.stdout, done.stderr) == ("[2, 4, 6]\n", "")

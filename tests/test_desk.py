"""What teachers and engineers have at their desk: kernel, pytest, completion."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compat import cli

ROOT = Path(__file__).resolve().parent.parent


def compat(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "compat", *argv],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_the_kernel_runs_tensorflow_1_cells(tmp_path):
    manager = pytest.importorskip("jupyter_client.manager")
    done = compat("kernel", "install", JUPYTER_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    [written] = (tmp_path / "kernels").glob("*/kernel.json")
    assert json.loads(written.read_text())["display_name"] == "TensorFlow 1.15 (compat)"
    specs = manager.kernelspec.KernelSpecManager(
        kernel_dirs=[str(tmp_path / "kernels")]
    )
    one = manager.KernelManager(
        kernel_name=written.parent.name, kernel_spec_manager=specs
    )
    one.start_kernel()
    client = one.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        said = []
        code = "import tensorflow as tf\ntf.contrib.rnn.GRUCell(3)\nprint(tf.VERSION)"
        reply = client.execute_interactive(
            code, timeout=60, output_hook=lambda m: said.append(m["content"])
        )
        assert reply["content"]["status"] == "ok", reply
        assert any(one.get("text") == "1.15.5\n" for one in said), said
    finally:
        client.stop_channels()
        one.shutdown_kernel(now=True)
    assert compat("kernel", "remove", JUPYTER_DATA_DIR=str(tmp_path)).returncode == 0
    assert not written.exists()
    done = compat("kernel", "remove", JUPYTER_DATA_DIR=str(tmp_path))
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1


def test_a_kernel_for_an_environment(tmp_path):
    assert compat("kernel", "install", "--prefix", str(tmp_path)).returncode == 0
    assert list(tmp_path.glob("share/jupyter/kernels/*/kernel.json"))
    (tmp_path / "file").touch()
    done = compat("kernel", "install", "--prefix", str(tmp_path / "file"))
    assert done.returncode == 2 and "cannot be written" in done.stderr


PROJECT = {
    "model/__init__.py": """\
import tensorflow as tf
def cell(n):
    return tf.contrib.rnn.BasicLSTMCell(n)
""",
    "tests/conftest.py": """\
import pytest

from compat import cli
import tensorflow as tf
@pytest.fixture
def session():
    tf.reset_default_graph()
    with tf.Session() as one:
        yield one
""",
    "tests/test_model.py": """\
import numpy as np
import tensorflow as tf
from model import cell
def test_outputs(session):
    out, _ = tf.nn.dynamic_rnn(cell(3), tf.zeros([1, 2, 4]), dtype=tf.float32)
    session.run(tf.global_variables_initializer())
    assert not session.run(out).any()
class Test(tf.test.TestCase):
    def test_sum(self):
        with self.cached_session():
            self.assertAllEqual(tf.add(1, 2).eval(), 3)
def test_numpy_is_that_of_then():
    assert np.asscalar(np.array([3])) == 3
def test_that_fails():
    assert tf.VERSION == "2"
""",
}


def test_pytest_with_compat_runs_the_tests_of_a_project(tmp_path):
    for name, source in PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source)
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests"]
    plain = [*line, "--collect-only", "-q"]
    done = subprocess.run(
        [*line, "--compat"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "1 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    assert "compat: TensorFlow 1.x code of" in done.stdout
    assert "test_that_fails" in done.stdout
    # and one that does not ask for it is left alone
    (tmp_path / "tests" / "conftest.py").unlink()
    (tmp_path / "tests" / "test_model.py").write_text(
        "import sys\ndef test_nothing(): assert 'compat' not in sys.modules\n"
    )
    done = subprocess.run(plain, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "test_nothing" in done.stdout, done.stdout


@pytest.mark.parametrize("command", ["compat", "lab12"])
def test_completion_of_the_shell(command):
    pytest.importorskip("shtab")
    done = subprocess.run(
        [sys.executable, "-m", command, "completion", "bash"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0 and f"_shtab_{command}" in done.stdout
    check = subprocess.run(["bash", "-n"], input=done.stdout, text=True)
    assert check.returncode == 0


def test_what_is_not_installed_is_named_in_a_line(tmp_path):
    for package, argv, extra in (
        ("ipykernel", ["kernel", "install"], "lab12[jupyter]"),
        ("shtab", ["completion", "bash"], "lab12[completion]"),
    ):
        hidden = f"import sys; sys.modules[{package!r}] = None\n"
        code = f"{hidden}from compat import cli; sys.exit(cli.main({argv!r}))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env={**os.environ, "JUPYTER_DATA_DIR": str(tmp_path)},
        )
        assert done.returncode == 2 and extra in done.stderr, done.stderr
        assert len(done.stderr.splitlines()) == 1


DESK = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")


def test_the_recipes_name_what_there_is():
    """docs/desk.md and .binder: extras, files and commands that exist."""
    yaml = pytest.importorskip("yaml")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [extras] = re.findall(r"optional-dependencies\]\n(.*?)\n\[", project, re.DOTALL)
    known = set(re.findall(r"^(\w+) =", extras, re.MULTILINE))
    environment = yaml.safe_load((ROOT / ".binder/environment.yml").read_text())
    [pip] = [one["pip"] for one in environment["dependencies"] if isinstance(one, dict)]
    asked = re.findall(r"\[([\w,]+)\]", " ".join(pip))
    asked += re.findall(r"lab12\[([\w,]+)\]", DESK)
    names = {name for some in asked for name in some.split(",")}
    assert {"jupyter", "completion"} <= names <= known
    for block in re.findall(r"```json\n(.*?)```", DESK, re.DOTALL):
        json.loads(block)
    for block in re.findall(r"```yaml\n(.*?)```", DESK, re.DOTALL):
        job = yaml.safe_load(block)["jobs"]["survey"]["uses"]
        file = job.partition("@")[0].partition("/lab12/")[2]
        called = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
        assert "workflow_call" in called.get("on", called.get(True))
    built = ROOT / ".binder" / "postBuild"
    assert os.access(built, os.X_OK)
    commands = built.read_text().splitlines()[1:]
    commands += re.findall(r"^(compat .*?)(?:\s+#.*)?$", DESK, re.MULTILINE)
    assert len(commands) > 1
    for line in commands:
        words = line.split()[1:]
        if words[0] != "run":
            cli._parser().parse_args(words)

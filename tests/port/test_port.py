"""compat port: programs in other people's manner become Keras 3, and are proved."""

import ast
import shutil
from pathlib import Path

import pytest

from compat import cli
from compat.port.layout import WIDTH, layout
from tests.port import proving

LEGACY = Path(__file__).parents[2] / "lab12" / "legacy"
LABS = (
    "rnn_01_basic_01 rnn_01_basic_02 rnn_01_basic_03 rnn_01_basic_04_dynamic "
    "rnn_01_basic_05_loss"
).split()
OWN = sorted(path.stem for path in proving.PROGRAMS.glob("*.py"))
# a port's program, and a change of it that the proof must see
WRONG = (
    ("words", "Adam(cfg.lr", "keras.optimizers.Adam(cfg.lr"),
    ("regression", 'activation="relu"', 'activation="tanh"'),
    ("regression", "epsilon=1e-8", "epsilon=1e-3"),
    (
        "carried",
        "zero_state(start, len(x)) if state is None else state",
        "zero_state(start, len(x))",
    ),
    ("carried", "global_clipnorm=0.5", "clipnorm=0.5"),
    ("shared", "clipvalue=0.1", "clipvalue=0.2"),
    ("batches", ", return_sequences", ", unit_forget_bias=False, return_sequences"),
    ("flagged", "RMSprop(FLAGS", "keras.optimizers.RMSprop(FLAGS"),
    ("flagged", "v * keras.ops.tanh", "keras.ops.tanh"),
    ("batches", "outputs[:, -1]", "outputs[:, 0]"),
    ("rnn_01_basic_04_dynamic", "keras.ops.copy(outputs)", "outputs"),
    ("rnn_01_basic_04_dynamic", ", zero_output_for_mask=True", ""),
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("port")
    scripts = [LEGACY / f"{name}.py" for name in LABS]
    scripts += [proving.PROGRAMS / f"{name}.py" for name in OWN]
    return proving.proved(scripts, folder, WRONG)


@pytest.mark.parametrize("name", [*LABS, *OWN])
def test_ported_and_proved(cases, name):
    """No gap; outputs, first loss and training agree from the same weights."""
    case = cases[name]
    assert case.ported.gaps == []
    assert [one for one in case.findings if one.ok is False] == []
    assert any(one.ok for one in case.findings)


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_program_is_seen(cases, number):
    """A default that is not carried over makes the proof fail."""
    name = WRONG[number][0]
    findings = cases[f"{name}-{number}"].findings
    assert any(one.ok is False for one in findings), (name, findings)


@pytest.mark.parametrize("name", [*LABS, *OWN])
def test_what_is_written_is_formatted(cases, name):
    """No line of generated code is too long; nothing of TensorFlow 1.x is left."""
    text = cases[name].ported.text
    tree = ast.parse(text)
    assert "tensorflow" not in text
    assert not {"tf", "sess"} & {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name)
    }
    own = set()
    for folder in (LEGACY, proving.PROGRAMS):
        if (folder / f"{name}.py").is_file():
            own = set((folder / f"{name}.py").read_text(encoding="utf-8").splitlines())
    long = [line for line in text.splitlines() if len(line) > WIDTH and line not in own]
    assert long == []


def test_gaps_are_marked_with_their_lines(tmp_path):
    """What is not ported stays, in comments, and the exit code says so."""
    script = tmp_path / "gap.py"
    script.write_text(
        "import tensorflow as tf\n"
        "x = tf.constant([3.0, 1.0, 2.0])\n"
        "y = tf.nn.top_k(x, 2)\n"
        "def never():\n"
        "    return tf.contrib.crf.crf_log_likelihood(x, x, x)\n"
        "with tf.Session() as sess:\n"
        "    print(sess.run(x))\n",
        encoding="utf-8",
    )
    out = tmp_path / "new.py"
    assert cli.main(["port", str(script), "-o", str(out)]) == 1
    text = out.read_text(encoding="utf-8")
    assert "# GAP line 3: tf.nn.top_k: " in text
    assert "# y = tf.nn.top_k(x, 2)" in text
    assert "#   see docs/surface.md#tfcontribcrf: `compat.migrate.blocks.CRF(" in text
    heading = "## tf.contrib.crf\n"
    docs = Path(__file__).parents[2] / "docs" / "surface.md"
    assert heading in docs.read_text(encoding="utf-8")
    assert "print(keras.ops.convert_to_numpy(x))" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no such file"),
        ("print 'a'\nimport tensorflow\n", "Python 2"),
        ("import tensorflow as tf\nx = (\n", "not Python"),
        ("import numpy\n", "expected a script that imports tensorflow"),
        ("import tensorflow as tf\nraise ValueError('stop')\n", "ValueError: stop"),
    ],
)
def test_bad_input_is_one_line(tmp_path, capsys, text, said):
    """Wrong use: one line on stderr, exit code 2, and nothing is written."""
    script, out = tmp_path / "bad.py", tmp_path / "new.py"
    if text is not None:
        script.write_text(text, encoding="utf-8")
    assert cli.main(["port", str(script), "-o", str(out)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told
    assert not out.exists()


@pytest.mark.slow
def test_the_command_proves_what_it_wrote(tmp_path, capsys):
    """Exit code 0 comes from a comparison of both programs as they are."""
    script = tmp_path / "old.py"
    shutil.copy(LEGACY / "rnn_01_basic_03.py", script)
    assert cli.main(["port", str(script), "-o", str(tmp_path / "new.py")]) == 0
    told = capsys.readouterr().out
    assert "forward: max|Δ|" in told
    assert told.endswith("proved\n")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = f(a, b)", ["x = f(a, b)"]),
        (
            f"x = f({'a' * 40}, {'b' * 50})",
            ["x = f(", f"    {'a' * 40},", f"    {'b' * 50},", ")"],
        ),
        (
            f"x = f({'a' * 40}, ')', {'b' * 35})",
            ["x = f(", f"    {'a' * 40}, ')', {'b' * 35}", ")"],
        ),
        (
            f"x = keras.layers.Dense({'n' * 60}, use_bias=False)(outputs)",
            [
                "x = keras.layers.Dense(",
                f"    {'n' * 60}, use_bias=False",
                ")(outputs)",
            ],
        ),
    ],
)
def test_layout(text, lines):
    """Long code is broken at its brackets."""
    assert layout(text) == lines

"""`tests/outside.py` counts what 1.15's own unit tests would pass."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import outside
finally:
    sys.path.pop(0)

FILE = """\
import tensorflow as tf
from tensorflow.python.platform import test

class OneTest(test.TestCase):
    def testPasses(self):
        self.assertEqual((2, 3), tf.zeros([2, 3]).get_shape())

    def testFails(self):
        self.assertEqual(1, 2)

    def testRefused(self):
        tf.contrib.bayesflow.monte_carlo(0.0, 1.0)
"""


def test_passed_and_failed_are_told_apart(tmp_path, capsys):
    (tmp_path / "one_test.py").write_text(FILE)
    (tmp_path / "left_out_test.py").write_text("import nothing_of_this_name\n")
    kept = tmp_path / "kept.json"
    code = outside.main([str(tmp_path), "one", "--out", str(kept)])
    printed = capsys.readouterr().out
    assert code == 1
    assert printed.splitlines()[-1] == "1 passed, 2 failed, 0 skipped"
    assert "OneTest.testRefused: compat.errors.Refused: tf.contrib.bayesflow" in (
        printed
    )
    ended = json.loads(kept.read_text())["one_test.py"]
    assert {name: how for name, (how, _) in ended.items()} == {
        "OneTest.testFails": "failure",
        "OneTest.testPasses": "passed",
        "OneTest.testRefused": "failure",
    }

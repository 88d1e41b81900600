"""Scripts whose output is a golden: what each printed or wrote on TensorFlow 1.15.5."""

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests import starting

GOLDENS = starting.ROOT / "tests" / "goldens"


class Script(NamedTuple):
    """A script of `tests/`, run as a whole on both sides.

    Attributes:
        file: The script.
        golden: What it printed, or wrote to the path that it is given.
        writes: Whether it writes.
        without: What is left out of the text: lines of 1.15.5's own files.
    """

    file: str
    golden: Path
    writes: bool = False
    without: str = ""

    def said(self, command, environment=None):
        """What it says on `command`, a python with a `tensorflow` of the 1.x kind.

        Raises:
            RuntimeError: When it fails.
        """
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            given = [out] if self.writes else []
            done = starting.run(command, self.file, *given, environment=environment)
            if done.returncode:
                raise RuntimeError(done.stderr[-3000:])
            text = out.read_text(encoding="utf-8") if self.writes else done.stdout
        return re.sub(self.without, "", text) if self.without else text

    def expected(self):
        """What it said on 1.15.5."""
        return self.golden.read_text(encoding="utf-8")


SCRIPTS = {
    "dropout_order": Script("dropout_order.py", GOLDENS / "dropout_order.json"),
    "errors": Script(
        "error_cases.py", GOLDENS / "errors.txt", without=r" \(defined at \S+\) "
    ),
    "printed": Script("printed_cases.py", GOLDENS / "printed.txt"),
    "printed_plain": Script("printed_plain_cases.py", GOLDENS / "printed_plain.txt"),
    "session_runs": Script("session_runs.py", GOLDENS / "session_runs.txt"),
    "slim_nets": Script("slim_nets.py", GOLDENS / "slim_nets.json", writes=True),
}


def main(names):
    """Record some of them."""
    for name in names:
        script = SCRIPTS[name]
        try:
            text = script.said([starting.oracle(), "-W", "ignore"])
        except RuntimeError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        script.golden.write_text(text, encoding="utf-8")
        print(f"{name}: {len(text)} characters")
    return 0

"""What the real TensorFlow 1.15 printed: run now, or recorded before."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import asdict, dataclass, field
from typing import Any

from compat import writing
from compat.errors import UsageError
from compat.survey.finding import Task
from compat.survey.processes import Ended

_FORMAT = 1
_HERE = os.path.dirname(os.path.abspath(__file__))
NOTEBOOK_RUNNER = os.path.join(_HERE, "notebook_there.py")
NUDGED_RUNNER = os.path.join(_HERE, "nudged.py")


@dataclass
class Runs:
    """What a script did on the real one.

    Attributes:
        plain: Its runs: none, one, or two where the first was not repeated by compat.
        nudged: A run from weights moved by 1e-5.
    """

    plain: list[Ended] = field(default_factory=list)
    nudged: Ended | None = None


def oracle(named: str | None) -> str | None:
    """The Python of the real TensorFlow 1.x: as named, or by LAB12_TF115.

    Raises:
        UsageError: It is not there, or has no TensorFlow 1.x.
    """
    path = named or os.environ.get("LAB12_TF115")
    if not path:
        return None
    what = "--oracle" if named else "LAB12_TF115"
    if not (os.path.isfile(path) and os.access(path, os.X_OK)):
        raise UsageError(f"expected {what} to be the path of a Python, received {path}")
    # its version, without the seconds of its import
    code = (
        "import pkgutil, os; f = pkgutil.find_loader('tensorflow').get_filename(); "
        "import glob; print([os.path.basename(p) for p in glob.glob(os.path.join("
        "os.path.dirname(os.path.dirname(f)), 'tensorflow*-1.*info'))])"
    )
    try:
        said = subprocess.run(
            [path, "-c", code],
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        said = str(error)
    if not re.search(r"tensorflow[\w]*-1\.\d", said):
        raise UsageError(
            f"expected {what} to be a Python with TensorFlow 1.x, received {path}, "
            "which has none"
        )
    return os.path.abspath(path)


def command(python: str, script: Task) -> list[str]:
    """The command that runs a script on the real one."""
    line = script.line()
    if script.is_notebook:
        return [python, NOTEBOOK_RUNNER, *line]
    return [python, *line]


def nudged_command(python: str, script: Task) -> list[str]:
    """The same, from weights moved by 1e-5."""
    return [python, NUDGED_RUNNER, *script.line()]


class Records:
    """Recorded runs, a file for each script.

    Args:
        folder: Where they are.
        make: Whether new ones are written.

    Raises:
        UsageError: The folder is not there, or cannot be made.
    """

    def __init__(self, folder: str, make: bool) -> None:
        self._folder, self._make = folder, make
        try:
            if make:
                os.makedirs(folder, exist_ok=True)
            os.listdir(folder)
        except OSError as error:
            raise UsageError(
                f"expected a folder of recorded runs, received {folder}: "
                f"{error.strerror}"
            ) from None

    def read(self, script: Task) -> Runs:
        """The recorded runs of a script as it stands; none where it has changed.

        Raises:
            UsageError: A file there is no record.
        """
        path = self._path(script)
        try:
            with open(path, encoding="utf-8") as stream:
                data = json.load(stream)
            if data["format"] != _FORMAT:
                raise ValueError(f"format {data['format']}")
            if data["digest"] != script.digest():
                return Runs()
            runs = [Ended(**run) for run in data["runs"]]
            nudged = data.get("nudged")
            return Runs(runs, Ended(**nudged) if nudged else None)
        except FileNotFoundError:
            return Runs()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path}: expected a run that --record wrote, received: {error!r}"
            ) from None

    def write(self, script: Task, runs: Runs) -> None:
        """Keep the runs of a script."""
        if not self._make:
            return
        data: dict[str, Any] = {
            "format": _FORMAT,
            "script": script.name,
            "digest": script.digest(),
            "runs": [asdict(run) for run in runs.plain],
            "nudged": asdict(runs.nudged) if runs.nudged else None,
        }
        path = self._path(script)
        with writing.whole(path) as part, open(part, "w", encoding="utf-8") as stream:
            json.dump(data, stream, indent=1)

    def _path(self, script: Task) -> str:
        import hashlib

        plain = re.sub(r"[^\w.-]+", "_", script.name)[:100]
        short = hashlib.sha256(script.name.encode()).hexdigest()[:8]
        return os.path.join(self._folder, f"{plain}.{short}.json")

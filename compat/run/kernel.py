"""The command `compat kernel`: a kernel of Jupyter whose cells are TensorFlow 1.x."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys

from compat import words, writing
from compat.errors import UsageError

NAME = "tensorflow1-compat"
TITLE = "TensorFlow 1.15 (compat)"


def run(action: str, prefix: str | None) -> int:
    """Install or remove the kernel's description.

    Args:
        action: `install` or `remove`.
        prefix: The environment to install to, as Jupyter's `--prefix`; for the user,
            whatever Jupyter is started from, if None.

    Raises:
        UsageError: When ipykernel is not installed, or the folder cannot be written.
    """
    folder = os.path.join(_kernels(prefix), NAME)
    if action == "remove":
        if not os.path.isdir(folder):
            raise UsageError(f"{folder}: no such folder")
        shutil.rmtree(folder)
        print(words.said(f"removed {folder}"))
        return 0
    if not _installed("ipykernel"):
        raise UsageError(
            "a kernel needs ipykernel, which is not installed: "
            "pip install 'lab12[jupyter]'"
        )
    try:
        os.makedirs(folder, exist_ok=True)
        with writing.whole(os.path.join(folder, "kernel.json")) as beside:
            with open(beside, "w", encoding="utf-8") as stream:
                json.dump(specification(), stream, indent=1)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror}") from None
    print(words.said(f"wrote {folder}"))
    print(words.said(f"choose the kernel {TITLE!r} in Jupyter or VS Code"))
    return 0


def specification() -> dict[str, object]:
    """What kernel.json says: ipykernel of this Python, with compat's extension."""
    line = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [*line, "--IPKernelApp.extensions=compat"],
        "display_name": TITLE,
        "language": "python",
        "metadata": {"debugger": True},
    }


def _kernels(prefix: str | None) -> str:
    """Where Jupyter looks for kernels."""
    if prefix is not None:
        return os.path.join(prefix, "share", "jupyter", "kernels")
    if data := os.environ.get("JUPYTER_DATA_DIR"):
        return os.path.join(data, "kernels")
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Jupyter", "kernels")
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA") or os.path.join(home, ".jupyter")
        return os.path.join(roaming, "jupyter", "kernels")
    share = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    return os.path.join(share, "jupyter", "kernels")


def _installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ValueError:  # hidden: its place in sys.modules is taken
        return False

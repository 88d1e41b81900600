"""A smoke set on pairs of Python and TensorFlow that are promised: `make matrix`.

`nox -s "smoke-3.12-2.18"` runs one. Pythons are looked for on the PATH, with pyenv's; a
pair whose Python is not there is passed over. `tests/matrix.toml` says which tests are
in the set, and which of them are known to fail where, each with its reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nox

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False

MATRIX = tomllib.loads(Path("tests/matrix.toml").read_text(encoding="utf-8"))


def _session(python: str, tensorflow: str) -> None:
    @nox.session(name=f"smoke-{python}-{tensorflow}", python=python)
    def smoke(session: nox.Session) -> None:
        session.install("--upgrade", "pip>=25.1")
        held = f"tensorflow=={tensorflow}.*", f"tf_keras=={tensorflow}.*"
        session.install("-e", ".", "--group", "test", *held)
        known = [
            flag
            for one in MATRIX["fails"]
            if tensorflow in one["tensorflow"]
            for flag in ("--deselect", one["test"])
        ]
        tests = session.posargs or MATRIX["smoke"]
        session.run("python", "-m", "pytest", "-q", *known, *tests)


for pair in MATRIX["pairs"]:
    _session(**pair)

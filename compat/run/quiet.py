"""Keeps what TensorFlow's C++ says while it is imported off a script's stderr."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

# Said before logging is set up, so no setting of TensorFlow's reaches it.
_USUAL = re.compile(
    r"WARNING: All log messages before absl::InitializeLog"
    r"|([IWE]0000|\d{4}-\d\d-\d\d .*: [IWE]) "
    r".*(cuda|CUDA|GPU|oneDNN|cpu_feature_guard|factory|TF-TRT|computation_placer)"
    r"|To enable the following instructions"
    r"|\s*$"
)


@contextmanager
def start_up() -> Iterator[None]:
    """Hold back stderr, and hand on afterwards all lines but the usual ones."""
    if "tensorflow" in sys.modules:
        yield
        return
    try:
        stderr = os.dup(2)
    except OSError:  # closed
        yield
        return
    with tempfile.TemporaryFile() as said:
        sys.stderr.flush()
        os.dup2(said.fileno(), 2)
        try:
            yield
            # Looks for devices now; the first session would, and say so then.
            sys.modules["tensorflow"].config.list_physical_devices()
        finally:
            sys.stderr.flush()
            os.dup2(stderr, 2)
            os.close(stderr)
            said.seek(0)
            for line in said.read().decode(errors="replace").splitlines():
                if not _USUAL.match(line):
                    print(line, file=sys.stderr)

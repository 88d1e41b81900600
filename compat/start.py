"""Starts the command line, whatever lies in the folders that the path begins with.

Nothing is imported here but what Python has imported by itself.
"""

from __future__ import annotations

import sys


def main(front: int) -> int:
    """Run the command that `sys.argv` gives, on a path of installed packages alone.

    Args:
        front: How many entries of `sys.path`, from its beginning, are the launcher's.
    """
    from compat.run import paths

    given = sys.path[front:]
    sys.path[:] = paths.installed(given)
    from compat import cli

    return cli.main(sys.argv[1:], given)

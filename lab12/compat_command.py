"""The console script `compat`: finds compat beside this package, not by the path.

A `compat.py` of the script's may be on the path: in a folder of PYTHONPATH, say.
"""

import os
import sys


def main() -> int:
    """Run the command line of compat."""
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from compat import start

    safe = getattr(sys.flags, "safe_path", bool(sys.flags.isolated))
    return start.main(1 if safe else 2)

"""`python -m lab12`."""

import sys

from lab12.cli import main

sys.exit(main(sys.argv[1:]))

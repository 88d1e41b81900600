"""`distutils`: versions, folders and files, programs; no building of packages."""

import sys

__version__ = f"{sys.version_info[0]}.{sys.version_info[1]}"

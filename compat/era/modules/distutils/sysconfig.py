"""Where Python's own folders are."""

from __future__ import annotations

import sysconfig
from typing import Any

get_config_var = sysconfig.get_config_var
get_config_vars = sysconfig.get_config_vars


def get_python_lib(
    plat_specific: Any = 0, standard_lib: Any = 0, prefix: Any = None
) -> str:
    """The folder of installed packages, or of the standard library."""
    kind = "stdlib" if standard_lib else "purelib"
    return sysconfig.get_path(
        f"plat{kind[-3:]}" if plat_specific and not standard_lib else kind
    )


def get_python_inc(plat_specific: Any = 0, prefix: Any = None) -> str:
    """The folder of Python's headers."""
    return sysconfig.get_path("platinclude" if plat_specific else "include")

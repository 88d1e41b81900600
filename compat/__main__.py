"""`python -m compat`: as the console script `compat`, as far as Python lets it.

`python -m` puts the working folder first on the path before a line of this file runs.
"""

import os
import sys

_SAFE = getattr(sys.flags, "safe_path", bool(sys.flags.isolated))


def _misled() -> list[str]:
    """The files of the working folder that Python took for modules of its library."""
    here = os.path.join(os.getcwd(), "")
    names = set(sys.modules) & set(sys.stdlib_module_names)
    files = {name: getattr(sys.modules[name], "__file__", None) or "" for name in names}
    return sorted(
        os.path.relpath(file)
        for file in files.values()
        if file.startswith(here) and "." not in os.path.relpath(file)[:-3]
    )


def _main() -> int:
    if _SAFE:
        front = 0
    elif found := _misled():
        print(
            f"compat: `python -m` has taken {', '.join(found)} of this folder for "
            "Python's own; starting anew without. `compat run …` is never misled",
            file=sys.stderr,
            flush=True,
        )
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        code = (
            f"import sys; sys.path.insert(0, {root!r}); del sys.path[1]; "
            "from compat import start; sys.exit(start.main(1))"
        )
        options = sys.orig_argv[1 : sys.orig_argv.index("-m")]
        line = [sys.executable, *options, "-c", code, *sys.argv[1:]]
        os.execv(sys.executable, line)
    else:
        front = 1
    from compat import start

    return start.main(front)


sys.exit(_main())

"""Lecture 12's labs on three engines: run, recorded and compared."""


def __getattr__(name: str) -> str:
    # `compat_command` is in this package, and a compat.py of the script's may be first
    if name == "__version__":
        from compat import __version__

        return __version__
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

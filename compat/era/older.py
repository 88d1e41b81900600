"""Names of Python 3.6's modules that are gone, and what was behind them."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from typing import Any

from compat.era.changed import full_spec


def _from(path: str) -> Callable[[], Any]:
    """What is found elsewhere now: `module.name`, or a module."""

    def imported() -> Any:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)

    return imported


def _is(value: Any) -> Callable[[], Any]:
    return lambda: value


def _clock() -> float:
    import time

    return time.process_time()  # what it was on Linux


def _gcd(a: Any, b: Any) -> Any:
    import math

    if type(a) is int is type(b):
        found = math.gcd(a, b)
        return -found if (b or a) < 0 else found
    while b:
        a, b = b, a % b
    return a


def _getargspec(func: Any) -> Any:
    """`inspect.getargspec`: names, `*`, `**`, defaults; `self` among the names."""
    spec: Any = full_spec(func)
    if spec.kwonlyargs or spec.annotations:
        raise ValueError(
            "Function has keyword-only parameters or annotations, use getfullargspec()"
            " API which can support them"
        )
    return _argspec()(spec.args, spec.varargs, spec.varkw, spec.defaults)


@functools.cache
def _argspec() -> Any:
    from collections import namedtuple

    return namedtuple("ArgSpec", "args varargs keywords defaults")


def _formatargspec(
    args: Any, varargs: Any = None, varkw: Any = None, *rest: Any
) -> str:
    defaults = rest[0] if rest else None
    first = len(args) - len(defaults or ())
    parts = [
        arg if place < first else f"{arg}={(defaults or ())[place - first]!r}"
        for place, arg in enumerate(args)
    ]
    parts += [f"*{varargs}"] * bool(varargs) + [f"**{varkw}"] * bool(varkw)
    return f"({', '.join(parts)})"


def _coroutine(func: Any) -> Any:
    """`asyncio.coroutine`: a generator that is awaited."""
    import inspect
    import types

    if inspect.iscoroutinefunction(func):
        return func
    if inspect.isgeneratorfunction(func):
        return types.coroutine(func)

    @functools.wraps(func)
    def generator(*args: Any, **kwargs: Any) -> Any:
        found: Any = func(*args, **kwargs)
        waits = inspect.isawaitable(found) or inspect.isgenerator(found)
        return (yield from found) if waits else found

    return types.coroutine(generator)


def escape(s: str, quote: bool = False) -> str:
    """`cgi.escape`: quotation marks only where they are asked for."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;") if quote else s


def _locale_format(
    percent: str, value: Any, grouping: bool = False, monetary: bool = False, *rest: Any
) -> str:
    import locale

    return locale.format_string(percent, value, grouping, monetary)


def _resetlocale(category: Any = None) -> None:
    import locale

    locale.setlocale(locale.LC_ALL if category is None else category, "")


def _linux_distribution(*args: Any, **kwargs: Any) -> tuple[str, str, str]:
    import platform

    try:
        found = platform.freedesktop_os_release()
    except (OSError, AttributeError):
        return "", "", ""
    name = str(found.get("NAME", ""))
    return name, found.get("VERSION_ID", ""), found.get("VERSION_CODENAME", "")


def _popen(cmd: str, mode: str = "r", bufsize: int = -1) -> Any:
    import os

    return os.popen(cmd, mode, bufsize)


def _read_plist(file: Any) -> Any:
    import plistlib

    if isinstance(file, str):
        with open(file, "rb") as stream:
            return plistlib.load(stream)
    return plistlib.load(file)


def _write_plist(value: Any, file: Any) -> None:
    import plistlib

    if isinstance(file, str):
        with open(file, "wb") as stream:
            plistlib.dump(value, stream)
    else:
        plistlib.dump(value, file)


def _make_suite(case: Any, prefix: str = "test", *rest: Any) -> Any:
    import unittest

    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    return loader.loadTestsFromTestCase(case)


def _find_cases(module: Any, prefix: str = "test", *rest: Any) -> Any:
    import unittest

    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    return loader.loadTestsFromModule(module)


def _case_names(case: Any, prefix: str = "test", *rest: Any) -> Any:
    import unittest

    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    return loader.getTestCaseNames(case)


def _wave_openfp(f: Any, mode: Any = None) -> Any:
    import wave

    return wave.open(f, mode)


def _find_loader(name: str, path: Any = None) -> Any:
    import importlib.util

    spec = importlib.util.find_spec(name)
    return None if spec is None else spec.loader


def _constant() -> Any:
    import ast

    return lambda value: ast.Constant(value)


_ABC = (
    "AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection "
    "Container Coroutine Generator Hashable ItemsView Iterable Iterator KeysView "
    "Mapping MappingView MutableMapping MutableSequence MutableSet Reversible "
    "Sequence Set Sized ValuesView"
).split()

# Path in Python 3.6 → what gives it.
KEPT: dict[str, Callable[[], Any]] = {
    **{f"collections.{name}": _from(f"collections.abc.{name}") for name in _ABC},
    "collections.ByteString": lambda: (bytes, bytearray),
    "ast.Num": _constant,
    "ast.Str": _constant,
    "ast.NameConstant": _constant,
    "asyncio.async": _from("asyncio.ensure_future"),
    "asyncio.async_": _from("asyncio.ensure_future"),  # as `code` renames it
    "asyncio.coroutine": _is(_coroutine),
    "asyncio.coroutines.coroutine": _is(_coroutine),
    "asyncio.tasks.async": _from("asyncio.ensure_future"),
    "base64.decodestring": _from("base64.decodebytes"),
    "base64.encodestring": _from("base64.encodebytes"),
    "calendar.January": _is(1),
    "calendar.February": _is(2),
    "cgi.escape": _is(escape),
    "cgi.parse_qs": _from("urllib.parse.parse_qs"),
    "cgi.parse_qsl": _from("urllib.parse.parse_qsl"),
    "configparser.SafeConfigParser": _from("configparser.ConfigParser"),
    "fractions.gcd": _is(_gcd),
    "importlib.find_loader": _is(_find_loader),
    "inspect.ArgSpec": _argspec,
    "inspect.formatargspec": _is(_formatargspec),
    "inspect.getargspec": _is(_getargspec),
    "locale.format": _is(_locale_format),
    "locale.resetlocale": _is(_resetlocale),
    "os.errno": lambda: importlib.import_module("errno"),
    "os.stat_float_times": _is(lambda newvalue=True: True),
    "platform.dist": _is(_linux_distribution),
    "platform.linux_distribution": _is(_linux_distribution),
    "platform.popen": _is(_popen),
    "plistlib.readPlist": _is(_read_plist),
    "plistlib.readPlistFromBytes": _from("plistlib.loads"),
    "plistlib.writePlist": _is(_write_plist),
    "plistlib.writePlistToBytes": _from("plistlib.dumps"),
    "re.T": _is(0),
    "re.TEMPLATE": _is(0),
    "re.template": _from("re.compile"),
    "sqlite3.version": _is("2.6.0"),
    "sqlite3.version_info": _is((2, 6, 0)),
    "sys.getcheckinterval": _is(lambda: 100),
    "sys.setcheckinterval": _is(lambda n: None),
    "time.clock": _is(_clock),
    "typing.io": _from("compat.era.typed.io"),
    "typing.re": _from("compat.era.typed.re"),
    "unittest.findTestCases": _is(_find_cases),
    "unittest.getTestCaseNames": _is(_case_names),
    "unittest.makeSuite": _is(_make_suite),
    "logging.warn": _from("logging.warning"),
    "urllib.request.splittype": _from("urllib.parse._splittype"),
    "wave.openfp": _is(_wave_openfp),
}


def _join(words: Any, sep: str = " ") -> str:
    return sep.join(words)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"

# Python 2's own.
PYTHON2: dict[str, Callable[[], Any]] = {
    "string.letters": _is(_LETTERS + _LETTERS.upper()),
    "string.lowercase": _is(_LETTERS),
    "string.uppercase": _is(_LETTERS.upper()),
    "string.atof": _is(float),
    "string.atoi": _is(int),
    "string.join": _is(_join),
    "string.maketrans": _is(str.maketrans),
    **{
        f"string.{name}": _is(getattr(str, name))
        for name in "find lower lstrip replace rstrip split strip upper zfill".split()
    },
    "sys.maxint": _is(sys.maxsize),
    "sys.setdefaultencoding": _is(lambda name: None),
    "sys.exc_clear": _is(lambda: None),
    "os.getcwdu": _from("os.getcwd"),
}

"""Functions and methods of Python 3.6 that are gone, and those that take less now."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from typing import Any


def _from(path: str) -> Callable[[], Any]:
    """What is found elsewhere now: `module.name`, or a module."""

    def find() -> Any:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)

    return find


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
    spec: Any = _full_spec(func)
    if spec.kwonlyargs or spec.annotations:
        raise ValueError(
            "Function has keyword-only parameters or annotations, use getfullargspec()"
            " API which can support them"
        )
    return _argspec()(spec.args, spec.varargs, spec.varkw, spec.defaults)


# What TensorFlow 1.15 wrapped, to say that it is deprecated: its arguments are unseen.
_WRAPPED = set(
    "BasicLSTMCell BasicRNNCell GRUBlockCell GRUBlockCellV2 GRUCell LSTMCell "
    "MultiRNNCell QueueRunner Supervisor SyncReplicasOptimizer add_queue_runner "
    "average_pooling1d average_pooling2d average_pooling3d batch batch_join "
    "batch_normalization bidirectional_dynamic_rnn checkpoint_exists conv1d conv2d "
    "conv2d_transpose conv3d conv3d_transpose cosine_distance dense dropout "
    "dynamic_rnn flatten fractional_avg_pool fractional_max_pool get_checkpoint_mtimes "
    "input_producer l2_normalize limit_epochs log_softmax max_pooling1d max_pooling2d "
    "max_pooling3d maybe_batch maybe_batch_join maybe_shuffle_batch "
    "maybe_shuffle_batch_join range_input_producer remove_checkpoint separable_conv1d "
    "separable_conv2d shuffle_batch shuffle_batch_join slice_input_producer softmax "
    "softmax_cross_entropy_with_logits softmax_cross_entropy_with_logits_v2 "
    "start_queue_runners static_bidirectional_rnn static_rnn static_state_saving_rnn "
    "string_input_producer swish update_checkpoint_state "
    "weighted_cross_entropy_with_logits".split()
)
_WRAPPED_METHODS = {"DeviceWrapper", "DropoutWrapper", "ResidualWrapper"}


def _full_spec(func: Any) -> Any:
    """`inspect.getfullargspec`, of TensorFlow's cells as 1.15 answered."""
    import inspect

    spec = inspect.getfullargspec(func)
    path = str(getattr(func, "__module__", "")).partition(".")[0]
    name = str(getattr(func, "__qualname__", "")).partition(".")[0]
    if path in ("compat", "tensorflow") and name in _WRAPPED | _WRAPPED_METHODS:
        names = ["self"] if name in _WRAPPED_METHODS else []
        return inspect.FullArgSpec(names, "args", "kwargs", None, [], None, {})
    return spec


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


def _sample(real: Any) -> Any:
    @functools.wraps(real)
    def sample(population: Any, k: int) -> Any:
        from collections.abc import Set

        return real(tuple(population) if isinstance(population, Set) else population, k)

    return sample


def _shuffle(real: Any) -> Any:
    @functools.wraps(real)
    def shuffle(x: Any, random: Any = None) -> None:
        if random is None:
            return real(x)
        for i in reversed(range(1, len(x))):
            j = int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]
        return None

    return shuffle


def _whole(real: Any) -> Any:
    """A function that took numbers like 3.0 for integers."""

    @functools.wraps(real)
    def function(*args: Any, **kwargs: Any) -> Any:
        return real(*map(_integer, args), **{k: _integer(v) for k, v in kwargs.items()})

    return function


def _integer(value: Any) -> Any:
    if isinstance(value, float):
        if value != int(value):
            raise ValueError("non-integer arg 1 for randrange()")
        return int(value)
    return value


def _seed(real: Any) -> Any:
    @functools.wraps(real)
    def seed(a: Any = None, version: int = 2) -> None:
        known = a is None or isinstance(a, (int, float, str, bytes, bytearray))
        real(a if known else hash(a), version)

    return seed


def _without(*gone: str) -> Callable[[Any], Any]:
    """A function that no longer takes some arguments, which said nothing by then."""

    def change(real: Any) -> Any:
        @functools.wraps(real)
        def function(*args: Any, **kwargs: Any) -> Any:
            for name in gone:
                kwargs.pop(name, None)
            return real(*args, **kwargs)

        return function

    return change


def _renamed(old: str, place: int) -> Callable[[Any], Any]:
    """A function whose argument is no longer given by its name."""

    def change(real: Any) -> Any:
        @functools.wraps(real)
        def function(*args: Any, **kwargs: Any) -> Any:
            if old in kwargs:
                given = list(args)
                given.insert(place, kwargs.pop(old))
                args = tuple(given)
            return real(*args, **kwargs)

        return function

    return change


# Path → from the running Python's function to Python 3.6's.
CHANGED: dict[str, Callable[[Any], Any]] = {
    **{
        f"asyncio.{name}": _without("loop")
        for name in "as_completed gather shield sleep wait wait_for".split()
    },
    "collections.namedtuple": _without("verbose"),
    "gettext.install": _without("codeset"),
    "gettext.translation": _without("codeset"),
    "inspect.getfullargspec": lambda real: _full_spec,
    "json.dump": _without("encoding"),
    "json.dumps": _without("encoding"),
    "json.load": _without("encoding"),
    "json.loads": _without("encoding"),
    "math.factorial": _whole,
    "plistlib.load": _without("use_builtin_types"),
    "plistlib.loads": _without("use_builtin_types"),
    "random.randint": _whole,
    "random.randrange": _whole,
    "random.sample": _sample,
    "random.seed": _seed,
    "random.shuffle": _shuffle,
    "traceback.format_exception": _renamed("etype", 0),
    "traceback.format_exception_only": _renamed("etype", 0),
    "traceback.print_exception": _renamed("etype", 0),
}


def _other(name: str) -> Callable[..., Any]:
    """A method that has another name now."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(self, name)(*args, **kwargs)

    method.__name__ = name
    return method


def _all_tasks(loop: Any = None) -> Any:
    import asyncio

    return asyncio.all_tasks(loop)


def _current_task(loop: Any = None) -> Any:
    import asyncio

    return asyncio.current_task(loop)


def _subset(self: Any, subset: Any, dictionary: Any, msg: Any = None) -> None:
    self.assertEqual({**dictionary, **subset}, dictionary, msg)


def _unescape(self: Any, s: str) -> str:
    import html

    return html.unescape(s)


_ASSERTIONS = {
    "assertAlmostEquals": "assertAlmostEqual",
    "assertEquals": "assertEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertNotEquals": "assertNotEqual",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex",
    "assert_": "assertTrue",
    "failIf": "assertFalse",
    "failIfAlmostEqual": "assertNotAlmostEqual",
    "failIfEqual": "assertNotEqual",
    "failUnless": "assertTrue",
    "failUnlessAlmostEqual": "assertAlmostEqual",
    "failUnlessEqual": "assertEqual",
    "failUnlessRaises": "assertRaises",
}
_ELEMENT = "xml.etree.ElementTree"

# Class and method → the method.
METHODS: dict[str, Callable[..., Any]] = {
    "array.array.fromstring": _other("frombytes"),
    "array.array.tostring": _other("tobytes"),
    "asyncio.tasks.Task.all_tasks": _all_tasks,
    "asyncio.tasks.Task.current_task": _current_task,
    "configparser.RawConfigParser.readfp": _other("read_file"),
    f"{_ELEMENT}.Element.getchildren": lambda self: list(self),
    f"{_ELEMENT}.Element.getiterator": lambda self, tag=None: list(self.iter(tag)),
    f"{_ELEMENT}.ElementTree.getiterator": lambda self, tag=None: list(self.iter(tag)),
    "html.parser.HTMLParser.unescape": _unescape,
    "threading.Thread.isAlive": _other("is_alive"),
    **{f"unittest.case.TestCase.{k}": _other(v) for k, v in _ASSERTIONS.items()},
    "unittest.case.TestCase.assertDictContainsSubset": _subset,
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

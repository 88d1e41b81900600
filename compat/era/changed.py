"""Functions of Python 3.6 that take less now, and methods that are gone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

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


def full_spec(func: Any) -> Any:
    """`inspect.getfullargspec`, of TensorFlow's cells as 1.15 answered."""
    import inspect

    spec = inspect.getfullargspec(func)
    path = str(getattr(func, "__module__", "")).partition(".")[0]
    name = str(getattr(func, "__qualname__", "")).partition(".")[0]
    if path in ("compat", "tensorflow") and name in _WRAPPED | _WRAPPED_METHODS:
        names = ["self"] if name in _WRAPPED_METHODS else []
        return inspect.FullArgSpec(names, "args", "kwargs", None, [], None, {})
    return spec


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
    "inspect.getfullargspec": lambda real: full_spec,
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

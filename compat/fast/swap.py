"""Hands out the tensors of a faster network in place of the plain one's.

The faster tensors come out of one op, together with all that they depend on. That op's
gradient builds the plain network's gradient, as 1.15 would have at this place, and
hands on the faster one's. Nothing runs the plain one; it is there for the names and the
count of ops, and for second derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import tensorflow as tf

from compat import _private, opseed

tf1 = tf.compat.v1

_FIRST, _SECOND = "CompatFaster", "CompatFasterSecond"

Back = Callable[[list[Any]], list[Any]]


@dataclass(frozen=True)
class _Swap:
    """What one op stands for.

    Attributes:
        plain: The plain network's tensors, one for each that was handed out.
        back: From the slopes of these to those of all they depend on, or `None` where
            there is no faster way.
    """

    plain: list[Any]
    back: Back | None


_swaps: WeakKeyDictionary[Any, dict[str, _Swap]] = WeakKeyDictionary()


@contextmanager
def apart() -> Iterator[None]:
    """Build ops beside those of 1.15: not counted, in a name scope of their own."""
    with opseed.exactly(0), tf1.name_scope(None), tf1.name_scope("compat_fast"):
        yield


def instead_of(
    plain: list[Any], faster: list[Any], given: list[Any], back: Back
) -> Any:
    """The faster tensors, with the names and shapes of the plain ones.

    Args:
        plain: Tensors as 1.15 built them.
        faster: Tensors of the same values.
        given: All that these depend on.
        back: From the slopes of `faster`, some of them `None`, to those of `given`.
    """
    with apart():
        handed = _op(_FIRST, faster, given, _Swap(plain, back))
    for tensor, its in zip(plain, handed, strict=True):
        its.set_shape(tensor.shape)
        its._name = tensor.name  # what a script sees when it prints the tensor
    return handed


def _op(kind: str, faster: list[Any], given: list[Any], swap: _Swap) -> list[Any]:
    # Whole numbers cut the way by which gradients would go into the faster network
    cut = [tf.bitcast(tf.bitcast(t, tf.int32), t.dtype) for t in faster]
    graph = faster[0].graph
    with graph.gradient_override_map({"IdentityN": kind}):
        handed = tf.identity_n([*cut, *given])
    _swaps.setdefault(graph, {})[handed[0].op.name] = swap
    return handed[: len(faster)]


def _of(op: Any) -> _Swap:
    swap = _swaps.get(op.graph, {}).get(op.name)
    if swap is None:
        raise LookupError(
            f"expected the graph that {op.name} was built in, received a copy of it: "
            "its gradients are not known here; set COMPAT_FAST=0 where it is built"
        )
    return swap


def _plain_slopes(op: Any, slopes: tuple[Any, ...]) -> tuple[_Swap, list[int], Any]:
    """The plain network's gradient, its ops counted as 1.15's.

    Returns:
        What `op` stands for, which of its outputs have a slope, and for each of what
        it depends on the slope or `None`.
    """
    swap = _of(op)
    count = len(swap.plain)
    used = [i for i in range(count) if not _is_missing(op, i, slopes[i])]
    opseed.account(len(used) - len(slopes))  # zeros for outputs without a slope
    given = list(op.inputs)[count:]
    asked = _private.gradients_asked()
    wanted = [i for i, tensor in enumerate(given) if asked.depends(tensor)]
    found = tf1.gradients(
        [swap.plain[i] for i in used],
        [given[i] for i in wanted],
        [slopes[i] for i in used],
        name=_scope(op),
        stop_gradients=given,
        colocate_gradients_with_ops=asked.colocate,
        gate_gradients=asked.gate,
        aggregation_method=asked.aggregation,
    )
    opseed.account(-sum(_parts(slopes[i]) for i in used))  # a copy of each slope
    plain: list[Any] = [None] * len(given)
    for i, slope in zip(wanted, found, strict=True):
        plain[i] = slope
        if _is_sum(slope) and any(asked.leads(o) for o in _others(given[i], op)):
            opseed.account(-1)  # 1.15 added up these and the other users' in one
    there = sum(slope is not None for slope in plain)
    if asked.gate and there > 1:
        opseed.account(-there - 1)  # the gate behind this op's gradient
    return swap, used, plain


def _scope(op: Any) -> str:
    """The name scope of the gradients under way: the plain network's belong there."""
    inside = op.graph.get_name_scope()
    outer = inside.rpartition(f"{op.name}_grad")[0]
    return outer or "gradients"


def _is_sum(slope: Any) -> bool:
    return isinstance(slope, tf.Tensor) and slope.op.type == "AddN"


def _others(tensor: Any, op: Any) -> list[Any]:
    return [user for user in tensor.consumers() if user is not op]


def _parts(slope: Any) -> int:
    """How many tensors a slope is."""
    if not isinstance(slope, tf.IndexedSlices):
        return 1
    return 2 if slope.dense_shape is None else 3


def _is_missing(op: Any, index: int, slope: Any) -> bool:
    """Whether TensorFlow made up the slope of an output that nothing depends on."""
    if isinstance(slope, tf.IndexedSlices) or slope.op.type != "ZerosLike":
        return False
    return slope.op.inputs[0] is op.outputs[index]


@tf.RegisterGradient(_FIRST)
def _gradient(op: Any, *slopes: Any) -> list[Any]:
    swap, used, plain = _plain_slopes(op, slopes)
    count, given = len(swap.plain), list(op.inputs)[len(swap.plain) :]
    there = [i for i, slope in enumerate(plain) if slope is not None]
    with opseed.exactly(0):
        dense: list[Any] = [None] * count
        for i in used:
            dense[i] = tf.convert_to_tensor(slopes[i])
        assert swap.back is not None
        faster = swap.back(dense)
        of_these = [*given, *(dense[i] for i in used)]
        known = _Swap([plain[i] for i in there], None)
        # All of them before any: an optimizer that has one weight's may write over it
        # while another's is still being worked out from it
        whole = tf1.tuple([faster[i] for i in there])
        found = _op(_SECOND, whole, of_these, known)
    result: list[Any] = [None] * len(op.inputs)
    for i, slope in zip(there, found, strict=True):
        slope._name = plain[i].name
        result[count + i] = slope
    return result


@tf.RegisterGradient(_SECOND)
def _second_gradient(op: Any, *slopes: Any) -> list[Any]:
    swap, _, plain = _plain_slopes(op, slopes)
    return [None] * len(swap.plain) + plain

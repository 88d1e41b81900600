"""Ordinary differential equations, step by step, in the graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

Derivative = Callable[[Any, Any], Any]

# Dormand & Prince, 1980: where the gradients of a step are taken, and their weights.
_ALPHA = [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0]
_BETA = [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]
_SOLUTION = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0]
_MIDDLE = [
    6025192743 / 30085553152 / 2,
    0,
    51252292925 / 65400821598 / 2,
    -2691868925 / 45128329728 / 2,
    187940372067 / 1594534317056 / 2,
    -1776094331 / 19743644256 / 2,
    11237099 / 235043384 / 2,
]
_FOURTH = [
    1951 / 21600,
    0,
    22642 / 50085,
    451 / 720,
    -12231 / 42400,
    649 / 6300,
    1 / 60,
]
_ERROR = [fifth - fourth for fifth, fourth in zip(_SOLUTION, _FOURTH, strict=True)]


def _weighted(scale: Any, weights: list[float], terms: Any) -> Any:
    """`Σ scale · weight · term`."""
    parts = [
        (scale * weight) * term
        for weight, term in zip(weights, terms, strict=True)
        if weight
    ]
    return tf.add_n(parts)


def _one_step(func: Derivative, y0: Any, f0: Any, t0: Any, dt: Any) -> tuple[Any, ...]:
    """A step of Dormand and Prince: its end, the gradient there, error, gradients."""
    complex_dt = tf1.cast(dt, y0.dtype)
    gradients = [f0]
    y = y0
    for share, weights in zip(_ALPHA, _BETA, strict=True):
        t = t0 + dt * share
        y = y0 + _weighted(complex_dt, weights, gradients)
        gradients.append(func(y, t))
    error = _weighted(complex_dt, _ERROR, gradients)
    return y, gradients[-1], error, gradients


def _fitted(y0: Any, y1: Any, gradients: Any, dt: Any) -> list[Any]:
    """A polynomial of the fourth degree through a step's ends and its middle."""
    dt = tf1.cast(dt, y0.dtype)
    middle = y0 + _weighted(dt, _MIDDLE, gradients)
    f0, f1 = gradients[0], gradients[-1]
    a = 2 * dt * (f1 - f0) - 8 * (y1 + y0) + 16 * middle
    b = dt * (5 * f0 - 3 * f1) + 18 * y0 + 14 * y1 - 32 * middle
    c = dt * (f1 - 4 * f0) - 11 * y0 - 5 * y1 + 16 * middle
    return [a, b, c, dt * f0, y0]


def _between(coefficients: Any, t0: Any, t1: Any, t: Any) -> Any:
    share = tf1.cast((t - t0) / (t1 - t0), coefficients[0].dtype)
    total = coefficients[0]
    for one in coefficients[1:]:
        total = total * share + one
    return total


def _error_ratio(error: Any, y0: Any, y1: Any, rtol: Any, atol: Any) -> Any:
    largest = tf.maximum(tf.abs(y0), tf.abs(y1))
    allowed = atol + rtol * largest
    ratio = error / tf1.cast(allowed, error.dtype)
    return tf.sqrt(tf.reduce_mean(tf.abs(ratio) ** 2))


def _next_step(
    last: Any, ratio: Any, safety: float, ifactor: float, dfactor: float
) -> Any:
    """A step that should keep the error within what is allowed."""
    root = tf1.cast(ratio, last.dtype) ** 0.2
    low, high = (tf.constant(1 / one, last.dtype) for one in (ifactor, dfactor))
    factor = tf.maximum(low, tf.minimum(root / safety, high))
    return tf1.where(tf.equal(ratio, 0), last * ifactor, last / factor)


def odeint(
    func: Derivative,
    y0: Any,
    t: Any,
    rtol: float = 1e-6,
    atol: float = 1e-12,
    method: str | None = None,
    options: dict[str, Any] | None = None,
    full_output: bool = False,
    name: str | None = None,
) -> Any:
    """Solve `dy/dt = func(y, t)` by Dormand and Prince's method of steps that adapt.

    Args:
        func: From `y` and scalar `t` to `dy/dt`.
        y0: Tensor: `y` at the first time.
        t: Rising vector of times.
        rtol: How large an error may be beside `y`.
        atol: How large an error may be at all.
        method: `dopri5`, the only one.
        options: Dict of `first_step`, `safety`, `ifactor`, `dfactor`,
            `max_num_steps`; with `method` alone.
        full_output: Whether to give the steps back, too.
        name: Name scope.

    Returns:
        Tensor `[times, …]`: `y` at each time; with `full_output`, a dict of what
        happened beside it.

    Raises:
        ValueError: For another method, or options without one.
        TypeError: For times or values that are no numbers of floating point.

    Source: `tf.contrib.integrate.odeint`.
    """
    if method is not None and method != "dopri5":
        raise ValueError(f"invalid method: {method!r}")
    if options is None:
        options = {}
    elif method is None:
        raise ValueError("cannot supply `options` without specifying `method`")
    with tf1.name_scope(name, "odeint", [y0, t]):
        y0 = tf.convert_to_tensor(y0, name="y0")
        if not (y0.dtype.is_floating or y0.dtype.is_complex):
            raise TypeError(
                "`y0` must have a floating point or complex floating point dtype"
            )
        t = tf1.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        if not t.dtype.is_floating:
            raise TypeError("`t` must have a floating point dtype")
        real = abs(y0).dtype
        given = {
            "rtol": tf.convert_to_tensor(rtol, dtype=real, name="rtol"),
            "atol": tf.convert_to_tensor(atol, dtype=real, name="atol"),
        }
        return _solved(func, y0, t, full_output, given, **options)


def _solved(
    func: Derivative,
    y0: Any,
    t: Any,
    full_output: bool,
    tolerances: dict[str, Any],
    first_step: Any = None,
    safety: float = 0.9,
    ifactor: float = 10.0,
    dfactor: float = 0.2,
    max_num_steps: int = 1000,
) -> Any:
    if first_step is None:
        first_step = 1.0
    step = tf.convert_to_tensor(first_step, dtype=t.dtype, name="first_step")
    number = tf1.shape(t)[0]
    points = tf.TensorArray(y0.dtype, number, clear_after_read=False).write(0, y0)
    taken = tf.TensorArray(t.dtype, 0, dynamic_size=True, infer_shape=False)
    ratios = tf.TensorArray(abs(y0).dtype, 0, dynamic_size=True, infer_shape=False)
    first = func(y0, t[0])
    still = [y0] * 5

    def is_open(index: Any, points: Any, state: Any, history: Any) -> Any:
        return index < number

    def next_time(index: Any, points: Any, state: Any, history: Any) -> Any:
        def before(tries: Any, state: Any, history: Any) -> Any:
            return t[index] > state[3]

        def attempt(tries: Any, state: Any, history: Any) -> Any:
            y, f, _, start, dt, coefficients = state
            taken, ratios, evaluations = history
            checks = [
                tf1.Assert(start + dt > start, ["underflow in dt", dt]),
                tf1.Assert(tries < max_num_steps, ["max_num_steps exceeded"]),
                tf1.Assert(
                    tf.reduce_all(tf.math.is_finite(abs(y))),
                    ["non-finite values in state `y`", y],
                ),
            ]
            with tf1.control_dependencies(checks):
                y1, f1, error, gradients = _one_step(func, y, f, start, dt)
            ratio = _error_ratio(error, y, y1, tolerances["rtol"], tolerances["atol"])
            accepted = ratio <= 1
            fitted = _fitted(y, y1, gradients, dt)
            kept = (
                tf1.where(accepted, y1, y),
                tf1.where(accepted, f1, f),
                tf1.where(accepted, start, state[2]),
                tf1.where(accepted, start + dt, start),
                _next_step(dt, ratio, safety, ifactor, dfactor),
                tuple(
                    tf1.where(accepted, new, old)
                    for new, old in zip(fitted, coefficients, strict=True)
                ),
            )
            place = taken.size()
            history = (
                taken.write(place, start + dt),
                ratios.write(place, ratio),
                evaluations + 6,
            )
            return tries + 1, kept, history

        _, state, history = tf1.while_loop(before, attempt, [0, state, history])
        y = _between(state[5], state[2], state[3], t[index])
        return index + 1, points.write(index, y), state, history

    state = (y0, first, t[0], t[0], step, tuple(still))
    rising = tf1.Assert(
        tf.reduce_all(t[1:] > t[:-1]), ["`t` must be monotonic increasing"]
    )
    with tf1.control_dependencies([rising]):
        _, points, _, (taken, ratios, evaluations) = tf1.while_loop(
            is_open, next_time, [1, points, state, (taken, ratios, tf.constant(1))]
        )
    solution = points.stack()
    solution.set_shape(t.shape.concatenate(y0.shape))
    if not full_output:
        return solution
    return solution, {
        "num_func_evals": evaluations,
        "integrate_points": taken.stack(),
        "error_ratio": ratios.stack(),
    }


def odeint_fixed(
    func: Derivative,
    y0: Any,
    t: Any,
    dt: Any = None,
    method: str = "rk4",
    name: str | None = None,
) -> Any:
    """Solve `dy/dt = func(y, t)` by steps of a given length.

    Args:
        func: From `y` and scalar `t` to `dy/dt`.
        y0: Tensor: `y` at the first time.
        t: Rising vector of times.
        dt: Length of the steps, a scalar or a vector; by default that between times.
        method: `rk4` or `midpoint`.
        name: Name scope.

    Returns:
        Tensor `[times, …]`.

    Raises:
        ValueError: For another method, or `dt` of a rank above 1.

    Source: `tf.contrib.integrate.odeint_fixed`.
    """
    with tf1.name_scope(name, "odeint_fixed", [y0, t, dt]):
        t = tf1.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        y0 = tf1.convert_to_tensor(y0, name="y0")
        spans = t[1:] - t[:-1]
        if dt is None:
            lengths, counts = spans, tf1.ones_like(spans, dtype=tf.int32)
        else:
            length = tf1.convert_to_tensor(dt, preferred_dtype=tf.float64, name="dt")
            if length.shape.rank not in (0, 1):
                raise ValueError("dt must be a scalar or a vector")
            counts = tf1.cast(tf.math.ceil(spans / length), tf.int32)
            counts = tf.maximum(counts, 1)
            lengths = spans / tf1.cast(counts, spans.dtype)
        steps = {"rk4": _runge_kutta, "midpoint": _midpoint}
        if method not in steps:
            raise ValueError(f"method not supported: {method!s}")
        change = steps[method]

        def move(y: Any, given: Any) -> Any:
            start, length, count = given

            def step(done: Any, at: Any) -> Any:
                now = start + length * tf1.cast(done, length.dtype)
                return done + 1, at + change(func, at, now, length)

            return tf1.while_loop(lambda done, at: done < count, step, [0, y])[1]

        moved = tf.scan(move, (t[:-1], lengths, counts), y0)
        return tf1.concat([tf1.expand_dims(y0, 0), moved], axis=0)


def _runge_kutta(func: Derivative, y: Any, t: Any, dt: Any) -> Any:
    half, whole = tf1.cast(dt / 2, y.dtype), tf1.cast(dt, y.dtype)
    k1 = func(y, t)
    k2 = func(y + half * k1, t + dt / 2)
    k3 = func(y + half * k2, t + dt / 2)
    k4 = func(y + whole * k3, t + dt)
    return whole * (k1 + 2 * k2 + 2 * k3 + k4) / 6


def _midpoint(func: Derivative, y: Any, t: Any, dt: Any) -> Any:
    half, whole = tf1.cast(dt / 2, y.dtype), tf1.cast(dt, y.dtype)
    return whole * func(y + half * func(y, t), t + dt / 2)

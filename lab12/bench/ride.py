"""Run a lab's script and write down how long each of its training steps took.

    python ride.py --engine tf115|compat|keras --out OUT.json SCRIPT [ARGS…]

Plain Python for 3.7 too. What a training step is:

- TensorFlow 1.x: a `Session.run` of an op that gives no value, such as an optimizer's,
  beside a value; seconds of the call;
- `fit` of Keras 2 and 3: from the end of one batch to that of the next, which is what
  `fit` does for a step, callbacks included; the first of each `fit` is left out.

A call for many steps says the mean of them, once for each: a call of 100 is 100 steps
in the median, not one.

Steps of different kinds (other fetches, another model) are kept apart.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import inspect
import json
import os
import sys
import time
from typing import Any

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Times:
    """Seconds of steps, by kind."""

    def __init__(self):
        self.kinds: dict[str, list[float]] = {}
        self.last: Any = None  # kind and time of the last step's end
        self.inside = False  # of a call that is timed, or of `fit`

    @contextlib.contextmanager
    def looking_away(self):
        self.inside = True
        try:
            yield
        finally:
            self.inside = False

    def add(self, kind, seconds, steps=1):
        self.kinds.setdefault(kind, []).extend([seconds / steps] * steps)

    def ended(self, kind, steps):
        """So many steps have ended; the time since the last one is theirs."""
        now = time.perf_counter()
        if self.last is not None and self.last[0] == kind:
            self.add(kind, now - self.last[1], steps)
        self.last = kind, now


def ride_on_sessions(times):
    """Time `Session.run`, of TensorFlow 1.15 or of `tf.compat.v1`."""
    import tensorflow as tf

    base: Any = next(c for c in tf.compat.v1.Session.__mro__ if "run" in vars(c))
    run = base.run

    def timed_run(session, fetches, feed_dict=None, *args, **kwargs):
        start = time.perf_counter()
        value = run(session, fetches, feed_dict, *args, **kwargs)
        seconds = time.perf_counter() - start
        if isinstance(fetches, (list, tuple)) and isinstance(value, (list, tuple)):
            names = [str(getattr(one, "name", "…")) for one in fetches]
            empty = [one is None for one in value]
            if any(empty) and not all(empty):
                times.add(" ".join(names), seconds)
        return value

    base.run = timed_run


def ride_on_fit(times, library, model):
    """Time `fit` of a Keras, Keras 2 or Keras 3."""
    signature = inspect.signature(model.fit)
    fit, on_batch = model.fit, model.train_on_batch

    class Ends(library.callbacks.Callback):  # type: ignore[name-defined,misc]
        def __init__(self, kind):
            super().__init__()
            self.kind, self.before = kind, -1

        def on_epoch_begin(self, epoch, logs=None):
            self.before = -1

        def on_train_batch_end(self, batch, logs=None):
            # more than one with steps_per_execution
            times.ended(self.kind, max(1, batch - self.before))
            self.before = batch

    @functools.wraps(fit)
    def timed_fit(self, *args, **kwargs):
        bound = signature.bind(self, *args, **kwargs)
        callbacks = list(bound.arguments.get("callbacks") or [])
        bound.arguments["callbacks"] = callbacks + [Ends(str(id(self)))]
        times.last = None
        with times.looking_away():
            return fit(*bound.args, **bound.kwargs)

    @functools.wraps(on_batch)
    def timed_on_batch(self, *args, **kwargs):
        if times.inside:  # of a `fit` that calls it
            return on_batch(self, *args, **kwargs)
        with times.looking_away():
            start = time.perf_counter()
            value = on_batch(self, *args, **kwargs)
            times.add(str(id(self)), time.perf_counter() - start)
        return value

    model.fit, model.train_on_batch = timed_fit, timed_on_batch


def ride(times, engine, script):
    from lab12.record import recorder, recorder_keras2

    if engine == "keras":
        import keras

        ride_on_fit(times, keras, keras.Model)
        return
    with open(script, "rb") as stream:
        source = stream.read()
    if recorder.uses_keras(source):
        for library, model in recorder_keras2.libraries(engine):
            ride_on_fit(times, library, model)
    else:
        ride_on_sessions(times)


def main(argv):
    parser = argparse.ArgumentParser(prog="ride")
    parser.add_argument("--engine", choices=["tf115", "compat", "keras"], required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("script")
    parser.add_argument("args", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    sys.path[0] = os.path.dirname(os.path.abspath(options.script))
    sys.path.append(ROOT)
    from lab12.record import recorder

    if options.engine == "compat":  # as `compat run` imports it
        from compat.run import startup

        startup.settle_environment()
        startup.tensorflow()
    times = Times()
    ride(times, options.engine, options.script)
    code = recorder.run_script(options.engine, options.script, options.args)
    if not code:
        found = {
            "kinds": list(times.kinds.values()),
            "versions": recorder.versions(options.engine),
        }
        with open(options.out, "w") as out:
            json.dump(found, out)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

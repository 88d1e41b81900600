"""Run a lab's script and write its trace, from outside the script.

    python recorder.py --engine tf115|compat|keras --trace OUT.npz \
        [--initial OTHER.npz] SCRIPT [ARGS…]

One plain file for Python 3.7 (the real TensorFlow 1.15) and for today's: it needs the
standard library, NumPy and the TensorFlow it finds. It wraps `Session.run`, or Keras's
`fit`, `predict` and calls; it never adds an op to the script's graph, for TensorFlow
1.x takes the seeds of random ops from the number of ops. `lab12.trace` says what is in
a trace; the part for Keras stands in keras_recorder.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import runpy
import sys
import time
from typing import Any

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Tee:
    """A text stream that keeps what it passes on."""

    def __init__(self, stream):
        self._stream = stream
        self.kept = []

    def write(self, text):
        self.kept.append(text)
        return self._stream.write(text)

    def __getattr__(self, name):
        return getattr(self._stream, name)


class Record:
    """What a run leaves behind, as it comes in."""

    def __init__(self):
        self.initial, self.final = {}, {}
        self.outputs, self.forward = {}, {}
        self.loss, self.classes, self.classes_step = [], [], []
        self.seed = None
        self.seconds_steps = 0.0

    def saw(self, name, value, classes=True):
        """Keep the value of a fetch, and the classes it predicts if it does."""
        value = np.asarray(value)
        if value.dtype.kind not in "fiub":
            return
        self.outputs[name] = value
        if classes:
            self.saw_classes(value)

    def saw_classes(self, value):
        """Keep predicted classes: integers, or scores `[batch, time, classes]`."""
        if value.dtype.kind == "f" and value.ndim == 3:
            value = value.argmax(axis=-1)
        elif value.dtype.kind != "i" or value.ndim == 0:
            return
        if not self.classes or self.classes[0].shape == value.shape:
            small = value.size and value.min() >= 0 and value.max() < 128
            self.classes.append(value.astype(np.int8 if small else np.int32))
            self.classes_step.append(len(self.loss))

    def arrays(self):
        arrays = {
            "loss": np.array(self.loss, np.float32),
            "classes": np.array(self.classes, None if self.classes else np.int8),
            "classes_step": np.array(self.classes_step, np.int32),
        }
        for group in ("initial", "final", "outputs", "forward"):
            for name, value in getattr(self, group).items():
                arrays[group + "/" + name] = value
        return arrays


class SessionRecorder:
    """Rides on `tf.Session.run`, of TensorFlow 1.15 or of `tf.compat.v1`."""

    def __init__(self, record, initial):
        import tensorflow as tf

        self.tf, self.record, self.given = tf, record, initial
        self.session: Any = None
        self.graph: Any = None
        self.done = False
        self.last = {}  # name of a fetch: its tensor and its last feed
        session = tf.compat.v1.Session
        base = next(c for c in session.__mro__ if "run" in vars(c))
        self.run, close = base.run, base.close

        def recording_run(session, fetches, feed_dict=None, *args, **kwargs):
            self.before(session)
            start = time.perf_counter()
            value = self.run(session, fetches, feed_dict, *args, **kwargs)
            seconds = time.perf_counter() - start
            self.after(session, fetches, feed_dict, value, seconds)
            return value

        def recording_close(session):
            self.finish(session)
            close(session)

        base.run, base.close = recording_run, recording_close

    def variables(self):
        collection = self.tf.compat.v1.GraphKeys.GLOBAL_VARIABLES
        return self.graph.get_collection(collection)

    def read(self, session):
        """The values of all variables; fetching a variable itself makes no op."""
        variables = self.variables()
        values = self.run(session, variables)
        return {v.name.split(":")[0]: a for v, a in zip(variables, values)}

    def assign(self, session, values):
        for v in self.variables():
            name = v.name.split(":")[0]
            if name not in values or values[name].shape != tuple(v.shape.as_list()):
                shape = values[name].shape if name in values else "nothing"
                sys.exit(
                    "recorder: expected an initial value of shape "
                    f"{tuple(v.shape.as_list())} for {name}, received {shape}"
                )
            feed = {v.initializer.inputs[1]: values[name]}
            self.run(session, v.initializer, feed)

    def before(self, session):
        """Once all variables have values: give them those asked for, keep them."""
        if self.session is not None:
            return
        self.graph = session.graph
        if not self.variables():
            return
        try:
            values = self.read(session)
        except self.tf.errors.FailedPreconditionError:
            return
        self.session = session
        if self.given is not None:
            self.assign(session, self.given)
            values = {name: self.given[name] for name in values}
        self.record.initial = values

    def leaves(self, graph, fetch, value):
        """Pairs of an op or a tensor and its value, out of a nest of fetches."""
        if isinstance(fetch, dict):
            for key in fetch:
                yield from self.leaves(graph, fetch[key], value[key])
        elif isinstance(fetch, (list, tuple)):
            for one, its_value in zip(fetch, value):
                yield from self.leaves(graph, one, its_value)
        elif isinstance(value, (np.ndarray, np.generic)) or value is None:
            yield graph.as_graph_element(fetch), value

    def after(self, session, fetches, feed, value, seconds):
        self.record.seed = session.graph.seed
        leaves = list(self.leaves(session.graph, fetches, value))
        tensors = [leaf for leaf in leaves if leaf[1] is not None]
        loss = None
        if len(tensors) < len(leaves):  # an op runs beside them: a training step
            for tensor, its_value in tensors:
                if its_value.dtype.kind == "f" and np.ndim(its_value) == 0:
                    loss = tensor
                    break
        for tensor, its_value in tensors:
            if tensor is not loss:
                name = tensor.name.rsplit(":0", 1)[0]
                self.record.saw(name, its_value)
                self.last[name] = tensor, feed
        if loss is not None:
            self.record.loss.append(dict(tensors)[loss])
            self.record.seconds_steps += seconds

    def finish(self, session=None):
        """Keep the final values, then run every fetch once more at the initial ones."""
        if self.session is None and session is None:  # a script without variables
            self.record.forward = dict(self.record.outputs)
        if self.session is None or self.done or session not in (None, self.session):
            return
        self.done = True
        session, record = self.session, self.record
        record.final = self.read(session)
        self.assign(session, record.initial)
        for name, (tensor, feed) in list(self.last.items()):
            if tensor.op.type == "ArgMax":  # the scores say more than the classes
                tensor = tensor.op.inputs[0]
                name = tensor.name.rsplit(":0", 1)[0]
            if tensor.dtype.is_floating:
                record.forward[name] = np.asarray(self.run(session, tensor, feed))


def versions(engine):
    found = {"python": platform.python_version(), "numpy": np.__version__}
    found["tensorflow"] = sys.modules["tensorflow"].__version__
    if engine == "tf115":
        found["keras"] = sys.modules["tensorflow"].keras.__version__
    else:
        from importlib import metadata

        found["keras"] = metadata.version("keras")
    return found


def save(path, arrays):
    """Write beside, then rename: there is a whole trace or none."""
    beside = str(path) + ".part"
    try:
        with open(beside, "wb") as stream:
            np.savez_compressed(stream, **arrays)
        os.replace(beside, str(path))
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def run_script(engine, script, argv):
    """Run the script as `__main__`; its exit code."""
    try:
        if engine == "compat":
            import compat

            compat.run_path(script, argv)
        else:
            sys.argv = [script] + argv
            runpy.run_path(script, run_name="__main__")
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
            return 1
        return stop.code or 0
    return 0


def main(argv):
    start = time.perf_counter()
    parser = argparse.ArgumentParser(prog="recorder")
    parser.add_argument("--engine", choices=["tf115", "compat", "keras"], required=True)
    parser.add_argument("--trace", required=True)
    parser.add_argument("--initial")
    parser.add_argument("script")
    parser.add_argument("args", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    os.environ.setdefault("MPLBACKEND", "Agg")
    given = None
    if options.initial:
        with np.load(options.initial) as trace:
            given = {k[8:]: trace[k] for k in trace.files if k[:8] == "initial/"}
    sys.path[0] = os.path.dirname(os.path.abspath(options.script))
    sys.path.append(ROOT)
    record = Record()
    kind: Any = SessionRecorder
    if options.engine == "keras":
        from lab12.keras_recorder import KerasRecorder as kind
    recorder = kind(record, given)
    stdout = sys.stdout = Tee(sys.stdout)
    code = run_script(options.engine, options.script, options.args)
    sys.stdout.flush()
    sys.stdout = sys.__stdout__
    if code:
        return code
    seconds = time.perf_counter() - start
    recorder.finish()
    with open(options.script, "rb") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    script = os.path.basename(options.script)
    meta = {
        "lab": os.path.splitext(script)[0],
        "engine": options.engine,
        "script": script,
        "script_sha256": digest,
        "argv": options.args,
        "initial_given": given is not None,
        "seed": record.seed,
        "seconds_total": round(seconds, 3),
        "seconds_steps": round(record.seconds_steps, 3),
        "platform": platform.system() + " " + platform.machine(),
        "recorded_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    meta.update(versions(options.engine))
    arrays = record.arrays()
    arrays["meta"] = np.array(json.dumps(meta))
    arrays["stdout"] = np.array("".join(stdout.kept))
    save(options.trace, arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

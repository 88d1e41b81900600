"""Run a lab's script and write its trace, from outside the script.

    python recorder.py --engine tf115|compat|keras --trace OUT.npz \
        [--initial OTHER.npz] SCRIPT [ARGS…]

Plain Python for 3.7 (the real TensorFlow 1.15) and for today's: it needs the standard
library, NumPy and the TensorFlow it finds. What it rides on depends on the script:

- recorder_session.py: `Session.run` of a TensorFlow 1.x script;
- recorder_keras2.py: `fit`, `predict`, … of a script written for Keras 2, on Keras
  2.3.1 or, through `compat`, on Keras 3;
- keras_recorder.py: calls, `fit` and `predict` of a Keras 3 twin.

recorder_late.py: a script that checks its arguments first is not made to wait.

`lab12.record.trace` says what is in a trace.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import hashlib
import json
import os
import platform
import re
import runpy
import sys
import time
import traceback
from typing import Any

import numpy as np

ROOT = os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))


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
        self.outputs, self.forward, self.epochs = {}, {}, {}
        self.inside = {}  # of a script of the user's, what its layers give
        self.loss, self.classes, self.classes_step = [], [], []
        self.seed = None
        self.graph = None  # the file for the graph, if it is asked for
        self.dropout = True  # False: left out, for draws are each library's own
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

    def saw_epoch(self, logs):
        """Keep what Keras says of an epoch: its mean loss, its accuracy, …"""
        for name, value in logs.items():
            name = re.sub(r"(^|_)acc$", r"\1accuracy", name)  # before Keras 2.3
            if name != "lr":
                self.epochs.setdefault(name, []).append(np.float32(value))

    def arrays(self):
        arrays = {
            "loss": np.array(self.loss, np.float32),
            "classes": np.array(self.classes, None if self.classes else np.int8),
            "classes_step": np.array(self.classes_step, np.int32),
        }
        for group in ("initial", "final", "outputs", "forward", "epochs", "inside"):
            for name, value in getattr(self, group).items():
                arrays[group + "/" + name] = np.asarray(value)
        return arrays


def uses_keras(source):
    """Which Keras a script trains by: it names `keras`, and no session.

    Args:
        source: The script's text.

    Returns:
        "keras", "tf.keras" or, for none of them, "".
    """
    names: set[str] = set()
    tops: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [one.name.split(".") for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [(node.module or "").split(".")]
            names.update(one.name for one in node.names)
        else:
            modules = []
        tops.update(module[0] for module in modules)
        names.update(part for module in modules for part in module)
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
    if "keras" not in names or names & {"Session", "InteractiveSession"}:
        return ""
    return "keras" if "keras" in tops else "tf.keras"


def recorder_for(engine, source):
    """The class that rides on what the script uses."""
    if engine == "keras":
        from lab12.record.keras_recorder import KerasRecorder

        return KerasRecorder
    if uses_keras(source):
        from lab12.record.recorder_keras2 import Keras2Recorder

        return Keras2Recorder
    from lab12.record.recorder_session import SessionRecorder

    return SessionRecorder


def versions(engine):
    found = {"python": platform.python_version(), "numpy": np.__version__}
    if "tensorflow" in sys.modules:
        found["tensorflow"] = sys.modules["tensorflow"].__version__
    if engine == "tf115" and "keras" in sys.modules:
        found["keras"] = sys.modules["keras"].__version__
    elif engine == "tf115":
        found["keras"] = sys.modules["tensorflow"].keras.__version__
    else:
        from importlib import metadata

        found["keras"] = metadata.version("keras")
    if engine == "keras":
        found["backend"] = sys.modules["keras"].backend.backend()
        found.setdefault(found["backend"], metadata.version(found["backend"]))
        with contextlib.suppress(metadata.PackageNotFoundError):  # JAX does without
            found.setdefault("tensorflow", metadata.version("tensorflow"))
    return found


def stored(trace, key):
    """An array of a trace; kept as another's name or as its seeds, where it can be."""
    value = trace[key]
    if key[:8] not in ("initial/", "outputs/", "forward/") or value.dtype.kind != "U":
        return value
    if str(value)[:6] == "drawn ":
        from lab12.record import drawn

        return drawn.again(str(value))
    return stored(trace, str(value))


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
    except Exception as error:
        print("".join(shown(error)).rstrip(), file=sys.stderr)
        return 1
    return 0


def shown(error):
    """The lines of a traceback without the frames that run the script."""
    ours = (os.path.join(ROOT, "compat", ""), os.path.join(ROOT, "lab12", "record", ""))
    found = traceback.TracebackException(type(error), error, error.__traceback__)
    chain = [found]
    while chain:
        one = chain.pop()
        frames = [f for f in one.stack if not f.filename.startswith(ours + ("<froz",))]
        frames = [f for f in frames if os.path.basename(f.filename) != "runpy.py"]
        one.stack[:] = frames
        chain += [more for more in (one.__cause__, one.__context__) if more]
    return found.format()


def main(argv):
    start = time.perf_counter()
    parser = argparse.ArgumentParser(prog="recorder")
    parser.add_argument("--engine", choices=["tf115", "compat", "keras"], required=True)
    parser.add_argument("--trace", required=True)
    parser.add_argument("--initial")
    parser.add_argument("--defaults", help="Keras's defaults to put back into a twin")
    parser.add_argument("--graph")
    parser.add_argument("--no-dropout", action="store_true")
    parser.add_argument("script")
    parser.add_argument("args", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    os.environ.setdefault("MPLBACKEND", "Agg")
    sys.path[0] = os.path.dirname(os.path.abspath(options.script))
    sys.path.append(ROOT)
    given = None
    if options.initial:
        with np.load(options.initial) as trace:
            given = {
                k[8:]: stored(trace, k) for k in trace.files if k[:8] == "initial/"
            }
    with open(options.script, "rb") as stream:
        source = stream.read()
    record = Record()
    record.graph, record.dropout = options.graph, not options.no_dropout
    if options.defaults:
        from lab12.record import defaults

        defaults.put_back(options.defaults.split(","))
    riding: list[Any] = []

    def ride():
        if not riding:
            riding.append(recorder_for(options.engine, source)(record, given))

    from lab12.record import recorder_late

    package = "keras" if options.engine == "keras" else "tensorflow"
    late = options.engine != "tf115" and package not in sys.modules
    if late and recorder_late.asks_first(source):
        from compat import hooks

        hooks.Imported(package, ride)
    else:
        ride()
    stdout = sys.stdout = Tee(sys.stdout)
    code = run_script(options.engine, options.script, options.args)
    sys.stdout.flush()
    sys.stdout = sys.__stdout__
    if code:
        return code
    seconds = time.perf_counter() - start
    ride()  # a script that never got as far
    riding[0].finish()
    script = os.path.basename(options.script)
    meta = {
        "lab": os.path.splitext(script)[0],
        "engine": options.engine,
        "script": script,
        "script_sha256": hashlib.sha256(source).hexdigest(),
        "argv": options.args,
        "initial_given": given is not None,
        "seed": record.seed,
        "seconds_total": round(seconds, 3),
        "seconds_steps": round(record.seconds_steps, 3),
        "platform": platform.system() + " " + platform.machine(),
        "recorded_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    meta.update(versions(options.engine))
    if options.engine == "keras" and given is not None:
        meta["weights_from"] = riding[0].given.went
        if riding[0].given.biases:
            meta["biases"] = riding[0].given.biases
    arrays = record.arrays()
    arrays["meta"] = np.array(json.dumps(meta))
    arrays["stdout"] = np.array("".join(stdout.kept))
    try:
        save(options.trace, arrays)
    except OSError as error:  # a disk that is full
        print("%s: %s" % (options.trace, error.strerror or error), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

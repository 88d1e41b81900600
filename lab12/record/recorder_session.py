"""The recorder's part for TensorFlow 1.x scripts: it rides on `Session.run`.

It never adds an op to the script's graph, for TensorFlow 1.x takes the seeds of random
ops from the number of ops. Runs on Python 3.7 too.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np


class SessionRecorder:
    """Rides on `tf.Session.run`, of TensorFlow 1.15 or of `tf.compat.v1`."""

    def __init__(self, record, initial):
        import tensorflow as tf

        self.tf, self.record, self.given = tf, record, initial
        self.session: Any = None
        self.graph: Any = None
        self.done = False
        self.asked = {}  # name of a fetch: its tensor and its first feed
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
            if self.given.pop("*", None) is not None:  # the others keep their own
                self.given = {**values, **self.given}
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
                self.asked.setdefault(name, (tensor, feed))
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
        if record.graph is not None:  # before any op of ours is added
            with open(record.graph, "wb") as stream:
                stream.write(self.graph.as_graph_def().SerializeToString())
        record.final = self.read(session)
        self.assign(session, record.initial)
        for name, (tensor, feed) in list(self.asked.items()):
            if tensor.op.type == "ArgMax":  # the scores say more than the classes
                tensor = tensor.op.inputs[0]
                name = tensor.name.rsplit(":0", 1)[0]
            if tensor.dtype.is_floating:
                record.forward[name] = np.asarray(self.run(session, tensor, feed))

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
        self.applies = {}  # by an op's name
        self.first_feed: Any = None  # of the training, or else of any run
        self.rates = None  # by a placeholder's name, what is no dropout
        self.asked = {}  # name of a fetch: its tensor and its first feed
        session = tf.compat.v1.Session
        base = next(c for c in session.__mro__ if "run" in vars(c))
        self.run, close = base.run, base.close

        def recording_run(session, fetches, feed_dict=None, *args, **kwargs):
            self.before(session)
            if not record.dropout and feed_dict:
                feed_dict = self.without_dropout(session.graph, feed_dict)
            alone = self.trains_alone(session, fetches)
            start = time.perf_counter()
            if alone:
                both = [fetches, self.trained]
                value, loss = self.run(session, both, feed_dict, *args, **kwargs)
                if not record.loss:
                    self.first_feed = feed_dict
                record.loss.append(loss)
                return value
            value = self.run(session, fetches, feed_dict, *args, **kwargs)
            seconds = time.perf_counter() - start
            self.after(session, fetches, feed_dict, value, seconds)
            return value

        def recording_close(session):
            self.finish(session)
            close(session)

        base.run, base.close = recording_run, recording_close
        self.trained: Any = None  # the loss that an optimizer was given
        if record.graph is not None:
            self.ride_on_optimizers()

    def ride_on_optimizers(self):
        """A script may train and not look at its loss: it is fetched beside."""
        optimizer = self.tf.compat.v1.train.Optimizer
        compute = optimizer.compute_gradients

        def noting(own, loss, *args, **kwargs):
            if self.tf.is_tensor(loss) and loss.shape.rank == 0:
                self.trained = loss
            return compute(own, loss, *args, **kwargs)

        optimizer.compute_gradients = noting

    def trains_alone(self, session, fetches):
        """Whether a run trains, by an op, and fetches no loss."""
        if self.trained is None or self.trained.graph is not session.graph:
            return False
        flat = self.tf.nest.flatten(fetches)
        if any(getattr(one, "shape", None) == () for one in flat):
            return False
        ops = [one for one in flat if isinstance(one, self.tf.Operation)]
        return any(self.is_step(op) for op in ops)

    def is_step(self, op):
        """Whether an op applies gradients: what it waits for does."""
        known = self.applies.get(op.name)
        if known is None:
            waits: Any = {}
            todo = [op]  # with a step counted, it waits twice
            while todo and len(waits) < 1000:
                one = todo.pop()
                if one.name not in waits:
                    waits[one.name] = one
                    todo += one.control_inputs
                    todo += [given.op for given in one.inputs]
            known = any("Apply" in one.type for one in waits.values())
            self.applies[op.name] = known
        return known

    def without_dropout(self, graph, feed):
        """What is fed, with a rate of 0 for dropout whose rate is fed."""
        if self.rates is None:
            placeholders = [
                op for op in graph.get_operations() if op.type.startswith("Placeholder")
            ]
            rates = ((op.outputs[0].name, rate_fed(op)) for op in placeholders)
            self.rates = {name: rate for name, rate in rates if rate is not None}
        return {
            key: self.rates.get(getattr(key, "name", ""), value)
            for key, value in feed.items()
        }

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
        if self.first_feed is None or (loss is not None and not self.record.loss):
            self.first_feed = feed
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
        if record.graph is not None:
            from lab12.record import recorder_inside

            def run(wanted, feed):
                return self.run(session, wanted, feed)

            record.inside = recorder_inside.read(run, self.graph, self.first_feed)
        for name, (tensor, feed) in list(self.asked.items()):
            if tensor.op.type == "ArgMax":  # the scores say more than the classes
                tensor = tensor.op.inputs[0]
                name = tensor.name.rsplit(":0", 1)[0]
            if record.graph is not None and tensor.op.type == "Fill":
                continue  # the zeros that a state starts from
            if tensor.dtype.is_floating:
                record.forward[name] = np.asarray(self.run(session, tensor, feed))


def rate_fed(op):
    """What to feed a placeholder so that there is no dropout; None for others.

    A scalar that is taken from 1 is what is kept, another is the rate, a bool says
    whether it is the training.
    """
    tensor = op.outputs[0]
    if tensor.shape.rank not in (0, None):
        return None
    todo, seen, kept, found = [(tensor, 0)], set(), False, False
    while todo:
        one, depth = todo.pop()
        for user in one.consumers():
            if user.name in seen or depth > 8:
                continue
            seen.add(user.name)
            kept = kept or (user.type == "Sub" and user.inputs[1] is one)
            found = found or "dropout" in user.name
            scalar = user.outputs and user.outputs[0].shape.rank in (0, None)
            if scalar:
                todo += [(out, depth + 1) for out in user.outputs]
    if not found:
        return None
    if tensor.dtype.is_bool:
        return False
    return 1.0 if kept else 0.0

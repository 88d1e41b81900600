"""The recorder's part for the optimizers of Keras 2.3.1: they count a step once made.

Adam, and whatever has a decay, asks how many steps there were while another op of the
same `Session.run` adds one to the count. The first 95 runs of a training count first,
the later ones ask first, and on a busy machine some do otherwise: the losses of two
runs may differ, soon by 1e-3 of themselves. A lab stands beside Keras 3, which asks
first; so the recorder has all of them ask first. Runs on Python 3.7 too.
"""

from __future__ import annotations

import functools

import tensorflow as tf


def ride(keras):
    """Order the counting of all optimizers of Keras 2.3.1."""
    for kind in set(filter(callable, vars(keras.optimizers).values())):
        if isinstance(kind, type) and "get_updates" in vars(kind):
            count_last(keras.backend, kind)


def count_last(backend, optimizer):
    """Let an optimizer add to its count once all else of the step is done."""
    get_updates = optimizer.get_updates

    @functools.wraps(get_updates)
    def ordered(self, *args, **kwargs):
        add, late = backend.update_add, []

        def update_add(variable, increment):
            if variable is not self.iterations:
                return add(variable, increment)
            late.append(increment)
            return late

        backend.update_add = update_add
        try:
            made = get_updates(self, *args, **kwargs)
        finally:
            backend.update_add = add
        if not late:
            return made
        self.updates = [update for update in made if update is not late]
        before = [getattr(update, "op", update) for update in self.updates]
        with before[0].graph.as_default(), tf.control_dependencies(before):
            self.updates += [add(self.iterations, increment) for increment in late]
        return self.updates

    optimizer.get_updates = ordered

"""Runs a script on the real TensorFlow 1.15 from weights moved by a hundred-thousandth.

That is how far apart a network of three layers is after a dozen steps whose gradients
differ by 1e-7, as today's kernels for softmax, tanh, means, … do from 1.15's.
Python 3.7: `PYTHON nudged.py [SCRIPT | -m MODULE] ARGS…`. What such a run prints
otherwise hangs on rounding: no other version or machine has to repeat it.
"""

import os
import runpy
import sys

MOVED = 1e-5


def nudge():
    """Let the first run of an initializer, or a restore, move each weight a bit."""
    import numpy as np
    import tensorflow as tf

    base = [c for c in tf.compat.v1.Session.__mro__ if "run" in c.__dict__][0]
    real, seen = base.run, set()

    def move(self, variables):
        try:
            values = real(self, variables)
        except tf.errors.OpError:  # some are not initialized yet
            for variable in variables if len(variables) > 1 else []:
                move(self, [variable])
            return
        initializers, feed = [], {}
        for variable, value in zip(variables, values):  # noqa: B905  (Python 3.7)
            seen.add(id(variable))
            value = np.asarray(value)
            if value.dtype in (np.float32, np.float64):
                # all one way, which adds up, and each its own, which no norm takes back
                by = 1 + np.random.RandomState(len(seen)).normal(size=value.shape)
                other = value * (1 + MOVED * by)
                initializers.append(variable.initializer)
                feed[variable.initializer.inputs[1]] = other.astype(value.dtype)
        try:
            real(self, initializers, feed)
        except (tf.errors.OpError, ValueError, TypeError):  # another initializer
            for variable in variables if len(variables) > 1 else []:
                move(self, [variable])

    def run(self, fetches, *args, **kwargs):
        found = real(self, fetches, *args, **kwargs)
        one = fetches[0] if isinstance(fetches, (list, tuple)) and fetches else fetches
        if isinstance(one, str):
            one = self.graph.as_graph_element(one)
        if isinstance(one, tf.Operation):
            some = [
                variable
                for variable in self.graph.get_collection("variables")
                if id(variable) not in seen and hasattr(variable, "initializer")
            ]
            if some:
                move(self, some)
        return found

    base.run = run


def main(argv):
    nudge()
    if argv[0] == "-m":
        sys.argv = argv[1:]
        sys.path[0] = os.getcwd()
        runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
        return 0
    if argv[0].endswith(".ipynb"):
        import notebook_there

        return notebook_there.main(argv[0])
    sys.argv = argv
    sys.path[0] = os.path.dirname(os.path.abspath(argv[0]))
    runpy.run_path(argv[0], run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

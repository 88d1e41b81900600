"""Run the cases of this folder on whatever TensorFlow is here, and keep the answers.

    python tests/names/run.py OUT.npz                   TensorFlow 1.15.5, Python 3.7
    python -m compat run tests/names/run.py OUT.npz     the facade

With --raise after OUT.npz the tracebacks of cases that raise are shown.

A case is a function that builds a graph in plain TensorFlow 1.x and gives a dict of
what to fetch. Around it, the same for every case:

* the graph's seed is 777, so initial values and masks are 1.15's or they are not;
* the initial values are kept, then every variable gets a ramp, which leaves no two
  gates alike: `ramp` below;
* every fetch is kept, and the gradient of the sum of their squares by every variable;
* a case that raises is kept as the name of its error.

What is kept is named CASE|WHAT|LABEL. Plain Python 3.7 to 3.13.
"""

import sys
import traceback

import numpy as np
import tensorflow as tf
from cell_cases import CELLS
from keep import fingerprint, save
from layer_cases import LAYERS
from time_cases import RNNS

SEED = 777
CASES = dict(CELLS + RNNS + LAYERS)


def ramp(shape, number):
    """Values between -0.8 and 0.8 that neither repeat nor are in order."""
    size = int(np.prod(shape))
    steps = (np.arange(size) * 7 + number * 3) % 29
    return ((steps + np.arange(size) / max(size, 1) - 14.5) / 18).reshape(shape)


def run(build):
    """Give what one case says, as a dict from "WHAT|LABEL" to array."""
    tf.set_random_seed(SEED)
    try:
        fetches = build()
    except Exception as error:
        if "--raise" in sys.argv:
            traceback.print_exc()
        return {"error|": np.array(type(error).__name__)}
    variables = tf.global_variables()
    floating = [tensor for tensor in fetches.values() if tensor.dtype.is_floating]
    total = tf.add_n([tf.reduce_sum(tf.cast(t * t, tf.float64)) for t in floating])
    gradients = tf.gradients(total, variables) if variables else []
    answer = {}
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for variable in variables:
            name = variable.name.split(":")[0]
            answer["initial|" + name] = session.run(variable)
        for number, variable in enumerate(variables):
            value = ramp(variable.shape.as_list(), number)
            variable.load(value.astype(variable.dtype.as_numpy_dtype), session)
        wanted = {"output|" + label: tensor for label, tensor in fetches.items()}
        for number, gradient in enumerate(gradients):
            if gradient is not None:
                name = variables[number].name.split(":")[0]
                wanted["gradient|" + name] = tf.convert_to_tensor(gradient)
        answer.update(session.run(wanted))
    return answer


def main(out):
    kept = {}
    for name, build in CASES.items():
        with tf.Graph().as_default():
            for label, value in run(build).items():
                kept[name + "|" + label] = value
    versions = {"tensorflow": tf.__version__, "numpy": np.__version__}
    how = "python tests/names/record.py"
    save(out, kept, dict(versions, cases=fingerprint(), python=sys.version, how=how))


if __name__ == "__main__":
    main(sys.argv[1])

"""Cases for tf.contrib.integrate."""

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(__name__, manner="told", output=1e-5, why="error ratios are of float32")


@case
def odeint(tf):
    lib = tf.contrib.integrate

    def falling(y, t):
        return -y * tf.cast(t, y.dtype) + 0.1 * tf.sin(y)

    times = tf.constant([0.0, 0.5, 1.0, 3.0])
    start = tf.constant([[1.0, 2.0], [0.5, -1.0]])
    double = tf.constant([0.0, 0.1, 2.0], tf.float64)
    solved, info = lib.odeint(
        falling,
        start,
        times,
        1e-3,
        1e-4,
        method="dopri5",
        options={"first_step": 0.2, "safety": 0.8, "ifactor": 5.0, "dfactor": 0.3},
        full_output=True,
    )
    made = [
        solved,
        lib.odeint(falling, tf.constant(1.0, tf.float64), double),
        lib.odeint(lambda y, t: 1j * y, tf.constant(1.0 + 0j), times),
        lib.odeint_fixed(falling, start, times),
        lib.odeint_fixed(falling, start, times, method="midpoint"),
        lib.odeint_fixed(falling, start, times, dt=tf.constant(0.3)),
        lib.odeint_fixed(falling, start, times, dt=tf.constant([0.1, 0.3, 0.5])),
    ]
    with tf.Session() as session:
        values, counts = session.run([made, info])
    return {
        "values": [Kept(value) for value in values],
        "evaluations": int(counts["num_func_evals"]),
        "points": Kept(counts["integrate_points"]),
        "method": error(lambda: lib.odeint(falling, start, times, method="euler")),
        "options": error(lambda: lib.odeint(falling, start, times, options={"a": 1})),
        "fixed": error(lambda: lib.odeint_fixed(falling, start, times, method="a")),
        "integers": error(lambda: lib.odeint(falling, tf.constant(1), times)),
    }

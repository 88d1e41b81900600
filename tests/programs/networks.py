"""The recurrent part of a generated program: cells, wrappers, and who unrolls them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.programs.choices import Choices, Source

ACTIVATIONS = ("tf.tanh", "tf.nn.relu", "tf.sigmoid", "tf.nn.elu", "tf.nn.softsign")
INITIALIZERS = (
    "tf.contrib.layers.xavier_initializer({seed})",
    "tf.contrib.layers.variance_scaling_initializer({seed})",
    "tf.random_uniform_initializer(-0.1, 0.1, {seed})",
    "tf.random_uniform_initializer(0, 1, {seed})",
    "tf.truncated_normal_initializer(stddev=0.1, {seed})",
    "tf.random_normal_initializer(0.0, 0.2, {seed})",
    "tf.orthogonal_initializer({seed})",
    "tf.glorot_normal_initializer({seed})",
    "tf.glorot_uniform_initializer({seed})",
    "tf.variance_scaling_initializer(scale=2.0, mode='fan_avg', {seed})",
    "tf.uniform_unit_scaling_initializer({seed})",
)


@dataclass
class Shape:
    """What a program's tensors measure, and whether its ops carry their own seeds."""

    batch: int
    time: int
    size: int
    classes: int
    known_batch: bool
    own_seeds: bool


def initializer(choose: Choices, shape: Shape) -> str:
    """Return the text of an initializer, seeded where the program needs it."""
    seeded = shape.own_seeds or choose.chance(0.2)
    text = choose.one(INITIALIZERS)
    seed = f"seed={choose.number(1, 99)}" if seeded else ""
    return text.format(seed=seed).replace(", )", ")")


def optional(choose: Choices, *pairs: tuple[float, str]) -> str:
    """Return the texts that were chosen, each by its probability, as more arguments."""
    return "".join(", " + text for chance, text in pairs if choose.chance(chance))


def cell(
    choose: Choices, shape: Shape, units: int, family: str = "tf.contrib.rnn"
) -> str:
    """Return the text of one cell."""
    activation = f"activation={choose.one(ACTIVATIONS)}"
    kind = choose.number(0, 3)
    if kind == 0:
        return f"{family}.BasicRNNCell({units}{optional(choose, (0.4, activation))})"
    if kind == 1:
        options = optional(
            choose, (0.3, "forget_bias=0.5"), (0.3, activation), (0.1, "name='lstm'")
        )
        return f"{family}.BasicLSTMCell({units}{options})"
    if kind == 2:
        options = optional(
            choose,
            (0.3, "use_peepholes=True"),
            (0.2, "cell_clip=0.3"),
            (0.3, f"initializer={initializer(choose, shape)}"),
            (0.2, "forget_bias=0.0"),
            (0.2, activation),
        )
        if choose.chance(0.25):
            options += f", num_proj={units}" + optional(choose, (0.5, "proj_clip=0.2"))
        return f"{family}.LSTMCell({units}{options})"
    options = optional(
        choose,
        (0.3, activation),
        (0.2, f"kernel_initializer={initializer(choose, shape)}"),
        (0.2, "bias_initializer=tf.constant_initializer(0.5)"),
    )
    return f"{family}.GRUCell({units}{options})"


def wrapped(choose: Choices, shape: Shape, units: int, width: int) -> str:
    """Return the text of a cell with zero to two wrappers.

    Args:
        choose: The program's choices.
        shape: The program's sizes.
        units: Of the cell.
        width: Of its input: a residual needs the two to be equal.
    """
    text = cell(choose, shape, units, choose.one(["tf.contrib.rnn", "tf.nn.rnn_cell"]))
    if choose.chance(0.4):
        options = optional(
            choose,
            (0.5, "input_keep_prob=0.8"),
            (0.6, "output_keep_prob=keep_prob"),
            (0.3, "state_keep_prob=0.7"),
        )
        if choose.chance(0.3):
            options += ", variational_recurrent=True, dtype=tf.float32"
            options += f", input_size=tf.TensorShape([{width}])"
        if shape.own_seeds or choose.chance(0.3):
            options += f", seed={choose.number(1, 99)}"
        text = f"tf.contrib.rnn.DropoutWrapper({text}{options})"
    if units == width and choose.chance(0.4):
        text = f"tf.contrib.rnn.ResidualWrapper({text})"
    if choose.chance(0.15):
        text = f"tf.contrib.rnn.DeviceWrapper({text}, '/cpu:0')"
    return text


def stack(choose: Choices, shape: Shape, name: str, source: Source, width: int) -> int:
    """Write the lines that make a cell of one or more layers called `name`.

    Returns:
        The number of units of its output.
    """
    layers = choose.one([1, 1, 2, 3])
    units = width if choose.chance(0.3) else choose.number(2, 6)
    if layers == 1:
        source.add(f"{name} = {wrapped(choose, shape, units, width)}")
        return units
    if choose.chance(0.4):
        text = wrapped(choose, shape, width, width)
        source.add(
            f"{name} = tf.contrib.rnn.MultiRNNCell([{text} for _ in range({layers})])"
        )
        return width
    source.add(f"{name} = tf.contrib.rnn.MultiRNNCell([")
    for _ in range(layers):
        source.add(f"    {wrapped(choose, shape, units, width)},")
        width = units
    source.add("])")
    return units


RAW_LOOP = """\
steps = tf.TensorArray(tf.float32, size={time}).unstack(tf.transpose(inputs, [1, 0, 2]))

def loop_fn(time, cell_output, cell_state, loop_state):
    emit = cell_output
    if cell_output is None:
        next_state = cell.zero_state({batch}, tf.float32)
    else:
        next_state = cell_state
    finished = time >= {lengths}
    next_input = tf.cond(
        tf.reduce_all(finished),
        lambda: tf.zeros([{batch}, {width}], tf.float32),
        lambda: steps.read(time))
    return finished, next_input, next_state, emit, None

emitted, state, _ = tf.nn.raw_rnn(cell, loop_fn{one})
outputs = tf.transpose(emitted.stack(), [1, 0, 2])
outputs.set_shape([None, None, {units}])"""


def unrolled(choose: Choices, shape: Shape, source: Source, width: int) -> int:
    """Write the lines from `inputs` [batch, time, width] to `outputs` and `state`.

    Returns:
        The last dimension of `outputs`.
    """
    how = choose.one(
        [
            "dynamic",
            "dynamic",
            "dynamic",
            "bidirectional",
            "static",
            "static_both",
            "raw",
        ]
    )
    began = len(source.lines)
    units = stack(choose, shape, "cell", source, width)
    back = 0
    if how in ("bidirectional", "static_both"):
        back = stack(choose, shape, "backward", source, width)
    lengths = ", sequence_length=lengths" if choose.chance(0.5) else ""
    batch = str(shape.batch) if shape.known_batch else "tf.shape(inputs)[0]"
    start = choose.chance(0.4)
    scope = (
        f", scope='{choose.one(['rnn', 'net', 'decoder'])}'"
        if choose.chance(0.3)
        else ""
    )
    # Where iterations may overlap, the executor chooses which one draws first.
    one = ""
    if any("DropoutWrapper" in line for line in source.lines[began:]):
        one = ", parallel_iterations=1"
    state = ""
    if start and how not in ("raw", "bidirectional", "static_both"):
        source.add(f"initial = cell.zero_state({batch}, tf.float32)")
        state = ", initial_state=initial"
    if how == "dynamic":
        given = lengths + state
        if not (state and choose.chance(0.5)):
            given += ", dtype=tf.float32"
        extra = optional(choose, (0.1, "swap_memory=True"))
        extra += one or optional(choose, (0.1, "parallel_iterations=4"))
        if choose.chance(0.2):
            source.add(
                "outputs, state = tf.nn.dynamic_rnn(",
                f"    cell, tf.transpose(inputs, [1, 0, 2]){given}, "
                f"time_major=True{scope}{one})",
                "outputs = tf.transpose(outputs, [1, 0, 2])",
            )
        else:
            source.add(
                f"outputs, state = tf.nn.dynamic_rnn(cell, inputs{given}{extra}{scope})"
            )
        return units
    if how == "bidirectional":
        source.add(
            "both, state = tf.nn.bidirectional_dynamic_rnn(",
            f"    cell, backward, inputs{lengths}, dtype=tf.float32{scope}{one})",
            "outputs = tf.concat(both, 2)",
        )
        return units + back
    if how == "raw":
        ends = "lengths" if lengths else f"tf.fill([{batch}], {shape.time})"
        text = RAW_LOOP.format(
            time=shape.time,
            batch=batch,
            lengths=ends,
            width=width,
            units=units,
            one=one,
        )
        source.add(*text.splitlines())
        return units
    source.add("steps = tf.unstack(inputs, axis=1)")
    module = choose.one(["tf.nn", "tf.contrib.rnn"])
    if how == "static":
        source.add(
            f"columns, state = {module}.static_rnn("
            f"cell, steps{lengths}{state}, dtype=tf.float32{scope})",
            "outputs = tf.stack(columns, axis=1)",
        )
        return units
    source.add(
        "columns, state, state_bw = tf.nn.static_bidirectional_rnn(",
        f"    cell, backward, steps{lengths}, dtype=tf.float32{scope})",
        "outputs = tf.stack(columns, axis=1)",
    )
    return units + back

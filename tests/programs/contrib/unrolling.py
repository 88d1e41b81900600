"""What unrolls the cells of tf.contrib.rnn in a generated program."""

from __future__ import annotations

from tests.programs.choices import Choices, Source
from tests.programs.contrib.cells import R, cell, stack, wrapped
from tests.programs.generator import Program
from tests.programs.networks import Shape, initializer, optional


def _several(
    choose: Choices, shape: Shape, name: str, source: Source, widths: list[int]
) -> list[int]:
    """Write a list of cells, one a layer; return the width that each puts out."""
    units = [choose.number(3, 5) for _ in widths]
    source.add(f"{name} = [")
    for size, width in zip(units, widths, strict=True):
        source.add(f"    {wrapped(choose, shape, size, width)},")
    source.add("]")
    return units


def _fused(choose: Choices, shape: Shape, source: Source, width: int) -> int:
    """Write a fused cell over inputs [time, batch, width]."""
    units = choose.number(2, 5)
    given = optional(
        choose,
        (0.3, "forget_bias=0.5"),
        (0.3, "use_peephole=True"),
        (0.2, "cell_clip=0.3"),
    )
    text = f"{R}LSTMBlockFusedCell({units}{given})"
    if choose.chance(0.3):
        inner = cell(choose, shape, units, width)
        text = f"{R}FusedRNNCellAdaptor({inner}, use_dynamic_rnn={choose.chance(0.5)})"
    if choose.chance(0.3):
        text = f"{R}TimeReversedFusedRNN({text})"
    lengths = ", sequence_length=lengths" if choose.chance(0.5) else ""
    source.add(
        f"fused = {text}",
        "outputs, state = fused("
        f"tf.transpose(inputs, [1, 0, 2]), dtype=tf.float32{lengths})",
        "outputs = tf.transpose(outputs, [1, 0, 2])",
    )
    return units


def _phased(choose: Choices, shape: Shape, source: Source) -> int:
    units = choose.number(2, 5)
    given = optional(
        choose, (0.4, "use_peepholes=True"), (0.4, "leak=0.1, ratio_on=0.3")
    )
    if shape.own_seeds or choose.chance(0.4):
        given += ", period_init_min=2.0, period_init_max=9.0"
    source.add(
        f"cell = {R}PhasedLSTMCell({units}{given})",
        f"times = tf.range({shape.time}, dtype=tf.float32)[tf.newaxis, :, tf.newaxis]",
        "times = times + tf.zeros_like(inputs[:, :, :1])",
        "outputs, state = tf.nn.dynamic_rnn(cell, (times, inputs), dtype=tf.float32)",
    )
    return units


def _convolutional(choose: Choices, source: Source, width: int) -> int:
    channels = choose.number(1, 3)
    given = optional(choose, (0.3, "use_bias=False"), (0.3, "forget_bias=0.3"))
    source.add(
        f"cell = {R}Conv1DLSTMCell(input_shape=[{width}, 1], "
        f"output_channels={channels}, kernel_shape=[2]{given})",
        "grid = tf.expand_dims(inputs, 3)",
        "outputs, state = tf.nn.dynamic_rnn(cell, grid, dtype=tf.float32)",
    )
    size = width * channels
    source.add(
        f"outputs = tf.reshape(outputs, [tf.shape(outputs)[0], -1, {size}])",
    )
    return size


def _grid(choose: Choices, shape: Shape, source: Source) -> int:
    units = choose.number(2, 4)
    given = optional(
        choose,
        (0.3, "use_peepholes=True"),
        (0.3, "share_time_frequency_weights=True"),
        (0.2, "cell_clip=0.3"),
        (0.3, f"initializer={initializer(choose, shape)}"),
    )
    kind = choose.one(["GridLSTMCell", "BidirectionalGridLSTMCell"])
    if kind == "GridLSTMCell":
        given += optional(choose, (0.4, "couple_input_forget_gates=True"))
    source.add(
        "inputs = tf.tile(inputs, [1, 1, 4])[:, :, :8]",
        f"cell = {R}{kind}({units}, feature_size=4, frequency_skip=4, "
        f"num_frequency_blocks=[2]{given})",
        "outputs, state = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)",
    )
    return units * (2 if kind == "GridLSTMCell" else 4) * 2


def unrolled(choose: Choices, shape: Shape, source: Source, width: int) -> int:
    """Write the lines from `inputs` [batch, time, width] to `outputs` and `state`.

    Returns:
        The last dimension of `outputs`.
    """
    how = choose.one(
        "dynamic dynamic dynamic static bidirectional stacked_dynamic stacked_static "
        "fused fused phased convolutional grid".split()
    )
    if how == "fused":
        return _fused(choose, shape, source, width)
    if how == "phased" and not shape.own_seeds:
        return _phased(choose, shape, source)
    if how == "convolutional":
        return _convolutional(choose, source, width)
    if how == "grid":
        return _grid(choose, shape, source)
    began = len(source.lines)
    lengths = ", sequence_length=lengths" if choose.chance(0.5) else ""
    scope = ", scope='net'" if choose.chance(0.2) else ""

    def one() -> str:
        """One iteration at a time, where overlapping ones would mix their draws."""
        text = "".join(source.lines[began:])
        draws = "Dropout" in text or "dropout" in text
        return ", parallel_iterations=1" if draws else ""

    if how in ("stacked_dynamic", "stacked_static"):
        layers = choose.number(1, 2)
        sizes = [width] * layers
        if layers == 2:  # what the second layer takes is known after the first
            first = [choose.number(3, 5), choose.number(3, 5)]
            second = [choose.number(3, 5), choose.number(3, 5)]
            for name, index in (("forward", 0), ("backward", 1)):
                source.add(
                    f"{name} = [",
                    f"    {cell(choose, shape, first[index], width)},",
                    f"    {cell(choose, shape, second[index], sum(first))},",
                    "]",
                )
            total = sum(second)
        else:
            total = _several(choose, shape, "forward", source, sizes)[0]
            total += _several(choose, shape, "backward", source, sizes)[0]
        if how == "stacked_dynamic":
            source.add(
                f"outputs, state, state_bw = {R}stack_bidirectional_dynamic_rnn(",
                "    forward, backward, inputs, "
                f"dtype=tf.float32{lengths}{scope}{one()})",
            )
        else:
            source.add(
                "steps = tf.unstack(inputs, axis=1)",
                f"columns, state, state_bw = {R}stack_bidirectional_rnn(",
                f"    forward, backward, steps, dtype=tf.float32{lengths}{scope})",
                "outputs = tf.stack(columns, axis=1)",
            )
        return total
    units = stack(choose, shape, "cell", source, width)
    if how == "bidirectional":
        back = stack(choose, shape, "backward", source, width)
        source.add(
            "both, state = tf.nn.bidirectional_dynamic_rnn(",
            f"    cell, backward, inputs{lengths}, dtype=tf.float32{scope}{one()})",
            "outputs = tf.concat(both, 2)",
        )
        return units + back
    if how == "static":
        source.add(
            "steps = tf.unstack(inputs, axis=1)",
            f"columns, state = {R}static_rnn("
            f"cell, steps{lengths}, dtype=tf.float32{scope})",
            "outputs = tf.stack(columns, axis=1)",
        )
        return units
    start = ""
    if choose.chance(0.3):
        batch = str(shape.batch) if shape.known_batch else "tf.shape(inputs)[0]"
        source.add(f"initial = cell.zero_state({batch}, tf.float32)")
        start = ", initial_state=initial"
    source.add(
        f"outputs, state = tf.nn.dynamic_rnn("
        f"cell, inputs{lengths}{start}, dtype=tf.float32{scope}{one()})"
    )
    return units


class Cells(Program):
    """Writes a program around the cells of tf.contrib.rnn."""

    family = "contrib "
    own_seeds = 0.0
    longest = 3
    few_runs = 1

    def _unrolled(self, width: int) -> int:
        return unrolled(self.choose, self.shape, self.source, width)

"""The cells of tf.contrib.rnn in a generated program."""

from __future__ import annotations

from tests.programs.choices import Choices, Source
from tests.programs.networks import ACTIVATIONS, Shape, initializer, optional
from tests.programs.networks import cell as core_cell

R = "tf.contrib.rnn."


def _own_seed(choose: Choices, shape: Shape, word: str, otherwise: float) -> str:
    if shape.own_seeds or choose.chance(otherwise):
        return f", {word}={choose.number(1, 99)}"
    return ""


def cell(choose: Choices, shape: Shape, units: int, width: int) -> str:
    """Return the text of one cell that takes inputs [batch, width].

    Args:
        choose: The program's choices.
        shape: The program's sizes.
        units: Of its output.
        width: Of its input.
    """
    activation = f"activation={choose.one(ACTIVATIONS)}"
    start = f"initializer={initializer(choose, shape)}"
    kernel = f"kernel_{start}"
    kind = choose.one(
        "block_lstm block_gru block_gru_2 norm_lstm ugrnn nas indrnn indygru indylstm "
        "sru intersection glstm coupled coupled_norm cudnn_lstm cudnn_gru core".split()
    )
    if kind == "block_lstm":
        given = optional(
            choose,
            (0.3, "forget_bias=0.5"),
            (0.3, "use_peephole=True"),
            (0.3, "cell_clip=0.3"),
        )
        return f"{R}LSTMBlockCell({units}{given})"
    if kind in ("block_gru", "block_gru_2"):
        return f"{R}GRUBlockCell{'V2' if kind[-1] == '2' else ''}({units})"
    if kind == "norm_lstm":
        given = optional(
            choose,
            (0.3, "forget_bias=0.5"),
            (0.2, "layer_norm=False"),
            (0.2, activation),
            (0.2, "norm_gain=0.7, norm_shift=0.1"),
        )
        if choose.chance(0.3):
            given += ", dropout_keep_prob=keep_prob"
            given += _own_seed(choose, shape, "dropout_prob_seed", 0.3)
        return f"{R}LayerNormBasicLSTMCell({units}{given})"
    if kind == "ugrnn":
        given = optional(
            choose, (0.3, start), (0.3, "forget_bias=0.3"), (0.3, activation)
        )
        return f"{R}UGRNNCell({units}{given})"
    if kind == "nas":
        given = optional(choose, (0.4, "use_bias=True"), (0.3, f"num_proj={units}"))
        return f"{R}NASCell({units}{given})"
    if kind == "indrnn":
        return f"{R}IndRNNCell({units}{optional(choose, (0.4, activation))})"
    if kind in ("indygru", "indylstm"):
        given = optional(choose, (0.3, activation), (0.3, kernel))
        given += optional(
            choose, (0.2, "bias_initializer=tf.constant_initializer(0.2)")
        )
        name = "IndyGRUCell" if kind == "indygru" else "IndyLSTMCell"
        return f"{R}{name}({units}{given})"
    if kind == "sru" and units == width:
        return f"{R}SRUCell({units}{optional(choose, (0.4, activation))})"
    if kind == "intersection":
        project = "" if units == width else f", num_in_proj={units}"
        given = optional(choose, (0.3, start), (0.2, "y_activation=tf.tanh"))
        return f"{R}IntersectionRNNCell({units}{project}{given})"
    if kind == "glstm" and units % 2 == 0 and width % 2 == 0:
        given = optional(choose, (0.3, start), (0.7, "number_of_groups=2"))
        given += optional(choose, (0.3, f"num_proj={units}"), (0.2, "forget_bias=0.3"))
        return f"{R}GLSTMCell({units}{given})"
    if kind in ("coupled", "coupled_norm"):
        given = optional(
            choose,
            (0.3, "use_peepholes=True"),
            (0.3, start),
            (0.2, "forget_bias=0.4"),
            (0.2, activation),
            (0.2, f"num_proj={units}, proj_clip=0.4"),
        )
        if kind == "coupled_norm":
            given += ", layer_norm=True, norm_gain=0.7, norm_shift=0.1"
        return f"{R}CoupledInputForgetGateLSTMCell({units}{given})"
    if kind == "cudnn_lstm":
        return f"tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell({units})"
    if kind == "cudnn_gru":
        return f"tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell({units})"
    return core_cell(choose, shape, units)


def wrapped(choose: Choices, shape: Shape, units: int, width: int) -> str:
    """Return the text of a cell with zero to three wrappers."""
    inner = width
    project = choose.chance(0.12)
    if project:
        inner = choose.number(2, 5)
    text = cell(choose, shape, units, inner)
    if project:
        given = optional(choose, (0.5, "activation=tf.tanh"))
        text = f"{R}InputProjectionWrapper({text}, {inner}{given})"
    if choose.chance(0.12):
        given = optional(choose, (0.5, "activation=tf.nn.elu"))
        text = f"{R}OutputProjectionWrapper({text}, {units}{given})"
    if choose.chance(0.12):
        given = optional(choose, (0.4, f"attn_size={units}"), (0.4, "attn_vec_size=2"))
        text = f"{R}AttentionCellWrapper({text}, {choose.number(1, 3)}{given})"
    if units == width and choose.chance(0.2):
        given = optional(
            choose,
            (0.4, "couple_carry_transform_gates=False"),
            (0.4, "carry_bias_init=0.3"),
        )
        text = f"{R}HighwayWrapper({text}{given})"
    elif units == width and choose.chance(0.2):
        text = f"{R}ResidualWrapper({text})"
    if choose.chance(0.2):
        given = optional(
            choose,
            (0.5, "input_keep_prob=0.8"),
            (0.6, "output_keep_prob=keep_prob"),
            (0.3, "state_keep_prob=0.7"),
        )
        given += _own_seed(choose, shape, "seed", 0.3)
        text = f"{R}DropoutWrapper({text}{given})"
    return text


def stack(choose: Choices, shape: Shape, name: str, source: Source, width: int) -> int:
    """Write a cell of one or more layers called `name`; return its units."""
    units = width if choose.chance(0.4) else choose.number(3, 6)
    layers = choose.one([1, 1, 1, 2])
    if layers == 1:
        source.add(f"{name} = {wrapped(choose, shape, units, width)}")
        return units
    source.add(f"{name} = {R}MultiRNNCell([")
    for _ in range(layers):
        source.add(f"    {wrapped(choose, shape, units, width)},")
        width = units
    source.add("])")
    return units

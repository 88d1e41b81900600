"""The factors of a drawn network, and which values do not go together.

Plain Python 3.7 to 3.13.
"""

from __future__ import annotations

import itertools

KEEP = ["one", "number", "scalar", "shapeless", "default", "variable", "expression"]

FACTORS = {
    "function": [
        *("dynamic", "bidirectional", "stack_bidirectional"),
        *("static", "static_bidirectional", "state_saving"),
    ],
    # the last three have no faster way
    "cell": ["basic_lstm", "lstm", "gru", "rnn", "relu", "peepholes", "projected"],
    "units": ["few", "many"],
    "wrappers": [
        *("none", "each", "around", "both", "nested", "residual", "outside"),
        *("device", "variational"),
    ],
    "keep_in": KEEP,
    "keep_out": KEEP,
    "keep_state": KEEP,
    "layers": [1, 2, 3],
    "batch": ["known", "unknown", "one"],
    "time": ["known", "unknown", "none", "one", "long"],
    "lengths": [
        *("none", "list", "constant", "placeholder", "shapeless", "int64", "zero"),
        "longer",
    ],
    "initial": ["none", "zero", "placeholder", "variable", "encoder"],
    "major": [False, True],
    "inputs": ["placeholder", "embedding", "one_hot", "network", "unknown_rank"],
    "dtype": ["float32", "float64", "float16"],
    "scope": ["none", "scope", "reuse", "shared"],
    "inside": ["nothing", "cond", "while", "map_fn", "function", "device", "control"],
    "used": ["outputs", "last", "state", "both", "one_layer"],
    "gradient": ["none", "loss", "clipped", "two", "stopped", "second", "of_keep"],
    "optimizer": [
        *("none", "GradientDescent", "Momentum", "Adam", "Adagrad", "AdagradDA"),
        *("Adadelta", "RMSProp", "Ftrl", "ProximalGradientDescent", "ProximalAdagrad"),
    ],
}

_WRITTEN_OUT = ["static", "static_bidirectional", "state_saving"]
_BOTH = ["bidirectional", "stack_bidirectional", "static_bidirectional"]
_LOOPS = ["while", "map_fn", "function"]
_FED = ["scalar", "shapeless", "expression"]
_TRAINED = ["loss", "clipped", "two", "of_keep"]
_OPTIMIZERS = FACTORS["optimizer"][1:]

# (factor, values, factor, values): never together, and why.
EXCLUDED = [
    # a list of inputs has a length, and 1.15 wants at least one
    ("function", _WRITTEN_OUT, "time", ["unknown", "none"]),
    ("function", _WRITTEN_OUT, "major", [True]),
    ("function", _WRITTEN_OUT, "inputs", ["unknown_rank"]),
    # 1.15 cannot turn more steps than there are
    ("function", _BOTH, "lengths", ["longer"]),
    # nor pack no outputs of an unknown number of rows
    ("time", ["none"], "batch", ["unknown"]),
    ("time", ["none"], "used", ["last"]),
    # nor the gradient of no inputs
    ("time", ["none"], "inputs", ["embedding"]),
    ("time", ["none"], "gradient", ["stopped", "second"]),
    ("time", ["none"], "scope", ["shared", "reuse"]),
    ("time", ["none"], "inside", ["cond"]),
    ("time", ["none"], "inputs", ["network"]),
    ("time", ["none"], "function", ["stack_bidirectional"]),  # of a layer's
    # the state is the saver's; a stack of both directions takes lists of its own
    ("function", ["state_saving"], "initial", ["zero", "placeholder", "variable"]),
    ("function", ["state_saving"], "initial", ["encoder"]),
    ("function", ["stack_bidirectional"], "initial", ["zero", "placeholder"]),
    ("function", ["stack_bidirectional"], "initial", ["variable", "encoder"]),
    ("function", ["stack_bidirectional"], "wrappers", ["around", "both"]),
    ("function", ["stack_bidirectional"], "major", [True]),
    ("function", ["state_saving", "stack_bidirectional"], "scope", ["shared"]),
    ("function", ["static_bidirectional"], "scope", ["shared"]),
    # a wrapper that is not there has no probabilities
    ("wrappers", ["none"], "keep_in", KEEP[1:]),
    ("wrappers", ["none"], "keep_out", KEEP[1:]),
    ("wrappers", ["none"], "keep_state", KEEP[1:]),
    ("wrappers", ["none"], "gradient", ["of_keep"]),
    ("keep_out", [k for k in KEEP if k != "variable"], "gradient", ["of_keep"]),
    # 1.15 adds a layer's inputs to its outputs: they have to be as wide
    ("wrappers", ["residual", "outside"], "function", ["stack_bidirectional"]),
    # 1.15's optimizers and CPU kernels do not know halves everywhere
    ("dtype", ["float16"], "gradient", _TRAINED),
    ("dtype", ["float16"], "optimizer", _OPTIMIZERS),
    # an optimizer trains, and nothing trains without one
    ("optimizer", ["none"], "gradient", _TRAINED),
    ("optimizer", _OPTIMIZERS, "gradient", ["none", "stopped", "second"]),
    # what is built in a loop or a function has no state of its own outside
    ("inside", _LOOPS, "gradient", ["second", "stopped", "of_keep"]),
    ("inside", _LOOPS, "inputs", ["network", "unknown_rank"]),
    ("inside", _LOOPS, "initial", ["placeholder", "variable", "encoder"]),
    ("inside", _LOOPS, "scope", ["reuse", "shared"]),
    ("inside", _LOOPS, "function", ["state_saving"]),
    ("inside", ["cond", *_LOOPS], "lengths", ["int64"]),
    ("inside", ["cond"], "function", ["state_saving"]),
    ("inside", ["cond"], "initial", ["placeholder", "variable", "encoder"]),
    # what is fed inside a loop cannot be
    *(("inside", _LOOPS, keep, _FED) for keep in ("keep_in", "keep_out", "keep_state")),
    ("inside", ["cond"], "wrappers", ["variational"]),
    ("inside", ["function"], "keep_in", ["variable"]),
    ("inside", ["function"], "keep_out", ["variable"]),
    ("inside", ["function"], "keep_state", ["variable"]),
    ("inside", ["function"], "gradient", _TRAINED),
    ("inside", ["function"], "optimizer", _OPTIMIZERS),
    ("inside", _LOOPS, "time", ["none"]),
    # 1.15 has them for float32 alone
    ("dtype", ["float64"], "optimizer", FACTORS["optimizer"][-2:]),
]


def pairs(network):
    """All pairs of factor values of a network."""
    return set(itertools.combinations(sorted(network.items(), key=str), 2))


def is_possible(network):
    """Whether all that is set of a network goes together."""
    return not any(
        network.get(one) in these and network.get(other) in those
        for one, these, other, those in EXCLUDED
        if one in network and other in network
    )


def possible(network, name):
    """The values of a factor that go with all that is set, to be drawn from.

    Seventeen steps written out take as long as ten other networks: they are rarer.
    """
    values = [v for v in FACTORS[name] if is_possible({**network, name: v})]
    if name == "time" and network.get("function") in _WRITTEN_OUT:
        values += [v for v in values if v != "long"] * 3
    return values


def all_pairs():
    """All pairs of values that go together."""
    found = set()
    for one, other in itertools.combinations(FACTORS, 2):
        for pair in itertools.product(FACTORS[one], FACTORS[other]):
            network = dict(zip((one, other), pair))
            if is_possible(network):
                found |= pairs(network)
    return found


def draw(source, fixed=None):
    """Draw a network.

    Args:
        source: A `random.Random`.
        fixed: Values that are given.

    Returns:
        From factor to value, or `None` where nothing goes with what is given.
    """
    network = dict(fixed or {})
    names = [name for name in FACTORS if name not in network]
    source.shuffle(names)
    for name in names:
        values = possible(network, name)
        if not values:
            return None
        network[name] = source.choice(values)
    return {name: network[name] for name in FACTORS}

"""The factors of a drawn network, and which values do not go together.

Plain Python 3.7 to 3.13.
"""

from __future__ import annotations

import itertools
import random

KEEP = ["one", "number", "scalar", "shapeless", "default", "variable", "expression"]

FACTORS = {
    "function": [
        *("dynamic", "bidirectional", "stack_bidirectional"),
        *("static", "static_bidirectional", "state_saving"),
    ],
    # the last three have no faster way
    "cell": ["basic_lstm", "lstm", "gru", "rnn", "relu", "peepholes", "projected"],
    "units": ["few", "many"],
    "wrappers": ["none", "each", "around", "nested", "residual", "variational"],
    "keep_in": KEEP,
    "keep_out": KEEP,
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
        *("GradientDescent", "Momentum", "Adam", "Adagrad", "Adadelta", "RMSProp"),
        *("Ftrl", "ProximalGradientDescent", "ProximalAdagrad"),
    ],
}

_WRITTEN_OUT = ["static", "static_bidirectional", "state_saving"]
_BOTH = ["bidirectional", "stack_bidirectional", "static_bidirectional"]
_LOOPS = ["while", "map_fn", "function"]

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
    # nor the gradient of no inputs: an error there, zeros in the faster way
    ("time", ["none"], "inputs", ["embedding"]),
    ("time", ["none"], "gradient", ["stopped", "second"]),
    ("time", ["none"], "scope", ["shared", "reuse"]),
    ("time", ["none"], "inside", ["cond"]),
    ("time", ["none"], "inputs", ["network"]),
    # the state is the saver's; a stack of both directions takes lists of its own
    ("function", ["state_saving"], "initial", ["zero", "placeholder", "variable"]),
    ("function", ["state_saving"], "initial", ["encoder"]),
    ("function", ["stack_bidirectional"], "initial", ["zero", "placeholder"]),
    ("function", ["stack_bidirectional"], "initial", ["variable", "encoder"]),
    ("function", ["stack_bidirectional"], "wrappers", ["around"]),
    ("function", ["stack_bidirectional"], "major", [True]),
    ("function", ["state_saving", "stack_bidirectional"], "scope", ["shared"]),
    ("function", ["static_bidirectional"], "scope", ["shared"]),
    # a wrapper that is not there has no probabilities
    ("wrappers", ["none"], "keep_in", KEEP[1:]),
    ("wrappers", ["none"], "keep_out", KEEP[1:]),
    ("wrappers", ["none"], "gradient", ["of_keep"]),
    ("keep_out", [k for k in KEEP if k != "variable"], "gradient", ["of_keep"]),
    # 1.15 adds a layer's inputs to its outputs: they have to be as wide
    ("wrappers", ["residual"], "layers", [2, 3]),
    ("wrappers", ["residual"], "function", ["stack_bidirectional"]),
    # 1.15's optimizers and CPU kernels do not know halves everywhere
    ("dtype", ["float16"], "gradient", ["loss", "clipped", "two", "of_keep"]),
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
    ("inside", _LOOPS, "keep_in", ["scalar", "shapeless", "expression"]),
    ("inside", _LOOPS, "keep_out", ["scalar", "shapeless", "expression"]),
    ("inside", ["cond"], "wrappers", ["variational"]),
    ("inside", ["function"], "keep_in", ["variable"]),
    ("inside", ["function"], "keep_out", ["variable"]),
    ("inside", ["function"], "gradient", ["loss", "clipped", "two"]),
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
        values = [v for v in FACTORS[name] if is_possible({**network, name: v})]
        if not values:
            return None
        network[name] = source.choice(values)
    return {name: network[name] for name in FACTORS}


def _cost(network):
    """About how long a network takes to build, in layers of a short loop."""
    layers = network["layers"] * (1 + (network["function"] in _BOTH))
    if network["function"] in _WRITTEN_OUT:
        layers *= 5 if network["time"] == "long" else 1.3
    again = network["scope"] in ("reuse", "shared") or network["inside"] in (
        *("cond", "while", "map_fn", "function"),
    )
    return 2 + layers * (1 + again)


def covering(seed=0, tries=40):
    """Networks that have all pairs between them: cheap ones with many new pairs."""
    source, missing, networks = random.Random(seed), all_pairs(), []
    while missing:
        start = sorted(missing, key=str)
        found = [draw(source, dict(source.choice(start))) for _ in range(tries)]
        network = max(
            (one for one in found if one is not None),
            key=lambda one: len(pairs(one) & missing) / _cost(one),
        )
        networks.append(network)
        missing -= pairs(network)
    return networks

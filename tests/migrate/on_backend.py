"""Runs the blocks on the backend that KERAS_BACKEND names; prints the largest gaps.

One line a block: its name, and max|Δ| from what TensorFlow 1.15.5 computed.
"""

import keras
import numpy as np
from keras import ops

from compat.migrate import blocks, checkpoint
from tests.migrate import test_blocks as t
from tests.migrate import test_pieces as pieces


def attention(name, theirs, variables):
    rnn = t.attention_rnn(name)
    x = ops.convert_to_tensor(t.ramp([t.BATCH, t.TIME, t.INPUTS]))
    memory = ops.convert_to_tensor(t.ramp([t.BATCH, t.PLACES, t.MEMORY], 3))
    given = t.mask(t.LENGTHS) if t.MECHANISMS[name][5] else None
    rnn(x, memory, memory_mask=given)
    blocks.load(rnn, variables, name)
    output, history, _ = rnn(x, memory, memory_mask=given)
    yield output, theirs[f"{name}|output"]
    yield history, theirs[f"{name}|history"]


def crf(theirs, variables):
    logits = ops.convert_to_tensor(3 * t.ramp([3, 5, 4], 2))
    tags = np.arange(15).reshape(3, 5) * 7 % 4
    given = t.mask([5, 3, 1])
    made = blocks.CRF(4)
    made(logits)
    blocks.load(made, variables, "crf")
    yield made.log_likelihood(tags, logits, given), theirs["crf|likely"]
    best, score = made.decode(logits, given)
    yield ops.convert_to_numpy(best) * given, theirs["crf|best"] * given
    yield score, theirs["crf|score"]


def stacks(theirs, variables):
    def layers():
        return [
            keras.layers.LSTM(t.UNITS, return_sequences=True),
            keras.layers.GRU(2, reset_after=False, return_sequences=True),
        ]

    stack = blocks.BidirectionalStack(layers(), layers())
    x = ops.convert_to_tensor(t.ramp([t.BATCH, t.PLACES, t.INPUTS]))
    stack(x)
    blocks.load(stack, variables, "stacks")
    yield stack(x), theirs["stacks|whole"]
    short = stack(x, mask=ops.convert_to_tensor(t.mask(t.LENGTHS)))
    yield short, theirs["stacks|short"]


def loss(theirs, variables):
    logits = ops.convert_to_tensor(3 * t.ramp([2, 4, 5]))
    targets = np.arange(8).reshape(2, 4) % 5
    weights = np.array([[1, 1, 0, 0], [1, 1, 1, 0.5]], np.float32)
    yield blocks.sequence_loss(logits, targets, weights), theirs["losses|11"]


def trained(theirs, variables):
    """A model with attention learns: gradients flow on this backend, too."""
    x, memory = keras.Input((t.TIME, t.INPUTS)), keras.Input((t.PLACES, t.MEMORY))
    output, _, _ = t.attention_rnn("bahdanau")(x, memory)
    model = keras.Model([x, memory], output)
    model.compile("adam", "mse")
    given = [t.ramp([4, t.TIME, t.INPUTS]), t.ramp([4, t.PLACES, t.MEMORY])]
    wanted = np.zeros([4, t.TIME, 5], np.float32)
    first = model.train_on_batch(given, wanted)
    for _ in range(20):
        last = model.train_on_batch(given, wanted)
    yield np.float64(last < first), np.float64(1)


def more_pieces():
    """The layers and decoders of test_pieces.py."""
    theirs, variables = pieces.golden()
    for name in pieces.LAYERS:
        layer, x = pieces.made(name, variables)
        options = {"training": True} if name in pieces.BATCH_NORMS else {}
        output = layer(ops.convert_to_tensor(x), **options)
        yield name, [(output, theirs[f"{name}|output"])]
    for name in (*pieces.SCHEDULED, *pieces.OUTPUTS):
        step, options = pieces.decoder(name, variables)
        x = ops.convert_to_tensor(t.ramp([2, 4, 3]))
        drawn = theirs[f"scheduled/{name}|drawn"]
        states = [ops.zeros((2, 3))]
        output, _ = blocks.scheduled(step, states, x, 0.5, drawn=drawn, **options)
        blocks.scheduled(step, states, x, 0.5, seed=1, **options)
        yield f"scheduled_{name}", [(output, theirs[f"scheduled/{name}|output"])]


def main():
    with np.load(t.GOLDEN / "blocks.npz") as file:
        theirs = dict(file)
    variables = checkpoint.read(str(t.GOLDEN / "blocks"))
    found = {name: attention(name, theirs, variables) for name in t.MECHANISMS}
    found |= {
        make.__name__: make(theirs, variables) for make in (crf, stacks, loss, trained)
    }
    found |= dict(more_pieces())
    for name, pairs in found.items():
        gaps = [np.abs(ops.convert_to_numpy(one) - other).max() for one, other in pairs]
        print(f"{keras.backend.backend()} {name} {max(gaps):.1e}", flush=True)


if __name__ == "__main__":
    main()

"""compat.migrate.blocks against what TensorFlow 1.15.5's contrib computed."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from compat.migrate import checkpoint
from tests.cases.values import ramp
from tests.migrate import test_pieces
from tests.migrate.record import GOLDEN, ROOT, oracle, run
from tests.starting import clean

BATCH, TIME, INPUTS, PLACES, MEMORY, UNITS, TOKENS = 2, 3, 4, 5, 6, 3, 7
LENGTHS = np.array([3, 5])
BOUND = 1e-6
# Mechanism: (class, options, cell, attention_size, output_attention, lengths given).
MECHANISMS = {
    "bahdanau": ("BahdanauAttention", {}, "lstm", 5, True, True),
    "normed": ("BahdanauAttention", {"normalize": True}, "gru", None, True, True),
    "luong": ("LuongAttention", {}, "lstm", None, False, False),
    "scaled": ("LuongAttention", {"scale": True}, "gru", 5, True, True),
    "bahdanau_monotonic": ("BahdanauMonotonicAttention", {}, "lstm", 5, True, True),
    "luong_monotonic": (
        "LuongMonotonicAttention", {"scale": True}, "gru", 4, False, False
    ),
    "luong_hard": ("LuongMonotonicAttention", {"mode": "hard"}, "gru", 5, True, True),
}  # fmt: skip


@pytest.fixture(scope="module")
def theirs():
    with np.load(GOLDEN / "blocks.npz") as file:
        return dict(file)


@pytest.fixture(scope="module")
def variables():
    return checkpoint.read(str(GOLDEN / "blocks"))


def mask(lengths, places=PLACES):
    return np.arange(places) < np.asarray(lengths)[:, None]


def compare(ours, theirs, scale=1.0):
    ours = np.asarray(ours)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=BOUND, atol=BOUND * scale)


def attention_rnn(name):
    import keras

    from compat.migrate import blocks

    mechanism, options, kind, size, output, _ = MECHANISMS[name]
    cell = keras.layers.LSTMCell(UNITS)
    if kind == "gru":
        cell = keras.layers.GRUCell(UNITS, reset_after=False)
    return blocks.AttentionRNN(
        cell, getattr(blocks, mechanism)(UNITS, **options), size, output
    )


@pytest.mark.parametrize("name", MECHANISMS)
def test_attention(name, theirs, variables):
    """Outputs, the alignments' history, and gradients."""
    import tensorflow as tf

    from compat.migrate import blocks

    rnn = attention_rnn(name)
    x = tf.constant(ramp([BATCH, TIME, INPUTS]))
    memory = tf.constant(ramp([BATCH, PLACES, MEMORY], 3))
    given = mask(LENGTHS) if MECHANISMS[name][5] else None
    rnn(x, memory, memory_mask=given)
    blocks.load(rnn, variables, name)
    with tf.GradientTape() as tape:
        tape.watch([x, memory])
        output, history, _ = rnn(x, memory, memory_mask=given)
        loss = tf.reduce_sum(output * ramp(output.shape, 7))
    compare(output, theirs[f"{name}|output"])
    compare(history, theirs[f"{name}|history"])
    asked = {"dx": x, "dmemory": memory}
    if "hard" not in name:
        asked["dkernel"] = rnn.attention.memory_kernel.value
    gradients = tape.gradient(loss, list(asked.values()))
    for key, gradient in zip(asked, gradients, strict=True):
        compare(gradient, theirs[f"{name}|{key}"])


def test_an_attention_rnn_is_part_of_a_model_and_saved(tmp_path):
    import keras

    x = keras.Input((None, INPUTS))
    memory = keras.Input((PLACES, MEMORY))
    output, history, states = attention_rnn("bahdanau")(x, memory)
    model = keras.Model([x, memory], keras.layers.Dense(2)(output))
    given = [ramp([BATCH, TIME, INPUTS]), ramp([BATCH, PLACES, MEMORY])]
    model.compile("adam", "mse")
    model.fit(given, np.ones([BATCH, TIME, 2]), verbose=0)
    before = model.predict(given, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again.predict(given, verbose=0), before, atol=1e-6)
    assert len(states) == 4 and history.shape[-1] == PLACES


@pytest.fixture(scope="module")
def decoder(variables):
    """From tokens and states to logits and states, and the first states' maker."""
    from keras import ops

    from compat.migrate import blocks

    rnn = attention_rnn("bahdanau")
    memory = ops.convert_to_tensor(ramp([BATCH, PLACES, MEMORY], 3))
    rnn(np.zeros([BATCH, 1, INPUTS], np.float32), memory, memory_mask=mask(LENGTHS))
    blocks.load(rnn, variables, "decoders/go")
    table = variables["decoders/table"]
    # the decoder made its output layer inside of its own scope
    (project,) = (v for n, v in variables.items() if n.endswith("project/kernel"))

    def step(tokens, states):
        output, states = rnn.step(ops.take(table, tokens, axis=0), states)
        return ops.matmul(output, project), states

    def start(times=1):
        return rnn.start(
            ops.repeat(memory, times, axis=0), np.repeat(mask(LENGTHS), times, axis=0)
        )

    return step, start


def test_greedy(decoder, theirs):
    from compat.migrate import blocks

    step, start = decoder
    ids, lengths = blocks.greedy(step, start(), np.ones(BATCH), 0, 6)
    np.testing.assert_array_equal(ids, theirs["decoders|greedy"])
    np.testing.assert_array_equal(lengths, theirs["decoders|ends"])


@pytest.mark.parametrize(("name", "length", "coverage"), [
    ("beam", 0.0, 0.0), ("long", 0.8, 0.0), ("covered", 0.5, 0.4)
])  # fmt: skip
def test_beam_search(name, length, coverage, decoder, theirs):
    from compat.migrate import blocks

    step, start = decoder
    states = start()
    start(3)  # the memory, for every beam
    found = blocks.beam_search(
        step, states, np.ones(BATCH), 0, 6, 3, length, coverage, attended=-1
    )
    np.testing.assert_array_equal(found.ids, theirs[f"decoders|{name}_ids"])
    np.testing.assert_array_equal(found.lengths, theirs[f"decoders|{name}_lengths"])
    np.testing.assert_allclose(
        found.scores, theirs[f"decoders|{name}_scores"], rtol=2e-6, atol=BOUND
    )


def test_samples_follow_the_logits():
    from compat.migrate import blocks

    logits = np.log(np.array([[0.1, 0.2, 0.7]], np.float32))

    def step(tokens, states):
        return np.repeat(logits, len(tokens), axis=0), states

    ids, lengths = blocks.sample(step, [], np.zeros(4000), 9, 2, seed=3)
    assert ids.shape == (4000, 2) and (lengths == 2).all()
    shares = np.bincount(ids.reshape(-1), minlength=3) / ids.size
    np.testing.assert_allclose(shares, [0.1, 0.2, 0.7], atol=0.03)
    cold, _ = blocks.sample(step, [], np.zeros(50), 9, 2, temperature=0.05, seed=3)
    assert (cold == 2).all()


def test_crf(theirs, variables):
    import tensorflow as tf

    from compat.migrate import blocks

    logits = tf.constant(3 * ramp([3, 5, 4], 2))
    tags = np.arange(15).reshape(3, 5) * 7 % 4
    given = mask([5, 3, 1])
    crf = blocks.CRF(4)
    crf(logits)
    blocks.load(crf, variables, "crf")
    with tf.GradientTape() as tape:
        tape.watch(logits)
        likely = crf.log_likelihood(tags, logits, given)
        loss = tf.reduce_sum(likely * [1.0, 0.5, 2.0])
    compare(likely, theirs["crf|likely"])
    compare(crf.log_norm(logits, given), theirs["crf|norm"])
    found = tape.gradient(loss, [logits, crf.transitions.value])
    compare(found[0], theirs["crf|dlogits"])
    compare(found[1], theirs["crf|dtransitions"], scale=5)
    best, score = crf.decode(logits, given)
    np.testing.assert_array_equal(best * given, theirs["crf|best"] * given)
    compare(score, theirs["crf|score"])
    np.testing.assert_array_equal(crf.decode(logits)[0], theirs["crf|best_whole"])


@pytest.mark.parametrize("time", [True, False])
@pytest.mark.parametrize("batch", [True, False])
def test_sequence_loss(time, batch, theirs):
    import tensorflow as tf

    from compat.migrate import blocks

    logits = tf.constant(3 * ramp([2, 4, 5]))
    targets = np.arange(8).reshape(2, 4) % 5
    weights = np.array([[1, 1, 0, 0], [1, 1, 1, 0.5]], np.float32)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = blocks.sequence_loss(logits, targets, weights, time, batch)
    key = f"{int(time)}{int(batch)}"
    compare(loss, theirs[f"losses|{key}"])
    compare(tape.gradient(loss, logits), theirs[f"losses|d{key}"])


def test_two_stacks(theirs, variables, tmp_path):
    import keras

    from compat.migrate import blocks

    def layers():
        return [
            keras.layers.LSTM(UNITS, return_sequences=True),
            keras.layers.GRU(2, reset_after=False, return_sequences=True),
        ]

    stack = blocks.BidirectionalStack(layers(), layers())
    x = ramp([BATCH, PLACES, INPUTS])
    stack(x)
    blocks.load(stack, variables, "stacks")
    compare(stack(x), theirs["stacks|whole"])
    compare(stack(x, mask=mask(LENGTHS)), theirs["stacks|short"])
    model = keras.Sequential([keras.Input((PLACES, INPUTS)), stack])
    model.save(tmp_path / "stack.keras")
    again = keras.models.load_model(tmp_path / "stack.keras")
    compare(again(x), theirs["stacks|whole"])


def test_what_is_not_there_is_said(variables):
    from compat.migrate import blocks

    crf = blocks.CRF(4)
    crf.build((None, None, 4))
    with pytest.raises(ValueError, match="expected one variable …/transitions"):
        blocks.load(crf, variables, "losses")
    with pytest.raises(ValueError, match="expected a mode among parallel, hard"):
        blocks.LuongMonotonicAttention(3, mode="recursive")
    with pytest.raises(ValueError, match="expected a query of 3 features"):
        blocks.LuongAttention(3).build((None, 4), (None, 5, 6))
    with pytest.raises(ValueError, match="expected attended"):
        blocks.beam_search(None, [], [1], 0, 1, 2, coverage_penalty=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_on_another_backend(backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"no {backend} here")
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrate.on_backend"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean(), "KERAS_BACKEND": backend},
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    gaps = {
        name: float(gap)
        for used, name, gap in map(str.split, done.stdout.splitlines())
        if used == backend
    }
    more = len(test_pieces.LAYERS) + 2 * len(test_pieces.SCHEDULED)
    assert len(gaps) == len(MECHANISMS) + 4 + more
    assert max(gaps.values()) <= BOUND, gaps


@pytest.mark.oracle
def test_the_goldens_are_what_115_computes(tmp_path, theirs):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = run(python, tmp_path, "block_cases.py")
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / "blocks.npz") as file:
        assert sorted(file.files) == sorted(theirs)
        for name in file.files:
            np.testing.assert_allclose(file[name], theirs[name], rtol=0, atol=1e-6)

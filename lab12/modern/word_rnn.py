"""Lab 12, word_rnn: a network learns a text word by word (n to n), then writes.

    python word_rnn.py                          Shakespeare, small and short
    python word_rnn.py --text FILE --layers 3 --units 512 --epochs 20 --checkpoint DIR
    python word_rnn.py --text FILE ... --checkpoint DIR --resume       after a stop
    python word_rnn.py --distribute mirrored              on all GPUs of this host
    python word_rnn.py --distribute multiworker           on the hosts of TF_CONFIG

FILE is any UTF-8 text, of hundreds of megabytes too (or .gz): its words' numbers go
into a file that is read where it is needed. Words are lower case; those that are
not among the most frequent are <unk>. --help lists the options.

Changes from TensorFlow 1.x:
- zero_state, feeding and fetching of states -> states as further inputs and outputs of
  a functional model; for fit() a small model around it keeps them in variables.
- MultiRNNCell and dynamic_rnn -> one layer after the other; get_variable and
  embedding_lookup -> Embedding.
- A feed_dict for each window -> a keras.utils.PyDataset.
- tf.gradients, clip_by_global_norm and a Session -> compile() and fit(), an optimizer
  with global_clipnorm. The loss of a report is the mean since the last one.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras. On TensorFlow,
  Keras squares an Embedding's gradient before it adds up what a repeated word gets: an
  Adam of three lines adds first, as 1.x did, and JAX and PyTorch do.
- GRU: reset_after=False is the GRUCell of TensorFlow 1.x.
- tf.train.Saver's files -> one .npz file of all variables and the states.
- --distribute is tf.distribute's, and the TensorFlow backend's alone:
  rnn_distributed.py.
- Options, windows and checkpoints, which the two labs share, are in rnn_texts.py and
  rnn_training.py.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import collections
import functools
import re
import sys
import tempfile

import numpy as np

try:
    import rnn_texts as texts  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.word_rnn
    from lab12.modern import rnn_texts as texts

parser = texts.parser("words", layers=1, units=64, steps=20, length=40, temperature=0.7)
parser.add_argument("--vocabulary", type=int, default=1000, help="words known (1000)")
parser.add_argument("--beam", type=int, default=5, help="beams of the search (5)")
args = texts.options(parser)
if args.vocabulary < 3:
    texts.stop("--vocabulary of 3 or more", args.vocabulary)


def words():
    """The words, signs and line ends of each piece; one word may lie in two."""
    rest = ""
    for piece in texts.pieces(args.text):
        found = [(m.group(), m.end()) for m in word.finditer(rest + piece.lower())]
        # the last one may go on in the next piece
        last, end = found.pop() if found else ("", 0)
        rest = last + " " * (end < len(rest + piece))
        yield [one[:1] if one[0] == "\n" else one for one, _ in found]
    yield word.findall(rest)


# the text's words, and their numbers in a file
word = re.compile(r"\w{1,100}(?:['\u2019]\w{1,100})*|[^\w\s]|\n+")
counts = collections.Counter()
with texts.reading(args):
    for some in words():
        counts.update(some)
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    vocabulary = ["<unk>"] + ranked[: args.vocabulary - 1]
    number = {one: i for i, one in enumerate(vocabulary)}
    numbers = tempfile.TemporaryFile(dir=args.checkpoint)
    for some in words():
        numbers.write(np.array([number.get(one, 0) for one in some], "uint32"))
    numbers.flush()
if len(counts) < 2:
    given = f"{args.text!r} with {len(counts)}"
    texts.stop("a text of two different words or more", given)
train_codes, held_codes, per_epoch = texts.divided(numbers, "uint32", args, "words")
size = len(train_codes) + len(held_codes)
total = args.epochs * per_epoch if args.epochs else args.steps_total
if args.prime is None:
    known_words = (one for some in words() for one in some if one in number)
    first = next(filter(str.isalpha, known_words), ranked[0])
    args.prime = first if args.text else "the king"
prime = word.findall(args.prime.lower()) or ["nothing"]
for one in prime:
    if one not in number:
        texts.stop("--prime with words of the vocabulary", repr(one))
begin, settings = texts.checkpoint(args, size, " ".join(vocabulary))
known = sum(counts[one] for one in vocabulary) / size
print(f"{size} words, {len(counts)} different, {len(vocabulary)} kept:", end=" ")
print(f"{known:.1%} of the text, {per_epoch} steps an epoch")

# All arguments are good: now Keras, which takes seconds to import.
import keras
from keras import layers

try:
    import rnn_training as training  # beside this file
except ModuleNotFoundError:
    from lab12.modern import rnn_training as training

devices = training.devices(args)
keras.utils.set_random_seed(777)
kinds = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM}
kinds["gru"] = functools.partial(layers.GRU, reset_after=False)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
with devices.scope():
    x = keras.Input([None], dtype="int32")
    outputs = layers.Embedding(len(vocabulary), args.units)(x)
    start_states, end_states = [], []
    for _ in range(args.layers):
        start = [keras.Input([args.units]) for _ in range(1 + (args.cell == "lstm"))]
        layer = kinds[args.cell](args.units, return_sequences=True, return_state=True)
        outputs, *end = layer(outputs, initial_state=start)
        start_states, end_states = start_states + start, end_states + end
    logits = layers.Dense(len(vocabulary))(outputs)
    network = keras.Model([x, *start_states], [logits, *end_states])
    model = devices.Stateful(network, args.batch)
    adam = devices.Adam(args.rate, epsilon=1e-8, global_clipnorm=5)
    adam.build(network.trainable_variables)
    model.compile(optimizer=adam, loss=loss)

# the same network with states of its own for the held-out text, up to 20 windows of it
rows = min(args.batch, len(held_codes) // (args.steps + 1))
held = training.Stateful(network, rows)
held.compile(loss=loss)
there = min(20, (len(held_codes) - 1) // rows // args.steps)
held_windows = training.Windows(held_codes, rows, args.steps, there)


def held_out():
    held.reset()
    nats = held.evaluate(held_windows, verbose=0)
    return f"{nats / np.log(2):.4f} bits per word, perplexity {np.exp(nats):.3f}"


def report(epoch, logs):
    told = f"step {reading.step}: loss {logs['loss']:.6f}, held out: {held_out()}"
    print(told, flush=True)


reading = training.Reading(total, per_epoch)
reports = keras.callbacks.LambdaCallback(on_epoch_end=report)
checkpoints = training.Checkpoints(begin, settings, devices, reading)
if args.resume:
    checkpoints.restore(model)
print(f"step {reading.step}: held out: {held_out()}")
left = total - reading.step
windows = training.Windows(train_codes, args.batch, args.steps, left, reading.step)
if left > 0:
    model.fit(
        devices.shared_out(windows),
        steps_per_epoch=args.every,  # a report after each
        epochs=-(-left // args.every),
        shuffle=False,
        verbose=0,
        callbacks=[reading, reports, *([checkpoints] if args.checkpoint else [])],
    )


def log_chances(scores):
    """Logarithms of the words' probabilities [beams, words], <unk> left out."""
    scores = scores[:, 1:].astype(np.float64)
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def text_of(numbers):
    text = " ".join([*prime, *(vocabulary[i] for i in numbers)])
    return re.sub(r" ?\n ?", "\n", re.sub(r" ([.,;:!?)\]])", r"\1", text))


writer = keras.Model(network.inputs, network.outputs)  # of one text, on one device
random = np.random.RandomState(777)
states = [np.zeros([1, args.units], "float32") for _ in start_states]
x = np.array([[number[one] for one in prime]], "int32")
scores, *states = after_prime = writer.predict([x, *states], verbose=0)
written = []
for _ in range(args.length):
    following = scores[0, -1, 1:]  # never <unk>
    following = training.choose(following, random, args.temperature, args.top_k)
    written.append(1 + following)
    x = np.array([written[-1:]], "int32")
    scores, *states = writer.predict_on_batch([x, *states])
print("sample:")
print(text_of(written))

# beam search: of all ways to go on from the best few beginnings keep the best few
scores, *states = after_prime
beams, chances = np.zeros([1, 0], int), np.zeros(1)
for _ in range(args.length // 2):
    longer = chances[:, None] + log_chances(scores[:, -1])
    best = np.argsort(-longer, axis=None, kind="mergesort")[: args.beam]
    beam, following = np.unravel_index(best, longer.shape)
    chances = longer[beam, following]
    following = following[:, None] + 1  # after <unk>
    beams = np.hstack([beams[beam], following])
    states = [state[beam] for state in states]
    scores, *states = writer.predict_on_batch([following.astype("int32"), *states])
print(f"the likeliest of {len(beams)} beams, log probability {chances[0]:.3f}:")
print(text_of(beams[0]))
sys.exit(int(checkpoints.failed))

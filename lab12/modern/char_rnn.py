"""Lab 12, char_rnn: a network learns a text letter by letter (n to n), then writes.

    python char_rnn.py                          Shakespeare, small and short
    python char_rnn.py --text FILE --layers 3 --units 512 --epochs 20 --checkpoint DIR
    python char_rnn.py --text FILE ... --checkpoint DIR --resume       after a stop
    python char_rnn.py --distribute mirrored              on all GPUs of this host
    python char_rnn.py --distribute multiworker           on the hosts of TF_CONFIG

FILE is any UTF-8 text, of hundreds of megabytes too (or .gz): its letters' numbers go
into a file that is read where it is needed. --help lists the options.

Changes from TensorFlow 1.x:
- zero_state, feeding and fetching of states -> states as further inputs and outputs of
  a functional model; for fit() a small model around it keeps them in variables.
- MultiRNNCell and dynamic_rnn -> one layer after the other.
- A feed_dict for each window -> a keras.utils.PyDataset.
- tf.gradients, clip_by_global_norm and a Session -> compile() and fit(), an optimizer
  with global_clipnorm. The loss of a report is the mean since the last one.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- GRU: reset_after=False is the GRUCell of TensorFlow 1.x.
- tf.train.Saver's files -> one .npz file of all variables and the states.
- --distribute is tf.distribute's, and the TensorFlow backend's alone:
  rnn_distributed.py.
- Options, windows and checkpoints, which the two labs share, are in rnn_texts.py and
  rnn_training.py.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import functools
import sys
import tempfile

import numpy as np

try:
    import rnn_texts as texts  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.char_rnn
    from lab12.modern import rnn_texts as texts

parser = texts.parser(
    "letters", layers=2, units=128, steps=50, length=200, temperature=0.5
)
args = texts.options(parser)

# the text's letters, and their numbers in a file
letters = set()
with texts.reading(args):
    for piece in texts.pieces(args.text):
        letters.update(piece)
    letters = sorted(letters)
    opens = next(texts.pieces(args.text), "")[:100]
    number = np.zeros(0x110000, np.uint8 if len(letters) < 256 else np.uint32)
    number[[ord(letter) for letter in letters]] = np.arange(len(letters))
    numbers = tempfile.TemporaryFile(dir=args.checkpoint)
    for piece in texts.pieces(args.text):
        points = np.frombuffer(piece.encode("utf-32-le"), "<u4")
        numbers.write(number[points].tobytes())
    numbers.flush()
if len(letters) < 2:
    given = f"{args.text!r} with {len(letters)}"
    texts.stop("a text of two different characters or more", given)
train_codes, held_codes, per_epoch = texts.divided(
    numbers, number.dtype, args, "characters"
)
size = len(train_codes) + len(held_codes)
total = args.epochs * per_epoch if args.epochs else args.steps_total
if args.prime is None:
    args.prime = (opens.split() or [opens])[0] if args.text else "KING "
for letter in args.prime or ["nothing"]:
    if letter not in letters:
        texts.stop("--prime with characters of the text", repr(letter))
begin, settings = texts.checkpoint(args, size, "".join(letters))
print(f"{size} characters, {len(letters)} different, {per_epoch} steps an epoch")

# All arguments are good: now Keras, which takes seconds to import.
import keras
from keras import layers, ops

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
    outputs = ops.one_hot(x, len(letters))
    start_states, end_states = [], []
    for _ in range(args.layers):
        start = [keras.Input([args.units]) for _ in range(1 + (args.cell == "lstm"))]
        layer = kinds[args.cell](args.units, return_sequences=True, return_state=True)
        outputs, *end = layer(outputs, initial_state=start)
        start_states, end_states = start_states + start, end_states + end
    logits = layers.Dense(len(letters))(outputs)
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
    return f"{nats / np.log(2):.4f} bits per character, perplexity {np.exp(nats):.3f}"


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

writer = keras.Model(network.inputs, network.outputs)  # of one text, on one device
random = np.random.RandomState(777)
states = [np.zeros([1, args.units], "float32") for _ in start_states]
x = np.array([[letters.index(letter) for letter in args.prime]], "int32")
scores, *states = writer.predict([x, *states], verbose=0)
written = args.prime
for _ in range(args.length):
    letter = training.choose(scores[0, -1], random, args.temperature, args.top_k)
    written += letters[letter]
    x = np.array([[letter]], "int32")
    scores, *states = writer.predict_on_batch([x, *states])
print("sample:")
print(written)
sys.exit(int(checkpoints.failed))

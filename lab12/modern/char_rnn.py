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
  a functional model.
- MultiRNNCell and dynamic_rnn -> one layer after the other.
- A feed_dict for each window -> a tf.data.Dataset, which reads ahead.
- tf.gradients and a Session -> GradientTape in a tf.function.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- GRU: reset_after=False is the GRUCell of TensorFlow 1.x.
- tf.train.Saver's files -> one .npz file of all variables and the states.
- --distribute: each replica reads its own places of the text.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import argparse
import bz2
import glob
import gzip
import itertools
import json
import os
import sys
import tempfile
import time

import numpy as np

script = "char_rnn.py"


def stop(expected, received):
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


parser = argparse.ArgumentParser(prog=script)
parser.add_argument("--text", help="a UTF-8 text, .gz or .bz2 (Shakespeare)")
parser.add_argument(
    "--cell", choices=["rnn", "gru", "lstm"], default="lstm", help="its kind (lstm)"
)
parser.add_argument("--layers", type=int, default=2, help="of cells (2)")
parser.add_argument("--units", type=int, default=128, help="in each layer (128)")
parser.add_argument("--batch", type=int, default=50, help="places read at once (50)")
parser.add_argument("--steps", type=int, default=50, help="letters in a window (50)")
parser.add_argument("--steps-total", type=int, default=150, help="training steps (150)")
parser.add_argument("--epochs", type=int, help="times through the text, instead")
parser.add_argument("--rate", type=float, default=0.005, help="learning rate (0.005)")
parser.add_argument("--every", type=int, default=50, help="steps between reports (50)")
parser.add_argument("--checkpoint", metavar="DIR", help="keep the training here")
parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
parser.add_argument("--prime", help="how the sample begins (the first word)")
parser.add_argument("--length", type=int, default=200, help="letters to write (200)")
parser.add_argument(
    "--temperature", type=float, default=0.5, help="0: the likeliest (0.5)"
)
parser.add_argument("--top-k", type=int, default=0, help="choose among so many (all)")
parser.add_argument(
    "--distribute", choices=["mirrored", "multiworker"], help="on several devices"
)
args = parser.parse_args()
for name in ("layers", "units", "batch", "steps", "every", "epochs"):
    if getattr(args, name) is not None and getattr(args, name) < 1:
        stop(f"--{name} of 1 or more", getattr(args, name))
for name in ("steps_total", "length", "temperature", "top_k"):
    if not getattr(args, name) >= 0:
        stop(f"--{name.replace('_', '-')} of 0 or more", getattr(args, name))
if not 0 < args.rate < float("inf"):
    stop("--rate above 0", args.rate)
if args.resume and not args.checkpoint:
    stop("--checkpoint DIR with --resume", "none")
here = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(here, "..", "data", "shakespeare.txt.bz2")
if not os.path.exists(path):
    path = os.path.join(here, "..", "..", "data", "shakespeare.txt.bz2")
path = args.text or path


# The text is never held as a whole: a megabyte at a time, twice.
def pieces():
    compressed = {".bz2": bz2.open, ".gz": gzip.open}
    opened = compressed.get(os.path.splitext(path)[1], open)
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        while True:
            piece = text.read(1 << 20)
            if not piece:
                return
            if "\0" in piece:
                stop("a text", f"{path!r}, a binary file")
            yield piece


letters = set()
try:
    if args.checkpoint:
        os.makedirs(args.checkpoint, exist_ok=True)
    for piece in pieces():
        letters.update(piece)
    letters = sorted(letters)
    opens = next(pieces(), "")[:100]
    number = np.zeros(0x110000, np.uint8 if len(letters) < 256 else np.uint32)
    number[[ord(letter) for letter in letters]] = np.arange(len(letters))
    numbers = tempfile.TemporaryFile(dir=args.checkpoint)
    for piece in pieces():
        points = np.frombuffer(piece.encode("utf-32-le"), "<u4")
        numbers.write(number[points].tobytes())
    numbers.flush()
except UnicodeDecodeError:
    how = "iconv -f cp949 -t utf-8"  # what Korean Windows wrote
    stop(f"a text in UTF-8 (as `{how}` makes of CP949)", repr(path))
except (OSError, EOFError) as error:
    stop("a text, and room for its numbers", error)
size = numbers.tell() // number.itemsize
held_size = size // 20  # the last twentieth is held out
per_epoch = (size - held_size - 1) // args.batch // args.steps
if len(letters) < 2:
    stop("a text of two different characters or more", f"{path!r} with {len(letters)}")
if per_epoch < 1 or held_size <= args.steps:
    wanted = max(args.batch * args.steps * 20 // 19, args.steps * 20) + 21
    stop(f"about {wanted} characters or more, or less --batch and --steps", size)
codes = np.memmap(numbers, number.dtype, mode="r", shape=size)
train_codes, held_codes = codes[: size - held_size], codes[size - held_size :]
total = args.epochs * per_epoch if args.epochs else args.steps_total
if args.prime is None:
    args.prime = (opens.split() or [opens])[0] if args.text else "KING "
for letter in args.prime or ["nothing"]:
    if letter not in letters:
        stop("--prime with characters of the text", repr(letter))
settings = {name: getattr(args, name) for name in ("cell", "layers", "units")}
settings.update(batch=args.batch, steps=args.steps, size=size, letters="".join(letters))
worker = 0
if args.distribute == "multiworker":
    worker = (
        json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {}).get("index", 0)
    )
kept = os.path.join(args.checkpoint or "", f"worker-{worker}-step-")
if args.resume and not glob.glob(f"{kept}*.npz"):
    stop("a checkpoint to resume from", f"{args.checkpoint!r} with none")
if args.checkpoint and not args.resume and glob.glob(f"{kept}*.npz"):
    stop("--resume, or a folder without checkpoints", f"{args.checkpoint!r}")
if args.resume:
    newest = max(glob.glob(f"{kept}*.npz"))
    try:
        with np.load(newest) as arrays:  # all of it: a damaged one is seen now
            found = {name: arrays[name] for name in arrays.files}
        kept_settings = {name: found[f"setting_{name}"].item() for name in settings}
    except Exception as error:  # a damaged file fails in many ways
        stop("a whole checkpoint", f"{newest!r}: {error!r}")
    for name, value in settings.items():
        if kept_settings[name] != value:
            what = {"letters": "vocabulary", "size": "text's size"}.get(name, name)
            stop(f"the checkpoint's {what} ({kept_settings[name]!r})", repr(value))
print(f"{size} characters, {len(letters)} different, {per_epoch} steps an epoch")

# All arguments are good: now TensorFlow, which takes seconds to import.
import keras
import tensorflow as tf

if args.distribute == "multiworker":
    strategy = tf.distribute.MultiWorkerMirroredStrategy()  # before anything else runs
elif args.distribute == "mirrored":
    strategy = tf.distribute.MirroredStrategy()
else:
    strategy = tf.distribute.get_strategy()  # the one that there always is
replicas = strategy.num_replicas_in_sync
if args.batch % replicas:
    stop(f"a --batch that {replicas} replicas can share", args.batch)


def windows(codes, rows, first=0, share=slice(None)):
    """Read the text at `rows` places at once, window after window; y is one on."""
    length = (len(codes) - 1) // rows
    for i in range(first, length // args.steps):
        starts = (np.arange(rows) * length + i * args.steps)[share]
        both = np.stack([codes[s : s + args.steps + 1] for s in starts]).astype("int32")
        yield both[:, :-1], both[:, 1:]


def dataset_from(first):
    """The training text from window `first` on, to each worker the rows it answers."""

    def of_worker(context):
        rows = args.batch // context.num_input_pipelines
        share = slice(context.input_pipeline_id * rows, None)
        share = slice(share.start, share.start + rows)
        shape = tf.TensorSpec([rows, args.steps], tf.int32)
        dataset = tf.data.Dataset.from_generator(
            lambda: windows(train_codes, args.batch, first, share),
            output_signature=(shape, shape),
        )
        return dataset.rebatch(args.batch // replicas).prefetch(2)

    return strategy.distribute_datasets_from_function(of_worker)


keras.utils.set_random_seed(777)
with strategy.scope():
    kinds = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM}
    kinds["gru"] = lambda *sizes, **more: keras.layers.GRU(
        *sizes, reset_after=False, **more
    )
    x = keras.Input([None], dtype="int32")
    outputs = keras.ops.one_hot(x, len(letters))
    start_states, end_states = [], []
    for _ in range(args.layers):
        start = [keras.Input([args.units]) for _ in range(1 + (args.cell == "lstm"))]
        layer = kinds[args.cell](args.units, return_sequences=True, return_state=True)
        outputs, *end = layer(outputs, initial_state=start)
        start_states, end_states = start_states + start, end_states + end
    logits = keras.layers.Dense(len(letters))(outputs)
    model = keras.Model([x, *start_states], [logits, *end_states])
    model.compile(optimizer=keras.optimizers.Adam(args.rate, epsilon=1e-8))
    model.optimizer.build(model.trainable_variables)


def zeros(rows):
    return [tf.zeros([rows, args.units]) for _ in start_states]


def loss_of(y, logits):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))


@tf.function(reduce_retracing=True)
def forward(x, states):
    logits, *states = model([x, *states])
    return logits, states


@tf.function
def train_step(x, y, states):
    """On each replica; truncated backpropagation through time: a state goes on into
    the next window, the gradient ends at the window's beginning."""
    with tf.GradientTape() as tape:
        logits, *states = model([x, *states])
        loss = loss_of(y, logits) / replicas
    gradients = tape.gradient(loss, model.trainable_variables)
    # clipped as a whole; the optimizer adds the replicas' shares up again
    gradients = tf.distribute.get_replica_context().all_reduce("sum", gradients)
    gradients, _ = tf.clip_by_global_norm(gradients, 5)
    model.optimizer.apply([g / replicas for g in gradients], model.trainable_variables)
    return loss, states


def held_out():
    """Bits per character and perplexity of held-out text, up to 20 windows of it."""
    rows = min(args.batch, held_size // (args.steps + 1))
    states, losses = zeros(rows), []
    for x, y in itertools.islice(windows(held_codes, rows), 20):
        logits, states = forward(x, states)
        losses.append(float(loss_of(y, logits)))
    nats = np.mean(losses)
    return f"{nats / np.log(2):.4f} bits per character, perplexity {np.exp(nats):.3f}"


failed = False


def save(step, states):
    """Write a checkpoint beside the last one; only a whole one takes its place."""
    global failed
    arrays = {f"setting_{name}": value for name, value in settings.items()}
    for i, variable in enumerate(model.variables + model.optimizer.variables):
        arrays[f"variable_{i}"] = np.array(variable)
    for i, state in enumerate(states):
        local = strategy.experimental_local_results(state)
        arrays[f"state_{i}"] = np.stack([np.array(one) for one in local])
    try:
        with open(f"{kept}part", "wb") as out:
            np.savez(out, **arrays)
        os.replace(f"{kept}part", f"{kept}{step:09d}.npz")
        failed = False
    except OSError as error:
        print(f"{script}: step {step} is not kept: {error}", file=sys.stderr)
        failed = True
    for old in sorted(glob.glob(f"{kept}*.npz"))[:-2]:
        os.remove(old)


def restore():
    """The step and the states of the last checkpoint, and its weights."""
    found = sorted(glob.glob(f"{kept}*.npz"))
    step = int(found[-1][-13:-4])
    # a worker that was stopped one checkpoint later than the others goes back to theirs
    mine = strategy.run(lambda: tf.constant(float(step)))
    mean = strategy.reduce("MEAN", mine, axis=None)
    if step > mean:
        step = int(found[0][-13:-4])
    with np.load(f"{kept}{step:09d}.npz") as arrays:
        for i, variable in enumerate(model.variables + model.optimizer.variables):
            variable.assign(arrays[f"variable_{i}"])
        states = [arrays[f"state_{i}"] for i in range(len(start_states))]

    def of_replica(state):
        return strategy.experimental_distribute_values_from_function(
            lambda context: tf.constant(
                state[context.replica_id_in_sync_group % len(state)]
            )
        )

    return step, [of_replica(state) for state in states]


def choose(scores):
    """A letter's number: the likeliest, or drawn among the likeliest."""
    if args.temperature == 0:
        return int(np.argmax(scores))
    scores = scores.astype(np.float64) / args.temperature
    if 0 < args.top_k < len(scores):
        scores[scores < np.sort(scores)[-args.top_k]] = -np.inf
    chances = np.exp(scores - scores.max())
    return int(random.choice(len(scores), p=chances / chances.sum()))


def progress(step, done, began):
    """The time left, to stderr: a line that changes, or on a pipe one now and then."""
    global shown
    terminal = sys.stderr.isatty()
    if time.time() - shown < (0.2 if terminal else 30):
        return
    shown = time.time()
    left = (shown - began) / (step - done) * (total - step)
    begin, end = ("\r\x1b[K", "") if terminal else ("", "\n")
    print(f"{begin}step {step} of {total}, {left:.0f} s left", end=end, file=sys.stderr)
    sys.stderr.flush()


step, states = restore() if args.resume else (0, None)
print(f"step {step}: held out: {held_out()}")
done, began, shown = step, time.time(), time.time()
while step < total:
    if step % per_epoch == 0:
        states = zeros(args.batch // replicas)  # an epoch begins
    for x, y in dataset_from(step % per_epoch):
        losses, states = strategy.run(train_step, args=(x, y, states))
        loss_now = strategy.reduce("SUM", losses, axis=None)
        step += 1
        progress(step, done, began)
        if step % args.every == 0 or step == total:
            clear = "\r\x1b[K" if sys.stderr.isatty() else ""
            print(end=clear, file=sys.stderr, flush=True)
            report = f"step {step}: loss {loss_now:.6f}, held out: {held_out()}"
            print(report, flush=True)
            if args.checkpoint:
                save(step, states)
        if step == total:
            break

random = np.random.RandomState(777)
x = tf.constant([[letters.index(letter) for letter in args.prime]])
scores, *states = model([x, *zeros(1)])
written = args.prime
for _ in range(args.length):
    letter = choose(np.array(scores)[0, -1])
    written += letters[letter]
    scores, states = forward(tf.constant([[letter]]), states)
print("sample:")
print(written)
sys.exit(1 if failed else 0)

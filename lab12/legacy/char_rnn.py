# Lab 12, char_rnn: a network learns a text letter by letter (n to n), then writes.
#
# python char_rnn.py                          Shakespeare, small and short
# python char_rnn.py --text FILE --layers 3 --units 512 --epochs 20 --checkpoint DIR
# python char_rnn.py --text FILE ... --checkpoint DIR --resume       after a stop
#
# FILE is any UTF-8 text, of hundreds of megabytes too (or .gz): its letters' numbers go
# into a file that is read where it is needed. --help lists the options.
import argparse
import bz2
import gzip
import json
import os
import shutil
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


def checkpoints():
    names = os.listdir(args.checkpoint)
    return [os.path.join(args.checkpoint, n) for n in sorted(names) if n[:4] == "step"]


if args.resume and not checkpoints():
    stop("a checkpoint to resume from", f"{args.checkpoint!r} with none")
if args.checkpoint and not args.resume and checkpoints():
    stop("--resume, or a folder without checkpoints", f"{args.checkpoint!r}")
if args.resume:
    newest = checkpoints()[-1]
    try:
        with open(os.path.join(newest, "settings.json")) as kept:
            kept = json.load(kept)
        with np.load(os.path.join(newest, "state.npz")) as arrays:
            kept_state = [arrays[f"arr_{i}"] for i in range(len(arrays.files))]
        kept = {name: kept[name] for name in settings}
    except Exception as error:  # a damaged file fails in many ways
        stop("a whole checkpoint", f"{newest!r}: {error!r}")
    for name, value in settings.items():
        if kept[name] != value:
            what = {"letters": "vocabulary", "size": "text's size"}.get(name, name)
            stop(f"the checkpoint's {what} ({kept[name]!r})", repr(value))
print(f"{size} characters, {len(letters)} different, {per_epoch} steps an epoch")

# All arguments are good: now TensorFlow, which takes seconds to import.
import tensorflow as tf
from tensorflow.contrib import framework, rnn


def windows(codes, rows, first=0):
    """Read the text at `rows` places at once, window after window; y is one on."""
    length = (len(codes) - 1) // rows
    for i in range(first, length // args.steps):
        starts = np.arange(rows) * length + i * args.steps
        both = np.stack([codes[s : s + args.steps + 1] for s in starts]).astype("int32")
        yield both[:, :-1], both[:, 1:]


tf.set_random_seed(777)  # the same numbers in every run
X = tf.placeholder(tf.int32, [None, None])  # batch, time
Y = tf.placeholder(tf.int32, [None, None])
kinds = {"rnn": rnn.BasicRNNCell, "gru": rnn.GRUCell, "lstm": rnn.BasicLSTMCell}
cells = rnn.MultiRNNCell([kinds[args.cell](args.units) for _ in range(args.layers)])
start_state = cells.zero_state(tf.shape(X)[0], tf.float32)
x_one_hot = tf.one_hot(X, len(letters))
outputs, end_state = tf.nn.dynamic_rnn(cells, x_one_hot, initial_state=start_state)
logits = tf.contrib.layers.fully_connected(outputs, len(letters), activation_fn=None)
loss = tf.contrib.seq2seq.sequence_loss(logits, Y, tf.ones(tf.shape(X)))
# truncated backpropagation through time: a state goes on into the next window, the
# gradient ends at the window's beginning
variables = tf.trainable_variables()
gradients, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), 5)
optimizer = tf.train.AdamOptimizer(args.rate)
train = optimizer.apply_gradients(zip(gradients, variables))
saver = tf.train.Saver(max_to_keep=None)


def held_out(sess):
    """Bits per character and perplexity of held-out text, up to 20 windows of it."""
    rows = min(args.batch, held_size // (args.steps + 1))
    state, losses = None, []
    for x, y in windows(held_codes, rows):
        feed = {X: x, Y: y} if state is None else {X: x, Y: y, start_state: state}
        loss_now, state = sess.run([loss, end_state], feed)
        losses.append(loss_now)
        if len(losses) == 20:
            break
    nats = np.mean(losses)
    return f"{nats / np.log(2):.4f} bits per character, perplexity {np.exp(nats):.3f}"


failed = False


def save(sess, step, state):
    """Write a checkpoint beside the last one; only a whole one takes its place."""
    global failed
    part = os.path.join(args.checkpoint, "part")
    whole = os.path.join(args.checkpoint, f"step-{step:09d}")
    shutil.rmtree(part, ignore_errors=True)
    try:
        os.makedirs(part)
        saver.save(sess, os.path.join(part, "model"), None, write_meta_graph=False)
        np.savez(os.path.join(part, "state.npz"), *framework.nest.flatten(state))
        with open(os.path.join(part, "settings.json"), "w") as out:
            json.dump(settings, out)
        os.rename(part, whole)
    except (OSError, tf.errors.OpError) as error:
        shutil.rmtree(part, ignore_errors=True)
        said = str(error).splitlines()[0]
        print(f"{script}: step {step} is not kept: {said}", file=sys.stderr)
        failed = True
        return
    failed = False
    for old in checkpoints()[:-1]:
        shutil.rmtree(old)


def restore(sess):
    """The step and the state of the last checkpoint, and its weights."""
    try:
        saver.restore(sess, os.path.join(newest, "model"))
    except (tf.errors.OpError, ValueError) as error:
        stop("a whole checkpoint", f"{newest!r}: {str(error).splitlines()[0]}")
    return int(newest[-9:]), framework.nest.pack_sequence_as(start_state, kept_state)


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


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    step, state = restore(sess) if args.resume else (0, None)
    print(f"step {step}: held out: {held_out(sess)}")
    done, began, shown = step, time.time(), time.time()
    while step < total:
        if step % per_epoch == 0:
            state = None  # an epoch begins: zeros
        for x, y in windows(train_codes, args.batch, step % per_epoch):
            feed = {X: x, Y: y} if state is None else {X: x, Y: y, start_state: state}
            _, loss_now, state = sess.run([train, loss, end_state], feed)
            step += 1
            progress(step, done, began)
            if step % args.every == 0 or step == total:
                clear = "\r\x1b[K" if sys.stderr.isatty() else ""
                print(end=clear, file=sys.stderr, flush=True)
                report = f"step {step}: loss {loss_now:.6f}, held out: {held_out(sess)}"
                print(report, flush=True)
                if args.checkpoint:
                    save(sess, step, state)
            if step == total:
                break

    random = np.random.RandomState(777)
    x = [[letters.index(letter) for letter in args.prime]]
    scores, state = sess.run([logits, end_state], {X: x})
    written = args.prime
    for _ in range(args.length):
        letter = choose(scores[0, -1])
        written += letters[letter]
        feed = {X: [[letter]], start_state: state}
        scores, state = sess.run([logits, end_state], feed)
    print("sample:")
    print(written)
sys.exit(1 if failed else 0)

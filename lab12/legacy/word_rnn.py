# Lab 12, word_rnn: a network learns a text word by word (n to n), then writes.
#
# python word_rnn.py                          Shakespeare, small and short
# python word_rnn.py --text FILE --layers 3 --units 512 --epochs 20 --checkpoint DIR
# python word_rnn.py --text FILE ... --checkpoint DIR --resume       after a stop
#
# FILE is any UTF-8 text, of hundreds of megabytes too (or .gz): its words' numbers go
# into a file that is read where it is needed. Words are lower case; those that are
# not among the most frequent are <unk>. --help lists the options.
import argparse
import bz2
import collections
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
import time

import numpy as np

script = "word_rnn.py"


def stop(expected, received):
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


parser = argparse.ArgumentParser(prog=script)
parser.add_argument("--text", help="a UTF-8 text, .gz or .bz2 (Shakespeare)")
parser.add_argument(
    "--cell", choices=["rnn", "gru", "lstm"], default="lstm", help="its kind (lstm)"
)
parser.add_argument("--layers", type=int, default=1, help="of cells (1)")
parser.add_argument("--units", type=int, default=64, help="in each layer (64)")
parser.add_argument("--vocabulary", type=int, default=1000, help="words known (1000)")
parser.add_argument("--batch", type=int, default=50, help="places read at once (50)")
parser.add_argument("--steps", type=int, default=20, help="words in a window (20)")
parser.add_argument("--steps-total", type=int, default=150, help="training steps (150)")
parser.add_argument("--epochs", type=int, help="times through the text, instead")
parser.add_argument("--rate", type=float, default=0.005, help="learning rate (0.005)")
parser.add_argument("--every", type=int, default=50, help="steps between reports (50)")
parser.add_argument("--checkpoint", metavar="DIR", help="keep the training here")
parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
parser.add_argument("--prime", help="how it begins (the first word)")
parser.add_argument("--length", type=int, default=40, help="words to write (40)")
parser.add_argument(
    "--temperature", type=float, default=0.7, help="0: the likeliest (0.7)"
)
parser.add_argument("--top-k", type=int, default=0, help="choose among so many (all)")
parser.add_argument("--beam", type=int, default=5, help="beams of the search (5)")
args = parser.parse_args()
for name in ("layers", "units", "batch", "steps", "every", "epochs", "beam"):
    if getattr(args, name) is not None and getattr(args, name) < 1:
        stop(f"--{name} of 1 or more", getattr(args, name))
for name in ("steps_total", "length", "temperature", "top_k"):
    if not getattr(args, name) >= 0:
        stop(f"--{name.replace('_', '-')} of 0 or more", getattr(args, name))
if args.vocabulary < 3:
    stop("--vocabulary of 3 or more", args.vocabulary)
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


def words():
    """The words, signs and line ends of each piece; one word may lie in two."""
    rest = ""
    for piece in pieces():
        found = [(m.group(), m.end()) for m in word.finditer(rest + piece.lower())]
        # the last one may go on in the next piece
        last, end = found.pop() if found else ("", 0)
        rest = last + " " * (end < len(rest + piece))
        yield [one[:1] if one[0] == "\n" else one for one, _ in found]
    yield word.findall(rest)


word = re.compile(r"\w{1,100}(?:['\u2019]\w{1,100})*|[^\w\s]|\n+")
try:
    if args.checkpoint:
        os.makedirs(args.checkpoint, exist_ok=True)
    counts = collections.Counter()
    for some in words():
        counts.update(some)
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    vocabulary = ["<unk>"] + ranked[: args.vocabulary - 1]
    number = {one: i for i, one in enumerate(vocabulary)}
    numbers = tempfile.TemporaryFile(dir=args.checkpoint)
    for some in words():
        numbers.write(np.array([number.get(one, 0) for one in some], "uint32"))
    numbers.flush()
except UnicodeDecodeError:
    how = "iconv -f cp949 -t utf-8"  # what Korean Windows wrote
    stop(f"a text in UTF-8 (as `{how}` makes of CP949)", repr(path))
except (OSError, EOFError) as error:
    stop("a text, and room for its numbers", error)
size = numbers.tell() // 4
held_size = size // 20  # the last twentieth is held out
per_epoch = (size - held_size - 1) // args.batch // args.steps
if len(counts) < 2:
    stop("a text of two different words or more", f"{path!r} with {len(counts)}")
if per_epoch < 1 or held_size <= args.steps:
    wanted = max(args.batch * args.steps * 20 // 19, args.steps * 20) + 21
    stop(f"about {wanted} words or more, or less --batch and --steps", size)
codes = np.memmap(numbers, np.uint32, mode="r", shape=size)
train_codes, held_codes = codes[: size - held_size], codes[size - held_size :]
total = args.epochs * per_epoch if args.epochs else args.steps_total
if args.prime is None:
    known_words = (one for some in words() for one in some if one in number)
    first = next(filter(str.isalpha, known_words), ranked[0])
    args.prime = first if args.text else "the king"
prime = word.findall(args.prime.lower()) or ["nothing"]
for one in prime:
    if one not in number:
        stop("--prime with words of the vocabulary", repr(one))
settings = {name: getattr(args, name) for name in ("cell", "layers", "units")}
settings.update(batch=args.batch, steps=args.steps, size=size)
settings.update(vocabulary=" ".join(vocabulary))


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
            what = "text's size" if name == "size" else name
            stop(f"the checkpoint's {what} ({kept[name]!r:.60})", f"{value!r:.60}")
known = sum(counts[one] for one in vocabulary) / size
print(f"{size} words, {len(counts)} different, {len(vocabulary)} kept:", end=" ")
print(f"{known:.1%} of the text, {per_epoch} steps an epoch")

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
embedding = tf.get_variable("embedding", [len(vocabulary), args.units])
x = tf.nn.embedding_lookup(embedding, X)
outputs, end_state = tf.nn.dynamic_rnn(cells, x, initial_state=start_state)
logits = tf.contrib.layers.fully_connected(outputs, len(vocabulary), activation_fn=None)
loss = tf.contrib.seq2seq.sequence_loss(logits, Y, tf.ones(tf.shape(X)))
# truncated backpropagation through time: a state goes on into the next window, the
# gradient ends at the window's beginning
variables = tf.trainable_variables()
gradients = [tf.convert_to_tensor(g) for g in tf.gradients(loss, variables)]
gradients, _ = tf.clip_by_global_norm(gradients, 5)
optimizer = tf.train.AdamOptimizer(args.rate)
train = optimizer.apply_gradients(zip(gradients, variables))
saver = tf.train.Saver(max_to_keep=None)


def held_out(sess):
    """Bits per word and perplexity of held-out text, up to 20 windows of it."""
    rows = min(args.batch, held_size // (args.steps + 1))
    state, losses = None, []
    for x, y in windows(held_codes, rows):
        feed = {X: x, Y: y} if state is None else {X: x, Y: y, start_state: state}
        loss_now, state = sess.run([loss, end_state], feed)
        losses.append(loss_now)
        if len(losses) == 20:
            break
    nats = np.mean(losses)
    return f"{nats / np.log(2):.4f} bits per word, perplexity {np.exp(nats):.3f}"


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
    """A word's number: the likeliest, or drawn among the likeliest; never <unk>."""
    if args.temperature == 0:
        return 1 + int(np.argmax(scores[1:]))
    scores = scores[1:].astype(np.float64) / args.temperature
    if 0 < args.top_k < len(scores):
        scores[scores < np.sort(scores)[-args.top_k]] = -np.inf
    chances = np.exp(scores - scores.max())
    return 1 + int(random.choice(len(scores), p=chances / chances.sum()))


def log_chances(scores):
    """Logarithms of the words' probabilities [beams, words], <unk> left out."""
    scores = scores[:, 1:].astype(np.float64)
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def text_of(numbers):
    text = " ".join([*prime, *(vocabulary[i] for i in numbers)])
    return re.sub(r" ?\n ?", "\n", re.sub(r" ([.,;:!?)\]])", r"\1", text))


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
    x = [[number[one] for one in prime]]
    scores, state = after_prime = sess.run([logits, end_state], {X: x})
    written = []
    for _ in range(args.length):
        written.append(choose(scores[0, -1]))
        feed = {X: [written[-1:]], start_state: state}
        scores, state = sess.run([logits, end_state], feed)
    print("sample:")
    print(text_of(written))

    # beam search: of all ways to go on from the best few beginnings keep the best few
    scores, state = after_prime
    beams, chances = np.zeros([1, 0], int), np.zeros(1)
    for _ in range(args.length // 2):
        longer = chances[:, None] + log_chances(scores[:, -1])
        best = np.argsort(-longer, axis=None, kind="mergesort")[: args.beam]
        beam, following = np.unravel_index(best, longer.shape)
        chances = longer[beam, following]
        following += 1  # after <unk>
        beams = np.hstack([beams[beam], following[:, None]])
        chosen = [array[beam] for array in framework.nest.flatten(state)]
        state = framework.nest.pack_sequence_as(start_state, chosen)
        feed = {X: following[:, None], start_state: state}
        scores, state = sess.run([logits, end_state], feed)
    print(f"the likeliest of {len(beams)} beams, log probability {chances[0]:.3f}:")
    print(text_of(beams[0]))
sys.exit(1 if failed else 0)

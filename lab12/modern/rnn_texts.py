"""What char_rnn and word_rnn share before Keras: options, the text's file, checkpoints.

Both labs import it; it is no lab. Nothing heavy is imported here, so that what is wrong
is said at once.
"""

import argparse
import bz2
import contextlib
import glob
import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np

above = Path(__file__).resolve().parents
shakespeare = above[1] / "data" / "shakespeare.txt.bz2"
if not shakespeare.exists():
    shakespeare = above[2] / "data" / "shakespeare.txt.bz2"


def stop(expected, received):
    script = Path(sys.argv[0]).name
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


def parser(things, layers, units, steps, length, temperature):
    """The options of both labs; `things` are what they count: letters or words."""
    made = argparse.ArgumentParser(prog=Path(sys.argv[0]).name)

    def option(name, default, said, **more):
        said = said if default is None else f"{said} ({default})"
        made.add_argument(name, default=default, help=said, **more)

    option("--text", None, "a UTF-8 text, .gz or .bz2 (Shakespeare)")
    option("--cell", "lstm", "its kind", choices=["rnn", "gru", "lstm"])
    option("--layers", layers, "of cells", type=int)
    option("--units", units, "in each layer", type=int)
    option("--batch", 50, "places read at once", type=int)
    option("--steps", steps, f"{things} in a window", type=int)
    option("--steps-total", 150, "training steps", type=int)
    option("--epochs", None, "times through the text, instead", type=int)
    option("--rate", 0.005, "learning rate", type=float)
    option("--every", 50, "steps between reports", type=int)
    option("--checkpoint", None, "keep the training here", metavar="DIR")
    made.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    option("--prime", None, "how the sample begins (the first word)")
    option("--length", length, f"{things} to write", type=int)
    option("--temperature", temperature, "0: the likeliest", type=float)
    made.add_argument("--top-k", type=int, default=0, help="among so many (all)")
    several = ["mirrored", "multiworker"]
    option("--distribute", None, "on several devices, by TensorFlow", choices=several)
    return made


def options(parser):
    """What the command line says, where it can be."""
    args = parser.parse_args()
    for name in ("layers", "units", "batch", "steps", "every", "epochs", "beam"):
        if getattr(args, name, None) is not None and getattr(args, name) < 1:
            stop(f"--{name} of 1 or more", getattr(args, name))
    for name in ("steps_total", "length", "temperature", "top_k"):
        if not getattr(args, name) >= 0:
            stop(f"--{name.replace('_', '-')} of 0 or more", getattr(args, name))
    if not 0 < args.rate < float("inf"):
        stop("--rate above 0", args.rate)
    if args.resume and not args.checkpoint:
        stop("--checkpoint DIR with --resume", "none")
    return args


def pieces(path):
    """The text, a megabyte at a time: it is never held as a whole."""
    path = str(path or shakespeare)
    compressed = {".bz2": bz2.open, ".gz": gzip.open}
    opened = compressed.get(os.path.splitext(path)[1], open)
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        while piece := text.read(1 << 20):
            if "\0" in piece:
                stop("a text", f"{path!r}, a binary file")
            yield piece


@contextlib.contextmanager
def reading(args):
    """What can go wrong while a text is read and its numbers are written."""
    try:
        if args.checkpoint:
            os.makedirs(args.checkpoint, exist_ok=True)
        yield
    except UnicodeDecodeError:
        how = "iconv -f cp949 -t utf-8"  # what Korean Windows wrote
        stop(f"a text in UTF-8 (as `{how}` makes of CP949)", repr(args.text))
    except (OSError, EOFError) as error:
        stop("a text, and room for its numbers", error)


def divided(numbers, kind, args, things):
    """The numbers for training and those held out, from their file; steps an epoch."""
    size = numbers.tell() // np.dtype(kind).itemsize
    held_size = size // 20  # the last twentieth is held out
    per_epoch = (size - held_size - 1) // args.batch // args.steps
    if per_epoch < 1 or held_size <= args.steps:
        wanted = max(args.batch * args.steps * 20 // 19, args.steps * 20) + 21
        stop(f"about {wanted} {things} or more, or less --batch and --steps", size)
    codes = np.memmap(numbers, kind, mode="r", shape=size)
    return codes[: size - held_size], codes[size - held_size :], per_epoch


def checkpoint(args, size, vocabulary):
    """How the files of this training's checkpoints begin, and its settings."""
    settings = {name: getattr(args, name) for name in ("cell", "layers", "units")}
    settings.update(batch=args.batch, steps=args.steps, size=size)
    settings.update(vocabulary=vocabulary)
    task = {}
    if args.distribute == "multiworker":
        task = json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {})
    kept = os.path.join(args.checkpoint or "", f"worker-{task.get('index', 0)}-step-")
    files = glob.glob(f"{kept}*.npz")
    if args.resume and not files:
        stop("a checkpoint to resume from", f"{args.checkpoint!r} with none")
    if args.checkpoint and not args.resume and files:
        stop("--resume, or a folder without checkpoints", f"{args.checkpoint!r}")
    if args.resume:
        newest = max(files)
        try:
            with np.load(newest) as arrays:  # all of it: a damaged one is seen now
                found = {name: arrays[name] for name in arrays.files}
            before = {name: found[f"setting_{name}"].item() for name in settings}
        except Exception as error:  # a damaged file fails in many ways
            stop("a whole checkpoint", f"{newest!r}: {error!r}")
        for name, value in settings.items():
            if before[name] != value:
                what = "text's size" if name == "size" else name
                stop(
                    f"the checkpoint's {what} ({before[name]!r:.60})", f"{value!r:.60}"
                )
    return kept, settings

"""What char_rnn and word_rnn share with Keras: windows, states that go on, checkpoints.

Both labs import it; it is no lab.
"""

import contextlib
import glob
import os
import sys
import time
from pathlib import Path

import keras
import numpy as np
from keras import ops

try:
    from rnn_texts import stop  # beside this file
except ModuleNotFoundError:
    from lab12.modern.rnn_texts import stop


class Windows(keras.utils.PyDataset):
    """Reads the text at `rows` places at once, window after window; y is one on.

    `count` windows from number `first` on; after the last one the text begins anew.
    """

    def __init__(self, codes, rows, steps, count, first=0):
        super().__init__()
        self.codes, self.steps, self.count, self.first = codes, steps, count, first
        length = (len(codes) - 1) // rows
        self.there = length // steps
        self.places = np.arange(rows)[:, None] * length + np.arange(steps + 1)

    def __len__(self):
        return self.count

    def both(self, i):
        start = (self.first + i) % self.there * self.steps
        return self.codes[self.places + start].astype("int32")

    def __getitem__(self, i):
        both = self.both(i)
        return both[:, :-1], both[:, 1:]


class Stateful(keras.Model):
    """A network [x, *states] -> [scores, *states] that keeps its states itself.

    Truncated backpropagation through time: a state goes on into the next window, the
    gradient ends at the window's beginning.
    """

    def __init__(self, network, rows, variable=keras.Variable):
        super().__init__()
        self.network = network
        shapes = [[rows, *one.shape[1:]] for one in network.inputs[1:]]
        zeros = [np.zeros(shape, "float32") for shape in shapes]
        self.states = [variable(one, trainable=False) for one in zeros]
        self.built = True  # there is nothing to be made by the first call

    def call(self, x):
        scores, *ends = self.network([x, *(ops.copy(one) for one in self.states)])
        for state, end in zip(self.states, ends, strict=True):
            state.assign(end)
        return scores

    def reset(self):
        for state in self.states:
            state.assign(ops.zeros(state.shape))


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is clipped."""

    def apply(self, gradients, variables=None):
        super().apply([ops.add(one, 0.0) for one in gradients], variables)


class OneDevice:
    """Where a training runs; rnn_distributed.py has the same for several devices."""

    replicas = 1
    Stateful = Stateful
    Adam = Adam

    def scope(self):
        return contextlib.nullcontext()

    def shared_out(self, windows):
        return windows

    def values(self, state):
        return [ops.convert_to_numpy(state)]

    def assign(self, state, values):
        state.assign(values[0])

    def all_at(self, step):
        return True


def devices(args):
    """Where --distribute says that it runs."""
    if not args.distribute:
        return OneDevice()
    if keras.backend.backend() != "tensorflow":
        stop("KERAS_BACKEND=tensorflow with --distribute", keras.backend.backend())
    try:
        import rnn_distributed as distributed  # beside this file
    except ModuleNotFoundError:
        from lab12.modern import rnn_distributed as distributed
    several = distributed.Several(args)
    if args.batch % several.replicas:
        stop(f"a --batch that {several.replicas} replicas can share", args.batch)
    return several


class Reading(keras.callbacks.Callback):
    """Counts the steps; where the text begins, the states are zeros; says what is left.

    The time left goes to stderr: a line that changes, or on a pipe one now and then.
    """

    def __init__(self, total, per_epoch):
        super().__init__()
        self.step, self.total, self.per_epoch = 0, total, per_epoch

    def on_train_begin(self, logs=None):
        self.done, self.began = self.step, time.time()
        self.shown = self.began

    def on_train_batch_begin(self, batch, logs=None):
        if self.step % self.per_epoch == 0:
            self.model.reset()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        terminal = sys.stderr.isatty()
        if time.time() - self.shown >= (0.2 if terminal else 30):
            self.shown = time.time()
            pace = (self.shown - self.began) / (self.step - self.done)
            said = f"step {self.step} of {self.total}, "
            said += f"{pace * (self.total - self.step):.0f} s left"
            said = f"\r\x1b[K{said}" if terminal else f"{said}\n"
            print(said, end="", file=sys.stderr, flush=True)
        if self.step == self.total:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        print(end=clear, file=sys.stderr, flush=True)


class Checkpoints(keras.callbacks.Callback):
    """Keeps the last two checkpoints: all variables and the states, as a .npz file."""

    def __init__(self, begin, settings, devices, reading):
        super().__init__()
        self.begin, self.settings, self.devices = begin, settings, devices
        self.reading, self.failed = reading, False

    def variables(self, model):
        return model.network.variables + model.optimizer.variables

    def on_epoch_end(self, epoch, logs=None):
        """Write one beside the last one; only a whole one takes its place."""
        model, step = self.model, self.reading.step
        arrays = {f"setting_{name}": value for name, value in self.settings.items()}
        for i, variable in enumerate(self.variables(model)):
            arrays[f"variable_{i}"] = ops.convert_to_numpy(variable)
        for i, state in enumerate(model.states):
            arrays[f"state_{i}"] = np.stack(self.devices.values(state))
        try:
            with open(f"{self.begin}part", "wb") as out:
                np.savez(out, **arrays)
            os.replace(f"{self.begin}part", f"{self.begin}{step:09d}.npz")
            self.failed = False
        except OSError as error:
            script = Path(sys.argv[0]).name
            print(f"{script}: step {step} is not kept: {error}", file=sys.stderr)
            self.failed = True
        for old in sorted(glob.glob(f"{self.begin}*.npz"))[:-2]:
            os.remove(old)

    def restore(self, model):
        """Go back to the last one."""
        found = sorted(glob.glob(f"{self.begin}*.npz"))
        step = int(found[-1][-13:-4])
        # a worker that was stopped one checkpoint later than the others goes back
        if not self.devices.all_at(step):
            step = int(found[0][-13:-4])
        with np.load(f"{self.begin}{step:09d}.npz") as arrays:
            for i, variable in enumerate(self.variables(model)):
                variable.assign(arrays[f"variable_{i}"])
            for i, state in enumerate(model.states):
                self.devices.assign(state, arrays[f"state_{i}"])
        self.reading.step = step


def choose(scores, random, temperature, top_k):
    """A number: of the highest score, or drawn among the highest."""
    if temperature == 0:
        return int(np.argmax(scores))
    scores = scores.astype(np.float64) / temperature
    if 0 < top_k < len(scores):
        scores[scores < np.sort(scores)[-top_k]] = -np.inf
    chances = np.exp(scores - scores.max())
    return int(random.choice(len(scores), p=chances / chances.sum()))

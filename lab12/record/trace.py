"""What a run leaves behind: the same for every engine, one `.npz` file.

- `meta`: JSON text: lab, engine, script and its sha256, argv, seed, versions, seconds
- `initial/NAME`, `final/NAME`: the variables before the first and after the last step
- `loss`: the loss of each training step, float32 `[steps]`
- `epochs/NAME`: what Keras says of each epoch: mean `loss`, `accuracy`, `val_loss`, …
- `classes`: predicted classes, `[k, batch, time]`
- `classes_step`: training steps done before each of them, int32 `[k]`
- `outputs/NAME`: the last value of each other tensor that the script fetched
- `forward/NAME`: the same tensors, or the scores under an argmax, run once more with
  the last feed at the initial variables
- `inside/NAME`: of two scripts of the user's, what the layers of the new one give in
  order, and the tensors of the old one's graph, from the first batch at the initial
  variables
- `stdout`: what the script printed

A golden also knows how far rounding alone leads its own engine astray:

- `nudged_loss`, `nudged_classes`: losses `[n, steps]` and last classes `[n, …]` of
  further runs whose initial variables differ in their last bit

`lab12/record/recorder.py` writes it.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compat import writing
from lab12.record import drawn, recorder

Array = NDArray[Any]
Arrays = dict[str, Array]

GROUPS = ("initial", "final", "outputs", "forward", "epochs", "inside")
LARGE = 2_000  # numbers; equal or drawn ones are kept once, or as their seeds
MANY = 20_000  # numbers; a golden of more leaves the final ones out
NUDGED = ("nudged_loss", "nudged_classes")


class TraceError(Exception):
    """A trace that is missing or cannot be read."""


def _empty(dtype: type) -> Any:
    return field(default_factory=lambda: np.zeros(0, dtype))


@dataclass(frozen=True)
class Trace:
    """One run of one lab on one engine; see the module's list."""

    meta: dict[str, Any]
    initial: Arrays = field(default_factory=dict)
    final: Arrays = field(default_factory=dict)
    outputs: Arrays = field(default_factory=dict)
    forward: Arrays = field(default_factory=dict)
    epochs: Arrays = field(default_factory=dict)
    inside: Arrays = field(default_factory=dict)
    loss: Array = _empty(np.float32)
    classes: Array = _empty(np.int8)
    classes_step: Array = _empty(np.int32)
    nudged_loss: Array = _empty(np.float32)
    nudged_classes: Array = _empty(np.int8)
    stdout: str = ""

    @classmethod
    def load(cls, path: str | Path) -> Trace:
        """Read a trace.

        Args:
            path: The `.npz` file.

        Raises:
            TraceError: When it is missing, damaged or no trace.
        """
        try:
            with open(path, "rb") as stream, np.load(stream) as stored:
                arrays = {key: recorder.stored(stored, key) for key in stored.files}
            meta = json.loads(str(arrays["meta"]))
            groups: dict[str, Any] = {group: {} for group in GROUPS}
            for key, value in arrays.items():
                group, _, name = key.partition("/")
                if group in groups:
                    groups[group][name] = value
            return cls(
                meta,
                loss=arrays["loss"],
                classes=arrays["classes"],
                classes_step=arrays["classes_step"],
                stdout=str(arrays["stdout"]),
                **{name: arrays[name] for name in NUDGED if name in arrays},
                **groups,
            )
        except FileNotFoundError:
            raise TraceError(f"expected a trace at {path}, found no file") from None
        except Exception as error:  # zipfile, zlib, NumPy and json each raise their own
            said = " ".join(str(error).split())[:200]
            raise TraceError(
                f"expected a trace in {path}, received {type(error).__name__}: {said}"
            ) from None

    def save(self, path: str | Path, golden: bool = False) -> None:
        """Write the trace beside `path`, then rename: a whole file or none.

        Args:
            path: The `.npz` file.
            golden: Keep weights that were drawn as their seeds: small, but some seconds
                for each.
        """
        arrays: dict[str, Any] = {
            "meta": np.array(json.dumps(self.meta)),
            "loss": self.loss,
            "classes": self.classes,
            "classes_step": self.classes_step,
            "stdout": np.array(self.stdout),
        }
        for name in NUDGED:
            if len(getattr(self, name)):
                arrays[name] = getattr(self, name)
        for group in GROUPS:
            for name, value in getattr(self, group).items():
                arrays[f"{group}/{name}"] = value
        _name_equals(arrays)
        if golden and isinstance(self.meta.get("seed"), int):
            for key, value in arrays.items():
                if key.startswith("initial/") and value.size > LARGE:
                    line = drawn.said(value, self.meta["seed"])
                    arrays[key] = value if line is None else np.array(line)
        recorder.save(path, arrays)
        if golden:
            _pack(path)

    @property
    def engine(self) -> str:
        return str(self.meta["engine"])

    @property
    def lab(self) -> str:
        return str(self.meta["lab"])

    def shape(self, group: str, name: str) -> tuple[int, ...]:
        """The shape that an array had when it was recorded, thinned since or not."""
        shape: tuple[int, ...] = getattr(self, group)[name].shape
        rows = self.meta.get("rows", {}).get(f"{group}/{name}")
        return shape if rows is None else (rows, *shape[1:])

    def scores(self) -> Array | None:
        """The last scores or outputs `[batch, time, units]` that were fetched."""
        found = [
            v for v in self.outputs.values() if v.ndim == 3 and v.dtype.kind == "f"
        ]
        return found[-1] if found else None


def _pack(path: str | Path) -> None:
    """Pack an .npz by LZMA, which NumPy reads as well: 4 % less than NumPy's own."""
    with writing.whole(path) as beside, zipfile.ZipFile(path) as loose:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_LZMA) as packed:
            for one in loose.infolist():
                packed.writestr(one.filename, loose.read(one))


def _name_equals(arrays: dict[str, Any]) -> None:
    """Put the name of an earlier array for a large one that is its equal."""
    earlier: dict[bytes, str] = {}
    for key, value in arrays.items():
        if key.startswith(("initial/", "outputs/", "forward/")) and value.size > LARGE:
            kind = f"{key.startswith('initial/')} {value.dtype} {value.shape}".encode()
            same = earlier.setdefault(kind + value.tobytes(), key)
            arrays[key] = value if same == key else np.array(same)


def text_of(classes: Array, letters: str) -> str:
    """The text that predicted windows spell.

    Args:
        classes: `[windows, time]`, each window one step further on than the last.
        letters: The letter of each class.

    Returns:
        All of the first window, then the last letter of each further one.
    """
    codes = [*classes[0], *classes[1:, -1]]
    return "".join(letters[code] for code in codes)


def nudge(trace: Trace, seed: int) -> Trace:
    """A trace whose initial values differ from those of `trace` in their last bit.

    Args:
        trace: Whose `initial` to change: about half of the weights that are not zero.
            Scalars stay: they are the optimizer's.
        seed: Which half.
    """
    random = np.random.RandomState(seed)
    initial = {}
    for name, value in trace.initial.items():
        chosen = (
            (random.uniform(size=value.shape) < 0.5) & (value != 0) & (value.ndim > 0)
        )
        initial[name] = np.where(
            chosen, np.nextafter(value, value.dtype.type(9)), value
        )
    return replace(trace, initial=initial)


def thin(trace: Trace, rows: int = 8) -> Trace:
    """A smaller copy to be kept as a golden.

    Args:
        trace: A whole trace.
        rows: How many rows of each output to keep; `meta["rows"]` tells how many
            there were.

    Returns:
        The trace without optimizer slots among the final variables, without any of
        these where they are many, with the classes of the first 50 steps, of every 50th
        and of the last.
    """
    meta = dict(trace.meta, rows={})

    def first_rows(group: str) -> Arrays:
        kept = {}
        for name, value in getattr(trace, group).items():
            if value.ndim == 3 and len(value) > rows:
                meta["rows"][f"{group}/{name}"] = len(value)
                value = value[:rows]
            kept[name] = value
        return kept

    slots = {
        name for name in trace.final if name.rpartition("/")[0] in trace.final
    }  # kernel/Adam, kernel/Adam_1, …
    final = {name: v for name, v in trace.final.items() if name not in slots}
    if sum(value.size for value in final.values()) > MANY:
        final = {}
    step = trace.classes_step
    kept = (step <= 50) | (step % 50 == 0)
    if len(kept):
        kept[-1] = True
    return replace(
        trace,
        meta=meta,
        final=final,
        outputs=first_rows("outputs"),
        forward=first_rows("forward"),
        classes=trace.classes[kept] if len(kept) else trace.classes,
        classes_step=step[kept],
    )

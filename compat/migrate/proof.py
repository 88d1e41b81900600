"""The proof: TensorFlow 1.x's layer and Keras's, with the same weights and inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from compat.migrate.graph.proof import far, keras_outputs, ramp
from compat.migrate.kinds import Array
from compat.migrate.pieces import Piece

BOUND = 1e-6
_SCRIPT = Path(__file__).with_name("tf1_side") / "run.py"


def differences(pieces: list[Piece]) -> list[float]:
    """How far each layer's Keras counterpart is from TensorFlow 1.x's.

    TensorFlow 1.x's side runs under `compat`, in a process of its own, Keras's side
    here: two sequences of five steps of a ramp, from zero states.

    Returns:
        For each piece max|Δ| over outputs and last states; where numbers are larger
        than 1, relative to the largest.

    Raises:
        RuntimeError: When TensorFlow 1.x's side fails.
    """
    inputs = [ramp(piece) for piece in pieces]
    with tempfile.TemporaryDirectory() as folder:
        job, out = Path(folder) / "job.npz", Path(folder) / "out.npz"
        np.savez(job, **_job(pieces, inputs))  # type: ignore[arg-type]
        other = subprocess.Popen(
            [sys.executable, "-m", "compat", "run", str(_SCRIPT), str(job), str(out)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": _with_compat(), "COMPAT_WARM": "0"},
        )
        try:
            ours = [keras_outputs(p, x) for p, x in zip(pieces, inputs, strict=True)]
            said, _ = other.communicate()
        finally:
            other.kill()
        if other.returncode:
            raise RuntimeError(f"TensorFlow 1.x's side of the proof failed:\n{said}")
        with np.load(out) as theirs:
            return [
                max(far(mine, theirs[f"{n}/{place}"]) for place, mine in enumerate(o))
                for n, o in enumerate(ours)
            ]


def _with_compat() -> str:
    here = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])


def _job(pieces: list[Piece], inputs: list[Array]) -> dict[str, Array]:
    given: dict[str, Array] = {}
    told = []
    for number, piece in enumerate(pieces):
        told.append({
            "kind": piece.kind.name,
            "tf1": piece.kind.tf1,
            "recurrent": piece.kind.recurrent,
            "activation": piece.settings.get("activation"),
            "recurrent_activation": _gates(piece),
            "cell_clip": piece.settings.get("cell_clip"),
            "proj_clip": piece.settings.get("proj_clip"),
            "after": piece.kind.options(piece).get("reset_after", False),
            "units": piece.units,
            "projection": piece.projection,
            "forget_bias": piece.forget_bias,
            "leaves": piece.leaves,
            "shapes": [array.shape for array in piece.arrays],
            "dtype": str(piece.arrays[0].dtype),
            "both": int(piece.backward is not None),
        })  # fmt: skip
        given[f"{number}/inputs"] = inputs[number]
        for part, one in enumerate((piece, piece.backward)):
            for leaf, array in one.by_leaf().items() if one else ():
                given[f"{number}/{part}/{leaf}"] = array
    given["job"] = np.array(json.dumps(told))
    return given


def _gates(piece: Piece) -> str:
    told = str(piece.settings.get("recurrent_activation", "sigmoid"))
    return "hard_sigmoid" if told == "tf1_hard_sigmoid" else told

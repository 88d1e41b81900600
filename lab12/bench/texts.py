"""Texts: the time to write one and to learn one, and the machine's matrix product."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from lab12.bench import figures
from lab12.bench.alternate import (
    Bench,
    Contender,
    Measured,
    alternate,
    best_torch,
    training,
)
from lab12.bench.entrants import ENGINES, Entrant
from lab12.bench.figures import Table
from lab12.bench.parts import TO_TF115, row

CHAR_RNN = (50, 50, 84, 512)
CHAR_RNN_LAYERS = 3
PRODUCT = 2048  # rows and columns of the matrices whose product is the peak


def sampling(bench: Bench) -> list[Table]:
    """Seconds per character of a text that a trained network writes."""
    length = 100 if bench.quick else 1000
    entrants = bench.some("tf115", "compat", "compat plain", "keras")
    models = ((65, 128, 2),) if bench.quick else ((65, 128, 2), (84, 512, 3))
    ways = {"loop": 1, "read": length, "write": length}
    said = {
        "loop": "one character, sess.run in a loop",
        "read": f"dynamic_rnn over {length} characters",
        "write": f"a while loop that writes {length} characters",
    }
    bench.total += len(models) * len(ways)
    rows = []
    for model in models:
        for way, letters in ways.items():
            args = (way, length, *model)
            contenders = [
                Contender(one.name, one, f"{one.family}_sample.py", args)
                for one in entrants
            ]
            _, hidden, layers = model
            case = f"{layers}×{hidden}: {said[way]}"
            got, failed = alternate(bench, case, contenders, bench.turns(10, 3), 60)
            found = {name: one.summary(1 / letters) for name, one in got.items()}
            rows.append(row(case, found, failed))
    return [
        {
            "name": "sampling",
            "title": "Writing a text, seconds per character",
            "case": "layers×hidden: how",
            "unit": "s",
            "about": "Batch 1, LSTM. In a loop, letter and state come out of sess.run "
            "(Keras: of a tf.function) and go in again, as char_rnn does it; "
            "dynamic_rnn runs forward over a text that is there; the while loop feeds "
            "the likeliest letter back inside the graph.",
            "pairs": TO_TF115,
            "rows": rows,
        }
    ]


def _products(bench: Bench, size: int) -> list[Contender]:
    numpy = Entrant("numpy", (sys.executable,))
    return [Contender("numpy", numpy, "matmul.py", ("numpy", size))] + [
        Contender(f"product {one.name}", one, "matmul.py", ("tensorflow", size))
        for one in bench.some("tf115", "compat")
    ]


def _gigaflops(got: Mapping[str, Measured], size: int) -> dict[str, dict[str, float]]:
    of = 2e-9 * size**3
    return {
        name.removeprefix("product "): figures.rate(one.summary(), of)
        for name, one in got.items()
        if name == "numpy" or name.startswith("product ")
    }


def _product_table(rows: list[Table]) -> Table:
    return {
        "name": "matmul",
        "title": "The machine's matrix product, float32",
        "case": "rows and columns",
        "unit": "GFLOP/s",
        "about": "One product of two square matrices by NumPy and by TensorFlow.",
        "pairs": [["compat", "tf115"]],
        "rows": rows,
    }


def matmul(bench: Bench) -> list[Table]:
    """The most that the machine computes."""
    sizes = (256,) if bench.quick else (256, 1024, 2048, 4096)
    bench.total += len(sizes)
    rows = []
    for size in sizes:
        contenders = _products(bench, size)
        got, failed = alternate(
            bench, f"product {size}", contenders, bench.turns(10, 3), 30
        )
        rows.append(row(str(size), _gigaflops(got, size), failed))
    return [_product_table(rows)]


def operations(batch: int, time: int, classes: int, hidden: int, layers: int) -> int:
    """Floating point operations in the matrix products of one LSTM training step.

    Forward, and as many again for the gradients of the inputs and of the weights; the
    first layer's inputs need no gradient.
    """
    inner = sum(4 * hidden * (n + hidden) for n in [classes] + [hidden] * (layers - 1))
    forward = 2 * batch * time * (inner + hidden * classes)
    return 3 * forward - 2 * batch * time * 4 * hidden * classes


def char_rnn(bench: Bench) -> list[Table]:
    """Characters per second of training, and the share of the machine's peak."""
    batch, time, classes, hidden = CHAR_RNN
    if bench.quick:
        hidden = 64
    sizes, layers = (batch, time, classes, hidden), CHAR_RNN_LAYERS
    product = 512 if bench.quick else PRODUCT
    bench.total += 1
    contenders = training(bench.some(*ENGINES), sizes, layers)
    contenders += _products(bench, product)
    got, failed = alternate(bench, "char_rnn", contenders, bench.turns(10, 3), 180)
    products = _gigaflops(got, product)
    letters = batch * time
    trained = {
        name: figures.rate(one.summary(), letters)
        for name, one in best_torch(got).items()
        if name in bench.entrants
    }
    peak = max((one["median"] for one in products.values()), default=0.0)
    each = operations(*sizes, layers) * 1e-9 / letters
    shares = {
        name: figures.scaled(one, each / peak) for name, one in trained.items() if peak
    }
    case = f"{layers}×{hidden}, batch {batch}, {time} steps, {classes} letters"
    shared = {"case": "char_rnn", "pairs": TO_TF115}
    return [
        {
            "name": "char_rnn",
            "title": "char_rnn, characters per second of training",
            "unit": "chars/s",
            "about": "More is better.",
            "rows": [row(case, trained, failed)],
            **shared,
        },
        {
            "name": "char_rnn share",
            "title": "The same as a share of the machine's peak",
            "unit": "share",
            "about": f"The matrix products of a step ({each * 1e3:.1f} million "
            "operations a character) against the fastest product below, measured in "
            "the same run.",
            "rows": [row(case, shares, {})],
            **shared,
            "pairs": [],
        },
        _product_table([row(str(product), products, {})]),
    ]

"""Draw networks over time and compare them.

    python -m tests.networks --count 2000            # fast against plain
    python -m tests.networks --count 300 --oracle    # fast against the real 1.15.5

Says on stdout what differs; exit code 1 when something does. `--oracle` needs 1.15.5:
`make oracle`, or its python in LAB12_TF115.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests import starting
from tests.cases import goldens
from tests.networks import compare, covering, factors, record

RECORD = Path(__file__).with_name("record.py")
HEAP = 10  # graphs that are freed at once


def drawn(count: int, seed: int) -> list[dict[str, Any]]:
    """So many networks."""
    source = random.Random(seed)
    networks: list[dict[str, Any]] = []
    while len(networks) < count:
        network = factors.draw(source)
        networks += [network] if network else []
    return networks


def from_oracle(
    networks: list[dict[str, Any]], python: str, folder: Path
) -> list[dict[str, Any]]:
    """What the real 1.15.5 gives for each network."""
    (folder / "networks.json").write_text(json.dumps(networks))
    command = [python, str(RECORD), str(folder / "networks.json")]
    clean = {k: v for k, v in starting.clean().items() if not k.startswith("PYTHON")}
    subprocess.run([*command, str(folder / "out.npz")], env=clean, check=True)
    seen: list[dict[str, Any]] = [{} for _ in networks]
    for key, value in goldens.load(folder / "out.npz")[0].items():
        index, _, rest = key.partition("|")
        seen[int(index)][rest] = value
    return seen


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        "python -m tests.networks", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--count", type=int, default=100, help="how many networks")
    parser.add_argument("--seed0", type=int, default=0, help="the first one's seed")
    parser.add_argument("--pairs", action="store_true", help="those that CI runs")
    parser.add_argument("--again", action="store_true", help="those that once differed")
    parser.add_argument("--oracle", action="store_true", help="against 1.15.5, live")
    parser.add_argument("--seconds", type=float, help="begin no more after so long")
    options = parser.parse_args(argv)
    if options.again:
        networks = json.loads(RECORD.with_name("once_differed.json").read_text())
    elif options.pairs:
        networks = covering.networks()
    else:
        networks = drawn(options.count, options.seed0)
    python = starting.oracle() if options.oracle else None
    if options.oracle and python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    import compat

    compat.install(RECORD.parent)
    import importlib

    tf = importlib.import_module("compat.run.facade").tensorflow()
    tf.logging.set_verbosity(tf.logging.ERROR)
    gc.collect()
    gc.freeze()
    gc.disable()
    if python is not None:
        return against_oracle(tf, networks, str(python), options.seconds)
    if options.pairs or options.again:
        return all_of(networks, lambda network: compare.both_ways(tf, network))
    return by_drawing(tf, options.count, options.seed0)


def free(done: int) -> None:
    """Free graphs in heaps, which takes less time; say how many are done."""
    gc.collect()
    print(f"{done} done", file=sys.stderr, flush=True)


def all_of(networks: list[Any], look: Any, seconds: float | None = None) -> int:
    """Compare networks, say what differs; 1 when something does."""
    start, differing, done = time.monotonic(), 0, 0
    for network in networks:
        if seconds and time.monotonic() - start > seconds:
            break
        found = look(network)
        done += 1
        if not done % HEAP:
            free(done)
        if found:
            differing += 1
            print(json.dumps(network), *found[:6], sep="\n    ", flush=True)
    print(f"{done} networks, {differing} differ")
    return int(differing > 0)


def by_drawing(tf: Any, count: int, seed: int) -> int:
    """Let hypothesis draw, fast against plain; what differs it makes as simple as can
    be. 1 when something does."""
    import hypothesis
    from hypothesis import strategies

    done, first = 0, []

    @strategies.composite
    def networks(draw: Any) -> dict[str, Any]:
        network: dict[str, Any] = {}
        for name in factors.FACTORS:
            left = factors.possible(network, name)
            hypothesis.assume(left)
            network[name] = draw(strategies.sampled_from(left))
        return network

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(networks())
    def look(network: dict[str, Any]) -> None:
        nonlocal done
        done += not first
        if not done % HEAP:
            free(done)
        found = compare.both_ways(tf, network)
        if found:
            first.append(network)
            raise AssertionError("\n    ".join([json.dumps(network), *found[:6]]))

    try:
        look()
    except AssertionError as error:
        print(f"network {done} differs, at its simplest:\n{error}")
        return 1
    print(f"{done} networks, 0 differ")
    return 0


def is_known(network: dict[str, Any]) -> bool:
    """Whether it is known to differ from 1.15.5, and why.

    Zeros of `tf.shape(x)[0]` rows, where the batch is known and the time is not:
    TensorFlow 2 infers how many they are, 1.15 did not, and made more ops of gradients.
    """
    reshaped = network["inputs"] == "unknown_rank"  # to a batch that is known
    known = reshaped or network["batch"] != "unknown"
    return known and network["time"] == "unknown" and network["initial"] == "zero"


def against_oracle(
    tf: Any, networks: list[Any], python: str, seconds: float | None
) -> int:
    """Compare networks with the real 1.15.5; 1 when something differs."""
    expected: list[Any] = []

    def look(network: dict[str, Any]) -> list[str]:
        if not expected:
            start = networks.index(network)
            with tempfile.TemporaryDirectory() as folder:
                part = networks[start : start + 25]
                expected.extend(from_oracle(part, python, Path(folder)))
        seen, of_115 = record.record(tf, network), expected.pop(0)
        found = compare.differences(of_115, seen, names=False)
        return [] if found and is_known(network) else found

    return all_of(networks, look, seconds)


if __name__ == "__main__":
    sys.exit(main())

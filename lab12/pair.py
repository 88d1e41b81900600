"""Two scripts of one's own: TensorFlow 1.x's under compat, and its Keras 3 form.

The old one runs first. Its initial variables (or a checkpoint's) are found to be layers
as `compat convert` finds them, written down for correction, and given to the new one's
layers by kind and order. Then both runs are compared rung by rung, and the old one runs
once more from weights whose last bit differs: how far rounding alone goes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lab12.judge import compare, inside
from lab12.labs.catalogue import Lab
from lab12.labs.rules import Finding
from lab12.record.trace import Trace, nudge
from lab12.runs import engines
from lab12.runs.engines import EngineError, Job, Watch
from lab12.show import table

# Both start from the same weights: the first loss is one forward pass.
FIRST = 1e-5
# A drift is rounding's while it stays below this many times rounding's own.
TIMES = 10.0


@dataclass(frozen=True)
class Pair(Lab):
    """A pair of scripts, as a lab.

    Attributes:
        old: The TensorFlow 1.x script.
        new: The Keras 3 one.
    """

    old: Path = Path()
    new: Path = Path()

    @property
    def legacy(self) -> Path:
        return self.old

    @property
    def modern(self) -> Path:
        return self.new


@dataclass(frozen=True)
class Compared:
    """What was found.

    Attributes:
        pair: Of which scripts.
        findings: Rung by rung.
        mapping: Which variables were given to which kind of layer, in order.
        left: The old one's variables that no layer got, with why.
        folder: Where traces and the mapping are.
    """

    pair: Pair
    findings: list[Finding]
    mapping: list[dict[str, Any]]
    left: dict[str, str]
    folder: Path

    @property
    def ok(self) -> bool:
        """Whether nothing that is asked for fails."""
        return all(finding.ok is not False for finding in self.findings)


def of(old: str, new: str) -> Pair:
    """The pair of two scripts.

    Raises:
        EngineError: When one is no file.
    """
    for script in (old, new):
        if not Path(script).is_file():
            raise EngineError(f"expected two scripts, {script} is no file")
    name = Path(old).stem
    title = f"{old} and {new}"
    return Pair(name, title, (), old=Path(old).absolute(), new=Path(new).absolute())


def run(
    pair: Pair,
    out: Path,
    argv: Sequence[str] = (),
    checkpoint: str = "",
    mapping: Path | None = None,
    watch: Watch = lambda running, done, total: None,
    backend: str = "tensorflow",
) -> Compared:
    """Run both scripts, and compare.

    Args:
        pair: The scripts.
        out: Where traces and the mapping go.
        argv: Arguments of both scripts.
        checkpoint: Of the old one's variables, to start both from; "" for none.
        mapping: A mapping that was written here and corrected, or `None`.
        watch: See `engines.run_all`.
        backend: Of Keras, for the new one.

    Raises:
        EngineError: When a script fails, or nothing of the old one can be mapped.
    """
    folder = out / "pairs" / pair.name
    graph = (folder / "old.graph").absolute()
    reference, told, left = _old(pair, folder, argv, checkpoint, mapping, watch)
    left = own_weights(pair, reference, told, left)
    given = _given(reference, told, folder)
    new = _job(pair, "keras", folder, "new", argv, given)
    jobs = [replace(new, backend=backend)]
    if len(reference.loss):
        nudged = folder / "nudged-start.npz"
        nudge(reference, 0).save(nudged)
        jobs.append(_job(pair, "compat", folder, "nudged", argv, nudged))
    outcomes = engines.run_all(jobs, watch=watch)
    for outcome in outcomes:
        if outcome.code:
            raise EngineError(engines.complaint(outcome))
    trace = Trace.load(jobs[0].trace)
    rounding = None
    if len(jobs) > 1:
        other = Trace.load(jobs[1].trace)
        if len(other.loss) == len(reference.loss):
            rounding = replace(reference, nudged_loss=np.stack([other.loss]))
    found = findings(trace, reference, rounding)
    if graph.is_file() and b"dropout" in graph.read_bytes():
        said = "left out on both sides where its rate is fed: draws are each one's own"
        found.append(Finding("dropout", None, said))
    return Compared(pair, found, told, left, folder)


def _old(
    pair: Pair,
    folder: Path,
    argv: Sequence[str],
    checkpoint: str,
    mapping: Path | None,
    watch: Watch,
) -> tuple[Trace, list[dict[str, Any]], dict[str, str]]:
    """Run the old one: its trace, which layer's its variables are, and what is left."""
    folder.mkdir(parents=True, exist_ok=True)
    start = _from_checkpoint(checkpoint, folder) if checkpoint else None
    graph = (folder / "old.graph").absolute()
    graph.unlink(missing_ok=True)
    job = replace(_job(pair, "compat", folder, "old", argv, start), graph=graph)
    reference = _trace(job, watch)
    told, left = _mapping(reference, graph, mapping)
    written = folder / "mapping.json"
    written.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return reference, told, left


def own_weights(
    pair: Pair, reference: Trace, told: list[dict[str, Any]], left: dict[str, str]
) -> dict[str, str]:
    """Give variables that are no layer's to a port's `Weight`s; those still left."""
    if "class Weight(" not in pair.new.read_text(encoding="utf-8"):
        return left
    floats = [name for name in left if reference.initial[name].dtype.kind == "f"]
    told += [
        {"kind": "Weight", "keras3": "Weight", "variables": [[name]]} for name in floats
    ]
    return {name: why for name, why in left.items() if name not in floats}


def with_defaults(
    pair: Pair, out: Path, names: Sequence[tuple[str, tuple[str, ...]]], watch: Watch
) -> tuple[Trace, dict[str, Trace]]:
    """Run the new one with some of Keras's defaults put back, from the old's weights.

    Args:
        pair: The scripts.
        out: Where traces go.
        names: What each run is called, and the defaults that it has.
        watch: See `engines.run_all`.

    Returns:
        The old one's run, and those of the new one.

    Raises:
        EngineError: When a run fails.
    """
    folder = out / "pairs" / pair.name
    reference, told, _ = _old(pair, folder, (), "", None, watch)
    given = _given(reference, told, folder)
    jobs = {}
    for name, defaults in names:
        start = None if "initial-values" in defaults else given
        job = _job(pair, "keras", folder, f"why-{name.replace(' ', '-')}", (), start)
        jobs[name] = replace(job, defaults=defaults)
    for outcome in engines.run_all(list(jobs.values()), watch=watch):
        if outcome.code:
            raise EngineError(engines.complaint(outcome))
    return reference, {name: Trace.load(job.trace) for name, job in jobs.items()}


def _job(
    pair: Pair,
    engine: str,
    folder: Path,
    name: str,
    argv: Sequence[str],
    start: Path | None,
) -> Job:
    trace = (folder / f"{name}.npz").absolute()
    # each where it stands: scripts read what lies beside them
    script = pair.new if engine == "keras" else pair.old
    return Job(
        pair, engine, trace, start, tuple(argv), folder=script.parent, dropout=False
    )


def _trace(job: Job, watch: Watch) -> Trace:
    (outcome,) = engines.run_all([job], watch=watch)
    if outcome.code:
        raise EngineError(engines.complaint(outcome))
    return Trace.load(job.trace)


def _from_checkpoint(path: str, folder: Path) -> Path:
    """A checkpoint's variables as initial ones.

    Without an optimizer's and the global step: both scripts begin with those of their
    own, as they would with the weights alone.
    """
    from compat.migrate import sources
    from compat.migrate.finding import find_pieces
    from compat.migrate.pieces import OPTIMIZER

    found, _ = sources.read(path)
    left = find_pieces(found).left
    target = folder / "checkpoint.npz"
    arrays: dict[str, Any] = {
        f"initial/{name}": array
        for name, array in found.items()
        if left.get(name) != OPTIMIZER and not name.endswith("global_step")
    }
    arrays["initial/*"] = np.zeros(0)  # the others keep their own
    np.savez(target, **arrays)
    return target


def _mapping(
    reference: Trace, graph: Path, given: Path | None
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Which variables are which layer's: told, or found by the graph and by names."""
    from compat.migrate import layers
    from compat.migrate.finding import find_pieces
    from compat.migrate.graph import meta

    if given is not None:
        return json.loads(given.read_text(encoding="utf-8")), {}
    there = meta.read(graph) if graph.is_file() else None
    initial, told = _plain(reference.initial)
    found = find_pieces(initial, graph=there)
    for piece in found.pieces:
        names = [part.names for part in piece.parts()]
        forget = {"forget_bias": piece.forget_bias} if piece.kind.forget else {}
        said = {"kind": piece.kind.name, "keras3": layers.describe(piece)}
        told.append({**said, "variables": names, **forget})
    made = {name: place for place, name in enumerate(reference.initial)}
    told.sort(key=lambda one: made[one["variables"][0][0]])  # as they were made
    if reference.initial and not told:
        raise EngineError(
            "expected a layer among the old script's variables, found none in "
            f"{', '.join(sorted(reference.initial)[:4])}: write a --mapping"
        )
    return told, found.missing()


# Variables that Keras's layers keep as they are; a row for each rank of a kernel.
_PLAIN = {3: "Conv1D", 4: "Conv2D"}


def _plain(initial: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Convolutions, which `convert` leaves; the other variables, and what is told."""
    left, told = dict(initial), []
    for name, array in initial.items():
        scope, _, leaf = name.rpartition("/")
        if leaf not in ("kernel", "weights") or array.ndim not in _PLAIN:
            continue
        names = [name]
        for bias in ("bias", "biases"):
            if f"{scope}/{bias}" in initial:
                names.append(f"{scope}/{bias}")
        left = {one: value for one, value in left.items() if one not in names}
        kind = _PLAIN[array.ndim]
        told.append({"kind": kind, "keras3": kind, "variables": [names]})
    return left, told


def _given(reference: Trace, told: list[dict[str, Any]], folder: Path) -> Path | None:
    """The variables as Keras's layers have them, in order, for the new script."""
    from compat.migrate.finding import find_pieces

    arrays: dict[str, Any] = {}
    for place, one in enumerate(told):
        weights: list[Any] = []
        if one["kind"] in (*_PLAIN.values(), "Weight"):
            (names,) = one["variables"]
            for leaf, name in enumerate(names):
                key = f"initial/0.{place}.{one['kind']}/{leaf}.weight"
                arrays[key] = reference.initial[name]
            continue
        for names in one["variables"]:
            some = {name: reference.initial[name] for name in names}
            kinds = {",".join(names): one["kind"]}
            found = find_pieces(some, one.get("forget_bias", 1.0), kinds)
            (piece,) = found.pieces
            weights += piece.weights()
        kind = piece.kind
        name = "RNN" if kind.own_cell else kind.keras
        name = "Bidirectional" if len(one["variables"]) > 1 else name
        for leaf, array in enumerate(weights):
            arrays[f"initial/0.{place}.{name}/{leaf}.weight"] = array
    if not arrays:
        return None
    target = folder / "given.npz"
    np.savez(target, **arrays)
    return target


def findings(trace: Trace, reference: Trace, rounding: Trace | None) -> list[Finding]:
    """What is found, rung by rung; `rounding` is the old run with its nudged losses."""
    forward = compare.forward_by_shape(trace, reference)
    if forward.value is None:  # the two look at other things
        forward = replace(forward, ok=None)
    found = [forward]
    for path, said in trace.meta.get("biases", {}).items():
        found.append(Finding("biases", False, f"{path}: {said}"))
    if len(reference.loss):
        found += _training(trace, reference, rounding)
    layers = inside.first_apart(trace, reference)
    if layers is None:
        return found
    if all(one.ok is not False for one in found):  # parts of layers, cut otherwise
        layers = replace(layers, ok=layers.ok or None)
    return [layers, *found]


def _training(trace: Trace, reference: Trace, rounding: Trace | None) -> list[Finding]:
    if len(trace.loss) != len(reference.loss):
        said = f"expected {len(reference.loss)} losses, received {len(trace.loss)}"
        return [Finding("training", False, said)]
    delta = compare.differences(trace, reference)
    first = float(delta[0])
    found = [_limited("first loss", first, FIRST, reference, trace, 0)]
    own = compare.astray(rounding, len(delta))
    allowed = np.maximum(compare.TRAINING["keras"], TIMES * own)
    over = ~(delta <= allowed)
    worst = float(np.max(delta))
    if over.any():
        step = int(np.argmax(over))
        limit = float(allowed[step])
        found.append(_limited("training", worst, limit, reference, trace, step))
        said = f"real: rounding alone goes {own[step]:.2g} by step {step}"
    else:
        found.append(Finding("training", True, f"{worst:.2g} in {len(delta)}", worst))
        rounded = worst <= TIMES * float(own[-1])
        said = (
            f"{'rounding' if rounded else 'small'}: rounding alone goes {own[-1]:.2g}"
        )
    return [*found, Finding("drift", None, said)]


def _limited(
    name: str, value: float, limit: float, reference: Trace, trace: Trace, step: int
) -> Finding:
    if value <= limit:
        return Finding(name, True, f"{value:.2g}", value)
    said = (
        f"step {step}: expected {reference.loss[step]:.8g}, received "
        f"{trace.loss[step]:.8g}, relative difference {value:.2g}, at most {limit:.2g}"
    )
    return Finding(name, False, said, value)


def text(compared: Compared) -> str:
    """The findings, and what was mapped."""
    words = {True: "ok", False: "FAIL", None: "-"}
    rows = [("rung", "", "found")]
    rows += [(one.name, words[one.ok], one.said) for one in compared.findings]
    lines = [table.columns(rows), ""]
    for one in compared.mapping:
        names = ", ".join(name for some in one["variables"] for name in some)
        lines.append(f"{one.get('keras3', one['kind'])}: {names}")
    lines += [f"given to none: {name}: {why}" for name, why in compared.left.items()]
    lines.append(f"mapping: {compared.folder / 'mapping.json'} (--mapping FILE)")
    return "\n".join(lines)


def data(compared: Compared) -> dict[str, Any]:
    """The same for programs."""
    return {
        "old": str(compared.pair.old),
        "new": str(compared.pair.new),
        "holds": compared.ok,
        "findings": [vars(finding) for finding in compared.findings],
        "mapping": compared.mapping,
        "left": compared.left,
    }

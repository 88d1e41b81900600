"""Ports programs and holds them against the old ones, many at a time.

The command proves one program by `lab12 compare`, which starts TensorFlow three times;
here all are forks of one process that has imported it.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from compat.port import facts, merge, porting
from lab12 import pair
from lab12.record.trace import Trace
from lab12.runs import engines

PROGRAMS = Path(__file__).with_name("programs")
_WATCH = """
import json, os, sys
import tensorflow, keras
sys.path.insert(0, {root!r})
from compat.port import watch
for name, out in json.loads(sys.argv[1]):
    if os.fork() == 0:
        code = 1
        try:
            sys.stdout = open(os.devnull, "w")
            code = watch.main([out, name])
        finally:
            os._exit(code)
    os.wait()
"""


def seen(scripts, folder):
    """The facts of each script, by its path."""
    root = str(Path(facts.__file__).resolve().parents[2])
    outs = [(str(script), str(folder / f"{script.stem}.json")) for script in scripts]
    command = [sys.executable, "-c", _WATCH.format(root=root), json.dumps(outs)]
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, env=quiet, capture_output=True, text=True, cwd=folder, check=False
    )
    missing = [script for script, out in outs if not Path(out).is_file()]
    assert not missing, (missing, done.stderr[-2000:])
    return {Path(s): facts.Facts(json.loads(Path(o).read_text())) for s, o in outs}


@dataclass
class Case:
    """A script and its port, compared.

    Attributes:
        ported: The program.
        findings: What the comparison found.
    """

    ported: porting.Ported
    findings: list


def proved(scripts, folder, changes=()):
    """Port scripts and compare each; by the name of the file.

    Args:
        scripts: Paths.
        folder: Where to write.
        changes: Further programs: pairs of a script's name, and old and new text of
            its port, which must then be found wrong.
    """
    all_seen = seen(scripts, folder)
    ported = {
        s: porting.port(merge.merged(str(s)), all_seen[s], s.name) for s in scripts
    }
    programs = {}
    for script, one in ported.items():
        programs[script.stem] = (script, one.text)
    for number, (name, old, new) in enumerate(changes):
        script, text = programs[name]
        assert text.count(old) >= 1, (name, old)
        programs[f"{name}-{number}"] = (script, text.replace(old, new))
    return {
        name: Case(ported[programs[name][0]], found)
        for name, found in _compared(programs, folder).items()
    }


def _compared(programs, folder):
    olds, jobs, new_jobs, traces = {}, [], {}, {}
    for script in {script for script, _ in programs.values()}:
        lab = pair.Pair(script.stem, "", (), old=script, new=script)
        job = pair._job(lab, "compat", folder, f"{script.stem}-old", (), None)
        olds[script] = replace(
            job, graph=folder / f"{script.stem}.graph", folder=folder
        )
        jobs.append(olds[script])
    _run(jobs)
    for name, (script, text) in programs.items():
        new = folder / f"{name}.py"
        new.write_text(text, encoding="utf-8")
        traces[name] = Trace.load(olds[script].trace)
        told, left = pair._mapping(traces[name], folder / f"{script.stem}.graph", None)
        room = folder / f"given-{name}"
        room.mkdir(exist_ok=True)
        lab = pair.Pair(script.stem, "", (), old=script, new=new)
        pair.own_weights(lab, traces[name], told, left)
        given = pair._given(traces[name], told, room)
        job = pair._job(lab, "keras", folder, f"{name}-new", (), given)
        new_jobs[name] = replace(job, folder=folder)
    _run(new_jobs.values())
    return {
        name: pair.findings(Trace.load(job.trace), traces[name], None)
        for name, job in new_jobs.items()
    }


def _run(jobs):
    outcomes = engines.run_all(list(jobs))
    failed = [engines.complaint(one) for one in outcomes if one.code]
    assert not failed, "\n".join(failed)[-3000:]

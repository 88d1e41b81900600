"""Runs many programs in one process and writes down what they did.

    python run_program.py PROGRAMS.json OUT.npz

PROGRAMS.json maps a program's number to its text. This one plain file runs on Python
3.7 with TensorFlow 1.15 as it is, and on TensorFlow 2 through compat, which it finds
on the path. OUT.npz holds, for program 17, the JSON text `17/about` (its random ops as
[type, name, seed, seed2], the names it kept, or its error) and the arrays `17/0`, ….
"""

import importlib.util
import json
import os
import sys
import traceback

import numpy as np


def _random_ops(graph):
    found = []
    for op in graph.get_operations():
        if op.name.startswith("compat_fast"):  # draws a mask again, by the same seeds
            continue
        names = set(attr.name for attr in op.op_def.attr) if op.op_def else set()
        if "seed" in names and "seed2" in names:
            found.append([op.type, op.name, op.get_attr("seed"), op.get_attr("seed2")])
    return found


def _namespace():
    if importlib.util.find_spec(
        "tensorflow_core"
    ):  # TensorFlow 1.15 had its code there
        return {"__name__": "program"}
    import builtins

    import compat

    compat.install()
    from compat.run import facade

    legacy = facade.tensorflow()

    def find(name, *args, **kwargs):
        if name == "tensorflow":
            return legacy
        return __import__(name, *args, **kwargs)

    own = dict(vars(builtins), __import__=find)
    return {"__name__": "program", "__builtins__": own}


def _run(text, number, fresh):
    space = dict(fresh)
    about = {"random_ops": [], "names": [], "error": None}
    try:
        exec(compile(text, f"program_{number}.py", "exec"), space)
    except Exception:
        about["error"] = traceback.format_exc()
    kept = space.get("kept", [])
    about["names"] = [name for name, _ in kept]
    about["random_ops"] = [_random_ops(graph) for graph in space.get("graphs", [])]
    return about, [value for _, value in kept]


def main(argv):
    """Run the programs and write what they kept; return the exit code."""
    if len(argv) != 2:
        print("expected PROGRAMS.json OUT.npz", file=sys.stderr)
        return 2
    with open(argv[0]) as file:
        programs = json.load(file)
    fresh = _namespace()
    arrays = {}
    for done, number in enumerate(sorted(programs, key=int), 1):
        about, values = _run(programs[number], number, fresh)
        arrays[number + "/about"] = np.array(json.dumps(about))
        for index, value in enumerate(values):
            arrays[f"{number}/{index}"] = value
        if done % 20 == 0:
            print(f"{done} of {len(programs)}", file=sys.stderr)
    with open(argv[1] + ".part", "wb") as file:
        np.savez_compressed(file, **arrays)
    os.replace(argv[1] + ".part", argv[1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

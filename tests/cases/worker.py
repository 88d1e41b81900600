"""Runs cases for whoever asks: on TensorFlow 1.15.5, or by `compat run`.

Reads a line of JSON a question, and writes a line of JSON an answer:

    {"case": NAME, "out": PATH, "way": WAY}     runs it, writes what it saw to PATH
    {"families": [NAME…]}                       the cases of those files
    {"loaded": true}                            the files of all imported modules

With `"forked": true` a fork runs the case: what it imports is forgotten afterwards.
The answer to the first has the case's tolerance, how many ops `fewer` than 1.15 it is
known to count, and how many `pieces` of its graph run in a faster way.

See `asking.py`, which asks. Plain Python 3.7 to 3.13.
"""

import json
import os
import platform
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.dirname(os.path.dirname(HERE))

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from tests.cases import goldens, registry, running, ways  # noqa: E402


def forked(question):
    """Have a fork answer a question."""
    out = question["out"] + ".json"
    child = os.fork()
    if not child:
        try:
            said = answer(question)
        except BaseException:
            said = {"failed": traceback.format_exc()}
        with open(out, "w") as stream:
            json.dump(said, stream)
        os._exit(0)
    os.waitpid(child, 0)
    with open(out) as stream:
        return json.load(stream)


def answer(question):
    """Answer one question: a dict for JSON."""
    if question.pop("forked", False):
        return forked(question)
    if "loaded" in question:
        files = [getattr(one, "__file__", None) for one in list(sys.modules.values())]
        return {"files": [file for file in files if isinstance(file, str)]}
    if "families" in question:
        return {"cases": [registry.of_family(one) for one in question["families"]]}
    name = question["case"]
    if name not in registry.of_family(name.rpartition(".")[0]):
        raise LookupError("no such case: " + name)
    case = registry.CASES[name]
    told = {"tolerance": case.tolerance._asdict(), "fewer": case.fewer}

    def count(graph):
        told["pieces"] = ways.pieces(graph)

    with ways.taken(question.get("way")):
        # what is asked of a graph may change it: only where it is to be known
        known = name.startswith("fast.") and sys.version_info > (3, 8)
        seen = running.record(tf, case, count if known else None)
    goldens.save(question["out"], seen)
    return told


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what cases print is not an answer
    tf.logging.set_verbosity(tf.logging.ERROR)
    about = {
        "tensorflow": tf.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
    answers.write(json.dumps(about) + "\n")
    answers.flush()
    for line in sys.stdin:
        try:
            said = answer(json.loads(line))
        except Exception:
            said = {"failed": traceback.format_exc()}
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()

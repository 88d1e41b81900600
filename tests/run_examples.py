"""Runs one half of each of the reference's examples and prints what each printed.

python -m compat run tests/run_examples.py legacy FOLDER   (or, plain, modern FOLDER)
"""

import contextlib
import io
import json
import os
import sys

half, folder = sys.argv[1:]
found = {}
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as stream:
        halves = stream.read().split("# Keras 3\n")
    source = halves[0] if half == "legacy" else halves[1]
    printed = io.StringIO()
    namespace = dict(globals(), __name__="example")
    with contextlib.redirect_stdout(printed):
        if half == "legacy":
            import tensorflow as tf

            with tf.Graph().as_default():
                exec(compile(source, path, "exec"), namespace)
        else:
            exec(compile(source, path, "exec"), namespace)
    found[name[:-3]] = printed.getvalue()
print(json.dumps(found))
